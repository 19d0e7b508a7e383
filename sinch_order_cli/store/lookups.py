"""The last known requirements of each country, to avoid repeated lookups."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from sinch_order_cli.decoding import thread_safe
from sinch_order_cli.errors import StoreError
from sinch_order_cli.store.files import make_private_dir, read_file, write_file
from sinch_order_cli.store.names import file_name
from sinch_order_cli.workflow.model import Lookup, parse_time

MAX_AGE = 24 * 3600.0
"""Seconds for which a lookup is reused. Reservations last at most 48 hours."""

MAX_AGE_OF_NOTHING = 10 * 60.0
"""Seconds for which "nothing is required" is reused. Without its form an order can't be submitted,
and checking again costs only one request."""


class _Kept(msgspec.Struct, rename="camel", frozen=True):
    source: str
    lookup: Lookup


class LookupStore:
    """Lookups by region and type, in `requirements/REGION-TYPE.json` of the state directory.

    Args:
        root: the state directory.
        source: the server used; lookups from other servers are ignored.
    """

    def __init__(self, root: Path, *, source: str) -> None:
        self._directory = root / "requirements"
        self._source = source

    def last(self, region_code: str, number_type: str) -> Lookup | None:
        """Return the last lookup, however old, or None."""
        with suppress(FileNotFoundError, StoreError, ValueError, RecursionError):
            content, _ = read_file(self._path(region_code, number_type))
            kept = msgspec.json.decode(content, type=thread_safe(_Kept))
            if kept.source == self._source:
                return kept.lookup
        return None

    def recent(self, region_code: str, number_type: str, now: float) -> Lookup | None:
        """Return the last lookup if it is recent enough to reuse. `now`: seconds since 1970."""
        lookup = self.last(region_code, number_type)
        asked = parse_time(lookup.looked_up_at) if lookup else None
        if lookup is None or asked is None:
            return None
        longest = MAX_AGE_OF_NOTHING if lookup.raw is None else MAX_AGE
        return lookup if 0 <= now - asked.timestamp() + 1 <= longest else None

    def save(self, region_code: str, number_type: str, lookup: Lookup) -> None:
        """Store a lookup.

        Raises:
            StoreError: it can't be written.
        """
        make_private_dir(self._directory)
        content = msgspec.json.encode(_Kept(self._source, lookup))
        write_file(self._path(region_code, number_type), content)

    def save_regions(self, names: Mapping[str, str]) -> None:
        """Store the regions that have numbers, by code and name, for shell completion.

        Raises:
            StoreError: it can't be written.
        """
        make_private_dir(self._directory)
        content = {"source": self._source, "regions": names}
        write_file(self._directory / "regions.json", msgspec.json.encode(content))

    def _path(self, region_code: str, number_type: str) -> Path:
        """Return the path of a lookup's file.

        Raises:
            StoreError: the region or type is not a plain word, which a server could send.
        """
        name = file_name(region_code, number_type)
        if name is None:
            raise StoreError(
                f"{region_code!a} {number_type!a} can't be the name of a file",
                reason="regions and types are letters, digits and _",
            )
        return self._directory / f"{name}.json"
