"""Asking a form: what is asked next, how one gets back, and what of it is kept and sent."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from kyc.samples import au_answers, br_answers, de_answers, sample
from prompts.scripted import Expected, ScriptedPrompter

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.errors import InterruptedByUser
from sinch_order_cli.kyc import Form, read_form
from sinch_order_cli.prompts.prompter import GoBack, GoReview, Pressed
from sinch_order_cli.wizard.form_answers import FormAnswers
from sinch_order_cli.wizard.form_session import Complaints, FormSession
from sinch_order_cli.workflow.model import Order

SEND: Expected = ("Your answers", "Send these answers")
LEAVE: Expected = ("Your answers", InterruptedByUser("left"))


def line(title: str) -> Expected:
    """Take a line of the review, by what follows its mark."""
    return ("Your answers", _Line(title))


class _Line(str):
    """Fits the label of a line of the review whatever its mark and indent."""

    __slots__ = ()


class Reviewer(ScriptedPrompter):
    @staticmethod
    def _meant(question: str, options: Sequence[Any], answer: Any) -> Any:
        if not isinstance(answer, _Line):
            return ScriptedPrompter._meant(question, options, answer)
        for option in options:
            if option.label.lstrip(" ✓✗+-").startswith(answer):
                return option.value
        raise AssertionError(f"no line {answer!r} in {[option.label for option in options]}")


class Asked:
    """A form that was asked to the end of a script.

    Attributes:
        sent: what the session returned, None where it was left.
        saves: the answers at every save.
    """

    def __init__(
        self,
        form: Form,
        script: Sequence[Expected],
        *,
        answers: Any = None,
        numbers: Sequence[str] = (),
        complaints: Complaints | None = None,
        accessible: bool = False,
        order: Order | None = None,
    ) -> None:
        self.order = order or Order(name="au-mobile-112", answers=answers)
        if numbers:
            self.order.server = {"orderNumbers": [{"phoneNumber": number} for number in numbers]}
        self.saves: list[Any] = []
        self.said = io.StringIO()
        environ = {"ACCESSIBLE": "1"} if accessible else {}
        terminal = Terminal(io.StringIO(), io.StringIO(), self.said, environ)
        self.sent: Any = None
        with Reviewer(script) as self.prompter:
            session = FormSession(terminal, self.prompter, self.order, form, self._save, complaints)
            with suppress(InterruptedByUser):
                self.sent = session.run()

    def _save(self, order: Order) -> None:
        self.saves.append(order.answers)

    def shown(self, question: str) -> dict[str, Any]:
        """What was shown with a question, the last time it was asked."""
        return next(one for one in reversed(self.prompter.asked) if question in one["question"])

    def review(self) -> list[str]:
        """The lines of the last review, with what is said beside them."""
        return [
            f"{option.label}   {option.hint}".strip()
            for option in self.shown("Your answers")["options"]
        ]


AU_REST: list[Expected] = [
    ("Business name", "Acme"),
    ("Address", "1 Main St"),
    ("Address, second line", ""),
    ("City", "Melbourne"),
    ("State", "VIC"),
    ("Country", "AU"),
    ("Postal code", "3000"),
    ("First name", "José"),
    ("Last name", "O'Neil"),
    ("Phone number", "+61 2 9876 5432"),
]
AU_NUMBER: list[Expected] = [
    ("Purpose", "Notifications"),
    ("Intended use", "Transactional"),
    ("I confirm", True),
]


def test_every_answer_is_saved_and_what_was_mended_is_said() -> None:
    asked = Asked(sample("au-mobile"), [*AU_NUMBER, *AU_REST, SEND], numbers=["+61411111112"])
    assert asked.sent == au_answers()
    assert len(asked.saves) == 1 + len(AU_NUMBER) + len(AU_REST) - 1
    assert 'Phone number: "+61 2 9876 5432" was changed to "+61298765432"' in asked.said.getvalue()
    assert all("✗" not in text for text in asked.review())


def test_the_place_stands_under_each_question() -> None:
    places: list[str] = []

    class Looking(Reviewer):
        def _answer(self, question: str, **shown: Any) -> Any:
            if self.status:
                places.append(self.status())
            return super()._answer(question, **shown)

    order = Order(answers=au_answers()[:1])
    terminal = Terminal(io.StringIO(), io.StringIO(), io.StringIO(), {})
    prompter = Looking([*AU_REST, SEND])
    prompter.status = lambda: "47 h left"
    FormSession(terminal, prompter, order, sample("au-mobile"), lambda _: None).run()
    assert places[0] == "End business · 1 of 7 · 9 answers left · 47 h left"
    assert places[3] == "End business · 4 of 7 · 7 answers left · 47 h left"
    assert places[-1] == "all questions answered · 47 h left"
    assert prompter.status() == "47 h left"


def test_esc_leads_to_the_question_before_also_after_a_restart() -> None:
    business = {"endBusinessName": "Acme", "endBusinessAddress": "1 Main St", "city": "Perth"}
    asked = Asked(
        sample("au-mobile"),
        [
            ("State", GoBack),
            ("City", GoBack),
            ("Address, second line", GoBack),
            ("Address", "2 Main St"),
            ("State", InterruptedByUser("left")),
        ],
        answers=[au_answers()[0], business],
    )
    assert asked.order.answers[1]["endBusinessAddress"] == "2 Main St"
    assert asked.order.answers[1]["city"] == "Perth"
    assert asked.shown("Address")["default"] == "1 Main St"


def test_there_is_nothing_before_the_first_question() -> None:
    asked = Asked(
        sample("br-local"), [("Customer type", GoBack), ("Customer", InterruptedByUser("left"))]
    )
    assert "This is the first question." in asked.said.getvalue()


def test_a_changed_condition_asks_other_questions_and_sets_aside_what_no_longer_applies() -> None:
    script: list[Expected] = [
        ("Customer type", "Business"),
        ("Legal name", "Acme Ltda"),
        ("CNPJ", "12345678901234"),
        ("City", "São Paulo"),
        ("Notes", ""),
        line("Customer type"),
        ("Customer type", "Individual"),
        ("Your answers", "Complete 1 missing"),
        ("CPF", "12345678901"),
        line("Customer type"),
        ("Customer type", "Business"),
        SEND,
    ]
    asked = Asked(sample("br-local"), script)
    assert asked.sent == br_answers()
    assert asked.order.set_aside == {"cpf": "12345678901"}
    assert asked.shown("Your answers")["help"] == [
        "Saved but not sent, because not applicable: CPF."
    ]


def test_what_was_set_aside_earlier_comes_back_when_it_applies_again() -> None:
    order = Order(
        answers={"customerType": "INDIVIDUAL", "legalName": "Ann", "cpf": "1" * 11, "city": "Rio"},
        set_aside={"cnpj": "12345678901234"},
    )
    asked = Asked(
        sample("br-local"),
        [("Notes", ""), line("Customer"), ("Customer type", "Business"), SEND],
        order=order,
    )
    assert asked.sent["cnpj"] == "12345678901234"
    assert "cpf" not in asked.sent


def test_the_default_of_the_form_is_proposed_and_not_taken_by_itself() -> None:
    asked = Asked(
        sample("br-local"),
        [
            ("Customer", "Business"),
            ("Legal", "Acme"),
            ("CNPJ", "1" * 14),
            ("City", GoReview),
            LEAVE,
        ],
    )
    assert asked.shown("City")["default"] == "São Paulo"
    assert "city" not in asked.order.answers


def test_rows_are_offered_at_their_place_and_listed() -> None:
    firm = de_answers()[0]
    script: list[Expected] = [
        ("Street", ""),  # without its street the optional address is left out
        ("Full name", "Ann Ay"),
        ("Share", "33.3"),
        ("Add another entry to Beneficial owners?", True),
        ("Full name", "Bo Be"),
        ("Share", "66.7"),
        ("Add another entry", False),
        SEND,
    ]
    asked = Asked(sample("de-local"), script, answers=[firm])
    assert asked.sent == de_answers()
    assert asked.shown("Add another entry")["help"] == [
        "1  Ann Ay · 33.3",
        "2  Bo Be · 66.7",
        "You can add 8 more.",
    ]


def test_rows_are_changed_copied_removed_and_added_from_the_review() -> None:
    script: list[Expected] = [
        ("Add another entry", False),
        line("Beneficial owners 2"),
        ("Beneficial owners 2 · Bo Be", "Copy"),
        ("Full name", "Cy Ce"),
        ("Share", "6.7"),
        line("Beneficial owners 2"),
        ("Beneficial owners 2 · Bo Be", "Change answers"),
        ("Full name", "Bo Be"),
        ("Share", "60"),
        line("Beneficial owners 1"),
        ("Beneficial owners 1 · Ann Ay", "Remove"),
        ("Remove Beneficial owners 1 · Ann Ay and its answers?", True),
        line("Add to Beneficial owners (2 so far)"),
        ("Full name", "Dee De"),
        ("Share", "33"),
        SEND,
    ]
    asked = Asked(sample("de-local"), script, answers=de_answers())
    assert asked.sent[1] == [
        {"fullName": "Bo Be", "share": 60},
        {"fullName": "Cy Ce", "share": 6.7},
        {"fullName": "Dee De", "share": 33},
    ]


def test_esc_out_of_a_copied_or_added_row_takes_it_out_again() -> None:
    asked = Asked(
        sample("de-local"),
        [
            ("Add another entry", False),
            line("Beneficial owners 1"),
            ("Beneficial owners 1", "Copy"),
            ("Full name", GoBack),
            line("Add to Beneficial owners"),
            ("Full name", GoBack),
            SEND,
        ],
        answers=de_answers(),
    )
    assert asked.sent == de_answers()


def test_rows_about_a_number_of_another_order_are_pointed_at() -> None:
    asked = Asked(sample("au-mobile"), [SEND], answers=au_answers(), numbers=["+61411111195"])
    assert asked.shown("Your answers")["help"] == [
        "! Number: +61411111112 is not in this order. Use +61411111195.",
        "! No answer names +61411111195, which is in this order.",
    ]
    assert asked.shown("Your answers")["keys"].back is False


def test_the_only_row_that_has_to_be_can_not_be_removed() -> None:
    asked = Asked(
        sample("de-local"),
        [
            ("Add another entry", False),
            line("Beneficial owners 1"),
            ("Beneficial owners 1", GoBack),
            LEAVE,
        ],
        answers=[de_answers()[0], de_answers()[1][:1]],
    )
    labels = [option.label for option in asked.shown("Beneficial owners 1")["options"]]
    assert labels == ["Change answers", "Copy", "Keep unchanged"]


def test_the_answers_of_the_first_number_serve_for_the_others() -> None:
    numbers = [f"+6141111111{n}" for n in range(2, 6)]
    asked = Asked(
        sample("au-mobile"),
        [*AU_NUMBER, ("Use the same answers for the other 3 numbers?", True), *AU_REST, SEND],
        numbers=numbers,
    )
    [row] = au_answers()[0]
    assert asked.sent[0] == [{**row, "senderId": number} for number in numbers]
    assert asked.shown("Use the same answers")["help"][0] == "Purpose of the traffic: Notifications"


def test_the_other_numbers_are_asked_for_one_by_one_if_wanted() -> None:
    asked = Asked(
        sample("au-mobile"),
        [
            *AU_NUMBER,
            ("Use the same answers for the other number?", False),
            ("Purpose", "Marketing"),
            ("Intended use", "Promotional"),
            ("I confirm", True),
            ("Business name", InterruptedByUser("left")),
        ],
        numbers=["+61411111112", "+61411111113"],
    )
    assert [row["senderId"] for row in asked.order.answers[0]] == ["+61411111112", "+61411111113"]
    assert asked.order.answers[0][1]["purposeOfTheTraffic"] == "Marketing"


def test_a_declined_consent_is_explained_and_does_not_hold_up_the_rest() -> None:
    script: list[Expected] = [*AU_NUMBER[:2], ("I confirm", False), *AU_REST]
    script += [("Your answers", "Complete 1 missing"), ("I confirm", True), SEND]
    asked = Asked(sample("au-mobile"), script, numbers=["+61411111112"])
    assert asked.sent == au_answers()
    assert "without this confirmation" in asked.said.getvalue()
    assert "Your answers are saved" in " ".join(asked.said.getvalue().split())


def test_a_section_is_gone_through_from_the_review() -> None:
    asked = Asked(
        sample("au-mobile"),
        [
            ("Business name", GoReview),
            line("Contact person"),
            ("First name", "José"),
            ("Last name", GoBack),
            ("First name", "Josefa"),
            ("Last name", "O'Neil"),
            ("Phone number", "+61298765432"),
            ("Your answers", "Complete 6 missing"),
            ("Business name", InterruptedByUser("left")),
        ],
        answers=au_answers()[:1],
    )
    assert asked.order.answers[2]["firstName"] == "Josefa"


def test_the_review_opens_at_what_the_server_refused() -> None:
    said = {"1.postalCode": "No such postal code.", "0.0.senderId": "Not a number of yours."}
    asked = Asked(
        sample("au-mobile"),
        [
            line("Postal code"),
            ("Postal code", "3001"),
            ("Your answers", "Send these answers as they are"),
        ],
        answers=au_answers(),
        complaints=said,
    )
    first = asked.prompter.asked[0]
    assert first["default"].path == "0.0.senderId"
    hints = {option.label.split()[1]: option.hint for option in first["options"] if option.hint}
    assert hints["Postal"] == "No such postal code."
    assert "Postal code: No such postal code." in asked.said.getvalue()
    assert asked.sent[1]["postalCode"] == "3001"
    assert [text for text in asked.review() if "Not a number" in text]


def test_a_refusal_of_nothing_that_is_asked_is_shown_whole() -> None:
    asked = Asked(
        sample("br-local"),
        [("Your answers", InterruptedByUser("left"))],
        answers=br_answers(),
        complaints={"cpf": "Must be empty."},
    )
    assert asked.shown("Your answers")["help"] == ["✗ CPF: Must be empty."]


def test_a_remembered_answer_that_no_longer_fits_is_asked_again() -> None:
    answers = au_answers()
    answers[1]["state"], answers[1]["postalCode"] = "Victoria", "30000"
    asked = Asked(
        sample("au-mobile"), [("State", "VIC"), ("Postal code", "3000"), SEND], answers=answers
    )
    assert asked.sent == au_answers()
    said = " ".join(asked.said.getvalue().split())
    assert "Postal code: Your earlier answer is no longer valid. Four digits" in said
    assert asked.shown("Postal code")["default"] == "30000"


def test_all_answers_can_be_changed_as_json() -> None:
    edited = '{"customerType": "BUSINESS", "legalName": "Acme", "cnpj": "11111111111111", "city": '
    asked = Asked(
        sample("br-local"),
        [
            ("Customer type", GoReview),
            ("Your answers", "Edit all answers as JSON"),
            ("All answers as JSON", edited),
            ("That is not JSON", True),
            ("All answers as JSON", edited + '"Rio", "more": 1.0}'),
            SEND,
        ],
    )
    assert asked.shown("All answers")["text"] == edited
    assert asked.sent["city"] == "Rio"
    assert asked.sent["more"] == 1.0


PARTS = read_form(
    {
        "fields": {
            "type": "object",
            "required": ["story", "odd"],
            "properties": {
                "story": {"type": "string", "title": "Story", "maxLength": 2000, "minLength": 5},
                "odd": {"title": "Odd", "type": "object", "patternProperties": {"^x": {}}},
                "maybe": {"title": "Maybe", "type": "boolean"},
            },
        }
    }
)


def test_long_text_goes_to_the_editor_with_what_was_typed(tmp_path: Path) -> None:
    script: list[Expected] = []
    file = tmp_path / "odd one.json"
    file.write_text('{"x1": [1, 2.50]}')
    for field in (field for section in PARTS.sections for field in section.fields):
        if field.name == "story":
            in_the_line = Pressed(_editor_of(PARTS), "Once")
            script += [("Story", in_the_line), ("Story", "Once"), ("Open the editor again", True)]
            script += [("Story", "Once upon\na time")]
        elif field.name == "odd":
            script += [("Odd", f"@{tmp_path}/none.json"), ("Odd", f"@'{file}'")]
        else:
            script += [("Maybe", "Leave empty")]
    asked = Asked(PARTS, [*script, SEND])
    assert asked.sent == {"story": "Once upon\na time", "odd": {"x1": [1, 2.5]}}
    [(typed, why)] = asked.prompter.rejected
    assert "none.json" in typed
    assert "No such file" in why


def _editor_of(form: Form) -> Any:
    """What the key for the editor raises."""
    from sinch_order_cli.wizard.form_fields import _IN_EDITOR

    return _IN_EDITOR.value


def test_the_number_that_a_row_is_about_is_proposed() -> None:
    answers = au_answers()
    answers[0].append({"purposeOfTheTraffic": "Marketing"})
    asked = Asked(
        sample("au-mobile"),
        [("Number", "+61411111113"), ("Intended", GoReview), LEAVE],
        answers=answers,
        numbers=["+61411111112", "+61411111113"],
    )
    assert asked.shown("Number")["default"] == "+61411111113"
    assert list(asked.shown("Number")["suggestions"]) == ["+61411111112", "+61411111113"]


def test_plain_lines_say_where_one_is_at_each_question() -> None:
    asked = Asked(
        sample("au-mobile"),
        [*AU_REST, SEND],
        answers=au_answers()[:1],
        accessible=True,
    )
    said = asked.said.getvalue().splitlines()
    assert "Section End business, question 5 of 7, 6 answers left. Required." in said
    assert "Section End business, question 3 of 7, 7 answers left." in said


def test_rows_within_rows_are_offered_before_the_next_row() -> None:
    child = {"type": "object", "title": "Child", "properties": {"name": {"title": "Child's name"}}}
    parent = {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"title": "Parent's name", "type": "string"},
            "children": {"type": "array", "title": "Children", "items": child},
        },
    }
    form = read_form(
        {
            "fields": {
                "type": "object",
                "properties": {"parents": {"type": "array", "title": "Parents", "items": parent}},
            }
        }
    )
    asked = Asked(
        form,
        [
            ("Add Parents?", True),
            ("Parent's name", "Ann"),
            ("Add Parents 1 · Children?", True),
            ("Child's name", "Bo"),
            ("Add another entry to Parents 1 · Children?", False),
            ("Add another entry to Parents?", True),
            ("Parent's name", "Cy"),
            ("Add Parents 2 · Children?", False),
            ("Add another entry to Parents?", False),
            SEND,
        ],
    )
    assert asked.sent == {
        "parents": [{"name": "Ann", "children": [{"name": "Bo"}]}, {"name": "Cy"}]
    }


def test_what_is_not_understood_is_shown_as_it_came() -> None:
    form = read_form(
        {
            "fields": {
                "type": "object",
                "properties": {"city": {"type": "string", "title": "City"}},
                "visibleWhen": {"moon": "full"},
            }
        }
    )
    said = Asked(form, [("City", "Perth"), SEND]).said.getvalue()
    assert "isn't supported" in said
    assert "visibleWhen" in said and "moon" in said
    assert "'Edit all answers as JSON'" in " ".join(said.split())


def test_what_is_noted_of_rows_moves_with_them() -> None:
    order = Order(answers=de_answers())
    answers = FormAnswers(order, sample("de-local"), lambda _: None)
    answers.remarks = {"1.0.share": "first", "1.1.share": "second"}
    answers.copy_row("1.0")
    assert answers.remarks == {"1.0.share": "first", "1.2.share": "second"}
    answers.remove_row("1.0")
    assert answers.remarks == {"1.1.share": "second"}


def test_a_long_form_is_walked_once_for_each_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    walks: list[Any] = []
    outline = Form.outline

    def counted(form: Form, data: Any) -> Any:
        walks.append(data)
        return outline(form, data)

    monkeypatch.setattr(Form, "outline", counted)
    fields = [{"name": f"f{n}", "title": f"F{n}.", "type": "string"} for n in range(200)]
    form = read_form({"fields": {"rules": [{"template": {"properties": fields}}]}})
    asked = [(f"F{n}.", "x") for n in range(100)]
    Asked(form, [*asked, ("F100.", GoReview), LEAVE])
    assert len(walks) <= len(asked) + 3


def test_the_form_is_answered_before_there_is_a_number_and_kept() -> None:
    order = Order(name="au-mobile")
    terminal = Terminal(io.StringIO(), io.StringIO(), io.StringIO(), {})
    script: list[Expected] = [
        ("Purpose", "Marketing"),
        ("Intended", GoReview),
        ("Your answers", "Save these answers; the rest is asked later"),
    ]
    with Reviewer(script) as prompter:
        form = sample("au-mobile")
        save = lambda order: None  # noqa: E731
        session = FormSession(terminal, prompter, order, form, save, is_early=True)
        session.run()
    assert session.place == "11 unanswered or invalid"
    labels = [option.label for option in prompter.asked[-1]["options"]]
    assert labels[0].startswith("Complete 11 missing answers")
    assert order.answers[0] == [{"purposeOfTheTraffic": "Marketing"}]
    # Later, with numbers, each gets a row, and what was answered stays.
    order.server = {"orderNumbers": [{"phoneNumber": "+61411111112"}]}
    with (
        Reviewer([("Intended", InterruptedByUser("left"))]) as prompter,
        suppress(InterruptedByUser),
    ):
        FormSession(terminal, prompter, order, form, save).run()
    assert order.answers[0] == [{"purposeOfTheTraffic": "Marketing", "senderId": "+61411111112"}]


def one_of_two() -> Form:
    def text(title: str) -> dict[str, str]:
        return {"type": "string", "title": title}

    company = {
        "title": "Company",
        "properties": {"vat": text("VAT number"), "seat": text("Seat")},
        "required": ["vat", "seat"],
    }
    person = {
        "title": "Person",
        "properties": {"card": text("Identity card")},
        "required": ["card"],
    }
    return read_form(
        {"fields": {"type": "object", "title": "Customer", "oneOf": [company, person]}}
    )


def test_which_of_several_ways_is_meant_is_asked_before_any_is_begun() -> None:
    asked = Asked(
        one_of_two(),
        [("Customer: which do you want", "Person"), ("Identity card", "C1"), SEND],
    )
    assert asked.sent == {"card": "C1"}
    assert [o.label for o in asked.shown("which do you want")["options"]] == ["Company", "Person"]
    asked = Asked(
        one_of_two(),
        [("which do you want", "Company"), ("VAT number", "V1"), ("Seat", "Bonn"), SEND],
    )
    assert asked.sent == {"vat": "V1", "seat": "Bonn"}
    begun = Asked(one_of_two(), [("Seat", "Bonn"), SEND], answers={"vat": "V1"})
    assert begun.sent == {"vat": "V1", "seat": "Bonn"}


def optional_agent() -> Form:
    def field(name: str, *, required: bool = True) -> dict[str, Any]:
        return {"name": name, "type": "string", "required": required}

    agent = {
        "title": "Agent",
        "required": False,
        "properties": [
            field("who"),
            field("note", required=False),
            {"name": "seat", "type": "object", "required": True, "properties": [field("city")]},
        ],
    }
    owner = {"title": "Owner", "properties": [field("name")]}
    return read_form({"fields": {"rules": [agent, owner]}})


def test_a_section_that_may_be_left_out_is_one_question() -> None:
    agent = "Answer Agent? This section is optional."
    out = Asked(optional_agent(), [(agent, False), ("Name", "Acme"), SEND])
    assert out.sent == [{}, {"name": "Acme"}]
    assert any("Agent" in line and "optional, left out" in line for line in out.review())

    begun: list[Expected] = [(agent, True), ("Who", "Ann"), ("Note", ""), ("City", "Bonn")]
    asked = Asked(optional_agent(), [*begun, ("Name", "Acme"), SEND])
    assert asked.sent == [{"who": "Ann", "seat": {"city": "Bonn"}}, {"name": "Acme"}]

    declined = optional_agent().empty()
    again = Asked(optional_agent(), [SEND], answers=[declined[0], {"name": "Acme"}])
    assert again.sent == [{}, {"name": "Acme"}]


def test_an_optional_section_is_taken_up_from_the_review() -> None:
    asked = Asked(
        optional_agent(),
        [
            ("Answer Agent?", False),
            ("Name", "Acme"),
            line("Who"),
            ("Who", "Ann"),
            ("Your answers", "Complete 1 missing answer"),
            ("City", "Bonn"),
            SEND,
        ],
    )
    assert asked.sent == [{"who": "Ann", "seat": {"city": "Bonn"}}, {"name": "Acme"}]
