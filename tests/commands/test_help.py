"""The help: what it says fits, is complete, and its examples work when they are pasted."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import forkserver
import pexpect
import pytest
import typer
from PIL import Image

from commands.shell import ANSWERS, PDF
from commands.test_auth import KEY_STORE
from sinch_order_cli import errors
from sinch_order_cli.commands.app import COMMANDS
from sinch_order_cli.commands.generate import command_tree, root_help
from sinch_order_cli.commands.help.help_format import fit, page, split
from sinch_order_cli.commands.help.topics import TOPICS
from sinch_order_cli.sandbox.server import SandboxServer
from sinch_order_cli.workflow.states import STATES

SOURCE = Path(__file__).parents[2] / "sinch_order_cli"

Pages = dict[str, Any]


def pages() -> Pages:
    """Every command by how it is called, such as `auth login`."""
    found: Pages = {}

    def walk(commands: Pages, above: str) -> None:
        for name, command in commands.items():
            found[f"{above}{name}"] = command
            walk(getattr(command, "commands", {}), f"{above}{name} ")

    walk(command_tree().commands, "")
    return found


def laid_out(name: str, command: Any, width: int) -> list[str]:
    options = ["-h", "--help"]
    context = typer.Context(command, info_name=f"sinch-order {name}", help_option_names=options)
    return page(command, context, width).splitlines()


@pytest.mark.parametrize("width", [40, 80])
def test_no_page_is_wider_than_the_terminal(width: int) -> None:
    texts = {name: laid_out(name, command, width) for name, command in pages().items()}
    texts |= {topic: fit(text, width).splitlines() for topic, text in TOPICS.items()}
    texts["--help"] = root_help(width).splitlines()
    for name, lines in texts.items():
        for line in lines:
            # What quotes, braces or brackets hold together stays in one line.
            assert len(line) <= width or '"' in line or "<(" in line, f"{name}: {line}"


def test_the_help_of_the_whole_program_follows_the_terminals_width(tmp_path: Path) -> None:
    for columns, expected in (("80", root_help(80)), ("40", root_help(40)), ("", root_help(80))):
        done = run(["--help"], tmp_path, {"COLUMNS": columns})
        assert done.stdout == expected


@pytest.mark.parametrize("columns", [30, 40, 59, 80, 99, 100, 200])
def test_the_pages_of_commands_follow_the_terminals_width(tmp_path: Path, columns: int) -> None:
    command = pages()["auth login"]
    # What is written beforehand is for the next narrower of its widths.
    width = 100 if columns >= 100 else 80 if columns >= 80 else max(columns, 40)
    for asked in (["auth", "login", "--help"], ["auth", "login", "-h"], ["help", "auth", "login"]):
        done = run(asked, tmp_path, {"COLUMNS": str(columns)})
        assert done.stdout.splitlines() == laid_out("auth login", command, width)


def test_every_page_is_printed_without_loading_what_commands_need(tmp_path: Path) -> None:
    asked = [[*name.split(), "--help"] for name in pages()]
    asked += [["help", topic] for topic in TOPICS] + [["help", "auth", "login"]]
    script = f"""
import sys
from sinch_order_cli.__main__ import main
for sys.argv in {[["sinch-order", *one] for one in asked]!r}:
    main()
