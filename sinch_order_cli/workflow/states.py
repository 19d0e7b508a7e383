"""The states of orders and documents on the server: a row for each, with all its properties.

To add a state, add a line here. An unknown state is shown by its name, and treated as not final and
in review.

Nothing is imported here, as shell completion loads this module.
"""

from __future__ import annotations


class State:
    """A state of an order.

    Attributes:
        name: the API's name; "" before an order has one.
        meaning: its meaning for the user, as a phrase.
        help: its description in the help; "" omits it.
        told: a phrase to follow the order's name: "was rejected".
        reason: why steps are not possible in it; "" if they are.
        colour: the colour of its name; "" for none.
        urgency: orders of lower urgency values are listed first.
        final: an order never leaves it (FACTS.md).
        reserved: the number is reserved until the deadline, and not yet submitted.
        submitted: the order was submitted to the reviewers before.
        blocked: the reviewers need something; the order can be corrected and submitted again.
        completed: the number belongs to the user.
        rejected: rejected by the reviewers.
        expired: the reservation expired.
    """

    __slots__ = (
        "blocked", "colour", "completed", "expired", "final", "help", "meaning", "name", "reason",
        "rejected", "reserved", "submitted", "told", "urgency",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        meaning: str = "",
        *,
        help: str = "",
        told: str = "",
        reason: str = "",
        colour: str = "",
        urgency: int = 3,
        final: bool = False,
        reserved: bool = False,
        submitted: bool = True,
        blocked: bool = False,
        completed: bool = False,
        rejected: bool = False,
        expired: bool = False,
    ) -> None:
        self.name, self.meaning, self.help = name, meaning, help or meaning
        self.told, self.reason = told or f"is in state {name}", reason
        self.colour, self.urgency = colour, urgency
        self.final, self.reserved, self.submitted = final, reserved, submitted
        self.blocked, self.completed = blocked, completed
        self.rejected, self.expired = rejected, expired

    @property
    def label(self) -> str:
        """The name; if the server gives none, that of a new reservation."""
        return self.name or CREATED.name

    @property
    def changeable(self) -> bool:
        """True if answers and documents can be sent, and the order submitted."""
        return self.reserved or self.blocked

    @property
    def decided(self) -> bool:
        """True if waiting is pointless: the state is final, or the user must act."""
        return self.final or self.blocked

    @property
    def reorderable(self) -> bool:
        """True if it ended without a number, so that a new order can replace it."""
        return self.final and not self.completed

    @property
    def by_reviewers(self) -> bool:
        """True if the reviewers have accepted or rejected."""
        return self.completed or self.rejected

    @property
    def reviewers_first(self) -> bool:
        """True if the reviewers' messages are most important: until the order is completed."""
        return not self.completed


_ROWS = (
    State(
        "CREATED",
        "reserved, not submitted yet",
        told="is not submitted yet",
        urgency=1,
        reserved=True,
        submitted=False,
    ),
    State(
        "IN_REVIEW",
        "waiting for the reviewers",
        help="submitted; reviews take hours to days",
        told="is already submitted",
        reason="it is in review",
    ),
    State(
        "BLOCKED",
        "action needed",
        help="action needed; `status ORDER` shows the reviewer messages",
        told="is blocked: the reviewers need something from you",
        colour="magenta",
        urgency=0,
        blocked=True,
    ),
    State(
        "COMPLETED",
        "the number is yours",
        told="is completed",
        reason="a completed order can't be changed",
        colour="green",
        urgency=4,
        final=True,
        completed=True,
    ),
    State(
        "REJECTED",
        "rejected by the reviewers",
        help="rejected by the reviewers; `status ORDER` shows why",
        told="was rejected",
        reason="a rejected order can't be changed",
        colour="red",
        urgency=4,
        final=True,
        rejected=True,
    ),
    State(
        "EXPIRED",
        "the reservation expired",
        help="the reservation expired before the order was submitted",
        told="has expired",
        reason="the reservation expired before the order was submitted",
        colour="red",
        urgency=4,
        final=True,
        submitted=False,
        expired=True,
    ),
    State("", urgency=2, reserved=True, submitted=False),
    State("NUMBER_ORDER_STATE_UNSPECIFIED", reserved=True, submitted=False),
)

STATES = {row.name: row for row in _ROWS}
"""All known states by name, in the order of the help."""

CREATED, IN_REVIEW, EXPIRED = (STATES[name] for name in ("CREATED", "IN_REVIEW", "EXPIRED"))


def state(name: str) -> State:
    """Return the row of a state; for an unknown one, a row with only its name."""
    return STATES.get(name) or State(name)


class UploadState:
    """A state of a document on the server.

    Attributes:
        name: the API's name.
        meaning: its meaning for the user, as a phrase.
        waiting: the server is still checking it.
        unusable: the server could not use it; it must be uploaded again.
    """

    __slots__ = ("meaning", "name", "unusable", "waiting")

    def __init__(
        self, name: str, meaning: str, *, waiting: bool = False, unusable: bool = False
    ) -> None:
        self.name, self.meaning = name, meaning
        self.waiting, self.unusable = waiting, unusable


WAITING = UploadState("WAITING", "uploaded, being checked", waiting=True)
TAKEN = UploadState("COMPLETED", "uploaded and checked")
UNUSABLE = UploadState("FAILED", "upload failed, upload it again", unusable=True)

_UPLOADS = {row.name: row for row in (WAITING, TAKEN, UNUSABLE)}


def upload_state(name: str) -> UploadState:
    """Return the row of a document's state; for an unknown one, a row with only its name."""
    return _UPLOADS.get(name) or UploadState(name, name or "uploaded")


SETUP_WAITING, SETUP_FAILED, SETUP_READY = "WAITING", "FAILED", "READY"
"""Provisioning states of a number's SMS or voice, after its order is completed."""
