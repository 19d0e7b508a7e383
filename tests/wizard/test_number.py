"""The choice of a number, without a terminal: what else it changes in the order."""

from __future__ import annotations

import io
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sinch_order_cli.api.models import AvailableNumbers
from sinch_order_cli.api.order_models import AvailableNumber
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.errors import NotFoundError
from sinch_order_cli.kyc import read_form
from sinch_order_cli.prompts.prompter import Option, Pressed
from sinch_order_cli.wizard.context import WizardContext
from sinch_order_cli.wizard.number import _typed_whole, choose
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.steps import read_lookup

OLD, NEW = "+61411111112", "+61411111113"
FORM = {
    "fields": {"rules": [{"template": {"type": "array", "properties": [{"name": "senderId"}]}}]}
}


def wizard_with(
    listed: list[str], prompter: Any, free: set[str]
) -> tuple[WizardContext, io.StringIO]:
    def looked_up(number: str) -> AvailableNumber:
        if number not in free:
            raise NotFoundError("no such number")
        return AvailableNumber(phone_number=number)

    found = tuple(AvailableNumber(phone_number=number) for number in listed)
    api = SimpleNamespace(
        get_available_number=looked_up,
        search_available_numbers=lambda *_, **__: AvailableNumbers(available_numbers=found),
    )
    said = io.StringIO()
    wizard: Any = SimpleNamespace(
        terminal=Terminal(io.StringIO(), io.StringIO(), said, {}),
        prompter=prompter,
        project_id="",
        now=lambda: 0.0,
        api=lambda project_id="": api,
        form=lambda order: read_form(FORM),
        store=SimpleNamespace(save=lambda order: None),
    )
    return cast("WizardContext", wizard), said


def test_the_answers_of_an_earlier_order_follow_the_number_that_is_chosen_now() -> None:
    prompter = SimpleNamespace(select=lambda *_, **__: "typed", text=lambda *_, **__: NEW)
    wizard, _ = wizard_with([], prompter, {NEW})
    order = Order(region_code="AU", number_type="MOBILE", lookup=read_lookup(FORM, 0.0))
    order.request = {"numberOrderOption": {"phoneNumbers": [OLD]}}
    order.answers = [[{"senderId": OLD}]]
    choose(wizard, order)
    assert order.phone_numbers == [NEW]
    assert order.answers == [[{"senderId": NEW}]]


class Pasting:
    """Pastes a number into the list, and types another where one is asked for."""

    def __init__(self, pasted: str, marked: int = 0, then: str = "") -> None:
        self.pasted, self.marked, self.then = pasted, marked, then

    def mark(self, _: str, options: Sequence[Option], *, other: Any, **__: Any) -> Any:
        offered = other(self.pasted)
        assert offered is not None
        assert offered.label.startswith("Order +")
        pressed = Pressed(offered.value)
        pressed.marked = [option.value for option in options[: self.marked]]
        raise pressed

    def text(self, *_: Any, **__: Any) -> str:
        assert self.then, "no number is asked for"
        return self.then


@pytest.mark.parametrize("pasted", [NEW, "+61 411 111 113", "61411111113", " +61-411-111-113"])
def test_a_whole_number_in_the_list_s_filter_is_offered_and_taken(pasted: str) -> None:
    wizard, _ = wizard_with([OLD], Pasting(pasted), {NEW})
    order = Order(region_code="AU", number_type="MOBILE", lookup=read_lookup(FORM, 0.0))
    assert list(choose(wizard, order)) == []
    assert order.phone_numbers == [NEW]


def test_what_was_marked_beside_it_is_not_lost() -> None:
    wizard, _ = wizard_with([OLD, "+61411111114"], Pasting(NEW, marked=2), {NEW})
    order = Order(region_code="AU", number_type="MOBILE", lookup=read_lookup(FORM, 0.0))
    more = choose(wizard, order)
    assert order.phone_numbers == [NEW]
    assert [one.phone_number for one in more] == [OLD, "+61411111114"]


def test_a_whole_number_that_is_not_available_is_said_and_another_asked_for() -> None:
    wizard, said = wizard_with([OLD], Pasting("+61411111119", then=NEW), {NEW})
    order = Order(region_code="AU", number_type="MOBILE", lookup=read_lookup(FORM, 0.0))
    choose(wizard, order)
    assert order.phone_numbers == [NEW]
    assert "+61 411 111 119 is not available" in said.getvalue()


@pytest.mark.parametrize("typed", ["411", "+61", "0411111113", "+61 411x", "1234567890123456", "x"])
def test_a_mere_filter_is_no_number(typed: str) -> None:
    assert _typed_whole(typed) is None
