"""Read report files into :class:`Report` objects: which report begins where, and whose it is."""

from __future__ import annotations

import hashlib
import os
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .files import ReportError, read_text, report_files
from .headings import Opening, first_line, headings, skipped
from .manifest import Entry, check_guards, find_entry, read_manifest

__all__ = ["Report", "ReportError", "ReportWarning", "as_reports", "read_reports"]


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


def read_reports(
    path: str | os.PathLike[str], *, manifest: str | os.PathLike[str] | None = None, on_error: str = "raise"
) -> list[Report]:
    """Read the reports of one file or of a folder.

    Headings such as 第一篇：… split a file into reports; text before the first belongs to the first report.

    Parameters
    ----------
    path
        A ``.txt`` or ``.md`` file in UTF-8, UTF-16, GB18030 or Big5, or a folder of them, read recursively in the
        order of their paths. README files and hidden files are passed over.
    manifest
        Your own manifest, a TOML file like ``seeds/manifest.toml``, beside the packaged one. It declares what no
        rule can find: ids, a boundary without heading, the name behind a mask.
    on_error
        ``"raise"`` is the only choice so far: the first file that cannot be read ends the reading.

    Returns
    -------
    list of Report
        In the order of the text. Without a manifest a report is named after its file, with ``-1``, ``-2`` … where
        the file holds several.

    Raises
    ------
    ReportError
        A file is missing, empty, binary or wrongly encoded, a folder holds no report, or the text at a declared
        boundary has changed. The message names the file, the cause and the next step.

    Warns
    -----
    ReportWarning
        The headings skip a number, so a report may have lost its heading.

    Examples
    --------
    >>> from towns_analysis.files import packaged
    >>> [(r.start, r.end) for r in read_reports(packaged("seeds"))][:2]
    [(0, 1949), (1949, 7150)]
    """
    if on_error != "raise":
        raise ValueError(f"on_error is {on_error!r}; the only choice so far is 'raise'")
    entries = ([] if manifest is None else read_manifest(manifest)) + read_manifest()
    path = Path(path)
    reports: list[Report] = []
    for file in report_files(path):
        name = file.relative_to(path).as_posix() if file != path else file.name
        reports += _read_file(file, name, entries)
    return _with_unique_ids(reports)


def as_reports(texts: str | Report | Iterable[str | Report]) -> list[Report]:
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
    reports = [_as_report(t, f"text-{i}" if len(given) > 1 else "text") for i, t in enumerate(given, 1)]
    twice = [name for name, times in Counter(r.id for r in reports).items() if times > 1]
    if twice:
        raise ValueError(f"two reports have the id {twice[0]!r}; rename one: dataclasses.replace(report, id=...)")
    return reports


def _as_report(text: Any, name: str) -> Report:
    if isinstance(text, Report):
        return text
    if not isinstance(text, str):
        hint = ": read files with read_reports(path)" if isinstance(text, os.PathLike) else ""
        raise TypeError(f"expected a text or a Report, got {type(text).__name__}{hint}")
    return Report(id=name, source=text, start=0, end=len(text))


def _read_file(path: Path, name: str, entries: list[Entry]) -> list[Report]:
    source, raw = read_text(path)
    entry = find_entry(entries, path.name, raw, source)
    if entry is not None:
        check_guards(entry, path, source)
    openings, declared = _openings(path, source, entry or {})
    sha256 = hashlib.sha256(raw).hexdigest()
    reports = []
    for i, opening in enumerate(openings):
        own = declared.get(opening.number, {})
        report = Report(
            id=own.get("id", path.stem + (f"-{i + 1}" if len(openings) > 1 else "")),
            source=source,
            start=opening.start if i else 0,
            end=openings[i + 1].start if i + 1 < len(openings) else len(source),
            title=opening.title,
            place=own.get("place", ""),
            file=name,
            sha256=sha256,
        )
        masked = [(n["masked"], n["name"]) for n in (entry or {}).get("name_behind", []) if n["report"] == report.id]
        reports.append(replace(report, names=tuple(masked)))
    return reports


def _openings(path: Path, source: str, entry: Entry) -> tuple[list[Opening], dict[int, Entry]]:
    """Return where the reports of a file begin, and what is declared of each by its number."""
    declared = {r["number"]: r for r in entry.get("report", [])}
    found = {o.start: o for o in headings(source)}
    for number, report in declared.items():
        if "start" in report:
            found[report["start"]] = Opening(report["start"], number, first_line(source[report["start"] :]))
    openings = [found[start] for start in sorted(found)] or [Opening(0, 1, first_line(source))]
    for number, start, end in skipped(openings, source):
        warnings.warn(
            f"{path}: no heading has the number {number}; that report may begin between {start} and {end} "
            f"and is read as part of the one before (declare its start in a manifest)",
            ReportWarning,
            stacklevel=4,
        )
    numbers = [o.number for o in openings]
    if lost := [r["id"] for number, r in declared.items() if numbers.count(number) != 1]:
        cause = f"the manifest declares report '{lost[0]}', but no heading or more than one has its number"
        raise ReportError(path, cause, "give its start and a guard in the manifest")
    return openings, declared


def _with_unique_ids(reports: list[Report]) -> list[Report]:
    """Name reports whose ids clash after their files instead, for a claim's key must say which it is."""
    times = Counter(r.id for r in reports)
    in_file = Counter(r.file for r in reports)
    seen: Counter[str] = Counter()
    unique = []
    for report in reports:
        seen[report.file] += 1
        if times[report.id] > 1:
            number = f"-{seen[report.file]}" if in_file[report.file] > 1 else ""
            report = replace(report, id=report.file + number)
        unique.append(report)
    return unique
