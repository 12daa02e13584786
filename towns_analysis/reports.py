"""Read report files into :class:`Report` objects: which report begins where, and whose it is."""

from __future__ import annotations

import hashlib
import os
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import Any, Literal, overload

import pandas as pd

from .files import ReportError, list_files, packaged, places, shown_name
from .formats import Note, read_text
from .headings import skipped
from .manifest import Entry, all_entries, check_guards, find_entry, openings

__all__ = ["Report", "ReportError", "ReportWarning", "as_reports", "by_id", "read_file", "read_reports"]


class ReportWarning(UserWarning):
    """Something about a file was read on a guess that the reader should look at."""


@dataclass(frozen=True, slots=True)
class Report:
    r"""One report: a half-open span of the text it came from.

    Attributes
    ----------
    id
        Name of the report, unique among those read together.
    source
        The whole decoded text; every offset indexes it.
    start, end
        Where the report stands in `source`.
    title, place
        Its title, and the slug of its place where a manifest declares it.
    file, sha256
        The file it was read from (relative to the folder that was read) and the hash of its bytes.
    names
        Pairs of a masked name and the name behind it, as the manifest declares them.

    Examples
    --------
    >>> report = Report(id="a", source="第一篇：总结\n人口4.2万。", start=0, end=14)
    >>> report.source[report.start : report.end] == report.body
    True
    """

    id: str
    source: str = field(repr=False)
    start: int
    end: int
    title: str = ""
    place: str = ""
    file: str = ""
    sha256: str = field(default="", repr=False)
    names: tuple[tuple[str, str], ...] = ()

    @property
    def body(self) -> str:
        """The report's own text, for reading; offsets never index it."""
        return self.source[self.start : self.end]

    def where(self, offset: int) -> str:
        r"""Return the page, paragraph or line of the file that an offset of `source` stands on.

        Examples
        --------
        >>> report = Report(id="a", source="总结\n人口4.2万。\n\f\n面积119平方公里。", start=0, end=23, file="a.pdf")
        >>> [report.where(offset) for offset in (5, 15)]
        ['page 1', 'page 2']
        """
        return places(self.source, self.file, [offset])[0]


FilePath = str | os.PathLike[str]
Texts = str | Report | Iterable[str | Report]
Reports = Texts | None


@overload
def read_reports(
    path: FilePath, *, manifest: FilePath | None = None, on_error: Literal["raise"] = "raise"
) -> list[Report]: ...


@overload
def read_reports(
    path: FilePath, *, manifest: FilePath | None = None, on_error: Literal["collect"]
) -> tuple[list[Report], pd.DataFrame]: ...


def read_reports(
    path: FilePath, *, manifest: FilePath | None = None, on_error: Literal["raise", "collect"] = "raise"
) -> list[Report] | tuple[list[Report], pd.DataFrame]:
    """Read the reports of one file or of a folder.

    Headings such as 第一篇：… split a file into reports; text before the first belongs to the first report.

    Parameters
    ----------
    path
        A ``.txt``, ``.md``, ``.html``, ``.docx`` or ``.pdf`` file, or a folder of them, read recursively in the order
        of their paths. README files, hidden files and files with other suffixes are passed over. Text may be in UTF-8,
        UTF-16, GB18030 or Big5. ``.html`` and ``.pdf`` need the extra ``corpus``.
    manifest
        Your own manifest, a TOML file like ``seeds/manifest.toml``, beside the packaged one. It declares what no
        rule can find: ids, a boundary without heading, the name behind a mask.
    on_error
        What a file of a folder does that cannot be read: ``"raise"`` ends the reading, ``"collect"`` makes it a row
        of problems. A path to one file raises either way.

    Returns
    -------
    list of Report, or that list and the problems
        The reports are in the order of the text. Without a manifest a report is named after its file, with ``-1``,
        ``-2`` … where the file holds several. With ``on_error="collect"`` the second result is a DataFrame with one
        row per file, or part of a file, that was not read: ``file``, ``cause``, ``next_step``.

    Raises
    ------
    ReportError
        A file is missing, empty, damaged, encrypted, scanned, oversized, disguised or wrongly encoded, a link leads
        out of the folder, a folder holds no report, or the text at a declared boundary has changed. The message names
        the file, the cause and the next step.

    Warns
    -----
    ReportWarning
        Unless they are collected: a part of a file was not read, such as a scanned page, or the headings skip a
        number, so a report may have lost its heading.

    Examples
    --------
    >>> from towns_analysis.files import packaged
    >>> [(r.start, r.end) for r in read_reports(packaged("seeds"))][:2]
    [(0, 1949), (1949, 7150)]
    """
    if on_error not in ("raise", "collect"):
        raise ValueError(f"on_error is {on_error!r}; it must be 'raise' or 'collect'")
    entries, path = all_entries(manifest), Path(path)
    files, strays = list_files(path)
    if strays and on_error == "raise":
        raise strays[0]
    by_file: list[list[Report]] = []
    problems = [(shown_name(Path(e.file), path), e.cause, e.next_step) for e in strays]
    for file in files:
        name = shown_name(file, path)
        try:
            found, notes = read_file(file, name, entries)
        except ReportError as error:
            if on_error == "raise" or file == path:
                raise
            found, notes = [], [(error.cause, error.next_step)]
        by_file.append(found)
        problems += [(name, *note) for note in notes]
        for cause, step in notes if on_error == "raise" else ():
            warnings.warn(f"{file}: {cause} ({step})", ReportWarning, stacklevel=2)
    reports = _with_unique_ids(by_file)
    if on_error == "raise":
        return reports
    return reports, pd.DataFrame(problems, columns=["file", "cause", "next_step"], dtype="str")


