"""`sinch-order __complete SHELL LINE`: called by the completion scripts at each Tab.

LINE is the command line up to the cursor, as typed; for PowerShell in base64. bash adds two
arguments: the text that it will replace, and COMP_TYPE. The first line of the output is the kind of
the current word; `file` and `dir` are completed by the shell. Each further line is a candidate in
the shell's format.

The user waits for every key, so only `sys` and `os`, which Python always loads, are imported until
stored files are needed. If nothing can be completed, there is no output and the exit code is 1, but
never an error.
"""

from __future__ import annotations

import os
import sys

from sinch_order_cli.commands.completion.shell_line import quoted, split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STORED = ("region", "order", "open-order", "customer", "attachment", "document-type")
"""Kinds of values looked up in the stored files."""

PATHS = ("file", "dir")
"""Kinds of values completed by the shell."""

_LIST = "63"
"""COMP_TYPE when bash lists the candidates without inserting one."""

Candidate = tuple[str, str]
"""A word, and its description."""


class Found:
    """The answer to a request.

    Attributes:
        kind: the kind of the current word.
        words: the candidates.
        before: the option and `=` before the word, as in `--match=START`.
        typed: the word itself, without quotes.
    """

    __slots__ = ("before", "kind", "typed", "words")

    def __init__(self, kind: str, words: list[Candidate], before: str, typed: str) -> None:
        self.kind, self.words, self.before, self.typed = kind, words, before, typed


def main(arguments: list[str]) -> None:
    """Print the candidates for a completion script."""
    try:
        lines = answer(arguments, os.environ)
        sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
        os._exit(0 if lines else 1)
    except (Exception, KeyboardInterrupt):
        # Any error message at exit would appear in the user's command line.
        os._exit(1)


def answer(arguments: list[str], environment: Mapping[str, str]) -> list[str]:
    """Return the output for a script; [] if nothing can be completed. Passes on all exceptions."""
    shell, line, *more = arguments
    if shell == "powershell":
        from binascii import a2b_base64

        line = a2b_base64(line).decode()
    words, last = split(line, shell)
    found = complete(words, last.text, environment)
    if found.kind in PATHS:
        return (
            [found.kind, found.before, found.typed]
            if shell in ("fish", "powershell")
            else [found.kind]
        )
    lines = list(_RENDERERS[shell](found, line, more))
    return [found.kind, *lines] if lines else []


def _bash(found: Found, line: str, more: list[str]) -> Iterator[str]:
    """Yield each word from where bash replaces it, as bash may split words."""
    replaced, list_type = more
    head = split(line[: len(line) - len(replaced)] if line.endswith(replaced) else line, "bash")[1]
    lists = list_type == _LIST and len(found.words) > 1 and found.kind in STORED
    for word, about in found.words:
        shown = quoted((found.before + word)[len(head.text) :], head.quote, "bash")
        if shown is not None:
            yield f"{shown}  ({about})" if lists and about and not found.before else shown


def _zsh(found: Found, line: str, more: list[str]) -> Iterator[str]:
    for word, about in found.words:
        escaped = word.replace("\\", "\\\\").replace(":", "\\:")
        yield f"{escaped}:{about}" if about else escaped


def _fish(found: Found, line: str, more: list[str]) -> Iterator[str]:
    for word, about in found.words:
        yield f"{found.before}{word}\t{about}"


def _powershell(found: Found, line: str, more: list[str]) -> Iterator[str]:
    for word, about in found.words:
        yield f"{quoted(found.before + word, '', 'powershell')}\t{word}\t{about or word}"


_RENDERERS = {"bash": _bash, "zsh": _zsh, "fish": _fish, "powershell": _powershell}


