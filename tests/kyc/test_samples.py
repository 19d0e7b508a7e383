"""The contract's sample forms: overview, questions, checking, mending, and what is sent."""

from __future__ import annotations

import copy
from typing import Any

import msgspec
import pytest
from msgspec import UNSET

from sinch_order_cli.kyc import Change, Form, Problem, get, put, read_form, remove
from tests.kyc.corpus import CASES
from tests.kyc.samples import au_answers, br_answers, de_answers, sample


def paths(form: Form, data: Any) -> list[str]:
    return [field.path for section in form.questions(data) for field in section.fields]


@pytest.mark.parametrize(
    ("name", "answers"),
    [("au-mobile", au_answers), ("br-local", br_answers), ("de-local", de_answers)],
)
def test_good_answers_pass_and_are_sent_unchanged(name: str, answers: Any) -> None:
    form, data = sample(name), answers()
    assert form.check(data) == ()
    assert form.tidy(data) == (data, ())
    assert form.sendable(data) == (data, {})
    assert data == answers()
    assert form.unread == ()


def test_no_form_where_nothing_is_asked() -> None:
    for form in (read_form(None), sample("gb-mobile")):
        assert not form.has_fields
        assert (form.sections, form.attachments, form.unread) == ((), (), ())
        assert form.check(form.empty()) == ()


def test_the_documents_own_example_has_two_parts_that_ask_nothing() -> None:
    fields = {"schema": "/s.json", "rules": [{"template": {}}, {"template": {}}], "attachments": []}
    form = read_form({"fields": fields})
    assert not form.has_fields
    assert form.empty() == [{}, {}]


def test_documents_are_read_beside_the_fields_and_inside() -> None:
    document = {
        "id": "a",
        "title": "Letter",
        "mandatory": True,
        "template": [{"name": "a.pdf", "url": "https://x.example/a.pdf"}, None],
        "allowedMimeTypes": ["application/pdf", "", None],
    }
    unnamed = {"id": "b", "allowedMimeTypes": [" "]}
    raw = {
        "fields": {"rules": [], "attachments": [document, unnamed]},
        "attachments": [document, {"title": "no id"}],
    }
    form = read_form(raw)
    assert [(a.id, a.title, a.mandatory) for a in form.attachments] == [
        ("a", "Letter", True),
        ("b", "b", False),
    ]
    assert form.attachments[0].templates[0].name == "a.pdf"
    assert [a.allowed_mime_types for a in form.attachments] == [("application/pdf",), ()]
    assert [note.what for note in form.unread] == ["an attachment"]
    assert not form.has_fields


def test_a_lookup_may_be_the_form_itself() -> None:
    rules = {"rules": [{"template": {"properties": [{"name": "a", "required": True}]}}]}
    assert read_form(rules).blank() == read_form({"fields": rules}).blank() == [{"a": None}]


@pytest.mark.parametrize("named", [{}, {"name": "Letter"}])
def test_documents_among_the_rules_may_have_names_like_fields(named: dict[str, str]) -> None:
    rule = {"template": {"properties": [{"name": "a"}]}}
    document = {"id": "x", "title": "Letter", "mandatory": True, **named}
    for fields in (
        {"rules": [rule], "attachments": [document]},
        {"a": {"type": "string"}, "attachments": [document]},
    ):
        form = read_form({"fields": fields})
        assert [(one.id, one.mandatory) for one in form.attachments] == [("x", True)]
        assert [section.fields[0].name for section in form.sections] == ["a"]
        assert form.unread == ()


def test_a_field_may_be_named_attachments() -> None:
    form = read_form({"fields": {"attachments": {"type": "string", "required": True}}})
    assert form.check({}) != ()


