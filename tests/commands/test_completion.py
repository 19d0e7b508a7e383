"""Completion in the real shells, in a pseudo-terminal: what Tab leaves in the line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from commands.shell import Shell
from commands.shells import SHELLS, LiveShell, Program, installed, plain_environment
from sinch_order_cli.commands.completion import install
from sinch_order_cli.commands.completion.install import (
    SUFFIX,
    add_block,
    place,
    remove_block,
)
from sinch_order_cli.commands.generate import COMPLETIONS, generated

BASH_COMPLETION = Path("/usr/share/bash-completion/bash_completion")

HOSTILE = [
    "Driver's License",
    'a "quoted" one',
    "x$(touch pwned)`touch pwned`",
    "x;touch pwned",
    "x|touch pwned&",
    "back\\slash !! ~ *",
    "Ausweis für 山田",
    "Front: A+B=C {1,2} [x] #",
]
"""Types that a country might allow for a document, and that a shell must not read."""

FILTERED = ["two\nlines", "esc\x1b[31mape", "-rf", "\u202egnp.exe", "", "tab\tbed"]
"""Those that a shell is never given."""


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    """Each shell that there is."""
    if not installed(request.param):
        pytest.skip(f"{request.param} is not installed; .ci/run installs it on Debian, as root")
    return str(request.param)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


@pytest.fixture
def live(shell: str, tmp_path: Path, program: Program) -> Iterator[LiveShell]:
    with LiveShell(shell, tmp_path, script=COMPLETIONS / f"sinch-order.{shell}") as started:
        yield started


def keep_order(home: Path, name: str, **changes: Any) -> None:
    """An order in the state directory, with hostile documents."""
    documents = [
        {"id": "letter-1", "title": "Letter", "allowedDocumentTypes": []},
        {"id": "filtered", "allowedDocumentTypes": [*FILTERED, "Passport", "Visa"]},
        *({"id": f"one-{n}", "allowedDocumentTypes": [word]} for n, word in enumerate(HOSTILE)),
    ]
    order = {
        "name": name,
        "regionCode": "AU",
        "numberType": "MOBILE",
        "lookup": {"raw": {"attachments": documents}},
        "server": {
            "idNumberOrder": "01jxn2251d0shhamtbykft2xzx",
            "state": "CREATED",
            "orderNumbers": [{"phoneNumber": "+61411111112"}],
            **changes,
        },
    }
    folder = home / "state" / "orders"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(order))


@pytest.mark.timeout(60)
def test_what_is_committed_is_what_the_app_generates() -> None:
    for path, text in generated().items():
        again = "run: python -m sinch_order_cli.commands.generate"
        assert path.read_text(encoding="utf-8") == text, f"{path} has drifted; {again}"


def test_words_that_never_change(live: LiveShell, program: Program) -> None:
    for typed, completed in (
        ("sea", "search "),
        ("sandbox res", "sandbox reset "),
        ("search AU mob", "search AU MOBILE "),
        ("search AU toll-", "search AU TOLL_FREE "),
        ("search AU MOBILE --cap", "search AU MOBILE --capability"),
        ("search AU MOBILE --match con", "search AU MOBILE --match CONTAINS "),
        ("search AU MOBILE --match=e", "search AU MOBILE --match=END "),
        ("search --capability SMS AU mob", "search --capability SMS AU MOBILE "),
        (
            "search AU MOBILE --capability SMS --cap",
            "search AU MOBILE --capability SMS --capability",
        ),
        ("help exit", "help exit-codes "),
        ("completion install f", "completion install fish "),
        ("create AU MOBILE --number +61411 --quan", "create AU MOBILE --number +61411 --quantity"),
        ("search AU MOBILE --match=", "search AU MOBILE --match"),
        ("orders --format c", "orders --format csv "),
        ("status x --until u", "status x --until usable "),
        ("nonsense ", "nonsense "),
    ):
        after = live.complete(f"sinch-order {typed}")
        # zsh puts the = behind an option at once, and takes it back where a space is typed.
        assert after.rstrip("= ") == f"sinch-order {completed}".rstrip(), typed


def test_a_list_says_what_each_word_is(live: LiveShell, program: Program) -> None:
    keep_order(live.home, "au-mobile-112")
    keep_order(live.home, "au-mobile-200", state="IN_REVIEW", idNumberOrder="02")
    assert live.complete("sinch-order status au-m") == "sinch-order status au-mobile-"
    live.complete("sinch-order status au-mobile-", tabs=2)
    # fish leaves out the beginning of a word that is shown already.
    assert "u-mobile-112" in live.screen and "IN_REVIEW" in live.screen
    live.complete("sinch-order auth log", tabs=2)
    assert "login" in live.screen and "logout" in live.screen


def test_stored_words(live: LiveShell, program: Program) -> None:
    keep_order(live.home, "au-mobile-112")
    keep_order(live.home, "de-local", state="COMPLETED", idNumberOrder="02")
    customers = live.home / "state" / "customers"
    customers.mkdir()
    for name in ("acme", "bell", "x$(touch pwned)"):
        (customers / f"{name}.json").write_text('{"facts": {"company.name": "A\x1b[2J"}}')
    folder = live.home / "state" / "requirements"
    folder.mkdir()
    regions = {"AU": "Australia", "DE": "Germany", "BAD": "x", "A$(touch pwned)": "\x1b[2J"}
    (folder / "regions.json").write_text(json.dumps({"regions": regions}))
    for typed, completed in (
        ("submit a", "submit au-mobile-112 "),
        ("submit d", "submit d"),
        ("status d", "status de-local "),
        ("submit 01jx", "submit 01jxn2251d0shhamtbykft2xzx "),
        ("attach au-mobile-112 le", "attach au-mobile-112 letter-1 "),
        ("attach au-mob le", "attach au-mob letter-1 "),
        ("search d", "search DE "),
        ("search f", None),
        ("search br", "search BR "),
        ("create --from de", "create --from de-local "),
        ("customer show ac", "customer show acme "),
        ("customer forget be", "customer forget bell "),
        ("customer document list ac", "customer document list acme "),
        (
            "customer document add acme x --kind pass",
            "customer document add acme x --kind passport ",
        ),
    ):
        after = live.complete(f"sinch-order {typed}")
        if completed:
            assert after == f"sinch-order {completed}", typed
    assert not (live.home / "pwned").exists()


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_what_is_stored_never_reaches_the_shell(
    live: LiveShell, program: Program, quote: str
) -> None:
    """Each hostile word is completed, run, and arrives as it is; in quotes, or not at all."""
    keep_order(live.home, "au-mobile-112")
    for number, word in enumerate(HOSTILE):
        line = f"sinch-order attach au-mobile-112 one-{number} x.pdf --document-type {quote}"
        completed = live.complete(line)
        if quote and completed == line:
            assert set(word) & set('"\\$`!'), f"{word} can stand in {quote}"
            continue
        live.run(completed)
        assert program.arguments[-1] == word
    assert not (live.home / "pwned").exists()


def test_a_word_goes_on_where_the_shell_would_break_it(live: LiveShell, program: Program) -> None:
    keep_order(live.home, "au-mobile-112")
    line = "sinch-order attach au-mobile-112 one-7 x.pdf --document-type"
    for typed in (" Front:", " Front:\\ A+B=", "=Front:\\ A"):
        live.run(live.complete(line + typed))
        assert program.arguments[-1].removeprefix("--document-type=") == HOSTILE[7], typed


def test_a_hostile_list_is_only_shown(live: LiveShell, program: Program) -> None:
    keep_order(live.home, "au-mobile-112")
    live.complete("sinch-order attach au-mobile-112 filtered x.pdf --document-type ", tabs=2)
    assert "Passport" in live.screen and "Visa" in live.screen
    for word in ("lines", "ape", "gnp.exe", "bed"):
        assert word not in live.screen


def test_what_is_typed_is_not_run_by_tab(live: LiveShell, program: Program) -> None:
    keep_order(live.home, "au-mobile-112")
    before = [
        "sinch-order attach $(touch pwned) ",
        'sinch-order attach "$(touch pwned)" le',
        "sinch-order status --sandbox x;touch\\ pwned ",
    ]
    # zsh itself runs a substitution that Tab stands behind, with any command.
    there = [
        "sinch-order submit `touch pwned`",
        "sinch-order create --from=$(touch pwned)",
        "sinch-order search AU MOBILE --match '$(touch pwned)",
    ]
    for typed in [*before, *([] if live.shell == "zsh" else there)]:
        live.complete(typed)
    assert not (live.home / "pwned").exists()
    assert program.calls, "the program was asked"


def test_the_regions_that_the_server_named_are_kept_for_completion(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    named = {one["regionCode"] for one in shell.ok("regions")["availableRegions"]}
    lines = shell.run("__complete", "fish", "sinch-order search ").out.splitlines()[1:]
    assert {line.partition("\t")[0] for line in lines} == named
    assert shell.run("__complete", "fish", "sinch-order search d").out == "region\nDE\tGermany\n"


def test_paths(live: LiveShell, program: Program) -> None:
    (live.home / "my folder").mkdir()
    (live.home / "my folder" / "answers 1.json").touch()
    # How a blank is quoted is the shell's own matter; the program gets the file.
    for typed, words in (
        ("register x --answers m", ["register", "x", "--answers", "my folder/answers 1.json"]),
        ("register x --answers=m", ["register", "x", "--answers=my folder/answers 1.json"]),
        ("attach x letter m", ["attach", "x", "letter", "my folder/answers 1.json"]),
    ):
        folder = live.complete(f"sinch-order {typed}")
        live.run(live.complete(folder.rstrip(" ")))
        assert program.arguments == words, typed
    completed = live.complete("sinch-order attach x --template m")
    assert completed.replace("\\", "").startswith("sinch-order attach x --template my folder")


def test_the_program_that_is_called_is_asked(live: LiveShell, program: Program) -> None:
    there = live.home / "other place"
    there.mkdir()
    path = there / "sinch-order"
    path.write_text(f'#!/bin/sh\nexec {live.home}/bin/sinch-order "$@"\n')
    path.chmod(0o755)
    (live.home / "bin" / "sinch-order").rename(live.home / "bin" / "hidden")
    (there / "sinch-order").write_text(f'#!/bin/sh\nexec {live.home}/bin/hidden "$@"\n')
    line = f"{live.home}/other\\ place/sinch-order sea"
    assert live.complete(line) == f"{line}rch "


def test_the_shell_can_read_its_script(shell: str) -> None:
    path = str(COMPLETIONS / f"sinch-order.{SUFFIX[shell]}")
    done = subprocess.run([shell, "-n", path], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def ours(*arguments: str, home: Path, shell: str = "") -> list[str]:
    """Run our program in `home`; the lines that it printed."""
    environment = plain_environment(home) | ({"SHELL": f"/bin/{shell}"} if shell else {})
    done = subprocess.run(
        [sys.executable, "-m", "sinch_order_cli", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def files(home: Path) -> dict[str, bytes]:
    """Everything that lies in a home directory."""
    found = (path for path in home.rglob("*") if path.is_file())
    return {str(path.relative_to(home)): path.read_bytes() for path in found}


STARTUP = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}


@pytest.mark.parametrize("before", ["", "set_up=1\n", "without a package"])
def test_install_is_found_by_a_new_shell_and_uninstall_undoes_it(
    shell: str, tmp_path: Path, before: str
) -> None:
    startup = tmp_path / STARTUP[shell]
    startup.parent.mkdir(parents=True, exist_ok=True)
    if before:
        startup.write_text(_person(shell, package=before != "without a package"))
    Program(tmp_path)
    at_first = files(tmp_path)
    for _ in range(2):
        said = ours("completion", "install", home=tmp_path, shell=shell)
    written = {path for path, content in files(tmp_path).items() if at_first.get(path) != content}
    assert all(any(line.endswith(path) for line in said) for path in written), (said, written)
    assert said[-1].endswith(f" completion uninstall {shell}")
    with LiveShell(shell, tmp_path) as live:
        assert live.complete("sinch-order sea") == "sinch-order search "
    for path in tmp_path.glob("startup.*"):
        path.unlink()
    ours("completion", "uninstall", shell, home=tmp_path)
    left = files(tmp_path)
    assert {path: left[path] for path in at_first} == at_first
    assert not [path for path in left if "sinch-order" in path and not path.startswith("bin/")]


def _person(shell: str, *, package: bool) -> str:
    """What somebody's start-up file says who has set up completion already, or who has not."""
    if not package or shell == "fish":
        return "alias ll='ls -l'\n"
    if shell == "zsh":
        return "autoload -Uz compinit && compinit -u -D\n"
    return f". {BASH_COMPLETION}\n" if BASH_COMPLETION.exists() else "alias ll='ls -l'\n"


