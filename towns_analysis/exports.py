"""Write and describe the tables of a folder of reports: Parquet, and CSV and Stata files made of it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

import pandas as pd

from .datapackage import PROFILES, table_schema
from .files import ReportError
from .formats import extra
from .schema import Columns, columns_of, described
from .vocabulary import entries

__all__ = ["FORMATS", "Tables", "export", "output_columns"]

TABLES = ["claims", "reports", "problems", "manifest"]
FORMATS = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv", "dta": "application/x-stata-dta"}
_ROWS = 20_000  # rows held before they are written: one row group of the Parquet file
_STATA_LABEL, _STATA_TEXT = 80, 2045  # the most characters of a label, and bytes of a text that is no long string
_ARROW = {"string": "string", "integer": "int64", "boolean": "bool_", "number": "float64", "derived": "float64"}


def output_columns(table: str) -> Columns:
    """Return the described columns of a table of a folder: those of the packaged table and its own."""
    known = columns_of(table) if table in described() else {}
    own = {row["column"]: dict(row) for row in entries("outputs") if row["table"] == table and row["column"] != "*"}
    return known | own


def _title(table: str) -> str:
    if table in described():
        return described()[table]["*"]["description"]
    return next(r["description"] for r in entries("outputs") if r["table"] == table and r["column"] == "*")


class Tables:
    """The Parquet tables of a folder while they are written: all are moved into place at the end, or none."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.arrow = extra("pyarrow", out)
        self.parquet = extra("pyarrow.parquet", out)
        self.rows: dict[str, dict[str, list[Any]]] = {}
        self.writers: dict[str, Any] = {}

    def __enter__(self) -> Tables:
        for table in TABLES:
            columns = output_columns(table)
            schema = self.arrow.schema([(c, getattr(self.arrow, _ARROW[row["type"]])()) for c, row in columns.items()])
            self.rows[table] = {c: [] for c in columns}
            self.writers[table] = self.parquet.ParquetWriter(self.out / f"{table}.parquet.part", schema)
        return self

    def add(self, table: str, columns: dict[str, list[Any]]) -> None:
        """Append rows, given as columns."""
        for name, held in self.rows[table].items():
            held += columns[name]
        if len(held) >= _ROWS:
            self._flush(table)

    def _flush(self, table: str) -> None:
        writer = self.writers[table]
        writer.write_table(self.arrow.Table.from_pydict(self.rows[table], schema=writer.schema))
        self.rows[table] = {c: [] for c in self.rows[table]}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for table, writer in self.writers.items():
            if kind is None:
                self._flush(table)
            writer.close()
        for table in TABLES:
            part = self.out / f"{table}.parquet.part"
            if kind is None:
                os.replace(part, self.out / f"{table}.parquet")
            else:
                part.unlink()
        if kind is None:
            describe_folder(self.out)


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
        for table in TABLES:
            source, path = out / f"{table}.parquet", out / f"{table}.{name}"
            if not source.exists():
                raise ReportError(source, "no such table", "make it with extract_folder")
            part = path.with_name(path.name + ".part")
            writers[name](source, part, output_columns(table))
            os.replace(part, path)
            written.append(path)
    describe_folder(out)
    return written


def _csv(source: Path, path: Path, columns: Columns) -> None:
    file = extra("pyarrow.parquet", source).ParquetFile(source)
    csv = extra("pyarrow.csv", source)
    with csv.CSVWriter(path, file.schema_arrow, write_options=csv.WriteOptions(quoting_style="needed")) as writer:
        for group in range(file.num_row_groups):
            writer.write_table(file.read_row_group(group))
    file.close()


def _dta(source: Path, path: Path, columns: Columns) -> None:
    frame = pd.read_parquet(source)
    long = []
    for name, row in columns.items():
        if row["allowed"] not in ("-", "") and "." not in row["allowed"]:
            frame[name] = pd.Categorical(frame[name].replace("", None), row["allowed"].split())
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


def describe_folder(out: Path) -> None:
    """Write ``datapackage.json`` (Data Package v2) for all tables of a folder, in every format that is there."""
    resources = [
        _resource(path, table, kind)
        for kind in FORMATS
        for table in TABLES
        if (path := out / f"{table}.{kind}").exists()
    ]
    package = {
        "$schema": f"{PROFILES}datapackage.json",
        "name": "town-reports",
        "title": "Quantities stated in a folder of town-government reports",
        "description": "Offsets count code points of the text of each file, as towns_analysis reads it.",
        "resources": resources,
    }
    part = out / "datapackage.json.part"
    part.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    os.replace(part, out / "datapackage.json")


def _resource(path: Path, table: str, kind: str) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "$schema": f"{PROFILES}dataresource.json",
        "name": table if kind == "parquet" else f"{table}-{kind}",
        "type": "table",
        "title": _title(table),
        "path": path.name,
        "format": kind,
        "mediatype": FORMATS[kind],
        **({"encoding": "utf-8"} if kind == "csv" else {}),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": table_schema(output_columns(table), set(TABLES)),
    }
