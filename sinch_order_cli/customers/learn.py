"""What the user corrects, for a field of a country: remembered as place and fact, never a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sinch_order_cli.customers.model import Lesson
from sinch_order_cli.customers.words import bare
from sinch_order_cli.kyc.paths import ROW, join, split, with_rows


def general(path: str, known: Mapping[str, Any]) -> str:
    """The path of a field in the form's overview, with `*` for its rows."""
    return next((join(s) for s in with_rows(split(path)) if join(s) in known), path)


def row_of(path: str, overview: str) -> int | None:
    """The row that a path is in, by the path of the overview; None where there are no rows."""
    for step, general_step in zip(split(path), split(overview), strict=False):
        if general_step == ROW and isinstance(step, int):
            return step if step != ROW else 0
    return None


def lesson_for(
    lessons: Iterable[Lesson], region: str, type: str, path: str, title: str
) -> Lesson | None:
    """What was taught for a field, the first lesson going before the later ones.

    By path and title. Where the form has changed, by title alone if the last name of the path is
    the same: a field that moved is still that field.
    """
    moved = None
    for lesson in lessons:
        if (lesson.region, lesson.type) != (region, type):
            continue
        same_title = bare(lesson.title) == bare(title)
        if lesson.path == path and same_title:
            return lesson
        same_name = split(lesson.path)[-1:] == split(path)[-1:]
        if moved is None and same_title and same_name:
            moved = lesson
    return moved


def taught(lessons: Sequence[Lesson], lesson: Lesson) -> list[Lesson]:
    """The lessons with one more, in the place of an earlier one about the same field."""
    return [lesson, *untaught(lessons, lesson.region, lesson.type, lesson.path)]


def untaught(lessons: Sequence[Lesson], region: str, type: str, path: str) -> list[Lesson]:
    """The lessons without those about a field."""
    return [one for one in lessons if (one.region, one.type, one.path) != (region, type, path)]
