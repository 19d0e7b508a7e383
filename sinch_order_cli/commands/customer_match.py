"""`customer match`: show which fact fills each field of a form, and change that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import UNSET

from sinch_order_cli.commands.context import Run
from sinch_order_cli.commands.options import Region, Type
from sinch_order_cli.errors import UsageError

if TYPE_CHECKING:
    from sinch_order_cli.customers.model import Customer, Lesson
    from sinch_order_cli.kyc import Form
    from sinch_order_cli.views.customer_view import Matched

Facts = str | tuple[str, ...] | None


def match(
    run: Run,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the customer.")],
    region: Region,
    type: Type,
    use: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH=FACT", help="Fill this field from that fact; A+B joins two."),
    ] = None,
    never: Annotated[
        list[str] | None, typer.Option(metavar="PATH", help="Never fill in this field.")
    ] = None,
    forget: Annotated[
        list[str] | None, typer.Option(metavar="PATH", help="Delete what you taught about a field.")
    ] = None,
    only: Annotated[bool, typer.Option("--only", help="Teach for this customer only.")] = False,
    all: Annotated[
        bool, typer.Option("--all", help="Show identity numbers in full in the table.")
    ] = False,
) -> None:
    """Show which facts fill a country's form, field by field, and why.

    Certain matches are filled in. Likely matches are proposed, and you must confirm them. Consents,
    signatures and the number itself are never filled in. What you teach applies to that country and
    type.

    \b
    Examples:
      sinch-order customer match acme DE LOCAL
      sinch-order customer match acme DE LOCAL --use 0.email=people.0.email
      sinch-order customer match acme DE LOCAL --never 0.email --only
    """
    from sinch_order_cli.kyc import read_form
    from sinch_order_cli.workflow import create_request

    code, kind = create_request.region_code(region), create_request.number_type(type)
    customer = run.customers.load(name)
    if only and not (use or never or forget):
        raise UsageError("--only needs --use, --never or --forget")
    form = read_form(run.look_up_to_order(code, kind).raw)
    if use or never or forget:
        taught = _lessons(form, (code, kind), use or [], never or [])
        gone = [_field(form, path, "--forget")[0] for path in forget or ()]
        customer = _teach(run, customer, (code, kind), taught, gone, only)
    from sinch_order_cli.views.customer_view import print_match

    found = matched(run, customer, form, (code, kind))
    run.terminal.show(
        json=lambda: found.body,
        text=lambda: print_match(run.terminal, customer, found, everything=all),
    )


def _lessons(
    form: Form, place: tuple[str, str], use: Sequence[str], never: Sequence[str]
) -> list[Lesson]:
    """Return the lessons in the options.

    Raises:
        UsageError: a path matches no field, a fact is unknown, or the field is never filled.
    """
    from sinch_order_cli.customers.fact_forms import FactError
    from sinch_order_cli.customers.facts import known
    from sinch_order_cli.customers.matching import meanings
    from sinch_order_cli.customers.model import Lesson

    wanted: list[tuple[str, str, Facts]] = [("--never", path, None) for path in never]
    for text in use:
        path, separator, named = text.partition("=")
        facts = tuple(part.strip() for part in named.split("+") if part.strip())
        if not separator or not facts:
            raise UsageError(f"--use {text} has no PATH=FACT, such as 1.city=addresses.0.city")
        for fact in facts:
            try:
                known(fact)
            except FactError as error:
                raise UsageError(
                    f"{fact}: {error.problem}",
                    hint=error.fix,
                    details=[{"flag": f"--use {text}", "problem": error.problem, "given": fact}],
                ) from error
        wanted.append(("--use", path, facts[0] if len(facts) == 1 else facts))
    meant = meanings(form.sections, place[0])
    found = []
    for flag, path, facts_or_none in wanted:
        general, title = _field(form, path, flag)
        if facts_or_none is not None and meant[general].confidence == "never":
            raise UsageError(
                f"{title} is never filled in from a customer",
                reason=meant[general].reason,
                details=[{"flag": flag, "problem": meant[general].reason, "given": path}],
            )
        lesson = Lesson(
            region=place[0], type=place[1], path=general, title=title, fact=facts_or_none
        )
        found.append(lesson)
    return found


def _field(form: Form, path: str, flag: str) -> tuple[str, str]:
    """Return the field's path in the form's overview, and its title."""
    from sinch_order_cli.customers.learn import general

    known = {field.path: field.title for section in form.sections for field in section.fields}
    found = {general(one, known) for one in form.resolve(path.strip())}
    if len(found) != 1:
        problem = "fits several fields" if found else "is not a field of this form"
        raise UsageError(
            f"'{path}' {problem}",
            hint="Use a PATH shown by customer match.",
            details=[{"flag": f"{flag} {path}", "problem": problem, "given": path}],
        )
    one = next(iter(found))
    return one, known.get(one, "")


def _teach(
    run: Run,
    customer: Customer,
    place: tuple[str, str],
    lessons: Sequence[Lesson],
    forgotten: Sequence[str],
    only: bool,
) -> Customer:
    """Add and remove lessons, for this customer or for all. Return the changed customer."""
    from sinch_order_cli.customers.learn import taught, untaught

    def changed(known: list[Lesson]) -> list[Lesson]:
        for lesson in lessons:
            known = taught(known, lesson)
        for path in forgotten:
            known = untaught(known, *place, path)
        return known

    if not only and (lessons or forgotten):
        with run.customers.edit_lessons() as known:
            known[:] = changed(known)
    if only or forgotten:
        with run.customers.edit(customer.name) as found:
            own = changed(found.learned) if only else found.learned
            for path in forgotten:
                own = untaught(own, *place, path)
            if own != found.learned:
                found.learned = own
                run.customers.save(found)
            return found
    return customer


def matched(run: Run, customer: Customer, form: Form, place: tuple[str, str]) -> Matched:
    """Match a customer's facts and documents with a form."""
    from sinch_order_cli.customers.documents import match_documents
    from sinch_order_cli.customers.fill import fill
    from sinch_order_cli.results import customer_shapes
    from sinch_order_cli.views.customer_view import Matched

    code, kind = place
    lessons = run.customers.lessons()
    filled = fill(form, customer, region=code, type=kind, lessons=lessons)
    documents = match_documents(
        customer, form.attachments, region=code, type=kind, today=date.today()
    )
    fields = [customer_shapes.MatchedField(**match.as_json()) for match in filled.matches]
    given = [one for one in fields if one.value is not None]
    body = customer_shapes.CustomerMatch(
        customer=customer.name,
        region_code=place[0],
        number_type=place[1],
        fields=fields,
        documents=[
            customer_shapes.MatchedDocument(
                attachment_id=one.attachment_id,
                title=one.title,
                file=one.document.path if one.document else None,
                confidence=one.confidence,
                problems=list(one.problems),
                pages=[page.path for page in one.pages] if len(one.pages) > 1 else UNSET,
            )
            for one in documents
        ],
        filled=sum(one.confidence == "sure" for one in given),
        proposed=sum(one.confidence == "likely" for one in given),
        open=len(fields) - len(given),
    )
    return Matched(body, documents)
