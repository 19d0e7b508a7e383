"""Distinguish a region or type without numbers from one without requirements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sinch_order_cli.api.countries import country_in_text
from sinch_order_cli.api.models import AvailableRegion
from sinch_order_cli.customers.countries import country_code
from sinch_order_cli.errors import AuthError, DataError, NotFoundError, Suggestion, UnreachableError
from sinch_order_cli.workflow.create_request import NUMBER_TYPES, is_region_code

if TYPE_CHECKING:
    from sinch_order_cli.api.client import NumbersApi


def orderable(regions: Sequence[AvailableRegion]) -> tuple[AvailableRegion, ...]:
    """Return the regions and types of the server's list that can be ordered.

    Others are no country codes, or types that createNumberOrder doesn't have. A region with only
    such types has () afterwards: its types are unknown.
    """
    return tuple(
        replace(one, types=tuple(kind for kind in one.types if kind in NUMBER_TYPES))
        for one in regions
        if is_region_code(one.region_code)
    )


def need_numbers(api: NumbersApi, region_code: str, number_type: str) -> None:
    """Raise if the server's list shows that the region has no numbers, or none of the type.

    If the list can't be fetched or is empty, nothing is raised, as it proves nothing.

    Raises:
        NotFoundError: the region is not in the list, or not with the type.
    """
    try:
        regions = orderable(api.list_available_regions().available_regions)
    except (AuthError, DataError, NotFoundError, UnreachableError):
        return
    if regions:
        refuse_without_numbers(regions, region_code, number_type)


def refuse_without_numbers(
    regions: Sequence[AvailableRegion], region_code: str, number_type: str = ""
) -> None:
    """Raise if a region has no numbers, or none of a type.

    Raises:
        NotFoundError: it has none; the hint suggests a region or type that does.
    """
    region = next((one for one in regions if one.region_code == region_code), None)
    if region is None:
        meant = country_code(region_code)
        name = country_in_text(region_code)
        raise NotFoundError(
            f"{name} has no numbers",
            reason=f"the country code of {country_in_text(meant)} is {meant}"
            if meant != region_code and meant
            else "",
            hint=Suggestion("regions", say="To see the regions that have numbers"),
            details=[{"flag": "REGION", "given": region_code, "problem": "has no numbers"}],
        )
    if number_type and region.types and number_type not in region.types:
        kind = number_type.lower().replace("_", "-")
        raise NotFoundError(
            f"{region_code} has no {kind} numbers",
            reason=f"it has {', '.join(region.types)}",
            hint=Suggestion("regions", say="To see the regions that have them", type=number_type),
            details=[{"flag": "TYPE", "given": number_type, "problem": f"has no {kind} numbers"}],
        )
