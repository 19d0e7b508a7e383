"""An annotated answers file, with a comment on the allowed values beside each answer.

JSON has no comments, so a comment is a member whose name begins with `//`. Reading answers ignores
these members, so the file can be used unchanged.
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
"""Comments by the place they describe."""


def annotated(blank: Any, sections: Sequence[Section]) -> Any:
    """Add a comment before each blank answer and at the start of each section.

    Comments on the entries of a list are placed at the list. A form that is a list of bare values
    has no object to hold comments, so it has none.
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
    """Remove the comments. Names in `known` belong to the form and are kept even with `//`."""
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
    """Describe a field beyond its title and description.

    Returns:
        Whether it is optional ("" if required), then the allowed values and an example, if any.
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
    """Describe a field that is not required on its own."""
    if field.instead:
        return f"this or {' or '.join(field.instead)} is required"
    return "optional"


def optional_section(section: Section) -> str:
    """Describe an optional section; "" for all others."""
    return "optional section" if section.optional else ""


def rows_of(section: Section) -> str:
    """Describe the number of rows that a section accepts."""
    low, high = section.min_rows, section.max_rows
    if high is None:
        return f"{low} or more entries" if low else "any number of entries"
    if low == high:
        return "1 entry" if low == 1 else f"{low} entries"
    return f"{low} to {high} entries"
