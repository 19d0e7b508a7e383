"""A whole order with recognisable secrets and answers: where they may stand, and nowhere else."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .gateway import Answer, Gateway
from .shell import ANSWERS, LETTER, PDF, Done, Shell

pytestmark = pytest.mark.timeout(120)

KEY_ID, SECRET = "kEyId-4711", "sEcReT-0815-zZz"
PERSON, STREET = "Wilhelmina Ungewöhnlich", "Nirgendwostraße 4711"

CRASH = """
import sinch_order_cli.workflow.steps as steps
def submit(work, order, *more, **others):
    secret = vars(work.api)
    raise RuntimeError(f"{order.answers} {secret} {order}")
steps.submit = submit
"""


def echo(method: str, path: str, body: bytes, answer: Answer) -> Answer:
    """A refusal that says back all that was sent, as servers do."""
    if method != "PUT":
        return answer
    field = {"field": "requestDetails.data[2].firstName", "description": body.decode()}
    error = {
        "code": 400,
        "message": body.decode(),
        "status": "INVALID_ARGUMENT",
        "details": [{"fieldViolations": [field]}],
    }
    return 400, json.dumps({"error": error}).encode()


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    with Gateway(tmp_path / "emulator", f"{KEY_ID}:{SECRET}") as gateway:
        yield gateway


def spellings(text: str) -> list[bytes]:
    """A text as files and logs could have it."""
    plain = text.encode()
    return [plain, json.dumps(text)[1:-1].encode(), base64.b64encode(plain).rstrip(b"=")[:-1]]


def places(folder: Path, texts: list[str]) -> set[str]:
    """The files under a folder that hold one of the texts, or are called by it."""
    wanted = [spelled for text in texts for spelled in spellings(text)]
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file()
        and any(one in path.read_bytes() or one in str(path).encode() for one in wanted)
    }


def until_taken_in(shell: Shell, order: str, said: list[Done]) -> None:
    """Check an order until the server has taken its documents in."""
    for _ in range(40):
        said.append(shell.run("check", order, "--verbose"))
        if said[-1].code == 0:
            return
        assert "being processed" in said[-1].err, said[-1].err
        time.sleep(0.25)
    raise AssertionError(said[-1].err)


def test_secrets_and_answers_stand_only_where_they_must(tmp_path: Path, gateway: Gateway) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shell = Shell(home, gateway.url)
    shell.environment |= {"SINCH_KEY_ID": KEY_ID, "SINCH_KEY_SECRET": SECRET}
    data = json.loads(json.dumps(ANSWERS))
    data[2]["firstName"], data[1]["endBusinessAddress"] = PERSON, STREET
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(data))
    letter = shell.file("letter.pdf", PDF)
    said: list[Done] = []

    def run(*arguments: str, code: int = 0) -> str:
        done = shell.run(*arguments, "--verbose")
        said.append(done)
        assert done.code == code, done.err
        return done.err

    run("auth", "status")
    run("requirements", "AU", "MOBILE")
    run(
        *[
            "create",
            "AU",
            "MOBILE",
            "--number",
            "+61411111112",
            "--sms-plan",
            "p",
            "--yes",
            "--name",
            "one",
        ]
    )
    passing, gateway.change = gateway.change, echo
    refused = run("register", "one", "--answers", str(answers), code=3)
    gateway.change = passing
    traced = [line for line in refused.splitlines() if line.startswith(("> ", "< "))]
    said[-1].err = "\n".join(traced)  # the refusal itself shows the person what was refused
    assert any('"firstName":"***"' in line for line in traced)
    assert any('"message":"***"' in line and "INVALID_ARGUMENT" in line for line in traced)
    run("register", "one")
    run("attach", "one", LETTER, letter)
    run("attach", "one", "--list")
    until_taken_in(shell, "one", said)
    (home / "lib").mkdir()
    (home / "lib" / "sitecustomize.py").write_text(CRASH)
    shell.environment["PYTHONPATH"] = str(home / "lib")
    crashed = run("submit", "one", "--yes", code=1)
    assert "unexpected error" in crashed and str(shell.state / "reports") in crashed
    del shell.environment["PYTHONPATH"]
    run("submit", "one", "--yes")
    run("status", "one", "--watch", "--interval", "0.2", "--timeout", "60")
    run("orders", "--all")
    shell.environment["SINCH_ORDER_AUTH"] = "basic"
    run("regions")
    shell.environment["SINCH_KEY_SECRET"] = f"{SECRET}-wrong"
    run("regions", code=4)

    printed = "".join(done.out + done.err for done in said).encode()
    assert len(gateway.tokens) >= 2
    for text in [SECRET, PERSON, STREET, *gateway.tokens]:
        assert not [one for one in spellings(text) if one in printed], text
    assert places(home, [SECRET, f"{KEY_ID}:{SECRET}"]) == set()
    assert places(home, [PERSON, STREET]) == {"state/orders/one.json"}
    kept = places(home, list(gateway.tokens))
    assert kept and all(place.startswith("cache/sinch-order/tokens/") for place in kept)
    reports = [path.read_text() for path in (shell.state / "reports").iterdir()]
    assert len(reports) == 1 and "submit" in reports[0]


def test_the_sandbox_is_not_shown_real_credentials(tmp_path: Path, gateway: Gateway) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shell = Shell(home, gateway.url)
    shell.environment |= {"SINCH_KEY_ID": KEY_ID, "SINCH_KEY_SECRET": SECRET}
    shell.environment["SINCH_ACCESS_TOKEN"] = "gIvEn-tOkEn"
    for variables in ({}, {"SINCH_ORDER_AUTH": "basic"}):
        done = shell.with_(variables).run("auth", "status", "--sandbox", "--json")
        assert done.code == 0, done.err
        assert (done.json["keyId"], done.json["source"]) == ("key", "the sandbox")
    assert not gateway.tokens  # and nothing was asked of the real server
    assert places(home, [SECRET, "gIvEn-tOkEn"]) == set()
