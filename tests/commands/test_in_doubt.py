"""What an order in doubt, or a draft, keeps until the user has agreed to something else."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from sinch_order_cli.sandbox.server import SandboxServer

from .gateway import Answer, Gateway
from .shell import Shell
from .test_batch import Batches, batches
from .test_order_sequences import CREATE, NUMBER, draft, expire, lose

pytestmark = pytest.mark.timeout(120)

__all__ = ["batches"]

QUANTITY = {"quantityOrderOption": {"requestedQuantity": 1}}


def outcomes(batches: Batches, name: str = "gb-mobile") -> list[str]:
    return [one["outcome"] for one in batches.shell.order(name)["attempts"]]


def order_ids(directory: Path) -> list[str]:
    """The orders in a sandbox, oldest first."""
    with closing(sqlite3.connect(directory / "sandbox.db")) as database:
        return [one for (one,) in database.execute("SELECT id FROM orders ORDER BY id")]


def into(order_id: str) -> tuple[str, ...]:
    place = ("--region", "GB", "--type", "MOBILE", "--into", "gb-mobile")
    return ("resume", "--order-id", order_id, *place)


def test_again_abandons_nothing_before_it_is_confirmed(batches: Batches) -> None:
    lose(batches)
    assert batches.shell.run("create", "--from", "gb-mobile", "--again").code == 2  # no --yes
    assert outcomes(batches) == ["unknown"]
    assert (batches.shell.run(*CREATE).code, batches.orders()) == (8, 1)
    batches.shell.ok("create", "--from", "gb-mobile", "--again", "--yes")
    assert outcomes(batches) == ["abandoned", "reserved"]


@pytest.mark.parametrize("more", [("--quantity", "50"), ("--name", "other")])
def test_a_draft_is_unchanged_until_its_order_is_confirmed(
    batches: Batches, more: tuple[str, ...]
) -> None:
    name = draft(batches, {"regionCode": "GB", "numberType": "MOBILE", **QUANTITY})
    before = batches.shell.order(name)
    assert batches.shell.run("create", "--from", name, *more).code == 2
    assert batches.shell.order(name) == before
    made = batches.shell.ok("create", "--from", name, *more, "--yes")
    assert made["name"] == ("other" if more[0] == "--name" else name)


def test_a_similar_number_is_not_reserved_before_it_is_confirmed(batches: Batches) -> None:
    batches.shell.ok("create", "AU", "MOBILE", "--number", NUMBER, "--yes", "--name", "x")
    batches.shell.ok("forget", "x", "--yes")
    chosen = {"numberOrderOption": {"phoneNumbers": [NUMBER]}}
    name = draft(batches, {"regionCode": "AU", "numberType": "MOBILE", **chosen})
    assert batches.shell.run("create", "--from", name, "--or-similar").code == 2
    assert batches.shell.run("create", "--from", name, "--yes").code == 5


def test_half_a_file_gives_back_its_id(batches: Batches) -> None:
    made = batches.shell.ok(*CREATE)
    path = batches.shell.state / "orders/gb-mobile.json"
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b'"orderNumbers"')])
    assert batches.shell.run("resume", "gb-mobile").code == 0
    assert batches.shell.ok("status", "gb-mobile")["idNumberOrder"] == made["idNumberOrder"]


@pytest.mark.parametrize("attempts", [True, False])
def test_a_reserved_order_with_a_damaged_request_is_not_ordered_again(
    batches: Batches, *, attempts: bool
) -> None:
    batches.shell.ok(*CREATE)
    path = batches.shell.state / "orders/gb-mobile.json"
    text = path.read_text().replace('"requestedQuantity": 2', '"requestedQuantity: 2', 1)
    path.write_text(text if attempts else text.replace('"attempts": [', '"attempts": ![', 1))
    assert batches.shell.run(*CREATE).code == 8
    assert batches.shell.run("resume", "gb-mobile").code == 0
    again = batches.shell.run(*CREATE)
    assert (again.code, batches.orders()) == (0 if attempts else 8, 1)
    if not attempts:
        assert "gb-mobile" in again.err and "--again" in again.err
        assert batches.shell.run(*CREATE, "--again").code == 0


def test_an_id_is_taken_up_by_the_attempt_that_made_it(batches: Batches) -> None:
    lose(batches)
    [first] = order_ids(batches.data)
    time.sleep(2.2)
    batches.fail({"operation": "createNumberOrder", "fault": "cut-after", "times": None})
    assert batches.shell.run(*CREATE, "--again").code == 8
    batches.fail()
    batches.shell.run(*into(first))
    assert outcomes(batches) == ["reserved", "unknown"]
    assert batches.shell.run("forget", "gb-mobile", "--yes").code == 8
    expire(batches, "gb-mobile")
    assert batches.shell.run("forget", "--final", "--yes").code == 8  # as it is final, too
    batches.shell.ok("forget", "--final", "--abandon", "--yes")


@pytest.mark.parametrize("from_", [True, False])
def test_again_at_another_host_abandons_nothing(
    batches: Batches, tmp_path: Path, *, from_: bool
) -> None:
    lose(batches)
    (tmp_path / "there").mkdir()
    with SandboxServer(tmp_path / "there") as there:
        shell = batches.shell.with_({"SINCH_NUMBERS_URL": there.url, "SINCH_AUTH_URL": there.url})
        command = ("create", "--from", "gb-mobile", "--yes") if from_ else CREATE
        assert shell.run(*command, "--again").code == 6
    assert outcomes(batches) == ["unknown"]
    assert batches.shell.run(*into(order_ids(batches.data)[0])).code == 0
    assert outcomes(batches) == ["reserved"]


def test_an_id_fits_whatever_the_local_clock_was(batches: Batches) -> None:
    path = lose(batches)
    content = json.loads(path.read_text())
    ahead = time.gmtime(time.time() + 2 * 86400)
    content["attempts"][0]["sentAt"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", ahead)
    path.write_text(json.dumps(content))
    assert batches.shell.run(*into(order_ids(batches.data)[0])).code == 0


@pytest.mark.parametrize("variable", ["SINCH_NUMBERS_URL", "SINCH_PROJECT_ID"])
def test_white_space_around_a_setting_is_no_other_place(batches: Batches, variable: str) -> None:
    batches.shell.ok(*CREATE)
    batches.shell.environment[variable] += " \r"
    assert batches.shell.run(*CREATE).code == 0
    assert batches.orders() == 1


CRITERIA = [("--pattern", "+4479"), ("--sequential",), ("--capability", "VOICE")]


@pytest.mark.parametrize("flag", [*CRITERIA, ("--match", "END"), ("--campaign", "C1")])
def test_from_drops_no_flag(batches: Batches, flag: tuple[str, ...]) -> None:
    """What a quantity can have is ordered, and everything else is refused."""
    batches.shell.ok(*CREATE, "--name", "a")
    expire(batches, "a")
    command = ("create", "--from", "a", *flag)
    dry = batches.shell.run(*command, "--dry-run", "--json")
    if flag not in CRITERIA:
        assert dry.code == batches.shell.run(*command, "--yes").code == 2
        return
    made = batches.shell.ok(*command, "--yes")
    asked = batches.shell.order(made["name"])["request"]["quantityOrderOption"]
    assert asked["requestedQuantity"] == 2 and len(asked) == 2
    batches.shell.ok("create", "AU", "MOBILE", "--number", NUMBER, "--yes", "--name", "b")
    expire(batches, "b")
    assert batches.shell.run("create", "--from", "b", *flag, "--yes").code == 2


def test_one_id_is_not_two_orders(tmp_path: Path) -> None:
    first: list[Answer] = []

    def change(method: str, path: str, body: bytes, answer: Answer) -> Answer:
        if not path.endswith(":createNumberOrder"):
            return answer
        first.append(answer)
        return first[0]

    with Gateway(tmp_path / "srv") as gateway:
        gateway.change = change
        (tmp_path / "home").mkdir()
        shell = Shell(tmp_path / "home", gateway.url)
        made = shell.ok(*CREATE, "--name", "a")
        second = shell.run(*CREATE, "--name", "b", "--json")
        assert second.code == 1
        [differs] = second.json["differences"]
        assert differs["what"] == "order ID" and "also saved as a" in differs["reserved"]
        assert second.json["idNumberOrder"] == made["idNumberOrder"]
        assert "Reserved." not in shell.run(*CREATE, "--name", "b").err


def test_a_restored_backup_hides_no_order_in_doubt(batches: Batches) -> None:
    """It restores the index, and the time of the directory from which it tells changes."""
    shell = batches.shell
    shell.ok("create", "AU", "MOBILE", "--number", NUMBER, "--yes")
    time.sleep(0.2)
    shell.ok("orders")
    backup = batches.home / "backup"
    shutil.copytree(shell.state, backup)
    lose(batches)
    shutil.copytree(backup, shell.state, dirs_exist_ok=True)
    assert (shell.run(*CREATE).code, batches.orders()) == (8, 2)


def test_a_file_overwritten_in_place_is_read(batches: Batches) -> None:
    path = lose(batches)
    in_doubt = path.read_bytes()
    content = json.loads(in_doubt)
    content["attempts"][0]["outcome"] = "abandoned"
    content["server"] = {"idNumberOrder": "id", "state": "EXPIRED"}
    path.write_text(json.dumps(content))
    time.sleep(0.2)
    batches.shell.ok("orders")
    path.write_bytes(in_doubt)
    assert (batches.shell.run(*CREATE).code, batches.orders()) == (8, 1)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("target", ["not-mounted/kept.json", "gb-mobile.json"])
def test_a_link_that_leads_nowhere_may_be_the_order(batches: Batches, target: str) -> None:
    """It is not overwritten, and no command takes it for a bug."""
    path = lose(batches)
    path.rename(batches.home / "kept.json")
    path.symlink_to(target)
    shell = batches.shell
    for more in ((), ("--name", "gb-mobile")):
        again = shell.run(*CREATE, *more)
        assert (again.code, "can't " in again.err) == (1 if more else 8, True)
    commands = ("orders",), ("status", "gb-mobile"), ("resume", "gb-mobile"), ("orders", "--all")
    for command in commands:
        shown = shell.run(*command)
        assert "can't read" in shown.err and "unexpected" not in shown.err
    assert path.is_symlink() and batches.orders() == 1
    path.unlink()
    (batches.home / "kept.json").rename(path)
    assert shell.run(*CREATE).code == 8 and batches.orders() == 1


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("part", ["", "orders"])
def test_a_state_directory_that_is_not_mounted_is_not_empty(batches: Batches, part: str) -> None:
    lose(batches)
    shell, elsewhere = batches.shell, batches.home / "mount"
    linked = shell.state / part
    linked.rename(batches.home / "kept")
    linked.symlink_to(elsewhere)
    for command in (("orders",), CREATE, ("status", "--all")):
        shown = shell.run(*command)
        assert shown.code == 1 and "No such file" in shown.err and "here yet" not in shown.err
    assert batches.orders() == 1
    (batches.home / "kept").rename(elsewhere)
    assert (shell.run(*CREATE).code, batches.orders()) == (8, 1)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_state_directory_can_be_a_link_to_an_empty_one(batches: Batches) -> None:
    (batches.home / "empty").mkdir()
    batches.shell.state.parent.mkdir(parents=True, exist_ok=True)
    batches.shell.state.symlink_to(batches.home / "empty")
    assert "No orders here yet" in batches.shell.run("orders").err
    batches.shell.ok(*CREATE)
