"""`customer`: who numbers are for, entered once and filled into every country's form."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sinch_order_cli.commands.context import Run, with_run
from sinch_order_cli.commands.customer_documents import app as document_app
from sinch_order_cli.commands.customer_match import match
from sinch_order_cli.commands.options import AnswersFiles, Yes
from sinch_order_cli.errors import StateError, Suggestion, UsageError
from sinch_order_cli.text import counted

if TYPE_CHECKING:
    from sinch_order_cli.customers.model import Customer
    from sinch_order_cli.workflow.model import Order

app = typer.Typer(
    help="""Save your customers' facts to fill in any country's form.

    A customer is a set of facts, such as company.name, and documents. They stay on this machine. To
    see all facts: sinch-order help customers

    \b
    Examples:
      sinch-order customer add acme --from au-mobile-112
      sinch-order customer match acme DE LOCAL
    """,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the customer.")]
FactsFile = Annotated[
    str,
    typer.Option("--facts", metavar="FILE", help="JSON file of facts; - is standard input."),
]


@app.command()
@with_run
def add(
    run: Run,
    name: Name,
    from_: Annotated[
        str, typer.Option("--from", metavar="ORDER", help="Use the facts in an order's answers.")
    ] = "",
    answers: AnswersFiles = None,
    region: Annotated[
        str, typer.Option(metavar="REGION", help="Country of the --answers file.")
    ] = "",
    type: Annotated[
        str, typer.Option(metavar="TYPE", help="Number type of the --answers file.")
    ] = "",
    facts: FactsFile = "",
    set: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FACT=VALUE", help="One fact. Repeat for more."),
    ] = None,
) -> None:
    """Save a new customer.

    The facts come from an order, an answers file, a facts file or flags. Later sources in this list
    win. In a terminal, prompts for the facts if none is given.

    \b
    Examples:
      sinch-order customer add acme --from au-mobile-112
      sinch-order customer add bell --facts facts.json --set company.name="Bell Ltd"
      sinch-order customer add coil --answers answers.json --region AU --type MOBILE
    """
    from sinch_order_cli.commands import customer_facts
    from sinch_order_cli.views.customer_view import show_customer

    run.customers.check_name(name)
    if (region or type) and not answers:
        raise UsageError("--region and --type need --answers")
    with run.customers.claim(name) as customer:
        if from_:
            customer_facts.from_order(run, customer, from_)
        if answers:
            customer_facts.from_answers(run, customer, answers, region, type)
        changes = customer_facts.given(facts, set or [], "--set")
        if not (from_ or answers or facts or set):
            changes = _asked(run, name)
        customer_facts.change(customer, changes)
        if not customer.facts:
            raise UsageError(
                f"no facts were found for {name}, so it was not saved",
                hint=Suggestion("customer add", name, say="To add some", set="company.name=NAME"),
            )
        customer_facts.warn_of_secrets(run, set or [])
        run.customers.save(customer)
        _warn_of_earlier(run, name)
        show_customer(run.terminal, customer, f"Saved {name}.")


def _warn_of_earlier(run: Run, name: str) -> None:
    """Warn about open orders of a deleted customer with the same name, who may be another one."""
    orders = [one for one in _orders(run) if one.customer == name and not one.is_final]
    names = [order.name for order in orders]
    if names:
        listed = f"{', '.join(names[:5])}{' …' if len(names) > 5 else ''}"
        count = counted(len(names), "open order")
        are = "is" if len(names) == 1 else "are"
        say = f"{count} of an earlier customer {name} {are} not filled in from this one: {listed}. "
        say += "If it is the same company"
        run.terminal.warn(Suggestion("register", names[0], say=say, customer=name))


def _asked(run: Run, name: str) -> dict[str, Any]:
    """Prompt for the facts in a terminal.

    Raises:
        UsageError: there is no terminal; the error names all flags that give facts.
    """
    if not run.terminal.interactive:
        flags = ("--from", "--answers", "--facts", "--set")
        raise UsageError(
            f"no facts for {name}, and no terminal to ask for them",
            reason="one of --from, --answers, --facts and --set is missing",
            hint="Give --from ORDER, --answers FILE, --facts FILE or --set FACT=VALUE.",
            details=[{"flag": flag, "problem": "is missing"} for flag in flags],
        )
    from sinch_order_cli.wizard.customer_questions import ask_facts

    return ask_facts(run.prompter)


@app.command("list")
@with_run
def list_(run: Run) -> None:
    """List the customers on this machine.

    \b
    Example:
      sinch-order customer list
    """
    from sinch_order_cli.views import customer_view

    used: dict[str, list[str]] = {}
    for order in _orders(run):
        if order.customer:
            used.setdefault(order.customer, []).append(order.name)
    found = customer_view.list_result(list(run.customers.everyone()), used)
    run.terminal.show(
        json=lambda: found,
        text=lambda: customer_view.print_list(run.terminal, found.customers),
    )


def _orders(run: Run) -> list[Order]:
    from sinch_order_cli.store.index import OrderIndex

    return list(OrderIndex(run.store).all_orders())


@app.command()
@with_run
def show(
    run: Run,
    name: Name,
    all: Annotated[bool, typer.Option("--all", help="Show identity numbers in full.")] = False,
) -> None:
    """Show a customer's facts and documents. Identity numbers are shortened.

    \b
    Examples:
      sinch-order customer show acme
      sinch-order customer show acme --all --json
    """
    from sinch_order_cli.views.customer_view import show_customer

    show_customer(run.terminal, run.customers.load(name), everything=all)


@app.command("set")
@with_run
def set_(
    run: Run,
    name: Name,
    fact: Annotated[
        list[str] | None,
        typer.Argument(metavar="FACT=VALUE…", help="Facts to change; FACT= deletes one."),
    ] = None,
    facts: FactsFile = "",
    edit: Annotated[bool, typer.Option("--edit", help="Open the facts in your editor.")] = False,
) -> None:
    """Change or delete a customer's facts.

    Other users of this machine can see your command line. Give identity numbers with --facts or
    --edit.

    \b
    Examples:
      sinch-order customer set acme company.phone=+61298765432 company.email=
      sinch-order customer set acme --facts - < facts.json
      sinch-order customer set acme --edit
    """
    from sinch_order_cli.commands import customer_facts
    from sinch_order_cli.views.customer_view import show_customer

    if edit and (fact or facts):
        raise UsageError(
            "--edit can't be combined with other options", reason="the file contains all facts"
        )
    if not (edit or fact or facts):
        raise UsageError(
            "no changes given",
            hint="Give FACT=VALUE, --facts FILE or --edit.",
        )
    if edit:
        before, customer = customer_facts.edited(run, name)
    else:
        changes = customer_facts.given(facts, fact or [], "FACT=VALUE")
        with run.customers.edit(name) as customer:
            before = customer.facts
            customer_facts.change(customer, changes)
            run.customers.save(customer)
        customer_facts.warn_of_secrets(run, fact or [])
    customer_facts.warn_of_documents(run, before, customer)
    show_customer(run.terminal, customer, f"Saved {name}.")


@app.command()
@with_run
def rename(
    run: Run,
    old: Annotated[str, typer.Argument(metavar="OLD", help="Current name of the customer.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="New name of the customer.")],
) -> None:
    """Rename a customer, also in its orders.

    \b
    Example:
      sinch-order customer rename acme acme-au
    """
    from sinch_order_cli.views.customer_view import show_customer

    with ExitStack() as held:
        # All are locked before anything changes, so that none keeps the old name.
        known = run.customers.names()
        was_renamed = old not in known and new in known  # perhaps by a run that ended after that
        customer = run.customers.load(new if was_renamed else old)
        names = [one.name for one in _orders(run) if _is_for(one, customer, old)]
        for name in names:
            held.enter_context(run.store.hold(name))
        if not (names and was_renamed):
            run.customers.rename(old, new)
        for name in names:
            found = run.store.load(name)
            if _is_for(found, customer, old):
                found.customer = new
                run.store.save(found)
    show_customer(run.terminal, run.customers.load(new), f"Renamed {old} to {new}.")


def _is_for(order: Order, customer: Customer, name: str) -> bool:
    """Return True if an order is for a customer that has, or had, a name."""
    return order.customer == name and order.customer_since in ("", customer.created_at)


@app.command()
@with_run
def forget(
    run: Run,
    name: Annotated[list[str], typer.Argument(metavar="NAME…", help="Names of the customers.")],
    yes: Yes = False,
) -> None:
    """Delete customers from this machine.

    Deletes facts and document paths, not the document files. A customer with an open order is only
    deleted with --yes.

    \b
    Example:
      sinch-order customer forget acme-au
    """
    from sinch_order_cli.results import customer_shapes

    run.customers.remove_lost_locks()
    known = run.customers.names()
    for one in name:
        if one not in known:
            run.customers.load(one)  # raises, with similar names
    chosen = list(dict.fromkeys(name))
    if not yes and not _may_forget(run, chosen):
        return
    for one in chosen:
        run.customers.forget(one)
        run.terminal.show(text=partial(run.terminal.success, f"Deleted {one}."))
    run.terminal.show(json=lambda: customer_shapes.ForgottenCustomers(forgotten=chosen))


def _may_forget(run: Run, names: list[str]) -> bool:
    """Ask for confirmation. Without a terminal, refuse a customer with an open order.

    Raises:
        StateError: one of them has an open order, and the user can't be asked.
    """
    users = [one for one in _orders(run) if one.customer in names and not one.is_final]
    told = [f"{one.name} is an open order for {one.customer}" for one in users]
    if run.terminal.interactive:
        question = f"Delete {', '.join(names)}?"
        return run.prompter.confirm(question, flag="--yes", default=False, help=told)
    if users:
        raise StateError(
            f"{told[0]}, so nothing was deleted",
            reason="later commands for the order couldn't use the customer's facts",
            hint=Suggestion("customer forget", " ".join(names), say="To delete anyway", yes=True),
            details=[
                {"where": one.name, "problem": f"is an open order for {one.customer}"}
                for one in users
            ],
        )
    return True


app.command()(with_run(match))
app.add_typer(document_app, name="document")
