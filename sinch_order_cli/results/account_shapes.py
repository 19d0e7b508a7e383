"""Credentials, for `auth --json`."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from sinch_order_cli.results.shape import Result


class Credentials(Result, kw_only=True):
    """The credentials in use and their source. `keyId` is null for an access token."""

    project_id: str
    key_id: str | None
    source: str
    project_source: str | UnsetType = UNSET


class LoggedOut(Result, kw_only=True):
    """The deleted key; null if none was stored."""

    removed: str | None
