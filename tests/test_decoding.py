"""msgspec crashes where two threads make it learn the same type: every decoding is safe of that."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import sinch_order_cli

PACKAGE = Path(sinch_order_cli.__file__).parent

# One thread is held while msgspec learns a type within another; meanwhile a second one decodes.
BOTH = """
import threading, time
from sinch_order_cli.api.models import Registration, read
import sinch_order_cli.api.reviewer_logs

BODY = b'{"attachments": [{"attachmentId": "a"}], "logs": []}'
learned, second = [], threading.Event()

def hold(frame, event, argument):
    if frame.f_code.co_name == "get_class_annotations":
        learned.append(1)
        if len(learned) > 1:
            second.set()
            time.sleep(0.2)

threading.settrace(hold)
other = threading.Thread(target=read, args=(Registration, BODY))
other.start()
assert second.wait(10)
print(read(Registration, BODY).attachments[0].attachment_id)
other.join()
"""


def test_two_threads_decode_the_same_type_for_the_first_time() -> None:
    done = subprocess.run([sys.executable, "-c", BOTH], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "a\n"), done.stderr


def unsafe(source: str) -> Iterator[str]:
    """Calls that decode a type without `thread_safe`."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        kinds = [one.value for one in node.keywords if one.arg == "type"]
        if called == "msgspec.convert":
            kinds += node.args[1:2]
        elif called != "msgspec.json.decode":
            continue
        for kind in kinds:
            if "thread_safe(" not in ast.unparse(kind) and "dict[" not in ast.unparse(kind):
                yield ast.unparse(node)


def test_what_threads_may_decode_is_learned_by_one_of_them() -> None:
    files = [
        path
        for room in ("api", "kyc", "customers", "workflow", "store", "service")
        for path in sorted((PACKAGE / room).rglob("*.py"))
    ]
    assert [one for path in files for one in unsafe(path.read_text("utf-8"))] == []
    assert list(unsafe("msgspec.convert(x, Order)"))
    assert list(unsafe("msgspec.json.decode(x, type=Order)"))
