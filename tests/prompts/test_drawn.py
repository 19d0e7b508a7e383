"""The drawn prompts in a real terminal: what a person sees, at 80 and at 40 columns."""

from __future__ import annotations

import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from prompts.screen import CTRL_C, CTRL_D, CTRL_R, CTRL_Z, DOWN, ENTER, ESC, Screen

pytestmark = pytest.mark.timeout(40)

_START = """
import sys
from sinch_order_cli.errors import SinchOrderError
from sinch_order_cli.api.countries import country_names
from sinch_order_cli.prompts.for_terminal import prompter_for
from sinch_order_cli.prompts.prompter import *
from sinch_order_cli.console.console import Terminal
t = Terminal.from_environment()
p = prompter_for(t)
both = Keys(back=True, review=True)
four = lambda s: None if s.isdigit() and len(s) == 4 else f'Four digits, for example 3000. You gave "{s}".'
countries = [Option(code, f"{name} ({code})") for code, name in country_names().items()]
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
        screen.wait_for("? Postal code", "Ctrl-C")
        screen.send("300", ENTER)
        screen.wait_for("✗ Four digits", '"300".')
        screen.send("0")
        screen.wait_for("? Postal code   3000", gone="✗")
        screen.send(ENTER)
        screen.wait_for("answer '3000'")
        assert screen.ended() == 0
        assert screen.lines() == ["? Postal code   3000", "answer '3000'"]


def test_a_long_complaint_is_wrapped_and_a_long_question_leaves_its_answer_a_line() -> None:
    program = """
wrong = "This has to be the number of a business that is registered where it does business."
answer(lambda: p.text("Number in the register", validate=lambda s: wrong, keys=both))
"""
    with ask(program, 40) as screen:
        screen.wait_for("Ctrl-C")
        screen.send("x" * 50, ENTER)
        screen.wait_for("✗")
        assert screen.lines()[:5] == [
            "? Number in the register",
            " » " + "x" * 37,
            "   " + "x" * 13,
            "  ✗ This has to be the number of a",
            "    business that is registered where",
        ]


def test_completions_are_shown_between_the_field_and_its_keys(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"letter-{number}.pdf").touch()
    with ask(f"import os\nos.chdir({str(tmp_path)!r})\nanswer(lambda: p.path('File'))") as screen:
        screen.wait_for("? File", "Ctrl-C")
        screen.send("let")
        seen = screen.wait_for("letter-0.pdf", "letter-5.pdf")
        assert "letter-6" not in seen
        assert seen.splitlines()[-1].startswith("  Tab complete")
        screen.send(DOWN)
        screen.wait_for("? File   letter-0.pdf")
        screen.send(DOWN)
        screen.wait_for("? File   letter-1.pdf", "letter-2.pdf")
        screen.send(ENTER)
        screen.wait_for("answer 'letter-1.pdf'")


def test_the_whole_question_at_40_columns() -> None:
    with ask("p.status = lambda: '47 h left'\nanswer(code)", 40) as screen:
        screen.wait_for("Ctrl-C")
        screen.send("300", ENTER)
        screen.wait_for("✗")
        assert screen.lines() == [
            "? Postal code   300",
            "    Four digits.",
            "  ✗ Four digits, for example 3000. You",
            '    gave "300".',
            "  47 h left",
            "  Esc back · Ctrl-C exit · F1",
        ]


def test_a_long_question_is_wrapped_at_words_and_again_when_the_window_changes() -> None:
    with ask("answer(consent)", 40) as screen:
        screen.wait_for("Ctrl-C")
        assert screen.lines()[:3] == [
            "? I confirm that my business has",
            "  a valid use case for this long",
            "  number (y/n)",
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
        screen.wait_for('No match for "xyz".')
        screen.send(ESC)
        screen.wait_for("» Andorra (AD)", gone="No match for")
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
        screen.wait_for("Ctrl-C exit")
        screen.send(key)
        assert screen.ended() == 130
        assert screen.lines() == ["✗ Exited."]


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
        screen.wait_for("Enter leave empty · Ctrl-C leave")
        assert "Esc" not in screen.text()
        assert "Ctrl-R" not in screen.text()


def test_the_time_left_is_shown_anew_while_one_thinks() -> None:
    program = """
from sinch_order_cli.prompts.terminal_prompter import TerminalPrompter
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
        screen.wait_for("Esc back - Ctrl-R review - Ctrl-C exit")
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
from sinch_order_cli.prompts.prompter import interrupted
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
        shown = screen.wait_for("Not accepted: Four digits")
        while not shown.endswith("Answer, or :back, :review, :quit >"):
            shown = screen.wait_for("Not accepted: Four digits")
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


_COSTS = """
def reserve():
    options = [Option(1, "Reserve"), Option(2, "Change details"), Option(3, "Exit")]
    return p.select("Reserve it?", options, careful=True)
"""


