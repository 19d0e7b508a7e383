"""The drawn prompts: what each key does, without a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from prompts.screen import BACKSPACE, CTRL_C, CTRL_D, CTRL_R, DOWN, ENTER, ESC, RIGHT, UP
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.errors import InterruptedByUser
from sinch_order_cli.prompts.prompter import (
    ExtraKey,
    GoBack,
    GoReview,
    GoToStep,
    Keys,
    Option,
    Pressed,
)
from sinch_order_cli.prompts.terminal_prompter import TerminalPrompter

pytestmark = pytest.mark.timeout(20)

_STATES = [Option(code, code) for code in ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA")]
_REGIONS = [Option(n, f"Region {n:03}") for n in range(100)]
_BOTH = Keys(back=True, review=True)


class _Small(DummyOutput):
    def get_size(self) -> Size:
        return Size(rows=10, columns=40)


@contextmanager
def typing(*keys: str) -> Iterator[tuple[TerminalPrompter, Callable[[], str]]]:
    """A prompter at which `keys` were typed, and what stays in the scrollback."""
    said = io.StringIO()
    terminal = Terminal(io.StringIO(), io.StringIO(), said, {})
    with create_pipe_input() as pipe:
        pipe.send_text("".join(keys))
        yield TerminalPrompter(terminal, input=pipe, output=_Small()), said.getvalue


def _digits(text: str) -> str | None:
    return None if text.isdigit() else f'Digits only. You gave "{text}".'


def test_a_text_leaves_one_line_behind() -> None:
    with typing("3000", ENTER) as (prompter, said):
        assert prompter.text("Postal code", help=["Four digits."]) == "3000"
        assert said() == "? Postal code   3000\n"


def test_what_was_typed_stays_until_it_passes() -> None:
    with typing("30x", ENTER, BACKSPACE, "0", ENTER) as (prompter, said):
        assert prompter.text("Postal code", validate=_digits) == "300"
        assert said().count("\n") == 1


def test_a_default_can_be_edited() -> None:
    with typing(BACKSPACE, "1", ENTER) as (prompter, _):
        assert prompter.text("Postal code", default="3000") == "3001"


def test_typing_replaces_what_stands_there_and_moving_edits_it() -> None:
    for keys, answer in (
        (("4000",), "4000"),
        (("\x1b[200~4000\x1b[201~",), "4000"),
        ((RIGHT, "1"), "30001"),
        (("\x1b[F", "1"), "30001"),
        (("\x1b[D", "1"), "30010"),
        ((), "3000"),
    ):
        with typing(*keys, ENTER) as (prompter, _):
            assert prompter.text("Postal code", default="3000") == answer


def test_an_example_is_no_answer() -> None:
    for keys in ((RIGHT,), ("\t",), ("\x1b[F",)):
        with typing(*keys, ENTER, "x", ENTER) as (prompter, _):
            assert prompter.text("City", placeholder="Melbourne") == "x"


def test_nothing_is_an_answer_only_where_it_may_be() -> None:
    with typing(ENTER, "x", ENTER) as (prompter, _):
        assert prompter.text("City") == "x"
    with typing(ENTER) as (prompter, said):
        assert prompter.text("Street 2", optional=True, validate=_digits) == ""
        assert said() == "? Street 2   left empty\n"


def test_pasted_lines_become_one() -> None:
    with typing("\x1b[200~two\r\nlines\n\x1b[201~", ENTER) as (prompter, _):
        assert prompter.text("City") == "two lines"


def test_pasted_lines_are_kept_where_the_field_takes_them() -> None:
    with typing("\x1b[200~two\r\nlines\n\x1b[201~", ENTER) as (prompter, said):
        assert prompter.text("Purpose", multiline=True) == "two\nlines"
        assert said() == "? Purpose   two (+ 1 line)\n"


def test_pasted_lines_filter_as_one() -> None:
    with typing("\x1b[200~Region\r\n042\n\x1b[201~", ENTER) as (prompter, _):
        assert prompter.select("Region", _REGIONS) == 42


def test_only_files_that_may_be_sent_are_offered(tmp_path: Any) -> None:
    for name in ("letter.txt", "letter.PDF"):
        (tmp_path / name).touch()
    with typing(f"{tmp_path}/le", "\t", ENTER) as (prompter, _):
        assert (
            prompter.path("File", offered=lambda name: name.endswith("PDF"))
            == f"{tmp_path}/letter.PDF"
        )


def test_suggestions_are_taken_with_tab() -> None:
    with typing("Mel", "\t", ENTER) as (prompter, _):
        assert prompter.text("City", suggestions=["Melbourne", "Sydney"]) == "Melbourne"


def test_paths_complete_and_are_meant_without_their_quotes(tmp_path: Any) -> None:
    (tmp_path / "my papers").mkdir()
    (tmp_path / "my papers" / "loa.pdf").touch()
    with typing(f"{tmp_path}/my", "\t", "lo", "\t", ENTER) as (prompter, _):
        assert prompter.path("File") == f"{tmp_path}/my papers/loa.pdf"
    with typing("'/my papers/loa.pdf'", ENTER) as (prompter, said):
        assert prompter.path("File") == "/my papers/loa.pdf"
        assert said() == "? File   /my papers/loa.pdf\n"


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ((ENTER,), "ACT"),
        ((DOWN, DOWN, ENTER), "NT"),
        ((UP, ENTER), "WA"),
        (("\x1b[F", ENTER), "WA"),
        (("\x1b[6~", "\x1b[H", ENTER), "ACT"),
    ],
)
def test_choosing_with_keys(keys: tuple[str, ...], value: str) -> None:
    with typing(*keys) as (prompter, said):
        assert prompter.select("State", _STATES) == value
        assert said() == f"? State   {value}\n"


def test_choosing_starts_at_the_default() -> None:
    with typing(ENTER) as (prompter, _):
        assert prompter.select("State", _STATES, default="VIC") == "VIC"


def test_long_lists_are_filtered_by_typing() -> None:
    with typing("042", ENTER) as (prompter, _):
        assert prompter.select("Region", _REGIONS) == 42
    with typing("xyz", ENTER, "\x15", "region 7", DOWN, ENTER) as (prompter, _):
        assert prompter.select("Region", _REGIONS) == 17
    with typing("07", BACKSPACE, "99", ENTER) as (prompter, _):
        assert prompter.select("Region", _REGIONS) == 99


def test_the_value_none_comes_back_as_none() -> None:
    with typing(ENTER) as (prompter, _):
        assert prompter.select("Voice", [Option(None, "none"), Option(1, "one")]) is None


def test_marking_several() -> None:
    with typing(ENTER, " ", DOWN, DOWN, " ", ENTER) as (prompter, said):
        assert prompter.mark("States", _STATES, minimum=1) == ["ACT", "NT"]
        assert said() == "? States   ACT, NT\n"
    with typing(" ", ENTER) as (prompter, said):
        assert prompter.mark("Which?", [Option(1, "one", marked=True)]) == []
        assert said() == "? Which?   none\n"


def test_an_own_key_beats_the_filter_only_as_its_first_character() -> None:
    keys = Keys(extra=(ExtraKey("m", "more", "MORE"), ExtraKey("/", "narrow", "NARROW")))
    with typing(" ", "m") as (prompter, _), pytest.raises(Pressed) as raised:
        prompter.mark("Numbers", _REGIONS, keys=keys)
    assert (raised.value.value, raised.value.marked) == ("MORE", [_REGIONS[0].value])
    with typing("04m", BACKSPACE, "2", ENTER) as (prompter, _):
        assert prompter.mark("Numbers", _REGIONS, keys=keys, or_pointed=True) == [42]


def test_enter_takes_what_is_pointed_at_only_where_nothing_is_marked() -> None:
    with typing(DOWN, " ", DOWN, ENTER) as (prompter, _):
        assert prompter.mark("Numbers", _REGIONS, or_pointed=True) == [_REGIONS[1].value]


def test_ctrl_g_goes_to_the_steps_where_there_are_any() -> None:
    with typing(ENTER, "\x07") as (prompter, _):
        prompter.steps = True
        with pytest.raises(GoToStep):
            prompter.confirm("Sure?")


@pytest.mark.parametrize(
    ("typed", "value"), [("y", True), ("N", False), ("\x1b[200~n\x1b[201~" + RIGHT + "y", True)]
)
def test_yes_or_no(typed: str, value: bool) -> None:
    with typing(ENTER, typed) as (prompter, said):
        assert prompter.confirm("Sure?") is value
        assert said() == f"? Sure?   {'Yes' if value else 'No'}\n"


def test_enter_takes_the_default_of_a_confirmation() -> None:
    with typing(ENTER) as (prompter, said):
        assert prompter.confirm("Watch the review?", default=False, no="No, later") is False
        assert said() == "? Watch the review?   No, later\n"


def test_answers_with_names_of_their_own_are_a_list_of_two() -> None:
    with typing(ENTER, RIGHT, ENTER) as (prompter, said):
        assert prompter.confirm("I confirm it", yes="Yes, I confirm") is True
        assert said() == "? I confirm it   Yes, I confirm\n"


def test_what_cannot_be_chosen_is_never_taken() -> None:
    """Where the filter leaves only such, questionary's own list takes it, or hangs at ↓."""
    options = [Option(1, "one"), Option(2, "two", disabled="taken"), Option(3, "three")]
    with typing("two", ENTER, DOWN, UP, ENTER, ESC, DOWN, ENTER) as (prompter, _):
        assert prompter.select("Which?", options, search=True) == 3
    with typing("two", ENTER, " ", CTRL_C) as (prompter, _), pytest.raises(InterruptedByUser):
        prompter.mark("Which?", options, search=True, minimum=1)
    with typing(ENTER, DOWN, CTRL_C) as (prompter, _), pytest.raises(InterruptedByUser):
        prompter.select("Which?", options[1:2])


