"""Look the installed packages up in the database of known vulnerabilities, where it can be reached.

    python .ci/audit.py COMMAND…

COMMAND is pip-audit, writing JSON. Where the database can't be reached that is said, and is no
failure: a build must not hang on somebody else's server. A known vulnerability is one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

PATIENCE = 180
"""Seconds for all packages together."""


def main(command: list[str]) -> int:
    """Run the look-up; returns the exit code."""
    try:
        done = subprocess.run(  # noqa: S603 - the command is the build's own
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError) as error:
        print(f"audit: NOT DONE, the database can't be reached ({type(error).__name__})")
        return 0
    looked_up = [package for package in packages if "skip_reason" not in package]
    found = [package for package in looked_up if package.get("vulns")]
    for package in found:
        for one in package["vulns"]:
            fixed = ", ".join(one.get("fix_versions") or []) or "no version yet"
            print(f"{package['name']} {package['version']}: {one['id']}, mended in {fixed}")
    if not looked_up:
        print(f"audit: NOT DONE, the database knows none of {len(packages)} packages")
    else:
        print(
            f"audit: {len(looked_up)} of {len(packages)} packages looked up, {len(found)} affected"
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
