"""Write a crash report for the developers, without any values."""

from __future__ import annotations

import os
import sys
import time
import traceback
from pathlib import Path

import sinch_order_cli
from sinch_order_cli.commands.settings import base_dir
from sinch_order_cli.errors import SinchOrderError
from sinch_order_cli.store.files import make_private_dir, write_file


def write_report(error: BaseException) -> Path | None:
    """Write a report about an exception; return None if it can't be written.

    Variables and messages are omitted, as both can contain personal data. Code locations, exception
    types and versions are sufficient.
    """
    try:
        directory = base_dir(os.environ) / "reports"
        make_private_dir(directory)
        path = directory / time.strftime("%Y%m%d-%H%M%S.txt")
        head = [
            f"sinch-order {sinch_order_cli.__version__}, Python {sys.version}\n",
            f"{sys.platform}, command {sys.argv[1:2]}\n\n",
        ]
        write_file(path, "".join([*head, *_places(error)]).encode(errors="replace"))
        return path
    except (SinchOrderError, OSError):
        return None


def _places(error: BaseException) -> list[str]:
    lines = []
    link: BaseException | None = error
    while link is not None:
        lines.append(f"{type(link).__module__}.{type(link).__name__}\n")
        frames = traceback.extract_tb(link.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}\n" for frame in frames]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return lines
