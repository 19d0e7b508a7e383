"""A client for rows that go through several steps at once: what was just answered is not asked.

Every step looks at its order first, because hours may lie before it. In a batch they are seconds:
the answer to one step says what the next one would ask.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.api.models import NumberOrder, Registration, Reserved

BELIEVED = 30.0
"""Seconds for which an answer about an order is believed."""


class RowApi(NumbersApi):
    """Remembers the latest answers about one order, until a request changes or fails them.

    Used by one thread. What `forget` was called for, and all that follows a failure, is asked.
    """

    _order: tuple[float, NumberOrder] | None = None
    _registration: tuple[float, str, Registration] | None = None

    def forget(self) -> None:
        """Ask for everything again."""
        self._order = self._registration = None

    def forget_registration(self) -> None:
        """Ask for the registration again."""
        self._registration = None

    def create_number_order(self, body: Mapping[str, Any]) -> Reserved:
        """Step 3; see `NumbersApi`. A new order has no registration yet."""
        with self._changing():
            made = super().create_number_order(body)
        if made.order is not None:
            self._order = time.monotonic(), made.order
            self._registration = time.monotonic(), made.id_number_order, Registration()
        return made

    def update_registration(self, order_id: str, data: Any) -> Registration:
        """Step 4; see `NumbersApi`."""
        with self._changing(keeps_order=True):
            return super().update_registration(order_id, data)

    def upload_attachment(self, order_id: str, *arguments: Any, **more: Any) -> Any:
        """Step 5; see `NumbersApi`."""
        with self._changing(keeps_order=True):
            return super().upload_attachment(order_id, *arguments, **more)

    def submit_number_order(self, order_id: str) -> NumberOrder:
        """Step 6; see `NumbersApi`."""
        with self._changing():
            return super().submit_number_order(order_id)

    def get_number_order(self, order_id: str) -> NumberOrder:
        """The order, as it was last answered or is now."""
        if self._order is not None:
            at, order = self._order
            if order.id_number_order == order_id and time.monotonic() - at < BELIEVED:
                return order
        order = super().get_number_order(order_id)
        self._order = time.monotonic(), order
        return order

    def get_registration(self, order_id: str) -> Registration:
        """The registration, as it was last answered or is now."""
        if self._registration is not None:
            at, known, registration = self._registration
            if known == order_id and time.monotonic() - at < BELIEVED:
                return registration
        registration = super().get_registration(order_id)
        self._registration = time.monotonic(), order_id, registration
        return registration

    @contextmanager
    def _changing(self, *, keeps_order: bool = False) -> Iterator[None]:
        """Forget what a request may change; where it fails, everything."""
        order = self._order
        self.forget()
        yield
        if keeps_order:
            self._order = order
