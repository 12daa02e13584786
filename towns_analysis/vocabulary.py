"""Read the vocabulary: plain text files that a researcher extends without writing Python.

Every file has comment lines (``#``), one header line that names its fields, and one entry a
line with the fields between bars. A field that holds several words separates them by spaces.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, wraps
from pathlib import Path
from typing import TypeVar

import pandas as pd

from .text import plain_text

__all__ = ["VocabularyError", "any_of", "entries", "indicators", "one_name", "read_once", "words_by_role"]

T = TypeVar("T")
Vocabulary = str | os.PathLike[str] | None  # the reader's own folder or file
FOLDER = Path(__file__).with_name("vocabulary")
_CHOICES = {
    "aggregation": {"extensive", "intensive"},
    "nature": {"flow", "stock", "ratio"},
    "scope": {"whole", "seat", "built_up", "urban", "rural", "park", "village", "project", "-"},
    "population_basis": {"resident", "registered", "total", "migrant", "-"},
    "level": {"village", "town", "county", "prefecture", "province"},
    "group": {"money", "measure", "person", "ratio", "rank", "time", "age", "classifier", "place", "other"},
}
_PRINTED = {"words", "spellings", "spelling", "synonyms", "names", "not_before", "not_after", "only_before"}
_REQUIRED = {"unit", "spellings", "indicator", "zh", "place", "role", "words"}


class Entry(dict[str, str]):
    """One entry: field name to text; `where` is its file and line, for messages."""

    where: str = ""


class VocabularyError(ValueError):
    """A vocabulary file has an entry that cannot be used; the message gives file and line."""


def entries(name: str, path: Vocabulary = None) -> list[Entry]:
    """Return the entries of one vocabulary file, with the reader's own file or folder added.

    Parameters
    ----------
    name
        ``"units"``, ``"indicators"``, ``"places"``, ``"words"``, ...
    path
        A folder that may hold ``<name>.txt``, or one file ``<name>.txt``, whose entries are
        added to the packaged ones.

    Returns
    -------
    list of dict
        One dict a line: field name to text; its attribute ``where`` is file and line, for messages.

    Raises
    ------
    VocabularyError
        An entry is malformed; the message names the file, the line and what is expected.
    """
    rows = _read(FOLDER / f"{name}.txt", None)
    own = _own_file(name, path)
    return rows if own is None else rows + _read(own, tuple(rows[0]))


def one_name(rows: list[Entry], slug: str) -> list[Entry]:
    """Return entries of which none gives a slug another name: its further forms stand beside its own one."""
    names: dict[str, str] = {}
    for row in rows:
        known = names.setdefault(row[slug], row["zh"])
        if known != row["zh"]:
            fix = f"repeat '{known}' and add '{row['zh']}' beside it, or take another {slug}"
            raise VocabularyError(f"{row.where}: '{row[slug]}' is '{known}' already; {fix}")
    return rows


def words_by_role(path: Vocabulary = None, name: str = "words") -> dict[str, list[str]]:
    """Return the words of ``words.txt``, or of another file, by role; an own entry has one of the packaged roles."""
    words: dict[str, list[str]] = {row["role"]: [] for row in entries(name)}
    for row in entries(name, path):
        if row["role"] not in words:
            raise VocabularyError(
                f"{row.where}: unknown role '{row['role']}', expected one of {', '.join(sorted(words))}"
            )
        words[row["role"]] += row["words"].split()
    return words


def _own_file(name: str, path: Vocabulary) -> Path | None:
    if path is None:
        return None
    path = Path(path)
    if not path.exists():
        raise VocabularyError(f"{path}: no such vocabulary file or folder")
    known = {p.name for p in FOLDER.glob("*.txt")}
    own = {p.name: p for p in (path.glob("*.txt") if path.is_dir() else [path])}
    if not own or own.keys() - known:
        if not path.is_dir():
            raise VocabularyError(f"{path}: a vocabulary file must be named like the packaged one, such as units.txt")
        wrong = ", ".join(sorted(own.keys() - known)) or "no .txt file"
        raise VocabularyError(f"{path}: holds {wrong}; a vocabulary file is one of {', '.join(sorted(known))}")
    return own.get(f"{name}.txt")


def _read(path: Path, fields: tuple[str, ...] | None) -> list[Entry]:
    """Parse one file; `fields` are the packaged file's, which the reader's file must repeat."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8 and try again") from error
    except OSError as error:
        raise VocabularyError(f"{path}: cannot be read ({error.strerror}); give a text file") from error
    lines = [
        (f"{path}:{number}", tuple(cell.strip() for cell in line.split("|")))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if lines and fields is not None and lines[0][1] != fields:
        raise VocabularyError(f"{lines[0][0]}: the header must be: {' | '.join(fields)}")
    if len(lines) < 2:
        raise VocabularyError(f"{path}: holds no entries")
    rows = [_entry(where, lines[0][1], cells) for where, cells in lines[1:]]
    for row in rows if fields is not None else ():
        _match_plain(row)
    return rows


def _entry(where: str, header: tuple[str, ...], cells: tuple[str, ...]) -> Entry:
    if len(cells) != len(header):
        raise VocabularyError(f"{where}: {len(cells)} fields, expected {len(header)}: {' | '.join(header)}")
    row = Entry(zip(header, cells, strict=True))
    row.where = where
    for field, cell in row.items():
        if field in _REQUIRED and not cell:
            raise VocabularyError(f"{where}: the field '{field}' is empty")
        if field in _CHOICES and cell not in _CHOICES[field]:
            raise VocabularyError(
                f"{where}: '{field}' is '{cell}', expected one of {', '.join(sorted(_CHOICES[field]))}"
            )
        if field == "factor":
            _check_factor(where, cell)
    return row


def _match_plain(row: Entry) -> None:
    """Bring the printed forms of an own entry into the plain form of texts: simplified and half-width."""
    for field in _PRINTED & row.keys():
        row[field] = " ".join(plain_text(word).text for word in row[field].split())
    for field in ("synonyms", "names"):
        if field in row and (plain := plain_text(row["zh"]).text) != row["zh"]:
            row[field] += f" {plain}"


def _check_factor(where: str, cell: str) -> None:
    try:
        good = 0 < float(cell) < float("inf")
    except ValueError:
        good = False
    if not good:
        raise VocabularyError(f"{where}: 'factor' is '{cell}', expected a positive number")


def read_once(read: Callable[[str | None], T]) -> Callable[[Vocabulary], T]:
    """Return a function that reads a vocabulary once for each state of the reader's own files."""
    kept = lru_cache(maxsize=8)(lambda path, _: read(path))
    return wraps(read)(lambda path: kept(None if path is None else os.fspath(path), _state(path)))


def _state(path: Vocabulary) -> tuple[str, ...]:
    """Return what tells one state of a reader's own vocabulary from another: its files, their sizes and times."""
    if path is None:
        return ()
    path = Path(path)
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path] if path.exists() else []
    return tuple(f"{file} {(found := file.stat()).st_size} {found.st_mtime_ns}" for file in files)


