"""Several orders at once: in their order, by few workers, and saved only where they changed."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from sinch_order_cli.service import order_fetcher
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.workflow.model import Order
from tests.commands.shell import Shell

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def reserve(shell: Shell, count: int) -> list[str]:
    """Orders of the sandbox, all open."""
    found = []
    for one in shell.ok("search", "AU", "MOBILE", "--size", str(count))["availableNumbers"]:
        number = one["phoneNumber"]
        line = ("create", "AU", "MOBILE", "--number", number, "--sms-plan", "p", "--yes")
        found.append(shell.ok(*line)["name"])
    assert len(found) == count
    return found


def saved(shell: Shell, name: str) -> tuple[bytes, int]:
    path = OrderStore(shell.state / "sandbox").path(name)
    return path.read_bytes(), path.stat().st_mtime_ns


def test_all_are_shown_in_their_order_and_nothing_is_saved_where_nothing_changed(
    shell: Shell,
) -> None:
    names = reserve(shell, 5)
    first = shell.ok("status", "--all")
    shown = [one["name"] for one in first["orders"]]
    assert sorted(shown) == sorted(names)
    assert [one["state"] for one in first["orders"]] == ["CREATED"] * 5
    before = [saved(shell, name) for name in names]
    again = shell.ok("status", "--all")
    assert [one["name"] for one in again["orders"]] == shown
    assert [saved(shell, name) for name in names] == before


def test_one_that_can_not_be_had_does_not_keep_the_others(shell: Shell) -> None:
    names = reserve(shell, 3)
    store = OrderStore(shell.state / "sandbox")
    server = {"idNumberOrder": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "state": "CREATED"}
    store.save(Order(name="gone", project_id="sandbox", server=server))
    done = shell.run("status", "--all", "--json")
    found = json.loads(done.out)
    assert sorted(one["name"] for one in found["orders"]) == sorted(names)
    assert any("gone" in warning for warning in found["warnings"]), found["warnings"]


class SlowRun:
    """A run whose orders take a while; it notes how many are asked for at once."""

    def __init__(self) -> None:
        self.now = self.most = 0


def test_no_more_are_asked_for_at_once_than_there_are_workers(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Lock

    from sinch_order_cli.commands.context import Run
    from sinch_order_cli.commands.settings import Flags, Settings
    from sinch_order_cli.service import current

    count, lock = SlowRun(), Lock()

    def look(run: Any, name: str, **_: Any) -> Order:
        with lock:
            count.now += 1
            count.most = max(count.most, count.now)
        time.sleep(0.02)
        with lock:
            count.now -= 1
        return Order(name=name)

    monkeypatch.setattr(current, "look_now", look)
    names = [f"order-{n}" for n in range(40)]
    environment = {"SINCH_ORDER_STATE_DIR": str(shell.state), "SINCH_PROJECT_ID": "p"}
    settings = Settings.read(Flags(), environment)
    with Run(settings) as run, order_fetcher.OrderFetcher(run) as looking:
        found = [(name, order) for name, order in looking.each(names)]
    assert [name for name, _ in found] == names
    assert [order.name for _, order in found if isinstance(order, Order)] == names
    assert 2 <= count.most <= order_fetcher.WORKERS
