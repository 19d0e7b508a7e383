"""The four calls for a row, using the same steps as all orders."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from decimal import Decimal

from msgspec.structs import replace

from sinch_order_cli.api.order_models import AvailableNumber
from sinch_order_cli.errors import (
    DataError,
    LockedError,
    NotFoundError,
    SinchOrderError,
    StoreError,
    Suggestion,
)
from sinch_order_cli.service.batch_answers import (
    answers_for,
    changed_paths,
    digest,
    papers,
    paths_of,
)
from sinch_order_cli.service.batch_check import Checked, search, totals
from sinch_order_cli.service.batch_file import Row
from sinch_order_cli.service.batch_state import add_price, request_body
from sinch_order_cli.service.batch_workers import Tools, Worker
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.workflow import steps
from sinch_order_cli.workflow.attempts import Attempt, refuse_competing
from sinch_order_cli.workflow.check import documents_in_process
from sinch_order_cli.workflow.context import Context
from sinch_order_cli.workflow.differences import differences
from sinch_order_cli.workflow.documents import open_pages
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.registration import refuse
from sinch_order_cli.workflow.sync import refresh
from sinch_order_cli.workflow.unknown_outcome import may_have_reserved

_TRIES = 5
"""Maximum numbers of a search tried if each becomes unavailable."""


def _note_own(order: Order, attachment_id: str, sha256: str) -> None:
    """Note a file of the row's own before it is sent, in case another version lacks it."""
    if order.batch is None:
        return
    known = order.batch.documents
    earlier = tuple(one for one in known.get(attachment_id, ()) if one != sha256)
    documents = {**known, attachment_id: (*earlier, sha256)}
    order.batch = replace(order.batch, documents=documents)


class Ledger:
    """The monthly costs of all rows, kept within limits."""

    def __init__(self, limits: dict[str, Decimal], reserved: Sequence[Checked]) -> None:
        self._limits = limits
        self._spent = totals(reserved, lambda one: one.monthly)
        self._lock = threading.Lock()

    def spend(self, monthly: dict[str, Decimal]) -> None:
        """Add the cost of a reservation about to be made.

        Raises:
            DataError: it exceeds the limits, or its price is unknown.
        """
        if not self._limits:
            return
        with self._lock:
            for currency, amount in monthly.items():
                limit = self._limits.get(currency)
                total = self._spent.get(currency, Decimal(0)) + amount
                if limit is None or total > limit:
                    most = f"{currency} {limit}" if limit is not None else f"no limit in {currency}"
                    raise DataError(
                        f"with its {currency} {amount} per month, the total would be {currency} "
                        f"{total}",
                        reason=f"--max-monthly allows {most}",
                    )
            if not monthly:
                raise DataError("its price is unknown", reason="--max-monthly needs it")
            for currency, amount in monthly.items():
                self._spent[currency] = self._spent.get(currency, Decimal(0)) + amount

    def refund(self, monthly: dict[str, Decimal]) -> None:
        """Subtract the cost of a reservation that was not made."""
        if self._limits:
            with self._lock:
                for currency, amount in monthly.items():
                    self._spent[currency] -= amount


class Numbers:
    """The numbers chosen by rows of this run, to avoid choosing one twice.

    Args:
        named: the numbers that rows of the file name; searches skip them.
    """

    def __init__(self, parallel: int, named: Iterable[str]) -> None:
        self._size = min(100, 10 + 2 * parallel)
        self._chosen = set(named)
        self._lock = threading.Lock()

    def choose(self, worker: Worker, row: Row) -> AvailableNumber:
        """Return a number that matches a row and that no other row has chosen.

        Raises:
            NotFoundError: there is none.
        """
        for size in dict.fromkeys((self._size, 100)):
            found = search(worker, row, size)
            with self._lock:
                for number in found:
                    if number.phone_number and number.phone_number not in self._chosen:
                        self._chosen.add(number.phone_number)
                        return number
        raise NotFoundError(
            f"no number matches {row.ref}", reason="no matching number is available"
        )


