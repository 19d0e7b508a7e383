"""The fields that a refused registration is about."""

from __future__ import annotations

from typing import Any

from sinch_order_cli.errors import DataError, Suggestion
from sinch_order_cli.kyc import MISSING, get, read_form
from sinch_order_cli.workflow.model import Order


def name_fields(order: Order, data: Any, error: DataError) -> DataError:
    """Return the server's violations, with the field of each if it can be determined."""
    form = read_form(order.lookup.raw if order.lookup else None)
    details: list[dict[str, Any]] = []
    for detail in error.details:
        said = str(detail.get("field") or "")
        paths = form.locate(said, data)
        if not said:
            paths = form.locate_in_text(str(detail.get("description") or ""), data)
        shown = {"problem": detail.get("description") or error.message, "field": said}
        for path in paths or (None,):
            field = form.field(path) if path is not None else None
            given = get(data, path) if path is not None else MISSING
            details.append(
                {
                    "path": path,
                    "title": field.title if field else said,
                    "given": None if given is MISSING else given,
                    **shown,
                }
            )
    return DataError(
        error.message,
        reason=error.reason,
        hint=Suggestion(
            "register", order.name, say="To correct and send them again", set="PATH=VALUE"
        ),
        details=details,
    )
