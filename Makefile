# Reviewer, from a fresh clone: `make run` and `make test` set up all they need first.
# The work is done by small scripts in packaging/; where there is no make: python packaging/run.py
.DEFAULT_GOAL := help
.PHONY: help setup run test torture score bench format bundle screenshots sample icons clean

PYTHON_HERE = "$$(sh packaging/find-python.sh || echo false)"

help:
	@echo "make run          try Reviewer on the sample project"
	@echo "make test         run every check: format, lint, types, layers, tests"
	@echo "make score        extract the published reports and score the result (needs the reports)"
	@echo "make bench        measure speed and memory against bare reading (needs the reports)"
	@echo "make torture      try to lose work: kill, fail, damage, upgrade (minutes)"
	@echo "make setup        only set up .venv and the system libraries"
	@echo "make format       format the code"
	@echo "make bundle       build the program with all it needs in build/bundle, and start it once"
	@echo "make screenshots  take the pictures of the README again"
	@echo "make sample       build the sample reports again (needs LibreOffice)"
	@echo "make icons        render the icon again"
	@echo "make clean        remove what was built (.venv stays)"

setup:
	@$(PYTHON_HERE) packaging/prepare.py

run:
	@$(PYTHON_HERE) packaging/run.py

test:
	@$(PYTHON_HERE) packaging/check.py

score: setup
	@.venv/bin/python -m tests.benchmarks.score
	@.venv/bin/python -m tests.benchmarks.learning

bench: setup
	@.venv/bin/python -m tests.benchmarks.extraction
	@.venv/bin/python -m tests.benchmarks.window
	@.venv/bin/python -m tests.benchmarks.recurrences
	@.venv/bin/python -m tests.benchmarks.across

torture: setup
	@.venv/bin/python -m tests.torture

bundle:
	@$(PYTHON_HERE) packaging/bundle.py

screenshots:
	@$(PYTHON_HERE) packaging/screenshots.py

format: setup
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

sample: setup
	@.venv/bin/python packaging/sample/build.py

icons: setup
	@.venv/bin/python packaging/icons.py

clean:
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find reviewer tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
