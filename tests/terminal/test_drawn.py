"""The drawn prompts in a real terminal: what a person sees, at 80 and at 40 columns."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest

from .screen import CTRL_C, CTRL_D, CTRL_R, DOWN, ENTER, ESC, Screen

pytestmark = pytest.mark.timeout(40)

_START = """
import sys
from sinch_order_cli.errors import SinchOrderError
from sinch_order_cli.terminal.countries import _names
from sinch_order_cli.terminal.prompter import *
from sinch_order_cli.terminal.streams import Terminal
t = Terminal.from_environment()
p = prompter_for(t)
both = Keys(back=True, review=True)
four = lambda s: None if s.isdigit() and len(s) == 4 else f'Four digits, for example 3000. You gave "{s}".'
countries = [Option(code, f"{name} ({code})") for code, name in _names().items()]
def code(): return p.text("Postal code", help=["Four digits."], validate=four, keys=both)
def country(): return p.select("Country", countries, keys=both)
def consent():
    return p.confirm("I confirm that my business has a valid use case for this long number", keys=both)
def answer(ask):
    try:
        t.print(f"answer {ask()!r}")
    except (GoBack, GoReview) as signal:
        t.print(f"signal {type(signal).__name__}")
    except SinchOrderError as error:
        t.error(error)
        sys.exit(error.exit_code)
"""  # noqa: E501


def ask(program: str, columns: int = 80, rows: int = 24, **environ: str) -> Screen:
    command = [sys.executable, "-c", _START + program]
    return Screen(command, columns=columns, rows=rows, environ={"NO_COLOR": "1", **environ})


@pytest.mark.parametrize("columns", [80, 40])
def test_an_error_and_its_correction(columns: int) -> None:
    with ask("p.status = lambda: '47 h left'\nanswer(code)", columns) as screen:
        screen.wait_for("? Postal code", "Ctrl-C save and leave")
        screen.send("300", ENTER)
        screen.wait_for("✗ Four digits", '"300".')
        screen.send("0")
        screen.wait_for("? Postal code   3000", gone="✗")
        screen.send(ENTER)
        screen.wait_for("answer '3000'")
        assert screen.ended() == 0
        assert screen.lines() == ["? Postal code   3000", "answer '3000'"]


def test_the_whole_question_at_40_columns() -> None:
    with ask("p.status = lambda: '47 h left'\nanswer(code)", 40) as screen:
        screen.wait_for("leave")
        screen.send("300", ENTER)
        screen.wait_for("✗")
        assert screen.lines() == [
            "? Postal code   300",
            "    Four digits.",
            "  ✗ Four digits, for example 3000. You",
            '    gave "300".',
            "  47 h left",
            "  Esc back · Ctrl-R review",
            "  Ctrl-C save and leave",
        ]


def test_a_long_question_is_wrapped_at_words_and_again_when_the_window_changes() -> None:
    with ask("answer(consent)", 40) as screen:
        screen.wait_for("Ctrl-C")
        assert screen.lines()[:4] == [
            "? I confirm that my business has a",
            "  valid use case for this long number",
            "   Yes",
            "   No",
        ]
        screen.resize(80, 24)
        screen.wait_for("? I confirm that my business has a valid use case for this long number")
        screen.send("y")
        assert screen.ended() == 0
        assert "answer True" in screen.text()


@pytest.mark.parametrize("columns", [80, 40])
def test_a_long_list_is_filtered_and_never_higher_than_the_screen(columns: int) -> None:
    with ask("t.note('above')\nanswer(country)", columns, rows=12) as screen:
        screen.wait_for("? Country", "↓", "more", "Ctrl-C", "above")
        screen.send(*[DOWN] * 9)
        screen.wait_for("↑", "» Argentina (AR)", "? Country")
        screen.send("xyz")
        screen.wait_for('Nothing fits "xyz".')
        screen.send(ESC)
        screen.wait_for("type to filter", gone="Nothing fits")
        screen.send("cote")
        screen.wait_for("? Country   cote", "» Côte d'Ivoire (CI)", gone="Andorra")
        screen.send(ENTER)
        assert screen.ended() == 0
        assert screen.lines() == ["above", "? Country   Côte d'Ivoire (CI)", "answer 'CI'"]


@pytest.mark.parametrize("asked", ["code", "country", "consent"])
@pytest.mark.parametrize("columns", [80, 40])
def test_ctrl_c_and_ctrl_d_leave_with_130(asked: str, columns: int) -> None:
    key = CTRL_C if columns == 80 else CTRL_D
    with ask(f"answer({asked})", columns) as screen:
        screen.wait_for("Ctrl-C save and leave" if columns == 80 else "Ctrl-C")
        screen.send(key)
        assert screen.ended() == 130
        assert screen.lines() == ["✗ Left."]


@pytest.mark.parametrize("asked", ["code", "country", "consent"])
def test_esc_alone_goes_back_at_once(asked: str) -> None:
    with ask(f"answer({asked})") as screen:
        screen.wait_for("Esc back")
        began = time.monotonic()
        screen.send(ESC)
        screen.wait_for("signal GoBack")
        assert time.monotonic() - began < 0.6
        assert screen.ended() == 0


def test_ctrl_r_goes_to_the_review() -> None:
    with ask("answer(code); answer(country)") as screen:
        screen.wait_for("? Postal code")
        screen.send("12", CTRL_R)
        screen.wait_for("signal GoReview", "? Country")
        screen.send(CTRL_R)
        assert screen.ended() == 0
        assert screen.text().count("signal GoReview") == 2


def test_only_the_keys_that_work_are_named() -> None:
    with ask("p.leave = 'leave'\nanswer(lambda: p.text('City', optional=True))") as screen:
        screen.wait_for("Enter leaves it empty · Ctrl-C leave")
        assert "Esc" not in screen.text()
        assert "Ctrl-R" not in screen.text()


def test_the_time_left_is_shown_anew_while_one_thinks() -> None:
    program = """
