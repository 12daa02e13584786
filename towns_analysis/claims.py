"""The claims table, and the account of every number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from typing import Any

import pandas as pd

from .evidence import hidden_year
from .reading.measures import Claim
from .reading.quantities import Mention
from .reading.reader import Reading, reader
from .reports import Report, Texts, as_reports
from .schema import as_described
from .text import PlainText, plain_text
from .timewords import facts
from .vocabulary import Vocabulary

__all__ = ["classify_numbers", "extract_claims"]

_DIGITS = re.compile(r"\d+")


def extract_claims(texts: Texts, *, vocabulary: Vocabulary = None) -> pd.DataFrame:
    """Extract every stated quantity of reports, one row each, with the span it stands in.

    Parameters
    ----------
    texts
        A string, a `Report`, or several of them.
    vocabulary
        Your own vocabulary folder or file, added to the packaged one.

    Returns
    -------
    DataFrame
        The claims table in text order: ``claim`` (report:start-end), ``report``, ``start``, ``end``, ``quote``
        (``source[start:end]``), ``value`` or ``value_low`` and ``value_high`` in ``unit``, ``kind``, ``subject`` with
        its span, ``indicator``, ``place``, ``period``, ``base_period``, ``status``, ``bound``, ``repaired``,
        ``destroyed``; data/datapackage.json describes each column.

    Raises
    ------
    VocabularyError
        An entry of your vocabulary is malformed.
    TypeError
        `texts` is neither text nor reports.

    Examples
    --------
    >>> claims = extract_claims("预计完成财政总收入4.7亿元，比上年增长9.6%。")
    >>> claims[["quote", "value", "unit", "kind", "status"]].values.tolist()
    [['4.7亿元', 470000000.0, 'CNY', 'level', 'expected'], ['9.6%', 9.6, 'percent', 'growth_rate', 'expected']]
    >>> claims["subject"].tolist()
    ['财政总收入', '财政总收入']
    """
    rows: list[tuple[Any, ...]] = []
    for report, plain, readings in _read(texts, vocabulary):
        rows += [_row(report, plain, claim) for _, claim in readings if isinstance(claim, Claim)]
    return as_described("claims", rows)


def classify_numbers(texts: Texts, *, vocabulary: Vocabulary = None) -> pd.DataFrame:
    """Account for every number of reports: what is a claim, and what the others are.

    Parameters
    ----------
    texts
        A string, a `Report`, or several of them.
    vocabulary
        Your own vocabulary folder or file, added to the packaged one.

    Returns
    -------
    DataFrame
        One row per number in text order: ``report``, ``start``, ``end``, ``quote`` and ``role`` (claim, date,
        ordinal, name, slogan, criterion, page or other). Every run of Arabic digits lies in one row;
        Chinese numerals have a row where they stand with a unit.

    Raises
    ------
    VocabularyError
        An entry of your vocabulary is malformed.

    Examples
    --------
    >>> classify_numbers("2011年，引进3000万元以上项目5个。")[["quote", "role"]].values.tolist()
    [['2011年', 'date'], ['3000万元', 'criterion'], ['5个', 'claim']]
    """
    rows: list[tuple[str, int, int, str, str]] = []
    for report, plain, readings in _read(texts, vocabulary):
        spans = [
            (*plain.span(m.start, m.end), _seen(report, m, plain, what) if isinstance(what, str) else "claim")
            for m, what in readings
        ]
        spans += _unread(report, spans)
        rows += [(report.id, a, b, report.source[a:b], kind) for a, b, kind in sorted(spans)]
    return as_described("numbers", rows)


def _read(texts: Texts, vocabulary: Vocabulary) -> Iterator[tuple[Report, PlainText, Iterator[Reading]]]:
    """Yield each report with its plain text, and its numbers with what each of them is."""
    read = reader(vocabulary)
    for report in as_reports(texts):
        plain = plain_text(report.source, report.start, report.end)
        readings = read.read(plain.text, report.place, _overwritten(report, plain, vocabulary))
        yield report, plain, chain.from_iterable(readings)


def _overwritten(report: Report, plain: PlainText, vocabulary: Vocabulary) -> Callable[[], str]:
    """Return what finds the year that was written over every other one by the signs that the dating goes by, or ''.

    It is asked only where a quantity looks like a year.
    """
    return cache(lambda: hidden_year(plain.text, report.source, facts(vocabulary).plans)[0])


def _seen(report: Report, m: Mention, plain: PlainText, what: str) -> str:
    """Return the role of a number that is no claim: a small bare one at the end or beginning of a line is a page's."""
    if what != "other" or m.unit or len(m.digits) > 3 or not m.digits.isdigit():
        return what
    start, end = plain.span(m.start, m.end)
    before, after = report.source[max(start - 1, 0) : start], report.source[end : end + 1]
    return "page" if "\n" in (before, after) else what


def _unread(report: Report, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the digit runs that no span covers: page numbers that the plain text leaves out, and the rest."""
    taken = {at for start, end, _ in spans for at in range(start, end)}
    left = []
    for match in _DIGITS.finditer(report.source, report.start, report.end):
        if taken.isdisjoint(range(*match.span())):
            before = report.source[max(match.start() - 16, 0) : match.start()].rpartition("\n")[2]
            line = before + report.source[match.start() : match.end() + 16].partition("\n")[0]
            left.append((match.start(), match.end(), "page" if len(line.strip()) < 16 else "other"))
    return left


def _row(report: Report, plain: PlainText, c: Claim) -> tuple[Any, ...]:
    source, span = report.source, plain.span
    start, end = span(c.start, c.end)
    parts = [span(a, b) for a, b in c.subject if b > a]
    first, last = parts[0] if parts and len(c.subject) == 1 else (None, None)
    subject = "".join("".join(source[a:b] for a, b in parts).split())
    words = c.place, c.period, c.base_period
    place, period, base = (plain.printed(source, w, c.end) for w in words) if plain.traditional else words
    value, low, high = (c.low, None, None) if c.low == c.high else (None, *sorted((c.low, c.high)))
    return (
        f"{report.id}:{start}-{end}", report.id, start, end, source[start:end], value, low, high, c.unit, c.kind,
        subject, first, last, c.indicator, place, period, base, c.status, c.bound, c.repaired,
        c.destroyed,
    )  # fmt: skip
