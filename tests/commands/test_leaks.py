"""A whole order with recognisable secrets and answers: where they may stand, and nowhere else."""

from __future__ import annotations

import base64
import http.client
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sinch_order_cli.sandbox.server import SandboxServer

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


class Gateway(ThreadingHTTPServer):
    """Stands before the sandbox: takes our key for the sandbox's own, and notes all tokens."""

    def __init__(self, sandbox: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sandbox = urlsplit(sandbox).netloc
        self.tokens: set[str] = set()
        self.echo = False
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if name != "Host"}
        ours = base64.b64encode(f"{KEY_ID}:{SECRET}".encode()).decode()
        if headers.get("Authorization") == f"Basic {ours}":
            headers["Authorization"] = "Basic " + base64.b64encode(b"key:secret").decode()
        if self.server.echo and self.command == "PUT":
            status, content = 400, self.echoed(body)
        else:
            connection = http.client.HTTPConnection(self.server.sandbox, timeout=20)
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            status, content = answer.status, answer.read()
            connection.close()
        if token := re.search(rb'"access_token":\s*"([^"]+)', content):
            self.server.tokens.add(token[1].decode())
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def echoed(self, body: bytes) -> bytes:
        """A refusal that says back all that was sent, as servers do."""
        field = {"field": "requestDetails.data[2].firstName", "description": body.decode()}
        error = {
            "code": 400,
            "message": body.decode(),
            "status": "INVALID_ARGUMENT",
            "details": [{"fieldViolations": [field]}],
        }
        return json.dumps({"error": error}).encode()

    do_GET = do_POST = do_PUT = do

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    sandbox = SandboxServer(tmp_path / "emulator")
    sandbox.start()
    with Gateway(sandbox.url) as gateway:
        threading.Thread(target=gateway.serve_forever, args=(0.01,), daemon=True).start()
        yield gateway
        gateway.shutdown()
    sandbox.stop()


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
    gateway.echo = True
    refused = run("register", "one", "--answers", str(answers), code=3)
    gateway.echo = False
    traced = [line for line in refused.splitlines() if line.startswith(("> ", "< "))]
    said[-1].err = "\n".join(traced)  # the refusal itself shows the person what was refused
    assert any('"firstName":"***"' in line for line in traced)
    assert any('"message":"***"' in line and "INVALID_ARGUMENT" in line for line in traced)
    run("register", "one")
    run("attach", "one", LETTER, letter)
    run("check", "one")
    (home / "lib").mkdir()
    (home / "lib" / "sitecustomize.py").write_text(CRASH)
    shell.environment["PYTHONPATH"] = str(home / "lib")
    crashed = run("submit", "one", "--yes", code=1)
    assert "RuntimeError" in crashed and str(shell.state / "reports") in crashed
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
