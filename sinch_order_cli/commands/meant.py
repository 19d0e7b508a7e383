"""Which order a `create` is about: one that is here and asks for the same, or a new one."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from sinch_order_cli.commands.named import whole_name
from sinch_order_cli.commands.run import Run
from sinch_order_cli.errors import (
    DamagedError,
    NotFoundError,
    StateError,
    StoreError,
    UnknownOutcomeError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinch_order_cli.api.models import AvailableNumber
    from sinch_order_cli.workflow.create_request import Wanted
    from sinch_order_cli.workflow.model import Order


class Asked(Struct, frozen=True, kw_only=True):
    """What a `create` was given: see its options."""

    region: str
    type: str
    wanted: Wanted
    name: str
    again: bool
    or_similar: bool
    customer: str = ""


class Meant(Struct):
    """The order to reserve, held and with a file.

    `fresh` says that it was made just now, and `old` is the order that it was made from. An
    order that is reserved is one that an earlier run of the same command reserved.
    """

    order: Order
    fresh: bool
    old: Order | None = None


def find_meant(run: Run, held: ExitStack, asked: Asked, from_: str) -> Meant:
    """The order that is meant, made where there is none.

    The same request in the same project and at the same host is the same intention, unless
    another `--name` is given: to give the same command again goes on with the same order.

    Raises:
        UnknownOutcomeError: an order in doubt is meant, and something else is asked of it.
        StateError: the name is another order's, or the same was attempted in another project.
        NotFoundError: the number of the old order is not available.
    """
    if from_:
        old = run.store.load(whole_name(run, from_))
        if asked.customer and old.customer not in ("", asked.customer):
            from sinch_order_cli.workflow.for_customer import other_customer

            raise other_customer(old, asked.customer)
        if old.server is None:
            return _same_order(run, held, old.name, asked)
        return _renewed(run, held, old, asked)
    order = _new_order(run, asked)
    order.lookup = run.look_up_to_order(order.region_code, order.number_type)
    with run.store.hold_creation():
        other_order = _twin(run, order.request, asked)
        if not other_order:
            return _made(run, held, order, asked)
    return _taken_up(run, held, other_order, order.request, asked)


def planned(run: Run, asked: Asked, from_: str) -> Order:
    """The order that would be reserved, made of what is here; nothing is asked or saved."""
    from sinch_order_cli.workflow.reorder import change_request, renew

    if not from_:
        return _new_order(run, asked)
    old = run.store.load(whole_name(run, from_))
    if old.server is None:
        change_request(old, region=asked.region, kind=asked.type, wanted=asked.wanted)
        return old
    return renew(old, run.now(), region=asked.region, kind=asked.type, wanted=asked.wanted)


def _new_order(run: Run, asked: Asked) -> Order:
    from sinch_order_cli.workflow import create_request
    from sinch_order_cli.workflow.model import Order, timestamp

    code, kind = create_request.region_code(asked.region), create_request.number_type(asked.type)
    return Order(
        region_code=code,
        number_type=kind,
        project_id=run.project_id,
        created_at=timestamp(run.now()),
        request=create_request.build_request(code, kind, asked.wanted),
        customer=asked.customer,
    )


def _made(run: Run, held: ExitStack, order: Order, asked: Asked, old: Order | None = None) -> Meant:
    """A new order, named, held and saved before anything is sent for it."""
    from sinch_order_cli.workflow.model import short_name

    order.project_id = order.project_id or run.project_id
    number = (order.phone_numbers or [""])[0]
    name = asked.name or short_name(order.region_code, order.number_type, number)
    if asked.name:
        run.store.check_new_name(asked.name)
    order.name = held.enter_context(run.store.claim(name))
    run.store.save(order)
    return Meant(order, True, old)


def _taken_up(run: Run, held: ExitStack, name: str, body: dict[str, Any], asked: Asked) -> Meant:
    """An order that is here, held; another program may have reserved it meanwhile."""
    held.enter_context(run.store.hold(name))
    order = run.store.load(name)
    if order.request != body:
        raise StateError(
            f"{name} was changed by another sinch-order just now",
            hint="Run the same command again.",
        )
    return Meant(order, False)


def _twin(run: Run, body: dict[str, Any], asked: Asked, *, earlier: str = "") -> str:
    """The name of an order here that asks for the same, "" where there is none.

    Args:
        earlier: the order that the new one is made from.
    """
    from sinch_order_cli.workflow.in_doubt import in_doubt_for

    if asked.name:
        return _named(run, body, asked)
    in_doubt: Order | None = None
    for order in _open_orders(run, body, asked):
        same = (order.request == body and _is_for(order, asked.customer)) and (
            not earlier or (order.earlier is not None and order.earlier.name == earlier)
        )
        if same and (_goes_on(run, order) or (earlier and _is_live(run, order))):
            _need_same_project(run, order)
            return order.name
        if in_doubt_for(order, body):
            in_doubt = order
    if in_doubt is not None and not asked.again:
        raise _other_request(in_doubt)
    return ""


def _is_for(order: Order, customer: str) -> bool:
    """Whether an order can be for a customer; "" is who it is for already."""
    return not customer or order.customer in ("", customer)


def _is_live(run: Run, order: Order) -> bool:
    """Whether an order made from the same one is reserved here already: it is not made twice."""
    return order.server is not None and not order.is_final and order.project_id == run.project_id


def _named(run: Run, body: dict[str, Any], asked: Asked) -> str:
    """An order that has the name already, where the same is asked of it.

    Raises:
        StateError: something else is, or it is for another customer.
    """
    from sinch_order_cli.workflow.for_customer import other_customer
    from sinch_order_cli.workflow.model import as_json

    name = asked.name
    if not run.store.path(name).exists():
        return ""
    order = run.store.load(name)
    if not _is_for(order, asked.customer):
        raise other_customer(order, asked.customer)
    if order.request == body and _goes_on(run, order):
        _need_same_project(run, order)
        return name
    raise StateError(
        f"there is an order called {name} already",
        reason="it is reserved" if order.server is not None else "it asks for something else",
        hint=f"Choose another --name, or see that order: sinch-order status {name}",
        details=[as_json(order)],
    )


def _goes_on(run: Run, order: Order) -> bool:
    """Whether to ask for the same again is about this order; another project's is only in doubt."""
    if order.may_be_reserved:
        return True
    here = order.project_id in ("", run.project_id)
    return here and (order.server is None or _differs(order))


