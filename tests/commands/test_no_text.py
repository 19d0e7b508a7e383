"""A file name or an argument that is not UTF-8 works, or ends in a clear error, with --json too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sinch_order_cli.commands import app, signals

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(sys.platform != "linux", reason="file names are any bytes on Linux alone"),
]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("check --region AU --type MOBILE --answers FILE", 3),
        ("customer document add nobody FILE --kind passport", 5),
        ("customer add one --facts FILE", 2),
        ("batch check FILE", 3),
        ("batch status FILE", 0),
        ("status BYTE", 2),
        ("register nobody --data FILE", 5),
        ("register nobody --data BYTE", 2),
        ("attach nobody letter FILE", 5),
        ("attach nobody letter BYTE", 2),
    ],
)
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_bytes_that_are_no_text(line: str, code: int, more: list[str], tmp_path: Path) -> None:
    file = os.fsencode(tmp_path) + b"/caf\xe9.json"
    Path(os.fsdecode(file)).write_text("{}")
    words = {"FILE": file, "BYTE": b"\xff"}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "sinch_order_cli",
            *(words.get(one, one) for one in line.split()),
            *more,
        ],
        env={**os.environ, "SINCH_ORDER_STATE_DIR": str(tmp_path), "SINCH_ORDER_SANDBOX": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    for printed in (done.stdout, done.stderr) if more else ():
        if printed:
            json.loads(printed.decode())


@pytest.mark.parametrize("more", [[], ["--json"]])
@pytest.mark.parametrize(
    "name", ["SINCH_PROJECT_ID", "SINCH_KEY_SECRET", "SINCH_NUMBERS_URL", "SINCH_ORDER_NO_INPUT"]
)
def test_a_variable_that_is_no_text_is_named_and_not_shown(
    name: str, more: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(signals, "install_handlers", lambda: None)
    monkeypatch.setitem(os.environ, name, "hush\udcff")
    assert app.run(["regions", *more]) == 2
    printed = capsys.readouterr()
    assert f"{name} is not text" in printed.err
    assert "hush" not in printed.err
    if more:
        [detail] = json.loads(printed.err)["error"]["details"]
        assert detail["where"] == name


def test_a_state_folder_may_be_called_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(signals, "install_handlers", lambda: None)
    monkeypatch.setitem(
        os.environ, "SINCH_ORDER_STATE_DIR", os.fsdecode(bytes(tmp_path) + b"/\xff")
    )
    assert app.run(["orders", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["orders"] == []
