"""What the files of a folder hold: read by a worker, each written as a part that is whole or absent."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from .claims import extract_claims
from .files import ReportError, places, shown_name
from .manifest import Entry
from .reports import Report, read_file
from .tables import reports_frame

__all__ = ["Columns", "Frames", "Part", "digest", "divided", "failed", "read_files", "write_part"]

Columns = dict[str, list[Any]]


class Part(NamedTuple):
    """What one file holds; its rows do not know the file's name, for another file may have the same bytes."""

    sha256: str
    tables: dict[str, Columns]


class Frames(NamedTuple):
    """What some files hold together, as a worker returns it; the column ``of`` says which file a row is of."""

    hashes: list[str]
    reports: pd.DataFrame
    claims: pd.DataFrame
    problems: pd.DataFrame


def read_files(
    paths: list[Path], *, entries: list[Entry], vocabulary: str | os.PathLike[str] | None = None
) -> list[Frames]:
    """Read some files in a worker; nothing that is wrong with a file ends the reading of the others."""
    try:
        return [_read_together(paths, entries, vocabulary)]
    except Exception as error:  # whatever a hostile file provokes must not end a run of a hundred thousand
        if len(paths) > 1:
            return [f for path in paths for f in read_files([path], entries=entries, vocabulary=vocabulary)]
        cause = f"reading it failed ({type(error).__name__}: {error})"
        return [Frames([""], *_frames([], None, [(0, cause, "please report this with the file")]))]


def _read_together(paths: list[Path], entries: list[Entry], vocabulary: str | os.PathLike[str] | None) -> Frames:
    hashes: list[str] = []
    reports: list[Report] = []
    problems: list[tuple[int, str, str]] = []
    for number, path in enumerate(paths):
        try:
            own, notes = read_file(path, shown_name(path, path), entries)
            hashes.append(own[0].sha256)
        except ReportError as error:
            own, notes = [], [(error.cause, error.next_step)]
            hashes.append(digest(path)[0])
        reports += [replace(report, id=f"{number}-{i}") for i, report in enumerate(own, 1)]
        problems += [(number, *note) for note in notes]
    return Frames(hashes, *_frames(reports, vocabulary, problems))


def _frames(
    reports: list[Report], vocabulary: str | os.PathLike[str] | None, problems: list[tuple[int, str, str]]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the three tables of some files; many files at once, because a frame costs as much as reading one."""
    claims = extract_claims(reports, vocabulary=vocabulary)
    by_file = {r.id.partition("-")[0]: r for r in reports}
    claims["of"] = [int(name.partition("-")[0]) for name in claims["report"]]
    where: list[str] = []
    for of, rows in groupby(zip(claims["of"], claims["start"], strict=True), key=itemgetter(0)):
        report = by_file[str(of)]
        where += places(report.source, report.file, [start for _, start in rows])
    claims["where"] = where
    about = reports_frame(reports).drop(columns="file") if reports else pd.DataFrame()
    about["of"] = [int(r.id.partition("-")[0]) for r in reports]
    return about, claims, pd.DataFrame(problems, columns=["of", "cause", "next_step"])


def failed(cause: str, step: str) -> Part:
    """Return the part of a file that was not read."""
    return Part("", {"reports": {}, "claims": {}, "problems": {"cause": [cause], "next_step": [step]}})


def divided(frames: Frames) -> Iterator[Part]:
    """Yield the part of each file, as columns of plain values, with None for what is missing."""
    tables: dict[str, dict[str, list[Any]]] = {
        table: {str(c): _plain(frame[c]) for c in frame}
        for table, frame in (("reports", frames.reports), ("claims", frames.claims), ("problems", frames.problems))
    }
    # the number within its file alone: a part must not depend on the files that were read with it
    tables["reports"]["id"] = [name.partition("-")[2] for name in tables["reports"].get("id", [])]
    tables["claims"]["report"] = [name.partition("-")[2] for name in tables["claims"]["report"]]
    del tables["claims"]["claim"]
    for number, sha256 in enumerate(frames.hashes):
        own = {}
        for table, columns in tables.items():
            of = columns["of"]
            a, b = bisect_left(of, number), bisect_right(of, number)
            own[table] = {c: values[a:b] for c, values in columns.items() if c != "of"} if b > a else {}
        yield Part(sha256, own)


def digest(path: Path) -> tuple[str, int]:
    """Return hash and size of a file, or nothing where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()
    except OSError:
        return "", 0


def _plain(column: pd.Series[Any]) -> list[Any]:
    missing = column.isna()
    return (column.astype(object).where(~missing, None) if missing.any() else column).tolist()


def write_part(path: Path, part: Part) -> None:
    """Write a part beside its place and move it there, so that a kill at any moment leaves it whole or absent."""
    text = json.dumps(part._asdict(), ensure_ascii=False)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as file:
        file.write(text)
    os.replace(file.name, path)