def test_our_lines_come_and_go_and_leave_the_rest_alone(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "zshrc"
    real.parent.mkdir()
    real.write_bytes(b"alias ll='ls -l'\nname=\xff\n")
    real.chmod(0o640)
    path = tmp_path / ".zshrc"
    path.symlink_to(real)
    add_block(path, "one")
    path.write_bytes(path.read_bytes() + b"\n\nexport A=1")
    add_block(path, "two")
    text = path.read_bytes()
    assert text.count(b"sinch-order completion") == 2
    assert b"two" in text and b"one" not in text
    assert remove_block(path)
    assert path.read_bytes() == b"alias ll='ls -l'\nname=\xff\n\n\nexport A=1\n"
    assert path.is_symlink() and real.stat().st_mode & 0o777 == 0o640
    assert not remove_block(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_start_up_file_of_windows_keeps_its_line_ends(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "profile.ps1"
    path.write_bytes("Set-Alias ll ls\r\n".encode(encoding))
    add_block(path, ". 'C:\\sinch-order.ps1'")
    text = path.read_bytes().decode(encoding)
    assert text.count("\r\n") == text.count("\n") == 4
    assert remove_block(path)
    assert path.read_bytes().decode(encoding) == "Set-Alias ll ls\r\n"


def test_powershell_is_asked_for_its_profile(tmp_path: Path) -> None:
    def ask(command: Sequence[str]) -> str:
        return f"{tmp_path}/O'Neil/profile.ps1" if command[0] == "powershell" else ""

    found = place("powershell", tmp_path, {}, ask)
    assert found.script == tmp_path / "O'Neil" / "sinch-order.ps1"
    assert found.startup == tmp_path / "O'Neil" / "profile.ps1"
    assert found.lines == f". '{tmp_path}/O''Neil/sinch-order.ps1'"


def test_on_macos_bash_reads_a_login_shells_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install.sys, "platform", "darwin")
    asked: list[Sequence[str]] = []

    def ask(command: Sequence[str]) -> str:
        asked.append(command)
        return ""

    (tmp_path / ".profile").write_text("")
    assert place("bash", tmp_path, {}, ask).startup == tmp_path / ".profile"
    (tmp_path / ".bash_profile").write_text("")
    assert place("bash", tmp_path, {}, ask).startup == tmp_path / ".bash_profile"
    assert asked[0][1] == "-lic"
