"""Steps 1 and 2, which only read: `requirements`, `search`, and `regions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

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
    from sinch_order_cli.api.models import AvailableNumber, AvailableRegion, Money
    from sinch_order_cli.results import form_shapes
    from sinch_order_cli.workflow.model import Lookup


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
        bare = run.settings.flags.json
        run.terminal.result_json(form.blank() if bare else form.annotated_blank(), laid_out=True)
        return
    if run.settings.flags.json:
        found = _requirements_result(code, kind, lookup, before)
        if about is not None:
            from sinch_order_cli.commands.customer_match import matched

            found.customer = matched(run, about, form, (code, kind)).body
        run.terminal.result(found)
        return
    from sinch_order_cli.views.requirements_view import print_requirements

    print_requirements(run.terminal, code, kind, form, before)
    if about is not None:
        from sinch_order_cli.commands.customer_match import matched, print_tables

        run.terminal.note()
        print_tables(run, about, matched(run, about, form, (code, kind)))


def _requirements_result(
    region_code: str, number_type: str, lookup: Lookup, before: Lookup | None
) -> form_shapes.Requirements:
    from sinch_order_cli.kyc import read_form, shape_changes
    from sinch_order_cli.results import form_shapes

    form = read_form(lookup.raw)
    changes = () if before is None else shape_changes(read_form(before.raw), form)
    return form_shapes.Requirements(
        region_code=region_code,
        number_type=number_type,
        required=lookup.needs_registration or bool(lookup.attachments),
        form=cast("form_shapes.Form", form.as_json()),
        attachments=(lookup.raw or {}).get("attachments") or [],
        changes=[
            form_shapes.FormChange(path=one.path, title=one.title, kind=one.kind, words=one.words)
            for one in changes
        ],
        raw=lookup.raw,
    )


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

    A pattern is compared with the whole number, including +: +6141 at the start, 41 anywhere.

    \b
    Examples:
      sinch-order search AU MOBILE --capability SMS --size 5
      sinch-order search US LOCAL --pattern +1212
      sinch-order search DE LOCAL --pattern 00 --match END --json
    """
    run.open_early()
    from sinch_order_cli.errors import UsageError
    from sinch_order_cli.workflow import create_request

    form = run.choose_format(format)
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
    if run.settings.flags.json:
        from sinch_order_cli.results import number_shapes

        numbers = found.raw.get("availableNumbers") or []
        run.terminal.result(number_shapes.Search(available_numbers=numbers))
        return
    if form:
        run.terminal.rows(form, NUMBER_FIELDS, found.raw.get("availableNumbers") or [])
        return
    if not found.available_numbers:
        run.terminal.note(_nothing_found(pattern, where, capabilities))
        return
    run.terminal.table(
        ["NUMBER", "CAPABILITIES", "MONTHLY", "SETUP", "DOCUMENTS"],
        [number_row(number) for number in found.available_numbers],
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

    form = run.choose_format(format)
    types = [create_request.number_type(type)] if type else []
    found = run.regions(types)
    if run.settings.flags.json:
        from sinch_order_cli.results import number_shapes

        listed = found.raw.get("availableRegions") or []
        run.terminal.result(number_shapes.Regions(available_regions=listed))
        return
    if form:
        listed = found.raw.get("availableRegions") or []
        run.terminal.rows(form, ("regionCode", "regionName", "types"), listed)
        return
    run.terminal.table(
        ["REGION", "NAME", "TYPES"], [region_row(region) for region in found.available_regions]
    )


NUMBER_FIELDS = (
    "phoneNumber",
    "regionCode",
    "type",
    "capability",
    "monthlyPrice.amount",
    "monthlyPrice.currencyCode",
    "setupPrice.amount",
    "setupPrice.currencyCode",
    "paymentIntervalMonths",
    "supportingDocumentationRequired",
)
"""The columns of `search --format csv`, as the API names them."""


def number_row(number: AvailableNumber) -> list[str]:
    """A line of the table of numbers, for the whole period that is paid at once."""
    from sinch_order_cli.text import money

    def price(amount: Money) -> str:
        return money(amount.currency_code, amount.amount) if amount.amount else ""

    return [
        number.phone_number,
        " ".join(number.capability),
        price(number.monthly_price),
        price(number.setup_price),
        "required" if number.supporting_documentation_required else "",
    ]


def region_row(region: AvailableRegion) -> list[str]:
    """A line of the table of regions."""
    return [region.region_code, region.region_name, " ".join(region.types)]


def _nothing_found(pattern: str, where: str, capabilities: list[str]) -> str:
    if pattern and where in ("", "START") and not pattern.startswith("+"):
        return (
            f"No number starts with {pattern}. A pattern is compared with the whole number, "
            "including + and country code. Try --match CONTAINS."
        )
    place = {"CONTAINS": "contains", "END": "ends with"}.get(where, "starts with")
    filters = [f"{place} {pattern}"] if pattern else []
    filters += [f"has {' and '.join(capabilities)}"] if capabilities else []
    if not filters:
        return "No number is available now."
    return f"No available number {' and '.join(filters)}. Try fewer filters."
