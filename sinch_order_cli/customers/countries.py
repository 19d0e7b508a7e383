"""Recognise countries by code, name or nationality."""

from __future__ import annotations

from functools import cache

from sinch_order_cli.api.countries import country_names
from sinch_order_cli.customers.words import bare

_ALIASES = {
    "uk": "GB", "greatbritain": "GB", "england": "GB", "usa": "US", "unitedstatesofamerica": "US",
    "czechrepublic": "CZ", "holland": "NL", "thenetherlands": "NL", "deutschland": "DE",
    "osterreich": "AT", "oesterreich": "AT", "schweiz": "CH", "suisse": "CH", "svizzera": "CH",
    "espana": "ES", "italia": "IT", "brasil": "BR", "polska": "PL", "sverige": "SE",
    "danmark": "DK", "nederland": "NL", "ceskarepublika": "CZ", "cesko": "CZ", "belgie": "BE",
    "belgique": "BE", "hongkongsar": "HK", "southkorea": "KR", "turkey": "TR", "russianfederation":
    "RU", "vietnam": "VN", "norge": "NO", "suomi": "FI", "eire": "IE",
}  # fmt: skip

_ALPHA_3 = {
    "AUS": "AU", "AUT": "AT", "BEL": "BE", "BRA": "BR", "CAN": "CA", "CHE": "CH", "CHN": "CN",
    "CZE": "CZ", "DEU": "DE", "DNK": "DK", "ESP": "ES", "EST": "EE", "FIN": "FI", "FRA": "FR",
    "GBR": "GB", "GRC": "GR", "HKG": "HK", "HUN": "HU", "IND": "IN", "IRL": "IE", "ISR": "IL",
    "ITA": "IT", "JPN": "JP", "LTU": "LT", "LUX": "LU", "LVA": "LV", "MEX": "MX", "NLD": "NL",
    "NOR": "NO", "NZL": "NZ", "POL": "PL", "PRT": "PT", "ROU": "RO", "SGP": "SG", "SVK": "SK",
    "SVN": "SI", "SWE": "SE", "TUR": "TR", "USA": "US", "ZAF": "ZA",
}  # fmt: skip

_DEMONYMS = {
    "australian": "AU", "austrian": "AT", "belgian": "BE", "brazilian": "BR", "british": "GB",
    "canadian": "CA", "chinese": "CN", "czech": "CZ", "danish": "DK", "dutch": "NL",
    "finnish": "FI", "french": "FR", "german": "DE", "greek": "GR", "indian": "IN", "irish": "IE",
    "italian": "IT", "japanese": "JP", "norwegian": "NO", "polish": "PL", "portuguese": "PT",
    "singaporean": "SG", "southafrican": "ZA", "spanish": "ES", "swedish": "SE", "swiss": "CH",
    "american": "US", "deutsch": "DE", "osterreichisch": "AT", "schweizerisch": "CH",
    "francaise": "FR", "italiana": "IT", "espanola": "ES", "brasileira": "BR", "polskie": "PL",
}  # fmt: skip


@cache
def _codes() -> dict[str, str]:
    return {bare(name): code for code, name in country_names().items()} | _ALIASES


def country_code(text: str) -> str:
    """Return the ISO 3166 code for a two- or three-letter code, a name or a nationality, or ""."""
    upper = text.strip().upper()
    if upper in country_names():
        return upper
    key = bare(text)
    return _ALPHA_3.get(upper, "") or _codes().get(key, "") or _DEMONYMS.get(key, "")


def other_names(code: str) -> list[str]:
    """Return other names and codes of a country, without spaces: "uk" for GB."""
    return [*(name for name, known in _ALIASES.items() if known == code), alpha_3(code)]


def alpha_3(code: str) -> str:
    """Return the three-letter code, or "" if it is unknown."""
    return next((three for three, two in _ALPHA_3.items() if two == code), "")
