"""Show a whole report with every number marked: the claims by their kind, the others by what they are there for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import pandas as pd

from .checks import check_claims
from .claims import classify_numbers
from .reports import Report, as_reports, packaged_reports
from .schema import keys_in
from .show import check_quote, one_line, visible

__all__ = ["Mark", "ReportView", "anchor", "claim_anchor", "show_report", "slug"]

_TEXTS = ["quote", "kind", "subject", "indicator", "place", "period", "base_period", "status", "bound", "unit"]
_NEEDED = ["report", "start", "end", "value", "value_low", "value_high", "repaired", "destroyed", *_TEXTS]
_STYLE = (Path(__file__).with_name("site") / "report.css").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked number of a report: its span, its kind or role, and how it is read.

    Attributes
    ----------
    start, end
        Span in the source.
    kind
        Kind of the claim, or the role of a number that is no claim.
    claim, destroyed, fails
        Whether it is a claim, whether scrubbing overwrote it, and whether a check that it takes part in fails.
    reading
        What is read there, in words.
    """

    start: int
    end: int
    kind: str
    claim: bool
    destroyed: bool
    fails: bool
    reading: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report with its numbers marked: HTML in a notebook, one plain line elsewhere.

    Attributes
    ----------
    report
        The report.
    marks
        Its numbers, in text order.
    failed
        The arithmetic of each check that fails, and the misreading that would repair it, in words.
    """

    report: Report
    marks: tuple[Mark, ...]
    failed: tuple[str, ...]

    def __repr__(self) -> str:
        """Return the counts on one line."""
        claims = [mark for mark in self.marks if mark.claim]
        return (
            f"{one_line(self.report.id)}, {self.report.end - self.report.start} characters: {len(claims)} claims, "
            f"{len(self.marks) - len(claims)} other numbers, {sum(mark.destroyed for mark in claims)} destroyed, "
            f"{sum(mark.fails for mark in claims)} in failed checks"
        )

    def _repr_html_(self) -> str:
        return f"<style>{_STYLE}</style>{self.html()}"

    def html(self, href: Callable[[Mark], str] | None = None, spots: Mapping[str, int] | None = None) -> str:
        """Return the report as HTML without its style.

        `href` says where the number of a claim links to, `spots` at which offset to put each id besides.
        """
        kinds = Counter((f"ta-claim ta-{m.kind}" if m.claim else "ta-number", m.kind) for m in self.marks)
        legend = " ".join(
            f'<span class="{escape(c)}">{escape(kind)}</span>&nbsp;{n}' for (c, kind), n in kinds.most_common()
        )
        failed = "".join(f"<li>{escape(visible(words))}</li>" for words in self.failed)
        return (
            f'<div class="ta-report"><p class="ta-legend">{escape(repr(self))}.<br>{legend}</p>'
            + (f"<p>Checks that fail:</p><ul>{failed}</ul>" if failed else "")
            + f'<div class="ta-text" lang="zh">{"".join(self._pieces(href, spots or {}))}</div></div>'
        )

    def _pieces(self, href: Callable[[Mark], str] | None, spots: Mapping[str, int]) -> list[str]:
        pieces, at = [], self.report.start
        left = sorted(spots.items(), key=itemgetter(1), reverse=True)

        def text(end: int, before: int) -> Iterator[str]:
            """Show the text from `at` to `end`, with the spots that lie before `before`."""
            since = at
            while left and left[-1][1] < before:
                name, spot = left.pop()
                yield f'{self._shown(since, min(spot, end))}<span class="ta-spot" id="{escape(name)}"></span>'
                since = max(since, min(spot, end))
            yield self._shown(since, end)

        for mark in self.marks:
            pieces += [*text(mark.start, mark.end), self._marked(mark, href)]
            at = mark.end
        return [*pieces, *text(self.report.end, self.report.end)]

    def _shown(self, start: int, end: int) -> str:
        return escape(visible(re.sub("\r\n?", "\n", self.report.source[start:end])))

    def _marked(self, mark: Mark, href: Callable[[Mark], str] | None) -> str:
        words, reading = self._shown(mark.start, mark.end), escape(visible(mark.reading))
        name = f'id="{anchor(self.report.id, mark)}" title="{reading}"'
        hidden = f'<span class="ta-reading" lang="en"> [{reading}] </span>'
        if not mark.claim:
            return f'<span class="ta-number" {name}>{words}{hidden}</span>'
        states = " ta-destroyed" * mark.destroyed + " ta-fails" * mark.fails
        if href is None:
            name += ' tabindex="0"'  # so that the keyboard brings up the reading, too
        else:
            words = f'<a href="{escape(href(mark))}">{words}</a>'
        return f'<mark class="ta-claim ta-{escape(mark.kind)}{states}" {name}>{words}{hidden}</mark>'


def anchor(report: str, mark: Mark) -> str:
    """Return the id of a marked number, the same in every rendering; no two numbers share one.

    Examples
    --------
    >>> anchor("a b", Mark(3, 7, "level", True, False, False, ""))
    'claim-a~20~b-3-7'
    """
    name = claim_anchor(f"{report}:{mark.start}-{mark.end}")
    return name if mark.claim else name.replace("claim", "number", 1)


def claim_anchor(key: str) -> str:
    """Return the id of the mark of a claim by its key."""
    report, _, span = key.rpartition(":")
    return f"claim-{slug(report)}-{span}"


def slug(report: str) -> str:
    """Return the id of a report in characters that ids, links and file names may have."""
    return re.sub(r"[^\w.-]", lambda found: f"~{ord(found[0]):x}~", report)


def show_report(
    report: Report | str,
    claims: pd.DataFrame,
    *,
    numbers: pd.DataFrame | None = None,
    checks: pd.DataFrame | None = None,
) -> ReportView:
    """Show a whole report with each claim marked by kind, and its reading beside it.

    Numbers that are no claims, destroyed values and claims of failed checks are marked, too. The reading (indicator,
    value, unit, kind, status, period) shows on hover and is there for screen readers; nothing needs scripts.

    Parameters
    ----------
    report
        A Report, the id of a packaged one, or the text itself.
    claims
        The claims table; rows of other reports are left aside.
    numbers, checks
        What `classify_numbers` and `check_claims` return; by default both are made anew for the report.

    Returns
    -------
    ReportView
        Displays as HTML in a notebook and as one plain line elsewhere. Each claim has the stable id
        ``claim-REPORT-START-END``, to which pages can link.

    Raises
    ------
    TypeError, ValueError
        `claims` is no claims table, has rows but none of this report, was not read from it, or two rows overlap.

    Examples
    --------
    >>> import towns_analysis as ta
    >>> show_report("yuyao", ta.load("claims"))
    yuyao, 5201 characters: 64 claims, 38 other numbers, 0 destroyed, 0 in failed checks
    """
    if not isinstance(claims, pd.DataFrame):
        raise TypeError(f"expected the claims table, a DataFrame, got {type(claims).__name__}")
    if missing := [c for c in _NEEDED if c not in claims]:
        raise ValueError(f"claims lack the column {missing[0]!r}: pass what extract_claims or load('claims') returns")
    shown = report if isinstance(report, Report) else packaged_reports().get(report) or as_reports(report)[0]
    own = _own(shown, claims)
    if own.empty and len(claims):
        raise ValueError(f"no claim is of the report {shown.id!r}; they are of {', '.join(claims['report'].unique())}")
    numbers = classify_numbers(shown) if numbers is None else numbers
    checks = check_claims(own, shown) if checks is None else checks
    failing = checks[(checks["report"] == shown.id) & (checks["verdict"] == "fails")]
    failed = failing.fillna({"hypothesis": ""}).to_dict("records")
    words = {key: row["arithmetic"] for row in failed for key in keys_in(row["claims"])}
    marks = [_claim(row, words.get(f"{shown.id}:{row['start']}-{row['end']}")) for row in own.to_dict("records")]
    marks += _others(_own(shown, numbers), marks)
    notes = (row["arithmetic"] + (f" ({row['hypothesis']})" if row["hypothesis"] else "") for row in failed)
    return ReportView(shown, tuple(_in_order(marks, shown)), tuple(notes))


def _own(report: Report, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one report, or raise where one was not read from it."""
    own = rows[rows["report"] == report.id]
    own = own.fillna(dict.fromkeys(own.columns.intersection(_TEXTS), ""))
    for start, end, quote in zip(own["start"], own["end"], own["quote"], strict=True):
        check_quote(report, start, end, quote, "pass the report that the rows were made from")
    return own


