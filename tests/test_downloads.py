"""Tables to download: the same content in each format, and no text that a spreadsheet would run."""

import importlib.util
import io
import warnings
import zipfile

import pandas as pd
import pytest

from towns_analysis import downloads
from towns_analysis.tables import load

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("https://example.org")',
    "\t=1",
    "'=1",
    "#N/A",
    "12%",
    "2011-12",
]


def needs(library):
    reason = f'A FORMAT WAS NOT TESTED: {library} is missing; .venv/bin/python -m pip install -e ".[corpus]" brings it'
    return pytest.mark.skipif(importlib.util.find_spec(library) is None, reason=reason)


def save(tables, folder):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", downloads.LeftOutWarning)
        return {path.suffix: path for path in downloads.save_tables(tables, folder)[next(iter(tables))]}


@needs("openpyxl")
def test_no_text_becomes_a_formula_and_no_number_a_text(tmp_path):
    from openpyxl import load_workbook

    frame = pd.DataFrame({"text": FORMULAS, "number": range(10), "share": [0.5, None] * 5, "yes": [True, False] * 5})
    path = save({"own": frame.rename(columns={"number": "=number"})}, tmp_path)[".xlsx"]
    head, *rows = load_workbook(path)["own"].iter_rows()
    assert [cell.value for cell in head] == ["text", "=number", "share", "yes"]
    assert {cell.data_type for cell in head} == {"s"}
    assert [row[0].value for row in rows] == FORMULAS
    assert {(row[0].data_type, row[0].quotePrefix) for row in rows} == {("s", True)}
    assert [row[1].value for row in rows] == list(range(10))
    assert [row[2].value for row in rows] == [0.5, None] * 5
    assert [row[3].value for row in rows] == [True, False] * 5
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name) for name in book.namelist() if "/worksheets/" in name]
    assert sheets
    assert not any(b"<f" in sheet for sheet in sheets)


@needs("openpyxl")
def test_characters_that_excel_refuses_are_shown_by_their_numbers(tmp_path):
    path = save({"own": pd.DataFrame({"quote": ["人口\x00\u202e4.2万\n二"]})}, tmp_path)[".xlsx"]
    assert pd.read_excel(path)["quote"].tolist() == ["人口⟨U+0000⟩⟨U+202E⟩4.2万\n二"]


@needs("openpyxl")
def test_every_packaged_claim_is_in_the_excel_table(tmp_path):
    claims = load("claims")
    path = save({"claims": claims}, tmp_path)[".xlsx"]
    found = pd.read_excel(path, keep_default_na=False, na_values=[""])
    pd.testing.assert_frame_equal(
        found.astype(object).where(found.notna(), ""), claims.astype(object).where(claims.notna(), "")
    )


@needs("openpyxl")
def test_a_table_too_long_for_excel_is_left_out_there(tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "_EXCEL_ROWS", 3)
    assert ".xlsx" in save({"own": pd.DataFrame({"n": [1, 2]})}, tmp_path)
    assert ".xlsx" not in save({"own": pd.DataFrame({"n": [1, 2, 3]})}, tmp_path)
    assert not (tmp_path / "own.xlsx").exists()


@needs("pyarrow")
def test_parquet_holds_the_same_table_with_its_types(tmp_path):
    for name in ("claims", "towns", "checks"):
        table = load(name)
        pd.testing.assert_frame_equal(pd.read_parquet(save({name: table}, tmp_path)[".parquet"]), table)


def test_csv_holds_the_packaged_bytes_and_columns_of_ones_own(tmp_path):
    claims = load("claims")
    own = claims.assign(remark="mine")
    assert pd.read_csv(save({"claims": own}, tmp_path)[".csv"])["remark"].eq("mine").all()
    text = save({"claims": claims}, tmp_path)[".csv"].read_bytes()
    assert text == downloads.table_bytes("claims", claims)
    assert pd.read_csv(io.BytesIO(text))["quote"].tolist() == claims["quote"].tolist()


def test_a_folder_name_in_a_table_s_name_makes_no_folder(tmp_path):
    assert save({"reference/prices": load("reference/prices")}, tmp_path)[".csv"] == tmp_path / "reference-prices.csv"


def test_without_the_libraries_csv_is_written_and_the_rest_is_said_and_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "find_spec", lambda name: name == "csv")
    (tmp_path / "own.xlsx").write_text("of an earlier day")
    with pytest.warns(downloads.LeftOutWarning, match=r"as parquet \(needs pyarrow\), xlsx \(needs openpyxl\); pip in"):
        written = downloads.save_tables({"own": pd.DataFrame({"n": [1]})}, tmp_path)
    assert written == {"own": [tmp_path / "own.csv"]}
    assert [path.name for path in tmp_path.iterdir()] == ["own.csv"]
