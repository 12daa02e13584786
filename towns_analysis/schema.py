"""What ``vocabulary/columns.txt`` says of the tables, and the CSV files that follow it to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from .vocabulary import entries

# fmt: off
__all__ = [
    "TableError", "as_described", "columns_of", "described", "keys_in", "keys_of", "read_table", "table_bytes",
    "whole_table",
]
# fmt: on

Columns = dict[str, dict[str, str]]
_KEYS = re.compile(r"\S.*?:\d+-\d+(?!\S)")


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


def keys_of(columns: Columns) -> list[str]:
    """Return the columns that together name a row."""
    return [column for column, row in columns.items() if row["required"] == "key"]


def dtypes_of(columns: Columns) -> dict[str, str]:
    """Return the dtype of each described column; an integer that may be missing is ``Int64``."""
    plain = {"string": "str", "boolean": "bool", "integer": "int64", "number": "float64", "derived": "float64"}
    optional = plain | {"integer": "Int64"}
    return {column: (optional if row["required"] == "no" else plain)[row["type"]] for column, row in columns.items()}


def as_described(name: str, rows: Iterable[Any]) -> pd.DataFrame:
    """Return rows as the described table: its columns in their order, in their dtypes."""
    dtypes = dtypes_of(columns_of(name))
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)


def whole_table(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with every missing text empty, or raise an error if it is none or lacks a described column."""
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"expected the {name} table, a DataFrame, got {type(frame).__name__}")
    dtypes = dtypes_of(columns_of(name))
    if missing := [column for column in dtypes if column not in frame.columns]:
        raise ValueError(f"{name} lack the column {missing[0]!r}: pass the whole {name} table")
    return frame.fillna({column: "" for column, dtype in dtypes.items() if dtype == "str"})


def read_table(path: Path, columns: Columns) -> pd.DataFrame:
    """Read one CSV file with the dtypes that its columns are described with; an empty text is ``""``."""
    dtypes = dtypes_of(columns)
    missing = {column: [""] for column, dtype in dtypes.items() if dtype != "str"}
    read = {column: dtype if dtype == "bool" else "str" for column, dtype in dtypes.items()}
    texts = pd.read_csv(path, encoding="utf-8", dtype=read, keep_default_na=False, na_values=missing)
    return texts[list(columns)].astype(dtypes)  # Python's own float() reads a printed number exactly


def table_bytes(name: str, frame: pd.DataFrame) -> bytes:
    """Return a table as the bytes of its CSV file, or raise a TableError where it is not as described."""
    columns = columns_of(name)
    if wrong := set(frame.columns) ^ set(columns):
        column = min(wrong)
        where = "not described in vocabulary/columns.txt" if column in frame.columns else "described but not there"
        raise TableError(f"table {name!r}, column {column!r}: {where}")
    cells = pd.DataFrame({c: [_cell(value, row["type"]) for value in frame[c]] for c, row in columns.items()})
    for column in (c for c, row in columns.items() if row["required"] != "no"):
        if empty := cells.index[cells[column] == ""].tolist():
            raise TableError(f"table {name!r}: {column!r} is empty in the row {cells.loc[empty[0]].tolist()}")
    keys = keys_of(columns)
    if keys and (twice := cells.index[cells.duplicated(keys)].tolist()):
        raise TableError(f"table {name!r}: the key {tuple(cells.loc[twice[0], keys])} occurs twice")
    return str(cells.to_csv(index=False, lineterminator="\n")).encode()


def _cell(value: Any, kind: str) -> str:
    """Return one value as printed in the file: stated numbers exactly, computed ones with six digits."""
    if pd.isna(value):
        return ""
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "integer":
        return str(int(value))
    if kind == "derived":
        return f"{value:.6g}"
    return repr(float(value)).removesuffix(".0") if kind == "number" else str(value)


def keys_in(text: str) -> list[str]:
    """Return the keys of claims in a list of them, in which the id of a report may have spaces.

    Examples
    --------
    >>> keys_in("a:1-2 my report:3-4")
    ['a:1-2', 'my report:3-4']
    """
    return _KEYS.findall(text)
