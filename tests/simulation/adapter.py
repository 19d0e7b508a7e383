"""The only connection between the simulation and the program: changes there are needed only here.

The program is its real command line with real files. The network, time, streams and signals are
replaced; each save asks the world whether the program survives it.
"""

from __future__ import annotations

import errno
import functools
import importlib
import inspect
import io
import json
import os
import pkgutil
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

if TYPE_CHECKING:
    from .world import Machine, Program, World

LARGEST = 10_000_000
"""The simulated size limit of files in bytes: lower than the program's own, to reach it easily."""

INTO = True
"""Whether the program has `resume --into` and `forget --abandon`, which its first version
lacked."""

_world: World | None = None


def world() -> World:
    """Return the world that the program is in."""
    assert _world is not None
    return _world


@contextmanager
def inside(entered: World) -> Iterator[None]:
    """Run the program in a world inside the block."""
    global _world
    _world = entered
    random.seed(0)
    try:
        yield
    finally:
        _world = None


class _Time:
    """The module `time` with the world's time."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def time(self) -> float:
        return world().clock() if _world else time.time()

    def monotonic(self) -> float:
        return world().monotonic() if _world else time.monotonic()

    perf_counter = monotonic

    def uptime(self) -> tuple[str, float]:
        return world().boot_id(), world().monotonic()

    def clock_gettime(self, which: int) -> float:
        return self.monotonic()

    def sleep(self, seconds: float) -> None:
        world().sleep(seconds)


@contextmanager
def installed() -> Iterator[None]:
    """Replace everything outside the program by the world."""
    import filelock._native  # noqa: F401 - it uses the program's time

    import sinch_order_cli

    from .network import Network

    modules = [module for name, module in sys.modules.items() if name.startswith("filelock")]
    for found in pkgutil.walk_packages(sinch_order_cli.__path__, "sinch_order_cli."):
        if "sandbox" not in found.name and not found.name.endswith("__main__"):
            modules += [importlib.import_module(found.name)]
    from sinch_order_cli import kyc
    from sinch_order_cli.api import client, opening
    from sinch_order_cli.commands import app, signals
    from sinch_order_cli.prompts import for_terminal
    from sinch_order_cli.service import uptime
    from sinch_order_cli.store import files

    stand_in = _Time()
    written = files.write_file
    swaps: dict[int, Any] = {
        id(time): stand_in,
        id(time.time): stand_in.time,
        id(time.sleep): stand_in.sleep,
        id(time.monotonic): stand_in.monotonic,
        id(uptime.uptime): stand_in.uptime,
        id(written): functools.partial(_write, written),
        id(kyc.read_form): _quick_read_form(kyc.read_form),
    }
    with ExitStack() as undo:
        for module in modules:
            for name, value in list(vars(module).items()):
                if id(value) in swaps:
                    undo.enter_context(mock.patch.object(module, name, swaps[id(value)]))
                _swap_defaults(value, swaps, undo)
        defaults = client.NumbersApi.__init__.__kwdefaults__
        undo.enter_context(mock.patch.dict(defaults, {"transport": Network(world)}))
        undo.enter_context(mock.patch.object(signals, "install_handlers", lambda: None))
        undo.enter_context(mock.patch.object(signals, "patience", _patience))
        undo.enter_context(mock.patch.object(signals, "shield", _shield))
        undo.enter_context(mock.patch.object(app, "build", functools.cache(_command)))
        undo.enter_context(mock.patch.object(opening.Stock, "open", lambda *_, **__: None))
        undo.enter_context(mock.patch.object(files, "os", _Os()))
        undo.enter_context(mock.patch.object(files, "LARGEST", LARGEST))
        undo.enter_context(mock.patch.object(Path, "unlink", _unlink(Path.unlink)))
        undo.enter_context(mock.patch.object(Path, "rename", _rename(Path.rename)))
        asking = for_terminal.prompter_for

        def prompter_for(terminal: Any) -> Any:
            return world().current.person or asking(terminal)  # type: ignore[union-attr]

        undo.enter_context(mock.patch.object(for_terminal, "prompter_for", prompter_for))
        yield


def _quick_read_form(read_form: Callable[..., Any]) -> Callable[..., Any]:
    """Cache `read_form`, as the same few forms are parsed repeatedly and never changed."""
    known: dict[tuple[str, ...], Any] = {}

    def quick(raw: Any, *region_code: str) -> Any:
        key = json.dumps(raw), *region_code
        if len(key[0]) > 10_000:
            return read_form(raw, *region_code)
        if key not in known:
            known[key] = read_form(raw, *region_code)
        return known[key]

    return quick


def _swap_defaults(value: Any, swaps: dict[int, Any], undo: ExitStack) -> None:
    """Replace the time in default arguments of functions by the world's."""
    functions = vars(value).values() if inspect.isclass(value) else [value]
    for function in functions:
        defaults = getattr(function, "__kwdefaults__", None)
        changed = {k: swaps[id(v)] for k, v in (defaults or {}).items() if id(v) in swaps}
        if changed:
            undo.enter_context(mock.patch.dict(defaults, changed))


