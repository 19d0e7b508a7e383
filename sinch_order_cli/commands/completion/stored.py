"""Complete words from stored files: orders, customers, regions, documents.

The user waits for every key. Importing the store and its models takes longer than all this, and so
does the package json, because of its regular expressions (`re`).
"""

from __future__ import annotations

import os
import sys

from sinch_order_cli.switches import is_on

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

FEW = 64
"""Number of order files that can be read unnoticeably. If there are more, the store's index tells
which are final, and they are listed without description."""

MOST = 500
"""Maximum candidates; more would be useless, and make the shells slow."""

Candidate = tuple[str, str]
"""A word, and its description."""


def stored(
    kind: str,
    values: list[str],
    typed: str,
    environment: Mapping[str, str],
    final: Container[str],
    sandbox: bool,
) -> list[Candidate]:
    """Return at most `MOST` completions of `typed`.

    Args:
        kind: one of `engine.STORED`.
        values: the values before it: the order, and the document, whose words are completed.
        typed: the start of the word.
        environment: determines where the files are, and whether the sandbox is used.
        final: the final states.
        sandbox: True if an option selects the sandbox.
    """
    root = state_dir(environment, sandbox or is_on(environment, "SINCH_ORDER_SANDBOX"))
    try:
        if kind in ("order", "open-order"):
            return _orders(root, typed, final if kind == "open-order" else ())
        if kind == "customer":
            found = _customers(root)
        elif kind == "region":
            found = _regions(root)
        elif kind == "attachment":
            found = _attachments(_order(root, values[0]))
        else:
            found = _document_types(_order(root, values[0]), values[1])
    except (OSError, LookupError):
        return []
    begin = typed.casefold()
    return [pair for pair in found if pair[0].casefold().startswith(begin) and _is_word(pair[0])]


def state_dir(environment: Mapping[str, str], sandbox: bool) -> str:
    """Return the directory of the orders, like `Settings.state_dir` but without its imports."""
    given = environment.get("SINCH_ORDER_STATE_DIR")
    if given:
        base = os.path.abspath(os.path.expanduser(given))  # noqa: PTH100, PTH111 - see above
    elif sys.platform == "linux":
        home = environment.get("XDG_STATE_HOME", "").strip() or "~/.local/state"
        base = os.path.join(os.path.expanduser(home), "sinch-order")  # noqa: PTH111, PTH118
    else:
        from platformdirs import user_state_dir

        base = user_state_dir("sinch-order", appauthor=False)
    return os.path.join(base, "sandbox") if sandbox else base  # noqa: PTH118


def _regions(root: str) -> list[Candidate]:
    """Return the regions last listed by the server; see `LookupStore.save_regions`."""
    kept = _load(os.path.join(root, "requirements", "regions.json"))  # noqa: PTH118
    names = kept.get("regions")
    return sorted((c, _plain(str(n))) for c, n in names.items()) if isinstance(names, dict) else []


def _customers(root: str) -> list[Candidate]:
    """Return the customers by name, with their titles."""
    folder = os.path.join(root, "customers")  # noqa: PTH118
    names = sorted(n for n in os.listdir(folder) if n.endswith(".json") and n[0] != ".")  # noqa: PTH208
    found = []
    for name in names[:MOST]:
        facts = _load(os.path.join(folder, name)).get("facts") if len(names) <= FEW else None  # noqa: PTH118
        company = facts.get("company.name") if isinstance(facts, dict) else None
        found.append((name.removesuffix(".json"), _plain(str(company or ""))))
    return found


def _orders(root: str, typed: str, final: Container[str]) -> list[Candidate]:
    """Return orders whose name starts with `typed`, or if there are none, whose ID does.

    Orders in a state of `final` are omitted.
    """
    names = _names(root, typed.lower())
    if typed and not names:
        known = _ids(root, _names(root))
        return [(i, name) for name, i in known if i.startswith(typed)][:MOST]
    if final and len(names) > FEW:
        over = {name for name, _, is_final in _index(root) if is_final}
        names = [name for name in names if name not in over]
    if len(names) > FEW:
        return [(name, "") for name in names][:MOST]
    found = [(name, _read(root, name)) for name in names]
    return [
        (name, _about(order))
        for name, order in found
        if str(_server(order).get("state")) not in final
    ]


def _names(root: str, prefix: str = "") -> list[str]:
    """Return the names of orders that start with `prefix`."""
    return sorted(
        name.removesuffix(".json")
        for name in os.listdir(os.path.join(root, "orders"))  # noqa: PTH118, PTH208 - see above
        if name.startswith(prefix) and name.endswith(".json") and name[0] != "." and _is_word(name)
    )