class TestOverview:
    def test_au_sections(self) -> None:
        numbers, business, person = sample("au-mobile").sections
        assert (numbers.title, numbers.path, numbers.repeatable) == ("Numbers", "0", True)
        assert (numbers.min_rows, numbers.max_rows, numbers.row) == (1, 50, None)
        assert numbers.fields[0].path == "0.*.senderId"
        assert [f.is_number for f in numbers.fields] == [True, False, False, False]
        assert not any(field.is_number for field in person.fields)
        allowed = {field.name: field.allowed for field in business.fields}
        assert allowed["endBusinessName"] == "2 to 100 characters"
        assert allowed["postalCode"] == "4 digits"
        assert allowed["state"] == "one of ACT, NSW, NT, QLD, SA, TAS, VIC, WA"

    def test_br_conditions_are_marked(self) -> None:
        (section,) = sample("br-local").sections
        assert section.title == "Cadastro"
        assert [f.name for f in section.fields if f.conditional] == ["cnpj", "cpf"]
        by_name = {field.name: field for field in section.fields}
        assert by_name["notes"].kind == "long-text"
        assert by_name["city"].default == "São Paulo"
        assert by_name["city"].required

    def test_de_nested_object_is_a_section_of_its_own(self) -> None:
        firm, address, owners = sample("de-local").sections
        assert (address.path, address.title) == ("0.address", "Address in the area of the number")
        assert owners.fields[1].path == "1.*.share"
        assert firm.fields[1].examples == ("HRB 12345",)

    def test_what_several_parts_say_of_a_field_is_told_as_one(self) -> None:
        def part(**more: Any) -> dict[str, Any]:
            return {"properties": {"a": {"type": "string", **more}}}

        fields = {
            "type": "object",
            **part(minLength=2, maxLength=20, messages={"maxLength": "Shorter"}),
            "allOf": [
                part(minLength=4, messages={"minLength": "Longer", "pattern": "Letters"}),
                part(minLength=3, maxLength=9, pattern="^[a-z]+$"),
                {"properties": {"n": {"type": "number"}}},
                {"properties": {"n": {"type": "integer"}}},
            ],
        }
        form = read_form({"fields": fields})
        [section] = form.sections
        assert section.fields[0].allowed == "only small letters a to z, 4 to 9 characters"
        assert section.fields[0].max_length == 9
        assert section.fields[1].kind == "integer"
        assert [problem.problem for problem in form.check({"a": "abc"})] == ["Longer"]
        assert [problem.problem for problem in form.check({"a": "ABCDE"})] == ["Letters"]

    def test_choices_that_another_part_narrows(self) -> None:
        def among(*values: str) -> dict[str, Any]:
            return {"properties": {"a": {"enum": list(values)}}}

        fields = {"type": "object", **among("x", "y", "z"), "allOf": [among("w", "y", "z")]}
        form = read_form({"fields": fields})
        [section] = form.sections
        assert [choice.value for choice in section.fields[0].choices] == ["y", "z"]
        assert form.parse("a", "Y") == "y"

    @pytest.mark.parametrize(
        ("fields", "number"),
        [
            ([("senderId", {}), ("use", {})], "senderId"),
            ([("use", {}), ("phoneNumber", {})], "phoneNumber"),
            ([("firstName", {}), ("phoneNumber", {})], ""),
            ([("senderId", {"maxLength": 7})], ""),
            ([("senderId", {"pattern": "^[A-Za-z]{3,11}$"})], ""),
            ([("senderId", {"enum": ["a"]})], ""),
        ],
    )
    def test_the_field_of_a_row_that_takes_a_number_of_the_order(
        self, fields: list[Any], number: str
    ) -> None:
        properties = [{"name": name, "type": "string", **more} for name, more in fields]
        rule = {"template": {"type": "array", "properties": properties}}
        [section] = read_form({"fields": {"rules": [rule]}}).sections
        assert [field.name for field in section.fields if field.is_number] == [number][
            : len(number)
        ]

    def test_sections_within_rows_say_which_row(self) -> None:
        case = next(case for case in CASES if case.name.startswith("rows within rows, and"))
        form = read_form({"fields": case.fields})
        titles = [section.title for section in form.questions([[{"name": "A"}, {"name": "B"}]])]
        assert titles == ["Part 1", "Part 1 1 · Address", "Part 1", "Part 1 2 · Address"]

    def test_an_example_may_be_one_or_several(self) -> None:
        fields = {"a": {"type": "string", "example": "x"}, "b": {"examples": ["y", "z"]}}
        [section] = read_form({"fields": fields}).sections
        assert [field.examples for field in section.fields] == [("x",), ("y", "z")]

    def test_rows_that_have_to_be_there_are_at_least_one(self) -> None:
        case = next(case for case in CASES if case.name.endswith("that have to be there"))
        sections = read_form({"fields": case.fields}).sections
        assert [(section.path, section.min_rows) for section in sections] == [
            ("0", 1),
            ("0.*.papers", 1),
        ]

    def test_json_speaks_the_apis_manner(self) -> None:
        form = sample("au-mobile").as_json()
        section = form["sections"][0]
        assert section["minRows"] == 1
        assert section["fields"][0]["isNumber"] is True
        assert section["fields"][0]["maxLength"] == 16
        assert section["fields"][1]["choices"][0] == {
            "value": "One Time Password",
            "title": "One Time Password",
        }


