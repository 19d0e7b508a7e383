"""A batch file: a row for each order, with every problem by row and column."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sinch_order_cli.errors import UsageError
from sinch_order_cli.service.batch_table import (
    FileProblems,
    Record,
    RowProblem,
    decode,
    read_bytes,
    records,
)
from sinch_order_cli.store.names import is_name, is_reserved
from sinch_order_cli.workflow import create_request as request
from sinch_order_cli.workflow.create_request import Wanted

CHOICE = ("number", "pattern", "match", "capability", "quantity")
SERVICES = ("sms_plan", "campaign", "rtc_app", "est_trunk", "fax_service", "callback_url")
COLUMNS = ("ref", "region", "type", *CHOICE, "customer", *SERVICES)
PREFIXES = ("set.", "document.", "document_type.")

_SCIENTIFIC = re.compile(r"[+-]?\d([.,]\d+)?[eE][+-]?\d{1,3}")
_DATE = re.compile(
    r"\d{1,2}[-./ ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez)[a-z]*"
    r"([-./ ]\d{2,4})?|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-./ ]\d{2,4}"
    r"|\d{1,2}([./])\d{1,2}\4\d{4}|\d{4}-\d\d-\d\d( \d\d:\d\d.*)?",
    re.IGNORECASE,
)
_ERROR = re.compile(r"#(REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|BEZUG|NV|WERT)[!?]?|#+")
_FORMULA = re.compile(r"[=@].+|\+[A-Za-z(].*", re.DOTALL)
_AS_TEXT = "Format the column as text, and enter the value again."


class Row(Struct, frozen=True, kw_only=True):
    """What a row asks for.

    `wanted` has a number or a quantity, or neither for a number that a search finds. `settings`
    are `PATH=VALUE` texts; `documents` are paths by the document's title or ID, and
    `document_types` what they are.
    """

    row: int
    ref: str
    region: str
    type: str
    wanted: Wanted
    customer: str = ""
    settings: tuple[str, ...] = ()
    documents: dict[str, str] = {}
    document_types: dict[str, str] = {}

    @property
    def searches(self) -> bool:
        """Whether a search finds the number."""
        return not self.wanted.number and self.wanted.quantity is None

    @property
    def count(self) -> int:
        """How many numbers it asks for."""
        return self.wanted.quantity or 1


class BatchFile(Struct, frozen=True):
    """A file that was read: its absolute path, its good rows, and what is wrong."""

    path: Path
    rows: list[Row]
    problems: list[RowProblem]


def read_batch(path: Path) -> BatchFile:
    """Read a file; what is wrong with it stands in its `problems`.

    Raises:
        UsageError: it doesn't exist or can't be read.
    """
    path = path.resolve()
    rows: list[Row] = []
    problems: list[RowProblem] = []
    refs: dict[str, int] = {}
    numbers: dict[str, int] = {}
    columns: set[str] = set()
    try:
        for record in records(decode(read_bytes(path)), name=path.name):
            if isinstance(record, RowProblem):
                problems.append(record)
                continue
            problems += _unknown_columns(record, columns)
            row, wrong = _read_row(record, path.parent)
            wrong += _doubled(record, row, refs, numbers)
            problems += wrong
            if row is not None and not wrong:
                rows.append(row)
    except FileProblems as error:
        problems += error.problems
    if not rows and not problems:
        problems.append(RowProblem(row=0, problem="there is no row below the header"))
    return BatchFile(path, rows, problems)


def _unknown_columns(record: Record, known: set[str]) -> list[RowProblem]:
    """The columns that mean nothing, each once, with what is like them."""
    found = []
    for column in record.values.keys() - known:
        known.add(column)
        if column in COLUMNS or (column.startswith(PREFIXES) and column.partition(".")[2]):
            continue
        near = difflib.get_close_matches(column.replace(" ", "_"), COLUMNS, n=2, cutoff=0.5)
        said = f"; did you mean {' or '.join(near)}?" if near else ""
        found.append(
            RowProblem(
                row=record.row if record.row < 2 else 1,
                column=column or "(no name)",
                problem=f"there is no such column{said}",
                fix=f"Columns are {', '.join(COLUMNS)}, set.PATH and document.TITLE.",
            )
        )
    return sorted(found, key=lambda one: one.column)


def _doubled(
    record: Record, row: Row | None, refs: dict[str, int], numbers: dict[str, int]
) -> list[RowProblem]:
    ref = _text(record.values.get("ref")).strip()
    wrong = []
    if ref and (first := refs.setdefault(ref, record.row)) != record.row:
        problem = f"row {first} has the same ref"
        wrong.append(RowProblem(row=record.row, ref=ref, column="ref", problem=problem))
    number = row.wanted.number if row else ""
    if number and (first := numbers.setdefault(number, record.row)) != record.row:
        problem = f"row {first} has the same number"
        wrong.append(
            RowProblem(row=record.row, ref=ref, column="number", problem=problem, given=number)
        )
    return wrong


def _text(value: Any) -> str:
    """A cell as text: JSON's true, numbers and lists as they are written there."""
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _read_row(record: Record, folder: Path) -> tuple[Row | None, list[RowProblem]]:
    """The row, and everything that is wrong with its cells."""
    cells = {name: _text(value).strip().strip("\u00a0") for name, value in record.values.items()}
    ref = cells.get("ref", "")
    wrong: list[RowProblem] = []

    def refuse(column: str, problem: str, fix: str = "") -> None:
        given = cells.get(column, "")
        wrong.append(
            RowProblem(
                row=record.row, ref=ref, column=column, problem=problem, given=given, fix=fix
            )
        )

    for column, value in cells.items():
        if value and (found := _spoiled(column, value)):
            refuse(column, *found)
    spoiled = {one.column for one in wrong}
    if "ref" not in spoiled and (said := _ref_problem(ref)):
        refuse("ref", said)
    region = type_ = ""
    for column, read in (("region", request.region_code), ("type", request.number_type)):
        try:
            value = read(cells.get(column, ""))
        except UsageError as error:
            if column not in spoiled:
                given = cells.get(column)
                refuse(column, error.message if given else "it is missing", error.hint)
            continue
        region, type_ = (value, type_) if column == "region" else (region, value)
    wanted = _wanted(cells, record.values, region, spoiled, refuse)
    if wrong or wanted is None:
        return None, wrong
    return _row(record.row, cells, (region, type_), wanted, folder), wrong


