# make run   makes the environment, installs the program and opens it on a demonstration year
# make test  makes the same environment with the developers' tools and runs every check
# make fuzz  reads a hundred thousand mutated workbooks and counts how each ended (about ten minutes)
# make faults  kills every act of importing, taking and sealing at ten thousand places, cuts the power, refuses each write once
# make bench measures speed and memory against others; bench/RESULTS.md keeps what was measured
# make installer  freezes the program, tries it and packs it (dist/);  make installed-test  installs that package into an
#            empty system, starts it from its menu entry, works with it, brings it up to date and removes it
# make manual  prints the manual with its pictures to build/manual.pdf, twice, and compares;  make notices  docs/notices.md anew
# make papers  writes every kind of paper for the demonstration year to build/papers; again, it must come out the same
# make pictures  walks through the program from first start to a printed sheet and writes resources/pictures/*.png (Xvfb, xdotool, ImageMagick)
# make homes  sends an assignment from one home to another and its reply back by keys from outside; pictures in build/two-homes
# make translations  brings the English up to date with the texts in the code, and lists what is still missing
# make lint  style and types alone;  make wheel-check  the wheel in an empty environment;  make clean  removes what was made

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Neighbours stay with one worker as long as both have work: what a file's tests share is made once.
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal
# The tests that must reach every line and branch of what decides about money (pyproject.toml, coverage) without help from the
# others, which run untraced: that takes half their time.
DECIDES := tests/core/policy tests/core/rules tests/core/store tests/core/test_money.py tests/core/test_properties.py \
	tests/core/test_cost_items.py
# A machine that keeps no compiled modules would compile them anew in each of the many processes that the tests start.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: pictures homes translations run papers test fuzz faults lint wheel-check clean bench manual notices installer installed-test

run: $(VENV)/installed
	@sh .ci/system window
	@$(BIN)/gyga-desk demo

papers: $(VENV)/installed
	@$(BIN)/gyga-desk demo build/papers --papers

homes: $(VENV)/installed-dev
	$(BIN)/python -m tests.two_homes

pictures: $(VENV)/installed-dev
	$(BIN)/python -m tests.walk

test: lint
	@sh .ci/system window tests
	sh .ci/scratch $(PYTEST) --cov --cov-report= $(DECIDES)
	$(BIN)/python -m coverage report
	sh .ci/scratch $(PYTEST) $(addprefix --ignore=,$(DECIDES))
	@$(MAKE) --no-print-directory wheel-check

fuzz: $(VENV)/installed-dev
	$(BIN)/python -m tests.fuzz 100000

faults: $(VENV)/installed-dev
	$(BIN)/python -m tests.faults

translations: $(VENV)/installed-dev
	$(BIN)/python -m tests.translations

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-dev
	@$(PIP) install --quiet --editable '.[bench]'
	$(BIN)/python -m bench

manual: $(VENV)/installed
	@mkdir -p build
	@$(BIN)/gyga-desk manual build/manual.pdf
	@$(BIN)/gyga-desk manual build/again.pdf >/dev/null
	@cmp build/manual.pdf build/again.pdf && rm build/again.pdf

installer: $(VENV)/installed-dev manual
	@sh .ci/system window
	$(BIN)/python build_installer.py

installed-test: $(VENV)/installed-dev
	@sh .ci/system window screen tests
	$(BIN)/python tests/installed/check.py

notices: $(VENV)/installed-dev
	$(BIN)/python build_installer.py --notices

wheel-check: $(VENV)/installed-dev
	$(BIN)/python .ci/wheel_check.py

# Made once, and again when the declared dependencies change.
$(VENV)/installed: pyproject.toml
	@sh .ci/environment $(VENV)
	@echo "正在安装程序及其依赖……"
	@$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml
	@sh .ci/environment $(VENV)
	@echo "正在安装程序、依赖和检查工具……"
	@$(PIP) install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/installed

clean:
	rm -rf $(VENV) build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
