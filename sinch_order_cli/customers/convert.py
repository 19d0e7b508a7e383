"""Convert a fact to a value that a field accepts, as judged by the form's own validation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sinch_order_cli.api.countries import country_name
from sinch_order_cli.customers import synonyms
from sinch_order_cli.customers.countries import alpha_3, country_code
from sinch_order_cli.customers.words import bare, tokens
from sinch_order_cli.kyc.model import Choice, Field

Passes = Callable[[Any], bool]

_MASK = re.compile(r"\b(?:(dd|tt|jj|gg|mm|yyyy|jjjj|aaaa|rrrr)([./ -]?)){3}", re.IGNORECASE)
_RANGE = re.compile(r"^\D*?(\d[\d.,' ]*)\s*(?:-|–|—|to|bis|a|à)\s*(\d[\d.,' ]*)\D*$")
_OPEN_RANGE = re.compile(
    r"^\D*(\d[\d.,' ]*)\s*(\+|and more|or more)|^(>|more than|over)\s*(\d[\d.,' ]*)"
)
_NUMBER_FIRST = ("AU", "CA", "FR", "GB", "HK", "IE", "IN", "NZ", "SG", "US", "ZA")
"""Countries in which the house number precedes the street."""

_BEFORE_CITY = ("AU", "CA", "GB", "HK", "IE", "IN", "NZ", "US", "ZA")
"""Countries in which the postal code follows the city."""


def converted(field: Field, part: str, value: Any, country: str, passes: Passes) -> Any:
    """Return the first representation of a value that the field accepts, or None.

    Args:
        part: the fact's name within its group, such as "phone"; for `use`, the full name.
        country: the customer's country, for states, phone numbers and masks.
        passes: a test whether the form accepts a value in this field.
    """
    if field.choices:
        return _chosen(field, part, value, country, passes)
    if field.kind in ("integer", "number"):
        return value if isinstance(value, int) and passes(value) else None
    for form in _forms(field, part, value, country):
        if form and passes(form):
            return form
    return None


def _forms(field: Field, part: str, value: Any, country: str) -> Iterator[str]:
    """Yield the ways to write a value, best first."""
    text = str(value)
    if part in ("country", "nationality"):
        yield from _countries(field, text)
    elif part == "phone":
        yield from _phones(field, text)
    elif part in ("birthDate", "idExpires", "registrationDate"):
        yield from _dates(field, text)
    elif part == "state":
        yield from synonyms.same_state(country, text)
    elif part == "kind":
        yield from () if field.kind == "choice" else (text,)
    elif part in ("registrationNumber", "vatNumber", "taxNumber", "idNumber", "postalCode"):
        yield from _numbers(part, text, country)
    elif part == "website":
        yield from (text, text.rstrip("/"), re.sub(r"^https?://", "", text).rstrip("/"))
    else:
        yield from (text, " ".join(text.split()))


def _countries(field: Field, code: str) -> Iterator[str]:
    """Yield the code first if the field's words or limits ask for one, else the name first."""
    words = {*tokens(field.title), *tokens(field.name), *tokens(field.description)}
    example = str(field.examples[0]) if field.examples else field.placeholder
    wants_code = "code" in words or "iso" in words or len(example) == 2
    if wants_code or (field.max_length or 99) <= 3:
        yield from (code, alpha_3(code), country_name(code))
    else:
        yield from (country_name(code), code, alpha_3(code))


def _phones(field: Field, text: str) -> Iterator[str]:
    import phonenumbers
    from phonenumbers import PhoneNumberFormat as Style

    yield text
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return
    yield phonenumbers.format_number(number, Style.INTERNATIONAL)
    yield text.removeprefix("+")
    national = phonenumbers.format_number(number, Style.NATIONAL)
    yield re.sub(r"\D", "", national)
    yield national


def _dates(field: Field, text: str) -> Iterator[str]:
    """Yield ISO first unless a mask specifies another format, which is then followed. The order of
    day and month is never guessed."""
    year, month, day = text.split("-")
    words = f"{field.placeholder} {field.description} {field.title}"
    if mask := _MASK.search(words):
        written = mask[0].strip()
        for sign, number in (("yyyy jjjj aaaa rrrr", year), ("mm", month), ("dd tt jj gg", day)):
            for one in sign.split():
                written = re.sub(rf"(?<![a-z0-9]){one}(?![a-z])", number, written, flags=re.I)
        yield written
        return
    yield text
    yield f"{year}{month}{day}"
    if "." in field.allowed or int(day) > 12 or day == month:
        yield from (f"{day}.{month}.{year}", f"{day}/{month}/{year}", f"{day}-{month}-{year}")


