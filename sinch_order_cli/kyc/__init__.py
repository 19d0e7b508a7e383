"""A country's form: parsing the lookup's answer, checking answers, mapping violations to fields.

`read_form` turns the lookup's answer into a `Form`. `get`, `put`, `remove` and `merge` work on
plain data, `drop_unfit` and `take_fitting` on remembered answers, `shape_changes` and `shape_notes`
on two versions of a form.
"""

from sinch_order_cli.kyc.answers.values import MISSING, get, merge, put, remove
from sinch_order_cli.kyc.form import Form, read_form
from sinch_order_cli.kyc.form_diff import shape_changes, shape_notes
from sinch_order_cli.kyc.model import (
    AttachmentTemplate,
    Change,
    Choice,
    Field,
    Kind,
    Problem,
    RequiredAttachment,
    Section,
    Unknown,
    Unread,
)
from sinch_order_cli.kyc.stale import drop_unfit, take_fitting

__all__ = [
    "MISSING",
    "AttachmentTemplate",
    "Change",
    "Choice",
    "Field",
    "Form",
    "Kind",
    "Problem",
    "RequiredAttachment",
    "Section",
    "Unknown",
    "Unread",
    "drop_unfit",
    "get",
    "merge",
    "put",
    "read_form",
    "remove",
    "shape_changes",
    "shape_notes",
    "take_fitting",
]
