"""Watch orders until they are final or blocked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sinch_order_cli.errors import (
    Hint,
    RefusedError,
    Suggestion,
    UnreachableError,
    WatchTimeoutError,
)
from sinch_order_cli.text import duration
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.provisioning import error_words, failed, usable
from sinch_order_cli.workflow.states import SETUP_FAILED
from sinch_order_cli.workflow.suggestions import next_suggestion

LONGEST_REASON = 2000
"""Maximum characters of a reviewer message repeated in an error."""

MAX_FAILURES = 5
"""Failed checks of all orders in a row before watching stops; each has had the client's own
retries."""


# Over 60 lines: a third of it documents the callbacks, and the loop is hard to split.
def watch(
    names: Sequence[str],
    look: Callable[[str], Order],
    *,
    interval: float,
    timeout: float | None,
    now: Callable[[], float],
    sleep: Callable[[float], None],
    seen: Callable[[Order], None],
    trouble: Callable[[UnreachableError], None] = lambda error: None,
    until_usable: bool = False,
    begin: Callable[[Sequence[str]], None] = lambda names: None,
) -> None:
    """Check each order every `interval` seconds until all are COMPLETED, otherwise final, or
    BLOCKED.

    A longer Retry-After from the server delays the next check.

    Args:
        look: fetches the order of that name from the server.
        timeout: seconds after which to stop; None never stops.
        now: the time in seconds since 1970.
        seen: called after every check.
        trouble: called when a check failed and another will be tried.
        begin: called with the orders that `look` will be called for, to fetch them together.
        until_usable: watch completed orders until the provisioning of SMS and voice has ended.

    Raises:
        RefusedError: none can change by itself any more, and one is REJECTED, EXPIRED, or BLOCKED.
        WatchTimeoutError: `timeout` passed; the orders are not affected.
        NotFoundError, AuthError, UnreachableError: the server can't be asked any more.
    """
    started = now()
    failures = 0
    waiting = list(names)
    states: dict[str, str] = {}
    bad: list[Order] = []
    while True:
        wait = interval
        errors: list[UnreachableError] = []
        asked = len(waiting)
        begin(waiting)
        for name in list(waiting):
            try:
                order = look(name)
            except UnreachableError as error:
                errors.append(error)
                wait = max(wait, error.retry_after or 0.0)
                continue
            states[name] = order.state
            seen(order)
            if _is_over(order, until_usable):
                waiting.remove(name)
                if not order.status.completed or (until_usable and failed(order)):
                    bad.append(order)
        failures = failures + 1 if len(errors) == asked else 0  # no order could be looked at
        if failures >= MAX_FAILURES:
            raise errors[-1]
        for one in errors:
            trouble(one)
        if not waiting:
            break
        if timeout is not None:
            left = started + timeout - now()
            if left <= 0:
                raise _timed_out(waiting, states, timeout, until_usable=until_usable)
            wait = min(wait, left)
        sleep(wait)
    if bad:
        raise refused(bad[0]) if len(bad) == 1 else _several_refused(bad)


def _is_over(order: Order, until_usable: bool) -> bool:
    """Return True if there is nothing more to watch."""
    if order.status.completed and until_usable:
        return bool(usable(order) or failed(order))
    return order.status.decided


def _setup_failed(order: Order) -> RefusedError:
    """Return the error for a completed order whose SMS or voice provisioning failed, with the
    meaning of each code."""
    found = failed(order)
    parts = [
        part
        for one in found
        for part, status in (("SMS", one.sms), ("voice", one.voice))
        if status == SETUP_FAILED
    ]
    codes = [error_words(code) for one in found for code in one.sms_error_codes]
    return RefusedError(
        f"{order.name} is completed, but setting up {' and '.join(dict.fromkeys(parts))} failed",
        reason="; ".join(dict.fromkeys(codes)),
        hint=Suggestion("status", order.name, say="To check again"),
        details=[
            {"name": order.name, "state": order.state, "phoneNumber": one.phone_number}
            for one in found
        ],
    )


def refused(order: Order) -> RefusedError:
    """Return the error for an order not COMPLETED, with the last reviewer message."""
    if order.status.completed:
        return _setup_failed(order)
    words = str(order.logs[-1].get("message") or "")[:LONGEST_REASON] if order.logs else ""
    hint: Hint = Suggestion(
        "create", say="To start a new order with the same answers", from_=order.name
    )
    if order.status.blocked:
        hint = answering_hint(order)
    return RefusedError(
        f"{order.name} {order.status.told}",
        reason=words,
        hint=hint,
        details=[{"name": order.name, "state": order.state, "logs": order.logs}],
    )


def answering_hint(order: Order) -> list[str | Suggestion]:
    """Return how to answer the reviewers, a step on each line, the command last."""
    from sinch_order_cli.workflow.reviewers import answering_commands

    *commands, submit = answering_commands(order)
    lines: list[str | Suggestion] = [
        one.saying("To upload the document again" if one.argv[0] == "attach" else "To correct it")
        for one in commands
    ]
    again = "Then, to submit it again" if lines else "To submit it again"
    return [*lines, submit.saying(again)]


def _several_refused(orders: Sequence[Order]) -> RefusedError:
    """Return the error for several orders not COMPLETED, with the command that continues each."""
    from sinch_order_cli.workflow.reviewers import answering_commands

    lines = []
    for order in orders:
        command = next_suggestion(order) or Suggestion("status", order.name)
        if order.status.blocked:
            command = answering_commands(order)[0]
        lines.append(command.saying(f"{order.name} is {order.state}"))
    return RefusedError(
        f"{len(orders)} orders were rejected, expired or need action",
        hint=lines,
        details=[detail for order in orders for detail in refused(order).details],
    )


def _timed_out(
    waiting: Sequence[str], states: dict[str, str], timeout: float, *, until_usable: bool
) -> WatchTimeoutError:
    first = waiting[0]
    others = f" and {len(waiting) - 1} more" if len(waiting) > 1 else ""
    until = {"until": "usable"} if until_usable else {}
    again = Suggestion(
        "status", *([] if others else [first]), all=bool(others), watch=True, **until
    )
    waited = duration(timeout) if timeout >= 1 else f"{timeout:g} s"
    return WatchTimeoutError(
        f"{first}{others}: still {states.get(first) or 'not final'} after {waited}",
        hint=again.saying("To keep watching"),
        details=[{"name": name, "state": states.get(name)} for name in waiting],
    )
