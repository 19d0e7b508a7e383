"""A client for rows that take several steps in a row, which avoids repeating requests.

Every step first fetches its order, because hours may have passed. In a batch it is seconds, and the
response of one step contains what the next would fetch.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sinch_order_cli.api.client import NumbersApi
from sinch_order_cli.api.models import Registration, Reserved
from sinch_order_cli.api.order_models import NumberOrder

BELIEVED = 30.0
"""Seconds for which a response about an order is reused."""


class RowApi(NumbersApi):
    """Remembers the latest responses about one order, until a request changes them or fails.

    Used by one thread. After `forget`, or after a failure, data are fetched again.
    """

    _order: tuple[float, NumberOrder] | None = None
    _registration: tuple[float, str, Registration] | None = None

    def forget(self) -> None:
        """Fetch everything again."""
        self._order = self._registration = None

    def forget_registration(self) -> None:
        """Fetch the registration again."""
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
        """Return the order from the last response, or fetch it."""
        if self._order is not None:
            at, order = self._order
            if order.id_number_order == order_id and time.monotonic() - at < BELIEVED:
                return order
        order = super().get_number_order(order_id)
        self._order = time.monotonic(), order
        return order

    def get_registration(self, order_id: str) -> Registration:
        """Return the registration from the last response, or fetch it."""
        if self._registration is not None:
            at, known, registration = self._registration
            if known == order_id and time.monotonic() - at < BELIEVED:
                return registration
        registration = super().get_registration(order_id)
        self._registration = time.monotonic(), order_id, registration
        return registration

    @contextmanager
    def _changing(self, *, keeps_order: bool = False) -> Iterator[None]:
        """Forget what a request may change; if it fails, everything."""
        order = self._order
        self.forget()
        yield
        if keeps_order:
            self._order = order
