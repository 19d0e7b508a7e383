"""Lessons from the user's corrections: which fact a field of a country takes, never a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sinch_order_cli.customers.model import Lesson
from sinch_order_cli.customers.words import bare
from sinch_order_cli.kyc import Form
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


def titles_of(form: Form) -> dict[str, str]:
    """Return the title of each field of a form, by its path in the overview."""
    return {field.path: field.title for section in form.sections for field in section.fields}


def lesson_for(
    lessons: Iterable[Lesson],
    place: tuple[str, str],
    path: str,
    title: str,
    titles: Mapping[str, str],
) -> Lesson | None:
    """Return the lesson for a field; earlier lessons have priority.

    Fields match by path and title. If the form no longer has the field of a lesson, the title and
    the last name of the path are enough, as it may have moved; but not if several fields have them,
    which may be different people's.

    Args:
        place: the country and type of the form.
        titles: those of all its fields, from `titles_of`.
    """
    is_one = not any(_is_alike(one, titles[one], path, title) for one in titles if one != path)
    moved = None
    for lesson in lessons:
        if (lesson.region, lesson.type) != place:
            continue
        if not _is_alike(lesson.path, lesson.title, path, title):
            continue
        if lesson.path == path:
            return lesson
        if moved is None and is_one:
            moved = lesson
    return moved


def _is_alike(path: str, title: str, other: str, other_title: str) -> bool:
    """Return True if two fields have the same title and last name."""
    return bare(title) == bare(other_title) and split(path)[-1:] == split(other)[-1:]


def taught(lessons: Sequence[Lesson], lesson: Lesson) -> list[Lesson]:
    """Return the lessons with one added, replacing an earlier one for the same field."""
    return [lesson, *untaught(lessons, lesson.region, lesson.type, lesson.path)]


def untaught(lessons: Sequence[Lesson], region: str, type: str, path: str) -> list[Lesson]:
    """Return the lessons without those for a field."""
    return [one for one in lessons if (one.region, one.type, one.path) != (region, type, path)]
