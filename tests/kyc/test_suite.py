"""The official JSON Schema test suite, and in what this program differs from it, and why.

`suite/json-schema-test-suite.zip` is made by `suite/make.py`, with the suite's licence.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sinch_order_cli.kyc import read_form
from sinch_order_cli.kyc.answers.characters import invisible_in
from sinch_order_cli.kyc.parse.reader import Reader
from sinch_order_cli.kyc.schema.evaluate import Evaluator
from sinch_order_cli.kyc.schema.patterns import Patterns
from sinch_order_cli.kyc.schema.schema import Document

SUITE = Path(__file__).parent / "suite" / "json-schema-test-suite.zip"
DRAFTS = {
    "draft7": "http://json-schema.org/draft-07/schema#",
    "draft2019-09": "https://json-schema.org/draft/2019-09/schema",
    "draft2020-12": "https://json-schema.org/draft/2020-12/schema",
}

JAVA = "patterns are Java's, not JavaScript's"
REFUSED = {
    ("optional/ecmascript-regex.json", r"ECMA 262 regex escapes control codes with \c and lower"): (
        JAVA
    ),
    ("optional/ecmascript-regex.json", r"ECMA 262 \s matches whitespace"): JAVA,
    ("format.json", ""): "a form that names a format means it, in 2020-12 too",
    (
        "vocabulary.json",
        "schema that uses custom metaschema",
    ): "a form has no metaschema of its own",
}
"""Refused although the suite takes it: the file, how the case begins, and the reason."""

ACCEPTED = {("optional/ecmascript-regex.json", r"ECMA 262 \S matches everything but"): JAVA}
"""Accepted without a word although the suite refuses it."""

UNCHECKED_FORMAT = "a format that is not checked here"
ELSEWHERE = "a reference to another document: nothing is fetched"
META = "a reference to a schema of schemas: nothing is fetched"
LEFT_TO_THE_SERVER = {
    "optional/format/idn-hostname.json": UNCHECKED_FORMAT,
    "optional/format/hostname.json": "10.0.0.1 is one to some checkers and not to others",
    "optional/format/time.json": "Java's checkers differ on a time without zone",
    "optional/format/json-pointer.json": UNCHECKED_FORMAT,
    "optional/format/relative-json-pointer.json": UNCHECKED_FORMAT,
    "optional/format/duration.json": UNCHECKED_FORMAT,
    "optional/format/iri.json": UNCHECKED_FORMAT,
    "optional/format/iri-reference.json": UNCHECKED_FORMAT,
    "optional/format/uri-reference.json": UNCHECKED_FORMAT,
    "optional/format/uri-template.json": UNCHECKED_FORMAT,
    "optional/format/regex.json": UNCHECKED_FORMAT,
    "optional/format/ecmascript-regex.json": UNCHECKED_FORMAT,
    "optional/ecmascript-regex.json": "patterns that Java refuses",
    "optional/content.json": "contentMediaType and contentEncoding are not checked",
    "optional/unknownKeyword.json": "an $id within a keyword that is not known",
    "unevaluatedProperties.json": "unevaluatedProperties is not checked",
    "unevaluatedItems.json": "unevaluatedItems is not checked",
    "not.json": "unevaluatedProperties within not",
    "dynamicRef.json": "$dynamicRef is not followed",
    "optional/dynamicRef.json": "$dynamicRef is not followed",
    "recursiveRef.json": "$recursiveRef is not followed",
    "refRemote.json": ELSEWHERE,
    "ref.json": "names of documents within documents, and " + META,
    "anchor.json": "an anchor within a document within the document",
    "optional/cross-draft.json": ELSEWHERE,
    "defs.json": META,
    "definitions.json": META,
}
"""Accepted with a note: the files of the suite where this happens, and the reason."""

EMPTY_AT_THE_TOP = {
    ("enum.json", "heterogeneous enum validation", "one of the enum is valid"),
    ("required.json", "required validation", "ignores arrays"),
}
"""The checker takes these; the form does not, since an empty list at its top is no answer yet."""


class One(NamedTuple):
    """One test of the suite. `schema` says its draft."""

    file: str
    case: str
    name: str
    schema: dict[str, Any]
    data: Any
    valid: bool


def suite(draft: str) -> Iterator[One]:
    with zipfile.ZipFile(SUITE) as packed:
        for name in packed.namelist():
            if not name.startswith(f"tests/{draft}/"):
                continue
            file = name.removeprefix(f"tests/{draft}/")
            for case in json.loads(packed.read(name)):
                about, raw = {"$schema": DRAFTS[draft]}, case["schema"]
                schema = {**about, **raw} if isinstance(raw, dict) else {**about, "allOf": [raw]}
                for test in case["tests"]:
                    yield One(
                        file,
                        case["description"],
                        test["description"],
                        schema,
                        test["data"],
                        test["valid"],
                    )


def known(one: One, reasons: dict[tuple[str, str], str]) -> bool:
    return any(one.file == file and one.case.startswith(case) for file, case in reasons)


@pytest.mark.parametrize("draft", DRAFTS)
def test_the_checker_agrees_with_the_suite_but_for_what_is_written_here(draft: str) -> None:
    wrong, left, unsaid = [], set(), []
    for one in suite(draft):
        reader = Reader()
        document = Document(reader.document(one.schema), reader.refs)
        evaluator = Evaluator(document, Patterns())
        verdict = evaluator.verdict(document.root, one.data)
        said = reader.unread or evaluator.patterns.skipped or evaluator.gave_up
        if verdict is None and not said:
            unsaid.append(one)
        if one.valid and verdict is False and not known(one, REFUSED):
            wrong.append(one)
        if not one.valid and verdict is not False:
            if said:
                left.add(one.file)
            elif not known(one, ACCEPTED):
                wrong.append(one)
    assert wrong == []
    assert unsaid == []
    assert left <= LEFT_TO_THE_SERVER.keys()


@pytest.mark.parametrize("draft", DRAFTS)
def test_the_form_refuses_nothing_that_the_suite_takes(draft: str) -> None:
    wrong = []
    for one in suite(draft):
        if any(invisible_in(one.data)):
            continue  # nobody means a control character
        if one.valid and not known(one, REFUSED) and one[:3] not in EMPTY_AT_THE_TOP:
            form = read_form({"fields": one.schema})
            wrong.extend([one] if form.check(one.data) else [])
    assert wrong == []


def test_each_known_difference_is_one() -> None:
    everything = [one for draft in DRAFTS for one in suite(draft)]
    assert len(everything) > 5_000
    for file, case in [*REFUSED, *ACCEPTED]:
        assert any(one.file == file and one.case.startswith(case) for one in everything)
    assert {one.file for one in everything} >= LEFT_TO_THE_SERVER.keys()
