"""Read a batch file: a row for each order, and all problems by row and column."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sinch_order_cli.errors import UsageError
from sinch_order_cli.service.batch_cells import FREE_TEXT, Refuse, read_number, spoiled
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
PREFIXES = FREE_TEXT
_ANY_NUMBER = "+61400000000"


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """The content of a row.

    `wanted` has a number or a quantity, or neither if a search finds the number. `settings` are
    `PATH=VALUE` texts; `documents` are paths by the document's title or ID, and `document_types`
    their types.
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
        """True if a search finds the number."""
        return not self.wanted.number and self.wanted.quantity is None

    @property
    def count(self) -> int:
        """The number of phone numbers it orders."""
        return self.wanted.quantity or 1


class BatchFile(Struct, frozen=True):
    """The result of reading a file: its absolute path, its valid rows, and all problems."""

    path: Path
    rows: list[Row]
    problems: list[RowProblem]


def read_batch(path: Path) -> BatchFile:
    """Read a file; problems are in its `problems`.

    Raises:
        UsageError: it doesn't exist or can't be read.
    """
    path = path.resolve()
    rows: list[Row] = []
    problems: list[RowProblem] = []
    refs: dict[str, int] = {}
    numbers: dict[str, int] = {}
    columns: set[str] = set()
    folder = path.parent
    try:
        for record in records(decode(read_bytes(path)), name=path.name):
            if isinstance(record, RowProblem):
                problems.append(record)
                continue
            problems += _unknown_columns(record, columns)
            row, wrong = _read_row(record, folder)
            wrong += _doubled(record, row, refs, numbers)
            problems += wrong
            if row is not None and not wrong:
                rows.append(row)
    except FileProblems as error:
        problems += error.problems
    if _is_other_file(columns):
        fix = "`batch template` prints a file to fill in."
        problem = "it is not a batch file, as it has none of the columns of one"
        problems = [RowProblem(row=0, problem=problem, fix=fix)]
    if not rows and not problems:
        problems.append(RowProblem(row=0, problem="the file has no rows below the header"))
    return BatchFile(path, rows, problems)


def _is_other_file(columns: set[str]) -> bool:
    """Return True if no column is known, nor similar: an answers file, for example."""
    return bool(columns) and not any(
        _is_column(one) or difflib.get_close_matches(one, COLUMNS, cutoff=0.8) for one in columns
    )


def _is_column(name: str) -> bool:
    return name in COLUMNS or (name.startswith(PREFIXES) and bool(name.partition(".")[2]))


