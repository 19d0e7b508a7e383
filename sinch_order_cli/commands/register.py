"""Step 4: `register` sends the KYC registration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import Struct
from msgspec.structs import replace

from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.for_customer import (
    AcceptProposals,
    Customer,
    completion,
    proposal_results,
    show_filled,
    source_of,
    warn_of_other_answers,
)
from sinch_order_cli.commands.options import AnswersFiles, DryRun, OrderRef, refuse_beside
from sinch_order_cli.errors import (
    InterruptedByUser,
    SinchOrderError,
    StateError,
    Suggestion,
    UnreachableError,
    UsageError,
)
from sinch_order_cli.service.find import whole_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinch_order_cli.kyc import Form, Problem
    from sinch_order_cli.results import order_shapes
    from sinch_order_cli.workflow.for_customer import Completion, Source
    from sinch_order_cli.workflow.model import Order
    from sinch_order_cli.workflow.registration import Prepared


# Over 60 lines: Typer reads the options from the signature and the help from the docstring.
@with_run
def register(
    run: Run,
    order: OrderRef,
    answers: AnswersFiles = None,
    set: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="One answer. Repeat for more."),
    ] = None,
    data: Annotated[
        str,
        typer.Option(
            metavar="FILE", help="JSON file with raw requestDetails.data, sent unchecked."
        ),
    ] = "",
    customer: Customer = "",
    accept_proposals: AcceptProposals = False,
    renumber: Annotated[
        bool,
        typer.Option(
            "--renumber", help="Replace other numbers in the answers with the order's own."
        ),
    ] = False,
    dry_run: DryRun = False,
    show: Annotated[
        bool, typer.Option("--show", help="Print the saved answers without sending them.")
    ] = False,
) -> None:
    """Send the required answers (step 4).

    Adds your answers to those already saved and sends all of them. You can register again until you
    submit the order.

    \b
    Examples:
      sinch-order register au-mobile-112 --answers answers.json
      sinch-order register au-mobile-112 --set postalCode=3000 --set 0.0.senderId=+61411111112
      sinch-order register au-mobile-112 --show --json > answers.json
    """
    if show:
        given = {"--answers": answers, "--set": set, "--data": data, "--renumber": renumber}
        given |= {"--customer": customer, "--accept-proposals": accept_proposals}
        refuse_beside("--show", given)
        _show(run, order)
        return
    if data and (answers or set or renumber or customer or accept_proposals):
        raise UsageError(
            "--data can't be combined with --answers or --set", reason="--data is sent unchanged"
        )
    if not dry_run:
        run.open_early(2)
    with run.store.edit(whole_name(run, order)) as found:
        proposals = None
        if data:
            _send_raw(run, found, data, dry_run=dry_run)
        else:
            asked = Given(
                answers or [],
                set or [],
                renumber=renumber,
                customer=customer,
                accept_proposals=accept_proposals,
                dry_run=dry_run,
            )
            proposals = _send(run, found, asked)
        if dry_run:
            return
        from sinch_order_cli.views.order_view import report_order

        report_order(run.terminal, found, run.now(), "The registration was accepted.", proposals)


def _show(run: Run, reference: str) -> None:
    found = run.store.load(run.store.resolve(reference))
    form = run.form(found)
    from sinch_order_cli.views.requirements_view import print_answers

    run.terminal.show(
        json=lambda: found.answers if found.answers is not None else form.blank(),
        text=lambda: print_answers(run.terminal, form, found),
    )


class Given(Struct, frozen=True):
    """The answers given to `register`, and its options."""

    files: list[str]
    settings: list[str]
    renumber: bool = False
    customer: str = ""
    accept_proposals: bool = False
    dry_run: bool = False


def _show_request(run: Run, order: Order, data: Any) -> None:
    path = f"numberOrders/{order.id_number_order}/registration"
    body = {"requestDetails": {"data": data}}
    run.dry_run(order.name, "PUT", path, body, project_id=order.project_id)


def _send_raw(run: Run, order: Order, file: str, *, dry_run: bool) -> None:
    from sinch_order_cli.commands.json_input import read_json
    from sinch_order_cli.workflow import steps

    named = f"{order.region_code} {order.number_type}"
    data = read_json(file, "--data", named)
    if dry_run:
        _show_request(run, order, data)
        return
    before = order.answers
    steps.register(run.context(order), order, data, checked=False)
    if order.answers != before:
        _leave_group(run, order)
        run.store.save(order)


def _leave_group(run: Run, order: Order) -> None:
    """Continue an order alone that was given answers of its own, as the orders of a group share
    theirs: they would be sent for the others, or replaced by theirs."""
    from sinch_order_cli.workflow.groups import group

    if order.group:
        numbers = ", ".join(one for one in order.together if one not in order.phone_numbers)
        run.terminal.note(
            f"{order.name} has its own answers now, so it continues separately from {numbers}."
        )
        group([order], "")


def _send(run: Run, order: Order, asked: Given) -> list[order_shapes.Proposal] | None:
    """Send the answers. Return the proposals of the order's customer, None without one."""
    from sinch_order_cli.workflow import steps
    from sinch_order_cli.workflow.for_customer import is_for, take_customer
    from sinch_order_cli.workflow.reorder import is_unchanged
    from sinch_order_cli.workflow.sync import need_created

    has_expired = order.status.expired
    if not has_expired:
        need_created(order, "register")
    about = source_of(run, order, asked.customer, accept=asked.accept_proposals)
    form, prepared, filler = _prepared(run, order, asked, about)
    misplaced = _misplaced(run, order, form, prepared)
    prepared = replace(prepared, problems=prepared.problems + misplaced)
    if about is not None and filler is not None:
        if not is_for(order, about.customer):
            warn_of_other_answers(run, order, about.customer, filler)
        take_customer(order, about.customer)
        show_filled(run, about.customer, filler)
    if asked.dry_run and not prepared.problems:
        _show_request(run, order, prepared.data)
        return None
    by_hand = not (asked.files or asked.dry_run or misplaced) and run.terminal.interactive
    refused = prepared.problems and not by_hand
    run.prepared(prepared, order=order.name, kept=bool(refused))
    # Rejects another project before anything is saved.
    context = None if refused else run.context(order)
    if not asked.dry_run:
        _keep(run, order, prepared, prepared.data if context else prepared.safe, filler)
    if has_expired:  # the answers are saved for the order that replaces it
        need_created(order, "register")
    if context is None:
        proposed = _proposed(prepared, filler)
        if not (asked.files or asked.settings or misplaced):
            raise _name_missing(prepared.problems, proposed)
        removing = [_removing(order, one.path) for one in misplaced]
        raise _refusal(order, prepared, [*removing, *proposed])
    data = prepared.data
    if prepared.problems:
        data = _asked_for(run, order, form)
    if is_unchanged(order, data):
        run.terminal.warn("These answers are the same ones that were rejected.")
    steps.register(context, order, data)
    return None if filler is None else proposal_results(filler.proposals(data))


