"""Stored credentials: what is lost when one of the two places can't be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sinch_order_cli.errors import StoreError
from sinch_order_cli.store import credentials, key_store
from sinch_order_cli.store.credentials import CredentialStore


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The key store of the system."""
    kept: dict[str, str] = {}
    monkeypatch.setattr(key_store, "write", kept.__setitem__)
    monkeypatch.setattr(key_store, "remove", lambda key: kept.pop(key, None))
    return kept


@pytest.mark.parametrize(("key", "left"), [("k", {"k": "s"}), ("other", {"k": "s"})])
def test_a_login_that_can_not_be_saved_leaves_the_one_before(
    tmp_path: Path,
    secrets: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    left: dict[str, str],
) -> None:
    store = CredentialStore(tmp_path / "credentials.json")
    store.save("p", "k", "s", in_file=False)

    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(credentials, "write_file", full)
    with pytest.raises(StoreError, match="full"):
        store.save("p2", key, "s", in_file=False)
    found = store.load()
    assert found is not None and found.key_id == "k" and secrets == left


def test_a_login_holds_where_the_earlier_secret_is_not_deleted(
    tmp_path: Path, secrets: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    store = CredentialStore(tmp_path / "credentials.json", told.append)
    store.save("p", "k", "old", in_file=False)

    def locked(_: str) -> None:
        raise StoreError("the system keyring did not delete the secret", reason="it is locked")

    monkeypatch.setattr(key_store, "remove", locked)
    store.save("p", "k", "new", in_file=True)
    found = store.load()
    assert found is not None and store.secret(found) == "new"
    assert told == [
        "The system keyring still has the earlier secret of k (it is locked). Delete its entry "
        "sinch-order yourself."
    ]
