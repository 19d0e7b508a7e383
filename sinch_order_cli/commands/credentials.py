"""Where credentials come from: the sandbox's own, or the environment."""

from __future__ import annotations

from sinch_order_cli.api.auth import Credentials, TokenCache
from sinch_order_cli.commands.settings import Settings

SANDBOX_KEY, SANDBOX_SECRET = "key", "secret"  # noqa: S105 - the sandbox's, and documented


def credentials(settings: Settings, project_id: str) -> Credentials:
    """The credentials to use. Real ones never go to the sandbox."""
    if settings.sandbox:
        return Credentials(project_id=project_id, key_id=SANDBOX_KEY, key_secret=SANDBOX_SECRET)
    env = settings.environment
    return Credentials(
        project_id=project_id,
        key_id=env.get("SINCH_KEY_ID", ""),
        key_secret=env.get("SINCH_KEY_SECRET", ""),
        access_token="" if settings.basic else env.get("SINCH_ACCESS_TOKEN", ""),
        basic=settings.basic,
    )


def token_cache(settings: Settings) -> TokenCache | None:
    """Where tokens are kept between commands; the sandbox's are not worth keeping."""
    if settings.sandbox:
        return None
    from platformdirs import user_cache_path

    from sinch_order_cli.store.tokens import FileTokenCache

    return FileTokenCache(user_cache_path("sinch-order", appauthor=False) / "tokens")


def origin(settings: Settings) -> str:
    """Where the credentials come from, in words."""
    if settings.sandbox:
        return "the sandbox"
    if settings.environment.get("SINCH_ACCESS_TOKEN") and not settings.basic:
        return "SINCH_ACCESS_TOKEN"
    return "SINCH_KEY_ID and SINCH_KEY_SECRET"
