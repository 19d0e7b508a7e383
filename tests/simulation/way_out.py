"""5. After any history, the program's own hints lead to an end."""

from __future__ import annotations

from . import adapter, invariants
from .people import PROJECTS, People, Program
from .server import REGION, TYPE
from .world import Machine

MOST = 24
"""Maximum number of commands until the end."""


def seek(people: People) -> None:
    """With no more failures, follow the program's hints for each order to its end."""
    world = people.world
    world.calm = True
    world.tell("=== from here on all is calm, and the operator does what is said")
    world.advance(world.now + 900)
    for machine in world.machines:
        machine.date_off = 0.0
        for record in people.records(machine)[:2]:
            _follow(people, machine, record.name, record.project or PROJECTS[0])
            if world.violations:
                return


def _follow(people: People, machine: Machine, name: str, project: str) -> None:
    argv: list[str] | None = ["resume", name, "--json"]
    for _ in range(MOST):
        assert argv is not None
        program = people.program(machine, argv, project)
        people.run(program)
        invariants.check(people, [program])
        if people.world.violations:
            return
        argv = _next(people, program, name)
        if argv is None:
            return
        name = str(program.result.get("name") or name)
    people.world.violated("5 no way out", f"{name}: after {MOST} commands")


def _next(people: People, program: Program, name: str) -> list[str] | None:
    """Return the next command; None at an end: a final state, or a stated reason."""
    if program.code == 0 and program.argv[0] == "forget":
        return None
    if program.code == 0:
        state, step = program.result.get("state"), program.result.get("step")
        name = str(program.result.get("name") or name)
        if state in ("COMPLETED", "REJECTED", "EXPIRED"):
            return None
        if step == "review":
            people.world.advance(people.world.now + 5 * 3600)
            if state == "BLOCKED" and program.argv[0] == "register":
                return people.step(program.machine, "submit", name)
            if state == "BLOCKED":
                return people.step(program.machine, "register", name)
            return ["status", name, "--json"]
        if step in ("requirements", "search"):
            free = people.world.server.free()
            if not free:
                return None  # others have taken every number
            return ["create", "--from", name, "--number", free[-1], "--yes", "--json"]
        return people.step(program.machine, str(step), name)
    if program.code == 5:
        return None
    if program.code == 8:
        return _decide(people, program, name)
    if program.code == 2 and str(program.error.get("message")).startswith("--yes is missing"):
        return [*program.argv, "--yes"]
    commands = people.hinted(program)
    if not commands:
        people.world.violated("5 no way out", f"{program}: exit {program.code} names no command")
        return None
    return commands[0]


def _decide(people: People, program: Program, name: str) -> list[str]:
    """Resolve an unknown outcome: ask Sinch, import the order if it exists, else reserve again."""
    known = {one.id for one in people.records(program.machine)}
    doubts = [one.get("name") for one in program.error.get("orders") or ()]
    doubtful = str((doubts or [name])[0] or name)  # perhaps another one, with the same request
    if "file is damaged" in str(program.error.get("message")):
        return ["resume", doubtful, "--json"]
    for order in people.world.server.orders.values():
        mine = order.by is not None and order.by.wish is program.wish
        if mine and order.live and order.id not in known:
            into = ["--into", doubtful] if adapter.INTO else []
            flags = ["--order-id", order.id, "--region", REGION, "--type", TYPE]
            return ["resume", *flags, *into, "--json"]
    tried = any("--again" in one.argv and name in one.argv for one in people.ran[-MOST:])
    if not tried:
        return ["create", "--from", name, "--again", "--yes", "--json"]
    return ["forget", name, "--yes", *(["--abandon"] if adapter.INTO else []), "--json"]
