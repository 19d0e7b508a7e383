"""Time, machines and their programs, which run one at a time in a random order.

A program yields when it sends, saves or sleeps. Nothing takes real time: a sleeping program
continues when the world's time has advanced.
"""

from __future__ import annotations

import heapq
import io
import itertools
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import adapter
from .server import Server
from .tape import Tape

if TYPE_CHECKING:
    from .network import Exchange, Fate
    from .people import Wish

START = 1_790_000_000.0
GRACE = 3.0
"""Seconds that an interrupted program waits for the response to a reservation."""


class Killed(BaseException):
    """The program was killed: none of its handlers has any effect."""


@dataclass
class Machine:
    """A machine with a home directory, a clock, and a gateway that may change Date headers."""

    name: str
    home: Path
    clock_off: float = 0.0
    drift: float = 0.0
    booted: float = START - 9000.0
    boot: int = 1
    date_off: float | None = 0.0
    """Seconds that the gateway adds to Date; None if it removes the header."""
    text: dict[str, bytes] = field(default_factory=dict)

    @property
    def state(self) -> Path:
        """The state directory."""
        return self.home / "state"


@dataclass
class Send:
    """A createNumberOrder that a program sent, and its true outcome."""

    program: Program
    body: dict[str, Any]
    project: str
    at: float
    order: Any = None
    pending: bool = False
    let_go: bool = False
    """The user reserved something else in its place, and knew that it may still be executed."""
    forgotten: bool = False
    """Its record was deleted, after the user had been told."""
    answer: str = "unknown"
    """The response that the program saw: an ID, "refused", or nothing conclusive."""

    wish: Any = None
    """The wish it was sent for."""
    fate: str = ""
    """Its fate in the network."""


def is_in_doubt(send: Send) -> bool:
    """Return True if a request has created, or may yet create, an order unknown to the program."""
    if send.answer not in ("unknown", "429") or send.forgotten or send.wish.given_up:
        return False
    if send.order is not None:
        return bool(send.order.live and not send.order.substituted)
    held = number_in(send.body) and number_in(send.body) not in send.program.world.server.free()
    return send.pending and not held  # a reserved number can't be reserved again


def number_in(body: dict[str, Any]) -> str:
    """Return the requested number, "" for a quantity."""
    return str((body.get("numberOrderOption") or {}).get("phoneNumbers", [""])[0])


