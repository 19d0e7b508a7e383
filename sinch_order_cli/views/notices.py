"""Messages during the work: a retry, a corrected answer, a request."""

from __future__ import annotations

from sinch_order_cli.api.retry import Retry
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.error_view import as_text
from sinch_order_cli.errors import Suggestion
from sinch_order_cli.kyc import MISSING
from sinch_order_cli.kyc.model import Change, Problem, Unknown
from sinch_order_cli.text import phone, safe
from sinch_order_cli.workflow.create_request import callback_doubts, lacking
from sinch_order_cli.workflow.model import Order


def retrying(terminal: Terminal, retry: Retry) -> None:
    """Print that a request is retried, the reason, and the wait."""
    wait = f"{retry.wait_seconds:.0f} s" if retry.wait_seconds >= 1 else "a moment"
    words = f"{safe(retry.reason)}; retrying in {wait} (attempt {retry.attempt + 1})."
    terminal.waiting(words, retry.wait_seconds)


def changed(terminal: Terminal, change: Change) -> None:
    """Print an answer that was corrected automatically, removed, or filled in."""
    if change.after is MISSING:
        before = safe(as_text(change.before))
        terminal.correction(f'{safe(change.title)}: "{before}" was removed with its entry.')
        return
    after = safe(as_text(change.after))
    source = "the order's number" if change.is_number else "the form's default"
    words = f'{safe(change.title)}: "{after}" ({source}).'
    if change.before is not None:
        words = f'{safe(change.title)}: "{safe(as_text(change.before))}" was changed to "{after}".'
    terminal.correction(words)


def dropped(terminal: Terminal, problem: Problem) -> None:
    """Print a remembered answer that is no longer valid and not sent."""
    given = safe(as_text(problem.given))
    terminal.warn(
        f'{safe(problem.title)}: your earlier answer "{given}" is no longer valid and was '
        f"removed. {safe(problem.told)}"
    )


def unknown(terminal: Terminal, member: Unknown, order_name: str = "") -> None:
    """Warn about a member of the answers that the form doesn't describe.

    Args:
        order_name: the order with the answers; "" for a file.
    """
    like = f" Did you mean {safe(member.like)}?" if member.like else ""
    said = f"The form has no field {safe(member.path)}. It is sent unchanged.{like} To remove it"
    if not order_name:
        terminal.warn(f"{said}: remove it from the file.")
        return
    terminal.warn(Suggestion("register", order_name, say=said, set=f"{safe(member.path)}="))


def odd_configuration(terminal: Terminal, order: Order) -> None:
    """Warn about SMS or voice for numbers that are known not to support it."""
    asked, offer = order.requested, order.offered
    sms, voice = bool(asked.sms_configuration.service_plan_id), bool(asked.voice_configuration.type)
    known = {number.phone_number: number.capabilities for number in order.numbers}
    for number, capabilities in (known or {offer.phone_number: offer.capability}).items():
        if lacks := lacking(capabilities, sms=sms, voice=voice):
            terminal.warn(f"{phone(number)} has no {lacks}, but the order configures it.")


def traced(terminal: Terminal, line: str) -> None:
    """Print a request or a response for `--verbose`; secrets and answers are masked."""
    terminal.trace(safe(line))


def odd_number(terminal: Terminal, number: str, region_code: str) -> None:
    """Warn about a number that may be a mistake: impossible, or from another country."""
    if odd := _oddity(number, region_code):
        terminal.warn(odd)


def odd_callback(terminal: Terminal, url: str) -> None:
    """Warn about a callback URL that events may not reach, or that others can read."""
    for doubt in callback_doubts(url) if url else ():
        terminal.warn(f"Callback URL: {safe(doubt)}")


def _oddity(number: str, region_code: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return f"{number} does not look like a phone number."
    home = phonenumbers.region_code_for_number(parsed)
    if home and home != region_code and home != "001":
        return f"{phone(number)} is a {home} number, not {region_code}."
    if not phonenumbers.is_possible_number(parsed):
        return f"{number} has too many or too few digits for {region_code}."
    return ""
