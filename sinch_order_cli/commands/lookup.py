"""Steps 1 and 2, which only read: `requirements`, `search` and `regions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.for_customer import Customer
from sinch_order_cli.commands.options import (
    Capability,
    Format,
    Match,
    Pattern,
    Region,
    Type,
    refuse_beside,
)

if TYPE_CHECKING:
    from sinch_order_cli.results import form_shapes


@with_run
def requirements(
    run: Run,
    region: Region,
    type: Type,
    blank_answers: Annotated[
        bool, typer.Option("--blank-answers", help="Print an answers file to fill in.")
    ] = False,
    customer: Customer = "",
) -> None:
    """Show what a country requires: answers and documents (step 1).

    Nothing is reserved yet, so there is no deadline while you collect your documents.

    --blank-answers prints a JSON file with a note for each answer: its path and the allowed values.
    Notes are members that begin with //. They can stay in the file. With --json, the file has no
    notes.

    \b
    Examples:
      sinch-order requirements AU MOBILE
      sinch-order requirements AU MOBILE --blank-answers > answers.json
      sinch-order requirements DE LOCAL --json
    """
    run.open_early()
    from sinch_order_cli.kyc import read_form
    from sinch_order_cli.workflow import create_request

    code, kind = create_request.region_code(region), create_request.number_type(type)
    about = run.customers.load(customer) if customer else None
    before = run.last_lookup(code, kind)
    lookup = run.look_up_to_order(code, kind, fresh=True)
    form = read_form(lookup.raw)
    if blank_answers:
        refuse_beside("--blank-answers", {"--customer": customer})
        run.terminal.show(
            json=form.blank,
            text=lambda: run.terminal.print_json(form.annotated_blank()),
            laid_out=True,
        )
        return
    from sinch_order_cli.commands.customer_match import matched
    from sinch_order_cli.views import requirements_view

    def as_result() -> form_shapes.Requirements:
        found = requirements_view.requirements_result(code, kind, lookup, before)
        if about is not None:
            found.customer = matched(run, about, form, (code, kind)).body
        return found

    def as_text() -> None:
        requirements_view.print_requirements(run.terminal, code, kind, form, before)
        if about is not None:
            from sinch_order_cli.views.customer_view import print_match

            run.terminal.note()
            print_match(run.terminal, about, matched(run, about, form, (code, kind)))

    run.terminal.show(json=as_result, text=as_text)


# Over 60 lines: Typer reads the options from the signature and the help from the docstring.
@with_run
def search(
    run: Run,
    region: Region,
    type: Type,
    capability: Capability = None,
    pattern: Pattern = "",
    match: Match = "",
    size: Annotated[
        int | None, typer.Option(metavar="N", help="Maximum number of results.")
    ] = None,
    format: Format = "",
) -> None:
    """Find available numbers and their prices (step 2).

    A pattern is compared with the whole number, including +. It must be at the start, such as
    +6141, unless --match says otherwise.

    \b
    Examples:
      sinch-order search AU MOBILE --capability SMS --size 5
      sinch-order search US LOCAL --pattern +1212
      sinch-order search DE LOCAL --pattern 00 --match END --json
    """
    run.open_early()
    from sinch_order_cli.errors import UsageError
    from sinch_order_cli.workflow import create_request

    run.terminal.use_format(format)
    code, kind = create_request.region_code(region), create_request.number_type(type)
    capabilities = [create_request.capability(one) for one in capability or ()]
    where = create_request.search_pattern(match) if match else ""
    pattern = create_request.digits(pattern)
    if where and not pattern:
        raise UsageError("--match needs --pattern", hint="Give the digits, such as --pattern 00.")
    if size is not None and size < 1:
        raise UsageError("--size must be 1 or more")
    found = run.api().search_available_numbers(
        code,
        kind,
        capabilities=capabilities,
        pattern=pattern,
        search_pattern=where or ("START" if pattern else ""),
        size=size,
    )
    if not found.available_numbers:
        from sinch_order_cli.workflow.regions import need_numbers

        need_numbers(run.api(), code, kind)
    from sinch_order_cli.views import numbers_view

    numbers = found.raw.get("availableNumbers") or []
    asked = numbers_view.Filters(pattern, where, capabilities)
    run.terminal.show(
        json=lambda: numbers_view.search_result(numbers),
        text=lambda: numbers_view.print_numbers(run.terminal, found.available_numbers, asked),
        sheet=lambda: (numbers_view.NUMBER_FIELDS, numbers),
    )


@with_run
def regions(
    run: Run,
    type: Annotated[
        str, typer.Option("--type", metavar="TYPE", help="Only regions with this number type.")
    ] = "",
    format: Format = "",
) -> None:
    """List the regions that have numbers, and their number types.

    \b
    Examples:
      sinch-order regions
      sinch-order regions --type TOLL_FREE --json
    """
    run.open_early()
    from sinch_order_cli.workflow import create_request

    run.terminal.use_format(format)
    types = [create_request.number_type(type)] if type else []
    found = run.regions(types)
    from sinch_order_cli.views import numbers_view

    listed = found.raw.get("availableRegions") or []
    run.terminal.show(
        json=lambda: numbers_view.regions_result(listed),
        text=lambda: numbers_view.print_regions(run.terminal, found.available_regions),
        sheet=lambda: (("regionCode", "regionName", "types"), listed),
    )
