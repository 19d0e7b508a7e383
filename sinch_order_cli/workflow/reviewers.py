"""Interpret the reviewers' messages, which are prose and don't name fields by path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from sinch_order_cli.customers import documents as kinds
from sinch_order_cli.customers.concepts import in_context
from sinch_order_cli.customers.context import contexts
from sinch_order_cli.errors import Suggestion
from sinch_order_cli.kyc import MISSING, Form, get, read_form
from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.workflow.mentions import (
    Mention,
    Sentence,
    category,
    is_common,
    known_phrases,
    name_words,
    row_named,
    sentences,
    without_overlaps,
)
from sinch_order_cli.workflow.model import Earlier, Order

MOST = 4
"""Maximum answers that an ambiguous message is related to; more would be useless."""

_STANDS_FOR = {
    "address": {"address", "line1", "street", "fullAddress"},
    "line1": {"line1", "address", "street", "fullAddress"},
    "street": {"street", "line1", "address", "fullAddress"},
    "fullAddress": {"address", "line1", "fullAddress", "street"},
    "name": {"name", "firstName", "lastName", "fullName", "companyName", "legalName"},
    "fullName": {"fullName", "firstName", "lastName"},
    "companyName": {"companyName", "legalName"},
    "legalName": {"legalName", "companyName", "fullName"},
    "number": {"phone", "registrationNumber"},
    "registrationNumber": {"registrationNumber", "shapedNumber", "uid"},
    "shapedNumber": {"shapedNumber", "taxNumber", "registrationNumber"},
    "taxNumber": {"taxNumber", "personTaxNumber", "shapedNumber"},
    "personTaxNumber": {"personTaxNumber", "taxNumber"},
    "usePurpose": {"usePurpose", "useDescription"},
    "useDescription": {"useDescription", "usePurpose"},
    "houseNumber": {"houseNumber", "line1", "street", "address", "fullAddress"},
    "district": {"district", "suburb"},
}
"""Other names of concepts that a form asks for."""

_PARTS = ("houseNumber", "district")
"""Concepts that may be asked for as part of another one."""

_ANY_DOCUMENT = frozenset({
    "document", "file", "scan", "upload", "attachment", "pdf", "image", "photo", "picture", "page",
    "copy",
})  # fmt: skip
_CALLED = frozenset({
    "extract", "certificate", "bill", "statement", "letter", "licence", "card", "permit",
    "attorney", "auszug", "passport",
})  # fmt: skip
"""Short names of documents."""

_NOUNS = _ANY_DOCUMENT | _CALLED | {"proof"}
_LONGEST = 2000
"""Maximum characters of a message to analyse."""

_MOST_MESSAGES = 20
"""Number of the newest messages to analyse."""

_SHORTEST_VALUE = 5


class Meant(Struct, frozen=True):
    """An answer or document that a message may refer to; `given` is None for a document.

    `sure` means that nothing else in the form matches the message as well.
    """

    path: str
    title: str
    given: Any = None
    sure: bool = True

    @property
    def document_id(self) -> str:
        """The ID of the document, "" for an answer."""
        return self.path.removeprefix("attachments.") if self.is_document else ""

    @property
    def is_document(self) -> bool:
        """True for a document."""
        return self.path.startswith("attachments.")


class Remark(Struct, frozen=True):
    """A reviewer message and the parts of the form that it may refer to, in the form's order."""

    message: str
    create_time: str
    meant: tuple[Meant, ...]


class _Target(Struct, frozen=True, kw_only=True):
    """An answer or a document, with its possible names."""

    meant: Meant
    names: tuple[tuple[str, ...], ...]
    concepts: frozenset[str] = frozenset()
    role: str = ""
    section: tuple[str, ...] = ()
    section_path: str = ""
    row: int | None = None
    kinds: tuple[str, ...] = ()
    is_sent: bool = False


def remarks(form: Form, order: Order | Earlier) -> list[Remark]:
    """Return each message with the answers and documents that it mentions, in any words.

    A common word such as "address" counts only together with words of its section.
    """
    known = [*_answers(form, order.answers), *_documents(form, order)]
    looked_at = len(order.logs) - _MOST_MESSAGES
    found = []
    for place, log in enumerate(order.logs):
        message = str(log.get("message") or "")
        meant = _meant(message, known) if place >= looked_at else ()
        found.append(Remark(message, str(log.get("createTime") or ""), meant))
    return found


def asked_by_reviewers(order: Order) -> Order | Earlier | None:
    """Return the order whose messages must be answered: itself if it is BLOCKED, else the rejected
    one that it was created from, or None."""
    if order.status.blocked:
        return order
    if order.earlier is not None and order.earlier.status.rejected:
        return order.earlier
    return None


