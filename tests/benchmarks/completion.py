"""The time of a Tab in real shells, from the key to the changed line.

    python tests/benchmarks/completion.py [--runs 40] [--readme]

Each shell runs in a pseudo-terminal with our script and simulated typing. Everything is measured in
one run on one machine, in turns, and the fastest counts, as slower ones only reflect other work of
the machine. The comparison is the same key when the shell itself completes a file name, and a
Python that does nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import readme
from benchmarks.many import write_orders
from benchmarks.processes import once
from benchmarks.starts import ORDERS
from commands.shells import SHELLS, LiveShell, installed

COMPLETIONS = Path(__file__).parents[2] / "completions"
FEW = 20
"""A realistic small number of orders."""

LINES = {
    "a command": ("sinch-order sea", 30),
    "an option": ("sinch-order create AU MOBILE --sms-plan x --call", 30),
    "a fixed choice": ("sinch-order search AU MOBILE --match con", 30),
    f"an order, of {FEW}": ("sinch-order submit au-mobile-7", 30),
    f"an order, of {ORDERS:,}": ("sinch-order status --sandbox au-mobile-7777", 30),
    "a region": ("sinch-order search au", 30),
    "a document's id": ("sinch-order attach au-mobile-7 lett", 30),
    "a document's type": ("sinch-order attach au-mobile-7 letter x.pdf --document-type Pass", 30),
    "a file, by the shell itself": ("cat only-o", None),
}
"""The lines to complete, with their limits in milliseconds."""


def make_home(home: Path) -> dict[str, str]:
    """Create a home with orders, few real ones and many in the sandbox; return its environment."""
    (home / "only-one-file").touch()
    folder = home / "state" / "orders"
    folder.mkdir(parents=True)
    documents = [{"id": "letter", "allowedDocumentTypes": ["Passport", "Driver's License"]}]
    for number in range(FEW):
        order = {
            "name": f"au-mobile-{number}",
            "lookup": {"raw": {"attachments": documents}},
            "server": {"idNumberOrder": f"{number:026d}", "state": "CREATED"},
        }
        (folder / f"au-mobile-{number}.json").write_text(json.dumps(order))
    (home / "state" / "requirements").mkdir()
    regions = {code: f"Country {code}" for code in ("AU", "BR", "DE", "FR", "GB", "IT", "SE")}
    kept = home / "state" / "requirements" / "regions.json"
    kept.write_text(json.dumps({"regions": regions}))
    write_orders(home / "state" / "sandbox", ORDERS)
    own = Path(sys.executable).parent
    return {"PATH": f"{own}:{os.environ['PATH']}"}


def measure(runs: int) -> tuple[dict[str, dict[str, float]], float]:
    """Return milliseconds by line and shell, and those of `python -c pass`; the fastest of each."""
    shells = [shell for shell in SHELLS if installed(shell)]
    times: dict[tuple[str, str], list[tuple[float, float]]] = {}
    nothing = []
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as closing:
        live = {}
        environment: dict[str, str] = {}
        for shell in shells:
            home = Path(scratch) / shell
            home.mkdir()
            environment = make_home(home)
            script = COMPLETIONS / f"sinch-order.{shell}"
            started = LiveShell(shell, home, script=script, environment=environment)
            live[shell] = closing.enter_context(started)
        for run in range(runs + 1):
            python = once([sys.executable, "-c", "pass"], environment).seconds * 1000
            nothing += [python] if run else []
            for what, (line, _) in LINES.items():
                for shell in shells:
                    took = live[shell].seconds(line)
                    # On the first Tab, the shell loads its own functions.
                    times.setdefault((what, shell), []).extend([took] if run else [])
    found = {what: {shell: _least(times[what, shell]) for shell in shells} for what in LINES}
    return found, min(nothing)


def _least(taken: list[tuple[float, float]]) -> float:
    """Return the milliseconds of the fastest Tab, minus the fastest check of the line."""
    tabs, looks = zip(*taken, strict=True)
    return (min(tabs) - min(looks)) * 1000


def main() -> None:
    """Measure and print the table; exit with 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=40, help="how often each line is completed")
    parser.add_argument("--readme", action="store_true", help="put the table into the README")
    arguments = parser.parse_args()
    found, nothing = measure(arguments.runs)
    shells = list(next(iter(found.values())))
    rows = [["Tab after the beginning of", *shells, "target"]]
    missed = False
    for what, took in found.items():
        most = LINES[what][1]
        missed |= most is not None and max(took.values()) > most
        target = f"at most {most} ms" if most else ""
        rows.append([what, *(f"{took[shell]:.1f} ms" for shell in shells), target])
    rows.append(["`python -c pass`, to compare", *([f"{nothing:.1f} ms"] * len(shells)), ""])
    table = readme.markdown(rows)
    print(table)
    if arguments.readme:
        readme.put("completion", table)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
