"""A form for every construct, with answers that pass and answers that do not.

`asks` is the overview: path → kind, `*` for required, `?` for conditional. `bad` maps each
problem's path to its exact text.
"""

from __future__ import annotations

from typing import Any, NamedTuple

MISSING = "Answer missing."


class Case(NamedTuple):
    name: str
    fields: Any
    asks: dict[str, str]
    good: list[Any]
    bad: list[tuple[Any, dict[str, str]]]
    unread: tuple[str, ...] = ()


def text(**more: Any) -> dict[str, Any]:
    return {"type": "string", **more}


def whole(properties: Any, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **more}


def rules(*templates: Any) -> dict[str, Any]:
    return {"rules": [{"template": template} for template in templates]}


ADDRESS = whole({"street": text(), "zip": text(pattern="^[0-9]{5}$")}, required=["street", "zip"])
CONDITION: dict[str, Any] = {
    **whole({"kind": text(enum=["B", "P"]), "vat": text()}, required=["kind"]),
    "if": {"properties": {"kind": {"const": "B"}}, "required": ["kind"]},
    "then": {"required": ["vat"]},
}

LISTS_OF_RULES = [
    Case(
        "fields as a list, with required on the field",
        rules(
            {
                "title": "Company",
                "properties": [
                    {"name": "name", "type": "string", "required": True, "minLength": 2},
                    {"name": "fax", "type": "string", "required": False},
                ],
            }
        ),
        {"0.name": "text*", "0.fax": "text"},
        [[{"name": "Acme"}], [{"name": "Acme", "fax": None}], [{"name": "Acme", "fax": ""}]],
        [
            ([{}], {"0.name": MISSING}),
            ([{"name": "  "}], {"0.name": MISSING}),
            ([{"name": "A"}], {"0.name": "Must be at least 2 characters; yours has 1."}),
            ([], {"0.name": MISSING}),
            (None, {"0.name": MISSING}),
            (
                {"name": "Acme"},
                {"": "Must be a list with one entry for each section of the form, which has 1."},
            ),
            ([["Acme"]], {"0": "Must be a group of answers."}),
        ],
    ),
    Case(
        "fields as a map, with a list of required ones, and the form's own words",
        rules(
            whole(
                {
                    "zip": text(pattern="^[0-9]{4}$", message={"pattern": "Like 3000"}),
                    "city": text(maxLength=3, messages="Keep unchanged short"),
                },
                required=["zip"],
            )
        ),
        {"0.zip": "text*", "0.city": "text"},
        [[{"zip": "3000"}], [{"zip": "3000", "city": "Ulm"}]],
        [
            (
                [{"zip": "30", "city": "Bonn"}],
                {"0.zip": "Like 3000", "0.city": "Keep unchanged short"},
            )
        ],
    ),
    Case(
        "rows by items, and rows by properties",
        rules(
            {
                "type": "array",
                "minItems": 2,
                "maxItems": 3,
                "items": whole({"n": {"type": "integer"}}, required=["n"]),
            },
            {"type": "array", "properties": [{"name": "a", "type": "string", "required": True}]},
        ),
        {"0.*.n": "integer*", "1.*.a": "text*"},
        [[[{"n": 1}, {"n": 2}], [{"a": "x"}]]],
        [
            ([[], []], {"0.0.n": MISSING, "0.1.n": MISSING, "1.0.a": MISSING}),
            ([[{"n": 1}], [{"a": "x"}, {}]], {"0.1.n": MISSING, "1.1.a": MISSING}),
            ([{"n": 1}, [{"a": "x"}]], {"0": "Must be a list."}),
            (
                [[{"n": 1}] * 4, [{"a": "x"}]],
                {"0": "Must be 2 to 3 entries; yours has 4."},
            ),
            (
                [[{"n": "1"}, {"n": True}], [{"a": "x"}]],
                dict.fromkeys(("0.0.n", "0.1.n"), "Must be a whole number."),
            ),
        ],
    ),
    Case(
        "nested objects, one required and one not",
        rules(whole({"home": ADDRESS, "work": ADDRESS}, required=["home"])),
        {
            "0.home.street": "text*",
            "0.home.zip": "text*",
            "0.work.street": "text",
            "0.work.zip": "text",
        },
        [
            [{"home": {"street": "A", "zip": "12345"}}],
            [{"home": {"street": "A", "zip": "12345"}, "work": {"street": None, "zip": None}}],
        ],
        [
            ([{}], {"0.home.street": MISSING, "0.home.zip": MISSING}),
            (
                [{"home": {"street": "A", "zip": "x"}, "work": {"street": "B"}}],
                {"0.home.zip": "Must be 5 digits.", "0.work.zip": MISSING},
            ),
            (
                [{"home": "A", "work": None}],
                {"0.home": "Must be a group of answers."},
            ),
        ],
    ),
    Case(
        "null where an object could be",
        {
            "schema": "/schema/policySchema-v1.json",
            "rules": [
                None,
                {"template": None},
                {"template": {"properties": None}},
                {
                    "template": {
                        "title": None,
                        "properties": [None, {"name": "a", "type": None, "message": None}],
                    }
                },
            ],
            "attachments": None,
        },
        {"3.a": "text"},
        [[{}, {}, {}, {"a": "x"}], [None, None, None, {"a": "x"}], []],
        [],
    ),
    Case(
        "rows within rows, and an object in a row",
        rules(
            {
                "type": "array",
                "items": whole(
                    {
                        "name": text(),
                        "address": ADDRESS,
                        "phones": {
                            "type": "array",
                            "items": whole({"no": text()}, required=["no"]),
                        },
                    },
                    required=["name", "address"],
                ),
            }
        ),
        {
            "0.*.name": "text*",
            "0.*.address.street": "text*",
            "0.*.address.zip": "text*",
            "0.*.phones.*.no": "text*",
        },
        [[[{"name": "A", "address": {"street": "S", "zip": "12345"}, "phones": [{"no": "1"}]}]]],
        [
            (
                [[{"name": "A", "phones": [{"no": "1"}, {"no": 2}]}]],
                {
                    "0.0.address.street": MISSING,
                    "0.0.address.zip": MISSING,
                    "0.0.phones.1.no": "Must be text.",
                },
            )
        ],
    ),
    Case(
        "rows whose items are a list of fields, and keys of the form's own",
        rules(
            {
                "type": "array",
                "x-order": 1,
                "ui:widget": "table",
                "items": [
                    {"name": "a", "type": "string", "required": True, "x-hint": "?"},
                    {"name": "b", "type": "checkbox"},
                ],
            }
        ),
        {"0.*.a": "text*", "0.*.b": "boolean"},
        [[[{"a": "x", "b": True}, {"a": "y"}]]],
        [([[{"b": "yes"}]], {"0.0.a": MISSING, "0.0.b": "Must be yes or no (true or false)."})],
    ),
    Case(
        "rows within rows that have to be there",
        rules(
            {
                "type": "array",
                "properties": [
                    {"name": "who", "type": "string", "required": True},
                    {
                        "name": "papers",
                        "type": "array",
                        "required": True,
                        "properties": [{"name": "no", "type": "string", "required": True}],
                    },
                ],
            }
        ),
        {"0.*.who": "text*", "0.*.papers.*.no": "text*"},
        [[[{"who": "A", "papers": [{"no": "1"}]}]]],
        [
            ([[{"who": "A"}]], {"0.0.papers.0.no": MISSING}),
            ([[{"who": "A", "papers": []}]], {"0.0.papers.0.no": MISSING}),
            (
                [[{"who": "A", "papers": [{}]}, {}]],
                {
                    "0.0.papers.0.no": MISSING,
                    "0.1.who": MISSING,
                    "0.1.papers.0.no": MISSING,
                },
            ),
        ],
    ),
    Case(
        "a consent box, an enum with null in it, several choices",
        rules(
            {
                "properties": [
                    {"name": "ok", "type": "boolean", "enum": [True, None], "required": True},
                    {"name": "news", "type": "boolean", "enum": [None, True]},
                    {"name": "size", "type": "string", "enum": [None, "S", "L"], "required": True},
                    {
                        "name": "uses",
                        "type": "array",
                        "items": {"enum": ["SMS", "VOICE"]},
                        "uniqueItems": True,
                        "maxItems": 2,
                        "required": True,
                    },
                ]
            }
        ),
        {"0.ok": "consent*", "0.news": "consent", "0.size": "choice*", "0.uses": "choices*"},
        [
            [{"ok": True, "size": "S", "uses": ["SMS"]}],
            [{"ok": True, "news": None, "size": "L", "uses": ["VOICE", "SMS"]}],
        ],
        [
            (
                [{"ok": False, "news": False, "size": "M", "uses": ["FAX"]}],
                {
                    "0.ok": "Must be yes.",
                    "0.news": "Must be yes.",
                    "0.size": "Must be one of S, L.",
                    "0.uses": "Must be one of SMS, VOICE.",
                },
            ),
            (
                [{"ok": None, "size": None, "uses": []}],
                {"0.ok": MISSING, "0.size": MISSING, "0.uses": MISSING},
            ),
            (
                [{"ok": True, "size": "S", "uses": ["SMS", "SMS"]}],
                {"0.uses": "The same entry appears more than once."},
            ),
        ],
    ),
    Case(
        "what is said beside a template, of its rows too, and a template that is a list of fields",
        {
            "rules": [
                {
                    "title": "Numbers",
                    "type": "array",
                    "maxItems": 2,
                    "template": {"properties": [{"name": "n", "type": "string", "required": True}]},
                },
                {
                    "name": "company",
                    "type": "COMPANY",
                    "template": [{"name": "b", "type": "string", "required": "true"}],
                },
            ]
        },
        {"0.*.n": "text*", "1.b": "text*"},
        [[[{"n": "1"}, {"n": "2"}], {"b": "x"}]],
        [
            ([[{"n": "1"}] * 3, {}], {"0": "Must be 1 to 2 entries; yours has 3.", "1.b": MISSING}),
            ([{"n": "1"}, {"b": ""}], {"0": "Must be a list.", "1.b": MISSING}),
        ],
    ),
    Case(
        "templates that are references to definitions beside the rules",
        {
            "definitions": {"person": {"title": "Person", "properties": {"first": text()}}},
            "rules": [
                {"template": {"$ref": "#/definitions/person"}},
                {
                    "template": {
                        "$ref": "#/definitions/person",
                        "properties": {"last": text()},
                        "required": ["first"],
                    }
                },
            ],
        },
        {"0.first": "text", "1.last": "text", "1.first": "text*"},
        [[{}, {"first": "A"}]],
        [([{"first": 1}, {}], {"0.first": "Must be text.", "1.first": MISSING})],
    ),
    Case(
        "a condition in a template, and in the rows of one",
        rules(
            *(
                {**outer, **CONDITION} if not outer else {**outer, "items": CONDITION}
                for outer in ({}, {"type": "array"})
            )
        ),
        {"0.kind": "choice*", "0.vat": "text?", "1.*.kind": "choice*", "1.*.vat": "text?"},
        [[{"kind": "B", "vat": "1"}, [{"kind": "P"}, {"kind": "B", "vat": "2"}]]],
        [
            (
                [{"kind": "B"}, [{"kind": "P", "vat": "1"}, {"kind": "B"}]],
                {"0.vat": MISSING, "1.1.vat": MISSING},
            )
        ],
    ),
    Case(
        "several choices in every way that they are written",
        rules(
            {
                "properties": [
                    {"name": "a", "type": "array", "enum": ["x", "y"], "required": True},
                    {
                        "name": "b",
                        "type": "array",
                        "items": {"type": "string", "enum": ["x", None]},
                    },
                    {
                        "name": "c",
                        "type": "array",
                        "minItems": 2,
                        "items": {
                            "oneOf": [{"const": 1, "title": "One"}, {"const": 2, "title": "Two"}]
                        },
                    },
                ]
            }
        ),
        {"0.a": "choices*", "0.b": "choices", "0.c": "choices"},
        [[{"a": ["x"]}], [{"a": ["y", "x"], "b": [], "c": [2, 1]}]],
        [
            (
                [{"a": ["z"], "b": "x", "c": [1]}],
                {
                    "0.a": "Must be one of x, y.",
                    "0.b": "Must be a list.",
                    "0.c": "Must be at least 2 entries; yours has 1.",
                },
            ),
            ([{"a": []}], {"0.a": MISSING}),
        ],
    ),
    Case(
        "the form's own words for each keyword",
        rules(
            {
                "properties": [
                    {
                        "name": "a",
                        "type": "string",
                        "required": True,
                        "minLength": 3,
                        "pattern": "^[a-z]+$",
                        "messages": {
                            "required": "Tell us",
                            "minLength": "Too short",
                            "pattern": "Small letters",
                        },
                    }
                ]
            }
        ),
        {"0.a": "text*"},
        [[{"a": "abc"}]],
        [
            ([{}], {"0.a": "Tell us"}),
            ([{"a": "ab"}], {"0.a": "Too short"}),
            ([{"a": "A"}], {"0.a": "Too short. Small letters."}),
        ],
    ),
    Case(
        "one message for all that can be wrong, and a multiple of nothing",
        rules(
            {
                "properties": [
                    {
                        "name": "a",
                        "type": "string",
                        "required": True,
                        "maxLength": 2,
                        "message": "Two letters",
                    },
                    {"name": "b", "type": "number", "multipleOf": 0},
                ]
            }
        ),
        {"0.a": "text*", "0.b": "number"},
        [[{"a": "xy", "b": 0.5}]],
        [([{"a": "xyz"}], {"0.a": "Two letters"}), ([{}], {"0.a": MISSING})],
        unread=("the value of multipleOf",),
    ),
    Case(
        "templates that describe nothing, and flags that are none",
        rules(
            {"title": "Part", "inputs": [{"label": "x"}]},
            {"properties": [{"name": "a", "type": "string", "required": "sometimes"}]},
        ),
        {"0": "json", "1.a": "text"},
        [[{"x": 1}, {"a": "x"}], [None, {}]],
        [],
        unread=("the keyword inputs", "the value of required"),
    ),
]

