"""`orders` and `forget`: the local orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.options import Format, Yes, duration
from sinch_order_cli.errors import (
    NotFoundError,
    StateError,
    StoreError,
    Suggestion,
    UnknownOutcomeError,
    UsageError,
)
from sinch_order_cli.service.find import whole_name

if TYPE_CHECKING:
    from sinch_order_cli.console.output import LongResult
    from sinch_order_cli.results import order_shapes
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.workflow.model import Order


@with_run
def orders(
    run: Run,
    all: Annotated[bool, typer.Option("--all", help="Include final orders.")] = False,
    format: Format = "",
) -> None:
    """List the orders saved on this machine, most urgent first.

    Shows the last known states; `status` fetches current ones.

    \b
    Examples:
      sinch-order orders
      sinch-order orders --all --json
      sinch-order orders --format csv > orders.csv
    """
    from sinch_order_cli.store.index import OrderIndex

    run.terminal.use_format(format)
    listing = _Listing(run, OrderIndex(run.store), everything=all)
    run.terminal.show(json=listing.result, text=listing.print, sheet=listing.sheet)


class _Listing:
    """The orders for the list, most urgent first and final ones last."""

    def __init__(self, run: Run, index: OrderIndex, *, everything: bool) -> None:
        self._run, self._index, self._everything = run, index, everything

    def _rows(self) -> Iterator[bytes]:
        from itertools import chain

        from sinch_order_cli.views.order_results import LISTED, listed_json
        from sinch_order_cli.workflow.urgency import by_urgency

        index = self._index
        seen = map(listed_json, by_urgency(list(index.open_orders()), self._run.now()))
        return chain(seen, index.final_listed(listed_json, LISTED) if self._everything else ())

    def result(self) -> LongResult:
        from sinch_order_cli.console.output import LongResult
        from sinch_order_cli.results.order_shapes import Orders

        return LongResult(Orders(orders=[]), "orders", self._rows())

    def sheet(self) -> tuple[list[str], Iterator[Any]]:
        import msgspec

        from sinch_order_cli.views.order_columns import csv_columns

        return csv_columns(), map(msgspec.json.decode, self._rows())

    def print(self) -> None:
        from sinch_order_cli.views.order_columns import print_listing
        from sinch_order_cli.workflow.urgency import by_urgency

        index, now = self._index, self._run.now()
        found = list(index.all_orders() if self._everything else index.open_orders())
        print_listing(self._run.terminal, by_urgency(found, now), now, index.count_final())


@with_run
def forget(
    run: Run,
    order: Annotated[
        list[str] | None, typer.Argument(metavar="ORDER…", help="Order names or IDs.")
    ] = None,
    final: Annotated[bool, typer.Option("--final", help="All final orders.")] = False,
    older_than: Annotated[
        str,
        typer.Option(
            metavar="30d",
            help="Only orders unchanged for at least this long, such as 30d, 12h or 4w.",
        ),
    ] = "",
    abandon: Annotated[
        bool,
        typer.Option("--abandon", help="Also delete an order that may have been reserved."),
    ] = False,
    yes: Yes = False,
) -> None:
    """Delete an order's local data.

    Deletes its answers, document names and order ID. The order on the server is not changed, except
    that a final sandbox order is deleted there too. In a terminal, asks for confirmation.

    \b
    Examples:
      sinch-order forget au-mobile-112 --yes
      sinch-order forget --final --older-than 30d --yes
    """
    if order and final:
        raise UsageError("ORDER can't be combined with --final", hint="Give one of them.")
    if not order and not final:
        raise UsageError(
            "give ORDER or --final", hint=Suggestion("orders", say="To list them", all=True)
        )
    if older_than and not final:
        raise UsageError("--older-than needs --final")
    if final:
        chosen: dict[str, Order | None] = {one.name: one for one in _final_orders(run, older_than)}
    else:
        chosen = dict(_named_order(run, one) for one in order or ())
    if not abandon:
        _refuse_in_doubt(run, chosen)
    _warn_of_rows(run, [one for one in chosen.values() if one is not None])
    if chosen and not yes and run.terminal.interactive and not _is_sure(run, chosen):
        return
    _forget(run, chosen)
    run.terminal.show(
        json=lambda: _forgotten(chosen),
        text=lambda: None if chosen else run.terminal.note("No orders to delete."),
    )


def _forgotten(chosen: dict[str, Order | None]) -> order_shapes.Forgotten:
    from sinch_order_cli.results import order_shapes
    from sinch_order_cli.views.order_results import listed_result

    known = [listed_result(one) for one in chosen.values() if one is not None]
    return order_shapes.Forgotten(forgotten=list(chosen), orders=known)


def _warn_of_rows(run: Run, chosen: list[Order]) -> None:
    """Warn about orders of a batch: without them, a run of its file orders the rows again."""
    files = [one.batch.file for one in chosen if one.batch is not None]
    for file in [one for one in dict.fromkeys(files) if Path(one).exists()]:
        count = files.count(file)
        rows = "1 of the orders is a row" if count == 1 else f"{count} of the orders are rows"
        run.terminal.warn(
            f"{rows} of {file}, and would be ordered again if you ran that file again. Remove "
            f"{'it' if count == 1 else 'them'} from the file first."
        )


def _named_order(run: Run, reference: str) -> tuple[str, Order | None]:
    """Return the name of an order, and the order if its file can be read."""
    name = whole_name(run, reference)
    try:
        return name, run.store.load(name)
    except StoreError:
        return name, None


def _refuse_in_doubt(run: Run, chosen: dict[str, Order | None]) -> None:
    """Refuse to delete orders that may be reserved, unless the user explicitly agrees.

    Raises:
        UnknownOutcomeError: there is one, and the user declined or can't be asked.
    """
    for name, order in chosen.items():
        error = _doubt(run, name, order)
        if error is None:
            continue
        if run.terminal.interactive and run.prompter.confirm(
            f"Delete {name}, which may have been reserved?",
            flag="--abandon",
            default=False,
            help=["If it was, you need its order ID from Sinch to import it again."],
        ):
            continue
        raise error


def _doubt(run: Run, name: str, order: Order | None) -> UnknownOutcomeError | None:
    """Return the error for an order that may be reserved, also if its file can't be read."""
    from sinch_order_cli.service.repair import read_what_can_be
    from sinch_order_cli.workflow.attempts import unknown_attempts
    from sinch_order_cli.workflow.unknown_outcome import unknown

    if order is None:
        try:
            order = read_what_can_be(run, name).order
        except NotFoundError:
            return None
        except StoreError as error:
            return UnknownOutcomeError(
                f"{name} may have been reserved, and its file can't be read",
                reason=error.in_one_line,
                hint=Suggestion("forget", name, say="To delete it anyway", abandon=True),
                details=[{"name": name}],
            )
    if not unknown_attempts(order):
        return None
    return unknown(order, None) if order.may_be_reserved else _one_more(order)