class TestQuestions:
    def test_rows_are_asked_one_by_one(self) -> None:
        form = sample("au-mobile")
        data = form.add_row(form.copy_row(au_answers(), "0", 0), "0.1")
        rows = [section for section in form.questions(data) if section.repeatable]
        assert [(row.path, row.row) for row in rows] == [("0.0", 0), ("0.1", 1), ("0.2", 2)]
        assert get(data, "0.1.purposeOfTheTraffic") == "Notifications"
        assert "senderId" not in data[0][1]
        assert form.remove_row(data, "0", 1)[0] == [data[0][0], {}]

    def test_a_condition_changes_what_is_asked(self) -> None:
        form, data = sample("br-local"), br_answers()
        assert "cnpj" in paths(form, data)
        assert "cpf" not in paths(form, data)
        data["customerType"] = "INDIVIDUAL"
        assert "cnpj" not in paths(form, data)
        assert "cpf" in paths(form, data)
        sent, aside = form.sendable(data)
        assert aside == {"cnpj": "12345678901234"}
        assert "cnpj" not in sent
        assert [problem.path for problem in form.check(data)] == ["cpf"]

    def test_conditional_rows_are_set_aside_whole(self) -> None:
        case = next(case for case in CASES if case.name == "rows that are asked under a condition")
        form = read_form({"fields": case.fields})
        sent, aside = form.sendable({"kind": "P", "owners": [{"who": "A"}, {"who": "B"}]})
        assert sent == {"kind": "P"}
        assert aside == {"owners.0.who": "A", "owners.1.who": "B"}

    def test_an_optional_group_is_required_once_it_is_begun(self) -> None:
        form, data = sample("de-local"), de_answers()

        def required() -> list[bool]:
            return [f.required for f in form.questions(data)[1].fields]

        assert required() == [False, False, False]
        data = put(data, "0.address.city", "Bonn")
        assert required() == [True, True, True]
        assert [problem.path for problem in form.check(data)] == [
            "0.address.street",
            "0.address.postalCode",
        ]
        assert form.check(remove(data, "0.address.city")) == ()

    @pytest.mark.parametrize(
        "kept_out", [{"not": {"required": ["vat"]}}, {"properties": {"vat": False}}]
    )
    def test_an_answer_that_a_condition_keeps_out_is_not_asked_and_not_sent(
        self, kept_out: Any
    ) -> None:
        fields = {
            "type": "object",
            "properties": {"kind": {"enum": ["B", "P"]}, "vat": {"type": "string"}},
            "if": {"properties": {"kind": {"const": "P"}}, "required": ["kind"]},
            "then": kept_out,
        }
        form = read_form({"fields": fields})
        assert [field.conditional for field in form.sections[0].fields] == [False, True]
        assert paths(form, {"kind": "B", "vat": "1"}) == ["kind", "vat"]
        assert paths(form, {"kind": "P", "vat": "1"}) == ["kind"]
        assert form.sendable({"kind": "P", "vat": "1"}) == ({"kind": "P"}, {"vat": "1"})
        assert form.check({"kind": "P", "vat": "1"}) == ()

    def test_what_another_answer_brings_up_is_required_then(self) -> None:
        case = next(case for case in CASES if case.name.startswith("dependentRequired"))
        form = read_form({"fields": case.fields})

        def required(data: Any) -> list[str]:
            return [f.path for s in form.questions(data) for f in s.fields if f.required]

        assert required({}) == []
        assert required({"card": "1"}) == ["zip"]
        assert required({"card": "1", "fax": "2"}) == ["zip", "dial"]

    def test_the_one_alternative_that_is_left_is_required(self) -> None:
        case = next(case for case in CASES if case.name.startswith("alternatives told apart by"))
        form = read_form({"fields": case.fields})
        assert [(f.name, f.required) for s in form.questions({"as": "firm"}) for f in s.fields] == [
            ("note", False),
            ("as", True),
            ("vat", True),
        ]

    def test_a_condition_in_a_group_that_is_not_there_does_not_hold(self) -> None:
        case = next(case for case in CASES if case.name.startswith("conditions of conditions"))
        form = read_form({"fields": case.fields})
        assert paths(form, {"kind": "B"}) == ["kind", "home.land"]
        assert paths(form, {"kind": "B", "home": {"land": "US"}})[-1] == "home.state"


