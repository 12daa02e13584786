"""Stated levels as facts of towns: their standard units, the years of their words, and which state one fact."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

import pandas as pd

from .intervals import exact_value

__all__ = ["LEVELS", "Dates", "Fact", "factor_of", "reconcile", "stated_fact", "unfit"]

_PART_OF_YEAR = re.compile(r"[上下]半年|季|月|同期")
_BASE, _OF_BASE = "hidden base", 8  # characters from the year compared with to its own figure
# rules of dating by which words speak of several years
_SPANS = {"plan", "span", "since a year", "recent years", "coming years"}
_SIZES = ({"m2": 1.0, "mu": 10_000 / 15, "ha": 1e4, "km2": 1e6}, {"m": 1.0, "km": 1e3}, {"kg": 1.0, "t": 1e3})
LEVELS = ("level", "share")
_MONEY = {"CNY", "USD", "HKD", "TWD"}
_STRENGTHS = ("", "printed", "implied", "assumption")
_NEAR, _BACK = 200, 12  # characters, and words of time, back from a figure
_FAR, _YEARS_BACK = 600, 5  # characters and years back that a paragraph may still be about
_SENTENCE_END = re.compile("[。！？!?；;\n]")
_SECTION = 3000  # characters that a section may have
_HEADING = re.compile(
    r"^[ \u3000]*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+部分)[^\n。，；]{2,30}$", re.MULTILINE
)
_OPENS = re.compile(r"[^\d，,。；;：:比较与]{0,6}")  # before the words of time that a sentence begins with
_ON_YEAR = re.compile("[，,](?:同比|[比较][上去]年(?:同期)?)?(?:净?增|下降|减少|提高)")  # 累计完成3亿元，增长12%
_SUMMED = re.compile("累计[^，,。；;]*$")
_OPEN = {"year_low": -math.inf, "year_high": math.inf}
_UNDATED = SimpleNamespace(**_OPEN, status="undated", scope="", strength="")


class Fact(SimpleNamespace):
    """A row of the towns table: the row of its claim (of a derived one, its rate), with columns put in and changed.

    Not shown are `part`, of what it is (the subject unless that names the indicator, the area, who is counted); `span`,
    the words for a part of a year or several years; `intensive`; `reports`, which state it; and `occurrences`, where
    its subject is printed in each. Years are infinite where nothing bounds them.
    """

    def replace(self, **changes: Any) -> Fact:
        """Return the fact with other values."""
        return Fact(**{**vars(self), **changes})

    @property
    def key(self) -> tuple[Any, ...]:
        """What statements of one fact have in common."""
        return self.place or frozenset(self.reports), self.indicator, self.part, self.status, self.unit, self.span

    @property
    def ends(self) -> tuple[float, float]:
        """The interval, or the value where the digits leave none (三分之一)."""
        low, high = self.value_low, self.value_high
        return (low, high) if low <= high else (self.value * (1 - 1e-9), self.value * (1 + 1e-9))


# -------------------------------------------------------------------------------------------- levels


def factor_of(unit: str, standard: str) -> float | None:
    """Return what turns a value in one unit into another, or None."""
    sizes = next((sizes for sizes in _SIZES if unit in sizes and standard in sizes), None)
    return 1.0 if unit == standard else None if sizes is None else sizes[unit] / sizes[standard]


def unfit(row: Any, known: dict[str, Any]) -> str:
    """Say why a claim can be in no row, before any other claim is looked at."""
    if row.destroyed:
        return "destroyed: the number was overwritten"
    if not row.indicator:
        return "no indicator: the subject is none that the vocabulary defines"
    if row.kind == "rank":
        return "rank: a place in an order, not a value"
    standard = known.get(row.indicator, {}).get("unit", row.unit)
    own_currency = {row.unit, standard} <= _MONEY
    if row.kind in LEVELS and factor_of(row.unit, standard) is None and not own_currency:
        return f"unit {row.unit} is none of the indicator, which is in {standard}"
    return ""


def stated_fact(row: Any, dates: Dates, known: dict[str, Any], text: str) -> Fact:
    """Return a level, or a share that is an indicator's own value, in the standard unit; `text` may be empty."""
    about = known.get(row.indicator, {})
    unit = row.unit if row.unit in _MONEY else about.get("unit", row.unit)
    factor = factor_of(row.unit, unit) or 1.0
    ends = (row.low, row.high) if pd.isna(row.value_low) else (row.value_low, row.value_high)
    value, low, high = (float(exact_value(v * factor)) if factor != 1 else float(v) for v in (row.value, *ends))
    years = dates.of(row.report, row.period, row.start)
    flow = about.get("nature") == "flow"
    if text and not row.period and row.status == "actual":
        years |= dates.left_open(row.report, int(row.start), int(row.end), text, flow)
    elif text and flow and _SUMMED.search(text[max(int(row.start) - _NEAR, 0) : int(row.start)]):
        years |= _summed_up_to(row, years, dates.own(row.report))
    if row.status == "actual" and years["year_low"] > dates.ended(row.report):
        years |= _OPEN | {"year_status": "conflict"}  # done in a year after the report
    undated = years["year_from"] == "report" and years["year_status"] in ("fixed", "interval")
    if row.status == "planned" and undated and row.scope != "project":
        years |= {"year_high": math.inf, "year_status": "open"}  # it is for that year or a later one
    subject = "".join(row.subject.split())
    named = subject in {about.get("zh"), *str(about.get("synonyms", "")).split()}
    part = "" if named else subject, row.scope.replace("whole", ""), row.population_basis.replace("total", "")
    at = row.claim if pd.isna(row.subject_start) else row.subject_start
    return Fact(**row._asdict()).replace(
        value=value, value_low=low, value_high=high, unit=unit, **years,
        part=part, intensive=about.get("aggregation") == "intensive", reports=frozenset([row.report]),
        occurrences={(row.report, str(at))}, derived=False, agreement="", sources=[row.claim], fact=row.claim,
    )  # fmt: skip


