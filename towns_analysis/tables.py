"""Load the packaged tables, and rebuild them from the sources: ``python -m towns_analysis.tables [--check]``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from io import BytesIO
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from .files import packaged, replaced
from .genres import report_details
from .manifest import read_manifest
from .reports import Report, read_reports
from .schema import TableError, columns_of, described, package, read_table, resource, table_bytes
from .vocabulary import indicators

__all__ = ["TableError", "build", "check", "load", "reports_frame"]

_ABOUT = (
    "Quantities stated in Chinese town-government work reports, each with the place in the source where it is stated. "
    "The quotes are from texts by others (see sources). Offsets count code points of the decoded source file."
)


def load(name: str) -> pd.DataFrame:
    """Load a packaged table.

    Parameters
    ----------
    name
        ``"reports"``, ``"claims"``, ``"numbers"``, ``"dating"``, ``"checks"``, ``"towns"``, ``"indicators"``, or a
        table of cited facts such as ``"reference/prices"``; data/datapackage.json describes them all.

    Returns
    -------
    DataFrame
        A new frame with the described columns in their order and fixed dtypes; an empty text is ``""``.

    Raises
    ------
    TableError
        There is no such table; the message lists those there are.

    Examples
    --------
    >>> load("reports")[["start", "end"]].head(2).values.tolist()
    [[0, 1949], [1949, 7150]]
    """
    if name not in described():
        short = {known.partition("/")[2] or known: known for known in described()}
        near = [short[match] for match in get_close_matches(str(name), short, n=1)]
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise TableError(f"there is no table {name!r}; {hint}the tables are {', '.join(described())}")
    path = packaged("data") / f"{name}.csv"
    if not path.exists():
        raise TableError(f"{path} is missing: rebuild it with python -m towns_analysis.tables")
    return read_table(path, columns_of(name))


# ---------------------------------------------------------------------------------------------- rebuilding


def build(seeds: str | os.PathLike[str] | None = None, data: str | os.PathLike[str] | None = None) -> list[Path]:
    """Rebuild the tables from the source reports, byte-identically.

    Nothing is written before everything is made, and each file is replaced in one step, so that a failure leaves
    the old data as they are.

    Parameters
    ----------
    seeds
        Folder of source reports with its manifest; by default the packaged one.
    data
        Folder to write to; by default the packaged one.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    ReportError, TableError
        A source cannot be read, or a table is not as ``vocabulary/columns.txt`` describes it.
    """
    folder = packaged("data") if data is None else Path(data)
    contents = _contents(packaged("seeds") if seeds is None else Path(seeds))
    paths = [folder / name for name in contents]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(*paths) as parts:
        for part, content in zip(parts, contents.values(), strict=True):
            part.write_bytes(content)
    return paths


def check(seeds: str | os.PathLike[str] | None = None, data: str | os.PathLike[str] | None = None) -> str:
    """Rebuild in memory and compare: return the first difference in words, or nothing."""
    folder = packaged("data") if data is None else Path(data)
    contents = _contents(packaged("seeds") if seeds is None else Path(seeds))
    for name, made in contents.items():
        path = folder / name
        if not path.exists():
            return f"{name} is missing"
        lines = zip_longest(path.read_bytes().splitlines(True), made.splitlines(True), fillvalue=b"")
        for number, (old, new) in enumerate(lines, 1):
            if old != new:
                return f"{name}, line {number}: {_shown(old)} is there, {_shown(new)} is what the sources give"
    extra = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.csv"))
    return next((f"{name} is described by no line of columns.txt" for name in extra if name not in contents), "")


def _shown(line: bytes) -> str:
    return repr(line.decode("utf-8", "replace")) if line else "nothing"


def _contents(seeds: Path) -> dict[str, bytes]:
    """Return every file of data/ that is generated or described, as bytes by its name."""
    reports = read_reports(seeds, manifest=seeds)
    made, kept = _made(reports), packaged("data")
    files = {
        f"{name}.csv": table_bytes(name, made[name]) if name in made else (kept / f"{name}.csv").read_bytes()
        for name in described()
    }
    return {**files, "datapackage.json": _package(files, reports, seeds)}


def _package(files: dict[str, bytes], reports: list[Report], seeds: Path) -> bytes:
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


def _made(reports: list[Report]) -> dict[str, pd.DataFrame]:
    """Return the tables that are made of the reports; the others, such as cited facts, are kept by hand."""
    from .checks import check_claims
    from .claims import classify_numbers, extract_claims
    from .constraints import extract_constraints
    from .dating import date_reports
    from .towns import tidy_towns

    claims, dating = extract_claims(reports), date_reports(reports)
    return {
        "reports": reports_frame(reports),
        "claims": claims,
        "numbers": classify_numbers(reports),
        "indicators": indicators(),
        "constraints": extract_constraints(reports),
        "dating": dating,
        "checks": check_claims(claims, reports),
        "towns": tidy_towns(claims, dating, reports),
    }


def reports_frame(reports: list[Report]) -> pd.DataFrame:
    """Return the table of reports: where each begins and ends, and what it says of itself."""
    details = report_details(reports).rename(columns={"report": "id"})
    columns = [c for c in columns_of("reports") if c == "id" or c not in details]
    rows = [[r.end - r.start if c == "characters" else getattr(r, c) for c in columns] for r in reports]
    return pd.DataFrame(rows, columns=columns).merge(details, on="id")


def main(argv: Sequence[str] | None = None) -> int:
    """Rebuild the data, or with ``--check`` say whether they are what the sources give."""
    parser = argparse.ArgumentParser(prog="python -m towns_analysis.tables", description=main.__doc__)
    parser.add_argument("data", nargs="?", default=packaged("data"), help="folder of the data")
    parser.add_argument("--check", action="store_true", help="write nothing; end with status 1 at the first difference")
    given = parser.parse_args(argv)
    if given.check:
        difference = check(data=given.data)
        print(difference or "the data are what the sources give")
        return 1 if difference else 0
    for path in build(data=given.data):
        print(f"{path.name:26} {path.stat().st_size:>9,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
