# For those who have make; every line here is a command anyone can type.
.PHONY: run test lint translations

run:
	./run

test:
	./test

lint:
	.venv/bin/python -m ruff check .
	.venv/bin/python -m mypy
	.venv/bin/lint-imports

translations:
	.venv/bin/python -m tools.translations
