"""Find the order that a command changes or deletes: by its complete name or ID, never by a
guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch_order_cli.errors import InterruptedByUser, NotFoundError, Suggestion, UsageError

if TYPE_CHECKING:
    from sinch_order_cli.service.workspace import Workspace


def whole_name(workspace: Workspace, reference: str) -> str:
    """Return the name of the order with this name or ID. A prefix needs the user's confirmation.

    Raises:
        NotFoundError: there is none; without a terminal also for a prefix, with its matches.
        UsageError: in a terminal, the prefix matches several orders.
        InterruptedByUser: the user rejected the order shown.
    """
    try:
        name = workspace.store.resolve(reference)
    except UsageError as several:
        if workspace.interactive:
            raise
        raise _no_whole_name(reference, [str(one["name"]) for one in several.details]) from None
    if name == reference.lower():
        return name
    if workspace.store.name_of(reference) == name:
        return name
    if not workspace.interactive:
        raise _no_whole_name(reference, [name])
    if not workspace.confirm(f"Is {name} the order you mean?", flag="ORDER"):
        raise InterruptedByUser("Nothing was changed.")
    return name


def _no_whole_name(reference: str, like: list[str]) -> NotFoundError:
    error = NotFoundError(
        f"no order is named '{reference}', and no order has this ID",
        reason=f"did you mean {' or '.join(like[:8])}{' …' if len(like) > 8 else ''}?",
        hint=Suggestion("orders", say="Give the whole name or order ID. To list orders"),
        details=[
            {"where": name, "flag": "ORDER", "problem": f"begins with '{reference}'"}
            for name in like
        ],
    )
    error.details_shown = True
    return error
