"""Characters that are in the way are named; those that nobody sees never reach the server."""

from __future__ import annotations

from typing import Any

import pytest

from sinch_order_cli.kyc import read_form
from sinch_order_cli.kyc.pattern_words import in_words
from sinch_order_cli.kyc.schema.patterns import unmatched_characters


def form_of(**keywords: Any) -> Any:
    field = {"type": "string", **keywords}
    return read_form({"fields": {"type": "object", "properties": {"a": field}}})


NAME = r"^[A-Za-z .'-]+$"


@pytest.mark.parametrize(
    ("pattern", "text", "said"),
    [
        (NAME, "O\u2019Neil", "Not allowed: \u2019 (curly apostrophe)."),
        (NAME, "Ann\xa0Ay", "Not allowed: a no-break space (U+00A0)."),
        (NAME, "Jos\xe9", "Not allowed: \xe9 (letter with an accent)."),
        (NAME, "A&B/C;D:E", "Not allowed: &, / and others."),
        (r"^[0-9]{4}$", "12 34", "Not allowed: a space."),
        (r"^\d{2}-\d{2}$", "12\u201334", "Not allowed: \u2013 (a long dash)."),
    ],
)
def test_a_refusal_names_the_character_that_a_pattern_does_not_take(
    pattern: str, text: str, said: str
) -> None:
    (problem,) = form_of(pattern=pattern).check({"a": text})
    assert problem.problem.endswith(said)


def test_the_forms_own_words_are_kept_before_it() -> None:
    (problem,) = form_of(pattern=NAME, message="Letters, please").check({"a": "A\u2019B"})
    assert problem.problem == "Letters, please. Not allowed: \u2019 (curly apostrophe)."


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(r"^\d{4}$", "12345"), (r"^(?!.*-).{2}$", "a-"), (r"^(?i)[A-F]+\.$", "f"), ("(", "-")],
)
def test_nothing_is_named_where_no_character_is_to_blame(pattern: str, text: str) -> None:
    assert unmatched_characters(pattern, text) == ""


def test_words_tell_letters_a_to_z_from_letters() -> None:
    assert in_words(NAME) == "only letters A to Z without accents, spaces and . ' -"
    assert in_words(r"^[\p{L} .'-]+$") == "only letters, spaces and . ' -"
    assert in_words(r"^[A-Za-z]{2,9}$") == "2 to 9 letters A to Z without accents"
    assert in_words(r"^[A-Z]{2}$") == "2 capital letters"


@pytest.mark.parametrize("hidden", ["\x1a", "\x1b", "\u202e", "\u200b", "\x00", "\ufeff"])
def test_what_nobody_sees_is_taken_out_and_else_refused(hidden: str) -> None:
    form = form_of(maxLength=20)
    data = {"a": f"Ac{hidden}me"}
    (problem,) = form.check(data)
    assert problem.path == "a"
    assert problem.problem.startswith("Contains ") and f"U+{ord(hidden):04X}" in problem.problem
    mended, changes = form.tidy(data)
    assert mended == {"a": "Acme"}
    assert [change.before for change in changes] == [data["a"]]
    assert form.check(mended) == ()


def test_line_breaks_joiners_and_the_forms_own_choices_are_no_such_thing() -> None:
    assert form_of().check({"a": "one\r\n\ttwo\u200dthree"}) == ()
    assert form_of(enum=["a\u200bb", "c"]).check({"a": "a\u200bb"}) == ()
