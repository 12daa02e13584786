"""Render executed notebooks, reports and tables to pages that need nothing but a browser: no network, no scripts.

``python -m towns_analysis.pages notebooks _site`` renders every notebook of the first folder into the second, with
a page for each report, the tables to download and an index; ``--share`` makes one file of each notebook instead.
"""

from __future__ import annotations

import argparse
import base64
import io
import re
import sys
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from bs4 import BeautifulSoup, Tag
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from pylopdf_fonts_zh_cn import sans_path

from towns_analysis.downloads import save_tables
from towns_analysis.linkable import Corpus, read_corpus
from towns_analysis.links import link_claims, made
from towns_analysis.notebooks import Summary, summarize
from towns_analysis.reports import Report
from towns_analysis.schema import described
from towns_analysis.site_pages import SITE, site_pages

__all__ = ["offline_faults", "render", "share"]

_GENERATOR = '<meta name="generator" content="towns_analysis">'
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_TEX = re.compile(r"(`+).+?\1|\$\$(.+?)\$\$|(?<![\\$\w])\$(?!\s)([^$\n]+?)(?<!\s)\$(?![\w$])", re.S)
_NUMBER = re.compile(r"[-+−]?[\d,.]+(?:e[-+]?\d+)?\s*%?|NaN|–|")
_NOT_PROSE = ["code", "math", "pre", "script", "style", "svg", "title"]
_LOADS = ("src", "srcset", "poster", "background", "ping", "action", "formaction", "http-equiv", "xlink:href")
_POLICY = "Content-Security-Policy"  # the one that pages declare themselves, so that a browser refuses what we missed
_FACE = (
    '<style>@font-face{font-family:"Towns Chinese";src:url(data:font/woff2;base64,%s) format("woff2");'
    "unicode-range:U+2E80-9FFF,U+F900-FAFF,U+FF00-FFEF}</style>"
)


def render(
    notebooks: Path | None,
    target: Path,
    *,
    reports: Iterable[Report] | None = None,
    claims: pd.DataFrame | None = None,
) -> list[Path]:
    """Render notebooks, reports and tables as linked pages; earlier pages that are no longer wanted go.

    Parameters
    ----------
    notebooks
        Folder of executed notebooks, or nothing where there are reports of your own.
    target
        Folder to write to. Files in it that no rendering made stay as they are.
    reports, claims
        Reports of your own and, if you have them, their claims; by default the packaged reports and tables.

    Returns
    -------
    list of Path
        The pages, the index first; the tables to download are in the folder ``tables`` beside them.

    Raises
    ------
    ValueError
        There is no notebook, one would make its page load or run something, or a claim was not read from its report;
        the message says which and what.
    """
    pages = [] if notebooks is None and reports is not None else _summaries(notebooks)
    corpus = read_corpus(reports, claims, described())
    target.mkdir(parents=True, exist_ok=True)
    for left in target.glob("*.html"):
        if _GENERATOR in left.read_text(encoding="utf-8", errors="replace"):
            left.unlink()
    folder, written = Path(notebooks or "."), []
    for before, page, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
        html = _notebook(folder / page.file, page=page, previous=before, next=after)
        written.append(_finish(html, target / page.html, corpus))
    files = save_tables(corpus.tables, target / "tables")
    made = site_pages(corpus, pages, notebooks, files)
    return [_finish(html, target / name, corpus) for name, html in made] + written


def share(
    notebooks: Path,
    target: Path,
    *,
    reports: Iterable[Report] | None = None,
    claims: pd.DataFrame | None = None,
) -> list[Path]:
    """Render each notebook as one file to e-mail, which quotes at its end the sentences it links to.

    Parameters and errors are those of `render`.
    """
    corpus = read_corpus(reports, claims, described())
    target.mkdir(parents=True, exist_ok=True)
    return [
        _finish(_notebook(notebooks / page.file, page=page, alone=True), target / page.html, corpus, alone=True)
        for page in _summaries(notebooks)
    ]


def _summaries(notebooks: Path | None) -> list[Summary]:
    pages = [summarize(path) for path in sorted(notebooks.glob("*.ipynb"))] if notebooks else []
    if not pages:
        raise ValueError(f"{notebooks}: no notebook to render; `make run` makes some")
    return pages


def _notebook(path: Path, **resources: Any) -> str:
    notebook = nbformat.read(path, as_version=4)
    formulas: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _without_tex(cell.source, formulas)
        for data in (out.data for out in cell.get("outputs", []) if "text/markdown" in out.get("data", {})):
            data["text/markdown"] = _without_tex(data["text/markdown"], formulas)
    exporter = HTMLExporter(template_name="site", extra_template_basedirs=[str(SITE.parent)], exclude_anchor_links=True)
    html: str = exporter.from_notebook_node(notebook, resources)[0]
    return re.sub(r"FORMULA(\d+)X", lambda found: formulas[int(found[1])], html)


