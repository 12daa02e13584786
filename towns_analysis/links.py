"""Lead the numbers of a page to the words they were read from, and remember which pages did."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd
from bs4 import BeautifulSoup, Tag

from .checks import check_claims
from .claims import classify_numbers, extract_claims
from .plots import bilingual
from .reports import Report, as_reports
from .reportview import Mark, ReportView, anchor, show_report, slug
from .schema import keys_in
from .show import packaged_reports, show_source
from .tables import load

__all__ = ["Corpus", "link_claims", "read_corpus"]

_JOINED = ("report", "place", "indicator", "subject", "kind", "status", "unit", "period", "role")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Reports and their tables, ready to be linked to.

    Attributes
    ----------
    reports, views, tables
        The reports and their marked views by id, and the tables by name.
    anchors
        Key of each number (``report:start-end``) to its report and mark.
    rows
        The rows of numbers and claims by their quotes.
    sums
        Keys of the claims of each check by their quotes, by the words of the check, where one check only has them.
    used
        Key of each claim to the places that link to it, as pairs of page and id; filled while pages are linked.
    """

    reports: dict[str, Report]
    views: dict[str, ReportView]
    tables: dict[str, pd.DataFrame]
    anchors: dict[str, tuple[str, Mark]]
    rows: dict[str, list[dict[Any, Any]]]
    sums: dict[str, dict[str, str]]
    used: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def name(self, key: str) -> str:
        """Return the id that a number has in the page of its report."""
        return anchor(*self.anchors[key])

    def page(self, report: str) -> str:
        """Return the file name of the page of a report."""
        return f"report-{slug(report)}.html"


def read_corpus(reports: Iterable[Report] | None, claims: pd.DataFrame | None, packaged: Iterable[str]) -> Corpus:
    """Return the given reports with their tables, or the packaged ones with the packaged tables of these names."""
    known = packaged_reports() if reports is None else {r.id: r for r in as_reports(reports)}
    texts = list(known.values())
    if reports is None:
        tables = {name: load(name) for name in packaged}
    else:
        tables = {"claims": extract_claims(texts) if claims is None else claims, "numbers": classify_numbers(texts)}
        tables["checks"] = check_claims(tables["claims"], texts)
    by_report = {name: dict(iter(tables[name].groupby("report"))) for name in ("claims", "numbers", "checks")}
    own = {r.id: [by_report[n].get(r.id, tables[n].iloc[:0]) for n in by_report] for r in texts}
    views = {name: show_report(known[name], c, numbers=n, checks=k) for name, (c, n, k) in own.items()}
    anchors = {f"{name}:{mark.start}-{mark.end}": (name, mark) for name, view in views.items() for mark in view.marks}
    keys = ["report", "start", "end", "quote"]
    rows: dict[str, list[dict[Any, Any]]] = defaultdict(list)
    for row in tables["numbers"].merge(tables["claims"], how="outer", on=keys).to_dict("records"):
        rows[row["quote"]].append(row)
    quotes = {key: "".join(known[name].source[mark.start : mark.end].split()) for key, (name, mark) in anchors.items()}
    checks = tables["checks"].drop_duplicates("arithmetic", keep=False).set_index("arithmetic")["claims"]
    sums = {str(words): {quotes[key]: key for key in keys_in(keys)} for words, keys in checks.items()}
    return Corpus(known, views, tables, anchors, rows, sums)


