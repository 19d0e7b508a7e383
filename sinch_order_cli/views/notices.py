"""Lines on the way: a wait before the next try, an answer that was mended, a request made."""

from __future__ import annotations

from sinch_order_cli.api.retry import Retry
from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.error_view import as_text
from sinch_order_cli.errors import Suggestion
from sinch_order_cli.kyc.model import Change, Problem, Unknown
from sinch_order_cli.text import phone, safe
from sinch_order_cli.workflow.create_request import callback_doubts


def retrying(terminal: Terminal, retry: Retry) -> None:
    """Say that a request is tried again, why, and after how many seconds."""
    wait = f"{retry.wait_seconds:.0f} s" if retry.wait_seconds >= 1 else "a moment"
    words = f"{safe(retry.reason)}; retrying in {wait} (attempt {retry.attempt + 1})."
    terminal.waiting(words, retry.wait_seconds)


def changed(terminal: Terminal, change: Change) -> None:
    """Show an answer that was mended without asking, or taken from the form's own proposal."""
    after = safe(as_text(change.after))
    words = f'{safe(change.title)}: "{after}" (default of the form).'
    if change.before is not None:
        words = f'{safe(change.title)}: "{safe(as_text(change.before))}" was changed to "{after}".'
    terminal.correction(words)


def dropped(terminal: Terminal, problem: Problem) -> None:
    """Show a remembered answer that no longer fits and is not sent."""
    given = safe(as_text(problem.given))
    terminal.warn(
        f'{safe(problem.title)}: your earlier answer "{given}" is no longer valid and was '
        f"removed. {safe(problem.told)}"
    )


def unknown(terminal: Terminal, member: Unknown, order_name: str = "") -> None:
    """Warn of a member of the answers that the form does not know.

    Args:
        order_name: the order that has it; "" for a file.
    """
    like = f" Did you mean {safe(member.like)}?" if member.like else ""
    said = f"The form has no field {safe(member.path)}. It is sent unchanged.{like} To remove it"
    if not order_name:
        terminal.warn(f"{said}: remove it from the file.")
        return
    terminal.warn(Suggestion("register", order_name, say=said, set=f"{safe(member.path)}="))


def traced(terminal: Terminal, line: str) -> None:
    """Show a request or an answer, as `--verbose` asks; it holds no secret and no answer."""
    terminal.trace(safe(line))


def odd_number(terminal: Terminal, number: str, region_code: str) -> None:
    """Warn of a number that may not be meant: impossible, or of another country."""
    if odd := _oddity(number, region_code):
        terminal.warn(odd)


def odd_callback(terminal: Terminal, url: str) -> None:
    """Warn of a callback URL at which no event may arrive, or that anybody can read."""
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
