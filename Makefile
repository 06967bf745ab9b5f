# What to do, in which order. How Python is found and .venv is made: tools/setup.sh.

.DEFAULT_GOAL := help
.PHONY: help run app test test-windows executables test-long bench clean

BIN := .venv/bin
# The folder is part of the name of the stamps: once moved, the project sets itself up again.
HERE := $(shell pwd -P | cksum | cut -d' ' -f1)
READY := .venv/.ready-$(HERE)
READY_TO_TEST := .venv/.ready-to-test-$(HERE)
READY_FOR_WINDOWS := .windows/.ready-$(HERE)
# Where every line and every branch must have been run by a test.
PROVED := src/hygie/core/*,src/hygie/catalogue/*

help: ## montre cette aide
	@echo 'usage : make OBJECTIF'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

run: $(READY) ## installe ce qu'il faut, audite ce poste et montre le plan
	@$(BIN)/hygie audit
	@echo '' && echo 'Ici, le programme « hygie » se lance par : $(BIN)/hygie'

app: $(READY) ## ouvre l'application dans le navigateur
	@$(BIN)/hygie

test: $(READY_TO_TEST) ## vérifie tout ce qui se vérifie en quelques minutes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy src tests tools benchmarks
	bash tools/test.sh
	$(BIN)/coverage report --include='$(PROVED)' --fail-under=100

test-windows: $(READY_FOR_WINDOWS) ## passe les essais sur un vrai Python de Windows, sous Wine
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/windows src tests/windows
	bash tools/windows/test.sh

executables: $(READY_FOR_WINDOWS) ## construit et essaie hygie-poste, qui lit un poste sans installation
	sh tools/executables/build.sh
	HYGIE_EXECUTABLES=dist $(BIN)/python -m pytest tests/executables
	HYGIE_EXECUTABLES=dist bash tools/windows/python.sh -m pytest -p no:cacheprovider tests/executables

test-long: $(READY_TO_TEST) ## les essais lourds, et beaucoup plus de cas tirés au hasard
	$(BIN)/python -m pytest -m 'long or hypothesis' --hypothesis-profile=long

bench: $(READY) ## mesure la vitesse de Hygie, à côté de Lynis et d'une page nue
	$(BIN)/python benchmarks/audit.py
	$(BIN)/python benchmarks/app.py

clean: ## retire ce que make a installé ou produit ici ; vos données n'y sont pas
	rm -rf .venv .windows .hypothesis .mypy_cache .pytest_cache .ruff_cache .coverage build dist
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): tools/setup.sh requirements/build.txt requirements/run.txt pyproject.toml
	@sh tools/setup.sh run
	@touch $@

$(READY_TO_TEST): $(READY) requirements/dev.txt
	@sh tools/setup.sh test
	@touch $@

$(READY_FOR_WINDOWS): $(READY_TO_TEST) requirements/windows.txt $(wildcard tools/windows/*)
	@sh tools/windows/setup.sh
	@touch $@
