"""A user of the wizard, who answers by the tape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .server import NUMBERS

if TYPE_CHECKING:
    from .people import People, Wish
    from .world import Program

COMPANIES = ("Acme", "Bolt")
PATIENCE = 45
"""Questions after which the user exits."""
_RISK = "again"
"""The choice that risks a second reservation."""


class Person:
    """Replaces the prompter, with the same interface."""

    def __init__(self, people: People, program: Program, company: str) -> None:
        self._people, self._program, self._company = people, program, company
        self._asked = 0
        self.several = False
        """Wants several numbers, the first of the list."""
        self.leaves_at = ""
        """The question at which the user exits."""
        self.status: Any = None
        self.steps = False

    def text(
        self,
        question: str,
        *,
        flag: str = "",
        default: str = "",
        validate: Callable[[str], str | None] | None = None,
        keys: Any = None,
        optional: bool = False,
        **_: Any,
    ) -> str:
        self._next(question, keys)
        if flag == "--number":
            typed = self._tape.pick(NUMBERS[:5])
        elif flag == "--order-id":
            name = (self._program.machine.name, self._program.saved_last)
            wish = self._program.wish or self._program.world.names.get(name)
            typed = self._people.asked_of_sinch(self._program.project, wish) or "none"
            program = self._program
            resumed = program.argv[1] if program.argv[0] == "resume" else program.saved_last
            program.world.merged.add((program.machine.name, resumed))  # as with --into
        elif question.startswith("Business name"):
            typed = self._people.business(self._company)
        else:
            typed = default or ("" if optional else "plan")
        if validate is not None and validate(typed):
            self._leave()
        self._say(question, typed)
        return typed

    def select(
        self, question: str, options: Sequence[Any], *, default: Any = None, keys: Any = None,
        **_: Any,
    ) -> Any:  # fmt: skip
        self._next(question, keys)
        able = self._not_others([one for one in options if not one.disabled])
        chosen = able[0] if self._tape.chance(150) or len(able) == 1 else self._tape.pick(able)
        if default in [one.value for one in able] and self._tape.chance(100):
            chosen = next(one for one in able if one.value == default)
        self._say(question, chosen.label)
        if chosen.value == _RISK:
            self._program.risks += 1
            self._let_go()
        if chosen.value == "number" and question.startswith("What would you like"):
            self._give_up()
        return chosen.value

    def _give_up(self) -> None:
        """Give up the number that may be reserved for another one, with the user's agreement."""
        wish = self._let_go()
        if wish is not None:
            wish.granted += 1

    def _let_go(self) -> Wish | None:
        """Abandon what may have been reserved: what is asked for later does not repeat it."""
        program = self._program
        wish = program.wish or program.world.names.get((program.machine.name, program.saved_last))
        for send in program.world.sends if wish is not None else ():
            send.let_go = send.let_go or send.wish is wish
        return wish

    def _not_others(self, options: list[Any]) -> list[Any]:
        """Return the options except another company's, or only the own one if there is one."""
        own = [one for one in options if self._people.business(self._company) in str(one.label)]
        others = [one for one in COMPANIES if one != self._company]
        return own or [one for one in options if not any(o in str(one.label) for o in others)]

    def mark(
        self, question: str, options: Sequence[Any], *, minimum: int = 0, or_pointed: bool = False,
        keys: Any = None, **_: Any,
    ) -> list[Any]:  # fmt: skip
        self._next(question, keys)
        able = [one for one in options if not one.disabled]
        chosen = [one for one in able if one.marked]
        count = minimum or int(or_pointed)
        if or_pointed and (self.several or self._tape.chance(160)):
            count += 1
        start = 0 if self.several else self._tape.draw(4)
        chosen += [one for one in able[start:] if one not in chosen][: max(0, count - len(chosen))]
        if len(chosen) < max(minimum, int(or_pointed)):
            chosen = able[:count]
        self._say(question, ", ".join(str(one.label) for one in chosen))
        return [one.value for one in chosen]

    def confirm(self, question: str, *, default: bool | None = None, **_: Any) -> bool:
        self._next(question, None)
        answer = True if default is None else default
        self._say(question, str(answer))
        return answer

    def path(self, question: str, *, keys: Any = None, **_: Any) -> str:
        self._next(question, keys)
        return str(self._program.machine.home / "letter.pdf")

    def edit(self, question: str, text: str = "", *, keys: Any = None, **_: Any) -> str:
        self._next(question, keys)
        return text or "text"

    def secret(self, question: str, *, flag: str = "") -> str:
        self._leave()

    @property
    def _tape(self) -> Any:
        return self._people.tape

    def _next(self, question: str, keys: Any) -> None:
        """Exit or go back instead of answering."""
        self._asked += 1
        self._program.pause(2.0)
        leaves = bool(self.leaves_at) and question.startswith(self.leaves_at)
        if leaves or self._asked > PATIENCE or self._tape.chance(4):
            self._say(question, "Ctrl-C")
            self._leave()
        if keys is not None and keys.back and self._tape.chance(5):
            from .adapter import go_back

            self._say(question, "Esc")
            go_back()

    def _leave(self) -> Any:
        from .adapter import leave

        leave()

    def _say(self, question: str, answer: str) -> None:
        self._program.world.tell(f"  [{self._program.machine.name}] {question} {answer}")
