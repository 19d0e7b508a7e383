"""A batch file to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from sinch_order_cli.kyc import read_form
from sinch_order_cli.kyc.model import Field
from sinch_order_cli.service.batch_file import COLUMNS
from sinch_order_cli.workflow.model import Lookup

_EXAMPLE = {"ref": "shop-1", "region": "AU", "type": "MOBILE", "pattern": "+614", "match": "START"}
_FIRST = (
    "ref", "region", "type", "number", "capability", "pattern", "match", "customer",
    "sms_plan", "rtc_app",
)  # fmt: skip


def example() -> str:
    """Return the header with all columns, and an example row."""
    return as_csv([list(COLUMNS), [_EXAMPLE.get(column, "") for column in COLUMNS]])


def template_for(region: str, kind: str, lookup: Lookup) -> str:
    """Return the header with a country's required answers and documents, and an example row."""
    form = read_form(lookup.raw, region)
    row = {**dict.fromkeys(_FIRST, ""), **_EXAMPLE, "region": region, "type": kind}
    row |= {"pattern": "", "match": "", "ref": f"{region}-{kind}-1".lower()}
    row["capability"] = "SMS" if kind == "MOBILE" else "VOICE"  # usual capabilities of the type
    for section in form.questions(form.empty()):
        for field in section.fields:
            if field.required and not field.is_number:
                row[f"set.{field.path}"] = _value(field)
    for attachment in form.attachments:
        if attachment.mandatory:
            row[f"document.{attachment.title}"] = "document.pdf"
            if attachment.allowed_document_types:
                column = f"document_type.{attachment.title}"
                row[column] = attachment.allowed_document_types[0]
    return as_csv([list(row), list(row.values())])


def _value(field: Field) -> str:
    """Return an example value for the field."""
    if field.choices:
        return str(field.choices[0].value)
    if field.examples:
        return str(field.examples[0])
    return field.placeholder


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    """Format rows as CSV.

    An apostrophe marks a cell as text if a spreadsheet would evaluate it as a formula; phone
    numbers are excluded.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\n")
    for row in rows:
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "@") else cell for cell in row])
    return written.getvalue()
