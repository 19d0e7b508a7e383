"""`wizard` asks its way through all six steps; `resume` goes on where an order stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.run import Run, with_run
from sinch_order_cli.errors import UsageError

if TYPE_CHECKING:
    from sinch_order_cli.workflow.order import Order


@with_run
def wizard(
    run: Run,
    region: Annotated[str, typer.Argument(metavar="REGION", help="Country code, such as AU.")] = "",
    type: Annotated[str, typer.Argument(metavar="TYPE", help="MOBILE, LOCAL or TOLL_FREE.")] = "",
) -> None:
    """Buy a number, asked step by step; every answer is saved.

    \b
    Examples:
      sinch-order wizard --sandbox
      sinch-order wizard
      sinch-order wizard AU MOBILE
    """
    from sinch_order_cli.workflow import request

    code = request.region_code(region) if region else ""
    kind = request.number_type(type) if type else ""
    if not run.terminal.interactive:
        raise UsageError(
            "the wizard asks, and there is no terminal to ask at",
            reason="standard input is no terminal, or --no-input was given",
            hint="Use one command for each step: sinch-order help workflow",
        )
    from sinch_order_cli.terminal.wizard import Wizard

    Wizard(run).start(code, kind)


@with_run
def resume(
    run: Run,
    order: Annotated[
        str, typer.Argument(metavar="ORDER", help="Name or id of an order, or its beginning.")
    ] = "",
    order_id: Annotated[
        str, typer.Option(metavar="ID", help="Take up an order that was created elsewhere.")
    ] = "",
    region: Annotated[
        str, typer.Option(metavar="REGION", help="With --order-id: its country code.")
    ] = "",
    type: Annotated[
        str, typer.Option(metavar="TYPE", help="With --order-id: its number type.")
    ] = "",
) -> None:
    """Go on with an order where it stopped.

    The server is asked first how the order stands now; without ORDER the open ones are offered.

    \b
    Examples:
      sinch-order resume
      sinch-order resume au-mobile-112
      sinch-order resume --order-id "$ID" --region AU --type MOBILE
    """
    if order_id:
        if order:
            raise UsageError("give ORDER or --order-id, not both")
        taken = _take_up(run, order_id, region, type)
        if not run.terminal.interactive:
            _report(run, taken)
            return
        order = taken.name
    elif region or type:
        raise UsageError("--region and --type go with --order-id")
    elif order:
        from sinch_order_cli.commands.rebuild import rebuild_if_damaged

        rebuild_if_damaged(run, order)
    if not run.terminal.interactive:
        _say_where(run, order)
        return
    from sinch_order_cli.terminal.wizard import Wizard

    Wizard(run).resume(order)


def _take_up(run: Run, order_id: str, region: str, type: str) -> Order:
    """A local order made from the server's record, or one known already, as it is now."""
    from sinch_order_cli.workflow import request

    order = _adopted(run, order_id, region, type)
    wrong = [
        f"{flag} {given}"
        for flag, given, read, true in (
            ("--region", region, request.region_code, order.region_code),
            ("--type", type, request.number_type, order.number_type),
        )
        if given and read(given) != true
    ]
    if wrong:
        run.terminal.warn(
            f"{order.name} is {order.region_code} {order.number_type} at the server, "
            f"and is taken up so: {' and '.join(wrong)} is not what it is."
        )
    return order


def _adopted(run: Run, order_id: str, region: str, type: str) -> Order:
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.workflow import request
    from sinch_order_cli.workflow.doubt import is_answer_to
    from sinch_order_cli.workflow.order import Order, short_name, timestamp
    from sinch_order_cli.workflow.recovery import adopt
    from sinch_order_cli.workflow.work import Work

    index = OrderIndex(run.store)
    known = next((name for name, one in index.identities() if one == order_id), "")
    if known:
        with run.store.edit(known) as found:
            adopt(run.work(found), found, order_id)
            return found
    missing = [flag for flag, value in (("--region", region), ("--type", type)) if not value]
    if missing:
        raise UsageError(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing",
            hint="For example: --region AU --type MOBILE",
            details=[{"flag": flag} for flag in missing],
        )
    order = Order(
        region_code=request.region_code(region),
        number_type=request.number_type(type),
        created_at=timestamp(run.now()),
    )
    api = run.api()
    order.project_id = run.project_id
    adopt(Work(api=api, save=lambda order: None, now=run.now), order, order_id)
    for other in index.open_orders():
        if is_answer_to(other, order):
            with run.store.edit(other.name) as found:
                adopt(run.work(found), found, order_id)
                return found
    order.lookup = run.look_up(order.region_code, order.number_type)
    number = (order.phone_numbers or [""])[0]
    with run.store.claim(short_name(order.region_code, order.number_type, number)) as name:
        order.name = name
        run.store.save(order)
    return order


def _say_where(run: Run, reference: str) -> None:
    """Without a terminal there is no asking: say where the order stands and what comes next."""
    if not reference:
        raise UsageError(
            "say which order: there is no terminal to choose at",
            hint="See them: sinch-order orders",
        )
    with run.current(reference) as order:
        doubt = run.doubts.get(order.name)
        if doubt is not None and not doubt.free:
            from sinch_order_cli.workflow.doubt import unknown

            raise unknown(order, doubt)
        _report(run, order)


def _report(run: Run, order: Order) -> None:
    from sinch_order_cli.terminal.report import print_status

    if run.settings.flags.json:
        from sinch_order_cli.terminal.order_results import order_result

        run.terminal.result(order_result(order, run.now()))
    else:
        print_status(run.terminal, order, run.now())