def as_reports(texts: Texts) -> list[Report]:
    """Return what a text function was given as a list of reports.

    Parameters
    ----------
    texts
        A string, a Report, or several of them.

    Returns
    -------
    list of Report
        A string becomes the report ``"text"``, or ``"text-1"``, ``"text-2"`` … by its position among several.

    Raises
    ------
    TypeError, ValueError
        Something else was given, or two reports bear one id.

    Examples
    --------
    >>> [(r.id, r.end) for r in as_reports(["人口4.2万", "面积119平方公里"])]
    [('text-1', 6), ('text-2', 9)]
    """
    if isinstance(texts, str | Report):
        texts = [texts]
    elif not isinstance(texts, Iterable) or isinstance(texts, bytes | dict) or hasattr(texts, "columns"):
        raise TypeError(f"expected a text, a Report or a list of them, got {type(texts).__name__}")
    given = list(texts)
    reports = [_as_report(t, "text" + _number(i, len(given))) for i, t in enumerate(given)]
    name, times = Counter(r.id for r in reports).most_common(1)[0] if reports else ("", 0)
    if times > 1:
        raise ValueError(f"two reports have the id {name!r}; rename one: dataclasses.replace(report, id=...)")
    return reports


def by_id(reports: Reports) -> dict[str, Report]:
    """Return each report by its id, of the packaged ones if none are given."""
    return packaged_reports() if reports is None else {r.id: r for r in as_reports(reports)}


@cache
def packaged_reports() -> dict[str, Report]:
    """Return the reports that come with the package, by their ids."""
    return {r.id: r for r in read_reports(packaged("seeds"))}


def _as_report(text: Any, name: str) -> Report:
    if isinstance(text, Report):
        return text
    if not isinstance(text, str):
        hint = ": read files with read_reports(path)" if isinstance(text, os.PathLike) else ""
        raise TypeError(f"expected a text or a Report, got {type(text).__name__}{hint}")
    return Report(id=name, source=text, start=0, end=len(text))


def read_file(path: Path, name: str, entries: list[Entry]) -> tuple[list[Report], list[Note]]:
    """Return the reports of one file, and what in it was not read or read on a guess, with what to do."""
    source, raw, notes = read_text(path)
    entry = find_entry(entries, path.name, raw, source) or {}
    check_guards(entry, path, source)
    opened, declared = openings(path, source, entry)
    notes += [
        (f"no heading has the number {number}; that report may begin between {start} and {end} "
         "and is read as part of the one before", "declare its start in a manifest")
        for number, start, end in skipped(opened, source)
    ]  # fmt: skip
    sha256 = hashlib.sha256(raw).hexdigest()
    masked = entry.get("name_behind", [])
    reports = []
    for i, (opening, following) in enumerate(zip_longest(opened, opened[1:])):
        own = declared.get(opening.number, {})
        identity = own.get("id", PurePosixPath(name).stem + _number(i, len(opened)))
        start, end = opening.start if i else 0, following.start if following else len(source)
        names = tuple((n["masked"], n["name"]) for n in masked if n["report"] == identity)
        place = own.get("place", "")
        reports.append(Report(identity, source, start, end, opening.title, place, name, sha256, names))
    return reports, notes


def _number(i: int, of: int) -> str:
    """Return what tells the reports of one file, or several texts, apart."""
    return f"-{i + 1}" if of > 1 else ""


def _with_unique_ids(by_file: list[list[Report]]) -> list[Report]:
    """Name reports whose ids clash after their files instead, for a claim's key must say which it is."""
    times = Counter(r.id for found in by_file for r in found)
    return [
        replace(r, id=r.file + _number(i, len(found))) if times[r.id] > 1 else r
        for found in by_file
        for i, r in enumerate(found)
    ]
