"""SIGKILL at every save and send of commands with a customer, faults at their calls, and SIGKILL
while a customer is deleted.

Like `test_kills` with fewer calls, as a customer's data are saved by the same renames.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from commands.shell import PDF, Done
from commands.test_for_customer import FACTS, SAID

from sinch_order_cli.customers.documents import digest
from sinch_order_cli.customers.model import Customer, Document, Served
from sinch_order_cli.sandbox import orders
from sinch_order_cli.sandbox.server import SandboxServer
from sinch_order_cli.store.customers import CustomerStore

from .kill import Killer
from .lab import NAME, STEPS, Lab, fresh_lab
from .program import Program

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]

SECRET = "PAX4711-0815"
"""Her passport number."""

FORGET = ("customer", "forget", "acme", "--yes")


@pytest.fixture(autouse=True)
def documents_are_taken_in_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "UPLOAD_CHECK", timedelta(0))


def add_customer(home: Path) -> CustomerStore:
    """Create a customer with an identity number and a letter that was accepted before."""
    served = Served(region="AU", type="MOBILE", title="Letter of authorisation", accepted_at="")
    letter_file = home / "letter.pdf"
    home.mkdir(exist_ok=True)
    letter_file.write_bytes(PDF)
    sha256, size = digest(letter_file)
    letter = Document(
        kind="letterOfAuthorisation",
        path=str(letter_file),
        sha256=sha256,
        size=size,
        mime_type="application/pdf",
        served_for=(served,),
    )
    store = CustomerStore(home / "state")
    facts = {**FACTS, "people.0.idNumber": SECRET}
    store.save(Customer(name="acme", facts=facts, documents=[letter]))
    return store


def step(lab: Lab, name: str) -> Done:
    """Run one of the four commands of a second order."""
    lines = {
        "create": ("AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "p", "--yes"),
        "register": (NAME, *SAID),
        "attach": (NAME, "--from-customer", "--accept-proposals"),
        "submit": (NAME, "--yes"),
    }
    customer = () if name in ("attach", "submit") else ("--customer", "acme")
    return lab.program.run(name, *lines[name], *customer, "--json")


def killed(at: int, work: Callable[[], Any]) -> bool:
    """Run work in a separate process that is killed at its N-th save or send; return True if it
    was."""
    child = os.fork()
    if child == 0:
        killer = Killer(at, saves_and_sends=True)
        try:
            killer.arm()
            work()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def goes_on(lab: Lab, name: str) -> None:
    """Repeat a command that was killed, as its user would."""
    done = step(lab, name)
    if done.code == 8:  # the order's ID is unknown locally: Sinch gives it
        [id_] = lab.ids()
        place = ("--region", "AU", "--type", "MOBILE")
        lab.program.ok("resume", "--order-id", id_, *place, "--into", NAME)
        done = step(lab, name)
    reviewed = name == "submit" and done.code == 6 and "is completed" in done.err
    assert done.code == 0 or reviewed, done.err


def assert_whole(lab: Lab, name: str, where: object) -> None:
    """Check that there is one order, for the customer, with the customer's facts and documents.

    Args:
        name: the step that failed; it was repeated, and the order registered.
    """
    [record] = lab.program.records()
    assert record["customer"] == "acme"
    assert record["answerSources"]["1.city"] == ["addresses.0.city"]
    assert record["answers"][1]["city"] == "Melbourne"
    sent = [one["path"] for one in record["attachments"].values()]
    assert sent == ([str(lab.letter)] if name in ("attach", "submit") else [])
    effects = lab.effects()
    assert effects["createNumberOrder"] == 1, where
    assert effects.get("submitNumberOrder", 0) == (name == "submit"), where


@pytest.mark.parametrize("part", range(len(STEPS)))
def test_a_kill_in_an_order_of_a_customer_loses_nothing(
    server: tuple[SandboxServer, Path, Path], part: int
) -> None:
    name, count = STEPS[part], 0
    for at in range(1, 100):
        with fresh_lab(server) as lab:
            store = add_customer(lab.program.home)
            for before in STEPS[:part]:
                assert step(lab, before).code == 0
            was_killed = killed(at, lambda lab=lab: step(lab, name))
            lab.settle()
            for again in STEPS[part : max(2, part + 1)]:
                goes_on(lab, again)
            assert_whole(lab, name, at)
            assert [*store.directory.iterdir()] == [store.path("acme")]
            if not was_killed:
                assert count >= 4
                return
            count += 1
    raise AssertionError("it never came to its end")


CALLS = {
    "create": "createNumberOrder",
    "register": "updateNumberOrderRegistration",
    "attach": "uploadNumberOrderAttachment",
    "submit": "submitNumberOrder",
}


@pytest.mark.parametrize("fault", ["cut-before", "cut-after", "half-body", "garbage"])
@pytest.mark.parametrize("part", range(len(STEPS)))
def test_a_fault_in_an_order_of_a_customer_loses_nothing(lab: Lab, part: int, fault: str) -> None:
    add_customer(lab.program.home)
    for before in STEPS[:part]:
        assert step(lab, before).code == 0
    name = STEPS[part]
    lab.fail({"operation": CALLS[name], "fault": fault})
    failed = step(lab, name)
    lab.fail()
    assert failed.code in (0, 7, 8) and "Traceback" not in failed.err
    for again in STEPS[part : max(2, part + 1)]:
        goes_on(lab, again)
    assert_whole(lab, name, fault)


def traces(folder: Path) -> list[str]:
    """Return the files with a trace of the customer: its name, an identity number, a person."""
    known = [word.encode() for word in ("acme", SECRET, "Zoë", "Melbourne")]
    return [
        str(path)
        for path in folder.rglob("*")
        if any(word in str(path).encode() for word in known)
        or (path.is_file() and any(word in path.read_bytes() for word in known))
    ]


def test_a_kill_while_a_customer_is_forgotten_leaves_nothing_the_next_time(tmp_path: Path) -> None:
    """Deleting again, or any other access to the customers, removes what a kill left."""
    for at in range(1, 100):
        home = tmp_path / str(at)
        program, store = Program(home, ""), add_customer(home)
        (store.directory / ".acme.json.0a1b2c3d.tmp").write_text(SECRET)
        was_killed = killed(at, lambda it=program: it.run(*FORGET))
        whole = store.path("acme").exists()
        done = program.run(*FORGET)
        assert done.code == (0 if whole else 5), done.err
        assert traces(home / "state") == [], at
        if not was_killed:
            return
