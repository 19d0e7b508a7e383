"""A history written by hand: the commands, and the fate of each request."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from . import adapter, invariants
from .network import Exchange, Fate
from .people import COMPANIES, PROJECTS, People
from .person import Person
from .server import Refused, ServerOrder
from .world import Machine, Program, World

Json = Any


class Story:
    """A world in which only the written failures occur, checked after each command."""

    def __init__(self, home: Path) -> None:
        self.world = World(home)
        self.people = People(self.world)
        self.laptop, self.desktop = self.world.machines
        self._fates: dict[str, list[Fate]] = {}
        self.world.script = self._next_fate
        invariants.watch(self.people)

    def _next_fate(self, exchange: Exchange) -> Fate | None:
        left = self._fates.get(exchange.operation)
        return left.pop(0) if left else None

    def fail(self, operation: str, *fates: Fate) -> None:
        """Set the fates of the next requests of an operation."""
        self._fates[operation] = list(fates)

    def do(
        self,
        line: str,
        *,
        on: Machine | None = None,
        project: str = PROJECTS[0],
        company: str = COMPANIES[0],
    ) -> Program:
        """Run one command line, and check the invariants."""
        [program] = self.together(line, on=on, project=project, company=company)
        return program

    def together(
        self,
        *lines: str,
        on: Machine | None = None,
        project: str = PROJECTS[0],
        company: str = COMPANIES[0],
    ) -> list[Program]:
        """Run command lines in parallel."""
        machine = on or self.laptop
        programs = [
            self.people.program(machine, shlex.split(line), project, company) for line in lines
        ]
        self._run(programs)
        return programs

    def _run(self, programs: list[Program]) -> None:
        self.people.run(*programs)
        invariants.check(self.people, programs)

    def wizard(
        self,
        line: str,
        answers: Mapping[str, str | Sequence[str]],
        *,
        company: str = COMPANIES[0],
    ) -> Program:
        """Run the wizard with a user who answers the questions that start with these texts, and
        accepts defaults otherwise; "Ctrl-C" exits."""
        argv = shlex.split(line)
        program = self.people.wizard(self.laptop, argv, PROJECTS[0], company)
        program.person = _Reader(self.people, program, company, answers)
        self._run([program])
        return program

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self.world.tell(f"... {seconds:g} seconds pass")
        self.world.advance(self.world.now + seconds)

    def live(self) -> list[ServerOrder]:
        """Return the users' orders that have numbers reserved."""
        orders = self.world.server.orders.values()
        return [one for one in orders if one.live and one.by is not None]

    def files(self, machine: Machine | None = None) -> dict[str, bytes]:
        """Return the order files on a machine, by name."""
        adapter.read_state(machine or self.laptop)
        found = (machine or self.laptop).text.items()
        return {Path(name).stem: text for name, text in found if name.startswith("orders/")}

    def __str__(self) -> str:
        return "\n".join(self.world.story)


@contextmanager
def told(home: Path) -> Iterator[Story]:
    """Yield a story in which no invariant may be violated by its end."""
    story = Story(home)
    with adapter.inside(story.world):
        yield story
    assert not story.world.violations, f"\n{story}"


class _Reader(Person):
    """A user who gives the written answers."""

    def __init__(
        self,
        people: People,
        program: Program,
        company: str,
        answers: Mapping[str, str | Sequence[str]],
    ) -> None:
        super().__init__(people, program, company)
        self._answers = answers

    def _written(self, question: str) -> str | Sequence[str]:
        for begins, answer in self._answers.items():
            if question.startswith(begins):
                if answer == "Ctrl-C":
                    self._leave()
                return answer
        return ""

    def text(self, question: str, *, default: str = "", optional: bool = False, **_: Any) -> str:
        if typed := self._written(question):
            return str(typed)
        if question.startswith("Business name"):
            return self._people.business(self._company)
        return default or ("" if optional else "plan")

    def select(
        self, question: str, options: Sequence[Any], *, default: Any = None, **_: Any
    ) -> Any:
        wanted = str(self._written(question))
        able = [one for one in options if not one.disabled]
        chosen = next((one for one in able if wanted and wanted in str(one.label)), able[0])
        self._say(question, str(chosen.label))
        return chosen.value

    def mark(self, question: str, options: Sequence[Any], **_: Any) -> list[Any]:
        wanted = self._written(question)
        able = [one for one in options if not one.disabled]
        chosen = [one for one in able if str(one.label).replace(" ", "")[:12] in wanted]
        return [one.value for one in chosen or able[:1]]

    def confirm(self, question: str, *, default: bool | None = None, **_: Any) -> bool:
        written = self._written(question)
        return written == "yes" if written else True if default is None else default


# Fates of requests.


def ok(exchange: Exchange) -> httpx.Response:
    """Execute the request and respond."""
    return exchange.answer(*exchange.act())


def lost(exchange: Exchange) -> httpx.Response:
    """Execute the request, and lose the response."""
    exchange.act()
    return not_sent(exchange)


def not_sent(exchange: Exchange) -> httpx.Response:
    """Cut the request off before the server has received it."""
    exchange.program.pause(0.1)
    raise httpx.ReadError("cut", request=exchange.request)


def done_then(status: int, **headers: str) -> Fate:
    """Execute the request; a gateway responds with another status."""

    def done_then_status(exchange: Exchange) -> httpx.Response:
        exchange.act()
        return exchange.answer(status, Refused(status, "no").body, **headers)

    return done_then_status


def refused(status: int, date_off: float = 0.0) -> Fate:
    """Don't execute the request; the gateway's Date may be off by some seconds."""

    def refused_by_gateway(exchange: Exchange) -> httpx.Response:
        exchange.date_off = date_off
        return exchange.answer(status, Refused(status, "no").body)

    return refused_by_gateway


def left_while_it_takes(seconds: float, *, killed: bool = False) -> Fate:
    """Press Ctrl-C twice, or kill the program, while the server is working."""

    def interrupted(exchange: Exchange) -> httpx.Response:
        exchange.act_later(seconds)
        if killed:
            exchange.program.die()
        raise KeyboardInterrupt

    return interrupted


def late(seconds: float) -> Fate:
    """Execute the request after the client has stopped waiting."""

    def carried_out_late(exchange: Exchange) -> httpx.Response:
        exchange.act_later(seconds)
        exchange.program.pause(float(exchange.request.extensions["timeout"]["read"]))
        raise httpx.ReadTimeout("late", request=exchange.request)

    return carried_out_late


def changed(change: Callable[[Json], Json]) -> Fate:
    """Execute the request, and change the response."""

    def changed_answer(exchange: Exchange) -> httpx.Response:
        status, body = exchange.act()
        return exchange.answer(status, change(body))

    return changed_answer
