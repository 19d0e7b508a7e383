"""The orders of a wizard session, as other programs change them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sinch_order_cli.kyc import read_form
from sinch_order_cli.store.orders import OrderStore
from sinch_order_cli.wizard import session
from sinch_order_cli.wizard.session import Session
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.steps import read_lookup

NUMBERS = ("+61411111112", "+61411111113")


@pytest.mark.parametrize("leaves", [True, False])
def test_an_order_taken_out_of_its_group_meanwhile_is_not_part_of_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leaves: bool
) -> None:
    store = OrderStore(tmp_path)
    for name, number in zip(("one", "two"), NUMBERS, strict=True):
        made = Order(name=name, group="g", together=NUMBERS, lookup=read_lookup(None, 0.0))
        made.request = {"numberOrderOption": {"phoneNumbers": [number]}}
        store.save(made)
    held = store.hold

    @contextmanager
    def hold(name: str, **more: Any) -> Iterator[None]:
        if name == "two" and leaves:  # while this program waits for its lock
            other = store.load(name)
            other.group, other.answers = "", [{"endBusinessName": "Beta"}]
            store.save(other)
        with held(name, **more):
            yield

    monkeypatch.setattr(store, "hold", hold)
    monkeypatch.setattr(session, "header", lambda *_: None)
    with ExitStack() as stack:
        opened = Session(SimpleNamespace(store=store), stack)  # type: ignore[arg-type]
        opened.load_group("one")
        assert [one.name for one in opened.orders] == (["one"] if leaves else ["one", "two"])


def test_the_answers_of_a_number_that_is_gone_go_to_the_others(tmp_path: Path) -> None:
    store = OrderStore(tmp_path)
    orders = []
    for name, number in zip(("one", "two"), NUMBERS, strict=True):
        made = Order(name=name, group="g", together=NUMBERS, lookup=read_lookup(None, 0.0))
        made.request = {"numberOrderOption": {"phoneNumbers": [number]}}
        store.save(made)
        orders.append(made)
    orders[0].answers = [[{"senderId": NUMBERS[0]}], {"endBusinessName": "Acme"}]
    wizard = SimpleNamespace(store=store, form=lambda order: read_form(None))
    with ExitStack() as stack:
        opened = Session(wizard, stack)  # type: ignore[arg-type]
        opened.orders = list(orders)
        opened.leave_out(orders[0])
    assert store.names() == ["two"]
    assert store.load("two").answers == [[{"senderId": NUMBERS[1]}], {"endBusinessName": "Acme"}]
