"""The common parts of `batch check`, `run` and `status`: the file, its rows, the workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sinch_order_cli.commands.context import Run
from sinch_order_cli.commands.settings import absolute
from sinch_order_cli.errors import (
    AuthError,
    DataError,
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

    from sinch_order_cli.api.client import Pace
    from sinch_order_cli.service.batch_check import Checked
    from sinch_order_cli.service.batch_file import BatchFile, Row
    from sinch_order_cli.service.batch_run import Options
    from sinch_order_cli.service.batch_table import RowProblem
    from sinch_order_cli.service.batch_workers import Shared, Tools
    from sinch_order_cli.service.budget import Budget
    from sinch_order_cli.service.row_api import RowApi

File = Annotated[str, typer.Argument(metavar="FILE", help="CSV, JSON or JSON Lines.")]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="REF", help="Only the row with this ref. Repeat for more."),
]
Parallel = Annotated[
    int, typer.Option("--parallel", metavar="N", help="Number of rows to run at a time (1 to 16).")
]
_MOST_PARALLEL = 16
ERRORS: dict[int, type[SinchOrderError]] = {
    10: RefusedError, 9: WatchTimeoutError, 8: UnknownOutcomeError, 7: UnreachableError,
    6: StateError, 5: NotFoundError, 4: AuthError, 3: DataError, 1: SinchOrderError,
}  # fmt: skip
"""The error class of a batch, by the exit code of its most serious row."""


def read_file(file: str) -> BatchFile:
    from sinch_order_cli.service.batch_file import read_batch

    return read_batch(absolute(file, "FILE"))


def chosen_rows(batch: BatchFile, only: Sequence[str] | None) -> list[Row]:
    """Return the rows that `--only` names, or all.

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
            hint="See the refs in the first column of the file.",
            details=[{"flag": "--only", "problem": "no such row", "given": missing[0]}],
        )
    return [row for row in batch.rows if row.ref in wanted]


def parallel_count(count: int) -> int:
    if 1 <= count <= _MOST_PARALLEL:
        return count
    raise UsageError(
        f"--parallel must be 1 to {_MOST_PARALLEL}",
        details=[{"flag": "--parallel", "problem": f"must be 1 to {_MOST_PARALLEL}"}],
    )


def check_rows(
    run: Run,
    batch: BatchFile,
    rows: Sequence[Row],
    *,
    parallel: int = 4,
    options: Options | None = None,
    tools: tuple[Tools, Shared, Budget] | None = None,
) -> list[Checked]:
    """Check the rows, and return the results in the file's order."""
    from sinch_order_cli.service.batch_check import Checker
    from sinch_order_cli.service.batch_workers import Shared
    from sinch_order_cli.service.budget import Budget

    if tools is None:
        plain = make_tools(run)
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
    from sinch_order_cli.text import counted

    found: list[Checked] = []
    with run.terminal.spinner(f"Checking {counted(len(rows), 'row')}") as busy:
        for one in checker.run(options.parallel if options else parallel):
            found.append(one)
            busy.update(f"Checked {len(found)} of {counted(len(rows), 'row')}")
    found.sort(key=lambda one: one.row.row)
    for one in found:
        if one.note:
            run.terminal.warn(f"{one.row.ref} (row {one.row.row}): {one.note}")
    return found


def all_problems(
    batch: BatchFile, checked: Sequence[Checked], only: Sequence[str] | None
) -> list[RowProblem]:
    refs = {one.row.ref for one in checked}
    wanted = {ref for one in only or () for ref in one.split(",")}
    file = [one for one in batch.problems if not only or not one.row or one.ref in wanted | refs]
    found = [*file, *(problem for one in checked for problem in one.problems)]
    return sorted(found, key=lambda one: one.row)


def problem_details(problems: Sequence[RowProblem]) -> list[dict[str, Any]]:
    return [
        {
            "where": one.where,
            "problem": one.problem,
            "given": one.given or None,
            "fix": one.fix,
        }
        for one in problems
    ]


def refusal(problems: Sequence[RowProblem], *, checking: bool = False) -> SinchOrderError:
    """Return the error that lists all invalid rows."""
    from sinch_order_cli.service.batch_state import most_serious

    code = 3 if checking else most_serious({one.exit_code for one in problems})
    count = len(problems)
    message = f"{count} {'problem' if count == 1 else 'problems'} in the file"
    error = ERRORS.get(code, DataError)(
        message if checking else f"{message}; nothing was reserved",
        hint="Correct the file, then run the command again."
        + ("" if checking else "\nTo run only the valid rows, add --skip-bad."),
        details=problem_details(problems),
    )
    error.details_shown = True
    return error


def make_tools(run: Run, *, patient: bool = True) -> Tools:
    """Return the tools of the workers.

    Args:
        patient: retry a request for ten minutes, longer than other commands.
    """
    from sinch_order_cli.api.threads import block_signals
    from sinch_order_cli.service.batch_workers import Tools
    from sinch_order_cli.service.uptime import uptime
    from sinch_order_cli.store.lookups import LookupStore

    run.store.clean_up()  # once, before several threads save
    return Tools(
        store=run.store,
        customers=run.customers,
        lookups=LookupStore(run.settings.state_dir, source=run.source),
        connect=_connector(run, patient),
        starting=block_signals,
        project_id=run.project_id,
        host=run.source,
        now=run.now,
        uptime=uptime,
    )


def _connector(run: Run, patient: bool) -> Callable[[Pace], RowApi]:
    """Return a function that creates a client for each worker, with the same credentials."""
    from sinch_order_cli.api.client import RetryPolicy
    from sinch_order_cli.commands.credentials import find, token_cache
    from sinch_order_cli.service.row_api import RowApi

    credentials = find(run.settings, run.settings.project_id, run.terminal.warn).credentials
    numbers_url, auth_url = run.endpoints
    retries = RetryPolicy(attempts=8, deadline=600.0) if patient else RetryPolicy()

    def connect(pace: Pace) -> RowApi:
        return RowApi(
            credentials,
            numbers_url=numbers_url,
            auth_url=auth_url,
            token_cache=token_cache(run.settings),
            retries=retries,
            trace=run.trace,
            pace=pace,
        )

    return connect
