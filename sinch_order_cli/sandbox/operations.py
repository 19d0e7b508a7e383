"""The operations of the contract, each a function from a call to a response.

`callbackUrl` is only stored: the sandbox never sends events. BLOCKED accepts a registration,
attachments and another submit; this is inferred, as the contract doesn't say.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from sinch_order_cli.sandbox import bodies, forms, inventory, magic, queries
from sinch_order_cli.sandbox.active import get_active_number, list_active_numbers
from sinch_order_cli.sandbox.answers import check, field_name
from sinch_order_cli.sandbox.auth import callback_secret
from sinch_order_cli.sandbox.call import Call, Json
from sinch_order_cli.sandbox.database import NumberTaken
from sinch_order_cli.sandbox.inventory import Criteria, Number, Stock
from sinch_order_cli.sandbox.orders import Order, Upload, new_id
from sinch_order_cli.sandbox.uploads import read_upload
from sinch_order_cli.sandbox.wire import ApiError, invalid_argument, not_found, timestamp


def list_available_regions(call: Call) -> Json:
    """Return the regions that have numbers, with their types."""
    asked = queries.region_types(call.request.args)
    regions: dict[str, Json] = {}
    for stock in inventory.STOCKS:
        if stock.number_type in asked:
            new = {"regionCode": stock.region_code, "regionName": stock.region_name, "types": []}
            regions.setdefault(stock.region_code, new)["types"].append(stock.number_type)
    return {"availableRegions": list(regions.values())}


def lookup_number_requirements(call: Call) -> Json:
    """Step 1."""
    body = bodies.valid_body(call.request, "LookupNumberRequirementsRequest")
    found = forms.requirements(body["regionCode"], body["numberType"])
    if found is None:
        name = f"{body['regionCode']}/{body['numberType']}"
        raise not_found("NumberRequirements", name, "Number requirements not found")
    return forms.with_base(found, call.base_url)


def search_available_numbers(call: Call) -> Json:
    """Step 2. An empty search omits the key, as the contract allows."""
    region_code, number_type, criteria, size = queries.search_query(call.request.args)
    stock = inventory.stock_of(region_code, number_type)
    found = _free_numbers(call, stock, criteria)[:size] if stock else []
    return {"availableNumbers": [n.available_number() for n in found]} if found else {}


def get_available_number(call: Call) -> Json:
    """Return one number; 404 if it is reserved."""
    phone_number = call.path["phoneNumber"]
    number = inventory.find(phone_number)
    if number is None or phone_number in call.transaction.held_numbers():
        raise _gone(phone_number)
    return number.available_number()


def create_number_order(call: Call) -> Json:
    """Step 3."""
    body = bodies.valid_body(call.request, "CreateNumberOrderRequest")
    stock = inventory.stock_of(body["regionCode"], body["numberType"])
    if stock is None:
        name = f"{body['regionCode']}/{body['numberType']}"
        raise not_found("AvailableNumber", name, "There are no numbers of this region and type")
    numbers = _chosen_numbers(call, body, stock)
    first = numbers[0].phone_number
    order = Order(
        id=new_id(call.now),
        project_id=call.path["projectId"],
        region_code=stock.region_code,
        number_type=stock.number_type,
        phone_numbers=tuple(number.phone_number for number in numbers),
        sms_configuration=body.get("smsConfiguration"),
        voice_configuration=body.get("voiceConfiguration"),
        callback_url=body.get("callbackUrl"),
        create_time=call.now,
        update_time=call.now,
        expire_time=magic.expire_time(first, call.now + stock.reservation, call.now),
    )
    try:
        call.transaction.save(order)
    except NumberTaken:
        raise _gone(first) from None
    return number_order(order)


def get_number_order(call: Call) -> Json:
    """Return the order and its numbers."""
    return number_order(call.order())


def update_registration(call: Call) -> Json:
    """Step 4. Replaces the whole registration if it is valid."""
    order = call.open_order()
    details = bodies.valid_body(call.request, "UpdateRegistrationRequest")["requestDetails"]
    violations = check(forms.fields(order.region_code, order.number_type), details["data"])
    if violations:
        raise invalid_argument(
            "The registration is not valid",
            [(field_name(v.place, call.violation_style), v.description) for v in violations],
        )
    order = replace(order, request_details=details, update_time=call.now)
    order = order.logged("Registration received.", call.now)
    call.transaction.save(order)
    return registration(order, call.now)


def get_registration(call: Call) -> Json:
    """Return the registration, its attachments and the reviewers' messages."""
    return registration(call.order(), call.now)


def upload_attachment(call: Call) -> None:
    """Step 5. The response has no body, as the contract allows."""
    order = call.open_order()
    attachment_id = call.path["attachmentId"]
    for asked in forms.attachments(order.region_code, order.number_type):
        if asked["id"] == attachment_id:
            upload = read_upload(call.request, asked, call.now)
            upload = replace(upload, check_time=call.check_time)
            call.transaction.save(order.with_upload(upload))
            return
    raise not_found("Attachment", attachment_id, "This order has no such attachment")