WHOLE_SCHEMAS = [
    Case(
        "numbers: ranges, exclusive ones in the manner of draft 4 and later, multiples",
        whole(
            {
                "age": {"type": "integer", "minimum": 18},
                "share": {"type": "number", "minimum": 0, "exclusiveMinimum": True, "maximum": 100},
                "step": {"type": "number", "multipleOf": 0.1, "exclusiveMaximum": 1},
                "free": {"type": "boolean"},
            }
        ),
        {"age": "integer", "share": "number", "step": "number", "free": "boolean"},
        [{}, {"age": 18.0, "share": 0.5, "step": 0.3, "free": False}],
        [
            (
                {"age": 17, "share": 0, "step": 0.25, "free": "yes"},
                {
                    "age": "Must be a number at least 18.",
                    "share": "Must be a number more than 0, at most 100.",
                    "step": "Must be a multiple of 0.1.",
                    "free": "Must be yes or no (true or false).",
                },
            ),
            (
                {"age": 18.5, "step": 1},
                {"age": "Must be a whole number.", "step": "Must be a number less than 1."},
            ),
        ],
    ),
    Case(
        "formats",
        whole(
            {
                "on": text(format="date"),
                "at": text(format="date-time"),
                "mail": text(format="email"),
                "web": text(format="uri"),
                "other": text(format="hostname"),
            }
        ),
        {"on": "date", "at": "date-time", "mail": "email", "web": "uri", "other": "text"},
        [
            {"on": "2024-02-29", "at": "2024-02-29T23:59:60Z", "mail": "a@b.example"},
            {"at": "2024-02-29T10:00:00.5+01:00", "web": "https://x.example/a?b#c", "other": "??"},
        ],
        [
            (
                {"on": "2023-02-29", "at": "2024-02-29 10:00", "mail": "a..b@c", "web": "http:x"},
                {
                    "on": "Must be a date such as 2025-11-25.",
                    "at": "Must be a date and time with zone, such as 2025-11-25T16:53:00Z.",
                    "mail": "Must be an email address.",
                    "web": "Must be a web address such as https://example.com.",
                },
            )
        ],
        unread=("the format hostname, which is not checked here",),
    ),
    Case(
        "if, then and else",
        whole(
            {"kind": text(enum=["B", "P"]), "vat": text(), "born": text(format="date")},
            required=["kind"],
            **{
                "if": {"properties": {"kind": {"const": "B"}}, "required": ["kind"]},
                "then": {"required": ["vat"], "properties": {"seat": text(minLength=2)}},
                "else": {"required": ["born"]},
            },
        ),
        {"kind": "choice*", "vat": "text?", "born": "date?", "seat": "text?"},
        [{"kind": "B", "vat": "1"}, {"kind": "P", "born": "2000-01-01"}],
        [
            (
                {"kind": "B", "seat": "x"},
                {"vat": MISSING, "seat": "Must be at least 2 characters; yours has 1."},
            ),
            ({"kind": "P", "vat": "1"}, {"born": MISSING}),
        ],
    ),
    Case(
        "what is required and described nowhere",
        whole(
            {"kind": text()},
            required=["name", "mail"],
            **{
                "if": {"properties": {"kind": {"const": "B"}}, "required": ["kind"]},
                "then": {"required": ["vat"]},
            },
        ),
        {"kind": "text", "name": "text*", "mail": "text*", "vat": "text?"},
        [{"name": "x", "mail": "y"}, {"kind": "B", "name": "x", "mail": "y", "vat": 1}],
        [({"kind": "B"}, {"name": MISSING, "mail": MISSING, "vat": MISSING})],
    ),
    Case(
        "rows that are asked under a condition",
        whole(
            {"kind": text(enum=["B", "P"])},
            required=["kind"],
            **{
                "if": {"properties": {"kind": {"const": "B"}}, "required": ["kind"]},
                "then": {
                    "properties": {
                        "owners": {
                            "type": "array",
                            "minItems": 1,
                            "items": whole({"who": text()}, required=["who"]),
                        }
                    },
                    "required": ["owners"],
                },
            },
        ),
        {"kind": "choice*", "owners.*.who": "text*?"},
        [{"kind": "B", "owners": [{"who": "A"}]}, {"kind": "P", "owners": [{"who": "A"}]}],
        [({"kind": "B"}, {"owners.0.who": MISSING})],
    ),
    Case(
        "dependentRequired, dependentSchemas and draft 7's dependencies",
        whole(
            {"card": text(), "zip": text(), "fax": text()},
            dependentRequired={"card": ["zip"]},
            dependencies={"fax": {"properties": {"dial": text()}, "required": ["dial"]}},
        ),
        {"card": "text", "zip": "text", "fax": "text", "dial": "text?"},
        [{}, {"zip": "1"}, {"card": "1", "zip": "2"}, {"fax": "1", "dial": "2"}],
        [({"card": "1", "fax": "2"}, {"zip": MISSING, "dial": MISSING})],
    ),
    Case(
        "what draft 7 and older write otherwise",
        whole(
            {
                "card": text(),
                "zip": text(),
                "list": {
                    "type": "array",
                    "items": [text()],
                    "additionalItems": {"type": "integer"},
                },
                "size": {"enum": [1, 2, None], "enumNames": ["Small", "Large", "None"]},
                "seat": {"$ref": "#seat"},
            },
            dependencies={"card": ["zip"]},
            definitions={"s": {"$id": "#seat", "type": "string", "enum": ["A"]}},
        ),
        {
            "card": "text",
            "zip": "text",
            "list.0": "text",
            "size": "choice",
            "seat": "choice",
        },
        [{"card": "1", "zip": "2", "list": ["x", 1, 2], "size": 2, "seat": "A"}],
        [
            (
                {"card": "1", "list": [1, "x"], "size": "Small", "seat": "B"},
                {
                    "zip": MISSING,
                    "list.0": "Must be text.",
                    "list.1": "Must be a whole number.",
                    "size": "Must be one of 1 = Small, 2 = Large.",
                    "seat": "Must be only A.",
                },
            )
        ],
    ),
    Case(
        "oneOf of constants, const and a default",
        whole(
            {
                "type": {"oneOf": [{"const": 1, "title": "One"}, {"const": 2, "title": "Two"}]},
                "country": {"const": "DE"},
                "city": text(default="Bonn"),
            },
            required=["type", "country"],
        ),
        {"type": "choice*", "country": "choice*", "city": "text"},
        [{"type": 1, "country": "DE"}],
        [
            (
                {"type": True, "country": "FR"},
                {"type": "Must be one of 1 = One, 2 = Two.", "country": "Must be only DE."},
            )
        ],
    ),
    Case(
        "references within the document, by both names and within a template",
        whole(
            {
                "home": {"$ref": "#/$defs/address"},
                "seat": {"$ref": "#/definitions/~1seat"},
                "post": {"$ref": "#/$defs/post%20box"},
            },
            required=["home"],
            **{
                "$defs": {"address": ADDRESS, "post box": {"type": "integer"}},
                "definitions": {"/seat": text(enum=["A", "B"])},
            },
        ),
        {"seat": "choice", "post": "integer", "home.street": "text*", "home.zip": "text*"},
        [{"home": {"street": "a", "zip": "12345"}, "seat": "A"}],
        [
            (
                {"seat": "C"},
                {"home.street": MISSING, "home.zip": MISSING, "seat": "Must be one of A, B."},
            )
        ],
    ),
    Case(
        "references by the document's own name, by names within it and by anchors",
        whole(
            {
                "a": {"$ref": "https://forms.example/de#/$defs/n"},
                "b": {"$ref": "de#/$defs/n"},
                "c": {"$ref": "#number"},
                "d": {"$ref": "street", "title": "Street"},
                "e": {"$ref": "https://other.example/x"},
                "f": {"type": "string", "$ref": "#/$defs/nowhere"},
            },
            required=["a"],
            **{
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$id": "https://forms.example/de",
                "$defs": {
                    "n": {"$anchor": "number", "type": "integer"},
                    "s": {"$id": "street", "type": "string", "maxLength": 3},
                },
            },
        ),
        {"a": "integer*", "b": "integer", "c": "integer", "d": "text", "e": "json", "f": "text"},
        [{"a": 1, "b": 2, "c": 3, "d": "abc", "e": {"any": [1]}, "f": "x"}],
        [
            (
                {"b": "x", "c": 1.5, "d": "abcd"},
                {
                    "a": MISSING,
                    "b": "Must be a whole number.",
                    "c": "Must be a whole number.",
                    "d": "Must be up to 3 characters; yours has 4.",
                },
            )
        ],
        unread=("the value of $ref",),
    ),
    Case(
        "a title is the field's own, and a value's where it stands beside the value",
        whole(
            {
                "country": {"title": "Country", "const": "DE"},
                "kind": {"title": "Kind", "anyOf": [{"enum": ["P"], "title": "Passport"}]},
                "agree": {"title": "I agree", "type": "boolean", "const": True},
                "box": {"enum": [None, True]},
            },
            required=["agree", "box"],
        ),
        {"country": "choice", "kind": "choice", "agree": "consent*", "box": "consent*"},
        [{"agree": True, "box": True, "country": "DE", "kind": "P"}],
        [
            (
                {"agree": False, "box": False, "country": "AT", "kind": "x"},
                {
                    "agree": "Must be yes.",
                    "box": "Must be yes.",
                    "country": "Must be only DE.",
                    "kind": "Must be only P = Passport.",
                },
            ),
            ({"agree": None, "box": None}, {"agree": MISSING, "box": MISSING}),
        ],
    ),
    Case(
        "rows that have to be there, though none is enough",
        whole(
            {"owners": {"type": "array", "items": whole({"who": text()}, required=["who"])}},
            required=["owners"],
        ),
        {"owners.*.who": "text*"},
        [{"owners": []}, {"owners": [{"who": "A"}]}],
        [({}, {"owners.0.who": MISSING})],
    ),
    Case(
        "alternatives in rows, told apart by a fixed value that is not given yet",
        whole(
            {
                "owners": {
                    "type": "array",
                    "items": {
                        "oneOf": [
                            whole({"as": {"const": "P"}, "born": text()}, required=["as", "born"]),
                            whole({"as": {"const": "F"}, "vat": text()}, required=["as", "vat"]),
                        ]
                    },
                }
            }
        ),
        {"owners.*.as": "choice*", "owners.*.born": "text?", "owners.*.vat": "text?"},
        [{"owners": [{"as": "P", "born": "x"}, {"as": "F", "vat": "1"}]}],
        [({"owners": [{}, {"as": "F"}]}, {"owners.0.as": MISSING, "owners.1.vat": MISSING})],
    ),
    Case(
        "conditions of conditions, else, and conditions in a group that may be left out",
        whole(
            {
                "kind": text(enum=["A", "B", "C"]),
                "home": whole(
                    {"land": text()},
                    required=["land"],
                    **{
                        "if": {"properties": {"land": {"const": "US"}}, "required": ["land"]},
                        "then": {"properties": {"state": text()}, "required": ["state"]},
                    },
                ),
            },
            required=["kind"],
            **{
                "if": {"properties": {"kind": {"enum": ["A"]}}},
                "then": {"required": ["a"]},
                "else": {
                    "if": {"properties": {"kind": {"not": {"const": "B"}}}},
                    "then": {"required": ["c"]},
                },
            },
        ),
        {
            "kind": "choice*",
            "a": "text?",
            "c": "text?",
            "home.land": "text",
            "home.state": "text?",
        },
        [
            {"kind": "A", "a": "x"},
            {"kind": "B"},
            {"kind": "C", "c": "x", "home": {"land": "DE"}},
            {"kind": "B", "home": {"land": "US", "state": "NY"}},
            {"kind": "B", "home": {"state": "NY"}},
        ],
        [
            ({"kind": "A", "c": "x"}, {"a": MISSING}),
            ({"kind": "C", "home": {"land": "US"}}, {"c": MISSING, "home.state": MISSING}),
        ],
    ),
    Case(
        "a tree without end",
        whole(
            {"name": text(), "children": {"type": "array", "items": {"$ref": "#"}}},
            required=["name"],
        ),
        {"name": "text*", "children.*.name": "text*", "children.*.children.*": "json*"},
        [{"name": "a"}, {"name": "a", "children": [{"name": "b", "children": []}]}],
        [({"name": "a", "children": [{}]}, {"children.0.name": MISSING})],
        unread=("has no end; give it as JSON",),
    ),
    Case(
        "alternatives told apart by a fixed value",
        whole(
            {"note": text()},
            oneOf=[
                whole({"as": {"const": "person"}, "born": text()}, required=["as", "born"]),
                whole({"as": {"const": "firm"}, "vat": text(minLength=2)}, required=["as", "vat"]),
            ],
        ),
        {"note": "text", "as": "choice*", "born": "text?", "vat": "text?"},
        [{"as": "person", "born": "x"}, {"as": "firm", "vat": "12"}],
        [
            ({"as": "firm"}, {"vat": MISSING}),
            (
                {"as": "firm", "vat": "1", "born": "x"},
                {"vat": "Must be at least 2 characters; yours has 1."},
            ),
        ],
    ),
    Case(
        "allOf, and answers under names that the form does not fix",
        whole(
            {"a": text()},
            allOf=[{"properties": {"a": text(maxLength=3)}}, {"required": ["a"]}],
            patternProperties={"^n_": {"type": "integer", "maximum": 9}},
            propertyNames={"maxLength": 4},
            maxProperties=3,
        ),
        {"a": "text*"},
        [{"a": "x", "n_1": 9, "zz": "free"}],
        [
            (
                {"a": "four", "n_1": 10, "n_2": "x", "toolong": 1},
                {
                    "a": "Must be up to 3 characters; yours has 4.",
                    "n_1": "Must be a number at most 9.",
                    "n_2": "Must be a whole number.",
                    "toolong": "This name isn't allowed here.",
                    "": "Must be up to 3 answers; yours has 4.",
                },
            ),
            ({}, {"a": MISSING}),
        ],
    ),
    Case(
        "alternatives of which one is required",
        whole(
            {"mail": text(title="E-mail"), "phone": text(title="Phone")},
            anyOf=[{"required": ["mail"]}, {"required": ["phone"]}],
        ),
        {"mail": "text", "phone": "text"},
        [{"mail": "a"}, {"phone": "1"}, {"mail": "a", "phone": "1"}],
        [({}, {"mail": "E-mail or Phone is required."})],
    ),
    Case(
        "null is an answer where the form says so",
        whole(
            {
                "a": {"type": ["string", "null"]},
                "b": {"type": "integer", "nullable": True},
                "c": {"anyOf": [{"type": "string", "maxLength": 2}, {"type": "null"}]},
                "d": {"oneOf": [{"const": "x", "title": "X"}, {"type": "null"}]},
            },
            required=["a", "b", "c"],
        ),
        {"a": "text*", "b": "integer*", "c": "text*", "d": "choice"},
        [{"a": None, "b": None, "c": None, "d": None}, {"a": "x", "b": 1, "c": "y", "d": "x"}],
        [
            (
                {"a": 1, "b": None, "d": "y"},
                {"a": "Must be text.", "c": MISSING, "d": "Must be only x."},
            )
        ],
    ),
    Case(
        "lists of bare values, tuples, names that are not known",
        whole(
            {
                "mails": {"type": "array", "minItems": 1, "items": text(format="email")},
                "pair": {"type": "array", "items": [text(), {"type": "integer"}]},
            },
            required=["mails"],
            additionalProperties=False,
        ),
        {"mails.*": "email*", "pair.0": "text", "pair.1": "integer"},
        [{"mails": ["a@b.c"]}, {"mails": ["a@b.c"], "pair": ["x", 1]}],
        [
            (
                {"mails": ["x"], "pair": [1, "x"]},
                {
                    "mails.0": "Must be an email address.",
                    "pair.0": "Must be text.",
                    "pair.1": "Must be a whole number.",
                },
            ),
            ({"mails": ["a@b.c"], "more": 1}, {"more": "Not allowed here."}),
            ({}, {"mails.0": MISSING}),
        ],
    ),
    Case(
        "lists whose first entries differ from the rest, and what a list has to hold",
        whole(
            {
                "mixed": {
                    "type": "array",
                    "prefixItems": [text(), {"type": "boolean"}],
                    "items": {"type": "integer"},
                },
                "held": {
                    "type": "array",
                    "contains": {"const": 1},
                    "minContains": 2,
                    "maxContains": 3,
                },
            }
        ),
        {"mixed.0": "text", "mixed.1": "boolean", "held": "json"},
        [{"mixed": ["x", True, 1, 2], "held": [1, 2, 1]}, {"held": [1, 1, 1]}],
        [
            (
                {"mixed": [1, "x", "y"], "held": [1, 1, 1, 1]},
                {
                    "mixed.0": "Must be text.",
                    "mixed.1": "Must be yes or no (true or false).",
                    "mixed.2": "Must be a whole number.",
                    "held": "A required entry is missing.",
                },
            ),
            ({"held": [1]}, {"held": "A required entry is missing."}),
        ],
    ),
    Case(
        "Java's patterns, and one that can't be used",
        whole(
            {
                "name": text(pattern=r"^\p{L}++$"),
                "code": text(pattern=r"^\QA.\E\d{2}$"),
                "odd": text(pattern=r"(?<unclosed"),
                "slow": text(pattern="^(a|aa)+$"),
            }
        ),
        {"name": "text", "code": "text", "odd": "text", "slow": "text"},
        [{"name": "Žofie", "code": "A.12", "odd": "anything", "slow": "a" * 60 + "!"}],
        [
            (
                {"name": "R2", "code": "AB12"},
                {
                    "name": "Must be only letters.",
                    "code": "Must match the pattern ^\\QA.\\E\\d{2}$",
                },
            )
        ],
        unread=("a pattern that can't be read here", "a pattern that takes too long to match"),
    ),
    Case(
        "what no question can be made of is checked, and answered as JSON",
        whole(
            {
                "any": {"not": {"type": "string"}},
                "free": {"type": "object", "minProperties": 1},
                "deep": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": text()},
                },
                "nil": {"type": "null"},
                "odd": {"type": "quaternion", "title": "Odd"},
                "wrong": 5,
                "list": {"type": "array", "contains": {"const": 1}},
            },
            visibleWhen="always",
        ),
        {
            "any": "json",
            "free": "json",
            "deep": "json",
            "nil": "json",
            "odd": "text",
            "wrong": "json",
            "list": "json",
        },
        [{"any": 1, "free": {"a": 1}, "nil": None, "odd": [1], "wrong": {}, "list": [2, 1]}],
        [
            (
                {"any": "x", "free": {}, "list": [2], "deep": {"a": [1]}},
                {
                    "any": "Not allowed here.",
                    "free": "Must be at least 1 answer; yours has 0.",
                    "deep": "a.0: Must be text.",
                    "list": "A required entry is missing.",
                },
            )
        ],
        unread=("the keyword visibleWhen", "the value of type", "not a field definition"),
    ),
]

