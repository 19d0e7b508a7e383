"""Drafts are deleted from the wizard's list, in a real pseudo-terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompts.screen import CTRL_C, DOWN, ENTER

from wizard.person import CHOOSE_AU, Person

pytestmark = pytest.mark.timeout(120)


def test_a_draft_is_deleted_from_the_list_and_a_reserved_order_is_not(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard") as person:
        person.answer(*CHOOSE_AU, ("? Purpose", CTRL_C))
        assert person.ended() == 130
    with Person(tmp_path, "wizard", "AU", "MOBILE") as person:
        person.answer(("? What would you like", ENTER), ("? Number", CTRL_C))
        assert person.ended() == 130
    folder = tmp_path / "state" / "sandbox" / "orders"
    assert len(list(folder.glob("*.json"))) == 2
    with Person(tmp_path, "wizard") as person:
        person.answer(("? What would you like to do?", DOWN * 3 + ENTER))
        seen = person.wait_for_question("? Which drafts?")
        assert "au-mobile-112" not in seen[seen.rfind("? Which") :]
        person.send(ENTER)
        person.answer(("? Delete au-mobile and", "y"))
        person.wait_for("Deleted au-mobile.")
        seen = person.wait_for_question("? What would you like to do?")
        assert "Delete a draft" not in seen[seen.rfind("? What would you like to do?") :]
        person.send(CTRL_C)
    assert [path.stem for path in folder.glob("*.json")] == ["au-mobile-112"]
