"""Everything that a server can say, said by one that means harm: it is only ever text."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from sinch_order_cli.store.orders import OrderStore

from .gateway import Answer, Gateway
from .shell import ANSWERS, LETTER, PDF, Done, Shell

pytestmark = pytest.mark.timeout(240)

EVIL = "\x1b]0;pwned\x07\x9b2J\u202egnp\u2066\u200f\u2028\x00\r\n\x08[bold]x[/bold]\U000e0041"
LONG = "Q" * 12_000

NEEDED = frozenset(
    {
        "idNumberOrder", "phoneNumber", "phoneNumbers", "id", "attachmentId", "regionCode",
        "numberType", "type", "types", "state", "expireTime", "name", "url", "schema", "pattern",
        "enum", "allowedMimeTypes", "allowedDocumentTypes", "access_token", "token_type", "status",
        "projectId", "uploadStatus",
    }
)  # fmt: skip
"""Without these no order comes about. `ALL` changes most of them as well."""

LINES = [
    "requirements AU MOBILE", "status one", "attach one --list", "submit one --yes",
    "register one --set firstName=REFUSE_ME --set lastName=O",
    "regions", "search AU MOBILE --size 2", "check one", "register one --show", "orders",
    "resume one", "status nosuch", "search XX MOBILE",
]  # fmt: skip
"""What is run against such a server."""

TRUSTED = frozenset({"access_token", "token_type", "url"})


def poisoned(value: Any, spared: frozenset[str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {
            name: inner if name == "requestDetails" else poisoned(inner, spared, name)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [poisoned(inner, spared, key) for inner in value]
    if not isinstance(value, str) or key in spared:
        return value
    return EVIL + value + EVIL + LONG


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    with Gateway(tmp_path / "emulator") as gateway:
        yield gateway


def poison(gateway: Gateway, spared: frozenset[str]) -> None:
    def change(method: str, path: str, body: bytes, answer: Answer) -> Answer:
        if "/templates/" in path:
            return answer
        return answer[0], json.dumps(poisoned(json.loads(answer[1] or b"{}"), spared)).encode()

    gateway.change = change


def moving(text: str) -> set[str]:
    """What in a text a terminal may obey, hide, or turn the line around by."""
    return {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


def assert_plain(done: Done, what: object) -> None:
    for text in (done.out, done.err):
        bad = moving(text) - {"\n", "\t"}
        lines = [line[:200] for line in text.split("\n") if bad & set(line)]
        assert not bad, (what, lines)
        assert max(map(len, re.findall("Q+", text)), default=0) <= 10_000, what
    assert "Traceback" not in done.err and "went wrong" not in done.err, done.err


def assert_json(done: Done, what: object) -> None:
    """JSON for programs holds the server's words as they are, but no terminal is moved by it."""
    for text in (done.out, done.err):
        assert moving(text) <= {"\n"}, what
    json.loads(done.out or done.err)


def test_a_hostile_server_only_ever_says_text(tmp_path: Path, gateway: Gateway) -> None:
    shell = Shell(tmp_path, gateway.url)
    answers, letter = shell.file("answers.json", ANSWERS), shell.file("letter.pdf", PDF)
    (tmp_path / "folder").mkdir()
    create = ["create", "AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "p", "--yes"]

    def run(*arguments: str) -> None:
        done = shell.run(*arguments, "--verbose")
        assert_plain(done, arguments)
        # What was reserved differs from what was asked, by the server's poisoned words: that is 1.
        assert done.code != 1 or "but differs from your request" in done.err, (arguments, done.err)

    for spared, lines in ((NEEDED, LINES[:5]), (TRUSTED, LINES)):
        poison(gateway, NEEDED)
        run(*create, "--name", "one")
        run("register", "one", "--answers", answers)
        poison(gateway, spared)
        for line in lines:
            run(*line.split())
            if spared is TRUSTED:
                assert_json(shell.run(*line.split(), "--json"), line)
        run("attach", "one", LETTER, letter)
        run("attach", "one", LETTER, "--template", str(tmp_path / "folder"))
        for words in (
            "status ",
            "attach one ",
            "attach one 01jxn2251d0shhamtbykft2y0 x --document-type ",
        ):
            assert_plain(shell.run("__complete", "fish", f"sinch-order {words}"), words)
        run("forget", "one", "--yes")
    for path in (tmp_path / "folder").iterdir():
        assert path.name.isprintable() and len(path.name) < 200


@pytest.mark.parametrize("accessible", ["", "1"], ids=["drawn", "plain"])
def test_a_hostile_form_only_ever_asks_in_text(
    tmp_path: Path, gateway: Gateway, accessible: str
) -> None:
    shell = Shell(tmp_path, gateway.url)
    create = ["create", "AU", "MOBILE", "--number", "+61411111112", "--sms-plan", "p", "--yes"]
    shell.ok(*create, "--name", "one")
    poison(gateway, NEEDED - {"enum", "allowedDocumentTypes"})
    order = OrderStore(shell.state)
    with order.edit("one") as found:
        found.lookup = None  # asked for again, now that the server means harm
        order.save(found)
    (shell.state / "requirements" / "AU-MOBILE.json").unlink()
    seen = ""
    for arguments in (["resume", "one"], ["wizard", "AU", "MOBILE"]):
        child = pexpect.spawn(
            sys.executable,
            ["-m", "sinch_order_cli", *arguments],
            env={**shell.environment, "TERM": "xterm", "ACCESSIBLE": accessible},
            dimensions=(40, 100),
            encoding="utf-8",
            timeout=20,
        )
        heard = io.StringIO()
        child.logfile_read = heard
        child.expect("pwned")
        for key in ("\r", "\r", "1\r", "x\r", "\x1b[B\r", "+6141\r"):
            child.send(key)
            with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
                child.expect("nothing that is ever said", timeout=0.5)
        child.close(force=True)
        seen += heard.getvalue()
    assert seen.count("pwned") > 3
    for harm in ("\x1b]0;pwned", "\x9b", "\u202e", "\u2066", "\u200f", "\u2028", "\x00", "\x07"):
        assert harm not in seen, repr(harm)
