"""What the files of a folder hold: read by a worker, each written as a part that is whole or absent."""

from __future__ import annotations

import hashlib
import json
import os
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
from .vocabulary import Vocabulary

__all__ = ["Columns", "Part", "digest", "failed", "named", "read_files", "read_part", "rows_of", "write_part"]

Columns = dict[str, list[Any]]
_TABLES = ("reports", "claims", "problems")


class Part(NamedTuple):
    """What one file holds; its rows do not know the file's name, for another file may have the same bytes."""

    sha256: str
    tables: dict[str, Columns]


def failed(cause: str, step: str) -> Part:
    """Return the part of a file that was not read."""
    return Part("", {"reports": {}, "claims": {}, "problems": {"cause": [cause], "next_step": [step]}})


def read_files(paths: list[Path], *, entries: list[Entry], vocabulary: Vocabulary = None) -> list[Part]:
    """Read some files in a worker; nothing that is wrong with a file ends the reading of the others."""
    try:
        return _read_together(paths, entries, vocabulary)
    except Exception as error:  # whatever a hostile file provokes must not end a run of a hundred thousand
        if len(paths) > 1:
            return [part for path in paths for part in read_files([path], entries=entries, vocabulary=vocabulary)]
        return [failed(f"reading it failed ({type(error).__name__}: {error})", "please report this with the file")]


def _read_together(paths: list[Path], entries: list[Entry], vocabulary: Vocabulary) -> list[Part]:
    """Read files into three frames, because a frame costs as much as reading a file, and divide these."""
    hashes: list[str] = []
    reports: list[Report] = []
    problems: list[tuple[int, str, str]] = []
    for number, path in enumerate(paths):
        try:
            own, notes = read_file(path, shown_name(path, path), entries)
        except ReportError as error:
            own, notes = [], [(error.cause, error.next_step)]
        hashes.append(own[0].sha256 if own else digest(path)[0])
        reports += [replace(report, id=f"{number}-{i}") for i, report in enumerate(own, 1)]
        problems += [(number, *note) for note in notes]
    about = _numbered(reports_frame(reports).drop(columns="file"), "id")
    claims = _numbered(extract_claims(reports, vocabulary=vocabulary).drop(columns="claim"), "report")
    claims["where"] = _where(claims, dict(zip(about["of"], reports, strict=True)))
    frames = [about, claims, pd.DataFrame(problems, columns=["of", "cause", "next_step"])]
    divided = zip(*(_divided(frame, len(paths)) for frame in frames), strict=True)
    return [Part(sha256, dict(zip(_TABLES, own, strict=True))) for sha256, own in zip(hashes, divided, strict=True)]


def _numbered(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Divide the ids of reports into the number of the file, in the column ``of``, and the number in the file."""
    ids = [name.partition("-") for name in frame[column]]
    return frame.assign(of=[int(file) for file, _, _ in ids], **{column: [number for _, _, number in ids]})


def _where(claims: pd.DataFrame, report_of: dict[int, Report]) -> list[str]:
    """Return the page, paragraph or line of each claim; the text of a file is looked through once."""
    where: list[str] = []
    for file, rows in groupby(zip(claims["of"], claims["start"], strict=True), key=itemgetter(0)):
        report = report_of[file]
        where += places(report.source, report.file, [start for _, start in rows])
    return where


def _divided(frame: pd.DataFrame, files: int) -> Iterator[Columns]:
    """Yield the rows of each file, as columns of plain values with None for what is missing."""
    columns = frame.astype(object).where(frame.notna(), None).to_dict("list")
    of = columns.pop("of")
    for number in range(files):
        a, b = bisect_left(of, number), bisect_right(of, number)
        yield {str(c): values[a:b] for c, values in columns.items()} if b > a else {}


def digest(path: Path) -> tuple[str, int]:
    """Return hash and size of a file, or nothing where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()
    except OSError:
        return "", 0


def write_part(path: Path, part: Part) -> None:
    """Write a part beside its place and move it there, so that a kill at any moment leaves it whole or absent."""
    beside = path.with_name(f"{path.stem}-{os.getpid()}")
    beside.write_text(json.dumps(part._asdict(), ensure_ascii=False), encoding="utf-8")
    beside.replace(path)


def read_part(path: Path) -> Part:
    """Return a part that was written, or what to do where it is not there or not whole."""
    try:
        return Part(**json.loads(path.read_bytes()))
    except FileNotFoundError:  # nor was the file written from which it took its bytes
        return failed("it changed while it was read", "run it again")
    except ValueError as error:
        path.unlink()
        raise ReportError(path, "this part was damaged, and is removed now", "run it again") from error


def named(name: str, stem: str, part: Part) -> Iterator[tuple[str, Columns]]:
    """Yield the tables of a part: rows bear the `name` of the file that they are about, reports are named by `stem`."""
    several = len(part.tables["reports"].get("id", [])) > 1
    for table, columns in part.tables.items():
        if not columns:
            continue
        rows = {**columns, "file": [name] * rows_of(columns)}
        for column in {"id", "report"} & rows.keys():
            rows[column] = [f"{stem}-{number}" if several else stem for number in columns[column]]
        if table == "claims":
            keys = zip(rows["report"], rows["start"], rows["end"], strict=True)
            rows["claim"] = [f"{report}:{start}-{end}" for report, start, end in keys]
        yield table, rows


def rows_of(columns: Columns) -> int:
    """Return the number of rows of a table that is given as columns."""
    return len(next(iter(columns.values()), []))
