"""Turn a report file of any format into the one text that all offsets index.

Paragraphs end in a line end, the cells of a table row stand apart by `` | ``, and a form feed alone on its line
divides pages. What a page or file holds and cannot be read is said in the notes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple
from xml.parsers import expat

from .files import MOST_CHARACTERS, ReportError, decode, file_kind, read_bytes

__all__ = ["Note", "Read", "extra", "read_text"]

Note = tuple[str, str]  # cause and next step
PAGE = "\n\f\n"
_CELL = " | "
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST_XML = 20 * MOST_CHARACTERS  # Word writes some twenty bytes of markup for each character
_BLOCKS = re.compile(
    "address|article|aside|blockquote|br|caption|center|d[dlt]|div|fieldset|fig(?:ure|caption)|footer|form|h[1-6r]|header"
    "|li|main|nav|[ou]l|option|p|pre|section|table|tr"
)
_UNREAD = frozenset({"head", "script", "style", "noscript", "template", "textarea", "select", "iframe", "object"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
_PDFIUM = Lock()  # PDFium may not be called from two threads at once
_SCAN = "make the text searchable by character recognition (OCR) and save it again"
_DAMAGED = "open it in the program that made it and save it again"


class Read(NamedTuple):
    """The text of one file, its bytes, and what in it could not be read."""

    text: str
    raw: bytes
    notes: list[Note]


def read_text(path: Path) -> Read:
    """Return the text of one report file: decoded, or extracted from HTML, Word or PDF.

    Raises
    ------
    ReportError
        It is empty, damaged, encrypted, scanned, oversized, disguised or in no known encoding, or reading its format
        needs the extra ``corpus``.
    """
    raw = read_bytes(path)
    kind, notes = file_kind(path), list[Note]()
    if kind == ".docx":
        text = _docx(path, raw)
    elif kind == ".pdf":
        with _PDFIUM:
            text = _pdf(path, raw, notes)
    else:
        text = decode(path, raw)
        if kind in (".html", ".htm"):
            text = _html(path, text)
    if len(text) > MOST_CHARACTERS:
        raise _oversized(path)
    if not text.strip():
        raise ReportError(path, "the file is empty", "remove it, or put the text of a report in it")
    return Read(text, raw, notes)


def extra(module: str, what: str | Path, name: str = "corpus") -> Any:
    """Import a library of an optional extra, or say which one `what` needs."""
    try:
        return import_module(module)
    except ImportError as error:
        cause = f"this needs {module.partition('.')[0]}, which the extra '{name}' brings"
        raise ReportError(what, cause, f'run pip install "towns_analysis[{name}]"') from error


def _oversized(path: Path) -> ReportError:
    cause = f"it is oversized: more than {MOST_CHARACTERS:,} characters of text when unpacked"
    return ReportError(path, cause, "divide it into one file per report")


# ------------------------------------------------------------------------------------------------- Word


class _Words:
    """Collect the text of a Word document from the events of its XML, in document order.

    Insertions, text boxes and content controls are text; deletions and the second copy of a drawing are not.
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.cells = self.hidden = 0
        self.text = False

    def start(self, tag: str, _: Any) -> None:
        name = tag.removeprefix(_WORD)
        if tag == _FALLBACK or name == "moveFrom":
            self.hidden += 1
        elif name == "tc":
            self.cells += 1
        elif name == "txbxContent":
            self.pieces.append("\n")
        elif name in ("tab", "br", "cr") and not self.hidden and self.pieces:
            self.pieces.append(" " if name == "tab" else "\n")
        self.text = name == "t" and not self.hidden

    def end(self, tag: str) -> None:
        name = tag.removeprefix(_WORD)
        if tag == _FALLBACK or name == "moveFrom":
            self.hidden -= 1
        elif name == "p" and not self.hidden:
            self.pieces.append(" " if self.cells else "\n")
        elif name == "tc":
            self.cells -= 1
            self.pieces.append(_CELL)
        elif name == "tr":
            self.pieces.append("\n")
        self.text = False

    def data(self, text: str) -> None:
        if self.text:
            self.pieces.append(text)


