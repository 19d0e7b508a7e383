"""Starts the program as a process of its own in a tenth of the time: forked, not executed.

A server process loads every module of the program once. For each start it forks: the child gets
the arguments, environment, folder and streams that it would have been executed with, and ends as
the interpreter ends, except that it does not free its memory first. Apart from that, only the
modules are loaded already: tests of loading, of encodings and of the interpreter's own options
execute the program instead.
"""

from __future__ import annotations

import array
import atexit
import faulthandler
import fcntl
import gc
import importlib
import io
import marshal
import os
import pickle
import pkgutil
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

_ROOT = Path(__file__).parents[1]
_LENGTH = struct.Struct("!I")
_KEY_STORE = "PYTHON_KEYRING_BACKEND"


class Start(NamedTuple):
    """What a program is started with. Its three streams go beside it, as descriptors."""

    arguments: list[str]
    environment: dict[str, str]
    folder: str
    terminal: bool
    """Whether standard input is a terminal that becomes the program's controlling one."""


def can_fork(environment: Mapping[str, str]) -> bool:
    """Whether a program with this environment is the same when it is forked."""
    plain = all(environment.get(name, "C.UTF-8") == "C.UTF-8" for name in ("LC_ALL", "LANG"))
    options = {name for name in environment if name.startswith("PYTHON")}
    # A key store is found when it is first used, and its folder has nothing that is loaded before.
    known = {"PYTHONPATH", _KEY_STORE} if _KEY_STORE in options else set()
    return hasattr(os, "fork") and plain and options <= known


# The server


