"""The requirements of each country: the responses of the lookup, and their templates.

The forms in `requirements/` are based on the samples beside the contract, one for each dialect.
Template URLs in them are paths on this server.
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
    """Return the lookup's response, with relative template URLs; None for a 404."""
    path = _FOLDER / f"{region_code}-{number_type}.json".lower()
    if not path.is_file():
        return None
    answer: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    return answer


def with_base(answer: dict[str, Any], base_url: str) -> dict[str, Any]:
    """Return the lookup's response with absolute template URLs on this server."""
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
    """Return the form of a registration, {} if there is none."""
    answer = requirements(region_code, number_type) or {}
    form: dict[str, Any] = answer.get("fields", {})
    return form


def attachments(region_code: str, number_type: str) -> list[dict[str, Any]]:
    """Return the documents of a country and type."""
    answer = requirements(region_code, number_type) or {}
    asked: list[dict[str, Any]] = answer.get("attachments", [])
    return asked


@cache
def template_names() -> frozenset[str]:
    """Return the names of all templates."""
    answers = (msgspec.json.decode(path.read_bytes()) for path in _FOLDER.glob("*.json"))
    return frozenset(
        template["url"].removeprefix(TEMPLATES)
        for answer in answers
        for attachment in answer["attachments"]
        for template in attachment["template"]
    )


def blank_document(name: str) -> bytes:
    """Return a valid one-page PDF that names the template."""
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
