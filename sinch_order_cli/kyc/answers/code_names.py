"""ISO codes of countries and their states, looked up by name."""

from __future__ import annotations

import unicodedata
from functools import cache

from sinch_order_cli.api.countries import country_names

_STATES = {
    "AU": """\
ACT Australian Capital Territory; NSW New South Wales; NT Northern Territory; QLD Queensland; SA
South Australia; TAS Tasmania; VIC Victoria; WA Western Australia""",
    "BR": """\
AC Acre; AL Alagoas; AP Amapá; AM Amazonas; BA Bahia; CE Ceará; DF Distrito Federal; ES Espírito
Santo; GO Goiás; MA Maranhão; MT Mato Grosso; MS Mato Grosso do Sul; MG Minas Gerais; PA Pará; PB
Paraíba; PR Paraná; PE Pernambuco; PI Piauí; RJ Rio de Janeiro; RN Rio Grande do Norte; RS Rio
Grande do Sul; RO Rondônia; RR Roraima; SC Santa Catarina; SP São Paulo; SE Sergipe; TO
Tocantins""",
    "CA": """\
AB Alberta; BC British Columbia; MB Manitoba; NB New Brunswick; NL Newfoundland and Labrador; NS
Nova Scotia; NT Northwest Territories; NU Nunavut; ON Ontario; PE Prince Edward Island; QC Quebec;
SK Saskatchewan; YT Yukon""",
    "US": """\
AL Alabama; AK Alaska; AZ Arizona; AR Arkansas; CA California; CO Colorado; CT Connecticut; DE
Delaware; DC District of Columbia; FL Florida; GA Georgia; HI Hawaii; ID Idaho; IL Illinois; IN
Indiana; IA Iowa; KS Kansas; KY Kentucky; LA Louisiana; ME Maine; MD Maryland; MA Massachusetts; MI
Michigan; MN Minnesota; MS Mississippi; MO Missouri; MT Montana; NE Nebraska; NV Nevada; NH New
Hampshire; NJ New Jersey; NM New Mexico; NY New York; NC North Carolina; ND North Dakota; OH Ohio;
OK Oklahoma; OR Oregon; PA Pennsylvania; PR Puerto Rico; RI Rhode Island; SC South Carolina; SD
South Dakota; TN Tennessee; TX Texas; UT Utah; VT Vermont; VA Virginia; WA Washington; WV West
Virginia; WI Wisconsin; WY Wyoming""",
}
"""ISO 3166-2 states whose names are better known than their codes."""

_SHORTEST = 3


def country_of(name: str) -> str:
    """Return the code of the country with this name, or "" if there is none."""
    return _codes(country_names()).get(folded(name), "")


@cache
def states(region_code: str) -> dict[str, str]:
    """Map the codes of a country's states to their names. Empty for a country not listed here."""
    entries = " ".join(_STATES.get(region_code, "").split()).split("; ")
    return {code: name for code, _, name in (entry.partition(" ") for entry in entries) if name}


def state_of(name: str, region_code: str) -> str:
    """Return the code of the only state whose name starts with this text, or ""."""
    known, wanted = states(region_code), folded(name)
    named = [code for code, whole in known.items() if folded(whole) == wanted]
    if not named and len(wanted) >= _SHORTEST:
        named = [code for code, whole in known.items() if folded(whole).startswith(wanted)]
    return named[0] if len(named) == 1 else ""


def _codes(names: dict[str, str]) -> dict[str, str]:
    return {folded(name): code for code, name in names.items()}


@cache
def folded(text: str) -> str:
    """Return a name without accents, letter case and surrounding white space, for comparison."""
    letters = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
