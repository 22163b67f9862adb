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
$(VENV)/installed: requirements/development.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Culprit needs Python 3.11 or newer; none was found on the PATH." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --no-deps $(FROM) -r requirements/development.txt
	$(PIP) check
	$(PIP) install --no-deps --no-build-isolation $(FROM) -e .
	@touch $@

# Spark and a PostgreSQL server, which only tests need; a machine that cannot have them skips those tests and says so
$(VENV)/engines: $(VENV)/installed requirements/engines.txt
	$(PIP) install --require-hashes --no-deps $(FROM) -r requirements/engines.txt || echo "no Spark and no PostgreSQL: tests of engines will skip"
	@touch $@

demo: $(VENV)/installed
	$(BIN)/culprit demo --out demo

test: $(VENV)/engines
	$(BIN)/python -m pytest -n 2 --dist loadgroup

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
	$(BIN)/python tools/manual_pages.py

# the SQL that tests/engines holds the compilers to: read the difference before you keep it
snapshots: $(VENV)/installed
	$(BIN)/python tools/warehouse_snapshots.py

# new pins: needs uv, and is the only thing that does
requirements:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements/runtime.txt
	uv pip compile pyproject.toml --group development --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements/development.txt
	uv pip compile pyproject.toml --group development --group engines --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements/engines.txt
	uv pip compile --group benchmarks -c requirements/development.txt --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements/benchmarks.txt

clean:
	rm -rf $(VENV) demo build src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
