"""Answers in another writing: mended where only the mended one passes, and said."""

from __future__ import annotations

from typing import Any

import pytest

from sinch_order_cli.kyc import Change, Form, read_form
from sinch_order_cli.kyc.answers.normalize import parsed

DIGITS = {"type": "string", "pattern": "^[0-9]{14}$"}
CODE = {"type": "string", "pattern": "^[A-Z]{2}$", "title": "Country"}
DATE = {"type": "string", "format": "date"}
PHONE = {"type": "string", "pattern": r"^\+[0-9]{6,15}$"}
REGISTER = {"type": "string", "pattern": "^HR[AB] ?[0-9]{1,6}$"}
STATES = {"title": "State", "enum": ["ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"]}
TITLED = {"enum": ["NSW", "QLD"], "enumNames": ["New South Wales", "Queensland"]}
NUMBER = {"type": "number"}
LETTERS = {"type": "string", "pattern": r"^\p{L}+$"}


def form_of(spec: Any, region: str = "AU") -> Form:
    return read_form({"fields": {"type": "object", "properties": {"a": spec}}}, region)


@pytest.mark.parametrize(
    ("spec", "given", "meant"),
    [
        (CODE, "au", "AU"),
        (CODE, "Australia", "AU"),
        (CODE, " côte d'ivoire", "CI"),
        ({"title": "Country", "enum": ["AU", "DE"]}, "germany", "DE"),
        ({"title": "Country", "enum": ["Australia", "Germany"]}, "GERMANY", "Germany"),
        (DIGITS, "11.222.333/0001-81", "11222333000181"),
        ({"type": "string", "pattern": "^[0-9]{4}$"}, "20 00", "2000"),
        (REGISTER, "hrb 12345", "HRB 12345"),
        ({"type": "string", "pattern": "^DE[0-9]{9}$"}, "de 123.456.789", "DE123456789"),
        (DATE, "1999-3-1", "1999-03-01"),
        (DATE, "1999/03/01", "1999-03-01"),
        (DATE, "1.3.1999", "1999-03-01"),
        (DATE, "31/12/1999", "1999-12-31"),
        (DATE, "12/31/1999", "1999-12-31"),
        (NUMBER, "33,3", 33.3),
        (NUMBER, "33.3", 33.3),
        (NUMBER, "1.234,56", 1234.56),
        (NUMBER, "1,234.5", 1234.5),
        (NUMBER, "12 000", 12000),
        ({"type": "integer"}, "12", 12),
        ({"type": "string", "format": "uri"}, "www.x.de", "https://www.x.de"),
        ({"type": "string", "format": "uri"}, "x.example/a?b", "https://x.example/a?b"),
        (PHONE, "0412 345 678", "+61412345678"),
        (PHONE, "(02) 9876 5432", "+61298765432"),
        ({"type": "string", "pattern": "^0[0-9]{9}$"}, "0412 345 678", "0412345678"),
        (STATES, "New South", "NSW"),
        (STATES, "victoria", "VIC"),
        (STATES, "nsw", "NSW"),
        (TITLED, "New South", "NSW"),
        (LETTERS, "Jose\u0301", "José"),
        (LETTERS, "Jo\u200bse", "Jose"),
        (LETTERS, "\u202eJose\x1b\x1a", "Jose"),
        ({"type": "string", "pattern": "^[A-Za-z' -]+$"}, "O\u2019Neil\u00a0Smith", "O'Neil Smith"),
    ],
)
def test_what_only_passes_in_another_writing_is_mended_and_said(
    spec: Any, given: Any, meant: Any
) -> None:
    form = form_of(spec)
    title = spec.get("title", "A")
    assert form.tidy({"a": given}) == ({"a": meant}, (Change("a", title, given, meant),))
    assert form.check({"a": meant}) == ()


@pytest.mark.parametrize(
    ("spec", "given"),
    [
        (DATE, "1/2/1999"),
        (DATE, "1999-13-1"),
        (DATE, "31.2.1999"),
        (NUMBER, "1,000"),
        (NUMBER, "1.000"),
        ({"type": "integer"}, "12.000"),
        (NUMBER, "1.000.000,"),
        (NUMBER, "007"),
        (NUMBER, "12 kg"),
        (PHONE, "12345"),
        (PHONE, "030 123456"),
        ({"type": "string", "pattern": "^[A-Z]{2}$", "title": "State"}, "Georgia"),
        (CODE, "Atlantis"),
        (STATES, "Ne"),
        ({"enum": ["AL", "AZ"], "title": "State"}, "Alaska"),
        ({"enumNames": ["New York", "New Jersey"], "enum": ["NY", "NJ"]}, "New"),
        ({"type": "boolean"}, "yes"),
        ({"enum": [None, True]}, "yes"),
        (LETTERS, "\u200b"),
    ],
)
def test_what_could_mean_something_else_is_left_to_the_operator(spec: Any, given: Any) -> None:
    assert form_of(spec).tidy({"a": given}) == ({"a": given}, ())


@pytest.mark.parametrize(
    "given", ["Jose\u0301", "a\u00a0b", "www.x.de", "20 00", "1999-3-1", "au", "O\u2019Neil"]
)
def test_what_passes_stays_as_it_was_written(given: str) -> None:
    assert form_of({"type": "string"}).tidy({"a": given}) == ({"a": given}, ())


def test_a_national_number_needs_the_country_of_the_number() -> None:
    assert form_of(PHONE, "").tidy({"a": "0412 345 678"})[1] == ()
    assert form_of(PHONE, "DE").tidy({"a": "030 12345678"})[0] == {"a": "+493012345678"}


@pytest.mark.parametrize("kind", ["integer", "number"])
def test_thousands_with_a_point_are_not_taken_for_a_decimal(kind: str) -> None:
    [section] = form_of({"type": kind}).sections
    for typed in ("1.000", "1,000"):
        with pytest.raises(ValueError, match=r"Could mean 1 or 1000\. Write it in digits only\."):
            parsed(section.fields[0], typed)
    assert parsed(section.fields[0], "1.0") == 1
    assert parsed(section.fields[0], "1000") == 1000


def test_what_is_typed_finds_a_choice_by_its_name() -> None:
    assert form_of(STATES).parse("a", "Northern Territory") == "NT"
    assert form_of({"title": "Country", "enum": ["AU", "NZ"]}).parse("a", "new zealand") == "NZ"


class TestTheNumbersCountry:
    def proposed(self, spec: Any, region: str = "AU") -> Any:
        form = form_of(spec, region)
        field = form.field("a")
        assert field is not None
        return form.proposal({}, field)

    def test_it_is_proposed_where_a_country_is_asked_for(self) -> None:
        assert self.proposed(CODE) == "AU"
        assert self.proposed({"title": "Country", "enum": ["DE", "AU"]}) == "AU"

    @pytest.mark.parametrize(
        ("spec", "proposed"),
        [
            ({**CODE, "title": "State"}, None),
            ({"title": "Country", "enum": ["DE", "AT"]}, None),
            ({**CODE, "default": "DE"}, "DE"),
            ({"title": "Country", "type": "string", "minLength": 3}, None),
        ],
    )
    def test_and_nowhere_else(self, spec: Any, proposed: Any) -> None:
        assert self.proposed(spec) == proposed

    def test_it_is_never_sent_unseen(self) -> None:
        form = read_form(
            {"fields": {"type": "object", "properties": {"a": CODE}, "required": ["a"]}}, "AU"
        )
        assert form.with_defaults({})[0] == {}