def _command(name: str) -> Any:
    import typer.main

    from sinch_order_cli.commands import app

    return typer.main.get_command(_BUILD(name)) if name in app.COMMANDS else _BUILD(name)


def _build() -> Callable[..., Any]:
    from sinch_order_cli.commands import app

    return app.build


_BUILD = _build()


def _patience(waiting: Callable[[], None]) -> Any:
    program = world().current
    assert program is not None
    return program.patience(waiting)


def _shield() -> Any:
    program = world().current
    assert program is not None
    return program.shield()


def _write(write: Callable[[Path, bytes], None], path: Path, content: bytes) -> None:
    program = world().current if _world else None
    if program is None:
        write(path, content)
    else:
        program.saving(path, content, write)


class _Os:
    """The module `os`, for a program that may be killed while it writes a file."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def fdopen(self, descriptor: int, mode: str, **rest: Any) -> Any:
        file = os.fdopen(descriptor, mode, **rest)
        program = world().current if _world else None
        if program is None or not program.dies_writing or mode == "rb":
            return file
        return _HalfWritten(program, file)


class _HalfWritten:
    """An open file of which only half is written before the program is killed."""

    def __init__(self, program: Program, file: Any) -> None:
        self._program, self._file = program, file

    def __enter__(self) -> _HalfWritten:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, content: bytes) -> None:
        self._file.write(content[: len(content) // 2])
        self._file.flush()
        self._program.die()


def _unlink(unlink: Callable[..., None]) -> Callable[..., None]:
    """Replace `Path.unlink`, so that a killed program deletes nothing."""

    def living(path: Path, missing_ok: bool = False) -> None:
        program = world().current if _world else None
        if program is None or not program.killed:
            unlink(path, missing_ok=missing_ok)

    return living


def _rename(rename: Callable[..., Path]) -> Callable[..., Path]:
    """Replace `Path.rename`: the new name may have been that of an order that was renamed, too."""

    def renamed(path: Path, target: Path) -> Path:
        program = world().current if _world else None
        if program is not None and target.parent.name == "orders":
            key = (program.machine.name, target.stem)
            program.world.names.pop(key, None)
            program.world.made.pop(key, None)
            program.known.discard(key)
        return rename(path, target)

    return renamed


def full_disk(path: Path) -> None:
    """Raise the error of a save on a full disk."""
    from sinch_order_cli.store.files import store_error

    raise store_error("write", path, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))


def saved(program: Program, path: Path, content: bytes, *, existed: bool) -> None:
    """Assign an order's saved file to the wish that it was created for.

    Its name may have been another order's that was renamed in the same second.
    """
    if path.parent.name != "orders":
        return
    key = (program.machine.name, path.stem)
    document = json.loads(content)
    made = str(document.get("createdAt"))
    before = program.world.made.get(key, made)
    program.world.made[key] = made
    is_new = made != before or not existed
    if program.person is None:
        # A draft without answers for the same request, left by another command, is reused.
        uses = not document.get("answers") and any(
            send.wish is program.wish for send in program.sends
        )
        if program.wish is not None and (is_new or uses or key not in program.world.names):
            program.world.names[key] = program.wish
        return
    program.saved_last = path.stem
    record = _record(content, path.stem)
    bodies = [one.get("body") for one in document.get("attempts") or ()]
    # It also saves others' orders: what was sent for its number, for example, is refused then.
    is_own = not bodies or any(send.body in bodies for send in program.sends)
    is_new = is_new or key not in program.world.names
    if (is_new or (key not in program.known and is_own)) and record is not None:
        number = "" if record.is_quantity or not record.numbers else str(record.numbers[0])
        program.world.names[key] = program.wish_of(number)


def leave() -> None:
    """Raise what the prompter raises when the user exits."""
    from sinch_order_cli.prompts.prompter import interrupted

    raise interrupted()


def go_back() -> None:
    """Raise what the prompter raises when the user goes back."""
    from sinch_order_cli.prompts.prompter import GoBack

    raise GoBack


class _Terminal(io.StringIO):
    """Standard input that is a terminal."""

    def isatty(self) -> bool:
        return True


def run(program: Program) -> int:
    """Run one command line to its end, and return its exit code."""
    from sinch_order_cli.commands import app

    return app.run(program.argv)


@contextmanager
def streams(program: Program) -> Iterator[None]:
    """Give the running program its own streams, arguments and environment."""
    before = sys.stdin, sys.stdout, sys.stderr, sys.argv, os.environ
    sys.stdin = _Terminal() if program.person else io.StringIO()
    sys.stdout, sys.stderr = program.out, program.err
    sys.argv = ["sinch-order", *program.argv]
    os.environ = program.environment  # type: ignore[assignment]  # noqa: B003
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr, sys.argv, os.environ = before


# Content of the files.


@dataclass
class Record:
    """The parts of an order file that the invariants need."""

    name: str
    project: str
    id: str
    state: str
    answers: Any
    numbers: list[str]
    is_quantity: bool = False
    abandoned: bool = True
    """The user has given up every reservation that may have been made."""
    unknown: list[dict[str, Any]] = field(default_factory=list)
    """The bodies of reservations with unknown outcome in the file."""
    asks_numbers: bool = True
    """The form, as it arrived, has a field for numbers."""
    created_at: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    """The bodies of all reservations in the file."""

    @property
    def has_unreadable(self) -> bool:
        """One of them was recreated from a damaged file, without its numbers."""
        return any(not {"numberOrderOption", "quantityOrderOption"} & one.keys()
                   for one in self.unknown)  # fmt: skip


def records(machine: Machine) -> tuple[list[Record], list[str]]:
    """Return every valid order file, and the names of the invalid ones."""
    found, damaged = [], []
    for name, content in machine.text.items():
        folder, _, file = name.partition("/")
        if folder != "orders" or file.startswith("."):
            continue
        record = _record(content, file.removesuffix(".json"))
        if record is None:
            damaged.append(file)
        else:
            found.append(record)
    return found, damaged


@functools.lru_cache(maxsize=64)
def _record(content: bytes, name: str) -> Record | None:
    """Parse a file; None if it is damaged."""
    from sinch_order_cli.errors import SinchOrderError
    from sinch_order_cli.store.migrations import decode_order

    try:
        order = decode_order(content, Path(name))
    except SinchOrderError:
        return None
    return Record(
        name=name,
        project=order.project_id,
        id=order.id_number_order,
        state=order.state,
        answers=order.answers,
        numbers=order.phone_numbers,
        is_quantity="quantityOrderOption" in order.request,
        unknown=[a.body for a in order.attempts if a.outcome in ("unknown", "abandoned")],
        asks_numbers="'senderId'" in str(order.lookup.raw if order.lookup else None),
        created_at=order.created_at,
        bodies=[a.body for a in order.attempts],
        abandoned=all(a.outcome != "unknown" for a in order.attempts),
    )


def read_state(machine: Machine) -> None:
    """Read every file below the state directory into `machine.text`."""
    machine.text = {}
    if not machine.state.is_dir():
        return
    for folder, _, files in os.walk(machine.state):
        for file in files:
            path = Path(folder, file)
            if path.suffix != ".lock" and not path.name.startswith("index.db"):
                machine.text[str(path.relative_to(machine.state))] = path.read_bytes()


def load_json(text: str) -> Any:
    """Parse JSON; None if it is invalid."""
    try:
        return json.loads(text)
    except ValueError:
        return None
