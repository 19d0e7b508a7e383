"""Step 2: numbers from the list, a known number, or a quantity that matches filters."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from msgspec import Struct, structs, to_builtins

from sinch_order_cli.api.order_models import AvailableNumber, NumberPattern, QuantityOption
from sinch_order_cli.console.text_layout import cells, pad
from sinch_order_cli.errors import InterruptedByUser, NotFoundError, SinchOrderError, UsageError
from sinch_order_cli.prompts.prompter import ExtraKey, GoBack, Keys, Option, Pressed
from sinch_order_cli.text import counted, phone, safe
from sinch_order_cli.views.confirm_view import criteria_words, offer_price, sums
from sinch_order_cli.views.notices import odd_number
from sinch_order_cli.views.order_view import price_words
from sinch_order_cli.wizard.context import WHAT_NOW, WizardContext, header
from sinch_order_cli.workflow import create_request, groups
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.numbers import fill_in, renumber

PAGE = 20
"""Size of the first search. The API has no pages, so showing more repeats the search."""

_SHORTEST, _SHORTEST_BARE = 7, 10
"""Minimum digits of a whole number with and without its +; fewer are a filter."""

_MORE, _NARROW, _TYPED, _QUANTITY = "more", "narrow", "typed", "quantity"
_OTHER_WAYS = (Option(_TYPED, "Type a number"), Option(_QUANTITY, "Order a quantity"))
_HOW = "Another number: type it with its +. A quantity: q. Filters: /."


class Typed(Struct, frozen=True):
    """A whole number that was typed or pasted into the list and is not in it."""

    number: str


class Criteria(Struct, frozen=True):
    """The filters of a search; all but the size are stored with the order."""

    capabilities: tuple[str, ...] = ()
    pattern: str = ""
    match: str = "CONTAINS"
    size: int = PAGE

    @staticmethod
    def of(order: Order) -> Criteria:
        """Return the filters stored with the order."""
        kept = order.choices.get("criteria") or {}
        return Criteria(
            tuple(kept.get("capabilities") or ()),
            str(kept.get("pattern") or ""),
            str(kept.get("match") or "CONTAINS"),
        )

    def words(self) -> str:
        """Describe the filters briefly; "" for none."""
        pattern = NumberPattern(self.pattern, self.match)
        return criteria_words(
            QuantityOption(number_pattern=pattern, capabilities=self.capabilities)
        )


def choose(wizard: WizardContext, order: Order) -> Sequence[AvailableNumber]:
    """Ask until the user has chosen a number or a quantity, and save the choice.

    Returns:
        The additional numbers, if several were chosen.

    Raises:
        GoBack: to the previous step.
    """
    header(wizard, order, 2, "Number")
    more = _choose(wizard, order)
    if order.answers is not None:  # those of an earlier order, for its number
        form = wizard.form(order)
        order.answers, _ = renumber(form, order.answers, order.phone_numbers)
        order.answers, _ = fill_in(form, order.answers, order.phone_numbers)
    wizard.store.save(order)
    return more


def offer_of(number: AvailableNumber) -> dict[str, Any]:
    """Return a number from the search as stored in an order, with the API's member names."""
    offer: dict[str, Any] = to_builtins(number)
    del offer["raw"]
    return offer


def forget_choice(order: Order) -> None:
    """Undo the choice, so that the next step is the search again."""
    order.offer = None
    order.request = {
        key: value
        for key, value in order.request.items()
        if key not in ("numberOrderOption", "quantityOrderOption")
    }


def _base(order: Order) -> dict[str, Any]:
    forget_choice(order)
    return {**order.request, "regionCode": order.region_code, "numberType": order.number_type}


def _choose(wizard: WizardContext, order: Order) -> Sequence[AvailableNumber]:
    """Choose numbers from the list, a typed number, or a quantity. Return the numbers of the list
    after the first."""
    criteria = Criteria.of(order)
    marked: list[AvailableNumber] = []
    while True:
        with wizard.terminal.spinner("Searching numbers"):
            found = wizard.api(order.project_id).search_available_numbers(
                order.region_code,
                order.number_type,
                capabilities=criteria.capabilities,
                pattern=criteria.pattern,
                search_pattern=criteria.match if criteria.pattern else "",
                size=criteria.size,
            )
        try:
            first, *more = _pick(wizard, found.available_numbers, marked, criteria)
        except Pressed as pressed:
            marked = pressed.marked
            if pressed.value == _MORE:
                criteria = structs.replace(criteria, size=criteria.size * 2)
                continue
            with suppress(GoBack):
                if pressed.value == _NARROW:
                    criteria = _ask_criteria(wizard, order)
                    continue
                if pressed.value == _QUANTITY:
                    _quantity(wizard, order)
                    return ()
                whole = pressed.value.number if isinstance(pressed.value, Typed) else ""
                _known_number(wizard, order, whole)
                return [one for one in marked if [one.phone_number] != order.phone_numbers]
            continue
        _take(wizard, order, first)
        return more


