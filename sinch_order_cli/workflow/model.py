"""An order as this program knows it: what was entered, what was sent, what the server said.

The server is the truth and this is the memory. Whatever can be told from the rest, such as the
next step, is worked out when asked for and not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from msgspec import Struct

from sinch_order_cli.api.models import (
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
"""What a request to reserve has one of: the number that is wanted, or how many."""

VERSION = 2
"""The version of the order file that this program writes."""


class Lookup(Struct, rename="camel", frozen=True, kw_only=True):
    """What step 1 answered, and when.

    `raw` is the server's answer untouched, None where it has no rules for the region and type
    (404: nothing is asked for). The other fields are read off `raw` once, so that listing many
    orders does not read as many forms.
    """

    looked_up_at: str
    raw: dict[str, Any] | None
    needs_registration: bool
    attachments: tuple[str, ...] = ()
    mandatory_attachments: tuple[str, ...] = ()


class Intent(Struct, rename="camel", frozen=True):
    """A submit or an upload whose outcome is not known, and since when.

    `register` is idempotent and has none; reservations have their `attempts`.
    """

    action: Action
    at: str
    detail: str = ""


class SentPage(Struct, frozen=True):
    """A picture that became a page of what was sent."""

    path: str
    sha256: str


class SentAttachment(Struct, rename="camel", frozen=True, kw_only=True):
    """A document that the server took, and what became of it as far as is known.

    `path` and `sha256` are of the file that was sent from here; "" for one sent elsewhere. A PDF
    of several pictures was never a file: it has no path, and `pages` instead.
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
        """What its state means."""
        return upload_state(self.upload_status)


class Earlier(Struct, rename="camel", frozen=True, kw_only=True):
    """The order that this one goes on from: how it ended, what the reviewers said to what."""

    name: str
    state: str
    logs: list[dict[str, Any]] = []
    answers: Any = None

    @property
    def status(self) -> State:
        """What its state means."""
        return state(self.state)


