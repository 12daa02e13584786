# Each recipe is one line that can be typed where there is no make; on Windows: py -m towns_analysis.project run
PYTHON ?= python3

.PHONY: run test test-all lab data notebooks render share lint score
run:
	$(PYTHON) -m towns_analysis.project run
test:
	$(PYTHON) -m towns_analysis.project test
test-all:
	$(PYTHON) -m towns_analysis.project test-all
lab:
	$(PYTHON) -m towns_analysis.project lab
data:
	$(PYTHON) -m towns_analysis.project data
notebooks:
	$(PYTHON) -m towns_analysis.project notebooks
render:
	$(PYTHON) -m towns_analysis.project render
share:
	$(PYTHON) -m towns_analysis.project share
lint:
	$(PYTHON) -m towns_analysis.project lint
score:
	$(PYTHON) -m towns_analysis.project score
