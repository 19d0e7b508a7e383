"""`plan`: compare numbers in several countries, before anything is ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.options import Format
from sinch_order_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinch_order_cli.service.plan import Place, Planned, Planner


@with_run
def plan(
    run: Run,
    region: Annotated[
        list[str],
        typer.Argument(metavar="REGION[/TYPE]…", help="Countries, such as AU or AU/MOBILE."),
    ],
    type: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="TYPE",
            help="Number type of each REGION without one: MOBILE, LOCAL or TOLL_FREE. Repeat for "
            "more.",
        ),
    ] = None,
    customer: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Count the answers and documents this customer's facts provide."
        ),
    ] = "",
    quantity: Annotated[
        int,
        typer.Option(metavar="N", help="How many numbers to compare in each country (1 to 100)."),
    ] = 1,
    format: Format = "",
) -> None:
    """Compare countries: numbers, prices, answers, documents, review times.

    Looks up and searches each country and number type. Nothing is ordered. Review times come from
    your own orders on this machine. Changes are counted since the last lookup.

    \b
    Examples:
      sinch-order plan AU US/LOCAL GB --type MOBILE
      sinch-order plan AU/MOBILE DE/LOCAL --customer acme
      sinch-order plan AU DE GB --quantity 5 --format csv
    """
    from sinch_order_cli.workflow import create_request

    run.terminal.use_format(format)
    if not 1 <= quantity <= create_request.MAX_QUANTITY:
        problem = f"must be 1 to {create_request.MAX_QUANTITY}"
        detail = {"flag": "--quantity", "problem": problem, "given": quantity}
        raise UsageError(f"--quantity {problem}", details=[detail])
    types = [create_request.number_type(one) for one in type or ()]
    given = [_place(one) for one in region]
    from sinch_order_cli.commands.batch_common import make_tools
    from sinch_order_cli.service.plan import Planner, places
    from sinch_order_cli.workflow.regions import orderable

    regions = orderable(run.regions().available_regions)
    wanted = places(given, types, regions)
    planner = Planner(make_tools(run, patient=False), regions, customer=customer, quantity=quantity)
    found = _plan(run, planner, wanted)
    _show(run, found, quantity)
    for one in found:
        if one.error is not None:
            raise one.error


def _place(text: str) -> tuple[str, str]:
    """Split REGION/TYPE; the type is "" if not given.

    Raises:
        UsageError: the region or type is invalid.
    """
    from sinch_order_cli.workflow import create_request

    region, slash, kind = text.partition("/")
    if slash and not kind:
        raise UsageError(
            f"'{text}' has no type after the slash",
            hint="Use a country and number type such as AU/MOBILE, or a country such as AU.",
        )
    return create_request.region_code(region), create_request.number_type(kind) if kind else ""


def _plan(run: Run, planner: Planner, wanted: Sequence[Place]) -> list[Planned]:
    """Return each place's plan, in the given order."""
    from sinch_order_cli.text import counted

    found = []
    with run.terminal.spinner(f"Looking up {counted(len(wanted), 'place')}") as busy:
        for one in planner.run(wanted):
            found.append(one)
            busy.update(f"Looked up {len(found)} of {counted(len(wanted), 'place')}")
    order = {place: number for number, place in enumerate(wanted)}
    return sorted(found, key=lambda one: order[one.place])


def _show(run: Run, found: Sequence[Planned], quantity: int) -> None:
    from sinch_order_cli.results import plan_shapes
    from sinch_order_cli.views import plan_view

    run.terminal.show(
        json=lambda: plan_shapes.Plan(rows=[plan_view.result(one, quantity) for one in found]),
        text=lambda: plan_view.print_plan(run.terminal, found, quantity, run.now()),
        sheet=lambda: (plan_view.COLUMNS, [plan_view.flat(one, quantity) for one in found]),
    )