OTHER_SHAPES = [
    Case(
        "named sections",
        {
            "version": 3,
            "company": {
                "title": "Company",
                "properties": [{"name": "name", "type": "string", "required": True}],
            },
            "owners": {"type": "array", "items": whole({"who": text()}, required=["who"])},
            "contact": {
                "type": "object",
                "required": ["mail"],
                "properties": {"mail": text(format="email")},
            },
        },
        {"company.name": "text*", "owners.*.who": "text*", "contact.mail": "email*"},
        [{"company": {"name": "A"}, "owners": [{"who": "B"}], "contact": {"mail": "a@b.c"}}],
        [
            ({}, dict.fromkeys(("company.name", "owners.0.who", "contact.mail"), MISSING)),
            (
                {"company": {"name": "A"}, "owners": [{}], "contact": {"mail": "a"}},
                {"owners.0.who": MISSING, "contact.mail": "Must be an email address."},
            ),
        ],
    ),
    Case(
        "a flat map of fields",
        {
            "legalName": {"type": "string", "required": True, "maxLength": "5"},
            "employees": {"type": "INTEGER", "minimum": 1},
            "since": {"type": "date"},
            "notes": {"type": "textarea"},
            "extra": None,
        },
        {
            "legalName": "text*",
            "employees": "integer",
            "since": "date",
            "notes": "long-text",
            "extra": "text",
        },
        [{"legalName": "Acme"}, {"legalName": "Acme", "employees": 3, "extra": "x"}],
        [
            (
                {"legalName": "Acme Ltd", "employees": 0, "since": "x"},
                {
                    "legalName": "Must be up to 5 characters; yours has 8.",
                    "employees": "Must be a number at least 1.",
                    "since": "Must be a date such as 2025-11-25.",
                },
            )
        ],
    ),
    Case(
        "one template for the whole",
        {"title": "Form", "template": {"properties": [{"name": "a", "required": True}]}},
        {"a": "text*"},
        [{"a": "x"}],
        [({}, {"a": MISSING})],
    ),
    Case(
        "a section by name that may be left out",
        {
            "agent": {
                "required": False,
                "properties": [{"name": "who", "type": "string", "required": True}],
            },
            "owner": {"properties": [{"name": "who", "type": "string", "required": True}]},
        },
        {"agent.who": "text", "owner.who": "text*"},
        [{"owner": {"who": "A"}}],
        [({"agent": {"who": ""}}, {"agent.who": MISSING, "owner.who": MISSING})],
    ),
    Case(
        "a list of fields",
        [{"name": "a", "type": "string", "required": True}, {"name": "b", "type": "boolean"}],
        {"a": "text*", "b": "boolean"},
        [{"a": "x"}],
        [({"b": 1}, {"a": MISSING, "b": "Must be yes or no (true or false)."})],
    ),
    Case(
        "rules by name, and rules without templates",
        {
            "rules": {
                "one": {"template": whole({"a": text()}, required=["a"])},
                "two": whole({"b": text()}),
            }
        },
        {"one.a": "text*", "two.b": "text"},
        [{"one": {"a": "x"}}],
        [({}, {"one.a": MISSING})],
    ),
    Case(
        "sections by name with templates in them, and a field beside them",
        {
            "title": "The form",
            "country": {"type": "string", "enum": ["DE", "AT"], "required": True},
            "company": {"title": "Company", "template": {"properties": [{"name": "a"}]}},
            "rows": {
                "type": "array",
                "minItems": 2,
                "properties": {"n": text()},
                "required": ["n"],
            },
        },
        {"country": "choice*", "company.a": "text", "rows.*.n": "text*"},
        [{"country": "DE", "company": {"a": "x"}, "rows": [{"n": "1"}, {"n": "2"}]}],
        [
            (
                {"country": "FR", "rows": [{"n": "1"}]},
                {"country": "Must be one of DE, AT.", "rows.1.n": MISSING},
            )
        ],
    ),
    Case(
        "fields that are named like the words of a form",
        {
            name: {"type": "string", "required": name == "type"}
            for name in ("type", "title", "name", "id", "required", "properties", "template")
        },
        {
            "type": "text*",
            **dict.fromkeys(("title", "name", "id", "required", "properties", "template"), "text"),
        },
        [{"type": "x", "properties": "y"}],
        [({"name": 1}, {"type": MISSING, "name": "Must be text."})],
    ),
    Case(
        "names that look like paths",
        whole(
            {"a.b": text(), "2024": text(), "*": text(), "~": text(), "": text()}, required=["a.b"]
        ),
        {"a~1b": "text*", "~32024": "text", "~2": "text", "~0": "text", "~3": "text"},
        [{"a.b": "x", "2024": "y", "*": "z"}],
        [({"2024": 1}, {"a~1b": MISSING, "~32024": "Must be text."})],
    ),
    Case(
        "fields that are not even an object",
        "see the annex",
        {"": "json*"},
        [{"anything": 1}, None],
        [],
        unread=("the fields",),
    ),
]

