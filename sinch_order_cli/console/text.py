"""Words for people: hostile text made plain, times, prices, numbers, and lines that fit.

Nothing heavy is imported here: every command that prints anything loads this module.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from functools import cache

from sinch_order_cli.api.escape import picture

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR

_JOINERS = "\u200c\u200d"
"""Zero-width, yet part of correct spelling in Persian and Indian scripts, and of emoji."""


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


def cells(text: str) -> int:
    """How many columns of a terminal `text` takes; our own colours in it take none."""
    if "\x1b" in text:
        text = re.sub(r"\x1b\[[\d;]*m", "", text)
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(0, wcswidth(text))


def fit(text: str, width: int) -> str:
    """`text` in at most `width` columns, its end replaced by … where it is longer."""
    if cells(text) <= width:
        return text
    kept = _head(text, max(0, width - 1)).rstrip()
    return f"{kept}…" if width > 0 else ""


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `width` columns."""
    gap = " " * max(0, width - cells(text))
    return gap + text if right else text + gap


def _head(text: str, width: int) -> str:
    """As much of the beginning of `text` as fits into `width` columns, marks with their letter."""
    if text.isascii():
        return text[:width]
    from wcwidth import wcwidth

    used = 0
    for place, char in enumerate(text):
        used += max(0, wcwidth(char))
        if used > width:
            return text[:place]
    return text


def wrap(text: str, width: int, indent: int = 0, hang: int = 0) -> list[str]:
    """Lines of at most `width` columns, broken at spaces; a word is broken only if it must be.

    Line breaks in `text` are kept. Every line begins with `indent` spaces, those that go on with
    a line before with `hang` more.
    """
    room = max(1, width - indent)
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        first, *more = _wrap_line(paragraph, room, max(1, room - hang))
        lines += [" " * indent + first, *(" " * (indent + hang) + line for line in more)]
    return lines


def _wrap_line(text: str, width: int, then: int) -> list[str]:
    """Lines of `width` columns, and of `then` columns after the first."""
    if cells(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if cells(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
            width = then
        while cells(word) > width:
            head = _head(word, width) or word[0]
            lines.append(head)
            word = word[len(head) :]
            width = then
        line = word
    return [*lines, line] if line else lines


def wrap_facts(facts: Sequence[str], width: int, indent: int = 0) -> list[str]:
    """Facts with dots between them, broken at the dots; a fact is broken only if it must be."""
    lines: list[str] = []
    for fact in facts:
        longer = f"{lines[-1]} · {fact}" if lines else ""
        if lines and cells(longer) <= width:
            lines[-1] = longer
        else:
            lines += wrap(fact, width, indent)
    return lines