def _summed_up_to(row: Any, years: dict[str, Any], own: Any) -> dict[str, Any]:
    """Return since when a sum is that is told with its last year: 到2015年底，累计完成98亿元; 到2020年，累计完成."""
    if row.status == "planned" and -math.inf < own.year_low < years["year_low"] == years["year_high"]:
        return {"year_low": own.year_low, "year_status": "interval"}
    ended = row.status == "actual" and row.period.endswith(("底", "末"))
    return {"year_low": -math.inf, "year_status": "open"} if ended else {}


# -------------------------------------------------------------------------------------------- years


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).replace("○", "〇").split())


class Dates:
    """Which years words speak of, by the dating table."""

    def __init__(self, dating: pd.DataFrame) -> None:
        years = dating[list(_OPEN)].astype("Float64")
        assumed = (dating["scope"] == "report") & years.notna().any(axis=1)
        strength = dating["strength"].mask(assumed, "assumption")
        dating = dating.assign(**years.fillna(_OPEN), strength=strength, quote=dating["quote"].map(_plain))
        rows: Any = dating.sort_values("start", kind="stable").itertuples(index=False)
        self._rows: defaultdict[tuple[str, ...], list[Any]] = defaultdict(list)
        for row in rows:
            self._rows[row.report, row.scope].append(row)
            if row.scope == "statement":
                self._rows[row.report, "words", row.quote].append(row)
            if row.scope == "statement" and row.status == "destroyed":
                self._rows[row.report, "destroyed"].append(row)

    def of(self, report: str, period: str, at: float, compared: bool = False) -> dict[str, Any]:
        """Return years and span of words at or before an offset; without such words the years are the report's.

        What words are `compared` with is what they say last; a figure is of no year that another is compared with.
        """
        words = _plain(period)
        told = words and not pd.isna(at)  # words that nothing dates leave it undated: 90年代初
        exact = self._rows.get((report, "words", words), []) if told else []
        last = bisect_right(exact, at, key=attrgetter("start"))
        while not compared and last > 1 and exact[last - 1].rule == _BASE and at - exact[last - 1].end > _OF_BASE:
            last -= 1  # 比2024年增长12%；人均纯收入4180元 is not of the year compared with
        exact = exact[max(last - 1, 0) : last] or self._longer(report, words, at)
        other = [s for s in self._rows[report, "destroyed"] if told and s.start <= at and words in s.quote]
        said = sorted([*exact, *other], key=attrgetter("start"))
        spans = _PART_OF_YEAR.search(words) or bool(exact and exact[0].rule in _SPANS)
        row = (said or (not told and self._rows[report, "report"]) or [_UNDATED])[-1]
        return {
            "year_low": row.year_low, "year_high": row.year_high, "year_status": row.status, "year_from": row.scope,
            "year_strength": row.strength, "span": words if spans else "",
        }  # fmt: skip

    def own(self, report: str) -> Any:
        """Return the row of a report's own years."""
        return (self._rows[report, "report"] or [_UNDATED])[-1]

    def ended(self, report: str) -> float:
        """Return the year that the title or signature of a report prints, after which nothing in it can be done."""
        firm = ("title", "signature", "early signature")
        years = (row.year_high for row in self._rows[report, "evidence"] if row.rule in firm and row.status == "used")
        return max(years, default=math.inf)

    def left_open(self, report: str, at: int, end: int, text: str, flow: bool) -> dict[str, Any]:
        """Return what a figure without words of its own leaves open of the report's years.

        It may be of the years that the sentences before it in its paragraph speak of: 2006年财政收入3亿元。人口3万人,
        told in 2007. A sum may be of several years: 累计完成投资46亿元.
        """
        own = self.own(report)
        wider: dict[str, Any] = {}
        if math.isinf(own.year_low):
            return wider
        sentence = max((m.end() for m in _SENTENCE_END.finditer(text, max(at - _NEAR, 0), at)), default=0)
        spoken = self._spoken_of(report, text, sentence)
        headed = None if spoken else self._headed(report, text, sentence)
        if headed is not None and -math.inf < headed.year_low and headed.year_high <= own.year_high:
            wider = {"year_low": headed.year_low, "year_high": headed.year_high, "year_status": headed.status}
        if spoken:
            low, high = spoken.year_low, max(spoken.year_high, own.year_high)
            if own.year_low - _YEARS_BACK <= low < own.year_low and high == own.year_high:
                wider = {"year_low": low, "year_status": "interval", "months": pd.NA}
        if flow and _SUMMED.search(text, sentence, at) and not wider and not _ON_YEAR.match(text, end):
            wider = {"year_low": -math.inf, "year_status": "open"}
        return wider if own.status in ("fixed", "interval") else {}

    def _spoken_of(self, report: str, text: str, end: int) -> Any:
        """Return the last words of time before `end` in its paragraph that a sentence begins with."""
        told = self._rows.get((report, "statement"), [])
        last = bisect_right(told, end - 1, key=attrgetter("start"))
        floor = max(text.rfind("\n", 0, end) + 1, end - _FAR)
        for row in reversed(told[max(0, last - _BACK) : last]):
            begin = max((m.end() for m in _SENTENCE_END.finditer(text, floor, int(row.start))), default=floor)
            if row.start >= floor and _OPENS.fullmatch(text, begin, int(row.start)):
                return row
        return None

    def _headed(self, report: str, text: str, at: int) -> Any:
        """Return the words of time in the heading above: 一、2012年工作情况 in a report of 2013."""
        heading = next(reversed(list(_HEADING.finditer(text, max(0, at - _SECTION), at))), None)
        if heading is None:
            return None
        told = self._rows.get((report, "statement"), [])
        first, last = (bisect_left(told, place, key=attrgetter("start")) for place in heading.span())
        return told[first] if last == first + 1 else None

    def _longer(self, report: str, words: str, at: float) -> list[Any]:
        """Return the last longer words that hold these, near before an offset: “十二五”以来, 99年底."""
        told = self._rows.get((report, "statement"), []) if words else []
        last = bisect_right(told, at, key=attrgetter("start"))
        near = (row for row in reversed(told[max(0, last - _BACK) : last]) if row.start >= at - _NEAR)
        return [row for row in near if words in row.quote][:1]


