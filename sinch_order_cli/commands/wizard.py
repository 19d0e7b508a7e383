"""`wizard` guides through all six steps; `resume` continues an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.for_customer import Customer
from sinch_order_cli.errors import StateError, Suggestion, UsageError
from sinch_order_cli.service.find import whole_name
from sinch_order_cli.text import is_missing

if TYPE_CHECKING:
    from sinch_order_cli.workflow.model import Order


@with_run
def wizard(
    run: Run,
    region: Annotated[str, typer.Argument(metavar="REGION", help="Country code, such as AU.")] = "",
    type: Annotated[str, typer.Argument(metavar="TYPE", help="MOBILE, LOCAL or TOLL_FREE.")] = "",
    customer: Customer = "",
) -> None:
    """Order a number step by step, with every answer saved.

    \b
    Examples:
      sinch-order wizard --sandbox
      sinch-order wizard
      sinch-order wizard AU MOBILE
    """
    from sinch_order_cli.workflow import create_request

    code = create_request.region_code(region) if region else ""
    kind = create_request.number_type(type) if type else ""
    if not run.terminal.interactive:
        raise UsageError(
            "the wizard needs an interactive terminal",
            reason="standard input is not a terminal, or --no-input was given",
            hint=Suggestion("help", "workflow", say="To use one command for each step"),
        )
    from sinch_order_cli.wizard.flow import Wizard

    chosen = run.customers.load(customer) if customer else None
    Wizard(run).start(code, kind, chosen)


@with_run
def resume(
    run: Run,
    order: Annotated[
        str, typer.Argument(metavar="ORDER", help="Order name or ID, or the start of one.")
    ] = "",
    order_id: Annotated[
        str, typer.Option(metavar="ID", help="Import an order created elsewhere, by its order ID.")
    ] = "",
    region: Annotated[
        str, typer.Option(metavar="REGION", help="With --order-id: country code of the order.")
    ] = "",
    type: Annotated[
        str, typer.Option(metavar="TYPE", help="With --order-id: number type of the order.")
    ] = "",
    into: Annotated[
        str,
        typer.Option(
            metavar="ORDER", help="With --order-id: the local order whose outcome is unknown."
        ),
    ] = "",
    name: Annotated[
        str, typer.Option(metavar="NEW", help="With --order-id: name for the imported order.")
    ] = "",
) -> None:
    """Continue an order where you left off.

    Fetches the order's current state first. Without ORDER, lists your open orders to choose from.

    \b
    Examples:
      sinch-order resume
      sinch-order resume au-mobile-112
      sinch-order resume --order-id "$ID" --region AU --type MOBILE
    """
    if order_id:
        if order:
            raise UsageError("give ORDER or --order-id, not both")
        taken = _import_order(
            run, Imported(order_id=order_id, region=region, type=type, into=into, name=name)
        )
        if not run.terminal.interactive:
            _report(run, taken)
            return
        order = taken.name
    elif region or type or into or name:
        raise UsageError("--region, --type, --into and --name need --order-id")
    elif order:
        from sinch_order_cli.service.repair import rebuild_if_damaged

        order = whole_name(run, order)
        rebuild_if_damaged(run, order)
    if not run.terminal.interactive:
        _print_state(run, order)
        return
    from sinch_order_cli.wizard.flow import Wizard

    Wizard(run).resume(order)


class Imported(Struct, frozen=True, kw_only=True):
    """The options of `resume --order-id`."""

    order_id: str
    region: str
    type: str
    into: str
    name: str


def _import_order(run: Run, given: Imported) -> Order:
    """Import an order from the server, or update a local one. Return its current state."""
    from sinch_order_cli.workflow import create_request

    if given.into and given.name:
        raise UsageError("give --into or --name, not both")
    order = _adopted(run, given)
    wrong = [
        f"{flag} {value}"
        for flag, value, read, true in (
            ("--region", given.region, create_request.region_code, order.region_code),
            ("--type", given.type, create_request.number_type, order.number_type),
        )
        if value and read(value) != true
    ]
    if wrong:
        run.terminal.warn(
            f"{order.name} was imported as {order.region_code} {order.number_type}, as on the "
            f"server: {' and '.join(wrong)} didn't match."
        )
    return order


def _adopted(run: Run, given: Imported) -> Order:
    """Return the local order with an ID, or a new one for it."""
    from sinch_order_cli.store.names import short_name
    from sinch_order_cli.workflow import create_request
    from sinch_order_cli.workflow.model import Order, timestamp
    from sinch_order_cli.workflow.sync import adopt

    if known := run.store.name_of(given.order_id):
        return _adopt_into(run, known, given, known_already=True)
    if given.into:
        return _adopt_into(run, run.store.resolve(given.into), given)
    needed = {"--region": (given.region, "the country code"), "--type": (given.type, "its type")}
    missing = {flag: words for flag, (value, words) in needed.items() if not value}
    if missing:
        raise UsageError(
            is_missing(list(missing)),
            hint="For example: --region AU --type MOBILE",
            details=[{"flag": flag, "problem": f"{flag}: {missing[flag]}"} for flag in missing],
        )
    order = Order(
        region_code=create_request.region_code(given.region),
        number_type=create_request.number_type(given.type),
        created_at=timestamp(run.now()),
    )
    if given.name:
        run.store.check_new_name(given.name)
    run.api()
    order.project_id = run.project_id
    adopt(run.context(order, save=lambda order: None), order, given.order_id)
    if not given.name and (into := _which_unknown(run, order)):
        return _adopt_into(run, into, given)
    order.lookup = run.look_up_for(order)
    number = (order.phone_numbers or [""])[0]
    name = given.name or short_name(order.region_code, order.number_type, number)
    with run.store.hold_creation():
        known = run.store.name_of(given.order_id)  # imported by another program meanwhile
        if not known:
            with run.store.claim(name) as claimed:
                order.name = claimed
                run.store.save(order)
            return order
    return _adopt_into(run, known, given, known_already=True)


def _adopt_into(run: Run, name: str, given: Imported, *, known_already: bool = False) -> Order:
    """Assign an ID to a local order of unknown outcome, or update the order that has it.

    Raises:
        UsageError: another order has the ID.
        StateError: the order's outcome is known.
        NotFoundError: the order on the server is not the one requested.
    """
    from sinch_order_cli.service.import_id import import_id
    from sinch_order_cli.workflow.sync import adopt
    from sinch_order_cli.workflow.unknown_outcome import already_saved

    if known_already and (given.name or given.into) not in ("", name):
        raise already_saved(given.order_id, name)
    with run.store.edit(name) as found:
        open_attempts = [one for one in found.attempts if one.outcome in ("unknown", "abandoned")]
        if not known_already and (found.server is not None or not open_attempts):
            raise StateError(
                f"no attempt to reserve {name} can have led to {given.order_id}",
                hint="Import that order separately with --name NEW instead of --into.",
                details=[{"name": name, "idNumberOrder": found.id_number_order or None}],
            )
        if known_already:
            adopt(run.context(found), found, given.order_id)
        else:
            import_id(run.store, run.context(found), found, given.order_id)
        return found


def _which_unknown(run: Run, order: Order) -> str:
    """Return the local order of unknown outcome that an ID belongs to; "" if none does.

    Raises:
        UsageError: an order is possible, but without a terminal the user can't be asked.
    """
    import msgspec

    from sinch_order_cli.api.models import read
    from sinch_order_cli.api.order_models import NumberOrder
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.workflow.unknown_outcome import could_match, import_command

    found = read(NumberOrder, msgspec.json.encode(order.server))
    names = [
        one.name
        for one in OrderIndex(run.store).open_orders()
        if could_match(one, found, order.project_id, run.source)
    ]
    if not names:
        return ""
    if run.terminal.interactive:
        from sinch_order_cli.prompts.prompter import Option

        options = [Option(name, f"{name}, which may have been reserved") for name in names]
        chosen: str = run.prompter.select(
            f"Which order is {order.id_number_order}?",
            [*options, Option("", "None of these (a separate order)")],
            flag="--into",
        )
        return chosen
    raise UsageError(
        f"{order.id_number_order} may belong to {' or '.join(names)}",
        reason="with the wrong one, answers would go to another order",
        hint=[
            *(import_command(order, say=f"If it is {name}", into=name) for name in names),
            import_command(order, say="If it is another order", name="NEW"),
        ],
        details=[{"flag": "--into", "problem": f"it may be {name}"} for name in names],
    )


def _print_state(run: Run, reference: str) -> None:
    """Without a terminal, print the order's state and the next command instead of prompting."""
    if not reference:
        raise UsageError(
            "give ORDER: there is no terminal to choose from a list",
            hint=Suggestion("orders", say="To list them"),
        )
    with run.current(reference) as order:
        if order.name in run.doubts:
            from sinch_order_cli.workflow.unknown_outcome import unknown

            raise unknown(order, run.doubts[order.name])
        _report(run, order)


def _report(run: Run, order: Order) -> None:
    from sinch_order_cli.views.order_view import show_status

    show_status(run.terminal, order, run.now())
