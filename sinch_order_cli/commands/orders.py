"""`orders` and `forget`: what is kept on this machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.options import Yes
from sinch_order_cli.commands.run import Run, with_run
from sinch_order_cli.errors import UsageError

if TYPE_CHECKING:
    from sinch_order_cli.workflow.order import Order

_UNITS = {"d": 86400, "h": 3600, "m": 60, "w": 604800}


@with_run
def orders(
    run: Run,
    all: Annotated[bool, typer.Option("--all", help="The final ones too.")] = False,
) -> None:
    """List the orders known on this machine, the most urgent first.

    The states are those last seen; `status` asks the server.

    \b
    Examples:
      sinch-order orders
      sinch-order orders --all --json
    """
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.store.orders import by_urgency
    from sinch_order_cli.workflow.order import as_json

    index = OrderIndex(run.store)
    found = by_urgency(list(index.all_orders() if all else index.open_orders()), run.now())
    if run.settings.flags.json:
        run.terminal.result_json({"orders": [as_json(order) for order in found]})
        return
    if not found:
        run.terminal.note("No orders here yet. Start one: sinch-order wizard")
        return
    from sinch_order_cli.terminal.report import ORDER_COLUMNS, order_row

    run.terminal.table(ORDER_COLUMNS, [order_row(order, run.now()) for order in found])


@with_run
def forget(
    run: Run,
    order: Annotated[
        list[str] | None, typer.Argument(metavar="ORDER…", help="Names or ids of orders.")
    ] = None,
    final: Annotated[bool, typer.Option("--final", help="All orders that are final.")] = False,
    older_than: Annotated[
        str, typer.Option(metavar="30d", help="Only those not touched for so long: 30d, 12h, 4w.")
    ] = "",
    yes: Yes = False,
) -> None:
    """Remove what is kept here of an order: its answers, its documents' names, its id.

    The order at the server is not changed.

    \b
    Examples:
      sinch-order forget au-mobile-112
      sinch-order forget --final --older-than 30d
    """
    if bool(order) == final:
        raise UsageError("name orders, or give --final", hint="See them: sinch-order orders --all")
    if older_than and not final:
        raise UsageError("--older-than goes with --final")
    chosen = (
        _final_orders(run, older_than)
        if final
        else [run.store.load(run.store.resolve(one)) for one in order or ()]
    )
    live = [one for one in chosen if one.server is not None and not one.is_final]
    if live and not yes and run.terminal.interactive:
        names = ", ".join(one.name for one in live)
        question = (
            f"Forget {names}? The order goes on at the server, but this program won't know it"
        )
        if not run.prompter.confirm(question, flag="--yes", default=False):
            return
    for one in chosen:
        run.store.forget(one.name)
        if not run.settings.flags.json:
            run.terminal.success(f"Forgot {one.name}.")
        if one in live:
            from sinch_order_cli.workflow.recovery import adopt_command

            run.terminal.note(
                f"It is {one.state} at the server. To know it again: {adopt_command(one)}"
            )
    if run.settings.flags.json:
        run.terminal.result_json({"forgotten": [one.name for one in chosen]})
    elif not chosen:
        run.terminal.note("There is nothing to forget.")


def _final_orders(run: Run, older_than: str) -> list[Order]:
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.workflow.order import parse_time

    latest = run.now() - _seconds(older_than) if older_than else None
    found = []
    for order in OrderIndex(run.store).all_orders():
        touched = parse_time(order.updated_at)
        old = latest is None or (touched is not None and touched.timestamp() <= latest)
        if order.is_final and old:
            found.append(order)
    return found


def _seconds(text: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([dhmw])", text.strip().lower())
    if match is None:
        raise UsageError(f"'{text}' is not a length of time", hint="Give it as 30d, 12h or 4w.")
    return float(match[1]) * _UNITS[match[2]]