class Program:
    """One run of the command line: its arguments, streams and progress."""

    def __init__(
        self, world: World, machine: Machine, argv: Sequence[str], wish: Any, project: str
    ) -> None:
        self.world, self.machine, self.argv, self.wish = world, machine, list(argv), wish
        self.project = project
        self.tape = world.tape
        self.out, self.err = (
            io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)
        )
        self.environment = {
            "HOME": str(machine.home),
            "PATH": "/usr/bin",
            "SINCH_ORDER_STATE_DIR": str(machine.state),
            "XDG_CACHE_HOME": str(machine.home / "cache"),
            "XDG_CONFIG_HOME": str(machine.home / "config"),
            "XDG_STATE_HOME": str(machine.home / "xdg"),
            "SINCH_NUMBERS_URL": "http://127.0.0.1:1",
            "SINCH_AUTH_URL": "http://127.0.0.1:1",
            "SINCH_PROJECT_ID": project,
            "SINCH_KEY_ID": "key",
            "SINCH_KEY_SECRET": "sEcReT",
        }
        self.code: int | None = None
        self.killed = False
        self.person: Any = None
        """The user at the terminal who answers its questions."""
        self.wish_of: Callable[[str], Any] = lambda number: self.wish
        """The wish that a number is for, if the program is for several."""
        self.before: Any = None
        """The order passed to it, as in its file before."""
        self.saved_last = ""
        self.known = set(world.names)
        self.risks = 0
        """How often the user chose to reserve although an earlier attempt may have gone through."""
        self.patient = False
        self.asked_to_end = False
        self.shielded = self.put_off = False
        self.dies_writing = False
        """The next bytes it writes to a file are cut in half, and it is killed."""
        self.lost_hold = False
        """It could not save, so its output counts."""
        self.wake = 0.0
        self.sends: list[Send] = []
        self.met: list[str] = []
        """The fates of its failed requests."""
        self.acted: list[str] = []
        """The calls that the server executed for it."""
        self.stdout = self.stderr = ""
        self._turn = threading.Semaphore(0)

    def __str__(self) -> str:
        return f"sinch-order {' '.join(self.argv)}"

    def execute(self) -> None:
        """Run to the end, or until killed."""
        try:
            self.code = adapter.run(self)
        except Killed:
            self.killed = True
        self.stdout, self.stderr = (
            stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
            for stream in (self.out, self.err)
        )

    @property
    def result(self) -> dict[str, Any]:
        """The document on standard output, {} if there is none."""
        try:
            found = json.loads(self.stdout)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def error(self) -> dict[str, Any]:
        """The error object on standard error, {} if there is none."""
        try:
            found: dict[str, Any] = json.loads(self.stderr)["error"]
        except (ValueError, KeyError, TypeError):
            return {}
        return found

    def wish_of_send(self) -> Any:
        """Return the wish of a reservation sent now: that of the order saved for it."""
        if self.person is None:
            return self.wish
        return self.world.names[self.machine.name, self.saved_last]

    # Yielding.

    def pause(self, seconds: float = 0.0) -> None:
        """Let time pass and other programs run."""
        self.wake = self.world.now + seconds
        self.world.give_way(self)

    def saving(self, path: Path, content: bytes, write: Callable[[Path, bytes], None]) -> None:
        """Write a file, or be killed while writing, or fail on a full disk."""
        if self.killed:
            raise Killed
        self.pause()
        name = path.name
        what = self.tape.weighted(
            [(0, ""), (3, "before"), (3, "half"), (4, "after"), (2, "full"), (2, "interrupt")]
        )
        if what and self.world.calm:
            what = ""
        if what:
            self.world.tell(f"  [{self._short()}] saving {name}: {_SAVING[what]}")
        if what == "before":
            self.die()
        self.dies_writing = what == "half"
        if what == "full":
            self.lost_hold = True
            adapter.full_disk(path)
        if what == "interrupt" and self.shielded:
            self.put_off = True
        elif what == "interrupt":
            self.lost_hold |= not self.patient or self.asked_to_end
            self.interrupt()
        existed = path.exists()
        write(path, content)
        adapter.saved(self, path, content, existed=existed)
        if what == "after":
            self.die()

    def die(self) -> None:
        """Be killed."""
        self.killed = True
        raise Killed

    def interrupt(self) -> None:
        """Be interrupted by Ctrl-C, which a patient program puts off once."""
        if not self.patient or self.asked_to_end:
            raise KeyboardInterrupt
        self.asked_to_end = True

    @contextmanager
    def shield(self) -> Iterator[None]:
        """Like `signals.shield`."""
        self.shielded = True
        try:
            yield
        finally:
            self.shielded = False
            if self.put_off:
                self.put_off = False
                self.interrupt()

    @contextmanager
    def patience(self, waiting: Callable[[], None]) -> Iterator[None]:
        """Like `signals.patience`, in the world's time."""
        self.patient = True
        failed: BaseException | None = None
        try:
            yield
        except Exception as error:
            failed = error
        finally:
            self.patient = False
        if self.asked_to_end:
            self.asked_to_end = False
            raise KeyboardInterrupt from failed
        if failed is not None:
            raise failed

    def _short(self) -> str:
        return f"{self.machine.name} {self.argv[0]}"


_SAVING = {
    "before": "killed before it",
    "half": "killed in the middle",
    "after": "killed right after it",
    "full": "the disk is full",
    "interrupt": "Ctrl-C",
}


