# make run: the shop (or the sandbox). make test: everything that can be tested here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check fmt lint types architecture bench migration backup doctor clean

run: $(VENV)/.run
	@$(BIN)/python bot.py

test: $(VENV)/.dev
	@$(BIN)/pytest $(PYTEST)

check: lint types architecture test

fmt: $(VENV)/.dev
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

lint: $(VENV)/.dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.dev
	@$(BIN)/mypy

architecture: $(VENV)/.dev
	@$(BIN)/lint-imports --no-logo --config pyproject.toml

bench: $(VENV)/.dev
	@$(BIN)/python -m bench

migration: $(VENV)/.dev
	@$(BIN)/alembic upgrade head && $(BIN)/alembic revision --autogenerate -m "$(m)"

backup doctor: $(VENV)/.run
	@$(BIN)/python bot.py $@

clean:
	rm -rf $(VENV)

$(VENV)/.run: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt $(VENV)/.run
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