class TestProblems:
    def test_everything_wrong_is_told_at_once_in_order(self) -> None:
        data = au_answers()
        data[0][0].update(senderId="61411", iConfirmThatMyBusinessHasAValidUseCaseForThisLn=False)
        data[1].update(postalCode="300", country="aus", endBusinessName="A", state=None)
        del data[2]["phoneNumber"]
        problems = sample("au-mobile").check(data, numbers=["+61411111112"])
        assert problems[0] == Problem(
            path="0.0.senderId",
            title="Number",
            problem="Start with + and the country code, for example +61411111112",
            given="61411",
            example="+61411111112",
        )
        assert [(p.path, p.problem, p.given) for p in problems[1:]] == [
            ("0.0.iConfirmThatMyBusinessHasAValidUseCaseForThisLn", "Must be yes.", False),
            ("1.endBusinessName", "Must be 2 to 100 characters; yours has 1.", "A"),
            ("1.state", "Answer missing.", UNSET),
            ("1.country", "Must be 2 capital letters.", "aus"),
            ("1.postalCode", "Four digits, for example 3000", "300"),
            ("2.phoneNumber", "Answer missing.", UNSET),
        ]
        assert problems[-1].example == "+61298765432"

    def test_what_is_no_list_is_told_where_the_list_stands(self) -> None:
        firm, _ = de_answers()
        problems = sample("de-local").check([{**firm, "email": "x", "address": 5}, "Ann"])
        assert [problem.path for problem in problems] == ["0.email", "0.address", "1"]
        problems = sample("au-mobile").check([7, au_answers()[1], {}])
        assert [problem.path for problem in problems][:2] == ["0", "2.firstName"]

    def test_one_field_is_checked_on_leaving_it(self) -> None:
        form = sample("de-local")
        problem = form.check_field(form.empty(), "0.employees", 0)
        assert problem is not None
        assert problem.problem == "Must be a number from 1 to 5000000."
        assert form.check_field(form.empty(), "0.employees", 1) is None
        missing = form.check_field(form.empty(), "1.0.share", None)
        assert missing is not None
        assert missing.problem == "Answer missing."

    def test_an_example_is_told_with_the_problem_and_once(self) -> None:
        data = put(de_answers(), "0.registrationNumber", "X")
        [problem] = sample("de-local").check(data)
        assert problem.problem.endswith("1 to 6 digits.")
        assert problem.as_json() == {
            "path": "0.registrationNumber",
            "title": "Commercial register number",
            "problem": problem.problem + " For example HRB 12345.",
            "given": "X",
        }
        [problem] = sample("au-mobile").check(put(au_answers(), "0.0.senderId", "6"))
        assert problem.told == "Start with + and the country code, for example +61411111112"

    def test_of_many_choices_the_nearest_is_the_example(self) -> None:
        lands = [{"const": f"L{i}", "title": f"Land {i}"} for i in range(20)]
        lands.append({"const": "AT", "title": "Austria"})
        form = read_form({"fields": {"type": "object", "properties": {"land": {"oneOf": lands}}}})
        [problem] = form.check({"land": "austri"})
        assert problem.told == "Must be one of 21 choices. For example AT = Austria."
        [problem] = form.check({"land": "?"})
        assert problem.told == "Must be one of 21 choices."

    @pytest.mark.parametrize("data", [None, [], {}, "x", 5, [1], [{}], [[], []], [None, None, 7]])
    def test_data_of_another_shape_are_problems(self, data: Any) -> None:
        for name in ("au-mobile", "br-local", "de-local"):
            problems = sample(name).check(data)
            assert problems
            assert all(problem.problem for problem in problems)


