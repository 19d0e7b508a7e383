"""Detect and parse cells of a batch file that a spreadsheet or a user wrote in another format."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from sinch_order_cli.errors import UsageError
from sinch_order_cli.kyc.answers.variants import national_number
from sinch_order_cli.workflow import create_request as request

_SCIENTIFIC = re.compile(r"[+-]?\d([.,]\d+)?[eE][+-]?\d{1,3}")
_DATE = re.compile(
    r"\d{1,2}[-./ ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez)[a-z]*"
    r"([-./ ]\d{2,4})?|(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[-./ ]\d{2,4}"
    r"|\d{1,2}([./])\d{1,2}\4\d{4}|\d{4}-\d\d-\d\d( \d\d:\d\d.*)?",
    re.IGNORECASE,
)
_ERROR = re.compile(r"#(REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|BEZUG|NV|WERT)[!?]?|#+")
_FORMULA = re.compile(r"[=@].+|\+[A-Za-z(].*", re.DOTALL)
_UNUSUAL = re.compile(
    r"[-+=@#0-9]|jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]", re.I
)
"""The start of every value that a spreadsheet may have changed."""
_NO_TEXT = re.compile("[\x00-\x1f\ufeff\ufffd]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

FREE_TEXT = ("set.", "document.", "document_type.")
"""Prefixes of columns with free text."""
_AS_TEXT = "Format the column as text, then enter the value again."

Refuse = Callable[..., None]
"""Called with a column, its problem, and the fix."""


@functools.lru_cache(maxsize=10_000)
def spoiled(column: str, value: str) -> tuple[str, str] | None:
    """Return the problem and fix for a value changed by a spreadsheet or by pasting, or None."""
    if _UNUSUAL.match(value) is None and _NO_TEXT.search(value) is None:
        return None
    free = column.startswith(FREE_TEXT) or column in ("callback_url", "customer")
    if _ERROR.fullmatch(value):
        return "the spreadsheet shows an error here, or the column is too narrow", _AS_TEXT
    if _FORMULA.fullmatch(value) and not (free and value[0] in "@+"):
        return "the cell contains a formula instead of a value", _AS_TEXT
    if _CONTROL.search(value):
        return "it contains a control character", "Type the value again."
    if not free and ("\ufffd" in value or "\ufeff" in value):
        return "it contains a character that isn't text", "Type the value again."
    if _SCIENTIFIC.fullmatch(value) and (not free or column.startswith("set.")):
        return "a spreadsheet shortened it (scientific notation), and digits were lost", _AS_TEXT
    if not free and _DATE.fullmatch(value):
        return "a spreadsheet changed it to a date", _AS_TEXT
    return None


def read_number(value: str, region: str, refuse: Refuse) -> str | None:
    """Return the number in E.164, or None if it is invalid.

    Args:
        region: the row's country, to suggest a number from one in its national format.
    """
    value = value.removeprefix("'")  # forces text in spreadsheets
    digits = re.sub(r"[\s().\-]", "", value)
    if re.fullmatch(r"\d+\.0+", value):
        refuse("number", "a spreadsheet changed it to an amount", _AS_TEXT)
        return None
    if re.fullmatch(r"00\d{6,15}", digits):
        refuse("number", "it begins with 00 instead of +", f"Write +{digits[2:]}.")
        return None
    if re.fullmatch(r"\d{5,15}", digits):
        meant = national_number(value, region)
        if digits.startswith("0") or meant not in (None, f"+{digits}"):
            fix = f"Write {meant}." if meant else "Write it with + and the country code."
            refuse("number", "it has no country code", fix)
        else:
            fix = f"Write +{digits} if that is correct. {_AS_TEXT}"
            refuse("number", "its + is missing (spreadsheets remove it)", fix)
        return None
    try:
        return request.phone_number(value)
    except UsageError as error:
        refuse("number", error.message, error.reason)
        return None
