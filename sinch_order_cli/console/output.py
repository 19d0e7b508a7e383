"""A command's result on standard output.

Only `Output.show` decides between text, JSON, CSV and TSV: commands and views define how to create
each, and never which is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from sinch_order_cli.console.streams import Streams
from sinch_order_cli.console.tables import Cell, Column, layout, plain
from sinch_order_cli.errors import UsageError
from sinch_order_cli.text import encode_shown, picture, safe_json

if TYPE_CHECKING:
    from sinch_order_cli.results.shape import Result

_CHUNK = 65536  # bytes of a long result written at once


class LongResult(NamedTuple):
    """A result with a list of any length, written row by row.

    Attributes:
        value: the result, whose `member` is an empty list.
        rows: the list's entries in JSON.
    """

    value: Result
    member: str
    rows: Iterable[bytes]


class Output(Streams):
    """Standard output in the requested format.

    Attributes:
        json: print results and errors as JSON.
        sheet: `csv` or `tsv` for rows of a spreadsheet, else "".
    """

    def __init__(
        self,
        stdin: TextIO,
        stdout: TextIO,
        stderr: TextIO,
        environ: Mapping[str, str],
        *,
        json: bool = False,
    ) -> None:
        super().__init__(stdin, stdout, stderr, environ)
        self.json, self.sheet = json, ""
        self._held_warnings: list[str] = []

    def show(
        self,
        json: Callable[[], Any] | None = None,
        text: Callable[[], None] | None = None,
        *,
        sheet: Callable[[], tuple[Sequence[str], Iterable[Any]]] | None = None,
        line: bool = False,
        laid_out: bool = False,
    ) -> None:
        """Print a result, or a part of one, in the requested format; only that format is created.

        Args:
            json: returns a shape of `results/`, to which the warnings so far are added, a
                `LongResult`, or anything that msgspec encodes. None for a part of a later document.
            text: prints it as text. None if it was printed in parts.
            sheet: returns the column names and the rows of CSV and TSV.
            line: print the JSON on one line, for a stream of documents.
            laid_out: format the JSON, for a file that the user fills in.
        """
        if self.json:
            if json is not None:
                self._show_json(json(), line=line, laid_out=laid_out)
        elif self.sheet and sheet is not None:
            self._show_rows(*sheet())
        elif text is not None:
            text()

    def use_format(self, form: str) -> None:
        """Set the format of `--format`; "json" is `--json`, "" changes nothing.

        Raises:
            UsageError: there is no such format, or `--json` was given as well.
        """
        if not form:
            return
        from sinch_order_cli.console.spreadsheet import FORMATS

        if form not in FORMATS:
            raise UsageError(
                f"'{form}' is not a format",
                hint=f"Use one of {', '.join(FORMATS)}.",
                details=[{"flag": "--format", "problem": "not a format", "given": form}],
            )
        if form == "json":
            self.json = True
        elif self.json:
            raise UsageError("give --json or --format, not both")
        else:
            self.sheet = form

    def take_warnings(self) -> list[str]:
        """Return and clear the warnings collected for `--json`."""
        held, self._held_warnings = self._held_warnings, []
        return held

    # Parts of a result as text

    def print(self, text: str = "") -> None:
        """Print one or several lines."""
        self._write(self.stdout, text + "\n")

    def table(self, columns: Sequence[Column | str], rows: Iterable[Sequence[Cell | str]]) -> None:
        """Print a table of sanitised text; in a pipe, tab-separated without header. Without rows,
        print nothing."""
        titled = [Column(column) if isinstance(column, str) else column for column in columns]
        listed = [[self._cell(cell) for cell in row] for row in rows]
        if not self.stdout_tty:
            self._write(self.stdout, "".join(plain(row) + "\n" for row in listed))
            return

        def style(text: str, colour: str) -> str:
            return self.style(text, *colour.split(), stream=self.stdout)

        lines = layout(titled, listed, self.width, style) if listed else []
        self._write(self.stdout, "".join(line + "\n" for line in lines))

    def _cell(self, cell: Cell | str) -> Cell:
        text, colour = (cell, "") if isinstance(cell, str) else (cell.text, cell.colour)
        return Cell(text, colour)

    def print_json(self, value: Any) -> None:
        """Print formatted JSON, whatever the format is."""
        self._write_json(value, laid_out=True)

    # JSON, CSV and TSV

    def _show_json(self, value: Any, *, line: bool, laid_out: bool) -> None:
        shape = value.value if isinstance(value, LongResult) else value
        if hasattr(shape, "warnings"):
            shape.warnings = self.take_warnings()
        if isinstance(value, LongResult):
            self._write_long(value)
        else:
            self._write_json(value, line=line, laid_out=laid_out)

    def _write_json(self, value: Any, *, line: bool = False, laid_out: bool = False) -> None:
        """Write one JSON document: formatted on a terminal, otherwise on one line."""
        import msgspec

        encoded = encode_shown(value)
        if laid_out or (self.stdout_tty and not line):
            encoded = msgspec.json.format(encoded, indent=2)
        if laid_out:  # it will be read in a terminal
            encoded = safe_json(encoded)
        # JSON is UTF-8 whatever the stream's encoding: a Windows pipe would use cp1252.
        self._write_bytes(self.stdout, encoded + b"\n")

    def _write_long(self, result: LongResult) -> None:
        import msgspec

        value, member, rows = result
        head, opening, tail = encode_shown(value).partition(f'"{member}":['.encode())
        if self.stdout_tty:
            whole = head + opening + b",".join(rows) + tail
            self._write_bytes(self.stdout, msgspec.json.format(whole, indent=2) + b"\n")
            return
        written = bytearray(head + opening)
        separator = b""
        for row in rows:
            written += separator + row
            separator = b","
            if len(written) > _CHUNK:
                self._write_bytes(self.stdout, bytes(written))
                written.clear()
        self._write_bytes(self.stdout, bytes(written) + tail + b"\n")

    def _show_rows(self, columns: Sequence[str], rows: Iterable[Any]) -> None:
        """Print rows as CSV or TSV with a header; control characters are made visible."""
        import msgspec

        from sinch_order_cli.console.spreadsheet import spreadsheet

        text = spreadsheet(columns, (msgspec.to_builtins(row) for row in rows), self.sheet)
        keep = "\t" if self.sheet == "tsv" else ""
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if not line.replace(keep, "").isprintable():
                lines[number] = "".join(
                    c if c.isprintable() or c in keep else picture(c) for c in line
                )
        self._write_bytes(self.stdout, "\n".join(lines).encode())
