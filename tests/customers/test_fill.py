"""Filling: what is sure, what is proposed, and what must never be."""

from __future__ import annotations

from typing import Any

import pytest

from customers.samples import customer
from sinch_order_cli.customers.fill import Match, fill
from sinch_order_cli.customers.model import Customer, Lesson
from sinch_order_cli.kyc import get, read_form


def section(title: str, *fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"template": {"title": title, "properties": [{"type": "string", **f} for f in fields]}}


def field(name: str, title: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "title": title, **more}


def filled(who: Customer, *sections: dict[str, Any], **more: Any) -> dict[str, Match]:
    form = read_form({"fields": {"rules": list(sections)}})
    more.setdefault("region", who.country or "DE")
    found = fill(form, who, type="LOCAL", **more)
    return {match.path: match for match in found.matches}


def small(**facts: Any) -> Customer:
    return Customer(
        facts={
            "company.name": "Acme",
            "company.phone": "+493011111111",
            "company.email": "office@acme.example",
            "addresses.0.role": "registered",
            "addresses.0.country": "DE",
            "people.0.role": "contact",
            "people.0.firstName": "Ada",
            "people.0.lastName": "Lia",
            "people.0.email": "ada@acme.example",
        }
        | {name.replace("__", "."): value for name, value in facts.items()}
    )


NAMES = (field("firstName", "First name"), field("lastName", "Last name"))


def test_a_contact_is_never_filled_from_the_company_nor_the_other_way_round() -> None:
    contact = section("Contact person", *NAMES, field("phone", "Phone"))
    company = section("Company", field("companyName", "Company name"), field("email", "Email"))
    found = filled(small(), contact, company)
    assert found["0.firstName"].value == "Ada"
    assert (found["0.phone"].confidence, found["0.phone"].value) == ("open", None)
    assert "no person 0: phone" in found["0.phone"].reason
    without = small()
    del without.facts["company.email"]
    assert filled(without, company)["0.email"].confidence == "open"


def test_a_person_in_another_role_is_likely_at_most() -> None:
    for title in ("Legal representative", "Authorised signatory", "Director", "Gérant"):
        found = filled(small(), section(title, *NAMES))
        assert {match.confidence for match in found.values()} <= {"likely", "open"}, title
        assert all("another role" in match.reason for match in found.values()), title
    both = small(people__1__role="legalRepresentative", people__1__firstName="Bea")
    found = filled(both, section("Legal representative", *NAMES))
    assert (found["0.firstName"].value, found["0.firstName"].confidence) == ("Bea", "sure")
    assert found["0.lastName"].confidence == "open"  # not the other person's


def test_two_people_in_one_role_are_not_told_apart() -> None:
    two = small(people__1__role="contact", people__1__firstName="Bea", people__1__lastName="Lib")
    found = filled(two, section("Contact person", *NAMES))
    assert {match.confidence for match in found.values()} == {"likely"}


def test_owners_in_rows_are_proposed_one_a_row() -> None:
    who = customer("DE")
    who.facts |= {"people.6.role": "owner", "people.6.firstName": "Gil", "people.6.lastName": "Ot"}
    rows = {"template": {"title": "Beneficial owners", "type": "array", "minItems": 2}}
    rows["template"]["properties"] = [field("fullName", "Full name", type="string", required=True)]
    found = filled(who, rows)
    assert [match.value for match in found.values()] == ["Dora Lid", "Gil Ot"]
    assert {match.confidence for match in found.values()} == {"likely"}


@pytest.mark.parametrize(
    ("name", "title", "more"),
    [
        ("agree", "I agree", {"type": "boolean", "enum": [None, True]}),
        ("box", "Company name", {"type": "boolean", "enum": [None, True]}),
        ("confirmed", "I confirm that this is true", {"type": "boolean"}),
        ("confirmName", "I confirm, name", {}),
        ("signature", "Signature", {}),
        ("unterschrift", "Name (Unterschrift)", {}),
        ("signedBy", "Signed by", {}),
        ("senderId", "Sender ID", {}),
        ("dateOfSignature", "Date", {"format": "date"}),
    ],
)
def test_consents_and_signatures_are_never_filled_even_if_taught(
    name: str, title: str, more: dict[str, Any]
) -> None:
    taught = Lesson(region="DE", type="LOCAL", path=f"0.{name}", title=title, fact="company.name")
    found = filled(customer("DE"), section("Company", field(name, title, **more)), lessons=[taught])
    assert (found[f"0.{name}"].confidence, found[f"0.{name}"].value) == ("never", None)