def _docx(path: Path, raw: bytes) -> str:
    """Read the body as a stream: an archive that unpacks to more than it should is left at the limit."""
    words = _Words()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = lambda tag, attributes: words.start("{" + tag, attributes)
    parser.EndElementHandler = lambda tag: words.end("{" + tag)
    parser.CharacterDataHandler = words.data
    parser.StartDoctypeDeclHandler = _no_doctype  # Word writes none; without one there are no entities to expand
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if archive.getinfo("word/document.xml").flag_bits & 1:
                raise ReportError(path, "it is encrypted", "save it without password")
            for chunk in _unpacked(path, archive):
                parser.Parse(chunk)
        parser.Parse(b"", True)
    except KeyError as error:
        raise ReportError(path, "this is a zip archive, but no Word document", "unpack it first") from error
    except ReportError:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, expat.ExpatError, EOFError, ValueError, OSError, RuntimeError,
            zlib.error) as error:  # fmt: skip
        raise ReportError(path, f"the Word document is damaged ({error})", _DAMAGED) from error
    return "".join(words.pieces)


def _no_doctype(*_: Any) -> None:
    raise ValueError("it declares a document type")


def _unpacked(path: Path, archive: zipfile.ZipFile) -> Iterator[bytes]:
    left = _MOST_XML
    with archive.open("word/document.xml") as member:
        while chunk := member.read(1 << 16):
            left -= len(chunk)
            if left < 0:
                raise _oversized(path)
            yield chunk


# ------------------------------------------------------------------------------------------------- HTML


class _Blocks:
    """Collect the text that a browser would show, from the events of an HTML parser."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.hidden = self.verbatim = 0

    def start(self, tag: str, _: Any) -> None:
        self.hidden += tag in _UNREAD
        self.verbatim += tag == "pre"
        self._divide(tag)

    def end(self, tag: str) -> None:
        self.hidden -= tag in _UNREAD
        self.verbatim -= tag == "pre"
        if tag != "br":
            self._divide(tag)
        if tag in ("td", "th"):
            self.pieces.append(_CELL)

    def _divide(self, tag: str) -> None:
        if _BLOCKS.fullmatch(tag) and self.pieces and self.pieces[-1] != "\n":
            self.pieces.append("\n")

    def data(self, text: str) -> None:
        text = text if self.verbatim else _SPACE.sub(" ", text)
        if not self.hidden and (text != " " or (self.pieces and self.pieces[-1] != "\n")):
            self.pieces.append(text)

    def close(self) -> str:
        return "".join(self.pieces)


def _html(path: Path, text: str) -> str:
    etree = extra("lxml.etree", path)
    # no tree is built, so the size and depth of the page need no limit
    parser = etree.HTMLParser(target=_Blocks(), huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        parser.feed(text)
        return str(parser.close())
    except etree.LxmlError as error:
        raise ReportError(path, f"the HTML cannot be read ({error})", "save it as UTF-8 text (.txt)") from error


# ------------------------------------------------------------------------------------------------- PDF


def _pdf(path: Path, raw: bytes, notes: list[Note]) -> str:
    pdfium = extra("pypdfium2", path)
    pages: list[str] = []
    silent: list[int] = []
    left = MOST_CHARACTERS
    try:
        document = pdfium.PdfDocument(raw)
        for number in range(len(document)):
            text, drawn = _page(pdfium, document[number])
            pages.append(text)
            if drawn and not text.strip():
                silent.append(number + 1)
            left -= len(text)
            if left < 0:
                raise _oversized(path)
        document.close()
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise ReportError(path, "it is encrypted", "save it without password") from error
        raise ReportError(path, f"the PDF is damaged ({error})", _DAMAGED) from error
    if silent and len(silent) == len(pages):
        raise ReportError(path, "it is scanned: its pages are pictures without text", _SCAN)
    if silent:
        shown = ", ".join(map(str, silent[:20])) + (" …" if len(silent) > 20 else "")
        notes.append((f"page {shown} of {len(pages)} has no text, perhaps a picture of it; the others are read", _SCAN))
    return PAGE.join(pages)


def _page(pdfium: Any, page: Any) -> tuple[str, bool]:
    """Return the text of one page, and whether anything is drawn on it."""
    textpage = page.get_textpage()
    text = textpage.get_text_bounded().replace("\r\n", "\n").replace("\f", "\n")
    drawn = bool(pdfium.raw.FPDFPage_CountObjects(page))
    textpage.close()
    page.close()
    return text, drawn
