# The two commands: `make book` builds the site, `make test` checks it. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
SITE := _build/html/index.html
PORT ?= 8000
ARTICLES ?= ../shared/sources
INPUTS := $(shell find book claimbook data scenarios -type f -not -path '*/__pycache__/*' 2>/dev/null) index.md _config.yml _toc.yml

# A build and a test run start dozens of processes: each would compile the package anew if none may keep what it compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: book test test-fast test-slow coverage mutants audit bench serve accept lint lock clean help
.DEFAULT_GOAL := help

book: $(SITE)  ## build the website into _build/html

test: $(SITE)  ## build the website and run every test
	$(BIN)/pytest -q -rs -n 2 --dist loadscope --no-loadscope-reorder --nbval book tests -m "not slow"

test-fast: $(READY)  ## run the quick tests that need neither the site nor a kernel
	$(BIN)/pytest -q -n 2 --dist loadscope --no-loadscope-reorder tests -m "not site and not kernel and not browser and not slow and not thorough"

test-slow: $(READY)  ## run the tests that take minutes: two builds must be alike
	$(BIN)/pytest -q tests -m slow

coverage: $(SITE)  ## run the tests and say which branches of claimbook/ they do not reach
	$(BIN)/pytest -q -n 2 --dist loadscope --no-loadscope-reorder tests -m "not slow" --cov --cov-report=term-missing:skip-covered

mutants: $(READY)  ## change every number and operator, one at a time, and see whether a check notices
	$(BIN)/python -m mutants

audit: $(READY)  ## look up the locked packages among the known vulnerabilities (needs pipx, and the network)
	pipx run pip-audit --requirement requirements.txt --require-hashes --disable-pip

bench: $(SITE)  ## measure speed, mostly as ratios against a peer in the same run, and write BENCHMARKS.md
	@rm -f _build/benchmarks.json
	@$(BIN)/pytest -q benchmarks --benchmark-only --benchmark-columns=min,median --benchmark-disable-gc \
		--benchmark-json=_build/benchmarks.json; kept=$$?; \
	$(BIN)/python -m benchmarks.report _build/benchmarks.json && exit $$kept

serve: $(SITE)  ## show the website on http://localhost:8000 (PORT=… for another port)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

accept: $(READY)  ## execute what is out of date, show which claims moved and why, and ask before storing it
	$(BIN)/claimbook accept $(if $(YES),--yes)

lint: $(READY)  ## look at the code's style, types and the tables
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/claimbook check $(if $(wildcard $(ARTICLES)),--sources $(ARTICLES))

lock:  ## resolve requirements.in into requirements.txt, for every platform, with hashes (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --quiet requirements.in -o requirements.txt

clean:  ## remove what was built, and the environment
	rm -rf _build $(VENV) claimbook.egg-info

help:  ## list these targets
	@grep -hE '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/:.*  ## /\t/' | expand -t 12

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 book") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(SITE): $(READY) $(INPUTS)
	$(BIN)/jupyter-book build . --quiet --warningiserror --keep-going
	@touch $@
	@echo "The site is in _build/html; 'make serve' shows it."
