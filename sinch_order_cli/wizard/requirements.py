"""Step 1: the country, the type and the requirements, before anything is reserved."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sinch_order_cli.api.countries import country_in_text, country_name
from sinch_order_cli.api.models import AvailableRegion
from sinch_order_cli.console.text_layout import pad
from sinch_order_cli.customers.countries import other_names
from sinch_order_cli.errors import (
    AuthError,
    InterruptedByUser,
    NotFoundError,
    SinchOrderError,
    Suggestion,
)
from sinch_order_cli.kyc import Form, read_form
from sinch_order_cli.prompts.prompter import GoBack, Keys, Option
from sinch_order_cli.text import safe
from sinch_order_cli.views.confirm_view import print_facts
from sinch_order_cli.views.order_view import kind_words
from sinch_order_cli.views.requirements_view import (
    attachment_lines,
    changes_since,
    section_lines,
    unread_lines,
)
from sinch_order_cli.wizard import customer_documents, registration
from sinch_order_cli.wizard.context import WHAT_NOW, WizardContext, header
from sinch_order_cli.wizard.customer import ask_customer
from sinch_order_cli.wizard.previous_orders import last_country
from sinch_order_cli.workflow.create_request import NUMBER_TYPES
from sinch_order_cli.workflow.model import Order
from sinch_order_cli.workflow.regions import orderable, refuse_without_numbers
from sinch_order_cli.workflow.templates import save_templates

_LONGEST_PART = 300
"""Maximum characters shown of an unsupported part of the form."""


def ask_country_and_type(
    wizard: WizardContext, region_code: str, number_type: str
) -> tuple[str, str]:
    """Ask for the country and the type, unless given.

    Raises:
        NotFoundError: the given country has no numbers, or none of the type.
    """
    try:
        with wizard.terminal.spinner("Loading countries"):
            regions = orderable(wizard.regions().available_regions)
    except AuthError as error:
        error.hints.append(
            Suggestion(
                "wizard",
                say="Or try the sandbox, where nothing is ordered or charged",
                sandbox=True,
            )
        )
        raise
    header(wizard, None, 1, "Requirements")
    given = bool(region_code)
    while True:
        code = region_code if given else _ask_country(wizard, regions)
        refuse_without_numbers(regions, code, number_type)
        if number_type:
            return code, number_type
        try:
            region = next(one for one in regions if one.region_code == code)
            return code, _ask_type(wizard, region, back=not given)
        except GoBack:
            continue


def show(wizard: WizardContext, orders: Sequence[Order], *, revisited: bool = False) -> None:
    """Look up and show the country's requirements, and ask whether to continue.

    Raises:
        GoBack: to the country.
        InterruptedByUser: the user exits to collect documents before reserving.
    """
    order = orders[0]
    if order.server is not None:
        wizard.form(order)
        return
    if revisited:
        header(wizard, order, 1, "Requirements")
    before, lookup = wizard.last_lookup(order.region_code, order.number_type), order.lookup
    if lookup is None:
        with wizard.terminal.spinner("Loading requirements"):
            lookup = wizard.look_up_for(order, fresh=True)
    form = read_form(lookup.raw, order.region_code)
    is_given = bool(order.customer)
    while True:
        if asks := order.lookup is None and order.earlier is None and not is_given:
            ask_customer(wizard, order, form)
        _print_overview(wizard, order, form)
        for note in changes_since(form, before):
            wizard.terminal.note(note, indent=2)
        if not revisited and not _may_lack_documents(wizard, order, form):
            break
        try:
            chosen = _ask_to_go_on(wizard, order, form)
        except GoBack:
            if not asks or not wizard.customers.names():
                raise
            continue
        if chosen == "answer":
            for one in orders:
                one.lookup = lookup
            registration.answer_early(wizard, order)
        break
    for one in orders:
        one.lookup = lookup
        wizard.store.save(one)


def _may_lack_documents(wizard: WizardContext, order: Order, form: Form) -> bool:
    """Return True if the user may have to collect documents: some required ones are not among the
    customer's."""
    if not order.customer or not form.attachments:
        return form.has_fields or bool(form.attachments)
    there = customer_documents.matches(wizard, order, form)
    return not all(
        one.id in there and there[one.id].confidence == "sure" and not there[one.id].problems
        for one in form.attachments
        if one.mandatory
    )


