"""Write tables for download: CSV always, Parquet and Excel where their libraries are installed."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from .schema import columns_of, described, table_bytes
from .show import visible

__all__ = ["LeftOutWarning", "save_tables"]

_NEEDS = {"parquet": "pyarrow", "xlsx": "openpyxl"}  # the library that writes a format
_EXCEL_ROWS = 1_048_576


class LeftOutWarning(UserWarning):
    """Something was not written because a library is missing."""


def save_tables(tables: dict[str, pd.DataFrame], folder: Path) -> dict[str, list[Path]]:
    """Write each table in each format that can be written, and return the files by table.

    In Excel every text is a text cell, so that none becomes a formula, and every number a number.

    Warns
    -----
    LeftOutWarning
        A format was left out; the message says what to install.
    """
    writers: dict[str, Callable[[str, pd.DataFrame, Path], None]] = {"csv": _csv, "parquet": _parquet, "xlsx": _excel}
    missing = {suffix: library for suffix, library in _NEEDS.items() if not find_spec(library)}
    if missing:
        formats = ", ".join(f"{suffix} (needs {library})" for suffix, library in missing.items())
        hint = 'pip install -e ".[corpus]" brings what is missing'
        warnings.warn(f"tables were not written as {formats}; {hint}", LeftOutWarning, stacklevel=2)
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, list[Path]] = {name: [] for name in tables}
    for name, frame in tables.items():
        for suffix, write in writers.items():
            path = folder / f"{name.replace('/', '-')}.{suffix}"
            path.unlink(missing_ok=True)
            if suffix not in missing and not (suffix == "xlsx" and len(frame) >= _EXCEL_ROWS):
                write(name, frame, path)
                written[name].append(path)
    return written


def _csv(name: str, frame: pd.DataFrame, path: Path) -> None:
    if name in described() and set(frame) == set(columns_of(name)):
        path.write_bytes(table_bytes(name, frame))
    else:  # a table with columns of the reader's own
        frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _parquet(name: str, frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, index=False)


def _excel(name: str, frame: pd.DataFrame, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name.rpartition("/")[2][:31])
    sheet.freeze_panes = "A2"

    def cell(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = WriteOnlyCell(sheet, visible(value))
        text.data_type, text.quotePrefix = "s", True  # or a leading = would make it a formula, now or when edited
        return text

    values = frame.astype(object).where(frame.notna(), None)
    for row in [list(frame), *values.itertuples(index=False, name=None)]:
        sheet.append([cell(value) for value in row])
    book.save(path)