def test_the_number_itself_is_never_filled() -> None:
    rows = {
        "template": {
            "title": "Numbers",
            "type": "array",
            "minItems": 1,
            "properties": [field("phoneNumber", "Phone number", type="string")],
        }
    }
    one = section("Number", field("phoneNumber", "Phone number"))
    for number in (rows, one):
        found = list(filled(customer("DE"), number).values())
        assert [(match.confidence, match.value) for match in found] == [("never", None)]


@pytest.mark.parametrize(
    "title",
    ["Bank name", "Previous company name", "Name of the reseller", "Mother's maiden name",
     "Emergency contact phone", "Tax representative", "Fax", "Gender", "Name of parent company",
     "Technical contact email", "Name at birth", "Witness name", "Accountant's phone",
     "Country of birth", "State of incorporation", "Issuing country", "Product name", "IP address",
     "Director 2 first name", "Second director, last name", "Address line 3", "Phone 2",
     "Owner's VAT number", "Number of directors", "Billing email", "Phone country code",
     "User name", "Date", "Place", "Number"],
)  # fmt: skip
def test_what_is_about_something_else_is_left_open(title: str) -> None:
    found = filled(customer("DE"), section("Company", field("x", title)))
    assert [(match.confidence, match.value) for match in found.values()] == [("open", None)]


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Company and contact details", ["Name", "Email", "Phone", "Address"]),
        ("Company / director", ["Name", "Email", "Phone"]),
        ("Billing contact", ["Name", "Email", "First name"]),
        ("Contact person", ["Company name", "Website"]),
        ("Legal representative", ["Company name"]),
        ("Company", ["Name of the owner's company"]),
        ("Registration", ["Name", "Email", "Phone"]),
    ],
)
def test_what_could_be_whose_is_proposed_and_no_more(title: str, asked: list[str]) -> None:
    fields = (field(f"f{at}", words) for at, words in enumerate(asked))
    found = filled(customer("DE"), section(title, *fields))
    assert {match.confidence for match in found.values()} <= {"likely", "open"}


@pytest.mark.parametrize(
    ("title", "asked", "fact"),
    [
        ("Company", "Name (contact person)", "people.0.firstName"),
        ("Details (director)", "Date of birth", "people.2.birthDate"),
        ("Business contact", "Email", "people.0.email"),
        ("Contact person", "Company phone", "company.phone"),
        ("Company", "Email of the legal representative", "people.1.email"),
        ("Firma", "Firmenanschrift: Ort", "addresses.0.city"),
    ],
)
def test_the_field_s_own_words_go_before_those_of_its_section(
    title: str, asked: str, fact: str
) -> None:
    (match,) = filled(customer("DE"), section(title, field("x", asked))).values()
    found = match.fact if isinstance(match.fact, tuple) else (match.fact,)
    assert fact == found[0]
    assert match.confidence in ("sure", "likely")


def test_in_a_form_of_company_and_person_only_order_tells_whose_an_email_is() -> None:
    asked = ["Company name", "VAT number", "Email", "First name", "Last name", "Phone", "City"]
    fields = (field(f"f{at}", words) for at, words in enumerate(asked))
    found = filled(customer("DE"), section("Registration", *fields))
    whose = {match.title: (match.fact, match.confidence) for match in found.values()}
    assert whose["Email"] == ("company.email", "likely")
    assert whose["Phone"] == ("people.0.phone", "likely")
    assert whose["City"] == ("addresses.0.city", "likely")
    assert whose["VAT number"][1] == "sure"


def test_a_phone_after_a_contact_s_name_is_proposed_among_a_company_s_fields() -> None:
    asked = ["VAT number", "First name of the contact person", "Phone"]
    fields = (field(f"f{at}", words) for at, words in enumerate(asked))
    found = filled(customer("DE"), section("Registration", *fields))
    assert (found["0.f2"].fact, found["0.f2"].confidence) == ("people.0.phone", "likely")


def test_a_dialling_code_is_not_a_country() -> None:
    asked = section("Contact person", field("cc", "Country code"), field("phone", "Phone"))
    assert filled(customer("DE"), asked)["0.cc"].value is None


def test_what_the_form_would_refuse_is_not_filled() -> None:
    pattern = {"pattern": "^[0-9]{9}$"}
    number = field("registrationNumber", "Registration number", **pattern)
    found = filled(customer("DE"), section("Company", number))["0.registrationNumber"]
    assert (found.confidence, found.value) == ("open", None)
    assert "doesn't pass the form's check" in found.reason