class World:
    """Everything outside the program, and the time."""

    def __init__(self, home: Path) -> None:
        self.now = START
        self.story: list[str] = []
        self.tape = Tape(b"")
        self.calm = False
        """No more failures, to check that the hints lead to an end."""
        self.current: Program | None = None
        self.server = Server(lambda: self.now, self.tell)
        self.machines = [Machine(name, home / name) for name in ("laptop", "desktop")]
        for machine in self.machines:
            machine.home.mkdir()
        self.sends: list[Send] = []
        self.violations: list[tuple[str, str]] = []
        self.counts = ""
        """Only violations that start with this count."""
        self.on_taken: Callable[[Any], None] = lambda exchange: None
        """Called for each registration and submit that the server accepted."""
        self.script: Callable[[Exchange], Fate | None] = lambda exchange: None
        """The fate of a request, if it is fixed and not random."""
        self.made: dict[tuple[str, str], str] = {}
        """When the order of a name was created, as a name can be reused after its deletion."""
        self.names: dict[tuple[str, str], Wish] = {}
        """The wish of each order file, by machine and name."""
        self.damaged: set[tuple[str, str]] = set()
        """Files damaged from outside."""
        self.imported: set[str] = set()
        """IDs that the user imported."""
        self.merged: set[tuple[str, str]] = set()
        """Files into which the user imported an ID."""
        self._later: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self._together: list[Program] = []
        self._baton = threading.Semaphore(0)

    def violated(self, which: str, words: str) -> None:
        """Report a violated invariant."""
        if not which.startswith(self.counts):
            return
        self.violations.append((which, words))
        self.tell(f"!! {which}: {words}")

    def tell(self, line: str) -> None:
        """Add a line to the story."""
        self.story.append(line)

    # Time.

    def clock(self) -> float:
        """Return the time of the running program's machine."""
        machine = self._machine()
        return self.now + machine.clock_off + machine.drift * (self.now - START)

    def monotonic(self) -> float:
        """Return the monotonic clock of the running program's machine."""
        return self.now - self._machine().booted

    def boot_id(self) -> str:
        """Return the ID of the machine's current boot."""
        machine = self._machine()
        return f"{machine.name}-{machine.boot}"

    def sleep(self, seconds: float) -> None:
        """Sleep in the world's time."""
        if self.current is not None:
            self.current.pause(max(0.0, seconds))

    def _machine(self) -> Machine:
        return self.current.machine if self.current is not None else self.machines[0]

    def at(self, moment: float, do: Callable[[], None]) -> None:
        """Schedule an action."""
        heapq.heappush(self._later, (moment, next(self._count), do))

    def advance(self, to: float) -> None:
        """Advance the time, and run the scheduled actions."""
        while self._later and self._later[0][0] <= to:
            moment, _, do = heapq.heappop(self._later)
            self.now = max(self.now, moment)
            self.server.pass_time()
            do()
        self.now = max(self.now, to)
        self.server.pass_time()

    # Programs.

    def run(self, *programs: Program) -> None:
        """Run programs concurrently until each ends."""
        if len(programs) == 1:
            self._alone(programs[0])
            return
        self._together = list(programs)
        threads = [threading.Thread(target=self._wait_and_execute, args=[p]) for p in programs]
        for thread in threads:
            thread.start()
        while self._together:
            ready = [p for p in self._together if p.wake <= self.now]
            if not ready:
                self.advance(min(p.wake for p in self._together))
                continue
            chosen = ready[self.tape.draw(len(ready))]
            self.current = chosen
            with adapter.streams(chosen):
                chosen._turn.release()
                self._baton.acquire()
        self.current = None
        for thread in threads:
            thread.join()

    def _alone(self, program: Program) -> None:
        self.current, self._together = program, []
        with adapter.streams(program):
            program.execute()
        self.current = None

    def _wait_and_execute(self, program: Program) -> None:
        program._turn.acquire()
        try:
            program.execute()
        finally:
            self._together.remove(program)
            self._baton.release()

    def give_way(self, program: Program) -> None:
        """Let another program run, if there is one; return when it is this one's turn."""
        if len(self._together) > 1:
            self._baton.release()
            program._turn.acquire()
        elif program.wake > self.now:
            self.advance(program.wake)
