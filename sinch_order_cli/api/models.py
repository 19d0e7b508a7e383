"""The responses of the Numbers API, as far as this program needs them.

Parsing is lenient where the API promises nothing: unknown fields are ignored, unknown states, types
and capabilities are passed on as text, and null counts as absent. An absent text is "", an absent
list (), an absent amount an empty `Money`. A member of the wrong type is omitted and reported (see
`fitting`); the rest is used. `raw` is the server's JSON for `--json`, unchanged except for omitted
members.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from sinch_order_cli.decoding import thread_safe

Raw = dict[str, Any]
T = TypeVar("T", bound=Struct)

DEEPEST = 64  # levels of JSON; real responses have about ten

# Their content is defined by a country, including nulls and numbers.
_FREE_FORM = frozenset({"fields", "requestDetails"})


class Money(Struct, frozen=True, rename="camel"):
    """A price. `amount` is the server's decimal text, or the shortest text of a number."""

    currency_code: str = ""
    amount: str = ""


class AvailableRegion(Struct, frozen=True, rename="camel"):
    """A region that has numbers, and their types."""

    region_code: str = ""
    region_name: str = ""
    types: tuple[str, ...] = ()


class AvailableRegions(Struct, frozen=True, rename="camel"):
    """The regions that have numbers."""

    available_regions: tuple[AvailableRegion, ...] = ()
    raw: Raw = {}


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


class AvailableNumbers(Struct, frozen=True, rename="camel"):
    """One page of numbers; the API has no next page."""

    available_numbers: tuple[AvailableNumber, ...] = ()
    raw: Raw = {}


class NumberRequirements(Struct, frozen=True, rename="camel"):
    """The requirements of a region and number type, unparsed; the `kyc` room turns them into a
    form."""

    fields: Any = None
    attachments: Any = None
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


class Reserved(Struct, frozen=True):
    """A successful reservation: its ID, and the order if the whole response could be parsed."""

    id_number_order: str
    order: NumberOrder | None


class Attachment(Struct, frozen=True, rename="camel"):
    """An uploaded document. `upload_status` goes WAITING → COMPLETED or FAILED (FACTS.md, 5)."""

    attachment_id: str = ""
    file_name: str = ""
    mime_type: str = ""
    document_type: str = ""
    upload_status: str = ""
    create_time: str = ""
    update_time: str = ""


class RegistrationLog(Struct, frozen=True, rename="camel"):
    """A reviewer message."""

    message: str = ""
    create_time: str = ""


class Registration(Struct, frozen=True, rename="camel"):
    """The answers on the server, the documents, and the reviewers' messages in order."""

    request_details: dict[str, Any] = {}
    attachments: tuple[Attachment, ...] = ()
    logs: tuple[RegistrationLog, ...] = ()
    raw: Raw = {}

    @property
    def data(self) -> Any:
        """`requestDetails.data`, or None if nothing has been registered."""
        return self.request_details.get("data")

    def attachment(self, attachment_id: str) -> Attachment | None:
        """Return the document uploaded for this requirement, or None."""
        return next((one for one in self.attachments if one.attachment_id == attachment_id), None)


class UnreadableError(ValueError):
    """A body that is not a response of the API."""


def read(kind: type[T], body: bytes, left_out: Callable[[str], None] = lambda why: None) -> T:
    """Parse a response body.

    Args:
        left_out: called with each omitted member and the reason.

    Raises:
        UnreadableError: it is not JSON, not an object or too deep, or the requested value, such as
            the order's ID, is missing or invalid.
    """
    raw = read_object(body)
    try:
        answer = _converted(raw, kind)
    except msgspec.ValidationError:
        from sinch_order_cli.api.fitting import (
            MissingValueError,
            edited,
            edits,
            need_requested_value,
        )

        try:
            changes = edits(raw, kind, left_out)
            need_requested_value(raw, kind)
            raw = edited(raw, changes)
            answer = _converted(raw, kind)
        except (MissingValueError, msgspec.ValidationError) as error:
            raise UnreadableError(str(error)) from error
    return msgspec.structs.replace(answer, raw=raw)


def _converted(raw: Raw, kind: type[T]) -> T:
    settled = {**_settled(raw), "raw": {}}
    if "logs" in kind.__struct_fields__:
        from sinch_order_cli.api.reviewer_logs import read_logs

        settled["logs"] = read_logs(raw.get("logs"))
    return msgspec.convert(settled, thread_safe(kind), strict=False)


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


def is_json(body: bytes) -> bool:
    """Return True if a body is any JSON."""
    try:
        msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return False
    return True


def read_object(body: bytes) -> Raw:
    """Parse a JSON object of limited depth.

    Raises:
        UnreadableError: it is not JSON, not an object, or too deep.
    """
    content = read_json(body)
    if not isinstance(content, dict):
        raise UnreadableError("not a JSON object")
    return content


def read_json(body: bytes) -> Any:
    """Parse JSON of limited depth; invalid characters are replaced.

    Raises:
        UnreadableError: it is not JSON, or too deep.
    """
    try:
        content = msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        from sinch_order_cli.api.json_repair import repaired  # most responses never need it

        try:
            content = msgspec.json.decode(repaired(body))
        except (msgspec.MsgspecError, RecursionError) as error:
            raise UnreadableError("not JSON") from error
    level = [content] if isinstance(content, dict | list) else []
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return content
    raise UnreadableError("JSON of too many levels")


def _settled(value: Any) -> Any:
    """Return the response without nulls, and with amounts as text."""
    if isinstance(value, list):
        return [_settled(item) for item in value if item is not None]
    if not isinstance(value, dict):
        return value
    settled = {}
    for key, item in value.items():
        if item is None:
            continue
        if key in _FREE_FORM:
            settled[key] = item
        elif key == "amount" and isinstance(item, int | float):
            settled[key] = str(item)
        else:
            settled[key] = _settled(item)
    return settled
