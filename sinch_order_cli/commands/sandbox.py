"""`sandbox serve` and `sandbox reset`: the built-in emulator as a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sinch_order_cli.commands.context import SANDBOX_PACKAGES, Run
from sinch_order_cli.commands.options import Yes
from sinch_order_cli.commands.settings import Flags, Settings
from sinch_order_cli.errors import InterruptedByUser, SinchOrderError, UsageError

if TYPE_CHECKING:
    from sinch_order_cli.sandbox.server import SandboxServer

app = typer.Typer(
    help="""Run a local simulator of the API, where nothing is ordered or charged.

    `--sandbox` on any command starts it for that command only. `sandbox serve` runs it as a server.

    \b
    Examples:
      sinch-order sandbox serve
      sinch-order sandbox reset
    """,
    rich_markup_mode=None,
)


@app.command()
def serve(
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Port to listen on (default 8787).")
    ] = 8787,
    faults: Annotated[
        str, typer.Option(metavar="FILE", help="JSON file of failures to simulate.")
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Don't show the requests.")] = False,
) -> None:
    """Run the sandbox as a server for any client, until Ctrl-C.

    The API and /oauth2/token share one port. The key is `key`, its secret is `secret`, and any
    project ID works.

    \b
    Example:
      sinch-order sandbox serve --port 8787
    """
    with Run(Settings.read(Flags(sandbox=True))) as run:
        server = _server(run, port, Path(faults) if faults else None, quiet)
        from sinch_order_cli.api.threads import block_signals
        from sinch_order_cli.commands.sandbox_data import sandbox_data

        try:
            with block_signals(), sandbox_data(run.settings.state_dir):
                server.start()
        except OSError as error:
            raise SinchOrderError(
                f"can't listen on port {port}",
                reason=error.strerror or str(error),
                hint="To use another port: sinch-order sandbox serve --port N",
            ) from error
        _explain(run, server.url)
        try:
            server.serve_forever()
        except (KeyboardInterrupt, InterruptedByUser):
            run.terminal.note("Stopped.")
        finally:
            server.stop()


@app.command()
def reset(yes: Yes = False) -> None:
    """Delete all sandbox orders. Real orders are not affected.

    \b
    Example:
      sinch-order sandbox reset --yes
    """
    from sinch_order_cli.commands.sandbox_data import wipe

    with Run(Settings.read(Flags(sandbox=True))) as run:
        if not yes and not run.prompter.confirm(
            "Delete all sandbox orders?", flag="--yes", default=False
        ):
            return
        directory = run.settings.state_dir
        try:
            wipe(directory)
        except OSError as error:
            raise SinchOrderError(
                f"can't delete {directory}", reason=error.strerror or str(error)
            ) from error
        run.terminal.success("The sandbox is empty.")


def _server(run: Run, port: int, faults: Path | None, quiet: bool) -> SandboxServer:
    try:
        from sinch_order_cli.sandbox.server import SandboxServer
    except ModuleNotFoundError as error:
        raise UsageError(
            "the sandbox is not installed",
            reason=f"the package {error.name} is missing",
            hint=SANDBOX_PACKAGES,
        ) from error
    from sinch_order_cli.store.files import make_private_dir

    make_private_dir(run.settings.state_dir)
    log = None if quiet else run.terminal.note
    try:
        return SandboxServer(run.settings.state_dir, port=port, faults=faults, log=log)
    except (ValueError, OSError) as error:
        raise UsageError(
            f"invalid faults file: {error}", hint="Correct the file given with --faults."
        ) from error


def _explain(run: Run, url: str) -> None:
    from sinch_order_cli.sandbox.magic import MAGIC

    say = run.terminal.note
    say(f"The sandbox is listening on {url}")
    say(f"export SINCH_NUMBERS_URL={url} SINCH_AUTH_URL={url}", indent=2)
    say("export SINCH_PROJECT_ID=demo SINCH_KEY_ID=key SINCH_KEY_SECRET=secret", indent=2)
    say("Values that control the outcome:")
    for what, outcome in MAGIC:
        say(f"{what}: {outcome}", indent=2)
    say("Ctrl-C stops it.")
