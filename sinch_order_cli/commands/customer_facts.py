"""Read a customer's facts from flags, files, orders and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sinch_order_cli.customers import facts as vocabulary
from sinch_order_cli.customers.fact_forms import FactError
from sinch_order_cli.customers.model import Customer
from sinch_order_cli.errors import DataError, StateError, Suggestion, UsageError

if TYPE_CHECKING:
    from sinch_order_cli.commands.context import Run
    from sinch_order_cli.kyc import Form
    from sinch_order_cli.workflow.model import Order

_EXAMPLE = 'Use the form {"company.name": "Acme Ltd", "people.0.email": "ada@acme.example"}'


def given(file: str, settings: Sequence[str], flag: str) -> dict[str, Any]:
    """Return the changes in a facts file and in `FACT=VALUE` texts; None removes a fact.

    Args:
        flag: the flag with the texts, for the error.

    Raises:
        DataError: facts in the file are invalid; all are listed.
        UsageError: a fact on the command line is invalid.
    """
    changes = _from_file(file) if file else {}
    wrong: list[dict[str, Any]] = []
    for text in settings:
        try:
            fact, value = vocabulary.parse(text)
            changes[fact] = None if value is None else vocabulary.normalised(fact, value)
        except FactError as error:
            wrong.append({"flag": f"{flag} {error.fact}", **_told(error)})
    if wrong:
        raise UsageError(
            _summary(wrong),
            hint=Suggestion("help", "customers", say="To list all facts"),
            details=wrong,
        )
    return changes


def _from_file(file: str) -> dict[str, Any]:
    from sinch_order_cli.commands.json_input import read_json

    shown = "standard input" if file == "-" else file
    try:
        content = read_json(file, "--facts")
    except DataError as error:
        error.hint = _EXAMPLE
        raise
    if not isinstance(content, Mapping):
        raise DataError(
            f"{shown} is not an object of facts",
            hint=_EXAMPLE,
        )
    changes: dict[str, Any] = {}
    wrong: list[dict[str, Any]] = []
    for fact, value in content.items():
        try:
            vocabulary.known(fact)
            changes[fact] = None if value is None else vocabulary.normalised(fact, value)
        except FactError as error:
            wrong.append({"path": fact, **_told(error)})
    if wrong:
        raise DataError(
            f"{shown}: {_summary(wrong)}",
            hint=Suggestion("help", "customers", say="To list all facts"),
            details=wrong,
        )
    return changes


def _told(error: FactError) -> dict[str, Any]:
    """Return the detail of an invalid fact, without the value, which may be secret."""
    return {"where": error.fact, "problem": error.problem, "fix": error.fix}


def _summary(wrong: Sequence[Mapping[str, Any]]) -> str:
    if len(wrong) == 1:
        return f"{wrong[0]['where'] or 'a fact'} can't be saved"
    return f"{len(wrong)} facts can't be saved"


def change(customer: Customer, changes: Mapping[str, Any]) -> None:
    """Change a customer's facts; None removes one.

    Raises:
        DataError: the result is inconsistent.
    """
    found = {**customer.facts, **changes}
    found = {fact: value for fact, value in found.items() if value is not None}
    kept, wrong = vocabulary.checked(found)
    if wrong:
        details = [{"path": error.fact, **_told(error)} for error in wrong]
        raise DataError(_summary(details), hint=wrong[0].fix, details=details)
    customer.facts = kept


def warn_of_documents(run: Run, before: Mapping[str, Any], customer: Customer) -> None:
    """Warn about documents of a person who has another name now, or whose facts were removed."""
    for document in customer.documents:
        if document.person is None:
            continue
        was, now = (_name_of(facts, document.person) for facts in (before, customer.facts))
        if was and was != now:
            file = Path(document.path).name
            say = (
                f"{file} is {was}'s, who was people.{document.person}. If it is another person now"
            )
            run.terminal.warn(Suggestion("customer document remove", customer.name, file, say=say))


def _name_of(facts: Mapping[str, Any], person: int) -> str:
    parts = (facts.get(f"people.{person}.{one}") for one in ("firstName", "lastName"))
    return " ".join(str(part) for part in parts if part)


def warn_of_secrets(run: Run, settings: Sequence[str]) -> None:
    """Warn about identity numbers on the command line."""
    for text in settings:
        fact = text.partition("=")[0].strip()
        kind = vocabulary.find(fact)
        if kind is not None and kind.secret and text.partition("=")[2].strip():
            run.terminal.warn(_seen_by_others(fact))


def _seen_by_others(fact: str) -> Suggestion:
    return Suggestion(
        "customer set",
        "NAME",
        say=f"{fact} was given on the command line, where others on this machine can see it. "
        "Give it in a file instead",
        facts="FILE",
    )


def edited(run: Run, name: str) -> tuple[Mapping[str, Any], Customer]:
    """Let the user edit the customer's file. Return the facts before, empty if it was damaged, and
    the customer, validated and saved.

    Raises:
        UsageError: there is no terminal.
        DataError: the edited text is not a valid customer file, and the user stops correcting it.
    """
    if not run.terminal.interactive:
        raise UsageError(
            "--edit needs a terminal",
            hint=Suggestion("customer set", name, say="To give a file instead", facts="FILE"),
            details=[{"flag": "--edit", "problem": "there is no terminal"}],
        )
    from sinch_order_cli.errors import StoreError
    from sinch_order_cli.prompts.editor import edit_text
    from sinch_order_cli.store.customer_files import decode_customer

    with run.customers.edit_raw(name) as (path, content):
        before: Mapping[str, Any] = {}
        with suppress(StoreError):
            before = decode_customer(content, path).facts
        text = content.decode(errors="replace")
        while True:
            text = edit_text(text, ".json")
            try:
                customer = decode_customer(text.encode(), path)
            except StoreError as error:
                run.terminal.warn(f"This can't be saved: {error.reason}.")
                question = "Open the editor again?"
                if run.prompter.confirm(question, flag="--facts", default=True):
                    continue
                raise DataError(
                    f"{name} was not changed", reason=error.reason, hint="Nothing was saved."
                ) from error
            customer.name = name
            run.customers.save(customer)
            return before, customer


def from_order(run: Run, customer: Customer, reference: str) -> None:
    """Extract the facts from an order's registered answers, or else its saved answers.

    Raises:
        StateError: the order has no answers.
    """
    order = run.store.load(run.store.resolve(reference))
    data = order.registered if order.registered is not None else order.answers
    if data is None:
        raise StateError(
            f"{order.name} has no answers to take facts from",
            hint=Suggestion("register", order.name, say="To answer its form first", answers="FILE"),
        )
    form = run.form(order)
    _take(run, customer, form, data, (order.region_code, order.number_type))
    _take_documents(run, customer, form, order)


def _take_documents(run: Run, customer: Customer, form: Form, order: Order) -> None:
    """Add the files uploaded for an order, if they still exist unchanged."""
    from sinch_order_cli.text import safe
    from sinch_order_cli.workflow.for_customer import documents_of, note_served

    found, lost = documents_of(form, order)
    for document in found:
        run.terminal.note(f"Saved the path of {safe(Path(document.path).name)} as {document.kind}.")
    customer.documents = [*customer.documents, *found]
    note_served(customer, order)
    for title, file_name in lost:
        run.terminal.warn(
            Suggestion(
                "customer document add",
                customer.name,
                "FILE",
                say=f"{title}: {file_name} no longer exists, or has changed. To add another",
                kind="KIND",
            )
        )


def from_answers(
    run: Run, customer: Customer, files: Sequence[str], region: str, type: str
) -> None:
    """Extract the facts from answers files.

    Raises:
        UsageError: their region or type is not given.
    """
    from sinch_order_cli.commands.json_input import read_layers
    from sinch_order_cli.kyc import read_form
    from sinch_order_cli.workflow import create_request

    missing = [flag for flag, value in (("--region", region), ("--type", type)) if not value]
    if missing:
        raise UsageError(
            f"--answers needs {' and '.join(missing)}",
            reason="the country's form defines what the answers mean",
            details=[{"flag": flag} for flag in missing],
        )
    code, kind = create_request.region_code(region), create_request.number_type(type)
    form = read_form(run.look_up_to_order(code, kind).raw)
    data = form.without_notes(read_layers(files, "--answers", f"{code} {kind}"))
    _take(run, customer, form, data, (code, kind))


def _take(run: Run, customer: Customer, form: Any, data: Any, place: tuple[str, str]) -> None:
    from sinch_order_cli.customers.take import take
    from sinch_order_cli.text import safe

    region, kind = place
    lessons = run.customers.lessons()
    taken = take(form, form.tidy(data)[0], region=region, type=kind, lessons=lessons)
    customer.facts = {**customer.facts, **taken.facts}
    for note in taken.notes:
        run.terminal.warn(f"Please check: {safe(note)}.")
    for path, why in taken.left.items():
        field = form.field(path)
        title = field.title if field else path
        run.terminal.note(f"Not saved: {safe(title)} ({safe(why)}).")
