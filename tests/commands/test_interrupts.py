"""Ctrl-C at any moment: words and code 130, never a traceback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sinch_order_cli import __main__ as entry


def test_while_modules_are_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(arguments: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(entry, "_run", interrupted)
    with pytest.raises(SystemExit) as ended:
        entry.main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "  Interrupted.\n"


def test_while_a_command_waits_for_a_server_that_never_answers(tmp_path: Path) -> None:
    """Typer alone would end without a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        environ = {
            **os.environ,
            "SINCH_ORDER_STATE_DIR": str(tmp_path),
            "SINCH_NUMBERS_URL": f"http://127.0.0.1:{server.getsockname()[1]}",
            "SINCH_PROJECT_ID": "p",
            "SINCH_ACCESS_TOKEN": "t",
        }
        command = [sys.executable, "-m", "sinch_order_cli", "regions"]
        with subprocess.Popen(
            command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            with server.accept()[0]:
                process.send_signal(signal.SIGINT)
                out, said = process.communicate(timeout=30)
            assert (process.returncode, out, said) == (130, "", "  Interrupted.\n")
