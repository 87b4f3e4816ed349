# Set-up, running and checking. `make` lists the targets; docs/operation.md says more.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Of what reads our files as an outsider; nothing of the product runs in it.
MINING := .venv-mining
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The whole suite runs in several processes, each with servers of its own. Tests with a browser run after the others:
# what drives it keeps threads, and some of the others fork.
SPREAD := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# Only the files that have such tests: each process would read all others in vain.
BROWSED = $(shell ls -S $$(grep -rl --include='test_*.py' 'mark\.browser' tests))

# Empty files that are newer than the requirements which were last installed.
RUNTIME := $(VENV)/.runtime-installed
TOOLS := $(VENV)/.tools-installed

.DEFAULT_GOAL := help
.PHONY: help setup run services stop test soak mining lint bench messages

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(TOOLS) ## Make .venv and install what running, testing and linting need
	@$(BIN)/python -m project.catalogs compile

run: $(RUNTIME) ## Serve the demo bloc: PORT=8000, DATA_DIR=.data; Ctrl-C stops it
	@$(BIN)/python -m project.run

services: $(RUNTIME) ## Start the embedded PostgreSQL and Valkey, and leave them running
	@$(BIN)/python -m project.services start

stop: $(RUNTIME) ## Stop the embedded PostgreSQL and Valkey
	@$(BIN)/python -m project.services stop

# The suite starts some hundred processes; each would compile all of ours again where a machine keeps no bytecode.
test soak: export PYTHONDONTWRITEBYTECODE :=

test: setup ## Run the tests; ARGS="tests/journal -k chain" chooses some
	@$(if $(ARGS),$(BIN)/pytest $(ARGS),$(BIN)/pytest $(SPREAD) -m "not browser" && $(BIN)/pytest $(SPREAD) -m browser $(BROWSED))

soak: setup ## Run the same tests with long counts
	@SOAK=1 $(BIN)/pytest $(ARGS)

mining: setup $(MINING)/.installed ## Check event logs with pm4py and medians with lifelines, in an environment of its own
	@$(MINING)/bin/python tests/outside/with_lifelines.py
	@$(BIN)/python tests/outside/mining.py $(MINING)/bin/python

lint: setup ## Check style, types, layers, migrations and translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python -m project.services.throwaway $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m project.catalogs check

bench: setup ## Print the figures of docs/architecture.md: every script of bench/
	@set -e; for script in $(wildcard bench/*.py); do echo "== $$script"; $(BIN)/python $$script; done

messages: setup ## Bring the translations' catalogs in step with the code
	@$(BIN)/python -m project.catalogs extract

$(MINING)/.installed: $(BIN)/python requirements-mining.txt
	@echo "Installing pm4py and lifelines beside the product; a minute or two the first time…"
	@$(BIN)/python -m venv --clear $(MINING)
	@$(MINING)/bin/python -m pip --disable-pip-version-check --quiet install --requirement requirements-mining.txt
	@touch $@

$(TOOLS): $(RUNTIME) requirements-dev.txt
	@echo "Installing what tests and lint need…"
	@$(PIP) install --requirement requirements-dev.txt --constraint constraints.txt
	@touch $@

$(RUNTIME): $(BIN)/python requirements.txt constraints.txt
	@echo "Installing what the product runs on; a minute or two the first time…"
	@$(PIP) install --requirement requirements.txt --constraint constraints.txt
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Python 3.11 or later is needed, and there is no $(PYTHON): apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed, and $(PYTHON) is $$($(PYTHON) -V 2>&1): make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
