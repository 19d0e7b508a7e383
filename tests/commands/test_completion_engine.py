"""What the engine answers for a line, shell by shell; `test_completion` has the real shells."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

import pytest

from sinch_order_cli.commands.completion.engine import answer
from sinch_order_cli.commands.completion.shell_line import quoted, split

NASTY = "Ausweis: \"A\" + 'B' $(x)"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A state directory with two orders, one of them of the sandbox."""
    write_order(tmp_path, "au-mobile-1", "CREATED", ["Passport", NASTY])
    write_order(tmp_path, "au-old", "EXPIRED", [])
    write_order(tmp_path / "sandbox", "try-1", "BLOCKED", [])
    return {"SINCH_ORDER_STATE_DIR": str(tmp_path)}


def write_order(folder: Path, name: str, state: str, types: list[str]) -> None:
    documents = [{"id": "letter", "title": "Letter", "allowedDocumentTypes": types}]
    server = {"state": state, "idNumberOrder": f"0{name}", "orderNumbers": []}
    order = {"name": name, "lookup": {"raw": {"attachments": documents}}, "server": server}
    (folder / "orders").mkdir(parents=True, exist_ok=True)
    (folder / "orders" / f"{name}.json").write_text(json.dumps(order))


def words(line: str, environment: dict[str, str]) -> list[str]:
    return [one.partition("\t")[0] for one in answer(["fish", f"sinch-order {line}"], environment)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("sea", ["command", "search"]),
        ("customer document a", ["command", "add"]),
        ("search AU toll-", ["type", "TOLL_FREE"]),
        ("search AU MOBILE --match=e", ["match", "--match=END"]),
        ("search AU MOBILE --match e", ["match", "END"]),
        ("search AU MOBILE --pattern -- --mat", ["option", "--match"]),
        ("search AU MOBILE --json --js", []),
        ("search AU MOBILE --capability SMS --cap", ["option", "--capability"]),
        ("search AU -- mob", ["type", "MOBILE"]),
        ("search AU -- --mat", []),
        ("search --nonsense AU mob", ["type", "MOBILE"]),
        ("-", ["option", "--help", "--version"]),
        ("help exit", ["topic", "exit-codes"]),
        ("nonsense ", []),
        ("nonsense --", []),
        ("create AU MOBILE --name x", []),
        ("status ", ["order", "au-mobile-1", "au-old"]),
        ("submit ", ["open-order", "au-mobile-1"]),
        ("submit 0au-m", ["open-order", "0au-mobile-1"]),
        ("submit --sandbox ", ["open-order", "try-1"]),
        ("forget au-old au-m", ["order", "au-mobile-1"]),
        ("attach au-m ", ["attachment", "letter"]),
        ("attach au-mobile-1 letter x.pdf --document-type P", ["document-type", "Passport"]),
        ("attach --document-type=P au-mobile-1 letter", ["attachment", "letter"]),
        ("attach nothing ", []),
        ("register x --answers 'fo", ["file", "", "fo"]),
        ("register x --answers=fo", ["file", "--answers=", "fo"]),
        ("attach x --template ", ["dir", "", ""]),
        ("batch run f.csv --until dec", ["step", "decided"]),
        ("customer show ", []),
        ("search d", ["region", "DE", "DJ", "DK", "DM", "DO", "DZ"]),
    ],
)
def test_what_completes_a_line(line: str, found: list[str], environment: dict[str, str]) -> None:
    assert words(line, environment) == found


def test_the_sandbox_may_be_meant_by_the_environment(environment: dict[str, str]) -> None:
    sandbox = environment | {"SINCH_ORDER_SANDBOX": "1"}
    assert words("status ", sandbox) == ["order", "try-1"]


TYPE = "sinch-order attach au-mobile-1 letter x.pdf --document-type "


@pytest.mark.parametrize(
    ("typed", "replaced", "completed"),
    [
        ("A", "A", ["Ausweis:\\ \\\"A\\\"\\ +\\ \\'B\\'\\ \\$\\(x\\)"]),
        ("'A", "A", ["Ausweis: \"A\" + '\\''B'\\'' $(x)"]),
        ('"A', "A", []),  # these quotes can't hold it
        (
            "Ausweis:\\ ",
            "\\ ",
            ["\\ \\\"A\\\"\\ +\\ \\'B\\'\\ \\$\\(x\\)"],
        ),  # bash breaks at a colon
    ],
)
def test_bash_is_given_what_it_replaces(
    typed: str, replaced: str, completed: list[str], environment: dict[str, str]
) -> None:
    assert answer(["bash", TYPE + typed, replaced, "9"], environment)[1:] == completed


def test_bash_lists_what_stored_words_are(environment: dict[str, str]) -> None:
    listed = answer(["bash", "sinch-order status au", "au", "63"], environment)
    assert listed == ["order", "au-mobile-1  (CREATED)", "au-old  (EXPIRED)"]
    assert answer(["bash", "sinch-order status au", "au", "9"], environment)[1:] == [
        "au-mobile-1",
        "au-old",
    ]


def test_zsh_tells_a_colon_of_a_word_from_its_own(environment: dict[str, str]) -> None:
    found = answer(["zsh", TYPE + "Aus"], environment)
    assert found == ["document-type", "Ausweis\\: \"A\" + 'B' $(x):Letter"]


def test_powershell_is_given_words_it_can_replace_the_whole_with(
    environment: dict[str, str],
) -> None:
    def ask(line: str) -> list[str]:
        return answer(["powershell", b64encode(line.encode()).decode()], environment)

    assert ask(TYPE + "'Aus") == [
        "document-type",
        f"'Ausweis: \"A\" + ''B'' $(x)'\t{NASTY}\tLetter",
    ]
    assert ask("sinch-order status 'au-o") == ["order", "au-old\tau-old\tEXPIRED"]
    assert ask("sinch-order register x --data=") == ["file", "--data=", ""]


@pytest.mark.parametrize(
    ("shell", "line", "found", "last"),
    [
        ("bash", 'a \'b c\' d\\ e "f\\"g" h', ["a", "b c", "d e", 'f"g'], "h"),
        ("bash", "a $(touch x y) `b` ", ["a", "$(touch x y)", "`b`"], ""),
        ("bash", "a 'b\\", ["a"], "b\\"),
        ("bash", "a b\\", ["a"], "b\\"),
        ("bash", "a '' \"\" ", ["a", "", ""], ""),
        ("fish", "a 'it\\'s' (b c) d", ["a", "it's", "(b c)"], "d"),
        ("powershell", "a 'it''s' b`'c \"d`\"e\" 'f", ["a", "it's", "b'c", 'd"e'], "f"),
    ],
)
def test_a_line_is_read_as_its_shell_reads_it(
    shell: str, line: str, found: list[str], last: str
) -> None:
    words, word = split(line, shell)
    assert (words, word.text) == (found, last)


def test_every_quote_that_powershell_knows_is_quoted() -> None:
    assert quoted("Driver\u2019s; rm", "", "powershell") == "'Driver\u2019\u2019s; rm'"
    assert quoted("+614-1.x:/_=", "", "powershell") == "+614-1.x:/_="
