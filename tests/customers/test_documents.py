"""Documents: which one a form asks for, and what speaks against it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from kyc.samples import sample
from papers import pdf

from sinch_order_cli.customers.documents import (
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
    assert (identity.confidence, identity.reason) == ("likely", "it is another person's")
    assert letter.document is None  # a template to fill in
    who.documents = [stored(tmp_path / "q.pdf", "passport", person=0)]
    _, identity = match_documents(
        who, sample("au-mobile").attachments, region="AU", type="MOBILE", today=TODAY
    )
    assert (identity.confidence, identity.document_type) == ("sure", "Passport")


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
