"""Text for users: sanitised text, times, prices, phone numbers, quoted arguments.

No heavy imports: every command that prints anything loads this module.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

LONGEST_TEXT = 500
_JOINERS = "\u200c\u200d"
"""Zero-width, but required in Persian and Indian scripts, and in emoji."""
_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def plain(text: Any, limit: int = LONGEST_TEXT) -> str:
    """Return a server's text on one line of limited length, with invisible characters shown."""
    if not isinstance(text, str):
        return ""
    words = " ".join(text[: limit * 4].split())
    line = "".join(c if c.isprintable() or c in _JOINERS else picture(c) for c in words)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def picture(char: str) -> str:
    """Return a visible replacement for an invisible character: ␛ for ESC, otherwise a code
    (<U+202E>)."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def safe(text: str, limit: int = 500, *, lines: bool = False) -> str:
    """Sanitise text from outside: it can't move the cursor, hide text or reverse it.

    Control characters become symbols (␛ for ESC), other invisible or direction characters become
    codes (<U+202E>).

    Args:
        limit: maximum characters; the result states how many were cut off.
        lines: keep line breaks instead of making them visible.
    """
    cut = len(text) - limit
    if cut > 0:
        text = text[:limit]
    text = "\n".join(map(_visible, text.splitlines())) if lines else _visible(text)
    return f"{text}… ({cut} more characters)" if cut > 0 else text


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or _joins(text, place) else _picture(char)
        for place, char in enumerate(text)
    )


def _joins(text: str, place: int) -> bool:
    """Return True if a zero-width joiner is used as scripts need it: between non-ASCII
    characters."""
    if text[place] not in _JOINERS or not 0 < place < len(text) - 1:
        return False
    before, after = text[place - 1], text[place + 1]
    return all(not char.isascii() and char.isprintable() for char in (before, after))


def _picture(char: str) -> str:
    return char if char in "\u00a0\u202f\u3000" else picture(char)


_MOVING = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U000e0000-\U000e0fff]"
)
"""Characters that JSON allows, but with which text can hide, reverse or control a terminal."""


_CONTROLLING = re.compile(
    "[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
    r"|\x1b(?!\[[0-9;]*m)"
)
"""Characters that no line of this program needs: of the controls, those but tab, line break and
colours."""


def without_controls(text: str) -> str:
    """Make visible what is left in finished output that can control a terminal or reverse text.

    Text from outside goes through `safe` where it is used; this is the last line of defence.
    """
    return _CONTROLLING.sub(lambda match: picture(match[0]), text)


def safe_json(encoded: bytes) -> bytes:
    """Escape JSON so that it can't control a terminal or hide text; its value is unchanged."""
    if encoded.isascii() and b"\x7f" not in encoded:
        return encoded
    return _MOVING.sub(_escape, encoded.decode()).encode()


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def encode_shown(value: Any) -> bytes:
    """Serialise a value as JSON for printing: an undecodable byte of a file name is shown as its
    surrogate, `<U+DCE9>`."""
    import msgspec

    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_without_surrogates(msgspec.to_builtins(value)))


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub(lambda half: f"<U+{ord(half[0]):04X}>", value)
    if isinstance(value, dict):
        return {_without_surrogates(name): _without_surrogates(one) for name, one in value.items()}
    return [_without_surrogates(one) for one in value] if isinstance(value, list | tuple) else value


_SURROGATE = re.compile("[\ud800-\udfff]")


def duration(seconds: float) -> str:
    """Format a duration: "47 h 58 min", "12 min", "40 s".

    Rounded down, to never promise more time than is left.
    """
    return _duration(seconds, (" d", " h", " min", " s"))


