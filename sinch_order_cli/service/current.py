"""An order as the server has it now, for commands that only look: `status`, `check`, watching.

The order is held only to save it, so that asking the server keeps no other command waiting. Where
another program saved the order meanwhile, what was learned is older than that: it is read and
asked for once more, and shown without being saved where that does not help either.
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
"""Seconds by which the server's clock has to differ from what is known, to be saved alone."""


class Looking(Protocol):
    """What looking needs: a `Workspace`."""

    marks: dict[str, int]
    doubts: dict[str, bool | None]
    looks_at_numbers: bool

    @property
    def store(self) -> OrderStore:
        """The orders on this machine."""

    def api(self, project_id: str = "", /) -> NumbersApi:
        """The client for a project."""

    def context(self, order: Order, save: Callable[[Order], None], api: NumbersApi, /) -> Context:
        """What the steps need, saving so."""

    def warn(self, message: str | Suggestion, /) -> None:
        """Say what to look at."""


@contextmanager
def current(workspace: Looking, reference: str) -> Iterator[Order]:
    """Ask the server for an order and its registration, and save what it says.

    What is known of a reservation whose outcome is not stands in the run's `doubts` afterwards.

    Raises:
        NotFoundError: there is no such order, here or at the server.
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
    """An order as the server has it now, saved so.

    Args:
        api: the client for a project.
        warn: told what was found that the operator should know.
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
    """The order, and whether what was learned of it could be saved.

    Notes are shown only then: they tell of changes to what another program has replaced.
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
        except StoreError as error:  # a full disk, say: what the server says is shown all the same
            notes.append(f"{error.message}: {error.reason}. The server's answer was not saved.")
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
    """Whether a look brought nothing that is worth a save; a clock is right to a second only."""
    from msgspec.structs import replace

    if abs(now.clock_offset - before.clock_offset) >= _CLOCK:
        return False
    return replace(now, clock_offset=before.clock_offset) == before
