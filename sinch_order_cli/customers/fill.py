"""Fill a form with a customer's facts: certain answers, proposals, and fields left open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from msgspec import Struct, structs

from sinch_order_cli.customers import facts, learn
from sinch_order_cli.customers.convert import Passes, converted, joined
from sinch_order_cli.customers.documents import identity_of
from sinch_order_cli.customers.find import Found, found_in
from sinch_order_cli.customers.matching import meanings
from sinch_order_cli.customers.meaning import Confidence
from sinch_order_cli.customers.model import Customer, Lesson
from sinch_order_cli.kyc import MISSING, Field, Form, Section, get, put
from sinch_order_cli.kyc.answers.rows import is_left_out

_ROUNDS = 5
"""Maximum rounds, as a filled answer may add questions."""

_ELSEWHERE = "the address is elsewhere: its postal code doesn't pass the form's check"

Facts = str | tuple[str, ...] | None


class Match(Struct, frozen=True, kw_only=True):
    """One field of a form and the fact for it.

    `value` has the format that the field accepts, or is None if there is none. `from_` describes
    its source. `facts` has several entries if they are combined.
    """

    path: str
    title: str
    fact: Facts
    value: Any = None
    confidence: Confidence = "open"
    reason: str = ""
    taught: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the field for `customer match --json`."""
        return {
            "path": self.path,
            "title": self.title,
            "fact": list(self.fact) if isinstance(self.fact, tuple) else self.fact,
            "value": self.value,
            "confidence": self.confidence,
            "reason": self.reason,
        }


class Filled(Struct, frozen=True, kw_only=True):
    """The result of filling answers from a customer's facts.

    Attributes:
        data: the answers, with all certain facts added.
        matches: every question, also those answered before.
        sources: the facts of each filled answer, by its path.
    """

    data: Any
    matches: tuple[Match, ...]
    sources: dict[str, Facts]

    @property
    def proposals(self) -> tuple[Match, ...]:
        """The values that the user must confirm."""
        return tuple(one for one in self.matches if one.confidence == "likely")

    @property
    def open(self) -> tuple[Match, ...]:
        """The fields without a matching fact."""
        return tuple(one for one in self.matches if one.confidence in ("open", "never"))


def fill(
    form: Form,
    customer: Customer,
    *,
    region: str,
    type: str,
    data: Any = None,
    lessons: Sequence[Lesson] = (),
    accept_proposals: bool = False,
) -> Filled:
    """Answer the questions that a customer's facts answer with certainty. Existing answers stay.

    Args:
        lessons: lessons for all customers; the customer's own have priority.
        accept_proposals: also use facts that are only likely.
    """
    kept = form.empty() if data is None else data
    answered, sources = kept, dict[str, Facts]()
    meant = meanings(form.sections, region)
    lesson_for = partial(
        learn.lesson_for,
        (*customer.learned, *lessons),
        (region, type),
        titles=learn.titles_of(form),
    )
    matches: tuple[Match, ...] = ()
    for _ in range(_ROUNDS):
        passes_at = form.acceptor(answered)
        matches = tuple(
            _unless_left_out(
                section,
                answered,
                _match(customer, field, meant, passes_at, lesson_for),
            )
            for section in form.questions(answered)
            for field in section.fields
        )
        matches = _without_addresses_elsewhere(customer, matches)
        taken = [m for m in matches if _is_taken(m, accept_proposals, answered, sources)]
        for match in taken:
            answered = put(answered, match.path, match.value)
            sources[match.path] = match.fact
        if not taken:
            break
    return Filled(data=answered, matches=matches, sources=sources)


def _is_taken(match: Match, accept: bool, data: Any, sources: dict[str, Facts]) -> bool:
    wanted = match.confidence == "sure" or (accept and match.confidence == "likely")
    is_open = get(data, match.path, None) is None or get(data, match.path) is MISSING
    return wanted and match.value is not None and is_open and match.path not in sources


def value_of(form: Form, customer: Customer, path: str, fact: str) -> Any:
    """Return a fact's value as the answer of a field, or None if the field doesn't accept it."""
    field = form.field(path)
    if field is None:
        return None
    passes_at = form.acceptor(form.empty())
    passes: Passes = lambda value: passes_at(path, value)  # noqa: E731
    return _value(customer, field, Found(facts=(fact,), needed=(fact,)), passes)


def _match(
    customer: Customer,
    field: Field,
    meant: dict[str, Any],
    passes_at: Any,
    lesson_for: Callable[..., Lesson | None],
) -> Match:
    general = learn.general(field.path, meant)
    meaning = meant.get(general)
    named = Match(path=field.path, title=field.title, fact=None)
    if meaning is not None and meaning.confidence == "never":
        return structs.replace(named, confidence="never", reason=meaning.reason)
    lesson = lesson_for(general, field.title)
    if lesson is not None:
        found = _taught(lesson)
    elif meaning is None or meaning.group == "":
        reason = meaning.reason if meaning else "no fact matches"
        return structs.replace(named, reason=reason)
    else:
        found = found_in(customer, meaning, row=learn.row_of(field.path, general))
        found = _of_the_document_asked(customer, field, found)
    if not found.facts:
        return structs.replace(named, reason=found.reason, taught=lesson is not None)
    passes: Passes = lambda value: passes_at(field.path, value)  # noqa: E731
    match = _valued(customer, field, found, passes)
    return structs.replace(match, taught=lesson is not None)


