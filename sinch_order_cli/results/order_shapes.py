"""Orders, their documents, dry runs and deletions, for `--json`."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from msgspec import UNSET, UnsetType, field

from sinch_order_cli.results.number_shapes import OrderNumber
from sinch_order_cli.results.shape import Part, Result

Step = Literal["requirements", "search", "create", "register", "attach", "submit", "review", "done"]


Outcome = Literal["unknown", "refused", "reserved", "abandoned"]


class Log(TypedDict, total=False):
    """A reviewer message."""

    message: str
    createTime: str


class Attempt(Part, kw_only=True):
    """A reservation request and its outcome, as far as known."""

    sent_at: str
    outcome: Outcome
    id_number_order: str | None = None


class Difference(Part, kw_only=True):
    """A difference between the request and the reservation."""

    what: str
    asked: str
    reserved: str


class Document(Part, kw_only=True):
    """A document that the country requires, with the state of its upload."""

    attachment_id: str
    title: str
    mandatory: bool
    allowed_mime_types: list[str]
    allowed_document_types: list[str]
    templates: list[str]
    file_name: str | None
    document_type: str | None
    upload_status: str | None


class BatchRow(Part, kw_only=True):
    """The row of a batch file that an order was created for."""

    file: str
    ref: str


class ListedOrder(Part, kw_only=True):
    """An order in its last known state.

    `step` is the next step. `mayBeReserved`: no answer to a reservation was received; `attempts`
    are the reservation requests, and `lookAgainAt` is the time of the next useful check, or null.
    `differences` lists what was reserved other than requested.
    """

    name: str
    id_number_order: str | None
    region_code: str
    number_type: str
    state: str | None
    step: Step
    expire_time: str | None
    phone_numbers: list[str]
    may_be_reserved: bool = False
    attempts: list[Attempt] = field(default_factory=list)
    look_again_at: str | None = None
    unknown_outcome: str | UnsetType | None = UNSET
    not_found_since: str | UnsetType | None = UNSET
    differences: list[Difference] | UnsetType = UNSET
    customer: str | UnsetType | None = UNSET
    batch: BatchRow | UnsetType | None = UNSET


class SmsSetup(Part, kw_only=True):
    """The SMS status: WAITING, IN_PROGRESS, FAILED or READY; null if not requested."""

    status: str | None
    error_codes: list[str]


class VoiceSetup(Part, kw_only=True):
    """The voice status, as for SMS."""

    status: str | None


class NumberInUse(Part, kw_only=True):
    """A number of a completed order, as it is in the account."""

    phone_number: str
    in_account: bool
    sms: SmsSetup
    voice: VoiceSetup
    next_charge_date: str | None
    monthly_price: dict[str, Any] | None


class Proposal(Part, kw_only=True):
    """A likely value from the customer that is only used with `--accept-proposals`. `value` is an
    answer, or the file of a document."""

    path: str
    title: str
    fact: list[str]
    value: Any
    reason: str


class Order(ListedOrder, kw_only=True):
    """An order in its current state on the server."""

    project_id: str | None
    create_time: str | None
    update_time: str | None
    seconds_left: int | None
    order_numbers: list[OrderNumber]
    sms_configuration: dict[str, Any] | None
    voice_configuration: dict[str, Any] | None
    attachments: list[Document]
    logs: list[Log]
    proposals: list[Proposal] | UnsetType = UNSET
    numbers: list[NumberInUse] | UnsetType = UNSET
    usable: bool | UnsetType | None = UNSET
    warnings: list[str] | UnsetType = UNSET


class Orders(Result, kw_only=True):
    """The orders known on this machine, most urgent first."""

    orders: list[ListedOrder]


class OrderStates(Result, kw_only=True):
    """Every open order in its current state on the server."""

    orders: list[Order]


class Documents(Result, kw_only=True):
    """The documents that an order requires."""

    attachments: list[Document]


class Templates(Result, kw_only=True):
    """The downloaded templates."""

    files: list[str]


class Forgotten(Result, kw_only=True):
    """The deleted local records, and those orders among them that could be read."""

    forgotten: list[str]
    orders: list[ListedOrder]


class Request(Part, kw_only=True):
    """A request that would be sent. Files are named, not included."""

    method: str
    path: str
    body: Any = None
    file: str | UnsetType | None = UNSET


class DryRun(Result, kw_only=True):
    """The requests that would be sent; none was. `name` is null if there is no order yet."""

    dry_run: Literal[True]
    name: str | None
    requests: list[Request]


class NamedOrder(Part, kw_only=True, omit_defaults=True):
    """An order that an error is about, as far as known."""

    name: str | None = None
    id_number_order: str | None = None
    state: str | None = None
    phone_number: str | None = None
    available: bool | UnsetType | None = UNSET
    may_be_reserved: bool | UnsetType = UNSET
    attempts: list[Attempt] | UnsetType = UNSET
    look_again_at: str | UnsetType | None = UNSET
    logs: list[Log] | UnsetType = UNSET
