"""Features for scripts: waiting for documents, dry runs, CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from sinch_order_cli.console.spreadsheet import cell, spreadsheet

from .lab import NAME, NUMBER, Lab

STAY = {"operation": "uploadNumberOrderAttachment", "fault": "stay-waiting", "times": None}


def test_attach_waits_until_the_document_is_taken_in(lab: Lab) -> None:
    lab.prepare("attach")
    done = lab.program.ok("attach", NAME, lab.letter_id, str(lab.letter), "--wait")
    assert done["attachments"][0]["uploadStatus"] == "COMPLETED"
    lab.fail(STAY)
    line = ("attach", NAME, lab.letter_id, str(lab.letter), "--wait", "--timeout", "1s")
    late = lab.program.run(*line, "--json")
    assert late.code == 9 and "still being processed" in late.error["message"]
    lab.fail()
    failed = lab.program.home / "fail.pdf"
    failed.write_bytes(lab.letter.read_bytes())
    bad = lab.program.run("attach", NAME, lab.letter_id, str(failed), "--wait")
    assert bad.code == 3


def test_submit_waits_for_documents_unless_told_not_to(lab: Lab) -> None:
    lab.prepare("attach")
    lab.fail(STAY)
    lab.program.ok("attach", NAME, lab.letter_id, str(lab.letter))
    late = lab.program.run("submit", NAME, "--yes", "--timeout", "1s", "--json")
    assert late.code == 9
    assert "submitNumberOrder" not in lab.effects()
    lab.program.run("submit", NAME, "--yes", "--no-wait")
    lab.fail()
    listed = lab.program.ok("attach", NAME, "--list")["attachments"]
    assert listed[0]["uploadStatus"] in ("WAITING", "COMPLETED")


def test_attach_list_asks_the_server(lab: Lab) -> None:
    lab.prepare("submit")
    before = lab.program.records()[0]["attachments"][lab.letter_id]["uploadStatus"]
    assert before == "WAITING"
    import time

    time.sleep(1.2)
    listed = lab.program.ok("attach", NAME, "--list")["attachments"]
    assert listed[0]["uploadStatus"] == "COMPLETED"


CREATE = ("create", "AU", "MOBILE", "--number", NUMBER, "--sms-plan", "p", "--yes")


@pytest.mark.parametrize("step", ["create", "register", "attach", "submit"])
def test_a_dry_run_shows_the_request_and_sends_nothing(lab: Lab, step: str) -> None:
    lab.prepare(step)
    before = lab.program.records()
    lines: dict[str, tuple[str, ...]] = {
        "create": CREATE,
        "register": ("register", NAME, "--answers", str(lab.answers)),
        "attach": ("attach", NAME, lab.letter_id, str(lab.letter)),
        "submit": ("submit", NAME, "--yes"),
    }
    shown: dict[str, Any] = lab.program.ok(*lines[step], "--dry-run")
    [request] = shown["requests"]
    assert shown["dryRun"] is True
    assert request["method"] == ("PUT" if step == "register" else "POST")
    assert request["path"].startswith("/v1/projects/demo/numberOrders")
    assert lab.program.records() == before
    assert lab.effects() == {}
    assert request["method"] in lab.program.run(*lines[step], "--dry-run").out


def test_a_dry_run_names_what_is_missing(lab: Lab) -> None:
    lab.prepare("register")
    lab.answers.write_text("[[], {}, {}]")
    done = lab.program.run("register", NAME, "--answers", str(lab.answers), "--dry-run")
    assert done.code == 3
    assert lab.program.run("submit", NAME, "--dry-run").code == 6


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_lists_as_a_spreadsheet(lab: Lab, form: str) -> None:
    lab.prepare("register")
    delimiter = "\t" if form == "tsv" else ","

    def rows(*line: str) -> list[dict[str, str]]:
        done = lab.program.run(*line, "--format", form)
        assert done.code == 0, done.err
        return list(csv.DictReader(io.StringIO(done.out), delimiter=delimiter))

    [order] = rows("orders")
    assert (order["name"], order["phoneNumbers"], order["step"]) == (NAME, NUMBER, "register")
    number = rows("search", "AU", "MOBILE")[0]
    assert number["phoneNumber"].startswith("+61") and number["monthlyPrice.currencyCode"] == "USD"
    assert {"regionCode", "regionName", "types"} == set(rows("regions")[0])
    assert rows("attach", NAME, "--list")[0]["title"] == "Letter of authorisation"


def test_format_json_is_json(lab: Lab) -> None:
    lab.prepare("register")
    done = lab.program.run("orders", "--format", "json")
    assert json.loads(done.out)["orders"][0]["name"] == NAME
    bad = lab.program.run("orders", "--format", "xml")
    assert bad.code == 2
    assert lab.program.run("orders", "--format", "csv", "--json").code == 2


def test_no_cell_is_a_formula() -> None:
    assert cell("=1+1") == "'=1+1" and cell("@x") == "'@x" and cell("-5") == "'-5"
    assert cell("+61411111112") == "+61411111112" and cell(["+6141111", "+6142222"])[0] == "+"
    assert cell("+cmd|x") == "'+cmd|x"
    assert cell(None) == "" and cell(True) == "true"
    assert spreadsheet(("a.b",), [{"a": {"b": "x,y"}}, {}], "csv") == 'a.b\n"x,y"\n""\n'
