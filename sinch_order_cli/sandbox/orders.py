"""An order and its transitions, by requests and over time.

There are no background jobs. An order contains the time of its next transition (`due_time`), and
readers call `settled` first.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from sinch_order_cli.sandbox import magic

State = Literal["CREATED", "IN_REVIEW", "BLOCKED", "COMPLETED", "REJECTED", "EXPIRED"]

UPLOAD_CHECK = timedelta(seconds=1)

_ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, as in the API's IDs


class Upload(Struct, frozen=True, kw_only=True):
    """An attachment. Only the size in bytes and the SHA-256 of the file are stored."""

    attachment_id: str
    file_name: str
    mime_type: str
    document_type: str
    size: int
    sha256: str
    create_time: datetime
    update_time: datetime
    check_time: datetime | None = None

    def status(self, now: datetime) -> Literal["WAITING", "COMPLETED", "FAILED"]:
        """Return the result of the check at `check_time`, or a second after the upload."""
        if now < (self.check_time or self.update_time + UPLOAD_CHECK):
            return "WAITING"
        return "FAILED" if magic.upload_fails(self.file_name) else "COMPLETED"


class Log(Struct, frozen=True):
    """One entry of the registration's `logs`."""

    message: str
    create_time: datetime


class Order(Struct, frozen=True, kw_only=True):
    """A stored order.

    `request_details` is None until a registration is accepted. With `expire_time` None, the
    reservation never expires; `decide_time` is the end of the current review. `complete_time` is
    when the project got the numbers, or None.
    """

    id: str
    project_id: str
    region_code: str
    number_type: str
    phone_numbers: tuple[str, ...]
    sms_configuration: dict[str, Any] | None = None
    voice_configuration: dict[str, Any] | None = None
    callback_url: str | None = None
    state: State = "CREATED"
    create_time: datetime
    update_time: datetime
    expire_time: datetime | None
    decide_time: datetime | None = None
    complete_time: datetime | None = None
    submissions: int = 0
    request_details: dict[str, Any] | None = None
    uploads: tuple[Upload, ...] = ()
    logs: tuple[Log, ...] = ()

    def due_time(self) -> datetime | None:
        """Return the time of the order's next transition, or None."""
        if self.state == "CREATED":
            return self.expire_time
        return self.decide_time if self.state == "IN_REVIEW" else None

    def holds_numbers(self) -> bool:
        """Return True if the order reserves its numbers."""
        return self.state not in ("REJECTED", "EXPIRED")

    def is_open(self) -> bool:
        """Return True if registration, attachments and submit are accepted.

        This includes BLOCKED: the contract says that the reviewers need something, and there is no
        other way to send it (inferred; not documented).
        """
        return self.state in ("CREATED", "BLOCKED")

    def settled(self, now: datetime) -> Order:
        """Return the order after transitions that are due: expiry, or the end of the review."""
        due = self.due_time()
        if due is None or now < due:
            return self
        if self.state == "CREATED":
            return self.in_state("EXPIRED", "The reservation has expired.", due)
        verdict = self._verdict(due)
        return self.in_state(verdict.state, verdict.message, due)

    def in_state(self, state: State, message: str, when: datetime) -> Order:
        """Return the order in another state, with an entry in `logs` if there is a message."""
        complete_time = when if state == "COMPLETED" else None
        changed = replace(self, state=state, update_time=when, complete_time=complete_time)
        return changed.logged(message, when) if message else changed

    def logged(self, message: str, when: datetime) -> Order:
        """Return the order with another entry in `logs`."""
        return replace(self, logs=(*self.logs, Log(message, when)))

    def submitted(self, now: datetime, review: timedelta) -> Order:
        """Return the order in review, which ends after `review`."""
        order = self.in_state("IN_REVIEW", "Submitted for review.", now)
        return replace(order, decide_time=now + review, submissions=self.submissions + 1)

    def upload(self, attachment_id: str) -> Upload | None:
        """Return the latest upload for this requirement, or None."""
        return next((up for up in self.uploads if up.attachment_id == attachment_id), None)

    def with_upload(self, upload: Upload) -> Order:
        """Return the order with a file, which replaces an earlier one for the same requirement."""
        others = tuple(up for up in self.uploads if up.attachment_id != upload.attachment_id)
        return replace(self, uploads=(*others, upload), update_time=upload.update_time)

    def _verdict(self, when: datetime) -> magic.Verdict:
        failed = [upload.file_name for upload in self.uploads if upload.status(when) == "FAILED"]
        if failed:
            question = f"The file {failed[0]} can't be read. Upload it again, then submit again."
            return magic.Verdict("BLOCKED", question)
        return magic.review(self.phone_numbers[0], self.request_details, self.submissions)


def new_id(now: datetime) -> str:
    """Return an ID in the API's format: 26 characters, the first ten from the time."""
    value = (int(now.timestamp() * 1000) << 80) | secrets.randbits(80)
    return "".join(_ID_ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5))