def _one_more(order: Order) -> UnknownOutcomeError:
    """Return the error for a reserved order with another attempt of unknown outcome, as the server
    may have given it another number than requested."""
    from sinch_order_cli.workflow.attempts import unknown_attempts

    numbers = ", ".join(filter(None, (one.phone_number for one in unknown_attempts(order))))
    return UnknownOutcomeError(
        f"{order.name} is reserved, and another attempt may have reserved {numbers or 'more'}",
        reason="the server's answer to that attempt was lost",
        hint=Suggestion(
            "forget", order.name, say="To abandon that attempt and delete it here", abandon=True
        ),
        details=[{"name": order.name, "idNumberOrder": order.id_number_order}],
    )


def _is_sure(run: Run, chosen: dict[str, Order | None]) -> bool:
    """Ask for confirmation, with complete names, as prefixes may have been given."""
    live = any(order is None or _is_live(order) for order in chosen.values())
    needed = any(order is not None and order.status.reorderable for order in chosen.values())
    warnings = ["Orders that are not final may still continue on the server."] if live else []
    if needed:
        warnings.append("You can no longer start a new order with their answers (create --from).")
    return run.prompter.confirm(
        f"Delete {', '.join(chosen)}?", flag="--yes", default=False, help=warnings
    )


def _is_live(order: Order) -> bool:
    return not order.is_final and not order.was_never_reserved


def _need_unchanged(run: Run, chosen: dict[str, Order | None], name: str) -> None:
    """Refuse to delete an order that another program has reserved, or tried to, meanwhile, or
    replaced by another one of the same name.

    Raises:
        StateError: another program did.
    """
    before = chosen[name]
    if before is not None and before.is_final and _has_id(run, name, before.id_number_order):
        return
    with suppress(StoreError):
        now = run.store.load(name)
        if _reserved(now) != (None if before is None else _reserved(before)):  # None: unreadable
            raise StateError(
                f"{name} was changed by another sinch-order process, and was not deleted",
                hint=Suggestion("status", name, say="To see its state"),
                details=[{"name": name}],
            )


def _has_id(run: Run, name: str, id_number_order: str) -> bool:
    """Return True if an order's file has this ID; thousands are checked without reading them
    whole."""
    from sinch_order_cli.store.order_content import id_in

    with suppress(StoreError):
        return bool(id_number_order) and id_in(run.store.content(name)) == id_number_order
    return False


def _reserved(order: Order) -> tuple[object, ...]:
    return order.attempts, order.id_number_order, order.server is None, order.is_final


def _forget(run: Run, chosen: dict[str, Order | None]) -> None:
    from sinch_order_cli.store.forget import forget_orders

    with _emulator(run) as forget_there:
        for name in forget_orders(run.store, chosen, partial(_need_unchanged, run, chosen)):
            order = chosen[name]
            if order is not None and order.is_final:
                forget_there(order.id_number_order)
            run.terminal.show(text=partial(run.terminal.success, f"Deleted {name}."))
            if order is not None and order.id_number_order and not order.is_final:
                from sinch_order_cli.workflow.unknown_outcome import import_command

                run.terminal.hint(
                    import_command(
                        order,
                        say=f"The order still exists on the server ({order.state}). "
                        "To import it again",
                    )
                )


@contextmanager
def _emulator(run: Run) -> Iterator[Callable[[str], None]]:
    """Yield a function that deletes an order from the sandbox, where users also enter real
    names."""
    if not run.settings.sandbox:
        yield lambda order_id: None
        return
    from sinch_order_cli.sandbox.database import FILE_NAME, Database

    if not (run.settings.state_dir / FILE_NAME).exists():
        yield lambda order_id: None
        return
    from sinch_order_cli.commands.sandbox_data import sandbox_data

    directory = run.settings.state_dir
    with sandbox_data(directory), closing(Database(directory)) as database:
        yield database.forget


def _final_orders(run: Run, older_than: str) -> list[Order]:
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.workflow.model import parse_time

    latest = run.now() - duration(older_than, "--older-than", bare=False) if older_than else None
    found = []
    for order in OrderIndex(run.store).all_orders():
        touched = parse_time(order.updated_at)
        old = latest is None or (touched is not None and touched.timestamp() <= latest)
        if order.is_final and old:
            found.append(order)
    return found
