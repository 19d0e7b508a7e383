"""Documents: which one a form asks for, and what speaks against it."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from kyc.samples import sample
from msgspec import structs
from papers import pdf

from sinch_order_cli.customers import pdf as pdf_extra
from sinch_order_cli.customers.documents import (
    DocumentMatch,
    asked_age,
    digest,
    kinds_asked,
    match_documents,
    problems,
)
from sinch_order_cli.customers.model import Customer, Document, Served
from sinch_order_cli.kyc.model import RequiredAttachment

TODAY = date(2026, 1, 31)


def required(title: str, description: str = "", **more: Any) -> RequiredAttachment:
    return RequiredAttachment(id="a1", title=title, description=description, **more)


def stored(path: Path, kind: str = "companyRegistration", **more: Any) -> Document:
    path.write_bytes(more.pop("content", pdf()))
    sha256, size = digest(path)
    mime_type = more.pop("mime_type", "application/pdf")
    return Document(
        kind=kind, path=str(path), sha256=sha256, size=size, mime_type=mime_type, **more
    )


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        (required("Extract from the commercial register"), ("companyRegistration",)),
        (required("Handelsregisterauszug"), ("companyRegistration",)),
        (required("Extrait Kbis"), ("companyRegistration",)),
        (required("Letter of authorization"), ("letterOfAuthorisation",)),
        (required("Vollmacht"), ("powerOfAttorney",)),
        (required("Proof of address", "Utility bill"), ("proofOfAddress",)),
        (required("Document", "A copy of the passport"), ("passport",)),
        (required("Document 3"), ()),
        (required("Paper", allowed_document_types=("Passport",)), ("passport",)),
    ],
)
def test_the_kind_is_told_from_the_form_s_words(
    asked: RequiredAttachment, kinds: tuple[str, ...]
) -> None:
    assert kinds_asked(asked) == kinds


def test_any_identity_document_will_do_where_the_form_says_no_more() -> None:
    assert set(kinds_asked(sample("au-mobile").attachments[1])) == {
        "passport",
        "idCard",
        "drivingLicence",
        "residencePermit",
    }


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("No older than three months.", 90),
        ("not older than 6 weeks", 42),
        ("Nicht älter als 3 Monate", 90),
        ("moins de 3 ans, pas plus de trois mois", 90),
        ("issued within the last 1 year", 365),
        ("a PDF", None),
    ],
)
def test_how_old_it_may_be_is_told_from_the_form_s_words(words: str, days: int | None) -> None:
    assert asked_age(required("Extract", words)) == (timedelta(days=days) if days else None)


def test_what_speaks_against_a_document(tmp_path: Path) -> None:
    good = stored(tmp_path / "a.pdf", issued="2026-01-01", expires="2027-01-01")
    assert problems(good, TODAY, timedelta(days=90)) == []
    old = stored(tmp_path / "b.pdf", issued="2025-01-01", expires="2025-12-31")
    assert problems(old, TODAY) == ["it expired on 2025-12-31"]
    assert any("more than 90 days ago" in p for p in problems(old, TODAY, timedelta(days=90)))
    undated = stored(tmp_path / "c.pdf")
    assert problems(undated, TODAY, timedelta(days=90)) == ["its date of issue is unknown"]
    (tmp_path / "a.pdf").write_bytes(pdf().replace(b"Letter", b"Letten"))  # as long as before
    assert problems(good, TODAY) == ["the file has changed since it was added"]
    (tmp_path / "a.pdf").unlink()
    assert problems(good, TODAY) == ["the file is missing"]


def test_a_file_is_matched_and_what_is_wrong_with_it_said(tmp_path: Path) -> None:
    extract = stored(tmp_path / "hrb.pdf", issued="2025-01-01")
    who = Customer(documents=[extract])
    (found,) = match_documents(
        who, sample("de-local").attachments, region="DE", type="LOCAL", today=TODAY
    )
    assert found.as_json() == {
        "attachmentId": "hrb-extract",
        "title": "Extract from the commercial register",
        "file": str(tmp_path / "hrb.pdf"),
        "confidence": "likely",
        "problems": ["it was issued on 2025-01-01, more than 90 days ago"],
    }
    fresh = stored(tmp_path / "new.pdf", issued="2026-01-02")
    both = Customer(documents=[extract, fresh])
    (found,) = match_documents(
        both, sample("de-local").attachments, region="DE", type="LOCAL", today=TODAY
    )
    assert (found.document, found.confidence, found.problems) == (fresh, "sure", ())


def test_whose_a_passport_is_counts(tmp_path: Path) -> None:
    who = Customer(
        facts={"people.0.role": "contact", "people.1.role": "director"},
        documents=[stored(tmp_path / "p.pdf", "passport", person=1)],
    )
    letter, identity = match_documents(
        who, sample("au-mobile").attachments, region="AU", type="MOBILE", today=TODAY
    )
    assert (identity.confidence, identity.reason) == ("likely", "the person has another role")
    assert letter.document is None  # a template to fill in
    who.documents = [stored(tmp_path / "q.pdf", "passport", person=0)]
    _, identity = match_documents(
        who, sample("au-mobile").attachments, region="AU", type="MOBILE", today=TODAY
    )
    assert (identity.confidence, identity.document_type) == ("sure", "Passport")


CARD = required("Identity card", allowed_mime_types=("application/pdf", "image/jpeg"))


def sides(folder: Path, *names: str, **more: Any) -> Customer:
    who = {"people.0.role": "contact"}
    cards = [
        stored(folder / name, "idCard", person=0, mime_type="image/jpeg", **more) for name in names
    ]
    return Customer(facts=who, documents=cards)


def the_card(customer: Customer, asked: RequiredAttachment = CARD) -> DocumentMatch:
    (found,) = match_documents(customer, [asked], region="DE", type="LOCAL", today=TODAY)
    return found


@pytest.mark.parametrize(
    ("names", "pages", "confidence"),
    [
        (("id_back.jpg", "id_front.jpg"), ["id_front.jpg", "id_back.jpg"], "sure"),
        (("Rückseite.png", "Vorderseite.png"), ["Vorderseite.png", "Rückseite.png"], "sure"),
        (("id10.jpg", "id9.jpg"), ["id9.jpg", "id10.jpg"], "likely"),
        (("id-front.jpg", "me.jpg"), ["id-front.jpg"], "likely"),
        (("id-front.jpg", "id-front2.jpg"), ["id-front.jpg"], "likely"),
        (("a.jpg", "b.jpg", "c.jpg"), ["a.jpg"], "likely"),
    ],
)
def test_two_pictures_are_one_card(
    tmp_path: Path, names: tuple[str, ...], pages: list[str], confidence: str
) -> None:
    found = the_card(sides(tmp_path, *names))
    assert [path.name for path in found.paths] == pages
    assert (found.confidence, found.problems) == (confidence, ())


def test_two_pictures_go_apart_where_the_form_asks_for_each_or_takes_no_pdf(tmp_path: Path) -> None:
    who = sides(tmp_path, "back.jpg", "front.jpg")
    asked = [required(f"Identity card ({side} side)") for side in ("front", "back")]
    found = match_documents(who, asked, region="DE", type="LOCAL", today=TODAY)
    assert [(one.shown, one.confidence) for one in found] == [
        (str(tmp_path / "front.jpg"), "sure"),
        (str(tmp_path / "back.jpg"), "sure"),
    ]
    no_pdf = required("Identity card", allowed_mime_types=("image/jpeg",))
    assert (the_card(who, no_pdf).confidence, len(the_card(who, no_pdf).pages)) == ("likely", 1)
    only_pdf = required("Identity card", allowed_mime_types=("application/pdf",))
    assert (the_card(who, only_pdf).confidence, len(the_card(who, only_pdf).pages)) == ("sure", 2)


def test_pictures_with_other_dates_or_of_another_person_are_no_pair(tmp_path: Path) -> None:
    who = sides(tmp_path, "front.jpg", "back.jpg")
    front, back = who.documents
    for other in (
        structs.replace(back, person=1),
        structs.replace(back, kind="drivingLicence"),
        structs.replace(back, expires="2030-01-01"),
    ):
        who.documents = [structs.replace(front, expires="2031-01-01"), other]
        assert len(the_card(who).pages) == 1


def test_what_is_wrong_with_a_side_is_said_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = sides(tmp_path, "front.jpg", "back.jpg")
    (tmp_path / "back.jpg").unlink()
    assert the_card(who).problems == ("back.jpg: the file is missing",)
    monkeypatch.setattr(pdf_extra, "can_merge", lambda: False)
    found = the_card(sides(tmp_path, "front.jpg", "back.jpg"))
    assert found.confidence == "likely" and "pip install" in found.problems[0]


def test_two_sides_that_were_accepted_together_are_taken_together_again(tmp_path: Path) -> None:
    served = Served(region="DE", type="LOCAL", title="Identity card", accepted_at="2026-01-01")
    who = sides(tmp_path, "IMG_2.jpg", "IMG_1.jpg", served_for=(served,))
    found = the_card(who)
    assert [path.name for path in found.paths] == ["IMG_1.jpg", "IMG_2.jpg"]
    assert found.confidence == "sure"
    assert found.as_json()["pages"] == [str(tmp_path / "IMG_1.jpg"), str(tmp_path / "IMG_2.jpg")]


def test_a_type_that_the_form_refuses_does_not_fit(tmp_path: Path) -> None:
    picture = stored(tmp_path / "hrb.png", mime_type="image/png")
    (found,) = match_documents(
        Customer(documents=[picture]),
        sample("de-local").attachments,
        region="DE",
        type="LOCAL",
        today=TODAY,
    )
    assert (found.document, found.confidence) == (None, "open")


def test_what_was_accepted_before_is_taken_again(tmp_path: Path) -> None:
    served = Served(region="DE", type="LOCAL", title="Document 3", accepted_at="2026-01-01")
    paper = stored(tmp_path / "x.pdf", "other", served_for=(served,))
    asked = [required("Document 3")]
    who = Customer(documents=[paper])
    (found,) = match_documents(who, asked, region="DE", type="LOCAL", today=TODAY)
    assert (found.document, found.confidence) == (paper, "sure")
    (found,) = match_documents(who, asked, region="AT", type="LOCAL", today=TODAY)
    assert found.document is None


DE = {"region": "DE", "type": "LOCAL", "today": TODAY}


def served(title: str) -> tuple[Served, ...]:
    return (Served(region="DE", type="LOCAL", title=title, accepted_at="2025-06-01"),)


def test_a_newer_document_replaces_the_one_that_was_accepted(tmp_path: Path) -> None:
    title = "Proof of address"
    old = stored(
        tmp_path / "old.pdf", "proofOfAddress", issued="2025-05-01", served_for=served(title)
    )
    new = stored(tmp_path / "new.pdf", "proofOfAddress", issued="2026-01-15")
    asked = [required(title, "No older than three months")]
    (found,) = match_documents(Customer(documents=[old, new]), asked, **DE)
    assert (found.document, found.problems) == (new, ())


def test_an_accepted_document_of_a_person_with_another_role_now_is_not_sure(
    tmp_path: Path,
) -> None:
    title = "Passport of the director"
    ada = stored(tmp_path / "ada.pdf", "passport", person=0, served_for=served(title))
    bob = stored(tmp_path / "bob.pdf", "passport", person=1)
    roles = {"people.0.role": "owner", "people.1.role": "director"}
    who = Customer(facts=roles, documents=[ada, bob])
    (found,) = match_documents(who, [required(title)], **DE)
    assert (found.document, found.confidence) == (bob, "sure")
    (found,) = match_documents(Customer(facts=roles, documents=[ada]), [required(title)], **DE)
    assert found.confidence != "sure"


def test_one_of_two_directors_is_not_sure(tmp_path: Path) -> None:
    roles = {"people.0.role": "director", "people.1.role": "director"}
    who = Customer(facts=roles, documents=[stored(tmp_path / "bob.pdf", "passport", person=1)])
    (found,) = match_documents(who, [required("Passport of the director")], **DE)
    assert found.confidence == "likely"


def test_a_proof_of_address_is_its_owners(tmp_path: Path) -> None:
    facts = {"company.name": "Acme", "people.0.role": "contact", "people.1.role": "director"}
    bill = stored(tmp_path / "bill.pdf", "proofOfAddress", person=0)
    titles = ["Proof of address of the director", "Proof of address of the company"]
    who = Customer(facts=facts, documents=[bill])
    found = match_documents(who, [required(title) for title in titles], **DE)
    assert [one.confidence for one in found] == ["likely", "likely"]
    own = stored(tmp_path / "own.pdf", "proofOfAddress")
    who = Customer(facts=facts, documents=[bill, own])
    found = match_documents(who, [required(title) for title in titles], **DE)
    assert (found[1].document, found[1].confidence) == (own, "sure")


def test_the_front_of_a_card_is_not_its_back(tmp_path: Path) -> None:
    who = sides(tmp_path, "id-front.jpg")
    asked = [required(f"Identity card ({side} side)") for side in ("front", "back")]
    found = match_documents(who, asked, **DE)
    assert found[0].confidence == "sure" and found[1].document is None


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Potwierdzenie adresu siedziby", "Dokument nie starszy niż 90 dni"),
        ("Potvrzení o adrese", "Ne starší než 90 dní"),
        ("Service agreement", "Signed by the director, whose passport number must be given"),
    ],
)
def test_days_and_numbers_of_passports_are_no_documents(title: str, description: str) -> None:
    assert kinds_asked(required(title, description)) == ()


def test_what_is_wrong_with_a_pdf_has_no_colon_of_its_own() -> None:
    said = pdf_extra.remark(io.BytesIO(b"%PDF-1.4"))
    assert said == "it can't be read, as it is damaged or not complete"
