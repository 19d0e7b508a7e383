"""Identity numbers of a customer are sent where a form wants them, and shown nowhere in full."""

from __future__ import annotations

from pathlib import Path

import pytest

from .shell import Shell

pytestmark = pytest.mark.timeout(120)

CPF = "39053344705"
FACTS = {
    "company.kind": "person",
    "people.0.role": "contact",
    "people.0.firstName": "Ana",
    "people.0.lastName": "Silva",
    "people.0.idType": "CPF",
    "people.0.idNumber": CPF,
    "addresses.0.role": "home",
    "addresses.0.city": "São Paulo",
    "addresses.0.country": "BR",
}
CREATE = ("create", "BR", "LOCAL", "--number", "+551140028912", "--rtc-app", "app", "--yes")


@pytest.mark.parametrize("facts", ["people.0.idNumber", "people.0.idNumber+people.0.idType"])
def test_an_identity_number_is_not_shown_by_any_command(tmp_path: Path, facts: str) -> None:
    """Also where it is put together with another fact, or has changed."""
    shell = Shell(tmp_path)
    shell.ok("customer", "add", "ana", "--facts", shell.file("facts.json", FACTS))
    shell.ok("customer", "match", "ana", "BR", "LOCAL", "--use", f"notes={facts}")
    shell.ok("customer", "match", "ana", "BR", "LOCAL", "--use", "cpf=people.0.idNumber")
    customer = ("--customer", "ana", "--accept-proposals")
    said = [
        shell.run("customer", "list"),
        shell.run("customer", "show", "ana"),
        shell.run("customer", "show", "ana", "--json"),
        shell.run("customer", "match", "ana", "BR", "LOCAL"),
        shell.run("requirements", "BR", "LOCAL", "--customer", "ana"),
        shell.run("plan", "BR/LOCAL", "--customer", "ana"),
        shell.run("check", "--region", "BR", "--type", "LOCAL", *customer),
        shell.run(*CREATE, *customer, "--verbose"),
        shell.run("register", "br-local-912", "--verbose"),
        shell.run("status", "br-local-912", "--json"),
    ]
    assert [one.code for one in said] == [0] * len(said), [one.err for one in said if one.code]
    assert shell.order("br-local-912")["answers"]["cpf"] == CPF
    assert CPF in shell.order("br-local-912")["answers"]["notes"]
    new = {**FACTS, "people.0.idNumber": "11144477735"}
    shell.ok("customer", "set", "ana", "--facts", shell.file("facts.json", new))
    said.append(shell.run("check", "br-local-912", "--json"))
    [changed] = [one for one in said[-1].json["warnings"] if "CPF" in one]
    assert "CPF is …05 in this order and would be …35 now" in changed and "--answers" in changed
    assert [one.out + one.err for one in said if CPF in one.out + one.err] == []
    assert "11144477735" not in said[-1].out + said[-1].err
