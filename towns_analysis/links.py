"""Lead the numbers of a page, and the cells of its tables, to the words or rows they were read or counted from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from html import escape
from typing import Any

from bs4 import BeautifulSoup, Tag

from .linkable import Corpus, rows_page
from .plots import bilingual
from .reportview import claim_anchor
from .schema import keys_in
from .show import show_source

__all__ = ["link_claims", "made"]

_READS = re.compile(r"\bextract_\w+\(|\bTEXT\b")
Link = Callable[[str, str], Tag]
_JOINED = ("report", "place", "indicator", "subject", "kind", "status", "unit", "period", "role")


def link_claims(page: BeautifulSoup, file: str, corpus: Corpus, *, alone: bool = False) -> None:
    """Link the numbers of a page to their reports or, where the page stands alone, to quotes at its end.

    Linked are quoted sentences, rows of tables that name their claims or stand in a report that the page shows, names
    of reports and places, and what the author linked to ``#claim-…``. Below a table that is not led back row by row
    stand the tables that its notebook reads.

    Raises
    ------
    ValueError
        The author linked to a claim that no report has.
    """
    found: dict[str, str] = {}  # key to the id of the link in this page

    def link(key: str, words: str) -> Tag:
        name, home = corpus.name(key), "" if alone else corpus.page(corpus.home(key) or "")
        first = "" if key in found else f' id="to-{escape(name)}"'
        found[key] = f"to-{name}"
        return made(f'<a class="ta-link" href="{escape(home)}#{escape(name)}"{first}>{words}</a>')

    keys = {corpus.name(key): key for key in corpus.quotes}
    for written in page.select('a[href^="#claim-"], a[href^="#number-"]'):
        if (name := str(written["href"])[1:]) not in keys:
            raise ValueError(f"{file}: the text links to #{name}, but no report has a number of that name")
        written.replace_with(link(keys[name], written.decode_contents()))
    for footer in page.select("blockquote.ta-source > footer"):
        key = str(footer.parent["data-claim"]) if footer.parent else ""
        if corpus.home(key):
            _refill(footer, [link(key, footer.decode_contents())])
    _link_tables(page, corpus, link, alone=alone)
    for key, name in found.items():
        corpus.used[key].append((file, name))
    if alone and found and page.main:
        texts = corpus.reports.values()
        quotes = [
            f'<div id="{escape(corpus.name(key))}">{show_source(key, reports=texts)._repr_html_()}</div>'
            for key in sorted(found)
        ]
        page.main.append(BeautifulSoup(f"<h2>Quoted sources</h2>{''.join(quotes)}", "html.parser"))


# ---------------------------------------------------------------------------------------------- tables


def _link_tables(page: BeautifulSoup, corpus: Corpus, link: Link, *, alone: bool) -> None:
    """Link the cells of all tables of a page; `link` makes a link to a key of the given words.

    A page that stands `alone` has no pages of reports or tables beside it to lead to.
    """
    of_notebook = page.select_one("details.code") is not None  # the page of a table shows it as it is
    for table in page.select("table.dataframe"):
        _link_rows(table, corpus, link)
        _link_to_shown(table, page)
        if not alone:
            _link_names(table, corpus)
        if of_notebook:
            _fold_claims(table)
    if of_notebook and not alone:
        _name_data(page, corpus)


def _link_rows(table: Tag, corpus: Corpus, link: Link) -> None:
    heads: list[str] = []
    for row in table.select("thead tr"):
        texts = [cell.get_text(strip=True) for cell in row(["th", "td"])]
        heads = [new or old for new, old in zip(texts, heads or texts, strict=True)] if len(texts) >= len(heads) else []
    cells: list[Tag] = []
    for row in table.select("tbody tr"):
        own = row(["th", "td"])
        cells = cells[: len(heads) - len(own)] + own  # labels that span rows stand to the left
        named = dict(zip(reversed(heads), reversed(cells), strict=False))
        words = {name: cell.get_text(strip=True) for name, cell in named.items()}
        for name, cell in ((name, cell) for name, cell in named.items() if cell.parent is row):
            _refill(cell, _linked(name, cell, words, corpus, link))


def _link_names(table: Tag, corpus: Corpus) -> None:
    for cell in table(["th", "td"]):
        report = corpus.homes.get(cell.get_text().strip())
        if report and not cell.a:
            href = escape(corpus.page(report))
            _refill(cell, [made(f'<a class="ta-page" href="{href}">{cell.decode_contents()}</a>')])


def _linked(name: str, cell: Tag, words: dict[str, str], corpus: Corpus, link: Link) -> list[Any]:
    """Return the contents of one cell, linked where its column and the words of its row say which number it is."""
    text = cell.get_text().strip()
    keys = keys_in(text)
    if keys and " ".join(keys) == text and all(one in corpus.quotes for one in keys):
        links = (link(one, escape(one if name == "claim" else corpus.quotes[one])) for one in keys)
        return [part for one in links for part in (one, " ")]
    if name == "arithmetic" and text in corpus.sums:
        return _operands(text, corpus, link)
    if name in ("quote", "value") and (key := _key(words, corpus)):
        return [link(key, cell.decode_contents())]
    if name in corpus.homes and text:  # a column for each place
        parts = re.split("( / )", text)
        found = [_key(words | {"place": name, "quote": part}, corpus) for part in parts]
        return [link(key, escape(part)) if key else part for key, part in zip(found, parts, strict=True)]
    return list(cell.contents)


def _operands(text: str, corpus: Corpus, link: Link) -> list[Any]:
    """Link the stated numbers in the words of a check; what was computed precedes what was stated."""
    left, parts = list(reversed(corpus.sums[text])), list[Any]()
    for word in reversed(re.split("([ ,:]+)", text)):
        found = next((pair for pair in left if pair[0] == word), None)
        if found:
            left.remove(found)
        parts.insert(0, link(found[1], escape(word)) if found else word)
    return parts


def _refill(tag: Tag, parts: list[Any]) -> None:
    """Put other contents into a tag."""
    tag.clear()
    tag.extend(parts)


def _key(cells: dict[str, str], corpus: Corpus) -> str | None:
    """Return the number that a row is about, if it says so beyond doubt."""
    key = cells.get("claim") or "{report}:{start}-{end}".format_map(defaultdict(str, cells))
    if corpus.home(key):
        return key
    if not {"start", "end", "claim"}.isdisjoint(cells):
        return None  # it names another place in the text
    fits = [row for row in corpus.rows.get(cells.get("quote", ""), []) if _fits(row, cells)]
    keys = {f"{row['report']}:{row['start']}-{row['end']}" for row in fits}
    return keys.pop() if len(keys) == 1 else None


def _fits(row: dict[Any, Any], cells: dict[str, str]) -> bool:
    shared = [name for name in _JOINED if name in cells and isinstance(row.get(name), str)]
    return not {"report", "place"}.isdisjoint(shared) and all(
        cells[name] in (row[name], *bilingual([row[name]])) for name in shared
    )


def _fold_claims(table: Tag) -> None:
    """Put the links of a last column ``claims``, which is out of sight in a wide table, below their row."""
    heads = table.select("thead tr")
    if not heads or not (last := heads[0](["th", "td"])) or last[-1].get_text(strip=True) != "claims":
        return
    for row in heads:
        row(["th", "td"])[-1].extract()
    for row in table.select("tbody tr"):
        *own, claims = row(["th", "td"])
        labels = len(last) - 1 - len(own) + len(row.select("[rowspan]"))  # they stand to the left of both rows
        below = made(f'<tr class="from"><td colspan="{len(last) - 1 - labels}"><div>from </div></td></tr>')
        below.select_one("div").extend(list(claims.extract().contents))  # type: ignore[union-attr]
        row.insert_after(below)
    for label in table.select("tbody [rowspan]"):
        label["rowspan"] = str(2 * int(str(label["rowspan"])))


def _link_to_shown(table: Tag, page: BeautifulSoup) -> None:
    """Link the keys and quotes of rows that lead nowhere to their marks in a report that the page itself shows.

    A quote is linked where one mark only has its words.
    """
    marks = {str(mark["id"]): "".join(mark.find_all(string=True, recursive=False)) for mark in page.select("mark[id]")}
    times = Counter(marks.values())
    once = {quote: name for name, quote in marks.items() if times[quote] == 1}
    for cell in (cell for row in table.select("tbody tr") if not row.a for cell in row("td")):
        text = cell.get_text().strip()
        names = [name for key in keys_in(text) if (name := claim_anchor(key)) in marks] or [once.get(text, "")]
        if names[0]:
            links = (f'<a class="ta-link" href="#{escape(name)}">{escape(marks[name])}</a> ' for name in names)
            _refill(cell, [made(link) for link in links])


def _name_data(page: BeautifulSoup, corpus: Corpus) -> None:
    """Say below a table that is not led back row by row, or rests on cited facts, what its notebook has read so far.

    A table of what a cell reads anew, as from a pasted text, rests on none of it.
    """
    code = ""
    for output in page.select("details.code, div.output"):
        if output.name == "details":
            cell = output.get_text()
            code += cell
            continue
        used = [name for name in corpus.tables if f'"{name}"' in code and not _READS.search(cell)]
        links = ", ".join(f'<a href="{rows_page(name)}">{escape(name)}</a>' for name in used)
        rows = output.select("table.dataframe tbody tr")
        led = [row.select_one("a.ta-link") is not None for row in rows]
        below = [led[i + 1 : i + 2] == [True] and "from" in (rows[i + 1].get("class") or []) for i in range(len(rows))]
        computed = any(below) and any(name.startswith("reference/") for name in used)
        if used and rows and (computed or not all(a or b for a, b in zip(led, below, strict=True))):
            output.insert_after(made(f'<p class="from">Data read so far: {links}.</p>'))


def made(html: str) -> Tag:
    """Return the tag that HTML makes."""
    tag = BeautifulSoup(html, "html.parser").find()
    assert isinstance(tag, Tag)
    return tag
