"""The JSON that every command prints, as types: output and its JSON Schema come from these.

Members are named as the API names them. What the API sent is passed on as it came, so that a
member which is new there is not lost: the typed dictionaries name the members that are known.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from msgspec import UNSET, Struct, UnsetType

Step = Literal["requirements", "search", "create", "register", "attach", "submit", "review", "done"]
Outcome = Literal["unknown", "refused", "reserved", "abandoned"]

VERSION = 1
"""The version of all shapes. A new member keeps it; one that goes or changes does not."""


class _Part(Struct, rename="camel"):
    pass


class Result(_Part, kw_only=True):
    """What a command prints with `--json`; `warnings` always stand in it."""

    warnings: list[str] | UnsetType = UNSET


class Money(TypedDict, total=False):
    """A price. The amount is decimal text as the server wrote it."""

    currencyCode: str
    amount: str


class AvailableNumber(TypedDict, total=False):
    """A number that can be ordered."""

    phoneNumber: str
    regionCode: str
    type: str
    capability: list[str]
    setupPrice: Money
    monthlyPrice: Money
    paymentIntervalMonths: int
    supportingDocumentationRequired: bool


class AvailableRegion(TypedDict, total=False):
    """A region that has numbers, and of which types."""

    regionCode: str
    regionName: str
    types: list[str]


class NumberPrice(TypedDict, total=False):
    """What an ordered number costs."""

    setupPrice: Money
    monthlyPrice: Money
    paymentIntervalMonths: int


class OrderNumber(TypedDict, total=False):
    """A number that an order holds."""

    phoneNumber: str
    numberPrice: NumberPrice
    capabilities: list[str]


class Log(TypedDict, total=False):
    """A message of the reviewers."""

    message: str
    createTime: str


class Attempt(_Part, kw_only=True):
    """A reservation that was sent, and what is known of its outcome."""

    sent_at: str
    outcome: Outcome
    id_number_order: str | None = None


class Difference(_Part, kw_only=True):
    """Something that was reserved otherwise than asked for."""

    what: str
    asked: str
    reserved: str


class Document(_Part, kw_only=True):
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


class BatchRow(_Part, kw_only=True):
    """The row of a batch file that an order was made for."""

    file: str
    ref: str


class ListedOrder(_Part, kw_only=True):
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
    attempts: list[Attempt] = []
    look_again_at: str | None = None
    unknown_outcome: str | UnsetType | None = UNSET
    not_found_since: str | UnsetType | None = UNSET
    differences: list[Difference] | UnsetType = UNSET
    customer: str | UnsetType | None = UNSET
    batch: BatchRow | UnsetType | None = UNSET


class SmsSetup(_Part, kw_only=True):
    """How far SMS is set up: WAITING, IN_PROGRESS, FAILED or READY; null where not asked for."""

    status: str | None
    error_codes: list[str]


class VoiceSetup(_Part, kw_only=True):
    """How far voice is set up: as for SMS."""

    status: str | None


class NumberInUse(_Part, kw_only=True):
    """A number of a completed order, as the account has it."""

    phone_number: str
    in_account: bool
    sms: SmsSetup
    voice: VoiceSetup
    next_charge_date: str | None
    monthly_price: dict[str, Any] | None


class Proposal(_Part, kw_only=True):
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


class FormField(TypedDict, total=False):
    """A question of a form."""

    path: str
    name: str
    title: str
    kind: str
    required: bool
    description: str
    allowed: str
    choices: list[dict[str, Any]]
    examples: list[Any]
    placeholder: str
    default: Any
    maxLength: int | None
    conditional: bool
    instead: list[str]
    isNumber: bool


class FormSection(TypedDict, total=False):
    """Questions that belong together; a repeatable section holds entries."""

    path: str
    title: str
    fields: list[FormField]
    description: str
    repeatable: bool
    row: int | None
    minRows: int
    maxRows: int | None


class Unread(TypedDict, total=False):
    """A part of the server's answer that was not understood."""

    path: str
    what: str
    raw: Any


class Form(TypedDict):
    """All questions, in order, and what was not understood."""

    sections: list[FormSection]
    unread: list[Unread]


class FormChange(TypedDict):
    """One thing that a country requires otherwise than at the last lookup.

    `path` is that of the field or the list of rows, or the ID of the document; `kind` is added,
    removed, renamed, need (whether it has to be answered), allowed, rows, document-added,
    document-removed or document-changed; `words` is the sentence for people.
    """

    path: str
    title: str
    kind: str
    words: str


