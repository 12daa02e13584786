"""What ``vocabulary/columns.txt`` says of the tables: CSV files that follow it to the byte, and a Data Package."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection, Iterable
from functools import cache
from io import BufferedIOBase
from pathlib import Path
from typing import Any

import pandas as pd

from .vocabulary import entries

# fmt: off
__all__ = [
    "TableError", "as_described", "columns_of", "described", "keys_in", "read_table", "resource", "table_bytes",
    "whole_table",
]
# fmt: on

Columns = dict[str, dict[str, str]]
MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv", "dta": "application/x-stata-dta"}
DTYPES = {"string": "str", "boolean": "bool", "integer": "int64", "number": "float64", "derived": "float64"}
_KEYS = re.compile(r"\S.*?:\d+-\d+(?!\S)")


class TableError(ValueError):
    """A table does not exist, or what is to be written is not what columns.txt describes."""


@cache
def described(file: str = "columns") -> dict[str, Columns]:
    """Return what a file of the vocabulary says of each table and column, in its order."""
    tables: dict[str, Columns] = {}
    for row in entries(file):
        tables.setdefault(row["table"], {})[row["column"]] = row
    return tables


def columns_of(name: str) -> Columns:
    """Return the described columns of a table, without the line about the table itself."""
    return without_title(described()[name])


def without_title(table: Columns) -> Columns:
    """Return the columns of a described table, without the line about the table itself."""
    return {column: row for column, row in table.items() if column != "*"}


def keys_of(columns: Columns) -> list[str]:
    """Return the columns that together name a row."""
    return [column for column, row in columns.items() if row["required"] == "key"]


def words_of(row: dict[str, str]) -> list[str]:
    """Return the words that a described column may hold, or none where it may hold others."""
    return [] if row["allowed"] == "-" or "." in row["allowed"] else row["allowed"].split()


def dtypes_of(columns: Columns) -> dict[str, str]:
    """Return the dtype of each described column; an integer that may be missing is ``Int64``."""
    dtypes = {column: DTYPES[row["type"]] for column, row in columns.items()}
    return {c: "Int64" if dtype == "int64" and columns[c]["required"] == "no" else dtype for c, dtype in dtypes.items()}


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


# ---------------------------------------------------------------------------------------------- Data Package (v2)


def package(resources: Iterable[dict[str, Any]], **about: Any) -> bytes:
    """Return the bytes of a ``datapackage.json`` of resources, with what is said about them together."""
    content = _profile("datapackage", **about, resources=list(resources))
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def resource(name: str, path: str, content: BufferedIOBase, table: Columns, tables: Collection[str]) -> dict[str, Any]:
    """Return the description of one file of a described table; keys lead to those of the `tables` alone."""
    kind = path.rpartition(".")[2]
    sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return _profile(
        "dataresource",
        name=name,
        type="table",
        title=table["*"]["description"],
        path=path,
        format=kind,
        mediatype=MEDIA_TYPES[kind],
        encoding="utf-8" if kind == "csv" else "",
        bytes=content.seek(0, os.SEEK_END),
        hash=f"sha256:{sha256}",
        schema=_schema(without_title(table), tables),
    )


def _schema(columns: Columns, tables: Collection[str]) -> dict[str, Any]:
    targets = {column: row["allowed"].split(".") for column, row in columns.items() if "." in row["allowed"]}
    foreign = [
        {"fields": [column], "reference": {"resource": table, "fields": [key]}}
        for column, (table, key) in targets.items()
        if table in tables
    ]
    return _profile(
        "tableschema",
        fields=[_field(row) for row in columns.values()],
        missingValues=[{"value": "", "label": "not stated in the source, or not applicable"}],
        primaryKey=keys_of(columns),
        foreignKeys=foreign,
    )


def _field(row: dict[str, str]) -> dict[str, Any]:
    return _filled(
        name=row["column"],
        type="number" if row["type"] == "derived" else row["type"],
        description=row["description"],
        unit=row["unit"].removeprefix("-"),
        constraints=_filled(required=row["required"] != "no", enum=words_of(row)),
    )


def _profile(profile: str, **entries: Any) -> dict[str, Any]:
    return {"$schema": f"https://datapackage.org/profiles/2.0/{profile}.json", **_filled(**entries)}


def _filled(**entries: Any) -> dict[str, Any]:
    """Leave out the entries that say nothing."""
    return {key: value for key, value in entries.items() if value}