# -------------------------------------------------------------------------------------------- one fact


def _one_fact(f: Fact, g: Fact) -> str:
    """Return agree, differ, several (told apart by nothing but their values), or nothing, of facts with one key.

    Statements may be of one fact that have the same words in one report, or years that are bounded and overlap. Within
    a report the last years must be the same: 去年 and 今年 overlap where its year is an interval.
    """
    within = not f.reports.isdisjoint(g.reports)
    same_words = within and f.period == g.period
    years = f.year_low, f.year_high, g.year_low, g.year_high
    overlap = all(map(math.isfinite, years)) and max(years[::2]) <= min(years[1::2])
    if not same_words and (not overlap or (within and f.year_high != g.year_high)):
        return ""
    distinct = f.occurrences.isdisjoint(g.occurrences)
    if not distinct and f.status == "planned" and f.value != g.value:
        return "several"  # 财政收入确保3亿元，力争3.5亿元
    if not _apart(f, g) and f.agreement != "differ" and (distinct or f.period == g.period):
        return "agree"
    closed = not (f.open_below or f.open_above or g.open_below or g.open_above)
    if closed and distinct and (same_words and f.period and f.intensive if within else len(set(years)) == 1):
        return "differ"
    return "several" if same_words else ""


def _apart(f: Fact, g: Fact) -> bool:
    low, high = max(f.ends[0], g.ends[0]), min(f.ends[1], g.ends[1])
    touch = low == high and f.value != g.value and not (f.open_above or f.open_below or g.open_above or g.open_below)
    passed = _passes(f, g) or _passes(g, f)
    return (low > high and not passed) or touch  # 45.3% and 45.4% are never one figure


