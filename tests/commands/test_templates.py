"""`attach` with the blank documents that a country provides."""

from __future__ import annotations

from pathlib import Path

from .shell import Shell


def test_without_an_id_every_template_is_saved_and_the_list_says_which_have_one(
    tmp_path: Path,
) -> None:
    shell = Shell(tmp_path)
    number = ("--number", "+61411111112", "--sms-plan", "p")
    shell.ok("create", "AU", "MOBILE", *number, "--yes", "--name", "o")
    saved = shell.ok("attach", "o", "--template", str(tmp_path))["files"]
    assert len(saved) == 1 and Path(saved[0]).read_bytes()
    letter, identity = shell.run("attach", "o", "--list").out.splitlines()
    assert "\tyes\t" in letter and "\tyes\t" not in identity
