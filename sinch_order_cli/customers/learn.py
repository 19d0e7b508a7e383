"""Lessons from the user's corrections: which fact a field of a country takes, never a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sinch_order_cli.customers.model import Lesson
from sinch_order_cli.customers.words import bare
from sinch_order_cli.kyc.paths import ROW, join, split, with_rows


def general(path: str, known: Mapping[str, Any]) -> str:
    """Return a field's path in the form's overview, with `*` for rows."""
    return next((join(s) for s in with_rows(split(path)) if join(s) in known), path)


def row_of(path: str, overview: str) -> int | None:
    """Return the row of a path, given its path in the overview; None without rows."""
    for step, general_step in zip(split(path), split(overview), strict=False):
        if general_step == ROW and isinstance(step, int):
            return step if step != ROW else 0
    return None


def lesson_for(
    lessons: Iterable[Lesson], region: str, type: str, path: str, title: str
) -> Lesson | None:
    """Return the lesson for a field; earlier lessons have priority.

    Fields match by path and title. If the form has changed, the title and the last name of the path
    are enough, as the field may have moved.
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
    """Return the lessons with one added, replacing an earlier one for the same field."""
    return [lesson, *untaught(lessons, lesson.region, lesson.type, lesson.path)]


def untaught(lessons: Sequence[Lesson], region: str, type: str, path: str) -> list[Lesson]:
    """Return the lessons without those for a field."""
    return [one for one in lessons if (one.region, one.type, one.path) != (region, type, path)]
