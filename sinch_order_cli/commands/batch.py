"""`batch`: many orders from a file, run as often as one likes."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sinch_order_cli.commands.options import Yes
from sinch_order_cli.commands.run import Run, with_run
from sinch_order_cli.commands.settings import absolute
from sinch_order_cli.errors import (
    AuthError,
    DataError,
    InterruptedByUser,
    NotFoundError,
    RefusedError,
    SinchOrderError,
    StateError,
    UnknownOutcomeError,
    UnreachableError,
    UsageError,
    WatchTimeoutError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sinch_order_cli.api.client import NumbersApi, Pace
    from sinch_order_cli.service.batch_check import Checked
    from sinch_order_cli.service.batch_file import BatchFile, Row
    from sinch_order_cli.service.batch_run import BatchRun, Options
    from sinch_order_cli.service.batch_state import Until
    from sinch_order_cli.service.batch_table import RowProblem
    from sinch_order_cli.service.batch_workers import Shared, Tools
    from sinch_order_cli.service.budget import Budget

app = typer.Typer(
    help="""Order many numbers from a file, a row for each order.

    A row goes through the steps like any order, and every command knows its order by the row's
    ref. Run a file again as often as you like: what is done stays done.

    \b
    Examples:
      sinch-order batch template AU MOBILE > numbers.csv
      sinch-order batch check numbers.csv
      sinch-order batch run numbers.csv --yes
    """,
    no_args_is_help=True,
    rich_markup_mode=None,
)

File = Annotated[str, typer.Argument(metavar="FILE", help="CSV, JSON or JSON Lines.")]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="REF", help="Only this row; repeat for more."),
]
Parallel = Annotated[int, typer.Option("--parallel", metavar="N", help="Rows at a time: 1 to 16.")]
_MOST_PARALLEL = 16
_ERRORS: dict[int, type[SinchOrderError]] = {
    10: RefusedError, 9: WatchTimeoutError, 8: UnknownOutcomeError, 7: UnreachableError,
    6: StateError, 5: NotFoundError, 4: AuthError, 3: DataError, 1: SinchOrderError,
}  # fmt: skip


@app.command("template")
@with_run
def template(
    run: Run,
    region: Annotated[str, typer.Argument(metavar="REGION", help="Country code, such as AU.")] = "",
    type: Annotated[str, typer.Argument(metavar="TYPE", help="MOBILE, LOCAL or TOLL_FREE.")] = "",
) -> None:
    """Print a CSV file to fill in: the header and an example row.

    With REGION and TYPE it has a column for each answer and document that the country requires.

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
        lookup = run.look_up(code, kind)
        run.terminal.print(template_for(code, kind, lookup).rstrip("\n"))
        return
    run.terminal.print(example().rstrip("\n"))


@app.command("check")
@with_run
def check(run: Run, file: File, only: Only = None, parallel: Parallel = 4) -> None:
    """Check every row before anything is ordered: answers, documents, numbers, prices.

    Nothing is changed. It ends with code 3 and every problem by row and column where there is any.

    \b
    Examples:
      sinch-order batch check numbers.csv
      sinch-order batch check numbers.csv --json
    """
    from sinch_order_cli import results
    from sinch_order_cli.service.batch_check import totals
    from sinch_order_cli.terminal import batch_view

    batch = _read(run, file)
    rows = _chosen(batch, only)
    checked = _check(run, batch, rows, parallel=_parallel(parallel))
    problems = _problems(batch, checked, only)
    monthly = totals(checked, lambda one: one.monthly)
    setup = totals(checked, lambda one: one.setup)
    if run.settings.flags.json:
        run.terminal.result(
            results.BatchCheck(
                file=str(batch.path),
                ready=not problems,
                rows=batch_view.check_rows(checked),
                monthly_price=batch_view.money(monthly),
                setup_price=batch_view.money(setup),
                problems=batch_view.problem_results(problems),
            )
        )
    else:
        batch_view.print_checked(run.terminal, checked)
        if problems:
            batch_view.print_problems(run.terminal, problems)
    if problems:
        raise _refusal(run, problems, checking=True)
    cost = batch_view.money_words(monthly)
    run.terminal.success(f"All rows are good.{f' At most {cost} per month.' if cost else ''}")