def _unknown_columns(record: Record, known: set[str]) -> list[RowProblem]:
    """Report each unknown column once, with similar names."""
    found = []
    for column in record.values.keys() - known:
        known.add(column)
        if _is_column(column):
            continue
        near = difflib.get_close_matches(column.replace(" ", "_"), COLUMNS, n=2, cutoff=0.5)
        said = f"; did you mean {' or '.join(near)}" if near else ""
        found.append(
            RowProblem(
                row=record.row if record.row < 2 else 1,
                column=column or "(no name)",
                problem=f"unknown column{said}",
                fix=f"Use only the columns {', '.join(COLUMNS)}, set.PATH and document.TITLE.",
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
    """Return a cell as text; true, numbers and lists from JSON as they are written there."""
    if isinstance(value, str):
        return value
    return "" if value is None else msgspec.json.encode(value).decode()


def _read_row(record: Record, folder: Path) -> tuple[Row | None, list[RowProblem]]:
    """Return the row, and all problems in its cells."""
    cells = {name: _text(value).strip() for name, value in record.values.items()}
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
        if value and (found := spoiled(column, value)):
            refuse(column, *found)
    lost = {one.column for one in wrong}
    if "ref" not in lost and (said := _ref_problem(ref)):
        refuse("ref", said)
    region, problem = _region(cells.get("region", ""))
    if problem and "region" not in lost:
        refuse("region", *problem)
    type_, problem = _type(cells.get("type", ""))
    if problem and "type" not in lost:
        refuse("type", *problem)
    wanted = _read_wanted(cells, record.values, region, lost, refuse)
    if wrong or wanted is None:
        return None, wrong
    return _row(record.row, cells, (region, type_), wanted, folder), wrong


@functools.lru_cache(maxsize=1000)
def _region(given: str) -> tuple[str, tuple[str, str] | None]:
    """Return the region's code, or the problem and fix."""
    return _read_code(given, request.region_code)


@functools.lru_cache(maxsize=1000)
def _type(given: str) -> tuple[str, tuple[str, str] | None]:
    """Return the number type, or the problem and fix."""
    return _read_code(given, request.number_type)


def _read_code(given: str, read: Callable[[str], str]) -> tuple[str, tuple[str, str] | None]:
    try:
        return read(given), None
    except UsageError as error:
        fixes = [str(one["fix"]) for one in error.details if one.get("fix")]
        reason = f"{error.reason[:1].upper()}{error.reason[1:]}." if error.reason else ""
        return "", (error.message if given else "it is missing", " ".join(fixes) or reason)


def _row(
    number: int, cells: dict[str, str], place: tuple[str, str], wanted: Wanted, folder: Path
) -> Row:
    settings: list[str] = []
    documents: dict[str, str] = {}
    document_types: dict[str, str] = {}
    for column, value in cells.items():
        prefix, name = _parts(column)
        if not prefix or not value:
            continue
        if prefix == "set.":
            settings.append(f"{name}={value}")
        elif prefix == "document.":
            documents[name] = _path(folder, value)
        else:
            document_types[name] = value
    return Row(
        row=number,
        ref=cells["ref"],
        region=place[0],
        type=place[1],
        wanted=wanted,
        customer=cells.get("customer", ""),
        settings=tuple(settings),
        documents=documents,
        document_types=document_types,
    )


@functools.lru_cache(maxsize=1000)
def _parts(column: str) -> tuple[str, str]:
    """Split a column into its prefix and the rest; the prefix is "" for other columns."""
    prefix = next((one for one in PREFIXES if column.startswith(one)), "")
    return prefix, column.removeprefix(prefix)


@functools.lru_cache(maxsize=1000)
def _path(folder: Path, given: str) -> str:
    """Return the path of a document, resolved relative to the file."""
    with suppress(RuntimeError):  # no such home: the file isn't there either
        return str(folder / Path(given).expanduser())
    return str(folder / given)


def _ref_problem(ref: str) -> str:
    if not ref:
        return "each row must have a ref, the order's local name"
    if ref != ref.lower() and is_name(ref.lower()):
        return f"it must be in lower case, such as {ref.lower()}"
    if not is_name(ref) or is_reserved(ref):
        return (
            "it must have 1 to 64 characters of a-z, 0-9, '-', '_', '.' and begin with a-z or 0-9"
        )
    return ""


def _read_wanted(
    cells: dict[str, str], raw: dict[str, Any], region: str, lost: set[str], refuse: Refuse
) -> Wanted | None:
    """Return the requested order, or None if it can't be determined."""
    if not lost.isdisjoint(CHOICE):
        return None
    given = [cells.get(column, "") for column in (*CHOICE, *SERVICES)]
    number: str | None = ""
    if given[0]:
        number, given[0] = read_number(given[0], region, refuse), "given"
    names = raw.get("capability")
    listed = tuple(map(str, names)) if isinstance(names, list) else None
    wanted, problems = _wanted(tuple(given), listed, region)
    for problem in problems:
        refuse(*problem)
    if wanted is None or number is None:
        return None
    return msgspec.structs.replace(wanted, number=number) if number else wanted


@functools.lru_cache(maxsize=10_000)
def _wanted(
    cells: tuple[str, ...], names: tuple[str, ...] | None, region: str
) -> tuple[Wanted | None, list[tuple[str, ...]]]:
    """Return the requested order and its problems, for rows equal except for the number.

    Args:
        cells: CHOICE and SERVICES; the number is "given" if there is one.
        names: the capabilities, if JSON lists them.
    """
    given = dict(zip((*CHOICE, *SERVICES), cells, strict=True))
    problems: list[tuple[str, ...]] = []

    def refuse(*problem: str) -> None:
        problems.append(problem)

    quantity = None
    if given["quantity"]:
        if not re.fullmatch(r"[0-9]{1,3}", given["quantity"], re.ASCII):
            refuse("quantity", "it must be a whole number from 1 to 100")
            return None, problems
        quantity = int(given["quantity"])
    match, capabilities = _search(given, names, refuse)
    if match is None:
        return None, problems
    others = [column for column in CHOICE[1:] if given[column]]
    if given["number"] and others:
        refuse(others[0], f"a row with a number can't have a {others[0]}")
        return None, problems
    if not given["number"] and not others:
        refuse("number", "give a number, pattern or quantity")
        return None, problems
    services: dict[str, Any] = {column: given[column] for column in SERVICES}
    wanted = Wanted(
        number=_ANY_NUMBER if given["number"] else "",
        quantity=quantity,
        pattern=given["pattern"],
        match=match,
        capabilities=capabilities,
        **services,
    )
    _refuse_request(wanted, region, refuse)
    return wanted, problems


def _refuse_request(wanted: Wanted, region: str, refuse: Refuse) -> None:
    """Report what can't be ordered."""
    # A search finds one number, so the other problems are those of a quantity of one.
    chosen = wanted.number or wanted.quantity is not None
    probe = wanted if chosen else msgspec.structs.replace(wanted, quantity=1)
    try:
        request.build_request(region or "AU", "MOBILE", probe)
    except UsageError as error:
        for detail in error.details:
            flag = str(detail["flag"]).removeprefix("--").replace("-", "_")
            if not (flag == "campaign" and not region):
                refuse(flag, _without_flags(str(detail["problem"])))


def _search(
    given: dict[str, str], listed: tuple[str, ...] | None, refuse: Refuse
) -> tuple[str | None, tuple[str, ...]]:
    """Return the match mode of the pattern, and the required capabilities."""
    try:
        match: str | None = request.search_pattern(given["match"]) if given["match"] else ""
    except UsageError as error:
        refuse("match", error.message, error.hint)
        match = None
    names = re.split(r"[\s,;+/]+", given["capability"]) if listed is None else listed
    try:
        capabilities = tuple(request.capability(name) for name in names if name)
    except UsageError as error:
        refuse("capability", error.message, error.hint)
        return None, ()
    return match, capabilities


def _without_flags(problem: str) -> str:
    return re.sub(r"--([a-z-]+)", lambda found: found[1].replace("-", "_"), problem)
