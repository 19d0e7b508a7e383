"""The numbers that a project owns: those of its completed orders, and their provisioning.

A number is active as soon as its order is COMPLETED. SMS and voice are then provisioned over time:
WAITING, IN_PROGRESS, then done or FAILED (see `magic`).
"""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from typing import Literal

from sinch_order_cli.sandbox import inventory, magic, queries
from sinch_order_cli.sandbox.call import Call, Json
from sinch_order_cli.sandbox.orders import Order
from sinch_order_cli.sandbox.wire import not_found, timestamp

WAITING = timedelta(seconds=1)
SET_UP = timedelta(seconds=3)

Status = Literal["WAITING", "IN_PROGRESS", "FAILED"]


def list_active_numbers(call: Call) -> Json:
    """Return a page of the project's numbers of one region and type."""
    query = queries.active_query(call.request.args)
    owned = call.transaction.active_numbers(
        call.path["projectId"], query.region_code, query.number_type
    )
    fitting = [number for number in owned if query.criteria.fits(inventory.known(number))]
    if query.descending:
        fitting.reverse()
    rest = [number for number in fitting if _is_after(number, query)]
    page = rest[: query.size]
    more = len(rest) > len(page)
    return {
        "activeNumbers": [_read(call, phone_number) for phone_number in page],
        "nextPageToken": queries.page_token(page[-1]) if more else "",
        "totalSize": len(fitting),
    }


def get_active_number(call: Call) -> Json:
    """Return one number; 404 if the project does not own it."""
    return _read(call, call.path["phoneNumber"])


def active_number(order: Order, phone_number: str, now: datetime) -> Json:
    """Return the contract's `ActiveNumber` for a completed order."""
    number = inventory.known(phone_number)
    since = order.complete_time or order.update_time
    return {
        "phoneNumber": phone_number,
        "projectId": order.project_id,
        "displayName": "",
        "regionCode": order.region_code,
        "type": order.number_type,
        "capability": number.capabilities,
        "money": number.price()["monthlyPrice"],
        "paymentIntervalMonths": 1,
        "nextChargeDate": timestamp(_next_charge(since, now)),
        "expireAt": None,
        "smsConfiguration": _sms(order, phone_number, since, now),
        "voiceConfiguration": _voice(order, phone_number, since, now),
        "callbackUrl": "",
    }


def _read(call: Call, phone_number: str) -> Json:
    order = call.transaction.completed_order(phone_number)
    if order is None or order.project_id != call.path["projectId"]:
        raise not_found("ActiveNumber", phone_number, "The number is not active")
    return active_number(order, phone_number, call.now)


def _is_after(phone_number: str, query: queries.ActiveQuery) -> bool:
    """Return True if the number is on the requested page or a later one."""
    if not query.after:
        return True
    return phone_number < query.after if query.descending else phone_number > query.after


def _sms(order: Order, phone_number: str, since: datetime, now: datetime) -> Json | None:
    wanted = order.sms_configuration
    if wanted is None:
        return None
    status, changed = _provisioning(phone_number, since, now)
    if status is None:
        return dict(wanted)
    failed = "CAMPAIGN_PROVISIONING_FAILED" if "campaignId" in wanted else "SMS_PROVISIONING_FAILED"
    scheduled = {
        **wanted,
        "status": status,
        "lastUpdatedTime": timestamp(changed),
        "errorCodes": [failed] if status == "FAILED" else [],
    }
    return {"scheduledProvisioning": scheduled}


def _voice(order: Order, phone_number: str, since: datetime, now: datetime) -> Json | None:
    wanted = order.voice_configuration
    if wanted is None:
        return None
    status, changed = _provisioning(phone_number, since, now)
    last = {"lastUpdatedTime": timestamp(changed)}
    if status is None:
        return {**wanted, **last}
    scheduled = {**wanted, "status": status, **last}
    return {"type": wanted["type"], "scheduledVoiceProvisioning": scheduled}


def _provisioning(
    phone_number: str, since: datetime, now: datetime
) -> tuple[Status | None, datetime]:
    """Return the provisioning status of a number, None once it is done, and when it started."""
    if now < since + WAITING:
        return "WAITING", since
    if now < since + SET_UP:
        return "IN_PROGRESS", since + WAITING
    return ("FAILED" if magic.provisioning_fails(phone_number) else None), since + SET_UP


def _next_charge(since: datetime, now: datetime) -> datetime:
    """Return the first monthly anniversary of the purchase after now."""
    months = max(0, (now.year - since.year) * 12 + now.month - since.month)
    due = _months_after(since, months)
    return due if due > now else _months_after(since, months + 1)


def _months_after(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
