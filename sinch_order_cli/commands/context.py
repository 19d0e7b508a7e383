"""One run of one command: the terminal, the orders on disk and the API, each made when needed."""

from __future__ import annotations

import contextlib
import functools
import inspect
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sinch_order_cli.commands.settings import Flags, Settings
from sinch_order_cli.commands.uptime import uptime
from sinch_order_cli.errors import (
    InterruptedByUser,
    LockedError,
    NotFoundError,
    SinchOrderError,
    UsageError,
)

if TYPE_CHECKING:
    from sinch_order_cli.api.client import NumbersApi
    from sinch_order_cli.api.models import AvailableRegions
    from sinch_order_cli.api.retry import Retry
    from sinch_order_cli.console.console import Terminal
    from sinch_order_cli.kyc import Form
    from sinch_order_cli.prompts.prompter import Prompter
    from sinch_order_cli.store.customers import CustomerStore
    from sinch_order_cli.store.orders import OrderStore
    from sinch_order_cli.workflow.attempts import Attempt
    from sinch_order_cli.workflow.context import Context
    from sinch_order_cli.workflow.model import Lookup, Order
    from sinch_order_cli.workflow.registration import Prepared

MISSING_WERKZEUG = (
    "Install it with the program: pip install 'sinch-order-cli[sandbox]' "
    "(pipx: pipx inject sinch-order-cli werkzeug)"
)


