"""Lead the numbers of a page to the words they were read from, and remember which pages did."""

from __future__ import annotations

from html import escape

from bs4 import BeautifulSoup, Tag

from .linkable import Corpus
from .linked_tables import link_tables, made, refill
from .show import show_source

__all__ = ["link_claims"]


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
        href = f"#{corpus.name(key)}" if alone else f"{corpus.page(corpus.home(key) or '')}#{corpus.name(key)}"
        first = "" if key in found else f' id="to-{escape(corpus.name(key))}"'
        found.setdefault(key, f"to-{corpus.name(key)}")
        return made(f'<a class="ta-link" href="{escape(href)}"{first}>{words}</a>')

    keys = {corpus.name(key): key for key in corpus.anchors}
    for written in page.select('a[href^="#claim-"], a[href^="#number-"]'):
        if (name := str(written["href"])[1:]) not in keys:
            raise ValueError(f"{file}: the text links to #{name}, but no report has a number of that name")
        written.replace_with(link(keys[name], written.decode_contents()))
    for footer in page.select("blockquote.ta-source > footer"):
        key = str(footer.parent["data-claim"]) if footer.parent else ""
        if corpus.home(key):
            refill(footer, [link(key, footer.decode_contents())])
    link_tables(page, corpus, link, alone=alone)
    for key, name in found.items():
        corpus.used[key].append((file, name))
    if alone and found and page.main:
        texts = corpus.reports.values()
        quotes = [
            f'<div id="{escape(corpus.name(key))}">{show_source(key, reports=texts)._repr_html_()}</div>'
            for key in sorted(found)
        ]
        page.main.append(BeautifulSoup(f"<h2>Quoted sources</h2>{''.join(quotes)}", "html.parser"))
