"""Questions drawn on a real terminal, inline: what is answered stays in the scrollback as a line.

The drawing is prompt_toolkit's. questionary asks for secrets; its lists and fields can't do the
rest: they take only ASCII for filtering and show everything when nothing fits, ignore Ctrl-D, and
have no place for the time left or for a sentence longer than a line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.text_layout import cells, fit
from sinch_order_cli.errors import UsageError
from sinch_order_cli.prompts.editor import edit_text, unquote
from sinch_order_cli.prompts.list_state import Choosing
from sinch_order_cli.prompts.prompter import (
    FILTERED,
    NO_KEYS,
    GoBack,
    Keys,
    Option,
    Pressed,
    Status,
    Validate,
    interrupted,
)
from sinch_order_cli.text import safe

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from sinch_order_cli.console.written_lines import Position
    from sinch_order_cli.prompts.prompt_layout import Frame

_REFRESH = 1.0
"""Seconds between two looks at the time left while a question waits."""


class TerminalPrompter:
    """Asks with prompts that are redrawn while a person types.

    Args:
        refresh: seconds between two looks at `status` while a question waits.
        input, output: prompt_toolkit's, for tests; else the terminal's standard input and error.

    Attributes:
        leave: what Ctrl-C does, in words.
    """

    def __init__(
        self,
        terminal: Terminal,
        *,
        refresh: float = _REFRESH,
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self.status: Status | None = None
        self.steps = False
        self.leave = "save and exit"
        self._terminal = terminal
        self._refresh = refresh
        self._input = input
        self._output = output
        self._answered_at: list[tuple[str, Position | None]] = []
        self._going_back = False

    def text(
        self,
        question: str,
        *,
        flag: str = "",
        default: str = "",
        help: Sequence[str] = (),
        placeholder: str = "",
        validate: Validate | None = None,
        suggestions: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        optional: bool = False,
        multiline: bool = False,
    ) -> str:
        from sinch_order_cli.prompts.line_input import Field, among

        def check(typed: str) -> str | None:
            if not typed and optional:
                return None
            problem = validate(typed) if validate else None
            return problem or (None if typed else "An answer is needed here.")

        field = Field(
            self._frame(question, [*help, *_example(placeholder)], keys),
            default=default,
            check=check,
            completer=among(suggestions) if suggestions else None,
            optional=optional,
            multiline=multiline,
        )
        answer: str = self._run(partial(field.application, self._refresh))
        self._answered(question, _in_a_line(answer) or "left empty", dim=not answer)
        return answer

    def path(
        self,
        question: str,
        *,
        flag: str = "",
        default: str = "",
        validate: Validate | None = None,
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        offered: Callable[[str], bool] | None = None,
    ) -> str:
        from sinch_order_cli.prompts.line_input import Field, Paths

        def check(typed: str) -> str | None:
            if not typed.strip():
                return "An answer is needed here."
            return validate(unquote(typed)) if validate else None

        field = Field(
            self._frame(question, help, keys),
            default=default,
            check=check,
            completer=Paths(offered),
        )
        answer: str = self._run(partial(field.application, self._refresh))
        meant = unquote(answer)
        self._answered(question, meant)
        return meant

    def select(
        self,
        question: str,
        options: Sequence[Option],
        *,
        flag: str = "",
        default: Any = None,
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        search: bool | None = None,
        careful: bool = False,
    ) -> Any:
        from sinch_order_cli.prompts.list_input import OptionList

        choosing = Choosing(options, default)
        if careful:
            choosing.pointer = None
        chooser = OptionList(
            self._frame(question, help, keys, careful=careful),
            choosing,
            search=len(options) > FILTERED if search is None else search,
            careful=careful,
        )
        self._run(partial(chooser.application, self._refresh))
        taken = chooser.taken()
        self._answered(question, _compact(taken.label))
        return taken.value

    def mark(
        self,
        question: str,
        options: Sequence[Option],
        *,
        flag: str = "",
        minimum: int = 0,
        or_pointed: bool = False,
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        search: bool | None = None,
    ) -> list[Any]:
        from sinch_order_cli.prompts.list_input import OptionList

        choosing = Choosing(options)
        chooser = OptionList(
            self._frame(question, help, keys),
            choosing,
            search=len(options) > FILTERED if search is None else search,
            minimum=1 if or_pointed else minimum,
            or_pointed=or_pointed,
            several=True,
        )
        try:
            self._run(partial(chooser.application, self._refresh))
        except Pressed as pressed:
            pressed.marked = choosing.values()
            raise
        labels = [_compact(options[place].label) for place in sorted(choosing.marked)]
        self._answered(question, ", ".join(labels) or "none", dim=not labels)
        return choosing.values()

    def confirm(
        self,
        question: str,
        *,
        flag: str = "",
        default: bool | None = None,
        yes: str = "Yes",
        no: str = "No",
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
        careful: bool = False,
    ) -> bool:
        from sinch_order_cli.prompts.list_input import OptionList

        options = [Option(True, yes), Option(False, no)]
        choosing = Choosing(options, default)
        named = yes != "Yes" and no != "No"  # two things to do: what Enter does is to be read
        if careful or (default is None and not named):
            choosing.pointer = None
        chooser = OptionList(
            self._frame(question, help, keys, careful=careful),
            choosing,
            search=False,
            letters={"y": 0, "n": 1},
            careful=careful,
        )
        self._run(partial(chooser.application, self._refresh))
        taken = chooser.taken()
        self._answered(question, taken.label)
        return bool(taken.value)

    def edit(
        self,
        question: str,
        text: str = "",
        *,
        flag: str = "",
        suffix: str = ".txt",
        help: Sequence[str] = (),
        keys: Keys = NO_KEYS,
    ) -> str:
        from sinch_order_cli.prompts.list_input import OptionList

        start = "Change the text in your editor" if text else "Write the text in your editor"
        options = [Option(True, start), Option(False, "Keep it" if text else "Leave it empty")]
        frame = self._frame(question, help, keys)
        while True:
            chooser = OptionList(frame, Choosing(options, True), search=False)
            self._run(partial(chooser.application, self._refresh))
            try:
                self._terminal.lose_count()
                written = edit_text(text, suffix) if chooser.taken().value else text
                break
            except UsageError as error:  # no editor, or it failed: the question is asked again
                frame.error = " ".join(filter(None, (error.message, error.reason, error.hint)))
        self._answered(question, _in_a_line(written) or "left empty", dim=not written)
        return written

    def secret(self, question: str, *, flag: str = "") -> str:
        import questionary

        def given(typed: str) -> bool | str:
            return bool(typed.strip()) or "An answer is needed here."

        def build() -> Application[Any]:
            return questionary.password(
                safe(question), validate=given, qmark="?", erase_when_done=True
            ).application

        answer: str = self._run(build)
        self._answered(question, "not shown", dim=True)
        return answer.strip()

    def _frame(
        self, question: str, help: Sequence[str], keys: Keys, *, careful: bool = False
    ) -> Frame:
        from sinch_order_cli.prompts.prompt_layout import Frame

        self._take_away(question)
        frame = Frame(
            question,
            help=help,
            keys=keys,
            status=self.status,
            steps=self.steps,
            leave=self.leave,
            glyphs=self._terminal.glyphs,
            careful=careful,
        )
        frame.suspended = self._terminal.lose_count  # the shell writes then
        return frame

    def _run(self, build: Callable[[], Application[Any]]) -> Any:
        """Ask, on this terminal's own streams: prompt_toolkit would draw on standard output."""
        from prompt_toolkit.application import create_app_session

        with create_app_session(input=self._typed(), output=self._drawn()):
            try:
                return build().run()
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

    def _drawn(self) -> Output:
        if self._output is None:
            from prompt_toolkit.output import ColorDepth, create_output
            from prompt_toolkit.output.vt100 import Vt100_Output

            output = create_output(self._terminal.stderr)
            if isinstance(output, Vt100_Output):
                # Asking where the cursor is would push what is below the question to the bottom
                # of the screen, and some terminals never answer.
                output.enable_cpr = False
                if not self._terminal.colour(self._terminal.stderr):
                    output.default_color_depth = ColorDepth.DEPTH_1_BIT
            self._output = output
        return self._output

    def _take_away(self, question: str) -> None:
        """Where a question is asked again because one went back: what was written since then."""
        if not self._going_back:
            return
        self._going_back = False
        asked = [place for place, (one, _) in enumerate(self._answered_at) if one == question]
        if asked:
            self._terminal.rewind(self._answered_at[asked[-1]][1])
            del self._answered_at[asked[-1] :]

    def _answered(self, question: str, answer: str, *, dim: bool = False) -> None:
        """The one line that stays: `? Postal code   3000`."""
        self._answered_at.append((question, self._terminal.position()))
        width = self._terminal.width - 1
        shown = safe(answer)
        # The question gives way first, but keeps half of the line.
        room = max(width // 2, width - 5 - cells(shown)) - 2
        asked = fit(safe(question), room)
        shown = fit(shown, max(1, width - cells(asked) - 5))
        style = self._terminal.style
        self._terminal.put(
            f"{style('?', 'bold')} {style(asked, 'bold')}   "
            f"{style(shown, 'dim') if dim else shown}\n"
        )


def _example(placeholder: str) -> list[str]:
    return [f"For example {placeholder}."] if placeholder else []


def _in_a_line(text: str) -> str:
    """The first line of a text, and how many more there are."""
    first, *more = text.splitlines() or [""]
    if not more:
        return first
    return f"{first} (+ {len(more)} {'line' if len(more) == 1 else 'lines'})"


def _compact(label: str) -> str:
    """A label whose columns were aligned for the list, as a single phrase."""
    return "  ".join(part for part in label.split("  ") if part.strip())
