"""Step 3: `create` reserves a number, and starts the clock."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.options import Capability, Match, Pattern, Yes
from sinch_order_cli.commands.run import Run, with_run
from sinch_order_cli.errors import NotFoundError, SinchOrderError, UsageError

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
    if not from_:
        _refuse_incomplete(
            run, region, type, has_choice=bool(number) or quantity is not None, yes=yes
        )
    with ExitStack() as held:
        old = _old_order(run, from_, name, region, type, wanted)
        if old is None:
            order = _new_order(run, region, type, wanted)
        elif _goes_on(old, region, type, wanted, again=again):
            order = old = _same_order(run, held, old, region, type, wanted)
        else:
            order = _order_from(run, old, region, type, wanted)
        if wanted.number:
            from sinch_order_cli.terminal.notices import odd_number

            odd_number(run.terminal, order.phone_numbers[0], order.region_code)
        order.project_id = order.project_id or run.project_id
        order.lookup = run.look_up(order.region_code, order.number_type)
        if name and name != order.name:
            run.store.check_new_name(name)
        if not yes:
            from sinch_order_cli.terminal.summary import confirm_reservation

            confirm_reservation(run.terminal, run.prompter, run.work(order), order)
        _name(run, held, order, name)
        reserve(run, order, fresh=order is not old, again=again)
    if old is not None and order is not old and order.answers is not None:
        run.terminal.note(f"The answers of {old.name} go with it; documents have to be sent again.")
    from sinch_order_cli.terminal.report import report_order

    report_order(run.terminal, order, run.now(), "Reserved.")


def _refuse_incomplete(run: Run, region: str, type: str, *, has_choice: bool, yes: bool) -> None:
    """Name everything at once without which nothing can be reserved."""
    needed = (
        ("REGION", "the country's code, such as AU", bool(region)),
        ("TYPE", "MOBILE, LOCAL or TOLL_FREE", bool(type)),
        ("--number or --quantity", "which number, or how many", has_choice),
    )
    missing = [(flag, words) for flag, words, given in needed if not given]
    if not missing:
        return
    if not yes and not run.terminal.interactive:
        missing.append(("--yes", "that it is to be reserved"))
    count = "1 value is" if len(missing) == 1 else f"{len(missing)} values are"
    raise UsageError(
        f"{count} missing: {', '.join(flag for flag, _ in missing)}",
        hint="For example: sinch-order create AU MOBILE --number +61411111112 --yes\n"
        f"Or be asked for everything: {' '.join(['sinch-order wizard', region, type]).strip()}",
        details=[{"flag": flag, "problem": f"{flag}: {words}"} for flag, words in missing],
    )


def reserve(run: Run, order: Order, *, fresh: bool, again: bool) -> None:
    """Reserve, keeping the order here unless it is certain that there is none at the server.

    Args:
        fresh: the order was made for this attempt, and has nothing in it that would be lost.
    """
    from sinch_order_cli.workflow import steps

    try:
        steps.create(run.work(order), order, again=again)
    except SinchOrderError as error:
        if fresh and order.intent is None and order.server is None:
            run.store.discard(order.name)
        if isinstance(error, NotFoundError):
            raise _not_free(run, order, error) from error
        raise


def _not_free(run: Run, order: Order, error: NotFoundError) -> NotFoundError:
    """That a number can't be had; where it is held by an order that is here, which one."""
    from sinch_order_cli.store.index import OrderIndex

    search = f"See what is free: sinch-order search {order.region_code} {order.number_type}"
    if not order.phone_numbers:
        return NotFoundError("not so many numbers fit", reason=error.reason, hint=search)
    number = order.phone_numbers[0]
    for other in OrderIndex(run.store).all_orders():
        ended = other.state in ("REJECTED", "EXPIRED")
        if other.server is not None and not ended and number in other.phone_numbers:
            return NotFoundError(
                f"{number} is not free",
                reason=f"your own order {other.name} has it",
                hint=f"Go on with that one: sinch-order resume {other.name}",
                details=[{"phoneNumber": number, "name": other.name}],
            )
    return NotFoundError(
        f"{number} is not free",
        reason=error.reason,
        hint=search,
        details=[{"phoneNumber": number}],
    )


