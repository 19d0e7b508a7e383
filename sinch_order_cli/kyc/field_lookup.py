"""Find the field meant by a typed path or name, or by a server's description of a place."""

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
        overview: every field, with `*` for rows.
        questions: the fields asked for the current answers, which are preferred.
    """

    def __init__(self, overview: Iterable[Section], questions: Iterable[Section]) -> None:
        self._patterns = _by_steps(overview)
        self._asked = _by_steps(questions)
        self._rest = {
            tuple(0 if step == ROW else step for step in steps): field
            for steps, field in self._patterns.items()
        }

    def typed(self, name: str) -> tuple[str, ...]:
        """Return the paths for a path, a name, the end of a path, or a title."""
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
        """Return the paths for a server's `field`, in any of its notations.

        A container stands for all the fields in it.
        """
        readings = (self._read(parts) for parts in spellings(text[:_LONGEST]))
        return next((found for found in readings if found), ())

    def mentioned(self, sentence: str) -> tuple[str, ...]:
        """Return the paths of the fields named in a server's sentence; () if it names none."""
        for places in places_in(sentence[:_LONGEST]):
            if found := dict.fromkeys(path for place in places for path in self.reported(place)):
                return tuple(found)
        return ()

    def _read(self, tokens: list[str]) -> tuple[str, ...]:
        """Return the paths for the parts of a server's path."""
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
        is_whole = len(readings) > 1  # a prefix marks the start of the data, so no step was omitted
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
        """Return the path itself if a field has it; a path with `*` gives the paths of every
        row."""
        if ROW in steps:
            return self._first_found(lambda at, _: _fits(steps, at))
        found = self._asked.get(steps) or find(self._patterns, steps)
        return (found.path,) if found else ()

    def _respelled(self, steps: Steps) -> tuple[str, ...]:
        """Return the path if a field has it in another letter case."""
        for at in self._patterns:
            if len(at) == len(steps) and ROW not in steps and all(map(_is_like, steps, at)):
                own = zip(steps, at, strict=True)
                return (join(tuple(one if isinstance(one, int) else name for one, name in own)),)
        return ()

    def _first_found(self, *tests: Test) -> tuple[str, ...]:
        """Return the matches of the first test that has any; fields asked now are searched
        first."""
        for test in tests:
            for fields in (self._asked, self._rest):
                if found := tuple(join(at) for at, field in fields.items() if test(at, field)):
                    return found
        return ()


def find(patterns: Mapping[Steps, Field], steps: Steps) -> Field | None:
    """Return the field of an overview at these steps, with a concrete path, or None."""
    for general in with_rows(steps):
        if general in patterns:
            return structs.replace(patterns[general], path=join(steps))
    return None


def _by_steps(sections: Iterable[Section]) -> dict[Steps, Field]:
    return {split(field.path): field for section in sections for field in section.fields}


def _readings(tokens: list[str]) -> Iterator[Steps]:
    """Yield the steps, and the steps without each prefix that only marks the start of the data."""
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
    """Normalise a name, so that `vat_number`, `vat-number` and `vatNumber` are equal."""
    return re.sub(r"[\W_]", "", name).casefold()


def _is_like(step: Step, general: Step) -> bool:
    """Return True if a server's step matches a step of an overview, in which rows are `*`."""
    if isinstance(step, str) and isinstance(general, str):
        return _bare(step) == _bare(general)
    return step == general or (general == ROW and isinstance(step, int))


def _begins_with(steps: Steps) -> Test:
    return lambda at, _: at[: len(steps)] == steps


def _ends_with(names: list[str], wanted: list[str]) -> bool:
    return bool(wanted) and names[-len(wanted) :] == wanted


def _in_order(places: list[int], at: Steps) -> bool:
    """Return True if the path contains the numbers in this order; a server may omit some."""
    rest = iter(step for step in at if isinstance(step, int))
    return all(place in rest for place in places)


def _leaves_out_rows(steps: Steps, at: Steps) -> bool:
    """Return True if the path equals these steps except for additional row numbers."""
    rest = iter(at)
    return all(step in rest for step in steps) and _names(steps) == _names(at)


def _fits(steps: Steps, at: Steps) -> bool:
    return len(steps) == len(at) and all(
        one == other or (one == ROW and isinstance(other, int))
        for one, other in zip(steps, at, strict=True)
    )
