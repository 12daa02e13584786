"""Turn a report file of any format into the one text that all offsets index.

Paragraphs end in a line end, the cells of a table row stand apart by `` | ``, and a form feed alone on its line
divides pages. What a page or file holds and cannot be read is said in the notes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any
from xml.etree.ElementTree import XMLParser

from .files import EMPTY, MOST_CHARACTERS, ReportError, decode, file_kind, read_bytes

__all__ = ["Note", "extra", "read_text"]

Note = tuple[str, str]  # cause and next step
PAGE = "\n\f\n"
_CELL = " | "
_BODY = "word/document.xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNWRITTEN = frozenset({"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", "moveFrom"})
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n"}
_ENDS = {"tc": _CELL, "tr": "\n"}
_MOST_XML = 20 * MOST_CHARACTERS  # Word writes some twenty bytes of markup for each character
_BLOCKS = re.compile(
    "address|article|aside|blockquote|br|caption|center|d[dlt]|div|fieldset|fig(?:ure|caption)|footer|form|h[1-6r]|header"
    "|li|main|nav|[ou]l|option|p|pre|section|table|tr"
)
_UNREAD = frozenset({"head", "script", "style", "noscript", "template", "textarea", "select", "iframe", "object"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
_PDFIUM = Lock()  # PDFium may not be called from two threads at once
_SCAN = "make the text searchable by character recognition (OCR) and save it again"
_ENCRYPTED = ("it is encrypted", "save it without password")
_DAMAGED = "open it in the program that made it and save it again"


def read_text(path: Path) -> tuple[str, bytes, list[Note]]:
    """Return the text of a report file (decoded, or extracted from HTML, Word or PDF), its bytes, and what is not read.

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
        raise ReportError(path, *EMPTY)
    return text, raw, notes


def extra(module: str, what: Path) -> Any:
    """Import a library of the extra ``corpus``, or say that `what` needs it."""
    try:
        return import_module(module)
    except ImportError as error:
        cause = f"this needs {module.partition('.')[0]}, which the extra 'corpus' brings"
        raise ReportError(what, cause, 'run pip install "towns_analysis[corpus]"') from error


def _oversized(path: Path) -> ReportError:
    cause = f"it is oversized: more than {MOST_CHARACTERS:,} characters of text when unpacked"
    return ReportError(path, cause, "divide it into one file per report")


class _Collector:
    """Collect text from the events of a parser."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.hidden = 0  # how many elements are open whose text is not shown

    def close(self) -> str:
        return "".join(self.pieces)


# ------------------------------------------------------------------------------------------------- Word


class _Words(_Collector):
    """Collect the text of a Word document in document order.

    Insertions, text boxes and content controls are text; deletions and the second copy of a drawing are not.
    """

    cells = 0
    text = False

    def start(self, tag: str, _: Any) -> None:
        name = tag.removeprefix(_WORD)
        self.hidden += name in _UNWRITTEN
        self.cells += name == "tc"
        self.text = name == "t" and not self.hidden
        if name == "txbxContent":
            self.pieces.append("\n")
        elif name in _BREAKS and self.pieces and not self.hidden:
            self.pieces.append(_BREAKS[name])

    def end(self, tag: str) -> None:
        name = tag.removeprefix(_WORD)
        self.hidden -= name in _UNWRITTEN
        self.cells -= name == "tc"
        self.text = False
        if name in _ENDS:
            self.pieces.append(_ENDS[name])
        elif name == "p" and not self.hidden:
            self.pieces.append(" " if self.cells else "\n")

    def data(self, text: str) -> None:
        if self.text:
            self.pieces.append(text)

    def doctype(self, *_: Any) -> None:
        raise ValueError("it declares a document type")  # Word writes none; without one no entities can be expanded


def _docx(path: Path, raw: bytes) -> str:
    """Read the body as a stream: an archive that unpacks to more than it should is left at the limit."""
    parser = XMLParser(target=_Words())
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if archive.getinfo(_BODY).flag_bits & 1:
                raise ReportError(path, *_ENCRYPTED)
            with archive.open(_BODY) as body:
                while chunk := body.read(1 << 16):
                    if body.tell() > _MOST_XML:
                        raise _oversized(path)
                    parser.feed(chunk)
        return str(parser.close())
    except ReportError:
        raise
    except KeyError as error:
        raise ReportError(path, "this is a zip archive, but no Word document", "unpack it first") from error
    except Exception as error:  # zipfile has no one class for what is wrong with an archive
        raise ReportError(path, f"the Word document is damaged ({error})", _DAMAGED) from error


# ------------------------------------------------------------------------------------------------- HTML


class _Blocks(_Collector):
    """Collect the text of an HTML page that a browser would show."""

    verbatim = 0

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
    try:
        pages = list(_pages(pdfium, path, raw))
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise ReportError(path, *_ENCRYPTED) from error
        raise ReportError(path, f"the PDF is damaged ({error})", _DAMAGED) from error
    silent = [str(number) for number, (text, drawn) in enumerate(pages, 1) if drawn and not text.strip()]
    if silent and len(silent) == len(pages):
        raise ReportError(path, "it is scanned: its pages are pictures without text", _SCAN)
    if silent:
        shown = ", ".join(silent[:20]) + (" …" if len(silent) > 20 else "")
        notes.append((f"page {shown} of {len(pages)} has no text, perhaps a picture of it; the others are read", _SCAN))
    return PAGE.join(text for text, _ in pages)


def _pages(pdfium: Any, path: Path, raw: bytes) -> Iterator[tuple[str, bool]]:
    """Yield the text of each page, and whether anything is drawn on it."""
    document = pdfium.PdfDocument(raw)
    left = MOST_CHARACTERS
    for page in document:
        textpage = page.get_textpage()
        text = textpage.get_text_bounded().replace("\r\n", "\n").replace("\f", "\n")
        drawn = bool(pdfium.raw.FPDFPage_CountObjects(page))
        textpage.close()
        page.close()
        left -= len(text)
        if left < 0:
            raise _oversized(path)
        yield text, drawn
    document.close()
