"""Convert field descriptions to the keywords of JSON Schema.

Form generators have their own words for choices, types, order and hidden fields. They are converted
to the keywords that `reader.py` parses. Unreadable ones stay, and are noted there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sinch_order_cli.kyc.parse import keywords, texts

DOCUMENT = "@document"
"""The type that `to_keywords` gives to a field for a document."""

_CHOICES = ("options", "choices", "values", "allowedValues", "titleMap", "enumOptions")
_TITLES = (
    *("enumNames", "x-enumNames", "x-enum-names", "ui:enumNames", "enumTitles", "x-enumTitles"),
    *("enumLabels", "x-enumLabels", "enumDescriptions", "x-enumDescriptions"),
    *("x-enum-descriptions", "enum-varnames", "x-enum-varnames", "x-enumVarnames"),
)
"""Keywords with titles for the values of `enum`, most readable first."""

_VALUE = ("value", "const", "id", "key", "code")
_TITLE = ("label", "title", "name", "text", "displayName", "display", "description")
_GROUP = ("options", "choices", "values", "children")
_OF_LAYOUT = {"format", "inline", "rows", "columns", "widget", "multi", "placeholder", "label"}
_SEVERAL = {"multiselect", "multichoice", "multiplechoice", "checkboxes", "checkboxgroup", "tags"}
_DOCUMENTS = {"file", "files", "document", "documents", "attachment", "attachments", "upload"} | {
    "fileupload",
    "uploadfile",
    "image",
}
_HIDES = ("hidden", "x-hidden", "readOnly", "readonly", "isHidden")
_SHOWS = ("visible", "x-visible", "isVisible")
ORDER = ("propertyOrder", "ui:order", "x-order", "order")

Choices = list[tuple[Any, str]]
"""Values with their titles."""


def to_keywords(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the description with texts, choices and type in JSON Schema's keywords."""
    found = dict(raw)
    for key in ("title", "label", "description", "help", "placeholder", "x-placeholder"):
        if key in found:
            found[key] = texts.plain(found[key])
    for key in ("message", "messages", "errorMessage"):
        if key in found:
            found[key] = _messages(found[key])
    _spell_choices(found)
    _spell_type(found)
    if _is_hidden(raw):
        for key in (*_HIDES, *_SHOWS):
            found.pop(key, None)
        found["@hidden"] = True
    elif any(isinstance(found.get(key), bool) for key in (*_HIDES, *_SHOWS)):
        found = {k: v for k, v in found.items() if k not in (*_HIDES, *_SHOWS) or v not in (0, 1)}
    return found


def in_order(
    raw: Mapping[str, Any], entries: Iterable[tuple[str, Any]]
) -> Sequence[tuple[str, Any]]:
    """Return the members of an object in the form's order: by a list of names, or by a number in
    each. Members without either come last."""
    lists: list[list[Any]] = [raw[key] for key in ORDER if isinstance(raw.get(key), list)]
    listed = lists[0] if lists else []
    names = [name for name in listed if isinstance(name, str)]
    rest = names.index("*") if "*" in names else len(names)
    places = {name: place for place, name in enumerate(names)}

    def rank(entry: tuple[str, Any]) -> tuple[int, float]:
        return places.get(entry[0], rest), _place(entry[1])

    return sorted(entries, key=rank)


def _place(spec: Any) -> float:
    for key in ORDER if isinstance(spec, Mapping) else ():
        try:
            return keywords.number(spec.get(key))
        except keywords.Unreadable:
            continue
    return float("inf")


def _messages(raw: Any) -> Any:
    """Convert error texts, one or by keyword, to plain text in one language."""
    if isinstance(raw, Mapping) and not texts.is_by_language(raw):
        return {key: texts.plain(text) for key, text in raw.items()}
    return texts.plain(raw)


def _is_hidden(raw: Mapping[str, Any]) -> bool:
    """Return True if the form hides the field or makes it read-only."""
    options = raw.get("ui:options")
    widgets = [raw.get("ui:widget"), raw.get("widget"), raw.get("type"), raw.get("format")]
    widgets.append(options.get("widget") if isinstance(options, Mapping) else None)
    return (
        any(raw.get(key) is True for key in _HIDES)
        or any(raw.get(key) is False for key in _SHOWS)
        or any(isinstance(one, str) and one.lower() == "hidden" for one in widgets)
    )


def _spell_type(raw: dict[str, Any]) -> None:
    """Replace a type unknown to JSON Schema, by its name and the presence of choices."""
    word = raw["type"] if isinstance(raw.get("type"), str) else ""
    name = "".join(letter for letter in word.lower() if letter.isalnum())
    listed = bool(raw.get("enum"))
    if listed and (name in _SEVERAL or (_is_several(raw, name) and name != "array")):
        raw["type"] = "array"
        raw.pop("multiple", None)
    elif word.lower() == "hidden":
        del raw["type"]
    elif name in _DOCUMENTS and "properties" not in raw:
        raw["type"] = DOCUMENT
    elif listed and word and not _is_known(word):
        del raw["type"]


def _is_several(raw: Mapping[str, Any], name: str) -> bool:
    """Return True if several choices may be selected, by the keywords beside them."""
    boxes = name == "checkbox" and any(isinstance(value, str) for value in raw["enum"])
    return boxes or raw.get("multiple") is True


