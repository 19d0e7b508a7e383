"""`status`: the current state of orders."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.exec_hooks import hooks_for
from sinch_order_cli.commands.options import Exec, duration
from sinch_order_cli.errors import SinchOrderError, Suggestion, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sinch_order_cli.results import order_shapes
    from sinch_order_cli.service.hooks import Hooks
    from sinch_order_cli.workflow.model import Order

_NONE_OPEN = Suggestion("orders", say="No order is open on the server. To list all", all=True)
INTERVAL = 30.0
SANDBOX_INTERVAL = 1.0
_SET_UP_WITHIN = 30 * 86400.0
"""Seconds after which a completed order is no longer checked unless it is named."""

GRACE = 1.0
"""Seconds that the last check may exceed --timeout by."""


# Over 60 lines: Typer reads the options from the signature and the help from the docstring.
@with_run
def status(
    run: Run,
    order: Annotated[
        str, typer.Argument(metavar="ORDER", help="Order name or ID, or the start of one.")
    ] = "",
    watch: Annotated[
        bool,
        typer.Option(
            "--watch", help="Watch until the order is completed, rejected, expired or blocked."
        ),
    ] = False,
    interval: Annotated[
        str, typer.Option(metavar="TIME", help="Time between checks, such as 5m (default 30s).")
    ] = "",
    timeout: Annotated[
        str,
        typer.Option(metavar="TIME", help="Stop watching after this time, such as 90s, 15m or 2h."),
    ] = "",
    all: Annotated[bool, typer.Option("--all", help="Show every open order.")] = False,
    until: Annotated[
        str,
        typer.Option(
            metavar="usable",
            help="With --watch: continue until SMS and voice are set up (usable). With --all, also "
            "for orders completed in the last 30 days.",
        ),
    ] = "",
    exec_: Exec = "",
) -> None:
    """Show an order's state, time left, documents and messages.

    With --watch, exits with 0 when the order is COMPLETED, with 10 if it was rejected, expired or
    is blocked, and with 9 after --timeout.

    \b
    Examples:
      sinch-order status au-mobile-112
      sinch-order status au-mobile-112 --watch --timeout 1h
      sinch-order status au-mobile-112 --watch --until usable
      sinch-order status --all --watch --exec "tee -a changes.log"
      sinch-order status --all --json
    """
    if order and all:
        raise UsageError("ORDER can't be combined with --all", hint="Give one of them.")
    if not order and not all:
        raise UsageError("give ORDER or --all", hint=Suggestion("orders", say="To list them"))
    if (interval or timeout or until or exec_) and not watch:
        raise UsageError("--interval, --timeout, --until and --exec go with --watch")
    if until not in ("", "usable"):
        raise UsageError(
            f"'{until}' is not a valid --until value",
            hint="Use --until usable.",
            details=[{"flag": "--until", "problem": "must be usable", "given": until}],
        )
    run.looks_at_numbers = bool(until) or not watch
    pause = duration(interval, "--interval") if interval else _pause(run)
    if not pause:
        raise UsageError(
            "--interval must be more than 0",
            details=[{"flag": "--interval", "problem": "must be more than 0", "given": interval}],
        )
    most = duration(timeout, "--timeout") if timeout else None
    if watch:
        names = _open_names(run) if all else [run.store.resolve(order)]
        names += _names_being_set_up(run) if all and until else []
        if not names:
            run.terminal.hint(_NONE_OPEN)
            return
        if not all:
            _say_what_is_next(run, names[0])
        with hooks_for(run, exec_) as hooks:
            _watch(run, names, pause, most, usable=bool(until), hooks=hooks)
    elif all:
        _status_of_all(run)
    else:
        run.open_early(2)
        _status(run, order)


def _say_what_is_next(run: Run, name: str) -> None:
    """Print the next step of an order that is not submitted, as watching alone won't change it."""
    from sinch_order_cli.workflow.suggestions import next_suggestion

    order = run.store.load(name)
    if order.status.reserved and (go_on := next_suggestion(order)):
        run.terminal.hint(go_on.saying(f"{name} is not submitted yet. The next step"))