class _Table:
    """The table created by `table.py` from the app; only the required sections are read."""

    def __init__(self) -> None:
        # importing pathlib takes longer than all this
        path = os.path.join(os.path.dirname(__file__), "table.txt")  # noqa: PTH118, PTH120
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            self._text = file.read()

    def section(self, name: str) -> list[list[str]]:
        """Return the rows of a section: a command's, or a kind's in `<` and `>`."""
        _, _, rest = self._text.partition(f"\f{name}\n")
        return [row.split("\t") for row in rest.partition("\f")[0].splitlines()]


class _Place:
    """The position in a command line: command, options, and values before the last word."""

    def __init__(self, table: _Table, words: list[str]) -> None:
        self.table = table
        self.given: set[str] = set()
        self.values: list[str] = []
        self.kind = ""
        self.literal = False
        self._go_to("")
        for word in words:
            self._take(word)

    def _go_to(self, path: str) -> None:
        rows = self.table.section(path)
        self.path = path
        self.options = [row for row in rows if row[0][:1] == "-"]
        self.arguments = [row[1] for row in rows if not row[0]]
        self.commands = [(row[0], row[2]) for row in rows if row[0][:1] not in ("", "-")]

    def _take(self, word: str) -> None:
        if self.kind:
            self.kind = ""
        elif word == "--" and not self.literal:
            self.literal = True
        elif word[:1] == "-" and word != "-" and not self.literal:
            name, equals, _ = word.partition("=")
            self.given.add(name)
            self.kind = "" if equals else self.kind_of(name)
        elif self.commands:
            self._go_to(f"{self.path} {word}".strip())
        else:
            self.values.append(word)

    def kind_of(self, option: str) -> str:
        """Return the kind of an option's value; "" for a flag or an unknown option."""
        kinds = (kind for names, kind, _ in self.options if option in names.split(","))
        return next(kinds, "").rstrip("+")

    def next_argument(self) -> str:
        """Return the kind of the next argument; "" if the command takes no more."""
        if len(self.values) < len(self.arguments):
            return self.arguments[len(self.values)].rstrip("+")
        last = self.arguments[-1] if self.arguments else ""
        return last.rstrip("+") if last.endswith("+") else ""

    def open_options(self) -> list[Candidate]:
        """Return the options that can still be given, each by its longest name."""
        return [
            (names.split(",")[0], about)
            for names, kind, about in self.options
            if kind.endswith("+") or not self.given.intersection(names.split(","))
        ]


def complete(words: list[str], typed: str, environment: Mapping[str, str]) -> Found:
    """Complete `typed` after `words`, the first of which is the program."""
    place = _Place(_Table(), words[1:])
    if place.kind:
        return _values(place, place.kind, "", typed, environment)
    name, equals, value = typed.partition("=")
    if equals and name[:2] == "--" and not place.literal:
        return _values(place, place.kind_of(name), f"{name}=", value, environment)
    kind = place.next_argument()
    if not place.literal and (typed[:1] == "-" or not (place.commands or kind)):
        return _starting("option", place.open_options(), "", typed)
    if place.commands:
        return _starting("command", place.commands, "", typed)
    return _values(place, kind, "", typed, environment)


def _values(
    place: _Place, kind: str, before: str, typed: str, environment: Mapping[str, str]
) -> Found:
    """Return the words of a kind: stored ones or, if there are none, its fixed ones."""
    words: list[Candidate] = []
    if kind in STORED:
        from sinch_order_cli.commands.completion.stored import stored

        final = {row[0] for row in place.table.section("<final-state>")}
        words = stored(kind, place.values, typed, environment, final, "--sandbox" in place.given)
        if words:
            return Found(kind, words, before, typed)
    if kind and kind not in PATHS:
        words = [(row[0], row[1]) for row in place.table.section(f"<{kind}>")]
    return _starting(kind, words, before, typed)


def _starting(kind: str, words: list[Candidate], before: str, typed: str) -> Found:
    """Return the words that start with `typed`, in any letter case, and with - for _
    (`toll-free`)."""
    begin = typed.casefold().replace("_", "-")
    found = [pair for pair in words if pair[0].casefold().replace("_", "-").startswith(begin)]
    return Found(kind, found, before, typed)
