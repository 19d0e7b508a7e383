"""The length of the paths through the program: the functions and files that each crosses.

    python -m tests.benchmarks.ways            this tree
    python -m tests.benchmarks.ways FOLDER     another one, such as a worktree of an older commit

An answer typed in the wizard, from reading the line to the saved file; `create --number`, from the
command line to the exit; and `expireTime`, from the server's response to the output of `status`.
Counted with `sys.setprofile`: the package's own functions, without the sandbox's.
"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pexpect

ROOT = Path(__file__).parents[2]
CREATE = ["create", "AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "p", "--yes"]


class Counter:
    """Records the functions of the package that are called between two events."""

    def __init__(self, package: str, way: str) -> None:
        self._package, self._way = package, way
        self._is_on = way != "answer"
        self.codes: set[CodeType] = set()

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        """Called by `sys.setprofile`."""
        code = frame.f_code
        if not code.co_filename.startswith(self._package):
            return
        if event == "c_return" and getattr(argument, "__name__", "") == "readline":
            self._is_on = True
            if self._way == "answer":  # the last one typed counts
                self.codes = set()
        if not self._is_on:
            return
        inside = code.co_filename.removeprefix(self._package)
        if event != "call" and self._way == "answer" and inside == "store/orders.py":
            if event == "return" and code.co_name == "save":
                self._is_on = False
        elif event == "call" and _is_function(code) and not inside.startswith("sandbox/"):
            self.codes.add(code)

    def result(self) -> dict[str, list[str]]:
        """Return the functions, and their files."""
        codes = self.codes
        if self._way == "expire":
            codes = {code for code in codes if _names_the_deadline(code)}
        called = {f"{code.co_filename}:{code.co_qualname}" for code in codes}
        return {"functions": sorted(called), "files": sorted({c.co_filename for c in codes})}


def _is_function(code: CodeType) -> bool:
    """Return True for a function, not for a module, class body or comprehension."""
    return bool(code.co_flags & inspect.CO_OPTIMIZED) and not code.co_name.startswith("<")


def _names_the_deadline(code: CodeType) -> bool:
    """Return True if a function works with the deadline; `api/` has time limits of its own."""
    if "/api/" in code.co_filename:
        return False
    words = {*code.co_names, *(one for one in code.co_consts if isinstance(one, str))}
    return bool(words & {"expireTime", "expire_time", "expires_at", "seconds_left", "time_left"})


def child(way: str, result: str, arguments: list[str]) -> None:
    """Run the program in this process, with counting."""
    import sinch_order_cli

    counter = Counter(f"{Path(sinch_order_cli.__file__).parent}/", way)
    sys.argv = ["sinch-order", *arguments]
    from sinch_order_cli.__main__ import main

    threading.setprofile(counter)
    sys.setprofile(counter)
    try:
        main()
    finally:
        sys.setprofile(None)
        Path(result).write_text(json.dumps(counter.result()), "utf-8")


def _environment(tree: Path, home: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"], "HOME": home, "PYTHONPATH": str(tree), "ACCESSIBLE": "1",
        "SINCH_ORDER_STATE_DIR": home, "COLUMNS": "80", "SINCH_ORDER_SANDBOX": "1",
    }  # fmt: skip


def measure(tree: Path) -> dict[str, dict[str, list[str]]]:
    """Return the functions and files of each path through the program in `tree`."""
    found = {}
    with tempfile.TemporaryDirectory() as home:
        environment = _environment(tree, home)
        for way, arguments in (
            ("create", CREATE),
            ("expire", ["status", "au-mobile-112"]),
            ("answer", ["resume", "au-mobile-112"]),
        ):
            result = Path(home, f"{way}.json")
            command = [str(Path(__file__)), "--child", way, str(result), *arguments]
            if way == "answer":
                _type_answers(command, environment, tree)
            else:
                subprocess.run(
                    [sys.executable, *command], env=environment, cwd=tree, check=True,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120,
                )  # fmt: skip
            found[way] = json.loads(result.read_text("utf-8"))
    return found


def _type_answers(command: list[str], environment: dict[str, str], tree: Path) -> None:
    """Answer up to the first free-text question."""
    process = pexpect.spawn(
        sys.executable, command, env=environment, cwd=str(tree), encoding="utf-8", timeout=60
    )
    answers = (
        ("raffic", "Notifications"),
        ("ntended use", "1"),
        ("onfirm", "yes"),
        ("usiness name", "Acme Pty Ltd"),
    )
    for title, answer in answers:
        process.expect(title)
        process.expect("> |: ")
        time.sleep(1)  # input typed before the question is discarded
        process.send(f"{answer}\n")
    process.expect("Address")
    process.sendintr()
    process.expect(pexpect.EOF)
    process.close()


def main() -> None:
    """Print a line for each path."""
    tree = Path(sys.argv[1]).absolute() if sys.argv[1:] else ROOT
    for way, found in measure(tree).items():
        functions, files = len(found["functions"]), len(found["files"])
        print(f"{way:8} {functions:4} functions in {files:3} files")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], sys.argv[3], sys.argv[4:])
    else:
        main()
