"""The pages beside the notebooks: the index, each report with its claims, the tables, the functions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbconvert.filters import markdown2html_mistune

import towns_analysis

from .linkable import Corpus, rows_page
from .notebooks import Summary
from .schema import described

__all__ = ["SITE", "site_pages"]

SITE = Path(__file__).with_name("site")
_MOST_ROWS = 2_000  # in a page; the files have all
_ADDRESS = re.compile(r"https?://[^\s<>\"';，；。]+[^\s<>\"';，；。.,)]")
_QUOTED = re.compile(r"(: |-> )'([^']*)'")  # an annotation that is not evaluated
_IMPORTED = re.compile(r"^from towns_analysis(?:\.(\w+))? import (.+)$", re.M)


def site_pages(
    corpus: Corpus, pages: list[Summary], notebooks: Path | None, files: dict[str, list[Path]]
) -> Iterator[tuple[str, str]]:
    """Yield file name and HTML of each page, the index first; links to claims must have been made before."""
    environment = Environment(loader=FileSystemLoader(SITE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.globals |= {"rows_page": rows_page, "rows_shown": _MOST_ROWS}
    environment.filters["inline"] = lambda text: Markup(re.sub("^<p>|</p>$", "", markdown2html_mistune(text).strip()))
    opened = {page.file: nbformat.read(notebooks / page.file, as_version=4) for page in pages if notebooks}
    made: list[tuple[str, str, dict[str, Any]]] = [
        ("index.html", "home", {"pages": pages, "figures": {file: _figure(nb) for file, nb in opened.items()}}),
        ("tables.html", "tables", {"described": described(), "files": files}),
        ("functions.html", "functions", {"modules": _modules(opened)}),
        *((corpus.page(name), "report", _report(corpus, name)) for name in corpus.reports),
        *((rows_page(name), "rows", {"name": name, "rows": _rows(frame)}) for name, frame in corpus.tables.items()),
    ]
    numbers = {page.html: page for page in pages}
    for name, template, values in made:
        yield name, environment.get_template(f"{template}.html.j2").render(corpus=corpus, notebooks=numbers, **values)


def _report(corpus: Corpus, name: str) -> dict[str, Any]:
    view, claims = corpus.views[name], corpus.tables["claims"]
    dating = corpus.tables.get("dating", pd.DataFrame(columns=["report", "scope"]))
    dated = dating[(dating["report"] == name) & (dating["scope"] == "report")].to_dict("records")
    rows = claims[claims["report"] == name].sort_values(["start", "end"]).to_dict("records")
    keys = [key for key, (home, _) in corpus.places.items() if home == name and key not in corpus.quotes]
    spots = {corpus.name(key): int(key.rpartition(":")[2].partition("-")[0]) for key in keys}
    html = Markup(view.html(lambda mark: f"#row-{mark.start}-{mark.end}", spots))
    return {"report": corpus.reports[name], "html": html, "dated": dated, "claims": rows}


def _rows(frame: pd.DataFrame) -> Markup:
    html = frame.head(_MOST_ROWS).to_html(index=False, border=0, na_rep="", float_format="{:.12g}".format)
    return Markup(_ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', html))


def _figure(notebook: nbformat.NotebookNode) -> tuple[str, str]:
    """Return the last figure of a notebook, base64 of a PNG, and its text alternative."""
    for cell in reversed(notebook.cells):
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                words = cell.source.split("\n")[0]
                return output.data["image/png"].replace("\n", ""), words.removeprefix("#").strip()
    return "", ""


def _modules(notebooks: dict[str, nbformat.NotebookNode]) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Return name, description and public names of the package and of each module that the notebooks use."""
    code = "\n".join(cell.source for nb in notebooks.values() for cell in nb.cells if cell.cell_type == "code")
    imported = _IMPORTED.findall(code)
    used = sorted({name.strip() for module, names in imported for name in (module or names).split(",")})
    modules = [towns_analysis, *(import_module(f"towns_analysis.{name}") for name in used)]
    return [(m.__name__, inspect.getdoc(m) or "", [_entry(m, name) for name in m.__all__]) for m in modules]


def _entry(module: Any, name: str) -> tuple[str, str, str]:
    value = getattr(module, name)
    signature = _QUOTED.sub(r"\1\2", str(inspect.signature(value))) if callable(value) else ""
    return name, signature, inspect.getdoc(value) or ""
