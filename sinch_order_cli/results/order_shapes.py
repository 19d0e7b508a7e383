"""Orders, their documents, and what a command would send or removed, as `--json` prints them."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from msgspec import UNSET, UnsetType, field

from sinch_order_cli.results.number_shapes import OrderNumber
from sinch_order_cli.results.shape import Part, Result

Step = Literal["requirements", "search", "create", "register", "attach", "submit", "review", "done"]


Outcome = Literal["unknown", "refused", "reserved", "abandoned"]


class Log(TypedDict, total=False):
    """A message of the reviewers."""

    message: str
    createTime: str


class Attempt(Part, kw_only=True):
    """A reservation that was sent, and what is known of its outcome."""

    sent_at: str
    outcome: Outcome
    id_number_order: str | None = None


class Difference(Part, kw_only=True):
    """Something that was reserved otherwise than asked for."""

    what: str
    asked: str
    reserved: str


class Document(Part, kw_only=True):
    """A document that the country requires, and what became of the one that was uploaded."""

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
    """The row of a batch file that an order was made for."""

    file: str
    ref: str


class ListedOrder(Part, kw_only=True):
    """An order as it was last seen.

    `step` is the next thing to do. `mayBeReserved`: the answer to a reservation was lost;
    `attempts` are the reservations that were sent, and `lookAgainAt` is when looking can tell
    more, null where it can't. `differences` is what was reserved otherwise than asked for.
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
    """How far SMS is set up: WAITING, IN_PROGRESS, FAILED or READY; null where not asked for."""

    status: str | None
    error_codes: list[str]


class VoiceSetup(Part, kw_only=True):
    """How far voice is set up: as for SMS."""

    status: str | None


class NumberInUse(Part, kw_only=True):
    """A number of a completed order, as the account has it."""

    phone_number: str
    in_account: bool
    sms: SmsSetup
    voice: VoiceSetup
    next_charge_date: str | None
    monthly_price: dict[str, Any] | None


class Proposal(Part, kw_only=True):
    """What likely fits from the customer and is not taken without `--accept-proposals`. The
    `value` is that of an answer, or the file of a document."""

    path: str
    title: str
    fact: list[str]
    value: Any
    reason: str


class Order(ListedOrder, kw_only=True):
    """An order as the server has it now."""

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
    """The orders known on this machine, the most urgent first."""

    orders: list[ListedOrder]


class OrderStates(Result, kw_only=True):
    """Every open order as the server has it now."""

    orders: list[Order]


class Documents(Result, kw_only=True):
    """The documents that an order requires."""

    attachments: list[Document]


class Templates(Result, kw_only=True):
    """The blank documents that were saved."""

    files: list[str]


class Forgotten(Result, kw_only=True):
    """The local records that were deleted, and the orders that could be read."""

    forgotten: list[str]
    orders: list[ListedOrder]


class Request(Part, kw_only=True):
    """A request that would be sent. A file is named, not shown."""

    method: str
    path: str
    body: Any = None
    file: str | UnsetType | None = UNSET


class DryRun(Result, kw_only=True):
    """What would be sent; nothing was. `name` is null where there is no order yet."""

    dry_run: Literal[True]
    name: str | None
    requests: list[Request]


class NamedOrder(Part, kw_only=True, omit_defaults=True):
    """An order that an error is about, as far as it is known."""

    name: str | None = None
    id_number_order: str | None = None
    state: str | None = None
    phone_number: str | None = None
    available: bool | UnsetType | None = UNSET
    may_be_reserved: bool | UnsetType = UNSET
    attempts: list[Attempt] | UnsetType = UNSET
    look_again_at: str | UnsetType | None = UNSET
    logs: list[Log] | UnsetType = UNSET
