"""Parse a batch file in CSV, JSON or JSON Lines into records with row numbers."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sinch_order_cli.errors import UsageError
from sinch_order_cli.text import counted

MAX_BYTES = 50_000_000
_DELIMITERS = ",;\t"
_CELL_LIMIT = 1_000_000

_OTHER_FILES = {
    b"PK\x03\x04": "a spreadsheet's own file (XLSX, ODS or Numbers)",
    b"\xd0\xcf\x11\xe0": "an old Excel file (XLS)",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "compressed (gzip)",
    b"{\\rtf": "a text document (RTF)",
}


class RowProblem(Struct, frozen=True, kw_only=True):
    """A problem in a batch file.

    Attributes:
        row: counted as in a spreadsheet, with the header as row 1; in JSON the item's number. 0 for
            the whole file.
        column: the column's name, "" for the whole row.
        exit_code: the exit code it causes.
    """

    row: int
    problem: str
    ref: str = ""
    column: str = ""
    given: str = ""
    fix: str = ""
    exit_code: int = 3

    @property
    def where(self) -> str:
        """The place in words: "row 3 (shop-3), number"."""
        place = f"row {self.row}" if self.row else "the file"
        place += f" ({self.ref})" if self.ref else ""
        return f"{place}, {self.column}" if self.column else place


class Record(Struct, frozen=True, gc=False):
    """A row of the file: values by column."""

    row: int
    values: dict[str, Any]


class FileProblems(Exception):
    """The file can't be parsed as a table.

    Args:
        problems: the reasons, at least one.
    """

    def __init__(self, *problems: RowProblem) -> None:
        super().__init__(problems[0].problem)
        self.problems = problems


def read_bytes(path: Path) -> bytes:
    """Return the content of the file.

    Raises:
        UsageError: it doesn't exist or can't be read.
        FileProblems: it is too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"can't read {path}",
            reason=error.strerror or str(error),
            hint="Check the path.",
            details=[{"flag": "FILE", "problem": error.strerror or str(error), "given": str(path)}],
        ) from error
    if len(content) > MAX_BYTES:
        raise FileProblems(RowProblem(row=0, problem="it is larger than 50 MB"))
    return content


def decode(content: bytes) -> str:
    """Decode the file: UTF-8 or UTF-16, with or without a byte order mark.

    Raises:
        FileProblems: the encoding is another one.
    """
    for signature, what in _OTHER_FILES.items():
        if content.startswith(signature):
            fix = "Save it as CSV UTF-8 in the program that made it."
            raise FileProblems(RowProblem(row=0, problem=f"this is {what}, not CSV", fix=fix))
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileProblems(_not_text(content, error, encoding)) from None
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise FileProblems(
            RowProblem(row=row, problem="it contains a NUL character, so it isn't text")
        )
    return text


