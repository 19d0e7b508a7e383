"""One field of a form as a question, by its kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import UNSET

from sinch_order_cli.kyc import MISSING, Form, get, put
from sinch_order_cli.kyc.model import Change, Field
from sinch_order_cli.terminal.prompter import Keys, Option, Prompter
from sinch_order_cli.terminal.streams import Terminal
from sinch_order_cli.terminal.text import safe

_LEAVE_EMPTY = "leave empty"


def ask_field(
    terminal: Terminal,
    prompter: Prompter,
    form: Form,
    data: Any,
    field: Field,
    keys: Keys,
    numbers: Sequence[str] = (),
) -> Any:
    """Ask one field. Text comes back as it was typed, for `accept`; a choice as its value.

    Args:
        numbers: the order's phone numbers, offered where the field wants one of them.

    Returns:
        The answer, MISSING where the field was left empty.
    """
    before = get(data, field.path)
    question = safe(field.title)
    if field.kind == "consent":
        return _ask_consent(terminal, prompter, field, keys)
    if field.kind == "boolean":
        default = before if isinstance(before, bool) else None
        return prompter.confirm(
            question, flag=flag(field), default=default, help=_help(field), keys=keys
        )
    if field.kind == "choice":
        return _ask_choice(prompter, field, before, keys)
    if field.kind == "choices":
        return _ask_choices(prompter, field, before, keys)
    if field.kind in ("long-text", "json"):
        return _ask_long(prompter, form, data, field, before, keys)
    default = before if before not in (MISSING, None) else _default(field, numbers)
    text = prompter.text(
        question,
        flag=flag(field),
        default=_typed(default),
        help=_help(field),
        placeholder=safe(field.placeholder),
        validate=lambda text: complaint(form, data, field, text),
        suggestions=list(numbers) if field.is_number else (),
        keys=keys,
        optional=not field.required,
    )
    return text if text.strip() else MISSING


def complaint(form: Form, data: Any, field: Field, text: str) -> str | None:
    """What is wrong with what was typed for a field, None where nothing is."""
    if not text.strip():
        return "This has to be answered." if field.required else None
    try:
        accept(form, data, field.path, text)
    except ValueError as error:
        return safe(str(error))
    return None


def accept(form: Form, data: Any, path: str, text: str) -> tuple[Any, Change | None]:
    """The answer that was meant by a typed text, mended where that is safe.

    Returns:
        The value, and what was mended, to be shown.

    Raises:
        ValueError: it can't be an answer; the text says why.
    """
    value = form.parse(path, text)
    tidied, changes = form.tidy(put(data, path, value))
    mended = get(tidied, path)
    if mended is not MISSING:
        value = mended
    problem = form.check_field(data, path, value)
    if problem is not None:
        example = f" For example {problem.example}." if problem.example else ""
        said = problem.problem
        raise ValueError(said if problem.example in said else said + example)
    return value, next((one for one in changes if one.path == path), None)


def shown(field: Field, value: Any) -> str:
    """An answer as a person reads it; "" where there is none."""
    if value is MISSING or value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    for choice in field.choices:
        if choice.value == value and type(choice.value) is type(value):
            return safe(choice.title)
    if isinstance(value, list):
        return safe(", ".join(shown(field, one) for one in value))
    return safe(_typed(value))


def flag(field: Field) -> str:
    """The flag that gives a field's answer without asking."""
    return f"--set {field.path}=VALUE"


def _ask_consent(terminal: Terminal, prompter: Prompter, field: Field, keys: Keys) -> Any:
    """Only yes is an answer; declining keeps the order and is explained."""
    while True:
        given = prompter.confirm(
            safe(field.title),
            flag=flag(field),
            yes="Yes, I confirm",
            no="No",
            help=_help(field),
            keys=keys,
        )
        if given:
            return True
        if not field.required:
            return MISSING
        terminal.warn(
            "Without this confirmation the country does not take the registration. Nothing is "
            "lost: the order and your answers are kept, and you can leave with Ctrl-C."
        )


def _ask_choice(prompter: Prompter, field: Field, before: Any, keys: Keys) -> Any:
    options = [Option(index, safe(one.title)) for index, one in enumerate(field.choices)]
    if not field.required:
        options.append(Option(_LEAVE_EMPTY, "Leave it empty"))
    wanted = before if before not in (MISSING, None) else field.default
    current = [n for n, one in enumerate(field.choices) if one.value == wanted]
    chosen = prompter.select(
        safe(field.title),
        options,
        flag=flag(field),
        default=current[0] if current else None,
        help=_help(field, listed=True),
        keys=keys,
        search=True,
    )
    return MISSING if chosen == _LEAVE_EMPTY else field.choices[chosen].value


def _ask_choices(prompter: Prompter, field: Field, before: Any, keys: Keys) -> Any:
    marked = before if isinstance(before, list) else []
    options = [
        Option(index, safe(one.title), marked=one.value in marked)
        for index, one in enumerate(field.choices)
    ]
    chosen = prompter.mark(
        safe(field.title),
        options,
        flag=flag(field),
        minimum=1 if field.required else 0,
        help=_help(field, listed=True),
        keys=keys,
    )
    return [field.choices[index].value for index in chosen] if chosen else MISSING


def _ask_long(
    prompter: Prompter, form: Form, data: Any, field: Field, before: Any, keys: Keys
) -> Any:
    """Text of several lines or raw JSON: in one line, or in the editor when the line is `e`."""
    question = safe(field.title)
    start = "" if before in (MISSING, None) else _typed(before)
    text = prompter.text(
        question,
        flag=flag(field),
        default=start.replace("\n", " "),
        help=[*_help(field), "Type e and Enter to write it in your editor."],
        validate=lambda typed: None if typed == "e" else complaint(form, data, field, typed),
        keys=keys,
        optional=not field.required,
    )
    if text != "e":
        return text if text.strip() else MISSING
    suffix = ".json" if field.kind == "json" else ".txt"
    while True:
        start = prompter.edit(question, start, flag=flag(field), suffix=suffix, keys=keys).strip()
        problem = complaint(form, data, field, start)
        if problem is None:
            return start or MISSING
        if not prompter.confirm(f"{problem} Open the editor again?", default=True, keys=keys):
            return MISSING


def _help(field: Field, *, listed: bool = False) -> list[str]:
    """What to know before answering; `listed`: what is allowed is seen in the list anyway."""
    lines = [safe(field.description)] if field.description else []
    if field.allowed and not listed and field.kind not in ("consent", "boolean"):
        allowed = safe(field.allowed)
        lines.append(f"{allowed[:1].upper()}{allowed[1:]}.")
    if field.examples and not listed:
        lines.append(f"For example {safe(_typed(field.examples[0]))}.")
    if not field.required:
        lines.append("May be left empty.")
    return lines


def _default(field: Field, numbers: Sequence[str]) -> Any:
    if field.is_number and len(numbers) == 1:
        return numbers[0]
    return "" if field.default is UNSET else field.default


def _typed(value: Any) -> str:
    """A value as it would be typed."""
    if isinstance(value, str):
        return value
    import msgspec

    return msgspec.json.encode(value).decode()