def submit_number_order(call: Call) -> Json:
    """Step 6."""
    order = call.open_order()
    problems = []
    if forms.fields(order.region_code, order.number_type) and order.request_details is None:
        problems.append(("registration", "is required"))
    for asked in forms.attachments(order.region_code, order.number_type):
        upload = order.upload(asked["id"])
        if asked["mandatory"] and upload is None:
            problems.append((f"attachments.{asked['id']}", f"{asked['title']} is required"))
        if upload and upload.status(call.now) == "FAILED":
            what = f"{upload.file_name} can't be read; upload it again"
            problems.append((f"attachments.{asked['id']}", what))
    if problems:
        raise invalid_argument("The order is not complete", problems)
    order = order.submitted(call.now, call.review)
    call.transaction.save(order)
    return number_order(order)


def get_callback_configuration(call: Call) -> Json:
    """Return the secret that signs the project's events."""
    project_id = call.path["projectId"]
    return {"projectId": project_id, "hmacSecret": callback_secret(project_id)}


def number_order(order: Order) -> Json:
    """Return the contract's `NumberOrder`."""
    body: Json = {
        "projectId": order.project_id,
        "idNumberOrder": order.id,
        "regionCode": order.region_code,
        "numberType": order.number_type,
        "state": order.state,
        "orderNumbers": [_order_number(phone_number) for phone_number in order.phone_numbers],
        "expireTime": timestamp(order.expire_time) if order.expire_time else None,
        "createTime": timestamp(order.create_time),
        "updateTime": timestamp(order.update_time),
    }
    if order.sms_configuration:
        body["smsConfiguration"] = order.sms_configuration
    if order.voice_configuration:
        body["voiceConfiguration"] = order.voice_configuration
    return body


def registration(order: Order, now: datetime) -> Json:
    """Return the contract's `Registration`, without `requestDetails` until it was sent."""
    body: Json = {
        "attachments": [_attachment(upload, now) for upload in order.uploads],
        "logs": [
            {"message": log.message, "createTime": timestamp(log.create_time)} for log in order.logs
        ],
    }
    if order.request_details is not None:
        body["requestDetails"] = order.request_details
    return body


OPERATIONS: dict[str, Callable[[Call], Json | None]] = {
    "listAvailableRegions": list_available_regions,
    "lookupNumberRequirements": lookup_number_requirements,
    "searchAvailableNumbers": search_available_numbers,
    "getAvailableNumber": get_available_number,
    "createNumberOrder": create_number_order,
    "getNumberOrder": get_number_order,
    "updateNumberOrderRegistration": update_registration,
    "getNumberOrderRegistration": get_registration,
    "uploadNumberOrderAttachment": upload_attachment,
    "submitNumberOrder": submit_number_order,
    "listActiveNumbers": list_active_numbers,
    "getActiveNumber": get_active_number,
    "getCallbackConfiguration": get_callback_configuration,
}


def _chosen_numbers(call: Call, body: Json, stock: Stock) -> list[Number]:
    """Return the numbers for an order, all available."""
    if "numberOrderOption" in body:
        phone_number = body["numberOrderOption"]["phoneNumbers"][0]
        number = inventory.find(phone_number)
        numbers = [number] if number and number.stock == stock else []
        wanted = phone_number
    else:
        option = body["quantityOrderOption"]
        quantity = int(option["requestedQuantity"])  # 2.0 is an integer in JSON, too
        free = _free_numbers(call, stock, bodies.criteria(option))
        if option.get("sequential"):
            numbers = inventory.run_of(free, quantity)
        else:  # who chooses the numbers chooses none that is gone
            numbers = [one for one in free if not magic.is_gone(one.phone_number)][:quantity]
        if len(numbers) < quantity:
            raise not_found("AvailableNumber", str(quantity), "Not enough numbers are available")
        wanted = numbers[0].phone_number
    if not numbers or magic.is_gone(wanted):
        raise _gone(wanted)
    return numbers


def _free_numbers(call: Call, stock: Stock, criteria: Criteria) -> list[Number]:
    held = call.transaction.held_numbers()
    numbers = (n for n in inventory.numbers_of(stock) if n.phone_number not in held)
    return [number for number in numbers if criteria.fits(number)]


def _gone(phone_number: str) -> ApiError:
    return not_found("AvailableNumber", phone_number, "The number is not available")


def _order_number(phone_number: str) -> Json:
    number = inventory.known(phone_number)
    return {
        "phoneNumber": phone_number,
        "numberPrice": number.price(),
        "capabilities": number.capabilities,
    }


def _attachment(upload: Upload, now: datetime) -> Json:
    body = {
        "attachmentId": upload.attachment_id,
        "fileName": upload.file_name,
        "mimeType": upload.mime_type,
        "uploadStatus": upload.status(now),
        "createTime": timestamp(upload.create_time),
        "updateTime": timestamp(upload.update_time),
    }
    return body | {"documentType": upload.document_type} if upload.document_type else body