def _differs(order: Order) -> bool:
    from sinch_order_cli.workflow.differences import differences

    return not order.is_final and bool(differences(order))


def _need_same_project(run: Run, order: Order) -> None:
    if not order.may_be_reserved or order.project_id in ("", run.project_id):
        return
    raise StateError(
        f"{order.name} may have been reserved in project {order.project_id}, "
        f"not in {run.project_id}",
        reason="the same was asked for there, and no answer came",
        hint=f"To check it: sinch-order status {order.name}\n"
        "To order it here as well, give the new order another --name.",
        details=[{"name": order.name, "projectId": order.project_id}],
    )


def _other_request(order: Order) -> UnknownOutcomeError:
    """What is asked for now is like what an order in doubt may have reserved, but not the same."""
    from sinch_order_cli.workflow.in_doubt import unknown

    error = unknown(order, None, "something else is asked for now")
    error.hint += "\nTo order this as well, give the new order another --name."
    return error


def _open_orders(run: Run, body: dict[str, Any], asked: Asked) -> Iterator[Order]:
    """The orders here that are not final; a damaged one that may ask for the same is in the way."""
    from sinch_order_cli.store.index import OrderIndex
    from sinch_order_cli.store.salvage import salvage

    index = OrderIndex(run.store)
    identities = dict(index.identities())
    for name in index.open_names():
        try:
            yield run.store.load(name)
        except DamagedError as error:
            order, _ = salvage(run.store.content(name))
            reserved = order.id_number_order or identities.get(name)
            if not (reserved or asked.again) and _may_be_like(order, body):
                raise UnknownOutcomeError(
                    f"{name} may have been reserved, and its file is damaged",
                    reason=error.reason,
                    hint=f"To repair it: sinch-order resume {name}\n"
                    "To order this as well, give the new order a --name.",
                    details=[{"name": name}],
                ) from error
        except (NotFoundError, StoreError):
            continue


