# make demo: the product on this machine. make test: the whole suite. See README.md.
PORT ?= 8000
DATA_DIR ?= ./instance
PYTHON ?= python3
BIN := .venv/bin

.PHONY: matrix campaign pictures demo test check coverage lint format lock bench drills browser
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

# What the journeys need beside Python's packages, each looked for before it is installed: Chromium (without its
# windows: half the work) and a font of known widths, the library that Playwright's driver is linked against, and ps.
browser: .venv/.dev
	@has() { command -v "$$1" >/dev/null; }; driver() { $(BIN)/playwright --version >/dev/null 2>&1; }; missing=; \
	  has chromium-headless-shell || has chromium || has chromium-browser || has google-chrome || \
    missing="chromium-headless-shell fonts-liberation"; \
	  driver || missing="$$missing libatomic1"; \
	  has ps || missing="$$missing procps"; \
	  [ -n "$$missing" ] || exit 0; \
	  echo "Installing what the journeys need (once):" $$missing "..."; \
	  if [ "$$(id -u)" = 0 ]; then SUDO=; else SUDO="sudo -n"; fi; \
	  { $$SUDO apt-get update -qq; \
	    $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	  } >.venv/apt.log 2>&1 && driver || { tail -n 3 .venv/apt.log; \
	    echo "That did not work. Install Debian's packages" $$missing "and run make again."; exit 1; }

test: .venv/.dev browser
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: lint test

# How much of hubapp the tests reach inside one process; journeys and drills run it in others.
coverage: .venv/.dev
	COVERAGE_FILE=.venv/.coverage $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --ignore=tests/journeys --ignore=tests/drills \
	  --cov=hubapp --cov-branch --cov-report=term:skip-covered --cov-fail-under=90 $(ARGS)

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet hubapp

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# constraints.txt anew: what pyproject.toml asks for and nothing else, at today's versions (UPGRADE=1: the newest).
# Lines with a condition (;) are for Pythons other than this one: they stay, and their version is changed by hand.
lock: .venv/.made
	@set -e; new=$$(mktemp -d); trap 'rm -rf "$$new"' EXIT; $(PYTHON) -m venv "$$new"; \
	  "$$new/bin/pip" install --quiet --disable-pip-version-check $(if $(UPGRADE),,-c constraints.txt) -e '.[dev]'; \
	  "$$new/bin/pip" list --disable-pip-version-check --format=freeze >"$$new/all"; \
	  { grep ';' constraints.txt || true; grep -Ev '^(pip|setuptools|wheel|hubapp)==' "$$new/all"; } >"$$new/kept"; \
	  LC_ALL=C sort -f -u -t= -k1,1 "$$new/kept" >constraints.txt

bench: .venv/.dev
	$(BIN)/python -m bench $(ONLY)

# Every card in every state under all conditions, by keyboard alone (some ten minutes). PICTURES=<folder> keeps a
# picture of each screen there.
matrix: .venv/.dev browser
	$(if $(PICTURES),mkdir -p $(PICTURES))
	MATRIX=whole MATRIX_PICTURES=$(PICTURES) $(BIN)/pytest -n 2 tests/journeys/test_every_card.py

# A whole campaign as a new user makes it: how many clicks, page loads and seconds (some two minutes).
campaign: .venv/.dev browser
	$(BIN)/pytest -rP tests/journeys/campaign_by_clicks.py

# Every picture in the guides, the README's film and the picker's cards, anew (some two minutes); what looks as it
# did stays as it is. ONLY="braze cards film guide": some of them.
pictures: .venv/.dev browser
	$(BIN)/python -m pictures $(ONLY)

drills: .venv/.dev browser
	DRILL_KILLS=100 DRILL_BROWSER_KILLS=200 DRILL_FAULTS=10000 DRILL_PLAYS=1000 $(BIN)/pytest -rP \
	  tests/drills/test_kills.py tests/drills/test_editor_kills.py \
	  tests/drills/test_faults.py tests/drills/test_counting.py tests/services/visiting/test_awarding_at_once.py
