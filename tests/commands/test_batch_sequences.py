"""Sequences in which a batch once did the wrong thing: limits, changed rows, and what is done."""

from __future__ import annotations

import json

import pytest

from .shell import PDF
from .test_batch import Batches, batches, each

pytestmark = pytest.mark.timeout(150)

__all__ = ["batches"]

NUMBER = "+61411111112"
NAMED = (NUMBER, "+61482233412", "+61429041512")  # USD 1.00, 1.50 and 2.25 a month
DEAR = "+61475501912"  # USD 12.00
LETTER = "document.Letter of authorisation"


def refused_submit(batches: Batches) -> None:
    rule = {"operation": "submitNumberOrder", "fault": "status", "status": 400, "message": "no"}
    batches.fail(rule)


# What it costs


def test_what_it_costs_at_most_is_what_may_be_left_for_a_row(batches: Batches) -> None:
    rows = [batches.row(f"n{place}", number) for place, number in enumerate(NAMED)]
    file = batches.file(*rows, batches.row("p"))
    assert batches.shell.ok("batch", "check", file)["monthlyPrice"][0]["amount"] == "16.75"
    limited = batches.run(file, "--max-monthly", "USD=7")
    assert limited.code == 3 and batches.effects() == each(0)
    overlapping = [
        *(batches.row("a"), batches.row("b", capability="SMS"), batches.row("c", pattern="+61")),
        batches.row("d", pattern="14", match="CONTAINS"),
    ]
    done = batches.shell.ok("batch", "check", batches.file(*overlapping))
    assert float(done["monthlyPrice"][0]["amount"]) >= 16.75


def test_a_number_that_another_row_names_is_not_left_for_a_pattern(batches: Batches) -> None:
    rows = [batches.row("n", NUMBER), batches.row("p", pattern=NUMBER)]
    assert batches.shell.run("batch", "check", batches.file(*rows)).code != 0


def test_a_limit_counts_what_earlier_runs_reserved(batches: Batches) -> None:
    first = batches.row("d", DEAR)
    batches.json(batches.file(first))
    more = batches.file(first, batches.row("n", NUMBER), batches.row("p", "+61482233412"))
    done = batches.run(more, "--max-monthly", "USD=14", "--parallel", "1")
    assert done.code == 3 and "14.50" not in done.out


def test_a_quantity_is_run_within_a_limit(batches: Batches) -> None:
    file = batches.file(batches.row("a", quantity="2"))
    batches.json(file, "--max-monthly", "USD=100", "--until", "reserved")
    assert batches.effects()["createNumberOrder"] == 1


def test_a_row_in_doubt_does_not_stop_a_limited_batch(batches: Batches) -> None:
    batches.fail({"operation": "createNumberOrder", "fault": "cut-after"})
    file = batches.file(batches.row("a", NUMBER), batches.row("b", "+61411111113"))
    limited = ("--max-monthly", "USD=10", "--parallel", "1")
    batches.run(file, *limited)
    batches.fail()
    assert batches.run(file, *limited).code == 8
    assert batches.status(file)["b"]["outcome"] == "submitted"


def test_what_was_rejected_costs_nothing(batches: Batches) -> None:
    rejected = batches.row("a", "+61411111198")
    batches.json(batches.file(rejected), "--until", "decided", code=10)
    both = batches.file(rejected, batches.row("b", "+61411111113"))
    done = batches.run(both, "--until", "decided", "--max-monthly", "USD=1")
    assert batches.status(both)["b"]["outcome"] == "completed"
    assert "Reserved so far: USD 1.00" in done.out


# Rows that change


@pytest.mark.parametrize("until", ["registered", "submitted"])
def test_a_changed_answer_is_sent_until_the_order_is_submitted(
    batches: Batches, until: str
) -> None:
    batches.json(batches.file(batches.row("a", NUMBER)), "--until", "registered")
    changed = batches.file(batches.row("a", NUMBER, **{"set.city": "Geelong"}))
    assert "Answers changed by the row: 1.city" in batches.run(changed, "--until", until).err
    assert batches.shell.order("a")["registered"][1]["city"] == "Geelong"


def test_a_changed_document_is_uploaded_again(batches: Batches) -> None:
    (batches.home / "other.pdf").write_bytes(PDF + b"\n%other")
    refused_submit(batches)
    assert batches.run(batches.file(batches.row("a", NUMBER))).code == 3
    batches.fail()
    file = batches.file(batches.row("a", NUMBER, **{LETTER: "other.pdf"}))
    batches.json(file)
    [sent] = batches.shell.order("a")["attachments"].values()
    assert sent["path"].endswith("other.pdf")
    assert batches.effects()["uploadNumberOrderAttachment"] == 2