@app.command("run")
@with_run
def run_(
    run: Run,
    file: File,
    until: Annotated[
        str,
        typer.Option(
            metavar="STEP", help="How far: reserved, registered, submitted (default), decided."
        ),
    ] = "submitted",
    parallel: Parallel = 4,
    only: Only = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Run the good rows although others are bad.")
    ] = False,
    continue_: Annotated[
        bool,
        typer.Option("--continue", help="Go on with orders that were not made by this file."),
    ] = False,
    max_monthly: Annotated[
        list[str] | None,
        typer.Option(
            "--max-monthly", metavar="EUR=5", help="The most that all rows may cost each month."
        ),
    ] = None,
    yes: Yes = False,
) -> None:
    """Create, register, attach and submit an order for each row.

    Every row is checked first. Run it again as often as you like: what is done stays done, and
    what is open continues. The exit code is that of the gravest row.

    \b
    Examples:
      sinch-order batch run numbers.csv --yes
      sinch-order batch run numbers.csv --until decided --max-monthly USD=100 --yes
      sinch-order batch run numbers.csv --only shop-1 --only shop-2 --skip-bad --yes
    """
    from sinch_order_cli.service.batch_check import totals
    from sinch_order_cli.service.batch_run import BatchRun, Options
    from sinch_order_cli.service.batch_workers import Shared
    from sinch_order_cli.service.budget import Budget
    from sinch_order_cli.terminal import batch_view

    options = Options(
        until=_until(until),
        parallel=_parallel(parallel),
        take_over=continue_,
        interval=1.0 if run.settings.sandbox else 30.0,
        limits=_limits(max_monthly or ()),
    )
    if not yes and not run.terminal.interactive:
        raise UsageError(
            "--yes is missing",
            reason="the orders cost money, and there is no terminal to ask at",
            hint=f"To see what they cost: sinch-order batch check {file}",
            details=[{"flag": "--yes", "problem": "--yes: that the numbers are to be reserved"}],
        )
    batch = _read(run, file)
    rows = _chosen(batch, only)
    tools = _tools(run)
    shared, budget = Shared(tools), Budget()
    checked = _check(run, batch, rows, options=options, tools=(tools, shared, budget))
    problems = _problems(batch, checked, only)
    good = [one for one in checked if not one.problems]
    monthly = totals(good, lambda one: one.monthly)
    if problems and not (skip_bad and good):
        if not run.settings.flags.json:
            batch_view.print_problems(run.terminal, problems)
        raise _refusal(run, problems)
    _refuse_dear(good, monthly, options.limits)
    open_ones = [one for one in good if not one.done]
    new = sum(one.row.count for one in open_ones if not one.reserved)
    if open_ones and not yes:
        cost = batch_view.money_words(monthly)
        run.terminal.note(f"{len(open_ones)} rows to run, {new} numbers to reserve.")
        if not run.prompter.confirm(
            f"Reserve {new} numbers{f', at most {cost} per month' if cost else ''}?",
            flag="--yes",
            default=False,
        ):
            raise InterruptedByUser("Nothing was reserved.")
    batch_run = BatchRun(tools, batch, open_ones, options, shared=shared, budget=budget)
    _follow(run, file, batch, checked, problems, batch_run, options)


def _follow(
    run: Run,
    file: str,
    batch: BatchFile,
    checked: Sequence[Checked],
    problems: Sequence[RowProblem],
    batch_run: BatchRun,
    options: Options,
) -> None:
    """Show a run until it ends, and end as it did."""
    from sinch_order_cli.service.batch_state import gravest
    from sinch_order_cli.service.batch_table import RowProblem
    from sinch_order_cli.terminal.batch_view import Progress

    progress = Progress(run.terminal, {one.row.ref: one.outcome for one in checked}, run.now)
    codes = {one.exit_code for one in problems}
    codes |= {_done_code(one, options.until) for one in checked if one.done}
    failures: list[RowProblem] = []
    events = iter(batch_run)
    with run.terminal.panel(progress.lines, "Running the batch; Ctrl-C stops it."):
        while True:
            try:
                event = next(events, None)
                if event is None:
                    break
                progress.show(event)
            except KeyboardInterrupt:
                if batch_run.stopped:
                    raise
                run.terminal.warn(
                    "Stopping: requests under way are finished first. "
                    "Press Ctrl-C again to stop now."
                )
                batch_run.stop()
                continue
            if event.ended:
                codes.add(event.exit_code)
            if event.problem:
                failures.append(
                    RowProblem(
                        row=event.row,
                        ref=event.ref,
                        problem=event.problem,
                        exit_code=event.exit_code,
                    )
                )
    if batch_run.ended_by is not None:
        codes.add(batch_run.ended_by.exit_code)
    code = 130 if batch_run.stopped else gravest(codes)
    _summarise(run, batch, progress, [*problems, *failures], batch_run, code)
    _end(run, file, batch_run, code, [*problems, *failures])


