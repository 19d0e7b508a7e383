"""A customer's documents: files with path and hash, matched to those that a form requires."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct, structs

from sinch_order_cli.customers import pdf, sides
from sinch_order_cli.customers.meaning import Confidence
from sinch_order_cli.customers.model import Customer, Document
from sinch_order_cli.customers.reading import read
from sinch_order_cli.customers.sides import Pages
from sinch_order_cli.customers.words import folded, tokens
from sinch_order_cli.kyc.model import RequiredAttachment

_BLOCK = 1 << 20
_UNITS = {"day tag jour dia giorn dag": 1, "week woche semaine semana settiman": 7}
_UNITS |= {"month monat mois mes mese mesi maand": 30, "year jahr an ano anno jaar": 365}
_DAYS = {unit: days for units, days in _UNITS.items() for unit in units.split()}
_COUNTS = {"one": 1, "two": 2, "three": 3, "drei": 3, "trois": 3, "tres": 3, "tre": 3, "drie": 3}
_COUNTS |= {"six": 6, "sechs": 6, "seis": 6, "sei": 6, "twelve": 12}
_AGE = re.compile(
    r"(?:older than|more than|within the last|last|alter als|plus de|mas de|piu di|ouder dan)\s+"
    rf"(\d{{1,3}}|{'|'.join(_COUNTS)})\s+({'|'.join(sorted(_DAYS, key=len, reverse=True))})"
)
"""The maximum age of a document in words: "no older than three months"."""

_PASSPORT = "(?:passport|reisepass|passeport|pasaporte|passaporto|passaporte|paspoort|paszport)"
_NOT_ITS_NUMBER = r"(?![- ]?(?:number|no\b|nr\b|nummer|numero|numer))"
_WORDS: dict[str, str] = {
    "passport": _PASSPORT + _NOT_ITS_NUMBER,
    "idCard": "id card|identity card|national id|personalausweis|identitatskarte|carte d.?identite|"
    r"(?<!\d )\bdni\b(?! robocz)|carta d.?identita|identiteitskaart|id.?kort|dowod osobisty|"
    "obcansky prukaz|nric|hkid",
    "drivingLicence": "driv\\w* licen[cs]e|driver.?s? licen[cs]e|fuhrerschein|permis de conduire|"
    "permiso de conducir|patente|rijbewijs|korkort|prawo jazdy|cnh",
    "residencePermit": "residence permit|aufenthalt|titre de sejour|permesso di soggiorno|"
    "permiso de residencia|verblijfs|uppehallstillstand|karta pobytu",
    "companyRegistration": "registration certificate|certificate of (incorporation|registration)|"
    "extract from the (commercial|company|companies) register|company registration|"
    "commercial register|business registration|handelsregister|kbis|registerauszug|visura|"
    "nota simple|registro mercantil|uittreksel|kvk|registreringsbevis|odpis krs|vypis z|"
    "contrato social|company extract|trade licen[cs]e|incorporation",
    "taxCertificate": "tax certificate|vat certificate|tax registration|gst certificate|"
    "steuerbescheinigung|certificado fiscal|attestation fiscale|cartao cnpj|comprovante.*cnpj",
    "proofOfAddress": "proof of (address|residence)|utility bill|bank statement|adressnachweis|"
    "justificatif de domicile|comprobante de domicilio|comprovante de (residencia|endereco)|"
    "prova di residenza|meldebescheinigung|adresbewijs",
    "letterOfAuthorisation": "letter of authori[sz]ation|\\bloa\\b|authori[sz]ation letter",
    "powerOfAttorney": "power of attorney|vollmacht|procuration|procuracao|poder notarial|procura|"
    "volmacht|fullmakt|pelnomocnictwo|plna moc|authority to (act|sign)",
}
_ACCEPTED = "it was accepted for this before"
_IDENTITY = ("passport", "idCard", "drivingLicence", "residencePermit")
_PROOF_OF_IDENTITY = re.compile(
    r"proof of identity|identity document|id document|photo id|ausweis|piece d.?identite|"
    r"documento de (identidad|identidade)|documento d.?identita|identiteitsbewijs|legitimation|"
    r"dokument tozsamosci|identification document|copy of (the )?id\b"
)


class DocumentMatch(Struct, frozen=True, kw_only=True):
    """A required document and the customer's file for it.

    `pages` contains a single document, or the images to merge into one PDF: the front of a card,
    then its back. It is empty if nothing matches.
    """

    attachment_id: str
    title: str
    pages: Pages = ()
    document_type: str = ""
    confidence: Confidence = "open"
    reason: str = ""
    problems: tuple[str, ...] = ()

    @property
    def document(self) -> Document | None:
        """The file, or the first of several images."""
        return self.pages[0] if self.pages else None

    @property
    def paths(self) -> list[Path]:
        """The paths of the files."""
        return [Path(one.path) for one in self.pages]

    @property
    def shown(self) -> str:
        """The paths for display, "" if there are none."""
        return " and ".join(one.path for one in self.pages)

    def as_json(self) -> dict[str, Any]:
        """Return the document for `customer match --json`."""
        several = {"pages": [one.path for one in self.pages]} if len(self.pages) > 1 else {}
        return {
            "attachmentId": self.attachment_id,
            "title": self.title,
            "file": self.document.path if self.document else None,
            "confidence": self.confidence,
            "problems": list(self.problems),
            **several,
        }


def digest(path: Path) -> tuple[str, int]:
    """Return a file's SHA-256 and size, read in chunks.

    Raises:
        OSError: the file can't be read.
    """
    with path.open("rb") as file:
        return digest_of(file)


def digest_of(file: BinaryIO) -> tuple[str, int]:
    """Return the SHA-256 and size of an open file, from its current position."""
    found, size = hashlib.sha256(), 0
    while block := file.read(_BLOCK):
        found.update(block)
        size += len(block)
    return found.hexdigest(), size


def problems(document: Document, today: date, max_age: timedelta | None = None) -> list[str]:
    """List the reasons not to send a document: missing, changed, expired or too old."""
    found = []
    path = Path(document.path)
    try:
        changed = path.stat().st_size != document.size or digest(path)[0] != document.sha256
    except FileNotFoundError:
        found.append("the file is missing")
    except OSError as error:
        found.append(f"the file can't be read: {error.strerror or error}")
    else:
        if changed:
            found.append("the file has changed since it was added")
        elif document.mime_type == "application/pdf":
            with path.open("rb") as file:
                found += [words] if (words := pdf.remark(file)) else []
    if document.expires and date.fromisoformat(document.expires) < today:
        found.append(f"it expired on {document.expires}")
    if max_age is not None:
        if not document.issued:
            found.append("its date of issue is unknown")
        elif date.fromisoformat(document.issued) < today - max_age:
            days = max_age.days
            found.append(f"it was issued on {document.issued}, more than {days} days ago")
    if document.issued and date.fromisoformat(document.issued) > today:
        found.append(f"it is issued in the future, on {document.issued}")
    return found


def asked_age(attachment: RequiredAttachment) -> timedelta | None:
    """Return the maximum age stated in the form, or None."""
    text = folded(f"{attachment.title} {attachment.description}")
    match = _AGE.search(text)
    if match is None:
        return None
    count = int(match[1]) if match[1].isdigit() else _COUNTS[match[1]]
    return timedelta(days=count * _DAYS[match[2]])


def kinds_asked(attachment: RequiredAttachment) -> tuple[str, ...]:
    """Return the kinds of document that the form's words ask for; () if unknown."""
    title = folded(attachment.title)
    for text in (title, folded(attachment.description)):
        found = [kind for kind, words in _WORDS.items() if re.search(words, text)]
        if found:
            return tuple(found)
        if _PROOF_OF_IDENTITY.search(text):
            return _IDENTITY
    by_type = [kind for t in attachment.allowed_document_types if (kind := kind_of_type(t))]
    return tuple(dict.fromkeys(by_type))


