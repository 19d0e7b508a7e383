"""An order as stored by this program: the user's input, the requests, the server's state.

The server is the authority; this only remembers. Everything that can be derived, such as the next
step, is computed when needed and not stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from msgspec import Struct

from sinch_order_cli.api.order_models import (
    AvailableNumber,
    Money,
    NumberOrder,
    OrderNumber,
    OrderRequest,
    read_kept,
)
from sinch_order_cli.workflow import attempts as _attempts
from sinch_order_cli.workflow.attempts import Attempt
from sinch_order_cli.workflow.snapshot import Snapshot
from sinch_order_cli.workflow.states import (
    SETUP_FAILED,
    SETUP_READY,
    State,
    UploadState,
    state,
    upload_state,
)

Step = Literal["requirements", "search", "create", "register", "attach", "submit", "review", "done"]
Action = Literal["register", "attach", "submit"]

CHOICES = ("numberOrderOption", "quantityOrderOption")
"""A reservation request has one of these: the number, or the quantity."""

VERSION = 2
"""The version of the order file that this program writes."""


class Lookup(Struct, rename="camel", frozen=True, kw_only=True):
    """The response of step 1, and its time.

    `raw` is the server's unchanged response, None for no requirements (404). The other fields are
    extracted from `raw` once, so that listing many orders does not parse as many forms.
    """

    looked_up_at: str
    raw: dict[str, Any] | None
    needs_registration: bool
    attachments: tuple[str, ...] = ()
    mandatory_attachments: tuple[str, ...] = ()


class Intent(Struct, rename="camel", frozen=True):
    """A submit or upload of unknown outcome, and since when; reservations have `attempts`."""

    action: Action
    at: str
    detail: str = ""


class SentPage(Struct, frozen=True):
    """An image that became a page of an uploaded PDF."""

    path: str
    sha256: str


class SentAttachment(Struct, rename="camel", frozen=True, kw_only=True):
    """A document accepted by the server, and its last known state.

    `path` and `sha256` are those of the file sent from here; "" if it was sent elsewhere. A PDF
    merged from images was never a file: it has no path, but `pages`.
    """

    file_name: str
    mime_type: str = ""
    document_type: str = ""
    upload_status: str = ""
    sent_at: str = ""
    path: str = ""
    sha256: str = ""
    pages: tuple[SentPage, ...] = ()

    @property
    def status(self) -> UploadState:
        """The properties of its state."""
        return upload_state(self.upload_status)


class Earlier(Struct, rename="camel", frozen=True, kw_only=True):
    """The order that this one is based on, with its final state and the reviewers' messages."""

    name: str
    id_number_order: str = ""
    state: str
    logs: list[dict[str, Any]] = []
    answers: Any = None

    @property
    def status(self) -> State:
        """The properties of its state."""
        return state(self.state)


class Provisioned(Struct, rename="camel", frozen=True, kw_only=True):
    """A number of a completed order, as in the account.

    `sms` and `voice` are WAITING, IN_PROGRESS, FAILED or READY; "" if not requested.
    """

    phone_number: str
    in_account: bool
    sms: str = ""
    sms_error_codes: tuple[str, ...] = ()
    voice: str = ""
    next_charge_date: str | None = None
    monthly_price: dict[str, Any] | None = None

    @property
    def price(self) -> Money:
        """The recurring price; empty if unknown."""
        return read_kept(Money, self.monthly_price or {})

    @property
    def has_failed(self) -> bool:
        """True if provisioning has failed."""
        return SETUP_FAILED in (self.sms, self.voice)

    @property
    def is_ready(self) -> bool:
        """True if everything requested is provisioned."""
        return self.in_account and {self.sms, self.voice} <= {"", SETUP_READY}


class BatchRow(Struct, rename="camel", frozen=True, kw_only=True):
    """The row of a batch file that an order was created for.

    `problem` is why the row's last run failed, and `exit_code` its code; "" and 0 if it did not.
    `answers` is a digest of the row's own answers as last sent, `paths` are where they are, and
    `documents` the digests of its own files sent, latest last, by required document.
    """

    file: str
    ref: str
    problem: str = ""
    exit_code: int = 0
    answers: str = ""
    paths: tuple[str, ...] = ()
    documents: dict[str, tuple[str, ...]] = {}


