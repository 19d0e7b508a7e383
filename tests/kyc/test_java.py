"""Character classes by the thousand, held against `java.util.regex` itself where Java is there."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from sinch_order_cli.kyc.schema.patterns import Patterns

FIND = Path(__file__).parent / "java" / "Find.java"
TEXTS = [
    *(chr(code) for code in range(1, 128)),
    *"éÉßñ£§ΑβжЖ中١",
    *"\x85\xa0\u180e\u2003\u2010\u2019\u2028\u202f\u3000\ufeff",
    "\U0001d7d9",
    "12-14 King St",
    "08-9221 1234",
    "O'Neil",
    "a-z",
]
ESCAPES = r"""
    \s \S \d \D \w \W \h \H \v \V \p{L} \P{L} \pL \PN \p{Lu} \p{Alpha} \P{Alpha} \p{Punct}
    \p{IsAlphabetic} \p{IsLatin} \p{InGreek} \p{IsDigit} \p{script=Greek} \p{gc=Nd} \p{Latin}
    \p{Letter} \p{IsL} \p{L1} \t \n \x41 \u0042 \x{43} \0101 \cA \e \a \- \] \[ \\ \^ \& \.
    \/ \' \b \q \Q-\E \Qa-c\E
"""
IN_CLASSES = [
    *ESCAPES.split(),
    *"-------^^&&[]|~.,:;/+*?(){}$#\"'_ azAZ059éÉ",
    *("&&", "--", "||", "~~", "a-z", "A-Z", "0-9", "&&[^", "[^", "z-a", "a-"),
]
MOST_LEFT_OUT = 0.02
"""Of the patterns that Java takes, the share that may be left to the server."""


def classes(count: int) -> list[str]:
    """Always the same classes, whole and broken ones."""
    chance = random.Random(20251125)
    found = []
    for _ in range(count):
        inside = "".join(chance.choices(IN_CLASSES, k=chance.randint(1, 6)))
        closing = "]" * (1 + inside.count("[") - inside.count("\\["))
        form = chance.choice(["[{}{}", "[^{}{}", "^[{}{}+$", "^[{}{}{{2,}}$"])
        found.append(form.format(inside, closing))
    return found


WRITTEN = [
    r"^[\w\s-,.]+$",
    r"^[\d\s-+()]+$",
    r"^[\s-z]+$",
    r"[\w-.]",
    r"^[\w.-]+$",
    r"^[\p{L}-']+$",
    r"^[\p{L}\s-–.]+$",
    r"[\s--z]",
    r"[\v-a]",
    r"[a-\v]",
    r"[a-\d]",
    r"[a-z&&[^bc]]",
    r"[a-z&&^b]",
    r"[a&&]",
    r"[&&a]",
    r"[a&&&b]",
    r"[[a-c]&&[b-d]&&[^c]]",
    r"[^a[bc]]",
    r"[^a-z&&[aeiou]]",
    r"[]-a]",
    r"[^]a]",
    r"[a-[b]]",
    r"(?x)[a b]",
    r"(?i)^[a-z-]+$",
    r"(?<n>a)[\k<n>]",
    r"[\p{javaLetter}]",
    r"[a-z]{",
    r"[a-z]{,3}",
    r"[a-z]{2}{3}",
    r"(a){e<=1}",
    r"^(?<n>a)\k<n>$",
    r"^\Qa.c\E|[\Q]\E]$",
]


def found_by_java(patterns: list[str]) -> list[str]:
    """For each pattern a 1 or 0 for each text, or "refused"."""
    lines = [" ".join(map(_in_hex, TEXTS)), *map(_in_hex, patterns)]
    ran = subprocess.run(
        ["java", str(FIND)], input="\n".join(lines), capture_output=True, text=True, timeout=50
    )
    if ran.returncode:
        pytest.skip(f"Java can't run the program: {ran.stderr[:200]}")
    return ran.stdout.splitlines()


def _in_hex(text: str) -> str:
    return text.encode("utf-16-be", "surrogatepass").hex()


@pytest.mark.skipif(shutil.which("java") is None, reason="needs Java")
def test_classes_take_what_java_takes() -> None:
    patterns = [*WRITTEN, *classes(4_000)]
    theirs = found_by_java(patterns)
    assert len(theirs) == len(patterns)
    wrong, left_out = [], []
    for pattern, expected in zip(patterns, theirs, strict=True):
        ours = Patterns()
        verdicts = [ours.verdict(pattern, text) for text in TEXTS]
        if None in verdicts:
            left_out.extend([pattern] if expected != "refused" else [])
        elif "[^" in pattern and "1" not in expected:
            continue  # regex takes a class that is left with nothing for its opposite
        elif (got := "".join("01"[bool(one)] for one in verdicts)) != expected:
            texts = [t for t, a, b in zip(TEXTS, got, expected, strict=False) if a != b]
            wrong.append((pattern, expected if expected == "refused" else texts))
    assert wrong == []
    taken = sum(one != "refused" for one in theirs)
    assert taken > 1_000
    assert len(left_out) <= MOST_LEFT_OUT * taken, left_out
