"""Step 3: `create` reserves a number."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.for_customer import (
    AcceptProposals,
    Customer,
    fill_order,
    proposal_results,
    source,
)
from sinch_order_cli.commands.options import Capability, DryRun, Match, Pattern, Yes
from sinch_order_cli.errors import NotFoundError, SinchOrderError, Suggestion, UsageError
from sinch_order_cli.service.create_target import Asked, find_target, planned
from sinch_order_cli.service.renewal import not_available
from sinch_order_cli.text import is_missing

if TYPE_CHECKING:
    from sinch_order_cli.customers import fill
    from sinch_order_cli.results import order_shapes
    from sinch_order_cli.service.create_target import CreateTarget
    from sinch_order_cli.workflow.create_request import Wanted
    from sinch_order_cli.workflow.model import Order


# Over 60 lines: Typer reads the options from the signature and the help from the docstring.
@with_run
def create(
    run: Run,
    region: Annotated[str, typer.Argument(metavar="REGION", help="Country code, such as AU.")] = "",
    type: Annotated[str, typer.Argument(metavar="TYPE", help="MOBILE, LOCAL or TOLL_FREE.")] = "",
    number: Annotated[
        str, typer.Option(metavar="+E164", help="The number to reserve, from `search`.")
    ] = "",
    quantity: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="How many numbers to reserve (1 to 100); the server chooses them."
        ),
    ] = None,
    sequential: Annotated[
        bool, typer.Option("--sequential", help="With --quantity: consecutive numbers.")
    ] = False,
    pattern: Pattern = "",
    match: Match = "",
    capability: Capability = None,
    sms_plan: Annotated[str, typer.Option(metavar="ID", help="SMS: service plan ID.")] = "",
    campaign: Annotated[
        str, typer.Option(metavar="ID", help="SMS in the US: 10DLC campaign ID.")
    ] = "",
    rtc_app: Annotated[str, typer.Option(metavar="ID", help="Voice: RTC app ID.")] = "",
    est_trunk: Annotated[str, typer.Option(metavar="ID", help="Voice: SIP trunk ID.")] = "",
    fax_service: Annotated[str, typer.Option(metavar="ID", help="Fax: service ID.")] = "",
    callback_url: Annotated[
        str, typer.Option(metavar="URL", help="Callback URL for events of the order.")
    ] = "",
    name: Annotated[
        str, typer.Option(metavar="NAME", help="Name for the order on this machine.")
    ] = "",
    from_: Annotated[
        str, typer.Option("--from", metavar="ORDER", help="Start from an earlier order's details.")
    ] = "",
    customer: Customer = "",
    accept_proposals: AcceptProposals = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="Reserve again even if an earlier attempt may have gone through."
        ),
    ] = False,
    or_similar: Annotated[
        bool,
        typer.Option(
            "--or-similar",
            help="With --from: use a similar number if the earlier one is not available.",
        ),
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Reserve a number, or a quantity of numbers (step 3).

    The reservation expires after 30 minutes to 48 hours; the output shows when.

    \b
    Examples:
      sinch-order create AU MOBILE --number +61411111112 --sms-plan PLAN --yes
      sinch-order create US LOCAL --quantity 5 --sequential --rtc-app APP --yes
      sinch-order create --from au-mobile-112 --yes
    """
    if not dry_run:
        run.open_early()
    from sinch_order_cli.workflow import create_request

    wanted = create_request.Wanted(
        number=number,
        quantity=quantity,
        sequential=sequential,
        pattern=pattern,
        match=create_request.search_pattern(match) if match else "",
        capabilities=tuple(create_request.capability(one) for one in capability or ()),
        sms_plan=sms_plan,
        campaign=campaign,
        rtc_app=rtc_app,
        est_trunk=est_trunk,
        fax_service=fax_service,
        callback_url=callback_url,
    )
    if not from_:
        if or_similar:
            raise UsageError("--or-similar needs --from")
        _refuse_incomplete(
            run, region, type, has_choice=bool(number) or quantity is not None, yes=yes
        )
    asked = Asked(
        region=region,
        type=type,
        wanted=wanted,
        name=name,
        again=again,
        or_similar=or_similar,
        customer=customer,
    )
    if customer:  # check that it exists before anything is created
        run.customers.load(customer)
    elif accept_proposals and not from_:
        source(run, "", accept=True)
    if dry_run:
        new = planned(run, asked, from_)
        _warn_about_request(run, new, wanted)
        path = "numberOrders:createNumberOrder"
        run.dry_run(None, "POST", path, new.request, project_id=new.project_id)
        return
    with ExitStack() as held:
        target = find_target(run, held, asked, from_)
        order = target.order
        if order.server is not None:  # the same command again, after a reservation
            _look(run, order)
            return
        _warn_before(run, target, wanted)
        proposals = _prepare(run, target, customer, accept=accept_proposals, yes=yes)
        if target.name:
            run.store.rename(order, target.name)
        reserve(run, order, fresh=target.fresh, again=again)
    old = target.old
    if old is not None and order.answers is not None:
        run.terminal.note(
            f"The answers of {old.name} are included. You must upload the documents again."
        )
    if yes:  # else it was told before the question
        from sinch_order_cli.views.notices import odd_configuration

        odd_configuration(run.terminal, order)
    _report(run, order, proposal_results(proposals) if order.customer else None)


