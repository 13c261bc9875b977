# Zwei Befehle genügen: „make run“ richtet alles ein und startet, „make test“ prüft alles.
# Einstellbar: PYTHON, MODELS, TORCH_INDEX, UV (siehe .ci/setup) sowie HOST, PORT, DATA_DIR … (siehe .env.example)

FILE ?= tests/data/questions.jsonl
TESTS ?=

.PHONY: help setup run index test evaluate lint clean

help: ## Diese Übersicht zeigen
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Umgebung .venv und Gestaltungsmittel einrichten
	@.ci/setup

run: index ## Einrichten, Index abgleichen, Seite auf http://127.0.0.1:8000 starten
	@.venv/bin/assistant serve || [ $$? = 130 ] # Strg + C

index: setup ## Index mit dem Korpus abgleichen
	@echo "Gleiche den Index mit dem Korpus ab."
	@.venv/bin/ingest build

test: ## Alle Tests (oder einzelne: make test TESTS=tests/index)
	@.ci/setup test
	@.venv/bin/python -m pytest $(TESTS)

evaluate: index ## Güte messen (andere Fragen: make evaluate FILE=datei.jsonl)
	@.venv/bin/assistant evaluate $(FILE)

lint: ## Stil und Typen prüfen
	@.ci/setup test
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

clean: ## Umgebung und Zwischenspeicher löschen (data/ bleibt)
	@rm -rf .venv node_modules build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find assistant ingest tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Aufgeräumt. Der Index und eingelesene Quellen in data/ sind noch da."
