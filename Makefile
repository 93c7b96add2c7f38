# Every command a developer needs. `make run` and `make test` do all set-up on a fresh machine.

PYTHON ?= $(shell for python in python3.13 python3 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 13))' >/dev/null 2>&1 \
	&& { echo $$python; break; }; done)
TOOL = $(or $(PYTHON),$(error Python 3.13 or newer was not found; install it, or name it: make run PYTHON=/path/to/python)) -m tools
BIN = .venv/bin
CORE_COVERAGE = 95
GUI_COVERAGE = 85
READING_EXAMPLES ?= 10000
LOCK_KILLS ?= 200
MEMO_TAMPERINGS ?= 20000
CHARACTERISTICS_EXPERIMENTS ?= 1800

.DEFAULT_GOAL := help
.PHONY: help setup run test coverage format lint types contracts check bundle smoke bench bench-startup bench-reading bench-scorecards bench-characteristics screenshots lock clean fuzz-reading fuzz-locking fuzz-memo torture bench-history calibrate mutate fuzz-characteristics

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */\1|/' | awk -F'|' '{printf "make %-16s %s\n", $$1, $$2}'

setup:  ## everything development needs, into .venv
	@$(TOOL).setup --dev

run:  ## the program (ARGS="export.csv" opens a file); headless on a sample where there is no display
	@$(TOOL).run $(ARGS)

test:  ## every test, with branch coverage (ARGS="tests/core -k srm" for some)
	@$(TOOL).test $(ARGS)

coverage: setup  ## how much of the code the last `make test` ran; it may not fall below these bars
	@printf 'experimentos_core: '; $(BIN)/coverage report --format total --include 'experimentos_core/*' --fail-under $(CORE_COVERAGE)
	@printf 'experimentos_gui: '; $(BIN)/coverage report --format total --include 'experimentos_gui/*' --fail-under $(GUI_COVERAGE)

format: setup  ## lay the code out
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only --quiet .

lint: setup  ## layout and style, unchanged files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup  ## mypy --strict
	$(BIN)/mypy

contracts: setup  ## the direction of imports
	$(BIN)/lint-imports --no-logo

check: lint types contracts  ## all static checks

bundle: setup  ## the one-folder program, in dist/ExperimentOS
	$(BIN)/pyinstaller --noconfirm --clean --log-level ERROR build.spec

smoke: setup  ## try the bundle: window, headless, same numbers as from source
	$(BIN)/python -m pytest tests/bundle -p no:randomly

bench: bench-startup bench-scorecards  ## start-up time, and scorecards against three peer libraries

bench-startup: setup  ## start-up time against a bare window
	$(BIN)/python -m tools.bench_startup

fuzz-reading: setup  ## 10,000 datasets in any dialect, written and read back (READING_EXAMPLES=n for more)
	READING_EXAMPLES=$(READING_EXAMPLES) $(BIN)/python -m pytest -o timeout=0 tests/core/reading/test_round_trip.py

fuzz-locking: setup  ## a window killed at 200 random moments while it locks and amends (LOCK_KILLS=n for more)
	LOCK_KILLS=$(LOCK_KILLS) $(BIN)/python -m pytest -o timeout=0 tests/gui/session/test_killed_window.py

fuzz-memo: setup  ## 20,000 memos with one character changed, all of which must be found (MEMO_TAMPERINGS=n for more)
	MEMO_TAMPERINGS=$(MEMO_TAMPERINGS) $(BIN)/python -m pytest -o timeout=0 tests/core/memo_check/test_tampering.py

fuzz-characteristics: setup  ## 100,000 simulated experiments, each decided by the program itself too
	CHARACTERISTICS_EXPERIMENTS=$(CHARACTERISTICS_EXPERIMENTS) $(BIN)/python -m pytest -o timeout=0 tests/core/operating_characteristics/test_same_as_product.py

torture: setup  ## the history: killed 300 times, 1,000 damaged files, full disks, two programs, 500 MB in one cell
	HISTORY_KILLS=300 HISTORY_FLIPPED=1000 HISTORY_ACTS=500 HISTORY_BLOB_MB=500 $(BIN)/python -m pytest -o timeout=0 -n0 -s tests/core/history/test_killed.py tests/core/history/test_flipped.py tests/core/history/test_troubles.py

bench-history: setup  ## 100,000 experiments: first rows, searches, counts, an act, memory
	$(BIN)/python -m tools.bench_history $(ARGS)

bench-reading: setup  ## whether the window stalls while it reads the largest files it takes
	$(BIN)/python -m tools.bench_reading

bench-scorecards: setup  ## scorecards of 1 to 10,000 metrics against three peer libraries
	$(BIN)/python -m tools.bench_scorecards $(ARGS)

bench-characteristics: setup  ## a million simulated experiments through the whole decision rule
	$(BIN)/python -m tools.bench_characteristics $(ARGS)

calibrate: setup  ## error rates, power and coverage of every method, into docs/calibration.md
	$(BIN)/python -m tools.calibrate $(ARGS)

mutate: setup  ## whether a test notices each small change to the code, into docs/mutation.md (ARGS="stats" for a part)
	$(BIN)/python -m tools.mutate $(ARGS)

screenshots: setup  ## the pictures in docs/screenshots, from the real window
	$(BIN)/python -m tools.screenshots

lock: setup  ## recompile the pinned, hashed requirement files from pyproject.toml
	$(BIN)/python -m tools.lock

clean:  ## remove what the tools made, except .venv
	rm -rf build dist .coverage .coverage.* htmlcov .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
