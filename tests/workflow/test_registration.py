"""The layers of answers: each mended and checked alike, the earlier ones dropped where unfit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sinch_order_cli.errors import DataError, UsageError
from sinch_order_cli.kyc import read_form
from sinch_order_cli.workflow.registration import prepare

CONTRACT = Path(__file__).parents[1] / "contract" / "kyc"
FORM = read_form(
    {
        "fields": {
            "type": "object",
            "required": ["kind", "city", "zip"],
            "properties": {
                "kind": {"enum": ["B", "P"]},
                "city": {"type": "string", "default": "Bonn"},
                "zip": {"type": "string", "pattern": "^[0-9]{5}$"},
                "web": {"type": "string", "format": "uri", "title": "Web site"},
                "vat": {"type": "string"},
            },
            "if": {"properties": {"kind": {"const": "B"}}, "required": ["kind"]},
            "then": {"required": ["vat"]},
        }
    }
)


@pytest.mark.parametrize(
    ("kept", "file", "settings", "sent"),
    [
        ({"city": "Ulm"}, {"city": "Jena"}, ["city=Rom"], {"city": "Rom"}),
        ({"city": "Ulm"}, {"city": "Jena"}, [], {"city": "Jena"}),
        ({"city": "Ulm"}, {"city": None}, [], {"city": "Ulm"}),
        ({"city": "Ulm"}, None, [], {"city": "Ulm"}),
        (None, None, [], {"city": "Bonn"}),
        ({"city": "Ulm"}, None, ["city="], {"city": "Bonn"}),
        ({"web": "https://a.b"}, {"// web": "web: a note"}, [], {"web": "https://a.b"}),
    ],
)
def test_what_is_given_later_counts(kept: Any, file: Any, settings: list[str], sent: Any) -> None:
    rest = {"kind": "P", "zip": "12345"}
    prepared = prepare(FORM, kept={**rest, **(kept or {})}, file=file, settings=settings)
    assert prepared.problems == ()
    assert prepared.data == {"city": "Bonn", **rest, **sent}


def test_each_layer_is_mended_and_shown() -> None:
    prepared = prepare(FORM, kept={"kind": "p"}, file={"zip": " 12345"}, settings=["city= Ulm"])
    assert prepared.data == {"kind": "P", "zip": "12345", "city": "Ulm"}
    assert {change.path for change in prepared.changes} == {"kind", "zip", "city"}


def test_an_earlier_answer_that_no_longer_fits_is_dropped_and_a_new_one_is_refused() -> None:
    kept = {"kind": "P", "zip": "1", "web": "x", "city": 5}
    prepared = prepare(FORM, kept=kept)
    assert prepared.data == {"kind": "P", "city": "Bonn"}
    assert prepared.safe == kept | {"city": "Bonn"}
    assert [problem.path for problem in prepared.dropped] == ["city", "zip", "web"]
    [missing] = prepared.problems
    assert (missing.path, missing.problem, missing.given) == ("zip", "Must be 5 digits.", "1")

    given = prepare(FORM, kept={"kind": "P", "zip": "12345"}, file={"web": "x"})
    assert given.dropped == ()
    assert [problem.path for problem in given.problems] == ["web"]
    assert given.data["web"] == "x"

    replaced = prepare(FORM, kept=kept, settings=["zip=12345", "web=https://a.b", "city=Ulm"])
    assert (replaced.dropped, replaced.problems) == ((), ())


def test_answers_that_do_not_apply_are_set_aside() -> None:
    kept = {"kind": "B", "zip": "12345", "city": "Ulm", "vat": "1"}
    prepared = prepare(FORM, kept=kept, settings=["kind=P"])
    assert prepared.set_aside == {"vat": "1"}
    assert prepared.data == {"kind": "P", "zip": "12345", "city": "Ulm"}


def test_paths_that_name_no_one_field_are_told_all_at_once() -> None:
    with pytest.raises(UsageError, match=r"no field 'sity'; did you mean city\?") as one:
        prepare(FORM, settings=["sity=Ulm"])
    assert one.value.details == []
    with pytest.raises(UsageError, match="no PATH=VALUE"):
        prepare(FORM, settings=["city"])
    with pytest.raises(UsageError, match="2 --set flags") as two:
        prepare(FORM, settings=["city=Ulm", "town=Ulm", "=x"])
    assert [detail["flag"] for detail in two.value.details] == ["--set town=Ulm", "--set =x"]

    template = {"type": "array", "properties": [{"name": "n", "type": "string"}]}
    rows = read_form({"fields": {"rules": [{"template": template}, {"template": template}]}})
    with pytest.raises(
        UsageError, match=r"'n' matches several fields: 0\.0\.n, 1\.0\.n"
    ) as several:
        prepare(rows, settings=["n=1"])
    assert several.value.details == [{"path": "0.0.n"}, {"path": "1.0.n"}]
    assert prepare(rows, settings=["0.0.n=a", "0.1.n=b", "1.0.n=c"]).data == [
        [{"n": "a"}, {"n": "b"}],
        [{"n": "c"}],
    ]


def test_values_that_can_be_no_answers_are_refused_with_all_else() -> None:
    properties = {
        "count": {"type": "integer"},
        "kind": {"enum": ["B", "P"]},
        "uses": {"type": "array", "items": {"enum": ["SMS", "VOICE"]}},
        "ok": {"type": "boolean"},
        "free": {"type": "object"},
    }
    form = read_form({"fields": {"type": "object", "properties": properties, "required": ["kind"]}})
    prepared = prepare(form, settings=["count=x", "uses=SMS,FAX", "ok=perhaps"])
    assert {problem.path: problem.problem for problem in prepared.problems} == {
        "count": "Must be a whole number.",
        "kind": "Answer missing.",
        "uses": "Must be one of SMS, VOICE.",
        "ok": "Must be yes or no (true or false).",
    }
    with pytest.raises(DataError, match="Free: Must be JSON"):
        prepare(form, settings=["free={"])


ROW = {"type": "array", "minItems": 1, "properties": [{"name": "n", "type": "string"}]}
CITY = {"properties": [{"name": "city", "type": "string", "required": True, "maxLength": 5}]}
PARTS = read_form({"fields": {"rules": [{"template": ROW}, {"template": CITY}]}})
HAS = [[{"n": "a"}], {"city": "Ulm"}]


@pytest.mark.parametrize(
    ("file", "settings", "safe"),
    [
        ("x", [], HAS),
        ([5, {"city": "Jena"}], [], [[{"n": "a"}], {"city": "Jena"}]),
        ([[], ["x"]], [], HAS),
        ([[{"n": 5}, {"n": "c"}], {"city": "Jena"}], [], [[{"n": "a"}], {"city": "Jena"}]),
        ([[{"n": "b"}, {"n": "c"}], {"city": "Dresden"}], [], [[{"n": "b"}, {"n": "c"}], HAS[1]]),
        ([*HAS, {"more": 1}], [], HAS),
        (None, ["city=Dresden", "0.0.n=b"], [[{"n": "b"}], {"city": "Ulm"}]),
    ],
)
def test_what_is_refused_harms_nothing_that_the_order_has(
    file: Any, settings: list[str], safe: Any
) -> None:
    prepared = prepare(PARTS, kept=HAS, file=file, settings=settings)
    assert prepared.problems
    assert prepared.safe == safe
    assert prepare(PARTS, kept=prepared.safe, file=HAS).problems == ()


def test_entries_that_the_form_has_no_part_for_are_dropped_when_only_remembered() -> None:
    prepared = prepare(PARTS, kept=[*HAS, {"more": 1}], file=HAS)
    assert (prepared.data, prepared.problems) == (HAS, ())
    assert len(prepared.dropped) == 1


def test_a_member_that_the_form_does_not_know_is_told_and_can_be_taken_out() -> None:
    prepared = prepare(PARTS, kept=[HAS[0], {"city": "Ulm", "sity": "Ulm", "q": 1}])
    assert prepared.problems == ()
    assert [(one.path, one.like) for one in prepared.unknown] == [("1.sity", "1.city"), ("1.q", "")]
    left = prepare(PARTS, kept=prepared.data, settings=["1.sity=", "1.q=null"])
    assert (left.data, left.unknown) == (HAS, ())
    with pytest.raises(UsageError, match=r"no field '1\.sity'"):
        prepare(PARTS, kept=HAS, settings=["1.sity="])


def test_null_takes_an_answer_back_and_a_row_is_begun_behind_the_last() -> None:
    prepared = prepare(PARTS, kept=HAS, settings=["0.0.n=null", "0.1.n=b", "0.2.n=c"])
    assert prepared.data == [[{}, {"n": "b"}, {"n": "c"}], HAS[1]]
    with pytest.raises(UsageError, match=r"'0\.3\.n' skips an entry: .* 1 entry, .* 0\.1"):
        prepare(PARTS, kept=HAS, settings=["0.3.n=b"])


def test_answers_of_another_shape_are_shown_as_they_were_given() -> None:
    form = read_form(json.loads((CONTRACT / "au-mobile.json").read_text()))
    prepared = prepare(form, kept=None, file={"a": 1}, numbers=["+61411111112"])
    assert [(one.path, one.given) for one in prepared.problems] == [("", {"a": 1})]
    prepared = prepare(form, kept=None, file=[[{}]], numbers=["+61411111112"])
    assert prepared.data[0][0]["senderId"] == "+61411111112"
