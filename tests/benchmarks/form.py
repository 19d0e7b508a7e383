"""The time to parse and check a form with 1,000 fields, compared with the jsonschema library.

    python tests/benchmarks/form.py [--fields 1000] [--runs 15]

Both check the same answers with the same form, in turns, so that other work of the machine affects
both. jsonschema reports violations; this program also derives questions, corrects the answers and
words the problems, so it may take longer, but not noticeably for users.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

from jsonschema import Draft202012Validator

from sinch_order_cli.kyc import read_form

PATTERN = r"^[A-Za-z0-9 ]+$"  # supported by both: jsonschema uses Python's patterns, not Java's
FIELD = {"type": "string", "minLength": 2, "maxLength": 60, "pattern": PATTERN}


def schema(fields: int) -> dict[str, Any]:
    """Return a schema of objects with 50 required fields each, every tenth with a condition."""
    sections = {
        f"section{at}": {
            "type": "object",
            "properties": {f"field{i}": FIELD for i in range(50)},
            "required": [f"field{i}" for i in range(0, 50, 2)],
            "allOf": [
                {
                    "if": {"properties": {f"field{i}": {"const": "Yes"}}},
                    "then": {"required": [f"field{i + 1}"]},
                }
                for i in range(0, 50, 10)
            ],
        }
        for at in range(fields // 50)
    }
    return {"type": "object", "properties": sections, "required": list(sections)}


def seconds(context: Callable[[], object]) -> float:
    started = time.perf_counter()
    context()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fields", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=15)
    given = parser.parse_args()
    raw = schema(given.fields)
    good = {name: {f"field{i}": "Yes" for i in range(50)} for name in raw["properties"]}
    bad = {name: {f"field{i}": "?" for i in range(50)} for name in raw["properties"]}
    form, theirs = read_form({"fields": raw}), Draft202012Validator(raw)
    assert form.check(good) == () and theirs.is_valid(good)
    assert len(form.check(bad)) > given.fields // 2
    context: dict[str, Callable[[], object]] = {
        "read the form into questions": lambda: read_form({"fields": raw}).sections,
        "check good answers": lambda: form.check(good),
        "good answers, jsonschema": lambda: list(theirs.iter_errors(good)),
        "check bad answers, every one of them": lambda: form.check(bad),
        "bad answers, jsonschema": lambda: list(theirs.iter_errors(bad)),
        "check one field on leaving it": lambda: form.check_field(good, "section1.field3", "x"),
        "mend good answers": lambda: form.tidy(good),
        "what is asked now": lambda: form.questions(good),
    }
    taken: dict[str, list[float]] = {name: [] for name in context}
    for _ in range(given.runs):
        for name, run in context.items():
            taken[name].append(seconds(run))
    for name, times in taken.items():
        print(f"{name:40} {statistics.median(times) * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
