"""`batch`: many orders from a file, which can be run repeatedly."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.batch_common import (
    File,
    Only,
    Parallel,
    all_problems,
    check_rows,
    chosen_rows,
    parallel_count,
    read_file,
    refusal,
)
from sinch_order_cli.commands.batch_run import run_
from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.options import Format
from sinch_order_cli.errors import SinchOrderError, UsageError
from sinch_order_cli.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinch_order_cli.results import batch_shapes
    from sinch_order_cli.service.batch_file import BatchFile, Row
    from sinch_order_cli.workflow.model import Order

app = typer.Typer(
    help="""Order many numbers from a file, one row for each order.

    Each row goes through the steps of an order. Its ref is the order's name in every command. You
    can run a file again at any time: finished steps are not repeated.

    \b
    Examples:
      sinch-order batch template AU MOBILE > numbers.csv
      sinch-order batch check numbers.csv
      sinch-order batch run numbers.csv --yes
    """,
    rich_markup_mode=None,
)


@app.command("template")
@with_run
def template(
    run: Run,
    region: Annotated[str, typer.Argument(metavar="REGION", help="Country code, such as AU.")] = "",
    type: Annotated[str, typer.Argument(metavar="TYPE", help="MOBILE, LOCAL or TOLL_FREE.")] = "",
) -> None:
    """Print a CSV file to fill in: the header and an example row.

    With REGION and TYPE, includes a column for each answer and document that the country requires.

    \b
    Examples:
      sinch-order batch template > numbers.csv
      sinch-order batch template AU MOBILE > numbers.csv
    """
    from sinch_order_cli.service.batch_template import example, template_for
    from sinch_order_cli.workflow import create_request

    if bool(region) != bool(type):
        raise UsageError("give REGION and TYPE, or neither")
    if region:
        code, kind = create_request.region_code(region), create_request.number_type(type)
        lookup = run.look_up_to_order(code, kind)
        run.terminal.print(template_for(code, kind, lookup).rstrip("\n"))
        return
    run.terminal.print(example().rstrip("\n"))


@app.command("check")
@with_run
def check(run: Run, file: File, only: Only = None, parallel: Parallel = 4) -> None:
    """Check every row before anything is ordered: answers, documents, numbers, prices.

    Changes nothing. Exits with code 3 if it finds a problem, and lists each one by row and column.

    \b
    Examples:
      sinch-order batch check numbers.csv
      sinch-order batch check numbers.csv --json
    """
    from sinch_order_cli.service.batch_check import totals
    from sinch_order_cli.views import batch_view

    batch = read_file(file)
    rows = chosen_rows(batch, only)
    checked = check_rows(run, batch, rows, parallel=parallel_count(parallel))
    problems = all_problems(batch, checked, only)
    monthly = totals(checked, lambda one: one.monthly)
    setup = totals(checked, lambda one: one.setup)
    run.terminal.show(
        json=lambda: batch_view.check_result(str(batch.path), checked, problems, monthly, setup),
        text=lambda: batch_view.print_checked(run.terminal, checked, problems),
    )
    if problems:
        raise refusal(problems, checking=True)
    cost = batch_view.money_words(monthly)
    run.terminal.success(f"All rows are valid.{f' At most {cost} per month.' if cost else ''}")


app.command("run")(run_)


@app.command("status")
@with_run
def status(
    run: Run,
    file: File,
    only: Only = None,
    format: Format = "",
) -> None:
    """Show the last known state of each row's order.

    \b
    Examples:
      sinch-order batch status numbers.csv
      sinch-order batch status numbers.csv --format csv > result.csv
    """
    from sinch_order_cli.results import batch_shapes
    from sinch_order_cli.views import batch_view

    gc.disable()  # searching thousands of rows for reference cycles is slow, and there are none
    run.terminal.use_format(format)
    batch = read_file(file)
    found = _status_rows(run, batch, chosen_rows(batch, only))
    found += [] if only else _bad_rows(batch)
    run.terminal.show(
        json=lambda: batch_shapes.BatchStatus(file=str(batch.path), rows=found),
        text=lambda: batch_view.print_rows(run.terminal, found),
        sheet=lambda: (batch_view.STATUS_COLUMNS, found),
    )


def _status_rows(
    run: Run, batch: BatchFile, rows: Sequence[Row]
) -> list[batch_shapes.BatchStatusRow]:
    """Return the state of each row, from the index of orders."""
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.views import batch_view

    now, path = run.now(), str(batch.path)
    orders = OrderIndex(run.store).as_seen({row.ref for row in rows})
    found = []
    for row in rows:
        problem, order = "", orders.get(row.ref)
        if order is None and row.ref in orders:
            try:
                order = run.store.load(row.ref)
            except SinchOrderError as error:
                problem = error.in_one_line
        if order is not None and (order.batch is None or order.batch.file != path):
            order, problem = None, f"the order {row.ref} was not created from this file"
        said = _last_message(run, order) if order is not None else ""
        found.append(batch_view.status_row(row, order, now, problem, said))
    return found


def _last_message(run: Run, order: Order) -> str:
    """Return what the reviewers said last about an order that they refused or ask about."""
    if not (order.status.rejected or order.status.blocked):
        return ""
    try:
        logs = run.store.load(order.name).logs  # the index doesn't have them
    except SinchOrderError:
        return ""
    return safe(str(logs[-1].get("message") or ""), 2000) if logs else ""


def _bad_rows(batch: BatchFile) -> list[batch_shapes.BatchStatusRow]:
    """Return the rows that can't be run, each with its first problem."""
    from sinch_order_cli.results import batch_shapes

    rows: dict[int, batch_shapes.BatchStatusRow] = {}
    for one in batch.problems:
        said = f"{one.where}: {one.problem}"
        rows.setdefault(
            one.row,
            batch_shapes.BatchStatusRow(
                ref=one.ref, name=None, id_number_order=None, phone_numbers=[], state=None,
                step=None, outcome="bad", expire_time=None, monthly_price=None, currency=None,
                problem=said,
            ),
        )  # fmt: skip
    return list(rows.values())