def last_meant(order: Order) -> tuple[Meant, ...]:
    """Return what the newest specific message refers to, or ()."""
    if not order.logs:
        return ()
    form = read_form(order.lookup.raw if order.lookup else None)
    said = (remark.meant for remark in reversed(remarks(form, order)))
    return next((meant for meant in said if meant), ())


def rejected_paths(form: Form, order: Order) -> list[str]:
    """Return the answers of an order that the newest specific message on the rejected one before it
    refers to, while they are unchanged."""
    source = order.earlier
    if source is None or not source.status.rejected:
        return []
    said = ([m for m in one.meant if not m.is_document] for one in reversed(remarks(form, source)))
    meant = next((found for found in said if found), [])
    return [one.path for one in meant if get(order.answers, one.path) == one.given]


def answering_commands(order: Order) -> tuple[Suggestion, ...]:
    """Return the commands that answer the reviewers of a BLOCKED order, in order."""
    meant = last_meant(order)
    paths = [one.path for one in meant if not one.is_document]
    documents = [one.document_id for one in meant if one.is_document]
    if not meant:
        form = read_form(order.lookup.raw if order.lookup else None)
        paths = ["PATH"] if form.has_fields or order.lookup is None else []
        documents = ["ID"] if form.attachments and not paths else []
    settings = [f"{path}=VALUE" for path in paths]
    return (
        *([Suggestion("register", order.name, set=settings)] if paths else []),
        *(Suggestion("attach", order.name, one, "FILE") for one in documents),
        Suggestion("submit", order.name),
    )


def _answers(form: Form, data: Any) -> Iterator[_Target]:
    data = form.empty() if data is None else data
    for context in contexts(form.questions(data)):
        section = context.section
        for asked in context.asked:
            field = asked.field
            given = get(data, field.path)
            names = {name_words(field.title), name_words(field.name)}
            yield _Target(
                meant=Meant(field.path, field.title, None if given is MISSING else given),
                names=tuple(sorted(names - {()})),
                concepts=frozenset({asked.concept, in_context(asked, context, "")} - {""}),
                role=asked.role or context.role,
                section=name_words(section.title),
                section_path=section.path,
                row=section.row,
            )


def _documents(form: Form, order: Order | Earlier) -> Iterator[_Target]:
    sent = order.attachments if isinstance(order, Order) else {}
    for attachment in form.attachments:
        file = sent[attachment.id].file_name if attachment.id in sent else ""
        yield _Target(
            meant=Meant(f"attachments.{attachment.id}", attachment.title),
            names=tuple(_document_names(attachment, file)),
            kinds=kinds.kinds_asked(attachment),
            is_sent=attachment.id in sent,
        )


def _document_names(attachment: RequiredAttachment, file: str) -> Iterator[tuple[str, ...]]:
    title = name_words(attachment.title)
    yield title
    if len(title) == 2:
        yield title[::-1]  # "authorisation letter", "identity proof"
    yield from map(name_words, attachment.allowed_document_types)
    if file:
        yield name_words(file)


def _meant(message: str, known: Sequence[_Target]) -> tuple[Meant, ...]:
    message = message[:_LONGEST]
    found: dict[str, bool] = {}
    for target in known:
        if _is_spelled_out(target.meant.path, message):
            found[target.meant.path] = True
    whose = ""
    for sentence in sentences(message):
        mentions = without_overlaps(_mentions(sentence, known))
        roles = [one for one in mentions if one.whose and not one.concept]
        for one in mentions:
            for target, sure in _resolved(one, sentence, roles, whose, known):
                found[target.meant.path] = found.get(target.meant.path, False) or sure
        whose = roles[-1].whose if roles else whose
    found = found or _by_section(message, known) or _by_any_document(message, known)
    found = found or _by_value(message, known)
    return tuple(
        Meant(one.meant.path, one.meant.title, one.meant.given, found[one.meant.path])
        for one in known
        if one.meant.path in found
    )


def _is_spelled_out(path: str, message: str) -> bool:
    """Return True if the message contains a path, or a field's name that can't be another word."""
    name = path.rpartition(".")[2]
    spelled = [path] if len(path) > 2 and "." in path else []
    if re.search(r"[a-z][A-Z]|_|\d", name) and not path.startswith("attachments."):
        spelled.append(name)
    return any(
        re.search(rf"(?<![\w.]){re.escape(one)}(?!\w|\.\w)", message) is not None for one in spelled
    )


def _mentions(sentence: Sentence, known: Sequence[_Target]) -> Iterator[Mention]:
    names: dict[tuple[str, ...], list[str]] = {}
    for target in known:
        for name in target.names:
            names.setdefault(name, []).append(target.meant.path)
            if len(name) > 2 and category(name[:2]) in target.concepts:
                names.setdefault(name[:2], []).append(target.meant.path)  # "intended use"
    for name, paths in names.items():
        common = len(name) == 1 and is_common(name[0])
        concept = category(name) if common else ""
        for first, last in sentence.places(name):
            yield Mention(
                first=first, last=last, keys=tuple(paths), concept=concept, is_common=common
            )
    yield from _of_documents(sentence, known)
    yield from known_phrases(sentence)


