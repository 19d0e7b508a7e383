"""Batch files as spreadsheets and people make them: good ones, and every kind of bad one."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest

from sinch_order_cli.errors import UsageError
from sinch_order_cli.service.batch_cells import read_number
from sinch_order_cli.service.batch_file import BatchFile, read_batch

HEADER = "ref,region,type,number,sms_plan"
GOOD = "shop-1,AU,MOBILE,+61411111112,plan"


def read(tmp_path: Path, content: str | bytes, name: str = "numbers.csv") -> BatchFile:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_batch(path)


def table(*rows: str, header: str = HEADER) -> str:
    return "\r\n".join([header, *rows]) + "\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_in_each_dialect_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = ['shop-1,au,mobile,+61 411-111-112,plan,"Müller, Söhne; ""KG"""', ",,,,,", ""]
    text = table(*rows, header=f"{HEADER},set.endBusinessName")
    if delimiter != ",":
        text = text.replace("Müller, ", "Müller@ ").replace(",", delimiter).replace("@", ",")
    found = read(tmp_path, text.encode(encoding))
    assert found.problems == []
    (row,) = found.rows
    assert (row.ref, row.region, row.type, row.row) == ("shop-1", "AU", "MOBILE", 2)
    assert row.wanted.number == "+61411111112"
    assert row.settings == ('endBusinessName=Müller, Söhne; "KG"',)


def test_json_and_json_lines_say_the_same(tmp_path: Path) -> None:
    rows = [
        {"ref": "a", "region": "AU", "type": "MOBILE", "number": "+61411111112"},
        {
            "ref": "b", "region": "AU", "type": "MOBILE", "pattern": "+614", "match": "start",
            "capability": ["SMS"], "set.postalCode": "0800", "set": {"city": "Darwin"},
            "document": {"Letter": "letter.pdf"}, "customer": None,
        },
        {"ref": "c", "region": "US", "type": "LOCAL", "quantity": 5},
    ]  # fmt: skip
    whole = read(tmp_path, json.dumps(rows), "numbers.json")
    lines = read(tmp_path, "\n".join(map(json.dumps, rows)) + "\n\n", "numbers.jsonl")
    assert whole.problems == lines.problems == []
    assert whole.rows == lines.rows
    assert whole.rows[1].searches
    assert whole.rows[1].wanted.capabilities == ("SMS",)
    assert whole.rows[1].settings == ("postalCode=0800", "city=Darwin")
    assert whole.rows[1].documents == {"Letter": str(tmp_path / "letter.pdf")}
    assert whole.rows[2].count == 5


def test_excels_separator_line_and_its_empty_columns_are_taken(tmp_path: Path) -> None:
    text = "sep=;\r\n" + table(GOOD + ",,", header=HEADER + ",,").replace(",", ";")
    found = read(tmp_path, text)
    assert (found.problems, len(found.rows)) == ([], 1)


def test_documents_are_relative_to_the_file(tmp_path: Path) -> None:
    header = f"{HEADER},document.Letter of authorisation"
    found = read(tmp_path, table(f"{GOOD},papers/letter.pdf", header=header))
    (row,) = found.rows
    assert row.documents == {"Letter of authorisation": str(tmp_path / "papers/letter.pdf")}


def cell(column: str, value: str) -> str:
    values = {"ref": "shop-1", "region": "AU", "type": "MOBILE", "number": "+61411111112"}
    values[column] = value
    if column in ("quantity", "pattern", "match", "capability"):
        values.pop("number")
    return table(",".join(f'"{one}"' for one in values.values()), header=",".join(values))


