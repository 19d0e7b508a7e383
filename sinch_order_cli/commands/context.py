"""The context of a command: the terminal, the stored orders and the API, created on first use."""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sinch_order_cli.commands.settings import Flags, Settings
from sinch_order_cli.errors import (
    InterruptedByUser,
    SinchOrderError,
    Suggestion,
    UsageError,
)
from sinch_order_cli.service.workspace import Workspace
from sinch_order_cli.switches import is_on

if TYPE_CHECKING:
    from sinch_order_cli.api.client import NumbersApi, Pace
    from sinch_order_cli.api.opening import Stock
    from sinch_order_cli.api.order_models import AvailableNumber
    from sinch_order_cli.api.retry import Retry
    from sinch_order_cli.console.console import Terminal
    from sinch_order_cli.prompts.prompter import Prompter
    from sinch_order_cli.results import order_shapes
    from sinch_order_cli.workflow.model import Lookup
    from sinch_order_cli.workflow.registration import Prepared

SANDBOX_PACKAGES = (
    "To install it: pip install werkzeug jsonschema "
    "(pipx: pipx inject sinch-order-cli werkzeug jsonschema)"
)


class Run(Workspace):
    """A workspace with the settings and terminal of one command, closed at its end."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self._to_open = 0  # connections that the first client opens in advance
        self.end_by = float("inf")  # by time.monotonic: the deadline of all requests

    def __enter__(self) -> Run:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if isinstance(error, SinchOrderError):
            error.warnings = self.terminal.take_warnings()
        self.closing.close()

    @functools.cached_property
    def terminal(self) -> Terminal:
        """The output for results, notes and errors."""
        from sinch_order_cli.console.console import Terminal
        from sinch_order_cli.views.command_line import CommandLine

        flags, environ = self.settings.flags, self.settings.environment
        in_sandbox = self.settings.sandbox and not is_on(environ, "SINCH_ORDER_SANDBOX")
        return Terminal.from_environment(
            json=flags.json,
            no_input=flags.no_input,
            sandbox=self.settings.sandbox,
            quiet=flags.quiet,
            verbose=flags.verbose,
            commands=CommandLine(sandbox=in_sandbox, project=flags.project),
        )

    @functools.cached_property
    def prompter(self) -> Prompter:
        """The prompter: drawn prompts, plain lines if requested, or one that refuses."""
        from sinch_order_cli.commands.collecting import collect
        from sinch_order_cli.prompts.for_terminal import prompter_for

        if self.terminal.interactive:
            collect()  # the user may take long, and each key redraws
        return prompter_for(self.terminal)

    def dry_run(
        self,
        name: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        project_id: str = "",
        file: str = "",
    ) -> None:
        """Show a request that would be sent.

        Args:
            path: relative to the project's URL.
            project_id: the order's project; "" for the current one.
            file: the path of the file that would be uploaded.
        """
        from sinch_order_cli.results import order_shapes

        project = self.project_for(project_id)
        request = order_shapes.Request(method=method, path=f"/v1/projects/{project}/{path}")
        if body is not None:
            request.body = body
        if file:
            request.file = file
        self.dry_run_of(name, [request])

    def dry_run_of(self, name: str | None, requests: list[order_shapes.Request]) -> None:
        """Show the requests that would be sent."""
        from sinch_order_cli.results import order_shapes
        from sinch_order_cli.views.dry_run_view import print_requests

        self.terminal.show(
            json=lambda: order_shapes.DryRun(dry_run=True, name=name, requests=requests),
            text=lambda: print_requests(self.terminal, requests),
        )

    @functools.cached_property
    def endpoints(self) -> tuple[str, str]:
        """Return the URLs of the API and of the token endpoint; start the sandbox if selected."""
        if not self.settings.sandbox:
            return self.settings.numbers_url, self.settings.auth_url
        try:
            from sinch_order_cli.sandbox.server import SandboxServer
        except ModuleNotFoundError as error:
            raise UsageError(
                "the sandbox is not installed",
                reason=f"the package {error.name} is missing",
                hint=SANDBOX_PACKAGES,
            ) from error
        from sinch_order_cli.api.threads import block_signals
        from sinch_order_cli.commands.sandbox_data import sandbox_data
        from sinch_order_cli.store.files import make_private_dir

        make_private_dir(self.settings.state_dir)
        server = SandboxServer(self.settings.state_dir)
        with block_signals(), sandbox_data(self.settings.state_dir):
            server.start()
        self.closing.callback(server.stop)
        return server.url, server.url

    @functools.cached_property
    def _stock(self) -> Stock:
        from sinch_order_cli.api.opening import Stock

        stock = Stock()
        self.closing.callback(stock.close)
        return stock

    def open_early(self, count: int = 1) -> None:
        """Start opening connections to the API in the background.

        Args:
            count: the number of requests that are sent in parallel or must not be repeated.
        """
        from sinch_order_cli.commands.early import open_early

        if not self.settings.sandbox and not open_early(self._stock, self.settings, count):
            self._to_open = count

    def connect(self, project_id: str, pace: Pace | None = None) -> NumbersApi:
        """Return a client with the credentials and URLs of the settings."""
        from sinch_order_cli.commands.credentials import find, token_cache

        numbers_url, auth_url = self.endpoints
        from sinch_order_cli.api.client import NumbersApi

        api = NumbersApi(
            find(self.settings, project_id, self.terminal.warn).credentials,
            numbers_url=numbers_url,
            auth_url=auth_url,
            token_cache=token_cache(self.settings),
            on_retry=self._retrying if pace is None else None,
            trace=self.trace,
            warn=self.terminal.warn,
            pace=pace,
            stock=self._stock,
        )
        if pace is None and not self.settings.sandbox:
            api.open(self._to_open)
            self._to_open = 0
        api.end_by(self.end_by)
        return api

    def _retrying(self, retry: Retry) -> None:
        from sinch_order_cli.views.notices import retrying

        retrying(self.terminal, retry)

    @property
    def trace(self) -> Callable[[str], None] | None:
        """A function to print each request and response for `--verbose`, else None."""
        return self._traced if self.settings.flags.verbose else None

    def _traced(self, line: str) -> None:
        from sinch_order_cli.views.notices import traced

        traced(self.terminal, line)

    def prepared(self, prepared: Prepared, *, order: str = "", kept: bool = False) -> None:
        """Print automatic corrections, unknown members and, unless they are `kept`, removed
        answers.

        Args:
            order: the name of the order with the answers; "" for a file.
        """
        from sinch_order_cli.views.notices import changed, dropped, unknown

        for change in prepared.changes:
            changed(self.terminal, change)
        for problem in () if kept else prepared.dropped:
            dropped(self.terminal, problem)
        for member in prepared.unknown:
            unknown(self.terminal, member, order)

    @property
    def state_dir(self) -> Path:
        return self.settings.state_dir

    @property
    def source(self) -> str:
        return "sandbox" if self.settings.sandbox else self.settings.numbers_url

    @property
    def project_id(self) -> str:
        from sinch_order_cli.commands.credentials import project_of

        return project_of(self.settings)

    @property
    def chosen_project(self) -> str:
        return self.settings.flags.project

    @property
    def interactive(self) -> bool:
        return self.terminal.interactive

    def warn(self, message: str | Suggestion) -> None:
        self.terminal.warn(message)

    def note(self, message: str, *, indent: int = 0) -> None:
        self.terminal.note(message, indent=indent)

    def confirm(self, question: str, *, flag: str, help: Sequence[str] = ()) -> bool:
        return self.terminal.interactive and self.prompter.confirm(
            question, flag=flag, default=False, help=list(help)
        )

    def accepts_similar(self, number: str, similar: AvailableNumber) -> bool:
        from sinch_order_cli.text import phone
        from sinch_order_cli.views.confirm_view import offer_words

        return self.confirm(
            f"Order {phone(similar.phone_number)} instead?",
            flag="--or-similar",
            help=[f"{phone(number)} is no longer available.", offer_words(similar)],
        )

    def patience(self) -> AbstractContextManager[None]:
        from sinch_order_cli.commands.signals import patience

        return patience(
            lambda: self.warn(
                "Waiting for the server's answer so the order isn't lost. "
                "Press Ctrl-C again to stop now."
            )
        )

    def shield(self) -> AbstractContextManager[None]:
        from sinch_order_cli.commands.signals import shield

        return shield()

    def form_changed(self, before: Lookup, now: Lookup) -> None:
        from sinch_order_cli.kyc import read_form
        from sinch_order_cli.views.requirements_view import changes_since

        for change in changes_since(read_form(now.raw), before):
            self.warn(change)


def _interrupted(reference: Any) -> InterruptedByUser:
    """Return the error for Ctrl-C outside a prompt, with how to continue the current order."""
    named = isinstance(reference, str) and reference
    return InterruptedByUser(
        "Interrupted.", hint=Suggestion("resume", reference, say="To continue") if named else ""
    )


JSON = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
NO_INPUT = Annotated[
    bool, typer.Option("--no-input", help="Never prompt; fail and list what is missing.")
]
SANDBOX = Annotated[
    bool, typer.Option("--sandbox", help="Use the built-in sandbox; nothing is ordered or charged.")
]
PROJECT = Annotated[
    str, typer.Option("--project", metavar="ID", help="Project ID, instead of SINCH_PROJECT_ID.")
]
VERBOSE = Annotated[bool, typer.Option("--verbose", help="Show each request, without secrets.")]
QUIET = Annotated[
    bool, typer.Option("--quiet", "-q", help="Show only results, warnings and errors.")
]

_COMMON = {
    "json": JSON,
    "no_input": NO_INPUT,
    "sandbox": SANDBOX,
    "project": PROJECT,
    "verbose": VERBOSE,
    "quiet": QUIET,
}


def with_run(command: Callable[..., None]) -> Callable[..., None]:
    """Add the common flags to a command, and pass it a `Run` created from them.

    The run is the command's first parameter. Typer sees the common flags instead, after the
    command's own.
    """
    signature = inspect.signature(command, eval_str=True)
    own = list(signature.parameters.values())[1:]
    shared = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default="" if name == "project" else False,
            annotation=annotation,
        )
        for name, annotation in _COMMON.items()
    ]

    @functools.wraps(command)
    def wrapper(**given: Any) -> None:
        flags = Flags(**{name: given.pop(name) for name in _COMMON})
        try:
            with Run(Settings.read(flags)) as run:
                command(run, **given)
        except KeyboardInterrupt:
            raise _interrupted(given.get("order")) from None

    keyword_only = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own]
    wrapper.__signature__ = signature.replace(parameters=[*keyword_only, *shared])  # type: ignore[attr-defined]
    wrapper.__annotations__ = {}
    with contextlib.suppress(AttributeError):
        del wrapper.__wrapped__
    return wrapper
