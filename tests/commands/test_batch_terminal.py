"""Batches as people see them: the live table, the plain lines, and the README's ten lines."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import forkserver
import pytest
from prompts.screen import CTRL_C
from wizard.person import Person

pytestmark = pytest.mark.timeout(200)

PROJECT = Path(__file__).parents[2]
HEADER = "ref,region,type,pattern\n"


def batch_file(home: Path, count: int) -> str:
    rows = [f"shop-{number},US,LOCAL,+1\n" for number in range(1, count + 1)]
    (home / "numbers.csv").write_text(HEADER + "".join(rows))
    return "numbers.csv"


@pytest.mark.parametrize("columns", [80, 40])
def test_a_live_table_at_a_terminal(tmp_path: Path, columns: int) -> None:
    file = batch_file(tmp_path, 4)
    run = ("batch", "run", file, "--until", "decided", "--interval", "60")
    with Person(tmp_path, *run, columns=columns, rows=24, folder=tmp_path) as person:
        person.wait_for("Reserve 4 numbers")
        person.send("y")
        seen = person.wait_for("0 of 4 rows done", "Ctrl-C stops", "submitted           4")
        assert all(len(line) <= columns for line in seen.splitlines())
        person.send(CTRL_C)
        assert person.ended() == 130
        seen = " ".join(person.text().split())
        assert "Everything is saved" in seen
        command = "batchrunnumbers.csv--untildecided--interval60--yes"  # it breaks anywhere
        assert command in seen.replace(" ", "")
        assert "rows done" not in seen


def test_read_out_each_change_is_a_line(tmp_path: Path) -> None:
    run = ("batch", "run", batch_file(tmp_path, 2), "--yes")
    with Person(tmp_path, *run, environ={"ACCESSIBLE": "1"}, folder=tmp_path) as person:
        assert person.ended(patience=90) == 0
        seen = person.text()
    assert "rows done" not in seen
    assert len(re.findall(r"shop-[12]\s+submitted", seen)) == 2
    assert "2 rows: 2 submitted." in seen


def test_nothing_is_reserved_where_the_answer_is_no(tmp_path: Path) -> None:
    with Person(tmp_path, "batch", "run", batch_file(tmp_path, 2), folder=tmp_path) as person:
        person.wait_for("Reserve 2 numbers")
        person.send("n")
        assert person.ended() == 130
    assert list(tmp_path.glob("**/orders/*.json")) == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="the README is pasted into bash")
def test_the_lines_of_the_readme_order_fifty_numbers(tmp_path: Path) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- batch example -->\n```sh\n(.*?)```", readme, re.DOTALL)
    assert found is not None
    assert len(found[1].splitlines()) <= 10
    shutil.copytree(PROJECT / "examples", tmp_path / "examples")
    binaries = tmp_path / "bin"
    binaries.mkdir()
    forkserver.put_command(binaries / "sinch-order")
    done = subprocess.run(
        ["bash", "-euc", found[1]],
        cwd=tmp_path,
        env={
            "PATH": f"{binaries}:{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "SINCH_ORDER_STATE_DIR": str(tmp_path / "state"),
        },
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with (tmp_path / "result.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert Counter(row["outcome"] for row in rows) == {"completed": 50}
    assert len({row["phoneNumbers"] for row in rows}) == 50
    orders = [json.loads(path.read_text()) for path in tmp_path.glob("state/*/orders/*.json")]
    assert len({order["customer"] for order in orders}) == 12
