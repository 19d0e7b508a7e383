"""Every message that ends a command says what to type next, and has no words of the code in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sinch_order_cli.commands import app, signals
from sinch_order_cli.commands.generate import command_tree
from sinch_order_cli.errors import (
    DataError,
    InterruptedByUser,
    SinchOrderError,
    StateError,
    UsageError,
)

ROOT = Path(__file__).parents[2]

NAMED = re.compile(r"sinch-order ((?:[a-z]+(?: |\b))+)([^`\"\n|]*)")
"""A command line in a text: the words it begins with, and the rest."""


def command_lines() -> list[tuple[str, str, str]]:
    """Every command line in the program's messages and in the README, with where it stands."""
    sources = sorted((ROOT / "sinch_order_cli").rglob("*.py"))
    found = []
    for path in [*sources, ROOT / "README.md", ROOT / "SECURITY.md"]:
        for words, rest in NAMED.findall(path.read_text(encoding="utf-8")):
            found.append((words.strip(), rest, path.name))
    return found


def test_every_command_line_that_is_named_can_be_typed() -> None:
    tree = command_tree().commands
    checked = 0
    for words, rest, where in command_lines():
        first, *below = words.split()
        if first not in tree:
            assert not re.match(r"--|[A-Z]", rest), f"{where}: sinch-order {words} {rest}"
            continue
        command = tree[first]
        while below and below[0] in getattr(command, "commands", {}):
            command = command.commands[below.pop(0)]
        known = {name for one in command.params for name in one.opts} | {"--help", "--version"}
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest):
            assert option in known, f"{where}: sinch-order {words} {rest}"
        checked += 1
    assert checked > 100


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SINCH_ORDER_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("SINCH_ORDER_NO_INPUT", "1")
    monkeypatch.setenv("SINCH_ORDER_SANDBOX", "1")
    monkeypatch.setattr(signals, "install_handlers", lambda: None)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("serch AU MOBILE", "sinch-order --help"),
        ("--sandbox search", "sinch-order search AU MOBILE --json"),
        ("search AU", "sinch-order search --help"),
        ("search AU MOBILE --size many", "sinch-order search --help"),
        ("search AU MOBILE --size 0", "sinch-order search --help"),
        ("auth nope", "sinch-order auth --help"),
        ("auth login --nope", "sinch-order auth login --help"),
        ("sandbox serve --port 99999", "sinch-order sandbox serve --help"),
        ("completion show tcsh", "sinch-order completion show bash"),
        ("create AU MOBILE", "sinch-order wizard AU MOBILE"),
        ("forget --older-than 3d", "sinch-order orders --all"),
        ("forget", "sinch-order orders --all"),
        ("register x", "sinch-order orders --all"),
        ("attach x", "sinch-order attach x --list"),
        ("resume a --order-id b", "sinch-order resume --help"),
        ("check", "sinch-order check --help"),
        ("status", "sinch-order orders"),
        ("status x --all", "Give one of them"),
        ("forget x --final", "Give one of them"),
        ("status --interval 3", "sinch-order"),
        ("wizard", "sinch-order help workflow"),
        ("help nope", "sinch-order --help"),
        ("batch run x --parallel 99", "sinch-order batch run --help"),
        ("search AU MOBILE --size 1 --size 2", "Give it once"),
        ("plan AU --quantity 1000", "sinch-order plan --help"),
        ("customer add acme", "--from ORDER, --answers FILE, --facts FILE or --set FACT=VALUE"),
        ("batch run x --max-monthly abc", "--max-monthly EUR=100"),
    ],
)
def test_a_refusal_names_the_command_that_goes_on(
    line: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run(line.split()) in (2, 5)
    out, err = capsys.readouterr()
    assert out == ""
    first, *rest = err.splitlines()
    assert first.startswith("✗ ") and len(rest) >= 1
    assert any(named in line for line in rest)
    assert len(set(err.split("\n"))) == len(err.split("\n")), "nothing is said twice"
    heading = " ".join(line for line in err.splitlines() if not line.startswith("    "))
    for detail in (line.strip() for line in rest if line.startswith("    ")):
        assert detail not in heading, "nothing is said twice"


@pytest.mark.parametrize(
    ("line", "message", "reason"),
    [
        ("search AU MOBILE --size abc", "--size must be a whole number, not 'abc'", ""),
        ("search AU MOBILE --size", "--size needs a value", ""),
        ("search AU MOBILE --json=1", "--json can't have a value", ""),
        ("search AU MOBILE --siz 1", "unknown option --siz", "did you mean --size?"),
        ("orders --size 1", "unknown option --size", ""),
        ("search AU MOBILE a", "unexpected argument 'a'", ""),
        ("search AU MOBILE a b", "unexpected arguments 'a b'", ""),
        ("search", "REGION is missing", ""),
        ("sandbox serve --port 99999", "--port must be 0 to 65535, not '99999'", ""),
        ("sandbox serve --port x", "--port must be 0 to 65535, not 'x'", ""),
        ("auth statu", "unknown command 'auth statu'", "did you mean auth status?"),
        ("customer document ad", "unknown command 'customer document ad'",
         "did you mean customer document add?"),
        ("wizrd", "unknown command 'wizrd'", "did you mean wizard?"),
        ("sandbox serve --faults no.json", "invalid faults file: no.json doesn't exist", ""),
        ("create AU MOBILE", "--number (or --quantity) and --yes are missing",
         "--number or --quantity: the number, or how many"),
        ("attach x", "ID and FILE are missing", "ID: the ID or title of the document"),
        ("resume --order-id x", "--region and --type are missing", "--region: the country code"),
        ("customer add acme", "no facts for acme, and no terminal to ask for them",
         "one of --from, --answers, --facts and --set is missing"),
        ("requirements UK MOBILE", "UK has no numbers",
         "the country code of the United Kingdom is GB"),
        ("resume --order-id x --region AU --type MOBILE",
         "the order x was not found on the server",
         "it may be deleted, or belong to another project"),
    ],
)  # fmt: skip
def test_the_parser_s_errors_are_in_the_program_s_words(
    line: str, message: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run(line.split()) in (2, 5)
    first, second, *_ = capsys.readouterr().err.splitlines()
    assert first == f"✗ {message}"
    assert second.strip() == reason or not reason


def test_a_file_in_the_place_of_the_document_s_id(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "letter.pdf").write_bytes(b"%PDF")
    assert app.run(["attach", "x", str(home / "letter.pdf")]) == 2
    assert capsys.readouterr().err.startswith("✗ ID is missing")


@pytest.mark.parametrize("group", ["auth", "sandbox", "completion"])
def test_a_command_with_commands_below_it_shows_them(
    group: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run([group]) == 0
    alone = capsys.readouterr()
    assert app.run([group, "--help"]) == 0
    assert alone == capsys.readouterr() and "COMMANDS" in alone.out


@pytest.mark.parametrize(
    ("error", "line", "hint"),
    [
        (UsageError("a"), "sandbox serve --port 1", "For details: sandbox serve --help"),
        (StateError("a"), "submit au", "To check the status: status au"),
        (
            DataError("a"),
            "register --data x",
            "Run the command again with --verbose to see each request",
        ),
        (
            SinchOrderError("a"),
            "regions",
            "Run the command again with --verbose to see each request",
        ),
        (StateError("a", hint="b"), "submit au", "b"),
        (InterruptedByUser("a"), "wizard", ""),
    ],
)
def test_what_is_said_where_the_error_does_not_know_it(
    error: SinchOrderError,
    line: str,
    hint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(name: str) -> None:
        raise error

    monkeypatch.setattr(app, "build", fail)
    assert app.run(line.split()) == error.exit_code
    assert error.hint.startswith(hint) and bool(error.hint) == bool(hint)
    assert hint in capsys.readouterr().err.replace("sinch-order ", "")


def test_an_unforeseen_error_is_reported_without_the_codes_words(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(name: str) -> None:
        raise ZeroDivisionError("Zoë O'Neil")

    monkeypatch.setattr(app, "build", fail)
    assert app.run(["regions"]) == 1
    said = capsys.readouterr().err
    (report,) = (home / "reports").iterdir()
    assert str(report) in said.replace("\n  ", "") and "Run the command again" in said
    for word in ("ZeroDivisionError", "Traceback", "Zoë"):
        assert word not in said
    assert "ZeroDivisionError" in report.read_text() and "Zoë" not in report.read_text()
