# make run: the shop (or the sandbox). make test: everything that can be tested here.
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	--only-binary :all:
UV := uv==0.13.9
LOCK := $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--only-binary :all: --no-header --no-annotate --no-emit-index-url
export PYTHON

.PHONY: run test prove check fmt lint types architecture bench migration backup doctor lock clean ready checkable

run: ready
	@$(BIN)/python bot.py

test: checkable
	@$(BIN)/pytest $(PYTEST)

# What takes hours: long days of faults, long storms. `make test` has a small size of each.
prove: checkable
	@OUTBOX_EVENTS=10000 PAIRS=5000 FAULT_ORDERS=500 FAULT_SEEDS=1,2,3 STORM_SEEDS=1,2,3,4,5,6,7,8 STORM_STEPS=400 \
		KILLS=50 $(BIN)/pytest tests/services/money/test_fault_run.py tests/services/test_storm.py tests/journeys/test_kill.py \
		tests/handlers/test_outbox_run.py tests/services/money/test_pairs.py \
		-o timeout=14400 -o faulthandler_timeout=0 $(PYTEST)

check: lint types architecture test

fmt: checkable
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

lint: checkable
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: checkable
	@$(BIN)/mypy

architecture: checkable
	@$(BIN)/lint-imports --no-logo --config pyproject.toml

bench: checkable
	@$(BIN)/python -m bench

migration: checkable
	@$(BIN)/alembic upgrade head && $(BIN)/alembic revision --autogenerate -m "$(m)"

backup doctor: ready
	@$(BIN)/python bot.py $@

# After a change of requirements.in or requirements-dev.in: every wheel again, with its hash.
lock: ready
	@$(BIN)/python -m venv $(VENV)/lock
	@$(VENV)/lock/bin/pip install --quiet --disable-pip-version-check $(UV)
	@for name in requirements requirements-dev; do \
		$(LOCK) $$name.in -o $$name.txt && sed -i "1i # Written by make lock from $$name.in." $$name.txt; \
	done

clean:
	rm -rf $(VENV)

ready:
	@sh .ci/venv.sh $(VENV)
	@[ $(VENV)/.run -nt requirements.txt ] || { \
		echo "Installing what the shop needs, about 30 s" >&2; \
		$(INSTALL) -r requirements.txt && touch $(VENV)/.run; }

checkable: ready
	@[ $(VENV)/.dev -nt requirements-dev.txt ] || { \
		echo "Installing what checks the shop, about a minute" >&2; \
		$(INSTALL) -r requirements-dev.txt && touch $(VENV)/.dev; }
