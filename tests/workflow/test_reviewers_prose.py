"""What reviewers write, over the sample forms: the right answer or document, or none.

`sure` is what the message is about; `maybe` what it may be about where it is not clear.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from commands.shell import ANSWERS
from kyc.samples import br_answers, de_answers

from sinch_order_cli.kyc import read_form
from sinch_order_cli.workflow.model import Order, SentAttachment
from sinch_order_cli.workflow.reviewers import remarks

SAMPLES = Path(__file__).parents[1] / "contract/kyc"

OFFICE = {
    "fields": {
        "rules": [
            {
                "template": {
                    "title": "Company details",
                    "properties": [
                        {"name": "name", "title": "Name", "type": "string"},
                        {"name": "vatNumber", "title": "VAT number", "type": "string"},
                        {"name": "phone", "title": "Phone", "type": "string"},
                        {"name": "website", "title": "Website", "type": "string"},
                    ],
                }
            },
            {
                "template": {
                    "title": "Registered address",
                    "properties": [
                        {"name": "street", "title": "Street", "type": "string"},
                        {"name": "postCode", "title": "Postcode", "type": "string"},
                        {"name": "town", "title": "Town", "type": "string"},
                        {"name": "country", "title": "Country", "type": "string"},
                    ],
                }
            },
            {
                "template": {
                    "title": "Contact person",
                    "properties": [
                        {"name": "fullName", "title": "Full name", "type": "string"},
                        {"name": "email", "title": "Email", "type": "string"},
                        {"name": "phone", "title": "Phone", "type": "string"},
                        {"name": "dob", "title": "Date of birth", "type": "string"},
                        {"name": "idNumber", "title": "Passport number", "type": "string"},
                    ],
                }
            },
        ]
    },
    "attachments": [
        {"id": "poa", "title": "Proof of address", "mandatory": True},
        {
            "id": "poi",
            "title": "Proof of identity",
            "allowedDocumentTypes": ["Passport", "ID card"],
        },
        {"id": "reg", "title": "Certificate of incorporation", "mandatory": True},
        {"id": "loa", "title": "Letter of authorisation", "mandatory": True},
    ],
}
OFFICE_ANSWERS = [
    {
        "name": "Acme Ltd",
        "vatNumber": "GB123456789",
        "phone": "+442079460000",
        "website": "acme.example",
    },
    {"street": "1 High Street", "postCode": "SW1A 1AA", "town": "London", "country": "GB"},
    {
        "fullName": "Ann Ay",
        "email": "ann@acme.example",
        "phone": "+447700900123",
        "dob": "1980-01-02",
    },
]


class Case(NamedTuple):
    form: str
    message: str
    sure: str = ""
    maybe: str = ""


LOA, POI = "attachments.01jxn2251d0shhamtbykft2xzx", "attachments.01jxn2251d0shhamtbykft2y00"

SAID = [
    # AU MOBILE: the vendor's own example first
    Case("au", "Please provide a local contact number of the contact person", "2.phoneNumber"),
    Case("au", "Please provide a local contact number of the contact person.\nNo update was "
         "received, so we cannot proceed.", "2.phoneNumber"),
    Case("au", "The contact's phone must be an Australian landline.", "2.phoneNumber"),
    Case("au", "We need a local telephone number for your contact.", "2.phoneNumber"),
    Case("au", "The contact person can't be reached on the given phone number.", "2.phoneNumber"),
    Case("au", "Please correct the surname of the contact.", "2.lastName"),
    Case("au", "The given name does not match the passport.", f"2.firstName {POI}"),
    Case("au", "The name of the contact person is incomplete.", "", "2.firstName 2.lastName"),
    Case("au", "The company name does not match the ABN register.", "1.endBusinessName"),
    Case("au", "Legal entity name is wrong.", "1.endBusinessName"),
    Case("au", "The zip code does not belong to Melbourne.", "1.postalCode"),
    Case("au", "Postcode and town do not match.", "1.city 1.postalCode"),
    Case("au", "The business address is a PO box.", "1.endBusinessAddress"),
    Case("au", "The address of the end business can't be found.", "1.endBusinessAddress"),
    Case("au", "State: not consistent with the postcode", "1.state 1.postalCode"),
    Case("au", 'The field "Country" must be AU.', "1.country"),
    Case("au", "The state of the business is wrong.", "1.state"),
    Case("au", "The intended use is not plausible for a bank.", "0.0.intendedUseOfMobileNumbers"),
    Case("au", "Please explain the purpose of traffic.", "0.0.purposeOfTheTraffic"),
    Case("au", "The letter of authorization is not signed.", LOA),
    Case("au", "The LOA is missing a signature.", LOA),
    Case("au", "The authorisation letter names another company.", LOA),
    Case("au", "Please upload the signed letter again.", LOA),
    Case("au", "The ID document has expired.", POI),
    Case("au", "The copy of the passport is not readable.", POI),
    Case("au", "The driver's licence is out of date.", POI),
    Case("au", "The document is illegible.", LOA),  # the only one that was sent
    Case("au", "+61 411 111 112 can't be used for this purpose.", "0.0.senderId"),
    Case("au", "We could not verify the contact person.", "",
         "2.firstName 2.lastName 2.phoneNumber"),
    # a common word alone
    Case("au", "The number is not available for this use."),
    Case("au", "The address is incomplete."),
    Case("au", "Please state the reason for this request."),
    Case("au", "Please address the points above."),
    Case("au", "The name does not match our records."),
    Case("au", "Which country will you send to?"),
    Case("au", "Please contact us by phone."),
    Case("au", "The proof of address is older than 3 months."),  # AU asks for none
    Case("au", "Your request is being processed."),
    Case("au", "Approved."),
    Case("au", "Further information is required to proceed."),
    # BR LOCAL
    Case("br", "O CNPJ informado é inválido.", "cnpj"),
    Case("br", "Razão social não confere com a Receita Federal.", "legalName"),
    Case("br", "The legal name is not the one of the CNPJ.", "legalName cnpj"),
    Case("br", "The company name is not in the register.", "legalName"),
    Case("br", "The tax number is wrong.", "cnpj"),
    # DE LOCAL
    Case("de", "The extract from the commercial register is older than three months.",
         "attachments.hrb-extract"),
    Case("de", "Please upload a current Handelsregister extract.", "attachments.hrb-extract"),
    Case("de", "The company name does not match the commercial register.", "0.companyName"),
    Case("de", "The HRB number is unknown.", "0.registrationNumber"),
    Case("de", "Commercial register number is not valid", "0.registrationNumber"),
    Case("de", "The date of incorporation is in the future.", "0.foundedOn"),
    Case("de", "The e-mail address bounces.", "0.email"),
    Case("de", "The full name of the second owner is missing.", "1.1.fullName"),
    Case("de", "The share of owner 1 is too small.", "1.0.share"),
    Case("de", "The full names of the beneficial owners are incomplete.", "",
         "1.0.fullName 1.1.fullName"),
    Case("de", "The number of employees is not plausible.", "0.employees"),
    Case("de", "Die Hausnummer fehlt.", "", "0.address.street"),
    Case("de", "The file can't be opened.", "attachments.hrb-extract"),
    # a form with more documents
    Case("office", "the proof of address is older than 3 months", "attachments.poa"),
    Case("office", "The utility bill is older than 3 months.", "attachments.poa"),
    Case("office", "The bank statement does not show the address.", "attachments.poa"),
    Case("office", "Identity proof expired", "attachments.poi"),
    Case("office", "The incorporation certificate is cropped.", "attachments.reg"),
    Case("office", "The certificate of incorporation and the proof of identity are unreadable.",
         "attachments.poi attachments.reg"),
    Case("office", "The passport number does not match the proof of identity.",
         "2.idNumber attachments.poi"),
    Case("office", "The VAT ID is not valid in VIES.", "0.vatNumber"),
    Case("office", "The phone number of the company is not in service.", "0.phone"),
    Case("office", "The contact's phone is switched off.", "2.phone"),
    Case("office", "The phone number is not in service.", "", "0.phone 2.phone"),
    Case("office", "The phone number of the director is missing.", "", "0.phone 2.phone"),
    Case("office", "The name of the company differs.", "0.name"),
    Case("office", "The name of the contact person differs.", "2.fullName"),
    Case("office", "The contact person is a minor: check the birth date.", "2.dob"),
    Case("office", "The web site does not exist.", "0.website"),
    Case("office", "The document can't be read.", "",
         "attachments.poa attachments.poi attachments.reg attachments.loa"),
]  # fmt: skip


def _order(form: str) -> tuple[Any, Order]:
    if form == "office":
        return OFFICE, Order(answers=OFFICE_ANSWERS)
    name = {"au": "au-mobile", "br": "br-local", "de": "de-local"}[form]
    raw = json.loads((SAMPLES / f"{name}.json").read_bytes())
    answers = {"au": ANSWERS, "br": br_answers(), "de": de_answers()}[form]
    order = Order(answers=answers)
    if form == "au":
        order.attachments = {LOA.partition(".")[2]: SentAttachment(file_name="scan-3.pdf")}
    return raw, order


@pytest.mark.parametrize("case", SAID, ids=lambda case: f"{case.form}: {case.message[:50]}")
def test_what_a_message_is_about(case: Case) -> None:
    raw, order = _order(case.form)
    order.logs = [{"message": case.message}]
    [remark] = remarks(read_form(raw), order)
    found = {one.path: one.sure for one in remark.meant}
    assert {path for path, sure in found.items() if sure} == set(case.sure.split())
    assert {path for path, sure in found.items() if not sure} == set(case.maybe.split())
