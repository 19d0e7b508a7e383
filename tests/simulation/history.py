"""One history from its first step to its last, and the first violation."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import actions, adapter, invariants, way_out
from .people import People
from .tape import History, Tape
from .world import World


@dataclass
class Report:
    """The result of a history: the first violated invariant, "" for none, and its story."""

    broken: str
    words: str
    story: list[str]

    def __str__(self) -> str:
        return "\n".join([*self.story, "", f"{self.broken}: {self.words}"])


def quick_directory() -> Path:
    """Return a directory with fast files: in memory if the system has one."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="sim", dir=memory if memory.is_dir() else None))


def run(history: History, counts: str = "") -> Report:
    """Run a history until a violation or its end; call inside `adapter.installed()`."""
    home = quick_directory()
    try:
        world = World(home)
        world.counts = counts
        people = People(world)
        with adapter.inside(world):
            invariants.watch(people)
            world.tape = Tape(history[0] if history else b"")
            actions.set_up(people)
            seeks = world.tape.chance(56)
            for tape in history[1:]:
                world.tape = Tape(tape)
                ran = len(people.ran)
                actions.step(people)
                invariants.check(people, people.ran[ran:])
                if world.violations:
                    break
            if seeks and not world.violations:
                way_out.seek(people)
        broken, words = world.violations[0] if world.violations else ("", "")
        return Report(broken, words, world.story)
    finally:
        shutil.rmtree(home, ignore_errors=True)
