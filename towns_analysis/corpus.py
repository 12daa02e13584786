"""Read a folder of any number of reports into tables, on one machine or many, in runs that may be killed.

Each file becomes one part, named by a hash of its bytes and of all that decides how they are read. A part is written
beside its place and moved there in one step, so a part that is there is whole, and a run that was killed goes on where
it stopped. At the end the parts are merged in the order of the files: what results depends on the folder alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import distributions
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pandas as pd

from .claims import extract_claims
from .exports import write_tables
from .files import ReportError, file_kind, list_files, shown_name
from .formats import extra
from .manifest import Entry, all_entries
from .parts import Columns, Part, digest, failed, named, read_files, read_part, rows_of, write_part

__all__ = ["extract_folder"]

_CHUNK = (64, 256_000)  # the most files, and about the most bytes, that a worker gets at once
_AHEAD = 16_000_000  # bytes of files handed to workers and not yet taken back: what bounds the memory
_DECIDES = ["lxml", "pypdfium2", "opencc"]  # libraries whose version may change what is read

Work = Callable[[list[Path]], list[Part]]


class Todo(NamedTuple):
    """A file to read, and the part to be made of it."""

    name: str
    path: Path
    key: str
    sha256: str


class Chunk(NamedTuple):
    """Files for one worker at once: their bytes together, and how many were looked at."""

    files: list[Todo]
    size: int
    seen: int


def extract_folder(
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    executor: Executor | None = None,
    manifest: str | os.PathLike[str] | None = None,
    vocabulary: str | os.PathLike[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Extract the claims of every report in a folder into Parquet tables; call it again to go on or to update.

    Parameters
    ----------
    folder
        Folder of reports, read as `read_reports` reads it.
    out
        Folder to write to: ``claims.parquet`` (with ``file`` and ``where``, the page, paragraph or line),
        ``reports.parquet``, ``problems.parquet``, ``manifest.parquet``, ``datapackage.json`` and ``parts/``.
        A report is named as `read_reports` names it without a manifest: after its file, or after the file's path where
        two files have one name, with ``-1``, ``-2`` … where a file holds several.
    executor
        Any `concurrent.futures.Executor`: a ``ProcessPoolExecutor``, Dask's ``client.get_executor()``, that of
        ipyparallel or mpi4py. Its workers read the files; this process alone writes.
    manifest, vocabulary
        Your own manifest and vocabulary, beside the packaged ones.
    progress
        Called with the number of files done and the number of all.

    Returns
    -------
    DataFrame
        The manifest, one row per file: ``file``, ``part``, ``sha256``, ``reports``, ``claims``, ``problems``.

    Raises
    ------
    ReportError
        The folder is missing or holds no report, or the extra ``corpus`` is not installed. A file that cannot be
        read stops nothing: it becomes a row of the problems.

    Examples
    --------
    >>> manifest = extract_folder("reports", "tables")  # doctest: +SKIP
    >>> int((manifest["problems"] > 0).sum())  # doctest: +SKIP
    0
    """
    if Path(out).is_file():
        raise ReportError(out, "the tables go to a folder, and this is a file", "name a folder, new or of such tables")
    extra("pyarrow", Path(out))
    extract_claims("", vocabulary=vocabulary)  # a vocabulary that is malformed is said before anything is read
    entries = all_entries(manifest)
    files, strays = list_files(folder)
    paths = {shown_name(path, Path(folder)): path for path in files}
    run = _Run(Path(out) / "parts", {e["name"] for e in entries}, _stamp(entries, vocabulary))
    run.made |= {shown_name(Path(e.file), Path(folder)): failed(e.cause, e.next_step) for e in strays}
    work = partial(read_files, entries=entries, vocabulary=vocabulary)
    try:
        for done in run.read(paths, work, executor):
            if progress is not None:
                progress(done, len(paths))
    except BrokenExecutor as error:
        cause = "a worker process was ended from outside, perhaps for want of memory"
        raise ReportError("executor", cause, "run it again: it goes on where it stopped") from error
    return run.merge(Path(out))


def _stamp(entries: list[Entry], vocabulary: str | os.PathLike[str] | None) -> str:
    """Return what decides how bytes are read: this package, its libraries, the manifests and the vocabulary."""
    home = Path(__file__).parent
    own = [] if vocabulary is None else [Path(vocabulary), *sorted(Path(vocabulary).glob("*.txt"))]
    files = [*sorted(home.rglob("*.py")), *sorted(home.glob("vocabulary/*.txt")), *own]
    libraries = [(name, found.version) for name in _DECIDES for found in distributions(name=name)]
    decides = [entries, libraries, [digest(path)[0] for path in files]]
    return hashlib.sha256(json.dumps(decides, sort_keys=True, default=str).encode()).hexdigest()