def _take(wizard: WizardContext, order: Order, number: AvailableNumber) -> None:
    """Choose a number, and change answers for the previous number to the new one."""
    before = structs.replace(order)
    option = {"phoneNumbers": [number.phone_number]}
    order.request = {**_base(order), "numberOrderOption": option}
    order.offer = offer_of(number)
    if order.answers is not None and before.phone_numbers:
        order.answers = groups.answers_for(wizard.form(order), before, order)


def _pick(
    wizard: WizardContext,
    found: Sequence[AvailableNumber],
    marked: Sequence[AvailableNumber],
    criteria: Criteria,
) -> list[AvailableNumber]:
    """Show the numbers and let the user choose one or several; marked ones stay in the list."""
    if not found and not marked:
        wizard.terminal.note("No numbers match. Try other filters.", indent=2)
        ways = [Option(_NARROW, "Change the filters"), *_OTHER_WAYS]
        raise Pressed(wizard.prompter.select(WHAT_NOW, ways, keys=Keys(back=True)))
    chosen = {number.phone_number for number in marked}
    numbers = [*marked, *(number for number in found if number.phone_number not in chosen)]
    chosen_by = f", {words}" if (words := criteria.words()) else ""
    extra = [
        ExtraKey("+", "number", _TYPED),
        ExtraKey("q", "quantity", _QUANTITY),
        ExtraKey("/", "filter", _NARROW),
    ]
    if len(found) >= criteria.size:
        extra.append(ExtraKey("m", "more", _MORE))
    return wizard.prompter.mark(
        "Number",
        [
            Option(number, phone(number.phone_number), hint=details, marked=place < len(marked))
            for place, (number, details) in enumerate(zip(numbers, _table(numbers), strict=True))
        ],
        flag="--number",
        or_pointed=True,
        help=[
            f"{counted(len(numbers), 'number')}{chosen_by}. "
            "Prices are per month, setup fee in brackets.",
            *([] if wizard.terminal.accessible else [_HOW]),
        ],
        keys=Keys(back=True, extra=tuple(extra)),
        search=True,
        other=_typed_whole,
    )


def _typed_whole(text: str) -> Option | None:
    """Return an option for a typed number with its country code; None if the text is only a
    filter."""
    digits = sum(char.isdecimal() for char in text)
    if digits < (_SHORTEST if text.strip().startswith("+") else _SHORTEST_BARE):
        return None
    try:
        number = _with_plus(text)
    except UsageError:
        return None
    return Option(Typed(number), f"Order {phone(number)}", hint="not in the list")


def _with_plus(text: str) -> str:
    """Return the number, adding a missing +.

    Raises:
        UsageError: the text is not a number.
    """
    plain = text.strip()
    return create_request.phone_number(plain if plain.startswith("+") else f"+{plain}")


def _table(numbers: Sequence[AvailableNumber]) -> list[str]:
    """Return the numbers' capabilities and prices in columns."""
    rows = []
    for number in numbers:
        setup = price_words(number.setup_price).rpartition(" ")[2]
        monthly = price_words(number.monthly_price)
        rows.append(
            (" ".join(map(safe, number.capability)), monthly, f"({setup})" if setup else "")
        )
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [
        f"{pad(can, widths[0])}  {pad(monthly, widths[1], right=True)}"
        f" {pad(setup, widths[2], right=True)}".rstrip()
        for can, monthly, setup in rows
    ]


