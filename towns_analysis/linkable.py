"""What the pages link to: reports, the tables made of them, and where each number stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from .checks import check_claims
from .claims import classify_numbers, extract_claims
from .plots import bilingual
from .reports import Report, by_id
from .reportview import ReportView, anchor, claim_anchor, show_report, slug
from .schema import keys_in
from .tables import load

__all__ = ["Corpus", "read_corpus", "rows_page"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Reports and their tables, ready to be linked to.

    Attributes
    ----------
    reports, views, tables
        The reports and their marked views by id, and the tables by name.
    places
        Key (``report:start-end``) of each number, and of each other place that a table cites (evidence of a year,
        statements of constraints), to its report and its id in the page of that.
    rows
        The rows of numbers, claims and cited places by their quotes.
    quotes
        What is printed at the key of each number.
    homes
        Names of reports and of places that one report only speaks of, to that report.
    sums
        Quotes and keys of the claims of each check, by the words of the check, where one check only has them.
    used
        Key of each claim to the places that link to it, as pairs of page and id; filled while pages are linked.
    """

    reports: dict[str, Report]
    views: dict[str, ReportView]
    tables: dict[str, pd.DataFrame]
    places: dict[str, tuple[str, str]]
    rows: dict[str, list[dict[Any, Any]]]
    quotes: dict[str, str]
    homes: dict[str, str]
    sums: dict[str, list[tuple[str, str]]]
    used: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def name(self, key: str) -> str:
        """Return the id that a number or cited place has in the page of its report."""
        return self.places[key][1]

    def home(self, key: str) -> str | None:
        """Return the report that a number or cited place stands in, if it is known."""
        return self.places[key][0] if key in self.places else None

    def page(self, report: str) -> str:
        """Return the file name of the page of a report."""
        return f"report-{slug(report)}.html"


_CITED = ("dating", "constraints")


def rows_page(table: str) -> str:
    """Return the file name of the page that shows the rows of a table."""
    return f"table-{table.replace('/', '-')}.html"


def read_corpus(reports: Iterable[Report] | None, claims: pd.DataFrame | None, packaged: Iterable[str]) -> Corpus:
    """Return the given reports with their tables, or the packaged ones with the packaged tables of these names."""
    known = by_id(reports)
    texts = list(known.values())
    if reports is None:
        tables = {name: load(name) for name in packaged}
    else:
        tables = {"claims": extract_claims(texts) if claims is None else claims, "numbers": classify_numbers(texts)}
        tables["checks"] = check_claims(tables["claims"], texts)
    by_report = {name: dict(iter(tables[name].groupby("report"))) for name in ("claims", "numbers", "checks")}
    own = {r.id: [by_report[n].get(r.id, tables[n].iloc[:0]) for n in by_report] for r in texts}
    views = {name: show_report(known[name], c, numbers=n, checks=k) for name, (c, n, k) in own.items()}
    marks = {f"{name}:{mark.start}-{mark.end}": (name, mark) for name, view in views.items() for mark in view.marks}
    places = {key: (name, anchor(name, mark)) for key, (name, mark) in marks.items()}
    keys = ["report", "start", "end", "quote"]
    rows: dict[str, list[dict[Any, Any]]] = defaultdict(list)
    for row in tables["numbers"].merge(tables["claims"], how="outer", on=keys).to_dict("records"):
        rows[row["quote"]].append(row)
    for row in (row for name in _CITED if name in tables for row in tables[name].to_dict("records")):
        key = f"{row['report']}:{row['start']}-{row['end']}"
        if row["end"] > row["start"] and key not in marks:
            places[key] = row["report"], claim_anchor(key).replace("claim", "at", 1)
            rows[row["quote"]].append(row)
    quotes = {key: "".join(known[name].source[mark.start : mark.end].split()) for key, (name, mark) in marks.items()}
    checks = tables["checks"].drop_duplicates("arithmetic", keep=False).set_index("arithmetic")["claims"]
    sums = {str(words): [(quotes[key], key) for key in keys_in(keys)] for words, keys in checks.items()}
    return Corpus(known, views, tables, places, rows, quotes, _homes(known, tables["claims"]), sums)


def _homes(reports: Iterable[str], claims: pd.DataFrame) -> dict[str, str]:
    """Return the report that each name of a table stands for: its own id, or a place that no other report speaks of."""
    spoken = claims[["place", "report"]].drop_duplicates().drop_duplicates("place", keep=False)
    homes = dict(spoken[spoken["place"] != ""].itertuples(index=False)) | {name: name for name in reports}
    homes |= dict(zip(bilingual(homes), homes.values(), strict=True))
    return {name: report for name, report in homes.items() if not name.isdigit()}  # 2011 may be a year
