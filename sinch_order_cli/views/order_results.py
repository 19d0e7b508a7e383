"""Orders and their documents for `--json` and `--format`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sinch_order_cli import __version__
from sinch_order_cli.kyc import read_form
from sinch_order_cli.kyc.model import RequiredAttachment
from sinch_order_cli.results import order_shapes
from sinch_order_cli.workflow.differences import differences
from sinch_order_cli.workflow.model import Order, Provisioned, seconds_left
from sinch_order_cli.workflow.order_json import listed
from sinch_order_cli.workflow.provisioning import usable


def listed_result(order: Order) -> order_shapes.ListedOrder:
    """Return an order in its last known state."""
    found = listed(order)
    found.differences = [
        order_shapes.Difference(what=one.what, asked=one.asked, reserved=one.reserved)
        for one in differences(order)
    ]
    return found


def listed_json(order: Order) -> bytes:
    """Return an order in its last known state, as JSON."""
    return msgspec.json.encode(listed_result(order))


LISTED = f"{__version__} {' '.join(order_shapes.ListedOrder.__struct_fields__)}"
"""Identifies the version of `listed_json`, so that the index discards entries of others."""


def order_result(
    order: Order, now: float, proposals: list[order_shapes.Proposal] | None = None
) -> order_shapes.Order:
    """Return an order with all data from the server.

    Args:
        proposals: likely values from its customer; None if not determined.
    """
    server, raw = order.at_server, order.server or {}
    form = read_form(order.lookup.raw if order.lookup else None)
    left = seconds_left(order, now)
    return order_shapes.Order(
        **msgspec.structs.asdict(listed_result(order)),
        project_id=order.project_id or None,
        create_time=server.create_time or None,
        update_time=server.update_time or None,
        seconds_left=None if left is None else max(0, int(left)),
        order_numbers=raw.get("orderNumbers") or [],
        sms_configuration=raw.get("smsConfiguration"),
        voice_configuration=raw.get("voiceConfiguration"),
        attachments=document_results(order, form.attachments),
        logs=order.logs,  # type: ignore[arg-type]
        numbers=[_number_in_use(one) for one in order.provisioned],
        usable=usable(order),
        proposals=msgspec.UNSET if proposals is None else proposals,
    )


def _number_in_use(one: Provisioned) -> order_shapes.NumberInUse:
    return order_shapes.NumberInUse(
        phone_number=one.phone_number,
        in_account=one.in_account,
        sms=order_shapes.SmsSetup(status=one.sms or None, error_codes=list(one.sms_error_codes)),
        voice=order_shapes.VoiceSetup(status=one.voice or None),
        next_charge_date=one.next_charge_date,
        monthly_price=one.monthly_price,
    )


def document_results(
    order: Order, attachments: Sequence[RequiredAttachment]
) -> list[order_shapes.Document]:
    """Return the documents that an order requires, with the states of their uploads."""
    found = []
    for attachment in attachments:
        sent = order.attachments.get(attachment.id)
        found.append(
            order_shapes.Document(
                attachment_id=attachment.id,
                title=attachment.title,
                mandatory=attachment.mandatory,
                allowed_mime_types=list(attachment.allowed_mime_types),
                allowed_document_types=list(attachment.allowed_document_types),
                templates=[template.name for template in attachment.templates],
                file_name=sent.file_name if sent else None,
                document_type=sent.document_type or None if sent else None,
                upload_status=sent.upload_status if sent else None,
            )
        )
    return found
