"""Step 6: `submit` submits the order to the reviewers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.attach import wait_for
from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.options import DryRun, OrderRef, Yes, duration
from sinch_order_cli.errors import UsageError
from sinch_order_cli.service.find import whole_name
from sinch_order_cli.workflow.states import upload_state

if TYPE_CHECKING:
    from sinch_order_cli.api.models import Registration
    from sinch_order_cli.workflow.model import Order


@with_run
def submit(
    run: Run,
    order: OrderRef,
    yes: Yes = False,
    timeout: Annotated[
        str,
        typer.Option(metavar="TIME", help="Maximum time to wait for documents (default 2m)."),
    ] = "",
    no_wait: Annotated[
        bool,
        typer.Option("--no-wait", help="Don't wait for documents that are still being processed."),
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Submit the order for review (step 6).

    Waits first for required documents that the server is still processing.

    The review takes hours to days. You can't change the order during the review.

    \b
    Examples:
      sinch-order submit au-mobile-112
      sinch-order submit au-mobile-112 --yes --json
    """
    if not dry_run:
        run.open_early(3)
    from sinch_order_cli.views.order_view import report_order
    from sinch_order_cli.workflow import steps
    from sinch_order_cli.workflow.sync import need_reserved, refuse_incomplete

    def ready(found: Order, registration: Registration) -> None:
        listed = found.lookup.mandatory_attachments if found.lookup else ()
        waiting = [
            one for one in listed if one in found.attachments and _is_waiting(registration, one)
        ]
        if waiting:
            wait_for(run, found, waiting, patience)

    patience = duration(timeout, "--timeout") if timeout else None
    if timeout and no_wait:
        raise UsageError("give --timeout or --no-wait, not both")
    with run.store.edit(whole_name(run, order)) as found:
        need_reserved(found)
        if dry_run:
            refuse_incomplete(found)
            path = f"numberOrders/{found.id_number_order}/submit"
            run.dry_run(found.name, "POST", path, project_id=found.project_id)
            return
        if not yes:
            from sinch_order_cli.views.confirm_view import confirm_submit

            confirm_submit(run.terminal, run.prompter, found, run.form(found), run.now())
        steps.submit(run.context(found), found, ready=None if no_wait else ready)
        report_order(run.terminal, found, run.now(), "Submitted.")


def _is_waiting(registration: Registration, attachment_id: str) -> bool:
    sent = registration.attachment(attachment_id)  # None: not listed yet, or never stored
    return sent is None or upload_state(sent.upload_status).waiting
