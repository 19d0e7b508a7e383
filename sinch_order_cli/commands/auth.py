"""`auth status`: which credentials are used, and that they work."""

from __future__ import annotations

import typer

from sinch_order_cli.commands.run import Run, with_run

app = typer.Typer(
    help="Credentials: where they come from, and whether they work.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _group() -> None:
    """Credentials: where they come from, and whether they work."""


@app.command()
@with_run
def status(run: Run) -> None:
    """Prove the credentials with one harmless call, and say where they come from.

    \b
    Example:
      sinch-order auth status
    """
    from sinch_order_cli.commands.credentials import credentials, origin

    found = credentials(run.settings, run.project_id)
    source = origin(run.settings)
    run.api().list_available_regions()
    if run.settings.flags.json:
        run.terminal.result_json(
            {"projectId": found.project_id, "keyId": found.key_id or None, "source": source}
        )
        return
    run.terminal.print(f"Project {found.project_id}")
    run.terminal.print(f"Key     {found.key_id or '(an access token)'}")
    run.terminal.print(f"From    {source}")
