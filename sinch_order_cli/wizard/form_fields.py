"""Ask one field of a form, depending on its kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import UNSET, Struct, structs

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.text_layout import cells, pad
from sinch_order_cli.kyc import MISSING, Form, get, put
from sinch_order_cli.kyc.model import Change, Field
from sinch_order_cli.kyc.paths import split
from sinch_order_cli.kyc.template_comments import optional_words
from sinch_order_cli.prompts.editor import unquote
from sinch_order_cli.prompts.prompter import ExtraKey, Keys, Option, Pressed, Prompter
from sinch_order_cli.text import safe
from sinch_order_cli.views.answer_view import as_typed
from sinch_order_cli.wizard.form_answers import Proposal

_LEAVE_EMPTY = "leave empty"
_EDITOR = object()
_IN_EDITOR = ExtraKey("c-o", "editor", _EDITOR)


class Given(Struct, frozen=True):
    """An answer; MISSING if the question was left empty. `change` is an automatic correction to
    show."""

    value: Any
    change: Change | None = None


def ask_field(
    terminal: Terminal,
    prompter: Prompter,
    form: Form,
    data: Any,
    field: Field,
    keys: Keys,
    numbers: Sequence[str] = (),
    proposal: Proposal | None = None,
) -> Given:
    """Ask one field as its kind requires; typed text is validated on leaving the field.

    Args:
        numbers: the order's phone numbers, offered if the field takes one of them.
        proposal: a likely answer, shown in the field with its source. Consents and confirmations
            have none.
    """
    before = get(data, field.path)
    if proposal is not None and before in (MISSING, None) and field.kind != "consent":
        before = proposal.value
        words = f"{proposal.words[:1].upper()}{proposal.words[1:]}."
        told = " ".join(filter(None, (field.description, words)))
        field = structs.replace(field, description=told)
    if field.kind == "consent":
        return Given(_ask_consent(terminal, prompter, field, keys))
    if field.kind == "boolean":
        return Given(_ask_yes_or_no(prompter, field, before, keys))
    if field.kind == "choice":
        return Given(_ask_choice(prompter, form, data, field, before, keys))
    if field.kind == "choices":
        return Given(_ask_choices(prompter, field, before, keys))
    typed = Typed(form, data, field)
    if field.kind in ("long-text", "json"):
        return _ask_long(prompter, typed, field, before, keys)
    default = before if before not in (MISSING, None) else _default(data, field, numbers)
    text = prompter.text(
        safe(field.title),
        flag=flag(field),
        default=as_typed(default),
        help=_help(field),
        placeholder=safe(field.placeholder),
        validate=typed.complaint,
        suggestions=list(numbers) if field.is_number else _likely(form, data, field),
        keys=keys,
        optional=not field.required,
    )
    return typed.taken(text)


class Typed:
    """Converts typed text to an answer of one field."""

    def __init__(self, form: Form, data: Any, field: Field) -> None:
        self._form, self._data, self._field = form, data, field
        self._last: tuple[str, Given] | None = None

    def complaint(self, text: str) -> str | None:
        """Return the problem with a text, or None."""
        if not text.strip():
            return "This answer is required." if self._field.required else None
        try:
            self.taken(text)
        except ValueError as error:
            return safe(str(error))
        return None

    def taken(self, text: str) -> Given:
        """Return the answer for a text, corrected if that is safe.

        Raises:
            ValueError: the text is not a valid answer; the message says why.
        """
        if not text.strip():
            return Given(MISSING)
        if self._last is None or self._last[0] != text:
            self._last = (text, self._read(text))
        return self._last[1]

    def _read(self, text: str) -> Given:
        form, path = self._form, self._field.path
        value = self._parsed(_from_file(self._field, text))
        tidied, changes = form.tidy(put(self._data, path, value))
        mended = get(tidied, path)
        if mended is not MISSING:
            value = mended
        problem = form.check_field(self._data, path, value)
        if problem is not None:
            raise ValueError(problem.told)
        return Given(value, next((one for one in changes if one.path == path), None))

    def _parsed(self, text: str) -> Any:
        """Return the typed value; a number in another notation stays text, to be corrected."""
        try:
            return self._form.parse(self._field.path, text)
        except ValueError:
            data, _ = self._form.tidy(put(self._data, self._field.path, text))
            if self._field.kind == "json" or get(data, self._field.path) == text.strip():
                raise
            return text


def _from_file(field: Field, text: str) -> str:
    """Return the text, or for raw JSON the content of the file it names: `@answer.json`."""
    if field.kind != "json" or not text.startswith("@"):
        return text
    try:
        return Path(unquote(text[1:])).read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it isn't UTF-8 text"
        raise ValueError(f"Can't read {text[1:]}: {reason}.") from error


def flag(field: Field) -> str:
    """Return the flag that sets a field's answer."""
    return f"--set {field.path}=VALUE"