def _prepared(
    run: Run, order: Order, asked: Given, about: Source | None
) -> tuple[Form, Prepared, Completion | None]:
    """Return the order's form, the answers to it, and what completes them from the customer.

    The requirements are looked up again before answers are refused by old ones, and where the form
    doesn't tell another order's number from an answer: a part of it may be damaged.
    """
    from sinch_order_cli.commands.json_input import read_layers
    from sinch_order_cli.workflow.numbers import unplaced
    from sinch_order_cli.workflow.registration import prepare

    form, named = _form_with_questions(run, order)
    given = read_layers(asked.files, "--answers", named) if asked.files else None

    def prepared_for(form: Form) -> tuple[Form, Prepared, Completion | None]:
        filler = completion(about, form, order.region_code, order.number_type)
        prepared = prepare(
            form,
            kept=order.answers,
            file=given,
            settings=asked.settings,
            named=named,
            numbers=order.phone_numbers,
            renumber=asked.renumber,
            complete=filler,
        )
        return form, prepared, filler

    def has_unplaced(found: tuple[Form, Prepared, Completion | None]) -> bool:
        return bool(unplaced(found[0], found[1].data, order.phone_numbers))

    found = prepared_for(form)
    damaged = has_unplaced(found)
    try:
        is_new = bool(found[1].problems or damaged) and run.renew_requirements(
            order, damaged=damaged, needed=damaged
        )
    except UnreachableError as error:
        raise _unplaced(order, found[1].data, form, error) from error
    if is_new:
        renewed = prepared_for(_form_with_questions(run, order)[0])
        if not found[1].problems or not has_unplaced(renewed):  # else the new form is the damaged
            return renewed
    return found


