"""What the program relies on in the parts of an order file that are kept in the API's own words.

`Order` takes them as they come. A file that was changed by hand or by a failing disk is found out
here, when it is read, and not by whatever looks into it later.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

Object = dict[str, Any]


class Prices(Struct, rename="camel"):
    """Where prices stand."""

    monthly_price: Object | None = None
    setup_price: Object | None = None


class Number(Struct, rename="camel"):
    """One of `server.orderNumbers`."""

    number_price: Prices | None = None
    capabilities: list[Any] | None = None


class Server(Struct, rename="camel"):
    """`server`."""

    order_numbers: list[Number] | None = None


class Numbers(Struct, rename="camel"):
    """`request.numberOrderOption`."""

    phone_numbers: list[str] | None = None


class Request(Struct, rename="camel"):
    """`request`."""

    number_order_option: Numbers | None = None
    quantity_order_option: Object | None = None
    sms_configuration: Object | None = None
    voice_configuration: Object | None = None


class Offer(Prices, rename="camel"):
    """`offer`."""

    capability: list[Any] | None = None


class Shape(Struct, rename="camel"):
    """An order file, as far as `Order` itself does not say what is in it."""

    server: Server | None = None
    request: Request | None = None
    offer: Offer | None = None
