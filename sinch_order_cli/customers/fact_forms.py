"""Normalise the values of facts: dates, phone numbers, countries and others."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from sinch_order_cli.errors import Hint

_EMAIL = re.compile(r"[^\s@\"(),:;<>\[\\\]]+@[^\s@.]+(?:\.[^\s@.]+)+")
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)


class Kind(Struct, frozen=True):
    """One fact of the vocabulary: its title, its normalisation, and whether it is an identity
    number, which is shown shortened."""

    title: str
    form: str = "text"
    choices: tuple[str, ...] = ()
    secret: bool = False


class FactError(ValueError):
    """A fact that can't be stored. `problem` gives the reason, `fix` the remedy."""

    def __init__(self, fact: str, problem: str, fix: Hint) -> None:
        super().__init__(f"{fact}: {problem}")
        self.fact = fact
        self.problem = problem
        self.fix = fix


def _text(fact: str, text: str, kind: Kind) -> str:
    return text


def _date(fact: str, text: str, kind: Kind) -> str:
    from datetime import date

    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        problem = "it is not a date"
        raise FactError(fact, problem, "Write it as year-month-day: 1980-12-31.") from None


def _phone(fact: str, text: str, kind: Kind) -> str:
    import phonenumbers

    fix = "Write it with + and the country code: +61298765432."
    if not text.startswith("+"):
        raise FactError(fact, "it has no + and country code", fix)
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        raise FactError(fact, "it is not a phone number", fix) from None
    if not phonenumbers.is_possible_number(number):
        raise FactError(fact, "it is too long or too short for a phone number", fix)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _country(fact: str, text: str, kind: Kind) -> str:
    from sinch_order_cli.customers.countries import country_code

    if code := country_code(text):
        return code
    problem = "it is not a country"
    raise FactError(fact, problem, "Give the country code of 2 letters, such as DE for Germany.")


def _email(fact: str, text: str, kind: Kind) -> str:
    if not _EMAIL.fullmatch(text):
        raise FactError(fact, "it is not an email address", "Write it as name@example.com.")
    return text


def _url(fact: str, text: str, kind: Kind) -> str:
    address = text if "://" in text else f"https://{text}"
    if not _WEB.fullmatch(address) or "." not in address:
        raise FactError(fact, "it is not a web address", "Write it as https://example.com.")
    return address


def _integer(fact: str, text: str, kind: Kind) -> int:
    if not re.fullmatch(r"\d{1,12}", text, re.ASCII):
        raise FactError(fact, "it is not a whole number", "Write it in digits only: 120.")
    return int(text)


def _choice(fact: str, text: str, kind: Kind) -> str:
    for choice in kind.choices:
        if choice.casefold() == re.sub(r"[\s_-]", "", text).casefold():
            return choice
    listed = ", ".join(kind.choices)
    raise FactError(fact, f"'{text[:40]}' is not a valid value", f"Use one of {listed}.")


FORMS: dict[str, Callable[[str, str, Kind], Any]] = {
    "text": _text,
    "date": _date,
    "phone": _phone,
    "country": _country,
    "email": _email,
    "url": _url,
    "integer": _integer,
    "address": _integer,
    "choice": _choice,
}
