"""Stated levels as facts of towns: their standard units, the years of their words, and which state one fact."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from .intervals import exact_value
from .schema import keys_in

__all__ = ["LEVELS", "Dates", "Fact", "factor_of", "from_to", "is_from", "reconcile", "stated_fact", "unfit"]

_PART_OF_YEAR = re.compile(r"[上下]半年|季|月")
_SIZES = ({"m2": 1.0, "mu": 10_000 / 15, "ha": 1e4, "km2": 1e6}, {"m": 1.0, "km": 1e3}, {"kg": 1.0, "t": 1e3})
LEVELS = ("level", "share")
_MONEY = {"CNY", "USD", "HKD", "TWD"}
_FROM_TO = 6  # characters between the ends of 3平方公里扩大到5平方公里, 由23%提高到31%


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the towns table; what follows `sources` is not shown."""

    place: str
    indicator: str
    subject: str
    period: str
    value: float
    value_low: float
    value_high: float
    unit: str
    open_below: bool
    open_above: bool
    year_low: int | None
    year_high: int | None
    year_status: str
    year_from: str
    year_strength: str
    status: str
    derived: bool
    agreement: str
    sources: str
    claim: Any  # the row of the claim, of a derived fact that of its rate
    key: tuple[Any, ...]  # statements of one fact have the same
    reports: frozenset[str]
    occurrences: frozenset[tuple[str, str]]  # where the subject is printed

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


def stated_fact(row: Any, dates: Dates, known: dict[str, Any]) -> Fact:
    """Return a level, or a share that is an indicator's own value, in the standard unit."""
    about = known.get(row.indicator, {})
    standard = about.get("unit", row.unit)
    factor = factor_of(row.unit, standard) or 1.0
    ends = (row.low, row.high) if pd.isna(row.value_low) else (row.value_low, row.value_high)
    value, low, high = (float(exact_value(v * factor)) if factor != 1 else float(v) for v in (row.value, *ends))
    unit = standard if row.unit not in _MONEY else row.unit
    subject = "".join(row.subject.split())
    whole = "" if subject in {about.get("zh"), *str(about.get("synonyms", "")).split()} else subject
    start = -1.0 if pd.isna(row.start) else float(row.start)
    key = row.place, row.indicator, whole, row.status, unit, dates.span(row.report, row.period, start)
    return Fact(
        place=row.place, indicator=row.indicator, subject=row.subject, period=row.period, value=value, value_low=low,
        value_high=high, unit=unit, open_below=row.open_below, open_above=row.open_above,
        **dates.of(row.report, row.period, start), status=row.status, derived=False, agreement="", sources=row.claim,
        claim=row, key=key, reports=frozenset([row.report]),
        occurrences=frozenset([(row.report, str(row.claim if pd.isna(row.subject_start) else row.subject_start))]),
    )  # fmt: skip


# -------------------------------------------------------------------------------------------- years


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


class Dates:
    """Which years words speak of, by the dating table."""

    def __init__(self, dating: pd.DataFrame) -> None:
        named: list[Any] = list(dating.itertuples(index=False))
        rows = [r._replace(quote=_plain(r.quote)) for r in named]
        self._own = {r.report: r for r in rows if r.scope == "report"}
        self._statements = sorted((r for r in rows if r.scope == "statement"), key=lambda r: int(r.start))

    def of(self, report: str, period: str, at: float) -> dict[str, Any]:
        """Return the year columns of words at or before an offset; without such words those of the report."""
        words = _plain(period)
        near = [s for s in self._statements if words and s.report == report and s.start <= at]
        said = [s for s in near if s.quote == words or (s.status == "destroyed" and words in s.quote)]
        row = said[-1] if said else self._own.get(report)
        names = "year_low", "year_high", "year_status", "year_from", "year_strength"
        if row is None:
            return dict(zip(names, (None, None, "undated", "", ""), strict=True))
        low, high = (None if pd.isna(year) else int(year) for year in (row.year_low, row.year_high))
        strength = row.strength if said or low is high is None else "assumption"
        return dict(zip(names, (low, high, row.status, "statement" if said else "report", strength), strict=True))

    def span(self, report: str, period: str, at: float) -> str:
        """Return the words if they name a part of a year or several years, which no other words stand for."""
        words = _plain(period)
        rules = [s.rule for s in self._statements if s.report == report and s.start <= at and s.quote == words]
        return words if _PART_OF_YEAR.search(words) or (rules and rules[-1] in ("plan", "span")) else ""


def from_to(facts: list[Fact]) -> list[Fact]:
    """Date the first of two levels on one subject (由23%提高到31%) no later than the second."""
    out = list(facts)
    for i, f in enumerate(facts):
        later = [g for g in facts if g is not f and is_from(f, g)]
        if later:
            out[i] = replace(f, year_low=None, year_status="conflict" if f.year_status == "conflict" else "open")
    return out


