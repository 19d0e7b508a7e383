"""The answers and documents of a row: its own, then those from its customer's facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

from sinch_order_cli.customers.documents import digest as file_digest
from sinch_order_cli.customers.documents import kind_of_type, match_documents
from sinch_order_cli.customers.fill import fill
from sinch_order_cli.errors import NotFoundError, SinchOrderError, UsageError
from sinch_order_cli.kyc import Form, get, remove
from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.service.batch_file import Row
from sinch_order_cli.service.batch_table import RowProblem
from sinch_order_cli.service.batch_workers import Worker
from sinch_order_cli.text import safe
from sinch_order_cli.workflow.documents import document_type, find_attachment, open_pages
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.numbers import spread
from sinch_order_cli.workflow.registration import Prepared, prepare


class Paper(Struct, frozen=True):
    """A file to upload, or images to merge into one, with its required document and type."""

    attachment: RequiredAttachment
    paths: Sequence[Path]
    document_type: str
    column: str


def answers_for(worker: Worker, row: Row, order: Order | None, numbers: Sequence[str]) -> Prepared:
    """Return the answers of a row: its own, then the order's, then the customer's certain facts.

    What an earlier version of the row answered, and this one doesn't, is left out: the row may be
    for another company now.

    Args:
        order: the row's, or None.
        numbers: the order's, or those that it will have.

    Raises:
        UsageError, DataError: a column matches no answer, or its value is invalid.
        NotFoundError: there is no such customer.
    """
    form = worker.form(row.region, row.type)
    place = f"{row.region} {row.type}"
    named = bool(row.wanted.number)
    kept = order.answers if order is not None else None
    if order is not None and order.batch is not None and kept is not None:
        for path in set(order.batch.paths).difference(paths_of(form, row, kept)):
            kept = remove(kept, path)

    def prepared(data: Any) -> Prepared:
        return prepare(
            form,
            kept=data,
            settings=_for_each_entry(form, data, row.settings),
            named=place,
            numbers=numbers,
            renumber=not named,
            complete=None if named else lambda found: spread(form, found, numbers)[0],
        )

    if not row.customer:
        return prepared(kept)
    customer, lessons = worker.shared.customer(row.customer)

    def filled(data: Any) -> Any:
        return fill(
            form, customer, region=row.region, type=row.type, data=data, lessons=lessons
        ).data

    found = prepared(filled(kept))
    more = filled(found.data)  # the row's own answers can add questions
    return found if more == found.data else prepared(more)


def _for_each_entry(form: Form, data: Any, settings: Sequence[str]) -> list[str]:
    """Return `PATH=VALUE` texts; a name without entry is repeated for the entry of each number.

    The number itself is not repeated, as the other entries have the order's other numbers.
    """
    found = []
    for setting in settings:
        name, _, value = setting.partition("=")
        paths = form.resolve(name.strip(), data)
        alike = {re.sub(r"\b\d+\b", "*", path) for path in paths}
        if len(paths) > 1 and len(alike) == 1:
            field = form.field(paths[0])
            entries = paths[:1] if field is not None and field.is_number else paths
            found += [f"{path}={value}" for path in entries]
        else:
            found.append(setting)
    return found


def paths_of(form: Form, row: Row, data: Any) -> tuple[str, ...]:
    """Return the paths of the answers that a row gives itself."""
    given = [setting.partition("=")[0].strip() for setting in row.settings]
    return tuple(path for name in given for path in form.resolve(name, data))


def doubled(worker: Worker, row: Row, prepared: Prepared) -> list[RowProblem]:
    """Return the answers that two columns give."""
    paths = Counter(paths_of(worker.form(row.region, row.type), row, prepared.data))
    return [
        _problem(row, f"set.{path}", "two columns are for this answer")
        for path, count in paths.items()
        if count > 1
    ]


def digest(row: Row) -> str:
    """Return a digest that changes with the row's answers."""
    content = "\0".join([row.customer, *sorted(row.settings)])
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def changed_paths(form: Form, before: Any, after: Any) -> list[str]:
    """Return the paths of the answers that differ."""
    fields = [field.path for section in form.questions(after) for field in section.fields]
    return [path for path in fields if get(before, path, None) != get(after, path, None)]


def answer_problems(worker: Worker, row: Row, prepared: Prepared) -> list[RowProblem]:
    """Return the problems with a row's answers that can be found before the reservation."""
    form = worker.form(row.region, row.type)
    if not form.has_fields:
        return []
    known = bool(row.wanted.number)
    return [
        _problem(row, f"set.{one.path}", f"{one.title}: {one.told}" if one.title else one.told)
        for one in prepared.problems
        if known or not _is_number(form, one.path)
    ]


def _is_number(form: Form, path: str) -> bool:
    field = form.field(path)
    return field is not None and field.is_number


def error_problems(row: Row, error: SinchOrderError) -> list[RowProblem]:
    """Return the problems in an error, by column."""
    code = error.exit_code
    found = []
    for detail in error.details:
        name = str(detail.get("path") or detail.get("flag") or "")
        if name == "CUSTOMER":
            found.append(_problem(row, "customer", error.message, code))
        elif name and detail.get("problem"):
            column = f"set.{name.removeprefix('--set ').partition('=')[0]}"
            found.append(_problem(row, column, str(detail["problem"]), code))
    if found:
        return found
    reason = f": {error.reason}" if error.reason else ""
    paths = [setting.partition("=")[0] for setting in row.settings]
    named = [path for path in paths if f"'{path}'" in error.message]
    column = f"set.{named[0]}" if len(named) == 1 else ""
    if isinstance(error, NotFoundError) and f"'{row.customer}'" in error.message:
        column = "customer"
    return [_problem(row, column, f"{error.message}{reason}", code)]