CSV = "numbers.csv"
BAD: dict[str, tuple[str | bytes, str, int, str, str]] = {
    # kind: (content, file name, row, column, words of the problem)
    "nothing": ("", CSV, 0, "", "empty"),
    "only blanks": ("\r\n \r\n", CSV, 0, "", "empty"),
    "a header alone": (HEADER, CSV, 0, "", "no row"),
    "larger than can be": (b"x" * 50_000_001, CSV, 0, "", "larger"),
    "Windows-1252": (table(GOOD, 'b,AU,MOBILE,+61411111113,"Müller"').encode("cp1252"), CSV, 3, "",
                     "not UTF-8"),
    "UTF-16 cut in the middle": (codecs.BOM_UTF16_LE + HEADER.encode("utf-16-le")[:-1], CSV, 1, "",
                                 "not valid UTF-16"),
    "an Excel workbook": (b"PK\x03\x04....", "numbers.xlsx", 0, "", "XLSX"),
    "an old Excel workbook": (b"\xd0\xcf\x11\xe0....", "numbers.xls", 0, "", "XLS"),
    "a PDF": (b"%PDF-1.7", CSV, 0, "", "PDF"),
    "a NUL": (table(GOOD, "shop\0-2,AU,MOBILE,+61411111113,p"), CSV, 3, "", "NUL"),
    "a cell too few": (table(GOOD, "shop-2,AU,MOBILE"), CSV, 3, "number", "3 cells, fewer"),
    "a cell too many": (table(GOOD, "b,AU,MOBILE,+61411111113,p,x"), CSV, 3, "", "6 cells, more"),
    "an open quotation mark": (table('shop-1,AU,MOBILE,+61411111112,"plan'), CSV, 2, "",
                               "quotation mark is missing"),
    "a doubled ref": (table(GOOD, "shop-1,AU,MOBILE,+61411111113,p"), CSV, 3, "ref", "row 2"),
    "a doubled number": (table(GOOD, "shop-2,AU,MOBILE,+61411111112,p"), CSV, 3, "number",
                         "row 2"),
    "a doubled column": (table(GOOD + ",x", header=HEADER + ",Region"), CSV, 1, "region", "twice"),
    "an unknown column": (table(GOOD + ",x", header=HEADER + ",sms-plan"), CSV, 1, "sms-plan",
                          "did you mean sms_plan"),
    "a column without a name": (table("x," + GOOD, header="," + HEADER), CSV, 1, "(no name)",
                                "unknown column"),
    "a second BOM": (table("\ufeffshop-1,AU,MOBILE,+61411111112,p"), CSV, 2, "ref", "isn't text"),
    "no ref": (cell("ref", ""), CSV, 2, "ref", "must have a ref"),
    "a ref in capitals": (cell("ref", "Shop-1"), CSV, 2, "ref", "such as shop-1"),
    "a ref that is a path": (cell("ref", "../shop"), CSV, 2, "ref", "1 to 64 characters"),
    "a ref that Windows has": (cell("ref", "con"), CSV, 2, "ref", "1 to 64 characters"),
    "a ref made a date": (cell("ref", "2-Jan"), CSV, 2, "ref", "date"),
    "a quantity made a date": (cell("quantity", "01.05.2026"), CSV, 2, "quantity", "date"),
    "a region": (cell("region", "Australia"), CSV, 2, "region", "not a region"),
    "no type": (cell("type", ""), CSV, 2, "type", "missing"),
    "a type": (cell("type", "CELLULAR"), CSV, 2, "type", "not a number type"),
    "scientific notation": (cell("number", "6.14111E+10"), CSV, 2, "number", "scientific"),
    "scientific with a comma": (cell("number", "6,14111E+10"), CSV, 2, "number", "scientific"),
    "a plan in scientific": (cell("sms_plan", "1.2E+15"), CSV, 2, "sms_plan", "scientific"),
    "an answer in scientific": (cell("set.abn", "5.1824E+10"), CSV, 2, "set.abn", "scientific"),
    "the + is lost": (cell("number", "61411111112"), CSV, 2, "number", "+ is missing"),
    "a national number": (cell("number", "0411 111 112"), CSV, 2, "number", "country code"),
    "00 for +": (cell("number", "0061411111112"), CSV, 2, "number", "00"),
    "a number as an amount": (cell("number", "61411111112.0"), CSV, 2, "number", "amount"),
    "letters in a number": (cell("number", "+61 4I1 111 112"), CSV, 2, "number", "phone number"),
    "a formula": (cell("number", "=A2&B2"), CSV, 2, "number", "formula"),
    "an error of the spreadsheet": (cell("sms_plan", "#N/A"), CSV, 2, "sms_plan", "error"),
    "a narrow column": (cell("number", "########"), CSV, 2, "number", "error"),
    "a control character": (cell("sms_plan", "pl\x07an"), CSV, 2, "sms_plan", "control"),
    "nothing to order": (cell("number", ""), CSV, 2, "number", "give a number"),
    "a match alone": (cell("match", "END"), CSV, 2, "match", "pattern"),
    "a match": (cell("match", "MIDDLE"), CSV, 2, "match", "match mode"),
    "a capability": (cell("capability", "SMS TEXT"), CSV, 2, "capability", "not a capability"),
    "a quantity with a point": (cell("quantity", "5.0"), CSV, 2, "quantity", "whole number"),
    "a quantity too large": (cell("quantity", "101"), CSV, 2, "quantity", "1 to 100"),
    "a campaign outside the US": (cell("campaign", "C1"), CSV, 2, "campaign", "US"),
    "a callback": (cell("callback_url", "example.com"), CSV, 2, "callback_url", "must be a URL"),
    "JSON that is none": ("[{", "numbers.json", 0, "", "not JSON"),
    "JSON that is no list": ('{"rows": []}', "numbers.json", 0, "", "not a list"),
    "a JSON row that is no object": ('[["a"]]', "numbers.json", 1, "", "not a JSON object"),
    "a line that is no JSON": ('{"ref": "a"\n', "numbers.jsonl", 1, "", "not JSON"),
    "a JSON number": ('[{"ref":"a","region":"AU","type":"MOBILE","number":61411111112}]',
                      "numbers.json", 1, "number", "+ is missing"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_says_where_and_what(tmp_path: Path, kind: str) -> None:
    content, name, row, column, words = BAD[kind]
    found = read(tmp_path, content, name)
    said = [one.problem for one in found.problems if (one.row, one.column) == (row, column)]
    assert any(words in one for one in said), found.problems
    assert not [one for one in found.rows if one.row == row and row]


def test_two_voice_services_are_one_too_many(tmp_path: Path) -> None:
    header = "ref,region,type,number,rtc_app,est_trunk"
    found = read(tmp_path, table("a,AU,MOBILE,+61411111112,app,trunk", header=header))
    assert [one.column for one in found.problems] == ["est_trunk"]


def test_a_number_and_a_pattern_are_one_too_many(tmp_path: Path) -> None:
    header = "ref,region,type,number,pattern"
    found = read(tmp_path, table("a,AU,MOBILE,+61411111112,+614", header=header))
    assert [one.column for one in found.problems] == ["pattern"]


def test_every_problem_is_named_at_once_and_the_good_rows_stay(tmp_path: Path) -> None:
    rows = [GOOD, "b,XX1,MOBILE,+61411111113,p", "c,AU,BIG,6.1E+10,p", "d,AU", "e,AU,MOBILE,,p"]
    found = read(tmp_path, table(*rows))
    assert [one.ref for one in found.rows] == ["shop-1"]
    assert [(one.row, one.column) for one in found.problems] == [
        (3, "region"), (4, "number"), (4, "type"), (5, "type"), (6, "number"),
    ]  # fmt: skip
    assert found.problems[1].where == "row 4 (c), number"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '[[{"senderId": "+61"}], {"city": "Perth", "state": "WA"}, {"lastName": "A"}]'),
        ("a.csv", "city,state,country,endBusinessName\nPerth,WA,AU,Acme"),
    ],
)
def test_another_file_than_a_batch_is_one_problem(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    found = read_batch(path)
    assert [one.where for one in found.problems] == ["the file"] and not found.rows
    assert found.problems[0].problem.startswith("it is not a batch file")
    path.write_text("reff,regionn\na,AU" if name == "a.csv" else '[{"reff": "a"}]')
    assert "did you mean ref" in read_batch(path).problems[0].problem


def test_a_country_s_name_says_its_code(tmp_path: Path) -> None:
    found = read(tmp_path, table("a,Australia,MOBILE,+61411111112,p", "b,Nowhere,MOBILE,,p"))
    fixes = [one.fix for one in found.problems if one.column == "region"]
    assert fixes == ["Use AU.", "A region is a country code of 2 letters, such as AU."]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't read"):
        read_batch(tmp_path / "numbers.csv")


@pytest.mark.parametrize(
    ("region", "cell", "problem", "fix"),
    [
        ("US", "(312) 555-0133", "it has no country code", "Write +13125550133."),
        ("AU", "0411111112", "it has no country code", "Write +61411111112."),
        ("AU", "61411111112", "its + is missing", "Write +61411111112 if that is correct."),
        ("AU", "01", "", ""),
    ],
)
def test_a_number_as_people_write_it_gets_the_right_suggestion(
    region: str, cell: str, problem: str, fix: str
) -> None:
    told: list[tuple[str, ...]] = []
    assert read_number(cell, region, lambda *words: told.append(words)) is None
    ((column, said, how),) = told
    assert column == "number" and said.startswith(problem) and how.startswith(fix)