def any_of(words: Iterable[str] | Mapping[str, str]) -> str:
    """Return a pattern of any of the words, the longest that fits first, as a tree of their characters.

    Of no words it matches nothing. A mapping gives each word what must follow it, as a pattern that takes no character.

    Examples
    --------
    >>> any_of(["亩", "万亩", "万元", "元"])
    '(?:[亩元]|万[亩元])'
    """
    ends = words if isinstance(words, Mapping) else dict.fromkeys(words, "")
    tails: dict[str, dict[str, str]] = {}
    for word, end in ends.items():
        if word:
            tails.setdefault(word[0], {})[word[1:]] = end
    single = "".join(re.escape(first) for first, rest in tails.items() if rest == {"": ""})
    options = [f"[{single}]"] if single else []
    options += [re.escape(first) + any_of(rest) for first, rest in tails.items() if rest != {"": ""}]
    options += [ends[""]] if "" in ends else []
    return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})" if options else "(?!)"


def indicators(path: Vocabulary = None) -> pd.DataFrame:
    """List the indicators that `extract_claims` can code.

    Parameters
    ----------
    path
        Your own vocabulary folder or ``indicators.txt``, added to the packaged one.

    Returns
    -------
    DataFrame
        One row per indicator: ``indicator`` (slug), ``zh``, ``en``, ``unit`` (of its level),
        ``aggregation`` (extensive: may be summed; intensive: may not), ``nature`` (flow, stock
        or ratio), ``scope`` and ``population_basis`` (area, and who is counted, where the definition
        fixes them, else empty), ``synonyms`` (printed forms), ``definition``.

    Raises
    ------
    VocabularyError
        An entry is malformed; the message names the file and the line.

    Examples
    --------
    >>> table = indicators().set_index("indicator")
    >>> table.loc["urbanization_rate", ["zh", "unit", "aggregation"]].tolist()
    ['城镇化率', 'percent', 'intensive']
    """
    table = pd.DataFrame(entries("indicators", path))
    return table.replace({"scope": {"-": ""}, "population_basis": {"-": ""}})
