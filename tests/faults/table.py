"""The results of all faults: the table in `docs/faults.md`, and the input of the tests.

    python -m tests.faults.table > docs/faults.md     # from the project's directory

A row is a fault of the sandbox (`sandbox/faults.py`) at one call of one step, with its result: the
exit code, how often the step's own call was executed on the server, and a description.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

Rule = dict[str, Any]

OWN_CALL = {
    "requirements": "lookupNumberRequirements",
    "search": "searchAvailableNumbers",
    "create": "createNumberOrder",
    "register": "updateNumberOrderRegistration",
    "attach": "uploadNumberOrderAttachment",
    "submit": "submitNumberOrder",
    "status": "getNumberOrder",
    "resume": "getNumberOrder",
}

REPEATED = "sent again"
GAVE_UP = "fails after all retries; nothing was done"
REFUSED = "reported as an error; nothing was done"
NOT_API = "reported as not an API response; nothing was done"
DONE = "checked with the server: it was done"
UNDONE = "checked with the server: it was not done, and is sent again"
TWICE = "checked with the server twice: not done yet, but it may still be: to be checked later"
NEW_TOKEN = "sent again with a new token"
FREE = "the number is still available, so it was not reserved: sent again, with a note"
EARLY = "the number is available, but the request may still go through: to be checked later"
HALF = "the received part has the order ID: it is reserved"
TAKEN = "the number is not available, most likely because of this order: you decide"
DARK = "the server can't be reached: to be checked later"
ENDED = "reported with your options; nothing was sent"
ELSEWHERE = "reported once; nothing is overwritten, and you decide"
SHOWN = "shown unchanged"


class Row(Struct, frozen=True, kw_only=True):
    """A fault and its result. `done` is None for calls that may be repeated any number of times;
    `at` is the failing call, by default the step's own."""

    step: str
    what: str
    rules: tuple[Rule, ...]
    code: int
    done: int | None
    ends: str

    @property
    def name(self) -> str:
        return f"{self.step}: {self.what}"


def rows() -> list[Row]:
    """Return all rows of the table."""
    return [*_reads(), *_create(), *_register(), *_attach(), *_submit(), *_looks()]


def _rule(operation: str, fault: str, **rest: Any) -> Rule:
    return {"operation": operation, "fault": fault, **rest}


def _reads() -> Iterator[Row]:
    for step in ("requirements", "search"):
        call = OWN_CALL[step]
        for what, fault, rest, code, ends in [
            ("connection cut", "cut-before", {}, 0, REPEATED),
            ("connection cut, for ever", "cut-before", {"times": None}, 7, GAVE_UP),
            ("too slow", "delay", {"seconds": 1}, 0, REPEATED),
            ("429", "429", {"retryAfter": 0}, 0, REPEATED),
            ("500", "500", {}, 0, REPEATED),
            ("503, for ever", "503", {"times": None}, 7, GAVE_UP),
            ("403", "status", {"status": 403, "message": ""}, 4, REFUSED),
            ("not JSON", "garbage", {}, 7, NOT_API),
            ("half an answer", "half-body", {}, 0, REPEATED),
            ("token expired", "expired-token", {}, 0, NEW_TOKEN),
        ]:
            rules = (_rule(call, fault, **rest),)
            yield Row(step=step, what=what, rules=rules, code=code, done=None, ends=ends)
    for what, fault, rest, code, ends in [
        ("token: 503", "503", {}, 0, REPEATED),
        ("token: 503, for ever", "503", {"times": None}, 7, GAVE_UP),
        ("token: not JSON", "garbage", {}, 7, NOT_API),
        ("token: 401", "status", {"status": 401}, 4, REFUSED),
    ]:
        rules = (_rule("token", fault, **rest),)
        yield Row(step="search", what=what, rules=rules, code=code, done=None, ends=ends)


