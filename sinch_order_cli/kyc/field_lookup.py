"""Which field is meant: a path or name that a person typed, or a server's words for a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import structs

from sinch_order_cli.kyc.model import Field, Section
from sinch_order_cli.kyc.paths import ROW, Step, Steps, join, split, with_rows
from sinch_order_cli.kyc.server_paths import places_in, spellings

_PREFIXES = ("requestdetails", "data", "body", "registration", "$", "#", "")
_LONGEST = 500

Test = Callable[[Steps, Field], bool]


class Names:
    """Finds fields of one form.

    Args:
        overview: every field, rows as `*`.
        questions: those that are asked for the answers at hand; they are preferred.
    """

    def __init__(self, overview: Iterable[Section], questions: Iterable[Section]) -> None:
        self._patterns = _by_steps(overview)
        self._asked = _by_steps(questions)
        self._rest = {
            tuple(0 if step == ROW else step for step in steps): field
            for steps, field in self._patterns.items()
        }

    def typed(self, name: str) -> tuple[str, ...]:
        """The paths that a path, a name, the end of a path, or a title stands for."""
        steps = split(name)
        if exact := self._exact(steps):
            return exact
        folded = name.strip().casefold()
        return self._first_found(
            lambda at, field: field.name == name,
            lambda at, _: at[-len(steps) :] == steps,
            lambda at, field: field.name.casefold() == folded,
            lambda at, field: field.title.casefold() == folded,
        )

    def reported(self, text: str) -> tuple[str, ...]:
        """The paths that a server's `field` stands for, in whatever dialect it is written.

        A container stands for all the fields in it.
        """
        readings = (self._read(parts) for parts in spellings(text[:_LONGEST]))
        return next((found for found in readings if found), ())

    def mentioned(self, sentence: str) -> tuple[str, ...]:
        """The paths of the fields that a server's sentence names; () where only prose is there."""
        for places in places_in(sentence[:_LONGEST]):
            if found := dict.fromkeys(path for place in places for path in self.reported(place)):
                return tuple(found)
        return ()

    def _read(self, tokens: list[str]) -> tuple[str, ...]:
        """The paths that the parts of a server's path stand for."""
        readings = list(_readings(tokens))
        for steps in readings:
            if exact := self._exact(steps):
                return exact
        for steps in readings:
            if respelled := self._respelled(steps):
                return respelled
        for steps in readings:
            if inside := self._first_found(_begins_with(steps)):
                return inside
        steps = readings[-1] if readings else ()
        names, places = _names(steps), [step for step in steps if isinstance(step, int)]
        if not names:
            return ()
        bare = [_bare(name) for name in names]
        is_whole = len(readings) > 1  # it says where the data begin, so no step before is left out
        return self._first_found(
            lambda at, _: is_whole and at[:1] == steps[:1] and _leaves_out_rows(steps, at),
            lambda at, _: at[-len(steps) :] == steps,
            lambda at, _: _ends_with(_names(at), names) and _in_order(places, at),
            lambda at, _: _ends_with(_bare_names(at), bare) and _in_order(places, at),
            lambda at, _: _ends_with(_names(at), names),
            lambda at, _: _ends_with(_bare_names(at), bare),
            lambda at, _: _ends_with(_names(at), names[-1:]) and _in_order(places, at),
            lambda at, _: _ends_with(_bare_names(at), bare[-1:]) and _in_order(places, at),
            lambda at, _: _ends_with(_names(at), names[-1:]),
            lambda _, field: _bare(field.name) == bare[-1] or _bare(field.title) == bare[-1],
        )

    def _exact(self, steps: Steps) -> tuple[str, ...]:
        """The path itself where a field stands there; with `*` in it, the path for every row."""
        if ROW in steps:
            return self._first_found(lambda at, _: _fits(steps, at))
        found = self._asked.get(steps) or find(self._patterns, steps)
        return (found.path,) if found else ()

    def _respelled(self, steps: Steps) -> tuple[str, ...]:
        """The path itself where its field is written in another case."""
        for at in self._patterns:
            if len(at) == len(steps) and ROW not in steps and all(map(_is_like, steps, at)):
                own = zip(steps, at, strict=True)
                return (join(tuple(one if isinstance(one, int) else name for one, name in own)),)
        return ()

    def _first_found(self, *tests: Test) -> tuple[str, ...]:
        """What the first test finds that finds anything, among the fields that are asked first."""
        for test in tests:
            for fields in (self._asked, self._rest):
                if found := tuple(join(at) for at, field in fields.items() if test(at, field)):
                    return found
        return ()


def find(patterns: Mapping[Steps, Field], steps: Steps) -> Field | None:
    """The field of an overview at these steps, with its path as concrete as they are."""
    for general in with_rows(steps):
        if general in patterns:
            return structs.replace(patterns[general], path=join(steps))
    return None


def _by_steps(sections: Iterable[Section]) -> dict[Steps, Field]:
    return {split(field.path): field for section in sections for field in section.fields}


def _readings(tokens: list[str]) -> Iterator[Steps]:
    """The steps, and those without each word that only says where the data begin."""
    while tokens:
        yield tuple(_step(token) for token in tokens)
        if _bare(tokens[0]) not in _PREFIXES:
            return
        tokens = tokens[1:]


def _step(token: str) -> Step:
    return int(token) if token.isascii() and token.isdigit() and len(token) < 10 else token


def _names(steps: Steps) -> list[str]:
    return [step for step in steps if isinstance(step, str)]


def _bare_names(steps: Steps) -> list[str]:
    return [_bare(name) for name in _names(steps)]


def _bare(name: str) -> str:
    """`vat_number`, `vat-number` and `vatNumber` are one name."""
    return re.sub(r"[\W_]", "", name).casefold()


def _is_like(step: Step, general: Step) -> bool:
    """Whether a server's step may be a step of an overview, in which rows are `*`."""
    if isinstance(step, str) and isinstance(general, str):
        return _bare(step) == _bare(general)
    return step == general or (general == ROW and isinstance(step, int))


def _begins_with(steps: Steps) -> Test:
    return lambda at, _: at[: len(steps)] == steps


def _ends_with(names: list[str], wanted: list[str]) -> bool:
    return bool(wanted) and names[-len(wanted) :] == wanted


def _in_order(places: list[int], at: Steps) -> bool:
    """Whether the numbers occur in the path in this order; a server may leave some out."""
    rest = iter(step for step in at if isinstance(step, int))
    return all(place in rest for place in places)


def _leaves_out_rows(steps: Steps, at: Steps) -> bool:
    """Whether the path is these steps with nothing but numbers between them."""
    rest = iter(at)
    return all(step in rest for step in steps) and _names(steps) == _names(at)


def _fits(steps: Steps, at: Steps) -> bool:
    return len(steps) == len(at) and all(
        one == other or (one == ROW and isinstance(other, int))
        for one, other in zip(steps, at, strict=True)
    )
