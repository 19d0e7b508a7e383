"""What numbers in several countries take: prices, answers, documents, and how long reviews took."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from sinch_order_cli.api.models import AvailableNumber, AvailableRegion, Money
from sinch_order_cli.customers.documents import match_documents
from sinch_order_cli.customers.fill import fill
from sinch_order_cli.errors import AuthError, SinchOrderError, StoreError
from sinch_order_cli.kyc import Form, read_form, shape_changes
from sinch_order_cli.kyc.form_diff import FormChange
from sinch_order_cli.service.batch_workers import Crew, Shared, Tools, Worker
from sinch_order_cli.service.budget import Budget
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.workflow.create_request import NUMBER_TYPES
from sinch_order_cli.workflow.model import Order, parse_time
from sinch_order_cli.workflow.steps import look_up

SEARCHED = 20
"""So many numbers are searched at least, for their prices."""

_PARALLEL = 8


class Place(Struct, frozen=True):
    """A region and a number type."""

    region: str
    type: str


class PriceRange(Struct, frozen=True):
    """The lowest and the highest price in a currency."""

    currency: str
    lowest: Decimal
    highest: Decimal


class Answers(Struct, frozen=True, kw_only=True):
    """How many answers a form asks for, and how many a customer's facts give.

    `missing` are required ones that no fact gives. All three are None without a customer.
    """

    asked: int = 0
    required: int = 0
    there: int | None = None
    likely: int | None = None
    missing: int | None = None


class Papers(Struct, frozen=True, kw_only=True):
    """How many documents are required, have a template, and are among a customer's files.

    `there`, `missing` and `expired` are None without a customer.
    """

    asked: int = 0
    mandatory: int = 0
    with_template: int = 0
    there: int | None = None
    missing: int | None = None
    expired: int | None = None


class Reviews(Struct, frozen=True, kw_only=True):
    """How long reviews took: the median in seconds, None where no order here was decided."""

    orders: int = 0
    median: float | None = None


class Planned(Struct, kw_only=True):
    """What numbers of a type in a country take.

    Attributes:
        numbers: how many were found; there are `more` where the search was full.
        changes: what the country requires otherwise than at the last lookup here.
        error: why it could not be found out; None where it could.
    """

    place: Place
    numbers: int = 0
    more: bool = False
    monthly: tuple[PriceRange, ...] = ()
    setup: tuple[PriceRange, ...] = ()
    answers: Answers = Answers()
    papers: Papers = Papers()
    reviews: Reviews = Reviews()
    changes: tuple[FormChange, ...] = ()
    looked_up_before: str = ""
    error: SinchOrderError | None = None


def places(
    given: Sequence[tuple[str, str]], types: Sequence[str], regions: Sequence[AvailableRegion]
) -> list[Place]:
    """The places that are meant.

    Args:
        given: regions, each with its type or "" for those that the region has.
        types: the types of regions that are given without one; empty for all that they have.
        regions: those that have numbers; empty where that is not known.
    """
    known = {one.region_code: one.types for one in regions}
    found: dict[Place, None] = {}
    for region, kind in given:
        offered = known.get(region) or ((), NUMBER_TYPES)[not known]
        for one in [kind] if kind else types or offered or ("",):
            found[Place(region, one)] = None
    return list(found)


class Planner:
    """Finds out what places take, several at a time. Nothing is changed at the server.

    Args:
        regions: those that have numbers; others are not asked for. Empty where that is not known.
        customer: the name of the customer whose facts and documents count, "" for none.
        quantity: how many numbers are wanted in each place.
    """

    def __init__(
        self, tools: Tools, regions: Sequence[AvailableRegion], *, customer: str, quantity: int
    ) -> None:
        self._tools = tools
        self._shared = Shared(tools)
        self._offered = {(one.region_code, kind) for one in regions for kind in one.types}
        self._customer = customer
        self._size = min(max(quantity, SEARCHED), 100)
        self._times = review_times(OrderIndex(tools.store).as_seen().values())

    def run(self, wanted: Sequence[Place]) -> Iterator[Planned]:
        """What each place takes, in any order.

        Raises:
            AuthError: the server does not take the credentials.
            NotFoundError: there is no such customer.
        """
        if self._customer:
            self._shared.customer(self._customer)
        count = max(1, min(_PARALLEL, len(wanted)))
        crew = Crew(self._tools, self._shared, Budget(), count, self._plan)
        return crew.run(wanted)

    def _plan(self, worker: Worker, place: Place) -> Planned:
        found = Planned(place=place)
        times = self._times.get((place.region, place.type), [])
        if times:
            found.reviews = Reviews(orders=len(times), median=median(times))
        if self._offered and (place.region, place.type) not in self._offered:
            return found
        try:
            self._ask(worker, place, found)
        except AuthError:
            raise
        except SinchOrderError as error:
            found.error = error
        return found

    def _ask(self, worker: Worker, place: Place, found: Planned) -> None:
        lookups = self._tools.lookups
        before = lookups.last(place.region, place.type)
        lookup = look_up(worker.api, place.region, place.type, self._tools.now())
        form = read_form(lookup.raw, place.region)
        if before is not None:
            found.looked_up_before = before.looked_up_at
            if before.raw != lookup.raw:
                found.changes = tuple(shape_changes(read_form(before.raw, place.region), form))
        self._count(place, form, found)
        numbers = worker.api.search_available_numbers(
            place.region, place.type, size=self._size
        ).available_numbers
        found.numbers, found.more = len(numbers), len(numbers) >= self._size
        found.monthly = _ranges(numbers, lambda one: one.monthly_price)
        found.setup = _ranges(numbers, lambda one: one.setup_price)
        try:
            lookups.save(place.region, place.type, lookup)
        except StoreError:  # it can be asked for again
            return

    def _count(self, place: Place, form: Form, found: Planned) -> None:
        """Count the answers and documents; with a customer those that are there, too."""
        fields = [field for section in form.sections for field in section.fields]
        papers = form.attachments
        asked = Answers(asked=len(fields), required=sum(field.required for field in fields))
        documents = Papers(
            asked=len(papers),
            mandatory=sum(one.mandatory for one in papers),
            with_template=sum(bool(one.templates) for one in papers),
        )
        found.answers, found.papers = asked, documents
        if not self._customer:
            return
        customer, lessons = self._shared.customer(self._customer)
        filled = fill(form, customer, region=place.region, type=place.type, lessons=lessons)
        given = {one.path: one.confidence for one in filled.matches if one.value is not None}
        found.answers = replace(
            asked,
            there=sum(one == "sure" for one in given.values()),
            likely=sum(one == "likely" for one in given.values()),
            missing=sum(
                one.required and given.get(one.path) not in ("sure", "likely") for one in fields
            ),
        )
        today = datetime.fromtimestamp(self._tools.now(), UTC).date()
        matches = match_documents(
            customer, papers, region=place.region, type=place.type, today=today
        )
        expired = [
            one
            for one in matches
            if one.document and one.document.expires and one.document.expires < today.isoformat()
        ]
        there = [one for one in matches if one.document and not one.problems]
        found.papers = replace(
            documents,
            there=len(there),
            expired=len(expired),
            missing=len(papers) - len(there) - len(expired),
        )


def _ranges(
    numbers: Sequence[AvailableNumber], price: Callable[[AvailableNumber], Money]
) -> tuple[PriceRange, ...]:
    """The lowest and the highest price by currency; prices that are no amounts are left out."""
    found: dict[str, list[Decimal]] = {}
    for number in numbers:
        money = price(number)
        try:
            amount = Decimal(money.amount)
        except InvalidOperation:
            continue
        if money.currency_code and amount.is_finite():
            found.setdefault(money.currency_code, []).append(amount)
    return tuple(PriceRange(one, min(all_), max(all_)) for one, all_ in sorted(found.items()))


def review_times(orders: Iterable[Order | None]) -> dict[tuple[str, str], list[float]]:
    """How many seconds the reviews of decided orders took, by region and type.

    From the moment they were submitted, or registered where that is not known, to the server's
    last change of them.
    """
    found: dict[tuple[str, str], list[float]] = {}
    for order in orders:
        if order is None or order.server is None or not order.status.by_reviewers:
            continue
        began = parse_time(order.submitted_at or order.registered_at)
        ended = order.changed_at
        if began is not None and ended is not None and ended >= began:
            seconds = (ended - began).total_seconds()
            found.setdefault((order.region_code, order.number_type), []).append(seconds)
    return found
