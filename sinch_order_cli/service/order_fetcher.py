"""Fetch the current state of several orders, with a few workers and a common budget."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sinch_order_cli.api.threads import block_signals
from sinch_order_cli.errors import SinchOrderError, Suggestion, UnreachableError
from sinch_order_cli.service.budget import Budget
from sinch_order_cli.text import duration

if TYPE_CHECKING:
    from sinch_order_cli.api.client import NumbersApi
    from sinch_order_cli.service.workspace import Workspace
    from sinch_order_cli.workflow.model import Order

WORKERS = 8
"""Number of orders fetched at once, each over its own connection."""

_PATIENCE = 60.0
"""Maximum seconds that a command waits for a Retry-After, as with a single order."""


class OrderFetcher:
    """Fetches orders in rounds; use it in a `with` statement.

    Requests are as fast as the server allows: its 429 and Retry-After pause all workers.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._budget = Budget()
        self._looks: dict[str, _Look] = {}
        self._clients = [_Clients(workspace, self._budget) for _ in range(WORKERS)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._budget.stop()
        for clients in self._clients:
            clients.close()

    def begin(self, names: Sequence[str]) -> None:
        """Start fetching orders; `look` returns them.

        A single order is left to `look`, as a thread would not help.
        """
        if len(names) < 2:
            return
        self._workspace.store.clean_up()
        with suppress(SinchOrderError):  # errors are reported for each order
            first = self._workspace.store.load(names[0])
            self._workspace.api(first.project_id).sign_in()  # before several workers need the token
        self._looks = {name: _Look() for name in names}
        waiting = deque(self._looks.items())
        with block_signals():
            for clients in self._clients[: len(names)]:
                thread = threading.Thread(target=self._work, args=(clients, waiting), daemon=True)
                thread.start()

    def look(self, name: str) -> Order:
        """Return an order's current state, and save it; see `Workspace.current`.

        Raises:
            SinchOrderError: it can't be fetched.
        """
        found = self._looks.pop(name, None)
        if found is None:
            with self._workspace.current(name) as order:
                return order
        found.done.wait()
        for note in found.notes:
            self._workspace.warn(note)
        if found.failure is not None:
            raise found.failure
        assert found.order is not None
        return found.order

    def each(self, names: Sequence[str]) -> Iterator[tuple[str, Order | SinchOrderError]]:
        """Yield every order, or the error, in the order of the names."""
        self.begin(names)
        for name in names:
            try:
                yield name, self.look(name)
            except SinchOrderError as error:
                yield name, error

    def _work(self, clients: _Clients, waiting: deque[tuple[str, _Look]]) -> None:
        from sinch_order_cli.service.current import look_now

        while waiting:
            try:
                name, look = waiting.popleft()
            except IndexError:
                return
            try:
                look.order = look_now(self._workspace, name, api=clients.of, warn=look.notes.append)
            except Exception as error:
                look.failure = error
            finally:
                look.done.set()


class _Look:
    """A worker's result for an order."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.order: Order | None = None
        self.failure: Exception | None = None
        self.notes: list[str | Suggestion] = []


class _Clients:
    """The clients of one worker, one for each project, with the budget of all workers."""

    def __init__(self, workspace: Workspace, budget: Budget) -> None:
        self._workspace = workspace
        self._budget = budget
        self._closing = ExitStack()
        self._of: dict[str, NumbersApi] = {}

    def of(self, project_id: str) -> NumbersApi:
        """Return the client for a project."""
        project_id = self._workspace.project_for(project_id)
        if project_id not in self._of:
            made = self._workspace.connect(project_id, pace=self)
            self._of[project_id] = self._closing.enter_context(made)
        return self._of[project_id]

    def before(self) -> float:
        """Wait for the budget; see `api.transport.Pace`.

        Raises:
            UnreachableError: the server asked for a longer pause than a command waits.
        """
        held = self._budget.seconds_held()
        if held > _PATIENCE:
            raise UnreachableError(
                f"the server asks to wait for {duration(held)}",
                reason="it limits the number of requests",
                hint="Run the command again later.",
                retry_after=held,
            )
        return self._budget.wait()

    def after(self, ticket: float, status: int, retry_after: float | None) -> None:
        """Report a response to the budget; see `api.transport.Pace`."""
        self._budget.answered(ticket, status, retry_after)

    def close(self) -> None:
        """Close the connections."""
        self._closing.close()
