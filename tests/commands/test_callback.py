"""A callback that Sinch can't reach is warned of before it is sent."""

from __future__ import annotations

import json
from pathlib import Path

from .shell import Shell


def test_a_callback_that_can_not_be_reached_is_warned_of_by_create(tmp_path: Path) -> None:
    create = ("create", "GB", "MOBILE", "--number", "+447700900112", "--yes")
    shell = Shell(tmp_path)
    for more in ([], ["--dry-run"]):
        told = shell.run(*create, *more, "--callback-url", "http://localhost/hook")
        assert "Sinch can't reach localhost" in told.err and "not encrypted" in told.err
    dry = (*create, "--dry-run", "--json", "--callback-url", "http://localhost/hook")
    assert len(json.loads(shell.run(*dry).out)["warnings"]) == 2
