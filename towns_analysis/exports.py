"""Write and describe the tables of a folder of reports: Parquet, and CSV and Stata files made of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from .files import ReportError, replaced
from .formats import extra
from .schema import DTYPES, MEDIA_TYPES, Columns, described, package, resource, without_title, words_of

__all__ = ["export", "write_tables"]

_TABLES = ["claims", "reports", "problems", "manifest"]
_ROWS = 20_000  # rows held before they are written: one row group of the Parquet file
_STATA_LABEL, _STATA_TEXT = 80, 2045  # the most characters of a label, and bytes of a text that is no long string


@cache
def _output_tables() -> dict[str, Columns]:
    """Return what is said of the tables of a folder: as of the packaged table, and of columns of its own."""
    packaged, own = described(), described("outputs")
    return {table: packaged.get(table, {}) | own.get(table, {}) for table in _TABLES}


def write_tables(out: Path, pieces: Iterable[tuple[str, dict[str, list[Any]]]]) -> None:
    """Write and describe the Parquet tables of a folder from pieces of them, given as table and columns.

    No more than a row group of each is held, and all are moved into place at the end, or none.
    """
    arrow, parquet = extra("pyarrow", out), extra("pyarrow.parquet", out)
    writers: dict[str, Any] = {}
    held: dict[str, dict[str, list[Any]]] = {}

    def flush(table: str) -> None:
        writers[table].write_table(arrow.Table.from_pydict(held[table], schema=writers[table].schema))
        held[table] = {column: [] for column in held[table]}

    with replaced(*(out / f"{table}.parquet" for table in _TABLES)) as parts, ExitStack() as stack:
        for (table, described_), part in zip(_output_tables().items(), parts, strict=True):
            columns = without_title(described_)
            types = [(column, arrow.type_for_alias(DTYPES[row["type"]])) for column, row in columns.items()]
            writers[table] = stack.enter_context(parquet.ParquetWriter(part, arrow.schema(types)))
            held[table] = {column: [] for column in columns}
        for table, piece in pieces:
            for column, values in held[table].items():
                values += piece[column]
            if len(held[table]["file"]) >= _ROWS:
                flush(table)
        for table in _TABLES:
            flush(table)
    _describe(out)


def export(out: str | os.PathLike[str], formats: Iterable[str]) -> list[Path]:
    """Write the tables of an extracted folder in other formats beside them, and describe them all.

    Parameters
    ----------
    out
        Folder that `extract_folder` wrote.
    formats
        ``"csv"`` (UTF-8), written row group by row group; ``"dta"`` (Stata 14 or newer, with variable and value
        labels), for which a table must fit into memory.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    ReportError
        The folder holds no tables, or a format is not known.
    """
    out = Path(out)
    writers = {"csv": _csv, "dta": _dta}
    written = []
    for name in formats:
        if name not in writers:
            raise ReportError(out, f"{name!r} is no format of export", f"choose from {', '.join(writers)}")
        for table, columns in _output_tables().items():
            source, path = out / f"{table}.parquet", out / f"{table}.{name}"
            if not source.exists():
                raise ReportError(source, "no such table", "make it with extract_folder")
            with replaced(path) as (part,):
                writers[name](source, part, without_title(columns))
            written.append(path)
    _describe(out)
    return written


def _csv(source: Path, path: Path, columns: Columns) -> None:
    csv, parquet = extra("pyarrow.csv", source), extra("pyarrow.parquet", source)
    options = csv.WriteOptions(quoting_style="needed")
    with parquet.ParquetFile(source) as file, csv.CSVWriter(path, file.schema_arrow, write_options=options) as writer:
        for group in range(file.num_row_groups):
            writer.write_table(file.read_row_group(group))


def _dta(source: Path, path: Path, columns: Columns) -> None:
    frame = pd.read_parquet(source)
    long = []
    for name, row in columns.items():
        if words := words_of(row):
            frame[name] = pd.Categorical(frame[name].replace("", None), words)
        elif row["type"] == "boolean":
            frame[name] = pd.Categorical(frame[name].map({False: "no", True: "yes"}), ["no", "yes"])
        elif row["type"] == "string":
            frame[name] = frame[name].fillna("").astype(object)
            long += [name] * bool(frame[name].map(lambda text: len(text.encode())).max() > _STATA_TEXT)
        else:
            frame[name] = frame[name].astype("float64")
    renamed = {"end": "end_"}  # end is a word of Stata's own
    labels = {renamed.get(c, c): row["description"].partition(";")[0][:_STATA_LABEL] for c, row in columns.items()}
    frame.rename(columns=renamed).to_stata(
        path, write_index=False, version=118, variable_labels=labels, convert_strl=long
    )


def _describe(out: Path) -> None:
    """Write ``datapackage.json`` (Data Package v2) for all tables of a folder, in every format that is there."""
    resources = []
    for kind in MEDIA_TYPES:
        for table, columns in _output_tables().items():
            path = out / f"{table}.{kind}"
            if path.exists():
                name = table if kind == "parquet" else f"{table}-{kind}"
                with path.open("rb") as content:
                    resources.append(resource(name, path.name, content, columns, _TABLES))
    description = package(
        resources,
        name="town-reports",
        title="Quantities stated in a folder of town-government reports",
        description="Offsets count code points of the text of each file, as towns_analysis reads it.",
    )
    with replaced(out / "datapackage.json") as (part,):
        part.write_bytes(description)
