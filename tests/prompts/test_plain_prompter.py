"""Plain lines for screen readers; refusals where nobody can be asked; the tests' own prompter."""

from __future__ import annotations

import io
from typing import Any

import pytest

from prompts.scripted import ScriptedPrompter
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.errors import InterruptedByUser, UsageError
from sinch_order_cli.prompts.for_terminal import prompter_for
from sinch_order_cli.prompts.plain_prompter import PlainPrompter
from sinch_order_cli.prompts.prompter import (
    ExtraKey,
    GoBack,
    GoReview,
    Keys,
    Option,
    Pressed,
    RefusingPrompter,
    refuse,
)
from sinch_order_cli.prompts.terminal_prompter import TerminalPrompter

_STATES = [Option(code, code) for code in ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA")]
_BOTH = Keys(back=True, review=True)


def _digits(text: str) -> str | None:
    return None if text.isdigit() else f'Digits only. You gave "{text}".'


def plain(*lines: str) -> tuple[PlainPrompter, io.StringIO]:
    said = io.StringIO()
    stdin = io.StringIO("".join(f"{line}\n" for line in lines))
    return PlainPrompter(Terminal(stdin, io.StringIO(), said, {"ACCESSIBLE": "1"})), said


def test_a_choice_by_number_as_the_screen_reader_hears_it() -> None:
    prompter, said = plain("7")
    answer = prompter.select(
        "Section End business, question 5 of 7. State. Required. One of:", _STATES, keys=_BOTH
    )
    assert answer == "VIC"
    assert said.getvalue().splitlines() == [
        "",
        "Section End business, question 5 of 7. State. Required. One of:",
        "1 ACT, 2 NSW, 3 NT, 4 QLD, 5 SA, 6 TAS, 7 VIC, 8 WA",
        "Number or part of the text, or :back, :review, :quit > VIC.",
    ]


def test_a_choice_by_part_of_its_text_and_what_is_unclear_is_said() -> None:
    prompter, said = plain("x", "a", "", "9", "tas")
    assert prompter.select("State", _STATES) == "TAS"
    assert 'No match for "x".' in said.getvalue()
    assert "4 matches:\n1 ACT, 5 SA, 6 TAS, 8 WA\n" in said.getvalue()
    assert "An answer is required." in said.getvalue()


def test_what_costs_is_named_whole_and_never_proposed() -> None:
    options = [Option(1, "Reserve"), Option(2, "Exit")]
    prompter, said = plain("", "v", "reserve")
    assert prompter.select("Reserve it?", options, default=1, careful=True) == 1
    assert said.getvalue().count("Not accepted") == 2
    prompter, said = plain("", "x", "yes")
    assert prompter.confirm("Submit?", default=True, careful=True) is True
    assert said.getvalue().count("Not accepted") == 2


def test_a_label_that_is_a_number_beats_the_number_of_the_line() -> None:
    options = [Option("b", "2"), Option("a", "1")]
    assert plain("1")[0].select("How many?", options) == "a"


def test_long_lists_are_not_read_out_unasked() -> None:
    options = [Option(n, f"Region {n:03}") for n in range(100)]
    prompter, said = plain(":list", "region 042")
    assert prompter.select("Region", options, default=7) == 42
    before, after = said.getvalue().split(":list to list all", 1)
    assert "Region 050" not in before
    assert "Region 050" in after
    assert plain("")[0].select("Region", options, default=7) == 7


def test_what_cannot_be_chosen_says_why() -> None:
    prompter, said = plain("1", "2")
    options = [Option(1, "Submit", disabled="2 answers are missing"), Option(2, "Leave")]
    assert prompter.select("What would you like to do?", options) == 2
    assert "Submit can't be selected: 2 answers are missing" in said.getvalue()


def test_a_text_is_checked_when_it_is_given() -> None:
    prompter, said = plain("abc", "", "3000")
    assert prompter.text("Postal code", validate=_digits, help=["Four digits."]) == "3000"
    assert 'Not accepted: Digits only. You gave "abc".\n' in said.getvalue()
    assert "Four digits.\n" in said.getvalue()


def test_enter_keeps_what_is_there_and_empty_leaves_it_empty() -> None:
    assert plain("")[0].text("City", default="Melbourne") == "Melbourne"
    assert plain("")[0].text("Street 2", optional=True) == ""
    assert plain(":empty")[0].text("Street 2", default="x", optional=True) == ""


@pytest.mark.parametrize(
    ("word", "signal"),
    [(":back", GoBack), (":review", GoReview), (":quit", InterruptedByUser), (":m", Pressed)],
)
def test_words_for_keys(word: str, signal: type[Exception]) -> None:
    keys = Keys(back=True, review=True, extra=(ExtraKey("m", "m", "more"),))
    with pytest.raises(signal):
        plain(word)[0].select("State", _STATES, keys=keys)
    with pytest.raises(signal):
        plain(word)[0].text("City", keys=keys)


def test_words_that_do_not_work_here_are_said_and_colons_can_be_typed() -> None:
    prompter, said = plain(":back", "::back")
    assert prompter.text("City") == ":back"
    assert ":back is not available here." in said.getvalue()
    assert plain(":)")[0].text("Mood") == ":)"


@pytest.mark.parametrize("method", ["text", "select", "mark", "confirm", "path", "edit", "secret"])
def test_the_end_of_input_is_never_an_answer(method: str) -> None:
    arguments: dict[str, Any] = {"text": {"default": "x"}, "confirm": {"default": True}}
    options = [[Option(1, "a", marked=True)]] if method in ("select", "mark") else []
    with pytest.raises(InterruptedByUser):
        getattr(plain()[0], method)("Question", *options, **arguments.get(method, {}))


def test_several_by_numbers_and_texts() -> None:
    assert plain("2, vic")[0].mark("States", _STATES) == ["NSW", "VIC"]
    assert plain("", "1")[0].mark("States", _STATES, minimum=1) == ["ACT"]
    kept = [Option(1, "one", marked=True), Option(2, "two")]
    assert plain("")[0].mark("Which?", kept) == [1]
    assert plain(":none")[0].mark("Which?", kept) == []


def test_yes_or_no() -> None:
    assert plain("Y")[0].confirm("Sure?") is True
    assert plain("", "no")[0].confirm("Sure?") is False
    assert plain("")[0].confirm("Sure?", default=False) is False
    assert plain("not now")[0].confirm("Submit?", yes="Submit", no="Not now") is False


def test_paths_and_texts_of_several_lines() -> None:
    seen: list[str] = []
    path = plain("'/tmp/my papers/a.pdf'")[0].path("File", validate=seen.append)  # type: ignore[func-returns-value]
    assert path == "/tmp/my papers/a.pdf"
    assert seen == ["/tmp/my papers/a.pdf"]
    assert plain("one", "", "  two", ":done")[0].edit("Purpose") == "one\n\n  two"
    assert plain(":keep")[0].edit("Purpose", "as it is") == "as it is"


def test_the_time_left_is_said_now_and_then() -> None:
    moments = iter([0.0, 0.0, 5.0, 700.0, 700.0])
    said = io.StringIO()
    terminal = Terminal(io.StringIO("a\nb\nc\n"), io.StringIO(), said, {})
    prompter = PlainPrompter(terminal, clock=lambda: next(moments))
    prompter.status = lambda: "47 hours left"
    for _ in range(3):
        prompter.text("City")
    assert said.getvalue().count("47 hours left.\n") == 2


def test_hostile_labels_are_plain() -> None:
    prompter, said = plain("1")
    prompter.select("Q\x1b[2J", [Option(1, "a\x1b]0;x\x07")], help=["h\u202eh"])
    assert "\x1b" not in said.getvalue()
    assert "\u202e" not in said.getvalue()


@pytest.mark.parametrize("method", ["text", "select", "mark", "confirm", "path", "edit", "secret"])
def test_without_a_terminal_every_question_names_its_flag(method: str) -> None:
    options = [_STATES] if method in ("select", "mark") else []
    with pytest.raises(UsageError) as raised:
        getattr(RefusingPrompter(), method)("Document type", *options, flag="--document-type")
    assert raised.value.exit_code == 2
    assert "--document-type" in raised.value.message
    assert raised.value.details[0]["title"] == "Document type"


def test_a_refusal_names_everything_at_once() -> None:
    error = refuse([("Country", "REGION"), ("Type", "TYPE"), ("What for", "--sms-plan")])
    assert error.message == "REGION, TYPE and --sms-plan are missing"
    assert [detail["title"] for detail in error.details] == ["Country", "Type", "What for"]


class _Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_prompter_suits_the_terminal() -> None:
    def picked(environ: dict[str, str], stdin: io.StringIO, stderr: io.StringIO) -> type:
        return type(prompter_for(Terminal(stdin, io.StringIO(), stderr, environ)))

    assert picked({}, io.StringIO("\n"), _Tty()) is RefusingPrompter
    assert picked({"SINCH_ORDER_NO_INPUT": "1"}, _Tty(), _Tty()) is RefusingPrompter
    assert picked({"ACCESSIBLE": "1"}, _Tty(), _Tty()) is PlainPrompter
    assert picked({"TERM": "dumb"}, _Tty(), _Tty()) is PlainPrompter
    assert picked({}, _Tty(), io.StringIO()) is PlainPrompter
    assert picked({}, _Tty(), _Tty()) is TerminalPrompter


def test_the_scripted_prompter_fails_on_surprises() -> None:
    with ScriptedPrompter([("State", "V"), ("code", "x"), ("code", "1")]) as scripted:
        assert scripted.select("State", _STATES) == "VIC"
        assert scripted.text("Postal code", validate=_digits) == "1"
    assert scripted.rejected == [("x", 'Digits only. You gave "x".')]
    with pytest.raises(AssertionError, match="unexpected"):
        scripted.text("City")
    with pytest.raises(AssertionError, match="never asked"), ScriptedPrompter([("City", "x")]):
        pass
    with pytest.raises(GoBack):
        ScriptedPrompter([("City", GoBack)]).text("City")


def test_ctrl_c_between_the_prompt_and_the_reading_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(io.StringIO("yes\n"), io.StringIO(), io.StringIO(), {"ACCESSIBLE": "1"})

    def put(text: str) -> None:
        if text.endswith("> "):
            raise KeyboardInterrupt

    monkeypatch.setattr(terminal, "put", put)
    with pytest.raises(InterruptedByUser):
        PlainPrompter(terminal).confirm("Go on?")


def test_a_text_that_fits_no_option_may_be_an_answer_itself() -> None:
    def other(text: str) -> Option | None:
        return Option(text, f"Order {text}") if text.startswith("+") else None

    prompter, said = plain("+614")
    with pytest.raises(Pressed) as raised:
        prompter.mark("Numbers", [Option(1, "+613")], or_pointed=True, other=other)
    assert raised.value.value == "+614"
    assert "Order +614." in said.getvalue()
    assert plain("+613")[0].mark("Numbers", [Option(1, "+613")], other=other) == [1]


def test_labels_are_said_without_the_spaces_that_align_them() -> None:
    options = [Option("AU", "Australia (AU)     "), Option("DE", "Germany   (DE)")]
    prompter, said = plain("")
    assert prompter.select("Country", options, default="AU") == "AU"
    assert "1 Australia (AU), 2 Germany (DE)" in said.getvalue()
    assert "Enter selects Australia (AU)." in said.getvalue()
    assert said.getvalue().endswith("> Australia (AU).\n")


def test_a_choice_that_begins_with_its_number_is_numbered_once() -> None:
    prompter, said = plain("1")
    prompter.select("Step", [Option("a", "1 Requirements"), Option("b", "3 Reserve")])
    assert "1 Requirements, 2 3 Reserve" in said.getvalue()