print([name for name in ("typer", "rich", "httpx", "re") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-S", "-c", script],
        env={"PYTHONPATH": str(SOURCE.parent)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.endswith("\n[]\n"), done.stdout[-200:] + done.stderr
    for name in pages():
        assert f"\n  sinch-order {name} " in done.stdout


def test_an_example_that_is_broken_is_the_same_command() -> None:
    for name, command in pages().items():
        for line in split(command.help)[1]:
            narrow = laid_out(name, command, 40)
            shown = "\n".join(narrow[narrow.index("EXAMPLES") + 1 :])
            assert line in re.sub(r" \\\n +", " ", shown)


def test_help_of_a_command_is_its_page(tmp_path: Path) -> None:
    asked = run(["help", "auth", "login"], tmp_path)
    assert asked.stdout == run(["auth", "login", "--help"], tmp_path).stdout
    assert "sinch-order auth login --project" in asked.stdout
    unknown = run(["help", "nonsense"], tmp_path)
    assert unknown.returncode == 2
    assert "Topics: workflow, answers, exit-codes, environment" in unknown.stderr


def test_the_topics_leave_nothing_out() -> None:
    codes = {one.exit_code for one in vars(errors).values() if hasattr(one, "exit_code")}
    for code in (0, *codes):
        assert re.search(rf"^ +{code}  ", TOPICS["exit-codes"], re.MULTILINE)
    for state in (row.name for row in STATES.values() if row.help):
        assert re.search(rf"^  {state}  ", TOPICS["workflow"], re.MULTILINE)
    sources = [path.read_text("utf-8") for path in SOURCE.rglob("*.py")]
    names = set(
        re.findall(r'"(SINCH_[A-Z_]+|NO_COLOR|CLICOLOR_FORCE|ACCESSIBLE|EDITOR)"', "".join(sources))
    )
    assert len(names) > 10
    for name in names:
        assert name in TOPICS["environment"]
    for command in ("requirements", "search", "create", "register", "attach", "submit"):
        assert f"{command} " in TOPICS["workflow"]


def run(
    arguments: list[str], home: Path, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), **(variables or {})}
    return forkserver.run(arguments, environment)


SEQUENCE = (
    *("help", "regions", "requirements", "search", "check", "create", "wizard", "resume"),
    *("register", "attach", "check", "submit", "status", "orders"),
    *("customer", "customer add", "customer list", "customer show", "customer set"),
    *("customer document", "customer document add", "customer document list"),
    *("customer document remove", "customer match", "plan", "customer rename", "customer forget"),
    # Before the batches, which may take the number that an earlier order gave back.
    "create",
    *("batch template", "batch check", "batch run", "batch status", "batch"),
    "forget",
    *("auth", "auth login", "auth status", "auth logout"),
    *("completion", "completion show", "completion install", "completion uninstall"),
    *("sandbox", "sandbox serve", "sandbox reset"),
)
"""The commands in the order in which their examples are pasted."""

LATER = {
    "sinch-order check au-mobile-112": 2,
    "sinch-order check au-mobile-112 --answers answers.json": 2,
    "sinch-order create --from au-mobile-112 --yes": 2,
}
"""Examples of a command that are for the second time that it stands in `SEQUENCE`."""

CODES = {
    "sinch-order submit au-mobile-112 --yes --json": 6,
    "sinch-order status au-mobile-112 --watch --timeout 1h": 10,
    "sinch-order status au-mobile-112 --watch --until usable": 10,
    'sinch-order status --all --watch --exec "tee -a changes.log"': 130,
    "sinch-order wizard": 130,
    "sinch-order wizard AU MOBILE": 130,
    "sinch-order wizard --sandbox": 130,
    "sinch-order resume": 130,
    "sinch-order resume au-mobile-112": 130,
    'sinch-order resume --order-id "$ID" --region AU --type MOBILE': 130,
}
"""Exit codes other than 0: left with Ctrl-C, submitted twice, rejected."""

TYPED = {
    "sinch-order submit au-mobile-112": "y\r",  # what costs takes a letter and Enter
    "sinch-order sandbox reset": "y",
    "sinch-order customer forget acme-au": "y",
}
"""What the examples that ask are answered."""


_LEAVES = [*ANSWERS[0][0].items(), *ANSWERS[1].items(), *ANSWERS[2].items()]
_LEAVES = [(name, str(value)) for name, value in _LEAVES if name != "senderId"]
BATCH_HEADER = "ref,region,type,pattern,{},document.Letter of authorisation\n".format(
    ",".join(f"set.{name}" for name, _ in _LEAVES)
)
BATCH_ANSWERS = ",".join(value for _, value in _LEAVES)


class Paster:
    """Somebody who pastes examples into a terminal, in a folder of their own."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        (home / "bin").mkdir(parents=True)
        (home / "Downloads").mkdir()
        forkserver.put_command(home / "bin" / "sinch-order")
        (home / "bin" / "test_key_store.py").write_text(KEY_STORE)
        (home / "secret.txt").write_text("secret\n")
        (home / "signed.pdf").write_bytes(PDF)
        (home / "facts.json").write_text('{"people.0.email": "ada@acme.example"}')
        (home / "passport.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(64))
        for side in ("id1.jpg", "id2.jpg"):
            Image.new("RGB", (40, 20), "white").save(home / side, "JPEG")
        self.environment = {
            "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
            "HOME": str(home),
            "SHELL": "/bin/bash",
            "TERM": "xterm",
            "SINCH_ORDER_STATE_DIR": str(home / "state"),
            "SINCH_NUMBERS_URL": url,
            "SINCH_AUTH_URL": url,
            "PYTHONPATH": str(home / "bin"),
            "PYTHON_KEYRING_BACKEND": "test_key_store.Keyring",
            "EDITOR": "true",
            "PROJECT": "demo",
            "KEY": "key",
            "ID": "",
        }

    def paste(self, line: str) -> None:
        """Paste an example, with --sandbox where the command takes it, and expect that it works.

        Raises:
            AssertionError: it ends with another code than it should.
        """
        takes_sandbox = not re.match(
            r"(source|sinch-order (auth login|sandbox|completion|help))", line
        )
        if takes_sandbox and "--sandbox" not in line:
            line = re.sub(r"^([^<>]*[^<> ])", r"\1 --sandbox", line)
        child = pexpect.spawn(
            "bash",
            ["-c", line],
            cwd=str(self.home),
            env=self.environment,
            dimensions=(50, 100),
            encoding="utf-8",
            timeout=60,
        )
        child.delaybeforesend, child.delayafterclose = None, 0.0
        plain = line.replace(" --sandbox", "") if line not in CODES else line
        if CODES.get(line, CODES.get(plain)) == 130 or " sandbox serve" in line:
            child.expect("Ctrl-C")
            child.send("\x03")
        elif plain in TYPED:
            child.expect("y or n" if TYPED[plain] == "y\r" else r"\?")
            child.send(TYPED[plain])
        elif plain == "sinch-order auth login":
            for question, answer in (("Project", "demo"), ("Key ID", "key"), ("secret", "secret")):
                child.expect(question)
                child.send(f"{answer}\r")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == CODES.get(line, CODES.get(plain, 0)), f"{line}\n{child.before}"

    def between(self, name: str) -> None:
        """What a person does after a command, before the next one."""
        if name == "requirements":
            # The reviewers will say no.
            answers = json.loads(json.dumps(ANSWERS))
            answers[1]["endBusinessName"] = "REJECT ME"
            (self.home / "answers.json").write_text(json.dumps(answers))
        elif name == "batch template":
            rows = [f"shop-{place},AU,MOBILE,+614,{BATCH_ANSWERS},letter.pdf\n" for place in (1, 2)]
            (self.home / "numbers.csv").write_text(BATCH_HEADER + "".join(rows))
            (self.home / "letter.pdf").write_bytes(PDF)
        elif name == "create" and not self.environment["ID"]:
            path = self.home / "state" / "sandbox" / "orders" / "au-mobile-112.json"
            self.environment["ID"] = json.loads(path.read_bytes())["server"]["idNumberOrder"]


@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("bash") is None, reason="examples are pasted into bash")
def test_every_example_works_when_it_is_pasted(tmp_path: Path) -> None:
    """One command after the other, as somebody would who tries what the help says."""
    found = pages()
    examples = {name: split(command.help)[1] for name, command in found.items()}
    assert [name for name, lines in examples.items() if not lines] == []
    assert set(SEQUENCE) == set(found)
    for seen in (CODES, TYPED, LATER):
        assert set(seen) <= {line for lines in examples.values() for line in lines}
    with SandboxServer(tmp_path / "emulator") as server:
        paster = Paster(tmp_path / "home", server.url)
        pasted: list[str] = []
        for place, name in enumerate(SEQUENCE):
            time = SEQUENCE[: place + 1].count(name)
            for line in examples[name]:
                if LATER.get(line, 1) == time and line not in pasted:
                    paster.paste(line)
                    pasted.append(line)
            paster.between(name)


def test_every_command_has_a_place_in_the_help() -> None:
    assert set(SEQUENCE) - set(COMMANDS) == {name for name in pages() if " " in name}


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_a_description_continues_below_itself(columns: int) -> None:
    """A line that is broken in the source does not fall out of the list of exit codes."""
    codes = fit(TOPICS["exit-codes"], columns).partition("\n\n")[2].partition("\n\n")[0]
    places = {re.match(r"  (\d+)? +", line)[0] for line in codes.splitlines()}  # type: ignore[index]
    assert {len(place) for place in places} == {7}
