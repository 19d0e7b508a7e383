"""A callback that Sinch can't reach is warned of before it is sent."""

from __future__ import annotations

from pathlib import Path

from .shell import Shell


def test_a_callback_that_can_not_be_reached_is_warned_of_by_create(tmp_path: Path) -> None:
    create = ("create", "GB", "MOBILE", "--number", "+447700900112", "--yes")
    told = Shell(tmp_path).run(*create, "--callback-url", "http://localhost/hook")
    assert "Sinch can't reach localhost" in told.err and "not encrypted" in told.err
