"""Values of recent orders, offered as defaults: the country, SMS and voice, a folder."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sinch_order_cli.errors import SinchOrderError
from sinch_order_cli.wizard.context import WizardContext
from sinch_order_cli.workflow.model import Order

_LOOKED_AT = 20
"""Maximum number of order files read, most recently changed first; there may be thousands."""

VOICE_IDS = {"RTC": "appId", "EST": "trunkId", "FAX": "serviceId"}
"""The member of a voice configuration with the ID of the app, trunk or service, by type."""


def last_orders(wizard: WizardContext, project_id: str = "") -> list[Order]:
    """Return a project's most recently reserved orders, newest first; of the current project for
    ""."""
    dated: list[tuple[float, str]] = []
    with suppress(OSError), os.scandir(wizard.store.directory) as entries:
        for entry in entries:
            if entry.name.endswith(".json") and not entry.name.startswith("."):
                with suppress(OSError):
                    dated.append((entry.stat().st_mtime, entry.name.removesuffix(".json")))
    found = []
    for _, name in sorted(dated, reverse=True)[:_LOOKED_AT]:
        with suppress(SinchOrderError):  # the list of orders reports files that can't be read
            found.append(wizard.store.load(name))
    project_id = project_id or wizard.project_id
    of_project = [one for one in found if one.project_id == project_id and one.server]
    return sorted(of_project, key=lambda one: one.created_at, reverse=True)


def last_country(wizard: WizardContext) -> str:
    """Return the country of the last order, or ""."""
    return next((order.region_code for order in last_orders(wizard)), "")


def last_configuration(wizard: WizardContext, order: Order) -> tuple[str, dict[str, Any]]:
    """Return the name of the last order with a use, and its answers about SMS and voice.

    Orders for the same customer have priority.

    Returns:
        "" and {} if there is no such order.
    """
    others = [one for one in last_orders(wizard, order.project_id) if one.name != order.name]
    others.sort(key=lambda one: one.customer != order.customer)
    for one in others:
        known = configuration_of(one)
        if known.get("use") and one.request.keys() & {"smsConfiguration", "voiceConfiguration"}:
            return one.name, known
    return "", {}


def configuration_of(order: Order) -> dict[str, Any]:
    """Return the answers about SMS, voice and the callback, by their names in `Order.choices`.

    For an order not created by the wizard, they are read from its request.
    """
    if "use" in order.choices:
        names = ("use", "plan", "campaign", "voice", "voiceId", "callback")
        return {name: order.choices[name] for name in names if name in order.choices}
    sms, voice = order.requested.sms_configuration, order.requested.voice_configuration
    use = ["SMS"] * bool(sms.service_plan_id) + ["VOICE"] * bool(voice.type)
    if not use:
        return {}
    known = {"use": " ".join(use)}
    if sms.service_plan_id:
        known |= {"plan": sms.service_plan_id, "campaign": sms.campaign_id}
    if voice.type:
        known |= {"voice": voice.type, "voiceId": voice.given_id}
    return {**known, "callback": order.requested.callback_url}


def last_folder(wizard: WizardContext, order: Order) -> str:
    """Return the folder of the last uploaded document, of this or an earlier order; "" if there is
    none or it no longer exists."""
    for one in [order, *last_orders(wizard, order.project_id)]:
        for attachment in sorted(one.attachments.values(), key=lambda a: a.sent_at, reverse=True):
            path = attachment.path or next((page.path for page in attachment.pages), "")
            if path and (folder := Path(path).parent).is_dir():
                return str(folder)
    return ""
