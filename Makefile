# One folder, one virtual environment; no state outside this folder except apt packages.
#   make run     set up, build the data edition, serve the dashboard      PORT=8501
#   make test    set up with test tools, then the whole test suite        ARGS="tests/etl -k publish"
#   make check   lint, types, then the tests                              make edition | bench | export-check | clean

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
.PHONY: help run edition test check bench export-check clean python browser

PORT ?= 8501
ARGS ?=
PY := .venv/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --quiet

help:
	@sed -n '2,4s/^# *//p' Makefile

run: .venv/.runtime
	@if (exec 3<>/dev/tcp/127.0.0.1/$(PORT)) 2>/dev/null; then
		echo "端口 $(PORT) 已被占用，请换一个：make run PORT=$$(($(PORT) + 1))" >&2
		echo "Port $(PORT) is taken, choose another: make run PORT=$$(($(PORT) + 1))" >&2
		exit 1
	fi
	$(MAKE) --no-print-directory edition
	exec $(PY) -m streamlit run dashboard/app.py --server.port $(PORT)

# Stale when a file is newer than CURRENT, or a file was added to or taken from a data folder.
# Status 1 of the build: some source failed, the others are published.
edition: .venv/.runtime
	@newer=missing
	if [ -f data/editions/CURRENT ]; then
		newer=$$(find data/catalog data/reference data/reports data/inbox etl requirements.txt \
			\( -path 'data/*' -o -name '*.py' -o -name '*.txt' \) -newer data/editions/CURRENT -print -quit)
	fi
	if [ -n "$$newer" ]; then
		echo "生成数据版本 Building the data edition …"
		$(PY) -m etl build || [ $$? -eq 1 ]
	fi

# Each part on two cores; browser tests come after the others, whose seconds they would disturb. Worksteal:
# neighbours stay on one worker, which makes what they share once.
test: .venv/.develop browser
	@if [ -n '$(ARGS)' ]; then exec $(PY) -m pytest $(ARGS); fi
	$(PY) -m pytest -n 2 --dist worksteal -m 'not browser and not office' && computed=0 || computed=$$?
	$(PY) -m pytest -n 2 --dist worksteal -m browser
	exit $$computed

check: .venv/.develop
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(MAKE) --no-print-directory test

bench: .venv/.develop
	for name in tests/benchmarks/bench_*.py; do $(PY) -m tests.benchmarks.$$(basename $$name .py); done

# One of each exported file through LibreOffice, where it is installed.
export-check: .venv/.develop
	$(PY) -m pytest -m office tests/dashboard/export/test_office.py $(ARGS)

# Editions stay: links name them, and what they were made of may be gone.
clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# The stamps are newer than the requirements they have installed.
.venv/.runtime: requirements.txt | python
	@echo "安装运行依赖 Installing the runtime …"
	$(PIP) -r requirements.txt
	touch $@

.venv/.develop: requirements-dev.txt .venv/.runtime
	@echo "安装测试依赖 Installing the test tools …"
	$(PIP) -r requirements-dev.txt
	touch $@

python:
	@.ci/python

browser: .venv/.develop
	@.ci/browser
