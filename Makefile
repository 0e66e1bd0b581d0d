# make verify   decide the suite of derivations, write its record and report
# make test     everything that a change must pass
# make reports  the reports of the last record, as pages for a browser and as PDF
# make twice    the suite twice, from nothing: the records may differ in their times alone
# make golden   what the committed reports should look like, from their record
# make golden-record   the same from a record made anew
# make bench-corpora CORPORA=FOLDER   labelled claim files, next to other checkers
# make clean    remove what these made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
WHEEL := build/wheel

.PHONY: verify twice test lint checkout-test wheel-test reports golden golden-record bench-corpora clean

CORPORA ?= ../shared/corpora

verify: $(STAMP)
	$(BIN)/thence verify; status=$$?; $(BIN)/thence report && exit $$status

twice: $(STAMP)
	for n in 1 2; do $(BIN)/thence verify --quiet --no-cache --out out/run$$n.json || exit 1; done
	$(BIN)/thence compare out/run1.json out/run2.json

test: lint checkout-test wheel-test

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

checkout-test: $(STAMP)
	$(BIN)/pytest -n 2 --dist loadgroup --doctest-modules tests thence numeric reports/thence_reports

# The wheel is installed by itself, first on the path, and tested from a folder that has no
# checkout in it: what is missing from the wheel cannot be found anywhere else.  test_wheel.py
# compares its files with those of the checkout; so what rests on nothing but their code (the rules
# of the checker, single provers, refuters, forms, numerics) is not run a second time.
WHEEL_TESTS := derivations outputs readers reports test_*.py \
	checker/test_checker.py provers/test_*.py

wheel-test: $(STAMP)
	rm -rf build dist
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .
	$(BIN)/pip install --quiet --no-deps --target $(WHEEL) dist/*.whl
	cd build && THENCE_UNDER_TEST=$(CURDIR)/$(WHEEL) PYTHONPATH=$(CURDIR)/$(WHEEL) \
		$(CURDIR)/$(BIN)/pytest -n 2 -m "not slow" -c $(CURDIR)/pyproject.toml \
		$(addprefix $(CURDIR)/tests/,$(WHEEL_TESTS))

reports: $(STAMP) out/record.json
	$(BIN)/thence report --format html --out out/reports
	$(BIN)/thence report --format pdf --out out/reports

# Without the figures of the .tex files, which the pages show, and without the document of the
# suite, which is those of the posts again.
golden: $(STAMP)
	mkdir -p out
	gunzip -c reports/golden/record.json.gz > out/golden.json
	rm -f reports/golden/*.html reports/golden/*.tex
	$(BIN)/thence report --record out/golden.json --format html --out reports/golden
	$(BIN)/thence report --record out/golden.json --format tex --out reports/golden
	rm reports/golden/*.pdf reports/golden/suite.tex

golden-record: $(STAMP)
	$(BIN)/thence verify --out out/golden.json
	gzip -9n < out/golden.json > reports/golden/record.json.gz
	$(MAKE) golden

bench-corpora: $(STAMP)
	$(BIN)/pip install --quiet -c constraints.txt -e '.[bench]'
	$(BIN)/python benchmarks/bench_corpora.py $(CORPORA) --peers

out/record.json: $(STAMP)
	$(BIN)/thence verify || test -f $@

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) build dist out .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