def _ask_consent(terminal: Terminal, prompter: Prompter, field: Field, keys: Keys) -> Any:
    """Ask for consent: only yes is an answer; after a no, the field stays open."""
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
    if field.required:
        terminal.warn(
            "The registration is not accepted without this confirmation. Your answers are saved, "
            "and you can confirm it later in the review."
        )
    return MISSING


def _ask_yes_or_no(prompter: Prompter, field: Field, before: Any, keys: Keys) -> Any:
    wanted = before if isinstance(before, bool) else field.default
    default = wanted if isinstance(wanted, bool) else None
    if field.required:
        return prompter.confirm(
            safe(field.title), flag=flag(field), default=default, help=_help(field), keys=keys
        )
    options = [Option(True, "Yes"), Option(False, "No"), Option(MISSING, "Leave empty")]
    return prompter.select(
        safe(field.title),
        options,
        flag=flag(field),
        default=MISSING if default is None and before is not MISSING else default,
        help=_help(field),
        keys=keys,
    )


def _ask_choice(
    prompter: Prompter, form: Form, data: Any, field: Field, before: Any, keys: Keys
) -> Any:
    hints = [form.named(field, one.title) for one in field.choices]
    width = max(cells(safe(one.title)) for one in field.choices) if any(hints) else 0
    options = [
        Option(index, pad(safe(one.title), width), hint=hint)
        for index, (one, hint) in enumerate(zip(field.choices, hints, strict=True))
    ]
    if not field.required:
        options.append(Option(_LEAVE_EMPTY, "Leave empty"))
    wanted = before if before not in (MISSING, None) else form.proposal(data, field)
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


def _ask_long(prompter: Prompter, typed: Typed, field: Field, before: Any, keys: Keys) -> Given:
    """Ask for text of several lines or raw JSON, typed on one line or in the editor."""
    question, suffix = safe(field.title), ".json" if field.kind == "json" else ".txt"
    text = "" if before in (MISSING, None) else as_typed(before)
    in_line = Keys(keys.back, keys.review, (*keys.extra, _IN_EDITOR))
    try:
        text = prompter.text(
            question,
            flag=flag(field),
            default=text,
            help=_help(field),
            validate=typed.complaint,
            keys=in_line,
            optional=not field.required,
            multiline=True,
        )
        return typed.taken(text)
    except Pressed as pressed:
        if pressed.value is not _EDITOR:
            raise
        text = pressed.typed or text
    while True:
        text = prompter.edit(
            question, text, flag=flag(field), suffix=suffix, help=_help(field), keys=keys
        ).strip()
        problem = typed.complaint(text)
        if problem is None:
            return typed.taken(text)
        if not prompter.confirm(f"{problem} Open the editor again?", default=True, keys=keys):
            return Given(MISSING if before is None else before)


def _help(field: Field, *, listed: bool = False) -> list[str]:
    """Return help for a field. `listed`: the list already shows the allowed values."""
    lines = [safe(field.description)] if field.description else []
    if field.allowed and not listed and field.kind not in ("consent", "boolean"):
        allowed = safe(field.allowed)
        lines.append(f"{allowed[:1].upper()}{allowed[1:]}.")
    if field.kind == "json":
        lines.append("Enter JSON, or @ followed by the path of a JSON file.")
    if field.examples and not listed and not field.placeholder:
        lines.append(f"For example {safe(as_typed(field.examples[0]))}.")
    if not field.required:
        need = safe(optional_words(field))
        lines.append(f"{need[:1].upper()}{need[1:]}.")
    return lines


def _likely(form: Form, data: Any, field: Field) -> list[str]:
    """Return a suggestion not in the form: for a country, that of the number."""
    proposed = form.proposal(data, field) if field.default is UNSET else None
    return [] if proposed is None else [str(proposed)]


def _default(data: Any, field: Field, numbers: Sequence[str]) -> Any:
    """Return the default: for a row's number, one that no other row has."""
    if field.is_number:
        *rows, _, name = split(field.path)
        listed = get(data, tuple(rows), None)
        taken = [get(row, (name,)) for row in listed] if isinstance(listed, list) else []
        return next((number for number in numbers if number not in taken), "")
    return "" if field.default is UNSET else field.default
