"""What an order in doubt, or a draft, keeps until the user has agreed to something else."""

from __future__ import annotations

import pytest

from .test_batch import Batches, batches
from .test_order_sequences import CREATE, NUMBER, draft, lose

pytestmark = pytest.mark.timeout(120)

__all__ = ["batches"]

QUANTITY = {"quantityOrderOption": {"requestedQuantity": 1}}


def outcomes(batches: Batches, name: str = "gb-mobile") -> list[str]:
    return [one["outcome"] for one in batches.shell.order(name)["attempts"]]


def test_again_abandons_nothing_before_it_is_confirmed(batches: Batches) -> None:
    lose(batches)
    assert batches.shell.run("create", "--from", "gb-mobile", "--again").code == 2  # no --yes
    assert outcomes(batches) == ["unknown"]
    assert (batches.shell.run(*CREATE).code, batches.orders()) == (8, 1)
    batches.shell.ok("create", "--from", "gb-mobile", "--again", "--yes")
    assert outcomes(batches) == ["abandoned", "reserved"]


@pytest.mark.parametrize("more", [("--quantity", "50"), ("--name", "other")])
def test_a_draft_is_unchanged_until_its_order_is_confirmed(
    batches: Batches, more: tuple[str, ...]
) -> None:
    name = draft(batches, {"regionCode": "GB", "numberType": "MOBILE", **QUANTITY})
    before = batches.shell.order(name)
    assert batches.shell.run("create", "--from", name, *more).code == 2
    assert batches.shell.order(name) == before
    made = batches.shell.ok("create", "--from", name, *more, "--yes")
    assert made["name"] == ("other" if more[0] == "--name" else name)


def test_a_similar_number_is_not_reserved_before_it_is_confirmed(batches: Batches) -> None:
    batches.shell.ok("create", "AU", "MOBILE", "--number", NUMBER, "--yes", "--name", "x")
    batches.shell.ok("forget", "x", "--yes")
    chosen = {"numberOrderOption": {"phoneNumbers": [NUMBER]}}
    name = draft(batches, {"regionCode": "AU", "numberType": "MOBILE", **chosen})
    assert batches.shell.run("create", "--from", name, "--or-similar").code == 2
    assert batches.shell.run("create", "--from", name, "--yes").code == 5
