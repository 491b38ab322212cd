# Every target sets up what it needs, from nothing but Python >= 3.11 with pip and venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo test lint check pictures spark soak bench browser postgres format clean
.DEFAULT_GOAL := demo

setup: $(BIN)/.installed

$(BIN)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Amber needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

demo: setup  ## the whole product on this machine: workbook, bot and a local Slack with a page
	$(BIN)/amber demo

test: setup browser postgres
	$(BIN)/pytest -n auto --dist loadgroup -m "not spark and not soak" $(ARGS)

lint: setup  ## style, types, and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test  ## the gate: what must hold before a commit lands

browser: setup  ## Chromium: the one found, else Debian's, else playwright's own
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	  || $(BIN)/playwright install chromium

postgres:  ## PostgreSQL's server for the tests: the one found, else Debian's
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq postgresql >/dev/null; } \
	  || { echo "The tests need PostgreSQL's server: install it, then run make again"; exit 2; }

pictures: setup browser  ## README's pictures, from the local Slack on a day that stands still; ARGS="--lang vi --into DIR"
	$(BIN)/python -m tests.e2e.pictures $(ARGS)

spark: setup  ## every KPI on a Spark cluster of worker processes; Java is the one found, else Debian's
	@command -v java >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq openjdk-17-jre-headless >/dev/null; } \
	  || { echo "Spark needs Java 17: install it, then run make spark again"; exit 2; }
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[spark]'
	$(BIN)/pytest -m spark $(ARGS) tests/engines

soak: setup  ## the proofs of delivery and of memory in their whole length
	$(BIN)/pytest -m soak $(ARGS)

bench: setup
	$(BIN)/python -m tests.bench $(ARGS)

format: setup
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