def _of_documents(sentence: Sentence, known: Sequence[_Target]) -> Iterator[Mention]:
    """Find documents by kind. A document that the form doesn't require matches nothing, and is not
    taken for a field either."""
    has_noun = any(word.text in _NOUNS for word in sentence.words)
    for named, text in kinds.kinds_named(sentence.text):
        if "companyRegistration" in named and not has_noun:
            continue  # "the commercial register" alone is not a document
        words = name_words(text)
        asked = [one.meant.path for one in known if set(named) & set(one.kinds)]
        for first, last in sentence.places(words):
            yield Mention(first=first, last=last, keys=tuple(asked or [""]))


def _resolved(
    mention: Mention,
    sentence: Sentence,
    roles: Sequence[Mention],
    whose_before: str,
    known: Sequence[_Target],
) -> list[tuple[_Target, bool]]:
    """Return what a mention refers to, and whether that is certain."""
    fitting = [one for one in known if _fits(one, mention)]
    exact = [one for one in fitting if mention.concept in one.concepts]
    if exact and not mention.keys and not mention.is_common:
        fitting = exact
    near = min(roles, key=lambda one: abs(one.first - mention.first), default=None)
    whose = mention.whose or (near.whose if near else "") or whose_before
    theirs = [one for one in fitting if _is_theirs(one, whose, sentence)]
    if mention.is_common and not sentence.is_set_apart(mention.first, mention.last):
        fitting = theirs
    elif len(fitting) > 1:
        fitting = theirs or fitting
    fitting = _of_row(fitting, sentence)
    contradicted = whose not in ("", "self") and not theirs
    if len(fitting) > MOST:
        return []
    is_part = mention.concept in _PARTS and not mention.keys
    sure = len(fitting) == 1 and not is_part
    return [(one, sure and (not contradicted or one.role in ("", "self"))) for one in fitting]


def _fits(target: _Target, mention: Mention) -> bool:
    """Return True if a mention can refer to this answer or document, by its words alone."""
    if target.meant.path in mention.keys:
        return True
    if mention.keys and not mention.is_common:
        return False
    wanted = _STANDS_FOR.get(mention.concept, {mention.concept})
    return bool(wanted & target.concepts)


def _is_theirs(target: _Target, whose: str, sentence: Sentence) -> bool:
    """Return True if the sentence names the section or person that an answer belongs to."""
    if target.meant.is_document:
        return False
    if whose and target.role == whose:
        return True
    if not target.section or (len(target.section) == 1 and is_common(target.section[0])):
        return False
    return any(True for _ in sentence.places(target.section))


def _of_row(fitting: list[_Target], sentence: Sentence) -> list[_Target]:
    """Of answers in several rows, return those in the row given by number or by an answer."""
    if len({one.section_path for one in fitting}) < 2:
        return fitting
    number = row_named(sentence)
    return [one for one in fitting if number is not None and one.row == number] or fitting


def _by_section(message: str, known: Sequence[_Target]) -> dict[str, bool]:
    """Return all answers of a section that a message names, if they are few."""
    named = [
        one
        for one in known
        if len(one.section) > 1
        and any(True for s in sentences(message) for _ in s.places(one.section))
    ]
    return {one.meant.path: False for one in named} if len(named) <= MOST else {}


def _by_any_document(message: str, known: Sequence[_Target]) -> dict[str, bool]:
    """Resolve "the document" or "the letter" if only one document is possible."""
    said = {word.text for sentence in sentences(message) for word in sentence.words}
    asked = [one for one in known if one.meant.is_document]
    named = [one for one in asked if any(said & _CALLED & set(name) for name in one.names)]
    if not named and said & _ANY_DOCUMENT:
        named = [one for one in asked if one.is_sent] or asked
    if len(named) > MOST:
        return {}
    return {one.meant.path: len(named) == 1 for one in named}


def _by_value(message: str, known: Sequence[_Target]) -> dict[str, bool]:
    """Return the answers that a message quotes."""
    digits = re.sub(r"(?<=\d)[\s().-]+(?=\d)", "", message)
    found = [
        one
        for one in known
        if isinstance(one.meant.given, str)
        and len(one.meant.given) >= _SHORTEST_VALUE
        and any(
            re.search(rf"(?<!\w){re.escape(one.meant.given)}(?!\w)", text, re.IGNORECASE)
            for text in (message, digits)
        )
    ]
    return {one.meant.path: len(found) == 1 for one in found} if len(found) <= MOST else {}
