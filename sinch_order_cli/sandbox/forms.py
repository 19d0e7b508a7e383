"""What each country asks for: the answers of the lookup, and the blank documents they point to.

The forms lie in `requirements/`, made from the samples beside the contract; each stands for one
dialect. Template URLs in them are paths of this server.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

TEMPLATES = "/templates/"

_FOLDER = Path(__file__).parent / "requirements"


@cache
def requirements(region_code: str, number_type: str) -> dict[str, Any] | None:
    """The lookup's answer, with template URLs still relative; None where the lookup says 404."""
    path = _FOLDER / f"{region_code}-{number_type}.json".lower()
    if not path.is_file():
        return None
    answer: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    return answer


def with_base(answer: dict[str, Any], base_url: str) -> dict[str, Any]:
    """The lookup's answer with template URLs that can be fetched from this server."""
    return answer | {
        "attachments": [
            attachment
            | {
                "template": [
                    template | {"url": base_url + template["url"]}
                    for template in attachment["template"]
                ]
            }
            for attachment in answer["attachments"]
        ]
    }


def fields(region_code: str, number_type: str) -> dict[str, Any]:
    """The form of a registration, {} where nothing is asked."""
    answer = requirements(region_code, number_type) or {}
    form: dict[str, Any] = answer.get("fields", {})
    return form


def attachments(region_code: str, number_type: str) -> list[dict[str, Any]]:
    """The documents that are asked for."""
    answer = requirements(region_code, number_type) or {}
    asked: list[dict[str, Any]] = answer.get("attachments", [])
    return asked


@cache
def template_names() -> frozenset[str]:
    """The names of all blank documents there are."""
    answers = (msgspec.json.decode(path.read_bytes()) for path in _FOLDER.glob("*.json"))
    return frozenset(
        template["url"].removeprefix(TEMPLATES)
        for answer in answers
        for attachment in answer["attachments"]
        for template in attachment["template"]
    )


def blank_document(name: str) -> bytes:
    """A valid PDF of one page that says which document it stands for."""
    text = f"BT /F1 18 Tf 72 720 Td (Sandbox: {name}) Tj ET".encode("ascii", "replace")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    document = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(document))
        document += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return document + table + trailer % (size, len(document))
