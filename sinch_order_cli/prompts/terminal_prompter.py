"""Inline questions on a real terminal; each answer remains in the scrollback as a line.

The prompts are questionary's, with added keys and lines (`prompt_layout.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.text_layout import cells, fit
from sinch_order_cli.errors import UsageError
from sinch_order_cli.prompts.editor import edit_text, unquote
from sinch_order_cli.prompts.prompter import GoBack, Prompter, interrupted
from sinch_order_cli.prompts.question import (
    Confirm,
    Edit,
    FilePath,
    Mark,
    Option,
    Question,
    Secret,
    Select,
    Text,
)
from sinch_order_cli.text import safe

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from sinch_order_cli.console.written_lines import Position
    from sinch_order_cli.prompts.prompt_layout import Drawn

_REFRESH = 1.0
"""Seconds between updates of the time left while a question waits."""


class TerminalPrompter(Prompter):
    """Asks with prompts that are redrawn while the user types.

    Args:
        refresh: seconds between updates of `status` while a question waits.
        input, output: prompt_toolkit's, for tests; otherwise the terminal's standard input and
        error.
    """

    def __init__(
        self,
        terminal: Terminal,
        *,
        refresh: float = _REFRESH,
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self._terminal = terminal
        self._refresh = refresh
        self._input = input
        self._output = output
        self._answered_at: list[tuple[str, Position | None]] = []
        self._going_back = False

    def ask(self, question: Question) -> Any:
        self._take_away(question.message)
        if isinstance(question, Edit):
            return self._edit(question)
        drawn = self._drawn(question)
        answer = self._run(drawn)
        if isinstance(question, FilePath):
            answer = unquote(answer)
        elif isinstance(question, Secret):
            answer = answer.strip()
        self._answered(question.message, drawn.said(answer), drawn.nothing)
        return answer

    def _drawn(self, question: Question) -> Drawn:
        from sinch_order_cli.prompts.confirm_input import YesOrNo
        from sinch_order_cli.prompts.line_input import Field
        from sinch_order_cli.prompts.list_input import OptionList
        from sinch_order_cli.prompts.prompt_layout import PromptContext

        around = PromptContext(
            self.status,
            self._refresh,
            self.steps,
            self.leave,
            self._terminal.glyphs,
            self._terminal.lose_count,  # the shell then writes to it
        )
        match question:
            case Text() | FilePath() | Secret():
                return Field(question, around)
            case Confirm() if question.plain:
                return YesOrNo(question, around)
            case Confirm() | Select() | Mark():
                return OptionList(question, around)
        raise TypeError(type(question))

    def _edit(self, question: Edit) -> str:
        from sinch_order_cli.prompts.line_input import first_line

        text = question.text
        start = "Edit the text in your editor" if text else "Write the text in your editor"
        options = [
            Option(True, start),
            Option(False, "Keep unchanged" if text else "Leave it empty"),
        ]
        drawn = self._drawn(
            Select(
                message=question.message, options=options, help=question.help, keys=question.keys
            )
        )
        while True:
            try:
                if not self._run(drawn):
                    break
                self._terminal.lose_count()
                text = edit_text(text, question.suffix)
                break
            except UsageError as error:  # no editor, or it failed: ask again
                drawn.error = " ".join(
                    filter(
                        None, (error.message, error.reason, self._terminal.in_words(error.hints))
                    )
                )
        self._answered(question.message, first_line(text), "left empty")
        return text

    def _run(self, drawn: Drawn) -> Any:
        """Ask on this terminal's streams, as questionary would use standard output."""
        from prompt_toolkit.application import create_app_session

        with create_app_session(input=self._typed(), output=self._shown()):
            try:
                return drawn.prompt().unsafe_ask()
            except GoBack:
                self._going_back = True
                raise
            except (KeyboardInterrupt, EOFError):  # the terminal was closed
                raise interrupted() from None

    def _typed(self) -> Input:
        if self._input is None:
            from prompt_toolkit.input import create_input

            self._input = create_input(self._terminal.stdin)
        return self._input

    def _shown(self) -> Output:
        if self._output is None:
            from prompt_toolkit.output import ColorDepth, create_output
            from prompt_toolkit.output.vt100 import Vt100_Output

            output = create_output(self._terminal.stderr)
            if isinstance(output, Vt100_Output):
                # Querying the cursor position would push the text below the question to the bottom
                # of the screen, and some terminals never answer.
                output.enable_cpr = False
                if not self._terminal.colour(self._terminal.stderr):
                    output.default_color_depth = ColorDepth.DEPTH_1_BIT
            self._output = output
        return self._output

    def _take_away(self, message: str) -> None:
        """When going back to a question, erase the lines written since it was first asked."""
        if not self._going_back:
            return
        self._going_back = False
        asked = [place for place, (one, _) in enumerate(self._answered_at) if one == message]
        if asked:
            self._terminal.rewind(self._answered_at[asked[-1]][1])
            del self._answered_at[asked[-1] :]

    def _answered(self, message: str, answer: str, nothing: str) -> None:
        """Write the line that remains: `? Postal code   3000`."""
        self._answered_at.append((message, self._terminal.position()))
        width = self._terminal.width - 1
        shown = safe(answer or nothing)
        # The question is truncated first, but keeps half of the line.
        room = max(width // 2, width - 5 - cells(shown)) - 2
        asked = fit(safe(message), room)
        shown = fit(shown, max(1, width - cells(asked) - 5))
        style = self._terminal.style
        self._terminal.put(
            f"{style('?', 'bold')} {style(asked, 'bold')}   "
            f"{shown if answer else style(shown, 'dim')}\n"
        )