def _done_code(one: Checked, until: Until) -> int:
    refused = one.outcome in ("rejected", "expired")
    return 10 if refused or (one.outcome == "blocked" and until == "decided") else 0


def _summarise(
    run: Run,
    batch: BatchFile,
    progress: Any,
    problems: Sequence[RowProblem],
    batch_run: BatchRun,
    code: int,
) -> None:
    from collections import Counter

    from sinch_order_cli import results
    from sinch_order_cli.service.batch_state import monthly_prices
    from sinch_order_cli.terminal import batch_view

    counts = Counter(progress.outcomes.values())
    monthly: dict[str, Decimal] = {}
    for ref in progress.outcomes:
        if run.store.path(ref).exists() and progress.outcomes[ref] not in ("bad", "open"):
            for currency, amount in monthly_prices(run.store.load(ref)).items():
                monthly[currency] = monthly.get(currency, Decimal(0)) + amount
    if run.settings.flags.json:
        ended_by = batch_run.ended_by
        summary = results.BatchSummary(
            event="summary",
            file=str(batch.path),
            rows=len(progress.outcomes),
            outcomes=dict(counts),
            exit_code=code,
            ended_by=ended_by.message if ended_by else None,
            monthly_price=batch_view.money(monthly),
            problems=batch_view.problem_results(problems),
        )
        run.terminal.result(summary, line=True)
        return
    words = batch_view.OUTCOMES
    shown = [f"{counts[one]} {words[one]}" for one in words if counts[one]]
    cost = batch_view.money_words(monthly)
    run.terminal.print(f"{len(progress.outcomes)} rows: {', '.join(shown) or 'none'}.")
    if cost:
        run.terminal.print(f"Reserved so far: {cost} per month.")


def _end(
    run: Run, file: str, batch_run: BatchRun, code: int, problems: Sequence[RowProblem]
) -> None:
    """End with the code, and say how to go on."""
    from sinch_order_cli.text import quote

    again = f"To continue: sinch-order batch run {quote(file)} --yes"
    if code == 0:
        return
    if code == 130:
        raise InterruptedByUser("Interrupted; everything is saved.", hint=again)
    ended = batch_run.ended_by
    count = len(problems)
    message = f"{count} {'row is' if count == 1 else 'rows are'} not where they were to be"
    if ended is not None:
        message = ended.message
    elif not problems:
        message = "some orders were rejected, have expired, or need action"
    raise _ERRORS.get(code, SinchOrderError)(
        message,
        reason=ended.reason if ended else "",
        hint="\n".join(
            part
            for part in (
                ended.hint if ended else "",
                f"To see each row: sinch-order batch status {quote(file)}",
                again,
            )
            if part
        ),
        details=_details(problems) if run.settings.flags.json else (),
    )


@app.command("status")
@with_run
def status(
    run: Run,
    file: File,
    only: Only = None,
    format: Annotated[
        str, typer.Option(metavar="FORMAT", help="csv, tsv or json: the result file.")
    ] = "",
) -> None:
    """Show how each row stands, as its order was last seen here.

    \b
    Examples:
      sinch-order batch status numbers.csv
      sinch-order batch status numbers.csv --format csv > result.csv
    """
    from sinch_order_cli import results
    from sinch_order_cli.service.batch_template import as_csv
    from sinch_order_cli.terminal import batch_view

    if format not in ("", "csv", "tsv", "json"):
        raise UsageError(f"'{format}' is not a format", hint="Use csv, tsv or json.")
    batch = _read(run, file)
    now = run.now()
    found = []
    for row in _chosen(batch, only):
        problem, order = "", None
        if run.store.path(row.ref).exists():
            try:
                order = run.store.load(row.ref)
            except SinchOrderError as error:
                problem = f"{error.message}: {error.reason}"
            if order is not None and (order.batch is None or order.batch.file != str(batch.path)):
                order, problem = None, f"the order {row.ref} was not made by this file"
        found.append(batch_view.status_row(row, order, now, problem))
    bad = [] if only else _bad_rows(batch)
    found += bad
    if run.settings.flags.json or format == "json":
        run.terminal.result(results.BatchStatus(file=str(batch.path), rows=found))
    elif format:
        cells = [list(batch_view.STATUS_COLUMNS), *map(batch_view.status_cells, found)]
        run.terminal.print(as_csv(cells, "\t" if format == "tsv" else ",").rstrip("\n"))
    else:
        run.terminal.table(
            ["Ref", "Outcome", "Number", "State", "Expires", "Problem"],
            [
                [
                    one.ref,
                    batch_view.OUTCOMES[one.outcome],
                    ", ".join(one.phone_numbers),
                    one.state or "",
                    one.expire_time or "",
                    one.problem or "",
                ]
                for one in found
            ],
        )


