"""`auth login|status|logout`: credentials in the system keyring."""

from __future__ import annotations

import codecs
import sys
from typing import Annotated

import typer

from sinch_order_cli.api.auth import Credentials
from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.errors import AuthError, InterruptedByUser, Suggestion, UsageError
from sinch_order_cli.results import account_shapes
from sinch_order_cli.text import is_missing
from sinch_order_cli.views import account_view

_LONGEST_LINE = 64 * 1024  # bytes; secrets have less than a hundred

app = typer.Typer(
    help="""Store and verify your credentials.

    \b
    Examples:
      sinch-order auth login
      sinch-order auth status
    """,
    rich_markup_mode=None,
)


@app.command()
@with_run
def login(
    run: Run,
    key_id: Annotated[str, typer.Option(metavar="ID", help="ID of the access key.")] = "",
    in_file: Annotated[
        bool,
        typer.Option(
            "--in-file", help="Store the secret in a private file instead of the system keyring."
        ),
    ] = False,
) -> None:
    """Verify an access key and store it.

    Prompts for the secret, or reads it from standard input in a script. It is stored in the system
    keyring (needs the extra `keyring`), or with --in-file in a file that only you can read.

    \b
    Examples:
      sinch-order auth login
      sinch-order auth login --project "$PROJECT" --key-id "$KEY" < secret.txt
    """
    from sinch_order_cli.commands.credentials import credential_store

    if run.settings.sandbox:
        from_flag = run.settings.flags.sandbox
        hint = "Leave out --sandbox." if from_flag else "Unset SINCH_ORDER_SANDBOX."
        raise UsageError("the sandbox needs no login", hint=hint)
    project, key, secret = _entered(run, key_id)
    in_file = _place(run, in_file)
    _verify(
        run,
        Credentials(project_id=project, key_id=key, key_secret=secret, basic=run.settings.basic),
    )
    store = credential_store(run.terminal.warn)
    store.save(project, key, secret, in_file=in_file)
    where = str(store.path) if in_file else "the system keyring"
    run.terminal.show(
        json=lambda: account_shapes.Credentials(project_id=project, key_id=key, source=where),
        text=lambda: run.terminal.success(f"The key is valid. Its secret is stored in {where}."),
    )


@app.command()
@with_run
def status(run: Run) -> None:
    """Verify your credentials with one read-only request and show their source.

    \b
    Example:
      sinch-order auth status
    """
    from sinch_order_cli.commands.credentials import find

    found = find(run.settings, run.settings.project_id, run.terminal.warn)
    used = found.credentials
    try:
        _verify(run, used)
    except AuthError as error:
        if used.project_id and (used.key_id or used.uses_access_token):
            which = "the access token" if used.uses_access_token else "the key"
            come = f"the project is from {found.project_source}, {which} from {found.source}"
            error.reason = f"{error.reason.rstrip('.')}, {come}" if error.reason else come
        raise
    key = None if used.uses_access_token else used.key_id
    result = account_shapes.Credentials(
        project_id=used.project_id,
        project_source=found.project_source,
        key_id=key,
        source=found.source,
    )
    run.terminal.show(
        json=lambda: result, text=lambda: account_view.print_credentials(run.terminal, result)
    )


@app.command()
@with_run
def logout(run: Run) -> None:
    """Delete the stored credentials and their tokens.

    \b
    Example:
      sinch-order auth logout
    """
    from sinch_order_cli.commands.credentials import credential_store, kept_tokens

    kept_tokens().clear()  # before the keyring, which may fail
    stored = credential_store().forget()
    result = account_shapes.LoggedOut(removed=stored.key_id if stored else None)
    run.terminal.show(
        json=lambda: result, text=lambda: account_view.print_logged_out(run.terminal, result)
    )


def _entered(run: Run, key_id: str) -> tuple[str, str, str]:
    """Return project ID, key ID and secret, from flags or prompts.

    Raises:
        UsageError: some are missing and can't be prompted for; all are listed.
    """
    ask = run.prompter
    project, key, secret = run.settings.project_id.strip(), key_id.strip(), ""
    if not run.terminal.stdin_tty:
        secret = _first_line()
    if run.terminal.interactive:
        project = project or ask.text("Project ID", flag="--project").strip()
        key = key or ask.text("Key ID", flag="--key-id").strip()
        secret = ask.secret("Key secret", flag="standard input").strip()
    given = {
        "--project": project,
        "--key-id": key,
        "the secret on standard input": secret,
    }
    missing = [flag for flag, value in given.items() if not value]
    if missing:
        raise UsageError(
            is_missing(missing),
            hint=Suggestion(
                "auth login", "<", "secret.txt", say="For example", project="ID", key_id="ID"
            ),
            details=[{"flag": flag} for flag in missing],
        )
    return project, key, secret


def _first_line() -> str:
    """Return the first line of standard input without byte order mark; "" if there is none."""
    from sinch_order_cli.commands.json_input import in_utf8

    try:
        content = sys.stdin.buffer.readline(_LONGEST_LINE)
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            # A line end has two bytes there, so the line may be cut inside it.
            content += sys.stdin.buffer.read(_LONGEST_LINE)
        return in_utf8(content).decode().strip().partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):  # closed or not text: same as empty
        return ""


def _place(run: Run, in_file: bool) -> bool:
    """Return True if the secret goes to a file, as requested or agreed.

    Raises:
        UsageError: there is no keyring, and the user can't be asked.
    """
    from sinch_order_cli.store import key_store

    if in_file or key_store.name():
        return in_file
    run.terminal.warn(
        "No system keyring is available: the package keyring is not installed, or this system "
        "has no keyring."
    )
    if run.terminal.interactive:
        question = "Store the secret in a file that only you can read?"
        if run.prompter.confirm(question, flag="--in-file", default=False):
            return True
        raise InterruptedByUser("Nothing was stored.")
    raise UsageError(
        "no system keyring is available for the secret",
        hint="Use a private file with --in-file, or set SINCH_KEY_ID and SINCH_KEY_SECRET.",
    )


def _verify(run: Run, given: Credentials) -> None:
    """Verify the credentials with a read-only request, without a cached token.

    Raises:
        AuthError: they are refused or incomplete.
    """
    from sinch_order_cli.api.client import NumbersApi

    numbers_url, auth_url = run.endpoints
    with NumbersApi(given, numbers_url=numbers_url, auth_url=auth_url, trace=run.trace) as api:
        api.list_available_regions()
