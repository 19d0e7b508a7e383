"""The choice of a number, without a terminal: what else it changes in the order."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any, cast

from sinch_order_cli.api.models import AvailableNumber, AvailableNumbers
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.kyc import read_form
from sinch_order_cli.wizard.context import Desk
from sinch_order_cli.wizard.number import choose
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.steps import read_lookup

OLD, NEW = "+61411111112", "+61411111113"
FORM = {
    "fields": {"rules": [{"template": {"type": "array", "properties": [{"name": "senderId"}]}}]}
}


def test_the_answers_of_an_earlier_order_follow_the_number_that_is_chosen_now() -> None:
    api = SimpleNamespace(
        get_available_number=lambda number: AvailableNumber(phone_number=number),
        search_available_numbers=lambda *_, **__: AvailableNumbers(),
    )
    prompter = SimpleNamespace(select=lambda *_, **__: "typed", text=lambda *_, **__: NEW)
    desk: Any = SimpleNamespace(
        terminal=Terminal(io.StringIO(), io.StringIO(), io.StringIO(), {}),
        prompter=prompter,
        project_id="",
        now=lambda: 0.0,
        api=lambda project_id="": api,
        form=lambda order: read_form(FORM),
        store=SimpleNamespace(save=lambda order: None),
    )
    order = Order(region_code="AU", number_type="MOBILE", lookup=read_lookup(FORM, 0.0))
    order.request = {"numberOrderOption": {"phoneNumbers": [OLD]}}
    order.answers = [[{"senderId": OLD}]]
    choose(cast("Desk", desk), order)
    assert order.phone_numbers == [NEW]
    assert order.answers == [[{"senderId": NEW}]]
