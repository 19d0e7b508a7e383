"""The source of the credentials: the sandbox's own, the environment, or `auth login`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from sinch_order_cli.api.auth import Credentials
from sinch_order_cli.commands.settings import Settings

if TYPE_CHECKING:
    from sinch_order_cli.store.credentials import CredentialStore
    from sinch_order_cli.store.tokens import FileTokenCache

SANDBOX_KEY, SANDBOX_SECRET = "key", "secret"
SANDBOX, KEY_STORE = "the sandbox", "the system keyring"


class Found(Struct, frozen=True, kw_only=True):
    """The credentials to use, with the sources of the project and the key in words."""

    credentials: Credentials
    project_source: str
    source: str


def find(settings: Settings, project_id: str, warn: Callable[[str], None]) -> Found:
    """Return the credentials to use. Real ones are never sent to the sandbox.

    Args:
        project_id: the current order's project; "" for the one that is set.

    Raises:
        StoreError: stored ones are required and can't be read.
    """
    if settings.sandbox:
        given = Credentials(project_id=project_id, key_id=SANDBOX_KEY, key_secret=SANDBOX_SECRET)
        return Found(credentials=given, project_source=SANDBOX, source=SANDBOX)
    env = settings.environment
    token = "" if settings.basic else env.get("SINCH_ACCESS_TOKEN", "")
    key_id, secret = env.get("SINCH_KEY_ID", ""), env.get("SINCH_KEY_SECRET", "")
    source = "SINCH_ACCESS_TOKEN" if token else "SINCH_KEY_ID and SINCH_KEY_SECRET"
    project_source = "--project" if settings.flags.project else "SINCH_PROJECT_ID"
    enough = bool(token or (key_id and secret))
    if not project_id or not enough:
        store = credential_store(warn)
        stored = store.load()
        if stored is not None:
            place = KEY_STORE if stored.place == "keyring" else str(store.path)
            if not project_id:
                project_id, project_source = stored.project_id, place
            if not enough and key_id in ("", stored.key_id):
                source = f"{place} and SINCH_KEY_SECRET" if secret else place
                key_id, secret = stored.key_id, secret or store.secret(stored)
    given = Credentials(
        project_id=project_id,
        key_id=key_id,
        key_secret=secret,
        access_token=token,
        basic=settings.basic,
    )
    return Found(credentials=given, project_source=project_source, source=source)


def project_of(settings: Settings) -> str:
    """Return the project of a new order: from flag, environment, or stored credentials."""
    if settings.project_id or settings.sandbox:
        return settings.project_id
    stored = credential_store().load()
    return stored.project_id if stored else ""


def credential_store(warn: Callable[[str], None] = lambda text: None) -> CredentialStore:
    """Return the store of `auth login`, separate from the orders, which may be shared."""
    from platformdirs import user_config_path

    from sinch_order_cli.store.credentials import CredentialStore

    path = user_config_path("sinch-order", appauthor=False) / "credentials.json"
    return CredentialStore(path, warn)


def token_cache(settings: Settings) -> FileTokenCache | None:
    """Return the token cache between commands; None in the sandbox."""
    return None if settings.sandbox else kept_tokens()


def kept_tokens() -> FileTokenCache:
    """Return the tokens of real keys, even in the sandbox."""
    from platformdirs import user_cache_path

    from sinch_order_cli.store.tokens import FileTokenCache

    return FileTokenCache(user_cache_path("sinch-order", appauthor=False) / "tokens")
