"""A request to end reaches the main thread, whatever threads there are."""

from __future__ import annotations

import io
import signal
import threading
import time

import pytest

from console.test_console import Fake
from sinch_order_cli.api.threads import block_signals
from sinch_order_cli.console.progress import Panel, Spinner

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "pthread_sigmask"), reason="Windows has no signal masks"
)
ENDING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


def blocked() -> set[int]:
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, ()))


def test_threads_started_within_do_not_take_it_and_the_main_one_still_does() -> None:
    found: list[set[int]] = []
    before = blocked()
    with block_signals():
        thread = threading.Thread(target=lambda: found.append(blocked()))
        thread.start()
    thread.join()
    assert found[0] >= ENDING
    assert blocked() == before


@pytest.mark.parametrize("with_note", [False, True])
def test_nothing_that_moves_takes_it(with_note: bool) -> None:
    drawn = threading.Event()
    found: list[set[int]] = []

    def lines(room: int) -> list[str]:
        if threading.current_thread() is not threading.main_thread():
            found.append(blocked())
            drawn.set()
        return ["x"]

    with Panel(Fake(tty=True), lines, lambda: 80, str) as panel:
        assert drawn.wait(30)
        if with_note:  # after which it is drawn by a thread that the main one starts
            drawn.clear()
            with panel.aside():
                pass
            assert drawn.wait(30)
    assert all(mask >= ENDING for mask in found)


def test_a_spinner_that_is_not_needed_draws_nothing() -> None:
    stream = Fake(tty=True)
    with Spinner(stream, "asking", lambda: 80, str):
        pass
    assert stream.getvalue() == ""


def test_what_is_fast_shows_no_spinner_and_what_is_slow_does() -> None:
    import rich.live  # noqa: F401 - so that drawing begins at once when it is due

    fast, slow = io.StringIO(), io.StringIO()
    with Spinner(fast, "asking", lambda: 80, str):
        time.sleep(0.03)
    assert fast.getvalue() == ""
    with Spinner(slow, "asking", lambda: 80, str):
        time.sleep(1)
    assert "asking" in slow.getvalue()
