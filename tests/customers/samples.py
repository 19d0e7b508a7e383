"""Customers that have every fact, one for each country and kind, and the forms with their labels.

A label in a form's file is the right fact, a list of facts that are put together, `null` where no
fact fits, "never" where none may be filled, or `oneOf` where people would accept several.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sinch_order_cli.customers.model import Customer
from sinch_order_cli.kyc import Form, read_form

FORMS = Path(__file__).parent / "forms"
CONTRACT = Path(__file__).parents[1] / "contract" / "kyc"

# street, number, city, postal code, state, phone, registration, VAT, tax number, legal form
_COUNTRIES = {
    "AT": "Ring;5;Wien;1010;Wien;+43123456789;FN123456a;ATU12345678;123456789;GmbH",
    "AU": "Main Street;1;Melbourne;3000;VIC;+61298765432;123456789;12345678901;12345678901;Pty Ltd",
    "BE": "Wetstraat;16;Brussel;1000;Brussel;+3225551234;0123456749;BE0123456749;0123456749;BV",
    "BR": "Rua Augusta;10;São Paulo;01310-100;SP;+551131234567;35200000001;;12345678000195;Ltda",
    "CH": "Bahnhofstrasse;3;Zürich;8001;ZH;+41442223344;CHE-123.456.789;CHE-123.456.789;;AG",
    "CZ": "Dlouhá;12;Praha;110 00;Praha;+420222333444;12345678;CZ12345678;12345678;s.r.o.",
    "DE": "Hauptstraße;7;Berlin;10115;Berlin;+493012345678;HRB 12345;DE123456789;27/123/45678;GmbH",
    "DK": "Vestergade;4;København;1456;Hovedstaden;+4533123456;12345678;DK12345678;12345678;ApS",
    "ES": "Calle Mayor;8;Madrid;28013;Madrid;+34911234567;M-123456;ESB12345678;B12345678;S.L.",
    "FR": "Rue de Rivoli;9;Paris;75001;Île-de-France;+33142345678;123456789;FR32123456789;;SARL",
    "GB": "High Street;2;London;EC1A 1BB;Greater London;+442071234567;01234567;GB123456789;"
    "1234567890;Ltd",
    "HK": "Queen's Road;88;Hong Kong;000000;Hong Kong;+85221234567;12345678;;12345678;Limited",
    "IE": "Dame Street;6;Dublin;D02 X285;Dublin;+35312345678;123456;IE1234567T;1234567T;Ltd",
    "IN": "MG Road;20;Bengaluru;560001;Karnataka;+918022334455;U72900KA2015PTC123456;"
    "29ABCDE1234F1Z5;ABCDE1234F;Private Limited",
    "IT": "Via Roma;11;Milano;20121;MI;+390212345678;MI-1234567;IT12345678901;12345678901;S.r.l.",
    "JP": "Marunouchi;1-2-3;Chiyoda-ku;100-0005;Tokyo;+81312345678;1234567890123;;;KK",
    "NL": "Keizersgracht;21;Amsterdam;1015 CJ;Noord-Holland;+31201234567;12345678;NL123456789B01;"
    "123456789;B.V.",
    "PL": "Prosta;51;Warszawa;00-838;Mazowieckie;+48221234567;0000123456;PL1234567890;1234567890;"
    "sp. z o.o.",
    "PT": "Rua Garrett;30;Lisboa;1200-204;Lisboa;+351211234567;123456789;PT123456789;123456789;Lda",
    "SE": "Drottninggatan;14;Stockholm;111 51;Stockholm;+4681234567;556123-4567;SE556123456701;"
    "5561234567;AB",
    "SG": "Robinson Road;60;Singapore;068892;Singapore;+6561234567;201912345K;;201912345K;Pte Ltd",
    "US": "Market Street;500;San Francisco;94105;CA;+14155550100;C1234567;;12-3456789;LLC",
    "ZA": "Long Street;40;Cape Town;8001;Western Cape;+27211234567;2015/123456/07;4123456789;"
    "9123456789;Pty Ltd",
}  # fmt: skip
_ADDRESS_ROLES = ("registered", "business", "billing", "service", "home")
_PERSON_ROLES = (
    "contact",
    "legalRepresentative",
    "director",
    "owner",
    "authorisedSignatory",
    "endUser",
)
_FIRST = ("Ada", "Bea", "Cleo", "Dora", "Emma", "Frida")


class Case(NamedTuple):
    """A form, its labels, and the customer to fill it with."""

    name: str
    region: str
    type: str
    held_out: bool
    form: Form
    labels: dict[str, Any]
    customer: Customer


def cases() -> Iterator[Case]:
    """Every form of the set."""
    for path in sorted(FORMS.glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        raw = document["form"]
        if "sample" in raw:
            raw = json.loads((CONTRACT / raw["sample"]).read_text("utf-8"))
        yield Case(
            name=path.stem,
            region=document["region"],
            type=document["type"],
            held_out=document["heldOut"],
            form=read_form(None if "error" in raw else raw),
            labels=document["facts"],
            customer=customer(document["region"], document["kind"]),
        )


def customer(region: str, kind: str = "company") -> Customer:
    """A customer of a country that has every fact and document."""
    street, number, city, code, state, phone, registration, vat, tax, form = _COUNTRIES[
        region
    ].split(";")
    facts: dict[str, Any] = {"company.kind": kind}
    if kind != "person":
        facts |= {
            "company.name": "Acme " + form,
            "company.legalForm": form,
            "company.tradingName": "Acme Shop",
            "company.registrationNumber": registration,
            "company.registrationAuthority": "Register " + city,
            "company.registrationDate": "2015-06-17",
            "company.vatNumber": vat,
            "company.website": "https://acme.example",
            "company.email": "office@acme.example",
            "company.phone": phone,
            "company.industry": "Retail",
            "company.employees": 42,
        }
    facts |= {"company.taxNumber": tax}
    for at, role in enumerate(_ADDRESS_ROLES if kind == "company" else _one(kind, True)):
        facts |= {
            f"addresses.{at}.{part}": value
            for part, value in (
                ("role", role),
                ("street", street),
                ("houseNumber", f"{number}{'ABCDE'[at]}" if at else number),
                ("line2", f"Floor {at + 1}"),
                ("city", city),
                ("district", "Centre"),
                ("state", state),
                ("postalCode", code),
                ("country", region),
            )
        }
    for at, role in enumerate(_PERSON_ROLES if kind == "company" else _one(kind, False)):
        facts |= {f"people.{at}.{part}": v for part, v in _person(at, role, region, phone).items()}
    if kind == "company":
        facts |= {"people.0.address": 1}
    facts |= {
        "use.description": "Order updates by SMS",
        "use.kind": "Notifications",
        "use.monthlyVolume": 1000,
        "use.optIn": "Checkbox at checkout",
        "use.sampleMessages": "Your parcel is on its way.",
    }
    return Customer(name="acme", facts={k: v for k, v in facts.items() if v != ""})


def _one(kind: str, address: bool) -> tuple[str]:
    if kind == "person":
        return ("home",) if address else ("endUser",)
    return ("business",) if address else ("owner",)


def _person(at: int, role: str, region: str, phone: str) -> dict[str, Any]:
    first = _FIRST[at]
    return {
        "role": role,
        "firstName": first,
        "middleName": "Q",
        "lastName": f"Li{'abcdef'[at]}",
        "title": "Ms",
        "jobTitle": "Manager",
        "birthDate": f"198{at}-03-17",
        "birthPlace": "Paris",
        "nationality": region if at % 2 == 0 else "FR",
        "email": f"{first.lower()}@acme.example",
        "phone": phone[:-1] + str(at),
        "idType": "passport",
        "idNumber": f"P123456{at}",
        "idIssuer": "Passport office",
        "idExpires": "2033-01-31",
    }
