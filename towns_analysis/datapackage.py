"""Describe the tables as a Data Package (version 2), from ``vocabulary/columns.txt`` and the manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from .manifest import read_manifest
from .reports import Report
from .schema import Columns, columns_of, described, keys_of

__all__ = ["PROFILES", "describe", "table_schema"]

PROFILES = "https://datapackage.org/profiles/2.0/"
_ABOUT = (
    "Quantities stated in Chinese town-government work reports, each with the place in the source where it is stated. "
    "The quotes are from texts by others (see sources). Offsets count code points of the decoded source file."
)


def describe(files: dict[str, bytes], reports: list[Report], seeds: Path) -> bytes:
    """Return ``datapackage.json`` for tables given as bytes by their file name."""
    package = {
        "$schema": f"{PROFILES}datapackage.json",
        "name": "towns_analysis",
        "title": "Chinese town-government reports as tidy, source-traced data",
        "description": _ABOUT,
        "sources": _sources(reports, seeds),
        "resources": [_resource(name, files[f"{name}.csv"]) for name in described()],
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _sources(reports: list[Report], seeds: Path) -> list[dict[str, str]]:
    about = {e["sha256"]: e for e in read_manifest(seeds) if "sha256" in e}
    sources = []
    for file, sha256 in dict.fromkeys((r.file, r.sha256) for r in reports):
        entry = about.get(sha256, {})
        sources.append(
            {
                "title": entry.get("what", file),
                "path": f"{seeds.name.removeprefix('_')}/{file}",
                "sha256": sha256,
                "licenceNote": " ".join(entry.get("licence", "not stated").split()),
            }
        )
    return sources


def _resource(name: str, content: bytes) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILES}dataresource.json",
        "name": name.replace("/", "-"),
        "type": "table",
        "title": described()[name]["*"]["description"],
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": table_schema(columns_of(name), set(described())),
    }


def table_schema(columns: Columns, tables: set[str]) -> dict[str, Any]:
    """Return the Table Schema of described columns; `tables` are those of the package that keys may lead to."""
    foreign = [
        {"fields": [column], "reference": {"resource": target[0], "fields": [target[2]]}}
        for column, row in columns.items()
        if (target := row["allowed"].partition("."))[1] and target[0] in tables
    ]
    return _filled(
        {
            "$schema": f"{PROFILES}tableschema.json",
            "fields": [_field(row) for row in columns.values()],
            "missingValues": [{"value": "", "label": "not stated in the source, or not applicable"}],
            "primaryKey": keys_of(columns),
            "foreignKeys": foreign,
        }
    )


def _field(row: dict[str, str]) -> dict[str, Any]:
    words = [] if row["allowed"] == "-" or "." in row["allowed"] else row["allowed"].split()
    return _filled(
        {
            "name": row["column"],
            "type": "number" if row["type"] == "derived" else row["type"],
            "description": row["description"],
            "unit": row["unit"].removeprefix("-"),
            "constraints": _filled({"required": row["required"] != "no", "enum": words}),
        }
    )


def _filled(entries: dict[str, Any]) -> dict[str, Any]:
    """Leave out the entries that say nothing."""
    return {key: value for key, value in entries.items() if value}
