"""Which stream says what, and how, to people and to programs."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from prompts.screen import Screen

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.error_view import describe
from sinch_order_cli.console.progress import Bar
from sinch_order_cli.console.tables import Cell, Column, facts, layout
from sinch_order_cli.errors import DataError, Hint, StateError, Suggestion, UsageError
from sinch_order_cli.results.account_shapes import LoggedOut
from sinch_order_cli.views.command_line import CommandLine

_EXPIRED = StateError(
    "The order au-mobile-112 has expired.",
    reason="It was reserved until 25 Nov 16:53 CET.",
    hint=Suggestion("create", say="Start again with its answers", from_="au-mobile-112"),
)


class Fake(io.StringIO):
    """A stream that says whether it is a terminal."""

    def __init__(self, *, tty: bool, encoding: str = "utf-8") -> None:
        super().__init__()
        self._tty = tty
        self._encoding = encoding

    def isatty(self) -> bool:
        return self._tty

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding


def terminal(
    environ: dict[str, str] | None = None,
    *,
    tty: bool = False,
    json: bool = False,
    sandbox: bool = False,
    encoding: str = "utf-8",
    no_input: bool = False,
) -> Terminal:
    streams = [Fake(tty=tty, encoding=encoding) for _ in range(3)]
    return Terminal(
        *streams, environ or {}, json=json, sandbox=sandbox, no_input=no_input,
        commands=CommandLine(program="sinch-order", sandbox=sandbox),
    )  # fmt: skip


def out(made: Terminal) -> str:
    return made.stdout.getvalue()  # type: ignore[attr-defined, no-any-return]


def err(made: Terminal) -> str:
    return made.stderr.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_only_results_go_to_standard_output() -> None:
    t = terminal()
    t.print("result")
    t.note("a note")
    t.success("done")
    t.warn("look")
    t.header("Step 1 of 6 · Requirements")
    t.error(_EXPIRED)
    assert out(t) == "result\n"
    assert "a note\n✓ done\n! look\n" in err(t)


def test_an_error_says_what_why_and_what_to_type() -> None:
    t = terminal()
    t.error(_EXPIRED)
    assert err(t).splitlines() == [
        "✗ The order au-mobile-112 has expired.",
        "  It was reserved until 25 Nov 16:53 CET.",
        "  Start again with its answers: sinch-order create --from au-mobile-112",
    ]


def test_every_wrong_answer_has_its_line_and_hostile_text_is_plain() -> None:
    t = terminal()
    details = [
        {"path": "1.postalCode", "title": "Postal code", "problem": "Four digits.", "given": "300"},
        {"field": "requestDetails.data[1].vatNumber", "description": "must match \x1b]0;x\n"},
    ]
    t.error(DataError("2 answers are not acceptable.", details=details))
    assert err(t).splitlines()[1:] == [
        '    1.postalCode · Postal code: Four digits. You gave "300".',
        "    requestDetails.data[1].vatNumber: must match ␛]0;x␊",
    ]


@pytest.mark.parametrize(
    ("detail", "line"),
    [
        ({"where": "files", "problem": "None.", "fix": "Attach one."}, "files: None. Attach one."),
        ({"where": "a.b", "problem": "not b", "fix": "Use c."}, "a.b: not b. Use c."),
        ({"path": "", "title": "State", "problem": 'Not "x".', "given": "x"}, 'State: Not "x".'),
        ({"name": "au-mobile", "state": "REJECTED"}, ""),
    ],
)  # fmt: skip
def test_details_of_any_shape(detail: dict[str, object], line: str) -> None:
    assert describe(detail) == line


def test_a_table_without_rows_has_no_header() -> None:
    for tty in (False, True):
        t = terminal(tty=tty)
        t.table(["Row", "Ref"], [])
        assert out(t) == ""


_LETTER = "letter.txt can't be used for Letter: it is text, but must be PDF"


@pytest.mark.parametrize(
    ("detail", "message", "line"),
    [
        ({"flag": "--parallel", "problem": "must be 1 to 16"}, "--parallel must be 1 to 16", ""),
        ({"flag": "--size", "problem": "out of range", "given": 9}, "--size must be 1 to 5",
         '--size: out of range. You gave "9".'),
        ({"flag": "--size", "problem": "must be 1 to 5", "given": 9}, "--size must be 1 to 5",
         'You gave "9".'),
        ({"flag": "--on", "problem": "it is no date", "given": "x", "fix": "Write it as 2026."},
         "--on: it is no date", 'You gave "x".'),
        ({"path": "attachments.1", "title": "Letter", "problem": "it is text, but must be PDF",
          "given": "/tmp/letter.txt"}, _LETTER, ""),
        ({"path": "1.a", "title": "A", "problem": "must be PDF"}, _LETTER, "1.a · A: must be PDF"),
        ({"flag": "--set", "problem": "must be PD"}, _LETTER, "--set: must be PD"),
    ],
)  # fmt: skip
def test_a_detail_says_nothing_twice(detail: dict[str, object], message: str, line: str) -> None:
    assert describe(detail, str, message, "Write it as 2026.\nFor details: x") == line


def test_the_same_detail_is_printed_once_and_all_stand_in_json() -> None:
    error = UsageError("a", details=[{"flag": flag, "problem": "--x: b"} for flag in ("-y", "-z")])
    t = terminal()
    t.error(error)
    assert err(t).splitlines()[1:] == ["    -y: --x: b", "    -z: --x: b"]
    t = terminal(json=True)
    t.error(error)
    assert len(json.loads(err(t))["error"]["details"]) == 2


def test_with_json_an_error_is_one_object_and_nothing_else() -> None:
    t = terminal(json=True)
    t.note("not for programs")
    t.success("nor this")
    t.warn("the clock runs")
    with t.progress(10, "uploading x"), t.spinner("asking"):
        pass
    t.error(_EXPIRED)
    body = json.loads(err(t))
    assert body["error"]["kind"] == "state"
    assert body["error"]["exitCode"] == 6
    assert body["error"]["warnings"] == ["the clock runs"]


@pytest.mark.parametrize("tty", [False, True])
def test_with_json_warnings_stand_in_the_result(tty: bool) -> None:
    t = terminal(json=True, tty=tty)
    t.warn("the clock runs")
    t.show(json=lambda: LoggedOut(removed="ü"))
    assert json.loads(out(t)) == {"warnings": ["the clock runs"], "removed": "ü"}
    assert ("the clock runs" in err(t)) is tty


def test_json_is_laid_out_for_people_and_one_line_for_programs() -> None:
    person = terminal(json=True, tty=True)
    person.show(json=lambda: {"a": [1]})
    assert out(person) == '{\n  "a": [\n    1\n  ]\n}\n'
    person.show(json=lambda: {"a": [1]}, line=True)
    assert out(person).endswith('}\n{"a":[1]}\n')


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("", "one line\n"),
        ("json", '{"warnings":[],"removed":"x"}\n'),
        ("csv", "a,b\n1,2\n"),
        ("tsv", "a\tb\n1\t2\n"),
    ],
)
def test_a_result_is_made_in_the_format_that_was_asked_for(form: str, shown: str) -> None:
    made: list[str] = []

    def made_by(name: str, value: object) -> Callable[[], Any]:
        def make() -> object:
            made.append(name)
            return value

        return make

    t = terminal()
    if form:
        t.use_format(form)

    def say() -> None:
        made.append("text")
        t.print("one line")

    t.show(
        json=made_by("json", LoggedOut(removed="x")),
        text=say,
        sheet=made_by("sheet", (["a", "b"], [{"a": 1, "b": 2}])),
    )
    assert out(t) == shown
    assert len(made) == 1
    t.show()
    assert out(t) == shown


def test_a_format_is_named_once() -> None:
    with pytest.raises(UsageError):
        terminal(json=True).use_format("csv")
    terminal(json=True).use_format("json")


@pytest.mark.parametrize(
    ("environ", "tty", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({"CLICOLOR_FORCE": "1"}, False, True),
        ({"CLICOLOR_FORCE": "0"}, False, False),
        ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_colour(environ: dict[str, str], tty: bool, coloured: bool) -> None:
    t = terminal(environ, tty=tty)
    t.success("done")
    assert ("\x1b[32m" in err(t)) is coloured


@pytest.mark.parametrize(
    ("environ", "tty", "no_input", "interactive"),
    [
        ({}, True, False, True),
        ({}, False, False, False),
        ({}, True, True, False),
        ({"SINCH_ORDER_NO_INPUT": "1"}, True, False, False),
        ({"SINCH_ORDER_NO_INPUT": "0"}, True, False, True),
    ],
)
def test_when_questions_may_be_asked(
    environ: dict[str, str], tty: bool, no_input: bool, interactive: bool
) -> None:
    assert terminal(environ, tty=tty, no_input=no_input).interactive is interactive


@pytest.mark.parametrize("environ", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}])
def test_accessible_lines_have_no_dots_and_no_drawing(environ: dict[str, str]) -> None:
    t = terminal(environ, tty=True, sandbox=True)
    t.header("Step 4 of 6 · Registration for +61 411", "47 hours left")
    with t.spinner("asking the server") as busy:
        busy.update("waiting 3 s")
        busy.update("waiting 3 s")
    with t.progress(10, "uploading loa.pdf") as progress:
        progress.advance(10)
    said = err(t).replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert said == (
        "\nStep 4 of 6. Registration for +61 411. 47 hours left. SANDBOX.\n"
        "asking the server…\nwaiting 3 s…\nuploading loa.pdf…\n"
    )


def test_the_header_stands_at_both_edges_and_names_the_sandbox() -> None:
    t = terminal({"NO_COLOR": "1"}, tty=True, sandbox=True)
    t.header("Step 4 of 6 · Registration", "47 h left")
    assert err(t) == "\nStep 4 of 6 · Registration" + " " * 35 + "47 h left · SANDBOX\n"


def test_more_facts_have_a_line_under_the_header() -> None:
    facts = ["AU mobile", "+61 411 111 112", "USD 1.00 a month"]
    t = terminal({"NO_COLOR": "1"}, tty=True, sandbox=True)
    t.header("Step 3 of 6 · Reserve", "", facts)
    assert err(t).splitlines()[2] == "AU mobile · +61 411 111 112 · USD 1.00 a month"
    t = terminal({"ACCESSIBLE": "1"}, tty=True)
    t.header("Step 3 of 6 · Reserve", "2 hours left", facts)
    assert " ".join(err(t).split()) == (
        "Step 3 of 6. Reserve. AU mobile. +61 411 111 112. USD 1.00 a month. 2 hours left."
    )


@pytest.mark.parametrize(
    ("hint", "sandbox", "lines"),
    [
        (Suggestion("orders", say="See"), False, ["  See: sinch-order orders"]),
        (Suggestion("orders", say="See"), True, ["  See: sinch-order orders --sandbox"]),
        (
            Suggestion(
                "create",
                say="Start a new order with the same answers",
                from_="au-mobile-112-2",
            ),
            False,
            [
                "  Start a new order with the same answers:",
                "  sinch-order create --from au-mobile-112-2",
            ],
        ),
        (
            [Suggestion("orders", say="See"), Suggestion("status", "x", say="or")],
            False,
            ["  See: sinch-order orders", "  or: sinch-order status x"],
        ),
    ],
)  # fmt: skip
def test_a_command_to_type_is_never_wrapped(hint: Hint, sandbox: bool, lines: list[str]) -> None:
    t = terminal({"NO_COLOR": "1"}, tty=True, sandbox=sandbox)
    t.hint(hint)
    assert err(t).splitlines() == lines


def test_signs_that_the_encoding_lacks_become_ascii() -> None:
    t = terminal(encoding="ascii")
    t.success("São Paulo · done")
    t.print("日")
    assert err(t) == "+ S\\xe3o Paulo - done\n"
    assert out(t) == "\\u65e5\n"


def test_half_a_character_is_no_crash() -> None:
    t = terminal()
    t.print("\ud800")
    assert out(t) == "\\ud800\n"


_COLUMNS = [Column("Name"), Column("Price", right=True), Column("State")]
_ROWS = [["日本-1", "1.00", "CREATED"], ["au-mobile-112", "12.00", "wait\x1b[2J"]]


def test_a_table_in_a_pipe_is_tabs_without_header() -> None:
    t = terminal()
    t.table(_COLUMNS, [*_ROWS, ["a\tb", "", Cell("c", "red")]])
    assert out(t) == "日本-1\t1.00\tCREATED\nau-mobile-112\t12.00\twait␛[2J\na␉b\t\tc\n"


def test_a_table_lines_up_whatever_the_script() -> None:
    t = terminal({"NO_COLOR": "1"}, tty=True)
    t.table(_COLUMNS, _ROWS)
    assert out(t).splitlines() == [
        "NAME           PRICE  STATE",
        "日本-1          1.00  CREATED",
        "au-mobile-112  12.00  wait␛[2J",
    ]


def _cells(*rows: list[str]) -> list[list[Cell]]:
    return [[Cell(text) for text in row] for row in rows]


def test_what_to_type_stands_below_its_row_where_there_is_no_room() -> None:
    columns = [Column("Name"), Column("Id", piped=True), Column("Left"), Column("Next", below=True)]
    rows = _cells(["au", "01jx", "", "sinch-order resume au"], ["de", "01jy", "", ""])
    assert layout(columns, rows, 40, lambda text, _: text) == [
        "NAME  NEXT",
        "au    sinch-order resume au",
        "de",
    ]
    assert layout(columns, rows, 24, lambda text, _: text) == [
        "NAME",
        "au",
        "  sinch-order resume au",
        "de",
    ]


def test_facts_are_columns_where_it_is_wide_and_paragraphs_where_it_is_not() -> None:
    rows = [("Number", "+61 411 111 112 · SMS"), ("Name of the business", "Zürich 日本")]
    assert facts(rows, 80, most=8) == [
        "  Number    +61 411 111 112 · SMS",
        "  Name of…  Zürich 日本",
    ]
    assert facts(rows, 30) == [
        "  Number: +61 411 111 112 ·",
        "    SMS",
        "  Name of the business: Zürich",
        "    日本",
    ]


def test_a_wide_column_goes_on_below_itself() -> None:
    rows = _cells(["au", "a reviewer wants to see the other page of it"])
    lines = layout([Column("Name"), Column("What")], rows, 30, lambda text, _: text)
    assert lines == ["NAME  WHAT", "au    a reviewer wants to see", "      the other page of it"]


def test_what_is_copied_from_a_card_stays_in_one_piece() -> None:
    command, order_id = "sinch-order status shop-2 --watch", "01jxn2251d0shhamtbykft2xzx"
    columns = [Column("Order ID"), Column("State"), Column("Next", below=True, whole=True)]
    rows = [[Cell(order_id), Cell("IN_REVIEW"), Cell(command)]]
    for width in (30, 34):
        lines = layout(columns, rows, width, lambda text, _: text)
        assert f"  {command}" in lines and f"  {order_id}" in lines, lines
    assert f"  {command}" in layout(columns, rows, 60, lambda text, _: text)


def test_where_columns_do_not_fit_rows_become_cards() -> None:
    rows = _cells(["au-mobile-112", "MOBILE", "3 h 12 min"], ["de-local-1", "LOCAL", ""])
    columns = [Column("Name"), Column("Type"), Column("Time left")]
    assert layout(columns, rows, 26, lambda text, _: text) == [
        "NAME       au-mobile-112", "TYPE       MOBILE", "TIME LEFT  3 h 12 min", "",
        "NAME       de-local-1", "TYPE       LOCAL",
    ]  # fmt: skip


def test_a_path_in_a_table_is_never_broken() -> None:
    path = "0.0.intendedUseOfMobileNumbers"
    rows = _cells([path, "Intended use of mobile numbers: has to be one of Transactional, Both"])
    for width in (80, 60, 44):
        lines = layout([Column("Where"), Column("Problem")], rows, width, lambda text, _: text)
        assert any(path in line for line in lines), width


def test_an_empty_table_is_its_header() -> None:
    assert layout(_COLUMNS, [], 80, lambda text, _: text) == ["NAME  PRICE  STATE"]


def test_the_width_of_a_table_costs_each_row_the_same() -> None:
    """A table that measured each row against the others would take minutes for 10,000 rows."""

    def seconds(count: int) -> float:
        began = time.process_time()
        terminal(tty=True).table(_COLUMNS, [["au-mobile-112", "1.00", "CREATED"]] * count)
        return time.process_time() - began

    # Ten times as long is the aim, a hundred times would be the fault; the garbage of all tests
    # before may be collected in one of the measurements.
    assert min(seconds(10_000) for _ in range(3)) < 30 * min(seconds(1_000) for _ in range(3))


def test_the_bar_says_how_much_and_how_fast() -> None:
    moments = iter([0.0, 0.5])
    bar = Bar(Fake(tty=True), "loa.pdf", 2_500_000, lambda: 80, str, clock=lambda: next(moments))
    bar.advance(1_250_000)
    assert bar._lines(79) == [f"  loa.pdf {'━' * 12}{'·' * 12} 1.2 of 2.5 MB · 2.5 MB/s"]


_IDLE = "from sinch_order_cli.console.console import Terminal\nt = Terminal.from_environment()\n"


def test_a_spinner_is_gone_without_a_trace_and_lets_notes_through() -> None:
    program = _IDLE + (
        "import sys, time\n"
        "with t.spinner('asking the server') as busy:\n"
        "    sys.stdin.readline(); t.note('in between'); busy.update('waiting 3 s')\n"
        "    sys.stdin.readline()\n"
        "t.note('end')\n"
    )
    with Screen([sys.executable, "-c", program], columns=40) as screen:
        screen.program.setecho(False)
        screen.wait_for("asking the server")
        screen.send("\r")
        screen.wait_for("in between", "waiting 3 s", gone="asking")
        screen.send("\r")
        assert screen.ended() == 0
        assert [line for line in screen.lines() if line] == ["in between", "end"]


def test_a_spinner_takes_one_line_and_keeps_its_countdown() -> None:
    program = _IDLE + (
        "import time\n"
        "with t.spinner('asking the server how the order stands, and more') as busy:\n"
        "    t.waiting('why', 9); time.sleep(30)\n"
    )
    with Screen([sys.executable, "-c", program], columns=40) as screen:
        screen.wait_for("asking the server", "… · again in ")
        why, line = screen.lines()
        assert why == "why"
        assert line[:4].strip() and len(line) < 40


def test_a_spinner_turns_in_ascii_where_it_must() -> None:
    program = _IDLE + "import time\nwith t.spinner('asking'): time.sleep(30)\n"
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with Screen([sys.executable, "-c", program], environ=plain) as screen:
        assert screen.wait_for("asking").strip()[0] in "-\\|/"


def test_notes_during_an_upload_stand_in_lines_of_their_own() -> None:
    program = _IDLE + (
        "import time\n"
        "with t.progress(2_000_000, 'uploading loa.pdf') as bar:\n"
        "    for n in range(20):\n"
        "        bar.advance(100_000); t.note(f'note {n}'); time.sleep(0.03)\n"
    )
    with Screen([sys.executable, "-c", program], rows=30) as screen:
        assert screen.ended() == 0
        *notes, bar = screen.lines()
    assert notes == [f"note {n}" for n in range(20)]
    assert bar.startswith("  uploading loa.pdf ━━━━━━━━━━━━━━━━━━━━━━━━ 2.0 of 2.0 MB · ")


def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    program = _IDLE + "for n in range(100000): t.print('x' * 80)\n"
    run = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert run.stdout and run.stderr
    run.stdout.readline()
    run.stdout.close()
    said = run.stderr.read()
    run.stderr.close()
    assert run.wait(10) == 141
    assert said == b""


@pytest.mark.parametrize(
    "use",
    [
        "t.note('x'); t.print('x')",
        "t.table(['A'], [['b']])",
        "\nwith t.spinner('x'): pass",
        "from sinch_order_cli.prompts.for_terminal import prompter_for; prompter_for(t)",
    ],
)
def test_nothing_heavy_is_imported_to_say_something(use: str) -> None:
    heavy = ("rich", "questionary", "prompt_toolkit", "phonenumbers", "asyncio", "httpx")
    program = (
        _IDLE + f"{use}\nimport sys\nassert not set({heavy}) & set(sys.modules), sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=20, capture_output=True)


@pytest.mark.parametrize("char", ["\u202e", "\x9b", "\x07", "\r", "\x1b"])
def test_nothing_that_is_written_controls_the_terminal(char: str) -> None:
    out, err = io.StringIO(), io.StringIO()
    terminal = Terminal(io.StringIO(), out, err, {})
    terminal.note(f"Available: a{char}b")
    terminal.print(f"a{char}b \x1b[32mgreen\x1b[0m")
    assert char not in err.getvalue() + out.getvalue().replace("\x1b[", "")
    assert "\x1b[32mgreen" in out.getvalue()
