"""Words for people: what is hostile is made plain, what is long is made to fit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wcwidth import wcswidth

from sinch_order_cli.api.countries import country_name
from sinch_order_cli.console.text_layout import cells, fit, pad, wrap, wrap_facts
from sinch_order_cli.text import duration, duration_words, money, phone, safe, when

_CET = timezone(timedelta(hours=1), "CET")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain [/bold] text", "plain [/bold] text"),
        ("\x1b]0;owned\x07", "␛]0;owned␇"),
        ("a\nb\tc\r", "a␊b␉c␍"),
        ("\x7f\x9b31m", "␡<U+009B>31m"),
        ("pay\u202egnp.exe", "pay<U+202E>gnp.exe"),
        ("a\u2066b\u2069", "a<U+2066>b<U+2069>"),
        ("pay\u200bpal\ufeff", "pay<U+200B>pal<U+FEFF>"),
        ("pay\u200dpal", "pay<U+200D>pal"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("line\u2028two", "line<U+2028>two"),
        ("\ud800", "<U+D800>"),
        ("Zürich 日本", "Zürich 日本"),
    ],
)
def test_nothing_from_outside_moves_the_cursor_or_hides(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_long_text_is_cut_and_what_is_cut_is_said() -> None:
    assert safe("x" * 600, limit=10) == "x" * 10 + "… (590 more characters)"


def test_line_breaks_stay_only_on_request() -> None:
    assert safe("one\r\ntwo\x1b", lines=True) == "one\ntwo␛"


@given(st.text(max_size=80))
def test_safe_text_is_printable_whatever_comes(text: str) -> None:
    shown = safe(text).replace("\u200c", "").replace("\u200d", "")
    assert all(char.isprintable() or char in "\u00a0\u202f\u3000" for char in shown)


@pytest.mark.parametrize(
    ("seconds", "shown", "words"),
    [
        (47 * 3600 + 58 * 60 + 59, "47 h 58 min", "47 hours 58 minutes"),
        (48 * 3600, "48 h", "48 hours"),
        (3600 + 60, "1 h 1 min", "1 hour 1 minute"),
        (12 * 60, "12 min", "12 minutes"),
        (40.9, "40 s", "40 seconds"),
        (1, "1 s", "1 second"),
        (-5, "0 s", "0 seconds"),
        (100 * 3600, "4 d 4 h", "4 days 4 hours"),
    ],
)
def test_durations_as_people_say_them(seconds: float, shown: str, words: str) -> None:
    assert (duration(seconds), duration_words(seconds)) == (shown, words)


def test_a_moment_has_its_zone_and_its_year_only_if_it_is_another() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert when("2026-11-25T15:53:00Z", now=now, zone=_CET) == "25 Nov 16:53 CET"
    assert when("2027-01-02T03:04:05.123456789Z", now=now, zone=UTC) == "2 Jan 2027 03:04 UTC"
    plain = datetime(2026, 11, 25, 15, 53)
    assert when(plain, now=now, zone=_CET) == "25 Nov 16:53 CET"
    nameless = timezone(timedelta(hours=3))
    assert when("2026-11-25T15:53:00Z", now=now, zone=nameless) == "25 Nov 18:53 UTC+0300"


@pytest.mark.parametrize("text", ["soon", "", "0001-01-01T00:00:00+00:00\x1b"])
def test_what_is_no_moment_is_shown_as_it_came(text: str) -> None:
    assert when(text) == safe(text)


def test_a_moment_at_the_edge_of_the_calendar_is_no_crash() -> None:
    assert when("0001-01-01T00:00:00Z", zone=timezone(timedelta(hours=-5))).startswith("0001")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("1", "USD 1.00"),
        ("1.5", "USD 1.50"),
        (Decimal("0.0015"), "USD 0.0015"),
        ("1E+2", "USD 100.00"),
        ("free", "USD free"),
        ("NaN", "USD NaN"),
    ],
)
def test_prices_are_never_rounded(amount: str | Decimal, shown: str) -> None:
    assert money("USD", amount) == shown


def test_numbers_in_international_form() -> None:
    assert phone("+61411111112") == "+61 411 111 112"
    assert phone("+4930123456") == "+49 30 123456"
    assert phone("0411 111") == "0411 111"
    assert phone("+999999999999999999") == "+999999999999999999"


def test_country_names() -> None:
    assert country_name("AU") == "Australia"
    assert country_name("ci") == "Côte d'Ivoire"
    assert country_name("ZZ") == "ZZ"


def test_wide_letters_count_twice() -> None:
    assert cells("日本") == 4
    assert pad("日本", 6) + "|" == "日本  |"
    assert pad("1.00", 6, right=True) == "  1.00"
    assert fit("日本電信電話", 7) == "日本電…"
    assert fit("short", 7) == "short"
    assert cells("\x1b[1;31m日本\x1b[0m") == 4


def test_text_wraps_at_words_and_keeps_what_fits() -> None:
    assert wrap("two  spaces", 20) == ["two  spaces"]
    assert wrap("One of ACT, NSW, NT or QLD", 16, 4) == [
        "    One of ACT,",
        "    NSW, NT or",
        "    QLD",
    ]
    assert wrap("https://example.com/long", 10) == ["https://ex", "ample.com/", "long"]
    assert wrap("one\ntwo", 10) == ["one", "two"]


@example("0000\u0d02", 4, 0)  # a mark that makes its letter wider
@given(st.text(max_size=120), st.integers(4, 60), st.integers(0, 3))
def test_no_line_is_wider_than_asked_and_no_word_is_lost(
    text: str, width: int, indent: int
) -> None:
    shown = safe(text, lines=True)
    lines = wrap(shown, width, indent)
    assert all(wcswidth(line) <= max(width, indent + 2) for line in lines)
    assert "".join("".join(lines).split()) == "".join(shown.split())


def test_facts_break_at_their_dots() -> None:
    facts = ["47 h 58 min left", "Esc back", "Ctrl-C save and exit"]
    assert wrap_facts(facts, 80, 2) == ["  47 h 58 min left · Esc back · Ctrl-C save and exit"]
    assert wrap_facts(facts, 30, 2) == ["  47 h 58 min left · Esc back", "  Ctrl-C save and exit"]