def _of_the_document_asked(customer: Customer, field: Field, found: Found) -> Found:
    """Return the facts, only as a proposal if they are of another identity document than the field
    names: the number of an identity card is not a passport's."""
    if not found.facts or found.confidence != "sure":
        return found
    person, _, part = found.facts[0].rpartition(".")
    asked = identity_of(field.title) or identity_of(field.name)
    given = str(customer.facts.get(f"{person}.idType") or "")
    if part not in ("idNumber", "idExpires", "idIssuer") or not asked or not given:
        return found
    if identity_of(given) == asked:
        return found
    reason = f"{found.reason}; the customer's is of another document: {given}"
    return structs.replace(found, confidence="likely", reason=reason)


def _unless_left_out(section: Section, data: Any, match: Match) -> Match:
    """Return the match, reduced to a proposal if it would start an optional section, whose required
    fields would then all be needed."""
    if match.confidence != "sure" or not is_left_out(section, data):
        return match
    return structs.replace(
        match, confidence="likely", reason=f"{match.reason}; the section is optional"
    )


def _without_addresses_elsewhere(
    customer: Customer, matches: tuple[Match, ...]
) -> tuple[Match, ...]:
    """Remove proposals for an address whose postal code the form refuses, since that address is
    then not the one it asks for."""
    elsewhere = {
        (one.path.rpartition(".")[0], one.fact.rpartition(".")[0])
        for one in matches
        if isinstance(one.fact, str)
        and one.fact.endswith(".postalCode")
        and one.value is None
        and one.confidence == "open"
        and customer.facts.get(one.fact) is not None
    }

    def is_elsewhere(one: Match) -> bool:
        first = one.fact[0] if isinstance(one.fact, tuple) else one.fact or ""
        return (one.path.rpartition(".")[0], first.rpartition(".")[0]) in elsewhere

    return tuple(
        structs.replace(one, value=None, confidence="open", reason=f"{one.reason}; {_ELSEWHERE}")
        if one.confidence == "likely" and is_elsewhere(one)
        else one
        for one in matches
    )


def _taught(lesson: Lesson) -> Found:
    """Return the fact that the user assigned to a field."""
    if lesson.fact is None:
        return Found(reason="you chose no fact for it")
    chosen = (lesson.fact,) if isinstance(lesson.fact, str) else tuple(lesson.fact)
    used = any(fact.startswith("use.") for fact in chosen)
    reason = "you chose it" + (", but what a number is used for may differ" if used else "")
    return Found(facts=chosen, confidence="likely" if used else "sure", reason=reason)


def _valued(customer: Customer, field: Field, found: Found, passes: Passes) -> Match:
    """Return the match with a value that the field accepts; open if there is none."""
    given = {fact: customer.facts.get(fact) for fact in found.facts}
    named = Match(path=field.path, title=field.title, fact=_shown(found.facts))
    has_all = all(given[fact] is not None for fact in found.needed)
    if not any(value is not None for value in given.values()) or not has_all:
        missing = next((f for f in found.needed if given[f] is None), found.facts[0])
        other = _otherwise(customer, field, found, passes)
        reason = f"{found.reason}; the customer has no {facts.title(missing)}"
        return other or structs.replace(named, reason=reason)
    value = _value(customer, field, found, passes)
    if value is None:
        other = _otherwise(customer, field, found, passes)
        reason = f"{found.reason}; {_title(found.facts)} doesn't pass the form's check"
        return other or structs.replace(named, reason=reason)
    present = tuple(fact for fact in found.facts if given[fact] is not None)
    return structs.replace(
        named,
        fact=_shown(present),
        value=value,
        confidence=found.confidence,
        reason=found.reason,
    )


def _otherwise(customer: Customer, field: Field, found: Found, passes: Passes) -> Match | None:
    """Return the alternative fact, as a proposal at most."""
    if not found.otherwise or customer.facts.get(found.otherwise) is None:
        return None
    other = Found(facts=(found.otherwise,), needed=(found.otherwise,))
    value = _value(customer, field, other, passes)
    if value is None:
        return None
    reason = f"{found.reason}, but only the {facts.title(found.otherwise)} matches"
    return Match(
        path=field.path,
        title=field.title,
        fact=found.otherwise,
        value=value,
        confidence="likely",
        reason=reason,
    )


def _value(customer: Customer, field: Field, found: Found, passes: Passes) -> Any:
    group = found.facts[0].rpartition(".")[0]
    country = _country(customer, group)
    if len(found.facts) == 1:
        part = found.facts[0].rpartition(".")[2] if group != "use" else found.facts[0]
        return converted(field, part, customer.facts[found.facts[0]], country, passes)
    parts = [fact.rpartition(".")[2] for fact in found.facts]
    values = {part: customer.facts.get(f"{group}.{part}") for part in (*parts, "country")}
    text = joined(parts, values)
    return text if text and passes(text) else None


def _country(customer: Customer, group: str) -> str:
    """Return the country of an address, else the customer's."""
    return str(customer.facts.get(f"{group}.country") or customer.country)


def _shown(found: tuple[str, ...]) -> Facts:
    return found[0] if len(found) == 1 else found


def _title(found: tuple[str, ...]) -> str:
    return facts.title(found[0]) if len(found) == 1 else "the text"
