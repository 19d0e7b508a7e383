"""Holds what commands print with `--json` against the shapes that `help json` documents.

It is stricter than the schemas: a member that a shape does not name is an error here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from sinch_order_cli.results import catalogue, form_shapes, number_shapes, order_shapes

FROM_THE_API = {
    kind.__name__
    for shapes in (form_shapes, number_shapes, order_shapes)
    for kind in vars(shapes).values()
    if isinstance(kind, type) and issubclass(kind, dict)
}
"""Objects that are passed on as they came, new members included."""

_BY_COMMAND = {
    "requirements": "requirements", "search": "search", "create": "order", "register": "order",
    "attach": "order", "submit": "order", "resume": "order", "status": "order", "check": "check",
    "orders": "orders", "forget": "forget", "regions": "regions", "auth": "auth",
    "customer": "customer", "batch": "batch-event", "plan": "plan",
}  # fmt: skip
_BY_FLAG = {
    ("attach", "--list"): "documents",
    ("attach", "--template"): "templates",
    ("status", "--all"): "order-states",
    ("auth", "logout"): "logout",
    ("customer", "document"): "customer",
    ("customer", "list"): "customers",
    ("customer", "match"): "customer-match",
    ("customer", "forget"): "customer-forget",
    ("batch", "check"): "batch-check",
    ("batch", "status"): "batch-status",
    ("register", "--show"): "",
    ("requirements", "--blank-answers"): "",
}
"""What has a shape of its own; answers files have the country's."""


def validate_output(arguments: Sequence[str], out: str, err: str) -> None:
    """Hold both streams of a command that was run with `--json` against their shapes.

    Raises:
        AssertionError: something is printed that no shape has.
    """
    command = arguments[0] if arguments else ""
    if "--json" not in arguments or command not in _BY_COMMAND:
        return
    validate_errors(err)
    if shape := shape_of(arguments):
        streams = "--watch" in arguments or shape == "batch-event"
        lines = out.splitlines() if streams else [out] if out else []
        for line in lines:
            value = json.loads(line)
            is_summary = shape == "batch-event" and value["event"] == "summary"
            validate("batch-summary" if is_summary else shape, value)


def validate_errors(err: str) -> None:
    """Hold standard error against its shape: lines of the trace, then at most one error."""
    lines = [json.loads(line) for line in err.splitlines()]
    for place, line in enumerate(lines):
        last = place == len(lines) - 1
        validate("error" if "error" in line and last else "trace", line)


def shape_of(arguments: Sequence[str]) -> str:
    """The shape that a command line prints, "" for answers."""
    command = arguments[0]
    if "--dry-run" in arguments:
        return "dry-run"
    for (name, flag), shape in _BY_FLAG.items():
        if command == name and flag in arguments:
            if shape == "order-states" and "--watch" in arguments:
                return "order"
            return shape
    return _BY_COMMAND[command]


def validate(shape: str, value: Any) -> None:
    """Hold a value against a shape."""
    problems = [f"{one.json_path}: {one.message}" for one in _validator(shape).iter_errors(value)]
    assert not problems, f"not the shape {shape}: {problems}\n{value}"


@cache
def _validator(shape: str) -> Draft202012Validator:
    schema = catalogue.schema(shape)
    Draft202012Validator.check_schema(schema)
    for name, definition in schema["$defs"].items():
        if "properties" in definition and name not in FROM_THE_API:
            definition["additionalProperties"] = False
    return Draft202012Validator(schema)