def test_a_space_in_a_filter_marks_nothing() -> None:
    with typing("region ", ESC, DOWN, " ", ENTER) as (prompter, _):
        assert prompter.mark("Which?", _REGIONS) == [1]


def test_slashes_can_be_typed_side_by_side_and_over_a_proposal() -> None:
    with typing("file:///papers/loa.pdf", ENTER) as (prompter, _):
        assert prompter.path("File") == "/papers/loa.pdf"
    with typing("/loa.pdf", ENTER) as (prompter, _):
        assert prompter.path("File", default="/papers/") == "/loa.pdf"


@pytest.mark.parametrize("key", ["\x0f", "\x1b\r"])
def test_only_enter_answers(key: str) -> None:
    with typing("x", key, CTRL_C) as (prompter, _), pytest.raises(InterruptedByUser):
        prompter.text("Postal code", validate=_digits)
    with typing(key, CTRL_C) as (prompter, _), pytest.raises(InterruptedByUser):
        prompter.confirm("Sure?")


def test_a_complaint_stays_until_it_is_met() -> None:
    seen: list[str] = []

    def four(text: str) -> str | None:
        seen.append(text)
        return None if len(text) == 4 else "Four of them."

    with typing("3", ENTER, "0", "0", "0", ENTER) as (prompter, _):
        assert prompter.text("Postal code", validate=four) == "3000"
    assert seen == ["3", "30", "300", "3000"]


