# Two commands on a fresh machine with Python 3.11 or newer, git and make:
#   make demo    sets up, builds a small hospital, screens it, says what it found
#   make test    sets up and runs every test
# Offline: make … WHEELS=folder installs from a folder of wheels (make wheels fills one).

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
FROM := $(if $(WHEELS),--no-index --find-links=$(WHEELS),)
SIZE ?= small

.PHONY: demo test lint types bench manual wheels requirements clean

# the pins are complete (pip check says so), so nothing is resolved: a newer release elsewhere cannot break the set-up
# what runs, and nothing else: enough for the demo
$(VENV)/runs: requirements/runtime.txt requirements/build.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Culprit needs Python 3.11 or newer; none was found on the PATH." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --no-deps $(FROM) -r requirements/runtime.txt -r requirements/build.txt
	$(PIP) check
	$(PIP) install --no-deps --no-build-isolation $(FROM) -e .
	@touch $@

# and what tests, linters and studies need
$(VENV)/installed: requirements/development.txt $(VENV)/runs
	$(PIP) install --require-hashes --no-deps $(FROM) -r requirements/development.txt
	$(PIP) check
	@touch $@

demo: $(VENV)/runs
	$(BIN)/culprit demo --out demo

test: $(VENV)/installed
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/installed
	$(BIN)/mypy

bench: $(VENV)/installed
	$(BIN)/python -m benchmarks --size $(SIZE)

# a folder of wheels for a machine without a network
wheels: $(VENV)/installed
	$(PIP) download --require-hashes --no-deps -d wheels -r requirements/development.txt

# the pages of the manual that are printed from the code and the knowledge
manual: $(VENV)/installed
	$(BIN)/python tools/manual_pages.py

# new pins: needs uv, and is the only thing that does; the smaller files take their versions from the largest
COMPILE = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
requirements:
	$(COMPILE) --group development -o requirements/development.txt
	$(COMPILE) -c requirements/development.txt -o requirements/runtime.txt
	$(COMPILE) -c requirements/development.txt --extra study -o requirements/study.txt
	uv pip compile --group build -c requirements/development.txt --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements/build.txt

clean:
	rm -rf $(VENV) demo build src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
