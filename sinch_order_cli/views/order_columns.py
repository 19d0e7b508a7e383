"""The columns of `orders`, in its table and in `--format csv`."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.tables import Cell, Column
from sinch_order_cli.errors import Suggestion
from sinch_order_cli.text import duration, safe
from sinch_order_cli.views.order_view import STEPS, kind_words
from sinch_order_cli.views.time_left import time_left
from sinch_order_cli.workflow.deadline import SOON
from sinch_order_cli.workflow.model import Order, seconds_left
from sinch_order_cli.workflow.provisioning import setup_words
from sinch_order_cli.workflow.suggestions import resume_suggestion


class Line(Struct, frozen=True):
    """An order to list, the current time, and the formatter of command lines."""

    order: Order
    now: float
    command_line: Callable[[Suggestion], str]


class OrderColumn(Struct, frozen=True, kw_only=True):
    """A column of `orders`.

    Attributes:
        title: its title in the table; "" if it is only in CSV.
        member: its value in CSV, a member of `ListedOrder`; "" if it is only in the table.
        cell: returns its cell in the table; by default the order's attribute `member`.
        below, piped, whole: see `console.tables.Column`.
    """

    title: str = ""
    member: str = ""
    cell: Callable[[Line], str | Cell] | None = None
    below: bool = False
    piped: bool = False
    whole: bool = False

    def cell_of(self, line: Line) -> str | Cell:
        """Return the cell of an order."""
        if self.cell is not None:
            return self.cell(line)
        value = getattr(line.order, self.member)
        return "" if value is None else str(value)


def _kind(line: Line) -> str:
    order = line.order
    return (
        kind_words(order.region_code, order.number_type) if order.number_type else order.region_code
    )


def _number(line: Line) -> str:
    numbers, quantity = line.order.phone_numbers, line.order.quantity
    shown = numbers[0] if numbers else f"{quantity} numbers" if quantity else ""
    return f"{shown} ({len(numbers)})" if len(numbers) > 1 else shown


_JUST_NOW = 60
"""Seconds for which the age of a state is not shown."""


def _state(line: Line) -> Cell:
    """Return the state with the next step, or for a completed order its last known provisioning."""
    order = line.order
    words, place = safe(order.status.label), STEPS[order.step].partition(",")[0]
    if order.not_found_since:
        words += ", not found"
    elif order.server is None:
        words = f"{'may be' if order.may_be_reserved else 'not'} reserved, {place}"
    elif setup := setup_words(order):
        past = line.now - order.provisioned_at
        words += f", {setup}" + (f" ({duration(past)} ago)" if past >= _JUST_NOW else "")
    elif order.status.reserved:
        words += f", {place}"
    return Cell(words, order.status.colour)


def _time_left(line: Line) -> Cell:
    left = seconds_left(line.order, line.now)
    colour = "" if left is None else "red" if left < SOON else "magenta" if left < 6 * SOON else ""
    return Cell(time_left(line.order, line.now), colour)


def _next(line: Line) -> Cell:
    go_on = resume_suggestion(line.order, line.now)
    return Cell(line.command_line(go_on) if go_on else "", "dim")


ORDER_COLUMNS = (
    OrderColumn(title="Name", member="name"),
    OrderColumn(title="Order", member="id_number_order", piped=True),
    OrderColumn(title="Type", cell=_kind),
    OrderColumn(member="region_code"),
    OrderColumn(member="number_type"),
    OrderColumn(title="Number", cell=_number),
    OrderColumn(title="State", member="state", cell=_state),
    OrderColumn(member="step"),
    OrderColumn(title="Time left", member="expire_time", cell=_time_left),
    OrderColumn(member="phone_numbers"),
    OrderColumn(member="may_be_reserved"),
    OrderColumn(title="Next", cell=_next, below=True, whole=True),
)


def print_listing(terminal: Terminal, orders: list[Order], now: float, final: int) -> None:
    """Print the table of orders, with hints if none is open or some are final.

    Args:
        final: the number of saved final orders.
    """
    if orders:
        print_orders(terminal, orders, now)
    elif final:
        terminal.hint(Suggestion("wizard", say="No order is open. To start one"))
    else:
        terminal.hint(Suggestion("wizard", say="No orders here yet. To start one"))
    if final:
        kept = (
            f"{final} final order{' is' if final == 1 else 's are'} still saved here, with the "
            "personal data in the answers. To delete the ones you no longer need"
        )
        terminal.note(Suggestion("forget", say=kept, final=True))


def print_orders(terminal: Terminal, orders: list[Order], now: float) -> None:
    """Print the table of `orders`."""
    shown = [column for column in ORDER_COLUMNS if column.title]
    terminal.table(
        [Column(one.title, below=one.below, piped=one.piped, whole=one.whole) for one in shown],
        [order_row(order, now, terminal.command_line) for order in orders],
    )


def order_row(
    order: Order, now: float, command_line: Callable[[Suggestion], str]
) -> list[str | Cell]:
    """Return a row of the table."""
    line = Line(order, now, command_line)
    return [column.cell_of(line) for column in ORDER_COLUMNS if column.title]


def csv_columns() -> list[str]:
    """Return the columns of `orders --format csv`, named as in `--json`."""
    from sinch_order_cli.results.order_shapes import ListedOrder

    names = dict(
        zip(ListedOrder.__struct_fields__, ListedOrder.__struct_encode_fields__, strict=True)
    )
    return [names[column.member] for column in ORDER_COLUMNS if column.member]
