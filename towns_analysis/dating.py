"""Which year is a report about, and which years do its statements speak of: intervals, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, isinf
from typing import Any

import pandas as pd

from .evidence import HISTORY, Clue, clues, ends_a_year, hidden_year
from .reports import Report, Texts, as_reports
from .schema import as_described
from .text import PlainText, plain_text
from .timewords import Facts, Page, TimeWord, facts, page_of
from .vocabulary import Vocabulary

__all__ = ["date_reports"]

_EXACT = ("plan stage", "title", "signature", "early signature")  # a hidden year there is the report's own
_SIDES = {  # of a hidden year
    "base": ("hidden base", -inf, -1, "compared with, before the report's year"),
    "goal": ("hidden goal", 1, inf, "aimed at, after the report's year"),
}
_CENTURIES = (2000, 2100)
_HARDNESS = ("printed", "implied", "assumption")
_WEAKEST_FIRST = ("silence", "printed most", "plan stage", "vocabulary: last year")  # of the assumptions


def date_reports(reports: Texts, *, assumptions: bool = True, vocabulary: Vocabulary = None) -> pd.DataFrame:
    """Date reports and their statements from what they print and what that implies.

    Each piece of evidence allows a report an interval of years, and the intervals intersect. A year that was written
    over every other one (see `hidden_year` in ``evidence.py``) and a mask such as xxxx年 are never evidence. Where
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
    known = facts(vocabulary)
    rows = [row for report in as_reports(reports) for row in _date(report, known, assumptions)]
    return as_described("dating", rows)


def _date(report: Report, known: Facts, assumptions: bool) -> list[tuple[Any, ...]]:
    plain = plain_text(report.source, report.start, report.end)
    hidden, signs = hidden_year(plain.text, report.source, known.plans)
    page = page_of(plain.text, hidden, known.plans)
    found = sorted([*signs, *clues(page, known)])
    evidence = _judge([c for c in found if assumptions or c.strength != "assumption"])
    own = _conclusion(evidence)
    dated = _statements(page, own, assumptions, {c.start: c for c in evidence if c.rule in _EXACT})
    scopes = ["report"] + ["evidence"] * len(evidence) + ["statement"] * len(dated)
    return [_row(report, plain, scope, c) for scope, c in zip(scopes, [own, *evidence, *dated], strict=True)]


def _row(report: Report, plain: PlainText, scope: str, clue: Clue) -> tuple[Any, ...]:
    start, end = plain.span(clue.start, clue.end) if clue.end else (report.start, report.start)
    low, high = (pd.NA if isinf(year) else year for year in (clue.low, clue.high))
    what = report.id, scope, start, end, report.source[start:end]
    return *what, clue.rule, clue.strength, low, high, clue.status, clue.note


# ------------------------------------------------------------------------------------------------------ reports


def _judge(found: list[Clue]) -> list[Clue]:
    """Return the evidence with its standing: where it does not intersect, it conflicts or is set aside."""
    low, high = _bounds(c for c in found if c.strength != "assumption")
    for i, c in enumerate(found):
        if c.low > high or c.high < low:
            kept = c.strength != "assumption" or c.rule == "vocabulary: last year"
            found[i] = c._replace(status="conflict" if kept else "set_aside")
    ended = min((c.high for c in found if c.status == "conflict"), default=inf)
    found = [c._replace(status="conflict") if c.status == "used" and c.low > ended else c for c in found]
    for rule in _WEAKEST_FIRST:
        low, high = _bounds(found)
        if low > high:
            weak = (rule, "assumption")
            found = [c._replace(status="set_aside") if (c.rule, c.strength) == weak else c for c in found]
    return found


def _bounds(found: Iterable[Clue]) -> tuple[float, float]:
    used = [c for c in found if c.status == "used"]
    return max((c.low for c in used), default=-inf), min((c.high for c in used), default=inf)


def _conclusion(evidence: list[Clue]) -> Clue:
    """Return the report's own interval, with the evidence that decides each end."""
    disagree = [c for c in evidence if c.status == "conflict"]
    if any(c.rule != "event after signature" for c in disagree):
        note = "conflict: " + "; ".join(map(_words, disagree))
        return disagree[0]._replace(rule="intersection", low=-inf, high=inf, note=note)
    aside = "".join(f"; but {_words(c)}" for c in disagree)
    used = [c for c in evidence if c.status == "used"]
    low, high = _bounds(used)
    ends = [c for c in used if c.low == low > -inf], [c for c in used if c.high == high < inf]
    deciding = list(dict.fromkeys(min(at, key=_hardness) for at in ends if at))
    if not deciding:
        return Clue(0, 0, "intersection", "", note=f"no evidence of a year{aside}", status="open")
    strength = max((c.strength for c in deciding), key=_HARDNESS.index)
    inside = _bounds(c for c in used if not c.rule.startswith("vocabulary"))
    status = "open" if _status(*inside) == "open" else _status(low, high)
    note = "; ".join(map(_words, deciding)) + aside
    return Clue(deciding[0].start, deciding[0].end, "intersection", strength, low, high, note, status)