_WRITES: list[tuple[str, str, Rule, bool | None]] = [
    # what, fault, more of the rule, whether the server did it: None where it certainly did not
    ("connection cut before", "cut-before", {}, False),
    ("connection cut after", "cut-after", {}, True),
    ("answer too slow, done late", "delay", {"seconds": 1}, False),
    ("answer too slow, done at once", "delay-after", {"seconds": 1}, True),
    ("429", "429", {"retryAfter": 0}, None),
    ("429, done", "status", {"status": 429, "act": True}, True),
    ("503 with Retry-After", "503", {"retryAfter": 0}, False),
    ("503 with Retry-After, done", "status", {"status": 503, "act": True, "retryAfter": 0}, True),
    ("503", "503", {}, False),
    ("500, not done", "500", {}, False),
    ("500, done", "status", {"status": 500, "act": True}, True),
    ("not JSON, not done", "garbage", {"act": False}, False),
    ("not JSON, done", "garbage", {}, True),
    ("half an answer, not done", "half-body", {"act": False}, False),
    ("half an answer, done", "half-body", {}, True),
]
"""Outcomes of requests that must not be repeated blindly."""


def _write(step: str, done: str, undone: str, done_code: int) -> Iterator[Row]:
    call = OWN_CALL[step]
    for what, fault, rest, did in _WRITES:
        ends = REPEATED if did is None else done if did else undone
        code = done_code if did else 0
        if step == "create" and (fault, did) == ("half-body", True):
            code, ends = 0, HALF
        rules = (_rule(call, fault, **rest),)
        late = fault == "delay" and step == "attach"  # a repeated upload: both are executed
        yield Row(step=step, what=what, rules=rules, code=code, done=None if late else 1, ends=ends)
    for what, fault, rest, code, count, ends in [
        ("429, for ever", "429", {"times": None}, 7, 0, GAVE_UP),
        ("403", "status", {"status": 403, "message": ""}, 4, 0, REFUSED),
        ("token expired", "expired-token", {}, 0, 1, NEW_TOKEN),
    ]:
        rules = (_rule(call, fault, **rest),)
        yield Row(step=step, what=what, rules=rules, code=code, done=count, ends=ends)


def _cut_twice(step: str, code: int, ends: str) -> Row:
    rules = (_rule(OWN_CALL[step], "cut-before", times=2),)
    return Row(
        step=step,
        what="connection cut before, twice",
        rules=rules,
        code=code,
        done=0,
        ends=ends,
    )


def _create() -> Iterator[Row]:
    yield _cut_twice("create", 8, EARLY)
    yield from _write("create", TAKEN, FREE, done_code=8)
    call = OWN_CALL["create"]
    dark = _rule("getAvailableNumber", "500", times=None)
    for what, rules, code, count, ends in [
        ("connection cut after, then 500 for ever", (_rule(call, "cut-after"), dark), 8, 1, DARK),
        ("connection cut before, then 500 for ever", (_rule(call, "cut-before"), dark), 8, 0, DARK),
        (
            "lookup: 500, for ever",
            (_rule("lookupNumberRequirements", "500", times=None),),
            7,
            0,
            GAVE_UP,
        ),
    ]:
        yield Row(step="create", what=what, rules=rules, code=code, done=count, ends=ends)


def _register() -> Iterator[Row]:
    call = OWN_CALL["register"]
    for what, fault, rest, code, count, ends in [
        ("connection cut before", "cut-before", {}, 0, 1, REPEATED),
        ("connection cut after", "cut-after", {}, 0, 2, REPEATED),
        ("connection cut after, for ever", "cut-after", {"times": None}, 0, 3, DONE),
        ("connection cut before, for ever", "cut-before", {"times": None}, 7, 0, GAVE_UP),
        ("answer too slow", "delay", {"seconds": 1}, 0, None, REPEATED),
        ("429", "429", {"retryAfter": 0}, 0, 1, REPEATED),
        ("503", "503", {}, 0, 1, REPEATED),
        ("500", "500", {}, 0, 1, REPEATED),
        ("500, for ever", "500", {"times": None}, 7, 0, GAVE_UP),
        ("403", "status", {"status": 403, "message": ""}, 4, 0, REFUSED),
        ("not JSON", "garbage", {}, 0, 1, DONE),
        ("half an answer", "half-body", {}, 0, 2, REPEATED),
        ("token expired", "expired-token", {}, 0, 1, NEW_TOKEN),
    ]:
        rules = (_rule(call, fault, **rest),)
        yield Row(step="register", what=what, rules=rules, code=code, done=count, ends=ends)
    yield from _changed("register")