def _row(
    number: int, cells: dict[str, str], place: tuple[str, str], wanted: Wanted, folder: Path
) -> Row:
    def below(prefix: str) -> dict[str, str]:
        named = {name: value for name, value in cells.items() if name.startswith(prefix) and value}
        return {name.removeprefix(prefix): value for name, value in named.items()}

    paths = {title: str(folder / Path(p).expanduser()) for title, p in below("document.").items()}
    return Row(
        row=number,
        ref=cells["ref"],
        region=place[0],
        type=place[1],
        wanted=wanted,
        customer=cells.get("customer", ""),
        settings=tuple(f"{path}={value}" for path, value in below("set.").items()),
        documents=paths,
        document_types=below("document_type."),
    )


def _ref_problem(ref: str) -> str:
    if not ref:
        return "it is missing: each row needs a ref, the order's local name"
    if ref != ref.lower() and is_name(ref.lower()):
        return f"it has capital letters; {ref.lower()} would do"
    if not is_name(ref) or is_reserved(ref):
        return (
            "it can't be an order's name: 1 to 64 of a-z, 0-9, '-', '_', '.', "
            "beginning with a-z or 0-9"
        )
    return ""


def _spoiled(column: str, value: str) -> tuple[str, str] | None:
    """What a spreadsheet, or a paste, made of a value: the problem and how to mend it."""
    free = column.startswith(PREFIXES) or column in ("callback_url", "customer")
    if _ERROR.fullmatch(value):
        return "the spreadsheet shows an error here, or has no room for the value", _AS_TEXT
    if _FORMULA.fullmatch(value) and not (free and value[0] in "@+"):
        return "it is a formula, not its value", _AS_TEXT
    if any(ord(char) < 32 and char not in "\n\r\t" for char in value):
        return "there is a control character in it", "Type the value again."
    if not free and ("\ufffd" in value or "\ufeff" in value):
        return "there is a character in it that is no text", "Type the value again."
    if _SCIENTIFIC.fullmatch(value) and (not free or column.startswith("set.")):
        return "a spreadsheet shortened it (scientific notation): its digits are lost", _AS_TEXT
    if not free and _DATE.fullmatch(value):
        return "a spreadsheet made a date of it", _AS_TEXT
    return None


