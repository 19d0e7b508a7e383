"""The users: what they want, what they type, and how they react to output."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.papers import pdf

from . import adapter
from .adapter import Record
from .person import COMPANIES, Person
from .server import LETTER, NUMBERS, REGION, TYPE
from .world import Machine, Program, World, is_in_doubt, number_in

PROJECTS = ("p1", "p2")
PRIVATE = "(personal data of {})"
"""Marks a company's answers wherever they are stored."""
PDF = pdf()


@dataclass
class Wish:
    """A user's wish for one number or one quantity; `granted` counts further ones they agreed
    to."""

    id: int
    company: str
    words: str
    granted: int = 0
    settled: bool = False
    """The user was told that it is reserved."""
    told: bool = False
    """The user was told that it is reserved, perhaps not as requested."""
    given_up: bool = False
    """Deleted with the user's agreement."""


class People:
    """The users of two companies at two machines."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.wishes: list[Wish] = []
        self._keys: dict[tuple[Any, ...], Wish] = {}
        self.ran: list[Program] = []
        for machine in world.machines:
            (machine.home / "letter.pdf").write_bytes(PDF)

    @property
    def tape(self) -> Any:
        return self.world.tape

    # Typing.

    def program(
        self, machine: Machine, argv: Sequence[str], project: str, company: str = COMPANIES[0]
    ) -> Program:
        """Return a command line to run, with the wish it is for."""
        wish = self._wish(machine, list(argv), project, company)
        program = Program(self.world, machine, argv, wish, project)
        if "--again" in argv and wish is not None:
            wish.granted += 1
            for send in self.world.sends if "--from" in argv else ():
                send.let_go = send.let_go or send.wish is wish
        if "--into" in argv:
            self.world.merged.add((machine.name, argv[argv.index("--into") + 1]))
        return program

    def wizard(self, machine: Machine, argv: Sequence[str], project: str, company: str) -> Program:
        """Return a wizard session of a user who wants numbers for a company."""
        program = Program(self.world, machine, argv, self._wish(machine, list(argv), project, ""),
                          project)  # fmt: skip
        program.person = Person(self, program, company)
        wishes: dict[str, Wish] = {}

        def wish_of(number: str) -> Wish:
            """In the wizard, each number is a wish of its own."""
            if number not in wishes:
                wishes[number] = Wish(len(self.wishes) + 1, company, f"wizard {number}")
                self.wishes.append(wishes[number])
            return wishes[number]

        program.wish_of = wish_of
        return program

    def business(self, company: str) -> str:
        """Return a company's answer to the question for its name."""
        return str(data_of(company, [])[1]["endBusinessName"])

    def run(self, *programs: Program) -> None:
        """Run programs in parallel, and process their output."""
        world = self.world
        for program in programs:
            world.tell(f"{program.machine.name} ({program.project}) $ {program}")
            named = [one for one in self.records(program.machine) if one.name in program.argv]
            program.before = named[0] if named else None
            beside = [one for one in programs if one is not program and one.wish is program.wish]
            if program.wish and beside and "--from" in program.argv and _other(program.argv):
                program.wish.granted += 1  # one command goes on, the other orders something else
        world.run(*programs)
        for program in programs:
            self.ran.append(program)
            world.tell(f"  -> {_outcome(program)}")
            adapter.read_state(program.machine)
            self._note(program, programs)
            self._own_renamed(program)
        for key in list(world.names):
            machine = next(one for one in world.machines if one.name == key[0])
            if f"orders/{key[1]}.json" not in machine.text:
                del world.names[key]

    def _note(self, program: Program, beside: Sequence[Program]) -> None:
        if program.person is not None and "✓ Reserved" in program.stdout + program.stderr:
            for send in program.sends:  # seen in the wizard
                send.wish.settled |= send.order is not None and send.answer == send.order.id
        if program.wish is None or program.killed:
            return
        if "--again" in program.argv and "--from" in program.argv:
            for send in self.world.sends:  # also by a program beside this one
                is_other = send.wish is program.wish and send.program is not program
                send.let_go = send.let_go or is_other
        if program.code in (0, 1) and program.result.get("idNumberOrder"):
            program.wish.told = True
            program.wish.settled |= program.code == 0
        if program.argv[0] == "create" and program.code == 0:
            program.wish.settled = True
            if ALREADY not in program.stdout + program.stderr:
                self._own(program)
        imports = "--order-id" in program.argv and "--into" not in program.argv
        if "--order-id" in program.argv and program.code == 0:
            self.world.imported.add(value(program.argv, "--order-id"))
        if program.argv[0] == "resume" and imports and program.code == 0:
            # under a name that a create beside it had claimed and freed
            self._own(program, imported=True)
        if program.argv[0] == "forget" and program.code == 0:
            # The user was told that the order still exists on the server, or gave it up.
            program.wish.settled = True
            program.wish.given_up |= "--abandon" in program.argv
            if any(other.wish is program.wish for other in beside if other is not program):
                program.wish.granted += 1  # a create that ran meanwhile began anew
        if program.argv[0] == "forget" and program.code == 0 and program.before is not None:
            for send in self.world.sends:
                known = send.order is not None and send.order.id == program.before.id
                was_in_it = send.wish is program.wish or send.body in program.before.unknown
                let_go = program.before.abandoned or "--abandon" in program.argv
                known = known or (was_in_it and let_go)
                send.forgotten = send.forgotten or known

    def _own_renamed(self, program: Program) -> None:
        """Assign a file that was renamed but could not be saved to the program that renamed it."""
        for record in self.records(program.machine):
            key = (program.machine.name, record.name)
            if key not in self.world.names and program.person is not None:
                number = "" if record.is_quantity or not record.numbers else str(record.numbers[0])
                self.world.names[key] = program.wish_of(number)
                self.world.made[key] = record.created_at

    def _own(self, program: Program, *, imported: bool = False) -> None:
        """Assign a reused draft without answers for the same request to this program's wish, or the
        order that it imported."""
        name = str(program.result.get("name") or re.split(r"[\t ]", program.stdout)[0])
        records = [one for one in self.records(program.machine) if one.name == name]
        if any(imported or not one.answers for one in records):
            self.world.names[program.machine.name, name] = program.wish

    # Wishes.

    def _wish(self, machine: Machine, argv: list[str], project: str, company: str) -> Wish | None:
        if argv[0] == "create":
            return self._wish_of_create(machine, argv, project, company)
        if argv[0] == "resume" and "--order-id" in argv:
            order = self.world.server.orders.get(value(argv, "--order-id"))
            return order.by.wish if order is not None and order.by is not None else None
        if len(argv) > 1:
            return self.world.names.get((machine.name, argv[1]))
        return None

    def _wish_of_create(
        self, machine: Machine, argv: list[str], project: str, company: str
    ) -> Wish:
        old = value(argv, "--from")
        key = (machine.name, project, *(one for one in argv if one not in _SAME))
        if old:
            before = self.world.names.get((machine.name, old))
            record = next((one for one in self.records(machine) if one.name == old), None)
            if before is not None and record is not None:
                company = before.company
                order = self.world.server.orders.get(record.id)
                other = _other(argv)
                if not record.id and other:  # from here on, the first command is a new one
                    self._keys = {one: wish for one, wish in self._keys.items() if wish != before}
                draft = not record.id and not (before.settled and other)
                if draft or (order is not None and order.live and not other):
                    return before
        wish = self._keys.get(key)
        goes_on = wish is not None and wish in self.world.names.values()  # with its local files
        if not old and "--name" not in argv and not goes_on:
            wish = self._in_doubt(machine, argv, project) or wish
        if wish is None or wish.settled:
            words = " ".join(argv[:4])
            wish = self._keys[key] = Wish(len(self.wishes) + 1, company, words)
            self.wishes.append(wish)
        return wish

    def _in_doubt(self, machine: Machine, argv: list[str], project: str) -> Wish | None:
        """Return the wish of unknown outcome that a similar request repeats."""
        known = {one.id for one in self.records(machine)}
        for send in self.world.sends:
            here = send.program.machine is machine and send.project == project
            lost = send.order is None or send.order.id not in known
            same = number_in(send.body) == value(argv, "--number")
            # else it is a further one
            open_ = not (send.wish.settled or send.wish.told or send.let_go)
            if here and lost and same and is_in_doubt(send) and open_:
                return send.wish  # type: ignore[no-any-return]
        return None

    def records(self, machine: Machine) -> list[Record]:
        """Return the order files on a machine."""
        return adapter.records(machine)[0]

    # The users' files.

    def answers(self, machine: Machine, company: str, numbers: Sequence[str]) -> str:
        """Write a company's answers about numbers to a file, and return its path."""
        path = machine.home / f"{company}-{'-'.join(n[-2:] for n in numbers[:5])}.json"
        if not path.exists():
            path.write_text(json.dumps(data_of(company, numbers)))
        return str(path)

    # Reactions to output.

    def hinted(self, program: Program) -> list[list[str]]:
        """Return the commands in a program's last output, ready to run."""
        if program.error:
            lines = str(program.error.get("hint") or "").splitlines()
        else:
            lines = (program.stderr + "\n" + program.stdout).splitlines()
        found = []
        for line in lines:
            match = re.search(r"sinch-order ([a-z].*)", line)
            if match is None:
                continue
            try:
                argv = shlex.split(match[1].rstrip(".,:;"))
            except ValueError:
                continue
            filled = self._filled(program, argv)
            if filled:
                found.append(filled)
        step = program.result.get("step")
        name = program.result.get("name")
        if program.argv[0] == "register" and program.code == 2 and len(program.argv) > 1:
            step, name = "register", program.argv[1]  # the hint names the flag for a file
        if step in ("register", "attach", "submit") and name:
            found.insert(0, self.step(program.machine, step, str(name)))
        return found

    def step(self, machine: Machine, step: str, name: str) -> list[str]:
        """Return the command of one step for an order."""
        if step == "register":
            record = next((one for one in self.records(machine) if one.name == name), None)
            wish = self.world.names.get((machine.name, name))
            company = wish.company if wish else COMPANIES[0]
            numbers = record.numbers if record else []
            if (
                record is not None
                and record.answers is not None
                and not self.world.calm
                and self.tape.chance(140)
            ):
                return ["register", name, "--json"]  # with its saved answers
            file = self.answers(machine, company, [str(n) for n in numbers] or NUMBERS[:1])
            return ["register", name, "--answers", file, "--json"]
        if step == "attach":
            return ["attach", name, LETTER, str(machine.home / "letter.pdf"), "--json"]
        if step == "create":
            return ["create", "--from", name, "--yes", "--json"]
        if step == "submit":
            return ["submit", name, "--yes", "--json"]
        return ["status", name, "--json"]

    def _filled(self, program: Program, argv: list[str]) -> list[str] | None:
        """Fill the placeholders of a suggested command; None if it is useless here."""
        if argv[0] not in _USEFUL:
            return None
        wish, machine = program.wish, program.machine
        if argv[0] in ("register", "attach") and len(argv) > 1 and argv[1] != "ORDER":
            return self.step(machine, argv[0], argv[1])
        filled = []
        for place, word in enumerate(argv):
            if word == "ID" and argv[place - 1] == "--order-id":
                word = self.asked_of_sinch(program.project, wish)
            filled.append({"+E164": self.tape.pick(NUMBERS), "REGION": REGION, "TYPE": TYPE,
                           "NEW": "taken-up", "NAME": "taken-up"}.get(word, word))  # fmt: skip
        if any(re.fullmatch(r"[A-Z]{3,}|…", one) for one in filled if one not in (REGION, TYPE)):
            return None
        if not all(filled) or "--verbose" in filled:
            return None
        filled += ["--timeout", "60"] if "--watch" in filled else []  # a few checks are enough
        return [*filled, *(() if "--json" in filled else ("--json",))]

    def asked_of_sinch(self, project: str, wish: Wish | None) -> str:
        """Return the ID that Sinch gives to a user asking for an order: usually the right one."""
        known = [one for one in self.world.server.orders.values() if one.project == project]
        mine = [one.id for one in known if one.by is not None and one.by.wish is wish and one.live]
        others = [one.id for one in known if one.by is not None]
        chosen = mine or others
        return self.tape.pick(chosen) if chosen else ""


