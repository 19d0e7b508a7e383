"""The order's numbers and those that the answers are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sinch_order_cli.kyc import MISSING, Form, get


def of_no_order(form: Form, data: Any, numbers: Sequence[str]) -> dict[str, str]:
    """Rows that are about a number which the order does not have: a file of another order, say.

    Args:
        numbers: the order's; nothing can be told where none is known yet.

    Returns:
        A sentence by path. The server decides: this is a warning, and no problem.
    """
    found: dict[str, str] = {}
    for section in form.questions(data) if numbers else ():
        for field in section.fields:
            value = get(data, field.path)
            if field.is_number and value not in (MISSING, None, "", *numbers):
                words = numbers[0] if len(numbers) == 1 else f"one of {', '.join(numbers[:3])}"
                found[field.path] = (
                    f"{field.title}: {value} is no number of this order; {words} is."
                )
    return found