class RowSteps:
    """The steps of rows; call every method with the order locked."""

    def __init__(self, tools: Tools, ledger: Ledger, numbers: Numbers) -> None:
        self._tools, self._ledger, self._numbers = tools, ledger, numbers
        self._lock = threading.Lock()
        self._in_doubt: set[str] | None = None

    def context(self, worker: Worker, note: Callable[[str], None]) -> Context:
        """Return the context for the steps."""
        return Context(
            api=worker.api,
            save=self._tools.store.save,
            now=self._tools.now,
            note=lambda text: note(text if isinstance(text, str) else text.say),
            uptime=self._tools.uptime,
            host=self._tools.host,
            reserved=self._reserved,
        )

    def reserve(
        self,
        worker: Worker,
        context: Context,
        row: Row,
        order: Order,
        checked: Checked,
    ) -> None:
        """Step 3. For a pattern, the number is searched right before it is reserved."""
        if order.may_be_reserved:
            steps.create(context, order)
            return
        if not row.searches:
            order.request = request_body(row)
            order.region_code, order.number_type = row.region, row.type
            order.offer = None if checked.offer is None else checked.offer.raw
            self._create(worker, context, order, checked.monthly)
            return
        for tried in range(1, _TRIES + 1):
            number = self._numbers.choose(worker, row)
            order.request = request_body(row, number.phone_number)
            order.region_code, order.number_type = row.region, row.type
            order.offer = number.raw
            try:
                monthly: dict[str, Decimal] = {}
                price = number.monthly_price
                add_price(monthly, price.currency_code, price.amount)
                self._create(worker, context, order, monthly)
                return
            except NotFoundError:
                if tried == _TRIES or not order.was_never_reserved:
                    raise

    def _create(
        self,
        worker: Worker,
        context: Context,
        order: Order,
        monthly: dict[str, Decimal],
    ) -> None:
        self._ledger.spend(monthly)
        try:
            worker.prepay()
            steps.create(context, order)
        except SinchOrderError:
            if order.was_never_reserved:
                self._ledger.refund(monthly)
            elif order.may_be_reserved:
                self._note_doubt(order)
            raise

    def refuse_differences(self, order: Order) -> None:
        """Raise if an order was reserved other than requested.

        Raises:
            SinchOrderError: it was, so the user must decide.
        """
        if found := differences(order):
            said = ", ".join(f"{one.what} {one.reserved} instead of {one.asked}" for one in found)
            raise SinchOrderError(
                f"{order.name} is reserved, but differs from your request",
                reason=said,
                hint=Suggestion("resume", order.name, say="To continue anyway"),
            )

    def register(self, worker: Worker, context: Context, row: Row, order: Order) -> str | None:
        """Step 4, if the answers are not registered in their current form.

        Returns:
            A note for the user that the row changed answers, or None if nothing was sent.
        """
        form = worker.form(row.region, row.type)
        if not form.has_fields and not form.unread:
            return None
        order.lookup = order.lookup or worker.lookup(row.region, row.type)
        prepared = answers_for(worker, row, order, order.phone_numbers)
        if prepared.problems:
            raise refuse(prepared.problems, "Add them to the row, then run the batch again.")
        said = digest(row)
        if order.batch is not None:
            paths = paths_of(form, row, prepared.data)
            order.batch = replace(order.batch, answers=said, paths=paths)
        if order.registered_at and prepared.data == order.answers:
            return None
        before = order.answers if order.registered_at else None
        steps.register(context, order, prepared.data)
        if before is None:
            return ""
        changed = changed_paths(form, before, prepared.data)
        return f"Answers changed by the row: {', '.join(changed) or 'some'}. They were sent."

    def attach(self, worker: Worker, context: Context, row: Row, order: Order) -> None:
        """Step 5 for each document missing on the server."""
        wanted, problems = papers(worker, row, order)
        if problems:
            raise DataError(problems[0].problem, hint=problems[0].fix)
        for paper in wanted:
            with ExitStack() as opened:
                document = opened.enter_context(
                    open_pages(paper.paths, paper.attachment, paper.document_type)
                )
                if paper.column != "customer":
                    _note_own(order, paper.attachment.id, document.sha256)
                steps.attach(context, order, paper.attachment.id, document)

    def is_waiting(self, worker: Worker, context: Context, order: Order) -> bool:
        """Return True if the server is still checking a required document, asking it if
        necessary."""
        if not documents_in_process(order):
            return False
        worker.api.forget_registration()
        refresh(context, order)
        return bool(documents_in_process(order))

    def submit(self, context: Context, order: Order) -> None:
        """Step 6."""
        steps.submit(context, order)

    def look(self, worker: Worker, context: Context, order: Order) -> None:
        """Update the order from the server."""
        worker.api.forget()
        refresh(context, order)

    def _note_doubt(self, order: Order) -> None:
        with self._lock:
            if self._in_doubt is not None:
                self._in_doubt.add(order.name)

    def _reserved(self, order: Order, attempt: Attempt) -> None:
        """Decide the attempts of other local orders for a number that `order` has reserved."""
        if not attempt.phone_number:
            return
        with self._lock:
            if self._in_doubt is None:
                index = OrderIndex(self._tools.store)
                self._in_doubt = {one.name for one in index.open_orders() if one.may_be_reserved}
            names = self._in_doubt - {order.name}
        for name in names:
            with suppress(StoreError, NotFoundError, LockedError):
                if may_have_reserved(self._tools.store.load(name), attempt.body):
                    with self._tools.store.edit(name) as found:
                        if refuse_competing(found, attempt):
                            self._tools.store.save(found)