def _hardness(clue: Clue) -> tuple[int, bool]:
    return _HARDNESS.index(clue.strength), clue.low != clue.high


def _words(clue: Clue) -> str:
    return clue.note.split("; http")[0]


def _status(low: float, high: float) -> str:
    return "open" if isinf(low) or isinf(high) else "fixed" if low == high else "interval"


# --------------------------------------------------------------------------------------------------- statements


def _statements(page: Page, own: Clue, assumptions: bool, exact: dict[int, Clue]) -> list[Clue]:
    """Return one row per time word, with the years it speaks of; at the places of `exact` a hidden year is `own`."""
    own = own._replace(strength="assumption" if own.strength == "assumption" else "implied")
    early = max((c.high for c in exact.values() if c.rule == "early signature"), default=-inf)
    now = own._replace(high=max(early, own.high))
    closing = ends_a_year(page)
    dated: dict[int, Clue] = {}
    for w in page.words:
        anchor = page.year_before(w.start) if w.name in ("上", "inside") else None
        if anchor is not None:
            shift, rule = (-1, "year before the one printed") if w.name == "上" else (0, "year printed before")
            printed = page.text[anchor.start : anchor.end]
            dated[w.start] = _since(dated[anchor.start], w, rule, shift, shift, f"goes with {printed}")
        elif w.kind != "hidden":
            dated[w.start] = _statement(w, now if w.kind == "relative" else own)
        elif w.name in _SIDES:
            dated[w.start] = _since(own, w, *_SIDES[w.name])
        elif HISTORY.match(page.text, w.end) or (not assumptions and w.start not in exact):
            dated[w.start] = _bounded(w, own)
        elif w.start in exact:
            rule = f"hidden year of the {exact[w.start].rule}"
            dated[w.start] = _since(own, w, rule, w.offset, w.offset, "the report's own year")
        else:
            dated[w.start] = _assumed(w, own._replace(strength="assumption"), closing)
    return list(dated.values())


def _statement(w: TimeWord, own: Clue) -> Clue:
    """Return the years of a time word that depends on no other and is not hidden."""
    if w.kind in ("year", "short", "span", "census"):
        return _stated(w, w.kind, "printed", w.low, w.high)
    if w.kind == "since":
        return _stated(w, "since a year", own.strength, w.low, own.high, "up to the report's year")
    if w.kind == "plan":
        return _stated(w, w.kind, "implied", w.low, w.high, f"years of {w.name}")
    if w.kind == "equal":
        note = "both ends were overwritten"
        return Clue(w.start, w.end, "overwritten span", "implied", note=note, status="destroyed")
    if w.kind == "recent":
        note = "up to the report's year, or the one before" if w.offset else "up to the report's year"
        return _since(own, w, "recent years", w.offset or -inf, 0, note)
    if w.kind == "ahead":
        return _since(own, w, "coming years", 0, w.offset, "from the report's year on")
    if w.kind == "century":
        ends = {end for end in _CENTURIES if own.low <= end and end - 100 < own.high}
        years = ends if len(ends) == 1 else ()
        return _stated(w, "end of the century", own.strength, *(years or (-inf,)), *(years or (inf,)))
    if w.low > 0:
        return _stated(w, "year of the heading", "printed", w.low, w.high, "planned under a heading with its year")
    if w.name in ("今", "本") and w.high < inf:
        own = own._replace(high=max(own.high, w.high))
    note = f"report's year {w.offset:+d}" if w.offset else ""
    return _since(own, w, "relative to the report", w.offset, w.offset, note)


def _bounded(w: TimeWord, own: Clue) -> Clue:
    """Bound a hidden year by the report's alone."""
    years = (0, inf, "no earlier than the report") if w.offset else (-inf, 0, "no later than the report")
    return _since(own, w, "hidden year", *years)


def _assumed(w: TimeWord, own: Clue, closing: bool) -> Clue:
    """Take a hidden year to be planned for the next, or the report's or, where that closes no year, the one before."""
    if w.offset:
        return _since(own, w, "hidden year", w.offset, w.offset, "planned: the next year")
    if closing:
        return _since(own, w, "hidden year", 0, 0, "the report's year")
    return _since(own, w, "hidden year", -1, 0, "the report's year or the one before")


def _since(base: Clue, w: TimeWord, rule: str, low: float, high: float, note: str) -> Clue:
    """Return the years of a word that speaks from `low` to `high` years after those of `base`."""
    return _stated(w, rule, base.strength, base.low + low, base.high + high, note)


def _stated(w: TimeWord, rule: str, strength: str, low: float, high: float, note: str = "") -> Clue:
    return Clue(w.start, w.end, rule, strength, low, high, note, _status(low, high))
