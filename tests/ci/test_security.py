"""SECURITY.md names the test behind each promise: they have to be there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_each_promise_has_its_tests() -> None:
    text = (ROOT / "SECURITY.md").read_text()
    for section in text.split("\n## ")[2:-1]:
        title, *promises = re.split(r"\n- ", section)
        assert promises, title
        for promise in promises:
            named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", promise)
            assert named, f"{title}: {promise.splitlines()[0]}"
            for file, function in named:
                content = (ROOT / file).read_text()
                assert re.search(rf"^def {function or 'test_'}", content, re.MULTILINE), file