def test_what_was_typed_before_never_answers_what_costs() -> None:
    program = _COSTS + "import time\nanswer(code)\ntime.sleep(1)\nanswer(reserve)"
    with ask(program) as screen:
        screen.wait_for("? Postal code", "Ctrl-C")
        screen.send("3000", ENTER)
        screen.wait_for("answer '3000'")
        screen.send(DOWN, ENTER, DOWN, ENTER, "y", ENTER)
        seen = screen.wait_for("? Reserve it?", "Ctrl-C")
        assert "»" not in seen
        screen.send("x", ENTER)
        screen.wait_for("✗ Choose one with the arrow keys")
        screen.send(DOWN)
        screen.wait_for("» Reserve")
        screen.send(ENTER)
        screen.wait_for("answer 1")


def test_keys_in_the_same_breath_never_answer_what_costs() -> None:
    with ask(_COSTS + "answer(code); answer(reserve)") as screen:
        screen.wait_for("? Postal code", "Ctrl-C")
        screen.send("3000" + ENTER + DOWN + ENTER)
        seen = screen.wait_for("? Reserve it?", "Ctrl-C")
        assert "»" not in seen and "answer 1" not in seen


def test_ctrl_c_that_was_typed_before_leaves_all_the_same() -> None:
    with ask(_COSTS + "answer(code); answer(reserve)") as screen:
        screen.wait_for("? Postal code", "Ctrl-C")
        screen.send("3000" + ENTER + CTRL_C)
        assert screen.ended() == 130