def _attach() -> Iterator[Row]:
    yield from _write("attach", DONE, UNDONE, done_code=0)
    yield _cut_twice("attach", 8, TWICE)
    dark = _rule("getNumberOrderRegistration", "500", after=1, times=None)
    rules = (_rule(OWN_CALL["attach"], "cut-after"), dark)
    what = "connection cut after, then 500 for ever"
    yield Row(step="attach", what=what, rules=rules, code=8, done=1, ends=DARK)
    yield from _changed("attach")


def _submit() -> Iterator[Row]:
    yield from _write("submit", DONE, UNDONE, done_code=0)
    yield _cut_twice("submit", 8, TWICE)
    dark = _rule("getNumberOrder", "500", after=1, times=None)
    rules = (_rule(OWN_CALL["submit"], "cut-after"), dark)
    what = "connection cut after, then 500 for ever"
    yield Row(step="submit", what=what, rules=rules, code=8, done=1, ends=DARK)
    yield from _changed("submit")


def _changed(step: str) -> Iterator[Row]:
    """Yield changes by others, noticed when the step first fetches the order, or only when
    refused."""
    for call, when in (("getNumberOrder", ""), (OWN_CALL[step], ", at the last moment")):
        for state, code in [
            ("EXPIRED", 6), ("REJECTED", 6), ("IN_REVIEW", 6), ("COMPLETED", 6), ("GONE", 5),
        ]:  # fmt: skip
            what = f"{'gone' if state == 'GONE' else state} elsewhere{when}"
            rules = (_rule(call, "set-state", state=state, log="Elsewhere."),)
            yield Row(step=step, what=what, rules=rules, code=code, done=0, ends=ENDED)
    rules = (_rule("getNumberOrderRegistration", "set-registration", data=["theirs"]),)
    what = "registration changed elsewhere"
    yield Row(step=step, what=what, rules=rules, code=6, done=0, ends=ELSEWHERE)


def _looks() -> Iterator[Row]:
    for step in ("status", "resume"):
        for what, call, fault, rest, code, ends in [
            ("connection cut", "getNumberOrder", "cut-before", {}, 0, REPEATED),
            ("500, for ever", "getNumberOrder", "500", {"times": None}, 7, GAVE_UP),
            ("registration: 500", "getNumberOrderRegistration", "500", {}, 0, REPEATED),
            ("not JSON", "getNumberOrder", "garbage", {}, 7, NOT_API),
            ("403", "getNumberOrder", "status", {"status": 403}, 4, REFUSED),
            ("token expired", "getNumberOrder", "expired-token", {}, 0, NEW_TOKEN),
            ("EXPIRED elsewhere", "getNumberOrder", "set-state", {"state": "EXPIRED"}, 0, SHOWN),
            (
                "IN_REVIEW elsewhere",
                "getNumberOrder",
                "set-state",
                {"state": "IN_REVIEW"},
                0,
                SHOWN,
            ),
            ("gone", "getNumberOrder", "set-state", {"state": "GONE"}, 5, ENDED),
            (
                "registration changed elsewhere",
                "getNumberOrderRegistration",
                "set-registration",
                {"data": ["theirs"]},
                0,
                "reported; the server's answers replace yours, saved in the order's file",
            ),
        ]:
            rules = (_rule(call, fault, **rest),)
            yield Row(step=step, what=what, rules=rules, code=code, done=None, ends=ends)


