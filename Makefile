# The two commands of a newcomer are `make report` and `make test`; each sets up what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SAMPLE := examples/sahel-security/manuscript.md

# Homebrew's libraries are not where a Python that is not Homebrew's looks for them.
ifeq ($(shell uname -s),Darwin)
export DYLD_FALLBACK_LIBRARY_PATH := $(DYLD_FALLBACK_LIBRARY_PATH):/opt/homebrew/lib:/usr/local/lib
export PATH := $(PATH):/opt/homebrew/opt/openjdk/bin:/usr/local/opt/openjdk/bin
endif

.PHONY: report test setup bench words clean lock

## report: publish the sample article to build/, PDF and EPUB
report: $(READY)
	$(BIN)/report build $(SAMPLE) -o build

## test: lint, types, all tests
test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadscope

## setup: system packages that are missing, then a virtual environment from the lock
setup: $(READY)

$(READY): requirements.lock pyproject.toml .ci/system
	.ci/system
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

## bench: measure speed and memory, as ratios in one run, into bench/RESULTS.md
bench: $(READY)
	$(BIN)/python bench/run.py

## words: count the words that readers of PDF give back intact (WORDS_OPTIONS: see bench/words.py)
words: $(READY)
	$(BIN)/python bench/words.py $(WORDS_OPTIONS)

## clean: remove outputs and the environment
clean:
	find build -mindepth 1 ! -name README.md -delete
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

## lock: renew requirements.lock from pyproject.toml (for maintainers)
lock:
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	  --extra checks --extra dev --no-emit-index-url --no-emit-find-links --no-emit-options \
	  --no-emit-trusted-host --no-header --output-file requirements.lock pyproject.toml