def test_what_is_answered_already_stays() -> None:
    form = read_form({"fields": {"rules": [section("Company", field("companyName", "Company"))]}})
    found = fill(form, small(), region="DE", type="LOCAL", data=[{"companyName": "Mine"}])
    assert found.data == [{"companyName": "Mine"}]
    assert found.sources == {}


def test_proposals_are_taken_only_if_accepted() -> None:
    sections = [section("Use", field("useCase", "Use case description"))]
    form = read_form({"fields": {"rules": sections}})
    who = customer("DE")
    found = fill(form, who, region="DE", type="LOCAL")
    assert get(found.data, "0.useCase", None) is None
    assert [match.path for match in found.proposals] == ["0.useCase"]
    taken = fill(form, who, region="DE", type="LOCAL", accept_proposals=True)
    assert get(taken.data, "0.useCase") == "Order updates by SMS"
    assert taken.sources == {"0.useCase": "use.description"}


def test_what_is_filled_brings_up_further_questions() -> None:
    form = {
        "type": "object",
        "title": "Company",
        "required": ["customerType"],
        "properties": {
            "customerType": {"title": "Customer type", "enum": ["Business", "Individual"]}
        },
        "if": {"properties": {"customerType": {"const": "Business"}}, "required": ["customerType"]},
        "then": {
            "properties": {"companyName": {"title": "Company name", "type": "string"}},
            "required": ["companyName"],
        },
    }
    found = fill(read_form({"fields": form}), customer("DE"), region="DE", type="LOCAL")
    assert found.data == {"customerType": "Business", "companyName": "Acme GmbH"}


def test_the_user_goes_before_any_guess_and_may_say_that_nothing_fits() -> None:
    company = section("Company", field("companyName", "Company name"), field("x1", "Handle"))

    def lesson(path: str, title: str, fact: str | None) -> Lesson:
        return Lesson(region="DE", type="LOCAL", path=path, title=title, fact=fact)

    lessons = [
        lesson("0.companyName", "Company name", "company.tradingName"),
        lesson("0.x1", "Handle", "use.kind"),
    ]
    found = filled(customer("DE"), company, lessons=lessons)
    assert (found["0.companyName"].value, found["0.companyName"].confidence) == (
        "Acme Shop",
        "sure",
    )
    assert found["0.x1"].confidence == "likely"  # a use may differ for each number
    own = customer("DE")
    own.learned = [lesson("0.companyName", "Company name", None)]
    found = filled(own, company, lessons=lessons)
    assert found["0.companyName"].confidence == "open"


def test_a_lesson_outlives_a_form_that_changes_elsewhere() -> None:
    taught = Lesson(region="DE", type="LOCAL", path="0.x1", title="Handle", fact="company.website")
    moved = section("Other", field("y", "City")), section("Company", field("x1", "Handle"))
    assert filled(customer("DE"), *moved, lessons=[taught])["1.x1"].value == "https://acme.example"
    renamed = section("Company", field("x1", "Something new"))
    assert filled(customer("DE"), renamed, lessons=[taught])["0.x1"].value is None
    for region, type in (("AT", "LOCAL"),):
        other = Lesson(region=region, type=type, path="0.x1", title="Handle", fact="company.name")
        assert filled(customer("DE"), *moved, lessons=[other])["1.x1"].value is None


def test_a_lesson_is_not_taken_for_another_persons_field_of_the_same_title() -> None:
    def lesson(path: str) -> Lesson:
        return Lesson(region="DE", type="LOCAL", path=path, title="E-mail", fact="company.email")

    who = small(people__1__role="director", people__1__email="bob@acme.example")
    contact = section("Contact person", field("email", "E-mail"))
    people = contact, section("Director", field("email", "E-mail"))
    found = filled(who, *people, lessons=[lesson("0.email")])
    said = [one.value for one in found.values()]
    assert said == ["office@acme.example", "bob@acme.example"]
    found = filled(who, *people, lessons=[lesson("7.email")])  # it may be either's
    assert [one.value for one in found.values()] == ["ada@acme.example", "bob@acme.example"]


