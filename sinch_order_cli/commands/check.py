"""`check`: list what is missing or invalid, without changing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import UNSET, Struct

from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.for_customer import (
    AcceptProposals,
    Customer,
    MaxAge,
    completion,
    document_findings,
    documents_for,
    proposal_results,
    source,
    source_of,
)
from sinch_order_cli.commands.for_customer import max_age as oldest
from sinch_order_cli.commands.options import AnswersFiles
from sinch_order_cli.errors import DataError, Hint, Suggestion, UsageError, hint_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from sinch_order_cli.kyc import Form
    from sinch_order_cli.results import order_shapes
    from sinch_order_cli.workflow.check import Finding
    from sinch_order_cli.workflow.for_customer import Completion, Source
    from sinch_order_cli.workflow.model import Order
    from sinch_order_cli.workflow.registration import Prepared


class _Found(Struct, frozen=True):
    """Problems, and documents that the server is still checking."""

    problems: list[Finding]
    pending: list[Finding] = []
    proposals: list[order_shapes.Proposal] | None = None
    customer_kind: str = ""


class _Given(Struct, frozen=True, kw_only=True):
    """The options of `check` other than the order."""

    files: Sequence[str]
    customer: str
    accept: bool
    age: timedelta | None


@with_run
def check(
    run: Run,
    order: Annotated[
        str, typer.Argument(metavar="ORDER", help="Order name or ID, or the start of one.")
    ] = "",
    region: Annotated[
        str, typer.Option(metavar="REGION", help="Check an answers file for this country.")
    ] = "",
    type: Annotated[str, typer.Option(metavar="TYPE", help="With --region: number type.")] = "",
    number: Annotated[
        str,
        typer.Option(
            metavar="+E164", help="With --region: number to check for, before you reserve it."
        ),
    ] = "",
    answers: AnswersFiles = None,
    customer: Customer = "",
    accept_proposals: AcceptProposals = False,
    max_age: MaxAge = "",
) -> None:
    """List everything that is missing or invalid.

    Exits with code 3 if it finds a problem. Doesn't change the order. You can check an answers file
    before you reserve a number, or for an order without registering it. You can also check a
    customer's facts and documents. "Ready" then means that only consents, the number and its use
    are still to be answered.

    \b
    Examples:
      sinch-order check au-mobile-112
      sinch-order check au-mobile-112 --answers answers.json
      sinch-order check --region AU --type MOBILE --answers answers.json
    """
    age = oldest(max_age)
    given = _Given(files=answers or [], customer=customer, accept=accept_proposals, age=age)
    if order:
        if region or type or number:
            raise UsageError("--region, --type and --number can't be combined with ORDER")
        run.open_early(2)
        found = _check_order(run, order, given)
    else:
        found = _check_files(run, region, type, number, given)
    _report(run, found)


def _check_order(run: Run, reference: str, given: _Given) -> _Found:
    from sinch_order_cli.views.notices import unknown
    from sinch_order_cli.workflow.check import documents_in_process, findings, with_possible_fixes

    with run.current(reference) as order:
        form = run.form(order)
        about = source_of(run, order, given.customer, accept=given.accept)
        if about is not None:
            _tell_changes(run, order, form, about)
        if given.files or given.customer or given.accept:
            return _check_with_files(run, order, form, given, about)
        if about is None and given.age is not None:
            raise UsageError(
                "--max-age needs a customer", hint="Name the customer with --customer NAME."
            )
        for member in form.unknown(order.answers):
            unknown(run.terminal, member, order.name)
        wrong, proposals = _documents(order, form, given, about)
        found = with_possible_fixes([*findings(order, run.now()), *wrong])
        return _Found(found, documents_in_process(order), proposals)


def _tell_changes(run: Run, order: Order, form: Form, about: Source) -> None:
    """Print answers that differ from the customer's current facts; nothing is changed."""
    from sinch_order_cli.text import safe
    from sinch_order_cli.workflow.for_customer import changes_since

    for change in changes_since(order, form, about):
        now = "nothing" if change.now is None else str(change.now)
        said = (
            f"{about.customer.name} has changed: {safe(change.title)} is "
            f"{safe(str(change.answer))} in this order and would be {safe(now)} now."
        )
        if change.now is None:
            run.terminal.warn(said)
            continue
        new = {"answers": "FILE"} if change.is_secret else {"set": f"{change.path}={now}"}
        run.terminal.warn(Suggestion("register", order.name, say=f"{said} To take it", **new))


def _documents(
    order: Order, form: Form, given: _Given, about: Source | None
) -> tuple[list[Finding], list[order_shapes.Proposal] | None]:
    """Return the problems with the customer's files for documents not yet uploaded."""
    if about is None:
        return [], None
    place = (order.region_code, order.number_type)
    found = documents_for(about.customer, form, place, given.age)
    unsent = [one for one in found if one.attachment_id not in order.attachments]
    return document_findings(about.customer.name, unsent), proposal_results([], unsent)


