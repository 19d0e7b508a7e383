"""The actions that can occur in one step of a history."""

from __future__ import annotations

from collections.abc import Callable

from .adapter import INTO, Record
from .people import COMPANIES, PROJECTS, People
from .server import HALF_HOUR, NUMBERS, REGION, TWO_DAYS, TYPE
from .world import Machine, Program

DAY = 86400.0


def set_up(people: People) -> None:
    """Choose the settings of the whole history."""
    world = people.world
    tape, server = world.tape, world.server
    long, short = tape.pick(((TWO_DAYS, TWO_DAYS), (HALF_HOUR, HALF_HOUR), (TWO_DAYS, HALF_HOUR)))
    server.lasts = {number: (long, short)[place % 2] for place, number in enumerate(NUMBERS)}
    server.tells_expiry = not tape.chance(40)
    server.keen_strangers = tape.chance(80)
    verdicts = [tape.pick(("COMPLETED", "COMPLETED", "REJECTED", "BLOCKED")) for _ in range(4)]
    server.verdicts = lambda: verdicts.pop() if verdicts else "COMPLETED"
    for machine in world.machines:
        machine.clock_off = tape.weighted([(0, 0.0), (16, -3 * DAY), (16, 3 * DAY), (16, 300.0)])
        machine.drift = tape.weighted([(0, 0.0), (16, 0.001), (8, -0.01)])
        machine.date_off = tape.weighted([(0, 0.0), (16, None), (16, 3 * DAY), (16, -3 * DAY)])


def step(people: People) -> None:
    """Do the action of one user, or of several at the same time."""
    action: Callable[[People], None] = people.tape.weighted(ACTIONS)
    action(people)


# Commands.


def _create(people: People) -> Program:
    tape = people.tape
    number = NUMBERS[tape.draw(4)]
    project, company = _for_whom(people)
    machine = _machine(people)
    argv = ["create", REGION, TYPE, "--number", number, "--yes", *_json(people)]
    if tape.chance(30):
        argv += ["--sms-plan", "plan"]
    if tape.chance(20):
        argv += ["--name", f"order-{tape.draw(3)}"]
    return people.program(machine, argv, project, company)


def _quantity(people: People) -> Program:
    project, company = _for_whom(people)
    machine = _machine(people)
    argv = ["create", REGION, TYPE, "--quantity", str(people.tape.draw(2) + 2), "--yes"]
    argv += _json(people)
    if people.tape.chance(40):
        argv += ["--sms-plan", "plan"]
    if people.tape.chance(30):
        argv += ["--again"]
    return people.program(machine, argv, project, company)


def _from(people: People) -> Program:
    machine, record = _order(people)
    if record is None:
        return _create(people)
    argv = ["create", "--from", record.name, "--yes", *_json(people)]
    how = people.tape.pick(
        ("", "", "number", "again", "number again", "plan", "quantity", "similar", "similar")
    )
    if "number" in how:
        argv += ["--number", people.tape.pick(NUMBERS[:6])]
    if "again" in how:
        argv += ["--again"]
    if how == "plan":
        argv += ["--sms-plan", "other"]
    if how == "similar" and INTO:
        argv += ["--or-similar"]
    if how == "quantity":
        argv += ["--quantity", "2"]
    return people.program(machine, argv, record.project or PROJECTS[0])


def _repeat(people: People) -> Program:
    if not people.ran:
        return _create(people)
    before = people.tape.pick(people.ran[-1:-5:-1])
    if before.person is not None:
        return _wizard(people)
    if before.argv[0] == "register":
        now = people.world.names.get((before.machine.name, before.argv[1]))
        if now is not None and now is not before.wish:
            return _create(people)  # a forgotten order's name, which another one has now
    project = before.project
    if people.tape.chance(50):
        project = PROJECTS[1 - PROJECTS.index(project)]
    company = before.wish.company if before.wish else COMPANIES[0]
    return people.program(before.machine, before.argv, project, company)


def _hint(people: People) -> Program:
    if not people.ran:
        return _create(people)
    before = people.tape.pick(people.ran[-1:-4:-1])
    commands = people.hinted(before)
    if not commands:
        return _repeat(people)
    return people.program(before.machine, people.tape.pick(commands), before.project)