class Provisioned(Struct, rename="camel", frozen=True, kw_only=True):
    """A number of a completed order as the account has it.

    `sms` and `voice` are WAITING, IN_PROGRESS, FAILED or READY; "" where neither was asked for.
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
        """What it costs for each interval; empty where that is not known."""
        return read_kept(Money, self.monthly_price or {})

    @property
    def has_failed(self) -> bool:
        """Whether setting it up has failed."""
        return SETUP_FAILED in (self.sms, self.voice)

    @property
    def is_ready(self) -> bool:
        """Whether all that was asked for is set up."""
        return self.in_account and {self.sms, self.voice} <= {"", SETUP_READY}


class BatchRow(Struct, rename="camel", frozen=True, kw_only=True):
    """The row of a batch file that an order was made for.

    `problem` is why the row's last run failed, and `exit_code` the code that goes with it; "" and
    0 where it did not. `answers` is a digest of the row's own answers as they were last sent.
    """

    file: str
    ref: str
    problem: str = ""
    exit_code: int = 0
    answers: str = ""


class Order(Snapshot, Struct, rename="camel", kw_only=True):
    """One order, from the first answer on, before the server knows of it.

    `request`, `offer` and `server` are kept as the API has them, and replaced as a whole where they
    change; what they say is read, once, by `requested`, `offered` and `at_server`.

    Attributes:
        name: the local name; the file is called by it.
        request: the body of createNumberOrder as far as it is settled, in the API's own words.
        choices: the answers of steps 2 and 3 one by one, by name: those of an unfinished request,
            the criteria of the search.
        offer: the chosen number as the search showed it, with its price.
        submitted_at: when it was first submitted from here, by the server's clock; "" where not.
        attempts: every createNumberOrder that was sent for this order, oldest first.
        intent: set while the outcome of a submit or an upload is not known.
        not_found_since: since when the server answers 404 for the order; "" where it knows it.
        server: the order as the server last showed it, untouched; None before step 3.
        provisioned: the numbers of a completed order as the account last had them.
        provisioned_at: when that was, in seconds since 1970.
        clock_offset: seconds by which the server's clock is ahead of this machine's.
        answers: `requestDetails.data` as far as it is filled in; None before the first answer.
        set_aside: answers by path that no longer apply under the other answers; not sent.
        registered_at: when the server accepted the answers as they are now; "" when it has not.
        registered: `requestDetails.data` as the server last showed it, to see whether somebody
            else changed it since.
        answers_before: the answers that were here before the server's took their place; None
            where that never happened.
        logs: the reviewers' messages as last seen, oldest first.
        earlier: the order that this one was made from, None for a fresh one.
        group: made when several numbers were chosen at once, each an order of its own; the same
            answers serve all orders of a group. "" for a number chosen alone.
        together: the numbers of the group, this order's included, to be shown.
        customer: the name of the customer that the order is for; "" for none.
        answer_sources: the customer's facts that an answer was filled from, by its path.
        alerts: the deadlines and waiting questions that `--exec` has told of.
        batch: the row of a batch file that it was made for; None for an order made alone.
    """

    version: int = VERSION
    name: str = ""
    project_id: str = ""
    region_code: str = ""
    number_type: str = ""
    created_at: str = ""
    updated_at: str = ""
    lookup: Lookup | None = None
    request: Mapping[str, Any] = {}
    choices: dict[str, Any] = {}
    offer: Mapping[str, Any] | None = None
    attempts: tuple[Attempt, ...] = ()
    intent: Intent | None = None
    server: Mapping[str, Any] | None = None
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
    attachments: dict[str, SentAttachment] = {}
    logs: list[dict[str, Any]] = []
    earlier: Earlier | None = None
    group: str = ""
    together: tuple[str, ...] = ()
    customer: str = ""
    answer_sources: dict[str, list[str]] = {}
    alerts: tuple[str, ...] = ()
    batch: BatchRow | None = None

    @property
    def requested(self) -> OrderRequest:
        """What is to be reserved, as far as it is settled."""
        return self.read(OrderRequest, self.request)

    @property
    def offered(self) -> AvailableNumber:
        """The chosen number as the search showed it; empty where it did not."""
        return self.read(AvailableNumber, self.offer)

    @property
    def at_server(self) -> NumberOrder:
        """The order as the server last showed it; empty before step 3.

        Its ID and state are made words: both are shown, and typed into commands.
        """
        return self.read(NumberOrder, self.server)

    def check(self) -> None:
        """See that what is kept as the API has it was not changed into something else.

        Raises:
            ValueError: it was.
        """
        self.check_one(OrderRequest, self.request)
        self.check_one(AvailableNumber, self.offer)
        self.check_one(NumberOrder, self.server)

    @property
    def id_number_order(self) -> str:
        """The server's id, "" before step 3."""
        return self.at_server.id_number_order

    @property
    def state(self) -> str:
        """The server's state, "" before step 3."""
        return self.at_server.state

    @property
    def status(self) -> State:
        """What the server's state means, and what can be done in it."""
        return state(self.state)

    @property
    def expire_time(self) -> str | None:
        """When the reservation ends, as the server wrote it; None where it did not say."""
        return self.at_server.expire_time

    @property
    def expires_at(self) -> datetime | None:
        """When the reservation ends, by the server's clock; None where that can't be read."""
        return parse_time(self.expire_time or "")

    @property
    def reserved_at(self) -> datetime | None:
        """When the server made the order; None where that can't be read."""
        return parse_time(self.at_server.create_time)

    @property
    def changed_at(self) -> datetime | None:
        """When the server changed the order last; None where that can't be read."""
        return parse_time(self.at_server.update_time)

    @property
    def reserved_numbers(self) -> list[str]:
        """The numbers that the server says are reserved."""
        return list(self.at_server.phone_numbers)

    @property
    def numbers(self) -> tuple[OrderNumber, ...]:
        """The numbers that the server says are reserved, with what it says of them."""
        return self.at_server.order_numbers

    @property
    def quantity(self) -> int:
        """How many numbers are asked for by their count; 0 where the number is named."""
        return self.requested.quantity

    @property
    def phone_numbers(self) -> list[str]:
        """The numbers reserved, or the one chosen where the server has not said any."""
        return self.reserved_numbers or list(self.requested.phone_numbers)

    @property
    def may_be_reserved(self) -> bool:
        """Whether it is not known to be reserved, and the outcome of an attempt is not known."""
        return self.server is None and bool(_attempts.unknown_attempts(self))

    @property
    def leaves_no_trace(self) -> bool:
        """Whether it is certain that nothing was ever reserved for this order."""
        return self.server is None and all(one.outcome == "refused" for one in self.attempts)

    @property
    def is_final(self) -> bool:
        """Whether the order can't change any more."""
        return self.status.final

    @property
    def has_choice(self) -> bool:
        """Whether a number, or a quantity, has been chosen."""
        return "numberOrderOption" in self.request or "quantityOrderOption" in self.request

    @property
    def step(self) -> Step:
        """The next thing to do."""
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
        """What was sent whose outcome is not known: "create", or an intent's action; else ""."""
        if self.may_be_reserved:
            return "create"
        return self.intent.action if self.intent else ""

    @property
    def look_again_at(self) -> str:
        """From when on looking can tell whether it was reserved, "" where it never can."""
        return _attempts.look_again_at(self)

    @property
    def missing_attachments(self) -> tuple[str, ...]:
        """Ids of the mandatory documents that were not sent, or that the server could not use."""
        if self.lookup is None:
            return ()
        return tuple(
            attachment_id
            for attachment_id in self.lookup.mandatory_attachments
            if attachment_id not in self.attachments
            or self.attachments[attachment_id].status.unusable
        )


def seconds_left(order: Order, now: float) -> float | None:
    """Seconds until the reservation ends, negative once it has; None where there is no clock.

    Args:
        now: this machine's time, in seconds since 1970. The difference to the server's clock,
            taken from its answers, is allowed for.
    """
    ends = order.expires_at if order.status.reserved else None
    return None if ends is None else ends.timestamp() - (now + order.clock_offset)


def parse_time(text: str) -> datetime | None:
    """A time as the API writes it (RFC 3339); None for what can't be read. No zone means UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def timestamp(now: float) -> str:
    """A moment as the order file writes it: UTC, whole seconds."""
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
