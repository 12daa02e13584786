"""What claims say of towns: place, indicator, period, each value in a standard unit with its years and sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any, cast

import pandas as pd

from .details import claim_details, sources_of
from .facts import LEVELS, Dates, Fact, factor_of, from_to, is_from, reconcile, stated_fact, unfit
from .intervals import bounds, rounding_interval
from .reports import Report
from .schema import keys_in
from .vocabulary import indicators

__all__ = ["left_out", "tidy_towns"]

# fmt: off
_NEEDED = {
    "claims": ["claim", "report", "start", "end", "quote", "value", "value_low", "value_high", "unit", "kind",
               "subject", "subject_start", "indicator", "place", "period", "base_period", "status", "bound",
               "destroyed"],
    "dating": ["report", "scope", "start", "quote", "rule", "strength", "year_low", "year_high", "status"],
}
_TEXTS = ["quote", "unit", "kind", "subject", "indicator", "place", "period", "base_period", "status", "bound"]
# fmt: on
_YEAR_BEFORE = re.compile(r"(?:上一?年|去年)(?:度|底|末|同期)?|同期")
_TIMES: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("multiple", "times"): lambda multiple: multiple,
    ("growth_rate", "percent"): lambda growth: 1 + growth / 100,
    ("growth_rate", "times"): lambda growth: 1 + growth,
}
_AVERAGE = re.compile(r"年均|每年|年平均|年递增")

COLUMNS = [f.name for f in fields(Fact)][:19]
_DETAILS = ["price_basis", "growth_base", "months", "scope", "population_basis"]
_TYPES = {
    "months": "Int64",
    "year_low": "Int64",
    "year_high": "Int64",
    "open_below": "bool",
    "open_above": "bool",
    "derived": "bool",
}
_TYPES |= dict.fromkeys(["value", "value_low", "value_high"], "float64")
Reports = str | Report | Iterable[str | Report] | None


def tidy_towns(claims: pd.DataFrame, dating: pd.DataFrame, reports: Reports = None) -> pd.DataFrame:
    """Arrange what claims state, and what they imply of an earlier year, by place, indicator and period.

    Statements of one fact that are compatible become one row; nothing is summed or averaged. `left_out` says of each
    other claim why it is in no row, destroyed ones among them.

    Parameters
    ----------
    claims, dating
        What `extract_claims` and `date_reports` return of the same reports. For a table without assumptions pass
        ``date_reports(..., assumptions=False)`` and keep the rows whose ``year_strength`` is not ``assumption``.
    reports
        What the claims were extracted from; by default the packaged reports, where the quotes are theirs. The text
        tells 增长9% (on the year before) from 年均增长9%; without it, a rate that prints no base implies nothing.

    Returns
    -------
    DataFrame
        ``place``, ``indicator``; ``subject`` as printed, for an indicator may be said of a part or a project;
        ``period`` as printed, in brackets if understood, the base's for a derived row; ``value`` and its strict
        rounding interval ``value_low``, ``value_high`` (or the stated range) in ``unit``, the indicator's own;
        ``open_below`` and ``open_above`` where an approximator opens it further; ``year_low``, ``year_high``;
        ``year_status`` (fixed, interval, open, conflict, destroyed or undated); ``year_from`` (statement: words date
        it; report: nothing does, and it is assumed to be of the report's year); ``year_strength``; ``status`` of the
        claim, never mixed; ``derived`` (a base implied by a level and its multiple, growth or change);
        ``agreement``; ``sources``, ids of claims. Agreement is empty for one statement, ``agree`` for several whose
        digits are compatible (the most precise is shown), ``differ`` for one row between several that are not (no
        value, all ends), and ``several`` where a report says different values under the same words, of parts or of
        two times: then each has its row. ``price_basis``, ``growth_base`` (of a derived row), ``months``, ``scope`` and
        ``population_basis`` are those of `claim_details`; a base that follows from growth at comparable prices is in
        the prices of the level. ``fact`` is the claim that states the fact first, the same where a base is also stated.

    Raises
    ------
    TypeError, ValueError
        An argument is no DataFrame, or lacks a column.

    Examples
    --------
    >>> import towns_analysis as ta
    >>> text = "2010年，全镇财政收入达到4.22亿元，是96年的15.7倍。"
    >>> table = tidy_towns(ta.extract_claims(text), ta.date_reports(text))
    >>> table[["period", "value_high", "year_low", "derived"]].round({"value_high": -3}).values.tolist()
    [['2010年', 422500000.0, 2010, False], ['96年', 26997000.0, 1996, True]]
    """
    facts, _, details = _facts(claims, dating, reports)
    one = _one_fact(facts)
    rows = [[getattr(f, c) for c in COLUMNS] + _said(f, details) + [one[f.sources]] for f in facts]
    return pd.DataFrame(rows, columns=[*COLUMNS, *_DETAILS, "fact"]).astype(_TYPES)


def left_out(claims: pd.DataFrame, dating: pd.DataFrame, reports: Reports = None) -> pd.DataFrame:
    """Return the claims that are in no row of `tidy_towns`, in the order given, with the reason of each.

    Examples
    --------
    >>> import towns_analysis as ta
    >>> text = "工业总产值增长9%。"
    >>> left_out(ta.extract_claims(text), ta.date_reports(text))["reason"].tolist()
    ['growth_rate without the level it leads to']
    """
    _, reasons, _ = _facts(claims, dating, reports)
    return pd.DataFrame(list(reasons.items()), columns=["claim", "reason"], dtype="str")


def _facts(
    claims: pd.DataFrame, dating: pd.DataFrame, reports: Reports
) -> tuple[list[Fact], dict[str, str], dict[str, Any]]:
    for name, frame in (("claims", claims), ("dating", dating)):
        if not isinstance(frame, pd.DataFrame):
            raise TypeError(f"expected the {name} table, a DataFrame, got {type(frame).__name__}")
        if missing := [c for c in _NEEDED[name] if c not in frame.columns]:
            raise ValueError(f"{name} lack the column {missing[0]!r}: pass the whole {name} table")
    claims, texts = claims.fillna(dict.fromkeys(_TEXTS, "")), sources_of(reports)
    said: list[Any] = list(claim_details(claims, reports).itertuples(index=False))
    details = {d.claim: d for d in said}
    rows: list[Any] = list(claims.join(rounding_interval(claims)).itertuples(index=False))
    dates = Dates(dating.fillna({"quote": "", "strength": ""}))
    known = {str(r["indicator"]): r for r in indicators().to_dict("records")}
    reasons = {r.claim: reason for r in rows if (reason := unfit(r, known))}
    stated = [stated_fact(r, dates, known) for r in rows if r.claim not in reasons and r.kind in LEVELS]
    stated = from_to([_of_its_area(f, details[f.sources]) for f in stated])
    derived: list[Fact] = []
    for row in rows:
        if row.claim not in reasons and row.kind not in LEVELS:
            made = _derive(row, stated, dates, texts.get(row.report, ""))
            if isinstance(made, str):
                reasons[row.claim] = made
            else:
                derived.append(made)
    intensive = {name for name, about in known.items() if about["aggregation"] == "intensive"}
    order = {r.claim: i for i, r in enumerate(rows)}
    facts = reconcile(stated, intensive) + reconcile(derived, intensive)
    return (
        sorted(facts, key=lambda f: (order[keys_in(f.sources)[0]], f.derived)),
        {r.claim: reasons[r.claim] for r in rows if r.claim in reasons},
        details,
    )


def _of_its_area(f: Fact, said: Any) -> Fact:
    """Keep a figure of a park, or of the registered, from being one fact with one of another area or population."""
    area = "" if said.scope == "whole" else said.scope
    people = "" if said.population_basis == "total" else said.population_basis
    return replace(f, key=(*f.key[:2], (f.key[2], area, people), *f.key[3:]))


def _said(f: Fact, details: dict[str, Any]) -> list[Any]:
    """Return the details of a row: a base is in the prices of its rate, and of the level's months if year on year."""
    level, rate = details[keys_in(f.sources)[0]], details[f.claim.claim]
    months = level.months if not f.derived or rate.growth_base == "same_period" else pd.NA
    base = rate.growth_base if f.derived else ""
    return [rate.price_basis or level.price_basis, base, months, level.scope, level.population_basis]


def _one_fact(facts: list[Fact]) -> dict[str, str]:
    """Return the first claim of each row by its sources; of a base that is also stated, the claim that states it."""
    one, stated = {f.sources: f.claim.claim for f in facts}, defaultdict[Any, list[Fact]](list)
    for f in facts:
        if not f.derived:
            stated[f.key].append(f)
    for f in facts:
        same = [s for s in stated[f.key] if f.derived and [r.agreement for r in reconcile([s, f], set())] == ["agree"]]
        one[f.sources] = one[same[0].sources] if same else one[f.sources]
    return one


# -------------------------------------------------------------------------------------------- derived rows


def _derive(row: Any, stated: list[Fact], dates: Dates, text: str) -> Fact | str:
    """Return the fact that a multiple, growth rate or change implies of its base, or why it implies none."""
    level = _level(row, stated)
    if level is None:
        return f"{row.kind} without the level it leads to"
    if not row.base_period and any(is_from(f, level) for f in stated):
        return f"{row.kind} from a level that is stated itself"
    base = _base(row, level, dates, text)
    if isinstance(base, str):
        return base
    times, size = _TIMES.get((row.kind, row.unit)), factor_of(row.unit.replace("pp", "percent"), level.unit)
    if pd.isna(row.low) or pd.isna(level.value_low) or (times is None and (row.kind != "change" or size is None)):
        return f"{row.kind} in {row.unit}, of a level in {level.unit}: gives no interval"
    if times and (level.value_low <= 0 or times(row.low) <= 0):
        return f"{row.kind} with a level, or from a base, that may be 0 or less"

    def inverse(now: Any, by: Any) -> Any:
        return now / times(by) if times else now - by * size

    low, high = cast("tuple[float, float]", bounds(inverse, (level.value_low, level.value_high), (row.low, row.high)))
    return replace(
        level, **base, value=inverse(level.value, row.value), value_low=low, value_high=high, derived=True,
        open_below=level.open_below or row.open_above, open_above=level.open_above or row.open_below,
        sources=f"{level.sources} {row.claim}", claim=row,
    )  # fmt: skip


def _level(row: Any, stated: list[Fact]) -> Fact | None:
    """Return the level on the same subject that is printed last before the claim, or first after it."""
    names = "report", "place", "indicator", "subject", "period", "status"
    same = [f for f in stated if all(getattr(f.claim, n) == getattr(row, n) for n in names)]
    if pd.isna(row.start):
        return same[0] if len(same) == 1 else None
    same = [f for f in same if pd.isna(row.subject_start) or f.claim.subject_start == row.subject_start]
    before = [f for f in same if f.claim.start < row.start]
    return before[-1] if before else same[0] if same else None


def _base(row: Any, level: Fact, dates: Dates, text: str) -> dict[str, Any] | str:
    """Return the period and years of what a claim compares with, or why nothing can be said of it."""
    words, known = row.base_period, not pd.isna(row.start) and text[int(row.start) : int(row.end)] == row.quote
    *_, clause = re.split("[，,。；;]", text[: int(row.start)]) if known else [""]
    year_before = _YEAR_BEFORE.fullmatch("".join(words.split()))
    if _AVERAGE.search(clause + words):
        return "growth_rate that is an average of several years"
    if row.kind == "growth_rate" and not known and not year_before:
        return "growth_rate on a year that is not printed, or far back: may be an average, which the text would tell"
    if words and not year_before:
        at = -1 if pd.isna(row.start) else row.start
        years, span = dates.of(row.report, words, at), dates.span(row.report, words, at)
        if years["year_from"] != "statement":
            return f"{row.kind} on a base that nothing dates: {words}"
        return years | {"period": words, "key": (*level.key[:-1], span)}
    if not words and (row.kind != "growth_rate" or (level.key[-1] and level.year_low != level.year_high)):
        return f"{row.kind} that prints no base"
    ends = {end: None if (year := getattr(level, end)) is None else year - 1 for end in ("year_low", "year_high")}
    before = f"{level.key[-1]} the year before" if level.key[-1] else ""
    strength = level.year_strength if words else "assumption"
    return ends | {"period": words or "(上年)", "key": (*level.key[:-1], before), "year_strength": strength}
