"""The six invariants that hold after every step, whatever happened."""

from __future__ import annotations

import re
import shlex

from . import adapter
from .network import Exchange
from .people import COMPANIES, PRIVATE, People, value
from .world import Machine, Program, Send, is_in_doubt

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PERSONAL = ("orders", "customers", "damaged")
"""The folders with answers and facts, as SECURITY.md promises."""
FINAL = ("COMPLETED", "REJECTED", "EXPIRED")
_LIVES = "unexpected error"


def check(people: People, programs: list[Program]) -> None:
    """Check everything after `programs` have ended."""
    for program in programs:
        _truth(program)
        _words(program)
        _told_id(program)
    _one_reservation(people)
    for machine in people.world.machines:
        _attempts(people, machine)
        _owners(people, machine)
        _files(people, machine)


def watch(people: People) -> None:
    """Check what the server accepts, at the time it does."""
    people.world.on_taken = lambda exchange: _taken(people, exchange)


def _one_reservation(people: People) -> None:
    """1. At most one active reservation for one wish, unless the user agreed to more."""
    world = people.world
    known = {one.id for machine in world.machines for one in people.records(machine)}
    for wish in people.wishes:
        live = [
            one
            for one in world.server.orders.values()
            if one.live and one.by is not None and one.by.wish is wish
            # Nobody can infer another number from a lost response: the requested one is available.
            if not one.substituted or (one.id in known and one.id not in world.imported)
        ]
        # Requesting a number again is safe while only one order can have it. It is not if the
        # server gives another number instead and then also executes the first request.
        first = min((one.by.at for one in live), default=0.0)
        live = [one for one in live if not (one.substituted and one.by.at > first)]
        if len(live) > 1 + wish.granted:
            ids = ", ".join(f"{one.id} ({'/'.join(one.numbers)})" for one in live)
            world.violated("1 one reservation", f"{wish.words}: {ids}")


def _told_id(program: Program) -> None:
    """2. An ID received by a program that lived to save it is in a file, or was printed."""
    if program.killed:
        return
    texts = program.machine.text
    for send in program.sends:
        if send.order is None or send.answer != send.order.id or send.forgotten:
            continue
        known = any(send.order.id.encode() in text for text in texts.values())
        said = program.lost_hold and send.order.id in program.stdout + program.stderr
        if not known and not said:
            program.world.violated("2 id lost", f"{send.order.id} came, and is in no file")


def _attempts(people: People, machine: Machine) -> None:
    """3. A reservation unknown to everyone is recorded in a file as of unknown outcome."""
    world = people.world
    records, damaged = adapter.records(machine)
    if damaged:
        return
    ids = {one.id for one in records}
    for send in world.sends:
        if send.program.machine is not machine or not is_in_doubt(send):
            continue
        if send.order is not None and send.order.id in ids:
            continue
        mended = [one for one in records if (machine.name, one.name) in world.damaged]
        if any(one.unknown for one in mended):  # its content is unknown now
            continue
        if mended and send.let_go:  # given up, and its record was damaged since
            continue
        if any(
            send.body in one.bodies for one in records if (machine.name, one.name) in world.merged
        ):
            continue  # the user has said which order it was
        if any(one.has_unreadable for one in records):  # and its name may have changed since
            continue
        if any((machine.name, one.name) in world.merged for one in mended):
            continue  # and the user has said which order it was
        if not any(send.body == body for one in records for body in one.unknown):
            what = send.order.id if send.order else "what the server has not done yet"
            world.violated("3 doubt lost", f"{what} ({send.wish.words}) is in no file")


def _owners(people: People, machine: Machine) -> None:
    """4. No file combines one company's order with another company's answers or wish."""
    world = people.world
    for record in adapter.records(machine)[0]:
        order = world.server.orders.get(record.id)
        if order is None or order.by is None or record.id in _taken_by_hand(people):
            continue
        owner = order.by.wish.company
        wish = world.names.get((machine.name, record.name))
        if wish is not None and wish.company != owner:
            world.violated("4 another's order", f"{record.name} of {wish.company} has {owner}'s")
        _check_company(people, record.answers, owner, f"the file {record.name}")
        if record.state in FINAL and record.state != order.state:
            world.violated("0 said to have ended", f"{record.name}: {record.state}")


