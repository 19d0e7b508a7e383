"""The server itself: credentials, what it keeps, connections, several of it at once."""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest
from plain_http import HTTP

from sinch_order_cli.sandbox.database import Database
from sinch_order_cli.sandbox.server import SandboxServer, reset

from .driver import AU_ANSWERS, Clock, Driver

REGIONS = "/v1/projects/demo/availableRegions"


def token(url: str, key: tuple[str, str] = ("key", "secret")) -> httpx.Response:
    data = {"grant_type": "client_credentials"}
    return HTTP.post(f"{url}/oauth2/token", data=data, auth=key)


class TestCredentials:
    def get(self, url: str, authorization: str | None) -> httpx.Response:
        headers = {"Authorization": authorization} if authorization else {}
        return HTTP.get(url + REGIONS, headers=headers)

    def test_a_token_opens_the_api_until_it_expires(
        self, server: SandboxServer, clock: Clock
    ) -> None:
        issued = token(server.url).json()
        assert issued["token_type"] == "bearer"
        assert issued["expires_in"] == 3600
        bearer = f"Bearer {issued['access_token']}"
        clock.pass_(seconds=3599)
        assert self.get(server.url, bearer).status_code == 200
        clock.pass_(seconds=1)
        expired = self.get(server.url, bearer)
        assert expired.status_code == 401
        assert "expired" in expired.headers["WWW-Authenticate"]
        assert expired.json()["error"]["status"] == "UNAUTHENTICATED"

    def test_several_tokens_live_at_once_and_outlive_the_server(
        self, tmp_path: Path, clock: Clock
    ) -> None:
        with SandboxServer(tmp_path, clock=clock) as server:
            tokens = [token(server.url).json()["access_token"] for _ in range(2)]
        with SandboxServer(tmp_path, clock=clock) as server:
            for one in tokens:
                assert self.get(server.url, f"Bearer {one}").status_code == 200

    @pytest.mark.parametrize("given", [None, "Bearer nonsense", "Basic a2V5Ong=", "Basic ?", "Bee"])
    def test_others_stay_outside(self, server: SandboxServer, given: str | None) -> None:
        refused = self.get(server.url, given)
        assert refused.status_code == 401
        assert "expired" not in refused.headers["WWW-Authenticate"]

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("Host", "localhost:1", 200),
            ("Host", "[::1]:8787", 200),
            ("Host", "evil.example", 403),
            ("Host", "127.0.0.1.evil.example:8787", 403),
            ("Host", "[", 403),
            ("Origin", "http://localhost:3000", 200),
            ("Origin", "https://evil.example", 403),
            ("Origin", "http://localhost.evil.example", 403),
            ("Origin", "null", 403),
        ],
    )
    def test_a_web_page_from_elsewhere_stays_outside(
        self, server: SandboxServer, name: str, value: str, code: int
    ) -> None:
        headers = {"Authorization": "Basic a2V5OnNlY3JldA==", name: value}
        assert HTTP.get(server.url + REGIONS, headers=headers).status_code == code
        assert HTTP.get(f"{server.url}/sandbox/effects", headers=headers).status_code == code

    def test_a_wrong_key_gets_no_token(self, server: SandboxServer) -> None:
        refused = token(server.url, ("key", "wrong"))
        assert refused.status_code == 401
        assert refused.json() == {"error": "invalid_client"}
        wrong_grant = HTTP.post(
            f"{server.url}/oauth2/token", data={"grant_type": "x"}, auth=("key", "secret")
        )
        assert wrong_grant.status_code == 400
        assert wrong_grant.json() == {"error": "unsupported_grant_type"}


