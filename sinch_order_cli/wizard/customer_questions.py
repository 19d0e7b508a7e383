"""The questions that create a customer in a terminal. Only the name is required."""

from __future__ import annotations

from typing import Any

from sinch_order_cli.customers import facts
from sinch_order_cli.customers.fact_forms import FactError
from sinch_order_cli.prompts.prompter import Option, Prompter

_KINDS = {
    "company": "A company",
    "soleTrader": "A sole trader",
    "person": "A private person",
    "government": "A public body",
    "nonProfit": "A charity or association",
}
_COMPANY = ("name", "legalForm", "registrationNumber", "vatNumber", "website", "email", "phone")
_ADDRESS = ("street", "houseNumber", "line2", "city", "state", "postalCode", "country")
_PERSON = ("firstName", "lastName", "email", "phone")


def ask_facts(prompter: Prompter) -> dict[str, Any]:
    """Ask for the facts that most forms need: the company, its address, the contact person."""
    options = [Option(kind, title) for kind, title in _KINDS.items()]
    kind = prompter.select("Who is the customer?", options, flag="--set company.kind=KIND")
    found: dict[str, Any] = {"company.kind": kind}
    is_person = kind == "person"
    if not is_person:
        found |= _asked(prompter, "company", _COMPANY, first="name")
    address = _asked(prompter, "addresses.0", _ADDRESS)
    if address:
        role = "home" if is_person else "registered"
        found |= {"addresses.0.role": role, **address}
    person = _asked(prompter, "people.0", _PERSON, first="lastName" if is_person else "")
    if person:
        role = "endUser" if is_person else "contact"
        found |= {"people.0.role": role, **person}
        if is_person and address:
            found["people.0.address"] = 0
    return found


def _asked(
    prompter: Prompter, group: str, names: tuple[str, ...], *, first: str = ""
) -> dict[str, Any]:
    """Ask for the facts of one group; only `first` is required."""
    found: dict[str, Any] = {}
    for name in names:
        fact = f"{group}.{name}"
        answer = prompter.text(
            _title(fact),
            flag=f"--set {fact}=VALUE",
            optional=name != first,
            validate=_checker(fact),
        )
        if answer.strip():
            found[fact] = facts.normalised(fact, answer)
    return found


def _title(fact: str) -> str:
    kind = facts.known(fact).title
    words = {"people.0": "Contact person: ", "addresses.0": "Address: "}
    lead = words.get(fact.rpartition(".")[0], "")
    return f"{lead}{kind}" if lead else f"{kind[:1].upper()}{kind[1:]}"


def _checker(fact: str) -> Any:
    def problem(text: str) -> str | None:
        if not text.strip():
            return None
        try:
            facts.normalised(fact, text)
        except FactError as error:
            return f"{error.problem[:1].upper()}{error.problem[1:]}. {error.fix}"
        return None

    return problem
