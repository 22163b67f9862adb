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

.PHONY: demo test lint types bench manual snapshots wheels requirements clean

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

# Spark and a PostgreSQL server, which only tests need; a machine that cannot have them skips those tests and says so
$(VENV)/engines: $(VENV)/installed requirements/engines.txt
	$(PIP) install --require-hashes --no-deps $(FROM) -r requirements/engines.txt || echo "no Spark and no PostgreSQL: tests of engines will skip"
	@touch $@

demo: $(VENV)/runs
	$(BIN)/culprit demo --out demo

test: $(VENV)/engines
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/installed
	$(BIN)/mypy

# the alternatives, beside the development requirements and pinned to agree with them
$(VENV)/installed-benchmarks: $(VENV)/installed requirements/benchmarks.txt
	$(PIP) install --require-hashes --no-deps $(FROM) -r requirements/benchmarks.txt
	@touch $@

bench: $(VENV)/installed-benchmarks
	$(BIN)/python -m benchmarks --size $(SIZE)

# a folder of wheels for a machine without a network
wheels: $(VENV)/installed
	$(PIP) download --require-hashes --no-deps -d wheels -r requirements/development.txt
	$(PIP) wheel --require-hashes --no-deps -w wheels -r requirements/engines.txt

# the pages of the manual that are printed from the code and the knowledge
manual: $(VENV)/installed
	$(BIN)/python -m tools.manual_pages

# the SQL that is kept, for warehouses and of the shortlist itself: read the difference before you keep it
snapshots: $(VENV)/installed
	$(BIN)/python -m tools.snapshots

# new pins: needs uv, and is the only thing that does; the smaller files take their versions from the largest
COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
AS_PINNED = -c requirements/development.txt
requirements:
	$(COMPILE) pyproject.toml --group development -o requirements/development.txt
	$(COMPILE) pyproject.toml $(AS_PINNED) -o requirements/runtime.txt
	$(COMPILE) pyproject.toml $(AS_PINNED) --extra study -o requirements/study.txt
	$(COMPILE) --group build $(AS_PINNED) -o requirements/build.txt
	$(COMPILE) pyproject.toml $(AS_PINNED) --group engines -o requirements/engines.txt
	$(COMPILE) --group benchmarks $(AS_PINNED) -o requirements/benchmarks.txt

clean:
	rm -rf $(VENV) demo build src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