def _bad_rows(batch: BatchFile) -> list[Any]:
    """The rows that can't be run at all, each with its first problem."""
    from sinch_order_cli import results

    rows: dict[int, Any] = {}
    for one in batch.problems:
        said = f"{one.where}: {one.problem}"
        rows.setdefault(
            one.row,
            results.BatchStatusRow(
                ref=one.ref, name=None, id_number_order=None, phone_numbers=[], state=None,
                step=None, outcome="bad", expire_time=None, monthly_price=None, currency=None,
                problem=said,
            ),
        )  # fmt: skip
    return list(rows.values())


def _read(run: Run, file: str) -> BatchFile:
    from sinch_order_cli.service.batch_file import read_batch

    return read_batch(absolute(file, "FILE"))


def _chosen(batch: BatchFile, only: Sequence[str] | None) -> list[Row]:
    """The rows that `--only` names, or all.

    Raises:
        NotFoundError: there is no such row.
    """
    if not only:
        return batch.rows
    wanted = {ref for one in only for ref in one.split(",") if ref}
    known = {row.ref for row in batch.rows} | {one.ref for one in batch.problems}
    if missing := sorted(wanted - known):
        import difflib

        near = difflib.get_close_matches(missing[0], known, n=3)
        raise NotFoundError(
            f"no row has the ref {missing[0]}",
            reason=f"did you mean {' or '.join(near)}?" if near else "",
            hint="The refs stand in the first column of the file.",
            details=[{"flag": "--only", "problem": "no such row", "given": missing[0]}],
        )
    return [row for row in batch.rows if row.ref in wanted]


def _parallel(count: int) -> int:
    if 1 <= count <= _MOST_PARALLEL:
        return count
    raise UsageError(
        f"--parallel has to be 1 to {_MOST_PARALLEL}",
        details=[{"flag": "--parallel", "problem": f"has to be 1 to {_MOST_PARALLEL}"}],
    )


def _until(text: str) -> Until:
    from sinch_order_cli.service.batch_state import UNTIL

    for one in UNTIL:
        if one == text.strip().lower():
            return one
    raise UsageError(f"'{text}' is not a step", hint=f"Use one of {', '.join(UNTIL)}.")


def _limits(given: Sequence[str]) -> dict[str, Decimal]:
    """`--max-monthly EUR=5`, by currency."""
    found: dict[str, Decimal] = {}
    for text in given:
        currency, _, amount = text.partition("=")
        currency = currency.strip().upper()
        try:
            value = Decimal(amount.strip())
        except InvalidOperation:
            value = Decimal("NaN")
        if not (len(currency) == 3 and currency.isalpha() and value.is_finite() and value >= 0):
            raise UsageError(
                f"--max-monthly: '{text}' is not a limit",
                hint="Give a currency and an amount: --max-monthly EUR=100",
                details=[{"flag": "--max-monthly", "problem": "not a limit", "given": text}],
            )
        found[currency] = value
    return found