class Requirements(Result, kw_only=True):
    """What a country requires. `raw` is the server's answer untouched, null where it has none;
    `changes` is what is new since the last lookup on this machine."""

    region_code: str
    number_type: str
    required: bool
    form: Form
    attachments: list[Any]
    changes: list[FormChange]
    raw: dict[str, Any] | None
    customer: CustomerMatch | UnsetType = UNSET


class Search(Result, kw_only=True):
    """Numbers that can be ordered."""

    available_numbers: list[AvailableNumber]


class Regions(Result, kw_only=True):
    """The regions that have numbers."""

    available_regions: list[AvailableRegion]


class Pending(_Part, kw_only=True):
    """A document that the server is still taking in."""

    where: str
    problem: str


class CheckProblem(_Part, kw_only=True):
    """One thing missing or wrong. `path` is null where it is not about an answer or document."""

    where: str
    path: str | None
    problem: str
    fix: str


class Check(Result, kw_only=True):
    """What keeps an order, or an answers file, from being ready."""

    ready: bool
    pending: list[Pending]
    problems: list[CheckProblem]
    proposals: list[Proposal] | UnsetType = UNSET


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


class Credentials(Result, kw_only=True):
    """The credentials in use, and where they come from. `keyId` is null for an access token."""

    project_id: str
    key_id: str | None
    source: str
    project_source: str | UnsetType = UNSET


class LoggedOut(Result, kw_only=True):
    """The key that was removed; null where none was stored."""

    removed: str | None


class Request(_Part, kw_only=True):
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


class Detail(_Part, kw_only=True):
    """One thing that is wrong: `path` of an answer or document, or the `flag` that was given."""

    where: str
    problem: str
    path: str | UnsetType | None = UNSET
    flag: str | UnsetType = UNSET
    given: str | int | float | bool | None = None
    fix: str = ""


class NamedOrder(_Part, kw_only=True, omit_defaults=True):
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


class ServedFor(_Part, kw_only=True):
    """An order that was accepted with a customer's document."""

    region: str
    type: str
    title: str
    accepted_at: str


class CustomerDocument(_Part, kw_only=True):
    """A file that proves something about a customer; `person` is the number of whose it is."""

    kind: str
    path: str
    sha256: str
    size: int
    mime_type: str
    person: int | None
    issued: str
    expires: str
    served_for: list[ServedFor]


class Customer(Result, kw_only=True):
    """A customer: facts by their names in the vocabulary, and documents. Identity numbers are
    shortened unless `--all` asks for them."""

    version: int
    name: str
    facts: dict[str, str | int]
    documents: list[CustomerDocument]
    created_at: str
    updated_at: str


class ListedCustomer(_Part, kw_only=True):
    """A customer in the list; `orders` are those on this machine that were made for it."""

    name: str
    company: str
    country: str
    documents: int
    next_expiry: str | None
    orders: list[str]


class Customers(Result, kw_only=True):
    """The customers on this machine."""

    customers: list[ListedCustomer]


class MatchedField(_Part, kw_only=True):
    """A field of a form and the fact that it takes; several facts are put together in order."""

    path: str
    title: str
    fact: str | list[str] | None
    value: Any
    confidence: Literal["sure", "likely", "open", "never"]
    reason: str


class MatchedDocument(_Part, kw_only=True):
    """A required document and the customer's file for it."""

    attachment_id: str
    title: str
    file: str | None
    confidence: Literal["sure", "likely", "open", "never"]
    problems: list[str]


class CustomerMatch(Result, kw_only=True):
    """What a customer's facts and documents are for a form."""

    customer: str
    region_code: str
    number_type: str
    fields: list[MatchedField]
    documents: list[MatchedDocument]
    filled: int
    proposed: int
    open: int


class ForgottenCustomers(Result, kw_only=True):
    """The names of the customers that were removed."""

    forgotten: list[str]


class ErrorBody(_Part, kw_only=True):
    """Why a command failed. `commands` go on from here; `status` and `retryAfter` (seconds)
    stand in errors of kind `unreachable`."""

    kind: str
    message: str
    reason: str
    hint: str
    exit_code: int
    commands: list[str]
    details: list[Detail]
    warnings: list[str]
    orders: list[NamedOrder] | UnsetType = UNSET
    status: int | UnsetType | None = UNSET
    retry_after: float | UnsetType | None = UNSET


class Error(_Part, kw_only=True):
    """The one object on standard error when a command fails with `--json`."""

    error: ErrorBody


