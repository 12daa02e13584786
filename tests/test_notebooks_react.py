"""The notebooks are green as they are, wherever they lie, and red as soon as one digit of the data is another."""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PARTS = ["towns_analysis", "data", "seeds", "notebooks", "pyproject.toml"]
# place, indicator and kind of a claim that a finding rests on, and the notebook with the finding
HEADLINES = {
    "simen": ("simen", "fiscal_revenue", "multiple", "03_growth"),
    "liangnong": ("liangnong", "general_budget_revenue", "multiple", "03_growth"),
    "jianshe": ("jianshe", "gross_output", "growth_rate", "03_growth"),
    "mazhu": ("mazhu", "gross_output", "level", "01_from_reports_to_data"),
    "qingshanquan": ("qingshanquan", "land_reclaimed", "level", "01_from_reports_to_data"),
    "baita": ("baita", "land_quota", "level", "01_from_reports_to_data"),
}


@pytest.fixture
def clone(tmp_path):
    """Copy what the notebooks need to a path of another length, with Chinese and a space in it."""
    folder = tmp_path / "another place 镇"
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    return folder


def nbval(clone, *notebooks):
    """Run strict nbval in the copy, so that the kernels import the copy's package and read its data."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "-x", "--nbval", *notebooks],
        cwd=clone,
        env={**os.environ, "PYTHONPATH": str(clone), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout + done.stderr


def change_a_digit(clone, place, indicator, kind):
    """Change the first digit of the first such claim's value, and nothing else; return both values."""
    path = clone / "data" / "claims.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    head, wanted = rows[0], {"place": place, "indicator": indicator, "kind": kind}
    row = next(row for row in rows if all(row[head.index(column)] == word for column, word in wanted.items()))
    before = row[head.index("value")]
    after = row[head.index("value")] = str(int(before[0]) % 9 + 1) + before[1:]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return before, after


def assert_red(clone, place, indicator, kind, notebook):
    before, after = change_a_digit(clone, place, indicator, kind)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
    status, said = nbval(clone, f"notebooks/{notebook}.ipynb")
    assert status == 1, said
    assert re.search(r"Notebook cell execution failed|^FAILED notebooks", said, re.M), said
    assert "1 failed" in said


def test_a_changed_digit_turns_a_notebook_red(clone):
    assert_red(clone, *HEADLINES["simen"])


@pytest.mark.slow
@pytest.mark.parametrize("headline", [h for town, h in HEADLINES.items() if town != "simen"], ids=lambda h: h[0])
def test_a_changed_digit_of_any_town_turns_a_notebook_red(clone, headline):
    assert_red(clone, *headline)


@pytest.mark.slow
def test_the_notebooks_are_green_from_another_path_twice(clone):
    for _ in range(2):
        status, said = nbval(clone, "notebooks")
        assert status == 0, said
        assert re.search(r"^\d+ passed", said, re.M), said


def test_every_town_has_a_headline_and_every_notebook_is_tested():
    import towns_analysis as ta

    towns = {place for place in ta.load("claims")["place"] if place in HEADLINES}
    assert towns == set(HEADLINES)
    for *_, notebook in HEADLINES.values():
        assert (ROOT / "notebooks" / f"{notebook}.ipynb").exists()
