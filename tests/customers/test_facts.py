"""The vocabulary: what a fact may be, how it is kept, and what an error says."""

from __future__ import annotations

from typing import Any

import pytest

from sinch_order_cli.customers import facts
from sinch_order_cli.customers.fact_forms import FactError
from sinch_order_cli.customers.model import DOCUMENT_KINDS
from sinch_order_cli.errors import Suggestion


@pytest.mark.parametrize(
    ("fact", "given", "kept"),
    [
        ("company.name", "  Acme Pty Ltd ", "Acme Pty Ltd"),
        ("company.employees", "120", 120),
        ("company.employees", 120, 120),
        ("company.kind", "sole trader", "soleTrader"),
        ("company.website", "acme.example", "https://acme.example"),
        ("company.registrationDate", "2015-06-17", "2015-06-17"),
        ("addresses.0.country", "Germany", "DE"),
        ("addresses.0.country", "aut", "AT"),
        ("addresses.12.role", "Registered", "registered"),
        ("people.0.nationality", "Österreich", "AT"),
        ("people.0.nationality", "Portuguese", "PT"),
        ("people.0.phone", "+61 (2) 9876-5432", "+61298765432"),
        ("people.1.address", "0", 0),
        ("people.1.role", "legal-representative", "legalRepresentative"),
        ("use.sampleMessages", "One\nTwo", "One\nTwo"),
    ],
)
def test_a_fact_is_kept_in_one_form(fact: str, given: Any, kept: Any) -> None:
    assert facts.normalised(fact, given) == kept


@pytest.mark.parametrize(
    ("fact", "given", "problem", "fix"),
    [
        ("company.nmae", "x", "unknown fact", "Did you mean company.name"),
        ("address.0.street", "x", "unknown fact", "addresses.0.street"),
        ("birthDate", "x", "unknown fact", "people.0.birthDate"),
        ("people.email", "x", "unknown fact", "people.0.email"),
        ("people.50.email", "a@b.example", "unknown fact", "people.0.email"),
        ("people.01.email", "a@b.example", "unknown fact", "people.0.email"),
        ("consent", "true", "unknown fact", "help customers"),
        ("people.0.phone", "02 9876 5432", "it has no + and country code", "+61298765432"),
        ("people.0.phone", "+61", "it is not a phone number", "+61298765432"),
        ("people.0.phone", "+61234", "it is too long or too short", "+61298765432"),
        ("people.0.email", "ada", "it is not an email address", "name@example.com"),
        ("people.0.birthDate", "31.12.1980", "it is not a date", "1980-12-31"),
        ("people.0.birthDate", "1980-02-30", "it is not a date", "1980-12-31"),
        ("addresses.0.country", "Atlantis", "it is not a country", "DE for Germany"),
        ("company.kind", "firm", "'firm' is not a valid value", "company, soleTrader"),
        ("company.employees", "many", "it is not a whole number", "digits only"),
        ("company.employees", True, "it must be a number", "as a number"),
        ("company.name", ["Acme"], "it must be text", "as text"),
        ("company.name", " ", "it is empty", "company.name="),
        ("company.name", "a\x1b[2J", "it has control characters", "Remove"),
        ("company.name", "a" * 2001, "it is longer than 2000", "Shorten"),
        ("company.website", "nowhere", "it is not a web address", "https://example.com"),
    ],
)
def test_an_error_says_why_and_what_to_do(fact: str, given: Any, problem: str, fix: str) -> None:
    with pytest.raises(FactError) as caught:
        facts.normalised(fact, given)
    assert caught.value.fact == fact
    assert caught.value.problem.startswith(problem)
    told = caught.value.fix
    words = f"sinch-order {' '.join(told.argv)}" if isinstance(told, Suggestion) else told
    assert fix in words


def test_all_that_is_wrong_is_said_at_once_and_the_rest_is_in_order() -> None:
    given = {
        "people.1.email": "x",
        "use.kind": "OTP",
        "people.0.address": 3,
        "company.name": "Acme",
        "company.phone": "1",
    }
    kept, wrong = facts.checked(given)
    assert list(kept) == ["company.name", "people.0.address", "use.kind"]
    assert [error.fact for error in wrong] == [
        "people.1.email",
        "company.phone",
        "people.0.address",
    ]


def test_fact_and_value_are_parted_at_the_first_equals_sign() -> None:
    assert facts.parse("company.name=A=B") == ("company.name", "A=B")
    assert facts.parse("company.name=") == ("company.name", None)
    with pytest.raises(FactError, match="the value is missing"):
        facts.parse("company.name")


def test_every_fact_of_the_vocabulary_is_known_and_has_words() -> None:
    for fact in facts.names():
        assert facts.find(fact) is not None and facts.title(fact)


VOCABULARY = {
    "company": "name legalForm tradingName registrationNumber registrationAuthority "
    "registrationDate vatNumber taxNumber website email phone industry employees kind",
    "addresses.0": "role street houseNumber line2 city district state postalCode country",
    "people.0": "role firstName middleName lastName title jobTitle birthDate birthPlace "
    "nationality email phone idType idNumber idIssuer idExpires address",
    "use": "description kind monthlyVolume optIn sampleMessages",
}
"""As CUSTOMERS.md fixes it."""

CHOICES = {
    "company.kind": "company soleTrader person government nonProfit",
    "addresses.0.role": "registered business billing service home",
    "people.0.role": "contact legalRepresentative director owner endUser authorisedSignatory",
}


def test_the_vocabulary_is_the_one_that_is_fixed() -> None:
    fixed = {f"{group}.{name}" for group, names in VOCABULARY.items() for name in names.split()}
    assert {one.replace(".N.", ".0.") for one in facts.names()} == fixed
    for fact, values in CHOICES.items():
        for value in values.split():
            assert facts.normalised(fact, value) == value
        with pytest.raises(FactError):
            facts.normalised(fact, "other")
    kinds = "passport idCard drivingLicence residencePermit companyRegistration taxCertificate"
    kinds += " proofOfAddress letterOfAuthorisation powerOfAttorney other"
    assert list(DOCUMENT_KINDS) == kinds.split()


def test_identity_numbers_are_shortened() -> None:
    assert facts.shortened("people.0.idNumber", "P1234567") == "…67"
    assert facts.shortened("company.taxNumber", "123", "soleTrader") == "…"
    assert facts.shortened("company.taxNumber", "123") == "123"
    assert facts.shortened("company.name", "Acme") == "Acme"
