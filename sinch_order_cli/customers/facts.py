"""The vocabulary of facts: names and formats of the facts in a customer's file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sinch_order_cli.customers.fact_forms import FORMS, FactError, Kind
from sinch_order_cli.errors import Hint, Suggestion

COMPANY_KINDS = ("company", "soleTrader", "person", "government", "nonProfit")
ADDRESS_ROLES = ("registered", "business", "billing", "service", "home")
PERSON_ROLES = (
    "contact",
    "legalRepresentative",
    "director",
    "owner",
    "endUser",
    "authorisedSignatory",
)
MOST = 50
"""Limit on a customer's addresses, and on its people."""

_LONGEST = 2_000
_PATH = re.compile(r"(addresses|people)\.(0|[1-9]\d{0,2})\.(\w+)", re.ASCII)


COMPANY: dict[str, Kind] = {
    "name": Kind("company name"),
    "legalForm": Kind("legal form"),
    "tradingName": Kind("trading name"),
    "registrationNumber": Kind("registration number"),
    "registrationAuthority": Kind("registration authority"),
    "registrationDate": Kind("registration date", "date"),
    "vatNumber": Kind("VAT number"),
    "taxNumber": Kind("tax number", secret=True),
    "website": Kind("website", "url"),
    "email": Kind("company email", "email"),
    "phone": Kind("company phone", "phone"),
    "industry": Kind("industry"),
    "employees": Kind("number of employees", "integer"),
    "kind": Kind("kind of customer", "choice", COMPANY_KINDS),
}
ADDRESS: dict[str, Kind] = {
    "role": Kind("use of the address", "choice", ADDRESS_ROLES),
    "street": Kind("street"),
    "houseNumber": Kind("house number"),
    "line2": Kind("second address line"),
    "city": Kind("city"),
    "district": Kind("district"),
    "state": Kind("state"),
    "postalCode": Kind("postal code"),
    "country": Kind("country", "country"),
}
PERSON: dict[str, Kind] = {
    "role": Kind("role", "choice", PERSON_ROLES),
    "firstName": Kind("first name"),
    "middleName": Kind("middle name"),
    "lastName": Kind("last name"),
    "title": Kind("title"),
    "jobTitle": Kind("job title"),
    "birthDate": Kind("date of birth", "date"),
    "birthPlace": Kind("place of birth"),
    "nationality": Kind("nationality", "country"),
    "email": Kind("email", "email"),
    "phone": Kind("phone", "phone"),
    "idType": Kind("type of identity document"),
    "idNumber": Kind("identity number", secret=True),
    "idIssuer": Kind("issuer of the identity document"),
    "idExpires": Kind("expiry of the identity document", "date"),
    "address": Kind("address of the person", "address"),
}
USE: dict[str, Kind] = {
    "description": Kind("description of the use"),
    "kind": Kind("kind of use"),
    "monthlyVolume": Kind("messages or calls per month", "integer"),
    "optIn": Kind("how recipients opt in"),
    "sampleMessages": Kind("sample messages"),
}


def names() -> list[str]:
    """Return the names of all facts; `0` replaces the number of an address or a person."""
    return [
        *(f"company.{name}" for name in COMPANY),
        *(f"addresses.0.{name}" for name in ADDRESS),
        *(f"people.0.{name}" for name in PERSON),
        *(f"use.{name}" for name in USE),
    ]


def find(fact: str) -> Kind | None:
    """Return the entry of a fact in the vocabulary, or None."""
    group, _, name = fact.partition(".")
    if group == "company":
        return COMPANY.get(name)
    if group == "use":
        return USE.get(name)
    match = _PATH.fullmatch(fact)
    if match is None or int(match[2]) >= MOST:
        return None
    return (ADDRESS if match[1] == "addresses" else PERSON).get(match[3])


def title(fact: str) -> str:
    """Return a fact's title: "second person: email"."""
    kind, match = find(fact), _PATH.fullmatch(fact)
    words = kind.title if kind else fact
    if match is None:
        return words
    return f"{'address' if match[1] == 'addresses' else 'person'} {match[2]}: {words}"


