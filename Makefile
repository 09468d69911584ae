# `make run` opens the atlas, `make test` runs every check. Both install what they need into .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8501
CASES ?=
BIN := .venv/bin
PIP := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable microsoft-edge

.PHONY: run prepare test lint audit bench demo clean texts dictionary browser proxy

run: prepare
	$(BIN)/python -m ui.serve --server.port $(PORT)

# Everything that the first start needs: map files and the demonstration register, where they are missing.
prepare: .venv/.app
	STREAMLIT_LOGGER_LEVEL=error $(BIN)/python -m ui.start

demo: .venv/.app
	$(BIN)/python -m data.demo $(if $(CASES),--cases $(CASES))
	STREAMLIT_LOGGER_LEVEL=error $(BIN)/python -m ui.first_publication

test: .venv/.dev lint browser proxy
	$(BIN)/python -m pytest -n 2 -m "not browser" --durations=15
	$(BIN)/python -m pytest -n 2 -m browser --durations=15

lint: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive app.py data geo queries analysis ui pages benchmarks
	$(BIN)/mypy app.py data geo queries analysis ui benchmarks

# Known weaknesses of the pinned libraries: asks an advisory service on the internet, so nothing else calls it.
audit: .venv/.app
	@echo "Asks an advisory service on the internet about the libraries in .venv; names and versions leave this machine."
	$(PYTHON) -m venv .venv/audit >/dev/null 2>&1 || $(PYTHON) -m venv --without-pip .venv/audit
	$(PYTHON) -m pip --python .venv/audit/bin/python --disable-pip-version-check install --quiet pip-audit==2.10.1
	$(PIP) freeze --all --exclude pip > .venv/audit.txt
	@.venv/audit/bin/pip-audit --strict --requirement .venv/audit.txt --no-deps --disable-pip --progress-spinner off $(ARGS) 2> .venv/audit.log \
	  || { tail -n 1 .venv/audit.log; echo "Not passed: known weaknesses stand above, or the service could not be asked about every library from here; the whole answer is in .venv/audit.log."; exit 1; }

bench: .venv/.dev browser
	$(BIN)/python -m benchmarks $(ARGS)

texts: .venv/.app
	$(BIN)/python -m ui.text extract
	$(BIN)/python -m ui.text missing

dictionary: .venv/.app
	$(BIN)/python -m data.dictionary

clean:
	rm -rf .venv static .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.app: requirements.txt | .venv/bin/python
	$(PIP) install --quiet -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt requirements.txt | .venv/bin/python
	$(PIP) install --quiet -r requirements-dev.txt
	@touch $@ .venv/.app

# Debian ships venv apart from Python: without it, an environment without its own pip serves as well.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "The atlas needs Python 3.11 or later; found $$($(PYTHON) --version). Set PYTHON=/path/to/python3.11."; exit 2; }
	$(PYTHON) -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; $(PYTHON) -m venv --without-pip .venv; }

# The tests drive a real browser. Debian's chromium is installed where none is found and apt can be used.
browser:
	@for b in $(BROWSERS); do command -v $$b >/dev/null && exit 0; done; \
	if command -v apt-get >/dev/null; then \
	  SUDO=; [ "$$(id -u)" = 0 ] || SUDO="sudo -n"; \
	  $$SUDO apt-get update -qq && $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-core fonts-sil-padauk >/dev/null \
	    || { echo "Browser tests need Chromium: as an administrator run 'apt-get install chromium fonts-noto-core fonts-sil-padauk', then 'make test' again."; exit 2; }; \
	else echo "Browser tests need Chrome, Chromium or Edge: install one of them, then run 'make test' again."; exit 2; fi

# The tests run docs/nginx.conf. Where nginx is absent Debian's package is unpacked into .venv: nothing is installed or started.
proxy: | .venv/bin/python
	@command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || [ -x .venv/nginx/usr/sbin/nginx ] || { \
	  command -v apt-get >/dev/null && mkdir -p .venv/nginx && cd .venv/nginx && { apt-get download -qq nginx 2>/dev/null \
	    || { SUDO=; [ "$$(id -u)" = 0 ] || SUDO="sudo -n"; $$SUDO apt-get update -qq && apt-get download -qq nginx; }; } \
	  && dpkg-deb -x nginx_*.deb .; } || echo "nginx is not here: the tests of docs/nginx.conf are left out."