def _taken_by_hand(people: People) -> set[str]:
    """Return the orders whose IDs the user imported into a file.

    If two machines request one number within minutes, nobody can tell whose it is.
    """
    world = people.world
    return {
        record.id
        for machine in world.machines
        for record in (people.records(machine) if world.merged else ())
        if (machine.name, record.name) in world.merged
    }


def _check_company(people: People, data: object, owner: str, where: str) -> None:
    text = str(data)
    for company in COMPANIES:
        if company != owner and PRIVATE.format(company) in text:
            people.world.violated("4 another's answers", f"{where} of {owner}: {text}")


def _taken(people: People, exchange: Exchange) -> None:
    """4. Accepted registrations and submits have the right company's answers and their own
    numbers."""
    order = people.world.server.orders[exchange.path[1]]
    if order.by is None:
        return
    if order.id not in _taken_by_hand(people):
        where = f"{exchange.operation} {order.id}"
        _check_company(people, order.data, order.by.wish.company, where)
    rows = {row.get("senderId") for row in order.data[0]}
    machine = exchange.program.machine
    choices = (set(order.numbers), _shown_numbers(people, machine, order.id))
    asked = all(one.asks_numbers for one in people.records(machine) if one.id == order.id)
    if exchange.operation == "submit" and asked:  # each number has a row, and no other does
        fits = any(rows == numbers for numbers in choices)
    else:
        fits = any(rows <= numbers for numbers in choices)
    if not fits:
        people.world.violated(
            "4 another number", f"{exchange.operation} {order.id} of {order.numbers}: {rows}"
        )


def _shown_numbers(people: People, machine: Machine, id_: str) -> set[object]:
    """Return the numbers of an order as in a possibly altered response, which the file repeats."""
    adapter.read_state(machine)
    return {number for one in people.records(machine) if one.id == id_ for number in one.numbers}


def _truth(program: Program) -> None:
    """The output of the program is true."""
    if program.killed or program.code is None:
        return
    world, argv = program.world, program.argv
    if argv[0] == "create" and program.code == 0:
        made = [one for one in program.sends if one.order is not None]
        for send in made:
            _as_asked(program, send)
    if argv[0] == "submit" and program.code in (3, 5, 6) and "submit" in program.acted:
        world.violated("0 done, told as refused", f"{program}: exit {program.code}")
    if _LIVES in program.stderr:
        world.violated("0 crash", f"{program}: {program.stderr}")


def _as_asked(program: Program, send: Send) -> None:
    asked, order = value(program.argv, "--number"), send.order
    if asked and order.numbers != [asked] and send.answer == order.id:
        program.world.violated("0 not as asked", f"{asked} was asked, {order.numbers} reserved")
    if "--from" not in program.argv and order.project != program.project:
        program.world.violated("0 another project", f"{order.id} is in {order.project}")


def _words(program: Program) -> None:
    """Text from a server stays text."""
    text = program.stdout + program.stderr
    if found := _CONTROL.search(text):
        program.world.violated("0 control characters", f"{found[0]!r} in {text!r}"[:400])
    for line in text.splitlines():
        command = line.partition("sinch-order ")[2]
        if "$(touch x)" in command and "--json" not in program.argv:
            try:
                safe = any("$(touch x)" in word for word in shlex.split(command))
                safe = safe and "'$(touch x)" in command
            except ValueError:
                safe = False
            if not safe:
                program.world.violated("0 pasted", command)


def _files(people: People, machine: Machine) -> None:
    """6. Files are complete, and personal data are only where SECURITY.md says."""
    world = people.world
    damaged = [
        n for n in adapter.records(machine)[1] if (machine.name, n[:-5]) not in world.damaged
    ]
    if damaged:
        world.violated("6 damaged", ", ".join(damaged))
    for name, text in machine.text.items():
        if b"(personal data of " in text and name.partition("/")[0] not in PERSONAL:
            world.violated("6 personal data", name)
        if b"sEcReT" in text:
            world.violated("6 secret", name)
        if len(text) > adapter.LARGEST:
            world.violated("6 too large to be read again", name)
