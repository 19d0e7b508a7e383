"""A region or type without numbers is told from one that asks for nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from api.server import Reply, ScriptedServer, api_error

from sinch_order_cli.api.models import AvailableRegion
from sinch_order_cli.store.lookups import LookupStore
from sinch_order_cli.workflow.regions import orderable
from sinch_order_cli.workflow.steps import read_lookup

from .shell import Shell

pytestmark = pytest.mark.timeout(120)

WAYS = (
    ("requirements",),
    ("requirements", "--blank-answers"),
    ("search",),
    ("search", "--capability", "SMS"),
    ("create", "--quantity", "1", "--rtc-app", "a", "--yes"),
    ("batch template",),
)
NO_RULES = api_error(404, "NOT_FOUND", "no rules")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("region", "kind", "said"),
    [
        ("XX", "LOCAL", "XX has no numbers"),
        ("UK", "LOCAL", "GB"),
        ("AU", "LOCAL", "no local numbers"),
    ],
)
def test_where_there_are_no_numbers_it_is_not_found(
    tmp_path: Path, way: tuple[str, ...], region: str, kind: str, said: str
) -> None:
    shell = Shell(tmp_path)
    done = shell.run(*way[0].split(), region, kind, *way[1:], "--json")
    assert done.code == 5, done.out + done.err
    assert said in done.err and not done.out
    assert {detail["flag"] for detail in done.error["details"]} <= {"REGION", "TYPE"}
    assert done.error["details"][0]["given"] in (region, kind)
    assert not list((shell.state / "sandbox").glob("orders/*.json"))


def test_an_answers_file_for_nowhere_is_not_found(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    file = shell.file("a.json", {})
    done = shell.run("check", "--region", "XX", "--type", "LOCAL", "--answers", file, "--json")
    assert done.code == 5 and not done.out


def test_a_region_that_asks_for_nothing_is_none_of_them(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    assert shell.ok("requirements", "US", "LOCAL")["required"] is False
    done = shell.run("search", "US", "LOCAL", "--pattern", "+1999", "--capability", "SMS")
    assert done.code == 0
    assert "starts with +1999 and has SMS" in done.err


def test_a_list_that_can_not_be_had_refuses_nothing(tmp_path: Path) -> None:
    denied = api_error(403, "PERMISSION_DENIED", "not allowed")
    for answer in (denied, Reply(json={"availableRegions": []})):
        with ScriptedServer(NO_RULES, answer) as server:
            shell = Shell(tmp_path, server.url)
            assert shell.ok("requirements", "FR", "LOCAL")["required"] is False


def test_that_nothing_is_asked_for_is_believed_for_minutes_only(tmp_path: Path) -> None:
    store = LookupStore(tmp_path, source="here")
    now = time.time()
    store.save("US", "LOCAL", read_lookup(None, now))
    assert store.recent("US", "LOCAL", now + 60) is not None
    assert store.recent("US", "LOCAL", now + 3600) is None


def test_what_a_country_asked_for_is_believed_for_a_day_only(tmp_path: Path) -> None:
    store = LookupStore(tmp_path, source="here")
    now = time.time()
    form = json.loads((Path(__file__).parents[1] / "contract/kyc/au-mobile.json").read_bytes())
    store.save("AU", "MOBILE", read_lookup(form, now))
    assert store.recent("AU", "MOBILE", now + 23 * 3600) is not None
    assert store.recent("AU", "MOBILE", now + 25 * 3600) is None


@pytest.mark.parametrize(
    ("given", "meant"), [("Australia", "AU"), ("AUS", "AU"), ("Nowhere", "AU"), ("germany", "DE")]
)
def test_a_country_by_its_name_is_told_its_code(tmp_path: Path, given: str, meant: str) -> None:
    done = Shell(tmp_path).run("requirements", given, "LOCAL", "--json")
    assert done.code == 2
    assert f"such as {meant}" in done.err
    assert done.error["details"][0]["flag"] == "REGION"
    assert done.error["details"][0]["given"] == given


def test_of_a_list_of_regions_only_what_can_be_ordered_is_offered() -> None:
    listed = (
        AvailableRegion(region_code="AU", types=("MOBILE", "../orders/au")),
        AvailableRegion(region_code="DE", types=("\u202egpj",)),
        AvailableRegion(region_code="../orders/au", types=("MOBILE",)),
    )
    found = [(one.region_code, one.types) for one in orderable(listed)]
    assert found == [("AU", ("MOBILE",)), ("DE", ())]
