"""The package's description on an index: the README without what only its directory has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_ONLY_HERE = re.compile(r"<!-- only in the directory -->.*?<!-- end -->\n*", re.DOTALL)
_PICTURE = re.compile(r"!\[[^\]]*\]\((?!https?:)[^)]*\)\n*")
_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:|#)[^)]*\)")


def long_description(readme: str) -> str:
    """The README without pictures and links that lead to files beside it: an index has none."""
    return _LINK.sub(r"\1", _PICTURE.sub("", _ONLY_HERE.sub("", readme)))


class Description(MetadataHookInterface):
    """Gives the metadata its `readme`."""

    def update(self, metadata: dict[str, Any]) -> None:
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": long_description(text)}