from sinch_order_cli.terminal.terminal_prompter import TerminalPrompter
p = TerminalPrompter(t, refresh=0.1)
seconds = iter(range(100, 0, -1))
p.status = lambda: f"{next(seconds)} s left"
answer(code)
"""
    with ask(program) as screen:
        screen.wait_for("9", " s left", gone="100 s left")


def test_prompts_are_drawn_on_standard_error_alone(tmp_path: Path) -> None:
    file = tmp_path / "out"
    program = f"import os\nos.dup2(os.open({str(file)!r}, os.O_WRONLY | os.O_CREAT), 1)\n"
    command = [sys.executable, "-c", program + _START + "answer(code); answer(country)"]
    with Screen(command, environ={"NO_COLOR": "1"}) as screen:
        screen.wait_for("? Postal code", "Esc back")
        screen.send("3000", ENTER)
        screen.wait_for("? Country")
        screen.send(ENTER)
        assert screen.ended() == 0
        assert screen.lines() == ["? Postal code   3000", "? Country   Andorra (AD)"]
    assert file.read_text() == "answer '3000'\nanswer 'AD'\n"


def test_a_terminal_without_unicode() -> None:
    with ask("answer(code)", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as screen:
        screen.wait_for("Esc back - Ctrl-R review - Ctrl-C save and leave")
        screen.send("1", ENTER)
        screen.wait_for("x Four digits")


def test_hostile_text_stays_text() -> None:
    program = (
        "answer(lambda: p.select('Q\\x1b[2J', [Option(1, 'a\\x1b[31m[/b]'), Option(2, 'b\\n')]))"
    )
    with ask(program) as screen:
        screen.wait_for("? Q␛[2J   » a␛[31m[/b]   b␊")
        screen.send(ENTER)
        assert screen.ended() == 0
        assert "? Q␛[2J   a␛[31m[/b]" in screen.text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_signals_leave_the_terminal_as_it_was(number: signal.Signals) -> None:
    program = """
import signal
from sinch_order_cli.terminal.prompter import interrupted
def leave(*_): raise interrupted()
signal.signal(signal.SIGHUP, leave)
answer(country)
"""
    with ask(program) as screen:
        screen.wait_for("? Country", "Ctrl-C")
        screen.program.kill(number)
        assert screen.ended() == 130


def test_plain_lines_where_the_terminal_is_dumb() -> None:
    with ask("answer(code)", TERM="dumb") as screen:
        screen.wait_for("Postal code.", "Answer, or :back, :review, :quit >")
        screen.send("300\n")
        screen.wait_for("Not accepted: Four digits")
        screen.send("3000\n")
        assert screen.ended() == 0
        assert screen.lines()[-1] == "answer '3000'"


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_plain_lines_can_be_left(key: str) -> None:
    with ask("answer(code)", ACCESSIBLE="1") as screen:
        screen.wait_for(":quit >")
        screen.send(key)
        assert screen.ended() == 130
        assert "Traceback" not in screen.text()
