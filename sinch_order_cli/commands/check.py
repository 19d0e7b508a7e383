"""`check`: everything that is still missing or wrong, without changing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import Struct

from sinch_order_cli.commands.options import AnswersFiles
from sinch_order_cli.commands.run import Run, with_run
from sinch_order_cli.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinch_order_cli.kyc import Form
    from sinch_order_cli.workflow.check import Finding
    from sinch_order_cli.workflow.model import Order


class _Found(Struct, frozen=True):
    """What is wrong, and the documents that are still being taken in."""

    problems: list[Finding]
    pending: list[Finding] = []


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
    number: Annotated[
        str, typer.Option(metavar="+E164", help="And for this number, before it is reserved.")
    ] = "",
    answers: AnswersFiles = None,
) -> None:
    """Name everything that is still missing or wrong, all at once.

    It ends with code 3 where anything is. Nothing is sent that changes the order. An answers
    file can be checked before there is an order, or for one without registering it.

    \b
    Examples:
      sinch-order check au-mobile-112
      sinch-order check au-mobile-112 --answers answers.json
      sinch-order check --region AU --type MOBILE --answers answers.json
    """
    if order:
        if region or type or number:
            raise UsageError("--region, --type and --number are for a check without an order")
        found = _check_order(run, order, answers or [])
    else:
        found = _check_files(run, region, type, number, answers or [])
    _report(run, found)


def _check_order(run: Run, reference: str, files: Sequence[str]) -> _Found:
    from sinch_order_cli.terminal.notices import unknown
    from sinch_order_cli.workflow.check import being_taken_in, findings

    with run.current(reference) as order:
        form = run.form(order)
        if files:
            return _check_with_files(run, order, form, files)
        for member in form.unknown(order.answers):
            unknown(run.terminal, member, f"sinch-order register {order.name} --set {{}}")
        return _Found(findings(order, run.now()), being_taken_in(order))


def _check_with_files(run: Run, order: Order, form: Form, files: Sequence[str]) -> _Found:
    """How the order would stand with the answers of these files; they are not sent."""
    from msgspec.structs import replace

    from sinch_order_cli.commands.files import read_layers
    from sinch_order_cli.workflow.check import answer_finding, being_taken_in, findings
    from sinch_order_cli.workflow.registration import prepare

    named = f"{order.region_code} {order.number_type}"
    given = read_layers(files, "--answers", named)
    prepared = prepare(
        form, kept=order.answers, file=given, named=named, numbers=order.phone_numbers
    )
    run.prepared(prepared, mend="remove it from the file.")
    file = _shown(files)
    asked = replace(order, answers=prepared.data, registered_at=order.registered_at or "now")
    about_answers = {problem.path for problem in prepared.problems}
    others = [one for one in findings(asked, run.now()) if one.path not in about_answers]
    problems = [answer_finding(problem, file=file) for problem in prepared.problems]
    return _Found([*problems, *others], being_taken_in(order))


def _check_files(run: Run, region: str, type: str, number: str, files: Sequence[str]) -> _Found:
    from sinch_order_cli.commands.files import read_layers
    from sinch_order_cli.kyc import read_form
    from sinch_order_cli.workflow import create_request
    from sinch_order_cli.workflow.check import answer_finding
    from sinch_order_cli.workflow.registration import prepare

    given = {"--region": region, "--type": type, "--answers": files}
    missing = [flag for flag, value in given.items() if not value]
    if missing:
        raise UsageError(
            f"say which ORDER to check, or give {', '.join(missing)}",
            details=[{"flag": flag, "problem": f"{flag} is missing"} for flag in missing],
        )
    code, kind = create_request.region_code(region), create_request.number_type(type)
    numbers = [create_request.phone_number(number)] if number else []
    data = read_layers(files, "--answers", f"{code} {kind}")
    form = read_form(run.look_up_to_order(code, kind).raw, code)
    prepared = prepare(form, file=data, numbers=numbers)
    run.prepared(prepared, mend="remove it from the file.")
    file = _shown(files)
    return _Found([answer_finding(problem, file=file) for problem in prepared.problems])


def _shown(files: Sequence[str]) -> str:
    return " or ".join("standard input" if file == "-" else file for file in files)


def _report(run: Run, found: _Found) -> None:
    problems, pending = found.problems, found.pending
    if run.settings.flags.json:
        from sinch_order_cli.terminal.order_results import check_result

        run.terminal.result(check_result(problems, pending, run.terminal.typed))
    elif not problems and not pending:
        run.terminal.print("Nothing is missing or wrong.")
    else:
        rows = [[one.where, one.problem] for one in (*problems, *pending)]
        run.terminal.table(["WHERE", "PROBLEM"], rows)
    if problems:
        count = len(problems)
        raise DataError(
            "1 thing is missing or wrong" if count == 1 else f"{count} things are missing or wrong",
            hint=_what_to_do(problems),
            details=_details(run, problems),
        )
    if pending:
        raise DataError(
            "not ready yet",
            reason=", ".join(one.problem for one in pending),
            hint=f"To submit once the server has taken it in: {pending[0].fix}",
            details=_details(run, pending),
        )


def _details(run: Run, found: Sequence[Finding]) -> list[dict[str, Any]]:
    """The findings for scripts; people have them in the table."""
    if not run.settings.flags.json:
        return []
    return [
        {"where": one.where, "path": one.path, "problem": one.problem, "fix": one.fix}
        for one in found
    ]


def _what_to_do(found: Sequence[Finding]) -> str:
    """The commands that mend it: one for all answers, one for each document."""
    answers = [f.fix.partition("--set ")[0] for f in found if "--set " in f.fix]
    lines = [f"Answer: {answers[0]}--set PATH=VALUE"] if answers else []
    others = dict.fromkeys(f.fix for f in found if "--set " not in f.fix and f.fix)
    return "\n".join([*lines, *others])
