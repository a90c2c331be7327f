# Everything starts here: `make help` lists the commands. Only Python >= 3.11, make and a package index are needed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
LEAN   := .venv-lean

.DEFAULT_GOAL := help
.PHONY: help reports test test-fast test-faults lint lab bench data fonts docs vega lock audit-dependencies clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 22

# The environment is made once and again only when a lock file changes. Versions and hashes come from the lock.
$(READY): requirements/all.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "hfdata needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make environments. On Debian and Ubuntu: apt install python3-venv"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what requirements/all.txt locks (a minute, once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/all.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@mkdir -p $(VENV)/share/jupyter/lab/settings
	@echo '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}' \
	  > $(VENV)/share/jupyter/lab/settings/overrides.json
	@touch $@

reports: $(READY)  ## make the reports of every release into reports/
	@$(BIN)/hfdata run

test: $(READY)  ## run every test; tests that need Chromium say so when it is missing
	$(BIN)/python -m pytest -q

test-fast: $(READY)  ## run the tests that need neither a browser nor whole runs
	$(BIN)/python -m pytest -q -n logical -m "not slow and not browser and not lab and not faults and not cluster"

test-faults: $(READY)  ## run the tests that kill, fill disks and feed hostile input
	$(BIN)/python -m pytest -q -m faults

lint: $(READY)  ## check style, types and data, as CI and pre-commit do
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/hfdata audit

lab: $(READY)  ## open JupyterLab on the notebooks; its options: make lab LAB="--no-browser --port=9000"
	@$(BIN)/jupyter lab --notebook-dir=notebooks $(LAB)

bench: $(READY) $(LEAN)/.ready  ## measure against the stock tools (a quiet machine, half an hour)
	$(BIN)/python benchmarks/runs.py --lean $(LEAN)/bin/python
	$(BIN)/python benchmarks/releases.py --measure
	$(BIN)/python benchmarks/pages.py --check

# An environment without JupyterLab, for comparison: what makes a report, and nbconvert for the stock side.
$(LEAN)/.ready: requirements/run.txt requirements/all.txt pyproject.toml
	@test -x $(LEAN)/bin/python || $(PYTHON) -m venv $(LEAN)
	@$(LEAN)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@sed -n 's/^\([a-zA-Z0-9._-]*==[^ ]*\).*/\1/p' requirements/all.txt > $(LEAN)/pins
	@$(LEAN)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(LEAN)/pins nbconvert hatchling editables
	@$(LEAN)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

data: $(READY)  ## write data/datapackage.json anew from the tables
	$(BIN)/python -m hfdata.descriptor data

docs: $(READY)  ## write the generated part of docs/ anew: data dictionary, gallery, API reference
	cd docs && ../$(BIN)/python -m generate

fonts: $(READY)  ## rebuild the bundled font subset: make fonts FONT=NotoSansCJK-Regular.ttc
	$(BIN)/python -m hfdata.fonts.build "$(FONT)"

vega: $(READY)  ## write the script for interactive charts anew, as the locked vl-convert makes it
	$(BIN)/python -m hfdata.report.vega

lock: $(READY)  ## write the lock files anew
	PATH="$(abspath $(BIN)):$$PATH" requirements/lock.sh

audit-dependencies: $(READY)  ## look the locked versions up among known vulnerabilities (needs a network)
	@$(BIN)/python requirements/audit.py $(BIN)/pip-audit --require-hashes --disable-pip -r requirements/all.txt

clean:  ## remove the environment and caches
	rm -rf $(VENV) $(LEAN) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
