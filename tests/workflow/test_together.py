"""Several numbers at once: what belongs together, and answers that serve each order."""

from __future__ import annotations

from typing import Any

from sinch_order_cli.kyc import read_form
from sinch_order_cli.workflow.groups import (
    answers_for,
    configure_alike,
    group,
    group_members,
    order_like,
)
from sinch_order_cli.workflow.model import Order

_FIRST, _SECOND, _THIRD = "+61411111112", "+61411111113", "+61411111114"


def _order(name: str, number: str, *numbers: str, **more: Any) -> Order:
    request = {"numberOrderOption": {"phoneNumbers": [number]}}
    return Order(name=name, request=request, together=numbers, **more)


def test_mates_are_those_of_the_same_group_and_project() -> None:
    first, second = _order("a", _FIRST), _order("b", _SECOND)
    group([first, second], "g")
    assert first.together == second.together == (_FIRST, _SECOND)
    # Another customer took one of the numbers later, together with a third one.
    again, third = _order("c", _FIRST), _order("d", _THIRD)
    group([again, third], "h")
    alone = _order("e", "+61411111115")
    elsewhere = _order("f", _SECOND, group="g", project_id="other")
    everyone = [first, second, again, third, alone, elsewhere]
    assert group_members(first, everyone) == [second]
    assert group_members(again, everyone) == [third]
    assert group_members(alone, everyone) == []
    group([first], "g")
    assert (first.group, first.together) == ("", ())


def test_an_order_for_another_number_is_configured_alike() -> None:
    first = _order("a", _FIRST, _FIRST, _SECOND, region_code="AU", number_type="MOBILE")
    other_order = order_like(first, _SECOND, {"capability": ["SMS"]}, 0.0)
    first.request["smsConfiguration"] = {"servicePlanId": "plan"}
    configure_alike(first, other_order)
    assert other_order.request == {
        "smsConfiguration": {"servicePlanId": "plan"},
        "numberOrderOption": {"phoneNumbers": [_SECOND]},
    }
    assert (other_order.region_code, other_order.number_type) == ("AU", "MOBILE")


def test_answers_are_about_each_orders_own_number() -> None:
    numbers = {"type": "array", "items": {"properties": [{"name": "senderId", "type": "string"}]}}
    contact = {"properties": [{"name": "firstName"}, {"name": "phoneNumber", "type": "string"}]}
    form = read_form({"fields": {"rules": [{"template": numbers}, {"template": contact}]}})
    person = {"firstName": "Zoë", "phoneNumber": _FIRST}
    first = _order("a", _FIRST, answers=[[{"senderId": _FIRST}], person])
    second = _order("b", _SECOND)
    # A person's number stays, even where it happens to be the one that is ordered.
    assert answers_for(form, first, second) == [[{"senderId": _SECOND}], person]
    assert first.answers[0] == [{"senderId": _FIRST}]
    assert answers_for(form, second, first) is None
