"""The states of an order and of a document at the server: a row each, with all that is known of it.

A new state is one line here. A state that no row has is taken as it comes: shown by its name, not
final, and with the reviewers as far as anybody can tell.

Nothing is imported here: completing a word in a shell reads this.
"""

from __future__ import annotations


class State:
    """A state of an order: what it means, what it is called, what can be done in it.

    Attributes:
        name: the API's word; "" before an order has one.
        meaning: what it means for the operator, as a phrase.
        help: what the help says of it; "" leaves it out.
        told: what is said of an order in it, after the order's name: "was rejected".
        reason: why a step can't be done in it; "" where that needs no words.
        colour: what its name is coloured in; "" for none.
        urgency: orders of a lower one are listed first.
        final: an order never leaves it (FACTS.md).
        reserved: the number is reserved and nothing submitted; the reservation's clock runs.
        submitted: it is reached by way of the reviewers, so that an order in it was submitted.
        blocked: the reviewers want something; the order can be corrected and submitted again.
        completed: the number is the operator's.
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
        """Its name; that of a fresh reservation where the server names no state."""
        return self.name or CREATED.name

    @property
    def changeable(self) -> bool:
        """Whether answers and documents can be sent, and the order submitted."""
        return self.reserved or self.blocked

    @property
    def decided(self) -> bool:
        """Whether waiting longer changes nothing: it is final, or the operator is waited for."""
        return self.final or self.blocked

    @property
    def reorderable(self) -> bool:
        """Whether it ended without a number, so that a new order can take its place."""
        return self.final and not self.completed

    @property
    def by_reviewers(self) -> bool:
        """Whether the reviewers have said yes or no."""
        return self.completed or self.rejected

    @property
    def reviewers_first(self) -> bool:
        """Whether what the reviewers said matters most: until the number is the operator's."""
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
        reason="the number is yours",
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
"""Every state that is known, by its name, as the help lists them."""

CREATED, IN_REVIEW, EXPIRED = (STATES[name] for name in ("CREATED", "IN_REVIEW", "EXPIRED"))


def state(name: str) -> State:
    """The row of a state; one made of its name where there is none."""
    return STATES.get(name) or State(name)


class UploadState:
    """A state of a document at the server.

    Attributes:
        name: the API's word.
        meaning: what it means for the operator, as a phrase.
        waiting: the server still checks it.
        unusable: the server could not use it; it has to be uploaded again.
    """

    __slots__ = ("meaning", "name", "unusable", "waiting")

    def __init__(
        self, name: str, meaning: str, *, waiting: bool = False, unusable: bool = False
    ) -> None:
        self.name, self.meaning = name, meaning
        self.waiting, self.unusable = waiting, unusable


WAITING = UploadState("WAITING", "uploaded, being checked", waiting=True)
TAKEN = UploadState("COMPLETED", "uploaded and checked")
UNUSABLE = UploadState("FAILED", "could not be used: upload it again", unusable=True)

_UPLOADS = {row.name: row for row in (WAITING, TAKEN, UNUSABLE)}


def upload_state(name: str) -> UploadState:
    """The row of a document's state; one made of its name where there is none."""
    return _UPLOADS.get(name) or UploadState(name, name or "uploaded")


SETUP_WAITING, SETUP_FAILED, SETUP_READY = "WAITING", "FAILED", "READY"
"""How far SMS or voice of a number is set up, once its order is completed."""
