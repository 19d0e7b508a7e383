"""Values that control the outcome of an order, like test card numbers for payments.

`MAGIC` is the documentation, printed by the README and `sandbox serve`. The endings refer to the
first number of the order, and 94 to each number. These numbers come last in every search, so that
no one chooses them by accident (`search AU MOBILE --pattern 98 --match END` lists them).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
from msgspec import Struct

MAGIC: tuple[tuple[str, str], ...] = (
    ("number ending in 94", "COMPLETED, but setting it up for SMS and voice ends in FAILED"),
    ("number ending in 95", "the reservation has no expireTime"),
    ("number ending in 96", "the reservation lasts only 20 seconds"),
    ("number ending in 97", "search lists it, but it is gone when you create the order: 404"),
    ("number ending in 98", "REJECTED, with the reviewer's reason in logs"),
    ("number ending in 99", "BLOCKED, with a question in logs; a second submit is approved"),
    ('an answer with "REJECT ME"', "REJECTED, with the reviewer's reason in logs"),
    ('an answer with "BLOCK ME"', "BLOCKED until you register and submit again without it"),
    ('an answer with "REFUSE ME"', "refused at once when it is registered: 400, naming the field"),
    ('a file name with "fail"', "uploadStatus becomes FAILED"),
    ("anything else", "COMPLETED"),
)

ENDINGS = frozenset({"94", "95", "96", "97", "98", "99"})
REFUSED = "REFUSE ME"
SHORT_RESERVATION = timedelta(seconds=20)


class Verdict(Struct, frozen=True):
    """The result of the review. `message` is the reviewer's, for `logs`."""

    state: Literal["COMPLETED", "REJECTED", "BLOCKED"]
    message: str


APPROVED = Verdict("COMPLETED", "Approved. The numbers are active.")
REJECTED = Verdict(
    "REJECTED",
    "The business name does not match the register [ABN lookup, 23 Nov]. "
    "Correct it and place a new order.",
)
BLOCKED = Verdict(
    "BLOCKED",
    "What will the number be used for? Describe it in the registration, then submit again.",
)


def is_gone(phone_number: str) -> bool:
    """Return True if creating an order with this first number fails although search lists it."""
    return phone_number.endswith("97")


def expire_time(phone_number: str, usual: datetime, now: datetime) -> datetime | None:
    """Return when the reservation of this first number expires: `usual` unless its ending
    differs."""
    if phone_number.endswith("95"):
        return None
    if phone_number.endswith("96"):
        return now + SHORT_RESERVATION
    return usual


def review(phone_number: str, answers: Any, submissions: int) -> Verdict:
    """Return the reviewers' decision on an order with this first number.

    Args:
        answers: the registration's data, of any shape, whose texts are inspected.
        submissions: how often the order has been submitted, including now.
    """
    if phone_number.endswith("98") or _holds(answers, "REJECT ME"):
        return REJECTED
    if _holds(answers, "BLOCK ME") or (phone_number.endswith("99") and submissions == 1):
        return BLOCKED
    return APPROVED


def provisioning_fails(phone_number: str) -> bool:
    """Return True for a number whose provisioning fails after its order was completed."""
    return phone_number.endswith("94")


def upload_fails(file_name: str) -> bool:
    """Return True if the check of an uploaded file ends in FAILED."""
    return "fail" in file_name.lower()


def _holds(answers: Any, text: str) -> bool:
    return text in msgspec.json.encode(answers).decode().upper()