def test_a_document_that_a_row_no_longer_names_is_not_submitted(batches: Batches) -> None:
    """The row is for another company now, and the document is the first one's."""
    (batches.home / "a.pdf").write_bytes(PDF + b"%A\n")
    (batches.home / "b.pdf").write_bytes(PDF + b"%B\n")
    title = "Proof of identity"
    passport = {f"document.{title}": "a.pdf", f"document_type.{title}": "Passport"}
    refused_submit(batches)
    batches.run(batches.file(batches.row("a", NUMBER, **passport)))
    batches.fail()
    file = batches.file(batches.row("a", NUMBER, **{"set.endBusinessName": "Company B"}))
    for done in (batches.shell.run("batch", "check", file), batches.run(file)):
        assert done.code == 3 and "a.pdf was uploaded for an earlier" in done.out + done.err
    assert batches.effects()["submitNumberOrder"] == 0
    other = str(batches.home / "b.pdf")
    batches.shell.ok("attach", "a", title, other, "--document-type", "Passport", "--wait")
    assert batches.json(file)["outcomes"] == {"submitted": 1}


def test_two_columns_for_one_answer_or_document_are_a_problem(batches: Batches) -> None:
    letter = batches.shell.ok("requirements", "AU", "MOBILE")["attachments"][0]["id"]
    for column in ("set.1.city", f"document.{letter}"):
        row = batches.row("a", NUMBER, **{column: "letter.pdf"})
        done = batches.shell.run("batch", "check", batches.file(row), "--json")
        said = " ".join(one["problem"] for one in done.json["problems"])
        assert done.code == 3 and ("two columns" in said or "is for the same document" in said)


def test_a_customer_of_the_same_name_is_a_problem_of_the_check(batches: Batches) -> None:
    shell = batches.shell
    add = ("customer", "add", "acme", "--set", "company.name=Acme Pty Ltd")
    shell.ok(*add)
    [path] = shell.state.glob("**/customers/acme.json")
    path.write_text(path.read_text().replace('"createdAt": "20', '"createdAt": "19'))
    file = batches.file(batches.row("a", NUMBER, customer="acme"))
    batches.json(file, "--until", "reserved")
    shell.ok("customer", "forget", "acme", "--yes")
    shell.ok(*add)
    done = shell.run("batch", "check", file)
    assert done.code != 0 and "is for an earlier customer acme" in done.out


# What is done


def test_a_blocked_order_that_was_answered_elsewhere_is_looked_at(batches: Batches) -> None:
    file = batches.file(batches.row("a", "+61411111199"))
    asked = batches.run(file, "--until", "decided")
    assert asked.code == 10 and "sinch-order resume ORDER" in asked.err
    batches.fail({"operation": "getNumberOrder", "fault": "set-state", "state": "COMPLETED"})
    assert batches.json(file, "--until", "decided")["outcomes"] == {"completed": 1}


def test_forgetting_the_orders_of_a_batch_says_that_its_file_orders_them_again(
    batches: Batches,
) -> None:
    file = batches.file(*batches.rows(2))
    batches.json(file, "--until", "decided")
    said = batches.shell.run("forget", "--final", "--yes").err
    assert f"2 of the orders are rows of {file}" in said


def test_the_problem_of_an_earlier_run_goes_when_it_is_solved(batches: Batches) -> None:
    file = batches.file(batches.row("a", NUMBER))
    refused_submit(batches)
    batches.run(file)
    assert batches.status(file)["a"]["problem"]
    batches.fail()
    batches.shell.ok("submit", "a", "--yes")
    assert batches.status(file)["a"]["problem"] is None


def test_the_same_failure_is_seen_whatever_the_rows_are_called(batches: Batches) -> None:
    file = batches.file(*(batches.row(ref) for ref in "abcdefghijkl"))
    rule = {"operation": "createNumberOrder", "fault": "status", "status": 400, "times": None}
    batches.fail({**rule, "message": "The plan is suspended"})
    assert batches.json(file, "--parallel", "1", code=3)["endedBy"]
    assert batches.effects()["createNumberOrder"] == 0


# Files


@pytest.mark.parametrize("ref", ["mayfair-01", "market-10", "augsburg-12"])
def test_a_name_that_begins_like_a_month_is_no_date(batches: Batches, ref: str) -> None:
    assert batches.shell.ok("batch", "check", batches.file(batches.row(ref, NUMBER)))["ready"]


def test_a_document_in_the_home_of_nobody_is_a_problem_of_its_row(batches: Batches) -> None:
    row = batches.row("a", NUMBER, **{LETTER: "~no-such-user/letter.pdf"})
    done = batches.shell.run("batch", "check", batches.file(row), "--json")
    assert done.code == 3 and done.json["problems"][0]["column"] == LETTER


def test_a_line_separator_in_a_text_ends_no_line_of_json(batches: Batches) -> None:
    row = batches.row("a", NUMBER, **{"set.endBusinessAddress": "1 Main\u2028Street"})
    file = batches.home / "x.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n")
    done = batches.shell.run("batch", "check", str(file))
    assert "is not JSON" not in done.out + done.err