class TestTidy:
    def test_mends_what_is_surely_meant_and_says_so(self) -> None:
        data = au_answers()
        data[0][0].update(senderId="+61 411-111 112", purposeOfTheTraffic=" NOTIFICATIONS")
        data[1]["city"] = " Melbourne "
        data[2]["phoneNumber"] = "+61 (2) 9876\u00a05432"
        before = copy.deepcopy(data)
        tidied, changes = sample("au-mobile").tidy(data)
        assert tidied == au_answers()
        assert data == before
        assert changes == (
            Change("0.0.senderId", "Number", "+61 411-111 112", "+61411111112"),
            Change(
                "0.0.purposeOfTheTraffic",
                "Purpose of the traffic",
                " NOTIFICATIONS",
                "Notifications",
            ),
            Change("1.city", "City", " Melbourne ", "Melbourne"),
            Change("2.phoneNumber", "Phone number", "+61 (2) 9876\u00a05432", "+61298765432"),
        )

    @pytest.mark.parametrize(
        "number", ["+49 (0)30 123456", "030 123456", "+61 2 98765432 ext 3", "+"]
    )
    def test_a_number_that_is_not_sure_is_left_to_the_operator(self, number: str) -> None:
        data = put(au_answers(), "2.phoneNumber", number)
        assert get(sample("au-mobile").tidy(data)[0], "2.phoneNumber") == number

    def test_what_is_given_as_json_is_not_mended(self) -> None:
        form = read_form({"fields": {"free": {"type": "object"}, "text": {"type": "string"}}})
        assert form.tidy({"free": " x ", "text": " x "})[0] == {"free": " x ", "text": "x"}

    def test_numbers_where_spaces_are_fine_stay(self) -> None:
        form = read_form({"fields": {"type": "object", "properties": {"p": {"type": "string"}}}})
        assert form.tidy({"p": "+61 2 9876"}) == ({"p": "+61 2 9876"}, ())

    def test_white_space_stays_where_only_it_passes(self) -> None:
        schema = {"type": "object", "properties": {"p": {"type": "string", "pattern": "^ x$"}}}
        assert read_form({"fields": schema}).tidy({"p": " x"}) == ({"p": " x"}, ())

    def test_choices_that_differ_only_in_letter_case_are_not_guessed(self) -> None:
        schema = {"type": "object", "properties": {"p": {"enum": ["ab", "AB"]}}}
        form = read_form({"fields": schema})
        assert form.tidy({"p": "Ab"}) == ({"p": "Ab"}, ())
        assert form.tidy({"p": " AB "})[0] == {"p": "AB"}

    def test_blank_answers_say_nothing(self) -> None:
        for name in ("au-mobile", "de-local"):
            form = sample(name)
            assert form.tidy(form.blank())[0] == form.empty()
        assert sample("br-local").tidy(sample("br-local").blank())[0] == {"city": "São Paulo"}