def _numbers(part: str, text: str, country: str) -> Iterator[str]:
    """Yield the value as given, then without punctuation, then without and with the country
    prefix."""
    close = re.sub(r"[\s.\-/]", "", text)
    yield from (text, text.strip(), close, close.upper())
    if part == "vatNumber":
        for prefix in (country, {"GR": "EL"}.get(country, country)):
            bare_number = close.upper().removeprefix(prefix)
            yield from (bare_number, f"{prefix}{bare_number}")
    if part == "postalCode":
        yield from (f"{close[:at]}{sign}{close[at:]}" for sign in " -" for at in (2, 3, 4, 5))
    if part in ("registrationNumber", "taxNumber"):
        yield from (close[:2] + "-" + close[2:], close[:6] + "-" + close[6:])
        yield re.sub(r"^([A-Za-z]{2,3})(\d+)$", r"\1 \2", close)


def _chosen(field: Field, part: str, value: Any, country: str, passes: Passes) -> Any:
    """Return the only choice that matches the value; None if none or several do."""
    found = [choice for choice in field.choices if _means(choice, part, value, country)]
    exact = [c for c in found if bare(str(value)) in (bare(str(c.value)), bare(c.title))]
    chosen = exact if len(exact) == 1 else found
    if len(chosen) != 1:
        return None
    answer = [chosen[0].value] if field.kind == "choices" else chosen[0].value
    return answer if passes(answer) else None


def _means(choice: Choice, part: str, value: Any, country: str) -> bool:
    texts = [str(choice.value), re.sub(r"\([^)]*\)", "", choice.title)]
    if part in ("country", "nationality"):
        return any(country_code(text) == value for text in texts)
    if part == "state":
        wanted = {bare(one) for one in synonyms.same_state(country, str(value))}
        return any(bare(text) in wanted for text in texts)
    if part == "kind":
        return any(synonyms.meaning("company.kind", text) == value for text in texts)
    if part in ("title", "idType"):
        meant = synonyms.meaning(part, str(value))
        if meant and any(synonyms.meaning(part, text) == meant for text in texts):
            return True
    if part in ("employees", "use.monthlyVolume") and isinstance(value, int):
        return any(_in_range(text, value) for text in texts)
    return any(bare(text) == bare(str(value)) for text in texts)


def _in_range(text: str, value: int) -> bool:
    def whole(digits: str) -> int:
        return int(re.sub(r"\D", "", digits) or 0)

    if match := _RANGE.match(text):
        return whole(match[1]) <= value <= whole(match[2])
    if match := _OPEN_RANGE.match(text):
        return value >= whole(match[1]) if match[1] else value > whole(match[4])
    return text.strip().isdigit() and int(text) == value


def joined(parts: Sequence[str], values: Mapping[str, Any]) -> str:
    """Join several facts into one text: a full name, or a one-line address in its country's
    order."""
    given = {part: str(values[part]) for part in parts if values.get(part) not in (None, "")}
    if "street" not in parts:
        return " ".join(given.values())
    country = str(values.get("country") or "")
    line = _street(given, country)
    if set(parts) <= {"street", "houseNumber"}:
        return line
    code, city = given.get("postalCode", ""), given.get("city", "")
    place = f"{code} {city}".strip()
    if country in _BEFORE_CITY:
        place = " ".join(_some((city, given.get("state", ""), code)))
    state = "" if country in _BEFORE_CITY else given.get("state", "")
    named = country_name(given["country"]) if "country" in given else ""
    rest = dict.fromkeys(_some((place, state, named)))
    rest.pop(city if place != city else "", None)  # Berlin in Berlin, Singapore in Singapore
    return ", ".join(_some((line, given.get("line2", ""), *rest)))


def _street(given: Mapping[str, str], country: str) -> str:
    street, number = given.get("street", ""), given.get("houseNumber", "")
    first = country in _NUMBER_FIRST
    return " ".join(_some((number, street) if first else (street, number)))


def _some(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text]
