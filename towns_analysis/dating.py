"""Which year is a report about, and which years do its statements speak of: intervals, each with its evidence."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import pandas as pd

from .context import overwritten_year
from .evidence import HISTORY, Clue, Page, clues, ends_a_year
from .reports import Report, as_reports
from .schema import as_described
from .scrubbing import hidden_year
from .text import PlainText, plain_text
from .timewords import Anchors, Facts, Plans, TimeWord, facts, time_words

__all__ = ["date_reports"]

_EXACT = ("plan stage", "title", "signature", "early signature")  # a hidden year there is the report's own
_HARDNESS = ("printed", "implied", "assumption")

Years = tuple[int | None, int | None]


def date_reports(
    reports: str | Report | Iterable[str | Report],
    *,
    assumptions: bool = True,
    vocabulary: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """Date reports and their statements from what they print and what that implies.

    Each piece of evidence allows a report an interval of years, and the intervals intersect. A year that was written
    over every other one (see `hidden_year` in ``scrubbing.py``) and a mask such as xxxx年 are never evidence. Where
    printed or implied evidence does not intersect, or a printed year outlives an institution that the report names,
    the report is a ``conflict`` and gets no year; other assumptions that do not fit are set aside, visibly.

    Parameters
    ----------
    reports
        A string, a `Report`, or several of them.
    assumptions
        False leaves every assumption out: evidence from silence, from last years, and what rests on it.
    vocabulary
        Your own vocabulary folder or ``evidence.txt``, added to the packaged one.

    Returns
    -------
    DataFrame
        Per report one row with `scope` ``"report"``, its conclusion, then its ``"evidence"``, then every dated
        ``"statement"``, in text order. ``quote`` is ``source[start:end]``, for the conclusion that of the decisive
        evidence (empty if there is none). ``rule`` says how the years follow, ``strength`` whether they are
        ``printed``, ``implied`` or rest on an ``assumption`` (the weakest that both ends need), and ``note`` says it
        in words, with the source of outside facts. ``year_low`` and ``year_high`` are the years allowed, empty where
        nothing bounds them. ``status`` of a report or statement is ``fixed`` (one year), ``interval``, ``open`` (an end
        is missing or, for a report, known only from outside it), ``conflict`` or ``destroyed`` (scrubbed); of evidence
        ``used``, ``set_aside``, ``conflict`` or ``destroyed``.

    Raises
    ------
    VocabularyError
        An entry of your vocabulary is malformed.
    TypeError
        `reports` is neither text nor reports.

    Notes
    -----
    Statements have intervals of their own. 今年 and 目前 are of the report's year, 去年 is the year before; in a report
    signed from January to March, 今年 may also be the year of the signature. 上年, 全年, 年底 and months follow a year
    that the sentence or the heading of a plan prints before. A hidden year in a review is taken to be the report's own
    where the report closes a year (signed from October on, or 年终), else that or the one before (到…年底 in a report
    of the next year), and in a plan the next one: assumptions, without which it is only bounded by the report's year.

    Examples
    --------
    >>> table = date_reports("今年是“十二五”开局之年，实现总产值164.8亿元，比上年增长9%。")
    >>> table[["scope", "quote", "year_low", "year_high", "status"]].values.tolist()[0]
    ['report', '今年是“十二五”开局之年', 2011, 2011, 'fixed']
    >>> table.query("quote == '上年'")[["scope", "year_low", "year_high"]].values.tolist()
    [['statement', 2010, 2010]]
    """
    known = facts(None if vocabulary is None else os.fspath(vocabulary))
    rows = [row for report in as_reports(reports) for row in _date(report, known, assumptions)]
    return as_described("dating", rows)


def _date(report: Report, known: Facts, assumptions: bool) -> list[tuple[Any, ...]]:
    plain = plain_text(report.source, report.start, report.end)
    hidden, signs = hidden_year(plain.text, overwritten_year(report.source), known.plans)
    words = time_words(plain.text, hidden, known.plans)
    page = Page(plain.text, words, Anchors(plain.text, words))
    found = [*signs, *clues(page, known), *_silence(words, known.plans)]
    found = [c for c in found if assumptions or c.strength != "assumption"]
    evidence, own = _judge(sorted(found))
    rows = [_row(report, plain, "report", own)]
    rows += [_row(report, plain, "evidence", clue) for clue in evidence]
    dated = _statements(page, own, assumptions, {c.start: c for c in evidence if c.rule in _EXACT})
    return rows + [_row(report, plain, "statement", clue) for clue in dated]


def _row(report: Report, plain: PlainText, scope: str, clue: Clue) -> tuple[Any, ...]:
    start = plain.back(clue.start) if clue.end > clue.start else report.start
    end = plain.back(clue.end - 1) + 1 if clue.end > clue.start else report.start
    low, high = (pd.NA if year is None else year for year in (clue.low, clue.high))
    what = report.id, scope, start, end, report.source[start:end]
    return *what, clue.rule, clue.strength, low, high, clue.status, clue.note


def _silence(words: list[TimeWord], plans: Plans) -> list[Clue]:
    """Take a report that names a plan and not the next one to be no later than its last year."""
    named = [w for w in words if w.kind == "plan"]
    if not named:
        return []
    latest = max(named, key=lambda w: (plans[w.name][0], -w.start))
    last = plans[latest.name][1]
    return [Clue(latest.start, latest.end, "silence", "assumption", None, last, f"names no plan after {latest.name}")]


# ------------------------------------------------------------------------------------------------------ reports


def _judge(found: list[Clue]) -> tuple[list[Clue], Clue]:
    """Intersect the evidence: return it with its standing, and the conclusion."""
    low, high = _bounds(c for c in found if c.strength != "assumption")
    out = []
    for c in found:
        if (c.low or 0) > (high or 9999) or (c.high or 9999) < (low or 0):
            kept = c.strength != "assumption" or c.rule == "vocabulary: last year"
            c = c._replace(status="conflict" if kept else "set_aside")
        out.append(c)
    latest = min((c.high for c in out if c.status == "conflict" and c.high), default=9999)
    out = [c._replace(status="conflict") if c.status == "used" and (c.low or 0) > latest else c for c in out]
    for rule in ("silence", "printed most", "plan stage", "vocabulary: last year"):
        low, high = _bounds(out)
        if low and high and low > high:  # assumptions that exclude each other: the weakest goes first
            out = [c._replace(status="set_aside") if c.rule == rule and c.strength == "assumption" else c for c in out]
    return out, _conclusion(out, any(c.status == "conflict" and c.rule != "event after signature" for c in out))


def _bounds(found: Iterable[Clue]) -> Years:
    used = [c for c in found if c.status == "used"]
    lows, highs = [c.low for c in used if c.low is not None], [c.high for c in used if c.high is not None]
    return max(lows, default=None), min(highs, default=None)


def _conclusion(evidence: list[Clue], broken: bool) -> Clue:
    """Return the report's own interval, with the evidence that decides each end."""
    disagree = [c.note.split("; http")[0] for c in evidence if c.status == "conflict"]
    aside = "".join(f"; but {note}" for note in disagree)
    if broken:
        first = next(c for c in evidence if c.status == "conflict")
        return first._replace(rule="intersection", low=None, high=None, note="conflict: " + "; ".join(disagree))
    used = [c for c in evidence if c.status == "used"]
    low, high = _bounds(used)
    ends = [_deciding(used, "low", low), _deciding(used, "high", high)]
    deciding = list(dict.fromkeys(c for c in ends if c is not None))
    if not deciding:
        return Clue(0, 0, "intersection", "", None, None, f"no evidence of a year{aside}", "open")
    strength = max((c.strength for c in deciding), key=_HARDNESS.index)
    inside = _bounds(c for c in used if not c.rule.startswith("vocabulary"))
    status = "fixed" if low == high and None not in inside else "open" if None in inside else "interval"
    note = "; ".join(c.note.split("; http")[0] for c in deciding) + aside
    return Clue(deciding[0].start, deciding[0].end, "intersection", strength, low, high, note, status)


