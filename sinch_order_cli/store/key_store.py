"""The system keyring, through the package `keyring`.

Any program may be behind it, so any exception is expected. Error messages are only passed on if
`keyring` itself wrote them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sinch_order_cli.errors import StoreError, Suggestion

SERVICE = "sinch-order"
"""The name of the secret's service in the keyring; its user is the key ID."""


def name() -> str:
    """Return the name of the system keyring, or "" if none is usable."""
    try:
        import keyring
        import keyring.backends.fail

        backend = keyring.get_keyring()
        usable = not isinstance(backend, keyring.backends.fail.Keyring) and backend.priority > 0
        return str(backend.name) if usable else ""
    except Exception:
        return ""


def read(key_id: str) -> str:
    """Return the secret of a key.

    Raises:
        StoreError: the keyring can't be read, or doesn't contain it.
    """
    with _asked("can't be read"):
        import keyring

        secret = keyring.get_password(SERVICE, key_id)
    if not secret:
        raise StoreError(
            f"the system keyring has no secret for the key {key_id}",
            hint=Suggestion("auth login", say="To sign in"),
        )
    return str(secret)


def write(key_id: str, secret: str) -> None:
    """Store the secret of a key, replacing an earlier one.

    Raises:
        StoreError: the keyring refuses it.
    """
    with _asked("did not store the secret"):
        import keyring

        keyring.set_password(SERVICE, key_id, secret)


def remove(key_id: str) -> None:
    """Delete the secret of a key, if there is one.

    Raises:
        StoreError: the keyring refuses to delete it.
    """
    with _asked("did not delete the secret"):
        import keyring

        if keyring.get_password(SERVICE, key_id) is not None:
            keyring.delete_password(SERVICE, key_id)


@contextmanager
def _asked(failed: str) -> Iterator[None]:
    message = f"the system keyring {failed}"
    hint = "Unlock it, or use SINCH_KEY_ID and SINCH_KEY_SECRET."
    try:
        yield
    except ModuleNotFoundError as error:
        raise StoreError(
            message,
            reason=f"the package {error.name} is not installed",
            hint="Install it: pip install keyring\nor use SINCH_KEY_ID and SINCH_KEY_SECRET.",
        ) from None
    except Exception as error:
        import keyring.errors

        own_words = isinstance(error, keyring.errors.KeyringError) and str(error)
        raise StoreError(message, reason=own_words or type(error).__name__, hint=hint) from None
