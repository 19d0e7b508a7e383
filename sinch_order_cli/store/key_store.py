"""The system's key store, through the package `keyring`, whatever goes wrong in it.

Which program stands behind it is not known here, so that any of its failures is expected; and
none of its words are passed on but those that `keyring` itself chose.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sinch_order_cli.errors import StoreError, Suggestion

SERVICE = "sinch-order"
"""What the secret is called in the key store, with the key id as its user."""


def name() -> str:
    """The key store as it calls itself; "" where there is none to use."""
    try:
        import keyring
        import keyring.backends.fail

        backend = keyring.get_keyring()
        usable = not isinstance(backend, keyring.backends.fail.Keyring) and backend.priority > 0
        return str(backend.name) if usable else ""
    except Exception:
        return ""


def read(key_id: str) -> str:
    """The secret of a key.

    Raises:
        StoreError: the key store can't be asked, or does not have it.
    """
    with _asked("can't be read"):
        import keyring

        secret = keyring.get_password(SERVICE, key_id)
    if not secret:
        raise StoreError(
            f"the system keyring has no secret for the key {key_id}",
            hint=Suggestion("auth login", say="Run"),
        )
    return str(secret)


def write(key_id: str, secret: str) -> None:
    """Keep the secret of a key, in the place of an earlier one.

    Raises:
        StoreError: the key store does not take it.
    """
    with _asked("did not store the secret"):
        import keyring

        keyring.set_password(SERVICE, key_id, secret)


def remove(key_id: str) -> None:
    """Remove the secret of a key; nothing happens where there is none.

    Raises:
        StoreError: the key store does not let go of it.
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
