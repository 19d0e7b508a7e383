"""Step 3: `create` reserves a number, and starts the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.options import Capability, Match, Pattern, Yes
from sinch_order_cli.commands.run import Run, with_run
from sinch_order_cli.errors import SinchOrderError, UnknownOutcomeError, UsageError

if TYPE_CHECKING:
    from sinch_order_cli.workflow.order import Order
    from sinch_order_cli.workflow.request import Wanted


@with_run
def create(
    run: Run,
    region: Annotated[str, typer.Argument(metavar="REGION", help="Country code, such as AU.")] = "",
    type: Annotated[str, typer.Argument(metavar="TYPE", help="MOBILE, LOCAL or TOLL_FREE.")] = "",
    number: Annotated[
        str, typer.Option(metavar="+E164", help="The number to reserve, from `search`.")
    ] = "",
    quantity: Annotated[
        int | None, typer.Option(metavar="N", help="So many numbers (1 to 100), whichever fit.")
    ] = None,
    sequential: Annotated[
        bool, typer.Option("--sequential", help="With --quantity: numbers in a row.")
    ] = False,
    pattern: Pattern = "",
    match: Match = "",
    capability: Capability = None,
    sms_plan: Annotated[str, typer.Option(metavar="ID", help="SMS: the service plan's id.")] = "",
    campaign: Annotated[
        str, typer.Option(metavar="ID", help="SMS in the US: the 10DLC campaign's id.")
    ] = "",
    rtc_app: Annotated[str, typer.Option(metavar="ID", help="Voice: the RTC app's id.")] = "",
    est_trunk: Annotated[str, typer.Option(metavar="ID", help="Voice: the SIP trunk's id.")] = "",
    fax_service: Annotated[str, typer.Option(metavar="ID", help="Fax: the service's id.")] = "",
    callback_url: Annotated[
        str, typer.Option(metavar="URL", help="Where Sinch reports the order's progress.")
    ] = "",
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call the order here.")] = "",
    from_: Annotated[
        str, typer.Option("--from", metavar="ORDER", help="Take everything from an earlier order.")
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Reserve although an earlier attempt may have worked.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Reserve a number, or a quantity of numbers (step 3).

    The reservation ends between 30 minutes and 48 hours later; the answer says when.

    \b
    Examples:
      sinch-order create AU MOBILE --number +61411111112 --sms-plan PLAN --yes
      sinch-order create US LOCAL --quantity 5 --sequential --rtc-app APP --yes
      sinch-order create --from au-mobile-112 --yes
    """
    from sinch_order_cli.workflow import request

    wanted = request.Wanted(
        number=number,
        quantity=quantity,
        sequential=sequential,
        pattern=pattern,
        match=request.search_pattern(match) if match else "",
        capabilities=tuple(request.capability(one) for one in capability or ()),
        sms_plan=sms_plan,
        campaign=campaign,
        rtc_app=rtc_app,
        est_trunk=est_trunk,
        fax_service=fax_service,
        callback_url=callback_url,
    )
    if from_:
        order = _order_from(run, from_, region, type, wanted, again=again)
    else:
        order = _new_order(run, region, type, wanted)
    _refuse_undecided(run, order, again)
    order.project_id = order.project_id or run.project_id
    order.lookup = run.look_up(order.region_code, order.number_type)
    if name:
        run.store.check_new_name(name)
    if not yes:
        from sinch_order_cli.terminal.summary import confirm_reservation

        confirm_reservation(run.terminal, run.prompter, run.work(order), order)
    with run.store.claim(name or _short_name(order)) as order.name:
        reserve(run, order)
    if from_ and order.answers is not None:
        run.terminal.note(f"The answers of {from_} go with it; documents have to be sent again.")
    from sinch_order_cli.terminal.report import report_order

    report_order(run.terminal, order, run.now(), "Reserved.")


def reserve(run: Run, order: Order) -> None:
    """Reserve, keeping the order here unless it is certain that there is none at the server."""
    from sinch_order_cli.workflow import steps
    from sinch_order_cli.workflow.recovery import explain_lost_create

    work = run.work(order)
    try:
        steps.create(work, order)
    except UnknownOutcomeError:
        raise explain_lost_create(work, order) from None
    except SinchOrderError:
        if order.intent is None:
            run.store.discard(order.name)
        raise


def _new_order(run: Run, region: str, type: str, wanted: Wanted) -> Order:
    from sinch_order_cli.workflow import request
    from sinch_order_cli.workflow.order import Order, timestamp

    missing = [name for name, value in (("REGION", region), ("TYPE", type)) if not value]
    if missing:
        raise UsageError(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing",
            hint="For example: sinch-order create AU MOBILE --number +61411111112 --yes",
            details=[{"flag": one} for one in missing],
        )
    code, kind = request.region_code(region), request.number_type(type)
    return Order(
        region_code=code,
        number_type=kind,
        created_at=timestamp(run.now()),
        request=request.build_request(code, kind, wanted),
    )


def _order_from(
    run: Run, reference: str, region: str, type: str, wanted: Wanted, *, again: bool
) -> Order:
    """A new order with what an earlier one had, its number or one like it.

    Where the earlier one may hold its number already, that number is tried and no other.
    """
    from sinch_order_cli.terminal.report import message_words
    from sinch_order_cli.workflow.recovery import undecided
    from sinch_order_cli.workflow.renewal import renew, settle_number

    old = run.store.load(run.store.resolve(reference))
    if old.intent is not None and old.intent.action == "create" and not again:
        raise undecided(old)
    order = renew(old, run.now(), region=region, kind=type, wanted=wanted)
    before = (order.phone_numbers or [""])[0]
    other = None if again else settle_number(run.api(order.project_id), order)
    if other is not None:
        run.terminal.warn(f"{before} is not free any more; {other.phone_number} is like it.")
    if old.state == "REJECTED":
        for log in old.logs:
            run.terminal.note(f"The reviewers said: {message_words(log)}")
    return order


def _refuse_undecided(run: Run, order: Order, again: bool) -> None:
    """An earlier attempt at the same number whose outcome is not known stands in the way."""
    if again:
        return
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.workflow.recovery import undecided

    for other in OrderIndex(run.store).open_orders():
        if other.intent is not None and other.intent.action == "create":
            same_number = bool(set(other.phone_numbers) & set(order.phone_numbers))
            if same_number or (not order.phone_numbers and other.request == order.request):
                raise undecided(other)


def _short_name(order: Order) -> str:
    from sinch_order_cli.workflow.order import short_name

    number = (order.phone_numbers or [""])[0]
    return short_name(order.region_code, order.number_type, number)
