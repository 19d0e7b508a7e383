"""`status` and `check`: how an order stands."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sinch_order_cli.commands.options import AnswersFile
from sinch_order_cli.commands.run import Run, with_run
from sinch_order_cli.errors import DataError, SinchOrderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinch_order_cli.workflow.check import Finding
    from sinch_order_cli.workflow.order import Order

_NONE_OPEN = "No order is open at the server. See all: sinch-order orders --all"
INTERVAL = 30.0
SANDBOX_INTERVAL = 1.0
GRACE = 1.0
"""Seconds that the last look has beyond --timeout."""


@with_run
def status(
    run: Run,
    order: Annotated[
        str, typer.Argument(metavar="ORDER", help="Name or id of an order, or its beginning.")
    ] = "",
    watch: Annotated[bool, typer.Option("--watch", help="Follow it until it is decided.")] = False,
    interval: Annotated[
        float | None, typer.Option(metavar="S", help="Seconds between two looks (default 30).")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(metavar="S", help="Stop watching after so many seconds.")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="Every open order.")] = False,
) -> None:
    """Show an order's state, time left, documents, reviewers' messages.

    With --watch it ends with code 0 once the order is COMPLETED, with 10 where it was refused or
    wants something from you, and with 9 when --timeout runs out.

    \b
    Examples:
      sinch-order status au-mobile-112
      sinch-order status au-mobile-112 --watch --timeout 3600
      sinch-order status --all --json
    """
    if order and all:
        raise UsageError("ORDER and --all exclude each other", hint="Give one of them.")
    if not order and not all:
        raise UsageError("say which order, or --all", hint="See them: sinch-order orders")
    if (interval is not None and interval <= 0) or (timeout is not None and timeout < 0):
        raise UsageError("--interval and --timeout are seconds, and more than 0")
    if (interval is not None or timeout is not None) and not watch:
        raise UsageError("--interval and --timeout go with --watch")
    pause = interval or (SANDBOX_INTERVAL if run.settings.sandbox else INTERVAL)
    if watch:
        names = _open_names(run) if all else [run.store.resolve(order)]
        if not names:
            run.terminal.hint(_NONE_OPEN)
            return
        _watch(run, names, pause, timeout)
    elif all:
        _status_of_all(run)
    else:
        _status(run, order)


@with_run
def check(
    run: Run,
    order: Annotated[
        str, typer.Argument(metavar="ORDER", help="Name or id of an order, or its beginning.")
    ] = "",
    region: Annotated[
        str, typer.Option(metavar="REGION", help="Check an answers file for this country.")
    ] = "",
    type: Annotated[str, typer.Option(metavar="TYPE", help="And this number type.")] = "",
    answers: AnswersFile = "",
) -> None:
    """Name everything that is still missing or wrong, all at once.

    It ends with code 3 where anything is. Nothing is sent that changes the order. An answers
    file can be checked before there is an order, while no clock runs.

    \b
    Examples:
      sinch-order check au-mobile-112
      sinch-order check --region AU --type MOBILE --answers answers.json
    """
    if order:
        if region or type or answers:
            raise UsageError("--region, --type and --answers are for a check without an order")
        found = _check_order(run, order)
    else:
        found = _check_file(run, region, type, answers)
    _report_check(run, found)


def _status(run: Run, reference: str) -> None:
    from sinch_order_cli.terminal.report import print_status, status_json

    with run.current(reference) as order:
        doubt = run.doubts.get(order.name)
        if doubt is not None and not doubt.free:
            from sinch_order_cli.workflow.doubt import unknown

            run.terminal.warn(f"{doubt.reason[:1].upper()}{doubt.reason[1:]}.")
            if not run.settings.flags.json:
                run.terminal.note(unknown(order, doubt).hint, indent=2)
        if run.settings.flags.json:
            run.terminal.result_json(status_json(order, run.now()))
        else:
            print_status(run.terminal, order, run.now())


def _open_names(run: Run) -> list[str]:
    from sinch_order_cli.store.index import OrderIndex

    return [one.name for one in OrderIndex(run.store).open_orders() if one.server is not None]


def _status_of_all(run: Run) -> None:
    from sinch_order_cli.terminal.report import print_status, status_json

    seen: list[dict[str, Any]] = []
    names = _open_names(run)
    if not names:
        run.terminal.hint(_NONE_OPEN)
    for name in names:
        try:
            with run.current(name) as order:
                seen.append(status_json(order, run.now()))
                if not run.settings.flags.json:
                    print_status(run.terminal, order, run.now())
        except SinchOrderError as error:
            run.terminal.warn(f"{name}: {error.message}")
    if run.settings.flags.json:
        run.terminal.result_json({"orders": seen})


def _watch(run: Run, names: Sequence[str], interval: float, timeout: float | None) -> None:
    from sinch_order_cli.terminal.following import follow

    if timeout is not None:
        run.end_by = time.monotonic() + timeout + GRACE

    def look(name: str) -> Order:
        with run.current(name) as order:
            need_reserved(order)
            return order

    from sinch_order_cli.workflow.recovery import need_reserved

    follow(run.terminal, names, look, run.now, interval=interval, timeout=timeout)


def _check_order(run: Run, reference: str) -> list[Finding]:
    from sinch_order_cli.terminal.notices import unknown
    from sinch_order_cli.terminal.text import safe
    from sinch_order_cli.workflow.check import findings
    from sinch_order_cli.workflow.numbers import of_no_order

    with run.current(reference) as order:
        form = run.form(order)
        for words in of_no_order(form, order.answers, order.phone_numbers).values():
            run.terminal.warn(safe(words))
        for member in form.unknown(order.answers):
            unknown(run.terminal, member, f"sinch-order register {order.name} --set {{}}=")
        return findings(order, run.now())


def _check_file(run: Run, region: str, type: str, answers: str) -> list[Finding]:
    from sinch_order_cli.commands.files import read_json
    from sinch_order_cli.kyc import read_form
    from sinch_order_cli.workflow import request
    from sinch_order_cli.workflow.check import answer_finding
    from sinch_order_cli.workflow.registration import prepare

    given = {"--region": region, "--type": type, "--answers": answers}
    missing = [flag for flag, value in given.items() if not value]
    if missing:
        raise UsageError(
            f"say which ORDER to check, or give {', '.join(missing)}",
            details=[{"flag": flag} for flag in missing],
        )
    code, kind = request.region_code(region), request.number_type(type)
    data = read_json(answers, "--answers", f"{code} {kind}")
    form = read_form(run.look_up(code, kind).raw)
    prepared = prepare(form, file=data)
    run.prepared(prepared, mend="remove it from the file.")
    file = "standard input" if answers == "-" else answers
    return [answer_finding(problem, file=file) for problem in prepared.problems]


def _report_check(run: Run, found: Sequence[Finding]) -> None:
    from sinch_order_cli.workflow.check import as_json

    if run.settings.flags.json:
        run.terminal.result_json(as_json(found, run.terminal.typed))
    elif not found:
        run.terminal.print("Nothing is missing or wrong.")
    else:
        run.terminal.table(["WHERE", "PROBLEM"], [[f.where, f.problem] for f in found])
    if found:
        count = len(found)
        raise DataError(
            "1 thing is missing or wrong" if count == 1 else f"{count} things are missing or wrong",
            hint=_what_to_do(found),
        )


def _what_to_do(found: Sequence[Finding]) -> str:
    """The commands that mend it: one for all answers, one for each document."""
    answers = [f.fix.partition("--set ")[0] for f in found if "--set " in f.fix]
    lines = [f"Answer: {answers[0]}--set PATH=VALUE"] if answers else []
    others = dict.fromkeys(f.fix for f in found if "--set " not in f.fix and f.fix)
    return "\n".join([*lines, *others])
