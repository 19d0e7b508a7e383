"""The front and back images of a card among a customer's documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from sinch_order_cli.customers import pdf
from sinch_order_cli.customers.model import Document
from sinch_order_cli.customers.words import tokens

Pages = tuple[Document, ...]
"""The files sent as one: a single document, or the front and back of a card."""

Side = Literal["", "front", "back", "both"]

NO_PDF_HERE = (
    "its two images can't be merged into one PDF, because a package is not installed: "
    "pip install 'pypdf[crypto]' img2pdf"
)
"""The problem with two images if the extra is missing."""

_CARDS = ("idCard", "drivingLicence", "residencePermit")
_FRONT = (
    "front frontside vorne vorn vorderseite recto anverso frente fronte voorkant voorzijde "
    "framsida przod predni forside"
)
_BACK = (
    "back backside rear hinten ruckseite rueckseite verso reverso dorso retro achterkant "
    "achterzijde baksida tyl zadni bagside"
)
_PICTURES = ("image/jpeg", "image/jpg", "image/png", "image/tiff")


def side(text: str) -> Side:
    """Return the side of a card that a title or file name refers to, or ""."""
    words = set(tokens(text))
    front, back = (bool(words.intersection(known.split())) for known in (_FRONT, _BACK))
    if front:
        return "both" if back else "front"
    return "back" if back else ""


def said(pages: Pages) -> bool:
    """Return True if the names of two images identify them as front and back."""
    return [side(Path(one.path).stem) for one in pages] == ["front", "back"]


def sheets(documents: Sequence[Document], asked: Side, *, can_be_pdf: bool) -> list[Pages]:
    """Group the documents as they would be sent: the front and back of one card together.

    Args:
        asked: the side that the form asks for; the sides are then sent separately.
        can_be_pdf: whether the form accepts a PDF.
    """
    if asked in ("front", "back"):
        sided = [(one, side(Path(one.path).stem)) for one in documents]
        right = [one for one, its_side in sided if its_side == asked]
        return [(one,) for one in right or [one for one, other in sided if other in ("both", "")]]
    if not can_be_pdf:
        return [(one,) for one in documents]
    found: list[Pages] = []
    for one in documents:
        pages = _card(one, documents)
        if pages not in found:
            found.append(pages)
    return found


def _card(document: Document, documents: Sequence[Document]) -> Pages:
    """Return a document with the other side of its card, front first, or alone without one."""
    if not _is_side(document):
        return (document,)
    alike = [one for one in documents if _is_side(one) and _is_one_card(one, document)]
    if len(alike) != 2:
        return (document,)
    first, second = sorted(alike, key=_by_name)
    sides = {side(Path(one.path).stem) for one in alike}
    return (first, second) if sides in ({""}, {"front", "back"}) else (document,)


def _is_side(document: Document) -> bool:
    picture = document.mime_type in _PICTURES or pdf.is_picture(Path(document.path))
    return picture and document.kind in _CARDS


def _is_one_card(one: Document, other: Document) -> bool:
    """Return True if two images can show one card: same kind, person and dates."""
    dates = ((one.issued, other.issued), (one.expires, other.expires))
    same = (one.kind, one.person) == (other.kind, other.person)
    return same and all(first == second or not (first and second) for first, second in dates)


def _by_name(document: Document) -> tuple[bool, list[tuple[int, str]]]:
    """Sort key: front before back, 2 before 10."""
    stem = Path(document.path).stem
    parts = re.findall(r"\d+|\D+", stem.casefold())
    return side(stem) == "back", [(int(one) if one.isdecimal() else -1, one) for one in parts]