def kinds_named(text: str) -> list[tuple[tuple[str, ...], str]]:
    """Return the documents named in a sentence: the possible kinds of each, and its words."""
    found: list[tuple[tuple[str, ...], str]] = []
    for kind, words in _WORDS.items():
        found += [((kind,), match[0]) for match in re.finditer(words, folded(text))]
    found += [(_IDENTITY, match[0]) for match in _PROOF_OF_IDENTITY.finditer(folded(text))]
    return found


def kind_of_type(document_type: str) -> str:
    """Return the kind for a form's document type, "" if unknown."""
    text = folded(document_type)
    for kind, words in _WORDS.items():
        if re.search(words, text):
            return kind
    return ""


def identity_of(text: str) -> str:
    """Return the kind of identity document in a text, such as "Passport number"; "" if unknown."""
    if re.search(_PASSPORT, folded(text)):
        return "passport"
    kind = kind_of_type(text)
    return kind if kind in _IDENTITY else ""


def match_documents(
    customer: Customer,
    attachments: Sequence[RequiredAttachment],
    *,
    region: str,
    type: str,
    today: date,
    max_age: timedelta | None = None,
    checked: Callable[[Document, date, timedelta | None], list[str]] = problems,
) -> list[DocumentMatch]:
    """Return the customer's file for each required document, with its problems."""
    return [
        _match(customer, attachment, (region, type), (today, max_age), checked)
        for attachment in attachments
    ]


