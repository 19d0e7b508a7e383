"""A list's state: what is found, what is seen, what Enter takes."""

from __future__ import annotations

import pytest

from sinch_order_cli.prompts.list_state import Choosing, matching
from sinch_order_cli.prompts.prompter import Option

_COUNTRIES = [
    Option("DK", "Denmark (DK)"),
    Option("DE", "Germany (DE)", "LOCAL MOBILE"),
    Option("SE", "Sweden (SE)"),
    Option("CI", "Côte d'Ivoire (CI)"),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("de", ["DE", "DK", "SE"]),
        ("DEN", ["DK", "SE"]),
        ("cote", ["CI"]),
        ("mobile ger", ["DE"]),
        ("xyz", []),
        ("", ["DK", "DE", "SE", "CI"]),
    ],
)
def test_the_likeliest_comes_first(typed: str, found: list[str]) -> None:
    assert [_COUNTRIES[place].value for place in matching(_COUNTRIES, typed)] == found


def test_spaces_in_numbers_do_not_count() -> None:
    numbers = [Option(1, "+61 411 111 112"), Option(2, "+61 411 111 118")]
    assert matching(numbers, "+61411111118") == [1]
    assert matching(numbers, "111 112") == [0]
    rates = [Option(1, "+46 31 700 10 15"), Option(2, "+46 31 700 15 10")]
    assert matching(rates, "700 10 15") == [0]
    cut = [Option(1, "Customer ty…  Business", whole="Customer type Business")]
    assert matching(cut, "type") == [0] and matching(cut, "ty…") == []


def test_what_cannot_be_chosen_is_passed_over() -> None:
    choosing = Choosing([Option(1, "a", disabled="gone"), Option(2, "b"), Option(3, "c")])
    assert choosing.pointer == 1
    choosing.move(-1)
    assert choosing.pointer == 2
    assert Choosing([Option(1, "a", disabled="gone"), Option(2, "b")], default=1).pointer == 1
    assert Choosing([Option(1, "a", disabled="gone")]).pointed is None


def test_clearing_the_filter_stays_where_one_is() -> None:
    choosing = Choosing(_COUNTRIES)
    choosing.filter("swe")
    choosing.filter("")
    assert choosing.pointed == _COUNTRIES[2]
    choosing.filter("xyz")
    assert choosing.pointed is None
    choosing.filter("")
    assert choosing.pointed == _COUNTRIES[0]


def test_a_value_of_none_is_a_value() -> None:
    choosing = Choosing([Option(None, "none"), Option(0, "zero")], default=0)
    assert choosing.pointed == Option(0, "zero")


def test_marks_survive_the_filter_and_come_in_the_order_of_the_list() -> None:
    choosing = Choosing(_COUNTRIES)
    choosing.filter("swe")
    choosing.toggle()
    choosing.filter("den")
    choosing.toggle()
    assert choosing.values() == ["DK", "SE"]
    choosing.toggle()
    assert choosing.values() == ["SE"]


def test_scrolling_keeps_the_pointer_in_sight_and_moves_no_more_than_it_must() -> None:
    choosing = Choosing([Option(n, str(n)) for n in range(10)])
    assert choosing.shown(4).places == [0, 1, 2, 3]
    choosing.move(4)
    shown = choosing.shown(4)
    assert (shown.places, shown.above, shown.below) == ([1, 2, 3, 4], 1, 5)
    choosing.move(-1)
    assert choosing.shown(4).places == [1, 2, 3, 4]
    choosing.move(100, around=False)
    assert choosing.shown(4).places == [6, 7, 8, 9]
    assert choosing.shown(20).places == list(range(10))


def test_options_of_several_lines_fit_too() -> None:
    choosing = Choosing([Option(n, str(n)) for n in range(4)])
    heights = {0: 1, 1: 3, 2: 1, 3: 1}
    assert choosing.shown(4, heights).places == [0, 1]
    choosing.move(2)
    assert choosing.shown(4, heights).places == [1, 2]
    assert choosing.shown(0, heights).places == [2]
