from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sinch_order_cli.sandbox.server import SandboxServer

from .lab import Lab, fresh_lab, running_server


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[SandboxServer, Path, Path]]:
    with running_server() as running:
        yield running


@pytest.fixture
def lab(server: tuple[SandboxServer, Path, Path]) -> Iterator[Lab]:
    with fresh_lab(server) as lab:
        yield lab
