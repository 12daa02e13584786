"""Read a folder of any number of reports into tables, on one machine or many, in runs that may be killed.

Each file becomes one part, named by a hash of its bytes and of all that decides how they are read. A part is written
beside its place and moved there in one step, so a part that is there is whole, and a run that was killed goes on where
it stopped. At the end the parts are merged in the order of the files: what results depends on the folder alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .claims import extract_claims
from .exports import Tables
from .files import ReportError, file_kind, list_files, shown_name
from .formats import extra
from .manifest import Entry, all_entries
from .parts import Columns, Frames, Part, digest, divided, failed, read_files, write_part

__all__ = ["extract_folder"]

_CHUNK = (64, 256_000)  # the most files, and about the most bytes, that a worker gets at once
_AHEAD = 16_000_000  # bytes of files handed to workers and not yet taken back: what bounds the memory
_DECIDES = ["lxml", "pypdfium2", "opencc"]  # libraries whose version may change what is read


Todo = tuple[str, Path, str, str]  # name, path, part and hash of a file


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
        A report is named after its file's path, with ``-1``, ``-2`` … where the file holds several.
    executor
        Any `concurrent.futures.Executor`: a ``ProcessPoolExecutor``, Dask's ``client.get_executor()``, that of
        ipyparallel or mpi4py. Its workers read the files and return frames; this process alone writes.
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
    >>>     >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as home:
    ...     _ = Path(home, "simen.txt").write_text("人口4.2万。", encoding="utf-8")
    ...     manifest = extract_folder(home, Path(home, "out"))  # doctest: +SKIP
    """
    extra("pyarrow", Path(out))
    extract_claims("", vocabulary=vocabulary)  # a vocabulary that is malformed is said before anything is read
    entries = all_entries(manifest)
    files, strays = list_files(folder)
    named = {shown_name(path, Path(folder)): path for path in files}
    run = _Run(Path(out) / "parts", {e["name"] for e in entries}, _stamp(entries, vocabulary))
    run.loose |= {shown_name(Path(e.file), Path(folder)): failed(e.cause, e.next_step) for e in strays}
    work = partial(read_files, entries=entries, vocabulary=vocabulary)
    for done in run.read(named, work, executor):
        if progress is not None:
            progress(done, len(named))
    return run.merge(Path(out))


def _stamp(entries: list[Entry], vocabulary: str | os.PathLike[str] | None) -> str:
    """Return what decides how bytes are read: this package, its libraries, the manifests and the vocabulary."""
    home = Path(__file__).parent
    own = [] if vocabulary is None else [Path(vocabulary), *Path(vocabulary).glob("*.txt")]
    total = hashlib.sha256(json.dumps(entries, sort_keys=True, default=str).encode())
    for path in [*sorted(home.glob("*.py")), *sorted(home.glob("vocabulary/*.txt")), *sorted(own)]:
        total.update(digest(path)[0].encode())
    for library in _DECIDES:
        try:
            total.update(f"{library} {version(library)}".encode())
        except PackageNotFoundError:
            total.update(f"no {library}".encode())
    return total.hexdigest()


@dataclass
class _Run:
    """One run over a folder: which part belongs to which file."""

    folder: Path
    declared: set[str]
    stamp: str
    parts: dict[str, str] = field(default_factory=dict)  # name of a file: its part
    loose: dict[str, Part] = field(default_factory=dict)  # what holds for this run alone, such as a vanished file

    def read(
        self, named: dict[str, Path], work: Callable[[list[Path]], list[Frames]], executor: Executor | None
    ) -> Iterator[int]:
        """Make the parts that are not there, and yield how many files are done."""
        self.folder.mkdir(parents=True, exist_ok=True)
        done = 0
        for chunk, results in _worked(self._chunks(named), work, executor):
            parts = chain.from_iterable(map(divided, results))
            for (name, _, key, sha256), part in zip(chunk.files, parts, strict=True):
                if part.sha256 and part.sha256 == sha256:
                    write_part(self.folder / f"{key}.json", part)
                else:  # it could not be opened, or changed while it was read
                    self.loose[name] = part
            done += chunk.seen
            yield done

    def _chunks(self, named: dict[str, Path]) -> Iterator[Chunk]:
        """Yield the files whose part is not there, some at a time; of files with the same bytes the first."""
        begun = {path.stem for path in self.folder.glob("*.json")}
        files: list[Todo] = []
        bytes_ = seen = 0
        for name, path in named.items():
            sha256, size = digest(path)
            key = self.parts[name] = self._key(path, sha256) if sha256 else ""
            if key not in begun:
                begun |= {key} - {""}
                files.append((name, path, key, sha256))
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
        rows = []
        with Tables(out) as tables:
            for name in sorted({*self.parts, *self.loose}):
                key = "" if name in self.loose else self.parts[name]
                part = self._found(name, key)
                for table, columns in _named(name, part.tables).items():
                    tables.add(table, columns)
                counts = {table: len(next(iter(columns.values()), [])) for table, columns in part.tables.items()}
                rows.append({"file": name, "part": key, "sha256": part.sha256 if key else "", **counts})
            manifest = pd.DataFrame(rows)
            tables.add("manifest", {str(c): manifest[c].tolist() for c in manifest})
        wanted = set(self.parts.values())
        for path in self.folder.iterdir():
            if path.stem not in wanted:
                path.unlink()
        return manifest

    def _found(self, name: str, key: str) -> Part:
        """Return what a file holds, from its part or from this run."""
        path = self.folder / f"{key}.json"
        if name in self.loose:
            return self.loose[name]
        try:
            return Part(**json.loads(path.read_bytes()))
        except FileNotFoundError:
            return failed("it changed while it was read", "run it again")  # as did the file it shared its bytes with
        except ValueError as error:
            path.unlink()
            raise ReportError(path, "this part was damaged, and is removed now", "run it again") from error


def _worked(
    chunks: Iterable[Chunk], work: Callable[[list[Path]], list[Frames]], executor: Executor | None
) -> Iterator[tuple[Chunk, list[Frames]]]:
    """Yield what the workers make of each chunk, in any order, never more ahead than the memory is to hold."""
    pending: dict[Future[list[Frames]], Chunk] = {}
    for chunk in chain(chunks, [None]):
        while pending and (chunk is None or sum(c.size for c in pending.values()) + chunk.size > _AHEAD):
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                try:
                    yield pending.pop(future), future.result()
                except BrokenExecutor as error:
                    cause = "a worker process was ended from outside, perhaps for want of memory"
                    raise ReportError("executor", cause, "run it again: it goes on where it stopped") from error
        if chunk is not None and executor is not None and chunk.files:
            pending[executor.submit(work, [path for _, path, _, _ in chunk.files])] = chunk
        elif chunk is not None:
            yield chunk, work([path for _, path, _, _ in chunk.files])


def _named(name: str, found: dict[str, Columns]) -> dict[str, Columns]:
    """Give the rows of a part the name of the file that they are about."""
    several = len(found["reports"].get("id", [])) > 1
    ids = {i: f"{name}-{i}" if several else name for i in found["reports"].get("id", [])}
    named = {table: dict(columns) for table, columns in found.items() if columns}
    for columns in named.values():
        columns["file"] = [name] * len(next(iter(columns.values())))
    if "reports" in named:
        named["reports"]["id"] = [*ids.values()]
    if "claims" in named:
        claims = named["claims"]
        claims["report"] = [ids[i] for i in claims["report"]]
        claims["claim"] = [
            f"{r}:{a}-{b}" for r, a, b in zip(*(claims[c] for c in ("report", "start", "end")), strict=True)
        ]
    return named