def _unplaced(order: Order, data: Any, form: Form, error: UnreachableError) -> UnreachableError:
    """Return the error for a phone number that may be another order's, as no form can tell."""
    from sinch_order_cli.workflow.numbers import unplaced

    _, number = unplaced(form, data, order.phone_numbers)[0]
    return UnreachableError(
        f"{number} is in the answers, and may be another order's number",
        reason=f"the form of {order.name} lacks that field, and can't be fetched again: "
        f"{error.in_one_line}",
        hint=Suggestion("register", order.name, say="Nothing was sent. To try again later"),
        details=[{"name": order.name, "phoneNumber": number}],
    )


def _misplaced(run: Run, order: Order, form: Form, prepared: Prepared) -> tuple[Problem, ...]:
    """Return the problems of another order's numbers in fields that the form doesn't have."""
    from sinch_order_cli.kyc import Problem
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.workflow.numbers import misplaced, unplaced

    data, numbers = prepared.data, order.phone_numbers
    if not unplaced(form, data, numbers):
        return ()
    orders = OrderIndex(run.store).all_orders()
    others = {number for one in orders if one.name != order.name for number in one.phone_numbers}
    return tuple(
        Problem(path=one.path, title=one.title, problem=one.problem, given=one.number)
        for one in misplaced(form, data, numbers, others)
    )


def _removing(order: Order, path: str) -> Suggestion:
    return Suggestion("register", order.name, say="To remove that number", set=f"{path}=")


def _asked_for(run: Run, order: Order, form: Form) -> Any:
    from sinch_order_cli.prompts.prompter import SAVES
    from sinch_order_cli.wizard.form_session import FormSession

    run.prompter.leave = SAVES
    try:
        return FormSession(run.terminal, run.prompter, order, form, run.store.save).run()
    except InterruptedByUser as error:
        error.hint = Suggestion("register", order.name, say="Your answers are saved. To continue")
        raise


def _form_with_questions(run: Run, order: Order) -> tuple[Form, str]:
    """Return the order's form, and its country and type.

    A form without questions is looked up again: an error on its way looks the same.

    Raises:
        StateError: it has no questions.
    """
    form, named = run.form(order), f"{order.region_code} {order.number_type}"
    is_empty = not form.has_fields and not form.unread
    if is_empty and run.renew_requirements(order, damaged=True):
        return _form_with_questions(run, order)
    if is_empty:
        raise StateError(
            f"{named} requires no answers",
            reason="there is nothing to register",
            hint=Suggestion("status", order.name, say="To continue"),
        )
    return form, named


def _refusal(order: Order, prepared: Prepared, hint: list[str | Suggestion]) -> SinchOrderError:
    """Return the error for invalid answers, with the fix."""
    from sinch_order_cli.workflow.registration import refuse

    correct = Suggestion("register", order.name, say="To correct them", set="PATH=VALUE")
    if any(not problem.path for problem in prepared.problems):  # the data as a whole
        place = (order.region_code, order.number_type)
        say = "To get a file of the right shape"
        correct = Suggestion("requirements", *place, say=say, blank_answers=True)
    hint = [*hint, correct]
    if any("is not in this order" in problem.problem for problem in prepared.problems):
        hint.append("To use the order's own numbers instead, add --renumber.")
    return refuse(prepared.problems, hint)


def _proposed(prepared: Prepared, filler: Completion | None) -> list[str | Suggestion]:
    """Return the hint that the customer's facts may provide missing answers, else []."""
    missing = {problem.path for problem in prepared.problems}
    proposals = filler.proposals(prepared.data) if filler else []
    if not any(one.path in missing for one in proposals):
        return []
    return ["To accept likely matches from the customer, add --accept-proposals."]


def _keep(run: Run, order: Order, prepared: Prepared, data: Any, filler: Completion | None) -> None:
    """Save answers and their sources; unchanged answers keep their "sent" mark."""
    from sinch_order_cli.workflow.for_customer import note_sources

    note_sources(order, data, filler.sources(data) if filler else {})
    if data != order.answers:
        _leave_group(run, order)
        order.answers, order.registered_at = data, ""
    order.set_aside = {**order.set_aside, **prepared.set_aside}
    run.store.save(order)


def _name_missing(problems: Sequence[Problem], proposed: Sequence[str | Suggestion]) -> UsageError:
    """Return the error that lists all missing answers with their flags."""
    count = "1 answer is" if len(problems) == 1 else f"{len(problems)} answers are"
    return UsageError(
        f"{count} missing, and there is no terminal to ask for them",
        hint=[*proposed, "Give them with --answers FILE or --set PATH=VALUE"],
        details=[
            {**problem.as_json(), "flag": f"--set {problem.path}=VALUE"} for problem in problems
        ],
    )