class TestData:
    def test_orders_outlive_the_server(self, tmp_path: Path, clock: Clock) -> None:
        with SandboxServer(tmp_path, clock=clock) as server:
            api = Driver(server)
            order_id = api.reserve("+61411111112")
            api.register(order_id, AU_ANSWERS).raise_for_status()
            api.close()
        with SandboxServer(tmp_path, clock=clock) as server:
            api = Driver(server)
            assert api.order(order_id)["state"] == "CREATED"
            assert api.registration(order_id)["requestDetails"]["data"] == AU_ANSWERS
            assert not api.free("+61411111112")
            api.close()

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
    @pytest.mark.parametrize("umask", [0o000, 0o777])
    def test_files_are_the_owners_whatever_the_umask(self, tmp_path: Path, umask: int) -> None:
        before = os.umask(umask)
        try:
            with SandboxServer(tmp_path / "data") as server:
                api = Driver(server)
                api.reserve("+61411111112")
                api.close()
                modes = {f.name: f.stat().st_mode & 0o777 for f in (tmp_path / "data").iterdir()}
        finally:
            os.umask(before)
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
        assert len(modes) == 3  # the database, its journal and the index of that
        assert set(modes.values()) == {0o600}

    def test_reset_wipes_under_a_running_server(self, api: Driver, tmp_path: Path) -> None:
        answers = [*AU_ANSWERS[:2], AU_ANSWERS[2] | {"lastName": "Unforgettable"}]
        api.register(api.reserve("+61411111112"), answers).raise_for_status()
        reset(tmp_path / "data")
        assert api.free("+61411111112")
        api.reserve("+61411111112")
        for file in (tmp_path / "data").iterdir():
            assert b"Unforgettable" not in file.read_bytes()

    def test_reset_where_there_is_nothing(self, tmp_path: Path) -> None:
        reset(tmp_path / "nowhere")

    def test_data_of_another_version_are_dropped(self, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / "sandbox.db") as old:
            old.execute("CREATE TABLE orders (something)")
            old.execute("PRAGMA user_version = 99")
        old.close()
        with SandboxServer(tmp_path) as server:
            api = Driver(server)
            api.reserve("+61411111112")
            api.close()

    def test_what_was_carried_out_is_counted(self, api: Driver) -> None:
        api.reserve("+61411111112")
        api.create("AU", "MOBILE", numberOrderOption={"phoneNumbers": ["+61411111112"]})
        api.search("AU", "MOBILE")
        assert api.effects() == {"createNumberOrder": 1, "searchAvailableNumbers": 1}
        assert api.http.delete("/sandbox/effects").status_code == 200
        assert api.effects() == {}


class TestAtOnce:
    def test_one_number_goes_to_one_of_many(self, server: SandboxServer) -> None:
        def order(_: int) -> int:
            api = Driver(server)
            option = {"phoneNumbers": ["+61411111112"]}
            status = api.create("AU", "MOBILE", numberOrderOption=option).status_code
            api.close()
            return status

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            assert sorted(pool.map(order, range(16))) == [200] + [404] * 15

    @pytest.mark.timeout(30)
    def test_the_file_is_made_once_by_many(self, tmp_path: Path) -> None:
        """Turning WAL on at the same moment is refused by SQLite without any waiting."""
        program = (
            "import sys\n"
            "from pathlib import Path\n"
            "from sinch_order_cli.sandbox.database import Database\n"
            "print('ready', flush=True)\n"
            "for line in sys.stdin:\n"
            "    database = Database(Path(line.strip()))\n"
            "    with database.transaction() as transaction:\n"
            "        transaction.count_effect('open')\n"
            "    database.close()\n"
            "    print('done', flush=True)\n"
        )
        with contextlib.ExitStack() as stack:
            processes = [
                stack.enter_context(
                    subprocess.Popen(
                        [sys.executable, "-c", program],
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        text=True,
                        bufsize=1,
                    )
                )
                for _ in range(4)
            ]
            assert [process.stdout.readline() for process in processes] == ["ready\n"] * 4
            for attempt in range(30):
                for process in processes:
                    process.stdin.write(f"{tmp_path / str(attempt)}\n")
                assert [process.stdout.readline() for process in processes] == ["done\n"] * 4
            for process in processes:
                process.stdin.close()
        for attempt in range(30):
            database = Database(tmp_path / str(attempt))
            with database.transaction() as transaction:
                assert transaction.effects() == {"open": 4}
            database.close()

    @pytest.mark.timeout(30)
    def test_processes_share_the_data(self, tmp_path: Path) -> None:
        program = (
            "import sys, httpx\n"
            "from pathlib import Path\n"
            "from sinch_order_cli.sandbox.server import SandboxServer\n"
            "url = '/v1/projects/p/numberOrders:createNumberOrder'\n"
            "body = {'regionCode': 'AU', 'numberType': 'MOBILE',\n"
            "        'quantityOrderOption': {'requestedQuantity': 5}}\n"
            "with SandboxServer(Path(sys.argv[1])) as server, httpx.Client(\n"
            "    base_url=server.url, auth=('key', 'secret')\n"
            ") as client:\n"
            "    for _ in range(10):\n"
            "        answer = client.post(url, json=body).raise_for_status().json()\n"
            "        print(*(n['phoneNumber'] for n in answer['orderNumbers']))\n"
        )
        command = [sys.executable, "-c", program, str(tmp_path / "data")]
        processes = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
        printed = [process.communicate(timeout=25)[0] for process in processes]
        numbers = b" ".join(printed).split()
        assert [process.returncode for process in processes] == [0, 0, 0]
        assert len(numbers) == len(set(numbers)) == 150


