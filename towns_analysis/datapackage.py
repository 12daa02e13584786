"""Describe tables as a Data Package (version 2), from ``vocabulary/columns.txt`` and the manifest."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable
from io import BufferedIOBase, BytesIO
from pathlib import Path
from typing import Any

from .manifest import read_manifest
from .reports import Report
from .schema import Columns, described, keys_of, without_title, words_of

__all__ = ["MEDIA_TYPES", "describe", "package", "resource"]

MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv", "dta": "application/x-stata-dta"}
_PROFILES = "https://datapackage.org/profiles/2.0/"
_ABOUT = (
    "Quantities stated in Chinese town-government work reports, each with the place in the source where it is stated. "
    "The quotes are from texts by others (see sources). Offsets count code points of the decoded source file."
)


def describe(files: dict[str, bytes], reports: list[Report], seeds: Path) -> bytes:
    """Return ``datapackage.json`` for the packaged tables, given as bytes by their file name."""
    resources = [
        resource(name.replace("/", "-"), f"{name}.csv", BytesIO(files[f"{name}.csv"]), table, described())
        for name, table in described().items()
    ]
    title = "Chinese town-government reports as tidy, source-traced data"
    sources = _sources(reports, seeds)
    return package(resources, name="towns_analysis", title=title, description=_ABOUT, sources=sources)


def _sources(reports: list[Report], seeds: Path) -> list[dict[str, str]]:
    about = {entry.get("sha256"): entry for entry in read_manifest(seeds)}
    folder = seeds.name.removeprefix("_")
    return [
        {
            "title": about.get(sha256, {}).get("what", file),
            "path": f"{folder}/{file}",
            "sha256": sha256,
            "licenceNote": " ".join(about.get(sha256, {}).get("licence", "not stated").split()),
        }
        for file, sha256 in dict.fromkeys((r.file, r.sha256) for r in reports)
    ]


def package(resources: Iterable[dict[str, Any]], **about: Any) -> bytes:
    """Return the bytes of a ``datapackage.json`` of resources, with what is said about them together."""
    content = {"$schema": f"{_PROFILES}datapackage.json", **about, "resources": list(resources)}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def resource(name: str, path: str, content: BufferedIOBase, table: Columns, tables: Collection[str]) -> dict[str, Any]:
    """Return the description of one file of a described table; keys lead to those of the `tables` alone."""
    kind = path.rpartition(".")[2]
    sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return _filled(
        {
            "$schema": f"{_PROFILES}dataresource.json",
            "name": name,
            "type": "table",
            "title": table["*"]["description"],
            "path": path,
            "format": kind,
            "mediatype": MEDIA_TYPES[kind],
            "encoding": "utf-8" if kind == "csv" else "",
            "bytes": content.seek(0, os.SEEK_END),
            "hash": f"sha256:{sha256}",
            "schema": _schema(without_title(table), tables),
        }
    )


def _schema(columns: Columns, tables: Collection[str]) -> dict[str, Any]:
    targets = {column: row["allowed"].split(".") for column, row in columns.items() if "." in row["allowed"]}
    return _filled(
        {
            "$schema": f"{_PROFILES}tableschema.json",
            "fields": [_field(row) for row in columns.values()],
            "missingValues": [{"value": "", "label": "not stated in the source, or not applicable"}],
            "primaryKey": keys_of(columns),
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": table, "fields": [key]}}
                for column, (table, key) in targets.items()
                if table in tables
            ],
        }
    )


def _field(row: dict[str, str]) -> dict[str, Any]:
    return _filled(
        {
            "name": row["column"],
            "type": "number" if row["type"] == "derived" else row["type"],
            "description": row["description"],
            "unit": row["unit"].removeprefix("-"),
            "constraints": _filled({"required": row["required"] != "no", "enum": words_of(row)}),
        }
    )


def _filled(entries: dict[str, Any]) -> dict[str, Any]:
    """Leave out the entries that say nothing."""
    return {key: value for key, value in entries.items() if value}
