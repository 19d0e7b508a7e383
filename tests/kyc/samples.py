"""The contract's sample forms, and answers to them that pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sinch_order_cli.kyc import Form, read_form

SAMPLES = Path(__file__).parent.parent / "contract" / "kyc"


def sample(name: str) -> Form:
    return read_form(json.loads((SAMPLES / f"{name}.json").read_text()))


def au_answers() -> Any:
    row = {
        "senderId": "+61411111112",
        "purposeOfTheTraffic": "Notifications",
        "intendedUseOfMobileNumbers": "Transactional",
        "iConfirmThatMyBusinessHasAValidUseCaseForThisLn": True,
    }
    business = {
        "endBusinessName": "Acme",
        "endBusinessAddress": "1 Main St",
        "city": "Melbourne",
        "state": "VIC",
        "country": "AU",
        "postalCode": "3000",
    }
    person = {"firstName": "José", "lastName": "O'Neil", "phoneNumber": "+61298765432"}
    return [[row], business, person]


def br_answers() -> Any:
    return {
        "customerType": "BUSINESS",
        "legalName": "Acme Ltda",
        "cnpj": "12345678901234",
        "city": "São Paulo",
    }


def de_answers() -> Any:
    firm = {
        "companyName": "Acme GmbH",
        "registrationNumber": "HRB 12345",
        "foundedOn": "2001-02-03",
        "email": "kyc@acme.example",
        "employees": 12,
    }
    return [firm, [{"fullName": "Ann Ay", "share": 33.3}, {"fullName": "Bo Be", "share": 66.7}]]
