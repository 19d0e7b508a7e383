"""A customer's documents in the commands: where they come from, and what would be sent."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from papers import pdf

from .shell import ANSWERS, LETTER, PDF, Shell
from .test_for_customer import CREATE, FACTS, SAID, complete

pytestmark = pytest.mark.timeout(180)

IDENTITY = "Proof of identity"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    shell.ok("customer", "add", "acme", "--facts", shell.file("facts.json", FACTS))
    return shell


def registered(shell: Shell) -> str:
    name: str = shell.ok(*CREATE, "--customer", "acme")["name"]
    shell.ok("register", name, *SAID)
    return name


def test_a_dry_run_names_the_files_that_would_be_sent_and_sends_none(shell: Shell) -> None:
    passport = shell.file("passport.pdf", PDF)
    shell.ok(
        *("customer", "document", "add", "acme", passport, "--kind", "passport", "--person", "0")
    )
    name = registered(shell)
    shell.ok("attach", name, LETTER, shell.file("letter.pdf", PDF))
    found = shell.ok("attach", name, "--from-customer", "--dry-run")
    [request] = found["requests"]
    assert (request["method"], request["file"]) == ("POST", passport)
    assert request["body"] == {"documentType": "Passport"}
    assert list(shell.order(name)["attachments"]) == [LETTER]
    told = shell.run("attach", name, "--from-customer", "--dry-run")
    assert told.code == 0 and f"file: {passport}" in told.out and "Nothing was sent" in told.err
    Path(passport).unlink()
    assert shell.ok("attach", name, "--from-customer", "--dry-run")["requests"] == []


def test_a_customer_made_from_an_order_has_its_documents_by_their_paths(shell: Shell) -> None:
    letter = shell.file("letter.pdf", PDF)
    name = shell.ok(*CREATE, "--customer", "acme")["name"]
    complete(shell, name, letter)
    made = shell.ok("customer", "add", "beta", "--from", name)
    [document] = made["documents"]
    assert (document["path"], document["kind"]) == (letter, "letterOfAuthorisation")
    assert [one["region"] for one in document["servedFor"]] == ["AU"]
    Path(letter).write_bytes(pdf(9000))
    other = shell.run("customer", "add", "coil", "--from", name)
    assert other.code == 0 and "no longer exists, or has changed" in " ".join(other.err.split())
    assert shell.ok("customer", "show", "coil")["documents"] == []


def test_what_reviewers_will_miss_in_a_pdf_is_said_before_it_is_sent(shell: Shell) -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(PDF))
    writer.encrypt("secret", algorithm="RC4-128")
    locked, blank = io.BytesIO(), io.BytesIO()
    writer.write(locked)
    empty = pypdf.PdfWriter()
    empty.add_blank_page(100, 100)
    empty.write(blank)
    name = registered(shell)
    for content, words in (
        (locked.getvalue(), "it is encrypted"),
        (blank.getvalue(), "it is empty"),
        (PDF[:100], "it can't be read"),
    ):
        paper = shell.file("letter.pdf", content)
        told = shell.run("attach", name, LETTER, paper, "--dry-run")
        assert told.code == 0 and words in " ".join(told.err.split())
    shell.ok("customer", "document", "add", "acme", paper, "--kind", "letterOfAuthorisation")
    [listed] = shell.run("customer", "document", "list", "acme").out.splitlines()[-1:]
    assert "can't be read" in listed
    assert LETTER not in shell.order(name)["attachments"]


def two_sides(shell: Shell) -> list[str]:
    """The front and the back of a card, taken with a camera that was turned."""
    pytest.importorskip("img2pdf")
    from PIL import Image

    lying = Image.Exif()
    lying[0x0112] = 6
    sides = []
    for side in ("front", "back"):
        picture = io.BytesIO()
        Image.new("RGB", (40, 20), "red").save(picture, "JPEG", exif=lying)
        sides.append(shell.file(f"{side}.jpg", picture.getvalue() + side.encode()))
    return sides


def test_two_pictures_become_one_upright_pdf_that_is_not_left_on_disk(shell: Shell) -> None:
    from sinch_order_cli.customers.pdf import merged

    sides = two_sides(shell)
    name = registered(shell)
    shell.ok("attach", name, IDENTITY, *sides, "--document-type", "Driver's License")
    [sent] = shell.order(name)["attachments"].values()
    assert (sent["fileName"], sent["mimeType"]) == ("front.pdf", "application/pdf")
    assert [path for path in shell.home.rglob("*.pdf") if path.stem == "front"] == []
    from pypdf import PdfReader

    pages = PdfReader(merged([Path(one) for one in sides]).file).pages
    assert [page.rotation for page in pages] == [90, 90]
    letter = shell.file("letter.pdf", PDF)
    refused = shell.run("attach", name, LETTER, sides[0], letter, "--json")
    assert refused.code != 0 and "letter.pdf can't be a page" in refused.error["message"]
    assert refused.error["reason"] == "it is a PDF, not an image"
    text = shell.file("text.jpg", b"not an image")
    refused = shell.run("attach", name, LETTER, sides[0], text, "--json")
    assert refused.error["reason"] == "it is not an image, or it is damaged"


def test_the_two_sides_of_a_customer_s_card_are_sent_as_one_and_known_again(shell: Shell) -> None:
    sides = two_sides(shell)
    for side in sides:
        kind = ("--kind", "drivingLicence", "--person", "0")
        shell.ok("customer", "document", "add", "acme", side, *kind)
    matched = shell.ok("customer", "match", "acme", "AU", "MOBILE")["documents"]
    [card] = [one for one in matched if one["title"] == IDENTITY]
    assert (card["file"], card["pages"], card["confidence"]) == (sides[0], sides, "sure")
    name = registered(shell)
    letter = shell.file("letter.pdf", PDF)
    shell.ok("attach", name, LETTER, letter)
    [request] = shell.ok("attach", name, "--from-customer", "--dry-run")["requests"]
    assert request["file"] == " and ".join(sides)
    told = shell.run("attach", name, "--from-customer")
    assert told.code == 0 and "front.jpg, back.jpg: sent as one PDF, front.pdf" in told.err
    sent = shell.order(name)["attachments"]
    [card] = [one for key, one in sent.items() if key != LETTER]
    assert [one["path"] for one in card["pages"]] == sides
    assert (card["documentType"], card["path"]) == ("Driver's License", "")
    assert [path for path in shell.home.rglob("*.pdf") if path.stem == "front"] == []
    shell.ok("submit", name, "--yes")
    assert shell.run("status", name, "--watch", "--interval", "1s").code == 0
    documents = shell.ok("customer", "show", "acme")["documents"]
    assert [one["servedFor"][0]["title"] for one in documents] == [IDENTITY, IDENTITY]
    made = shell.ok("customer", "add", "beta", "--from", name)["documents"]
    assert [one["path"] for one in made if one["kind"] == "drivingLicence"] == sides


def test_two_sides_say_which_package_is_missing_and_what_has_changed(shell: Shell) -> None:
    sides = two_sides(shell)
    for side in sides:
        kind = ("--kind", "drivingLicence", "--person", "0")
        shell.ok("customer", "document", "add", "acme", side, *kind)
    name = registered(shell)
    shell.ok("attach", name, LETTER, shell.file("letter.pdf", PDF))
    package = shell.home / "without" / "sitecustomize.py"
    package.parent.mkdir()
    package.write_text(
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'img2pdf' else find(name, *more)\n"
    )
    bare = shell.with_({"PYTHONPATH": f"{package.parent}:{Path(__file__).parents[2]}"})
    told = bare.run("attach", name, "--from-customer")
    assert told.code == 0 and "pip install" in told.err and "img2pdf" in told.err
    checked = bare.run("check", name, "--json")
    assert checked.code == 3 and "img2pdf" in checked.json["problems"][0]["problem"]
    Path(sides[1]).write_bytes(Path(sides[1]).read_bytes() + b".")
    told = shell.run("attach", name, "--from-customer")
    assert "back.jpg: the file has changed since it was added" in " ".join(told.err.split())
    assert list(shell.order(name)["attachments"]) == [LETTER]


def test_the_second_order_of_the_readme_is_four_lines_that_can_be_pasted(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    section = readme.partition("### The next order for the same customer")[2]
    block = section.partition("```sh\n")[2].partition("```")[0]
    assert [line.split()[1] for line in block.splitlines()] == [
        "create",
        "register",
        "attach",
        "submit",
    ]
    shell = Shell(tmp_path)
    name = shell.ok(*CREATE, "--name", "trial")["name"]
    shell.ok("register", name, "--answers", shell.file("answers.json", ANSWERS))
    shell.ok("attach", name, LETTER, shell.file("letter.pdf", PDF))
    shell.ok("submit", name, "--yes")
    assert shell.run("status", name, "--watch", "--interval", "1s").code == 0
    shell.ok("customer", "add", "acme", "--from", "trial")
    environment = {key: v for key, v in shell.environment.items() if key != "SINCH_ORDER_SANDBOX"}
    program = (
        f'sinch-order() {{ "{sys.executable}" -m sinch_order_cli "$@" --sandbox </dev/null; }}'
    )
    consent = "0.0.iConfirmThatMyBusinessHasAValidUseCaseForThisLn"
    done = subprocess.run(
        [
            "bash",
            "-ec",
            f"{program}\nPLAN=plan-1 USE=intendedUseOfMobileNumbers CONSENT={consent}\n{block}",
        ],
        env={**environment, "PYTHONPATH": os.fspath(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert shell.order("second")["server"]["state"] == "IN_REVIEW"


def test_nothing_of_a_customer_is_left_once_it_and_its_order_are_forgotten(shell: Shell) -> None:
    secret = "PAX4711-0815"
    facts = {**FACTS, "people.0.idNumber": secret}
    shell.ok("customer", "add", "qwerty", "--facts", shell.file("f.json", facts))
    said = [shell.run("customer", "show", "qwerty"), shell.run("customer", "list", "--json")]
    name = shell.ok(*CREATE, "--customer", "qwerty", "--name", "asdfgh")["name"]
    said.append(shell.run("register", name, *SAID, "--verbose"))
    assert all(secret not in one.out + one.err for one in said)
    refused = shell.run("customer", "forget", "qwerty")
    assert refused.code == 6 and "is an open order for qwerty" in refused.err
    shell.ok("customer", "forget", "qwerty", "--yes")
    assert shell.ok("status", name)["customer"] == "qwerty"  # its answers stay the order's
    shell.ok("forget", name, "--yes")
    traces = [one.encode() for one in (secret, "qwerty", "asdfgh")]
    left = [
        path
        for path in shell.state.rglob("*")
        if "sandbox" in path.parts
        and path.is_file()
        and any(one in path.read_bytes() or one in str(path).encode() for one in traces)
    ]
    assert left == []
