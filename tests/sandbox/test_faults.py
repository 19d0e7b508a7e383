"""Failures on cue: what the client sees, and what was done nevertheless."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from plain_http import HTTP

from sinch_order_cli.sandbox import faults as faults_module
from sinch_order_cli.sandbox.server import SandboxServer

from .driver import AU_ANSWERS, LETTER, Clock, Driver, violations, write_faults

DATE = "Wed, 25 Nov 2026 07:28:00 GMT"
NUMBER = "+61411111112"
KINDS = {str(kind.__struct_config__.tag) for kind in get_args(faults_module.AnyRule)}
CREATE = {"numberOrderOption": {"phoneNumbers": [NUMBER]}}


def fault(kind: str, operation: str = "createNumberOrder", **rest: Any) -> dict[str, Any]:
    return {"operation": operation, "fault": kind, **rest}


@pytest.mark.parametrize(("kind", "done"), [("cut-before", 0), ("cut-after", 1)])
def test_a_cut_connection(api: Driver, faults: Path, kind: str, done: int) -> None:
    write_faults(faults, fault(kind))
    with pytest.raises(httpx.RemoteProtocolError):
        api.create("AU", "MOBILE", **CREATE)
    assert api.effects().get("createNumberOrder", 0) == done
    assert api.free(NUMBER) is (done == 0)


@pytest.mark.parametrize(("done", "act"), [(1, True), (0, False)])
def test_half_a_body(api: Driver, faults: Path, done: int, act: bool) -> None:
    write_faults(faults, fault("half-body", act=act))
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        api.create("AU", "MOBILE", **CREATE)
    assert api.effects().get("createNumberOrder", 0) == done


def test_garbage(server: SandboxServer, api: Driver, faults: Path) -> None:
    write_faults(faults, fault("garbage", "listAvailableRegions"))
    url = f"{server.url}/v1/projects/demo/availableRegions"
    answer = HTTP.get(url, auth=("key", "secret"))
    assert answer.status_code == 200
    with pytest.raises(ValueError):
        answer.json()
    assert api.effects() == {"listAvailableRegions": 1}


@pytest.mark.parametrize(
    ("rule", "status", "retry_after"),
    [
        (fault("429", retryAfter=7), 429, "7"),
        (fault("500"), 500, None),
        (fault("503", retryAfter=DATE), 503, DATE),
        (fault("status", status=403, message=""), 403, None),
    ],
)
def test_a_status_does_nothing(
    api: Driver, faults: Path, rule: dict[str, Any], status: int, retry_after: str | None
) -> None:
    write_faults(faults, rule)
    answer = api.create("AU", "MOBILE", **CREATE)
    assert answer.status_code == status
    assert answer.headers.get("Retry-After") == retry_after
    assert api.effects() == {}
    assert api.create("AU", "MOBILE", **CREATE).status_code == 200


def test_a_status_after_acting(api: Driver, faults: Path) -> None:
    write_faults(faults, fault("status", status=500, act=True))
    assert api.create("AU", "MOBILE", **CREATE).status_code == 500
    assert api.effects() == {"createNumberOrder": 1}


@pytest.mark.parametrize("kind", ["delay", "delay-after"])
def test_a_delay(api: Driver, faults: Path, kind: str) -> None:
    write_faults(faults, fault(kind, seconds=0.3))
    began = time.monotonic()
    assert api.create("AU", "MOBILE", **CREATE).status_code == 200
    assert 0.3 <= time.monotonic() - began < 3


@pytest.mark.timeout(10)
def test_a_delay_ends_with_the_server(tmp_path: Path) -> None:
    path = write_faults(tmp_path / "faults.json", fault("delay", "*", seconds=60))
    server = SandboxServer(tmp_path / "data", faults=path)
    server.start()
    with pytest.raises(httpx.ReadTimeout):
        HTTP.get(f"{server.url}/v1/projects/p/availableRegions", timeout=0.2)
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 1.5


def created(api: Driver, seconds: float = 5.0) -> bool:
    """Waits until the order is carried out; False where it is not in the time given."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not api.free(NUMBER):
            return True
        time.sleep(0.05)
    return False