def countdown(seconds: float) -> str:
    """Format a duration to the second: "1 min 40 s", "40 s"."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def duration_words(seconds: float) -> str:
    """Format a duration for screen readers: "47 hours 58 minutes", "1 minute"."""
    return _duration(seconds, (" day", " hour", " minute", " second"), plural="s")


def _duration(seconds: float, units: tuple[str, str, str, str], plural: str = "") -> str:
    left = max(0, int(seconds))
    days, hours, minutes = left // _DAY, left // _HOUR, left // _MINUTE
    # Reservations last up to 48 hours, so hours are used beyond one day.
    parts: list[tuple[int, str]]
    if hours >= 72:
        parts = [(days, units[0]), (hours % 24, units[1])]
    elif hours:
        parts = [(hours, units[1]), (minutes % 60, units[2])]
    elif minutes:
        parts = [(minutes, units[2])]
    else:
        return _counted(left, units[3], plural)
    return " ".join(_counted(count, unit, plural) for count, unit in parts if count)


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a count and its noun: "1 row", "2 rows".

    Args:
        plural: the noun's plural if it has no regular one.
    """
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def listed(words: Sequence[str]) -> str:
    """Return a list in words, such as "a, b and c"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def is_missing(words: Sequence[str]) -> str:
    """Return "a is missing" or "a and b are missing"."""
    return f"{listed(words)} {'is' if len(words) == 1 else 'are'} missing"


def _counted(count: int, unit: str, plural: str) -> str:
    return f"{count}{unit}{plural if count != 1 else ''}"


def when(moment: str | datetime, *, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """Format a time in the local zone: "25 Nov 16:53 CET"; with the year if it is another.

    Args:
        moment: a datetime, or ISO 8601 text as in the API; UTC if it has no zone. Other text is
            returned unchanged, but sanitised.
        now: determines the current year; the current time if None.
        zone: the time zone; the local one if None.
    """
    try:
        exact = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        if exact.tzinfo is None:
            exact = exact.replace(tzinfo=UTC)
        local = exact.astimezone(zone)
    except (ValueError, OverflowError, OSError):  # the zone may move year 1 or 9999 out of range
        return safe(str(moment))
    year = "" if local.year == (now or datetime.now(local.tzinfo)).year else f" {local.year}"
    return f"{local.day} {local:%b}{year} {local:%H:%M} {_zone_name(local)}"


def _zone_name(local: datetime) -> str:
    """Return the zone's short name, or its offset if the name is long (Windows) or a number."""
    name = local.tzname() or ""
    return name if re.fullmatch(r"[A-Z]{2,5}", name) else f"UTC{local:%z}"


def money(currency: str, amount: str | Decimal) -> str:
    """Format a price: "USD 1.00". At least two decimals, never rounded; other text is unchanged."""
    try:
        number = Decimal(amount)
        exponent = number.as_tuple().exponent
        places = max(2, -exponent) if isinstance(exponent, int) else 2
        shown = f"{number:.{places}f}" if number.is_finite() else str(amount)
    except InvalidOperation:
        shown = str(amount)
    return safe(f"{currency} {shown}".strip(), 40)


@cache
def phone(e164: str) -> str:
    """Format a number in international notation: "+61 411 111 112".

    Text that is not E.164 is unchanged.
    """
    if not re.fullmatch(r"\+[1-9]\d{4,14}", e164):
        return safe(e164, 40)
    import phonenumbers

    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


_WORD = re.compile(r"[A-Za-z0-9_.:-]{1,128}\Z", re.ASCII)


def word(value: object) -> str:
    """Sanitise a server's state or ID, replacing characters that don't occur in one by `?`.

    They are shown in tables and pipes and typed in commands, so must not contain spaces, control
    characters or shell syntax.
    """
    text = value if isinstance(value, str) else ""
    if _WORD.match(text):
        return text
    return re.sub(r"[^A-Za-z0-9_.:-]", "?", text[:128])


def quote(argument: str, *, shell: str = "") -> str:
    """Quote an argument for pasting a command, if the shell requires it.

    Args:
        shell: `posix`, `powershell` or `cmd`; by default, the current shell.
    """
    shell = shell or shell_in_use()
    if shell == "posix":
        return shlex.quote(argument)
    if argument and not re.search(r"[^\w@%+=:,./\\-]", argument, re.ASCII):
        return argument
    if shell == "powershell":
        return "'" + argument.replace("'", "''") + "'"
    return '"' + argument.replace("%", "%%").replace('"', '""') + '"'


def shell_in_use(
    environ: Mapping[str, str] = os.environ, *, windows: bool = os.name == "nt"
) -> str:
    """Return the kind of shell that commands are pasted into."""
    if not windows:
        return "posix"
    return "powershell" if "PSModulePath" in environ and "PROMPT" not in environ else "cmd"
