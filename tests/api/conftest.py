"""Clients for the scripted server, with waits that take no time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from sinch_order_cli.api.auth import Credentials, Token
from sinch_order_cli.api.client import NumbersApi, Retry

from .server import ScriptedServer

CREDENTIALS = Credentials(project_id="p1", key_id="the-key-id", key_secret="the-key-secret")


class Waits:
    """Instead of sleeping: what was waited, and what was said before it."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.told: list[Retry] = []

    def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)


class MemoryCache:
    """A token cache that a test can look into."""

    def __init__(self) -> None:
        self.tokens: dict[str, Token] = {}

    def load(self, key: str) -> Token | None:
        return self.tokens.get(key)

    def save(self, key: str, token: Token) -> None:
        self.tokens[key] = token

    def discard(self, key: str) -> None:
        self.tokens.pop(key, None)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def connect(waits: Waits) -> Iterator[Callable[..., NumbersApi]]:
    """Makes a client of a scripted server, or of an address."""
    with ExitStack() as stack:

        def client(
            server: ScriptedServer | str, credentials: Credentials = CREDENTIALS, **options: Any
        ) -> NumbersApi:
            url = server if isinstance(server, str) else server.url
            settings = {"numbers_url": url, "auth_url": url, "sleep": waits.sleep}
            settings |= {"on_retry": waits.told.append, **options}
            return stack.enter_context(NumbersApi(credentials, **settings))

        yield client
