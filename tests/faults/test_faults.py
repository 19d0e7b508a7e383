"""Every step with every fault: the result, the calls executed on the server, and how to
continue."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands.shell import ANSWERS

from .lab import Lab
from .table import OWN_CALL, SEQUENCES, Row, page, rows

pytestmark = pytest.mark.timeout(60)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_a_fault_ends_as_the_table_says(lab: Lab, row: Row) -> None:
    lab.prepare(row.step)
    before = lab.program.records()
    lab.fail(*row.rules)
    done = lab.step(row.step)
    lab.fail()
    assert done.code == row.code, done.err or done.out
    if done.code:
        assert done.error["message"]
        assert "Traceback" not in done.err
    effects = lab.effects()
    assert row.done in (None, effects.get(OWN_CALL[row.step], 0))
    records = lab.program.records()
    assert [one["name"] for one in before] == [one["name"] for one in records][: len(before)]
    if row.step != "create" and before and before[0]["answers"]:
        assert ANSWERS in (records[0]["answers"], records[0]["answersBefore"])

    if row.step in ("requirements", "search"):
        assert not records
        assert lab.step(row.step).code == 0
        return
    created = effects.get("createNumberOrder", 0)
    end = lab.finish()
    assert end["state"] == "COMPLETED"
    created += lab.effects().get("createNumberOrder", 0)
    decided = [one for one in lab.program.records() if one["server"]["state"] == "COMPLETED"]
    assert len(decided) == 1
    # One order on the server for each local record, and none that is unknown here.
    records = lab.program.records()
    assert created == len(records) - (row.step != "create")
    assert set(lab.ids()) <= {one["server"]["idNumberOrder"] for one in records}


def test_the_table_is_in_the_docs() -> None:
    path = Path(__file__).parents[2] / "docs" / "faults.md"
    assert path.read_text(encoding="utf-8") == page()


def test_what_is_more_than_one_call_has_its_test() -> None:
    for _, _, test in SEQUENCES:
        file, _, name = test.partition("::")
        text = (Path(__file__).parents[1] / file).read_text(encoding="utf-8")
        assert f"def {name}(" in text, test