def parse(text: str) -> tuple[str, str | None]:
    """Split `FACT=VALUE`. The value is None for `FACT=`, which removes the fact.

    Raises:
        FactError: there is no `=`, or no such fact.
    """
    fact, separator, value = text.partition("=")
    fact = fact.strip()
    if not separator:
        raise FactError(fact, "the value is missing", f"Write it as {fact or 'FACT'}=VALUE.")
    known(fact)
    return fact, value.strip() or None


def known(fact: str) -> Kind:
    """Return the entry of a fact in the vocabulary.

    Raises:
        FactError: there is no such fact; the message names similar ones.
    """
    found = find(fact)
    if found is None:
        raise FactError(fact, "unknown fact", _like(fact))
    return found


def _like(fact: str) -> Hint:
    from difflib import get_close_matches

    shape = re.sub(r"\.\d+\.", ".0.", fact)
    wanted = re.sub(r"^(address|person)\.", r"\1es.", shape).replace("persones.", "people.")
    folded = {name.casefold(): name for name in names()}
    near = get_close_matches(wanted.casefold(), folded, n=2, cutoff=0.6)
    tail = fact.rpartition(".")[2].casefold()
    near += [name for name in folded if tail and name.rpartition(".")[2] == tail]
    if near:
        return f"Did you mean {' or '.join(folded[n] for n in list(dict.fromkeys(near))[:3])}?"
    return Suggestion("help", "customers", say="To list all facts")


def normalised(fact: str, value: Any) -> Any:
    """Normalise a value for the customer's file.

    Raises:
        FactError: the fact is unknown, or the value is invalid for it.
    """
    kind = known(fact)
    if isinstance(value, bool) or not isinstance(value, str | int):
        wanted = "a number" if kind.form in ("integer", "address") else "text"
        raise FactError(fact, f"it must be {wanted}", f"Give {kind.title} as {wanted}.")
    text = str(value).strip()
    if not text:
        raise FactError(fact, "it is empty", f"Leave it out, or remove it with {fact}=")
    if len(text) > _LONGEST:
        raise FactError(fact, f"it is longer than {_LONGEST} characters", "Shorten it.")
    if any(ord(char) < 32 and char not in "\n\t" for char in text):
        raise FactError(fact, "it has control characters", "Remove them.")
    return FORMS[kind.form](fact, text, kind)


def checked(facts: Mapping[str, Any]) -> tuple[dict[str, Any], list[FactError]]:
    """Return all facts normalised, in the vocabulary's order, and all errors."""
    kept: dict[str, Any] = {}
    wrong: list[FactError] = []
    for fact, value in facts.items():
        try:
            kept[fact] = normalised(fact, value)
        except FactError as error:
            wrong.append(error)
    for fact, value in kept.items():
        if fact.endswith(".address") and not any(
            other.startswith(f"addresses.{value}.") for other in facts
        ):
            fix = f"Give the address first, such as addresses.{value}.street."
            wrong.append(FactError(fact, f"there is no address {value}", fix))
    return dict(sorted(kept.items(), key=lambda item: order(item[0]))), wrong


def order(fact: str) -> tuple[int, int, int]:
    """Return the sort key of a fact: group, number, position in the vocabulary."""
    match = _PATH.fullmatch(fact)
    if match:
        group = ADDRESS if match[1] == "addresses" else PERSON
        return (1 if match[1] == "addresses" else 2, int(match[2]), list(group).index(match[3]))
    head, _, name = fact.partition(".")
    table = COMPANY if head == "company" else USE
    return (0 if head == "company" else 3, 0, list(table).index(name) if name in table else 99)


def shortened(facts: str | Sequence[str] | None, value: Any, customer_kind: str = "company") -> Any:
    """Return the value for display: only the last two characters of an identity number.

    A company's tax number is public; that of a person or sole trader is private.

    Args:
        facts: the facts that the value consists of; None for none.
    """
    listed = (facts,) if isinstance(facts, str) else facts or ()
    if not any(_is_secret(fact, customer_kind) for fact in listed):
        return value
    text = str(value)
    return "…" + text[-2:] if len(text) > 4 else "…"


def _is_secret(fact: str, customer_kind: str) -> bool:
    kind = find(fact)
    is_public = fact == "company.taxNumber" and customer_kind not in ("person", "soleTrader")
    return kind is not None and kind.secret and not is_public