class Run:
    """What a command is given to work with. Closed when the command ends."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.end_by = float("inf")  # by time.monotonic: no request is tried for longer
        self._closing = ExitStack()
        self._apis: dict[str, NumbersApi] = {}
        self.looks_at_numbers = False  # whether `current` asks how completed orders are set up
        self.doubts: dict[str, bool | None] = {}
        """Orders that may be reserved, as `current` found them: whether the number is available."""
        self.marks: dict[str, int] = {}  # of orders that were read without being held

    def __enter__(self) -> Run:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if isinstance(error, SinchOrderError):
            error.warnings = self.terminal.take_warnings()
        self._closing.close()

    @functools.cached_property
    def terminal(self) -> Terminal:
        """Where results, notes and errors go."""
        from sinch_order_cli.console.console import Terminal

        flags = self.settings.flags
        return Terminal.from_environment(
            json=flags.json,
            no_input=flags.no_input,
            sandbox=self.settings.sandbox,
            quiet=flags.quiet,
            verbose=flags.verbose,
        )

    @functools.cached_property
    def prompter(self) -> Prompter:
        """Who asks: a person at a terminal, in plain lines where wanted, or a refusal."""
        from sinch_order_cli.commands.collecting import collect
        from sinch_order_cli.prompts.prompter import prompter_for

        if self.terminal.interactive:
            collect()  # a person may take their time, and each key draws anew
        return prompter_for(self.terminal)

    @functools.cached_property
    def store(self) -> OrderStore:
        """The orders on this machine."""
        from sinch_order_cli.store.orders import OrderStore

        return OrderStore(
            self.settings.state_dir, warn=self.terminal.warn, waiting=self.terminal.note
        )

    @functools.cached_property
    def customers(self) -> CustomerStore:
        """The customers on this machine."""
        from sinch_order_cli.store.customers import CustomerStore

        return CustomerStore(self.settings.state_dir, warn=self.terminal.warn)

    def choose_format(self, form: str) -> str:
        """Print the result in a format of `--format`; "json" is `--json`.

        Returns:
            "csv" or "tsv", "" for anything else.

        Raises:
            UsageError: there is no such format, or `--json` was given as well.
        """
        from msgspec.structs import replace

        from sinch_order_cli.console.spreadsheet import FORMATS

        if form not in ("", *FORMATS):
            raise UsageError(
                f"'{form}' is not a format",
                hint=f"Use one of {', '.join(FORMATS)}.",
                details=[{"flag": "--format", "problem": "not a format", "given": form}],
            )
        if form in ("csv", "tsv") and self.settings.flags.json:
            raise UsageError("give --json or --format, not both")
        if form == "json":
            self.settings = replace(self.settings, flags=replace(self.settings.flags, json=True))
            self.__dict__.pop("terminal", None)
        return form if form in ("csv", "tsv") else ""

    def dry_run(
        self,
        name: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        file: str = "",
    ) -> None:
        """Show a request that would be sent.

        Args:
            path: below the project's address.
            file: the path of the file that would be uploaded.
        """
        from sinch_order_cli.results import order_shapes

        request = order_shapes.Request(method=method, path=f"/v1/projects/{self.project_id}/{path}")
        if body is not None:
            request.body = body
        if file:
            request.file = file
        result = order_shapes.DryRun(dry_run=True, name=name, requests=[request])
        if self.settings.flags.json:
            self.terminal.result(result)
            return
        self.terminal.note("Nothing was sent. This would be:")
        self.terminal.print(f"{request.method} {request.path}")
        if body is not None:
            self.terminal.result_json(body, laid_out=True)
        if file:
            self.terminal.print(f"file: {file}")

    def now(self) -> float:
        """This machine's time, in seconds since 1970."""
        return time.time()

    @functools.cached_property
    def endpoints(self) -> tuple[str, str]:
        """The API's and the token endpoint's addresses; starts the sandbox where it is meant."""
        if not self.settings.sandbox:
            return self.settings.numbers_url, self.settings.auth_url
        try:
            from sinch_order_cli.sandbox.server import SandboxServer
        except ModuleNotFoundError as error:
            raise UsageError(
                "the sandbox is not installed",
                reason=f"it needs the package {error.name}, which real orders do not",
                hint=MISSING_WERKZEUG,
            ) from error
        from sinch_order_cli.commands.sandbox_data import sandbox_data
        from sinch_order_cli.console.threads import deaf
        from sinch_order_cli.store.files import make_private_dir

        make_private_dir(self.settings.state_dir)
        server = SandboxServer(self.settings.state_dir)
        with deaf(), sandbox_data(self.settings.state_dir):
            server.start()
        self._closing.callback(server.stop)
        return server.url, server.url

    def api(self, project_id: str = "") -> NumbersApi:
        """The API, for the project of an order or else the one that is set.

        Raises:
            UsageError: `--project` names another project than the order's.
        """
        flag = self.settings.flags.project
        if flag and project_id and flag != project_id:
            raise UsageError(
                f"the order belongs to project {project_id}, not to {flag}",
                hint="Leave out --project: the order knows its own.",
            )
        project = project_id or self.settings.project_id
        if project not in self._apis:
            from sinch_order_cli.commands.credentials import find, token_cache

            numbers_url, auth_url = self.endpoints
            from sinch_order_cli.api.client import NumbersApi

            api = NumbersApi(
                find(self.settings, project, self.terminal.warn).credentials,
                numbers_url=numbers_url,
                auth_url=auth_url,
                token_cache=token_cache(self.settings),
                on_retry=self._retrying,
                trace=self.trace,
                warn=self.terminal.warn,
            )
            api.end_by(self.end_by)
            self._apis[project] = self._closing.enter_context(api)
        return self._apis[project]

    def _retrying(self, retry: Retry) -> None:
        from sinch_order_cli.views.notices import retrying

        retrying(self.terminal, retry)

    @property
    def trace(self) -> Callable[[str], None] | None:
        """Told of each request and answer, where `--verbose` asks for that."""
        return self._traced if self.settings.flags.verbose else None

    def _traced(self, line: str) -> None:
        from sinch_order_cli.views.notices import traced

        traced(self.terminal, line)

    def prepared(self, prepared: Prepared, *, mend: str, kept: bool = False) -> None:
        """Show what was mended without asking, what the form does not know and, unless it is
        `kept` after all, what was dropped.

        Args:
            mend: how a member that the form does not know is taken out, with `{}` for its path.
        """
        from sinch_order_cli.views.notices import changed, dropped, unknown

        for change in prepared.changes:
            changed(self.terminal, change)
        for problem in () if kept else prepared.dropped:
            dropped(self.terminal, problem)
        for member in prepared.unknown:
            unknown(self.terminal, member, mend)

    @property
    def project_id(self) -> str:
        """The project that a new order belongs to."""
        from sinch_order_cli.commands.credentials import project_of

        return project_of(self.settings)

    def context(self, order: Order, save: Callable[[Order], None] | None = None) -> Context:
        """What the steps need to work on `order`; `save` is the store's unless another is given."""
        from sinch_order_cli.workflow.context import Context

        return Context(
            api=self.api(order.project_id),
            save=self._learning(save or self.store.save),
            now=self.now,
            note=self.terminal.warn,
            uptime=uptime,
            host=self.source,
            reserved=self._reserved,
            patience=self._patience,
        )

    def _learning(self, save: Callable[[Order], None]) -> Callable[[Order], None]:
        """Saves an order, and lets its customer learn which documents served once it is done."""

        def saved(order: Order) -> None:
            save(order)
            if order.customer and order.status.completed:
                from sinch_order_cli.commands.for_customer import learn_served

                learn_served(self, order)

        return saved

    def _reserved(self, order: Order, attempt: Attempt) -> None:
        """Decide the attempts of other orders here for a number that `order` holds now."""
        from sinch_order_cli.errors import StoreError
        from sinch_order_cli.store.index import OrderIndex
        from sinch_order_cli.workflow.attempts import refuse_rivals
        from sinch_order_cli.workflow.in_doubt import in_doubt_for

        if not attempt.phone_number:
            return
        for other in OrderIndex(self.store).open_orders():
            if other.name == order.name or not in_doubt_for(other, attempt.body):
                continue
            # Whoever works on that order will look for the number, too.
            with (
                contextlib.suppress(StoreError, NotFoundError, LockedError),
                self.store.edit(other.name, wait=0.0) as found,
            ):
                if refuse_rivals(found, attempt):
                    self.store.save(found)

    def _patience(self) -> AbstractContextManager[None]:
        from sinch_order_cli.commands.signals import patience

        return patience(
            lambda: self.terminal.warn(
                "Waiting a moment for the answer, so that the order is not lost; "
                "once more ends at once."
            )
        )

    def current(self, reference: str) -> AbstractContextManager[Order]:
        """An order as the server has it now, saved so; see `commands.current`."""
        from sinch_order_cli.commands.current import current

        return current(self, reference)

    def last_lookup(self, region: str, kind: str) -> Lookup | None:
        """What the country asked for the last time it was looked up here, however long ago."""
        from sinch_order_cli.store.lookups import LookupStore

        return LookupStore(self.settings.state_dir, source=self.source).last(region, kind)

    def look_up(self, region: str, kind: str, *, fresh: bool = False) -> Lookup:
        """What a country asks for: as kept from an earlier command, or asked now and kept.

        Args:
            fresh: ask the server whatever is kept, for one who tells what has changed.
        """
        from sinch_order_cli.errors import StoreError
        from sinch_order_cli.store.lookups import LookupStore
        from sinch_order_cli.workflow.steps import look_up

        kept = LookupStore(self.settings.state_dir, source=self.source)
        known = None if fresh else kept.recent(region, kind, self.now())
        if known is None:
            before = None if fresh else kept.last(region, kind)
            known = look_up(self.api(), region, kind, self.now())
            try:
                kept.save(region, kind, known)
            except StoreError as error:  # the answer is there, and can be asked for again
                self.terminal.warn(f"What {region} {kind} asks for is not kept: {error.message}.")
            if before is not None and before.raw != known.raw:
                self._tell_changes(before, known)
        return known

    def look_up_to_order(self, region: str, kind: str, *, fresh: bool = False) -> Lookup:
        """What a country asks for, to order a number there: as `look_up`, and see that it has some.

        Raises:
            NotFoundError: the region has no numbers, or none of the type.
        """
        from sinch_order_cli.workflow.regions import need_numbers

        lookup = self.look_up(region, kind, fresh=fresh)
        if lookup.raw is None:  # nothing is required, or there is nothing to order
            need_numbers(self.api(), region, kind)
        return lookup

    def _tell_changes(self, before: Lookup, now: Lookup) -> None:
        from sinch_order_cli.kyc import read_form
        from sinch_order_cli.views.requirements_view import changes_since

        for note in changes_since(read_form(now.raw), before):
            self.terminal.warn(note)

    def regions(self, types: Sequence[str] = ()) -> AvailableRegions:
        """The regions that have numbers; all of them are kept for the shells' completion."""
        from sinch_order_cli.errors import StoreError
        from sinch_order_cli.store.lookups import LookupStore

        found = self.api().list_available_regions(types)
        if not types:
            names = {one.region_code: one.region_name for one in found.available_regions}
            kept = LookupStore(self.settings.state_dir, source=self.source)
            with contextlib.suppress(StoreError):
                kept.save_regions(names)
        return found

    def form(self, order: Order) -> Form:
        """What `order` asks for; looked up once if it is not known yet, and kept with the order."""
        from sinch_order_cli.kyc import read_form

        if order.lookup is None:
            order.lookup = self.look_up(order.region_code, order.number_type)
            if self.store.holds(order.name):
                self.store.save(order)
            elif order.name in self.marks:
                self.store.save_unless_changed(order, self.marks[order.name])
        return read_form(order.lookup.raw, order.region_code)

    @property
    def source(self) -> str:
        """Where the API is, as what is stored remembers it: its address, or the sandbox."""
        return "sandbox" if self.settings.sandbox else self.settings.numbers_url


def _interrupted(reference: Any) -> InterruptedByUser:
    """Ctrl-C where nobody asked: how to go on with the order that was worked on."""
    named = isinstance(reference, str) and reference
    return InterruptedByUser(
        "Interrupted.", hint=f"Go on with: sinch-order resume {reference}" if named else ""
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
    """Give a command the flags that all commands share, and hand it a `Run` made from them.

    The command takes the run as its first parameter; what Typer sees instead are the shared flags
    after the command's own.
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