def test_there_is_no_history_to_search() -> None:
    with typing("Per", CTRL_R, "th", "\x13", ENTER) as (prompter, _):
        assert prompter.text("City") == "Perth"


def test_a_secret_is_not_shown() -> None:
    with typing(ENTER, "hunter2", ENTER) as (prompter, said):
        assert prompter.secret("Key secret") == "hunter2"
        assert said() == "? Key secret   not shown\n"


def test_the_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "false")
    with typing(ENTER, RIGHT, ENTER) as (prompter, said):
        assert prompter.edit("Purpose", "so far\nso good") == "so far\nso good"
        assert said() == "? Purpose   so far (+ 1 line)\n"
    monkeypatch.setenv("VISUAL", "true")
    with typing(ENTER) as (prompter, _):
        assert prompter.edit("Purpose", "so far") == "so far"


_ASKED: dict[str, tuple[Any, ...]] = {
    "text": ("City",),
    "path": ("File",),
    "select": ("State", _STATES),
    "mark": ("States", _STATES),
    "confirm": ("Sure?",),
    "edit": ("Purpose", "so far"),
}


@pytest.mark.parametrize("method", _ASKED)
@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (CTRL_C, InterruptedByUser),
        (CTRL_D, InterruptedByUser),
        (ESC, GoBack),
        (CTRL_R, GoReview),
    ],
)
def test_the_ways_out_work_everywhere(method: str, key: str, signal: type[Exception]) -> None:
    with typing(key) as (prompter, said), pytest.raises(signal):
        getattr(prompter, method)(*_ASKED[method], keys=_BOTH)
    assert said() == ""


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_a_secret_can_be_left(key: str) -> None:
    with typing(key) as (prompter, _), pytest.raises(InterruptedByUser):
        prompter.secret("Key secret")