class TraceLine(_Part, kw_only=True):
    """A line on standard error with `--verbose --json`: a request, an answer, or a retry."""

    trace: str


BatchOutcome = Literal[
    "open", "reserved", "registered", "submitted", "completed", "rejected", "expired", "blocked",
    "unknown", "failed", "bad",
]  # fmt: skip


class BatchProblem(_Part, kw_only=True):
    """One thing wrong with a row of a batch file. `row` counts as a spreadsheet does, the header
    being row 1; 0 is the file as a whole."""

    row: int
    ref: str | None
    column: str | None
    problem: str
    given: str | None
    fix: str


class BatchCheckRow(_Part, kw_only=True):
    """What is known of a row before it is run."""

    row: int
    ref: str
    outcome: BatchOutcome
    numbers: str
    monthly_price: list[Money]
    setup_price: list[Money]


class BatchCheck(Result, kw_only=True):
    """What keeps a batch from being run, and what it costs."""

    file: str
    ready: bool
    rows: list[BatchCheckRow]
    monthly_price: list[Money]
    setup_price: list[Money]
    problems: list[BatchProblem]


class BatchEvent(_Part, kw_only=True):
    """A row that changed, or a note about it. `exitCode` counts once the row has `ended`."""

    event: Literal["row", "note"]
    row: int
    ref: str
    outcome: BatchOutcome
    problem: str | None
    note: str | None
    ended: bool
    exit_code: int
    order: ListedOrder | None


class BatchSummary(Result, kw_only=True):
    """How a run of a batch ended: how many rows have each outcome. `endedBy` is why it ended
    early, null where it did not."""

    event: Literal["summary"]
    file: str
    rows: int
    outcomes: dict[str, int]
    exit_code: int
    ended_by: str | None
    monthly_price: list[Money]
    problems: list[BatchProblem]


class BatchStatusRow(_Part, kw_only=True):
    """How a row stands, as its order was last seen here."""

    ref: str
    name: str | None
    id_number_order: str | None
    phone_numbers: list[str]
    state: str | None
    step: Step | None
    outcome: BatchOutcome
    expire_time: str | None
    monthly_price: str | None
    currency: str | None
    problem: str | None


class BatchStatus(Result, kw_only=True):
    """How each row of a batch stands."""

    file: str
    rows: list[BatchStatusRow]


SHAPES: dict[str, tuple[type[Struct], str]] = {
    "order": (Order, "status, create, register, attach, submit, resume; a line of status --watch"),
    "orders": (Orders, "orders"),
    "order-states": (OrderStates, "status --all"),
    "requirements": (Requirements, "requirements"),
    "search": (Search, "search"),
    "regions": (Regions, "regions"),
    "check": (Check, "check"),
    "documents": (Documents, "attach --list"),
    "templates": (Templates, "attach --template"),
    "dry-run": (DryRun, "create, register, attach and submit with --dry-run"),
    "forget": (Forgotten, "forget"),
    "auth": (Credentials, "auth login, auth status"),
    "logout": (LoggedOut, "auth logout"),
    "customer": (Customer, "customer add, show, set, rename and document"),
    "customers": (Customers, "customer list"),
    "customer-match": (CustomerMatch, "customer match"),
    "customer-forget": (ForgottenCustomers, "customer forget"),
    "batch-check": (BatchCheck, "batch check"),
    "batch-event": (BatchEvent, "batch run, a line for each event"),
    "batch-summary": (BatchSummary, "batch run, the last line"),
    "batch-status": (BatchStatus, "batch status"),
    "error": (Error, "every command that fails, on standard error"),
    "trace": (TraceLine, "--verbose, a line each, on standard error"),
}
"""Each shape by the name that `help json` knows it by, and what prints it."""


def schema(shape: str) -> dict[str, Any]:
    """The JSON Schema of a shape, with its version.

    Raises:
        KeyError: there is no such shape.
    """
    import msgspec

    kind, printed_by = SHAPES[shape]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:sinch-order:json:{shape}:{VERSION}",
        "title": f"sinch-order {shape}, version {VERSION}",
        "version": VERSION,
        "$comment": f"Printed by {printed_by}.",
        **msgspec.json.schema(kind),
    }


def schema_text(shape: str) -> str:
    """The JSON Schema of a shape, as `help json` prints it and `docs/json` has it."""
    import msgspec

    encoded = msgspec.json.format(msgspec.json.encode(schema(shape)), indent=2)
    return encoded.decode() + "\n"