CONVERTED = [
    ("DE", field("phone", "Phone", pattern="^0[0-9]+$"), "03012345678"),
    ("DE", field("phone", "Phone", pattern="^[0-9]+$"), "493012345678"),
    ("DE", field("country", "Country"), "Germany"),
    ("DE", field("country", "Country code"), "DE"),
    ("DE", field("country", "Country", maxLength=3, minLength=3), "DEU"),
    ("DE", field("country", "Country", enum=["Deutschland", "Österreich"]), "Deutschland"),
    ("DE", field("country", "Country", enum=["DE", "AT"]), "DE"),
    ("DE", field("foundedOn", "Founded on", description="DD.MM.YYYY"), "17.06.2015"),
    ("DE", field("foundedOn", "Founded on", **{"x-placeholder": "MM/DD/YYYY"}), "06/17/2015"),
    ("DE", field("foundedOn", "Founded on", pattern=r"^\d\d/\d\d/\d{4}$"), "17/06/2015"),
    ("DE", field("vatNumber", "VAT number", pattern="^[0-9]{9}$"), "123456789"),
    ("CZ", field("zip", "Postal code", pattern="^[0-9]{5}$"), "11000"),
    ("PL", field("zip", "Postal code", pattern="^[0-9]{5}$"), "00838"),
    ("AU", field("state", "State", enum=["New South Wales", "Victoria"]), "Victoria"),
    ("DE", field("employees", "Employees", enum=["1-10", "11-50", "51+"]), "11-50"),
    ("DE", field("employees", "Employees", type="integer"), 42),
    ("DE", field("registeredAddress", "Registered address"),
     "Hauptstraße 7, Floor 1, 10115 Berlin, Germany"),
    ("AU", field("registeredAddress", "Registered address"),
     "1 Main Street, Floor 1, Melbourne VIC 3000, Australia"),
]  # fmt: skip


@pytest.mark.parametrize(("region", "asked", "value"), CONVERTED)
def test_values_have_the_form_that_the_field_takes(
    region: str, asked: dict[str, Any], value: Any
) -> None:
    found = filled(customer(region), section("Company", asked))
    assert found[f"0.{asked['name']}"].value == value


def test_day_and_month_are_never_guessed_apart() -> None:
    who = customer("DE")
    who.facts["company.registrationDate"] = "2015-06-07"
    asked = field("foundedOn", "Founded on", pattern=r"^\d\d/\d\d/\d{4}$")
    found = filled(who, section("Company", asked))["0.foundedOn"]
    assert found.confidence == "open"


def test_joining_and_putting_together_is_said() -> None:
    who = customer("DE")
    name = filled(who, section("Contact person", field("fullName", "Full name")))["0.fullName"]
    assert (name.value, name.fact) == ("Ada Lia", ("people.0.firstName", "people.0.lastName"))
    assert "joined" in name.reason
    address = filled(who, section("Company", field("address", "Company address")))["0.address"]
    assert "joined on one line" in address.reason


def test_a_service_address_is_not_taken_from_another_one_surely() -> None:
    who = small(addresses__0__street="Ring", addresses__0__city="Wien")
    site = section("Address where the number is used", field("city", "City"))
    assert filled(who, site)["0.city"].confidence == "likely"
    home = section("Contact person", *NAMES, field("city", "Home city"))
    assert filled(who, home)["0.city"].value is None


def test_a_section_that_may_be_left_out_is_not_begun_by_itself() -> None:
    """All that it requires would have to be answered; once begun, the rest is filled."""
    optional = {**section("Company", field("companyName", "Company name")), "required": False}
    form = read_form({"fields": {"rules": [optional]}})
    found = fill(form, small(), region="DE", type="LOCAL")
    assert found.data == [{}]
    assert [(one.value, one.confidence) for one in found.matches] == [("Acme", "likely")]
    assert "the section is optional" in found.matches[0].reason
    more = {
        **section("Company", *NAMES[:1], field("companyName", "Company name")),
        "required": False,
    }
    begun = read_form({"fields": {"rules": [more]}})
    filled = fill(begun, small(), region="DE", type="LOCAL", data=[{"firstName": "A"}])
    assert filled.data == [{"firstName": "A", "companyName": "Acme"}]


@pytest.mark.parametrize(("kind", "confidence"), [("ID card", "likely"), ("passport", "sure")])
def test_the_number_of_another_document_is_not_sure(kind: str, confidence: str) -> None:
    who = small(people__0__role="director", people__0__idType=kind, people__0__idNumber="L01X00T47")
    asked = section("Director", *NAMES, field("passportNumber", "Passport number of the director"))
    assert filled(who, asked)["0.passportNumber"].confidence == confidence
    either = section("Director", *NAMES, field("idNumber", "Identity document number"))
    assert filled(who, either)["0.idNumber"].confidence == "sure"