def _without_tex(text: str, formulas: list[str]) -> str:
    """Put a mark in place of every TeX formula, and its MathML into `formulas`."""

    def mark(found: re.Match[str]) -> str:
        if found[1]:  # code, in which a dollar is a dollar
            return found[0]
        formulas.append(convert(found[2], display="block") if found[2] else convert(found[3]))
        return f"FORMULA{len(formulas) - 1}X"

    return _TEX.sub(mark, text)


def _finish(html: str, path: Path, corpus: Corpus, *, alone: bool = False) -> Path:
    """Link a page's claims, list its sections, name the language of Chinese words, embed their glyphs, write it."""
    soup = BeautifulSoup(html, "html.parser", preserve_whitespace_tags=["html"])  # or blank lines would be lost
    if soup.find(class_="ta-report") is None or soup.find(class_="prose"):  # a report's own page is where links lead
        link_claims(soup, path.name, corpus, alone=alone)
    for contents in soup.select(".contents ol"):
        for number, heading in enumerate(soup("h2"), 1):
            heading["id"] = f"section-{number}"
            contents.append(made(f'<li><a href="#section-{number}">{escape(heading.get_text())}</a></li>'))
    for text in soup.find_all(string=_CHINESE):
        language = text.find_parent(lang=True)
        if not text.find_parent(_NOT_PROSE) and not (language and str(language["lang"]).startswith("zh")):
            marked = _CHINESE.sub(r'<span lang="zh-Hans">\g<0></span>', escape(text, quote=False))
            text.replace_with(BeautifulSoup(marked, "html.parser"))
    for table in soup.select("table.dataframe"):
        _align(table)
    if faults := offline_faults(soup):
        raise ValueError(f"{path.name}: a page must load and run nothing, but it has {'; '.join(faults)}")
    html = str(soup)
    glyphs = "".join(sorted(set("".join(_CHINESE.findall(html)))))
    face = _FACE % _font(glyphs) if glyphs else ""
    path.write_text(html.replace("</head>", f"{face}</head>", 1), encoding="utf-8", newline="\n")
    return path


def _align(table: Tag) -> None:
    """Set the columns of numbers right and those of words left, heads included."""
    rows = [row.find_all(["th", "td"], recursive=False) for row in table.select("tr:not(.from)")]
    body = [row for row in rows if row and row[-1].name == "td"]
    for column in range(1, max(map(len, body), default=0) + 1):  # from the right, for labels may span rows
        cells = [row[-column] for row in body if column <= len(row)]
        if all(_NUMBER.fullmatch(cell.get_text().strip()) for cell in cells):
            for cell in (row[-column] for row in rows if column <= len(row)):
                cell["class"] = "number"


@cache
def _font(glyphs: str) -> str:
    """Return the given glyphs of Noto Sans SC (SIL Open Font License) as base64 of a WOFF2 file."""
    font = TTFont(sans_path(), recalcTimestamp=False)
    unused = ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]  # of layout and vertical lines; slow to read
    subsetter = Subsetter(Options(hinting=False, layout_features=[], drop_tables=unused))
    subsetter.populate(text=glyphs)
    subsetter.subset(font)
    font.flavor = "woff2"
    file = io.BytesIO()
    font.save(file)
    return base64.b64encode(file.getvalue()).decode("ascii")


def offline_faults(page: BeautifulSoup) -> list[str]:
    """List what a page would load from elsewhere or run; following a link is the reader's own act.

    Examples
    --------
    >>> html = '<img src="https://example.org/a.png"><a href="https://example.org">a link</a>'
    >>> offline_faults(BeautifulSoup(html, "html.parser"))
    ['<img src=https://example.org/a.png>']
    """
    faults = [f"<{tag.name}>" for tag in page(["script", "iframe", "object", "embed", "base"])]
    for tag in page(True):
        for name, value in tag.attrs.items():
            loads = name in _LOADS or (tag.name in ("link", "image", "use") and name == "href")
            runs = name.startswith("on") or re.sub(r"[\s\x00-\x1f]", "", str(value)).lower().startswith("javascript:")
            if runs or (loads and not str(value).startswith(("data:", "#", _POLICY))):
                faults.append(f"<{tag.name} {name}={str(value)[:60]}>")
    styles = " ".join([*(str(tag.string) for tag in page("style")), *(str(tag["style"]) for tag in page(style=True))])
    return faults + re.findall(r"@import[^;]*|url\(\s*[\"']?(?!data:)[^)]{1,60}", styles)


def _main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m towns_analysis.pages")
    parser.add_argument("notebooks", type=Path, help="folder of executed notebooks")
    parser.add_argument("target", type=Path, help="folder to write to")
    parser.add_argument("--share", action="store_true", help="one file a notebook, complete in itself")
    given = parser.parse_args(arguments)
    try:
        pages = (share if given.share else render)(given.notebooks, given.target)
    except ValueError as error:
        sys.exit(str(error))
    print(f"{len(pages)} pages", file=sys.stderr)


if __name__ == "__main__":
    _main()
