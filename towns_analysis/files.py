"""Find the packaged folders and turn a file into text, or say in one sentence why it cannot be read."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

__all__ = ["ReportError", "packaged", "read_text", "report_files"]

SUFFIXES = (".txt", ".md")
_LATER = (".docx", ".doc", ".pdf", ".html", ".htm", ".rtf", ".wps")
_MAGIC = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a zip archive, as .docx files are",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
}
_MARKS = (  # the longer mark first: UTF-32-LE begins like UTF-16-LE
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROL = 0.1  # a text file has next to none, a binary one that happens to decode has many
# Frequent characters of official prose, simplified and traditional: half of any report, a tenth of a wrong decoding.
_COMMON = frozenset(
    "的一是在不了有和人中大为为爲為上个個国國以要时時来來用们們生到作地于於出就分对對成会會主发發年动動同工也能下过過"
    "子说說产產面方后後多定行法所民得经經十三之进進等部度力高二理起小现現实實加量都两兩体體制机機当當使点點从從业業本"
    "去把性应應开開合因由其前外四日社义義事平形相全间間与與关關重新内內数數正心反明系质質气氣第向道条條解问問题題"
    "建月公无無情最立代通并並提党黨程展五果员員位常文总總次品活设設及管特长長求资資边邊流路级級少山统統接较較将將"
    "组組见見计計根运運农農指几九区區强放决決干必先则任取据處处世车車镇鎮乡鄉村县縣市省万萬亿億元亩畝财財收入增"
)
_ENOUGH_COMMON = 0.2


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


def report_files(path: str | os.PathLike[str]) -> list[Path]:
    """List the report files of a folder, sorted by path, or the one file that `path` is."""
    path = Path(path)
    try:
        found = path.exists()
    except OSError:  # a name that no file can have, such as a whole report
        found = False
    if not found:
        shown = str(path) if len(str(path)) <= 200 else str(path)[:40] + "…"
        raise ReportError(shown, "no such file or folder", "check the path (a text needs no reading: pass it on)")
    if not path.is_dir():
        return [path]
    files = sorted((p for p in path.rglob("*") if _is_report(p)), key=lambda p: p.relative_to(path).as_posix())
    if not files:
        raise ReportError(path, "no report in this folder", f"put {' or '.join(SUFFIXES)} files there")
    return files


def _is_report(path: Path) -> bool:
    """Say whether a file in a folder is meant to be a report: a README or a hidden file is not."""
    hidden = path.name.startswith((".", "~$")) or path.stem.upper() == "README"
    return path.is_file() and not hidden and path.suffix.lower() in SUFFIXES + _LATER


def read_text(path: Path) -> tuple[str, bytes]:
    """Return the text of one file, byte-order mark dropped and line ends untouched, and its bytes.

    Parameters
    ----------
    path
        A ``.txt`` or ``.md`` file.

    Raises
    ------
    ReportError
        It is empty, binary, in another format or in no known encoding.
    """
    if path.suffix.lower() in _LATER:
        cause = f"{path.suffix} files are not read yet (they will need the extra 'corpus')"
        raise ReportError(path, cause, "save it as UTF-8 text (.txt)")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ReportError(path, f"cannot be opened ({error.strerror})", "check the path and its permissions") from error
    for magic, what in _MAGIC.items():
        if raw.startswith(magic):
            raise ReportError(path, f"this is {what}, not text", "save it as UTF-8 text (.txt)")
    text = _decode(path, raw)
    if not text.strip():
        raise ReportError(path, "the file is empty", "remove it, or put the text of a report in it")
    return text, raw


def _decode(path: Path, raw: bytes) -> str:
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
        foreign = [c for c in reading if not c.isascii()]
        share = sum(c in _COMMON for c in foreign) / max(len(foreign), 1)
        if share > best:
            best, text = share, reading
    return text
