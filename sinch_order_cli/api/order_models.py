"""The models of one order: an available number, the order request, the order itself.

They stand apart from the other models because listing stored orders needs no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from sinch_order_cli.decoding import thread_safe

Raw = dict[str, Any]
T = TypeVar("T", bound=Struct)


class Money(Struct, frozen=True, rename="camel"):
    """A price. `amount` is the server's decimal text, or the shortest text of a number."""

    currency_code: str = ""
    amount: str = ""


class AvailableNumber(Struct, frozen=True, rename="camel"):
    """A number that can be ordered now.

    `supporting_documentation_required` can contradict the lookup, which is then right (FACTS.md,
    step 1).
    """

    phone_number: str = ""
    region_code: str = ""
    type: str = ""
    capability: tuple[str, ...] = ()
    setup_price: Money = Money()
    monthly_price: Money = Money()
    payment_interval_months: int = 0
    supporting_documentation_required: bool = False
    raw: Raw = {}


class NumberPrice(Struct, frozen=True, rename="camel"):
    """The price of an ordered number."""

    setup_price: Money = Money()
    monthly_price: Money = Money()
    payment_interval_months: int = 0


class OrderNumber(Struct, frozen=True, rename="camel"):
    """A number of an order."""

    phone_number: str = ""
    number_price: NumberPrice = NumberPrice()
    capabilities: tuple[str, ...] = ()


class SmsConfiguration(Struct, frozen=True, rename="camel"):
    """The service plan of a number, and its 10DLC campaign."""

    service_plan_id: str = ""
    campaign_id: str = ""


class VoiceConfiguration(Struct, frozen=True, rename="camel"):
    """The voice service of a number; its type determines which ID it has."""

    type: str = ""
    app_id: str = ""
    trunk_id: str = ""
    service_id: str = ""

    @property
    def given_id(self) -> str:
        """The ID for its type."""
        return self.app_id or self.trunk_id or self.service_id


class NumberOrder(Struct, frozen=True, rename="camel"):
    """An order. Times are RFC 3339 text; `expire_time` may be None (FACTS.md, step 3)."""

    project_id: str = ""
    id_number_order: str = ""
    region_code: str = ""
    number_type: str = ""
    state: str = ""
    order_numbers: tuple[OrderNumber, ...] = ()
    sms_configuration: SmsConfiguration = SmsConfiguration()
    voice_configuration: VoiceConfiguration = VoiceConfiguration()
    expire_time: str | None = None
    create_time: str = ""
    update_time: str = ""
    raw: Raw = {}

    @property
    def phone_numbers(self) -> tuple[str, ...]:
        """The order's numbers in E.164."""
        return tuple(number.phone_number for number in self.order_numbers if number.phone_number)


class NumberOption(Struct, frozen=True, rename="camel"):
    """The numbers named in a request."""

    phone_numbers: tuple[str, ...] = ()


class NumberPattern(Struct, frozen=True, rename="camel"):
    """Digits, and their position in the number: START, CONTAINS or END."""

    pattern: str = ""
    search_pattern: str = ""


class QuantityOption(Struct, frozen=True, rename="camel"):
    """The quantity of numbers in a request, and its filters."""

    requested_quantity: int = 0
    sequential: bool = False
    number_pattern: NumberPattern = NumberPattern()
    capabilities: tuple[str, ...] = ()


class OrderRequest(Struct, frozen=True, rename="camel"):
    """The body of createNumberOrder, as far as it is known."""

    region_code: str = ""
    number_type: str = ""
    number_order_option: NumberOption = NumberOption()
    quantity_order_option: QuantityOption = QuantityOption()
    sms_configuration: SmsConfiguration = SmsConfiguration()
    voice_configuration: VoiceConfiguration = VoiceConfiguration()
    callback_url: str = ""

    @property
    def phone_numbers(self) -> tuple[str, ...]:
        """The numbers it names; none for a quantity."""
        return self.number_order_option.phone_numbers

    @property
    def quantity(self) -> int:
        """The quantity requested; 0 if it names the number."""
        return self.quantity_order_option.requested_quantity


def read_kept(kind: type[T], raw: Mapping[str, Any]) -> T:
    """Return a stored response or request body, typed; its `raw` is empty.

    A member of the wrong type counts as absent. `check_kept` reports it instead.
    """
    try:
        return check_kept(kind, raw)
    except msgspec.ValidationError:
        from sinch_order_cli.api.fitting import MissingValueError, edited, edits

        try:
            return check_kept(kind, edited(raw, edits(raw, kind, lambda why: None)))
        except (MissingValueError, msgspec.ValidationError):
            return kind()


def check_kept(kind: type[T], raw: Mapping[str, Any]) -> T:
    """Return the result of `read_kept` if every member has the right type.

    Raises:
        msgspec.ValidationError: a member has the wrong type. `raw` from `read` never does.
    """
    try:
        return msgspec.convert(raw, thread_safe(kind), strict=False)
    except msgspec.ValidationError:  # most have no nulls, and amounts as text
        return msgspec.convert(_without_nulls(raw), thread_safe(kind), strict=False)


_LISTS_OF_TEXT = frozenset({"capability", "capabilities"})


def _without_nulls(value: Any) -> Any:
    """Return the value without null members, with amounts as text. List elements stay."""
    if isinstance(value, list):
        return [_without_nulls(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {key: _without_nulls(one) for key, one in value.items() if one is not None}
    for key in _LISTS_OF_TEXT & found.keys():
        if isinstance(found[key], list):
            found[key] = [one for one in found[key] if one is not None]
    if isinstance(found.get("amount"), int | float):
        found["amount"] = str(found["amount"])
    return found