def test_leaving_works_over_what_was_typed() -> None:
    with typing("half an answer", CTRL_D) as (prompter, _), pytest.raises(InterruptedByUser):
        prompter.text("City")


@pytest.mark.parametrize("method", _ASKED)
def test_keys_that_lead_nowhere_do_nothing(method: str) -> None:
    with (
        typing(ESC, CTRL_R, CTRL_C) as (prompter, _),
        pytest.raises(InterruptedByUser),
    ):
        getattr(prompter, method)(*_ASKED[method])


def test_a_long_question_and_answer_still_leave_one_line() -> None:
    with typing("x" * 200, ENTER) as (prompter, said):
        prompter.text("Describe what the numbers will be used for, " * 5)
        assert said().count("\n") == 1
        assert len(said()) <= 80


@pytest.mark.parametrize("key", [CTRL_C, ENTER, CTRL_R])
def test_a_key_in_the_same_breath_as_esc_goes_to_the_next_question(key: str) -> None:
    with typing(ESC + key) as (prompter, _):
        with pytest.raises(GoBack):
            prompter.text("Postal code", default="3000", keys=_BOTH)
        if key == ENTER:
            assert prompter.text("City", default="Perth", keys=_BOTH) == "Perth"
        else:
            with pytest.raises(InterruptedByUser if key == CTRL_C else GoReview):
                prompter.select("State", _STATES, keys=_BOTH)


def _whole(text: str) -> Option | None:
    return Option(("typed", text), f"Order {text}") if text.startswith("+") else None


def test_a_typed_text_that_fits_no_option_may_be_an_answer_itself() -> None:
    pasted = "\x1b[200~+61 4\x1b[201~"
    with typing(" ", pasted, ENTER) as (prompter, _), pytest.raises(Pressed) as raised:
        prompter.mark("Numbers", _REGIONS, or_pointed=True, other=_whole)
    assert (raised.value.value, raised.value.marked) == (("typed", "+61 4"), [0])
    with typing("xyz", ENTER, ESC, DOWN, ENTER) as (prompter, _):  # nothing is offered for it
        assert prompter.mark("Numbers", _REGIONS, or_pointed=True, other=_whole) == [1]
    with typing("042", ENTER) as (prompter, _):  # what the list has goes before
        assert prompter.mark("Numbers", _REGIONS, or_pointed=True, other=_whole) == [42]
