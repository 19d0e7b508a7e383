"""The look-up of known vulnerabilities: what it finds fails a build; no answer does not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "audit.py"

SOUND: dict[str, Any] = {"name": "sound", "version": "1", "vulns": []}
SKIPPED = {"name": "skipped", "skip_reason": "Dependency not found on PyPI"}
HARMED = {"name": "harmed", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([SOUND, SKIPPED], 0, "1 of 2 packages looked up, 0 affected"),
        ([SOUND, HARMED], 1, "harmed 2: PYSEC-1, mended in 3"),
        ([SKIPPED, SKIPPED], 0, "NOT DONE"),
        (None, 0, "NOT DONE"),
    ],
)
def test_what_an_audit_ends_in(packages: list[Any] | None, code: int, said: str) -> None:
    answer = "Traceback" if packages is None else json.dumps({"dependencies": packages})
    tool = [sys.executable, "-c", f"print({answer!r}); raise SystemExit(1)"]
    done = subprocess.run(
        [sys.executable, SCRIPT, *tool], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == code
    assert said in done.stdout


def test_a_tool_that_is_not_there_is_said() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, "/nowhere/pip-audit"], capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, "NOT DONE" in done.stdout) == (0, True)
