"""Fetch an order's current state for commands that only read it: `status`, `check`, watching.

The order is locked only to save it, so that the request doesn't block other commands. If another
program saved it meanwhile, the fetched data are older. The order is then read and fetched again,
and if that fails too, shown without being saved.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from sinch_order_cli.errors import StoreError, Suggestion

if TYPE_CHECKING:
    from sinch_order_cli.api.client import NumbersApi
    from sinch_order_cli.store.orders import OrderStore
    from sinch_order_cli.workflow.context import Context
    from sinch_order_cli.workflow.model import Order

_CLOCK = 1.0
"""Minimum change of the server's clock offset, in seconds, to be saved on its own."""


class Looking(Protocol):
    """The part of `Workspace` used here."""

    marks: dict[str, int]
    doubts: dict[str, bool | None]
    looks_at_numbers: bool

    @property
    def store(self) -> OrderStore:
        """The orders on this machine."""

    def api(self, project_id: str = "", /) -> NumbersApi:
        """Return the client for a project."""

    def context(self, order: Order, save: Callable[[Order], None], api: NumbersApi, /) -> Context:
        """Return the context for the steps, with this `save`."""

    def warn(self, message: str | Suggestion, /) -> None:
        """Print a warning."""


@contextmanager
def current(workspace: Looking, reference: str) -> Iterator[Order]:
    """Fetch an order and its registration, and save them.

    The result for a reservation of unknown outcome is in the workspace's `doubts` afterwards.

    Raises:
        NotFoundError: there is no such order, locally or on the server.
    """
    yield look_now(
        workspace, workspace.store.resolve(reference), api=workspace.api, warn=workspace.warn
    )


def look_now(
    workspace: Looking,
    name: str,
    *,
    api: Callable[[str], NumbersApi],
    warn: Callable[[str | Suggestion], None],
) -> Order:
    """Return an order's current state, and save it.

    Args:
        api: returns the client for a project.
        warn: called with what the user should know.
    """
    order, saved = _look(workspace, name, api, warn)
    if not saved and workspace.store.read(name)[1] != workspace.marks[name]:
        order, _ = _look(workspace, name, api, warn)
    return order


def _look(
    workspace: Looking,
    name: str,
    api: Callable[[str], NumbersApi],
    warn: Callable[[str | Suggestion], None],
) -> tuple[Order, bool]:
    """Return the order, and True if the changes could be saved.

    Notes are only shown if so, as otherwise they describe data that another program has replaced.
    """
    from msgspec.structs import replace

    from sinch_order_cli.workflow.provisioning import look_at_numbers
    from sinch_order_cli.workflow.reservation import look, need_same_place
    from sinch_order_cli.workflow.sync import refresh

    order, workspace.marks[name] = workspace.store.read(name)
    if order.server is None and not order.may_be_reserved:
        return order, True
    notes: list[str | Suggestion] = []
    saved = True
    before = copy.deepcopy(order)

    def save(order: Order) -> None:
        nonlocal saved
        if saved and is_same(before, order):
            return
        try:
            saved = workspace.store.save_unless_changed(order, workspace.marks[name])
        except StoreError as error:  # a full disk, for example: show the server's state anyway
            notes.append(f"{error.in_one_line}. The server's answer was not saved.")
            return
        if saved:
            workspace.marks[name] = workspace.store.read(name)[1]

    context = replace(workspace.context(order, save, api(order.project_id)), note=notes.append)
    try:
        if order.server is not None:
            refresh(context, order)
            if order.status.completed and workspace.looks_at_numbers:
                look_at_numbers(context, order)
                context.save(order)
        else:
            need_same_place(context, order)
            available = look(context, order)
            if order.may_be_reserved:
                workspace.doubts[name] = available
    finally:
        for note in dict.fromkeys(notes if saved else ()):
            warn(note)
    return order, saved


def is_same(before: Order, now: Order) -> bool:
    """Return True if nothing changed that is worth saving; clocks are only accurate to a second."""
    from msgspec.structs import replace

    if abs(now.clock_offset - before.clock_offset) >= _CLOCK:
        return False
    return replace(now, clock_offset=before.clock_offset) == before