def _is_known(word: str) -> bool:
    try:
        keywords.types(word)
    except keywords.Unreadable:
        return False
    return True


def _spell_choices(raw: dict[str, Any]) -> None:
    """Convert the choices to `enum` and `enumNames`."""
    whole_numbers = raw.get("type") in ("integer", "int", "long", "number")
    listed = raw.get("enum")
    found = _enum(raw, whole_numbers) if listed is not None else None
    titles = _titles(raw, [value for value, _ in found or ()])
    for key in _CHOICES:
        value = raw.get(key)
        if value is None or (isinstance(value, Mapping) and not _names_values(key, value)):
            continue
        others = _choices(value, whole_numbers)
        if others is None:
            continue
        del raw[key]
        if found is None:
            found = others
            titles = _titles(raw, [one for one, _ in found])
        else:
            named = {_key(one): title for one, title in others if title}
            found = [(one, title or named.get(_key(one), "")) for one, title in found]
    for key in _TITLES:
        raw.pop(key, None)
    if found is None:
        return
    found = _each_once((one, title or titles.get(_key(one), "")) for one, title in found)
    if not found:
        return
    raw["enum"] = [one for one, _ in found]
    if any(title for _, title in found):
        raw["enumNames"] = [texts.plain(title) or None for _, title in found]


def _enum(raw: Mapping[str, Any], whole_numbers: bool) -> Choices | None:
    """Parse `enum`, whose values, unlike other lists of choices, may be lists and objects."""
    listed = raw["enum"]
    if isinstance(listed, list) and listed:
        pairs = all(isinstance(one, Mapping) and one.keys() & {*_VALUE} for one in listed)
        if not pairs or raw.get("type") == "object" or all(len(one) == 1 for one in listed):
            return [(one, "") for one in listed]
    return _choices(listed, whole_numbers)


def _names_values(key: str, value: Mapping[str, Any]) -> bool:
    """Return True if a map gives titles to values, False if it configures the display."""
    return key == "titleMap" or (
        not value.keys() & _OF_LAYOUT
        and not texts.is_by_language(value)
        and all(isinstance(one, str) or texts.is_by_language(one) for one in value.values())
    )


def _choices(raw: Any, whole_numbers: bool) -> Choices | None:
    """Parse values and titles ("" for none); None if these are not choices."""
    if isinstance(raw, Mapping):
        return _of_map(raw, whole_numbers)
    if not isinstance(raw, list) or not raw:
        return None
    if all(isinstance(one, Mapping | list) for one in raw):
        found = [choice for one in raw for choice in _of_entry(one)]
        return found if len(found) >= len(raw) else None
    return [(one, "") for one in raw]


def _of_map(raw: Mapping[str, Any], whole_numbers: bool) -> Choices | None:
    """Parse `{value: title}`, or `{title: value}` if the members are numbers."""
    found: Choices = []
    for name, one in raw.items():
        title = texts.in_one_language(one)
        if isinstance(title, Mapping):
            title = next((title[key] for key in _TITLE if key in title), "")
        if isinstance(title, int | float) and not isinstance(title, bool):
            found.append((title, str(name)))
        elif isinstance(title, str):
            value = int(name) if whole_numbers and str(name).isdecimal() else str(name)
            found.append((value, title))
        else:
            return None
    return found or None


def _of_entry(entry: Any) -> Iterator[tuple[Any, str]]:
    """Parse one entry of a list: a value with its title, a pair of both, or a group of them."""
    if isinstance(entry, list):
        if len(entry) == 2 and _is_value(entry[0]) and isinstance(entry[1], str):
            yield entry[0], entry[1]
        return
    inner = next((entry[key] for key in _GROUP if isinstance(entry.get(key), list)), None)
    if inner is not None:
        yield from _choices(inner, False) or ()
        return
    if {"type", "properties", "required"} & entry.keys():
        return  # this is a field
    titles = [texts.in_one_language(entry[key]) for key in _TITLE if key in entry]
    title = next((one for one in titles if isinstance(one, str)), "")
    for key in (*_VALUE, "name", "label", "title", "text"):
        if key in entry:
            if _is_value(entry[key]):
                yield entry[key], title
            return


def _is_value(raw: Any) -> bool:
    return raw is None or isinstance(raw, str | int | float)


def _titles(raw: Mapping[str, Any], values: list[Any]) -> dict[Any, str]:
    """Map the values to titles given beside `enum`."""
    for key in _TITLES:
        told = raw.get(key)
        if isinstance(told, Mapping) and not texts.is_by_language(told):
            named = {str(name): texts.in_one_language(text) for name, text in told.items()}
            told = [named.get(str(value)) for value in values]
        if isinstance(told, list) and len(told) == len(values):
            told = [texts.in_one_language(text) for text in told]
            return {
                _key(value): str(text)
                for value, text in zip(values, told, strict=True)
                if text is not None and not isinstance(text, Mapping)
            }
    return {}


def _each_once(found: Iterable[tuple[Any, str]]) -> Choices:
    known: set[Any] = set()
    once: Choices = []
    for value, title in found:
        if _is_value(value):
            if _key(value) in known:
                continue
            known.add(_key(value))
        once.append((value, title))
    return once


def _key(value: Any) -> Any:
    """Return a key that distinguishes values as JSON does: `true` is not 1."""
    return (isinstance(value, bool), value) if _is_value(value) else id(value)