def _named(*argv: str) -> Callable[[People], Program]:
    def make(people: People) -> Program:
        machine, record = _order(people)
        if record is None:
            return _create(people)
        command = [argv[0], record.name, *argv[1:], *_json(people)]
        return people.program(machine, command, record.project or PROJECTS[0])

    return make


def _step_of(step: str) -> Callable[[People], Program]:
    def make(people: People) -> Program:
        machine, record = _order(people)
        if record is None:
            return _create(people)
        argv = people.step(machine, step, record.name)
        if step == "register" and people.tape.chance(90):
            argv = ["register", record.name, "--json"]
        elif step == "register" and people.tape.chance(60):
            wish = people.world.names.get((machine.name, record.name))
            company = wish.company if wish else COMPANIES[0]
            file = people.answers(machine, company, [people.tape.pick(NUMBERS)])
            argv = ["register", record.name, "--answers", file, "--json"]
        return people.program(machine, argv, record.project or PROJECTS[0])

    return make


def _import_order(people: People) -> Program:
    machine, record = _order(people)
    project = people.tape.pick(PROJECTS)
    wish = people.world.names.get((machine.name, record.name)) if record else None
    known = [one.id for one in people.world.server.orders.values() if one.project == project]
    id_ = people.asked_of_sinch(project, wish)
    if people.tape.chance(128) and known:
        id_ = people.tape.pick(known)
    if not id_:
        return _create(people)
    argv = ["resume", "--order-id", id_, "--region", REGION, "--type", TYPE, *_json(people)]
    return people.program(machine, argv, project)


def _forget(people: People) -> Program:
    machine, record = _order(people)
    if record is None:
        return _create(people)
    argv = ["forget", record.name, "--yes"]
    if people.tape.chance(20):
        argv += ["--abandon"]
    return people.program(machine, argv, record.project or PROJECTS[0])


def _wizard(people: People) -> Program:
    machine, record = _order(people)
    project, company = _for_whom(people)
    if record is not None and people.tape.chance(110):
        wish = people.world.names.get((machine.name, record.name))
        company = wish.company if wish else company
        argv = ["resume", record.name]
        return people.wizard(machine, argv, record.project or project, company)
    return people.wizard(machine, ["wizard", REGION, TYPE], project, company)


COMMANDS = [
    (0, _create), (22, _repeat), (40, _from), (36, _hint), (20, _named("status")),
    (8, _named("resume")), (24, _step_of("register")), (12, _step_of("attach")),
    (12, _step_of("submit")), (20, _import_order), (6, _forget), (28, _quantity),
    (3, _named("check")), (26, _wizard),
]  # fmt: skip


# Steps.


def _command(people: People) -> None:
    people.run(people.tape.weighted(COMMANDS)(people))


def _together(people: People) -> None:
    first = people.tape.weighted(COMMANDS)(people)
    programs = [first]
    if people.tape.chance(160) and first.person is None:
        company = first.wish.company if first.wish else COMPANIES[0]
        programs += [
            people.program(first.machine, first.argv, first.project, company)
            for _ in range(1 + people.tape.draw(2))
        ]
    else:
        programs.append(people.tape.weighted(COMMANDS)(people))
    people.run(*programs)


def _to_the_end(people: People) -> None:
    """Register, attach and submit, one after another."""
    machine, record = _order(people)
    if record is None:
        return _command(people)
    for step in ("register", "attach", "submit"):
        argv = people.step(machine, step, record.name)
        people.run(people.program(machine, argv, record.project or PROJECTS[0]))
    return None


def _another_like_it(people: People) -> None:
    """Create a new order from an earlier one, for another number, and complete it."""
    machine, record = _order(people)
    if record is None:
        return _to_the_end(people)
    project = record.project or PROJECTS[0]
    number = people.tape.pick(people.world.server.free() or NUMBERS)
    argv = ["create", "--from", record.name, "--number", number, "--yes", "--json"]
    people.run(people.program(machine, argv, project))
    made = people.ran[-1]
    name = str(made.result.get("name") or "")
    register = ["register", name]
    if people.tape.chance(100):  # the file with the earlier answers
        company = made.wish.company if made.wish else COMPANIES[0]
        register += [
            "--answers",
            people.answers(machine, company, [str(one) for one in record.numbers[:1]]),
        ]
    for line in (register, ["submit", name, "--yes"]) if name else ():
        people.run(people.program(machine, [*line, "--json"], project))
    return None


