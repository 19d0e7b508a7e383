"""The error for an order that is not on this machine."""

from __future__ import annotations

from pathlib import Path

from sinch_order_cli.errors import NotFoundError, Suggestion
from sinch_order_cli.store.names import is_name


def unknown_order(root: Path, reference: str, *, was_in_use: bool = False) -> NotFoundError:
    """Return the error for a name, or the beginning of an ID, that no order has.

    Args:
        root: the state directory.
        was_in_use: it was there, and this program waited for another one that was using it.
    """
    if was_in_use:
        return NotFoundError(
            f"{reference} was renamed or deleted by the process that was using it",
            hint=Suggestion("orders", say="To list orders"),
            details=[{"flag": "ORDER", "problem": "no such order any more", "given": reference}],
        )
    return NotFoundError(
        f"no order named '{reference}', and no order ID starts with it",
        hint=[
            *_hint_of_sandbox(root, reference),
            Suggestion("orders", say="To list orders", all=True),
            Suggestion(
                "resume",
                say="To import an order created elsewhere",
                order_id="ID",
                region="REGION",
                type="TYPE",
            ),
        ],
        details=[{"flag": "ORDER", "problem": "no such order", "given": reference}],
    )


def _hint_of_sandbox(root: Path, reference: str) -> list[str]:
    """Return a hint if the order is in the sandbox and this is not, or the other way round."""
    is_sandbox = root.name == "sandbox"
    other = root.parent if is_sandbox else root / "sandbox"
    if not is_name(reference) or not (other / "orders" / f"{reference}.json").exists():
        return []
    if is_sandbox:
        return [f"{reference} is not a sandbox order: run the command without --sandbox."]
    return [f"{reference} is a sandbox order: run the command with --sandbox."]
