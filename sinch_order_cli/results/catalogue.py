"""All shapes by name, with their JSON Schemas."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from sinch_order_cli.results.account_shapes import Credentials, LoggedOut
from sinch_order_cli.results.batch_shapes import BatchCheck, BatchEvent, BatchStatus, BatchSummary
from sinch_order_cli.results.customer_shapes import (
    Customer,
    CustomerMatch,
    Customers,
    ForgottenCustomers,
)
from sinch_order_cli.results.error_shapes import Error, TraceLine
from sinch_order_cli.results.form_shapes import Check, Requirements
from sinch_order_cli.results.number_shapes import Regions, Search
from sinch_order_cli.results.order_shapes import (
    Documents,
    DryRun,
    Forgotten,
    Order,
    Orders,
    OrderStates,
    Templates,
)
from sinch_order_cli.results.plan_shapes import Plan
from sinch_order_cli.results.shape import VERSION

SHAPES: dict[str, tuple[type[Struct], str]] = {
    "order": (Order, "status, create, register, attach, submit, resume; a line of status --watch"),
    "orders": (Orders, "orders"),
    "order-states": (OrderStates, "status --all"),
    "requirements": (Requirements, "requirements"),
    "search": (Search, "search"),
    "regions": (Regions, "regions"),
    "check": (Check, "check"),
    "documents": (Documents, "attach --list"),
    "templates": (Templates, "attach --template"),
    "dry-run": (DryRun, "create, register, attach and submit with --dry-run"),
    "forget": (Forgotten, "forget"),
    "auth": (Credentials, "auth login, auth status"),
    "logout": (LoggedOut, "auth logout"),
    "customer": (Customer, "customer add, show, set, rename and document"),
    "customers": (Customers, "customer list"),
    "customer-match": (CustomerMatch, "customer match"),
    "customer-forget": (ForgottenCustomers, "customer forget"),
    "batch-check": (BatchCheck, "batch check"),
    "batch-event": (BatchEvent, "batch run, a line for each event"),
    "batch-summary": (BatchSummary, "batch run, the last line"),
    "batch-status": (BatchStatus, "batch status"),
    "plan": (Plan, "plan"),
    "error": (Error, "every command that fails, on standard error"),
    "trace": (TraceLine, "--verbose, a line each, on standard error"),
}
"""Each shape by its name in `help json`, with the commands that print it."""


def schema(shape: str) -> dict[str, Any]:
    """Return the JSON Schema of a shape, with its version.

    Raises:
        KeyError: there is no such shape.
    """
    import msgspec

    kind, printed_by = SHAPES[shape]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:sinch-order:json:{shape}:{VERSION}",
        "title": f"sinch-order {shape}, version {VERSION}",
        "version": VERSION,
        "$comment": f"Printed by {printed_by}.",
        **msgspec.json.schema(kind),
    }


def schema_text(shape: str) -> str:
    """Return the JSON Schema of a shape as printed by `help json` and stored in `docs/json`."""
    import msgspec

    encoded = msgspec.json.format(msgspec.json.encode(schema(shape)), indent=2)
    return encoded.decode() + "\n"
