"""Step 6: `submit` hands the order to the reviewers."""

from __future__ import annotations

from sinch_order_cli.commands.named import whole_name
from sinch_order_cli.commands.options import OrderRef, Yes
from sinch_order_cli.commands.run import Run, with_run


@with_run
def submit(run: Run, order: OrderRef, yes: Yes = False) -> None:
    """Submit the order for review (step 6).

    The review takes hours to days; nothing can be changed meanwhile.

    \b
    Examples:
      sinch-order submit au-mobile-112
      sinch-order submit au-mobile-112 --yes --json
    """
    from sinch_order_cli.terminal.report import report_order
    from sinch_order_cli.workflow import steps
    from sinch_order_cli.workflow.sync import need_reserved

    with run.store.edit(whole_name(run, order)) as found:
        need_reserved(found)
        if not yes:
            from sinch_order_cli.terminal.summary import confirm_submit

            confirm_submit(run.terminal, run.prompter, found, run.form(found), run.now())
        steps.submit(run.context(found), found)
        report_order(run.terminal, found, run.now(), "Submitted.")
