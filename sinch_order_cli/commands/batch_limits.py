"""`batch run --max-monthly`: limits on the monthly cost of all rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from sinch_order_cli.errors import DataError, UsageError

if TYPE_CHECKING:
    from sinch_order_cli.service.batch_check import Checked


def monthly_limits(given: Sequence[str]) -> dict[str, Decimal]:
    """Parse `--max-monthly EUR=5` into limits by currency."""
    found: dict[str, Decimal] = {}
    for text in given:
        currency, _, amount = text.partition("=")
        currency = currency.strip().upper()
        try:
            value = Decimal(amount.strip())
        except InvalidOperation:
            value = Decimal("NaN")
        if not (len(currency) == 3 and currency.isalpha() and value.is_finite() and value >= 0):
            raise UsageError(
                f"--max-monthly: '{text}' is not a limit",
                hint="Give a currency and an amount, such as --max-monthly EUR=100.",
                details=[{"flag": "--max-monthly", "problem": "not a limit", "given": text}],
            )
        found[currency] = value
    return found


def refuse_over_limit(
    good: Sequence[Checked], monthly: dict[str, Decimal], limits: dict[str, Decimal]
) -> None:
    """Raise if the cost exceeds `--max-monthly`, before anything is reserved."""
    if not limits:
        return
    wrong = []
    for currency, amount in sorted(monthly.items()):
        limit = limits.get(currency)
        if limit is None:
            wrong.append(f"{currency} {amount} per month, but no limit in {currency} is set")
        elif amount > limit:
            wrong.append(f"up to {currency} {amount} per month; the limit is {currency} {limit}")
    if unknown := [one.row.ref for one in good if not one.priced and not one.done]:
        wrong.append(f"the price of {', '.join(unknown[:5])} is not known")
    if wrong:
        raise DataError(
            "the batch costs more than --max-monthly allows",
            reason="; ".join(wrong),
            hint="Raise the limit, or run fewer rows with --only. Nothing was reserved.",
            details=[{"flag": "--max-monthly", "problem": one} for one in wrong],
        )