def _again_and_again(people: People) -> None:
    """After a reservation has expired, request its replacement more than once."""
    machine, record = _order(people)
    if record is None:
        return _to_the_end(people)
    if people.tape.chance(128):
        people.world.advance(people.world.now + 2 * DAY + 60)
    argv = ["create", "--from", record.name, "--yes", "--json"]
    if INTO and people.tape.chance(128):
        argv += ["--or-similar"]
    project = record.project or PROJECTS[0]
    times = 2 + people.tape.draw(2)
    if people.tape.chance(128):
        people.run(*(people.program(machine, argv, project) for _ in range(times)))
        return None
    for _ in range(times):
        people.run(people.program(machine, argv, project))
    return None


def _number_that_two_want(people: People) -> None:
    """Two companies choose several numbers in the wizard, with one number in common."""
    laptop = people.world.machines[0]
    for company in COMPANIES:
        wizard = people.wizard(laptop, ["wizard", REGION, TYPE], PROJECTS[0], company)
        wizard.person.several = True
        if company != COMPANIES[0] and people.tape.chance(128):
            wizard.person.leaves_at = "Business name"
        before = {one.name for one in people.records(laptop)}
        people.run(wizard)
        made = sorted({one.name for one in people.records(laptop)} - before)
        if company == COMPANIES[0]:
            people.world.advance(people.world.now + HALF_HOUR + 60)
        elif made:
            people.run(people.wizard(laptop, ["resume", made[0]], PROJECTS[0], company))


def _time(people: People) -> None:
    seconds = people.tape.pick((60.0, 5.0, 1.0, 300.0, 2000.0, 5 * 3600.0, 2 * DAY + 60, 3 * DAY))
    people.world.tell(f"... {seconds:g} seconds pass")
    people.world.advance(people.world.now + seconds)


def _clock(people: People) -> None:
    machine = _machine(people)
    how = people.tape.draw(3)
    if how == 0:
        machine.clock_off += people.tape.pick((3 * DAY, -3 * DAY, 600.0))
        people.world.tell(f"the clock of the {machine.name} jumps to {machine.clock_off:+g} s")
    elif how == 1:
        machine.date_off = people.tape.pick((3 * DAY, -3 * DAY, None, 0.0))
        people.world.tell(f"the gateway of the {machine.name} puts Date off by {machine.date_off}")
    else:
        machine.booted, machine.boot = people.world.now - 5.0, machine.boot + 1
        people.world.tell(f"the {machine.name} is booted anew")
    if people.tape.chance(128):
        people.run(_repeat(people))


def _stranger(people: People) -> None:
    people.world.server.give_away(people.tape.pick(NUMBERS[:4]))


def _damage(people: People) -> None:
    machine, record = _order(people)
    if record is None:
        return
    path = machine.state / "orders" / f"{record.name}.json"
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    people.world.damaged.add((machine.name, record.name))
    people.world.tell(f"half of {path.name} on the {machine.name} is lost")


ACTIONS = [
    (0, _command), (34, _together), (22, _to_the_end), (12, _another_like_it),
    (34, _time), (24, _clock), (6, _stranger),
    (5, _damage), (10, _again_and_again), (5, _number_that_two_want),
]  # fmt: skip


# Objects of the actions.


def _machine(people: People) -> Machine:
    return people.world.machines[1 if people.tape.chance(40) else 0]


def _for_whom(people: People) -> tuple[str, str]:
    project = PROJECTS[1 if people.tape.chance(40) else 0]
    return project, COMPANIES[1 if people.tape.chance(100) else 0]


def _order(people: People) -> tuple[Machine, Record | None]:
    machine = _machine(people)
    records = people.records(machine)
    return machine, people.tape.pick(records[::-1]) if records else None


def _json(people: People) -> list[str]:
    return [] if people.tape.chance(60) else ["--json"]
