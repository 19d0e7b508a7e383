"""`batch run`: orders for the rows of a file, with progress until all have reached the target
step."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.batch_common import (
    ERRORS,
    File,
    Only,
    Parallel,
    all_problems,
    check_rows,
    chosen_rows,
    make_tools,
    parallel_count,
    problem_details,
    read_file,
    refusal,
)
from sinch_order_cli.commands.batch_limits import monthly_limits, refuse_over_limit
from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.exec_hooks import hooks_for
from sinch_order_cli.commands.options import Exec, Yes, duration
from sinch_order_cli.errors import (
    InterruptedByUser,
    SinchOrderError,
    Suggestion,
    UsageError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sinch_order_cli.service.batch_check import Checked
    from sinch_order_cli.service.batch_file import BatchFile
    from sinch_order_cli.service.batch_run import BatchRun, Event, Options
    from sinch_order_cli.service.batch_state import Until
    from sinch_order_cli.service.batch_table import RowProblem
    from sinch_order_cli.service.hooks import Hooks

UntilStep = Annotated[
    str,
    typer.Option(
        "--until",
        metavar="STEP",
        help="Last step: reserved, registered, submitted (default) or decided.",
    ),
]
SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help="Run the valid rows even if others have problems.")
]
Continue = Annotated[
    bool, typer.Option("--continue", help="Continue orders that were not created from this file.")
]
MaxMonthly = Annotated[
    list[str] | None,
    typer.Option("--max-monthly", metavar="EUR=5", help="Maximum monthly cost of all rows."),
]
Interval = Annotated[
    str,
    typer.Option(
        "--interval",
        metavar="TIME",
        help="With --until decided: time between two checks, 30s (default).",
    ),
]


@with_run
def run_(
    run: Run,
    file: File,
    until: UntilStep = "submitted",
    parallel: Parallel = 4,
    only: Only = None,
    skip_bad: SkipBad = False,
    continue_: Continue = False,
    max_monthly: MaxMonthly = None,
    interval: Interval = "",
    exec_: Exec = "",
    yes: Yes = False,
) -> None:
    """Create, register, attach and submit an order for each row.

    Checks every row first. You can run the file again at any time: open orders continue, and
    finished steps are not repeated. The exit code is that of the most serious row.

    \b
    Examples:
      sinch-order batch run numbers.csv --yes
      sinch-order batch run numbers.csv --until decided --max-monthly USD=100 --yes
      sinch-order batch run numbers.csv --only shop-1 --only shop-2 --skip-bad --yes
    """
    from msgspec import structs

    from sinch_order_cli.service.batch_run import Options

    options = Options(
        until=_until(until),
        parallel=parallel_count(parallel),
        take_over=continue_,
        interval=_interval(run, interval),
        limits=monthly_limits(max_monthly or ()),
    )
    if not yes and not run.terminal.interactive:
        raise UsageError(
            "--yes is missing",
            reason="the orders cost money, and there is no terminal to confirm them",
            hint=Suggestion("batch check", file, say="To see what they cost"),
            details=[{"flag": "--yes", "problem": "--yes: confirm the reservations"}],
        )
    again = _again(
        file,
        {
            "--until": until if options.until != "submitted" else "",
            "--parallel": str(parallel) if parallel != 4 else "",
            "--only": only,
            "--skip-bad": skip_bad,
            "--continue": continue_,
            "--max-monthly": max_monthly,
            "--interval": interval,
            "--exec": exec_,
        },
    )
    with hooks_for(run, exec_) as hooks:
        options = structs.replace(options, hooks=hooks)
        _run(run, file, options, again, only=only, skip_bad=skip_bad, yes=yes)


def _again(file: str, given: Mapping[str, str | bool | Sequence[str] | None]) -> Suggestion:
    """Return the same command, with `--yes`."""
    command = Suggestion("batch run", file)
    for flag, value in given.items():
        command = command.with_option(flag, value)
    return command.with_option("--yes", True)


def _run(
    run: Run,
    file: str,
    options: Options,
    again: Suggestion,
    *,
    only: Sequence[str] | None,
    skip_bad: bool,
    yes: bool,
) -> None:
    """Check the rows, ask for confirmation if necessary, and run the valid ones."""
    from sinch_order_cli.service.batch_check import totals
    from sinch_order_cli.service.batch_run import BatchRun
    from sinch_order_cli.service.batch_workers import Shared
    from sinch_order_cli.service.budget import Budget
    from sinch_order_cli.views import batch_view

    batch = read_file(file)
    rows = chosen_rows(batch, only)
    tools = make_tools(run)
    shared, budget = Shared(tools), Budget()
    checked = check_rows(run, batch, rows, options=options, tools=(tools, shared, budget))
    problems = all_problems(batch, checked, only)
    good = [one for one in checked if not one.problems]
    if problems and not (skip_bad and good):
        run.terminal.show(text=lambda: batch_view.print_problems(run.terminal, problems))
        raise refusal(problems)
    monthly = totals(good, lambda one: one.monthly)
    refuse_over_limit(good, monthly, options.limits)
    open_ones = [one for one in good if not one.done]
    if open_ones and not yes:
        _ask(run, open_ones, batch_view.money_words(monthly))
    reserved = [one for one in good if one.reserved]
    batch_run = BatchRun(
        tools, batch, open_ones, options, shared=shared, budget=budget, reserved=reserved
    )
    _follow(run, batch, checked, problems, batch_run, again)


def _ask(run: Run, open_ones: Sequence[Checked], cost: str) -> None:
    """Ask to confirm the run.

    Raises:
        InterruptedByUser: the user declined.
    """
    from sinch_order_cli.text import counted

    new = sum(one.row.count for one in open_ones if not one.reserved)
    run.terminal.note(
        f"{counted(len(open_ones), 'row')} to run, {counted(new, 'number')} to reserve."
    )
    question = f"Reserve {counted(new, 'number')}{f', at most {cost} per month' if cost else ''}?"
    if not run.prompter.confirm(question, flag="--yes", default=False):
        raise InterruptedByUser("Nothing was reserved.")


def _follow(
    run: Run,
    batch: BatchFile,
    checked: Sequence[Checked],
    problems: Sequence[RowProblem],
    batch_run: BatchRun,
    again: Suggestion,
) -> None:
    """Show a run until it ends, and exit with its result.

    Args:
        again: the command that continues it.
    """
    from sinch_order_cli.service.batch_state import done_code, most_serious
    from sinch_order_cli.views.batch_view import Progress, summary_result

    progress = Progress(run.terminal, checked, run.now)
    hooks = batch_run.hooks
    if hooks is not None:
        _tell_of_questions(run, hooks, checked)
    with run.terminal.panel(progress.lines, "Running the batch. Ctrl-C stops it."):
        for event in _events(run, batch_run):
            progress.show(event)
            for failure in hooks.failures() if hooks is not None else ():
                run.terminal.warn(failure)
    codes = progress.codes | {one.exit_code for one in problems}
    codes |= {done_code(one.outcome, batch_run.until) for one in checked if one.done}
    if batch_run.ended_by is not None:
        codes.add(batch_run.ended_by.exit_code)
    code = 130 if batch_run.stopped else most_serious(codes)
    failures = [*problems, *progress.failures]
    run.terminal.show(
        json=lambda: summary_result(str(batch.path), progress, failures, batch_run.ended_by, code),
        text=progress.print_summary,
        line=True,
    )
    _end(batch, batch_run.ended_by, failures, code, again)


def _tell_of_questions(run: Run, hooks: Hooks, checked: Sequence[Checked]) -> None:
    """Run the user's command for reviewers' questions that have waited too long."""
    for one in checked:
        if one.done and one.outcome == "blocked":
            with suppress(SinchOrderError), run.store.edit(one.row.ref, wait=0.0) as order:
                hooks.begin(order)
                if hooks.look(order):
                    run.store.save(order)


def _events(run: Run, batch_run: BatchRun) -> Iterator[Event]:
    """Yield the events of a run; the first Ctrl-C stops it gracefully, the second at once."""
    events = iter(batch_run)
    while True:
        try:
            event = next(events, None)
        except KeyboardInterrupt:
            if batch_run.stopped:
                raise
            run.terminal.warn(
                "Stopping after the current requests. Press Ctrl-C again to stop now."
            )
            batch_run.stop()
            continue
        if event is None:
            return
        yield event


def _end(
    batch: BatchFile,
    ended_by: SinchOrderError | None,
    problems: Sequence[RowProblem],
    code: int,
    again: Suggestion,
) -> None:
    """Exit with the code, and print how to continue.

    Raises:
        SinchOrderError: some rows have not reached the target step.
    """
    if code == 0:
        return
    if code == 130:
        raise InterruptedByUser(
            "Interrupted. Everything is saved.", hint=again.saying("To continue")
        )
    count = len(problems)
    message = f"{count} {'row' if count == 1 else 'rows'} did not finish"
    if ended_by is not None:
        message = ended_by.message
    elif not problems:
        message = "some orders were rejected, have expired, or need action"
    hints = [
        *(ended_by.hints if ended_by else ()),
        Suggestion("batch status", str(batch.path), say="To see each row"),
    ]
    hints += (
        [again.saying("To continue")]
        if code != 10
        else [
            Suggestion("resume", "ORDER", say="To answer a question of the reviewers"),
            Suggestion(
                "create", from_="ORDER", say="To replace one that was rejected or has expired"
            ),
        ]
    )
    error = ERRORS.get(code, SinchOrderError)(
        message,
        reason=ended_by.reason if ended_by else "",
        hint=hints,
        details=problem_details(problems),
    )
    error.details_shown = True
    raise error


def _interval(run: Run, text: str) -> float:
    """Return the seconds between checks of an order in review."""
    if not text:
        return 1.0 if run.settings.sandbox else 30.0
    seconds = duration(text, "--interval")
    if not seconds:
        raise UsageError(
            "--interval must be more than 0",
            details=[{"flag": "--interval", "problem": "must be more than 0", "given": text}],
        )
    return seconds


def _until(text: str) -> Until:
    from sinch_order_cli.service.batch_state import UNTIL

    for one in UNTIL:
        if one == text.strip().lower():
            return one
    raise UsageError(
        f"'{text}' is not a step",
        hint=f"Use one of {', '.join(UNTIL)}.",
        details=[{"flag": "--until", "problem": "not a step", "given": text}],
    )
