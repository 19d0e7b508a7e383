"""What was given for the last orders, to be offered first: the country, SMS and voice, a folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from sinch_order_cli.errors import SinchOrderError
from sinch_order_cli.wizard.context import WizardContext
from sinch_order_cli.workflow.model import Order

_LOOKED_AT = 20
"""So many order files are read, those that were changed last; there may be thousands."""

VOICE_IDS = {"RTC": "appId", "EST": "trunkId", "FAX": "serviceId"}
"""What names the app, trunk or service in a voice configuration, by its type."""


def last_orders(wizard: WizardContext) -> list[Order]:
    """The project's orders that were reserved last, the newest first."""
    dated: list[tuple[float, str]] = []
    with suppress(OSError), os.scandir(wizard.store.directory) as entries:
        for entry in entries:
            if entry.name.endswith(".json") and not entry.name.startswith("."):
                with suppress(OSError):
                    dated.append((entry.stat().st_mtime, entry.name.removesuffix(".json")))
    found = []
    for _, name in sorted(dated, reverse=True)[:_LOOKED_AT]:
        with suppress(SinchOrderError):  # one that can't be read is told of where it is listed
            found.append(wizard.store.load(name))
    of_project = [one for one in found if one.project_id == wizard.project_id and one.server]
    return sorted(of_project, key=lambda one: one.created_at, reverse=True)


def last_country(wizard: WizardContext) -> str:
    """The country of the last order; "" where there is none."""
    return next((order.region_code for order in last_orders(wizard)), "")


def last_configuration(wizard: WizardContext, order: Order) -> tuple[str, dict[str, Any]]:
    """The name of the last order that does anything, and its answers about SMS and voice.

    Those for the same customer go before others.

    Returns:
        "" and nothing where there is no such order.
    """
    others = [one for one in last_orders(wizard) if one.name != order.name]
    others.sort(key=lambda one: one.customer != order.customer)
    for one in others:
        known = configuration_of(one)
        if known.get("use") and one.request.keys() & {"smsConfiguration", "voiceConfiguration"}:
            return one.name, known
    return "", {}


def configuration_of(order: Order) -> dict[str, Any]:
    """The answers about SMS, voice and the callback, by their names in `Order.choices`.

    Of an order that was not made by the wizard they are read off its request.
    """
    if "use" in order.choices:
        names = ("use", "plan", "campaign", "voice", "voiceId", "callback")
        return {name: order.choices[name] for name in names if name in order.choices}
    sms: Mapping[str, Any] = order.request.get("smsConfiguration") or {}
    voice: Mapping[str, Any] = order.request.get("voiceConfiguration") or {}
    if not sms and not voice:
        return {}
    known = {"use": " ".join([*(["SMS"] * bool(sms)), *(["VOICE"] * bool(voice))])}
    if sms:
        known |= {"plan": sms.get("servicePlanId", ""), "campaign": sms.get("campaignId", "")}
    if voice:
        key = VOICE_IDS.get(str(voice.get("type")), "")
        known |= {"voice": voice.get("type", ""), "voiceId": voice.get(key, "")}
    return {**known, "callback": order.request.get("callbackUrl", "")}


def last_folder(wizard: WizardContext, order: Order) -> str:
    """The folder of the document that was uploaded last, of this order or an earlier one; "" where
    none is known or it is gone."""
    for one in [order, *last_orders(wizard)]:
        for attachment in sorted(one.attachments.values(), key=lambda a: a.sent_at, reverse=True):
            path = attachment.path or next((page.path for page in attachment.pages), "")
            if path and (folder := Path(path).parent).is_dir():
                return str(folder)
    return ""
