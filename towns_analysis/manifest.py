"""What is declared about a file because no rule can find it: boundaries, ids, and names behind a mask.

A manifest is a TOML file with one ``[[file]]`` entry per source file, such as the packaged ``seeds/manifest.toml``.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from pathlib import Path
from typing import Any

from .files import ReportError, packaged
from .headings import Opening, first_line, headings

__all__ = ["Entry", "all_entries", "check_guards", "find_entry", "openings", "read_manifest"]

Entry = dict[str, Any]
_NEEDED = {"file": ["name"], "report": ["number", "id"], "name_behind": ["report", "masked", "name", "start"]}


def read_manifest(path: str | os.PathLike[str] | None = None) -> list[Entry]:
    """Return the file entries of a manifest, or of those packaged with the seeds.

    Parameters
    ----------
    path
        A ``.toml`` file or a folder of them.

    Raises
    ------
    ReportError
        It is missing, is no TOML, or an entry lacks what every entry needs.
    """
    path = packaged("seeds") if path is None else Path(path)
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return [entry for file in files for entry in _entries(file)]


def all_entries(own: str | os.PathLike[str] | None = None) -> list[Entry]:
    """Return the entries of the reader's own manifest, which come first, and the packaged ones."""
    return ([] if own is None else read_manifest(own)) + read_manifest()


def _entries(file: Path) -> list[Entry]:
    try:
        entries: list[Entry] = tomllib.loads(file.read_text(encoding="utf-8")).get("file", [])
    except OSError as error:
        raise ReportError(file, f"cannot be opened ({error.strerror})", "check the path of the manifest") from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise ReportError(file, f"this is no TOML: {error}", "compare it with seeds/manifest.toml") from error
    for entry in entries:
        for what, needed in _NEEDED.items():
            for item in [entry] if what == "file" else entry.get(what, []):
                guarded = ["guard"] if "start" in item else []
                if missing := [key for key in needed + guarded if key not in item]:
                    cause = f"an entry '{what}' lacks {', '.join(missing)}: {item}"
                    raise ReportError(file, cause, "compare it with seeds/manifest.toml")
    return entries


def find_entry(entries: list[Entry], name: str, raw: bytes, source: str) -> Entry | None:
    """Return the entry of a file: by the sha256 of its bytes or of its text as UTF-8, else by its name.

    The first holds wherever the file lies and however it is encoded. An edited copy is found by its name alone,
    and its guards decide whether what was declared still holds.
    """
    hashes = {hashlib.sha256(raw).hexdigest(), hashlib.sha256(source.encode()).hexdigest()}
    same_text = [e for e in entries if e.get("sha256") in hashes]
    same_name = [e for e in entries if e["name"] == name]
    return next(iter(same_text + same_name), None)


def check_guards(entry: Entry, path: Path, source: str) -> None:
    """Raise a ReportError where the words at a declared offset are not those that the manifest names."""
    for item in [*entry.get("report", []), *entry.get("name_behind", [])]:
        if "start" not in item:
            continue
        start, guard = item["start"], item["guard"]
        if not source.startswith(guard, start):
            what = f"report '{item['id']}'" if "id" in item else f"the name behind '{item['masked']}'"
            found = source[start : start + len(guard)]
            cause = (
                f"the text has changed where the manifest declares {what}: at {start} stands {found!r}, not {guard!r}"
            )
            raise ReportError(path, cause, "restore the file, rename your edited copy, or correct the manifest")


def openings(path: Path, source: str, entry: Entry) -> tuple[list[Opening], dict[int, Entry]]:
    """Return where the reports of a file begin, and what is declared of each by its number."""
    declared = {r["number"]: r for r in entry.get("report", [])}
    found = {o.start: o for o in headings(source)}
    for number, report in declared.items():
        if "start" in report:
            found[report["start"]] = Opening(report["start"], number, first_line(source[report["start"] :]))
    opened = [found[start] for start in sorted(found)] or [Opening(0, 1, first_line(source))]
    numbers = [o.number for o in opened]
    if lost := [r["id"] for number, r in declared.items() if numbers.count(number) != 1]:
        cause = f"the manifest declares report '{lost[0]}', but no heading or more than one has its number"
        raise ReportError(path, cause, "give its start and a guard in the manifest")
    return opened, declared