def _may_be_like(order: Order, body: dict[str, Any]) -> bool:
    """Whether what is left of a damaged order may have asked for the same."""
    if not order.request:
        return order.region_code in ("", body["regionCode"])
    number = "numberOrderOption"
    if number in order.request or number in body:
        return order.request.get(number) == body.get(number)
    return order.region_code in ("", body["regionCode"])


def _same_order(run: Run, held: ExitStack, name: str, asked: Asked) -> Meant:
    """An order that was not reserved so far, with what is given now.

    Where it may have been reserved it stays as it is, unless the operator said `--again`.
    """
    from sinch_order_cli.workflow.attempts import abandon
    from sinch_order_cli.workflow.in_doubt import unknown
    from sinch_order_cli.workflow.reorder import change_request
    from sinch_order_cli.workflow.reservation import look, need_same_place

    held.enter_context(run.store.hold(name))
    order = run.store.load(name)
    if order.may_be_reserved and not asked.again:
        context = run.context(order)
        need_same_place(context, order)
        available = look(context, order)
        if order.may_be_reserved:
            raise unknown(order, available)
    if asked.again:
        abandon(order)
    change_request(order, region=asked.region, kind=asked.type, wanted=asked.wanted)
    if order.phone_numbers and not asked.wanted.number:
        _need_number(run, order, order, asked)
    if asked.name and asked.name != order.name:
        run.store.check_new_name(asked.name)
        run.store.rename(order, held.enter_context(run.store.claim(asked.name)))
    order.project_id = order.project_id or run.project_id
    run.store.save(order)
    return Meant(order, False)


def _renewed(run: Run, held: ExitStack, old: Order, asked: Asked) -> Meant:
    """A new order with what an earlier one had, or the one that was made of it before.

    Its number is the old one's, or the one that is given; never another one unasked.
    """
    from sinch_order_cli.workflow.reorder import renew

    if not old.is_final:
        old = _as_it_stands(run, old, asked)
    order = renew(old, run.now(), region=asked.region, kind=asked.type, wanted=asked.wanted)
    order.lookup = run.look_up(order.region_code, order.number_type)
    order.project_id = order.project_id or run.project_id
    with run.store.hold_creation():
        other_order = _twin(run, order.request, asked, earlier=old.name)
    if other_order:
        return _taken_up(run, held, other_order, order.request, asked)
    if not asked.wanted.number:
        _need_number(run, order, old, asked)
    _tell(run, old, order)
    with run.store.hold_creation():
        other_order = _twin(run, order.request, asked, earlier=old.name)
        if not other_order:
            return _made(run, held, order, asked, old)
    return _taken_up(run, held, other_order, order.request, asked)


def _as_it_stands(run: Run, old: Order, asked: Asked) -> Order:
    """The order as the server has it now.

    Raises:
        UnknownOutcomeError: the server does not know it; it may be live all the same.
    """
    try:
        with run.current(old.name) as found:
            return found
    except NotFoundError as error:
        old = run.store.load(old.name)
        if asked.again or (
            run.terminal.interactive
            and run.prompter.confirm(
                f"Order again what {old.name} has?",
                flag="--again",
                default=False,
                help=[f"{error.message}. It may still be live."],
            )
        ):
            return _replaceable(old)
        raise UnknownOutcomeError(
            f"{old.name} may still be live: {error.message}",
            reason=error.reason,
            hint=f"To check again: sinch-order status {old.name}\n"
            "create --again orders regardless, which may order twice.",
            details=[{"name": old.name, "idNumberOrder": old.id_number_order}],
        ) from error


