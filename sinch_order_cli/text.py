"""Text for people: foreign text made safe, times, prices, phone numbers, quoted arguments.

Nothing heavy is imported here: every command that prints anything loads this module.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

LONGEST_TEXT = 500
_JOINERS = "\u200c\u200d"
"""Zero-width, yet part of correct spelling in Persian and Indian scripts, and of emoji."""
_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def plain(text: Any, limit: int = LONGEST_TEXT) -> str:
    """A server's text in one line of bounded length; control and direction characters are shown
    as their pictures."""
    if not isinstance(text, str):
        return ""
    words = " ".join(text[: limit * 4].split())
    line = "".join(c if c.isprintable() or c in _JOINERS else picture(c) for c in words)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def picture(char: str) -> str:
    """What stands for a character that can't be seen: ␛ for ESC, a code (<U+202E>) for others."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def safe(text: str, limit: int = 500, *, lines: bool = False) -> str:
    """Text from outside as plain text: nothing in it can move the cursor, hide or turn around.

    Control characters become their pictures (␛ for ESC), everything else that is invisible or
    changes the direction of writing becomes its code (<U+202E>).

    Args:
        limit: characters to keep of the text; what is cut off is said.
        lines: keep line breaks; otherwise they are made visible too.
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
    """Whether a zero-width joiner stands where a script needs it: between non-ASCII characters."""
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
"""What JSON lets stand as it is, and a terminal may obey, hide, or turn the line around by."""


def safe_json(encoded: bytes) -> bytes:
    """JSON of the same value in which nothing can move a terminal's cursor or hide."""
    if encoded.isascii() and b"\x7f" not in encoded:
        return encoded
    return _MOVING.sub(_escape, encoded.decode()).encode()


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def duration(seconds: float) -> str:
    """How long, as people say it: "47 h 58 min", "12 min", "40 s".

    Rounded down, so that nobody is promised time that is not there.
    """
    return _duration(seconds, (" d", " h", " min", " s"))


def countdown(seconds: float) -> str:
    """How long to the second: "1 min 40 s", "40 s"."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def duration_words(seconds: float) -> str:
    """`duration` for a screen reader: "47 hours 58 minutes", "1 minute"."""
    return _duration(seconds, (" day", " hour", " minute", " second"), plural="s")


def _duration(seconds: float, units: tuple[str, str, str, str], plural: str = "") -> str:
    left = max(0, int(seconds))
    days, hours, minutes = left // _DAY, left // _HOUR, left // _MINUTE
    # Reservations last up to 48 hours, so hours are counted beyond one day.
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


def _counted(count: int, unit: str, plural: str) -> str:
    return f"{count}{unit}{plural if count != 1 else ''}"


def when(moment: str | datetime, *, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """A moment in local time with its zone: "25 Nov 16:53 CET"; with the year if not this one.

    Args:
        moment: a datetime, or ISO 8601 text as the API writes it; without a zone it is UTC.
            Text that is no date comes back as it is, made safe.
        now: what "this year" is judged by; the clock's time if None.
        zone: the zone to show; this computer's if None.
    """
    try:
        exact = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        if exact.tzinfo is None:
            exact = exact.replace(tzinfo=UTC)
        local = exact.astimezone(zone)
    except (ValueError, OverflowError, OSError):  # the zone can move year 1 or 9999 over the edge
        return safe(str(moment))
    year = "" if local.year == (now or datetime.now(local.tzinfo)).year else f" {local.year}"
    return f"{local.day} {local:%b}{year} {local:%H:%M} {_zone_name(local)}"


def _zone_name(local: datetime) -> str:
    """The zone's short name; its offset where the name is long (Windows) or a bare number."""
    name = local.tzname() or ""
    return name if re.fullmatch(r"[A-Z]{2,5}", name) else f"UTC{local:%z}"


def money(currency: str, amount: str | Decimal) -> str:
    """A price: "USD 1.00". At least two decimals, never rounded; other text stays as it is."""
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
    """A number as it is written internationally: "+61 411 111 112".

    A text that is not E.164 stays as it is.
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
    """A state or an ID of a server as it came; what no such word has is replaced by `?`.

    Both are shown in tables and pipes and typed into commands, so neither may hold a space, a
    control character or anything that a shell reads.
    """
    text = value if isinstance(value, str) else ""
    if _WORD.match(text):
        return text
    return re.sub(r"[^A-Za-z0-9_.:-]", "?", text[:128])


def quote(argument: str, *, shell: str = "") -> str:
    """An argument of a command that is to be pasted, quoted where the shell needs it.

    Args:
        shell: `posix`, `powershell` or `cmd`; the shell in use unless given.
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
    """The kind of shell that commands are pasted into."""
    if not windows:
        return "posix"
    return "powershell" if "PSModulePath" in environ and "PROMPT" not in environ else "cmd"
