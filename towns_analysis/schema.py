"""What ``vocabulary/columns.txt`` says of the tables, and the CSV files that follow it to the byte."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from .vocabulary import entries

__all__ = ["TableError", "columns_of", "described", "read_table", "table_bytes"]

Columns = dict[str, dict[str, str]]


class TableError(ValueError):
    """A table does not exist, or what is to be written is not what columns.txt describes."""


@lru_cache(maxsize=1)
def described() -> dict[str, Columns]:
    """Return what ``vocabulary/columns.txt`` says of each table and column, in its order."""
    tables: dict[str, Columns] = {}
    for row in entries("columns"):
        tables.setdefault(row["table"], {})[row["column"]] = row
    return tables


def columns_of(name: str) -> Columns:
    """Return the described columns of a table, without the line about the table itself."""
    return {column: row for column, row in described()[name].items() if column != "*"}


def read_table(path: Path, columns: Columns) -> pd.DataFrame:
    """Read one CSV file with the dtypes that its columns are described with."""
    texts = pd.read_csv(path, encoding="utf-8", dtype="str", keep_default_na=False)
    return pd.DataFrame({column: _typed(texts[column], row) for column, row in columns.items()})


def _typed(cells: pd.Series[str], row: dict[str, str]) -> pd.Series[Any]:
    """Return the cells of one column in its dtype; Python's own float() reads a printed number exactly."""
    kind, optional = row["type"], row["required"] == "no"
    if kind == "boolean":
        return cells == "true"
    if kind == "integer":
        return pd.Series([int(c) if c else pd.NA for c in cells], dtype="Int64" if optional else "int64")
    return cells.map(lambda c: float(c or "nan")).astype("float64") if kind in ("number", "derived") else cells


def table_bytes(name: str, frame: pd.DataFrame) -> bytes:
    """Return a table as the bytes of its CSV file, or raise a TableError where it is not as described."""
    columns = columns_of(name)
    if wrong := set(frame.columns) ^ set(columns):
        column = min(wrong)
        where = "not described in vocabulary/columns.txt" if column in frame.columns else "described but not there"
        raise TableError(f"table {name!r}, column {column!r}: {where}")
    rows = [
        [_cell(value, columns[c]["type"]) for c, value in zip(columns, row, strict=True)]
        for row in frame[list(columns)].itertuples(index=False)
    ]
    _check_rows(name, columns, rows)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([list(columns), *rows])
    return text.getvalue().encode()


def _check_rows(name: str, columns: Columns, rows: list[list[str]]) -> None:
    keys = [i for i, row in enumerate(columns.values()) if row["required"] == "key"]
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        empty = [
            c for (c, about), cell in zip(columns.items(), row, strict=True) if about["required"] != "no" and not cell
        ]
        if empty:
            raise TableError(f"table {name!r}: {empty[0]!r} is empty in the row {row}")
        key = tuple(row[i] for i in keys)
        if key and key in seen:
            raise TableError(f"table {name!r}: the key {key} occurs twice")
        seen.add(key)


def _cell(value: Any, kind: str) -> str:
    """Return one value as printed in the file: stated numbers exactly, computed ones with six digits."""
    if value is None or value is pd.NA or value != value:
        return ""
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "integer":
        return str(int(value))
    if kind == "derived":
        return f"{value:.6g}"
    return repr(float(value)).removesuffix(".0") if kind == "number" else str(value)
