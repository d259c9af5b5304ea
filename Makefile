# make demo: the product on this machine. make test: the whole suite. See README.md.
PORT ?= 8000
DATA_DIR ?= ./instance
PYTHON ?= python3
BIN := .venv/bin
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: demo test lint format bench drills browser
.DEFAULT_GOAL := demo

.venv/.made:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing. Install it (Debian: apt-get install python3-venv) and run make again."; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.runtime: .venv/.made pyproject.toml constraints.txt
	@echo "Installing hubapp into .venv (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.dev: .venv/.made pyproject.toml constraints.txt
	@echo "Installing hubapp and what its tests need into .venv (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch .venv/.runtime $@

demo: .venv/.runtime
	@PORT=$(PORT) DATA_DIR=$(DATA_DIR) exec $(BIN)/hubapp demo

browser:
ifeq ($(CHROMIUM),)
	@echo "Installing Chromium, which the journeys drive ..."
	@if [ "$$(id -u)" = 0 ]; then SUDO=; else SUDO="sudo -n"; fi; \
	  $$SUDO apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq chromium >/dev/null \
	  || { echo "Chromium could not be installed. Install Debian's package 'chromium' and run make test again."; exit 1; }
endif

test: .venv/.dev browser
	$(BIN)/pytest -n 2 --dist loadfile $(ARGS)

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet hubapp

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev
	$(BIN)/python -m bench $(ONLY)

drills: .venv/.dev browser
	DRILL_KILLS=100 DRILL_FAULTS=10000 $(BIN)/pytest -rP tests/drills/test_kills.py tests/drills/test_faults.py
