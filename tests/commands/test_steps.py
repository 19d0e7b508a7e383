"""The six steps by one-off commands, with every exchange held against the contract."""

from __future__ import annotations

import json
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from api.server import CUT, Reply, ScriptedServer, api_error, token

from sinch_order_cli.sandbox.server import SandboxServer

from .shell import ANSWERS, LETTER, PDF, Shell

pytestmark = pytest.mark.timeout(120)

AU = json.loads((Path(__file__).parents[1] / "contract/kyc/au-mobile.json").read_bytes())
NUMBER = "+61411111112"
ORDER = {
    "idNumberOrder": "01k0order",
    "projectId": "demo",
    "regionCode": "AU",
    "numberType": "MOBILE",
    "state": "CREATED",
    "expireTime": "2999-01-01T00:00:00Z",
    "orderNumbers": [{"phoneNumber": NUMBER}],
}
FIELDS = {
    "name",
    "idNumberOrder",
    "regionCode",
    "numberType",
    "state",
    "step",
    "expireTime",
    "phoneNumbers",
}


@pytest.fixture
def sandbox(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def reserve(shell: Shell, number: str = NUMBER, region: str = "AU", kind: str = "MOBILE") -> str:
    created = shell.ok("create", region, kind, "--number", number, "--sms-plan", "p", "--yes")
    return str(created["name"])


def test_the_whole_way_against_a_server_that_is_not_the_sandbox(tmp_path: Path) -> None:
    registered = {"requestDetails": {"data": ANSWERS}, "attachments": [], "logs": []}
    # The order and its registration are asked for side by side: each answer has what both need.
    review = {**ORDER, **registered, "state": "IN_REVIEW"}
    done = {**ORDER, **registered, "state": "COMPLETED"}
    new = {**ORDER, "attachments": [], "logs": []}
    look = [Reply(json={**ORDER, **registered})] * 2
    stored = {"attachmentId": LETTER, "fileName": "letter.pdf", "uploadStatus": "COMPLETED"}
    replies = [
        Reply(json=AU),
        Reply(json={"availableNumbers": [{"phoneNumber": NUMBER, "new": 1}]}),
        Reply(json=ORDER),
        Reply(json=new),
        Reply(json=new),
        Reply(json=registered),
        *look,
        Reply(),
        *[Reply(json={**ORDER, **registered, "attachments": [stored]})] * 2,
        Reply(json=review),
        *[Reply(json=review)] * 2,
        *[Reply(json=done)] * 2,
    ]
    with ScriptedServer(*replies, tokens=[token("t-1")]) as server:
        shell = Shell(tmp_path, server.url)
        found = shell.ok("requirements", "au", "mobile")
        assert found["raw"] == AU
        assert found["required"] is True
        members = {"regionCode", "numberType", "required", "form", "attachments", "changes", "raw"}
        assert set(found) == {*members, "warnings"}
        numbers = shell.ok("search", "AU", "MOBILE", "--capability", "SMS")
        listed = [{"phoneNumber": NUMBER, "new": 1}]
        assert numbers == {"warnings": [], "availableNumbers": listed}
        created = shell.ok("create", "AU", "MOBILE", "--number", NUMBER, "--yes", "--name", "one")
        assert set(created) >= FIELDS
        assert (created["step"], created["state"]) == ("register", "CREATED")
        answers = shell.file("answers.json", ANSWERS)
        assert shell.ok("register", "one", "--answers", answers)["step"] == "attach"
        letter = shell.file("letter.pdf", PDF)
        assert shell.ok("attach", "one", LETTER, letter)["step"] == "submit"
        assert shell.ok("submit", "one", "--yes")["step"] == "review"
        watched = shell.run("status", "one", "--watch", "--interval", "0.05", "--json")
        assert watched.code == 0, watched.err
        states = [json.loads(line)["state"] for line in watched.out.splitlines()]
        assert states == ["IN_REVIEW", "COMPLETED"]
        asked = [(request.method, request.path.rpartition("/")[2]) for request in server.requests]
        steps = ["POST", "GET", "POST", "PUT", "POST", "POST"]
        looks = ["GET", "GET"]  # how the order stands, before each step that changes it
        expected = [*steps[:3], *looks, steps[3], *looks, steps[4], *looks, steps[5], *looks * 2]
        assert [method for method, _ in asked] == expected
        assert len(server.token_requests) == 1
        body = json.loads(server.requests[5].body)
        assert body == {"requestDetails": {"data": ANSWERS}}
    kept = list((tmp_path / "cache").rglob("*.json"))
    assert len(kept) == 1
    assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600
    for path in [*tmp_path.rglob("*.json")]:
        assert "secret" not in path.read_text().replace("keySecret", "")


def test_the_whole_way_in_the_sandbox(sandbox: Shell) -> None:
    blank = sandbox.run("requirements", "AU", "MOBILE", "--blank-answers")
    assert blank.code == 0 and json.loads(blank.out)[1]["city"] is None
    name = reserve(sandbox)
    answers = sandbox.file("answers.json", ANSWERS)
    before = sandbox.run("check", name, "--json")
    assert before.code == 3 and before.json["ready"] is False
    assert {"where", "path", "problem", "fix"} == set(before.json["problems"][0])
    sandbox.ok("register", name, "--answers", answers)
    sandbox.ok("attach", name, LETTER, sandbox.file("letter.pdf", PDF))
    checked = sandbox.run("check", name, "--json")
    if checked.json["pending"]:
        assert checked.code == 3 and checked.json["ready"] is False
    time.sleep(1.1)
    ready = {"ready": True, "pending": [], "problems": [], "warnings": []}
    assert sandbox.ok("check", name) == ready
    sandbox.ok("submit", name, "--yes")
    assert sandbox.run("submit", name, "--yes").code == 6
    assert sandbox.run("status", name, "--watch", "--timeout", "30").code == 0
    assert sandbox.ok("status", name)["state"] == "COMPLETED"
    assert sandbox.ok("orders") == {"warnings": [], "orders": []}
    assert [one["name"] for one in sandbox.ok("orders", "--all")["orders"]] == [name]
    sandbox.ok("forget", name)
    assert sandbox.run("status", name).code == 5


def test_a_partial_registration_completes_what_is_there(sandbox: Shell) -> None:
    name = reserve(sandbox)
    wrong = json.loads(json.dumps(ANSWERS))
    wrong[1]["postalCode"] = "300"
    done = sandbox.run("register", name, "--answers", "-", "--json", stdin=json.dumps(wrong))
    assert done.code == 3
    [detail] = done.error["details"]
    assert detail == {
        "path": "1.postalCode",
        "where": "Postal code",
        "problem": detail["problem"],
        "given": "300",
        "fix": "",
    }
    assert "Four digits" in detail["problem"]
    sandbox.ok("register", name, "--set", "postalCode=3001", "--set", "1.city= Perth ")
    shown = sandbox.ok("register", name, "--show")
    assert shown[1]["postalCode"] == "3001" and shown[1]["city"] == "Perth"
    again = sandbox.file("again.json", shown)
    assert sandbox.ok("register", name, "--answers", again)["step"] == "attach"
    raw = sandbox.run("register", name, "--data", sandbox.file("raw.json", [1, 2]), "--json")
    assert raw.code == 3 and raw.error["details"]


def test_a_country_without_rules_goes_straight_to_submit(sandbox: Shell) -> None:
    found = sandbox.ok("requirements", "US", "LOCAL")
    assert found["required"] is False and found["raw"] is None
    number = sandbox.ok("search", "US", "toll-free", "--size", "1")["availableNumbers"][0]
    created = sandbox.ok(
        "create", "US", "toll-free", "--number", number["phoneNumber"], "--rtc-app", "a", "--yes"
    )
    assert created["step"] == "submit"
    assert sandbox.run("register", created["name"], "--set", "a=b").code == 6
    assert sandbox.ok("submit", created["name"], "--yes")["step"] == "review"


@pytest.mark.parametrize(
    "flags",
    [
        [],
        ["--number", "61411111112"],
        ["--number", NUMBER, "--quantity", "2"],
        ["--quantity", "0"],
        ["--quantity", "101"],
        ["--number", NUMBER, "--sequential"],
        ["--number", NUMBER, "--campaign", "c"],
        ["--number", NUMBER, "--rtc-app", "a", "--est-trunk", "b"],
        ["--number", NUMBER, "--callback-url", "no address"],
    ],
)
def test_create_refuses_what_the_contract_forbids_and_sends_nothing(
    tmp_path: Path, flags: list[str]
) -> None:
    with ScriptedServer() as server:
        done = Shell(tmp_path, server.url).run("create", "AU", "MOBILE", *flags, "--yes", "--json")
        assert done.code == 2
        assert done.error["details"]
        assert not server.requests and not server.token_requests


# Every exit code, with the situation that it names.


def test_2_create_names_all_that_it_lacks_at_once(sandbox: Shell) -> None:
    def flags(*arguments: str) -> list[str]:
        done = sandbox.run("create", *arguments, "--json")
        assert done.code == 2
        return [detail["flag"] for detail in done.error["details"]]

    assert flags() == ["REGION", "TYPE", "--number or --quantity", "--yes"]
    assert flags("AU", "MOBILE", "--yes") == ["--number or --quantity"]
    assert flags("AU", "--quantity", "3") == ["TYPE", "--yes"]


def test_2_everything_that_is_missing_is_named_with_its_flag(sandbox: Shell) -> None:
    done = sandbox.run("create", "AU", "MOBILE", "--number", NUMBER, "--json")
    assert done.code == 2 and "--yes" in json.dumps(done.error)
    name = reserve(sandbox)
    missing = sandbox.run("register", name, "--json")
    assert missing.code == 2
    assert "--set 1.city=VALUE" in {one["flag"] for one in missing.error["details"]}
    assert sandbox.run("searhc", "AU").code == 2
    assert sandbox.run("wizard").code == 2


def test_3_a_document_of_another_type(sandbox: Shell) -> None:
    name = reserve(sandbox)
    text = sandbox.file("letter.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40)
    done = sandbox.run("attach", name, LETTER, text, "--json")
    assert done.code == 3
    assert sandbox.order(name)["attachments"] == {}


def test_3_an_answers_file_before_there_is_an_order(sandbox: Shell) -> None:
    path = sandbox.file("answers.json", [[{}], {}, {}])
    done = sandbox.run("check", "--region", "AU", "--type", "MOBILE", "--answers", path, "--json")
    assert done.code == 3 and len(done.json["problems"]) == 13


def test_4_without_credentials_and_with_wrong_ones(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    del shell.environment["SINCH_ORDER_SANDBOX"]
    assert shell.run("regions", "--json").error["kind"] == "auth"
    server = SandboxServer(tmp_path / "emulator")
    server.start()
    try:
        wrong = Shell(tmp_path, server.url).with_({"SINCH_KEY_SECRET": "not-it"})
        done = wrong.run("regions")
        assert done.code == 4 and "not-it" not in done.err
    finally:
        server.stop()


def test_5_an_order_a_number_a_document_that_is_not_there(sandbox: Shell) -> None:
    assert sandbox.run("status", "nothing", "--json").error["kind"] == "not-found"
    gone = sandbox.ok("search", "AU", "MOBILE", "--pattern", "97", "--match", "END", "--size", "1")
    number = gone["availableNumbers"][0]["phoneNumber"]
    done = sandbox.run("create", "AU", "MOBILE", "--number", number, "--yes")
    assert done.code == 5
    assert sandbox.ok("orders", "--all") == {"warnings": [], "orders": []}
    name = reserve(sandbox)
    assert sandbox.run("attach", name, "no-such", sandbox.file("a.pdf", PDF)).code == 5


def test_6_an_order_that_expired_says_so_whatever_the_server_answers(tmp_path: Path) -> None:
    expired = {**ORDER, "state": "EXPIRED"}
    look = [Reply(json=ORDER)] * 2  # the order and its registration, in any order
    refused = [api_error(400, "no"), Reply(json=expired)]
    replies = [Reply(json=AU), Reply(json=ORDER), *look, *refused]
    with ScriptedServer(*replies, tokens=[token("t-1")]) as server:
        shell = Shell(tmp_path, server.url)
        name = reserve(shell)
        done = shell.run("register", name, "--answers", shell.file("a.json", ANSWERS), "--json")
        assert done.code == 6, done.err
        assert f"create --from {name}" in done.error["hint"]


def test_7_nobody_listens(tmp_path: Path) -> None:
    shell = Shell(tmp_path, "http://127.0.0.1:9").with_({"SINCH_ACCESS_TOKEN": "t"})
    assert shell.run("search", "AU", "MOBILE", "--json").error["kind"] == "unreachable"


def test_8_a_lost_answer_to_create_is_never_repeated_blindly(tmp_path: Path) -> None:
    taken = api_error(404, "Not found")
    replies = [Reply(json=AU), CUT, taken, taken]
    with ScriptedServer(*replies, tokens=[token("t-1")]) as server:
        shell = Shell(tmp_path, server.url)
        arguments = ("create", "AU", "MOBILE", "--number", NUMBER, "--sms-plan", "p", "--yes")
        done = shell.run(*arguments, "--json")
        assert done.code == 8
        assert done.error["orders"][0]["available"] is False
        assert len(server.requests) == 3
        [attempt] = shell.order("au-mobile-112")["attempts"]
        assert attempt["outcome"] == "unknown" and attempt["host"] == server.url
        again = shell.run(*arguments)
        assert again.code == 8
        assert "--into au-mobile-112" in again.err
        assert [request.method for request in server.requests[3:]] == ["GET"]


def test_9_and_10_watching_ends_undecided_or_refused(sandbox: Shell) -> None:
    name = reserve(sandbox)
    assert sandbox.run("status", name, "--watch", "--timeout", "0").code == 9
    found = sandbox.ok("search", "GB", "MOBILE", "--pattern", "98", "--match", "END", "--size", "1")
    rejected = reserve(sandbox, found["availableNumbers"][0]["phoneNumber"], "GB")
    sandbox.ok("submit", rejected, "--yes")
    done = sandbox.run("status", rejected, "--watch", "--timeout", "30")
    assert done.code == 10
    assert "does not match the register" in done.err
    again = sandbox.run("create", "--from", rejected, "--yes", "--json")
    assert again.code in (0, 5)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_130_interrupted(tmp_path: Path, name: str) -> None:
    import signal
    import time

    with ScriptedServer(
        Reply(json={"availableRegions": []}, delay=4), tokens=[token("t-1")]
    ) as server:
        process = Shell(tmp_path, server.url).start("regions")
        deadline = time.monotonic() + 10
        while not server.requests and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(getattr(signal, name))
        _, err = process.communicate(timeout=10)
        assert process.returncode == 130
        assert "Traceback" not in err


def test_standard_output_carries_the_result_alone(sandbox: Shell) -> None:
    done = sandbox.run("search", "AU", "MOBILE", "--size", "2")
    assert [line.split("\t")[0][:3] for line in done.out.splitlines()] == ["+61", "+61"]
    assert done.err == ""


def test_an_order_is_meant_by_its_name_its_id_or_a_beginning(sandbox: Shell) -> None:
    first, second = reserve(sandbox), reserve(sandbox, "+61482233412")
    order: dict[str, Any] = sandbox.ok("status", first)
    assert sandbox.ok("status", order["idNumberOrder"])["name"] == first
    assert sandbox.ok("status", first[:-1])["name"] == first
    done = sandbox.run("status", "au-mob", "--json")
    assert done.code == 2
    assert {one["name"] for one in done.error["orders"]} == {first, second}


def test_an_order_made_elsewhere_is_taken_up_from_the_servers_record(sandbox: Shell) -> None:
    name = reserve(sandbox)
    answers = sandbox.file("answers.json", ANSWERS)
    id_ = sandbox.ok("register", name, "--answers", answers)["idNumberOrder"]
    sandbox.ok("forget", name, "--yes")
    taken = sandbox.ok("resume", "--order-id", id_, "--region", "AU", "--type", "MOBILE")
    assert (taken["idNumberOrder"], taken["step"]) == (id_, "attach")
    assert sandbox.ok("register", taken["name"], "--show") == ANSWERS


def test_1_an_order_file_that_is_damaged(sandbox: Shell) -> None:
    name = reserve(sandbox)
    path = sandbox.state / "sandbox" / "orders" / f"{name}.json"
    path.write_bytes(b"{")
    done = sandbox.run("status", name, "--json")
    assert done.code == 1
    assert str(path) in done.error["message"]
    assert path.read_bytes() == b"{"