def _deciding(used: list[Clue], end: str, year: int | None) -> Clue | None:
    """Return the hardest, then the narrowest evidence for one end of the interval."""
    at = [c for c in used if year is not None and getattr(c, end) == year]
    return min(at, key=lambda c: (_HARDNESS.index(c.strength), c.low is None or c.low != c.high), default=None)


# --------------------------------------------------------------------------------------------------- statements


def _statements(page: Page, own: Clue, assumptions: bool, exact: dict[int, Clue]) -> list[Clue]:
    """Return one row per time word, with the years it speaks of."""
    closing = ends_a_year(page)
    early = max((c.high or 0 for c in exact.values() if c.rule == "early signature"), default=0)
    now = own._replace(high=max(early, own.high)) if own.high else own
    years: dict[int, Clue] = {}
    for w in page.words:
        if w.kind == "relative" and w.name in ("上", "inside") and (anchor := page.anchors.before(w.start)):
            base, shift = years[anchor.start], -1 if w.name == "上" else 0
            rule = "year before the one printed" if shift else "year printed before"
            note = f"goes with {page.text[anchor.start : anchor.end]}"
            low, high = _add(base.low, shift), _add(base.high, shift)
            clue = Clue(w.start, w.end, rule, base.strength, low, high, note, base.status)
        elif w.kind == "hidden" and HISTORY.match(page.text, w.end):
            clue = _hidden(w, own, False, closing)
        else:
            seen_from = now if w.kind == "relative" else own
            clue = _statement(w, seen_from, assumptions, closing, exact.get(w.start))
        years[w.start] = clue
    return list(years.values())