class TestConnections:
    def test_a_connection_serves_many_requests(self, server: SandboxServer) -> None:
        host, port = server.url.removeprefix("http://").split(":")
        request = f"GET {REGIONS} HTTP/1.1\r\nAuthorization: Basic a2V5OnNlY3JldA==\r\n"
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            for _ in range(3):
                connection.sendall(f"{request}\r\n".encode())
                assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")

    def test_a_chunked_body_is_read(self, api: Driver) -> None:
        body = [b'{"regionCode": "GB", ', b'"numberType": "MOBILE"}']
        answer = api.call(
            "POST",
            "/numberOrders:lookupNumberRequirements",
            content=iter(body),
            headers={"Content-Type": "application/json"},
        )
        assert answer.status_code == 200

    def test_half_a_request_does_nothing(self, server: SandboxServer, api: Driver) -> None:
        host, port = server.url.removeprefix("http://").split(":")
        order_id = api.reserve("+12125550112", "US", "LOCAL")
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(
                f"POST /v1/projects/demo/numberOrders/{order_id}/submit HTTP/1.1\r\n"
                "Authorization: Basic a2V5OnNlY3JldA==\r\nContent-Length: 10\r\n\r\nhalf".encode()
            )
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(100) == b""
        assert api.order(order_id)["state"] == "CREATED"

    def test_every_answer_has_the_clocks_date(self, server: SandboxServer, clock: Clock) -> None:
        for path in (REGIONS, "/oauth2/token", "/nothing", "/sandbox/effects"):
            answer = HTTP.get(server.url + path)
            assert parsedate_to_datetime(answer.headers["Date"]) == clock.now

    @pytest.mark.parametrize(
        "path", ["smsConfiguration", "voiceConfiguration", "", "quantityOrderOption"]
    )
    @pytest.mark.parametrize("value", [[], {}, [[]], [{}]])
    def test_a_value_of_the_wrong_kind_is_a_400(
        self, server: SandboxServer, path: str, value: object
    ) -> None:
        bent = {
            "type": value, "numberType": value, "servicePlanId": value, "capabilities": [value],
            "requestedQuantity": value, "numberPattern": {"searchPattern": value},
        }  # fmt: skip
        for operation in ("createNumberOrder", "lookupNumberRequirements"):
            refused = HTTP.post(
                f"{server.url}/v1/projects/demo/numberOrders:{operation}",
                json={path: bent} if path else bent,
                auth=("key", "secret"),
            )
            assert refused.status_code == 400, refused.text

    def test_unknown_paths_and_methods_are_json(self, server: SandboxServer) -> None:
        assert HTTP.get(f"{server.url}/nothing").json()["error"]["code"] == 404
        assert HTTP.delete(server.url + REGIONS).json()["error"]["code"] == 405

    def test_a_taken_port_is_an_os_error(self, server: SandboxServer, tmp_path: Path) -> None:
        port = int(server.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            SandboxServer(tmp_path / "other", port=port).start()

    def test_the_log_gets_a_line_for_each_request(self, tmp_path: Path) -> None:
        lines: list[str] = []
        with SandboxServer(tmp_path, log=lines.append) as server:
            HTTP.get(f"{server.url}/nothing")
        assert lines == ["GET /nothing HTTP/1.1 404"]

    def test_silent_without_a_log(
        self, server: SandboxServer, capfd: pytest.CaptureFixture[str]
    ) -> None:
        HTTP.get(f"{server.url}/nothing")
        assert capfd.readouterr() == ("", "")

    @pytest.mark.timeout(10)
    def test_stop_does_not_wait_for_idle_connections(self, tmp_path: Path) -> None:
        server = SandboxServer(tmp_path)
        server.start()
        with httpx.Client(auth=("key", "secret")) as client:
            client.get(server.url + REGIONS).raise_for_status()
            began = time.monotonic()
            server.stop()
            assert time.monotonic() - began < 1
        server.stop()
        with pytest.raises(RuntimeError):
            _ = server.url


@pytest.mark.timeout(20)
def test_serve_forever_ends_with_ctrl_c(tmp_path: Path) -> None:
    program = (
        "import signal, sys\n"
        "from pathlib import Path\n"
        "from sinch_order_cli.sandbox.server import SandboxServer\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored\n"
        "with SandboxServer(Path(sys.argv[1])) as server:\n"
        "    try:\n"
        "        print(server.url, flush=True)\n"
        "        server.serve_forever()\n"
        "    except KeyboardInterrupt:\n"
        "        print('stopped')\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert HTTP.get(url + REGIONS, auth=("key", "secret")).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "stopped\n"
    assert process.returncode == 0


def test_serve_forever_ends_with_stop(tmp_path: Path) -> None:
    server = SandboxServer(tmp_path)
    server.start()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    assert HTTP.get(server.url + REGIONS, auth=("key", "secret")).status_code == 200
    server.stop()
    thread.join(2)
    assert not thread.is_alive()


def test_the_sandbox_shares_no_code_with_the_client() -> None:
    program = (
        "import sys, sinch_order_cli.sandbox.server\n"
        "print(*(n for n in sys.modules if n.split('.')[0] in "
        "('click', 'flask', 'httpx', 'rich', 'typer') or n.startswith('sinch_order_cli.')))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=20
    ).stdout.split()
    assert loaded
    assert all(name.startswith("sinch_order_cli.sandbox") for name in loaded)