def _old_order(
    run: Run, from_: str, name: str, region: str, type: str, wanted: Wanted
) -> Order | None:
    """The order to take everything from: the one that is named.

    Without `--from` it is one here that asked for the very same number, or quantity where its
    outcome is not known: to give the same command again goes on with it, rather than to make a
    second record of it.
    """
    found = run.store.resolve(from_) if from_ else _twin(run, name, region, type, wanted)
    return run.store.load(found) if found else None


def _twin(run: Run, name: str, region: str, type: str, wanted: Wanted) -> str:
    from sinch_order_cli.store.index import OrderIndex

    if not (region and type):
        return ""
    body = _new_order(run, region, type, wanted).request
    for order in OrderIndex(run.store).open_orders():
        same = order.server is None and order.request == body and name in ("", order.name)
        if same and (order.is_undecided or order.phone_numbers):
            return order.name
    return ""


def _goes_on(old: Order, region: str, type: str, wanted: Wanted, *, again: bool) -> bool:
    """Whether it is this very order that is reserved, and not a new one with what it had.

    One that may be reserved already stays as it is, so that it is not forgotten: unless the same
    is asked for, or the operator said `--again`.
    """
    from sinch_order_cli.workflow.renewal import asks_for_the_same

    if old.server is not None:
        return False
    return again or not old.is_undecided or asks_for_the_same(old, region, type, wanted)


def _same_order(
    run: Run, held: ExitStack, old: Order, region: str, type: str, wanted: Wanted
) -> Order:
    """An order that was not reserved so far, held, with what is given now; its number, or one
    like it. Where the order may have been reserved already, its number is tried and no other.
    """
    from sinch_order_cli.workflow.renewal import change_request

    held.enter_context(run.store.hold(old.name))
    order = run.store.load(old.name)
    change_request(order, region=region, kind=type, wanted=wanted)
    if not order.is_undecided and not wanted.number:
        _settle_number(run, order)
    return order


def _settle_number(run: Run, order: Order) -> None:
    from sinch_order_cli.workflow.renewal import settle_number

    before = (order.phone_numbers or [""])[0]
    other = settle_number(run.api(order.project_id), order)
    if other is not None:
        run.terminal.warn(f"{before} is not free any more; {other.phone_number} is like it.")


def _name(run: Run, held: ExitStack, order: Order, name: str) -> None:
    """Give the order a name of its own, held; one that it has stays, unless another is given."""
    if order.name and name in ("", order.name):
        return
    claimed = held.enter_context(run.store.claim(name or _short_name(order)))
    if order.name:
        run.store.rename(order, claimed)
    order.name = claimed


def _new_order(run: Run, region: str, type: str, wanted: Wanted) -> Order:
    from sinch_order_cli.workflow import request
    from sinch_order_cli.workflow.order import Order, timestamp

    code, kind = request.region_code(region), request.number_type(type)
    return Order(
        region_code=code,
        number_type=kind,
        created_at=timestamp(run.now()),
        request=request.build_request(code, kind, wanted),
    )


def _order_from(run: Run, old: Order, region: str, type: str, wanted: Wanted) -> Order:
    """A new order with what an earlier one had: the number that is given, its own or one like it.

    Where the old one may have its number, that is not replaced: what became of it comes first.
    """
    from sinch_order_cli.kyc import read_form
    from sinch_order_cli.terminal.report import meant_words
    from sinch_order_cli.terminal.text import safe
    from sinch_order_cli.workflow.renewal import renew
    from sinch_order_cli.workflow.reviewers import remarks

    if old.server is not None and not old.is_final:
        old = _as_it_stands(run, old)
    order = renew(old, run.now(), region=region, kind=type, wanted=wanted)
    if not old.is_undecided and not wanted.number:
        _settle_number(run, order)
    if old.state == "REJECTED":
        form = read_form(old.lookup.raw if old.lookup else None)
        for remark in remarks(form, old):
            run.terminal.note(f"The record says: {safe(remark.message, 2000)}")
            for meant in remark.meant:
                run.terminal.note(meant_words(meant), indent=2)
    return order


def _as_it_stands(run: Run, old: Order) -> Order:
    """The order as the server has it now; one that it does not know any more has ended."""
    try:
        with run.current(old.name) as found:
            return found
    except NotFoundError:
        old.server = {**(old.server or {}), "state": "EXPIRED"}
        return old


def _short_name(order: Order) -> str:
    from sinch_order_cli.workflow.order import short_name

    number = (order.phone_numbers or [""])[0]
    return short_name(order.region_code, order.number_type, number)
