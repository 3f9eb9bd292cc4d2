# Everything here makes its own environment in .venv: git, make and Python 3.11 or newer are enough.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: help demo test lint bench accuracy soak shots clean

help:
	@echo "make demo      the made-up race, live, with every page linked from the start page"
	@echo "make test      the test suite"
	@echo "make lint      ruff, mypy, import-linter"
	@echo "make bench     every figure of docs/performance.md, as ratios taken in one run"
	@echo "make accuracy  docs/accuracy.md and its pictures again, from ../shared/data where it is there"
	@echo "make soak      kill -9 loops, fuzzing, a full disk, whole recorded days"
	@echo "make shots     the README's pictures again, from the demo"
	@echo "make clean     remove the environment and everything built"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "alongside needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Name another: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "python3 -m venv does not work here. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up $(VENV), once ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

demo: $(READY)
	$(BIN)/alongside demo $(ARGS)

test: $(READY)
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal $(ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m bench $(ARGS)

accuracy: $(READY)
	OMP_NUM_THREADS=1 $(BIN)/python tools/accuracy.py $(ARGS)

soak: $(READY)
	$(BIN)/python -m pytest tests/soak tests/browser/test_demo.py --soak $(ARGS)

shots: $(READY)
	$(BIN)/python tools/screenshots.py

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
