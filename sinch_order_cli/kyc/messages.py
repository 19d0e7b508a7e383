"""Sentences for the user: the values a field accepts, and the problem with an answer.

None repeats the answer itself. It is shown beside the sentence, and sensitive answers should be
shown as rarely as possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sinch_order_cli.kyc import pattern_words
from sinch_order_cli.kyc.model import Choice, Kind
from sinch_order_cli.kyc.schema import formats
from sinch_order_cli.kyc.schema.outcome import Violation
from sinch_order_cli.kyc.schema.schema import Schema, choices_of, shown

LISTED_CHOICES = 12

_OF_KIND: dict[str, str] = {
    "boolean": "yes or no",
    "consent": "yes",
    "integer": "a whole number",
    "number": "a number",
    "json": "JSON",
}
_OF_TYPE = {
    "null": "nothing",
    "boolean": "yes or no (true or false)",
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "array": "a list",
    "object": "a group of answers",
}


def allowed(merged: Schema, kind: Kind, options: Sequence[Choice]) -> str:
    """Describe the accepted values; "" if any text is accepted."""
    if options and kind in ("choice", "choices"):
        listed = one_of(options)
        if kind == "choice":
            return listed
        bounds = count_words(merged, "minItems", "maxItems", "choice", "choices")
        return f"{bounds or 'any'} of: {listed.removeprefix('one of ')}"
    found = [_OF_KIND[kind]] if kind in _OF_KIND else []
    if "@document" in merged:
        found.append("a document")
    if form := formats.WORDS.get(merged.get("format", "")):
        found.append(form)
    pattern = merged.get("pattern", "")
    found.append(pattern_words.in_words(pattern))
    if not pattern_words.counts(pattern):
        found.append(count_words(merged, "minLength", "maxLength", "character", "characters"))
    found.append(range_words(merged))
    if "multipleOf" in merged:
        found.append(f"a multiple of {shown(merged['multipleOf'])}")
    return ", ".join(part for part in found if part)


def one_of(options: Sequence[Choice]) -> str:
    """List the choices, or their number if there are many."""
    if len(options) > LISTED_CHOICES:
        return f"one of {len(options)} choices"
    if len(options) == 1:
        return f"only {named(options[0])}"
    return "one of " + ", ".join(map(named, options))


def named(choice: Choice) -> str:
    """Return a choice's value as written in a file, with its title if that adds information."""
    value = shown(choice.value)
    return value if value.casefold() == choice.title.casefold() else f"{value} = {choice.title}"


def count_words(schema: Schema, low_key: str, high_key: str, one: str, many: str) -> str:
    """Return a count such as "2 to 100 characters", or "" without limits."""
    low, high = schema.get(low_key, 0), schema.get(high_key)
    if high is None:
        return f"at least {low} {one if low == 1 else many}" if low else ""
    if low == high:
        return f"exactly {low} {one if low == 1 else many}"
    return f"{low} to {high} {many}" if low else f"up to {high} {one if high == 1 else many}"


def range_words(schema: Schema, *, between: str = "") -> str:
    """Return a range such as "1 to 100" or "more than 0, at most 100", or "" without limits."""
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if low is not None and high is not None and above is None and below is None:
        return f"{between}{shown(low)} to {shown(high)}"
    bounds = (("at least", low), ("more than", above), ("at most", high), ("less than", below))
    return ", ".join(f"{word} {shown(bound)}" for word, bound in bounds if bound is not None)


MISSING_ANSWER = "Answer missing."


def sentence(violation: Violation) -> str:
    """Describe the problem and the accepted values, in the form's own words if it has any."""
    own = violation.schema.get("@messages", {})
    text = own.get(violation.keyword) or (own.get("*") if violation.keyword != "required" else "")
    return text or _sentence(violation.keyword, violation.schema, violation.value)


def _sentence(keyword: str, schema: Schema, value: Any) -> str:
    if keyword == "required" or (value is None and keyword == "type"):
        return MISSING_ANSWER
    if keyword == "type":
        return (
            f"Must be {' or '.join(_OF_TYPE[name] for name in schema['type'] if name != 'null')}."
        )
    if keyword in ("enum", "const", "oneOf", "anyOf"):
        return _of_choice(schema, keyword)
    if keyword in ("minLength", "maxLength"):
        wanted = count_words(schema, "minLength", "maxLength", "character", "characters")
        return f"Must be {wanted}; yours has {len(value)}."
    if keyword in ("minItems", "maxItems"):
        wanted = count_words(schema, "minItems", "maxItems", "entry", "entries")
        return f"Must be {wanted}; yours has {len(value)}."
    if keyword in ("minProperties", "maxProperties"):
        wanted = count_words(schema, "minProperties", "maxProperties", "answer", "answers")
        return f"Must be {wanted}; yours has {len(value)}."
    if keyword == "pattern":
        return _of_pattern(schema)
    if keyword == "format":
        return f"Must be {formats.WORDS[schema['format']]}."
    if keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        return f"Must be a number {range_words(schema, between='from ')}."
    return _OTHERS.get(keyword, "This value isn't accepted.").format(
        of=shown(schema.get("multipleOf", ""))
    )


def one_branch(titles: Sequence[str]) -> str:
    """Return the sentence for alternatives of which one must be answered and none is."""
    *others, last = dict.fromkeys(filter(None, titles))
    return f"{', '.join(others)} or {last} is required." if others else MISSING_ANSWER


def only_one_branch(titles: Sequence[str]) -> str:
    """Return the sentence for alternatives of which more than one is answered."""
    return f"Give only one of {', '.join(dict.fromkeys(filter(None, titles)))}."


def _of_pattern(schema: Schema) -> str:
    """Describe a pattern in words, or else by an example, or else as the form writes it."""
    if told := pattern_words.in_words(schema["pattern"]):
        return f"Must be {told}."
    if examples := schema.get("examples"):
        return f"Must have the same form as {shown(examples[0])}."
    return f"Must match the pattern {schema['pattern']}"


_OTHERS = {
    "multipleOf": "Must be a multiple of {of}.",
    "uniqueItems": "The same entry appears more than once.",
    "not": "Not allowed here.",
    "propertyNames": "This name isn't allowed here.",
    "contains": "A required entry is missing.",
}


def _of_choice(schema: Schema, keyword: str) -> str:
    options = choices_of({keyword: schema[keyword]})
    if not options:
        return "Doesn't match any accepted form of this answer."
    if all(choice.value is True for choice in options):
        return "Must be yes."
    return f"Must be {one_of(options)}."