HEAD = """# Failure modes

Generated by `python -m tests.faults.table > docs/faults.md`. `tests/faults` runs every row, checks
the exit code, the completed calls on the server and the files, and then follows the program's
own hints until the order is COMPLETED. "for ever" means: until all retries are used (README, exit
codes).

If a reservation's answer is lost and the number is still available, the reservation is sent again:
only one order can reserve the number. If the number is not available, or the order is by quantity,
the exit code is 8 and you decide: import the order by the ID that Sinch tells you (`resume
--order-id ID --into ORDER`), give it up (`forget ORDER --abandon`), or reserve anyway (`create
--again`). Until then, no other order is made for it. An interrupt (Ctrl-C, SIGTERM, SIGHUP) exits
with 130. During a reservation, the program waits for the answer for at most 3 seconds, so the order
ID isn't lost.
"""


SEQUENCES: list[tuple[str, str, str]] = [
    # what happens, what comes of it, the test that tells it
    (
        "slow server, interrupted or killed, looked at at once",
        "outcome unknown: the request may still go through",
        "simulation/test_sequences.py::test_02_a_look_right_after_an_interrupt_erases_nothing",
    ),
    (
        "two lost answers, the first carried out after 63 s",
        "outcome unknown; its ID can be imported",
        "simulation/test_sequences.py::"
        "test_10_nor_by_two_lost_answers_of_which_the_first_is_carried_out_late",
    ),
    (
        "a look too early",
        "decides nothing: not before the request's time limit and two minutes more are over",
        "faults/test_one_order.py::test_a_look_too_early_proves_nothing",
    ),
    (
        "this machine's clock days off",
        "ends no order and no doubt",
        "simulation/test_sequences.py::test_05_this_machines_clock_ends_no_order_and_no_doubt",
    ),
    (
        "the server's Date days off, and a 400",
        "ends no order: what the server says of it counts",
        "simulation/test_sequences.py::test_06_a_date_days_ahead_and_a_refusal_end_no_order",
    ),
    (
        "`create --from EXPIRED`, several times or programs at once",
        "one order at most; another number only with `--or-similar`, and the same one each time",
        "simulation/test_sequences.py::"
        "test_03_from_an_expired_order_over_and_over_is_one_order_at_most",
    ),
    (
        "the same `create` again, after a kill or a success",
        "the order that it reserved is shown, and nothing sent",
        "faults/test_one_order.py::test_the_same_command_again_shows_what_it_reserved",
    ),
    (
        "eight programs that create unrelated orders at once",
        "none waits for another's network calls",
        "store/test_locks.py::test_creating_unrelated_orders_waits_for_nobodys_network_calls",
    ),
    (
        "two machines register one order",
        "the second is told, with exit code 6, before it overwrites",
        "faults/test_two_machines.py::test_the_second_to_register_is_told_before_it_overwrites",
    ),
]
"""Faults that involve several calls or programs."""


def page() -> str:
    """Return the content of `docs/faults.md`."""
    lines = [HEAD]
    for step in OWN_CALL:
        lines += [
            f"## {step}",
            "",
            "| fault | exit code | done | result |",
            "|---|---|---|---|",
        ]
        for row in rows():
            if row.step == step:
                done = "" if row.done is None else str(row.done)
                lines.append(f"| {row.what} | {row.code} | {done} | {row.ends} |")
        lines.append("")
    lines += [
        "## more than one call",
        "",
        "Each is a test; `tests/simulation` makes up more of them, as long as one likes.",
        "",
        "| what happens | what comes of it | test, below `tests/` |",
        "|---|---|---|",
        *(f"| {what} | {ends} | `{test}` |" for what, ends, test in SEQUENCES),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(page(), end="")
