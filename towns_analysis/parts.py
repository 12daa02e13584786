"""What one file of a folder holds: read by a worker, written as a part that is whole or absent."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from .claims import extract_claims
from .files import ReportError, places, shown_name
from .manifest import Entry
from .reports import read_file
from .tables import reports_frame

__all__ = ["Columns", "Part", "as_columns", "digest", "failed", "read_parts", "write_part"]

Columns = dict[str, list[Any]]


class Part(NamedTuple):
    """What one file holds; its rows do not know the file's name, for another file may have the same bytes."""

    sha256: str
    reports: pd.DataFrame
    claims: pd.DataFrame
    problems: pd.DataFrame


def read_parts(
    paths: list[Path], *, entries: list[Entry], vocabulary: str | os.PathLike[str] | None = None
) -> list[Part]:
    """Read some files in a worker; nothing that is wrong with a file ends the reading of the others."""
    return [_read_part(path, entries, vocabulary) for path in paths]


def _read_part(path: Path, entries: list[Entry], vocabulary: str | os.PathLike[str] | None) -> Part:
    try:
        reports, notes = read_file(path, shown_name(path, path), entries)
        reports = [replace(report, id=str(i)) for i, report in enumerate(reports, 1)]
        claims = extract_claims(reports, vocabulary=vocabulary)
        claims["where"] = places(reports[0].source, path.name, claims["start"])
        problems = pd.DataFrame(notes, columns=["cause", "next_step"])
        return Part(reports[0].sha256, reports_frame(reports).drop(columns="file"), claims, problems)
    except ReportError as error:
        return failed(error.cause, error.next_step, digest(path)[0])
    except Exception as error:  # whatever a hostile file provokes must not end a run of a hundred thousand
        return failed(f"reading it failed ({type(error).__name__}: {error})", "please report this with the file")


def failed(cause: str, step: str, sha256: str = "") -> Part:
    """Return the part of a file that was not read."""
    return Part(sha256, pd.DataFrame(), pd.DataFrame(), pd.DataFrame({"cause": [cause], "next_step": [step]}))


def digest(path: Path) -> tuple[str, int]:
    """Return hash and size of a file, or nothing where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()
    except OSError:
        return "", 0


def as_columns(part: Part) -> dict[str, Columns]:
    """Return the tables of a part as columns of plain values, with None for what is missing."""
    tables = {"reports": part.reports, "claims": part.claims, "problems": part.problems}
    return {
        table: {str(c): [None if v is pd.NA or v != v else v for v in frame[c].tolist()] for c in frame}
        for table, frame in tables.items()
    }


def write_part(path: Path, part: Part) -> None:
    """Write a part beside its place and move it there, so that a kill at any moment leaves it whole or absent."""
    text = json.dumps({"sha256": part.sha256, **as_columns(part)}, ensure_ascii=False)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as file:
        file.write(text)
    os.replace(file.name, path)
