"""The result of a check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.errors import Hint
from sinch_order_cli.text import safe
from sinch_order_cli.workflow.check import Finding

if TYPE_CHECKING:
    from sinch_order_cli.results import form_shapes, order_shapes


def print_findings(
    terminal: Terminal,
    found: Sequence[Finding],
    proposals: Sequence[order_shapes.Proposal],
    customer_kind: str,
) -> None:
    """Print what is missing or invalid, a line for each, and the customer's proposals.

    Args:
        customer_kind: the kind of the customer, which determines the values to shorten.
    """
    if found:
        terminal.table(["WHERE", "PROBLEM"], [[one.where, one.problem] for one in found])
    else:
        terminal.print("Nothing is missing or invalid.")
    if proposals:
        from sinch_order_cli.customers.facts import shortened

        terminal.note("Likely, accepted with --accept-proposals:")
        for one in proposals:
            value = safe(str(shortened(one.fact, one.value, customer_kind)))
            terminal.note(f"{safe(one.title)}: {value} ({one.reason})", indent=2)


def check_result(
    problems: Sequence[Finding],
    pending: Sequence[Finding],
    in_words: Callable[[Hint], str],
    proposals: list[order_shapes.Proposal] | None = None,
) -> form_shapes.Check:
    """Return the result of a check for `--json`.

    Args:
        pending: required documents that the server is still checking.
        in_words: formats the fix, such as `Terminal.in_words`.
        proposals: likely values of a customer; None without one.
    """
    from sinch_order_cli.results import form_shapes

    return form_shapes.Check(
        ready=not problems and not pending,
        pending=[form_shapes.Pending(where=one.where, problem=one.problem) for one in pending],
        problems=[
            form_shapes.CheckProblem(
                where=one.where, path=one.path, problem=one.problem, fix=in_words(one.fix)
            )
            for one in problems
        ],
        proposals=UNSET if proposals is None else proposals,
    )