def _ask_criteria(wizard: WizardContext, order: Order) -> Criteria:
    """Ask for the filters; each is stored at once."""
    prompter, keys, before = wizard.prompter, Keys(back=True), Criteria.of(order)

    def keep(name: str, value: Any) -> None:
        kept = {**(order.choices.get("criteria") or {}), name: value}
        order.choices = {**order.choices, "criteria": kept}
        wizard.store.save(order)

    marked = prompter.mark(
        "Required capabilities",
        [
            Option(one, one, marked=one in before.capabilities)
            for one in create_request.CAPABILITIES
        ],
        help=["Leave all unmarked for any."],
        keys=keys,
    )
    keep("capabilities", marked)
    pattern = prompter.text(
        "Digits to search for",
        default=before.pattern,
        help=["Compared with the whole number, including + and country code. Leave empty for any."],
        validate=_not_digits,
        keys=keys,
        optional=True,
    )
    keep("pattern", "".join(pattern.split()))
    if pattern:
        places = [
            Option("CONTAINS", "Anywhere"),
            Option("START", "At the start (with +)"),
            Option("END", "At the end"),
        ]
        keep(
            "match",
            prompter.select("Position of the digits", places, default=before.match, keys=keys),
        )
    return Criteria.of(order)


def _not_digits(text: str) -> str | None:
    problem = create_request.pattern_problem(text)
    return f"{problem[:1].upper()}{problem[1:]}." if problem else None


def _known_number(wizard: WizardContext, order: Order, number: str = "") -> None:
    """Ask for a number that is not in the list. The + typed in the list is already filled in.

    Args:
        number: a whole number typed in the list; another is asked for only if it is not available.
    """

    def wrong(text: str) -> str | None:
        try:
            _with_plus(text)
        except UsageError as error:
            return f"{error.reason[:1].upper()}{error.reason[1:]}."
        return None

    while True:
        if not number:
            typed = wizard.prompter.text(
                "Which number?",
                flag="--number",
                help=["With the country code, such as +61411111112; the + is optional."],
                validate=wrong,
                keys=Keys(back=True),
            )
            number = _with_plus(typed)
        odd_number(wizard.terminal, number, order.region_code)
        try:
            with wizard.terminal.spinner("Checking availability"):
                offer = wizard.api(order.project_id).get_available_number(number)
        except NotFoundError:
            wizard.terminal.warn(f"{phone(number)} is not available. Enter another number.")
            number = ""
            continue
        _take(wizard, order, structs.replace(offer, phone_number=number))
        facts = [", ".join(map(safe, offer.capability)), offer_price(order)]
        wizard.terminal.note(f"Available: {' · '.join(filter(None, facts))}", indent=2)
        return


def _quantity(wizard: WizardContext, order: Order) -> None:
    def wrong(text: str) -> str | None:
        fits = text.strip().isdecimal() and 1 <= int(text) <= create_request.MAX_QUANTITY
        return None if fits else f"Enter a whole number from 1 to {create_request.MAX_QUANTITY}."

    keys = Keys(back=True)
    before = str(order.choices.get("quantity") or "")
    count = int(
        wizard.prompter.text(
            "How many numbers?", flag="--quantity", default=before, validate=wrong, keys=keys
        )
    )
    order.choices = {**order.choices, "quantity": count}
    wizard.store.save(order)
    sequential = count > 1 and wizard.prompter.confirm(
        "Consecutive numbers?", flag="--sequential", default=False, keys=keys
    )
    criteria = _ask_criteria(wizard, order)
    wanted = create_request.Wanted(
        quantity=count,
        sequential=sequential,
        pattern=criteria.pattern,
        match=criteria.match if criteria.pattern else "",
        capabilities=criteria.capabilities,
    )
    order.request = {**_base(order), "quantityOrderOption": create_request.quantity_option(wanted)}


def estimate(wizard: WizardContext, order: Order) -> str:
    """Return the total price of a quantity if the first matches are reserved; "" if unknown."""
    option = order.requested.quantity_order_option
    count = option.requested_quantity
    if not count:
        return ""
    try:
        with wizard.terminal.spinner("Looking up prices"):
            found = wizard.api(order.project_id).search_available_numbers(
                order.region_code,
                order.number_type,
                capabilities=option.capabilities,
                pattern=option.number_pattern.pattern,
                search_pattern=option.number_pattern.search_pattern,
                size=count,
            )
    except InterruptedByUser:
        raise
    except SinchOrderError:
        return ""
    prices = found.available_numbers[:count]
    words = sums(prices) if len(prices) == count else ""
    return f"about {words} for all {count}" if words else ""
