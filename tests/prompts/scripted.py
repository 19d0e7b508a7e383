"""A prompter that answers from a script, and fails on what the script did not expect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sinch_order_cli.prompts.editor import unquote
from sinch_order_cli.prompts.prompter import Option, Status, Validate

Expected = tuple[str, Any]
"""Part of the question, and the answer: a value, or an exception (class) that is raised."""


class ScriptedPrompter:
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
        self.status: Status | None = None
        self.steps = False
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

    def text(
        self,
        question: str,
        *,
        validate: Validate | None = None,
        optional: bool = False,
        **shown: Any,
    ) -> str:
        while True:
            answer = str(self._answer(question, **shown))
            if not answer and optional:
                return ""
            problem = (validate(answer) if validate else None) or (
                None if answer else "An answer is needed here."
            )
            if problem is None:
                return answer
            self.rejected.append((answer, problem))

    def select(self, question: str, options: Sequence[Option], **shown: Any) -> Any:
        answer = self._answer(question, options=list(options), **shown)
        return self._meant(question, options, answer)

    def mark(
        self, question: str, options: Sequence[Option], *, minimum: int = 0, **shown: Any
    ) -> list[Any]:
        answers = self._answer(question, options=list(options), **shown)
        chosen = [self._meant(question, options, answer) for answer in answers]
        assert len(chosen) >= minimum, f"{question!r} wants at least {minimum}"
        return chosen

    def confirm(self, question: str, **shown: Any) -> bool:
        answer = self._answer(question, **shown)
        assert isinstance(answer, bool), f"{question!r} is answered by True or False"
        return answer

    def path(self, question: str, *, validate: Validate | None = None, **shown: Any) -> str:
        while True:
            answer = unquote(str(self._answer(question, **shown)))
            problem = validate(answer) if validate else None
            if problem is None:
                return answer
            self.rejected.append((answer, problem))

    def edit(self, question: str, text: str = "", **shown: Any) -> str:
        return str(self._answer(question, text=text, **shown))

    def secret(self, question: str, **shown: Any) -> str:
        return str(self._answer(question, **shown))

    def _answer(self, question: str, **shown: Any) -> Any:
        self.asked.append({"question": question, **shown})
        assert self._script, f"unexpected question: {question!r}"
        part, answer = self._script.pop(0)
        assert part in question, f"expected a question with {part!r}, was asked {question!r}"
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
        assert not fitting[0].disabled, f"{fitting[0].label!r} can't be chosen"
        return fitting[0].value
