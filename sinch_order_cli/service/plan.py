"""Plan numbers in several countries: prices, answers, documents, and the duration of reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from sinch_order_cli.api.models import AvailableRegion
from sinch_order_cli.api.order_models import AvailableNumber, Money
from sinch_order_cli.customers.documents import match_documents
from sinch_order_cli.customers.fill import fill
from sinch_order_cli.errors import AuthError, SinchOrderError, StoreError
from sinch_order_cli.kyc import Form, read_form, shape_changes
from sinch_order_cli.kyc.form_diff import FormChange
from sinch_order_cli.service.batch_workers import Shared, Tools, Worker, WorkerPool
from sinch_order_cli.service.budget import Budget
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.workflow.create_request import NUMBER_TYPES
from sinch_order_cli.workflow.model import Order, parse_time
from sinch_order_cli.workflow.steps import look_up

SEARCHED = 20
"""Minimum size of the search for prices."""

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
    """The number of answers in a form, and of those that a customer's facts provide.

    `missing` counts required ones that no fact provides. All three are None without a customer.
    """

    asked: int = 0
    required: int = 0
    there: int | None = None
    likely: int | None = None
    missing: int | None = None


class Papers(Struct, frozen=True, kw_only=True):
    """The number of documents that are required, have a template, and are among a customer's files.

    `there`, `missing` and `expired` are None without a customer.
    """

    asked: int = 0
    mandatory: int = 0
    with_template: int = 0
    there: int | None = None
    missing: int | None = None
    expired: int | None = None


class Reviews(Struct, frozen=True, kw_only=True):
    """The duration of reviews: the median in seconds, None if no local order is final."""

    orders: int = 0
    median: float | None = None


class Planned(Struct, kw_only=True):
    """The plan for a type of numbers in a country.

    Attributes:
        numbers: the number found; `more` is true if the search was full.
        changes: changes of the requirements since the last local lookup.
        error: why they couldn't be determined, or None.
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
    """Return the places to plan.

    Args:
        given: regions, each with its type, or "" for all types.
        types: the types for regions given without one; empty for all that they have.
        regions: the regions with numbers; empty if unknown.
    """
    known = {one.region_code: one.types for one in regions}
    found: dict[Place, None] = {}
    for region, kind in given:
        offered = known.get(region) or ((), NUMBER_TYPES)[not known]
        for one in [kind] if kind else types or offered or ("",):
            found[Place(region, one)] = None
    return list(found)


class Planner:
    """Plans places, several at a time. Nothing is changed on the server.

    Args:
        regions: the regions with numbers; others are not requested. Empty if unknown.
        customer: the name of the customer whose facts and documents count, "" for none.
        quantity: the quantity of numbers wanted in each place.
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
        """Yield the plan of each place, in any order.

        Raises:
            AuthError: the server refuses the credentials.
            NotFoundError: there is no such customer.
        """
        if self._customer:
            self._shared.customer(self._customer)
        count = max(1, min(_PARALLEL, len(wanted)))
        crew = WorkerPool(self._tools, self._shared, Budget(), count, self._plan)
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
        except StoreError:  # it can be looked up again
            return

    def _count(self, place: Place, form: Form, found: Planned) -> None:
        """Count the answers and documents, and with a customer those it provides."""
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
    """Return the lowest and the highest price by currency, ignoring invalid amounts."""
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
    """Return the durations in seconds of the reviews of final orders, by region and type.

    From their submission, or registration if that is unknown, to the server's last change.
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
