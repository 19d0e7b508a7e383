"""The six steps as targets of navigation, and which of them an order can be at."""

from __future__ import annotations

from sinch_order_cli.prompts.prompter import GoBack, Keys, Option
from sinch_order_cli.wizard.context import WizardContext
from sinch_order_cli.workflow.model import Order, Step

PLACES: dict[Step, int] = {
    "requirements": 1,
    "search": 2,
    "create": 3,
    "register": 4,
    "attach": 5,
    "submit": 6,
}

_NAMES: dict[Step, str] = {
    "requirements": "Requirements",
    "search": "Number",
    "create": "Reserve",
    "register": "Registration",
    "attach": "Documents",
    "submit": "Submit",
}


def barrier(order: Order, step: Step) -> str:
    """Return why an order can't be at a step, or "" if it can."""
    place, at = PLACES[step], PLACES.get(order.step)
    lookup = order.lookup
    if at is None:
        return "already submitted"
    if order.server is not None and place <= PLACES["create"]:
        return "the number is reserved"
    if lookup is not None and step == "register" and not lookup.needs_registration:
        return "no answers required"
    if lookup is not None and step == "attach" and not lookup.attachments:
        return "no documents required"
    if place > at:
        return f"after step {at}"
    return ""


def before(order: Order, step: Step) -> Step | None:
    """Return the step that Esc goes back to, or None."""
    place = PLACES.get(step, 0)
    earlier = [one for one in PLACES if PLACES[one] < place and not barrier(order, one)]
    return earlier[-1] if earlier else None


def ask_step(wizard: WizardContext, order: Order, now: Step) -> Step:
    """Ask which step to go to. Return the current one if none is chosen."""
    options = [
        Option(
            step,
            f"{place} {_NAMES[step]}",
            hint="here" if step == now else "",
            disabled=barrier(order, step) if step != now else "",
        )
        for step, place in PLACES.items()
    ]
    wizard.prompter.steps = False
    try:
        chosen: Step = wizard.prompter.select(
            "Which step do you want to go to?", options, default=now, keys=Keys(back=True)
        )
    except GoBack:
        return now
    return chosen
