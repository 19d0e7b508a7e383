"""Words from outside where they are more than text: in commands to paste, in tables and pipes."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch_order_cli.text import counted, quote, shell_in_use, word


@given(st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"])))
def test_a_shell_reads_a_quoted_argument_as_it_is(argument: str) -> None:
    assert shlex.split(quote(argument, shell="posix")) == [argument]


@pytest.mark.parametrize("argument", ["$(touch x)", "a'b", "`id`", "a b", ""])
def test_sh_itself_reads_it_so(argument: str) -> None:
    sh = shutil.which("sh")
    assert sh
    line = f"printf %s {quote(argument, shell='posix')}"
    assert subprocess.run([sh, "-c", line], capture_output=True, text=True).stdout == argument


def test_each_windows_shell_has_its_own_quotes() -> None:
    assert quote("it's $x", shell="powershell") == "'it''s $x'"
    assert quote('a "b" %PATH%', shell="cmd") == '"a ""b"" %%PATH%%"'
    assert quote("plain-1", shell="cmd") == quote("plain-1", shell="powershell") == "plain-1"
    assert shell_in_use({"PSModulePath": "x"}, windows=True) == "powershell"
    assert shell_in_use({"PSModulePath": "x", "PROMPT": "$P$G"}, windows=True) == "cmd"
    assert shell_in_use({}, windows=False) == "posix"


def test_a_servers_word_moves_no_terminal_and_no_shell() -> None:
    assert word("CREATED") == "CREATED" and word("01jx-a_b.c") == "01jx-a_b.c"
    assert word("CREATED\x1b]0;x\x07") == "CREATED??0?x?"
    assert word("$(touch x)") == "??touch?x?"
    assert word(None) == word(5) == ""


def test_a_count_agrees_with_its_noun() -> None:
    assert [counted(count, "row") for count in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    assert [counted(count, "entry", "entries") for count in (1, 3)] == ["1 entry", "3 entries"]
