# make site    sets everything up and builds the example's public edition into site/
# make test    sets everything up and runs all tests
# make check   all problems of the example's source; writes nothing
# make lint    the part of `make test` that reads the code: ruff and mypy
# make bench   the example's whole build against a bare site build of the same pages; its PDF against a long one and
#              WeasyPrint, where that is installed; names found in invented reviews
# make lock    new requirements*.txt from pyproject.toml and requirements*.in
# make clean   removes what was built and what was installed, but not site/
#
# Needs Python 3.11 or later with its venv module, `make test` also Node.js 20 with npm, and a network for the first set-up. A
# set-up is stamped with a digest of all that it depends on, so that the next `make` needs no network and a changed lock is never
# overlooked.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.PHONY: site test check lint bench lock clean setup setup-test

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet --quiet

# The first Python that is new enough and can make an environment: on Debian `python3` may come without ensurepip.
PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo "$$candidate" && break; done)

# The folder is part of it: an environment that was moved has wrong paths in its scripts.
digest = $(shell { cat $(1); echo "$(CURDIR)"; } | cksum | tr ' ' '-')
STAMP := $(VENV)/.stamp-$(call digest,requirements.txt pyproject.toml)
CHECKERS := tests/checkers
CHECKERS_STAMP := $(CHECKERS)/node_modules/.stamp-$(call digest,$(CHECKERS)/package.json $(CHECKERS)/package-lock.json)
TEST_STAMP := $(VENV)/.stamp-test-$(call digest,requirements.txt pyproject.toml requirements-test.txt)

site: setup
	$(BIN)/python build.py build --edition public

check: setup
	$(BIN)/python build.py check --edition public

test: lint $(CHECKERS_STAMP)
	CHROMIUM="$$(.ci/find browser)" && export CHROMIUM && JAVA="$$(.ci/find java)" && export JAVA && \
		$(BIN)/python -m pytest -n 2

lint: setup-test
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

bench: setup
	$(BIN)/python -m bench.build
	$(BIN)/python -m bench.pdf
	$(BIN)/python -m bench.anonymity

setup: $(STAMP)

setup-test: $(TEST_STAMP)

# Made anew whenever anything differs: what an older lock installed must not linger.
$(STAMP):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later with its venv module is needed (on Debian: apt-get install" \
		"python3 python3-venv)" >&2; exit 2; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --require-hashes --requirement requirements.txt
	$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	touch $@

$(TEST_STAMP): $(STAMP)
	$(PIP) install --require-hashes --requirement requirements-test.txt
	touch $@

$(CHECKERS_STAMP):
	@command -v npm >/dev/null || { echo "Node.js 20 or later with npm is needed for the checkers of pages (on Debian:" \
		"apt-get install nodejs npm)" >&2; exit 2; }
	cd $(CHECKERS) && npm ci --no-progress --loglevel=error
	touch $@

# The files name no index, and carry the markers of every platform.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock:
	@command -v uv >/dev/null || { echo "uv is needed to write the locks (pip install uv)" >&2; exit 2; }
	$(COMPILE) $(UPGRADE) pyproject.toml requirements.in --output-file requirements.txt
	$(COMPILE) $(UPGRADE) requirements-test.in --output-file requirements-test.txt

clean:
	rm -rf $(VENV) $(CHECKERS)/node_modules .work .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