def _pause(run: Run) -> float:
    """Return the default seconds between two checks."""
    return SANDBOX_INTERVAL if run.settings.sandbox else INTERVAL


def _status(run: Run, reference: str) -> None:
    from sinch_order_cli.views.order_view import show_status

    with run.current(reference) as order:
        if order.name in run.doubts:
            from sinch_order_cli.workflow.unknown_outcome import unknown

            doubt = unknown(order, run.doubts[order.name])
            run.terminal.warn(f"{doubt.message}. {doubt.reason[:1].upper()}{doubt.reason[1:]}")
            run.terminal.show(text=lambda: run.terminal.hint(doubt.hints))
        show_status(run.terminal, order, run.now())


def _open_names(run: Run) -> list[str]:
    from sinch_order_cli.store.index import OrderIndex

    return [
        one.name
        for one in OrderIndex(run.store).open_orders()
        if one.server is not None and not one.not_found_since
    ]


def _names_being_set_up(run: Run) -> list[str]:
    """Return recently completed orders whose provisioning has neither succeeded nor failed yet."""
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.workflow.provisioning import failed, usable

    found = []
    for name, order in OrderIndex(run.store).as_seen().items():
        if order is None or not order.status.completed or usable(order) or failed(order):
            continue
        changed = order.changed_at
        if changed is not None and run.now() - changed.timestamp() < _SET_UP_WITHIN:
            found.append(name)
    return found


def _status_of_all(run: Run) -> None:
    from sinch_order_cli.service.order_fetcher import WORKERS, OrderFetcher
    from sinch_order_cli.views.order_view import print_status

    seen: list[tuple[Order, float]] = []
    names = _open_names(run)
    if not names:
        run.terminal.hint(_NONE_OPEN)
    else:
        run.open_early(min(len(names), WORKERS))
    with OrderFetcher(run) as fetcher:
        for name, found in fetcher.each(names):
            if isinstance(found, SinchOrderError):
                run.terminal.warn(f"{name}: {found.message}")
                continue
            seen.append((found, run.now()))
            run.terminal.show(text=partial(print_status, run.terminal, found, run.now()))
    run.terminal.show(json=lambda: _states(seen))


def _states(seen: Sequence[tuple[Order, float]]) -> order_shapes.OrderStates:
    """Return the orders for `--json`, each as of its time."""
    from sinch_order_cli.results import order_shapes
    from sinch_order_cli.views.order_results import order_result

    return order_shapes.OrderStates(orders=[order_result(order, now) for order, now in seen])


def _watch(
    run: Run,
    names: Sequence[str],
    interval: float,
    timeout: float | None,
    *,
    usable: bool,
    hooks: Hooks | None,
) -> None:
    from sinch_order_cli.views.watch_view import follow

    if timeout is not None:
        run.end_by = time.monotonic() + timeout + GRACE

    def begin(waiting: Sequence[str]) -> None:
        if hooks is not None:
            for name in waiting:
                hooks.begin(run.store.load(name))
        fetcher.begin(waiting)

    def look(name: str) -> Order:
        order = fetcher.look(name)
        need_reserved(order)
        if hooks is not None and hooks.look(order) and name in run.marks:
            run.store.save_unless_changed(order, run.marks[name])
        return order

    from sinch_order_cli.service.order_fetcher import OrderFetcher
    from sinch_order_cli.workflow.sync import need_reserved

    with OrderFetcher(run) as fetcher:
        follow(
            run.terminal,
            names,
            look,
            run.now,
            interval=interval,
            timeout=timeout,
            usable=usable,
            sleep=time.sleep if hooks is None else _sleeper(run, hooks),
            begin=begin,
        )


def _sleeper(run: Run, hooks: Hooks) -> Callable[[float], None]:
    """Return a function that sleeps between checks, and prints failures of the user's command."""

    def sleep(seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            for failure in hooks.failures(wait=left):
                run.terminal.warn(failure)

    return sleep