def _replaceable(old: Order) -> Order:
    """The order as one that a new one may take the place of; its file is not changed."""
    old.server = {**(old.server or {}), "state": "EXPIRED"}
    return old


def _need_number(run: Run, order: Order, old: Order, asked: Asked) -> None:
    """See that the number of a renewed order is available; another one only if that was said.

    Raises:
        NotFoundError: it is not; what is available is named.
    """
    from sinch_order_cli.terminal.text import phone
    from sinch_order_cli.workflow.reorder import is_available, similar_number, use_number

    api = run.api(order.project_id)
    if is_available(api, order):
        return
    number = order.phone_numbers[0]
    if _own_order(run, number, but=order.name):
        raise _not_available(run, order, None)
    similar = similar_number(api, order, old)
    if not (asked.or_similar or _says_yes(run, number, similar)):
        raise _not_available(run, order, similar)
    use_number(order, old, similar)
    run.terminal.warn(
        f"{phone(number)} is no longer available. Using {phone(similar.phone_number)}, "
        "a similar number."
    )


def _says_yes(run: Run, number: str, similar: AvailableNumber) -> bool:
    """Whether a person takes a similar number, having seen its price and capabilities."""
    from sinch_order_cli.terminal.summary import offer_words
    from sinch_order_cli.terminal.text import phone

    return run.terminal.interactive and run.prompter.confirm(
        f"Take {phone(similar.phone_number)} instead?",
        flag="--or-similar",
        default=False,
        help=[f"{phone(number)} is no longer available.", offer_words(similar)],
    )


def _not_available(run: Run, order: Order, similar: AvailableNumber | None) -> NotFoundError:
    number = order.phone_numbers[0]
    other = _own_order(run, number, but=order.name)
    if other is not None:
        return NotFoundError(
            f"{number} is not available",
            reason=f"your order {other.name} has already reserved it",
            hint=f"To continue that order: sinch-order resume {other.name}",
            details=[{"phoneNumber": number, "name": other.name}],
        )
    hint = f"To see what is available: sinch-order search {order.region_code} {order.number_type}"
    if similar is not None:
        hint += f"\nOr take {similar.phone_number}, a similar number, with --or-similar."
    return NotFoundError(
        f"{number} is not available",
        reason="" if similar is None else f"{similar.phone_number} is, and has the same features",
        hint=hint,
        details=[{"phoneNumber": number}],
    )


def _own_order(run: Run, number: str, *, but: str) -> Order | None:
    """The order here that holds a number, if one does."""
    from sinch_order_cli.store.index import OrderIndex

    for other in OrderIndex(run.store).all_orders():
        ended = other.state in ("REJECTED", "EXPIRED")
        holds = other.server is not None and not ended and number in other.phone_numbers
        if holds and other.name != but:
            return other
    return None


def not_available(run: Run, order: Order, error: NotFoundError) -> NotFoundError:
    """That a reservation was refused because its number, or so many, can't be had."""
    if order.phone_numbers:
        found = _not_available(run, order, None)
        found.reason = found.reason or error.reason
        return found
    return NotFoundError(
        "not enough numbers match",
        reason=error.reason,
        hint=f"To see what is available: sinch-order search {order.region_code} "
        f"{order.number_type}",
    )


def _tell(run: Run, old: Order, order: Order) -> None:
    """What goes over to the new order, and what the reviewers said of the old one."""
    from sinch_order_cli.kyc import read_form
    from sinch_order_cli.terminal.report import meant_words
    from sinch_order_cli.terminal.text import safe
    from sinch_order_cli.workflow.reviewers import remarks

    if order.answers != old.answers:
        numbers = ", ".join(order.phone_numbers)
        run.terminal.note(f"Answers that named the number of {old.name} now name {numbers}.")
    if old.state != "REJECTED":
        return
    form = read_form(old.lookup.raw if old.lookup else None)
    for remark in remarks(form, old):
        run.terminal.note(f"The record says: {safe(remark.message, 2000)}")
        for meant in remark.meant:
            run.terminal.note(meant_words(meant), indent=2)
