# make run | serve | bundle | test | test-fast | check | bench: see README.md. Needs python3 (3.11) with venv, and make.
PORT ?= 8501
HOST ?= 127.0.0.1
STORE ?= $(or $(GUATU_STORE),data/store)
PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
CODE := $(wildcard dashboard.py accounts api data metrics etl pages reports deploy benchmarks)
SQL := etl/sql data/known $(wildcard metrics/sql metrics/*/sql)
LAYERS := tests/test_imports.py tests/test_subjects.py tests/test_house.py tests/test_papers.py
FAST := $(LAYERS) tests/test_tables.py tests/data tests/metrics tests/etl/intake tests/etl/link

# The same everywhere: UTF-8 under LANG=C, and output as it comes.
export PYTHONUTF8 := 1
export PYTHONUNBUFFERED := 1
export GUATU_STORE := $(STORE)

.PHONY: run serve bundle test test-fast check bench

run: .venv/ready-to-run
	$(PY) -m etl demo --if-missing --store "$(STORE)"
	$(PY) -m streamlit run dashboard.py --server.address 127.0.0.1 --server.port $(PORT)

serve: .venv/ready-to-run
	$(PY) -m accounts.serving --host "$(HOST)" --port $(PORT) --store "$(STORE)"

# One archive for machines without a package index, in dist/; PLATFORM=linux-x86_64 makes a smaller one.
bundle: .venv/ready-to-test
	$(PY) -m deploy.bundle dist $(PLATFORM:%=--platform %)

test: .venv/ready-to-test
	$(PY) -m tests.install_browser
	$(PY) -m tests.install_postgres
	$(PY) -m tests.install_java
	$(PY) -m tests.install_nginx
	@env -u GUATU_STORE $(PY) -m pytest -n auto

# Without browser, PostgreSQL, demo stores, generated cases, damaged and drawn workbooks: minutes instead of an hour.
test-fast: .venv/ready-to-test
	@env -u GUATU_STORE $(PY) -m pytest -q -n auto -m "not browser and not demo and not hypothesis" -k "not postgres" $(FAST)

check: .venv/ready-to-test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy $(CODE)
	$(PY) -m sqlfluff lint --processes 0 --disable-progress-bar $(SQL)
	.venv/bin/biome lint --error-on-warnings
	$(PY) -m pytest -q $(LAYERS)

bench: .venv/ready-to-test
	$(PY) -m benchmarks

.venv/bin/pip:
	$(PYTHON) -m venv .venv

.venv/ready-to-run: requirements.txt | .venv/bin/pip
	@echo "Installing what runs the dashboard (first time only, some minutes) ..."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/ready-to-test: requirements-dev.txt requirements.txt | .venv/bin/pip
	@echo "Installing what tests and checks need ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@
