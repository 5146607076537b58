# One gate and two doors: `make run`, `make test`, and `make check` before every commit.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check format lint types walls lock bench clean

run: $(VENV)/.run
	@if $(BIN)/python -c 'import sys; from bot.settings import load; sys.exit(load().bot_token is None)' 2>/dev/null; \
	then exec $(BIN)/spool run; else exec $(BIN)/spool try; fi

# What draws pictures is counted where there are the libraries and fonts to test it.
test: $(VENV)/.dev
	$(BIN)/coverage erase
	PTB_TIMEDELTA=1 $(BIN)/coverage run -m pytest $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report $$($(BIN)/python -m tests.drawable) --include='threads/*' --fail-under=100
	$(BIN)/coverage report $$($(BIN)/python -m tests.drawable) --fail-under=95

check: format lint types walls test

format: $(VENV)/.dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

walls: $(VENV)/.dev
	$(BIN)/lint-imports

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Spool needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "This Python has no venv module: install it (Debian and Ubuntu: apt-get install python3-venv) and try again."; exit 1; }

# The lock files pin every package by hash. hatchling is among them, so building Spool itself fetches nothing unpinned.
$(VENV)/.run: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Choose new pinned versions after a change to pyproject.toml.
lock: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options --extra build -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options --extra build --extra dev -o requirements-dev.lock pyproject.toml

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.import

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*
