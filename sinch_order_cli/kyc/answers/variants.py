"""Alternative spellings of an answer, to try when the form refuses it.

Each has the same meaning as the original. Ambiguous answers (1/2/2001, 1,000) have none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from sinch_order_cli.api.countries import country_names
from sinch_order_cli.kyc.answers import code_names
from sinch_order_cli.kyc.model import Field

_LONGEST = 200
_SPACED_NUMBER = re.compile(r"\+[0-9\s().\-/\u00a0\u2007\u202f\u2010-\u2015]+")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_SEPARATORS = re.compile(r"[\s./()\u2010-\u2015-]+")
_YEAR_FIRST = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_DAY_OR_MONTH_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_ADDRESS = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?::\d{1,5})?(?:[/?#]\S*)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([\s.,'\u2019])\d{3})(?:\1\d{3})*(?:([.,])\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_OF_COUNTRY = re.compile(
    r"countr|nation|citizen|\bland\b|pa[ií]s|pays|paese|staat|jurisdiction", re.IGNORECASE
)
_OF_STATE = re.compile(
    r"\bstate|province|territor|region|county|bundesland|estado|provinc", re.IGNORECASE
)
_TYPOGRAPHIC = {
    **dict.fromkeys(map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"), " "),
    **dict.fromkeys(map(ord, "\u2009\u200a\u202f\u205f\u3000"), " "),
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u2032"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u2033"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
}


AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3}|\.000)")
"""A number that means thousands or a decimal, depending on the country. 1.500 is taken for a
decimal, as JSON writes one; with three zeros that is unlikely."""


def variants(field: Field, value: str, region_code: str) -> Iterator[Any]:
    """Yield alternative spellings of a typed answer, most similar first.

    Args:
        region_code: the country of the number, "" if unknown.
    """
    text = value.strip()
    for clean in (_composed, _visible, _typed_plainly):
        text = clean(text)
        yield text
    if not text or len(text) > _LONGEST:
        return
    if field.kind in ("integer", "number"):
        yield from _numbers(text)
        return
    yield from (text.upper(), text.lower())
    if field.kind == "uri" and _ADDRESS.fullmatch(text):
        yield f"https://{text}"
    yield from _dates(text)
    if number := normalised_number(text) or national_number(text, region_code):
        yield number
    if any(letter.isdigit() for letter in text) and not _TRUNK_ZERO.search(text):
        bare = _SEPARATORS.sub("", text)
        yield from (bare, bare.upper())
    yield from names_code(field, text, region_code)


def normalised_number(text: str) -> str | None:
    """Convert a phone number to E.164, or return None if it is not clearly a phone number.

    The zero in "+49 (0)30" is not dialled after the country code, so the user must decide.
    """
    text = text.strip()
    if not _SPACED_NUMBER.fullmatch(text) or _TRUNK_ZERO.search(text):
        return None
    return "+" + re.sub(r"[^0-9]", "", text)


def names_code(field: Field, text: str, region_code: str) -> Iterator[str]:
    """Yield the code for a name if the field takes a country or state code."""
    about = _about(field)
    code = code_names.country_of(text) if _OF_COUNTRY.search(about) else ""
    if not code and _OF_STATE.search(about):
        code = code_names.state_of(text, region_code)
    if code:
        yield code


def name_of_code(field: Field, value: Any, region_code: str) -> str:
    """Return the name for a code if the field takes a country or state code, else ""."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{2,3}", value):
        return ""
    about = _about(field)
    if _OF_COUNTRY.search(about):
        return country_names().get(value, "")
    return code_names.states(region_code).get(value, "") if _OF_STATE.search(about) else ""


def is_of_country(field: Field) -> bool:
    """Return True if the field asks for a country."""
    return _OF_COUNTRY.search(_about(field)) is not None


def _about(field: Field) -> str:
    return f"{re.sub('(?<=[a-z])(?=[A-Z])', ' ', field.name)} {field.title}"


def _composed(text: str) -> str:
    """Compose accented letters into single characters (NFC), as keyboards produce them."""
    return unicodedata.normalize("NFC", text)


def _visible(text: str) -> str:
    """Remove invisible characters: control, direction and zero-width ones."""
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))
    return "".join(kept).strip()


def _typed_plainly(text: str) -> str:
    """Replace typographic spaces, quotes and dashes with those on a keyboard."""
    return text.translate(_TYPOGRAPHIC).strip()


def national_number(text: str, region_code: str) -> str | None:
    """Convert a phone number in the country's national format to E.164; None if it is not one."""
    if not region_code or not re.fullmatch(r"[0-9\s().\-/]{5,30}", text):
        return None
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region_code)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number_for_region(number, region_code):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _dates(text: str) -> Iterator[str]:
    if found := _YEAR_FIRST.fullmatch(text):
        yield f"{found[1]}-{int(found[3]):02}-{int(found[4]):02}"
    elif found := _DAY_FIRST.fullmatch(text):
        yield f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    elif found := _DAY_OR_MONTH_FIRST.fullmatch(text):
        one, other = int(found[1]), int(found[2])
        if one > 12 or one == other:
            yield f"{found[3]}-{other:02}-{one:02}"
        elif other > 12:
            yield f"{found[3]}-{one:02}-{other:02}"


def _numbers(text: str) -> Iterator[int | float]:
    """Yield the number written with a decimal comma or thousands separators, unless ambiguous."""

    if _PLAIN.fullmatch(text):
        plain = text.replace(",", ".")
        if AMBIGUOUS.fullmatch(text):
            return
    elif (found := _GROUPED.fullmatch(text)) and found[1] != found[2]:
        if found[1] in ".," and not found[2] and text.count(found[1]) == 1:
            return
        whole = text.rpartition(found[2])[0] if found[2] else text
        plain = re.sub(r"[^\d+-]", "", whole)
        plain += f".{text.rpartition(found[2])[2]}" if found[2] else ""
    else:
        return
    plain = plain.removeprefix("+")
    if re.match(r"-?0\d", plain):
        return  # a leading zero means that this is a code
    yield float(plain) if "." in plain else int(plain)
