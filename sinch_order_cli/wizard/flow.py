"""The flow: forwards, backwards, and out, with everything saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, get_args

from sinch_order_cli.customers.model import Customer
from sinch_order_cli.errors import (
    ChangedElsewhereError,
    DataError,
    InterruptedByUser,
    LockedError,
    StateError,
    Suggestion,
)
from sinch_order_cli.kyc import read_form
from sinch_order_cli.prompts.prompter import SAVES, GoBack, GoToStep
from sinch_order_cli.store.names import short_name
from sinch_order_cli.text import counted, safe
from sinch_order_cli.views.confirm_view import subject
from sinch_order_cli.views.order_view import state_words
from sinch_order_cli.views.time_left import time_left
from sinch_order_cli.wizard import documents, number, registration, requirements, reserve, review
from sinch_order_cli.wizard.context import WizardContext, header, status_line
from sinch_order_cli.wizard.customer import is_announced, offer_to_save
from sinch_order_cli.wizard.requirements import ask_country_and_type
from sinch_order_cli.wizard.session import Session, may_be_dropped
from sinch_order_cli.wizard.start import choose_open
from sinch_order_cli.wizard.steps import PLACES, ask_step, before
from sinch_order_cli.workflow import groups
from sinch_order_cli.workflow.model import Order, Step
from sinch_order_cli.workflow.reorder import renew
from sinch_order_cli.workflow.steps import register
from sinch_order_cli.workflow.suggestions import next_suggestion

_ORDER = get_args(Step)


class Wizard:
    """One session of the wizard, with one order or a group of orders.

    The orders are locked until the session ends.
    """

    def __init__(self, wizard: WizardContext) -> None:
        self._wizard = wizard
        wizard.prompter.leave = SAVES
        self._session = Session(wizard, ExitStack())
        self._asked: Order | None = None
        self._documents_seen = False
        self._followed = False
        self._registered: dict[str, Any] = {}
        """The registrations that this session made, by order."""
        self._wanted: Step | None = None
        """The step to go to next instead of the regular one."""

    def start(
        self, region_code: str = "", number_type: str = "", customer: Customer | None = None
    ) -> None:
        """Offer open orders, or start a new one.

        Args:
            customer: the customer of the order; if None, the wizard asks.

        Raises:
            InterruptedByUser: exited before the end; the message states how to continue.
        """
        self._banner()
        with self._opened() as session:
            if region_code or customer is not None:
                self._begin(session, region_code, number_type, customer)
            else:
                self._choose(session)
            self._walk()

    def resume(self, reference: str = "") -> None:
        """Continue an order; without a reference, offer the open orders.

        Raises:
            InterruptedByUser: exited before the end; the message states how to continue.
            NotFoundError: there is nothing to resume, or no such order.
        """
        store = self._wizard.store
        name = store.resolve(reference) if reference else ""
        self._banner(store.load(name).project_id if name else "")
        with self._opened() as session:
            if name:
                session.load_group(name)
            else:
                self._choose(session)
            self._walk()

    def _choose(self, session: Session) -> None:
        """Let the user choose an open order, unless it is in use elsewhere, or a new one."""
        while not session.orders:
            name = choose_open(self._wizard)
            if name is None:
                self._begin(session)
                return
            try:
                session.load_group(name)
            except LockedError as error:
                if session.orders:
                    raise
                self._wizard.terminal.error(error)

    def _begin(
        self,
        session: Session,
        region_code: str = "",
        number_type: str = "",
        customer: Customer | None = None,
    ) -> None:
        code, kind = ask_country_and_type(self._wizard, region_code, number_type)
        session.begin(code, kind, customer)

    @contextmanager
    def _opened(self) -> Iterator[Session]:
        with ExitStack() as held:
            self._session = Session(self._wizard, held)
            yield self._session

    def _banner(self, project_id: str = "") -> None:
        """Print the program's name and the project: the order's, or the current one for ""."""
        terminal = self._wizard.terminal
        parts = ["sinch-order", "SANDBOX" if terminal.sandbox else ""]
        if project := project_id or self._wizard.project_id:
            parts.append(f"project {safe(project)}")
        terminal.note(terminal.style(" · ".join(part for part in parts if part), "bold"))
        if terminal.sandbox:
            terminal.note(
                "This is the sandbox: no number is ordered and nothing is charged.", indent=2
            )

    # Between steps.

    def _walk(self) -> None:
        """Run step after step until the orders are final or submitted."""
        prompter = self._wizard.prompter
        prompter.status = self._status
        try:
            while self._session.orders and self._step():
                pass
        except InterruptedByUser as error:
            raise self._exit_message(error) from None
        except KeyboardInterrupt:
            raise self._exit_message(InterruptedByUser("Exited.")) from None
        finally:
            prompter.status = None
            prompter.steps = False

    def _status(self) -> str:
        if self._asked is None:
            return ""
        return status_line(self._wizard, self._asked, self._session.orders)

    def _step(self) -> bool:
        """Run the next step for the orders at the earliest step. Return False when nothing is
        left."""
        orders = self._at_earliest_step()
        order = self._asked = orders[0]
        step = self._wanted or order.step
        revisited, self._wanted = self._wanted is not None, None
        self._wizard.prompter.steps = step in PLACES
        try:
            return self._do(step, orders, revisited)
        except ChangedElsewhereError as error:
            self._wizard.terminal.warn(f"{error.in_one_line}.")
            self._wanted = "register"  # so that the user reviews the answers before they are sent
        except StateError as error:
            if order.step == step:
                raise
            self._wizard.terminal.error(error)  # continue from the server's state
        except GoBack:
            self._go_back(step)
        except GoToStep:
            self._wanted = ask_step(self._wizard, order, step)
        return True

    def _at_earliest_step(self) -> list[Order]:
        """Return the orders at the earliest step, those with answers first."""
        orders = self._session.orders
        behind = min(_ORDER.index(order.step) for order in orders)
        alike = [order for order in orders if order.step == _ORDER[behind]]
        return sorted(alike, key=lambda order: order.answers is None)

    def _do(self, step: Step, orders: Sequence[Order], revisited: bool) -> bool:
        wizard, order = self._wizard, orders[0]
        if step == "requirements":
            requirements.show(wizard, orders, revisited=revisited)
        elif step == "search":
            more = number.choose(wizard, order)
            self._session.rename(order)
            self._session.choose_more(order, more)
        elif step == "create":
            for gone in reserve.ask_and_reserve(wizard, orders):
                self._session.leave_out(gone)
        elif step == "register":
            self._register(order)
        elif step == "attach":
            self._documents_seen = True
            if not documents.upload_all(wizard, orders) and revisited:
                documents.change(wizard, orders)
        elif step == "submit":
            return self._submit(orders)
        else:
            return self._outcome(orders)
        return True

    def _go_back(self, step: Step) -> None:
        order = self._asked
        assert order is not None
        if step == "requirements" and all(map(may_be_dropped, self._session.orders)):
            self._change_country(order)
            return
        self._wanted = before(order, step)
        if self._wanted is None:
            self._wizard.terminal.note(
                "The number is reserved, so you can't go back. Press Ctrl-C to save and exit."
            )

    def _change_country(self, order: Order) -> None:
        """Ask for country and type again; a change resets the order."""
        code, kind = ask_country_and_type(self._wizard, "", "")
        if (code, kind) == (order.region_code, order.number_type):
            self._wanted = "requirements"
            return
        for other in [one for one in self._session.orders if one is not order]:
            self._session.leave_out(other)
        number.forget_choice(order)
        place = short_name(order.region_code, order.number_type)
        order.region_code, order.number_type = code, kind
        order.lookup = order.answers = None
        order.answer_sources = {}
        order.customer = order.customer_since = ""
        self._wizard.store.save(order)
        self._session.rename(order, place=place)

    # Several numbers.

    def _register(self, order: Order) -> None:
        """Ask the form once, and use the first order's answers for the others."""
        others = [one for one in self._session.orders if one is not order]
        sent = next((one for one in others if one.registered_at), None)
        may_use = order.answers is None and sent is not None and self._may_use(sent, order)
        if sent is not None and may_use and self._send_alike(sent, order):
            return
        for other in others:
            self._leave_out_foreign(order, other)
        registration.fill_in(self._wizard, order)
        self._registered[order.name] = order.registered
        for other in [one for one in self._session.orders if one is not order]:
            if other.server is not None and other.status.reserved:
                self._send_alike(order, other)
        if not self._documents_seen and self._wizard.form(order).attachments:
            self._wanted = "attach"  # all fields may be optional, so the next step could be another

    def _may_use(self, sent: Order, order: Order) -> bool:
        """Return True if one order's registration is this session's, or may be sent for another:
        it may be someone else's."""
        if not self._is_mine(sent):
            prompter = self._wizard.prompter
            question = f"Use the answers of {subject(sent)} for {subject(order)}, too?"
            if not prompter.confirm(question, default=False):
                return False
            self._registered[sent.name] = sent.registered
        return True

    def _is_mine(self, order: Order) -> bool:
        return order.registered is not None and self._registered.get(order.name) == order.registered

    def _leave_out_foreign(self, order: Order, other: Order) -> None:
        """Remove an order from the group if someone else registered it: its answers stay."""
        wizard = self._wizard
        if other.registered is None or self._is_mine(other):
            return
        if groups.is_registered_alike(wizard.form(order), order, other):
            return
        say = f"{subject(other)} has other answers, which are kept. To continue it separately"
        wizard.terminal.warn(Suggestion("resume", other.name, say=say))
        self._session.leave_out(other, is_foreign=True)

    def _send_alike(self, order: Order, other: Order) -> bool:
        """Send one order's answers for another order. Return True if they were accepted."""
        wizard = self._wizard
        data = groups.answers_for(wizard.form(order), order, other)
        if other.registered_at and other.answers == data:
            return True
        try:
            with wizard.terminal.spinner(f"Sending the registration of {subject(other)}"):
                register(wizard.context(other), other, data)
        except DataError as error:
            wizard.terminal.warn(
                f"{subject(other)}: {error.message}. You can correct the answers next."
            )
            return False
        self._registered[other.name] = other.registered
        other.answer_sources = dict(order.answer_sources)
        wizard.store.save(other)
        wizard.terminal.success(f"{subject(other)}: the same answers were accepted.")
        return True

    # The end.

    def _submit(self, orders: Sequence[Order]) -> bool:
        change = review.submit(self._wizard, orders)
        if change == "register":
            self._wanted = "register"
        elif change == "attach":
            with suppress(GoBack):
                documents.change(self._wizard, orders)
        if change:
            return True
        self._wizard.prompter.steps = False
        submitted = [order for order in orders if not order.status.reserved]
        if len(submitted) < len(orders):
            return True
        offer_to_save(self._wizard, submitted)
        return self._follow(submitted)

    def _follow(self, orders: Sequence[Order]) -> bool:
        if not review.offer_to_follow(self._wizard, orders):
            return False
        self._followed = True
        again = [review.show_outcome(self._wizard, one, followed=True) for one in orders]
        return any(again) or any(one.status.reorderable for one in orders)

    def _outcome(self, orders: Sequence[Order]) -> bool:
        """Show the outcome of orders in review or final. Return True to continue with one of
        them."""
        if is_announced(orders[0]):  # exited at the question for its name
            offer_to_save(self._wizard, orders)
        in_review = [one for one in orders if not one.status.decided]
        if in_review and len(in_review) == len(orders):
            for order in in_review:
                self._wizard.terminal.note(f"{order.name} is {state_words(order)}.")
            return self._follow(in_review)
        refused = [one for one in orders if one.status.reorderable]
        order = next((one for one in orders if one.status.blocked), (refused or orders)[0])
        if order in refused:
            for other in refused[1:]:
                if go_on := next_suggestion(other):
                    self._wizard.terminal.hint(go_on.saying(f"{other.name} is {other.state}"))
            return self._start_again(order)
        return review.show_outcome(self._wizard, order)

    def _start_again(self, old: Order) -> bool:
        """Offer a new order with the answers of one that expired or was rejected."""
        if not review.offer_new_order(self._wizard, old, followed=self._followed):
            return False
        self._followed = False
        order = renew(old, self._wizard.now())
        self._session.continue_with(order)
        self._asked = order
        header(self._wizard, order, 1, "Requirements")
        return True

    def _exit_message(self, error: InterruptedByUser) -> InterruptedByUser:
        """Return the message on exit: what is saved, when the reservation expires, how to
        continue."""
        wizard, order = self._wizard, self._asked
        if order is None or order.is_final:
            return error
        wizard.store.save(order)
        parts = []
        if order.lookup is not None and order.lookup.needs_registration:
            form = read_form(order.lookup.raw)
            done, total = form.progress(form.empty() if order.answers is None else order.answers)
            parts.append(f"{done} of {total} answers")
        if order.lookup is not None and order.lookup.attachments:
            sent = set(order.attachments)
            wanted = sent | set(order.lookup.mandatory_attachments)
            if wanted:
                parts.append(f"{len(sent)} of {counted(len(wanted), 'document')}")
        saved = f"Saved{': ' + ', '.join(parts) if parts else ''}"
        left = time_left(order, wizard.now())
        if left:
            saved += f". The reservation has {left}"
        return InterruptedByUser(
            f"{saved}.",
            reason=error.message if error.message != "Exited." else "",
            hint=Suggestion("resume", order.name, say="To continue"),
        )
