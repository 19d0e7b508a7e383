# `just` lists the commands. It is optional (https://just.systems): each line also works in a shell.
default:
    @just --list

# Set up .venv with all test dependencies.
setup:
    python3 -m venv --upgrade-deps .venv && .venv/bin/pip install --quiet --editable '.[dev]'

# Run all tests, or some: just test tests/workflow
test *paths:
    .venv/bin/python -m pytest {{paths}}

# Linter, formatter, type checker and import rules.
check:
    .venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

# Regenerate all generated files.
generate:
    .venv/bin/python -m sinch_order_cli.commands.generate
    .venv/bin/python -m tests.faults.table > docs/faults.md
    .venv/bin/python tests/pictures/make.py
    UPDATE_GOLDEN=1 .venv/bin/python -m pytest -q tests/wizard/test_golden.py

# Run the wizard against the sandbox.
wizard:
    .venv/bin/sinch-order wizard --sandbox

# Run all checks, like CI.
ci:
    .ci/run
