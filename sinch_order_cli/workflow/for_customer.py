"""An order for a customer: filling answers from its facts, and detecting changed facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from sinch_order_cli.customers.documents import digest, kind_of_type, kinds_asked
from sinch_order_cli.customers.facts import shortened
from sinch_order_cli.customers.fill import Filled, Match, fill
from sinch_order_cli.customers.model import Customer, Document, Lesson, Served
from sinch_order_cli.errors import StateError, Suggestion
from sinch_order_cli.kyc import MISSING, Form, get, read_form, remove
from sinch_order_cli.workflow.model import Order, SentAttachment, SentPage

_LEFT_TO_A_PERSON = "use."
"""Facts about the use of a number, which may differ for each number."""


class Source(Struct, frozen=True, kw_only=True):
    """A customer's facts and lessons; `accept` also uses facts that are only likely."""

    customer: Customer
    lessons: Sequence[Lesson] = ()
    accept: bool = False


def take_customer(order: Order, customer: Customer) -> None:
    """Store who an order is for.

    Raises:
        StateError: it has another customer.
    """
    if order.customer not in ("", customer.name):
        raise other_customer(order, customer.name)
    order.customer, order.customer_since = customer.name, customer.created_at


def is_for(order: Order, customer: Customer) -> bool:
    """Return True if an order is for a customer, and not for an earlier one of the same name."""
    known = bool(order.customer_since and customer.created_at)
    return order.customer == customer.name and (
        not known or order.customer_since == customer.created_at
    )


def for_an_earlier_one(order: Order) -> str:
    """Return why an order is not filled in from the customer that now has its customer's name."""
    name = order.customer
    return f"{order.name} is for an earlier customer {name}, not for the one that has the name now"


def other_customer(order: Order, name: str) -> StateError:
    """Return the error for an order with another customer than the given one."""
    return StateError(
        f"{order.name} is for {order.customer}, not {name}",
        reason="an order's customer can't be changed, to keep its answers together",
        hint=[
            "Omit --customer: the order has its own.",
            Suggestion("create", "…", say="Or create a new order", customer=name),
        ],
        details=[{"name": order.name, "customer": order.customer, "given": name}],
    )


class Completion:
    """Fills answers from a customer; called with the current answers.

    Attributes:
        filled: the result; None before the first call.
    """

    def __init__(self, source: Source, form: Form, region: str, kind: str) -> None:
        self._source, self._form, self._place = source, form, (region, kind)
        self.filled: Filled | None = None

    def __call__(self, data: Any) -> Any:
        region, kind = self._place
        self.filled = fill(
            self._form,
            self._source.customer,
            region=region,
            type=kind,
            data=data,
            lessons=self._source.lessons,
            accept_proposals=self._source.accept,
        )
        return self.filled.data

    def sources(self, data: Any) -> dict[str, list[str]]:
        """Return the facts of each filled answer that is unchanged in `data`, by path."""
        if self.filled is None:
            return {}
        return {
            path: [facts] if isinstance(facts, str) else list(facts or ())
            for path, facts in self.filled.sources.items()
            if get(data, path) == get(self.filled.data, path)
        }

    def proposals(self, data: Any) -> list[Match]:
        """Return the values to confirm, for open questions in `data`."""
        found = self.filled.proposals if self.filled else ()
        return [one for one in found if get(data, one.path, None) is None and one.value is not None]

    def differing(self, answers: Any) -> list[tuple[Match, Any]]:
        """Return the given answers that are kept, but differ from the customer's, with the match of
        each."""
        kept = self.filled.data if self.filled else None
        found = [
            (match, get(answers, match.path, None))
            for match in (self.filled.matches if self.filled else ())
            if match.confidence == "sure" and match.value is not None
        ]
        return [
            (match, answer)
            for match, answer in found
            if answer not in (None, match.value) and answer == get(kept, match.path, None)
        ]

    def is_for_a_person(self, path: str) -> bool:
        """Return True if no customer can answer a question, or a whole row: a consent, the number,
        or its use."""
        within = [
            one
            for one in (self.filled.matches if self.filled else ())
            if one.path == path or one.path.startswith(f"{path}.")
        ]
        return bool(within) and all(
            one.confidence == "never" or _is_use(one.fact) for one in within
        )


def _is_use(facts: str | tuple[str, ...] | None) -> bool:
    listed = (facts,) if isinstance(facts, str) else facts or ()
    return any(fact.startswith(_LEFT_TO_A_PERSON) for fact in listed)


def note_sources(order: Order, data: Any, new: dict[str, list[str]]) -> None:
    """Store the sources of answers in `data`, before they replace the order's."""
    before = order.answer_sources
    kept = {path: facts for path, facts in before.items() if _same(order.answers, data, path)}
    order.answer_sources = {**kept, **new}


