"""Packs the official JSON Schema test suite for the tests.

    python tests/kyc/suite/make.py

It comes with the source of the jsonschema library on PyPI, not with what is installed of it. Only
the drafts that forms are written in are taken, and the licence (MIT), which is in the archive.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

SOURCE = "jsonschema==4.26.0"
DRAFTS = ("draft7", "draft2019-09", "draft2020-12")
ARCHIVE = Path(__file__).with_name("json-schema-test-suite.zip")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder]
        subprocess.run([*pip, "--no-binary", "jsonschema", SOURCE], check=True)
        (source,) = Path(folder).glob("*.tar.gz")
        files = dict(sorted(taken(source.read_bytes()).items()))
    with zipfile.ZipFile(ARCHIVE, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    print(f"{ARCHIVE.name}: {len(files)} files, {ARCHIVE.stat().st_size:,} bytes")


def taken(source: bytes) -> dict[str, bytes]:
    """The files by their place in the suite, from the archive of the library's source."""
    found = {}
    with tarfile.open(fileobj=io.BytesIO(source)) as archive:
        for member in archive:
            _, _, name = member.name.partition("/json/")
            wanted = name == "LICENSE" or (
                name.startswith(tuple(f"tests/{draft}/" for draft in DRAFTS))
                and name.endswith(".json")
            )
            if wanted and (content := archive.extractfile(member)) is not None:
                found[name] = content.read()
    return found


if __name__ == "__main__":
    main()
