"""`--exec CMD` of `status --watch` and `batch run`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sinch_order_cli.commands.context import Run

if TYPE_CHECKING:
    from sinch_order_cli.service.hooks import Hooks
    from sinch_order_cli.workflow.model import Order


@contextmanager
def hooks_for(run: Run, command: str) -> Iterator[Hooks | None]:
    """Yield the hooks that run the command at each change; None without a command.

    At the end, the last run is waited for, and failures are printed as warnings.

    Raises:
        UsageError: the command can't be run.
    """
    if not command:
        yield None
        return
    import msgspec

    from sinch_order_cli.api.threads import block_signals
    from sinch_order_cli.service.hooks import Hooks, parse_command
    from sinch_order_cli.views.order_results import order_result

    def encode(order: Order) -> bytes:
        return msgspec.json.encode(order_result(order, run.now()))

    environment = dict(run.settings.environment)
    if run.settings.sandbox:
        environment["SINCH_ORDER_SANDBOX"] = "1"
    hooks = Hooks(
        parse_command(command),
        encode=encode,
        environment=environment,
        now=run.now,
        starting=block_signals,
    )
    try:
        with hooks:
            yield hooks
    finally:
        for failure in hooks.failures():
            run.terminal.warn(failure)