def test_a_yes_that_costs_is_seen_before_it_is_taken() -> None:
    program = "answer(lambda: p.confirm('Submit?', yes='Submit', no='Exit', careful=True))"
    with ask(program) as screen:
        screen.wait_for("? Submit?   ", "y or n")
        screen.send(ENTER)
        screen.wait_for("✗ Choose one: press y or n.")
        screen.send("y")
        assert "answer" not in screen.wait_for("» Submit")
        screen.send(ENTER)
        screen.wait_for("answer True")


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with jobs")
def test_ctrl_z_suspends_and_fg_asks_again(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(_START + "answer(code)")
    shell = ["bash", "--norc", "--noprofile", "-i"]
    environ = {"PS1": "$ ", "NO_COLOR": "1", "PYTHONPATH": str(Path.cwd())}
    with Screen(shell, environ=environ) as screen:
        screen.wait_for("$")
        screen.send(f"{sys.executable} {program}{ENTER}")
        screen.wait_for("? Postal code", "Ctrl-C")
        screen.send("30", CTRL_Z)
        screen.wait_for("Stopped", gone="? Postal code")
        screen.send(f"echo still a shell{ENTER}")
        screen.wait_for("\nstill a shell")
        screen.send(f"fg{ENTER}")
        screen.wait_for("? Postal code   30", "Ctrl-C")
        screen.send("00", ENTER)
        screen.wait_for("answer '3000'")


@pytest.mark.parametrize(
    ("columns", "few"),
    [(80, "  ↑↓ choose · type to filter · Esc back · Ctrl-C exit · ? more keys"),
     (40, "  Esc back · Ctrl-C exit · ?")],
)  # fmt: skip
def test_the_rarer_keys_are_shown_on_request(columns: int, few: str) -> None:
    with ask("answer(country)", columns) as screen:
        screen.wait_for("?", few)
        screen.send("?")
        seen = screen.wait_for("Ctrl-R review", "Enter select", "Esc back", "Ctrl-C")
        assert "No match" not in seen
        screen.send("?")
        screen.wait_for(few, gone="Ctrl-R review")


def test_lf_is_enter() -> None:
    with ask("answer(code); answer(country)") as screen:
        screen.wait_for("? Postal code", "Ctrl-C")
        screen.send("3000\n")
        screen.wait_for("answer '3000'", "? Country", "Ctrl-C")
        screen.send("\n")
        screen.wait_for("answer 'AD'")


def test_why_something_cannot_be_chosen_is_said_where_enter_would_take_it() -> None:
    program = """
options = [Option(1, "one"), Option(2, "two", disabled="it is being reviewed")]
answer(lambda: p.select("Which?", options, search=True))
"""
    with ask(program) as screen:
        screen.wait_for("? Which?", "Ctrl-C")
        screen.send("two", ENTER, DOWN)
        screen.send(ENTER)
        assert "answer" not in screen.wait_for("✗ two can't be chosen: it is being reviewed")
        screen.send(ESC, ENTER)
        screen.wait_for("answer 1")


def test_a_filter_takes_spaces_and_hides_no_mark() -> None:
    program = """
numbers = [Option(n, f"+46 31 700 10 {n}") for n in range(10, 40)]
answer(lambda: p.mark("Number", numbers, or_pointed=True))
"""
    with ask(program, rows=40) as screen:
        screen.wait_for("? Number", "Ctrl-C")
        screen.send("+46 31 700 10 15")
        screen.wait_for("? Number   +46 31 700 10 15", "» [ ] +46 31 700 10 15", gone="700 10 16")
        screen.send(ESC)
        screen.wait_for("700 10 16", "» [ ] +46 31 700 10 15")
        screen.send(" ")
        screen.wait_for("[x] +46 31 700 10 15")
        screen.send("10 22")
        screen.wait_for("Also marked: +46 31 700 10 15", "Enter mark", "» [ ] +46 31 700 10 22")
        screen.send(ENTER)
        screen.wait_for("[x] +46 31 700 10 15", "[x] +46 31 700 10 22", gone="Also marked")
        screen.send(ENTER)
        screen.wait_for("answer [15, 22]")


def test_esc_has_one_meaning_at_a_time() -> None:
    with ask("answer(country)") as screen:
        screen.wait_for("? Country", "Esc back", "Ctrl-C")
        screen.send("swed")
        screen.wait_for("Esc show all", gone="Esc back")
        screen.send(ESC)
        screen.wait_for("Esc back", gone="Esc show all")


def test_marks_that_the_window_hides_are_named() -> None:
    program = """
numbers = [Option(n, f"Number {n}", marked=n == 40) for n in range(50)]
answer(lambda: p.mark("Numbers", numbers))
"""
    with ask(program, rows=12) as screen:
        screen.wait_for("? Numbers", "Also marked: Number 40", "Enter select 1")


def test_the_clock_is_drawn_again_when_it_has_changed() -> None:
    program = """
import time
began = []
def status():
    began.append(time.time())  # with the first drawing, however long it took to get there
    left = int(began[0] + 2.5 - began[-1] + 1)
    return f"{left} s left" if left > 0 else "the reservation has expired"
p.status = status
answer(code)
"""
    with ask(program) as screen:
        screen.wait_for("2 s left")
        screen.wait_for("1 s left")
        screen.wait_for("the reservation has expired", gone="left", patience=10)


def test_plain_lines_that_were_typed_before_never_answer_what_costs() -> None:
    program = _COSTS + "import time\nanswer(code)\ntime.sleep(1)\nanswer(reserve)"
    with ask(program, ACCESSIBLE="1") as screen:
        screen.wait_for(":quit >")
        screen.send("3000\n")
        screen.wait_for("answer '3000'")
        screen.send("Reserve\n")
        screen.wait_for("Reserve it?", ":quit >")
        screen.send("Exit\n")
        screen.wait_for("answer 3")


def test_going_back_takes_away_what_was_answered_and_headed_since() -> None:
    program = """
def section(title, *questions):
    t.note(); t.note(title)
    for one in questions:
        t.print(f"{one} is " + p.text(one, keys=both))
t.note("above")
section("A", "Name", "Street")
try:
    section("B", "City")
except GoBack:
    section("A", "Street")
    section("B", "City")
t.note("end")
"""
    with ask(program) as screen:
        for question, keys in [("Name", "x" + ENTER), ("Street", "y" + ENTER), ("City", ESC)]:
            screen.wait_for(f"? {question}", "Ctrl-C")
            screen.send(keys)
        screen.wait_for("? Street", "Ctrl-C", gone="? City")
        screen.send("z", ENTER)
        screen.wait_for("? City", "Ctrl-C")
        screen.send("w" * 100 + ENTER)
        screen.wait_for("end")
        lines = [line for line in screen.lines() if line]
        assert lines[:7] == [
            "above", "A", "? Name   x", "Name is x", "? Street   z", "Street is z", "B"
        ]  # fmt: skip


def test_going_back_takes_no_warning_away() -> None:
    program = """
answer(code)
try:
    country()
except GoBack:
    t.warn("Look out.")
    answer(code)
"""
    with ask(program) as screen:
        screen.wait_for("? Postal code", "Ctrl-C")
        screen.send("3000", ENTER)
        screen.wait_for("? Country", "Ctrl-C")
        screen.send(ESC)
        screen.wait_for("Look out.", "? Postal code   3000", gone="? Country")


def test_what_is_offered_for_a_pasted_text_is_what_enter_takes() -> None:
    program = """
found = [Option(n, f"+61 4{n:02}") for n in range(20)]
other = lambda typed: Option(typed, f"Order {typed}", hint="not in the list")
answer(lambda: p.mark("Number", found, or_pointed=True, search=True, other=other))
"""
    with ask(program) as screen:
        screen.wait_for("? Number", "[ ] +61 400")
        screen.send("\x1b[200~+61 999\x1b[201~")
        screen.wait_for(" » Order +61 999   not in the list", "Enter select", gone="[ ]")
