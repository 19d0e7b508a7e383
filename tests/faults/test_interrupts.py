"""Ctrl-C, SIGTERM, a closed terminal: everything is saved, the exit code is 130, and the order can
be continued.

Real processes, stopped while they wait for the server.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import forkserver
import pytest

from sinch_order_cli.commands import signals

from .lab import NUMBER, Lab, fresh_lab, running_server

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(os.name != "posix", reason="sends signals"),
]

RESERVE = ["create", "AU", "MOBILE", "--number", NUMBER, "--sms-plan", "p", "--yes"]
FOR_LONG = {"fault": "delay-after", "seconds": 60}


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def lab(log: list[str]) -> Iterator[Lab]:
    with running_server(log.append) as server, fresh_lab(server) as lab:
        yield lab


def until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, f"waited for {what}"
        time.sleep(0.02)


def start(lab: Lab, *arguments: str) -> forkserver.Forked:
    return forkserver.start(arguments, lab.program.environment)


def stop_in(
    lab: Lab, rule: dict[str, Any], arguments: list[str], *sent: signal.Signals
) -> tuple[str, float]:
    """Return the output, and the seconds until the exit, for a call executed but not answered."""
    lab.fail(rule)
    lab.effects()
    process = start(lab, *arguments)
    until(lambda: lab.done_so_far().get(rule["operation"]), rule["operation"])
    began = time.monotonic()
    process.send_signal(sent[0])
    for number in sent[1:]:
        assert process.stderr is not None and "Waiting" in process.stderr.readline()
        process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert not list(lab.program.home.rglob("*.tmp"))
    lab.fail()
    return said, time.monotonic() - began


def test_the_answer_to_a_reservation_is_waited_for(lab: Lab) -> None:
    rule = {"operation": "createNumberOrder", "fault": "delay-after", "seconds": 1.5}
    said, _ = stop_in(lab, rule, RESERVE, signal.SIGINT)
    assert "Waiting for the server's answer" in said
    assert "To continue: sinch-order resume au-mobile-112" in said
    [record] = lab.program.records()
    assert lab.ids() == [record["server"]["idNumberOrder"]]
    assert record["intent"] is None


@pytest.mark.parametrize("sent", [[signal.SIGTERM], [signal.SIGHUP, signal.SIGINT]])
def test_but_not_for_long(lab: Lab, sent: list[signal.Signals]) -> None:
    said, took = stop_in(lab, {"operation": "createNumberOrder", **FOR_LONG}, RESERVE, *sent)
    assert "it may have gone through" in said and "sinch-order status au-mobile-112" in said
    assert took < 20
    assert lab.program.records()[0]["attempts"][0]["outcome"] == "unknown"
    assert lab.program.run("resume", "au-mobile-112").code == 8


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_upload_is_left_at_once_and_settled_by_looking(lab: Lab, sent: signal.Signals) -> None:
    lab.prepare("attach")
    rule = {"operation": "uploadNumberOrderAttachment", **FOR_LONG}
    arguments = ["attach", "au-mobile-112", lab.letter_id, str(lab.letter)]
    said, took = stop_in(lab, rule, arguments, sent)
    assert "sinch-order resume au-mobile-112" in said and took < 20
    assert lab.program.records()[0]["intent"]["action"] == "attach"
    assert lab.program.ok("resume", "au-mobile-112")["step"] == "submit"


def test_a_submit_is_settled_by_looking(lab: Lab) -> None:
    lab.prepare("submit")
    rule = {"operation": "submitNumberOrder", **FOR_LONG}
    stop_in(lab, rule, ["submit", "au-mobile-112", "--yes"], signal.SIGTERM)
    again = lab.program.run("submit", "au-mobile-112", "--yes")
    assert again.code == 0 and "already submitted" in again.err
    assert lab.effects()["submitNumberOrder"] == 1


def test_the_wait_for_a_repetition_is_left_at_once(lab: Lab, log: list[str]) -> None:
    lab.fail({"operation": "searchAvailableNumbers", "fault": "429", "retryAfter": 50})
    process = start(lab, "search", "AU", "MOBILE")
    until(lambda: any(line.endswith("429") for line in log), "the refusal")
    assert process.stderr is not None and "retrying in 50 s" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 130


def test_a_closed_terminal_saves_and_leaves(tmp_path: Path) -> None:
    """Nothing can be written any more, so there must be no error message or report about it."""
    environment = {
        **os.environ,
        "SINCH_ORDER_STATE_DIR": str(tmp_path),
        "SINCH_ORDER_SANDBOX": "1",
        "TERM": "xterm-256color",
    }
    arguments = [sys.executable, "-m", "sinch_order_cli", "wizard", "AU", "MOBILE"]
    process, terminal = os.forkpty()
    if process == 0:
        os.execve(sys.executable, arguments, environment)
    seen = b""
    while b"What would you like" not in seen:
        seen += os.read(terminal, 9999)
    os.close(terminal)
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) == 130
    assert [path.name for path in (tmp_path / "sandbox/orders").iterdir()] == ["au-mobile.json"]
    assert not (tmp_path / "reports").exists()


def test_what_is_ignored_on_purpose_stays_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `nohup` does with SIGHUP."""
    before = {number: signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGTERM)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signals.install_handlers()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        with signals.patience(lambda: None):
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_without_the_signals_that_windows_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SIGHUP", "pthread_kill"):
        monkeypatch.delattr(signal, name)
    monkeypatch.setattr(signals, "GRACE", 0.0)
    asked: list[int] = []
    with pytest.raises(KeyboardInterrupt), signals.patience(lambda: asked.append(1)):
        signal.raise_signal(signal.SIGINT)
        time.sleep(0.05)  # the reminder comes, and can't do anything
        asked.append(2)
    assert asked == [1, 2]


def test_what_must_be_saved_is_saved_however_often_ctrl_c_comes() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt), signals.patience(lambda: done.append("waiting")):
        with signals.shield():
            for _ in range(3):
                signal.raise_signal(signal.SIGINT)
            done.append("saved")
        done.append("next")  # the second Ctrl-C ends it before
    assert done == ["saved", "waiting"]
    with signals.shield():  # nothing came
        done.append("quiet")


def test_an_error_behind_a_put_off_interrupt_is_its_cause() -> None:
    with pytest.raises(KeyboardInterrupt) as caught, signals.patience(lambda: None):
        signal.raise_signal(signal.SIGINT)
        raise ValueError("first")
    assert isinstance(caught.value.__cause__, ValueError)
