# `just` lists what can be run; https://just.systems is optional: each line works in a shell, too.
default:
    @just --list

# Set up .venv with everything that the tests need.
setup:
    python3 -m venv --upgrade-deps .venv && .venv/bin/pip install --quiet --editable '.[dev]'

# Run the tests, or those that are named: just test tests/workflow
test *paths:
    .venv/bin/python -m pytest {{paths}}

# Linter, formatter, type checker and import rules.
check:
    .venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

# Write everything again that is generated.
generate:
    .venv/bin/python -m sinch_order_cli.commands.generate
    .venv/bin/python -m tests.faults.table > docs/faults.md
    .venv/bin/python tests/pictures/make.py
    UPDATE_GOLDEN=1 .venv/bin/python -m pytest -q tests/wizard/test_golden.py

# The wizard against the sandbox.
wizard:
    .venv/bin/sinch-order wizard --sandbox

# All that has to pass before a change lands, as CI runs it.
ci:
    .ci/run
