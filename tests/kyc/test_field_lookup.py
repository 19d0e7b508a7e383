"""Paths and names that people type, and the words a server has for a field."""

from __future__ import annotations

import pytest

from sinch_order_cli.kyc import read_form
from tests.kyc.samples import au_answers, sample

BUSINESS = tuple(
    f"1.{name}"
    for name in (
        *("endBusinessName", "endBusinessAddress", "endBusinessAddress2", "city"),
        *("state", "country", "postalCode"),
    )
)


@pytest.mark.parametrize(
    ("name", "typed", "paths"),
    [
        ("au-mobile", "city", ("1.city",)),
        ("au-mobile", "1.city", ("1.city",)),
        ("au-mobile", "CITY", ("1.city",)),
        ("au-mobile", "Postal code", ("1.postalCode",)),
        ("au-mobile", "0.3.senderId", ("0.3.senderId",)),
        ("au-mobile", "senderId", ("0.0.senderId",)),
        ("au-mobile", "2.city", ()),
        ("au-mobile", "nothing", ()),
        ("au-mobile", "", ()),
        ("br-local", "cnpj", ("cnpj",)),
        ("de-local", "address.city", ("0.address.city",)),
        ("de-local", "city", ("0.address.city",)),
    ],
)
def test_what_is_typed(name: str, typed: str, paths: tuple[str, ...]) -> None:
    assert sample(name).resolve(typed) == paths


def test_a_name_in_several_rows_is_ambiguous() -> None:
    form = sample("au-mobile")
    data = form.add_row(au_answers(), "0")
    both = ("0.0.senderId", "0.1.senderId")
    assert form.resolve("senderId", data) == both
    assert form.resolve("0.*.senderId", data) == both
    assert form.locate("senderId", data) == both


@pytest.mark.parametrize(
    ("field", "rows"),
    [
        ("senderId", [0, 1]),
        ("data[0].senderId", [0, 1]),
        ("requestDetails.data[0][1].senderId", [1]),
        ("/data/0/1/senderId", [1]),
        ("numbers[1].senderId", [1]),
        ("0.senderId", [0]),
        ("data[0][1].sender_id", [1]),
        ("data[0][1].SenderId", [1]),
        ("requestDetails.data[0][1].sender-id", [1]),
        ("numbers[1].sender_id", [1]),
        ("sender_id", [0, 1]),
        ("data[0][1].senderId.pattern", [1]),
        ("data[0][1].senderId.minLength", [1]),
        ("data[0][1].sender_id.required", [1]),
        ("/0/1/senderId/pattern", [1]),
        ("body -> data -> 0 -> 1 -> senderId", [1]),
        ("body > data > 0 > 1 > senderId", [1]),
        ("body → data → 0 → 1 → senderId", [1]),
        ("`data[0][1].senderId`", [1]),
        ("'data[0][1].senderId'", [1]),
        ('"data[0][1].senderId"', [1]),
        ("data[0][1].`senderId`", [1]),
        ("data.0.1.senderId: must match ^[A-Z]", [1]),
        ('data[0][1].senderId must match "^[A-Z]"', [1]),
        ("body.data.0.1.senderId", [1]),
        ("data[0][1][senderId]", [1]),
        ("data::0::1::senderId", [1]),
    ],
)
def test_a_server_may_leave_out_the_row_or_the_section(field: str, rows: list[int]) -> None:
    form = sample("au-mobile")
    data = form.copy_row(au_answers(), "0", 0)
    assert form.locate(field, data) == tuple(f"0.{row}.senderId" for row in rows)