def _ids(root: str, names: list[str]) -> Iterator[Candidate]:
    """Yield name and order ID of the orders that have one."""
    if len(names) > FEW:
        pairs = [(name, known_id) for name, known_id, _ in _index(root)]
    else:
        pairs = [(n, str(_server(_read(root, n)).get("idNumberOrder") or "")) for n in names]
    return ((name, known_id) for name, known_id in pairs if _is_word(known_id))


def _index(root: str) -> list[tuple[str, str, bool]]:
    """Return name, ID and finality of the orders in the store's index; see `OrderIndex`.

    It may be outdated, which at worst adds a candidate. It is never written.
    """
    import sqlite3
    from urllib.request import pathname2url

    path = pathname2url(os.path.join(root, "index.db"))  # noqa: PTH118
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=0.05)
        return connection.execute("SELECT name, id, final FROM orders").fetchall()
    except sqlite3.Error:
        return []


def _order(root: str, reference: str) -> Mapping[str, object]:
    """Return the order with this name or ID, or a unique prefix of one.

    Raises:
        LookupError: there is none, or there are several.
    """
    names = _names(root)
    if reference in names:
        return _read(root, reference)
    found = {name for name in names if name.startswith(reference.lower())}
    found |= {name for name, known_id in _ids(root, names) if known_id.startswith(reference)}
    (name,) = found if reference and len(found) == 1 else ("",)
    return _read(root, name)


def _read(root: str, name: str) -> dict[str, object]:
    """Return the content of an order file, {} if it can't be read."""
    return _load(os.path.join(root, "orders", f"{name}.json"))  # noqa: PTH118


def _load(path: str) -> dict[str, object]:
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            content = _json_reader()(file.read())
    except (OSError, ValueError, RecursionError, StopIteration, SystemError):
        return {}  # the last two are the scanner's errors for invalid JSON
    return content if isinstance(content, dict) else {}


class _AsJson:
    """The settings that `json.loads` passes to its C scanner."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int, parse_constant = float, int, float


def _json_reader() -> Callable[[str], object]:
    """Return `json.loads` without importing the regular expressions of its package."""
    try:
        from _json import make_scanner

        scan = make_scanner(_AsJson)  # type: ignore[arg-type]
    except (ImportError, AttributeError):  # another implementation or version of Python
        from json import loads

        return loads
    return lambda text: scan(text, 0)[0]


def _server(order: Mapping[str, object]) -> dict[str, object]:
    server = order.get("server")
    return server if isinstance(server, dict) else {}


def _about(order: Mapping[str, object]) -> str:
    """Describe an order: `AU MOBILE +61411111112 CREATED`."""
    server = _server(order)
    numbers = server.get("orderNumbers")
    rows = numbers if isinstance(numbers, list) else []
    first = next((row.get("phoneNumber") for row in rows if isinstance(row, dict)), None)
    more = f"and {len(rows) - 1} more" if len(rows) > 1 else None
    state = server.get("state") or "not yet reserved"
    parts = [order.get("regionCode"), order.get("numberType"), first, more, state]
    return _plain(" ".join(str(part) for part in parts if part))


def _required(order: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Yield the documents that the country requires, from both places (FACTS.md)."""
    lookup = order.get("lookup")
    raw = lookup.get("raw") if isinstance(lookup, dict) else None
    raw = raw if isinstance(raw, dict) else {}
    fields = raw.get("fields")
    inner = fields.get("attachments") if isinstance(fields, dict) else None
    for attachment in raw.get("attachments") or inner or ():
        if isinstance(attachment, dict) and isinstance(attachment.get("id"), str):
            yield attachment


def _attachments(order: Mapping[str, object]) -> list[Candidate]:
    sent = order.get("attachments")
    known = sent if isinstance(sent, dict) else {}
    return [
        (
            str(one["id"]),
            _plain(str(one.get("title") or ""))
            + (" (sent)" if one["id"] in known else " (required)" if one.get("mandatory") else ""),
        )
        for one in _required(order)
    ]


def _document_types(order: Mapping[str, object], reference: str) -> list[Candidate]:
    """Return the allowed types of the document with this ID, prefix of one, or title."""
    wanted = reference.casefold()
    documents = list(_required(order))
    exact = [
        one for one in documents if wanted in (str(one["id"]).casefold(), _title(one).casefold())
    ]
    found = exact or [one for one in documents if str(one["id"]).casefold().startswith(wanted)]
    allowed = found[0].get("allowedDocumentTypes") if len(found) == 1 else None
    title = _plain(_title(found[0])) if found else ""
    return [(str(kind), title) for kind in allowed] if isinstance(allowed, list) else []


def _title(attachment: Mapping[str, object]) -> str:
    return str(attachment.get("title") or "")


def _is_word(text: str) -> bool:
    """Return True if `text` is safe for a shell: printable, and not like an option."""
    return text.isprintable() and text[:1] not in ("", "-", " ")


def _plain(text: str) -> str:
    """Return a server's text without control characters, and short enough for a list."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return shown if len(shown) <= 60 else shown[:59] + "…"
