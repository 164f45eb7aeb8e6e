# Short names for the daily commands: `just` lists them. CONTRIBUTING.md has the plain commands; nothing needs just.

set positional-arguments

uv := "uv run --group dev"

# List the commands.
default:
    @just --list

# Start a desk with demo data, and serve it until Ctrl-C.
run *options:
    uv run manage.py up "$@"

# Run tests: all of them, or those that are named.
test *what:
    {{ uv }} pytest "$@"

# Run the tests that need no browser.
test-fast *what:
    {{ uv }} pytest -m "not browser" "$@"

# Check style, templates and layers.
lint:
    {{ uv }} ruff check
    {{ uv }} ruff format --check
    {{ uv }} djlint --lint --quiet templates
    {{ uv }} lint-imports

# Put style right where that can be done without thinking.
format:
    {{ uv }} ruff check --fix
    {{ uv }} ruff format

# Check types.
types:
    {{ uv }} mypy

# Run all tests, and say which lines none of them runs.
coverage:
    {{ uv }} pytest --cov --cov-report=
    {{ uv }} coverage report --show-missing --skip-covered

# Measure how long people wait.
bench *options:
    uv run manage.py bench "$@"

# Bring the database up to date. Needs its owner: while `just run` is up, that is root.
migrate:
    uv run manage.py migrate

# Write a migration with this name, after a change of the models.
migration name:
    uv run manage.py makemigrations claims --skip-checks --name "$1"

# Write claims/sql/wanted.json anew, after a change of claims/sql or of the models.
wanted:
    uv run manage.py check_database --write

# Check everything but the tests.
check: lint types
    uv run manage.py makemigrations --check --skip-checks

# Check everything, as it is checked before a change lands.
ci:
    .ci/run
