"""An answers file that explains itself: beside each answer a note on what is allowed there.

JSON has no comments, so a note is a member whose name begins with `//`. Reading answers leaves
these members out, so that the file feeds back as it is, notes and all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sinch_order_cli.kyc import messages
from sinch_order_cli.kyc.model import Field, Section
from sinch_order_cli.kyc.paths import ROW, Step, Steps, join, split
from sinch_order_cli.kyc.problems import example_of

MARK = "//"

Notes = dict[Steps, str]
"""Notes by the place of what they are about."""


def annotated(blank: Any, sections: Sequence[Section]) -> Any:
    """Blank answers with a note before each answer, and one at the head of each section.

    What is said of the entries of a list stands at the list. Where there is no object to hold a
    note (a form that is a list of bare values) there is none.
    """
    notes: Notes = {}
    for section in sections:
        steps = _first_row(split(section.path))
        bare = section.repeatable and all(split(f.path)[-1] == ROW for f in section.fields)
        if bare:
            _add(notes, steps, _head(section))
        else:
            _add(notes, (*steps, *([0] if section.repeatable else []), MARK), _head(section))
        for field in section.fields:
            at = _first_row(split(field.path))
            while at and isinstance(at[-1], int):
                at = at[:-1]
            _add(notes, at, _about(field))
    return _with_notes(blank, (), notes)


def _add(notes: Notes, steps: Steps, note: str) -> None:
    notes[steps] = f"{notes[steps]}; {note}" if steps in notes else note


def without_notes(data: Any, known: Collection[Step]) -> Any:
    """The data without notes. `known`: names of the form, which are kept however they begin."""
    if isinstance(data, Mapping):
        return {
            name: without_notes(member, known)
            for name, member in data.items()
            if not str(name).startswith(MARK) or name in known
        }
    return [without_notes(member, known) for member in data] if isinstance(data, list) else data


def _with_notes(data: Any, steps: Steps, notes: Notes) -> Any:
    if isinstance(data, list):
        return [_with_notes(entry, (*steps, at), notes) for at, entry in enumerate(data)]
    if not isinstance(data, Mapping):
        return data
    out: dict[str, Any] = {}
    if (*steps, MARK) in notes:
        out[MARK] = notes[(*steps, MARK)]
    for name, member in data.items():
        if (*steps, name) in notes:
            out[f"{MARK} {name}"] = notes[(*steps, name)]
        out[name] = _with_notes(member, (*steps, name), notes)
    return out


def _first_row(steps: Steps) -> Steps:
    return tuple(0 if step == ROW else step for step in steps)


def _head(section: Section) -> str:
    rows = f"{rows_of(section)}: copy this one to add another"
    said = [section.title, optional_section(section), section.description]
    return _sentences([*said, *([rows] if section.repeatable else [])])


def _about(field: Field) -> str:
    need, *others = described(field)
    path = join(_first_row(split(field.path)))
    about = [field.title, need or "required", field.description, *others]
    return f"{path}: {_sentences(about)}"


def _sentences(parts: Sequence[str]) -> str:
    told = [part.strip().rstrip(".") for part in parts if part.strip()]
    return ". ".join(part[0].upper() + part[1:] for part in told)


def described(field: Field) -> list[str]:
    """What is to be known of a field beside its title and description, in words.

    First whether it may be left empty ("" where not), then what is allowed and an example, as far
    as there are any.
    """
    need = "" if field.required else optional_words(field)
    allowed = field.allowed
    if len(field.choices) > messages.LISTED_CHOICES:
        allowed += f": {', '.join(map(messages.named, field.choices))}"
    if field.kind == "consent":
        allowed = "must be confirmed (true)"
    example = example_of(field)
    return [
        "asked depending on other answers" if field.conditional else need,
        *([allowed] if allowed else []),
        *([f"for example {example}"] if example and example not in allowed else []),
    ]


def optional_words(field: Field) -> str:
    """What is said of a field that need not be answered by itself."""
    if field.instead:
        return f"this or {' or '.join(field.instead)} is required"
    return "optional"


def optional_section(section: Section) -> str:
    """What is said of a section that may be left out as a whole; "" of all others."""
    return "optional section" if section.optional else ""


def rows_of(section: Section) -> str:
    """How many rows a section takes."""
    low, high = section.min_rows, section.max_rows
    if high is None:
        return f"{low} or more entries" if low else "any number of entries"
    if low == high:
        return "1 entry" if low == 1 else f"{low} entries"
    return f"{low} to {high} entries"