@pytest.mark.parametrize(
    "field",
    [
        "requestDetails.data[1].postalCode",
        "requestDetails.data.1.postalCode",
        "request_details.data[1].postal_code",
        "/requestDetails/data/1/postalCode",
        "#/data/1/postalCode",
        "$.requestDetails.data[1]['postalCode']",
        'data[1]["postalCode"]',
        "data[1].postalCode",
        "[1].postalCode",
        "1.postalCode",
        "postalCode",
        "PostalCode",
        "Postal code",
        "rules[1].template.postalCode",
        " requestDetails.data[ 1 ].postalCode ",
        "postalCode: must match ^[0-9]{4}$",
        "`postalCode`",
        '"Postal code"',
        "POSTAL_CODE",
        "data[1].postalCode.maxLength",
        "postal_code.pattern",
    ],
)
def test_a_servers_field_in_every_dialect(field: str) -> None:
    assert sample("au-mobile").locate(field, au_answers()) == ("1.postalCode",)


@pytest.mark.parametrize(
    ("field", "paths"),
    [
        ("requestDetails.data[0].senderId", ("0.0.senderId",)),
        ("requestDetails.data[0][2].senderId", ("0.2.senderId",)),
        ("data[1]", BUSINESS),
        ("requestDetails.data", ()),
        ("requestDetails", ()),
        ("callbackUrl", ()),
        ("", ()),
        ("[[[", ()),
        ("a" * 10_000, ()),
    ],
)
def test_rows_containers_and_what_is_no_field(field: str, paths: tuple[str, ...]) -> None:
    assert sample("au-mobile").locate(field, au_answers()) == paths


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("postalCode: must match ^[0-9]{4}$", ("1.postalCode",)),
        ("`postalCode` is invalid", ("1.postalCode",)),
        ("The value of 'postalCode' is invalid", ("1.postalCode",)),
        ('must have required property "postalCode"', ("1.postalCode",)),
        ("postalCode must be a string", ("1.postalCode",)),
        ("data[0][2].senderId is too long", ("0.2.senderId",)),
        ("Invalid value at data.0.2.sender_id (expected text)", ("0.2.senderId",)),
        ("#/data/1/postalCode: wrong", ("1.postalCode",)),
        ("body -> data -> 1 -> postalCode field required", ("1.postalCode",)),
        ("Validation failed for requestDetails.data[1].postalCode.", ("1.postalCode",)),
        ("postalCode and state do not fit", ("1.postalCode",)),
        ("`postalCode`, `city` do not fit", ("1.postalCode", "1.city")),
        # Prose names nothing by itself: "state" and "country" are words as well as fields.
        ("The state of this order does not allow it", ()),
        ("Country not supported", ()),
        ("city", ("1.city",)),
        ("state: not in this country", ("1.state",)),
        ("", ()),
        ("must match 'AU'", ()),
        ("e.g. 1.5 of 3.2", ()),
    ],
)
def test_a_path_in_a_servers_sentence(text: str, paths: tuple[str, ...]) -> None:
    assert sample("au-mobile").locate_in_text(text, au_answers()) == paths


@pytest.mark.parametrize("keyword", ["pattern", "required", "type", "format", "enum"])
def test_a_field_may_be_named_like_a_keyword(keyword: str) -> None:
    form = read_form({"fields": {"type": "object", "properties": {keyword: {"type": "string"}}}})
    assert form.locate(keyword) == (keyword,)
    assert form.locate(f"data.{keyword}.{keyword}") == (keyword,)


def test_a_field_may_be_named_like_the_prefix() -> None:
    schema = {
        "type": "object",
        "properties": {"data": {"type": "string"}, "city": {"type": "string"}},
    }
    form = read_form({"fields": schema})
    assert form.locate("data") == ("data",)
    assert form.locate("requestDetails.data.data") == ("data",)
    assert form.locate("requestDetails.data.city") == ("city",)


def test_a_bare_name_in_two_sections_offers_both() -> None:
    template = {"properties": [{"name": "city", "type": "string"}]}
    form = read_form({"fields": {"rules": [{"template": template}, {"template": template}]}})
    assert form.locate("city") == ("0.city", "1.city")
    assert form.locate("data[1].city") == ("1.city",)


def test_a_field_is_found_by_any_concrete_path() -> None:
    form = sample("de-local")
    share = form.field("1.17.share")
    assert share is not None
    assert (share.path, share.title) == ("1.17.share", "Share in per cent")
    assert form.field("1.*.share") is not None
    assert form.field("1.share") is None
