"""What happens to an order, and the user's command that runs then."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sinch_order_cli.errors import UsageError
from sinch_order_cli.service.hooks import Hooks, parse_command
from sinch_order_cli.service.order_events import Seen, events
from sinch_order_cli.workflow.model import Order, Provisioned

pytestmark = pytest.mark.timeout(60)

NOW = datetime(2026, 1, 10, tzinfo=UTC).timestamp()
HOUR = 3600.0


def at(seconds: float) -> str:
    return datetime.fromtimestamp(NOW + seconds, UTC).isoformat()


def order(state: str, name: str = "mine", **more: Any) -> Order:
    server = {"idNumberOrder": "the-id", "state": state}
    if state == "CREATED":
        server |= {"createTime": at(-24 * HOUR), "expireTime": at(more.pop("left", 20 * HOUR))}
    return Order(name=name, server=server, **more)


def log(hours: float) -> dict[str, str]:
    return {"message": "Whose number is this?", "createTime": at(-hours * HOUR)}


# events


def test_each_change_is_an_event() -> None:
    before = Seen.of(order("IN_REVIEW"))
    assert events(order("IN_REVIEW"), before, NOW) == []
    assert events(order("COMPLETED"), before, NOW) == ["state"]
    assert events(order("BLOCKED", logs=[log(1)]), before, NOW) == ["state", "message"]
    ready = Provisioned(phone_number="+1", in_account=True, sms="READY")
    broken = Provisioned(phone_number="+1", in_account=True, sms="FAILED")
    waiting = Provisioned(phone_number="+1", in_account=True, sms="WAITING")
    done = Seen.of(order("COMPLETED"))
    assert events(order("COMPLETED", provisioned=(waiting,)), done, NOW) == []
    assert events(order("COMPLETED", provisioned=(ready,)), done, NOW) == ["usable"]
    assert events(order("COMPLETED", provisioned=(broken,)), done, NOW) == ["usable"]


@pytest.mark.parametrize(
    ("left", "alerts"),
    [
        (20 * HOUR, 0), (12 * HOUR + 1, 0), (11 * HOUR, 1), (1.9 * HOUR, 2), (1799, 3), (-5, 0),
    ],
)  # fmt: skip
def test_a_deadline_is_an_event_once(left: float, alerts: int) -> None:
    # The reservation began 24 hours ago: a quarter of all is left after 12 hours at most.
    total = 24 * HOUR + left
    one = order("CREATED", left=left)
    expected = ["deadline"] if left > 0 and left <= max(total / 4, 1800.0) else []
    assert events(one, Seen.of(one), NOW) == expected
    assert bool(one.alerts) == bool(expected)
    assert alerts == 0 or len(one.alerts) <= 3
    assert events(one, Seen.of(one), NOW) == []


def test_each_of_the_three_deadlines_is_one_event() -> None:
    one = order("CREATED", left=20 * HOUR)
    found = [
        left
        for left in range(20 * 60, 0, -1)
        if events(one, Seen.of(one), NOW + (20 * 60 - left) * 60) == ["deadline"]
    ]
    assert found == [44 * 60 // 4, 120, 30]  # minutes left
    assert len(one.alerts) == 3


def test_a_short_reservation_has_only_its_last_quarter() -> None:
    one = order("CREATED", left=20 * HOUR)
    assert one.server is not None
    one.server |= {"createTime": at(0), "expireTime": at(1800)}
    assert events(one, Seen.of(one), NOW + 1) == []
    assert events(one, Seen.of(one), NOW + 1351) == ["deadline"]


def test_a_question_that_waits_for_12_hours_is_an_event_once() -> None:
    one = order("BLOCKED", logs=[log(11.9)])
    assert events(one, Seen.of(one), NOW) == []
    assert events(one, Seen.of(one), NOW + HOUR) == ["message"]
    assert events(one, Seen.of(one), NOW + 2 * HOUR) == []
    one.logs = [*one.logs, log(-1)]
    before = Seen.of(order("BLOCKED", logs=[log(11.9)]))
    assert events(one, before, NOW + 2 * HOUR) == ["message"]
    assert events(one, Seen.of(one), NOW + 14 * HOUR) == ["message"]
    closed = order("REJECTED", logs=[log(30)])
    assert events(closed, Seen.of(closed), NOW) == []


def test_a_message_in_place_of_another_is_an_event() -> None:
    before = Seen.of(order("BLOCKED", logs=[log(2)]))
    other = {**log(1), "message": "Which company is it for?"}
    assert events(order("BLOCKED", logs=[other]), before, NOW) == ["message"]
    assert events(order("BLOCKED", logs=[log(2)]), before, NOW) == []


# the command


def hooks(command: str, *, limit: float = 20.0, **environment: str) -> Hooks:
    return Hooks(
        parse_command(command),
        encode=lambda order: b'{"name": "' + order.name.encode() + b'"}',
        environment={"PATH": os.environ["PATH"], **environment},
        now=lambda: NOW,
        limit=limit,
    )


@pytest.fixture
def recorder(tmp_path: Path) -> str:
    """A program that writes down what it was given, quoted as a shell has it."""
    script = tmp_path / "my recorder.py"
    script.write_text(
        f"#!{sys.executable}\n"
        "import os, sys, json, pathlib, time\n"
        "folder = pathlib.Path(__file__).parent / 'calls'\n"
        "folder.mkdir(exist_ok=True)\n"
        "found = {'argv': sys.argv[1:], 'stdin': sys.stdin.read(), 'env': dict(os.environ)}\n"
        "(folder / f'{time.time_ns()}-{os.getpid()}').write_text(json.dumps(found))\n"
    )
    script.chmod(0o755)
    return f"'{script}'"


def calls(tmp_path: Path) -> list[dict[str, Any]]:
    import json

    folder = tmp_path / "calls"
    paths = sorted(folder.iterdir()) if folder.exists() else []
    return [json.loads(path.read_text()) for path in paths]


def test_the_command_gets_the_order_and_no_credentials(tmp_path: Path, recorder: str) -> None:
    secrets = {
        "SINCH_KEY_ID": "SECRET", "SINCH_KEY_SECRET": "SECRET", "SINCH_ACCESS_TOKEN": "SECRET",
    }  # fmt: skip
    command = f"{recorder} --to \"my room\" $HOME '*' ';' x"
    with hooks(command, SINCH_PROJECT_ID="demo", **secrets) as found:
        found.begin(order("IN_REVIEW"))
        assert not found.look(order("IN_REVIEW"))
        found.look(order("COMPLETED"))
    assert found.failures() == []
    (call,) = calls(tmp_path)
    assert call["argv"] == ["--to", "my room", "$HOME", "*", ";", "x"]
    assert call["stdin"] == '{"name": "mine"}'
    assert "SECRET" not in str(call)
    ours = {name: value for name, value in call["env"].items() if name.startswith("SINCH_")}
    assert ours == {
        "SINCH_ORDER_NAME": "mine", "SINCH_ORDER_ID": "the-id", "SINCH_ORDER_STATE": "COMPLETED",
        "SINCH_ORDER_PREVIOUS_STATE": "IN_REVIEW", "SINCH_ORDER_EVENT": "state",
        "SINCH_PROJECT_ID": "demo",
    }  # fmt: skip


def test_an_order_that_was_never_seen_comes_from_no_state(tmp_path: Path, recorder: str) -> None:
    with hooks(recorder) as found:
        found.look(order("CREATED"))
        found.look(order("IN_REVIEW\0\ud800"))
    states = [
        (one["env"]["SINCH_ORDER_PREVIOUS_STATE"], one["env"]["SINCH_ORDER_STATE"])
        for one in calls(tmp_path)
    ]
    assert states[0] == ("", "CREATED")
    assert states[1][1].startswith("IN_REVIEW")


def test_changes_of_an_order_come_one_after_the_other(tmp_path: Path, recorder: str) -> None:
    names = [f"n{number}" for number in range(6)]
    with hooks(recorder) as found:
        for state in ("CREATED", "IN_REVIEW", "COMPLETED"):
            for name in names:
                found.look(order(state, name))
    seen: dict[str, list[str]] = {}
    for one in calls(tmp_path):
        seen.setdefault(one["env"]["SINCH_ORDER_NAME"], []).append(one["env"]["SINCH_ORDER_STATE"])
    assert seen == {name: ["CREATED", "IN_REVIEW", "COMPLETED"] for name in names}


def test_a_command_that_fails_is_said_and_stops_nothing(tmp_path: Path) -> None:
    with hooks("sh -c 'echo first; echo why >&2; exit 3'") as found:
        found.look(order("CREATED", "a"))
        found.look(order("CREATED", "b"))
    assert sorted(found.failures()) == [
        "--exec for a (state): exit code 3: why", "--exec for b (state): exit code 3: why",
    ]  # fmt: skip
    gone = tmp_path / "gone"
    gone.write_text("#!/nowhere/python\n")
    gone.chmod(0o755)
    with hooks(str(gone)) as found:
        found.look(order("CREATED"))
    assert "can't be started" in found.failures()[0]


def test_a_command_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    script = f"sleep 300 & echo $! > {mark}; sleep 300"
    started = time.monotonic()
    with hooks(f"sh -c '{script}'", limit=1.0) as found:
        found.look(order("CREATED"))
    assert time.monotonic() - started < 15
    assert found.failures() == [
        "--exec for mine (state): it took longer than 1 seconds and was stopped"
    ]
    with pytest.raises(ProcessLookupError):
        for _ in range(100):
            os.kill(int(mark.read_text()), 0)
            time.sleep(0.05)


def test_ctrl_c_while_waiting_for_the_runs_starts_no_other(tmp_path: Path) -> None:
    mark = tmp_path / "runs"
    found = hooks(f"sh -c 'echo run >> {mark}; sleep 60'")
    for state in ("CREATED", "IN_REVIEW", "COMPLETED"):
        found.look(order(state))
    while not mark.exists():
        time.sleep(0.01)
    here = threading.get_ident()
    threading.Timer(0.2, signal.pthread_kill, [here, signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        found.close()
    time.sleep(0.5)  # join() can't wait for a thread after an interrupt
    assert mark.read_text() == "run\n"


def test_a_command_that_reads_nothing_or_writes_much_is_no_failure() -> None:
    with hooks("true") as found:
        found.look(order("CREATED"))
    with hooks("head -c 3000000 /dev/zero") as much:
        much.look(order("CREATED"))
    assert found.failures() == much.failures() == []


def test_the_command_gets_signals_though_it_is_started_by_a_thread_that_does_not() -> None:
    from sinch_order_cli.api.threads import block_signals

    script = "import signal,sys; sys.exit(len(signal.pthread_sigmask(signal.SIG_BLOCK, ())))"
    found = Hooks(
        parse_command(f"{sys.executable} -c '{script}'"), encode=lambda one: b"",
        environment=os.environ, now=lambda: NOW, starting=block_signals,
    )  # fmt: skip
    with found:
        found.look(order("CREATED"))
    assert found.failures() == []
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.parametrize(
    ("command", "words"),
    [("", "empty"), ("  ", "empty"), ("'open", "split"), ("no-such-program x", "no program"),
     ("/etc/passwd", "can't be run")],
)  # fmt: skip
def test_a_command_that_can_not_run(command: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse_command(command)
