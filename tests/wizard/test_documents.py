"""Step 5 in a real pseudo-terminal: the blank letter, later, and which files are offered."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompts.screen import DOWN, ENTER, ESC

from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.wizard.documents import _wrong
from wizard.person import BUSINESS_AU, CHOOSE_AU, CONTACT_AU, NUMBERS_AU, PDF, Person

pytestmark = pytest.mark.timeout(120)

LETTER = "? Letter of authorisation"


def test_the_blank_letter_is_saved_where_it_is_needed(tmp_path: Path) -> None:
    with Person(tmp_path, "wizard", folder=tmp_path) as person:
        person.answer(*CHOOSE_AU, *NUMBERS_AU, *BUSINESS_AU, *CONTACT_AU, ("? Your answers", ENTER))
        person.answer((LETTER, DOWN + ENTER))
        seen = person.wait_for("✓ Saved")
        [saved] = [path for path in tmp_path.iterdir() if path.is_file()]
        assert saved.read_bytes() and saved.name in "".join(seen.split())
        (tmp_path / "scan.txt").touch()
        (tmp_path / "scan.pdf").write_bytes(PDF)
        person.answer((LETTER, ENTER))
        person.wait_for_question("? File")
        person.send("sc\t")
        person.wait_for("? File   scan.pdf")
        person.send(ESC)
        person.answer((LETTER, DOWN + DOWN + ENTER), ("? Proof of identity, optional", ENTER))
        seen = " ".join(person.wait_for("sinch-order resume au-mobile-112").split())
        assert "Not uploaded yet: Letter of authorisation." in seen
        assert "13 of 13 answers, 0 of 1 document" in seen
        assert person.ended() == 130


def test_what_is_wrong_with_a_file_is_a_sentence(tmp_path: Path) -> None:
    letter = RequiredAttachment(id="loa", title="Letter", allowed_mime_types=("application/pdf",))
    (tmp_path / "letter.txt").write_text("hello")
    assert _wrong(tmp_path / "nope.pdf", letter) == f"The file {tmp_path}/nope.pdf doesn't exist."
    assert str(_wrong(tmp_path / "letter.txt", letter)).startswith("letter.txt can't be used")
