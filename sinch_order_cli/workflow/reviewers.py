"""What the reviewers' messages may mean: they are prose, and name no field by its path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from sinch_order_cli.kyc import MISSING, Form, get
from sinch_order_cli.workflow.model import Earlier, Order

_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Meant(Struct, frozen=True):
    """An answer or a document that a message may be about; `given` is None for a document."""

    path: str
    title: str
    given: Any = None


class Remark(Struct, frozen=True):
    """A reviewers' message and what it may mean, in the form's order; nothing where it says not."""

    message: str
    create_time: str
    meant: tuple[Meant, ...]


def remarks(form: Form, order: Order | Earlier) -> list[Remark]:
    """Each message with the answers and documents whose title, name or path stands in it."""
    known = [*_answers(form, order.answers), *_documents(form, order)]
    return [
        Remark(
            str(log.get("message") or ""),
            str(log.get("createTime") or ""),
            _meant(str(log.get("message") or ""), known),
        )
        for log in order.logs
    ]


def _meant(message: str, known: list[tuple[Meant, tuple[str, ...]]]) -> tuple[Meant, ...]:
    said = f" {_words(message)} "
    found: list[tuple[Meant, str]] = []
    for one, names in known:
        matching = [name for name in names if name and f" {name} " in said]
        if matching or (len(one.path) > 2 and one.path in message):
            found.append((one, max(matching, key=len, default=one.path)))
    # "Address, second line" is not about "Address".
    longest = [
        (one, name)
        for one, name in found
        if not any(name != other and f" {name} " in f" {other} " for _, other in found)
    ]
    return tuple(one for one, _ in longest)


def _answers(form: Form, data: Any) -> Iterator[tuple[Meant, tuple[str, ...]]]:
    data = form.empty() if data is None else data
    for section in form.questions(data):
        for field in section.fields:
            given = get(data, field.path)
            meant = Meant(field.path, field.title, None if given is MISSING else given)
            yield meant, (_words(field.title), _words(field.name))


def _documents(form: Form, order: Order | Earlier) -> Iterator[tuple[Meant, tuple[str, ...]]]:
    sent = order.attachments if isinstance(order, Order) else {}
    for attachment in form.attachments:
        file = sent[attachment.id].file_name if attachment.id in sent else ""
        meant = Meant(f"attachments.{attachment.id}", attachment.title)
        yield meant, (_words(attachment.title), _words(file))


def _words(text: str) -> str:
    return " ".join(_WORD.findall(_HUMP.sub(" ", text).casefold()))
