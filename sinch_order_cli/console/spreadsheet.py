"""Results as CSV or TSV, for spreadsheets and scripts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FORMATS = ("csv", "tsv", "json")

_PHONE = re.compile(r"\+[0-9]{2,15}\Z", re.ASCII)
_FORMULA = ("=", "@", "-", "+", "\t", "\r")


def spreadsheet(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], form: str) -> str:
    """Format a header and one line for each row.

    An apostrophe marks a cell as text if a spreadsheet would evaluate it as a formula; phone
    numbers are excluded.

    Args:
        columns: the members of the rows, in order; `price.amount` is in a nested object.
        form: `csv` or `tsv`.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t" if form == "tsv" else ",", lineterminator="\n")
    writer.writerow(columns)
    paths = [column.split(".") for column in columns]
    for row in rows:
        writer.writerow([cell(_member(row, path)) for path in paths])
    return out.getvalue()


def cell(value: Any) -> str:
    """Format a value as a cell: lists separated by spaces, null as an empty text."""
    if value is None:
        return ""
    if isinstance(value, str) and not value.startswith(_FORMULA):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    listed = value if isinstance(value, list | tuple) else [value]
    text = " ".join(str(one) for one in listed)
    if text.startswith(_FORMULA) and not all(map(_PHONE.match, text.split(" "))):
        return "'" + text
    return text


def _member(row: Mapping[str, Any], path: Sequence[str]) -> Any:
    value: Any = row
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