def _claim(row: dict[Any, Any], failed: str | None) -> Mark:
    what = row["indicator"] or f"{row['subject'] or 'subject not found'} (no indicator)"
    low_high = f"{row['value_low']:,.12g} to {row['value_high']:,.12g}"
    value = f"{row['value']:,.12g}" if row["value"] == row["value"] else low_high
    parts = [f"{what}: {value} {row['unit']}", row["bound"].replace("_", " "), row["kind"], row["status"]]
    parts += [f"period {row['period']}" if row["period"] else "no period stated"]
    parts += [f"{word} {row[c]}" for word, c in {"against": "base_period", "place": "place"}.items() if row[c]]
    parts += ["a lost mark is restored"] * bool(row["repaired"])
    parts += ["destroyed by scrubbing, in no computation"] * bool(row["destroyed"])
    parts += [f"a check fails: {failed}"] if failed else []
    reading = "; ".join(filter(None, parts))
    return Mark(row["start"], row["end"], row["kind"], True, bool(row["destroyed"]), failed is not None, reading)


def _others(numbers: pd.DataFrame, claims: list[Mark]) -> list[Mark]:
    """Return the numbers that none of the given claims covers."""
    covered = {at for mark in claims for at in range(mark.start, mark.end)}
    marks = []
    for start, end, role in zip(numbers["start"], numbers["end"], numbers["role"], strict=True):
        if covered.isdisjoint(range(start, end)):
            reading = "a claim that is not among those given" if role == "claim" else f"{role}, no claim"
            marks.append(Mark(start, end, role, False, False, False, reading))
    return marks


def _in_order(marks: list[Mark], report: Report) -> list[Mark]:
    marks = sorted(marks, key=lambda mark: (mark.start, mark.end))
    for one, other in pairwise(marks):
        if other.start < one.end:
            spans = f"{report.id}:{one.start}-{one.end} and {report.id}:{other.start}-{other.end}"
            raise ValueError(f"two rows overlap and cannot both be marked: {spans}; drop one")
    return marks
