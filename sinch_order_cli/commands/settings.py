"""Settings from flags and environment; flags have priority."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sinch_order_cli.errors import Suggestion, UsageError
from sinch_order_cli.switches import is_on

NUMBERS_URL = "https://numbers.api.sinch.com"
AUTH_URL = "https://auth.sinch.com/oauth2/token"


class Flags(NamedTuple):
    """The flags of every command that uses the API."""

    json: bool = False
    no_input: bool = False
    sandbox: bool = False
    project: str = ""
    verbose: bool = False
    quiet: bool = False


class Settings(NamedTuple):
    """All external settings of a command.

    `state_dir` is the directory of the command's orders; the sandbox has its own.
    """

    flags: Flags
    sandbox: bool
    project_id: str
    numbers_url: str
    auth_url: str
    basic: bool
    state_dir: Path
    environment: Mapping[str, str]

    @classmethod
    def read(cls, flags: Flags, environment: Mapping[str, str] | None = None) -> Settings:
        """Combine flags and environment.

        Raises:
            UsageError: a variable has an invalid value.
        """
        env = os.environ if environment is None else environment
        flags = flags._replace(project=flags.project.strip())
        sandbox = flags.sandbox or is_on(env, "SINCH_ORDER_SANDBOX")
        base = base_dir(env)
        return cls(
            flags=flags,
            sandbox=sandbox,
            project_id=flags.project
            or ("sandbox" if sandbox else env.get("SINCH_PROJECT_ID", "").strip()),
            numbers_url=env.get("SINCH_NUMBERS_URL", "").strip() or NUMBERS_URL,
            auth_url=env.get("SINCH_AUTH_URL", "").strip() or AUTH_URL,
            basic=_is_basic(env.get("SINCH_ORDER_AUTH", "")),
            state_dir=base / "sandbox" if sandbox else base,
            environment=env,
        )


def _is_basic(value: str) -> bool:
    if (said := value.strip()).lower() in ("", "basic"):
        return bool(said)
    raise UsageError(
        f"SINCH_ORDER_AUTH must be basic or unset, not {said}",
        hint=Suggestion(
            "help", "environment", say="Leave it unset to get a token with the key. For details"
        ),
    )


def base_dir(environment: Mapping[str, str]) -> Path:
    """Return the directory of permanent data: SINCH_ORDER_STATE_DIR, or the user's state
    directory."""
    given = environment.get("SINCH_ORDER_STATE_DIR")
    if given:
        return absolute(given, "SINCH_ORDER_STATE_DIR")
    from platformdirs import user_state_path

    return user_state_path("sinch-order", appauthor=False)


def absolute(path: str, source: str) -> Path:
    """Expand `~` and `~name` in a path.

    Args:
        source: the flag or variable with the path, for the error.

    Raises:
        UsageError: there is no such home directory.
    """
    try:
        return Path(path).expanduser().absolute()
    except RuntimeError:
        raise UsageError(
            f"{source}: the home directory {path.partition('/')[0]} doesn't exist"
        ) from None