OTHER_SPELLINGS = [
    Case(
        "types that JSON Schema has not: a choice where there are choices, else text",
        {
            "a": {"type": "enum", "enum": ["x", "y"], "required": True},
            "b": {"type": "country", "options": ["DE", "AT"]},
            "c": {"type": "multiselect", "options": [{"value": 1, "label": "One"}]},
            "d": {"type": "str", "maxLength": 3},
            "e": {"type": "TEXT_FIELD", "required": True},
            "f": {"type": "checkbox", "options": ["x", "y"]},
            "g": {"type": "select", "multiple": True, "choices": ["x", "y"]},
        },
        {
            "a": "choice*",
            "b": "choice",
            "c": "choices",
            "d": "text",
            "e": "text*",
            "f": "choices",
            "g": "choices",
        },
        [{"a": "x", "e": "t"}, {"a": "y", "b": "AT", "c": [1], "d": "abc", "e": "t", "g": ["x"]}],
        [
            (
                {"a": "z", "b": "FR", "c": [2], "d": "abcd", "f": ["z"]},
                {
                    "a": "Must be one of x, y.",
                    "b": "Must be one of DE, AT.",
                    "c": "Must be only 1 = One.",
                    "d": "Must be up to 3 characters; yours has 4.",
                    "e": MISSING,
                    "f": "Must be one of x, y.",
                },
            )
        ],
        unread=("the value of type",),
    ),
    Case(
        "a document among the answers",
        rules({"properties": [{"name": "scan", "type": "file", "required": True}]}),
        {"0.scan": "text*"},
        [[{"scan": "passport.pdf"}], [{"scan": ["id-1"]}]],
        [([{}], {"0.scan": MISSING})],
        unread=("a document among the answers, without a known answer",),
    ),
    Case(
        "containers whose members are not known",
        {
            "requirements": {"end_user": {"fields": [{"name": "x"}]}},
            "panel": {"type": "panel", "title": "P", "components": [{"key": "a"}]},
            "note": {"title": "Note", "validation": {"min": 1}},
        },
        {"requirements": "json", "panel": "json", "note": "text"},
        [{"requirements": {"end_user": {"x": 1}}, "panel": [1], "note": "x"}],
        [],
        unread=(
            "the keyword end_user",
            "the value of type",
            "the keyword components",
            "the keyword validation",
        ),
    ),
    Case(
        "choices in every spelling",
        rules(
            {
                "properties": [
                    {"name": "a", "type": "string", "options": ["x", "y", "x", "", None]},
                    {"name": "b", "choices": [["x", "Ex"], ["y", "Why"]]},
                    {"name": "c", "type": "integer", "values": [{"id": 1, "name": "One"}]},
                    {"name": "d", "allowedValues": ["x"], "type": "string"},
                    {"name": "e", "enum": ["x", "y"], "titleMap": {"x": "Ex"}},
                    {"name": "f", "enum": {"x": "Ex", "y": "Why"}},
                    {"name": "g", "enum": [{"value": "x", "label": "Ex"}, {"value": "y"}]},
                    {"name": "h", "enum": [1, 2], "x-enumNames": ["One", "Two"]},
                    {"name": "i", "enum": [1, 2], "x-enum-varnames": ["ONE", "TWO"]},
                    {"name": "j", "enum": ["x"], "x-enumDescriptions": {"x": "An ex"}},
                    {"name": "k", "titleMap": [{"value": "x", "name": "Ex"}], "type": "string"},
                    {"name": "l", "options": [{"label": "G", "options": [{"value": "x"}]}]},
                ]
            }
        ),
        {f"0.{name}": "choice" for name in "abcdefghijkl"},
        [[{**dict.fromkeys("abdefgjkl", "x"), "c": 1, "h": 2, "i": 1}], [{}]],
        [
            (
                [{**dict.fromkeys("abdefgjkl", "z"), "c": 3, "h": 3, "i": 3}],
                {
                    "0.a": "Must be one of x, y.",
                    "0.b": "Must be one of x = Ex, y = Why.",
                    "0.c": "Must be only 1 = One.",
                    "0.d": "Must be only x.",
                    "0.e": "Must be one of x = Ex, y.",
                    "0.f": "Must be one of x = Ex, y = Why.",
                    "0.g": "Must be one of x = Ex, y.",
                    "0.h": "Must be one of 1 = One, 2 = Two.",
                    "0.i": "Must be one of 1 = ONE, 2 = TWO.",
                    "0.j": "Must be only x = An ex.",
                    "0.k": "Must be only x = Ex.",
                    "0.l": "Must be only x.",
                },
            )
        ],
    ),
    Case(
        "values that are lists or objects by the letter, and titles beside a oneOf",
        whole(
            {
                "pair": {"enum": [["a", "b"], ["c", "d"]]},
                "thing": {"type": "object", "enum": [{"value": 1, "label": "x"}]},
                "both": {
                    "enum": ["a", "b"],
                    "enumNames": ["Ay", "Bee"],
                    "oneOf": [{"maxLength": 1}, {"minLength": 2}],
                },
            }
        ),
        {"pair": "choice", "thing": "choice", "both": "choice"},
        [{"pair": ["a", "b"], "thing": {"value": 1, "label": "x"}, "both": "a"}],
        [({"both": "c"}, {"both": "Must be one of a = Ay, b = Bee."})],
    ),
    Case(
        "what is hidden or read-only is not asked, whether or not it has to be there",
        whole(
            {
                "name": text(),
                "ref": text(readOnly=True),
                "kind": {"const": "B", "ui:widget": "hidden"},
                "step": {"type": "hidden", "default": "2"},
                "gone": {"type": "string", "visible": False},
                "part": whole({"x": text()}, hidden=True),
            },
            required=["name", "ref", "gone"],
        ),
        {"name": "text*"},
        [{"name": "x"}, {"name": "x", "ref": "1", "kind": "B", "part": {"x": "y"}}],
        [
            (
                {"kind": "C", "ref": 1},
                {"name": MISSING, "kind": "Must be only B.", "ref": "Must be text."},
            )
        ],
    ),
]

CASES = LISTS_OF_RULES + WHOLE_SCHEMAS + OTHER_SHAPES + OTHER_SPELLINGS