def test_late_after_a_cut(api: Driver, faults: Path) -> None:
    write_faults(faults, fault("late", seconds=0.5))
    with pytest.raises(httpx.RemoteProtocolError):
        api.create("AU", "MOBILE", **CREATE)
    assert api.free(NUMBER)
    assert created(api)
    assert api.effects()["createNumberOrder"] == 1


def test_late_after_a_status(api: Driver, faults: Path) -> None:
    write_faults(faults, fault("late", seconds=0.3, status=503, retryAfter=1))
    answer = api.create("AU", "MOBILE", **CREATE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert api.free(NUMBER)
    assert created(api)


def test_late_after_the_client_gave_up(server: SandboxServer, api: Driver, faults: Path) -> None:
    write_faults(faults, fault("delay", seconds=0.5))
    body = {"regionCode": "AU", "numberType": "MOBILE", **CREATE}
    url = f"{server.url}/v1/projects/demo/numberOrders:createNumberOrder"
    with pytest.raises(httpx.ReadTimeout):
        HTTP.post(url, json=body, auth=("key", "secret"), timeout=0.1)
    assert api.free(NUMBER)
    assert created(api)


@pytest.mark.timeout(10)
def test_what_is_late_is_not_done_by_a_server_that_stopped(tmp_path: Path) -> None:
    path = write_faults(tmp_path / "faults.json", fault("late", seconds=60))
    with SandboxServer(tmp_path / "data", faults=path) as server:
        driver = Driver(server)
        with pytest.raises(httpx.RemoteProtocolError):
            driver.create("AU", "MOBILE", **CREATE)
        driver.close()
    with SandboxServer(tmp_path / "data") as server:
        driver = Driver(server)
        assert driver.free(NUMBER)
        driver.close()


@pytest.mark.parametrize("kind", ["429", "500", "503"])
def test_done_and_refused_all_the_same(api: Driver, faults: Path, kind: str) -> None:
    write_faults(faults, fault(kind, act=True, retryAfter=3))
    answer = api.create("AU", "MOBILE", **CREATE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (int(kind), "3")
    assert api.effects()["createNumberOrder"] == 1
    assert not api.free(NUMBER)


def test_a_wrong_date_in_every_answer(api: Driver, faults: Path) -> None:
    rule = fault("status", status=400, dateOffset=-3600)
    write_faults(faults, rule, dateOffset=3 * 86400)
    refused = api.create("AU", "MOBILE", **CREATE)
    assert refused.status_code == 400
    assert refused.headers.get_list("Date") == ["Mon, 23 Nov 2026 11:00:00 GMT"]
    accepted = api.create("AU", "MOBILE", **CREATE)
    assert accepted.headers.get_list("Date") == ["Thu, 26 Nov 2026 12:00:00 GMT"]
    assert accepted.json()["createTime"] == "2026-11-23T12:00:00.000Z"


def test_a_wrong_date_in_one_answer(api: Driver, faults: Path) -> None:
    write_faults(faults, fault("date", "*", dateOffset=60))
    dates = [api.call("GET", "/availableRegions").headers["Date"] for _ in range(2)]
    assert dates == ["Mon, 23 Nov 2026 12:01:00 GMT", "Mon, 23 Nov 2026 12:00:00 GMT"]


@pytest.mark.parametrize(
    ("rule", "bent"),
    [
        ({"member": "state", "value": 5}, {"state": 5}),
        ({"member": "idNumberOrder", "value": None}, {"idNumberOrder": None}),
        ({"member": "regionCode", "value": "../orders/au"}, {"regionCode": "../orders/au"}),
        ({"member": "new", "value": {"a": []}}, {"new": {"a": []}}),
    ],
)
def test_a_bent_member(
    server: SandboxServer, faults: Path, rule: dict[str, Any], bent: dict[str, Any]
) -> None:
    write_faults(faults, fault("bent", **rule))
    body = {"regionCode": "AU", "numberType": "MOBILE", **CREATE}
    url = f"{server.url}/v1/projects/demo/numberOrders:createNumberOrder"
    answer = HTTP.post(url, json=body, auth=("key", "secret")).json()
    assert answer["createTime"]
    assert bent.items() <= answer.items()


def test_bent_inside_a_list_and_left_out(server: SandboxServer, api: Driver, faults: Path) -> None:
    order_id = api.reserve(NUMBER)
    url = f"{server.url}/v1/projects/demo/numberOrders/{order_id}"

    def asked(member: str, **rest: Any) -> dict[str, Any]:
        write_faults(faults, fault("bent", "getNumberOrder", member=member, **rest))
        answer: dict[str, Any] = HTTP.get(url, auth=("key", "secret")).json()
        return answer

    assert asked("orderNumbers[0].phoneNumber", value=7)["orderNumbers"][0]["phoneNumber"] == 7
    assert "phoneNumber" not in asked("orderNumbers[0].phoneNumber")["orderNumbers"][0]
    assert "state" not in asked("state")
    assert "no member orderNumbers[9].x" in asked("orderNumbers[9].x")["error"]["message"]


@pytest.mark.parametrize(("seconds", "ends"), [(None, False), (60, True)])
def test_documents_that_stay_waiting(
    api: Driver, faults: Path, clock: Clock, seconds: float | None, ends: bool
) -> None:
    rest = {} if seconds is None else {"seconds": seconds}
    write_faults(faults, fault("stay-waiting", "uploadNumberOrderAttachment", **rest))
    order_id = api.reserve(NUMBER)
    api.attach(order_id, LETTER).raise_for_status()

    def status() -> str:
        return str(api.registration(order_id)["attachments"][0]["uploadStatus"])

    clock.pass_(seconds=59)
    assert status() == "WAITING"
    clock.pass_(hours=1)
    assert status() == ("COMPLETED" if ends else "WAITING")


def test_an_expired_token(api: Driver, faults: Path) -> None:
    write_faults(faults, fault("expired-token", "*"))
    answer = api.create("AU", "MOBILE", **CREATE)
    assert answer.status_code == 401
    assert "expired" in answer.headers["WWW-Authenticate"]
    assert api.create("AU", "MOBILE", **CREATE).status_code == 200


def test_the_token_endpoint_can_fail(server: SandboxServer, faults: Path) -> None:
    write_faults(faults, fault("503", "token"))
    statuses = [
        HTTP.post(
            f"{server.url}/oauth2/token",
            data={"grant_type": "client_credentials"},
            auth=("key", "secret"),
        ).status_code
        for _ in range(2)
    ]
    assert statuses == [503, 200]


@pytest.mark.parametrize(
    ("state", "status", "says"),
    [
        ("EXPIRED", 400, "EXPIRED"),
        ("IN_REVIEW", 400, "IN_REVIEW"),
        ("COMPLETED", 400, "COMPLETED"),
        ("GONE", 404, "not found"),
    ],
)
def test_a_state_changed_elsewhere(
    api: Driver, faults: Path, state: str, status: int, says: str
) -> None:
    order_id = api.reserve(NUMBER)
    write_faults(faults, fault("set-state", "submitNumberOrder", state=state, log="Elsewhere"))
    answer = api.submit(order_id)
    assert answer.status_code == status
    assert says in answer.json()["error"]["message"]
    assert api.free(NUMBER) is (state in ("EXPIRED", "GONE"))
    if state != "GONE":
        assert api.order(order_id)["state"] == state
        assert api.messages(order_id) == ["Elsewhere"]


def test_a_submit_from_elsewhere_is_reviewed(api: Driver, faults: Path, clock: Clock) -> None:
    order_id = api.reserve(NUMBER)
    write_faults(faults, fault("set-state", "getNumberOrder", state="IN_REVIEW"))
    assert api.order(order_id)["state"] == "IN_REVIEW"
    clock.pass_(seconds=3)
    assert api.order(order_id)["state"] == "COMPLETED"


def test_a_registration_changed_elsewhere(api: Driver, faults: Path) -> None:
    order_id = api.reserve(NUMBER)
    api.register(order_id, AU_ANSWERS).raise_for_status()
    write_faults(faults, fault("set-registration", "*", data=["theirs"]))
    assert api.registration(order_id)["requestDetails"] == {"data": ["theirs"]}


def test_after_and_times_count_requests_that_match(api: Driver, faults: Path) -> None:
    write_faults(faults, fault("500", "listAvailableRegions", after=1, times=2))

    def statuses(requests: int) -> list[int]:
        return [api.call("GET", "/availableRegions").status_code for _ in range(requests)]

    assert statuses(2) == [200, 500]
    assert api.lookup("AU", "MOBILE").status_code == 200
    assert statuses(3) == [500, 200, 200]
    write_faults(faults, fault("503", "listAvailableRegions", times=None))
    assert statuses(5) == [503] * 5
    faults.unlink()
    assert statuses(1) == [200]


def test_rules_come_one_after_the_other(api: Driver, faults: Path) -> None:
    faults.write_text(json.dumps([fault("500"), fault("503")]))  # the list alone will do
    statuses = [api.create("AU", "MOBILE", **CREATE).status_code for _ in range(3)]
    assert statuses == [500, 503, 200]


@pytest.mark.parametrize(
    ("style", "field"),
    [
        ("brackets", "requestDetails.data[0][0].senderId"),
        ("dots", "requestDetails.data.0.0.senderId"),
        ("pointer", "/requestDetails/data/0/0/senderId"),
        ("bare", "senderId"),
        ("unprefixed", "[0][0].senderId"),
    ],
)
def test_violations_in_every_dialect(api: Driver, faults: Path, style: str, field: str) -> None:
    write_faults(faults, violationStyle=style)
    order_id = api.reserve(NUMBER)
    rows = [AU_ANSWERS[0][0] | {"senderId": "x"}]
    assert list(violations(api.register(order_id, [rows, *AU_ANSWERS[1:]]))) == [field]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "JSON"),
        ('{"rules": [], "colour": 1}', "colour"),
        ('[{"operation": "submit", "fault": "500"}]', "submit"),
        ('[{"operation": "*", "fault": "flood"}]', "flood"),
        ('[{"operation": "*", "fault": "delay"}]', "seconds"),
        ('[{"operation": "*", "fault": "500", "times": 0}]', "times"),
        ('[{"operation": "*", "fault": "set-state", "state": "LOST"}]', "state"),
        (
            '[{"operation": "createNumberOrder", "fault": "set-state", "state": "GONE"}]',
            "rules[0].operation",
        ),
        ('{"violationStyle": "words"}', "violationStyle"),
        ('{"dateOffset": "soon"}', "dateOffset"),
        ('[{"operation": "*", "fault": "late"}]', "seconds"),
        ('[{"operation": "*", "fault": "bent", "member": ""}]', "member"),
        ('[{"operation": "submitNumberOrder", "fault": "stay-waiting"}]', "submitNumberOrder"),
    ],
)
def test_a_wrong_file_is_a_clear_error(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "faults.json"
    path.write_text(content)
    with pytest.raises(ValueError) as caught:
        SandboxServer(tmp_path / "data", faults=path)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^\S+none\.json doesn't exist$"):
        SandboxServer(tmp_path / "data", faults=tmp_path / "none.json")


def test_a_file_that_goes_wrong_later_is_told_in_a_500(api: Driver, faults: Path) -> None:
    faults.write_text("{")
    answer = api.call("GET", "/availableRegions")
    assert answer.status_code == 500
    assert "faults.json" in answer.json()["error"]["message"]
    faults.write_text("[]")
    assert api.call("GET", "/availableRegions").status_code == 200


def test_time_passes_before_a_change_elsewhere(api: Driver, faults: Path, clock: Clock) -> None:
    order_id = api.submit_au(NUMBER)
    clock.pass_(seconds=5)
    write_faults(faults, fault("set-state", "getNumberOrder", state="REJECTED", log="Too late"))
    assert api.order(order_id)["state"] == "REJECTED"
    assert api.messages(order_id)[-2:] == ["Approved. The numbers are active.", "Too late"]


def test_the_example_of_the_readme_is_a_faults_file(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    example = readme.partition("<!-- faults example -->\n```json\n")[2].partition("```")[0]
    path = tmp_path / "faults.json"
    path.write_text(example)
    SandboxServer(tmp_path / "data", faults=path)
    for kind in sorted(KINDS):
        assert f"`{kind}`" in readme, kind
        assert f"`{kind}`" in str(faults_module.__doc__), kind
