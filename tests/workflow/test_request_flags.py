"""A refusal of createNumberOrder names the flags that the user gave."""

from __future__ import annotations

from typing import Any

import pytest

from sinch_order_cli.console.error_view import describe
from sinch_order_cli.errors import DataError
from sinch_order_cli.workflow.create_request import Wanted, build_request
from sinch_order_cli.workflow.request_flags import name_flags

BODY = build_request(
    "US",
    "LOCAL",
    Wanted(
        quantity=5,
        sequential=True,
        pattern="+1212",
        capabilities=("SMS", "VOICE"),
        sms_plan="plan-1",
        campaign="C1",
        est_trunk="trunk-1",
        callback_url="https://x.test/hook",
    ),
)
NUMBER = build_request("AU", "MOBILE", Wanted(number="+61411111112", fax_service="fax-1"))


@pytest.mark.parametrize(
    ("field", "flag", "given"),
    [
        ("smsConfiguration.servicePlanId", "--sms-plan", "plan-1"),
        ("sms_configuration.service_plan_id", "--sms-plan", "plan-1"),
        ("/smsConfiguration/campaignId", "--campaign", "C1"),
        ("voiceConfiguration.trunkId", "--est-trunk", "trunk-1"),
        ("voiceConfiguration", "--est-trunk", "trunk-1"),
        ("quantityOrderOption.requestedQuantity", "--quantity", 5),
        ("quantityOrderOption.sequential", "--sequential", True),
        ("quantityOrderOption.numberPattern.pattern", "--pattern", "+1212"),
        ("quantityOrderOption.numberPattern.searchPattern", "--match", "START"),
        ("quantityOrderOption.capabilities[0]", "--capability", ["SMS", "VOICE"]),
        ("callbackUrl", "--callback-url", "https://x.test/hook"),
        ("regionCode", "REGION", "US"),
        ("number_type", "TYPE", "LOCAL"),
    ],
)
def test_a_member_is_the_flag_that_it_was_given_by(field: str, flag: str, given: Any) -> None:
    said = name_flags(DataError("no", details=[{"field": field, "description": "bad"}]), BODY)
    assert flag in said.hint
    [detail] = said.details
    assert (detail["flag"], detail["given"]) == (flag, given)
    assert describe(detail).startswith(f"{field}: bad. You gave")
    assert describe(detail).endswith(f"Correct {flag}.")


@pytest.mark.parametrize(
    ("reason", "flag"),
    [
        ("smsConfiguration.servicePlanId: service plan not found", "--sms-plan"),
        ("numberOrderOption.phoneNumbers[0] is not available", "--number"),
        ("voiceConfiguration is not allowed here", "--fax-service"),
    ],
)
def test_a_flag_is_named_by_the_text_alone(reason: str, flag: str) -> None:
    assert flag in name_flags(DataError("no", reason=reason), NUMBER).hint
    said = name_flags(DataError("no", details=[{"field": "", "description": reason}]), NUMBER)
    assert said.details[0]["flag"] == flag


def test_what_names_no_member_is_left_as_it_is() -> None:
    error = DataError("no", reason="these capabilities match no pattern", hint="Ask.")
    said = name_flags(error, NUMBER)
    assert (said.message, said.reason, said.hint) == (error.message, error.reason, "Ask.")
    said = name_flags(DataError("no", details=[{"field": "x", "description": "y"}]), NUMBER)
    assert said.details == [{"field": "x", "problem": "y"}]


def test_a_detail_that_is_not_a_servers_is_left_as_it_is():
    detail = {"path": "a", "title": "A", "problem": "bad"}
    assert name_flags(DataError("no", details=[detail]), NUMBER).details == [detail]
