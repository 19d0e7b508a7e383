"""Step 2: a number from the list, a number that is known, or a quantity that fits criteria."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, to_builtins

from sinch_order_cli.api.models import AvailableNumber
from sinch_order_cli.errors import NotFoundError, UsageError
from sinch_order_cli.terminal.prompter import ExtraKey, GoBack, Keys, Option, Pressed
from sinch_order_cli.terminal.report import kind_words, price_words
from sinch_order_cli.terminal.text import pad, phone
from sinch_order_cli.terminal.wizard.desk import Desk, header
from sinch_order_cli.workflow import request
from sinch_order_cli.workflow.order import Order

PAGE = 20
"""So many numbers are asked for at first; the API has no second page, so more means again."""


class Criteria(Struct, frozen=True):
    """What a search is narrowed by."""

    capabilities: tuple[str, ...] = ()
    pattern: str = ""
    match: str = "CONTAINS"
    size: int = PAGE


def choose(desk: Desk, order: Order) -> None:
    """Ask until a number or a quantity is chosen, and save the choice."""
    header(desk, order, 2, f"Number · {kind_words(order.region_code, order.number_type)}")
    while True:
        options = [
            Option("list", "From a list"),
            Option("known", "A number I know"),
            Option("quantity", "A quantity that fits criteria"),
        ]
        how = desk.prompter.select("How will you choose?", options, flag="--number", default="list")
        try:
            if how == "list":
                _from_list(desk, order)
            elif how == "known":
                _known_number(desk, order)
            else:
                _quantity(desk, order)
        except GoBack:
            continue
        desk.store.save(order)
        return


def offer_of(number: AvailableNumber) -> dict[str, Any]:
    """A number as the search showed it, as an order keeps it, in the API's words."""
    offer: dict[str, Any] = to_builtins(number)
    del offer["raw"]
    return offer


def forget_choice(order: Order) -> None:
    """Take the choice back, so that the next step is the search again."""
    order.offer = None
    order.request = {
        key: value
        for key, value in order.request.items()
        if key not in ("numberOrderOption", "quantityOrderOption")
    }


def _base(order: Order) -> dict[str, Any]:
    forget_choice(order)
    return {**order.request, "regionCode": order.region_code, "numberType": order.number_type}


def _take_number(order: Order, number: AvailableNumber) -> None:
    order.request = {
        **_base(order),
        "numberOrderOption": {"phoneNumbers": [number.phone_number]},
    }
    order.offer = offer_of(number)


def _from_list(desk: Desk, order: Order) -> None:
    criteria = Criteria()
    while True:
        with desk.terminal.spinner("Searching numbers"):
            found = desk.api(order.project_id).search_available_numbers(
                order.region_code,
                order.number_type,
                capabilities=criteria.capabilities,
                pattern=criteria.pattern,
                search_pattern=criteria.match if criteria.pattern else "",
                size=criteria.size,
            )
        numbers = found.available_numbers
        if not numbers:
            desk.terminal.note("No number fits. Try other criteria.", indent=2)
            criteria = _ask_criteria(desk, criteria)
            continue
        try:
            _take_number(order, _pick(desk, numbers, criteria))
            return
        except Pressed as pressed:
            if pressed.value == "more":
                criteria = Criteria(
                    criteria.capabilities, criteria.pattern, criteria.match, criteria.size * 2
                )
            else:
                criteria = _ask_criteria(desk, criteria)


def _pick(desk: Desk, numbers: tuple[AvailableNumber, ...], criteria: Criteria) -> AvailableNumber:
    words = "prices a month, setup in brackets"
    desk.terminal.note(f"showing {len(numbers)} · {words}", indent=2)
    options = [
        Option(number, f"{pad(phone(number.phone_number), 18)} {_details(number)}")
        for number in numbers
    ]
    extra = [ExtraKey("/", "narrow", "narrow")]
    if len(numbers) >= criteria.size:
        extra.append(ExtraKey("m", "more", "more"))
    chosen: AvailableNumber = desk.prompter.select(
        "Number", options, flag="--number", keys=Keys(back=True, extra=tuple(extra)), search=True
    )
    return chosen


def _details(number: AvailableNumber) -> str:
    offer = offer_of(number)
    monthly, setup = price_words(offer["monthlyPrice"]), price_words(offer["setupPrice"])
    once = f" ({setup.rpartition(' ')[2]})" if setup else ""
    return f"{pad(' '.join(number.capability), 10)} {monthly}{once}"


def _ask_criteria(desk: Desk, before: Criteria) -> Criteria:
    prompter, keys = desk.prompter, Keys(back=True)
    marked = prompter.mark(
        "The number can do",
        [Option(one, one, marked=one in before.capabilities) for one in request.CAPABILITIES],
        help=["Mark none for any."],
        keys=keys,
    )
    pattern = prompter.text(
        "Digits it has",
        default=before.pattern,
        help=["Compared with the whole number, + and country code included. Empty for any."],
        keys=keys,
        optional=True,
    )
    where = before.match
    if pattern:
        places = [
            Option("CONTAINS", "Anywhere"),
            Option("START", "At the start (with +)"),
            Option("END", "At the end"),
        ]
        where = prompter.select("Where", places, default=before.match, keys=keys)
    return Criteria(tuple(marked), pattern.strip(), where)


def _known_number(desk: Desk, order: Order) -> None:
    keys = Keys(back=True)

    def wrong(text: str) -> str | None:
        try:
            request.phone_number(text)
        except UsageError as error:
            return f"{error.reason[:1].upper()}{error.reason[1:]}."
        return None

    while True:
        typed = desk.prompter.text(
            "Number", flag="--number", placeholder="+…", validate=wrong, keys=keys
        )
        number = request.phone_number(typed)
        if warning := doubt(number, order.region_code):
            desk.terminal.warn(warning)
        try:
            with desk.terminal.spinner("Asking whether it is free"):
                offer = desk.api(order.project_id).get_available_number(number)
        except NotFoundError:
            desk.terminal.warn(f"{phone(number)} is not available. Try another one.")
            continue
        desk.terminal.note(f"It is free: {_details(offer)}", indent=2)
        order.request = {**_base(order), "numberOrderOption": {"phoneNumbers": [number]}}
        order.offer = offer_of(offer)
        return


def doubt(number: str, region_code: str) -> str:
    """Why a number may not be meant: impossible, or of another country; "" where nothing is odd."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return f"{number} does not look like a phone number."
    home = phonenumbers.region_code_for_number(parsed)
    if home and home != region_code and home != "001":
        return f"{phone(number)} is a number of {home}, not of {region_code}."
    if not phonenumbers.is_possible_number(parsed):
        return f"{number} has too many or too few digits for {region_code}."
    return ""


def _quantity(desk: Desk, order: Order) -> None:
    def wrong(text: str) -> str | None:
        fits = text.strip().isdecimal() and 1 <= int(text) <= request.MAX_QUANTITY
        return None if fits else f"A whole number from 1 to {request.MAX_QUANTITY}."

    keys = Keys(back=True)
    count = int(desk.prompter.text("How many", flag="--quantity", validate=wrong, keys=keys))
    sequential = count > 1 and desk.prompter.confirm(
        "In a row, one after the other?", flag="--sequential", default=False, keys=keys
    )
    criteria = _ask_criteria(desk, Criteria())
    wanted = request.Wanted(
        quantity=count,
        sequential=sequential,
        pattern=criteria.pattern,
        match=criteria.match if criteria.pattern else "",
        capabilities=criteria.capabilities,
    )
    order.request = {**_base(order), "quantityOrderOption": request.quantity_option(wanted)}
