"""Numbers go out as they came in."""

from __future__ import annotations

import copy
import pickle

import msgspec
import pytest

from sinch_order_cli.api import exact


@pytest.mark.parametrize(
    "text",
    [
        *("1.10", "1.0", "-0.0", "1e400", "1E5", "0.10000000000000000001", "1e-7", "33.3"),
        *("5", "123456789012345678901234567890", "-12345678901234567890123"),
        '[1.10,{"a":2.50,"b":[null,true,"x"]}]',
    ],
)
def test_what_is_read_is_written_the_same(text: str) -> None:
    assert exact.encode(exact.decode(text)).decode() == text


def test_a_written_number_is_a_number() -> None:
    read = exact.decode("[1.10]")[0]
    assert read == 1.1 and isinstance(read, float)
    for other_order in (copy.deepcopy(read), pickle.loads(pickle.dumps(read))):
        assert exact.encode(other_order) == b"1.10"
    assert type(exact.decode("1.5")) is float


def test_what_json_has_not_is_refused() -> None:
    with pytest.raises(TypeError, match="object is not a JSON type"):
        exact.encode(object())
    with pytest.raises(msgspec.DecodeError):
        exact.decode("{")
