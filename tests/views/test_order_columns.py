"""A column of `orders` is a row of one table, and in `--json` a member of one shape."""

from __future__ import annotations

import io

import pytest

from sinch_order_cli.console.console import Terminal
from sinch_order_cli.console.spreadsheet import spreadsheet
from sinch_order_cli.results import order_shapes
from sinch_order_cli.results.order_shapes import ListedOrder
from sinch_order_cli.views import order_columns
from sinch_order_cli.views.order_columns import (
    ORDER_COLUMNS,
    OrderColumn,
    csv_columns,
    order_row,
    print_orders,
)
from sinch_order_cli.workflow import order_json
from sinch_order_cli.workflow.attempts import Attempt
from sinch_order_cli.workflow.model import BatchRow, Order

ORDER = Order(
    name="one",
    region_code="AU",
    number_type="MOBILE",
    created_at="2026-01-01T00:00:00Z",
    request={"numberOrderOption": {"phoneNumbers": ["+61411111112"]}},
    attempts=(Attempt(body={}, sent_at="2026-01-01T00:00:01Z"),),
)


def test_the_columns_of_csv_stay_as_scripts_know_them() -> None:
    header, row, _ = spreadsheet(csv_columns(), [order_json.as_json(ORDER)], "csv").split("\n")
    assert header == (
        "name,idNumberOrder,regionCode,numberType,state,step,expireTime,phoneNumbers,mayBeReserved"
    )
    assert row == "one,,AU,MOBILE,,requirements,,+61411111112,true"


def test_an_order_is_listed_with_null_for_what_is_not_known() -> None:
    order = Order(name="two", server={"idNumberOrder": "01k", "state": "CREATED"})
    order.batch = BatchRow(file="numbers.csv", ref="1", problem="p", exit_code=3)
    assert order_json.as_json(ORDER) == {
        "name": "one",
        "idNumberOrder": None,
        "regionCode": "AU",
        "numberType": "MOBILE",
        "state": None,
        "step": "requirements",
        "expireTime": None,
        "phoneNumbers": ["+61411111112"],
        "mayBeReserved": True,
        "attempts": [
            {"sentAt": "2026-01-01T00:00:01Z", "outcome": "unknown", "idNumberOrder": None}
        ],
        "lookAgainAt": None,
        "unknownOutcome": "create",
        "notFoundSince": None,
        "customer": None,
        "batch": None,
    }
    listed = order_json.as_json(order)
    assert (listed["idNumberOrder"], listed["state"], listed["regionCode"]) == (
        "01k",
        "CREATED",
        "",
    )
    assert listed["batch"] == {"file": "numbers.csv", "ref": "1"}


def test_a_row_of_the_table_is_a_column_of_the_list_and_of_csv(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    more = (*ORDER_COLUMNS, OrderColumn(title="Customer", member="customer"))
    monkeypatch.setattr(order_columns, "ORDER_COLUMNS", more)
    out = io.StringIO()
    order = Order(name="one", customer="acme")
    print_orders(Terminal(io.StringIO(), out, io.StringIO(), {}), [order], 0.0)
    assert out.getvalue().endswith("\tacme\n")
    assert order_row(order, 0.0, str)[-1] == "acme"
    assert csv_columns()[-1] == "customer"


def test_a_member_of_the_shape_is_the_orders_attribute_of_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class More(ListedOrder, kw_only=True):
        created_at: str | None

    monkeypatch.setattr(order_json, "ListedOrder", More)
    monkeypatch.setattr(order_shapes, "ListedOrder", More)
    more = (*ORDER_COLUMNS, OrderColumn(title="Created", member="created_at"))
    monkeypatch.setattr(order_columns, "ORDER_COLUMNS", more)
    assert order_json.as_json(ORDER)["createdAt"] == "2026-01-01T00:00:00Z"
    assert csv_columns()[-1] == "createdAt"
    assert order_row(ORDER, 0.0, str)[-1] == "2026-01-01T00:00:00Z"


def test_every_column_of_csv_is_a_member_of_json() -> None:
    members = {column.member for column in ORDER_COLUMNS} - {""}
    assert members <= set(ListedOrder.__struct_fields__)
