.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
TOO_OLD := Python 3.11 or newer is needed; name one: make PYTHON=/path/to/python3.11
WORKERS ?= auto

# A folder without pip is what is left when the system's Python could not make an environment.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "$(TOO_OLD)")'
	@echo "Setting up $(VENV), once; this takes a minute."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.txt | $(VENV)/.made
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(VENV)/.made
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.runtime

CATALOGUES := $(wildcard locales/*/LC_MESSAGES/*.po)
$(VENV)/.catalogues: $(CATALOGUES) | $(VENV)/.runtime
	@$(BIN)/python -m locales.compile
	@touch $@

.PHONY: demo
demo: $(VENV)/.runtime $(VENV)/.catalogues ## Start bot, simulator and sample catalogue; prints one address
	@exec $(BIN)/python -m bot demo

.PHONY: test
test: $(VENV)/.dev $(VENV)/.catalogues ## Run all tests; on one core: make test WORKERS=0
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: lint
lint: $(VENV)/.dev ## Check style and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

.PHONY: types
types: $(VENV)/.dev ## Check types strictly
	$(BIN)/mypy

.PHONY: bench
bench: $(VENV)/.dev $(VENV)/.catalogues ## Measure the bot and the simulator beside their peers
	$(BIN)/python -m benchmarks.replies
	$(BIN)/python -m benchmarks.announcements
	$(BIN)/python -m benchmarks.simulator

.PHONY: crawl
crawl: $(VENV)/.dev $(VENV)/.catalogues ## Walk every screen in every language
	$(BIN)/python -m pytest tests/crawl

.PHONY: play
play: $(VENV)/.runtime $(VENV)/.catalogues ## Play the dialogs in the terminal
	@exec $(BIN)/python -m bot play

.PHONY: translations
translations: $(VENV)/.dev ## Extract texts, merge them into every catalogue, report what is missing
	$(BIN)/python -m locales.update

.PHONY: pins
pins: ## Pin every dependency with hashes again (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --quiet pyproject.toml -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --quiet --extra dev pyproject.toml -o requirements-dev.txt

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'