ALREADY = "is already reserved"
_SAME = ("--yes", "--json", "--again")
_USEFUL = ("create", "register", "attach", "submit", "status", "resume", "check", "forget")


def _other(argv: Sequence[str]) -> bool:
    """Return True if a command names another number or quantity than the earlier order's."""
    return "--number" in argv or "--quantity" in argv


def value(argv: Sequence[str], flag: str) -> str:
    """Return the value after a flag, "" without it."""
    return argv[argv.index(flag) + 1] if flag in argv[:-1] else ""


def data_of(company: str, numbers: Sequence[str]) -> list[Any]:
    """Return a company's answers about numbers."""
    name = f"{company} {PRIVATE.format(company)}"
    return [[{"senderId": number} for number in numbers], {"endBusinessName": name}]


def _outcome(program: Program) -> str:
    if program.killed:
        return "killed"
    error = program.error
    if error:
        said = " / ".join(str(error.get(key) or "") for key in ("message", "reason", "hint"))
    else:
        result = program.result
        keys = ("name", "idNumberOrder", "state", "step")
        said = " ".join(str(result[key]) for key in keys if result.get(key))
        said = f"{said} {program.stderr.strip()}" if result else program.stdout + program.stderr
    return f"exit {program.code}: {' '.join(said.split())}"[:900]