def _problem(row: Row, column: str, problem: str, exit_code: int = 3) -> RowProblem:
    code = 3 if exit_code == 2 else exit_code
    return RowProblem(row=row.row, ref=row.ref, column=column, problem=problem, exit_code=code)


def papers(worker: Worker, row: Row, order: Order | None) -> tuple[list[Paper], list[RowProblem]]:
    """Return the documents that a row uploads, and their problems.

    Documents already on the server are omitted, except unusable ones.
    """
    attachments = worker.form(row.region, row.type).attachments
    found: dict[str, Paper] = {}
    problems: list[RowProblem] = []
    for title, path in row.documents.items():
        column = f"document.{title}"
        try:
            attachment = find_attachment(attachments, title, row.ref)
            given = row.document_types.get(title, "")
            kind = document_type(attachment, given or _likely_type(attachment, path))
            if attachment.id in found:
                said = f"{found[attachment.id].column} is for the same document"
                problems.append(_problem(row, column, said))
            found[attachment.id] = Paper(attachment, [Path(path)], kind, column)
        except SinchOrderError as error:
            reason = f": {error.reason}" if error.reason else ""
            fix = ""
            if isinstance(error, UsageError):
                fix = f"Give the type in a column document_type.{title}."
            problem = _problem(row, column, f"{error.message}{reason}")
            problems.append(RowProblem(**_fields(problem) | {"fix": fix}))
    for title in row.document_types.keys() - row.documents.keys():
        said = f"there is no column document.{title}"
        problems.append(_problem(row, f"document_type.{title}", said))
    open_ones = [one for one in attachments if one.id not in found]
    found |= {one.attachment.id: one for one in _customers_papers(worker, row, open_ones)}
    sent = order.attachments if order else {}
    wanted = [paper for paper in found.values() if not _is_there(order, paper)]
    for paper in wanted:
        problems += _file_problems(row, paper)
    for one in attachments:
        there = (
            one.id in found
            or one.id in sent
            or f"document.{one.title}" in {problem.column for problem in problems}
        )
        if one.mandatory and not there:
            problems.append(_problem(row, f"document.{one.title}", "the document is missing"))
    if order is not None and order.status.reserved:
        open_ones = [one for one in attachments if one.id not in found]
        problems += _no_longer_named(row, order, open_ones)
    return wanted, problems


def _no_longer_named(
    row: Row, order: Order, attachments: Sequence[RequiredAttachment]
) -> list[RowProblem]:
    """Return the documents on the server that an earlier version of the row named, and this one
    doesn't: they may be another company's."""
    fix = "Upload the right document with attach, or use another ref for a new order."
    return [
        RowProblem(
            row=row.row,
            ref=row.ref,
            column=f"document.{one.title}",
            problem=f"{safe(order.attachments[one.id].file_name)} was uploaded for an earlier "
            "version of the row, which no longer names a document",
            exit_code=3,
            fix=fix,
        )
        for one in attachments
        if _was_named(order, one.id)
    ]


def _was_named(order: Order, attachment_id: str) -> bool:
    """Return True if a document on the server is, or may be, one that the row named itself."""
    sent = order.attachments.get(attachment_id)
    own = order.batch.documents.get(attachment_id, ()) if order.batch else ()
    return sent is not None and bool(own) and sent.sha256 in (*own, "")


def _is_there(order: Order | None, paper: Paper) -> bool:
    """Return True if the server has a document, and it is the row's own file or was not named by an
    earlier version of the row."""
    sent = order.attachments.get(paper.attachment.id) if order is not None else None
    if order is None or sent is None or sent.status.unusable:
        return False
    unknown = paper.column == "customer" or not sent.sha256
    if unknown and not _was_named(order, paper.attachment.id):
        return True
    try:
        sha256 = file_digest(paper.paths[0])[0]
    except OSError:  # reported with the file's problems
        return False
    if not sent.sha256 and order.batch is not None:  # it was sent, but there was no answer
        return order.batch.documents[paper.attachment.id] == (sha256,)
    return sent.sha256 == sha256


def _fields(problem: RowProblem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in problem.__struct_fields__}


def _file_problems(row: Row, paper: Paper) -> list[RowProblem]:
    try:
        with open_pages(paper.paths, paper.attachment, paper.document_type):
            return []
    except SinchOrderError as error:
        reason = f": {error.reason}" if error.reason else ""
        return [_problem(row, paper.column, f"{error.message}{reason}")]


def _likely_type(attachment: RequiredAttachment, path: str) -> str:
    """Return the document type found in the file name, or the only one allowed; "" if unclear."""
    allowed = attachment.allowed_document_types
    if len(allowed) == 1:
        return allowed[0]
    kind = kind_of_type(Path(path).stem.replace("_", " ").replace("-", " "))
    fitting = [one for one in allowed if kind and kind_of_type(one) == kind]
    return fitting[0] if len(fitting) == 1 else ""


def _customers_papers(
    worker: Worker, row: Row, attachments: Sequence[RequiredAttachment]
) -> list[Paper]:
    """Return the customer's documents that certainly match."""
    if not row.customer or not attachments:
        return []
    customer, _ = worker.shared.customer(row.customer)
    today = datetime.fromtimestamp(worker.tools.now(), UTC).date()
    matches = match_documents(customer, attachments, region=row.region, type=row.type, today=today)
    by_id = {one.id: one for one in attachments}
    found = []
    for match in matches:
        attachment = by_id[match.attachment_id]
        needs_type = attachment.allowed_document_types and not match.document_type
        if match.confidence == "sure" and match.document and not match.problems and not needs_type:
            found.append(Paper(attachment, match.paths, match.document_type, "customer"))
    return found
