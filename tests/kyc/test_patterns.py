"""Patterns mean what Java means by them.

What is expected here was recorded from `java.util.regex` (OpenJDK 17, `Matcher.find`); no test
needs Java.
"""

from __future__ import annotations

import pytest

from sinch_order_cli.kyc.schema.patterns import Patterns

TEXTS = [
    "a",
    "aa",
    "A",
    "\xe9",
    "ab1",
    "\u0391\u03b2",
    "1234",
    "1234\n",
    "\u0661",
    "$",
    "\u2010",
    "-",
    "a-b",
    "|",
    "~",
    "b",
    "bb",
    " ",
    "\t",
    "\n",
    "\x01",
    "\x1b",
    "\U0001d7d9",
    "]",
    "\xf1",
]
FOUND_BY_JAVA: dict[str, list[str]] = {
    r"^\p{Alpha}+$": ["a", "aa", "A", "b", "bb"],
    r"^\P{Alpha}$": [
        "\xe9",
        "\u0661",
        "$",
        "\u2010",
        "-",
        "|",
        "~",
        " ",
        "\t",
        "\n",
        "\x01",
        "\x1b",
        "\U0001d7d9",
        "]",
        "\xf1",
    ],
    r"^[\p{Punct}]$": ["$", "-", "|", "~", "]"],
    r"^[^\W\d]+$": ["a", "aa", "A", "b", "bb"],
    r"^[\D]+$": [
        "a",
        "aa",
        "A",
        "\xe9",
        "\u0391\u03b2",
        "\u0661",
        "$",
        "\u2010",
        "-",
        "a-b",
        "|",
        "~",
        "b",
        "bb",
        " ",
        "\t",
        "\n",
        "\x01",
        "\x1b",
        "\U0001d7d9",
        "]",
        "\xf1",
    ],
    r"^[\W]$": [
        "\xe9",
        "\u0661",
        "$",
        "\u2010",
        "-",
        "|",
        "~",
        " ",
        "\t",
        "\n",
        "\x01",
        "\x1b",
        "\U0001d7d9",
        "]",
        "\xf1",
    ],
    r"^[a-z[0-9]]+$": ["a", "aa", "ab1", "1234", "1234\n", "b", "bb"],
    r"^[[^\d]a]$": [
        "a",
        "A",
        "\xe9",
        "\u0661",
        "$",
        "\u2010",
        "-",
        "|",
        "~",
        "b",
        " ",
        "\t",
        "\n",
        "\x01",
        "\x1b",
        "\U0001d7d9",
        "]",
        "\xf1",
    ],
    r"^[\p{L}&&[^a]]+$": ["A", "\xe9", "\u0391\u03b2", "b", "bb", "\xf1"],
    r"^[\w&&[^\d_]]+$": ["a", "aa", "A", "b", "bb"],
    r"^(?<name>a)\k<name>$": ["aa"],
    r"\A\d+\Z": ["1234", "1234\n"],
    r"^\0101$": ["A"],
    r"^\cA$": ["\x01"],
    r"^\e$": ["\x1b"],
    r"^\x{1d7d9}$": ["\U0001d7d9"],
    r"^[\Qa-c\E]$": ["a", "-"],
    r"^\Q$\E$": ["$"],
    r"[]a]": ["a", "aa", "ab1", "a-b", "]"],
    r"^[a||b]$": ["a", "|", "b"],
    r"^[~a]$": ["a", "~"],
    r"^\v$": ["\n"],
    r"^\H$": [
        "a",
        "A",
        "\xe9",
        "\u0661",
        "$",
        "\u2010",
        "-",
        "|",
        "~",
        "b",
        "\n",
        "\x01",
        "\x1b",
        "\U0001d7d9",
        "]",
        "\xf1",
    ],
    r"^\p{XDigit}+$": ["a", "aa", "A", "ab1", "1234", "1234\n", "b", "bb"],
    r"^\p{Lu}\p{Ll}*+$": ["A", "\u0391\u03b2"],
    r"^\p{IsLatin}+$": ["a", "aa", "A", "\xe9", "b", "bb", "\xf1"],
    r"^\p{InGreek}+$": ["\u0391\u03b2"],
    r"^\p{IsDigit}+$": ["1234", "1234\n", "\u0661", "\U0001d7d9"],
    r"^(?!-)[a-z-]+(?<!-)$": ["a", "aa", "a-b", "b", "bb"],
    r"^(a|b)\1$": ["aa", "bb"],
}


@pytest.mark.parametrize("pattern", FOUND_BY_JAVA)
def test_a_pattern_finds_what_java_finds(pattern: str) -> None:
    patterns = Patterns()
    assert patterns.usable(pattern)
    assert [text for text in TEXTS if patterns.verdict(pattern, text)] == FOUND_BY_JAVA[pattern]


@pytest.mark.parametrize(
    "pattern",
    [r"^\p{javaLetter}$", "(", "[a", r"\x{110000}", "a{99999999}", "((a{900}){900}){900}"],
)
def test_a_pattern_that_cannot_be_used_is_skipped_and_decides_nothing(pattern: str) -> None:
    patterns = Patterns()
    assert patterns.verdict(pattern, "anything") is None
    assert pattern in patterns.skipped


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^[\w\s-,.]+$", "12-14 King St", True),
        (r"^[\d\s-+()]+$", "08-9221 1234", True),
        (r"^[\s-z]+$", "- z", True),
        (r"^[\s-z]+$", "abc", False),
        (r"^[\w-.]+$", "a-b.c", True),
        (r"^[\p{L}-'\s]+$", "Anne-Marie O'Neil", True),
        (r"^[^\s-,]+$", "a-b", False),
        (r"^[a-[b]]+$", "a-b", True),
        (r"^[\p{L}--/]+$", "é-./", True),
    ],
)
def test_a_dash_behind_a_class_stands_for_itself(pattern: str, text: str, found: bool) -> None:
    assert Patterns().verdict(pattern, text) is found


@pytest.mark.parametrize(
    "pattern", [r"[a-\d]", "[z-a]", r"[\q]", r"[\p{Latin}]", "a{", "(a){e<=1}", "(?x)a b", "[a&&]"]
)
def test_what_java_refuses_is_not_given_a_meaning(pattern: str) -> None:
    assert not Patterns().usable(pattern)
