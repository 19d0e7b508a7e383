"""A prompter that answers from a script, and fails on what the script did not expect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from sinch_order_cli.prompts.editor import unquote
from sinch_order_cli.prompts.prompter import Option, Prompter
from sinch_order_cli.prompts.question import Confirm, FilePath, Mark, Question, Select, Text

Expected = tuple[str, Any]
"""Part of the question, and the answer: a value, or an exception (class) that is raised."""


class ScriptedPrompter(Prompter):
    """Answers questions in the order of the script.

    An answer to `select` and `mark` is a value, or what the label begins with. An exception
    stands for a key: `GoBack`, `GoReview`, `Pressed(…)`, `InterruptedByUser("…")`. Use it as a
    context manager: at its end every expectation has to be used.

    Attributes:
        asked: the questions so far, with what was shown with them.
        rejected: answers that did not pass `validate`, with its sentence; the next expectation
            answers the same question again.
    """

    def __init__(self, script: Sequence[Expected]) -> None:
        self.asked: list[dict[str, Any]] = []
        self.rejected: list[tuple[str, str]] = []
        self._script = list(script)

    def __enter__(self) -> ScriptedPrompter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.finished()

    def finished(self) -> None:
        """Fails if the script expects questions that were not asked."""
        assert not self._script, f"never asked: {[part for part, _ in self._script]}"

    def ask(self, question: Question) -> Any:
        while True:
            answer = self._answer(question)
            if isinstance(question, Confirm):
                assert isinstance(answer, bool), f"{question.message!r}: True or False"
                return answer
            if isinstance(question, Select):
                return self._meant(question.message, question.options, answer)
            if isinstance(question, Mark):
                chosen = [self._meant(question.message, question.options, one) for one in answer]
                assert len(chosen) >= question.least, f"{question.message!r}: {question.least}"
                return chosen
            typed = str(answer)
            problem = question.problem(typed) if isinstance(question, Text | FilePath) else None
            if problem is None:
                return unquote(typed) if isinstance(question, FilePath) else typed
            self.rejected.append((typed, problem))

    def _answer(self, question: Question) -> Any:
        shown = msgspec.structs.asdict(question)
        self.asked.append({"question": shown.pop("message"), **shown})
        assert self._script, f"unexpected question: {question.message!r}"
        part, answer = self._script.pop(0)
        assert part in question.message, f"expected {part!r}, was asked {question.message!r}"
        if isinstance(answer, BaseException) or (
            isinstance(answer, type) and issubclass(answer, BaseException)
        ):
            raise answer
        return answer

    @staticmethod
    def _meant(question: str, options: Sequence[Option], answer: Any) -> Any:
        fitting = [option for option in options if option.value == answer] or [
            option for option in options if option.label.startswith(str(answer))
        ]
        assert fitting, f"{question!r} has no {answer!r}: {[option.label for option in options]}"
        assert not fitting[0].disabled, f"{fitting[0].label!r} can't be selected"
        return fitting[0].value