def is_from(f: Fact, g: Fact) -> bool:
    """Whether two levels on one subject follow each other as in 由23%提高到31%."""
    same = (f.occurrences, f.key, f.period) == (g.occurrences, g.key, g.period)
    return same and 0 <= g.claim.start - f.claim.end <= _FROM_TO


# -------------------------------------------------------------------------------------------- one fact


def _may_be_one(f: Fact, g: Fact) -> bool:
    """Whether two statements may be of one fact: the same words in one report, or years that are bounded and overlap.

    Within a report the last years must be the same: 去年 and 今年 overlap where its year is an interval.
    """
    if f.key != g.key:
        return False
    within = not f.reports.isdisjoint(g.reports)
    if within and f.period == g.period:
        return True
    if None in (f.year_low, f.year_high, g.year_low, g.year_high) or (within and f.year_high != g.year_high):
        return False
    return max(f.year_low or 0, g.year_low or 0) <= min(f.year_high or 0, g.year_high or 0)


def reconcile(facts: Iterable[Fact], intensive: set[str]) -> list[Fact]:
    """Make one row of compatible statements of one fact, and of contradictory ones; mark what stays apart.

    Where a report lists different values under the same words, those of parts, two equal ones are not one fact.
    """
    facts = list(facts)
    rows: list[Fact] = []
    lists = [f for f in facts if f.indicator not in intensive]
    listed = {_tag(f) for f in lists for g in lists if _tag(f) == _tag(g) and _apart(f, g)}
    for f in facts:
        free = [i for i, r in enumerate(rows) if not listed & {_tag(f), _tag(r)}]
        at, how = next(((i, how) for i in free if (how := _relation(rows[i], f, intensive)) in _ONE), (-1, ""))
        if at < 0:
            rows.append(f)
        else:
            rows[at] = _merge(rows[at], f, how)
    apart = {i for i, f in enumerate(rows) for g in rows if g is not f and _relation(f, g, intensive) == "several"}
    apart |= {i for i, f in enumerate(rows) if _tag(f) in listed}
    return [replace(f, agreement=f.agreement or "several") if i in apart else f for i, f in enumerate(rows)]


_ONE = ("agree", "differ")


def _tag(f: Fact) -> tuple[Any, ...]:
    return f.key, f.period, f.reports


def _apart(f: Fact, g: Fact) -> bool:
    return max(f.ends[0], g.ends[0]) > min(f.ends[1], g.ends[1])


def _relation(f: Fact, g: Fact, intensive: set[str]) -> str:
    """Return agree, differ, several (told apart by nothing but their values), or nothing."""
    if not _may_be_one(f, g):
        return ""
    distinct = f.occurrences.isdisjoint(g.occurrences)
    if not _apart(f, g) and f.agreement != "differ" and (distinct or f.period == g.period):
        return "agree"
    closed = not (f.open_below or f.open_above or g.open_below or g.open_above)
    within = not f.reports.isdisjoint(g.reports)
    fixed = f.year_low is not None and f.year_low == f.year_high == g.year_low == g.year_high
    same_words = f.period != "" and f.period == g.period and f.indicator in intensive
    if closed and distinct and (same_words if within else fixed):
        return "differ"
    return "several" if within and f.period == g.period else ""


def _merge(f: Fact, g: Fact, how: str) -> Fact:
    """Return one row for two statements: the more precise one, or all ends; the years that either allows."""
    best = min(f, g, key=lambda r: r.ends[1] - r.ends[0])
    if how == "differ":
        ends = [*f.ends, *g.ends]
        best = replace(best, value=math.nan, value_low=min(ends), value_high=max(ends))
    lows, highs = [r.year_low for r in (f, g)], [r.year_high for r in (f, g)]
    low = None if None in lows else min(y for y in lows if y)
    high = None if None in highs else max(y for y in highs if y)
    weak = max((f, g), key=lambda r: ("", "printed", "implied", "assumption").index(r.year_strength))
    status = f.year_status if (low, high) == (f.year_low, f.year_high) else g.year_status
    if (low, high) not in ((f.year_low, f.year_high), (g.year_low, g.year_high)):
        status = "open" if None in (low, high) else "interval"
    return replace(
        best, subject=f.subject, period=" / ".join(dict.fromkeys([*f.period.split(" / "), *g.period.split(" / ")])),
        year_low=low, year_high=high, year_status=status, year_from=weak.year_from, year_strength=weak.year_strength,
        agreement=how, sources=" ".join(dict.fromkeys(keys_in(f"{f.sources} {g.sources}"))),
        claim=f.claim, reports=f.reports | g.reports, occurrences=f.occurrences | g.occurrences,
    )  # fmt: skip
