"""Wait until the server has checked uploaded documents (WAITING, then COMPLETED or FAILED)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from sinch_order_cli.errors import DataError, Suggestion, UnreachableError, WatchTimeoutError
from sinch_order_cli.text import duration
from sinch_order_cli.workflow.context import Context, note_registration
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.states import UNUSABLE
from sinch_order_cli.workflow.sync import get_registration

PATIENCE = 120.0
"""Default seconds to wait for documents."""

_FIRST, _LONGEST = 2.0, 10.0
"""Seconds between two checks, initially and at most."""


def wait_for_documents(
    context: Context,
    order: Order,
    attachment_ids: Sequence[str],
    *,
    timeout: float = PATIENCE,
    sleep: Callable[[float], None] = time.sleep,
    monotonic: Callable[[], float] = time.monotonic,
) -> None:
    """Wait until the server has checked all these documents.

    Raises:
        DataError: a document could not be used, or the server doesn't have it.
        WatchTimeoutError: a document is still being checked after `timeout` seconds.
        NotFoundError, AuthError, UnreachableError: the server can't be asked.
    """
    ends, wait, failures = monotonic() + timeout, _FIRST, 0
    while waiting := _waiting(order, attachment_ids):
        left = ends - monotonic()
        if left <= 0:
            raise _still_waiting(order, waiting, timeout)
        sleep(min(wait, left))
        wait = min(wait * 1.5, _LONGEST)
        try:
            registration = get_registration(context, order)
        except UnreachableError:
            failures += 1
            if failures > 3 or monotonic() >= ends:
                raise
            continue
        failures = 0
        note_registration(order, registration, context.now())
        context.save(order)
    for one in attachment_ids:
        if one not in order.attachments:
            raise DataError(
                "the server doesn't have a document that was uploaded",
                reason="an upload may have been answered by something in between",
                hint=Suggestion("attach", order.name, one, "FILE", say="To upload it again"),
                details=[{"where": f"attachments.{one}", "problem": "not uploaded"}],
            )
        if order.attachments[one].status.unusable:
            raise DataError(
                f"{order.attachments[one].file_name}: {UNUSABLE.meaning}",
                hint=Suggestion("attach", order.name, one, "FILE", say="To upload it again"),
                details=[
                    {
                        "where": f"attachments.{one}",
                        "title": order.attachments[one].file_name,
                        "problem": UNUSABLE.meaning,
                    }
                ],
            )


def _waiting(order: Order, attachment_ids: Sequence[str]) -> list[str]:
    return [
        one
        for one in attachment_ids
        if one in order.attachments and order.attachments[one].status.waiting
    ]


def _still_waiting(order: Order, waiting: Sequence[str], timeout: float) -> WatchTimeoutError:
    names = ", ".join(order.attachments[one].file_name for one in waiting)
    waited = duration(timeout) if timeout >= 1 else f"{timeout:g} s"
    return WatchTimeoutError(
        f"{names}: still being processed after {waited}",
        reason="the server checks documents after the upload",
        hint=[
            Suggestion("attach", order.name, say="To check whether it has", list=True),
            Suggestion("submit", order.name, say="Then, to submit"),
        ],
        details=[
            {"where": f"attachments.{one}", "problem": "still being processed"} for one in waiting
        ],
    )
