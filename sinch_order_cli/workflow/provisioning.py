"""The provisioning of a completed order's numbers.

The numbers of a COMPLETED order are in the account; SMS and voice are provisioned afterwards and
can fail (FACTS.md, "After COMPLETED").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinch_order_cli.api.order_models import OrderRequest, read_kept
from sinch_order_cli.errors import NotFoundError, UnreachableError
from sinch_order_cli.workflow.model import Order, Provisioned
from sinch_order_cli.workflow.states import SETUP_WAITING

if TYPE_CHECKING:
    from sinch_order_cli.api.active_numbers import ActiveNumber
    from sinch_order_cli.workflow.context import Context

_ERRORS = {
    "INTERNAL_ERROR": "the platform failed. Contact Sinch if the error continues",
    "SMS_PROVISIONING_FAILED": "SMS could not be set up. Check the service plan",
    "CAMPAIGN_PROVISIONING_FAILED": "the campaign could not be linked. Contact Sinch",
    "CAMPAIGN_NOT_AVAILABLE": "the campaign does not exist or is not active. Check its ID",
    "EXCEEDED_10DLC_LIMIT": "the campaign has reached its limit of numbers. Use another campaign",
    "NUMBER_PROVISIONING_FAILED": "the number could not be set up. Contact Sinch",
    "PARTNER_SERVICE_UNAVAILABLE": "a partner's service is not available. Sinch retries later",
    "CAMPAIGN_PENDING_ACCEPTANCE": "the campaign is not accepted yet. Wait until it is",
    "MNO_SHARING_ERROR": "an operator did not accept the campaign. Contact Sinch",
    "CAMPAIGN_EXPIRED": "the campaign has expired. Renew it or use another campaign",
    "CAMPAIGN_MNO_REJECTED": "an operator rejected the campaign. Correct the campaign",
    "CAMPAIGN_MNO_SUSPENDED": "an operator suspended the campaign. Contact Sinch",
    "CAMPAIGN_MNO_REVIEW": "an operator reviews the campaign. Wait for its decision",
    "INSUFFICIENT_BALANCE": "the account has too little balance. Top it up",
    "MOCK_CAMPAIGN_NOT_ALLOWED": "a test campaign can't be used. Use a real campaign",
    "TFN_NOT_ALLOWED": "toll-free numbers can't be linked to this campaign",
    "INVALID_NNID": "the campaign's network ID is invalid. Contact Sinch",
}


def look_at_numbers(context: Context, order: Order) -> None:
    """Fetch each number of a completed order, and store its provisioning.

    Raises:
        UnreachableError, AuthError: the server can't be asked.
    """
    found = []
    for number in order.phone_numbers:
        try:
            active = context.api.get_active_number(number)
            if active.phone_number != number:
                raise UnreachableError(
                    f"the server answered with another number than {number}",
                    reason=f"it sent {active.phone_number or 'none'}, and nothing was saved",
                    hint="Run the command again.",
                )
            found.append(_provisioned(order, active))
        except NotFoundError:
            found.append(Provisioned(phone_number=number, in_account=False))
    order.provisioned = tuple(found)
    order.provisioned_at = context.now()


def _provisioned(order: Order, active: ActiveNumber) -> Provisioned:
    sms, voice = active.sms_configuration, active.voice_configuration
    wanted = read_kept(OrderRequest, {**order.request, **(order.server or {})})
    price = active.raw.get("money")
    return Provisioned(
        phone_number=active.phone_number,
        in_account=True,
        sms=sms.status or (SETUP_WAITING if wanted.sms_configuration.service_plan_id else ""),
        sms_error_codes=sms.scheduled_provisioning.error_codes,
        voice=voice.status or (SETUP_WAITING if wanted.voice_configuration.type else ""),
        next_charge_date=active.next_charge_date,
        monthly_price=price if isinstance(price, dict) else None,
    )


def usable(order: Order) -> bool | None:
    """Return True if all numbers of an order are usable; None if unknown."""
    if not order.status.completed:
        return False if order.server is not None else None
    if not order.provisioned:
        return None
    return all(one.is_ready for one in order.provisioned)


def failed(order: Order) -> list[Provisioned]:
    """Return the numbers of an order for which SMS or voice provisioning failed."""
    return [one for one in order.provisioned if one.has_failed]


def error_words(code: str) -> str:
    """Describe an error code of SMS provisioning and the remedy; an unknown code is returned."""
    return f"{code}: {_ERRORS[code]}" if code in _ERRORS else code


def setup_words(order: Order) -> str:
    """Describe the last known provisioning of a completed order; "" if unknown."""
    if not order.status.completed or not order.provisioned:
        return ""
    if failed(order):
        return "setup failed"
    return "ready" if usable(order) else "being set up"
