"""Render executed notebooks to pages that need nothing but a browser: no network, no scripts, no fonts.

``python -m towns_analysis.pages build _site`` renders every notebook of the first folder into the second,
and an index of their questions and answers.
"""

from __future__ import annotations

import base64
import io
import re
import sys
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from bs4 import BeautifulSoup, Tag
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from jinja2 import Environment, FileSystemLoader
from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from nbconvert.filters import markdown2html_mistune
from pylopdf_fonts_zh_cn import sans_path

from towns_analysis.notebooks import Summary, summarize

__all__ = ["offline_faults", "render"]

_SITE = Path(__file__).with_name("site")
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_TEX = re.compile(r"(`+).+?\1|\$\$(.+?)\$\$|(?<![\\$\w])\$(?!\s)([^$\n]+?)(?<!\s)\$(?![\w$])", re.S)
_NUMBER = re.compile(r"[-+−]?[\d,.]+(?:e[-+]?\d+)?\s*%?|NaN|–|")
_NOT_PROSE = ["code", "math", "pre", "script", "style", "svg", "title"]
_FACE = (
    '<style>@font-face{font-family:"Towns Chinese";src:url(data:font/woff2;base64,%s) format("woff2");'
    "unicode-range:U+2E80-9FFF,U+F900-FAFF,U+FF00-FFEF}</style>"
)


def render(source: Path, target: Path) -> list[Path]:
    """Render the notebooks of a folder, and their index; pages that are no longer wanted go.

    Raises
    ------
    ValueError
        There is no notebook, or one would make its page load or run something; the message says which and what.
    """
    pages = [summarize(path) for path in sorted(source.glob("*.ipynb"))]
    if not pages:
        raise ValueError(f"{source}: no notebook to render; `make run` makes some")
    target.mkdir(parents=True, exist_ok=True)
    for left in target.glob("*.html"):
        left.unlink()
    written = []
    for before, page, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
        html = _notebook(source / page.file, {"page": page, "previous": before, "next": after})
        written.append(_finish(html, target / Path(page.file).with_suffix(".html").name))
    return [_finish(_home(pages), target / "index.html"), *written]


def _notebook(path: Path, resources: dict[str, Any]) -> str:
    notebook = nbformat.read(path, as_version=4)
    formulas: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _without_tex(cell.source, formulas)
        for data in (out.data for out in cell.get("outputs", []) if "text/markdown" in out.get("data", {})):
            data["text/markdown"] = _without_tex(data["text/markdown"], formulas)
    exporter = HTMLExporter(
        template_name="site", extra_template_basedirs=[str(_SITE.parent)], exclude_anchor_links=True
    )
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


def _home(pages: list[Summary]) -> str:
    environment = Environment(loader=FileSystemLoader(_SITE), autoescape=False)
    environment.filters["inline"] = lambda text: re.sub("^<p>|</p>$", "", markdown2html_mistune(text).strip())
    return environment.get_template("home.html.j2").render(pages=pages)


def _finish(html: str, path: Path) -> Path:
    """List the page's sections, name the language of Chinese words, embed their glyphs, and write the page."""
    soup = BeautifulSoup(html, "html.parser")
    for contents in soup.select(".contents ol"):
        for number, heading in enumerate(soup("h2"), 1):
            heading["id"] = f"section-{number}"
            link = f'<li><a href="#section-{number}">{escape(heading.get_text())}</a></li>'
            contents.append(BeautifulSoup(link, "html.parser"))
    for text in soup.find_all(string=_CHINESE):
        if not text.find_parent(_NOT_PROSE) and not text.find_parent(lang=re.compile("^zh")):
            marked = _CHINESE.sub(r'<span lang="zh-Hans">\g<0></span>', escape(text, quote=False))
            text.replace_with(BeautifulSoup(marked, "html.parser"))
    for table in soup.select("table.dataframe"):
        _align(table)
    if faults := offline_faults(soup):
        raise ValueError(f"{path.name}: a page must load and run nothing, but it has {'; '.join(faults)}")
    glyphs = "".join(sorted(set("".join(_CHINESE.findall(html)))))
    face = _FACE % _font(glyphs) if glyphs else ""
    path.write_text(str(soup).replace("</head>", f"{face}</head>", 1), encoding="utf-8", newline="\n")
    return path


def _align(table: Tag) -> None:
    """Set the columns of numbers right and those of words left, heads included."""
    rows = [row.find_all(["th", "td"], recursive=False) for row in table.select("tr")]
    body = [row for row in rows if row and row[-1].name == "td"]
    for column in range(max(map(len, body), default=0)):
        cells = [row[column] for row in body if column < len(row)]
        if all(_NUMBER.fullmatch(cell.get_text().strip()) for cell in cells):
            for cell in (row[column] for row in rows if column < len(row)):
                cell["class"] = "number"


@cache
def _font(glyphs: str) -> str:
    """Return the given glyphs of Noto Sans SC (SIL Open Font License) as base64 of a WOFF2 file."""
    font = TTFont(sans_path(), recalcTimestamp=False)
    subsetter = Subsetter(Options(hinting=False, layout_features=[]))
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
            loads = name in ("src", "srcset", "poster", "background") or (
                tag.name in ("link", "image", "use") and "href" in name
            )
            runs = name.startswith("on") or str(value).startswith("javascript:")
            if runs or (loads and not str(value).startswith(("data:", "#"))):
                faults.append(f"<{tag.name} {name}={str(value)[:60]}>")
    styles = " ".join([*(str(tag.string) for tag in page("style")), *(str(tag["style"]) for tag in page(style=True))])
    return faults + re.findall(r"@import[^;]*|url\(\s*[\"']?(?!data:)[^)]{1,60}", styles)


if __name__ == "__main__":
    try:
        print(f"{len(render(Path(sys.argv[1]), Path(sys.argv[2])))} pages", file=sys.stderr)
    except ValueError as error:
        sys.exit(str(error))
