"""The six steps, each once. The wizard, `resume` and the one-off commands all come here.

A step changes the order it is given and hands it to `save` before a request that can't be
repeated and after every answer, so that a kill at any moment leaves a file that says what is
known. A step that the server refuses asks the server for the order and says the real reason: it
has expired, it was submitted elsewhere, it is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.errors import (
    DataError,
    InterruptedByUser,
    NotFoundError,
    SinchOrderError,
    StateError,
    UnknownOutcomeError,
)
from sinch_order_cli.kyc import MISSING, get, read_form
from sinch_order_cli.workflow.order import Lookup, Order, SentAttachment, next_step, timestamp
from sinch_order_cli.workflow.recovery import (
    adopt_command,
    need_created,
    refresh,
    refuse_incomplete,
    say_why,
    settle_submit,
    settle_upload,
    undecided,
)
from sinch_order_cli.workflow.work import (
    Document,
    Work,
    intend,
    learn,
    note_registration,
    settle,
)


def look_up(api: NumbersApi, region_code: str, number_type: str, now: float) -> Lookup:
    """Step 1: what the country asks for. Nothing is changed at the server."""
    answer = api.lookup_number_requirements(region_code, number_type)
    return read_lookup(None if answer is None else answer.raw, now)


def read_lookup(raw: dict[str, Any] | None, now: float) -> Lookup:
    """The lookup's answer as an order keeps it; None is the server's "no rules here"."""
    form = read_form(raw)
    return Lookup(
        looked_up_at=timestamp(now),
        raw=raw,
        needs_registration=form.has_fields,
        attachments=tuple(attachment.id for attachment in form.attachments),
        mandatory_attachments=tuple(a.id for a in form.attachments if a.mandatory),
    )


def create(work: Work, order: Order, *, again: bool = False) -> None:
    """Step 3: reserve. The clock starts with the answer.

    Args:
        again: go on although an earlier attempt's outcome is not known.

    Raises:
        StateError: it is reserved already, or an earlier attempt's outcome is not known.
        NotFoundError: the number is gone.
        DataError: the server does not take the order.
        UnknownOutcomeError: the answer was lost; the order may exist.
    """
    if order.server is not None:
        raise StateError(
            f"{order.name} is reserved already", hint=f"See it: sinch-order status {order.name}"
        )
    if order.intent is not None and not again:
        raise undecided(order)
    intend(work, order, "create")
    try:
        answer = work.api.create_number_order(order.request)
        if not answer.id_number_order:
            raise UnknownOutcomeError(
                "the server took the order but did not say its id",
                reason="an order without its id can't be gone on with",
                hint=f"Ask Sinch for the order's id, then: {adopt_command(order)}",
            )
    except (UnknownOutcomeError, InterruptedByUser):
        raise
    except SinchOrderError:
        settle(work, order)
        raise
    learn(work, order, answer)
    order.intent = None
    work.save(order)


def register(work: Work, order: Order, data: Any) -> None:
    """Step 4: send the whole registration. Idempotent: it may be sent as often as one likes.

    Raises:
        DataError: the server does not accept it; `details` name the fields, by path where the
            server's words could be mapped to one. The answers are saved all the same.
        StateError, NotFoundError: the order can't take a registration any more.
    """
    need_created(order, "register")
    order.answers = data
    order.registered_at = ""
    work.save(order)
    try:
        answer = work.api.update_registration(order.id_number_order, data)
    except DataError as error:
        say_why(work, order, "register", error, to=_name_fields(order, data, error))
    except (NotFoundError, StateError) as error:
        say_why(work, order, "register", error)
    order.registered_at = timestamp(work.now())
    note_registration(order, answer)
    work.save(order)


def attach(
    work: Work,
    order: Order,
    attachment_id: str,
    document: Document,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Step 5: upload one document. A second upload to the same id replaces the first (inferred).

    Args:
        progress: told how many bytes have been sent so far.

    Raises:
        DataError: the server does not accept the document.
        StateError, NotFoundError: the order can't take documents any more.
        UnreachableError: it is certain that the document did not arrive; do it again.
        UnknownOutcomeError: it may have arrived, and the server can't be asked.
    """
    need_created(order, "attach")
    intend(work, order, "attach", attachment_id)
    try:
        work.api.upload_attachment(
            order.id_number_order,
            attachment_id,
            file=document.file,
            file_name=document.file_name,
            mime_type=document.mime_type,
            document_type=document.document_type,
            size=document.size,
            progress=progress,
        )
    except UnknownOutcomeError as error:
        settle_upload(work, order, attachment_id, document, error)
    except (DataError, NotFoundError, StateError) as error:
        settle(work, order)
        say_why(work, order, "attach", error)
    except InterruptedByUser:
        raise
    except SinchOrderError:
        settle(work, order)
        raise
    order.intent = None
    order.attachments[attachment_id] = SentAttachment(
        file_name=document.file_name,
        mime_type=document.mime_type,
        document_type=document.document_type,
        upload_status="WAITING",
        sent_at=timestamp(work.now()),
    )
    work.save(order)


def submit(work: Work, order: Order) -> None:
    """Step 6: hand the order to the reviewers.

    Raises:
        StateError: something is missing that only an earlier step can give, or the order was
            submitted already, or has ended.
        DataError: the server does not accept it as it is.
        UnreachableError: it is certain that it was not submitted; do it again.
        UnknownOutcomeError: it may have been submitted, and the server can't be asked.
    """
    need_created(order, "submit")
    if next_step(order) not in ("submit", "review"):
        refresh(work, order)
        need_created(order, "submit")
        refuse_incomplete(order)
    intend(work, order, "submit")
    try:
        answer = work.api.submit_number_order(order.id_number_order)
    except UnknownOutcomeError as error:
        answer = settle_submit(work, order, error)
    except (DataError, NotFoundError, StateError) as error:
        settle(work, order)
        say_why(work, order, "submit", error)
    except InterruptedByUser:
        raise
    except SinchOrderError:
        settle(work, order)
        raise
    learn(work, order, answer)
    if order.state in ("CREATED", ""):
        order.server = {**(order.server or {}), "state": "IN_REVIEW"}
    order.intent = None
    work.save(order)


def _name_fields(order: Order, data: Any, error: DataError) -> DataError:
    """The server's violations, each with the field it means where that can be told."""
    form = read_form(order.lookup.raw if order.lookup else None)
    details: list[dict[str, Any]] = []
    for detail in error.details:
        said = str(detail.get("field") or "")
        paths = form.locate(said, data)
        shown = {"problem": detail.get("description") or error.message, "field": said}
        for path in paths or (None,):
            field = form.field(path) if path is not None else None
            given = get(data, path) if path is not None else MISSING
            details.append(
                {
                    "path": path,
                    "title": field.title if field else said,
                    "given": None if given is MISSING else given,
                    **shown,
                }
            )
    return DataError(
        error.message,
        reason=error.reason,
        hint=f"Correct and send again: sinch-order register {order.name} --set PATH=VALUE",
        details=details,
    )
