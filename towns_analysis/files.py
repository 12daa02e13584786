"""Find the packaged folders and the files of a folder, and decode their bytes or say why that cannot be done."""

from __future__ import annotations

import codecs
import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path

from .vocabulary import entries

__all__ = ["ReportError", "file_kind", "list_files", "packaged", "places", "replaced", "shown_name"]

TEXT = (".txt", ".md", ".html", ".htm")
SUFFIXES = (*TEXT, ".docx", ".pdf")
_OTHER = (".doc", ".rtf", ".wps")  # reports too, but in formats that are not read: said, never passed over
MOST_CHARACTERS = 5_000_000  # a thousand reports in one file; reading takes about 1 kB of memory per three of them
_MOST_BYTES = {suffix: 4 * MOST_CHARACTERS for suffix in TEXT} | {".docx": 100_000_000, ".pdf": 100_000_000}
_MAGIC = {  # the first bytes of a file, and what it then is
    b"%PDF-": (".pdf", "a PDF file"),
    b"PK\x03\x04": (".docx", "a zip archive, as .docx files are"),
    b"\xd0\xcf\x11\xe0": (".doc", "an old Office document"),
    b"{\\rtf": (".rtf", "an RTF document"),
    b"\x1f\x8b": (".gz", "a gzip archive"),
    b"\x89PNG": (".png", "a PNG picture"),
    b"\xff\xd8\xff": (".jpg", "a JPEG picture"),
}
# in Word and HTML every line is a paragraph, and no page is known
_PLACES = {".docx": "paragraph", ".html": "paragraph", ".htm": "paragraph", ".pdf": "page"}
EMPTY = ("the file is empty", "remove it, or put the text of a report in it")
_MARKS = (  # the longer mark first: UTF-32-LE begins like UTF-16-LE
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROL = 0.1  # a text file has next to none, a binary one that happens to decode has many
_ENOUGH_COMMON = 0.2
_SAMPLE = 20_000  # characters that are enough to tell one encoding from another


class ReportError(ValueError):
    """A file cannot be read as reports.

    Attributes
    ----------
    file, cause, next_step
        The three parts of the message: which file, why, and what to do.
    """

    def __init__(self, file: str | os.PathLike[str], cause: str, next_step: str) -> None:
        self.file, self.cause, self.next_step = os.fspath(file), cause, next_step
        super().__init__(self.file, cause, next_step)  # all three, so that a worker process can send it back

    def __str__(self) -> str:
        """Return the three parts as one sentence."""
        return f"{self.file}: {self.cause}; {self.next_step}"


def packaged(name: str) -> Path:
    """Return the folder ``data`` or ``seeds``: inside an installed package, else at the top of the checkout."""
    installed = Path(__file__).with_name(f"_{name}")
    return installed if installed.is_dir() else Path(__file__).parents[1] / name


def list_files(path: str | os.PathLike[str]) -> tuple[list[Path], list[ReportError]]:
    """List the report files of a folder, sorted by path, or the one file that `path` is, and links that lead out."""
    path = Path(path)
    if not os.path.exists(path):  # which is true of a name that no file can have, too, such as a whole report
        shown = str(path) if len(str(path)) <= 200 else str(path)[:40] + "…"
        raise ReportError(shown, "no such file or folder", "check the path (a text needs no reading: pass it on)")
    if not path.is_dir():
        return [path], []
    files, strays = _walk(path)
    if not files and not strays:
        raise ReportError(path, "no report in this folder", f"put {', '.join(SUFFIXES)} files there")
    return files, strays


def _walk(top: Path) -> tuple[list[Path], list[ReportError]]:
    """Walk a folder without following links to folders; a link is read only where it stays inside."""
    files: list[Path] = []
    strays: list[ReportError] = []
    home = top.resolve()
    for where, folders, names in os.walk(top, onerror=lambda error: strays.append(_unopened(error.filename, error))):
        for path in (Path(where, name) for name in (*folders, *filter(_is_report, names))):
            if path.is_symlink() and not (path.exists() and path.resolve().is_relative_to(home)):
                cause = "this is a link that leads out of the folder, or nowhere"
                strays.append(ReportError(path, cause, "put the file itself into the folder"))
            elif not path.is_dir():
                files.append(path)
    return sorted(files, key=lambda p: p.relative_to(top).as_posix()), sorted(strays, key=lambda e: e.file)


def _is_report(name: str) -> bool:
    """Say whether a file in a folder is meant to be a report: a README or a hidden file is not."""
    stem, suffix = os.path.splitext(name)
    return not name.startswith((".", "~$")) and stem.upper() != "README" and suffix.lower() in SUFFIXES + _OTHER


def _unopened(path: str | os.PathLike[str], error: OSError) -> ReportError:
    return ReportError(path, f"cannot be opened ({error.strerror})", "check the path and its permissions")


def shown_name(file: Path, folder: Path) -> str:
    """Return the name of a file in its folder, with ``/`` between the parts, as text in any case."""
    name = file.relative_to(folder).as_posix() if file != folder else file.name
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def places(source: str, file: str, offsets: Iterable[int]) -> list[str]:
    """Return the page, paragraph or line of each offset: a form feed ends a page, a line end a paragraph."""
    word = _PLACES.get(os.path.splitext(file)[1].lower(), "page" if "\f" in source else "line")
    ends = [match.start() for match in re.finditer("\f" if word == "page" else "\n", source)]
    return [f"{word} {bisect_left(ends, offset) + 1}" for offset in offsets]


def file_kind(path: Path) -> str:
    """Return the suffix that says how a file is read; one without a known suffix is read as text."""
    suffix = path.suffix.lower()
    return suffix if suffix in SUFFIXES + _OTHER else ".txt"


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file that is what its name says, and of a size that can be read.

    Raises
    ------
    ReportError
        It is missing, no ordinary file, too large, or in another format than its name says.
    """
    kind = file_kind(path)
    if kind in _OTHER:
        raise ReportError(path, f"{kind} files are not read", "save it as .docx or as UTF-8 text (.txt)")
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise ReportError(path, "this is no ordinary file", "pass a file or a folder")
        if size > _MOST_BYTES[kind]:
            cause = f"it is oversized: {size:,} bytes, and a {kind} file may have {_MOST_BYTES[kind]:,}"
            raise ReportError(path, cause, "divide it into one file per report")
        raw = path.read_bytes()
    except OSError as error:
        raise _unopened(path, error) from error
    _check_magic(path, kind, raw)
    return raw


def _check_magic(path: Path, kind: str, raw: bytes) -> None:
    """Refuse a file whose first bytes belong to another format than its name, and an empty one."""
    if not raw:
        raise ReportError(path, *EMPTY)
    found = (about for magic, about in _MAGIC.items() if raw.startswith(magic))
    suffix, what = next(found, ("", "something else"))
    if (kind, suffix) == (".docx", ".doc"):
        raise ReportError(path, "it is encrypted, or an old Office document", "save it without password as .docx")
    if suffix != ("" if kind in TEXT else kind):
        step = f"rename it to {suffix} if it is a report" if suffix in SUFFIXES else "save it as UTF-8 text (.txt)"
        raise ReportError(path, f"the name says {kind}, but this is {what}", step)


def decode(path: Path, raw: bytes) -> str:
    """Return the text of bytes in UTF-8, UTF-16, UTF-32, GB18030 or Big5, without its byte-order mark."""
    mark, encoding = next(((m, e) for m, e in _MARKS if raw.startswith(m)), (b"", "utf-8"))
    try:
        text = raw[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        if mark:
            cause = f"it is marked as {encoding} but breaks off or goes wrong at byte {error.start + len(mark)}"
            raise ReportError(path, cause, "save it again as UTF-8") from error
        text = "\0" if b"\0" in raw else _legacy(raw)
        if not text:
            cause = f"it is not UTF-8 (byte {error.start}), and neither GB18030 nor Big5 makes Chinese of it"
            raise ReportError(path, cause, "save it as UTF-8") from error
    if "\0" in text or len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        cause = "this is a binary file, not text (or UTF-16 without its byte-order mark)"
        raise ReportError(path, cause, "save the report as UTF-8 text (.txt)")
    return text


def _legacy(raw: bytes) -> str:
    """Return the Chinese reading with more common characters, or nothing where none makes sense."""
    best, text = _ENOUGH_COMMON, ""
    for encoding in ("gb18030", "big5hkscs"):
        try:
            reading = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = list(islice((c for c in reading if not c.isascii()), _SAMPLE))
        share = sum(c in _common() for c in foreign) / max(len(foreign), 1)
        if share > best:
            best, text = share, reading
    return text


@cache
def _common() -> frozenset[str]:
    return frozenset("".join(row["characters"] for row in entries("characters")))


@contextmanager
def replaced(*paths: Path) -> Iterator[list[Path]]:
    """Give a file beside each one to write to, and move all into place at the end, or none if anything fails."""
    beside = [path.with_name(f"{path.name}.part") for path in paths]
    try:
        yield beside
        for part, path in zip(beside, paths, strict=True):
            part.replace(path)
    finally:
        for part in beside:
            part.unlink(missing_ok=True)