def _wanted(
    cells: dict[str, str],
    raw: dict[str, Any],
    region: str,
    spoiled: set[str],
    refuse: Any,
) -> Wanted | None:
    """What is to be ordered, None where that can't be told."""
    given = {column: cells.get(column, "") for column in (*CHOICE, *SERVICES)}
    if spoiled & set(CHOICE):
        return None
    number = _number(given["number"], region, refuse) if given["number"] else ""
    quantity = None
    if given["quantity"]:
        if not re.fullmatch(r"[0-9]{1,3}", given["quantity"], re.ASCII):
            refuse("quantity", "it has to be a whole number from 1 to 100")
            return None
        quantity = int(given["quantity"])
    match, capabilities = _search(given, raw.get("capability"), refuse)
    if number is None or match is None:
        return None
    others = [column for column in CHOICE[1:] if given[column]]
    if number and others:
        refuse(others[0], f"a row with a number can't have a {others[0]}")
        return None
    if not number and not others:
        refuse("number", "nothing says which number: give number, pattern, or quantity")
        return None
    services: dict[str, Any] = {column: given[column] for column in SERVICES}
    wanted = Wanted(
        number=number,
        quantity=quantity,
        pattern=given["pattern"],
        match=match,
        capabilities=capabilities,
        **services,
    )
    # A number by search is one number: what else is wrong is the same as for a quantity of one.
    probe = (
        wanted if number or quantity is not None else msgspec.structs.replace(wanted, quantity=1)
    )
    try:
        request.build_request(region or "AU", "MOBILE", probe)
    except UsageError as error:
        for detail in error.details:
            flag = str(detail["flag"]).removeprefix("--").replace("-", "_")
            if not (flag == "campaign" and not region):
                refuse(flag, _without_flags(str(detail["problem"])))
    return wanted


def _search(given: dict[str, str], raw: Any, refuse: Any) -> tuple[str | None, tuple[str, ...]]:
    """Where the pattern has to stand, and what the number has to be able to do."""
    try:
        match: str | None = request.search_pattern(given["match"]) if given["match"] else ""
    except UsageError as error:
        refuse("match", error.message, error.hint)
        match = None
    names = raw if isinstance(raw, list) else re.split(r"[\s,;+/]+", given["capability"])
    try:
        capabilities = tuple(request.capability(str(name)) for name in names if name)
    except UsageError as error:
        refuse("capability", error.message, error.hint)
        return None, ()
    return match, capabilities


def _number(value: str, region: str, refuse: Any) -> str | None:
    """The number in E.164, None where it is none."""
    value = value.removeprefix("'")  # what keeps a spreadsheet from reading it as a number
    digits = re.sub(r"[\s().\-]", "", value)
    if re.fullmatch(r"\d+\.0+", value):
        refuse("number", "a spreadsheet read it as an amount", _AS_TEXT)
        return None
    if re.fullmatch(r"00\d{6,15}", digits):
        refuse("number", "it begins with 00 instead of +", f"Write +{digits[2:]}.")
        return None
    if re.fullmatch(r"0\d{4,14}", digits):
        refuse("number", "it has no country code", "Write it with + and the country code.")
        return None
    if re.fullmatch(r"\d{5,15}", digits):
        fix = f"Write +{digits}, if that is meant. {_AS_TEXT}"
        refuse("number", "its + is missing, as a spreadsheet drops it", fix)
        return None
    try:
        return request.phone_number(value)
    except UsageError as error:
        refuse("number", error.message, error.reason)
        return None


def _without_flags(problem: str) -> str:
    return re.sub(r"--([a-z-]+)", lambda found: found[1].replace("-", "_"), problem)