def _passes(f: Fact, mark: Fact) -> bool:
    """Whether a value has passed a mark that is told with it: 突破亿元大关，达1.03亿元."""
    together = not f.occurrences.isdisjoint(mark.occurrences) and f.bound != "at_least" == mark.bound
    return together and mark.value <= f.value


def reconcile(facts: Iterable[Fact]) -> list[Fact]:
    """Make one row of compatible statements of one fact, and of contradictory ones; mark what stays apart.

    A base that is also stated keeps its row, and gets the `fact` of the statement.
    """
    same: defaultdict[Any, list[Fact]] = defaultdict(list)
    for f in facts:
        same[f.key].append(f)
    rows = []
    for group in same.values():
        stated, derived = (_reconciled([f for f in group if f.derived == derived]) for derived in (False, True))
        for f in derived:
            f.fact = next((s.fact for s in stated if _one_fact(s, f) == "agree"), f.claim)
        rows += stated + derived
    return rows


def _reconciled(facts: list[Fact]) -> list[Fact]:
    """Reconcile facts with one key.

    Where a report lists different values under the same words, those of parts, two equal ones are not one fact.
    """
    said: defaultdict[Any, list[tuple[float, float]]] = defaultdict(list)
    marks = {(f if _passes(g, f) else g).claim for f, g in pairwise(facts) if _passes(g, f) or _passes(f, g)}
    for f in facts:
        if f.claim not in marks:
            said[_words(f)].append(f.ends)
    listed = {words for words, ends in said.items() if max(low for low, _ in ends) > min(high for _, high in ends)}
    listed = set() if facts and facts[0].intensive else listed
    rows: list[Fact] = []
    merging: list[int] = []  # places in `rows` of those that may become one with another
    for f in facts:
        if _words(f) not in listed:
            found = ((how, i) for i in merging if (how := _one_fact(rows[i], f)) in ("agree", "differ"))
            how, i = next(found, ("", -1))
            if how:
                rows[i] = _merge(rows[i], f, how)
                continue
            merging.append(len(rows))
        rows.append(f)
    alike: defaultdict[str, list[Fact]] = defaultdict(list)
    for f in rows:
        alike[f.period].append(f)
    for i, f in enumerate(rows):
        several = _words(f) in listed or any(_one_fact(f, g) == "several" for g in alike[f.period] if g is not f)
        rows[i] = f.replace(agreement=f.agreement or "several") if several else f
    return rows


def _words(f: Fact) -> tuple[str, frozenset[str]]:
    return f.period, f.reports


def _merge(f: Fact, g: Fact, how: str) -> Fact:
    """Return one row for two statements: the more precise one, or all ends; the years that either allows."""
    best = min(f, g, key=lambda r: (r.bound == "at_least", r.ends[1] - r.ends[0]))
    value, low, high = best.value, best.value_low, best.value_high
    if how == "differ":
        value, low, high = math.nan, min(f.ends[0], g.ends[0]), max(f.ends[1], g.ends[1])
    years = min(f.year_low, g.year_low), max(f.year_high, g.year_high)
    known = {(r.year_low, r.year_high): r.year_status for r in (g, f)}
    weak = max((f, g), key=lambda r: _STRENGTHS.index(r.year_strength))
    return f.replace(
        period=" / ".join(dict.fromkeys(f"{f.period} / {g.period}".split(" / "))),
        value=value, value_low=low, value_high=high, open_below=best.open_below, open_above=best.open_above,
        year_low=years[0], year_high=years[1],
        year_status=known.get(years, "interval" if all(map(math.isfinite, years)) else "open"),
        year_from=weak.year_from, year_strength=weak.year_strength,
        reports=f.reports | g.reports, occurrences=f.occurrences | g.occurrences,
        sources=list(dict.fromkeys(f.sources + g.sources)), agreement=how,
    )  # fmt: skip
