"""The wizard with a customer: who it is for is asked, and what is known is not asked again."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands.shell import LETTER, PDF, Shell
from commands.test_for_customer import CREATE, SAID
from prompts.screen import CTRL_C, DOWN, ENTER

from sinch_order_cli.customers.documents import digest
from sinch_order_cli.customers.model import Customer, Document
from sinch_order_cli.store.customers import CustomerStore
from wizard.person import CHOOSE_AU, NUMBERS_AU, Person
from wizard.test_together import orders

pytestmark = pytest.mark.timeout(120)

SECOND = ("create", "AU", "MOBILE", "--number", "+61411111113", "--sms-plan", "p", "--yes")

FACTS = {
    "company.name": "Acme Pty Ltd",
    "addresses.0.role": "registered",
    "addresses.0.street": "Main Street",
    "addresses.0.houseNumber": "1",
    "addresses.0.city": "Melbourne",
    "addresses.0.state": "VIC",
    "addresses.0.postalCode": "3000",
    "addresses.0.country": "AU",
    "people.0.role": "contact",
    "people.0.firstName": "Zoë",
    "people.0.lastName": "O'Neil",
    "people.0.phone": "+61298765432",
}


def save_customer(home: Path, *passports: Path, changes: dict[str, str] | None = None) -> None:
    """A customer with an address and a contact person, who may have a passport."""
    documents = []
    for path in passports:
        sha256, size = digest(path)
        of = {"kind": "passport", "mime_type": "application/pdf", "person": 0}
        documents.append(Document(path=str(path), sha256=sha256, size=size, **of))
    store = CustomerStore(home / "state" / "sandbox")
    facts = {**FACTS, **(changes or {})}
    store.save(Customer(name="acme", facts=facts, documents=documents))


def test_who_it_is_for_comes_first_and_what_is_known_is_not_asked(tmp_path: Path) -> None:
    save_customer(tmp_path)
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        assert "Acme Pty Ltd" in person.wait_for_question("? Who is the number for?")
        person.send(ENTER)
        person.answer(*CHOOSE_AU[1:], *NUMBERS_AU)
        seen = person.wait_for_question("? Your answers")
        assert "9 of 14 answers are filled in from acme" in seen
        assert seen.count("   from acme") == 9
        assert seen.count("from acme's registered address") == 5
        assert seen.count("from acme's contact person") == 3
        for asked in ("? Business name", "? City", "? First name"):
            assert asked not in seen
        person.send(ENTER)
        person.wait_for_question("? Letter of authorisation")
        order = person.order()
        assert (order["customer"], order["answers"][1]["city"]) == ("acme", "Melbourne")
        assert order["answerSources"]["2.firstName"] == ["people.0.firstName"]
        person.send(CTRL_C)


def test_nobody_is_an_answer_and_a_flag_answers_it(tmp_path: Path) -> None:
    save_customer(tmp_path)
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(("? Who is the number for?", DOWN + DOWN + ENTER))
        person.wait_for_question("? What would you like")
        assert person.order()["customer"] == ""
        person.send(CTRL_C)
    with Person(tmp_path, "wizard", "AU", "MOBILE", "--customer", "acme") as person:
        assert "Who is the number for?" not in person.wait_for_question("? What would you like")
        person.send(CTRL_C)
    customer = CustomerStore(tmp_path / "state" / "sandbox").load("acme")
    since = {order["customerSince"] for order in orders(person).values()}
    assert since == {"", customer.created_at}  # a later customer of that name is another one


def test_the_two_sides_of_a_card_go_as_one_document_after_one_yes(tmp_path: Path) -> None:
    pytest.importorskip("img2pdf")
    from PIL import Image

    save_customer(tmp_path)
    shell = Shell(tmp_path)
    for side in ("back", "front"):
        Image.new("RGB", (40, 20)).save(tmp_path / f"{side}.png")
        kind = ("--kind", "drivingLicence", "--person", "0")
        shell.ok("customer", "document", "add", "acme", str(tmp_path / f"{side}.png"), *kind)
    name = shell.ok(*CREATE, "--customer", "acme")["name"]
    shell.ok("register", name, *SAID)
    with Person(tmp_path, "resume", name) as person:
        asked = person.wait_for_question("? Upload this document of acme?")
        assert "Proof of identity: front.png and back.png" in asked
        person.send(ENTER)
        person.wait_for_question("? Letter of authorisation")
        assert "sent as one PDF, front.pdf" in person.text()
        person.send(CTRL_C)
    [sent] = shell.order(name)["attachments"].values()
    assert (sent["fileName"], sent["documentType"]) == ("front.pdf", "Driver's License")
    assert not list(tmp_path.rglob("front.pdf"))


def test_what_is_only_likely_stands_in_the_field_and_gives_way_to_what_is_typed(
    tmp_path: Path,
) -> None:
    """What is typed is another fact of the customer: that is taken from now on. Afterwards the
    question for a file begins where the last file was."""
    anna = {"people.1.role": "endUser", "people.1.firstName": "Anna"}
    save_customer(tmp_path, changes={"people.0.role": "director", **anna})
    shell = Shell(tmp_path)
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "zoe.pdf").write_bytes(PDF)
    first = shell.ok(*CREATE)["name"]
    shell.ok("attach", first, LETTER, str(folder / "zoe.pdf"))
    name = shell.ok(*SECOND, "--customer", "acme")["name"]
    with Person(tmp_path, "resume", name, folder=tmp_path) as person:
        person.answer(*NUMBERS_AU)
        asked = person.wait_for_question("? First name")
        assert "First name   Zoë" in asked and "From acme's director" in asked
        person.send("Anna" + ENTER)
        person.answer(("? Last name", ENTER), ("? Phone number", ENTER))
        seen = " ".join(person.wait_for_question("? Your answers").split())
        assert "First name Anna" in seen and "Last name O'Neil from acme's director" in seen
        person.send(ENTER)
        seen = " ".join(person.wait_for_question("? Letter of authorisation").split())
        assert "First name will be filled in with people.1.firstName of acme" in seen
        assert "customer match acme AU MOBILE --forget 2.firstName" in seen
        person.send(ENTER)
        asked = "".join(person.wait_for_question("? File").split())
        assert f"?File{folder}/" in asked  # it breaks anywhere
        person.send("zoe.pdf" + ENTER)
        person.wait_for_question("? Proof of identity, optional")
        person.send(CTRL_C)
    order = shell.order(name)
    assert order["answers"][2]["firstName"] == "Anna"
    assert order["answerSources"]["2.lastName"] == ["people.0.lastName"]
    assert "2.firstName" not in order["answerSources"]
    again = shell.ok("customer", "match", "acme", "AU", "MOBILE")["fields"]
    [first] = [one for one in again if one["path"] == "2.firstName"]
    assert (first["value"], first["confidence"]) == ("Anna", "sure")
    assert "learned" not in shell.ok("customer", "show", "acme")
    assert order["attachments"][LETTER]["path"] == str(folder / "zoe.pdf")
