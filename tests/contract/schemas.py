"""The contract's schemas of request bodies, as the sandbox carries them with it.

    python -m tests.contract.schemas

writes `sinch_order_cli/sandbox/contract.json`; a test fails while that is another text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from tests.contract.validation import CONTRACT

FILE = Path(__file__).parents[2] / "sinch_order_cli" / "sandbox" / "contract.json"
BODIES = (
    "LookupNumberRequirementsRequest",
    "CreateNumberOrderRequest",
    "UpdateRegistrationRequest",
)


def text() -> str:
    """What has to stand in `FILE`: the schemas of the bodies, and those that they refer to."""
    schemas = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))["components"]["schemas"]
    found: dict[str, Any] = {}
    waiting = list(BODIES)
    while waiting:
        name = waiting.pop()
        found[name] = schemas[name]
        waiting += [one for one in _referred(schemas[name]) if one not in found]
    kept = {name: schema for name, schema in schemas.items() if name in found}
    return json.dumps({"components": {"schemas": kept}}, indent=1) + "\n"


def _referred(node: Any) -> list[str]:
    if isinstance(node, dict):
        here = [node["$ref"].rpartition("/")[2]] if "$ref" in node else []
        return here + [name for part in node.values() for name in _referred(part)]
    return [name for part in node for name in _referred(part)] if isinstance(node, list) else []


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
