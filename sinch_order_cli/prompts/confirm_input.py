"""Yes or no, with questionary's confirm. Answers with their own labels are a list of two."""

from __future__ import annotations

import questionary
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys as Named

from sinch_order_cli.prompts.prompt_layout import (
    NEEDED,
    STYLE,
    USEFUL,
    Drawn,
    Hint,
    PromptContext,
    end,
    redrawn_message,
)
from sinch_order_cli.prompts.question import Confirm


class YesOrNo(Drawn):
    """Answered with `y` or `n`, or with Enter if there is a default."""

    def __init__(self, question: Confirm, around: PromptContext) -> None:
        super().__init__(question, around)
        self._default = question.default

    def prompt(self) -> questionary.Question:
        prompt = questionary.confirm(
            redrawn_message(lambda: "\n".join(self.message_lines(len(" (y/n) ")))),
            default=bool(self._default),
            instruction="(y/n) " if self._default is None else None,
            style=STYLE,
            erase_when_done=True,
        )
        application = prompt.application
        own = application.key_bindings or KeyBindings()
        application.key_bindings = merge_key_bindings([own, self._answering()])
        return self.join(prompt, application.layout.container, self.window(self.below))

    def _answering(self) -> KeyBindings:
        bindings = KeyBindings()

        def answers(value: bool | None, *keys: str) -> None:
            def take(event: KeyPressEvent) -> None:
                if value is None:
                    self.error = "Choose one: press y or n."
                else:
                    end(event, result=value)

            for key in keys:
                bindings.add(key, eager=True)(take)

        answers(True, "y", "Y")
        answers(False, "n", "N")
        answers(self._default, "enter")
        # Otherwise the field below questionary's confirm would receive it.
        bindings.add(Named.BracketedPaste, eager=True)(lambda event: None)
        return bindings

    def hints(self) -> list[Hint]:
        hints = [Hint("y or n", NEEDED)]
        if self._default is not None:
            hints.append(Hint(f"Enter {self.said(self._default).lower()}", USEFUL))
        return hints

    def said(self, answer: bool) -> str:
        return "Yes" if answer else "No"