def _encoding(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = content[:200]
    if len(head) > 3 and b"\0" in head:  # UTF-16: every second byte of the ASCII header is 0
        if head[1::2].count(0) > len(head) // 3 and 0 not in head[::2]:
            return "utf-16-le"
        if head[::2].count(0) > len(head) // 3 and 0 not in head[1::2]:
            return "utf-16-be"
    return "utf-8-sig"


def _not_text(content: bytes, error: UnicodeDecodeError, encoding: str) -> RowProblem:
    """Locate the bytes that are invalid in the encoding, and guess the intended one."""
    before = content[: error.start]
    line = before[before.rfind(b"\n") + 1 :] + content[error.start :].split(b"\n", 1)[0]
    shown = line.decode("cp1252", "replace").strip()
    return RowProblem(
        row=before.count(b"\n") + 1,
        problem="it is not UTF-8, but perhaps Windows-1252 (a spreadsheet's plain CSV)"
        if encoding == "utf-8-sig"
        else f"it is not valid {encoding.upper()}",
        given=shown[:60],
        fix="Save it as CSV UTF-8.",
    )


def records(text: str, *, name: str) -> Iterator[Record | RowProblem]:
    """Yield the rows of the file, or the problem if one can't be parsed; empty rows are skipped.

    Raises:
        FileProblems: it is not a table.
    """
    start = text.lstrip()
    if not start:
        raise FileProblems(RowProblem(row=0, problem="it is empty"))
    if start[0] == "[" or name.lower().endswith(".json"):
        return _json_list(text)
    if start[0] == "{" or name.lower().endswith((".jsonl", ".ndjson")):
        return _json_lines(text)
    return _csv(text)


def _csv(text: str) -> Iterator[Record | RowProblem]:
    delimiter, skipped = _delimiter(text)
    before = csv.field_size_limit(_CELL_LIMIT)
    try:
        yield from _csv_records(text, delimiter, skipped)
    finally:
        csv.field_size_limit(before)


def _csv_records(text: str, delimiter: str, skipped: int) -> Iterator[Record | RowProblem]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            if row <= skipped or not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _header(cells, row)
                continue
            yield _record(header, cells, row)
    except csv.Error as error:
        said = "a closing quotation mark is missing" if "end of data" in str(error) else str(error)
        raise FileProblems(RowProblem(row=row + 1, problem=said)) from None


def _delimiter(text: str) -> tuple[str, int]:
    """Detect the delimiter from the header, and count the rows before it (Excel's `sep=;`)."""
    first = text.lstrip("\r\n").split("\n", 1)[0].strip("\r")
    if first[:4].lower() == "sep=" and len(first) == 5:
        return first[4], 1
    return max(_DELIMITERS, key=first.count), 0


def _header(cells: list[str], row: int) -> list[str]:
    """Return the columns' names.

    Raises:
        FileProblems: a name occurs twice.
    """
    names = [_name(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    twice = [name for place, name in enumerate(names) if name and name in names[:place]]
    if twice:
        raise FileProblems(
            *(
                RowProblem(row=row, column=name, problem="the column appears twice")
                for name in twice
            )
        )
    return names


def _name(cell: str) -> str:
    """Normalise a column's name, keeping the letter case after `set.` and `document.`."""
    name = cell.strip().strip("\ufeff\u200b").strip().strip('"')
    prefix, dot, rest = name.partition(".")
    return prefix.lower() + dot + rest


def _record(header: list[str], cells: list[str], row: int) -> Record | RowProblem:
    while len(cells) > len(header) and not cells[-1].strip():
        cells.pop()
    if len(cells) == len(header):
        return Record(row, dict(zip(header, cells, strict=True)))
    more = len(cells) > len(header)
    return RowProblem(
        row=row,
        column="" if more else header[len(cells)],
        problem=f"it has {counted(len(cells), 'cell')}, "
        f"{'more' if more else 'fewer'} than the header's {len(header)}",
        given=cells[len(header)] if more else "",
        fix="Put quotation marks around each cell that contains a separator.",
    )


def _json_list(text: str) -> Iterator[Record | RowProblem]:
    found = _json(text, 0)
    if not isinstance(found, list):
        raise FileProblems(RowProblem(row=0, problem="the JSON is not a list of objects"))
    for row, item in enumerate(found, 1):
        yield _json_record(item, row)


def _json_lines(text: str) -> Iterator[Record | RowProblem]:
    for row, line in enumerate(text.split("\n"), 1):  # JSON may have other line breaks in a text
        if line.strip():
            try:
                item = _json(line, row)
            except FileProblems as error:
                yield error.problems[0]
                continue
            yield _json_record(item, row)


def _json(text: str, row: int) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        problem = f"it is not JSON: {error or 'it is nested too deeply'}"
        raise FileProblems(RowProblem(row=row, problem=problem)) from None


def _json_record(item: Any, row: int) -> Record | RowProblem:
    if not isinstance(item, dict):
        return RowProblem(row=row, problem="the row is not a JSON object")
    values: dict[str, Any] = {}
    for key, value in item.items():
        if key in ("set", "document", "document_type") and isinstance(value, dict):
            values |= {f"{key}.{path}": one for path, one in value.items()}
        else:
            values[_name(key)] = value
    return Record(row, values)
