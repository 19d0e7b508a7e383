"""Answers from files and flags: before there is an order, and laid over what an order has."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from api.server import Reply, ScriptedServer

from sinch_order_cli.commands.json_input import read_json
from sinch_order_cli.errors import DataError

from .shell import ANSWERS, PDF, Shell

NUMBER = "+61411111112"
ORDER = {
    "idNumberOrder": "01k0order",
    "regionCode": "DE",
    "numberType": "LOCAL",
    "state": "CREATED",
    "expireTime": "2999-01-01T00:00:00Z",
    "orderNumbers": [{"phoneNumber": NUMBER}],
}

pytestmark = pytest.mark.timeout(120)


def stored(data: bytes) -> Reply:
    """The response to a registration: what the server stored."""
    return Reply(body=b'{"requestDetails":{"data":' + data + b"}}")


def test_blank_answers_are_filled_in_checked_and_registered_with_their_notes(
    tmp_path: Path,
) -> None:
    shell = Shell(tmp_path)
    printed = shell.run("requirements", "BR", "LOCAL", "--blank-answers")
    assert printed.out.count("\n") > 10, "laid out for a person, also in a file"
    file = json.loads(printed.out)
    assert file["// cnpj"] == "cnpj: CNPJ. Asked depending on other answers. 14 digits"
    bare = shell.ok("requirements", "BR", "LOCAL", "--blank-answers")
    assert bare == {name: value for name, value in file.items() if not name.startswith("//")}
    check = ("check", "--region", "br", "--type", "local", "--answers")
    wrong = shell.run(*check, shell.file("blank.json", file), "--json")
    assert wrong.code == 3
    assert [one["where"] for one in wrong.json["problems"]] == ["customerType", "legalName", "cpf"]
    file |= {"customerType": "business", "legalName": "Acme Ltda", "cnpj": " 12345678901234"}
    del file["city"]
    filled = shell.file("filled.json", file)
    found = shell.run(*check, filled)
    assert found.code == 0
    assert '"business" was changed to "BUSINESS"' in found.err
    assert 'City: "São Paulo" (the form\'s default).' in found.err
    assert not list((shell.state / "sandbox").glob("orders/*"))

    number = shell.ok("search", "BR", "LOCAL", "--size", "1")["availableNumbers"][0]["phoneNumber"]
    reserve = ("create", "BR", "LOCAL", "--number", number, "--sms-plan", "p", "--name", "one")
    shell.ok(*reserve, "--yes")
    sent = {"customerType": "BUSINESS", "legalName": "Acme Ltda", "cnpj": "12345678901234"}
    shell.ok("register", "one", "--answers", filled)
    assert shell.ok("register", "one", "--show") == {**sent, "city": "São Paulo"}

    # Of a file that is refused what passes is kept; the rest stays in the file.
    long = shell.file("long.json", {"notes": "x" * 2001, "city": "Recife"})
    assert shell.run("register", "one", "--answers", long).code == 3
    assert shell.ok("register", "one", "--show") == {**sent, "city": "Recife"}


def test_numbers_are_sent_and_kept_as_they_are(tmp_path: Path) -> None:
    form = {
        "type": "object",
        "properties": {"share": {"type": "number"}, "count": {"type": "integer"}},
    }
    text = b'{"share":33.1,"count":123456789012345678901234567890,"more":[1e22,1e-7,2.0]}'
    changed = text.replace(b"123456789012345678901234567890", b"2")
    look = [Reply(json=ORDER)] * 2  # the order and its registration, in any order
    replies = [one for data in (text, changed, text) for one in (*look, stored(data))]
    with ScriptedServer(Reply(json={"fields": form}), Reply(json=ORDER), *replies) as server:
        shell = Shell(tmp_path, server.url)
        shell.ok("create", "DE", "LOCAL", "--number", NUMBER, "--sms-plan", "p", "--yes")
        name = "de-local-112"
        for given in (["--answers", shell.file("a", text)], ["--set", "count=2"]):
            shell.ok("register", name, *given)
        sent = [request.body for request in server.requests if request.method == "PUT"]
        assert sent[0] == b'{"requestDetails":{"data":' + text + b"}}"
        assert sent[1] == b'{"requestDetails":{"data":' + changed + b"}}"
        shown = shell.run("register", name, "--show", "--json")
        assert shown.out.strip().encode() == changed
        shell.ok("register", name, "--data", shell.file("raw", text))
        assert server.requests[-1].body == b'{"requestDetails":{"data":' + text + b"}}"


def test_what_changed_in_a_form_is_told_by_whatever_looks_it_up(tmp_path: Path) -> None:
    def form(*names: str) -> dict[str, Any]:
        fields = [{"name": name, "type": "string"} for name in names]
        odd = {"properties": fields, "visibleWhen": {"a": "x"}, "description": "\x9b2J\u202e"}
        return {"fields": {"rules": [{"title": "Company", "template": odd}]}, "attachments": []}

    replies = [Reply(json=form(*names)) for names in ("a", "ab", "ab", "abc")]
    with ScriptedServer(*replies) as server:
        shell = Shell(tmp_path, server.url)
        first = shell.run("requirements", "DE", "LOCAL")
        assert "Since" not in first.out
        assert '0: the keyword visibleWhen: {"a":"x"}' in first.out
        assert "\x9b" not in first.out and "\u202e" not in first.out
        second = shell.run("requirements", "DE", "LOCAL")
        assert 'New in Company: "B", which is optional.' in second.out
        blank = shell.run("requirements", "DE", "LOCAL", "--blank-answers").out
        assert "\x9b" not in blank and json.loads(blank)[0]["//"].endswith("\x9b2J\u202e")
        [kept] = (shell.state / "requirements").glob("DE-LOCAL.json")
        kept.write_text(re.sub(r'"lookedUpAt":"....', '"lookedUpAt":"2020', kept.read_text()))
        check = ("check", "--region", "DE", "--type", "LOCAL", "--answers", "-")
        later = shell.run(*check, "--json", stdin="[{}]")
        assert later.code == 0
        [warning] = later.json["warnings"]
        assert warning.startswith("Since ")
        assert 'New in Company: "C", which is optional.' in warning
        assert shell.run(*check, stdin="[{}]").err == ""


def test_what_a_damaged_form_does_not_know_is_looked_up_again(tmp_path: Path) -> None:
    def form(name: str | None) -> dict[str, Any]:
        fields = [{"name": name, "title": "Number", "type": "string", "required": True}]
        rows = {"type": "array", "minItems": 1, "properties": fields}
        return {"fields": {"rules": [{"title": "Numbers", "template": rows}]}, "attachments": []}

    replies = [Reply(json=form(None)), Reply(json=ORDER), Reply(json=form("senderId"))]
    own = [[{"senderId": NUMBER}]]
    register = [Reply(json=ORDER), Reply(json=ORDER), stored(json.dumps(own).encode())]
    with ScriptedServer(*replies, *register) as server:
        shell = Shell(tmp_path, server.url)
        shell.ok("create", "DE", "LOCAL", "--number", NUMBER, "--sms-plan", "p", "--yes")
        another = shell.file("a.json", [[{"senderId": "+61411111123"}]])
        refused = shell.run("register", "de-local-112", "--answers", another, "--json")
        assert refused.code == 3
        assert refused.error["details"][0]["problem"].startswith("+61411111123 is not in")
        assert not [one for one in server.requests if one.method == "PUT"]
        shell.ok("register", "de-local-112", "--answers", shell.file("b.json", own))


def test_a_damaged_form_does_not_replace_one_that_knows_the_number(tmp_path: Path) -> None:
    def form(properties: list[dict[str, Any]] | None) -> dict[str, Any]:
        rows = {"type": "array", "minItems": 1, "properties": properties}
        return {"fields": {"rules": [{"title": "Numbers", "template": rows}]}, "attachments": []}

    whole = form([{"name": "senderId", "title": "Number", "type": "string", "required": True}])
    order = {**ORDER, "orderNumbers": [{"phoneNumber": NUMBER}]}
    with ScriptedServer(Reply(json=whole), Reply(json=order), Reply(json=form(None))) as server:
        shell = Shell(tmp_path, server.url)
        shell.ok("create", "DE", "LOCAL", "--number", NUMBER, "--sms-plan", "p", "--yes")
        [kept] = (shell.state / "orders").glob("*.json")
        kept.write_text(re.sub(r'"lookedUpAt": "....', '"lookedUpAt": "2020', kept.read_text()))
        another = shell.file("a.json", [[{"senderId": "+61411111123"}]])
        refused = shell.run("register", "de-local-112", "--answers", another, "--json")
        assert refused.code == 3
        assert refused.error["details"][0]["problem"].startswith("+61411111123 is not in")


def test_answers_are_not_refused_for_requirements_of_long_ago(tmp_path: Path) -> None:
    def form(least: int) -> dict[str, Any]:
        rows = {"type": "array", "minItems": least, "properties": [{"name": "a", "type": "string"}]}
        return {"fields": {"rules": [{"title": "Numbers", "template": rows}]}, "attachments": []}

    order = {**ORDER, "orderNumbers": [{"phoneNumber": NUMBER}]}
    replies = [Reply(json=form(2)), Reply(json=order), Reply(json=form(1))]
    register = [Reply(json=order), Reply(json=order), stored(b'[[{"a":"x"}]]')]
    with ScriptedServer(*replies, *register) as server:
        shell = Shell(tmp_path, server.url)
        shell.ok("create", "DE", "LOCAL", "--number", NUMBER, "--sms-plan", "p", "--yes")
        answers = shell.file("a.json", [[{"a": "x"}]])
        command = ("register", "de-local-112", "--answers", answers, "--json")
        assert shell.run(*command).code == 3, "they were looked up just now"
        assert len(server.requests) == 2
        [kept] = (shell.state / "orders").glob("*.json")
        kept.write_text(re.sub(r'"lookedUpAt": "....', '"lookedUpAt": "2020', kept.read_text()))
        done = shell.run(*command)
        assert done.code == 0, done.err
        assert any(one.startswith("Since ") for one in done.json["warnings"])
        assert json.loads(kept.read_bytes())["lookup"]["raw"] == form(1)


def test_nor_are_documents(tmp_path: Path) -> None:
    def form(kind: str) -> dict[str, Any]:
        letter = {"id": "loa", "title": "Letter", "mandatory": True, "allowedMimeTypes": [kind]}
        return {"fields": {}, "attachments": [letter]}

    sent = {**ORDER, "attachments": [{"id": "loa", "uploadStatus": "UPLOADED"}]}
    replies = [form("image/png"), ORDER, form("application/pdf"), ORDER, ORDER, sent]
    with ScriptedServer(*[Reply(json=one) for one in replies]) as server:
        shell = Shell(tmp_path, server.url)
        shell.ok("create", "DE", "LOCAL", "--number", NUMBER, "--sms-plan", "p", "--yes")
        letter = shell.file("letter.pdf", PDF)
        refused = shell.run("attach", "de-local-112", "loa", letter)
        assert refused.code == 3 and "must be PNG" in refused.err
        assert len(server.requests) == 2, "they were looked up just now"
        [kept] = (shell.state / "orders").glob("*.json")
        kept.write_text(re.sub(r'"lookedUpAt": "....', '"lookedUpAt": "2020', kept.read_text()))
        done = shell.run("attach", "de-local-112", "loa", letter)
        assert done.code == 0 and 'The document "Letter" must now be application/pdf.' in done.err


def test_requirements_are_printed_for_a_person(tmp_path: Path) -> None:
    printed = Shell(tmp_path).run("requirements", "AU", "MOBILE").out
    for line in (
        "Numbers · 1 to 50 entries",
        "Address, second line · optional · up to 120 characters",
        "must be confirmed (true)",
        "Number · + and digits, up to 16 characters · for example +61411111112 [0.*.senderId]",
        "Letter of authorisation · required · PDF or RTF [01jxn2251d0shhamtbykft2xzx]",
        "Template: letter-of-authorisation.pdf",
        "Proof of identity · optional · PDF, JPEG or PNG · Passport or Driver's License",
        "To get an answers file: sinch-order requirements AU MOBILE --blank-answers",
    ):
        assert line in " ".join(printed.split())


def test_a_file_in_another_encoding_is_told_by_its_line(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    file = shell.file("latin.json", '[{},\n{"city": "Köln"}]'.encode("latin-1"))
    done = shell.run("check", "--region", "AU", "--type", "MOBILE", "--answers", file, "--json")
    assert done.code == 3
    assert done.error["message"].endswith("latin.json is not UTF-8")
    assert done.error["reason"] == "line 2 has characters in another encoding"


def test_a_file_about_another_number_is_pointed_at(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    create = f"create AU MOBILE --number {NUMBER} --sms-plan p --yes --name one"
    assert shell.run(*create.split()).code == 0
    rows = [{**ANSWERS[0][0], "senderId": "+61411111113"}]
    file = shell.file("answers.json", [rows, *ANSWERS[1:]])
    said = f"+61411111113 is not in this order. Use {NUMBER}."
    done = shell.run("register", "one", "--answers", file, "--json")
    assert done.code == 3 and "--renumber" in done.error["hint"]
    assert done.error["details"][0]["problem"] == said
    assert shell.run("register", "one", "--answers", file, "--renumber").code == 0
    assert shell.ok("register", "one", "--show")[0][0]["senderId"] == NUMBER
    more = [*rows, {**rows[0], "senderId": "+61411111114"}]
    file = shell.file("more.json", [more, *ANSWERS[1:]])
    done = shell.run("register", "one", "--answers", file, "--renumber")
    assert done.code == 0 and '"+61411111114" was removed with its entry' in done.err
    assert [one["senderId"] for one in shell.ok("register", "one", "--show")[0]] == [NUMBER]


def test_answers_about_other_numbers_are_not_submitted(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    create = f"create AU MOBILE --number {NUMBER} --sms-plan p --yes --name one"
    assert shell.run(*create.split()).code == 0
    rows = [{**ANSWERS[0][0], "senderId": "+61411111113"}]
    raw = shell.file("data.json", [rows, *ANSWERS[1:]])
    assert shell.run("register", "one", "--data", raw).code == 0
    checked = shell.run("check", "one", "--json")
    problems = {one["where"]: one["problem"] for one in json.loads(checked.out)["problems"]}
    assert "+61411111113 is not in this order" in problems["0.0.senderId"]
    assert NUMBER in problems["numbers"]
    submitted = shell.run("submit", "one", "--yes", "--json")
    assert submitted.code == 3 and "differ" in submitted.error["message"]


def test_a_lone_number_is_filled_in(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    create = f"create AU MOBILE --number {NUMBER} --sms-plan p --yes --name one"
    assert shell.run(*create.split()).code == 0
    rows = [{key: value for key, value in ANSWERS[0][0].items() if key != "senderId"}]
    file = shell.file("answers.json", [rows, *ANSWERS[1:]])
    assert shell.run("register", "one", "--answers", file).code == 0
    assert shell.ok("register", "one", "--show")[0][0]["senderId"] == NUMBER


@pytest.mark.parametrize("way", ["file", "-"])
def test_a_file_of_answers_has_a_largest_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (20 * 1024 * 1024) + b"1")
    with large.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        with pytest.raises(DataError, match="larger than 20 MB"):
            read_json("-" if way == "-" else str(large), "--answers")
