from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sinch_order_cli.sandbox.server import SandboxServer

from .driver import Clock, Driver


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def faults(tmp_path: Path) -> Path:
    path = tmp_path / "faults.json"
    path.write_text("[]")
    return path


@pytest.fixture
def server(tmp_path: Path, clock: Clock, faults: Path) -> Iterator[SandboxServer]:
    with SandboxServer(tmp_path / "data", clock=clock, faults=faults) as server:
        yield server


@pytest.fixture
def api(server: SandboxServer) -> Iterator[Driver]:
    driver = Driver(server)
    yield driver
    driver.close()


@pytest.fixture
def wrong(server: SandboxServer) -> Iterator[Driver]:
    """A client that may send what the contract forbids."""
    driver = Driver(server, check_requests=False)
    yield driver
    driver.close()