def _ask_country(wizard: WizardContext, regions: tuple[AvailableRegion, ...]) -> str:
    if not regions:
        raise NotFoundError(
            "the server lists no country that has numbers",
            hint=Suggestion("wizard", "AU", "MOBILE", say="To name the country yourself"),
        )

    def name(region: AvailableRegion) -> str:
        return safe(region.region_name) or country_name(region.region_code) or region.region_code

    width = min(max((len(name(region)) for region in regions), default=0), 30)
    last = last_country(wizard)
    options = []
    for region in sorted(regions, key=lambda one: (one.region_code != last, name(one))):
        code = region.region_code
        label = pad(f"{name(region)} ({code})", width + 5)
        types = ", ".join(kind_words("", kind).strip() for kind in region.types)
        whole = " · ".join([f"{label} {types}", *other_names(code)])
        options.append(Option(code, label, hint=types, whole=whole))
    chosen: str = wizard.prompter.select("Country", options, flag="REGION", search=True)
    return chosen


def _ask_type(wizard: WizardContext, region: AvailableRegion, *, back: bool) -> str:
    types = region.types or NUMBER_TYPES
    options = [Option(kind, kind_words("", kind).strip().capitalize()) for kind in types]
    if len(options) == 1:
        wizard.terminal.note(f"Type: {options[0].label} (the only one available)", indent=2)
        return types[0]
    chosen: str = wizard.prompter.select("Type", options, flag="TYPE", keys=Keys(back=back))
    return chosen


def _print_overview(wizard: WizardContext, order: Order, form: Form) -> None:
    terminal = wizard.terminal
    kind = kind_words("", order.number_type).strip()
    where = country_in_text(order.region_code)
    terminal.note()
    if not form.has_fields and not form.attachments:
        terminal.note(f"A {kind} number in {where} requires no answers or documents.", indent=2)
    if form.has_fields:
        terminal.note(f"A {kind} number in {where} requires these answers", indent=2)
        print_facts(terminal, section_lines(form))
    if form.attachments:
        terminal.note("and these documents" if form.has_fields else "Documents", indent=2)
        for line in attachment_lines(form):
            terminal.note(line.strip(), indent=6 if line.startswith(" ") else 4, hang=2)
    if form.unread:
        terminal.warn("These parts of the form aren't supported here. The server checks them:")
        for line in unread_lines(form, _LONGEST_PART):
            terminal.note(line, indent=4)


def _ask_to_go_on(wizard: WizardContext, order: Order, form: Form) -> str:
    """Ask whether to continue; "answer" means to answer the form first."""
    options = [Option("go", "Continue")]
    if form.has_fields:
        options.append(Option("answer", "Answer the questions now", hint=registration.NO_CLOCK))
    if any(attachment.templates for attachment in form.attachments):
        options.append(Option("save", "Download the templates first"))
    options.append(Option("leave", "Exit", hint="nothing is reserved yet"))
    while True:
        chosen: str = wizard.prompter.select(WHAT_NOW, options, default="go", keys=Keys(back=True))
        if chosen in ("go", "answer"):
            return chosen
        if chosen == "leave":
            raise InterruptedByUser("Nothing is reserved.")
        with suppress(GoBack):
            _save_templates(wizard, order, form)


def _save_templates(wizard: WizardContext, order: Order, form: Form) -> None:
    folder = wizard.prompter.path(
        "Folder",
        default=".",
        validate=lambda text: None if Path(text).is_dir() else f"The folder {text} doesn't exist.",
        keys=Keys(back=True),
    )
    for attachment in form.attachments:
        if not attachment.templates:
            continue
        try:
            for path in save_templates(wizard.api(order.project_id), attachment, Path(folder)):
                wizard.terminal.success(f"Saved {path}")
        except SinchOrderError as error:
            wizard.terminal.error(error)