def _refuse_dear(
    good: Sequence[Checked], monthly: dict[str, Decimal], limits: dict[str, Decimal]
) -> None:
    """Refuse what costs more than `--max-monthly` allows, before anything is reserved."""
    if not limits:
        return
    wrong = []
    for currency, amount in sorted(monthly.items()):
        limit = limits.get(currency)
        if limit is None:
            wrong.append(f"{currency} {amount} per month, and no limit in {currency} is given")
        elif amount > limit:
            wrong.append(f"{currency} {amount} per month; the limit is {currency} {limit}")
    if unknown := [one.row.ref for one in good if not one.priced and not one.done]:
        wrong.append(f"the price of {', '.join(unknown[:5])} is not known")
    if wrong:
        raise DataError(
            "the batch costs more than --max-monthly allows",
            reason="; ".join(wrong),
            hint="Nothing was reserved. Raise the limit, or run fewer rows with --only.",
            details=[{"flag": "--max-monthly", "problem": one} for one in wrong],
        )


def _check(
    run: Run,
    batch: BatchFile,
    rows: Sequence[Row],
    *,
    parallel: int = 4,
    options: Options | None = None,
    tools: tuple[Tools, Shared, Budget] | None = None,
) -> list[Checked]:
    """Check the rows, in the order of the file."""
    from sinch_order_cli.service.batch_check import Checker
    from sinch_order_cli.service.batch_workers import Shared
    from sinch_order_cli.service.budget import Budget

    if tools is None:
        plain = _tools(run)
        tools = plain, Shared(plain), Budget()
    kit, shared, budget = tools
    checker = Checker(
        kit,
        batch,
        rows,
        until=options.until if options else "submitted",
        take_over=options.take_over if options else False,
        shared=shared,
        budget=budget,
    )
    found: list[Checked] = []
    with run.terminal.spinner(f"Checking {len(rows)} rows") as busy:
        for one in checker.run(options.parallel if options else parallel):
            found.append(one)
            busy.update(f"Checked {len(found)} of {len(rows)} rows")
    return sorted(found, key=lambda one: one.row.row)


def _problems(
    batch: BatchFile, checked: Sequence[Checked], only: Sequence[str] | None
) -> list[RowProblem]:
    refs = {one.row.ref for one in checked}
    wanted = {ref for one in only or () for ref in one.split(",")}
    file = [one for one in batch.problems if not only or not one.row or one.ref in wanted | refs]
    found = [*file, *(problem for one in checked for problem in one.problems)]
    return sorted(found, key=lambda one: one.row)


def _details(problems: Sequence[RowProblem]) -> list[dict[str, Any]]:
    return [
        {
            "where": one.where,
            "problem": one.problem,
            "given": one.given or None,
            "fix": one.fix,
        }
        for one in problems
    ]


def _refusal(
    run: Run, problems: Sequence[RowProblem], *, checking: bool = False
) -> SinchOrderError:
    """The error that names every bad row."""
    from sinch_order_cli.service.batch_state import gravest

    code = 3 if checking else gravest({one.exit_code for one in problems})
    count = len(problems)
    message = f"{count} {'problem' if count == 1 else 'problems'} in the file"
    return _ERRORS.get(code, DataError)(
        message if checking else f"{message}; nothing was reserved",
        hint="Correct the file, then run the same command again."
        + ("" if checking else "\nTo run the good rows only, add --skip-bad."),
        details=_details(problems) if run.settings.flags.json else (),
    )


def _tools(run: Run) -> Tools:
    from sinch_order_cli.commands.uptime import uptime
    from sinch_order_cli.service.batch_workers import Tools
    from sinch_order_cli.store.lookups import LookupStore
    from sinch_order_cli.terminal.threads import deaf

    run.store.clean_up()  # once, before several threads save
    return Tools(
        store=run.store,
        customers=run.customers,
        lookups=LookupStore(run.settings.state_dir, source=run.source),
        connect=_connector(run),
        starting=deaf,
        project_id=run.project_id,
        host=run.source,
        now=run.now,
        uptime=uptime,
    )


def _connector(run: Run) -> Callable[[Pace], NumbersApi]:
    """What makes a client for each worker; the credentials are found once."""
    from sinch_order_cli.api.client import NumbersApi, RetryPolicy
    from sinch_order_cli.commands.credentials import find, token_cache

    credentials = find(run.settings, run.settings.project_id, run.terminal.warn).credentials
    numbers_url, auth_url = run.endpoints
    retries = RetryPolicy(attempts=8, deadline=600.0)

    def connect(pace: Pace) -> NumbersApi:
        return NumbersApi(
            credentials,
            numbers_url=numbers_url,
            auth_url=auth_url,
            token_cache=token_cache(run.settings),
            retries=retries,
            trace=run.trace,
            pace=pace,
        )

    return connect