class Order(Snapshot, Struct, rename="camel", kw_only=True):
    """An order, from the first answer on, even before the server knows it.

    `request`, `offer` and `server` are stored as in the API, and only ever replaced as a whole;
    `requested`, `offered` and `at_server` return them parsed.

    The members are in the order of the file, so the first are those that must survive if its end is
    lost: what may have been reserved comes first, and what can be looked up again comes last.

    Attributes:
        name: the local name, which is also the file's.
        request: the body of createNumberOrder as far as it is known.
        choices: the answers of steps 2 and 3 by name that the request lacks, and search filters.
        offer: the chosen number as in the search, with its price.
        submitted_at: when it was first submitted from here, by the server's clock, or "".
        attempts: every createNumberOrder sent for this order, oldest first.
        intent: set while the outcome of a submit or an upload is unknown.
        not_found_since: since when the server responds with 404 for the order; "" if it does not.
        server: the server's last response about the order, unchanged; None before step 3.
        provisioned: the numbers of a completed order, as last seen in the account.
        provisioned_at: when that was, in seconds since 1970.
        clock_offset: seconds by which the server's clock is ahead of the local one.
        answers: `requestDetails.data` as far as it is filled in; None before the first answer.
        set_aside: answers by path that don't apply because of others; not sent.
        registered_at: when the server accepted the current answers; "" if it has not.
        registered: `requestDetails.data` as last seen on the server, to detect changes by others.
        answers_before: the local answers that the server's replaced; None if that never happened.
        changed_elsewhere: True if the server's have replaced them since the last registration here.
        logs: the reviewers' messages as last seen, oldest first.
        earlier: the order that this one is based on, or None.
        group: the ID of a group of orders chosen together, whose answers are shared, or "".
        together: the numbers of the group, including this order's, for display.
        customer: the name of the order's customer; "" for none.
        customer_since: when that customer was created, which tells it from a later one of its name.
        answer_sources: the customer facts of each filled answer, by its path.
        alerts: the deadlines and waiting questions for which `--exec` has run.
        batch: the row of a batch file that it was created for, or None.
    """

    version: int = VERSION
    name: str = ""
    project_id: str = ""
    region_code: str = ""
    number_type: str = ""
    created_at: str = ""
    updated_at: str = ""
    request: Mapping[str, Any] = {}
    attempts: tuple[Attempt, ...] = ()
    server: Mapping[str, Any] | None = None
    intent: Intent | None = None
    customer: str = ""
    customer_since: str = ""
    group: str = ""
    together: tuple[str, ...] = ()
    batch: BatchRow | None = None
    earlier: Earlier | None = None
    choices: dict[str, Any] = {}
    offer: Mapping[str, Any] | None = None
    not_found_since: str = ""
    provisioned: tuple[Provisioned, ...] = ()
    provisioned_at: float = 0.0
    clock_offset: float = 0.0
    answers: Any = None
    set_aside: dict[str, Any] = {}
    registered_at: str = ""
    registered: Any = None
    submitted_at: str = ""
    answers_before: Any = None
    changed_elsewhere: bool = False
    attachments: dict[str, SentAttachment] = {}
    logs: list[dict[str, Any]] = []
    answer_sources: dict[str, list[str]] = {}
    alerts: tuple[str, ...] = ()
    lookup: Lookup | None = None

    @property
    def requested(self) -> OrderRequest:
        """The reservation request, as far as it is known."""
        return self.read(OrderRequest, self.request)

    @property
    def offered(self) -> AvailableNumber:
        """The chosen number as in the search; empty if it was not found there."""
        return self.read(AvailableNumber, self.offer)

    @property
    def at_server(self) -> NumberOrder:
        """The order as last seen on the server; empty before step 3.

        Its ID and state are sanitised, as both are shown and typed in commands.
        """
        return self.read(NumberOrder, self.server)

    def check(self) -> None:
        """Check that the members stored as in the API have valid types.

        Raises:
            ValueError: one has not.
        """
        self.check_one(OrderRequest, self.request)
        self.check_one(AvailableNumber, self.offer)
        self.check_one(NumberOrder, self.server)

    @property
    def id_number_order(self) -> str:
        """The order ID, "" before step 3."""
        return self.at_server.id_number_order

    @property
    def state(self) -> str:
        """The server's state, "" before step 3."""
        return self.at_server.state

    @property
    def status(self) -> State:
        """The properties of the server's state."""
        return state(self.state)

    @property
    def expire_time(self) -> str | None:
        """When the reservation expires, as in the API; None if the server gives no time."""
        return self.at_server.expire_time

    @property
    def expires_at(self) -> datetime | None:
        """When the reservation expires, by the server's clock; None if unknown."""
        return parse_time(self.expire_time or "")

    @property
    def reserved_at(self) -> datetime | None:
        """When the server created the order; None if unknown."""
        return parse_time(self.at_server.create_time)

    @property
    def changed_at(self) -> datetime | None:
        """When the server last changed the order; None if unknown."""
        return parse_time(self.at_server.update_time)

    @property
    def reserved_numbers(self) -> list[str]:
        """The reserved numbers, by the server."""
        return list(self.at_server.phone_numbers)

    @property
    def numbers(self) -> tuple[OrderNumber, ...]:
        """The reserved numbers with details, by the server."""
        return self.at_server.order_numbers

    @property
    def quantity(self) -> int:
        """The quantity requested; 0 if the number is named."""
        return self.requested.quantity

    @property
    def phone_numbers(self) -> list[str]:
        """The reserved numbers, or the chosen one if the server has named none."""
        return self.reserved_numbers or list(self.requested.phone_numbers)

    @property
    def may_be_reserved(self) -> bool:
        """True if no reservation is known, but the outcome of an attempt is unknown."""
        return self.server is None and bool(_attempts.unknown_attempts(self))

    @property
    def was_never_reserved(self) -> bool:
        """True if certainly nothing was ever reserved for this order."""
        return self.server is None and all(one.outcome == "refused" for one in self.attempts)

    @property
    def is_final(self) -> bool:
        """True if the order can't change any more."""
        return self.status.final

    @property
    def has_choice(self) -> bool:
        """True if a number or a quantity has been chosen."""
        return "numberOrderOption" in self.request or "quantityOrderOption" in self.request

    @property
    def step(self) -> Step:
        """The next step."""
        if self.server is None:
            if self.lookup is None:
                return "requirements"
            return "create" if self.has_choice else "search"
        if self.is_final:
            return "done"
        if not self.status.reserved:
            return "review"
        if self.lookup is None:
            return "requirements"
        if self.lookup.needs_registration and not self.registered_at:
            return "register"
        return "attach" if self.missing_attachments else "submit"

    @property
    def unknown_outcome(self) -> str:
        """The request with unknown outcome: "create", or an intent's action; else ""."""
        if self.may_be_reserved:
            return "create"
        return self.intent.action if self.intent else ""

    @property
    def look_again_at(self) -> str:
        """When the next check can show whether it was reserved, or ""."""
        return _attempts.look_again_at(self)

    @property
    def missing_attachments(self) -> tuple[str, ...]:
        """IDs of the required documents that were not sent, or could not be used."""
        if self.lookup is None:
            return ()
        return tuple(
            attachment_id
            for attachment_id in self.lookup.mandatory_attachments
            if attachment_id not in self.attachments
            or self.attachments[attachment_id].status.unusable
        )


def seconds_left(order: Order, now: float) -> float | None:
    """Return the seconds until an order expires, negative afterwards; None without a deadline.

    Args:
        now: the local time in seconds since 1970. It is corrected by the server's clock offset.
    """
    ends = order.expires_at if order.status.reserved else None
    return None if ends is None else ends.timestamp() - (now + order.clock_offset)


def parse_time(text: str) -> datetime | None:
    """Parse a time in the API's format (RFC 3339), UTC if it has no zone; None if it is invalid."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def timestamp(now: float, exact: str = "seconds") -> str:
    """Format a time for a file: UTC, by default in whole seconds."""
    return datetime.fromtimestamp(now, UTC).isoformat(timespec=exact).replace("+00:00", "Z")
