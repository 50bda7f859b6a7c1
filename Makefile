# `make` lists what can be done. Everything is installed inside this folder (.uv, .venv, node_modules, build, var).
.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
PORT ?= 8020
DATA ?=
.PHONY: help setup run test check fix bench assets lock doctor

help: ## list these recipes
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what `run` needs; quick when nothing changed
	@sh requirements/setup.sh run

run: setup ## serve the site: database, data, pages and background work (PORT=8020 DATA=folder of open data)
	@exec $(BIN)/wmp2020 run --port "$(PORT)" $(if $(DATA),--data "$(DATA)")

test: ## install what tests need, then run every one (ARGS="-k word" for pytest)
	@sh requirements/setup.sh test
	@exec $(BIN)/pytest $(ARGS)

check: ## linters, types, layers and the tests of the house itself
	@sh requirements/setup.sh test
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy wmp2020
	@$(BIN)/lint-imports
	@$(BIN)/pytest tests/house

fix: ## let ruff sort and format the code
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: setup ## measure against peers side by side (BENCH=inform ARGS=--quick)
	@exec $(BIN)/wmp2020 bench $(or $(BENCH),inform) $(ARGS)

assets: setup ## build style sheets and scripts again
	@npm run --silent build

lock: ## write requirements/*.lock anew from pyproject.toml
	@sh requirements/lock.sh

doctor: ## say what is missing and which command mends it
	@if [ -x $(BIN)/wmp2020 ]; then exec $(BIN)/wmp2020 doctor; else exec python3 -m wmp2020.website.doctor; fi
