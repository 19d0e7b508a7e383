"""Random forms and random answers: what must hold whatever a country sends.

The checker is held against the jsonschema library, and for lists of rules against a small check
that is written here and knows nothing of the one under test.
"""

from __future__ import annotations

import re
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from msgspec import UNSET

from sinch_order_cli.kyc import MISSING, Form, get, put, read_form
from sinch_order_cli.kyc.paths import join, split

NAMES = ["a", "b", "c"]
TEXTS = ["", "x", "ab", "AB", "abc 12", "1234", "a@b.co", "2024-02-29", "2024-02-30", "ü"]
SCALARS = st.one_of(
    st.sampled_from(TEXTS),
    st.integers(-3, 8),
    st.sampled_from([0.5, 1.0, 2.5, -1.25]),
    st.booleans(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=6,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)
WORDS_OF_FORMS = """
    fields attachments rules template properties items type required enum name title const $ref
    allOf anyOf oneOf not if then else pattern format minLength minimum minItems default $defs
    message x-placeholder prefixItems dependentRequired dependentSchemas id array object string
    #/$defs/a # contains additionalProperties uniqueItems multipleOf integer
"""
FORM_WORDS = st.sampled_from(WORDS_OF_FORMS.split())
FORM_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | FORM_WORDS | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FORM_WORDS, inner, max_size=5),
    max_leaves=30,
)