def _same(one: Any, other: Any, path: str) -> bool:
    value = get(one, path)
    return value is not MISSING and value == get(other, path)


def source_words(customer: Customer, facts: Sequence[str]) -> str:
    """Describe the source of an answer: "acme's registered address"."""
    first = facts[0] if facts else ""
    group, _, _ = first.rpartition(".")
    role = str(customer.facts.get(f"{group}.role") or "")
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in role)
    if group.startswith("addresses."):
        return f"{customer.name}'s {words} address".replace("  ", " ")
    if group.startswith("people."):
        return f"{customer.name}'s {words or 'person'}".replace("contact", "contact person")
    return customer.name


def documents_of(form: Form, order: Order) -> tuple[list[Document], list[tuple[str, str]]]:
    """Return the files uploaded from here, as a customer's documents.

    Returns:
        The documents, and the title and file name of each that no longer exists.
    """
    found, lost = list[Document](), list[tuple[str, str]]()
    for attachment in form.attachments:
        sent = order.attachments.get(attachment.id)
        if sent is None:
            continue
        kinds = kinds_asked(attachment)
        kind = kind_of_type(sent.document_type) or (kinds[0] if len(kinds) == 1 else "other")
        documents = documents_sent(sent, kind)
        if not documents:
            lost.append((attachment.title, sent.file_name))
        found += documents
    return found, lost


def documents_sent(sent: SentAttachment, kind: str) -> list[Document]:
    """Return an upload from here as a customer's documents: a file, or the images merged into one
    PDF; [] if one of them is missing or has changed."""
    if not sent.pages:
        one = _same_file(SentPage(sent.path, sent.sha256), kind, sent.mime_type)
        return [one] if one else []
    pages = [_same_file(page, kind, guess_type(page.path)[0] or "") for page in sent.pages]
    return [one for one in pages if one] if all(pages) else []


def _same_file(sent: SentPage, kind: str, mime_type: str) -> Document | None:
    path = Path(sent.path)
    try:
        sha256, size = digest(path) if sent.path else ("", 0)
    except OSError:
        return None
    if not sha256 or sha256 != sent.sha256:
        return None
    return Document(kind=kind, path=str(path), sha256=sha256, size=size, mime_type=mime_type)


class CustomerChange(Struct, frozen=True, kw_only=True):
    """An answer from a customer, with the value that the customer's facts would give now.

    `is_secret` marks an identity number, of which only the end is shown.
    """

    path: str
    title: str
    answer: Any
    now: Any
    is_secret: bool = False


def changes_since(order: Order, form: Form, source: Source) -> list[CustomerChange]:
    """Return the answers that differ from the customer's current facts; nothing is changed."""
    given = {path: get(order.answers, path) for path in order.answer_sources}
    data = order.answers
    for path in given:
        data = remove(data, path)
    completion = Completion(
        structs.replace(source, accept=True), form, order.region_code, order.number_type
    )
    now = completion(data)
    found = []
    for path, answer in given.items():
        field, value = form.field(path), get(now, path)
        if answer in (MISSING, value):
            continue
        facts, kind = order.answer_sources[path], source.customer.kind
        new = None if value is MISSING else value
        shown = [None if one is None else shortened(facts, one, kind) for one in (answer, new)]
        found.append(
            CustomerChange(
                path=path,
                title=field.title if field else path,
                answer=shown[0],
                now=shown[1],
                is_secret=shown != [answer, new],
            )
        )
    return found


def learn_served(customer: Customer, order: Order) -> bool:
    """Record with a customer's documents that an order was accepted with them.

    Returns:
        True if anything was new.
    """
    return is_for(order, customer) and note_served(customer, order)


def note_served(customer: Customer, order: Order) -> bool:
    """Like `learn_served`, for an order created without a customer."""
    if not order.status.completed:
        return False
    form = read_form(order.lookup.raw if order.lookup else None)
    titles = {one.id: one.title for one in form.attachments}
    when = order.at_server.update_time or order.updated_at
    changed = False
    for attachment_id, sent in order.attachments.items():
        title = titles.get(attachment_id)
        if not title or not sent.sha256:
            continue
        hashes = {sent.sha256, *(page.sha256 for page in sent.pages)}
        for at, document in enumerate(customer.documents):
            served = Served(
                region=order.region_code, type=order.number_type, title=title, accepted_at=when
            )
            if document.sha256 in hashes and not _knows(document.served_for, served):
                customer.documents[at] = structs.replace(
                    document, served_for=(*document.served_for, served)
                )
                changed = True
    return changed


def _knows(known: Iterable[Served], served: Served) -> bool:
    place = (served.region, served.type, served.title)
    return any((one.region, one.type, one.title) == place for one in known)