def _check_with_files(
    run: Run, order: Order, form: Form, now: _Given, about: Source | None
) -> _Found:
    """Check the order with these answers and the customer's facts; they are not sent."""
    from msgspec.structs import replace

    from sinch_order_cli.commands.json_input import read_layers
    from sinch_order_cli.workflow.check import (
        answer_finding,
        documents_in_process,
        findings,
        with_possible_fixes,
    )
    from sinch_order_cli.workflow.registration import prepare

    named = f"{order.region_code} {order.number_type}"
    given = read_layers(now.files, "--answers", named) if now.files else None
    filler = completion(about, form, order.region_code, order.number_type)
    prepared = prepare(
        form,
        kept=order.answers,
        file=given,
        named=named,
        numbers=order.phone_numbers,
        complete=filler,
    )
    run.prepared(prepared)
    asked = replace(order, answers=prepared.data, registered_at=order.registered_at or "now")
    about_answers = {problem.path for problem in prepared.problems}
    others = [one for one in findings(asked, run.now()) if one.path not in about_answers]
    where = {"file": _shown(now.files)} if now.files else {"order": order.name}
    problems = [answer_finding(problem, **where) for problem in prepared.problems]
    wrong, proposals = _documents(order, form, now, about)
    if filler is not None:
        proposals = proposal_results(filler.proposals(prepared.data)) + (proposals or [])
    kind = about.customer.kind if about else ""
    found = with_possible_fixes([*problems, *others, *wrong])
    return _Found(found, documents_in_process(order), proposals, kind)


def _check_files(run: Run, region: str, type: str, number: str, now: _Given) -> _Found:
    """Check a registration before there is an order."""
    from sinch_order_cli.commands.json_input import read_layers
    from sinch_order_cli.kyc import read_form
    from sinch_order_cli.workflow import create_request
    from sinch_order_cli.workflow.registration import prepare

    answers_or_customer = " ".join([*now.files, now.customer])
    given = {"--region": region, "--type": type, "--answers": answers_or_customer}
    missing = [flag for flag, value in given.items() if not value]
    if missing:
        raise UsageError(
            f"give the ORDER to check, or {', '.join(missing)}",
            details=[{"flag": flag} for flag in missing],
        )
    code, kind = create_request.region_code(region), create_request.number_type(type)
    about = source(run, now.customer, accept=now.accept)
    numbers = [create_request.phone_number(number)] if number else []
    data = read_layers(now.files, "--answers", f"{code} {kind}") if now.files else None
    form = read_form(run.look_up_to_order(code, kind).raw, code)
    filler = completion(about, form, code, kind)
    prepared = prepare(form, file=data, numbers=numbers, complete=filler)
    run.prepared(prepared)
    problems = _answer_findings(prepared, filler, now)
    if about is None or filler is None:
        return _Found(problems)
    documents = documents_for(about.customer, form, (code, kind), now.age)
    wrong = document_findings(about.customer.name, documents)
    proposals = proposal_results(filler.proposals(prepared.data), documents)
    return _Found([*problems, *wrong], [], proposals, about.customer.kind)


def _answer_findings(prepared: Prepared, filler: Completion | None, now: _Given) -> list[Finding]:
    """Return the problems of the answers, except missing ones that no customer can provide."""
    from sinch_order_cli.workflow.check import Finding, answer_finding

    found = []
    for problem in prepared.problems:
        if filler is not None and problem.given is UNSET and filler.is_for_a_person(problem.path):
            continue
        finding = answer_finding(problem, file=_shown(now.files))
        if filler is not None and not now.files:
            fix = Suggestion(
                "customer set", now.customer, "FACT=VALUE", say="To save a missing fact"
            )
            finding = Finding(finding.where, finding.problem, fix, finding.path)
        found.append(finding)
    return found


def _shown(files: Sequence[str]) -> str:
    return " or ".join("standard input" if file == "-" else file for file in files)


def _report(run: Run, found: _Found) -> None:
    from sinch_order_cli.views import check_view

    problems, pending = found.problems, found.pending
    run.terminal.show(
        json=lambda: check_view.check_result(
            problems, pending, run.terminal.in_words, found.proposals
        ),
        text=lambda: check_view.print_findings(
            run.terminal, [*problems, *pending], found.proposals or [], found.customer_kind
        ),
    )
    if problems:
        count = len(problems)
        raise _not_ready(
            "1 problem found" if count == 1 else f"{count} problems found",
            problems,
            hint=_what_to_do(problems),
        )
    if pending:
        raise _not_ready(
            "not ready yet",
            pending,
            reason=", ".join(one.problem for one in pending),
            hint=_saying("To submit once the server has processed it", pending[0].fix),
        )


def _not_ready(
    message: str, found: Sequence[Finding], *, hint: Hint, reason: str = ""
) -> DataError:
    """Return the error of a check; its details were already shown as a table."""
    details = [
        {"where": one.where, "path": one.path, "problem": one.problem, "fix": one.fix}
        for one in found
    ]
    error = DataError(message, reason=reason, hint=hint, details=details)
    error.details_shown = True
    return error


def _saying(say: str, fix: Hint) -> Hint:
    return fix.saying(say) if isinstance(fix, Suggestion) else fix


def _what_to_do(found: Sequence[Finding]) -> list[str | Suggestion]:
    """Return the commands that fix it: one for all answers, one for each document."""
    fixes = list(dict.fromkeys(one for f in found for one in hint_lines(f.fix)))
    answers = [one for one in fixes if isinstance(one, Suggestion) and "--set" in one.argv]
    others = [one for one in fixes if one not in answers]
    told = [
        one.saying(one.say or _PURPOSES.get(one.argv[0], "To mend it"))
        if isinstance(one, Suggestion)
        else one
        for one in others
    ]
    if not answers:
        return told
    command = answers[0].argv[: answers[0].argv.index("--set")]
    return [Suggestion(*command, say="To answer", set="PATH=VALUE"), *told]


_PURPOSES = {
    "attach": "To upload",
    "create": "To start a new order with the same answers",
    "customer": "To save it for the customer",
    "register": "To send the answers",
    "resume": "To reserve a number and continue",
    "status": "To check the outcome",
    "submit": "To submit",
}
"""The purpose of each command that fixes a finding."""