def _warn_before(run: Run, target: CreateTarget, wanted: Wanted) -> None:
    """Print warnings that the user should see before anything is reserved."""
    order = target.order
    if target.fresh and target.old is not None:
        from sinch_order_cli.views.renewal_view import tell_renewal

        tell_renewal(run.terminal, target.old, order)
    _warn_about_request(run, order, wanted)


def _warn_about_request(run: Run, order: Order, wanted: Wanted) -> None:
    from sinch_order_cli.views.notices import odd_callback, odd_number

    if wanted.number:
        odd_number(run.terminal, order.phone_numbers[0], order.region_code)
    if wanted.callback_url:
        odd_callback(run.terminal, wanted.callback_url)


def _prepare(
    run: Run, target: CreateTarget, customer: str, *, accept: bool, yes: bool
) -> list[fill.Match]:
    """Fill in the customer's answers and ask to confirm the reservation."""
    order = target.order
    try:
        if not target.fresh:
            order.lookup = run.look_up_for(order)
        proposals = fill_order(run, order, customer, accept=accept, old=target.old)
        if not yes:
            from sinch_order_cli.views.confirm_view import confirm_reservation

            confirm_reservation(run.terminal, run.prompter, run.context(order), order)
    except BaseException:
        if target.fresh:
            run.store.discard(order.name)
        raise
    return proposals


def _look(run: Run, order: Order) -> None:
    """Print the current state of an order reserved by an earlier run of the same command."""
    run.terminal.warn(f"{order.name} is already reserved. Nothing was sent.")
    if not order.requested.phone_numbers:
        run.terminal.note(
            "To order the same quantity again, give the new order another --name.", indent=2
        )
    _report(run, order, words="Unchanged.")


def _report(
    run: Run,
    order: Order,
    proposals: list[order_shapes.Proposal] | None = None,
    words: str = "Reserved.",
) -> None:
    """Print the reservation; exit with code 1 if it differs from the request, or is another order's
    too."""
    from sinch_order_cli.views.order_view import report_differences, report_order, show_status
    from sinch_order_cli.workflow.differences import Difference, differences

    found = differences(order)
    if others := _others_with_id(run, order):
        shown = f"{order.id_number_order}, also saved as {', '.join(others)}"
        found.append(Difference("order ID", "one of its own", shown))
    if not found and not order.state:  # only its ID could be read
        show_status(run.terminal, order, run.now())
        return
    if not found:
        report_order(run.terminal, order, run.now(), words, proposals)
        return
    report_differences(run.terminal, order, found, run.now())
    raise typer.Exit(1)


def _others_with_id(run: Run, order: Order) -> list[str]:
    """Return the other local orders with an order's ID."""
    from sinch_order_cli.store.index import OrderIndex

    known = OrderIndex(run.store).identities()
    return [name for name, id_ in known if id_ == order.id_number_order and name != order.name]


def _refuse_incomplete(run: Run, region: str, type: str, *, has_choice: bool, yes: bool) -> None:
    """Raise an error that lists everything missing for a reservation."""
    needed = (
        ("REGION", "the country code, such as AU", bool(region)),
        ("TYPE", "MOBILE, LOCAL or TOLL_FREE", bool(type)),
        ("--number or --quantity", "the number, or how many", has_choice),
    )
    missing = [(flag, words) for flag, words, given in needed if not given]
    if not missing:
        return
    if not yes and not run.terminal.interactive:
        missing.append(("--yes", "confirm the reservation"))
    raise UsageError(
        is_missing([flag.replace("or --quantity", "(or --quantity)") for flag, _ in missing]),
        hint=[
            Suggestion(
                "create", "AU", "MOBILE", say="For example", number="+61411111112", yes=True
            ),
            Suggestion(
                "wizard", *filter(None, (region, type)), say="Or answer questions step by step"
            ),
        ],
        details=[{"flag": flag, "problem": f"{flag}: {words}"} for flag, words in missing],
    )


def reserve(run: Run, order: Order, *, fresh: bool, again: bool) -> None:
    """Reserve. The order is kept locally unless the server certainly has none.

    Args:
        fresh: the order was created for this attempt and contains no other data.
    """
    from sinch_order_cli.workflow import steps

    try:
        steps.create(run.context(order), order, again=again)
    except SinchOrderError as error:
        if fresh and order.was_never_reserved:
            run.store.discard(order.name)
        if isinstance(error, NotFoundError):
            raise not_available(run, order, error) from error
        raise
