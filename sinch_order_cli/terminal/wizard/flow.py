"""From one step to the next, and out again with everything saved."""

from __future__ import annotations

from contextlib import ExitStack

from sinch_order_cli.errors import InterruptedByUser, StateError
from sinch_order_cli.kyc import read_form
from sinch_order_cli.store.index import OrderIndex
from sinch_order_cli.store.orders import by_urgency
from sinch_order_cli.terminal.prompter import GoBack, Option
from sinch_order_cli.terminal.report import STEPS, kind_words, time_left
from sinch_order_cli.terminal.text import pad, phone
from sinch_order_cli.terminal.wizard import (
    documents,
    number,
    registration,
    requirements,
    reserve,
    review,
)
from sinch_order_cli.terminal.wizard.desk import Desk, header, status_line
from sinch_order_cli.workflow.order import Order, next_step, short_name, timestamp
from sinch_order_cli.workflow.recovery import explain_lost_create, refresh
from sinch_order_cli.workflow.renewal import renew

_NEW, _LEAVE = object(), object()


class Wizard:
    """One session of the wizard. The order worked on is locked until the session ends."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._order: Order | None = None

    def start(self, region_code: str = "", number_type: str = "") -> None:
        """Offer unfinished orders, else begin a new one.

        Raises:
            InterruptedByUser: left before the end; the message says how to go on.
        """
        self._banner()
        with ExitStack() as held:
            name = None if region_code else self._choose_unfinished()
            if name is not None:
                self._take_up(held, name)
            else:
                self._begin(held, region_code, number_type)
            self._walk(held)

    def resume(self, reference: str = "") -> None:
        """Go on with an order; without a reference, offer the unfinished ones.

        Raises:
            InterruptedByUser: left before the end; the message says how to go on.
            NotFoundError: there is nothing to resume, or no such order.
        """
        self._banner()
        with ExitStack() as held:
            name = self._desk.store.resolve(reference) if reference else self._choose_unfinished()
            if name is None:
                if not reference:
                    self._begin(held, "", "")
            else:
                self._take_up(held, name)
            self._walk(held)

    def _banner(self) -> None:
        terminal = self._desk.terminal
        parts = ["sinch-order", "SANDBOX" if terminal.sandbox else ""]
        if self._desk.project_id:
            parts.append(f"project {self._desk.project_id}")
        terminal.note(terminal.style(" · ".join(part for part in parts if part), "bold"))
        if terminal.sandbox:
            terminal.note(
                "Nothing here is real: no number is bought, nothing is charged.", indent=2
            )

    def _choose_unfinished(self) -> str | None:
        """The name of the order to go on with; None for a new one.

        Raises:
            InterruptedByUser: neither.
        """
        desk = self._desk
        orders = by_urgency(list(OrderIndex(desk.store).open_orders()), desk.now())
        if not orders:
            return None
        count = len(orders)
        desk.terminal.note(f"You have {count} unfinished {'order' if count == 1 else 'orders'}.", 2)
        options = [Option(order.name, self._line(order)) for order in orders]
        options += [Option(_NEW, "Start a new order"), Option(_LEAVE, "Leave")]
        chosen = desk.prompter.select("What now?", options, flag="ORDER")
        if chosen is _LEAVE:
            raise InterruptedByUser("Left.", hint="Go on with: sinch-order resume")
        return None if chosen is _NEW else str(chosen)

    def _line(self, order: Order) -> str:
        numbers = order.phone_numbers
        what = phone(numbers[0]) if numbers else "not chosen yet"
        if order.server is None and numbers:
            what += ", not reserved"
        words = kind_words(order.region_code, order.number_type)
        left = time_left(order, self._desk.now())
        step = STEPS[next_step(order)]
        return f"{pad(words, 13)} {pad(what, 18)}  {step}{f'  {left}' if left else ''}"

    def _begin(self, held: ExitStack, region_code: str, number_type: str) -> None:
        """A new order; from the country on it has a file."""
        desk = self._desk
        code, kind = requirements.ask_country_and_type(desk, region_code, number_type)
        name = held.enter_context(desk.store.claim(short_name(code, kind)))
        self._order = Order(
            name=name,
            region_code=code,
            number_type=kind,
            project_id=desk.project_id,
            created_at=timestamp(desk.now()),
        )
        desk.store.save(self._order)

    def _take_up(self, held: ExitStack, name: str) -> None:
        """An order from its file, as the server has it now."""
        desk = self._desk
        held.enter_context(desk.store.hold(name))
        order = self._order = desk.store.load(name)
        if order.lookup is None:
            header(desk, order, 1, "Requirements")
        if order.server is not None:
            with desk.terminal.spinner("Asking the server how the order stands"):
                refresh(desk.work(order), order)
        elif order.intent is not None:
            lost = explain_lost_create(desk.work(order), order)
            if not lost.details[0].get("free"):
                raise lost
            desk.terminal.note(f"The last attempt came to nothing: {lost.reason}.")

    def _walk(self, held: ExitStack) -> None:
        """Step after step until the order is decided or handed in."""
        desk = self._desk
        desk.prompter.status = lambda: status_line(desk, self._order) if self._order else ""
        try:
            while self._order is not None and self._step(held, self._order):
                pass
        except InterruptedByUser as error:
            raise self._farewell(error) from None
        except KeyboardInterrupt:
            raise self._farewell(InterruptedByUser("Left.")) from None
        finally:
            desk.prompter.status = None

    def _step(self, held: ExitStack, order: Order) -> bool:
        """Do the next thing for the order; False once there is nothing left to do here."""
        desk = self._desk
        step = next_step(order)
        try:
            if step == "requirements":
                requirements.show(desk, order)
            elif step == "search":
                number.choose(desk, order)
                self._rename(held, order)
            elif step == "create":
                reserve.settle_and_reserve(desk, order)
            elif step == "register":
                registration.fill_in(desk, order)
            elif step == "attach":
                documents.upload_all(desk, order)
            elif step == "submit":
                return review.submit_and_follow(desk, order)
            elif order.state in ("EXPIRED", "REJECTED"):
                return self._start_again(held, order)
            else:
                return review.show_outcome(desk, order)
        except StateError as error:
            if not order.is_final:
                raise
            desk.terminal.error(error)
        except GoBack:
            desk.terminal.note("There is no going back from here; Ctrl-C saves and leaves.")
        return True

    def _start_again(self, held: ExitStack, old: Order) -> bool:
        """Offer a new order with the answers of one that expired or was rejected."""
        if not review.offer_new_order(self._desk, old):
            return False
        store = self._desk.store
        order = renew(old, self._desk.now())
        number = (order.phone_numbers or [""])[0]
        name = short_name(order.region_code, order.number_type, number)
        order.name = held.enter_context(store.claim(name))
        store.save(order)
        self._order = order
        header(self._desk, order, 1, "Requirements")
        return True

    def _rename(self, held: ExitStack, order: Order) -> None:
        """Once the number is known the name says so; the old name stays a beginning of it."""
        numbers = order.phone_numbers
        if not numbers:
            return
        wanted = short_name(order.region_code, order.number_type, numbers[0])
        if order.name.startswith(wanted):
            return
        store = self._desk.store
        self._desk.store.rename(order, held.enter_context(store.claim(wanted)))

    def _farewell(self, error: InterruptedByUser) -> InterruptedByUser:
        """What leaving says: what is saved, how long the reservation lasts, how to go on."""
        desk, order = self._desk, self._order
        if order is None or order.is_final:
            return error
        desk.store.save(order)
        parts = []
        if order.lookup is not None and order.lookup.needs_registration:
            form = read_form(order.lookup.raw)
            done, total = registration.progress(form, order.answers)
            parts.append(f"{done} of {total} answers")
        if order.lookup is not None and order.lookup.attachments:
            count = len(order.attachments)
            parts.append(f"{count} of {len(order.lookup.attachments)} documents")
        saved = f"Saved{': ' + ', '.join(parts) if parts else ''}"
        left = time_left(order, desk.now())
        if left:
            saved += f"; the reservation has {left}"
        return InterruptedByUser(
            f"{saved}.",
            reason=error.message if error.message != "Left." else "",
            hint=f"Go on with: sinch-order resume {order.name}"
            + (" --sandbox" if desk.terminal.sandbox else ""),
        )