def _some(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Any selection of these keywords."""
    return st.fixed_dictionaries({}, optional=keywords)


SIZES = st.integers(0, 4)
TEXT_SCHEMAS = st.builds(
    lambda keywords: {"type": "string", **keywords},
    _some(
        minLength=SIZES,
        maxLength=SIZES,
        pattern=st.sampled_from(["^[0-9]{4}$", "^[A-Z]{2}$", "b", "^[a-z]+$"]),
        format=st.sampled_from(["date", "email"]),
        title=st.sampled_from(["Title", "Other"]),
        default=st.sampled_from(TEXTS),
    ),
)
NUMBER_SCHEMAS = st.builds(
    lambda kind, keywords: {"type": kind, **keywords},
    st.sampled_from(["integer", "number"]),
    _some(
        minimum=st.integers(-2, 4),
        maximum=st.integers(0, 8),
        exclusiveMinimum=st.integers(-2, 4),
        exclusiveMaximum=st.integers(0, 8),
        multipleOf=st.sampled_from([2, 3, 0.5]),
    ),
)
FIXED_SCHEMAS = st.one_of(
    st.builds(lambda values: {"enum": values}, st.lists(SCALARS, min_size=1, max_size=4)),
    st.builds(lambda value: {"const": value}, SCALARS),
    st.builds(
        lambda values: {"oneOf": [{"const": v, "title": f"Choice {v}"} for v in values]},
        st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3, unique=True),
    ),
    st.just({"type": "boolean"}),
    st.just({"type": ["string", "null"]}),
    st.just({}),
)
SEVERAL_SCHEMAS = st.builds(
    lambda values, beside: {"type": "array", "items": {"enum": values}, **beside},
    st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3, unique=True),
    _some(minItems=st.integers(0, 2), maxItems=st.integers(1, 3), uniqueItems=st.booleans()),
)
REFERENCES = st.sampled_from([{"$ref": "#/$defs/x"}, {"$ref": "#/$defs/y"}, {"$ref": "#"}])
LEAVES = TEXT_SCHEMAS | NUMBER_SCHEMAS | FIXED_SCHEMAS | SEVERAL_SCHEMAS | REFERENCES


def _conditions(leaf: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """What can stand beside the properties of an object."""
    names = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
    small = _some(
        properties=st.dictionaries(st.sampled_from(NAMES), leaf, max_size=2), required=names
    )
    by_name = st.dictionaries(st.sampled_from(NAMES), names, max_size=2)
    return _some(
        required=names,
        additionalProperties=st.booleans(),
        minProperties=st.integers(0, 2),
        maxProperties=st.integers(1, 3),
        patternProperties=st.dictionaries(st.sampled_from(["^a", "b|c"]), leaf, max_size=1),
        propertyNames=st.sampled_from([{"maxLength": 1}, {"pattern": "^[ab]$"}, {"enum": NAMES}]),
        dependentRequired=by_name,
        dependentSchemas=st.dictionaries(st.sampled_from(NAMES), small, max_size=1),
        allOf=st.lists(small, min_size=1, max_size=2),
        anyOf=st.lists(small, min_size=1, max_size=3),
        oneOf=st.lists(small, min_size=1, max_size=3),
        **{"not": small, "if": small, "then": small, "else": small},
    )


def _objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda properties, beside: {"type": "object", "properties": properties, **beside},
        st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=3),
        _conditions(LEAVES),
    )


def _lists(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda items, beside: {"type": "array", "items": items, **beside},
        inner,
        _some(
            minItems=st.integers(0, 2),
            maxItems=st.integers(1, 3),
            uniqueItems=st.booleans(),
            prefixItems=st.lists(LEAVES, min_size=1, max_size=2),
            contains=LEAVES,
            minContains=st.integers(0, 2),
            maxContains=st.integers(1, 2),
        ),
    )


SCHEMAS = st.builds(
    lambda schema, x, y: {**schema, "$defs": {"x": x, "y": y}},
    _objects(st.recursive(LEAVES, lambda inner: _objects(inner) | _lists(inner), max_leaves=4)),
    LEAVES.filter(lambda leaf: "$ref" not in leaf),
    _objects(LEAVES),
)


def _answers(draw: Any, schema: Any, root: dict[str, Any], depth: int = 0) -> Any:
    """Data that mostly have the schema's shape, with some of it wrong."""
    if not isinstance(schema, dict) or depth > 5 or draw(st.integers(0, 11)) == 0:
        return draw(VALUES)
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _answers(draw, root["$defs"].get(name, root), root, depth + 1)
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    if "const" in schema:
        return schema["const"]
    if "oneOf" in schema and "const" in schema["oneOf"][0]:
        return draw(st.sampled_from(schema["oneOf"]))["const"]
    match schema.get("type"):
        case "object":
            members = schema.get("properties", {})
            wanted = schema.get("required", [])
            given_names = [n for n in members if n in wanted or draw(st.booleans())]
            return {name: _answers(draw, members[name], root, depth + 1) for name in given_names}
        case "array":
            first = schema.get("prefixItems", [])
            items = [*first, *[schema["items"]] * 3][: draw(st.integers(0, 3))]
            return [_answers(draw, item, root, depth + 1) for item in items]
        case "string":
            return draw(st.sampled_from(TEXTS))
        case "integer":
            return draw(st.integers(-2, 8))
        case "number":
            return draw(st.sampled_from([0, 2, 2.5, 6, -1.25]))
        case "boolean":
            return draw(st.booleans())
    return draw(SCALARS)


@st.composite
def forms_with_answers(draw: Any) -> tuple[dict[str, Any], Any]:
    schema = draw(SCHEMAS)
    return schema, _answers(draw, schema, schema)


@given(JSON | FORM_LIKE, JSON)
@settings(max_examples=250, deadline=None)
def test_reading_and_asking_never_raise(raw: Any, data: Any) -> None:
    form = read_form(raw)
    _use_all(form, data)


@example([{"fields": None, "pattern": "["}], None)
@given(FORM_LIKE, FORM_LIKE)
@settings(max_examples=250, deadline=None)
def test_a_form_of_form_words_never_raises(fields: Any, data: Any) -> None:
    _use_all(read_form({"fields": fields, "attachments": fields}), data)


def _use_all(form: Form, data: Any) -> None:
    for answers in (data, form.blank(), form.empty(), None):
        form.questions(answers)
        form.check(answers)
        form.tidy(answers)
        form.sendable(answers)
        form.resolve("a", answers)
        form.locate("requestDetails.data[0].a", answers)
    form.as_json()
    for section in form.sections:
        form.copy_row(form.add_row(data, section.path), section.path, 0)
        for field in section.fields:
            assert form.field(field.path) is not None


@given(forms_with_answers())
@settings(max_examples=100, deadline=None)
def test_leaving_a_field_says_what_the_whole_check_says_of_it(
    form_and_answers: tuple[Any, Any],
) -> None:
    raw, data = form_and_answers
    form = read_form({"fields": raw})
    whole = {problem.path: problem for problem in reversed(form.check(data))}
    for section in form.questions(data):
        for field in section.fields:
            value = get(data, field.path, None)
            if field.path and value is not None:
                assert form.check_field(data, field.path, value) == whole.get(field.path)


@given(forms_with_answers())
@settings(max_examples=350, deadline=None)
def test_the_checker_agrees_with_jsonschema(form_and_answers: tuple[Any, Any]) -> None:
    schema, data = form_and_answers
    form = read_form({"fields": schema})
    sent, _ = form.sendable(data)
    theirs = Draft202012Validator(schema, format_checker=FormatChecker(["date", "email"]))
    problems = form.check(data)
    assert (problems == ()) == theirs.is_valid(sent), (problems, sent)


@given(forms_with_answers())
@settings(max_examples=250, deadline=None)
def test_answers_that_pass_are_sent_unchanged(form_and_answers: tuple[Any, Any]) -> None:
    schema, data = form_and_answers
    form = read_form({"fields": schema})
    theirs = Draft202012Validator(schema, format_checker=FormatChecker(["date", "email"]))
    if isinstance(data, dict) and theirs.is_valid(data):
        sent, aside = form.sendable(data)
        assert aside or sent == data
        assert form.tidy(sent)[0] == sent
        assert form.check(sent) == ()


# The list dialect.

FIELDS = st.one_of(
    st.builds(
        lambda keywords: {"type": "string", **keywords},
        _some(
            minLength=SIZES,
            maxLength=SIZES,
            pattern=st.sampled_from(["^[0-9]{4}$", "^[A-Z]{2}$"]),
            message=st.just({"pattern": "The form's own words"}),
        ),
    ),
    st.just({"type": "string", "enum": ["AB", "x", None]}),
    st.just({"type": "boolean", "enum": [None, True]}),
    st.just({"type": "boolean"}),
    st.builds(lambda low: {"type": "integer", "minimum": low}, st.integers(0, 3)),
)


@st.composite
def templates(draw: Any) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    fields = [{"name": name, "required": draw(st.booleans()), **draw(FIELDS)} for name in names]
    template: dict[str, Any] = {"properties": fields}
    if draw(st.booleans()):
        template.update(type="array", minItems=draw(st.integers(0, 2)))
    return template


@st.composite
def rules_with_answers(draw: Any) -> tuple[list[Any], list[Any]]:
    rules = [{"template": one} for one in draw(st.lists(templates(), min_size=1, max_size=3))]

    def row(template: dict[str, Any]) -> dict[str, Any]:
        return {
            field["name"]: draw(
                st.none() | SCALARS if draw(st.integers(0, 5)) == 0 else _fit(field)
            )
            for field in template["properties"]
            if draw(st.integers(0, 6))
        }

    data: list[Any] = []
    for rule in rules:
        template = rule["template"]
        rows = template.get("type") == "array"
        data.append(
            [row(template) for _ in range(draw(st.integers(0, 3)))] if rows else row(template)
        )
    return rules, data


def _fit(field: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "enum" in field:
        return st.sampled_from(field["enum"])
    return {
        "string": st.sampled_from(TEXTS),
        "boolean": st.booleans(),
        "integer": st.integers(0, 5),
    }[field["type"]]


def passes_rule(template: dict[str, Any], entry: Any) -> bool:
    """The list dialect as FACTS.md tells it, in a few lines of its own."""
    if template.get("type") == "array":
        low = template["minItems"]
        while len(entry) > low and entry[-1] and all(v is None for v in entry[-1].values()):
            entry = entry[:-1]  # a row of nulls only, as in blank answers, is not filled in
        return len(entry) >= low and all(_row_passes(template, row) for row in entry)
    return _row_passes(template, entry)


def _row_passes(template: dict[str, Any], row: dict[str, Any]) -> bool:
    return all(_field_passes(f, row.get(f["name"])) for f in template["properties"])


def _field_passes(field: dict[str, Any], value: Any) -> bool:
    if value is None or value == "":
        return not field["required"]
    if field["type"] == "boolean":
        return isinstance(value, bool) and (value or "enum" not in field)
    if field["type"] == "integer":
        whole = isinstance(value, int | float) and not isinstance(value, bool) and value % 1 == 0
        return whole and value >= field["minimum"]
    return (
        isinstance(value, str)
        and ("enum" not in field or value in field["enum"])
        and field.get("minLength", 0) <= len(value) <= field.get("maxLength", 99)
        and re.search(field.get("pattern", ""), value) is not None
    )


@given(rules_with_answers())
@settings(max_examples=300, deadline=None)
def test_the_checker_agrees_with_a_plain_reading_of_the_rules(case: tuple[Any, Any]) -> None:
    rules, data = case
    form = read_form({"fields": {"rules": rules}})
    expected = all(passes_rule(r["template"], e) for r, e in zip(rules, data, strict=True))
    assert (form.check(data) == ()) == expected, form.check(data)


# Blank answers and paths.

ANY_FORM = st.builds(lambda s: {"fields": s}, SCHEMAS) | st.builds(
    lambda ts: {"fields": {"rules": [{"template": t} for t in ts]}},
    st.lists(templates(), min_size=1, max_size=3),
)


@given(ANY_FORM)
@settings(max_examples=150, deadline=None)
def test_blank_answers_feed_back(raw: dict[str, Any]) -> None:
    form = read_form(raw)
    blank = form.blank()
    for section in form.sections:
        for field in section.fields:
            path = field.path.replace("*", "0")
            assert get(blank, path) is not MISSING
            assert form.resolve(path, blank) == (path,)
            assert get(put(blank, path, "answer"), path) == "answer"
    tidied, changes = form.tidy(blank)
    if changes:  # what the form itself proposes may pass in another writing only
        assert wrong(form, tidied) <= wrong(form, blank)
    else:
        assert form.check(tidied) == form.check(blank)


def wrong(form: Form, data: Any) -> int:
    return sum(problem.given is not UNSET for problem in form.check(data))


@given(ANY_FORM, VALUES)
@settings(max_examples=60, deadline=None)
def test_mending_makes_nothing_worse(raw: dict[str, Any], data: Any) -> None:
    form = read_form(raw)
    assert wrong(form, form.tidy(data)[0]) <= wrong(form, data)


def test_an_answer_stays_as_it_is_where_mended_it_meets_a_rule_of_the_whole_form() -> None:
    items = {"type": "array", "items": {"type": "string", "maxLength": 4}}
    refused = {"properties": {"b": {"contains": {"const": "x"}}}}
    raw = {"type": "object", "properties": {"a": {"type": "string"}, "b": items}, "not": refused}
    form = read_form({"fields": raw})
    tidied, changes = form.tidy({"a": " y ", "b": [" x "]})
    assert tidied == {"a": "y", "b": [" x "]}
    assert [one.path for one in changes] == ["a"]
    assert form.check(tidied) == ()


@given(ANY_FORM)
@settings(max_examples=150, deadline=None)
def test_paths_are_unique_and_stable(raw: dict[str, Any]) -> None:
    paths = [field.path for section in read_form(raw).sections for field in section.fields]
    assert len(set(paths)) == len(paths)
    assert paths == [f.path for section in read_form(raw).sections for f in section.fields]


@given(st.lists(st.text(max_size=6) | st.integers(0, 99), max_size=5))
def test_a_path_reads_back_as_what_it_was(steps: list[str | int]) -> None:
    assert split(join(tuple(steps))) == tuple(steps)
