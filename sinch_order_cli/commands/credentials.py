"""Where credentials come from: the sandbox's own, the environment, else what `auth login` kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sinch_order_cli.api.auth import Credentials, TokenCache
from sinch_order_cli.commands.settings import Settings

if TYPE_CHECKING:
    from sinch_order_cli.store.credentials import CredentialStore

SANDBOX_KEY, SANDBOX_SECRET = "key", "secret"


def credentials(settings: Settings, project_id: str) -> Credentials:
    """The credentials to use. Real ones never go to the sandbox.

    Raises:
        StoreError: stored ones are needed and can't be read.
    """
    if settings.sandbox:
        return Credentials(project_id=project_id, key_id=SANDBOX_KEY, key_secret=SANDBOX_SECRET)
    env = settings.environment
    token = "" if settings.basic else env.get("SINCH_ACCESS_TOKEN", "")
    key_id, secret = env.get("SINCH_KEY_ID", ""), env.get("SINCH_KEY_SECRET", "")
    if not project_id or not (token or (key_id and secret)):
        store = credential_store(env)
        stored = store.load()
        if stored is not None:
            project_id = project_id or stored.project_id
            if not token and key_id in ("", stored.key_id):
                key_id, secret = stored.key_id, secret or store.secret(stored)
    return Credentials(
        project_id=project_id,
        key_id=key_id,
        key_secret=secret,
        access_token=token,
        basic=settings.basic,
    )


def project_of(settings: Settings) -> str:
    """The project that a new order belongs to: flag, environment, else the stored one."""
    if settings.project_id or settings.sandbox:
        return settings.project_id
    stored = credential_store(settings.environment).load()
    return stored.project_id if stored else ""


def credential_store(environment: Mapping[str, str]) -> CredentialStore:
    """Where `auth login` keeps credentials: in the state directory that is set, else the config."""
    from sinch_order_cli.store.credentials import CredentialStore

    if given := environment.get("SINCH_ORDER_STATE_DIR"):
        return CredentialStore(Path(given).expanduser() / "credentials.json")
    from platformdirs import user_config_path

    return CredentialStore(user_config_path("sinch-order", appauthor=False) / "credentials.json")


def token_cache(settings: Settings) -> TokenCache | None:
    """Where tokens are kept between commands; the sandbox's are not worth keeping."""
    if settings.sandbox:
        return None
    from platformdirs import user_cache_path

    from sinch_order_cli.store.tokens import FileTokenCache

    return FileTokenCache(user_cache_path("sinch-order", appauthor=False) / "tokens")


def origin(settings: Settings) -> str:
    """Where the credentials come from, in words."""
    env = settings.environment
    if settings.sandbox:
        return "the sandbox"
    if env.get("SINCH_ACCESS_TOKEN") and not settings.basic:
        return "SINCH_ACCESS_TOKEN"
    if env.get("SINCH_KEY_ID") and env.get("SINCH_KEY_SECRET"):
        return "SINCH_KEY_ID and SINCH_KEY_SECRET"
    store = credential_store(env)
    stored = store.load()
    if stored is None:
        return "nowhere"
    return "the system's key store" if stored.place == "keyring" else str(store.path)