def link_claims(page: BeautifulSoup, file: str, corpus: Corpus, *, alone: bool = False) -> None:
    """Link the numbers of a page to their reports or, where the page stands alone, to quotes at its end.

    Linked are quoted sentences, rows of tables that name their claim, and what the author linked to ``#claim-…``.

    Raises
    ------
    ValueError
        The author linked to a claim that no report has.
    """
    found: dict[str, str] = {}  # key to the id of the link in this page

    def link(key: str, words: str) -> Tag:
        href = f"#{corpus.name(key)}" if alone else f"{corpus.page(corpus.anchors[key][0])}#{corpus.name(key)}"
        first = "" if key in found else f' id="to-{escape(corpus.name(key))}"'
        found.setdefault(key, f"to-{corpus.name(key)}")
        made = BeautifulSoup(f'<a class="ta-link" href="{escape(href)}"{first}>{words}</a>', "html.parser").a
        assert made is not None
        return made

    keys = {corpus.name(key): key for key in corpus.anchors}
    for written in page.select('a[href^="#claim-"], a[href^="#number-"]'):
        if (name := str(written["href"])[1:]) not in keys:
            raise ValueError(f"{file}: the text links to #{name}, but no report has a number of that name")
        written.replace_with(link(keys[name], written.decode_contents()))
    for footer in page.select("blockquote.ta-source > footer"):
        key = str(footer.parent["data-claim"]) if footer.parent else ""
        if key in corpus.anchors:
            _refill(footer, [link(key, footer.decode_contents())])
    for table in page.select("table.dataframe"):
        _link_table(table, corpus, link)
    for key, name in found.items():
        corpus.used[key].append((file, name))
    if alone and found and page.main:
        texts = corpus.reports.values()
        quotes = [
            f'<div id="{escape(corpus.name(key))}">{show_source(key, reports=texts)._repr_html_()}</div>'
            for key in sorted(found)
        ]
        page.main.append(BeautifulSoup(f"<h2>Quoted sources</h2>{''.join(quotes)}", "html.parser"))


def _link_table(table: Tag, corpus: Corpus, link: Any) -> None:
    """Link the cells that hold keys of numbers, and the number itself where the row says which it is."""
    names: list[str] = []
    for row in table.select("thead tr"):
        texts = [cell.get_text(strip=True) for cell in row(["th", "td"])]
        names = [new or old for new, old in zip(texts, names or texts, strict=True)] if len(texts) >= len(names) else []
    cells: list[Tag] = []
    for row in table.select("tbody tr"):
        own = row(["th", "td"])
        cells = cells[: len(names) - len(own)] + own  # labels that span rows stand to the left
        named = dict(zip(reversed(names), reversed(cells), strict=False))
        key = _key({name: cell.get_text(strip=True) for name, cell in named.items()}, corpus)
        for name, cell in ((name, cell) for name, cell in named.items() if cell.parent is row):
            text = cell.get_text().strip()
            keys = keys_in(text)
            if keys and " ".join(keys) == text and all(one in corpus.anchors for one in keys):
                _refill(cell, [link(one, escape(one) + " ") for one in keys])
            elif name == "arithmetic" and text in corpus.sums:
                _refill(cell, _operands(text, corpus, link))
            elif key and name in ("quote", "value"):
                _refill(cell, [link(key, cell.decode_contents())])


def _operands(text: str, corpus: Corpus, link: Any) -> list[Any]:
    """Link the stated numbers in the words of a check; what was computed precedes what was stated."""
    keys, parts = dict(corpus.sums[text]), list[Any]()
    for word in reversed(re.split("([ ,:]+)", text)):
        key = keys.pop(word, None)
        parts.insert(0, word if key is None else link(key, escape(word)))
    return parts


def _refill(tag: Tag, parts: list[Any]) -> None:
    tag.clear()
    tag.extend(parts)


def _key(cells: dict[str, str], corpus: Corpus) -> str | None:
    """Return the number that a row is about, if it says so beyond doubt."""
    key = cells.get("claim") or "{report}:{start}-{end}".format_map(defaultdict(str, cells))
    if key in corpus.anchors:
        return key
    if not {"start", "end", "claim"}.isdisjoint(cells):
        return None  # it names another place in the text
    fits = [row for row in corpus.rows.get(cells.get("quote", ""), []) if _fits(row, cells)]
    return f"{fits[0]['report']}:{fits[0]['start']}-{fits[0]['end']}" if len(fits) == 1 else None


def _fits(row: dict[Any, Any], cells: dict[str, str]) -> bool:
    shared = [name for name in _JOINED if name in cells and isinstance(row.get(name), str)]
    return not {"report", "place"}.isdisjoint(shared) and all(
        cells[name] in (row[name], *bilingual([row[name]])) for name in shared
    )
