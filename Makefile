# The two commands: `make book` builds the site, `make test` checks it. Each sets up what it needs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
ARTICLES ?= ../shared/sources
ENVIRONMENT := ENVIRONMENT="$(VENV)" $(PYTHON) environment.py
BUILD := $(BIN)/python -m claimbook build
PYTEST := $(BIN)/python -m pytest -q
SHARED := -n 2 --dist loadscope --no-loadscope-reorder
# A process takes some ten seconds to find the tests: for quick ones it is not worth having a third.
FAST := -n 2 --dist loadscope --no-loadscope-reorder
# The engine at work on made-up books, in browsers, kernels and builds of its own: no change of this book can break it.
ENGINE_AT_WORK := engine and (browser or kernel or site or thorough)

# A build and a test run start dozens of processes: each would compile the package anew if none may keep what it compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: book test test-fast test-slow coverage mutants audit bench serve accept lint lock clean help
.PHONY: site book-packages check-packages
.DEFAULT_GOAL := help

book: book-packages  ## build the website into _build/html
	@$(BUILD)

test: site  ## build the website and test it: the whole book, and what of the engine is quick to test
	$(PYTEST) -rfEs $(SHARED) --nbval book tests -m "not slow and not ($(ENGINE_AT_WORK))"

test-fast: check-packages  ## run the quick tests that need neither the site nor a kernel
	$(PYTEST) $(FAST) tests -m "not site and not kernel and not browser and not slow and not thorough"

test-slow: site  ## run the tests that take minutes: the engine at work, two builds that must be alike, more cases of other tests
	$(PYTEST) $(SHARED) tests -m "slow or $(ENGINE_AT_WORK)"

coverage: site  ## run the tests and say which branches of claimbook/ they do not reach
	$(PYTEST) $(SHARED) tests -m "not slow" --cov --cov-report=term-missing:skip-covered

mutants: check-packages  ## change every number and operator, one at a time, and see whether a check notices
	$(BIN)/python -m mutants

audit:  ## look up the locked packages among the known vulnerabilities (needs pipx, and the network)
	pipx run pip-audit --requirement requirements-checks.txt --require-hashes --disable-pip

bench: site  ## measure speed, mostly as ratios against a peer in the same run, and write BENCHMARKS.md
	@rm -f _build/benchmarks.json
	-@! command -v npm >/dev/null || npm install --silent --prefix _build/squiggle @quri/squiggle-lang@0.10.0
	@$(PYTEST) benchmarks --benchmark-only --benchmark-columns=min,median --benchmark-disable-gc \
		--benchmark-json=_build/benchmarks.json; kept=$$?; \
	$(BIN)/python -m benchmarks.report _build/benchmarks.json && exit $$kept

serve: book  ## show the website on http://localhost:8000 (PORT=… for another port)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

accept: book-packages  ## execute what is out of date, show which claims moved and why, and ask before storing it
	$(BIN)/python -m claimbook accept $(if $(YES),--yes) $(if $(AGAIN),--again)

lint: check-packages  ## look at the code's style, types and the tables
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m claimbook check $(if $(wildcard $(ARTICLES)),--sources $(ARTICLES))

# What the checks need besides is resolved with the book's versions given, so that both locks agree.
RESOLVE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-emit-index-url --quiet

lock:  ## resolve the requirements into locks, for every platform, with hashes (needs uv; UPGRADE=1 takes the newest)
	$(RESOLVE) $(if $(UPGRADE),--upgrade) requirements-installer.in -o requirements-installer.txt
	$(RESOLVE) $(if $(UPGRADE),--upgrade) requirements.in -o requirements.txt
	$(RESOLVE) $(if $(UPGRADE),--upgrade) requirements-checks.in -c requirements.txt -o requirements-checks.txt

clean:  ## remove what was built, and the environment
	rm -rf _build $(VENV) claimbook.egg-info

help:  ## list these targets
	@grep -hE '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/:.*  ## /\t/' | expand -t 12

book-packages:
	@$(ENVIRONMENT) book

check-packages:
	@$(ENVIRONMENT) checks

site: check-packages
	@$(BUILD)
