"""The words that users read are those of `docs/words.md`.

Every string literal with a space in it that the shipped package can show is read, and every page
for users: the help, README, SECURITY, `docs/faults.md`. A word that the glossary rules out fails,
with the rule. EXCEPTIONS are literals that use such a word in another meaning; each has a reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sinch_order_cli"
PAGES = ("README.md", "SECURITY.md", "docs/faults.md", "sinch_order_cli/commands/help-80.txt")

OWN_WORDS = (
    "sandbox",
    "customers/lexicon.py",
    "customers/synonyms.py",
    "kyc/parse",
)
"""Rooms whose literals are not text of this program for users: the sandbox speaks as the API does,
the lexicon and the dialects hold the words of forms."""

RULES = {
    r"\bhas to be\b|\bhave to be\b|\bis to be\b": "must",
    r"\bwon't do\b|\bmay not\b(?! (?:have|be))": "can't",
    r"\bpapers?\b": "document",
    r"\bblank document": "template",
    r"\bkey store\b": "system keyring",
    r"\boperator\b": "you, the user",
    r"\bwhat now\b|\bgo on\b|\bgoes on\b|\bgoing on\b": "continue",
    r"\btaken? up\b|\btaken? over\b|\bmade anew\b|\banew\b": "import, recreate, replace",
    r"\bhand(?:ed)? in\b": "submit",
    r"\ball the same\b": "anyway",
    r"\bonce more\b": "again",
    r"\bfit the criteria\b|\bcriteria\b": "filter",
    r"\bclock runs\b|\bstarts the clock\b|, hurry\b": "deadline, time left",
    r"\bthe reviewers (?:want|said)\b|\bwants? something\b": "the reviewers need, rejected by",
    r"\bstill free\b|\bnot free\b|\bis free\b|\bare free\b": "available",
    r"\bwipe\b": "delete",
    r"\bmended\b": "corrected automatically",
    r"\bis not decided\b|\bis decided\b|\bunfinished\b": "open, final",
    r"\bask(?:s|ed)? for (?:no|nothing)\b|\bis asked for\b|\bare asked for\b": "requires",
    r"\b[Pp]rove[sd]?\b": "verify",
    r"\be-mail\b|\btime-out\b": "email, timeout",
    r"\b(?:order|project|plan|key|campaign)(?:'s)? id\b": "ID in capitals",
    r"\bso many\b": "at most, at least, a number",
    r"\bin doubt\b|\bcame of it\b": "outcome unknown",
    r"\bmissing or wrong\b": "missing or invalid",
    r"\btake it out\b|\btakes? away\b": "remove",
    r"\bis said\b|, and said\b": "reported, with a warning",
    r"\b(?:authoriz|coloriz|organiz|recogniz)\w+|\bcolor\b": "British spelling",
    r"\b[Cc]ouldn't [^{:]*\.$": "an error's message has no full stop",
}
"""Regular expressions that text for users must not match, and what to use instead."""

DOCSTRING_RULES = {
    r"^Whether\b": "Return True if …",
    r"^(?:What|How|Which|Where|Who)\b": "a verb or a noun: Return the …, The …",
    r"\boperators?\b|\bnobody\b|\bsomebody\b": "the user, no one, someone else",
    r"\bonce more\b|\banew\b|\bmade of\b": "again, created from",
    r"\bmend(?:s|ed|ing)?\b": "correct, repair",
    r"\btaken? up\b|\btakes? over\b|\bhand(?:s|ed)? in\b": "import, replace, submit",
    r"\b(?:has|have|had|is|are) to be\b": "must",
    r"\bwhere there is none\b|\bit is none\b|\bin so many words\b": "if there is none",
    r"\bis told\b|\btold (?:of|what|how|in)\b": "called with",
}
"""Regular expressions that docstrings must not match, and what to write instead."""

EXCEPTIONS: dict[str, str] = {
    "an operator ": "of a mobile network, in the text of an error code",
}
"""Literals, or parts of them, that a rule may match; each with its reason."""


def _literals(path: Path) -> Iterator[tuple[int, str]]:
    """The string literals of a file that can reach a user, joined, with "{}" for their values."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(node) for node in _docstrings(tree)}

    def visit(node: ast.AST) -> Iterator[tuple[int, str]]:
        if isinstance(node, ast.JoinedStr):
            parts = [one.value if isinstance(one, ast.Constant) else "{}" for one in node.values]
            yield node.lineno, "".join(map(str, parts))
            for value in node.values:
                if isinstance(value, ast.FormattedValue):
                    yield from visit(value.value)
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in skipped:
                yield node.lineno, node.value
            return
        for child in ast.iter_child_nodes(node):
            yield from visit(child)

    yield from visit(tree)


def _docstrings(tree: ast.AST) -> Iterator[ast.expr]:
    """Strings that stand alone. Those of commands are in the help pages, which are read, too."""
    for node in ast.walk(tree):
        for statement in getattr(node, "body", ()) if isinstance(node, _WITH_BODY) else ():
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                yield statement.value


_WITH_BODY = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.If)


def broken_rules(text: str) -> list[str]:
    """The rules that a text breaks: the words, and what to use instead."""
    if any(known in text for known in EXCEPTIONS):
        return []
    return [
        f'"{found[0]}": use {instead}'
        for rule, instead in RULES.items()
        if (found := re.search(rule, text))
    ]


def _files() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if not path.relative_to(PACKAGE).as_posix().startswith(OWN_WORDS)
    ]


def test_the_package_speaks_the_words_of_the_glossary() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {broken}\n    {text[:150]!r}"
        for path in _files()
        for line, text in _literals(path)
        if " " in text
        for broken in broken_rules(text)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_docstrings_say_what_a_thing_returns_or_does() -> None:
    """A style guide with tests: `docs/words.md`, "Docstrings and comments"."""
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in _docstrings(ast.parse(path.read_text(encoding="utf-8"))):
            text = str(node.value).strip() if isinstance(node, ast.Constant) else ""
            wrong += [
                f'{path.relative_to(ROOT)}:{node.lineno}: "{found[0]}": write {instead}'
                for rule, instead in DOCSTRING_RULES.items()
                if (found := re.search(rule, text))
            ]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_speak_the_words_of_the_glossary(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wrong = [
        f"{name}:{number}: {broken}\n    {line[:150]}"
        for number, line in enumerate(lines, 1)
        for broken in broken_rules(line)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("--size has to be 1 or more", '"has to be": use must'),
        ("upload the papers", '"papers": use document'),
        ("the number is still free", '"still free": use available'),
        ("upload the documents", ""),
    ],
)
def test_a_rule_names_the_word_and_what_to_use(text: str, broken: str) -> None:
    assert broken_rules(text) == ([broken] if broken else [])


def test_every_exception_is_still_needed() -> None:
    texts = [text for path in _files() for _, text in _literals(path)]
    texts += [(ROOT / name).read_text(encoding="utf-8") for name in PAGES]
    unused = [known for known in EXCEPTIONS if not any(known in text for text in texts)]
    assert not unused
