"""Find everything that prevents an order from being submitted."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from sinch_order_cli.errors import Hint, Suggestion
from sinch_order_cli.kyc import Form, read_form
from sinch_order_cli.kyc.model import Problem
from sinch_order_cli.workflow import numbers
from sinch_order_cli.workflow.attempts import unknown_attempts
from sinch_order_cli.workflow.model import Order, seconds_left
from sinch_order_cli.workflow.states import UNUSABLE


class Finding(Struct, frozen=True):
    """A missing or invalid item: its place, the problem, and the command that fixes it.

    `path` is that of an answer or a document, or None for the order as a whole.
    """

    where: str
    problem: str
    fix: Hint
    path: str | None = None


def findings(order: Order, now: float) -> list[Finding]:
    """Return what is missing or invalid in an order, as far as known locally."""
    form = read_form(order.lookup.raw if order.lookup else None)
    found: list[Finding] = []
    left = seconds_left(order, now)
    again = Suggestion("create", from_=order.name)
    if order.status.expired or (left is not None and left <= 0):
        found.append(Finding("order", "the reservation has expired", again))
    elif order.status.rejected:
        found.append(Finding("order", "the order was rejected", again))
    elif order.status.blocked:
        found.append(_wanted_by_reviewers(order))
    elif order.server is None:
        found.append(_not_reserved(order))
    if form.has_fields:
        answers = order.answers if order.answers is not None else form.empty()
        answers, _ = numbers.fill_in(form, answers, order.phone_numbers)  # as `register` does
        problems = form.check(form.with_defaults(answers)[0], numbers=order.phone_numbers)
        found += [answer_finding(problem, order=order.name) for problem in problems]
        if order.server is not None:
            found += number_findings(order, form)
        if not problems and order.step == "register":
            send = Suggestion("register", order.name)
            found.append(Finding("registration", "the answers have not been sent", send))
    return [*found, *_document_findings(order, form)]


def with_possible_fixes(found: list[Finding]) -> list[Finding]:
    """Return the findings with the fixes that are possible now.

    If the order can't be changed as it is, not reserved or final, only its own fix helps.
    """
    whole = next((one for one in found if one.where == "order"), None)
    if whole is None or not isinstance(whole.fix, Suggestion):  # reviewers' wishes are several
        return found
    return [replace(one, fix=whole.fix) for one in found]


def _wanted_by_reviewers(order: Order) -> Finding:
    from sinch_order_cli.workflow.reviewers import answering_commands

    words = str(order.logs[-1].get("message") or "")[:2000] if order.logs else ""
    wanted = f"{order.status.meaning}{': ' if words else ''}{words}"
    return Finding("order", wanted, answering_commands(order))


def _not_reserved(order: Order) -> Finding:
    resume = Suggestion("resume", order.name)
    if not order.may_be_reserved:
        return Finding("order", "no number is reserved", resume)
    lost = f"no answer was received for the attempt at {unknown_attempts(order)[-1].sent_at}"
    check = Suggestion("status", order.name)
    return Finding("order", f"outcome unknown, a number may be reserved: {lost}", check)


def number_findings(order: Order, form: Form) -> list[Finding]:
    """Return answers with numbers that the order doesn't have, and its numbers without answers."""
    name = order.name
    return [
        Finding(
            one.path or "numbers",
            one.problem,
            Suggestion("register", name, set=f"{one.path}=VALUE")
            if one.path
            else Suggestion("register", name, answers="FILE"),
            one.path,
        )
        for one in numbers.problems(form, order.answers, order.phone_numbers)
    ]


def answer_finding(problem: Problem, *, order: str = "", file: str = "") -> Finding:
    """Return a problem with an answer, and its fix: a flag for an order, otherwise the file."""
    title = f"{problem.title}: " if problem.title else ""
    fix: Hint = Suggestion("register", order, set=f"{problem.path}=VALUE")
    if not order:
        fix = f"Correct the answers in {file}"
    return Finding(problem.path, f"{title}{problem.told}", fix, problem.path)


def documents_in_process(order: Order) -> list[Finding]:
    """Return the required documents that were uploaded and that the server is still checking."""
    form = read_form(order.lookup.raw if order.lookup else None)
    found = []
    for attachment in form.attachments:
        sent = order.attachments.get(attachment.id)
        if attachment.mandatory and sent is not None and sent.status.waiting:
            where = f"attachments.{attachment.id}"
            problem = f"{attachment.title}: {sent.file_name} is still being processed"
            fix = Suggestion("submit", order.name)
            found.append(Finding(where, problem, fix, where))
    return found


def _document_findings(order: Order, form: Form) -> list[Finding]:
    found = []
    for attachment in form.attachments:
        where = f"attachments.{attachment.id}"
        fix = Suggestion("attach", order.name, attachment.id, "FILE")
        sent = order.attachments.get(attachment.id)
        if sent is not None and sent.status.unusable:
            problem = f"{attachment.title}: {UNUSABLE.meaning} ({sent.file_name})"
            found.append(Finding(where, problem, fix, where))
        elif sent is None and attachment.mandatory:
            found.append(Finding(where, f"{attachment.title}: not uploaded", fix, where))
    return found