class TestParse:
    @pytest.mark.parametrize(
        ("name", "path", "text", "value"),
        [
            ("de-local", "0.employees", " 12 ", 12),
            ("de-local", "0.employees", "1e3", 1000),
            ("de-local", "1.0.share", "33.5", 33.5),
            ("de-local", "1.7.share", "5", 5),
            ("de-local", "0.employees", "", None),
            ("de-local", "0.companyName", "12", "12"),
            ("au-mobile", "1.state", "vic", "VIC"),
            ("au-mobile", "0.0.iConfirmThatMyBusinessHasAValidUseCaseForThisLn", "YES", True),
            ("br-local", "customerType", "individual (cpf)", "INDIVIDUAL"),
        ],
    )
    def test_reads(self, name: str, path: str, text: str, value: Any) -> None:
        found = sample(name).parse(path, text)
        assert (found, type(found)) == (value, type(value))

    @pytest.mark.parametrize(
        ("name", "path", "text", "sentence"),
        [
            ("de-local", "0.employees", "5.5", "Must be a whole number."),
            ("de-local", "0.employees", "1_000", "Must be a whole number"),
            ("de-local", "0.employees", "NaN", "Must be a whole number"),
            ("br-local", "customerType", "other", "Must be one of BUSINESS = Business"),
            ("au-mobile", "0.0.iConfirmThatMyBusinessHasAValidUseCaseForThisLn", "x", "yes or no"),
        ],
    )
    def test_refuses(self, name: str, path: str, text: str, sentence: str) -> None:
        with pytest.raises(ValueError, match=sentence):
            sample(name).parse(path, text)

    @pytest.mark.parametrize(
        ("text", "sent"),
        [
            ("33.10", "33.1"),
            ("33.0", "33"),
            ("12345678901234567890123", "12345678901234567890123"),
            ("1e2", "100"),
            ("1e-3", "0.001"),
            (" .5 ", "0.5"),
            ("+5", "5"),
        ],
    )
    def test_a_typed_number_is_sent_in_its_shortest_form(self, text: str, sent: str) -> None:
        value = sample("de-local").parse("1.0.share", text)
        assert msgspec.json.encode(value).decode() == sent

    def test_several_choices_and_json(self) -> None:
        properties = {
            "uses": {"type": "array", "items": {"enum": ["SMS", "VOICE", "a, b", 3]}},
            "free": {"type": "object"},
        }
        form = read_form({"fields": {"type": "object", "properties": properties}})
        assert form.parse("uses", "sms, voice,3") == ["SMS", "VOICE", 3]
        assert form.parse("uses", "a, b") == ["a, b"]
        assert form.parse("uses", '["SMS", 3]') == ["SMS", 3]
        assert form.parse("free", '{"a": [1]}') == {"a": [1]}
        with pytest.raises(ValueError, match="Must be JSON"):
            form.parse("free", "{")


class TestProgress:
    def test_what_may_be_left_empty_is_not_missing(self) -> None:
        form = sample("au-mobile")
        assert form.progress(au_answers()) == (13, 13)
        assert form.progress(put(au_answers(), "1.endBusinessAddress2", "Floor 2")) == (14, 14)
        assert form.progress(put(au_answers(), "1.city", None)) == (12, 13)

    def test_what_an_answer_asks_for_is(self) -> None:
        data = {"customerType": "BUSINESS", "legalName": "Acme", "city": "Ulm"}
        assert sample("br-local").progress(data) == (3, 4)
        assert sample("br-local").progress({**data, "cnpj": "12345678901234"}) == (4, 4)


class TestBlankText:
    FORM = read_form(
        {
            "fields": {
                "type": "object",
                "properties": {
                    "web": {"type": "string", "format": "uri"},
                    "zip": {"type": "string", "pattern": "^[0-9]{5}$"},
                    "size": {"type": "integer"},
                    "kind": {"enum": ["A", "B"]},
                    "note": {"type": "string"},
                    "name": {"type": "string", "minLength": 2},
                },
                "required": ["name"],
            }
        }
    )

    def test_it_is_no_answer_to_what_may_be_left_empty(self) -> None:
        blank = dict.fromkeys(("web", "zip", "size", "kind", "note"), "")
        assert self.FORM.check({**blank, "name": "ab"}) == ()
        assert self.FORM.tidy({**blank, "name": "ab"})[0] == {"note": "", "name": "ab"}

    def test_it_is_none_to_what_has_to_be_answered(self) -> None:
        [problem] = self.FORM.check({"name": ""})
        assert problem.path == "name"
