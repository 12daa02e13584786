"""Show the words in the source that a claim was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from unicodedata import category

import pandas as pd

from .reports import Report, by_id, packaged_reports
from .text import plain_text

__all__ = ["SourceView", "check_quote", "one_line", "packaged_reports", "show_source", "visible"]

_REACH = 120  # the most characters shown on each side of the number
_KEY = re.compile(r"(.+):(\d+)-(\d+)", re.DOTALL)
_SENTENCE_END = re.compile("[。！？!?\n]")
_CLAUSE_END = re.compile("[，；、,;：:]")
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # controls, and what reorders or hides the text around it
_WRAP = re.compile(r"[\t\r\n]+")


def visible(text: str) -> str:
    r"""Return a text in which characters that cannot be seen stand by their numbers; tabs and line ends stay.

    Examples
    --------
    >>> visible("人口\u202e4.2万")
    '人口⟨U+202E⟩4.2万'
    """
    return "".join(f"⟨U+{ord(c):04X}⟩" if category(c) in _UNSEEN and c not in "\t\n" else c for c in text)


def one_line(text: str) -> str:
    r"""Return a text without tabs and line ends, and what cannot be seen by its number.

    Examples
    --------
    >>> one_line("人口\n\u202e4.2万")
    '人口⟨U+202E⟩4.2万'
    """
    return visible(_WRAP.sub("", text))


@dataclass(frozen=True, slots=True)
class SourceView:
    """The sentence a claim was read from: HTML in a notebook, one plain line elsewhere.

    Attributes
    ----------
    report
        Id of the report.
    start, end
        Span of the number in the source.
    before, quote, after
        The sentence, as printed: what precedes the number, the number, what follows it. A long one is cut, with …
    """

    report: str
    start: int
    end: int
    before: str
    quote: str
    after: str

    def __repr__(self) -> str:
        """Return the sentence on one line, the number between 【】."""
        before, quote, after = self._parts()
        return f"{one_line(self.report)} {self.start}-{self.end}: {before}【{quote}】{after}"

    def _repr_html_(self) -> str:
        before, quote, after = map(escape, self._parts())
        name = escape(one_line(self.report))
        return (
            f'<blockquote class="ta-source" data-claim="{name}:{self.start}-{self.end}" lang="zh">'
            f"<p>{before}<mark>{quote}</mark>{after}</p>"
            f'<footer lang="en">{name}, characters {self.start} to {self.end}</footer></blockquote>'
        )

    def _parts(self) -> list[str]:
        return [one_line(part) for part in (self.before, self.quote, self.after)]


def show_source(
    row: str | Mapping[str, Any] | pd.Series[Any] | pd.DataFrame,
    *,
    source: str | None = None,
    reports: Report | Iterable[Report] | None = None,
) -> SourceView:
    """Show the sentence that a claim was read from, with the number marked.

    Parameters
    ----------
    row
        A row of claims (a Series, a dict or a frame with one row), or the key of a claim.
    source
        The text itself, where the claim was read from a text of your own.
    reports
        The reports, where the claims were read from files of your own. With neither, the packaged reports.

    Returns
    -------
    SourceView
        Displays as HTML in a notebook and as one plain line elsewhere.

    Raises
    ------
    ValueError
        The row names no claim, its report is not at hand, or the text is not the one it was read from.

    Examples
    --------
    >>> show_source("yuyao:2178-2185")
    yuyao 2178-2185: 2024实现工农业总产值【155.3亿元】，是96年的5.1倍，财政收入达到4.22亿元，是96年的15.7倍。
    """
    name, start, end, quote = _claim(row)
    report = _report(name, source, reports)
    check_quote(report, start, end, quote, "pass the text as source=, or the reports as reports=")
    before, after = _sentence(report, start, end)
    return SourceView(name, start, end, before, report.source[start:end], after)


def check_quote(report: Report, start: int, end: int, quote: str | None, step: str) -> None:
    """Raise an error with the next step where a quote, if there is one, does not stand in a report as it is said to."""
    found = report.source[start:end]
    if not report.start <= start < end <= report.end or quote not in (None, found):
        stated = "" if quote is None else f" {quote!r}"
        raise ValueError(
            f"{report.id}:{start}-{end}{stated} was not read from this text, which has {found!r} there; {step}"
        )


def _claim(row: Any) -> tuple[str, int, int, str | None]:
    """Return report, start, end and, where the row has it, the quote of a claim."""
    if isinstance(row, pd.DataFrame):
        if len(row) != 1:
            raise ValueError(f"expected one row, got {len(row)}; choose one, as in claims.iloc[0]")
        row = row.iloc[0]
    if isinstance(row, str):
        match = _KEY.fullmatch(row)
        if match is None:
            raise ValueError(f"{row!r} is no key of a claim; one looks like 'report:159-168'")
        return match[1], int(match[2]), int(match[3]), None
    if not isinstance(row, Mapping | pd.Series):
        raise TypeError(f"expected a row of claims or the key of one, got {type(row).__name__}")
    if missing := [c for c in ("report", "start", "end") if c not in row]:
        raise ValueError(f"the row has no {missing[0]!r}; it must have report, start and end, as claims have")
    return str(row["report"]), int(row["start"]), int(row["end"]), row.get("quote")


def _report(name: str, source: str | None, reports: Report | Iterable[Report] | None) -> Report:
    if source is not None:
        return Report(id=name, source=source, start=0, end=len(source))
    known = by_id(reports)
    if name not in known:
        raise ValueError(
            f"no report {name!r} among {', '.join(known)}; pass your text as source=, or your reports as reports="
        )
    return known[name]


def _sentence(report: Report, start: int, end: int) -> tuple[str, str]:
    """Return what precedes and what follows a number in its sentence, across lines that are only wrapped."""
    source = report.source
    low, high = max(report.start, start - _REACH), min(report.end, end + _REACH)
    margin = max(report.start, low - _REACH)  # whole lines, for a wrapped line is known by its length
    plain = plain_text(source, source.rfind("\n", margin, low) + 1 or margin, min(report.end, high + _REACH))
    stops = [(plain.back(m.start()), m[0] != "\n") for m in _SENTENCE_END.finditer(plain.text)]
    first = max((at + 1 for at, _ in stops if low <= at < start), default=report.start if low == report.start else -1)
    last = min((at + mark for at, mark in stops if end <= at < high), default=report.end if high == report.end else -1)
    if first >= 0:
        before = source[first:start].lstrip()
    else:
        clause = _CLAUSE_END.search(source, low, start)
        before = "…" + source[clause.end() if clause else low : start]
    if last >= 0:
        return before, source[end:last].rstrip()
    clauses = [m.end() for m in _CLAUSE_END.finditer(source, end, high)]
    return before, source[end : clauses[-1] if clauses else high] + "…"
