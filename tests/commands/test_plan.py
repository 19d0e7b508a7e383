"""`plan`: what numbers in several countries take, without changing anything at the server."""

from __future__ import annotations

import csv
import io
import json
import time
from typing import Any

import pytest

from .shell import PDF
from .test_batch import Batches, batches, each

pytestmark = pytest.mark.timeout(150)
__all__ = ["batches"]


def rows(batches: Batches, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = batches.shell.ok("plan", *arguments)["rows"]
    return found


def test_a_line_for_each_country_and_type(batches: Batches) -> None:
    found = rows(batches, "au", "US/local", "DE/toll-free", "US", "--type", "TOLL_FREE")
    assert [(one["regionCode"], one["numberType"]) for one in found] == [
        ("AU", "TOLL_FREE"), ("US", "LOCAL"), ("DE", "TOLL_FREE"), ("US", "TOLL_FREE"),
    ]  # fmt: skip
    (mobile,) = rows(batches, "AU")
    assert mobile["numberType"] == "MOBILE"
    assert mobile["availableNumbers"] == 20 and mobile["more"] and mobile["enough"]
    (price,) = mobile["monthlyPrice"]
    assert price["currencyCode"] == "USD"
    assert float(price["lowest"]) < float(price["highest"])
    assert (mobile["answers"]["asked"], mobile["answers"]["required"]) == (14, 13)
    assert mobile["answers"]["there"] is None
    assert mobile["documents"] == {
        "asked": 2, "mandatory": 1, "withTemplate": 1, "there": None, "missing": None,
        "expired": None,
    }  # fmt: skip
    (none,) = rows(batches, "AU/TOLL_FREE")
    assert (none["availableNumbers"], none["enough"], none["problem"]) == (0, False, None)
    assert batches.effects() == each(0)
    assert list(batches.shell.state.glob("orders/*")) == []


def test_as_a_table_and_as_csv(batches: Batches) -> None:
    done = batches.shell.run("plan", "AU/MOBILE", "AU/LOCAL", "--quantity", "100")
    mobile, local = (line.split("\t") for line in done.out.splitlines())
    assert mobile[:2] == ["AU mobile", "100+"]
    assert mobile[4] == "14, 13 required"
    assert mobile[5] == "2, 1 required, 1 template"
    assert local[1] == "none"
    done = batches.shell.run("plan", "AU/MOBILE", "US/LOCAL", "--format", "csv")
    one, other = csv.DictReader(io.StringIO(done.out))
    assert (one["regionCode"], one["numberType"], one["currency"]) == ("AU", "MOBILE", "USD")
    assert one["answers.required"] == "13" and one["documents.withTemplate"] == "1"
    assert one["monthlyPriceFrom"] == "1.00"
    assert other["answers.asked"] == "0"
    (row,) = batches.shell.run("plan", "AU/MOBILE", "--format", "json").json["rows"]
    (again,) = rows(batches, "AU/MOBILE")
    assert row | {"lookedUpBefore": ""} == again | {"lookedUpBefore": ""}


@pytest.mark.parametrize("wrong", [("AU/",), ("AU/CELLULAR",), ("AU", "--quantity", "0"), ()])
def test_what_it_does_not_take(batches: Batches, wrong: tuple[str, ...]) -> None:
    assert batches.shell.run("plan", *wrong).code == 2


def test_what_a_customer_gives(batches: Batches) -> None:
    facts = {"company.name": "Acme Pty Ltd", "people.0.role": "contact",
             "people.0.firstName": "Zoë", "people.0.lastName": "O'Neil"}  # fmt: skip
    shell = batches.shell
    shell.ok("customer", "add", "acme", "--facts", shell.file("acme.json", facts))
    (before,) = rows(batches, "AU/MOBILE", "--customer", "acme")
    answers = before["answers"]
    assert answers["there"] >= 2
    assert answers["missing"] >= 5
    assert answers["there"] + answers["likely"] + answers["missing"] <= answers["asked"]
    assert before["documents"]["missing"] == 2
    passport = shell.file("passport.pdf", PDF)
    kind = ("--kind", "passport", "--person", "0")
    shell.ok("customer", "document", "add", "acme", passport, *kind, "--expires", "2020-01-01")
    (after,) = rows(batches, "AU/MOBILE", "--customer", "acme")
    assert (after["documents"]["expired"], after["documents"]["missing"]) == (1, 1)
    shown = shell.run("plan", "AU/MOBILE", "--customer", "acme").out
    assert f"{answers['missing']} missing" in shown
    assert "1 expired" in shown
    assert shell.run("plan", "AU", "--customer", "nobody").code == 5


def test_how_long_reviews_took(batches: Batches) -> None:
    assert rows(batches, "AU")[0]["review"] == {"orders": 0, "medianSeconds": None}
    file = batches.file(batches.row("a"), batches.row("b", pattern="98", match="END"))
    batches.json(file, "--until", "decided", code=10)
    (found,) = rows(batches, "AU")
    assert found["review"]["orders"] == 2
    assert 0 <= found["review"]["medianSeconds"] < 60
    for ref, hours in (("a", 1), ("b", 3)):
        path = batches.shell.state / "orders" / f"{ref}.json"
        order = json.loads(path.read_text())
        order["submittedAt"] = "2026-01-01T00:00:00Z"
        order["server"]["updateTime"] = f"2026-01-01T0{hours}:00:00Z"
        written = path.with_suffix(".new")
        written.write_text(json.dumps(order))
        written.replace(path)
    (found,) = rows(batches, "AU")
    assert found["review"] == {"orders": 2, "medianSeconds": 7200}
    assert "2 h (2 orders)" in batches.shell.run("plan", "AU").out


def test_what_has_changed_since_the_last_look(batches: Batches) -> None:
    (first,) = rows(batches, "AU/MOBILE")
    assert (first["changes"], first["lookedUpBefore"]) == ([], None)
    path = batches.shell.state / "requirements" / "AU-MOBILE.json"
    kept = json.loads(path.read_text())
    kept["lookup"]["raw"]["attachments"].pop()
    path.write_text(json.dumps(kept))
    (second,) = rows(batches, "AU/MOBILE")
    assert [one["kind"] for one in second["changes"]] == ["document-added"]
    assert second["lookedUpBefore"]
    assert rows(batches, "AU/MOBILE")[0]["changes"] == []


def test_a_country_that_fails_keeps_none_of_the_others(batches: Batches) -> None:
    batches.fail({"operation": "lookupNumberRequirements", "fault": "status", "status": 400,
                  "message": "no"})  # fmt: skip
    done = batches.shell.run("plan", "AU", "US", "--json")
    assert done.code == 3
    problems = [one["problem"] for one in done.json["rows"]]
    assert len([one for one in problems if one]) == 1
    assert len([one for one in problems if one is None]) >= 2


def test_lookups_and_searches_run_side_by_side(batches: Batches) -> None:
    places = ["AU/MOBILE", "US/LOCAL", "US/TOLL_FREE", "GB/MOBILE", "GB/LOCAL"]
    rule = {"operation": "searchAvailableNumbers", "fault": "delay", "seconds": 3, "times": None}
    batches.fail(rule)
    started = time.monotonic()
    found = rows(batches, *places)
    assert sum(one["availableNumbers"] > 0 for one in found) >= 4
    assert time.monotonic() - started < 3 * 4