def _load_everything() -> None:
    import sinch_order_cli

    for found in pkgutil.walk_packages(sinch_order_cli.__path__, "sinch_order_cli."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for name in (
        "httpx",
        "questionary",
        "werkzeug.serving",
        "phonenumbers",
        "rich.live",
        "jsonschema",
    ):
        importlib.import_module(name)
    importlib.import_module("sinch_order_cli.__main__")


def _serve(connection: socket.socket) -> Start | None:
    """Fork for each request until the tests end.

    Returns:
        In a child what it is to run, in the server None.
    """
    faulthandler.enable()  # a program that crashes says where
    _load_everything()
    gc.collect()
    gc.freeze()
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection.sendall(b"r")
    while True:
        ready, _, _ = select.select([connection, reading], [], [])
        if reading in ready:
            os.read(reading, 4096)
            _report_ends(connection)
        if connection in ready:
            request, streams = _receive(connection)
            if request is None:
                return None
            child = os.fork()
            if not child:
                signal.set_wakeup_fd(-1)
                for descriptor in (reading, writing, connection.detach()):
                    os.close(descriptor)
                _become(request, streams)
                return request
            for descriptor in streams:
                os.close(descriptor)
            _send(connection, ("started", child))


def _report_ends(connection: socket.socket) -> None:
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            _send(connection, ("ended", ended[0], os.waitstatus_to_exitcode(ended[1])))


def _become(start: Start, streams: Sequence[int]) -> None:
    """Turn a forked child into the program as the system would have started it."""
    for number in (signal.SIGCHLD, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    if start.terminal:
        fcntl.ioctl(streams[0], termios.TIOCSCTTY, 0)
    for place, descriptor in enumerate(streams):
        os.dup2(descriptor, place)
    for descriptor in streams:
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(start.environment)
    time.tzset()
    sys.path[:0] = filter(None, start.environment.get("PYTHONPATH", "").split(os.pathsep))
    os.chdir(start.folder)
    sys.argv = ["sinch-order", *start.arguments]
    modes = (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w"))
    for name, descriptor, mode in modes:
        errors = "backslashreplace" if name == "stderr" else "surrogateescape"
        binary = open(descriptor, f"{mode}b", closefd=False)  # noqa: SIM115 - it is kept open
        lines = mode == "w" and (name == "stderr" or os.isatty(descriptor))
        stream = io.TextIOWrapper(binary, "utf-8", errors, line_buffering=lines)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _receive(connection: socket.socket) -> tuple[Start | None, list[int]]:
    data, streams, _, _ = socket.recv_fds(connection, _LENGTH.size, 3)
    if not data:
        return None, []
    (length,) = _LENGTH.unpack(data)
    return pickle.loads(_exactly(connection, length)), list(streams)


def _exactly(connection: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        more = connection.recv(length - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def _send(connection: socket.socket, message: Any, streams: Sequence[int] = ()) -> None:
    data = pickle.dumps(message)
    head = _LENGTH.pack(len(data))
    if streams:
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", streams))]
        connection.sendmsg([head], rights)
    else:
        connection.sendall(head)
    connection.sendall(data)


# The tests' side


class _Server:
    """The server process of this test process, started when it is first needed."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self._connection = ours
        self._starting = threading.Lock()
        self._changed = threading.Condition()
        self._started: list[int] = []
        self._ended: dict[int, int] = {}
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__)), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={**_plain_environment(), "LC_ALL": "C.UTF-8", "PYTHONPATH": str(_ROOT)},
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        assert ours.recv(1) == b"r", "the fork server did not start"
        threading.Thread(target=self._listen, daemon=True).start()
        atexit.register(self.close)

    def close(self) -> None:
        self._connection.close()
        self._process.kill()
        self._process.wait()

    def start(self, start: Start, streams: Sequence[int]) -> int:
        """Start a program; its process ID."""
        with self._starting:
            _send(self._connection, start, streams)
            with self._changed:
                assert self._changed.wait_for(lambda: self._started, 60), "nothing was started"
                return self._started.pop()

    def exit_code(self, process: int, patience: float | None) -> int | None:
        """The exit code of a program, None if it has not ended in time."""
        with self._changed:
            self._changed.wait_for(lambda: process in self._ended, patience)
            return self._ended.get(process)

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                (length,) = _LENGTH.unpack(_exactly(self._connection, _LENGTH.size))
                what, process, *code = pickle.loads(_exactly(self._connection, length))
                with self._changed:
                    if what == "started":
                        self._started.append(process)
                        self._ended.pop(process, None)  # of an earlier process of that number
                    else:
                        self._ended[process] = code[0]
                    self._changed.notify_all()


def _plain_environment() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}


_server: _Server | None = None
_server_lock = threading.Lock()


def _the_server() -> _Server:
    global _server
    with _server_lock:  # a test may start its first programs in several threads
        if _server is None:
            _server = _Server()
    return _server


class Forked:
    """A running program, as `subprocess.Popen` with text streams has it."""

    def __init__(self, process: int, stdin: Any = None, stdout: Any = None, stderr: Any = None):
        self.pid = process
        self.stdin, self.stdout, self.stderr = stdin, stdout, stderr
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = _the_server().exit_code(self.pid, 0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self.returncode = _the_server().exit_code(self.pid, timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired("sinch-order", timeout or 0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):  # it ended just now
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def communicate(self, text: str = "", timeout: float = 60) -> tuple[str, str]:
        """Write the input, read both outputs to their ends, and wait."""
        end = time.monotonic() + timeout
        found = {"out": "", "err": ""}

        def read(name: str, stream: Any) -> None:
            found[name] = stream.read()
            stream.close()

        readers = [
            threading.Thread(target=read, args=(name, stream), daemon=True)
            for name, stream in (("out", self.stdout), ("err", self.stderr))
            if not stream.closed
        ]
        for reader in readers:
            reader.start()
        if not self.stdin.closed:
            with suppress(BrokenPipeError):
                self.stdin.write(text)
            with suppress(BrokenPipeError):
                self.stdin.close()
        for reader in readers:
            reader.join(max(0.0, end - time.monotonic()))
            if reader.is_alive():
                raise subprocess.TimeoutExpired("sinch-order", timeout)
        self.wait(max(0.1, end - time.monotonic()))
        return found["out"], found["err"]

    def __enter__(self) -> Forked:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self.stdin, self.stdout, self.stderr):
            if stream is not None and not stream.closed:
                with suppress(BrokenPipeError):
                    stream.close()
        self.wait(60)


def start(arguments: Sequence[str], environment: Mapping[str, str], folder: str = "") -> Forked:
    """Start the program with pipes for its three streams."""
    (in_read, in_write), (out_read, out_write), (err_read, err_write) = (os.pipe() for _ in "123")
    try:
        request = Start(list(arguments), dict(environment), folder or str(Path.cwd()), False)
        process = _the_server().start(request, [in_read, out_write, err_write])
    finally:
        for descriptor in (in_read, out_write, err_write):
            os.close(descriptor)
    return Forked(
        process,
        os.fdopen(in_write, "w", encoding="utf-8"),
        os.fdopen(out_read, encoding="utf-8"),
        os.fdopen(err_read, encoding="utf-8"),
    )


def run(
    arguments: Sequence[str], environment: Mapping[str, str], stdin: str = "", timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end; executed where it can't be forked."""
    if not can_fork(environment):
        return subprocess.run(
            [sys.executable, "-m", "sinch_order_cli", *arguments],
            input=stdin,
            env=dict(environment),
            capture_output=True,
            text=True,
            timeout=timeout,
        )
    process = start(arguments, environment)
    out, err = process.communicate(stdin, timeout)
    return subprocess.CompletedProcess(list(arguments), process.wait(), out, err)


def start_in_terminal(
    arguments: Sequence[str], environment: Mapping[str, str], folder: str, terminal: int
) -> Forked:
    """Start the program with a terminal as its three streams.

    Args:
        terminal: the descriptor of the side of a pseudo-terminal that programs see.
    """
    request = Start(list(arguments), dict(environment), folder, True)
    return Forked(_the_server().start(request, [terminal] * 3))


_STARTER = """#!{python} -IS
import _signal, _socket, array, marshal, os, sys
server = _socket.socket(_socket.AF_UNIX)
server.connect({address!r})
start = marshal.dumps([sys.argv[1:], dict(os.environ), os.getcwd()])
streams = array.array("i", [0, 1, 2])
rights = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)]
server.sendmsg([len(start).to_bytes(4, "big")], rights)
server.send(start)
def told():
    return int.from_bytes(server.recv(4), "big", signed=True)
program = told()
if not program:
    os.execl(sys.executable, sys.executable, "-m", "sinch_order_cli", *sys.argv[1:])
for number in _signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP, _signal.SIGQUIT:
    _signal.signal(number, lambda number, _: os.kill(program, number))
code = told()
if code < 0:
    _signal.signal(-code, _signal.SIG_DFL)
    os.kill(os.getpid(), -code)
os._exit(code)
"""


def put_command(path: Path) -> None:
    """Put a `sinch-order` for shells at `path`, which is forked like all others.

    Signals that reach it reach the program; the terminal that the shell has is not the program's
    controlling one.
    """
    address = tempfile.mkdtemp(prefix="fork") + "/server"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(64)

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError, EOFError):
            head, streams, _, _ = socket.recv_fds(connection, _LENGTH.size, 3)
            start = marshal.loads(_exactly(connection, *_LENGTH.unpack(head)))
            try:
                process = 0
                if can_fork(start[1]):
                    process = _the_server().start(Start(*start, terminal=False), streams)
            finally:
                for descriptor in streams:
                    os.close(descriptor)
            connection.sendall(process.to_bytes(4, "big"))
            code = _the_server().exit_code(process, None) or 0
            connection.sendall(code.to_bytes(4, "big", signed=True))

    def listen() -> None:
        while True:
            threading.Thread(target=answer, args=[listener.accept()[0]], daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    atexit.register(shutil.rmtree, Path(address).parent, ignore_errors=True)
    path.write_text(_STARTER.format(python=sys.executable, address=address))
    path.chmod(0o755)


def _run_program() -> None:
    """Run the program and end as the interpreter would, but for taking the modules apart.

    That would be two thirds of what a forked `orders` takes: what it was forked from is large.
    """
    from sinch_order_cli.__main__ import main

    code = 0
    try:
        main()
    except SystemExit as end:
        code = _exit_code(end)
    except BaseException:
        traceback.print_exc()
        code = 1
    # In the order of `Py_FinalizeEx`: threads, what was registered, streams.
    threading._shutdown()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = code or 120
    os._exit(code)


def _exit_code(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return (end.code or 0) & 0xFF
    sys.stderr.write(f"{end.code}\n")
    return 1


if __name__ == "__main__":
    if _serve(socket.socket(fileno=int(sys.argv[1]))) is not None:
        _run_program()
