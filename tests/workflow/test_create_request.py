"""Digits to search for, in a request: what is sent of them, and what is refused."""

from __future__ import annotations

import pytest

from sinch_order_cli.errors import UsageError
from sinch_order_cli.workflow.create_request import Wanted, build_request, quantity_option


@pytest.mark.parametrize("given", ["+61 41", " 0041 ", "41"])
def test_digits_to_search_for_are_sent_without_spaces(given: str) -> None:
    wanted = Wanted(quantity=1, pattern=given)
    assert quantity_option(wanted)["numberPattern"]["pattern"] == "".join(given.split())


@pytest.mark.parametrize("given", ["bad value!", "4+1", "+", " ", "٤١", "41*"])
def test_what_is_no_digits_is_refused_and_named(given: str) -> None:
    with pytest.raises(UsageError) as refused:
        build_request("AU", "MOBILE", Wanted(quantity=1, pattern=given))
    assert [one["flag"] for one in refused.value.details] == ["--pattern"]