def _match(
    customer: Customer,
    attachment: RequiredAttachment,
    place: tuple[str, str],
    age: tuple[date, timedelta | None],
    checked: Callable[[Document, date, timedelta | None], list[str]],
) -> DocumentMatch:
    named = DocumentMatch(attachment_id=attachment.id, title=attachment.title)
    if attachment.templates:
        served = _served(customer, attachment, place)
        reason = "a template must be filled in for each order"
        if not served:
            return structs.replace(named, reason=reason)
    found, confidence, reason = _candidates(customer, attachment, place)
    today, max_age = age
    limit = max_age or asked_age(attachment)
    options = sides.sheets(
        found, sides.side(attachment.title), can_be_pdf=_takes("application/pdf", attachment)
    )
    fitting = [one for one in options if len(one) > 1 or _takes(one[0].mime_type, attachment)]
    if not fitting:
        return structs.replace(named, reason=reason if not found else "its type isn't accepted")
    checks = {
        pages: _page_problems(pages, [checked(one, today, limit) for one in pages])
        for pages in fitting
    }
    best = min(fitting, key=lambda one: (len(checks[one]), min(map(_newest_first, one))))
    wrong = checks[best]
    if len([one for one in fitting if not checks[one]]) > 1 and confidence == "sure":
        confidence, reason = "likely", "several documents match"
    if len(best) > 1 and confidence == "sure":
        known = sides.said(best) or reason == _ACCEPTED
        confidence = "sure" if known else "likely"
        reason = f"{reason}, {'front and back' if known else 'perhaps its front and back'}"
    if attachment.templates:
        confidence, reason = "likely", "it was used before, but the template may be new"
    return structs.replace(
        named,
        pages=best,
        document_type=_document_type(best[0], attachment),
        confidence="likely" if wrong and confidence == "sure" else confidence,
        reason=reason,
        problems=tuple(wrong),
    )


def _page_problems(pages: Pages, found: Sequence[Sequence[str]]) -> list[str]:
    """Return the problems of the files sent as one; with several images, each names its file."""
    if len(pages) == 1:
        return list(found[0])
    named = [
        f"{Path(page.path).name}: {problem}"
        for page, problems in zip(pages, found, strict=True)
        for problem in problems
    ]
    return named if pdf.can_merge() else [*named, sides.NO_PDF_HERE]


def _candidates(
    customer: Customer, attachment: RequiredAttachment, place: tuple[str, str]
) -> tuple[list[Document], Confidence, str]:
    """Return the documents that may match, how certain that is, and the reason."""
    kinds, role = kinds_asked(attachment), _role(attachment)
    whose = customer.with_role("people", role) if role else []
    if served := _served(customer, attachment, place):
        # One that replaces it counts as much; one of a person who has another role now doesn't.
        people = {None, *(whose or (one.person for one in served))}
        replaceable = {one.kind for one in served} - {"other"}
        fit = [
            one
            for one in customer.documents
            if (one in served or one.kind in replaceable) and one.person in people
        ]
        if fit:
            return fit, "sure", _ACCEPTED
    if not kinds:
        return [], "open", "the form doesn't say which kind of document"
    found = [one for one in customer.documents if one.kind in kinds]
    if not found:
        return [], "open", "the customer has no such document"
    if set(kinds) <= set(_IDENTITY):
        if not role:
            sole = customer.numbers("people") == [0] and all(o.person in (None, 0) for o in found)
            return found, "sure" if sole else "likely", "the form doesn't say whose"
        theirs = [one for one in found if one.person in whose]
        if theirs:
            return theirs, "sure" if len(whose) == 1 else "likely", f"the {role}'s"
        return found, "likely", "the person has another role"
    theirs = found
    if kinds == ("proofOfAddress",) and customer.kind != "person":  # a person's is another one
        theirs = [one for one in found if (one.person in whose if role else one.person is None)]
    if len(kinds) > 1 or not theirs:
        return found, "likely", "by its kind"
    return theirs, "sure", "by its kind"


def _served(
    customer: Customer, attachment: RequiredAttachment, place: tuple[str, str]
) -> list[Document]:
    """Return the documents accepted earlier for the same required document."""
    wanted = tokens(attachment.title)
    return [
        document
        for document in customer.documents
        if any(
            (one.region, one.type) == place and tokens(one.title) == wanted
            for one in document.served_for
        )
    ]


def _role(attachment: RequiredAttachment) -> str:
    """Return the role of the person whose document the form's words ask for, or ""."""
    roles = (read(attachment.title).role, read(attachment.description).role)
    return next((role for role in roles if role not in ("", "company", "self")), "")


def _takes(mime_type: str, attachment: RequiredAttachment) -> bool:
    if not attachment.allowed_mime_types or not mime_type:
        return True
    return any(fnmatchcase(mime_type, kind) for kind in attachment.allowed_mime_types)


def _document_type(document: Document, attachment: RequiredAttachment) -> str:
    """Return the form's document type for the document's kind, if exactly one matches."""
    found = [t for t in attachment.allowed_document_types if kind_of_type(t) == document.kind]
    return found[0] if len(found) == 1 else ""


def _newest_first(document: Document) -> float:
    issued = document.issued or "0001-01-01"
    return -date.fromisoformat(issued).toordinal()
