"""Parse customer files of all versions up to this program's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from sinch_order_cli.customers import facts
from sinch_order_cli.customers.model import DOCUMENT_KINDS, VERSION, Customer, Document
from sinch_order_cli.decoding import thread_safe
from sinch_order_cli.errors import DamagedError, StoreError, Suggestion


def decode_customer(content: bytes, path: Path) -> Customer:
    """Parse the content of a customer file.

    Raises:
        DamagedError: it is not a customer file, or contains unknown facts.
        StoreError: it was written by a newer version of this program.
    """
    try:
        document = msgspec.json.decode(content)
        version = document.get("version") if isinstance(document, Mapping) else None
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise _damaged(path, "its version is missing")
        if version > VERSION:
            raise newer(path, version)
        customer = msgspec.convert(document, thread_safe(Customer))
    except RecursionError:
        raise _damaged(path, "it is nested too deeply") from None
    except ValueError as error:
        raise _damaged(path, str(error)) from error
    if why := _wrong_in(customer.facts, customer.documents):
        raise _damaged(path, why)
    return customer


def _wrong_in(given: Mapping[str, Any], documents: Sequence[Document]) -> str:
    """Describe on one line the problems of facts and documents in a file; "" if there are none."""
    _, wrong = facts.checked(given)
    if wrong:
        return f"{wrong[0].fact}: {wrong[0].problem}"
    kinds = [one.kind for one in documents if one.kind not in DOCUMENT_KINDS]
    return f"'{kinds[0]}' is not a kind of document" if kinds else ""


def _damaged(path: Path, why: str) -> DamagedError:
    return DamagedError(
        f"{path} is damaged",
        reason=why,
        hint=Suggestion(
            "customer set", path.stem, say="It was left unchanged. To correct it", edit=True
        ),
    )


def newer(path: Path, version: int) -> StoreError:
    return StoreError(
        f"{path} was written by a newer sinch-order (version {version} of the file)",
        reason=f"this program supports versions up to {VERSION} and would lose newer data",
        hint="Upgrade sinch-order, or use the machine that wrote the file.",
    )