@dataclass
class _Run:
    """One run over a folder: which part belongs to which file; one that is not written holds for this run alone."""

    folder: Path
    declared: set[str]
    stamp: str
    made: dict[str, str | Part] = field(default_factory=dict)  # name of a file: its part, or the name of that

    def read(self, paths: dict[str, Path], work: Work, executor: Executor | None) -> Iterator[int]:
        """Make the parts that are not there, and yield how many files are done."""
        self.folder.mkdir(parents=True, exist_ok=True)
        done = 0
        for chunk, parts in _worked(self._chunks(paths), work, executor):
            for file, part in zip(chunk.files, parts, strict=True):
                if part.sha256 and part.sha256 == file.sha256:
                    write_part(self.folder / f"{file.key}.json", part)
                else:  # it could not be opened, or changed while it was read
                    self.made[file.name] = part
            done += chunk.seen
            yield done

    def _chunks(self, paths: dict[str, Path]) -> Iterator[Chunk]:
        """Yield the files whose part is not there, some at a time; of files with the same bytes the first."""
        begun = {path.stem for path in self.folder.glob("*.json")}
        files: list[Todo] = []
        bytes_ = seen = 0
        for name, path in paths.items():
            sha256, size = digest(path)
            key = self.made[name] = self._key(path, sha256) if sha256 else ""
            if key not in begun:
                begun |= {key} - {""}
                files.append(Todo(name, path, key, sha256))
                bytes_ += size
            seen += 1
            if len(files) >= _CHUNK[0] or bytes_ >= _CHUNK[1] or seen >= 500:
                yield Chunk(files, bytes_, seen)
                files, bytes_, seen = [], 0, 0
        yield Chunk(files, bytes_, seen)

    def _key(self, path: Path, sha256: str) -> str:
        declared = path.name if path.name in self.declared else ""
        return hashlib.sha256("\0".join([self.stamp, file_kind(path), declared, sha256]).encode()).hexdigest()

    def merge(self, out: Path) -> pd.DataFrame:
        """Write the tables in the order of the files, drop what no file needs any more, and return the manifest."""
        rows: list[dict[str, str | int]] = []
        write_tables(out, self._pieces(rows))
        wanted = {made for made in self.made.values() if isinstance(made, str)}
        for path in self.folder.iterdir():
            if path.stem not in wanted:
                path.unlink()
        return pd.DataFrame(rows)

    def _pieces(self, rows: list[dict[str, str | int]]) -> Iterator[tuple[str, Columns]]:
        """Yield the rows of each file by table, and at the end those of the manifest, which are added to `rows`."""
        stems = Counter(PurePosixPath(name).stem for name in self.made)
        for name, made in sorted(self.made.items()):
            key, part = ("", made) if isinstance(made, Part) else (made, read_part(self.folder / f"{made}.json"))
            stem = PurePosixPath(name).stem
            yield from named(name, stem if stems[stem] == 1 else name, part)
            counts = {table: rows_of(columns) for table, columns in part.tables.items()}
            rows.append({"file": name, "part": key, "sha256": part.sha256 if key else "", **counts})
        yield "manifest", {column: [row[column] for row in rows] for column in rows[0]}


def _worked(chunks: Iterable[Chunk], work: Work, executor: Executor | None) -> Iterator[tuple[Chunk, list[Part]]]:
    """Yield what is made of each chunk, in any order, never more ahead than the memory is to hold."""
    pending: dict[Future[list[Part]], Chunk] = {}
    for chunk in chunks:
        paths = [file.path for file in chunk.files]
        if executor is None or not paths:
            yield chunk, work(paths)
            continue
        yield from _finished(pending, timeout=0)
        while pending and sum(c.size for c in pending.values()) + chunk.size > _AHEAD:
            yield from _finished(pending)
        pending[executor.submit(work, paths)] = chunk
    while pending:
        yield from _finished(pending)


def _finished(
    pending: dict[Future[list[Part]], Chunk], timeout: float | None = None
) -> Iterator[tuple[Chunk, list[Part]]]:
    """Yield what is finished, and by default wait until something is."""
    for future in wait(pending, timeout, FIRST_COMPLETED).done:
        yield pending.pop(future), future.result()