def _statement(w: TimeWord, own: Clue, assumptions: bool, closing: bool, clue: Clue | None) -> Clue:
    """Return the years of one time word that depends on no other."""
    if w.kind in ("year", "short", "span", "plan"):
        strength = "implied" if w.kind == "plan" else "printed"
        return _stated(w, w.kind, strength, w.low, w.high, f"years of {w.name}" if w.name else "")
    if w.kind == "equal":
        note = "both ends were overwritten"
        return Clue(w.start, w.end, "overwritten span", "implied", None, None, note, "destroyed")
    strength = own.strength if own.strength == "assumption" else "implied"
    if w.kind == "recent":
        return _stated(w, "recent years", strength, None, own.high, "up to the report's year")
    if w.kind == "relative" and w.low:
        return _stated(w, "year of the heading", "printed", w.low, w.high, "planned under a heading with its year")
    low, high = _add(own.low, w.offset), _add(own.high, w.offset)
    if w.kind == "relative":
        note = f"report's year {w.offset:+d}" if w.offset else ""
        return _stated(w, "relative to the report", strength, low, high, note)
    if clue is not None:
        return _stated(w, f"hidden year of the {clue.rule}", strength, low, high, "the report's own year")
    return _hidden(w, own, assumptions, closing)


def _hidden(w: TimeWord, own: Clue, assumptions: bool, closing: bool) -> Clue:
    """Return what can be said of an overwritten year in a review or, with an offset, in a plan."""
    if not assumptions:
        low, high = (own.low, None) if w.offset else (None, own.high)
        note = "no earlier than the report" if w.offset else "no later than the report"
        return _stated(w, "hidden year", own.strength if own.strength == "assumption" else "implied", low, high, note)
    slack = 0 if closing or w.offset else -1
    low, high = _add(own.low, w.offset + slack), _add(own.high, w.offset)
    note = "planned: the next year" if w.offset else "the report's year" + " or the one before" * -slack
    return _stated(w, "hidden year", "assumption", low, high, note)


def _stated(w: TimeWord, rule: str, strength: str, low: int | None, high: int | None, note: str) -> Clue:
    status = "open" if low is None or high is None else "fixed" if low == high else "interval"
    return Clue(w.start, w.end, rule, strength, low, high, note, status)


def _add(year: int | None, offset: int) -> int | None:
    return None if year is None else year + offset
