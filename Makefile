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
	.venv/bin/pyside6-lupdate -no-obsolete main.py $$(find desktop widgets maps -name '*.py') -ts resources/translations/*.ts
	.venv/bin/pyside6-lrelease resources/translations/*.ts
