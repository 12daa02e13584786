"""Growth from what a report states: each figure an interval, each result a bound that holds.

An interval is a pair ``(low, high)``, a row with ``low`` and ``high``, or a frame of such rows. Pairs in give a pair
out, rows a row and frames a frame. Frames must have the same index, and a pair or a row beside a frame holds for each
of its rows. The ``claim`` or ``claims`` of rows and frames, keys of claims, become the ``claims`` of what is computed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, cast

import numpy as np
import pandas as pd

from .intervals import Interval, bounds, ends, rounding_interval, sources

__all__ = [
    "annual_growth",
    "bounds",
    "contribution",
    "growth_of_rest",
    "implied_base",
    "in_words",
    "increase",
    "index_ratio",
    "log_ratio",
    "outward",
    "ratio",
    "real_terms",
    "rounding_interval",
    "side_by_side",
    "sources",
    "verdict",
]

_EXACT = 1e12  # above it, twelve digits are fewer than stand before the point
_WAYS = {"low": ROUND_FLOOR, "high": ROUND_CEILING}


def _check_above(floor: float, interval: Interval, what: str) -> None:
    low = np.min(ends(interval)[0])
    if low <= floor:
        raise ValueError(f"{what} must be above {floor} throughout, and reaches down to {low:g}")


def ratio(part: Interval, whole: Interval, scale: float = 1) -> Interval:
    """Return scale * part / whole, of two quantities that were rounded independently; with a scale of 100 in percent.

    Examples
    --------
    >>> outward(ratio((2.975, 2.985), (4.375, 4.385), 100), 1)  # done, of what was planned
    (67.8, 68.3)
    """
    _check_above(0, whole, "what is divided by")
    return bounds(lambda one, other: scale * one / other, part, whole)


def implied_base(level: Interval, multiple: Interval) -> Interval:
    """Return what a level was when it is now a multiple of it: level / multiple, in the unit of the level.

    A rate of growth g in percent is the multiple 1 + g/100.

    Examples
    --------
    >>> outward(implied_base((155.25, 155.35), (5.05, 5.15)), 2)
    (30.14, 30.77)
    """
    return ratio(level, multiple)


def log_ratio(multiple: Interval, base_multiple: Interval) -> Interval:
    """Return the growth of one quantity against another over the same years: ln(multiple) / ln(base_multiple).

    Without unit, and without the number of years: both rates of growth are ln(multiple) / years, so that the years
    cancel. Above 1 the first grew faster. It is an arc elasticity between two moments, not an estimated one.

    Parameters
    ----------
    multiple, base_multiple
        Value now over value then, both above 0; the second above 1 throughout, for against no growth there is no ratio.

    Examples
    --------
    >>> outward(log_ratio((15.65, 15.75), (5.05, 5.15)), 3)
    (1.678, 1.703)
    """
    _check_above(0, multiple, "the multiple")
    _check_above(1, base_multiple, "the multiple it is compared with")
    return bounds(lambda one, other: np.log(one) / np.log(other), multiple, base_multiple)


def annual_growth(multiple: Interval, years: Interval) -> Interval:
    """Return the compound annual growth rate: 100 * (multiple ** (1 / years) - 1), in percent a year.

    Parameters
    ----------
    multiple
        Value now over value then, above 0.
    years
        Years between the two, above 0; an interval where the end year is one.

    Examples
    --------
    >>> outward(annual_growth((5.05, 5.15), (10, 14)), 1)
    (12.2, 17.9)
    """
    _check_above(0, multiple, "the multiple")
    _check_above(0, years, "the number of years")
    return bounds(lambda times, span: 100 * (times ** (1 / span) - 1), multiple, years)


def index_ratio(series: pd.Series, start: int, ends: Sequence[int], digits: int) -> pd.DataFrame:
    """Return how many times its value of a start year a published series by year reaches in each end year.

    The series is of positive values, each rounded to `digits` decimals; what was lost in chaining an index is not seen.

    Examples
    --------
    >>> outward(index_ratio(pd.Series({1996: 62.63, 2010: 78.06}), 1996, [2010], digits=2), 4).values.tolist()
    [[1.2461, 1.2466]]
    """
    known = series.dropna()
    if missing := [year for year in (start, *ends) if year not in known.index]:
        raise ValueError(f"the series has no value for {missing[0]}: it covers {known.index.min()}-{known.index.max()}")
    half, now = 0.5 * 10.0**-digits, known.loc[list(ends)]
    found = ratio(pd.DataFrame({"low": now - half, "high": now + half}), (known[start] - half, known[start] + half))
    return cast("pd.DataFrame", found)


def real_terms(multiple: Interval, prices: Interval) -> Interval:
    """Return what a multiple in current prices is in constant ones: multiple / prices.

    Real only if the multiple is nominal and its own prices moved as `prices` did, the multiple of a price index over
    the same years (`index_ratio`). A rate of growth g in percent is the multiple 1 + g/100.

    Examples
    --------
    >>> outward(real_terms((1.045, 1.055), (1.05545, 1.05555)), 3)
    (0.99, 1.0)
    """
    return ratio(multiple, prices)


def increase(level: Interval, growth_pct: Interval) -> Interval:
    """Return by how much a level rose when it grew by a rate in percent: level - level / (1 + rate / 100), in its unit.

    Examples
    --------
    >>> outward(increase((9.505, 9.515), (48.5, 49.5)), 2)
    (3.1, 3.16)
    """
    _check_above(-100, growth_pct, "the growth in percent")
    return bounds(lambda now, rate: now - now / (1 + rate / 100), level, growth_pct)


def contribution(level: Interval, growth_pct: Interval, rest_base: Interval) -> Interval:
    """Return the percentage points that a part adds to the growth of its whole.

    That is 100 * (level - base) / (base + rest_base), where the base is level / (1 + growth_pct / 100), the growth in
    percent is above -100, and `rest_base` is what the other parts were before (`implied_base`). Contributions sum to
    the growth of the whole, as in national accounts; Chinese yearbooks call one 拉动, and its share of the sum 贡献率.

    Examples
    --------
    >>> outward(contribution((17.445, 17.455), (29.5, 30.5), (1.74, 1.75)), 1)
    (26.1, 27.0)
    """

    def formula(now: Any, growth: Any, rest: Any) -> Any:
        base = now / (1 + growth / 100)
        return 100 * (now - base) / (base + rest)

    _check_above(-100, growth_pct, "the growth in percent")
    return bounds(formula, level, growth_pct, rest_base)


def growth_of_rest(whole: Interval, whole_pct: Interval, part: Interval, part_pct: Interval) -> Interval:
    """Return the growth in percent of what is left of a whole without a part, from the levels and growth of both.

    That is 100 * ((whole - part) / (whole / (1 + whole_pct / 100) - part / (1 + part_pct / 100)) - 1). Both must count
    the same things in both years, and the part be less than the whole in each.

    Examples
    --------
    >>> outward(growth_of_rest((17.445, 17.455), (29.5, 30.5), (9.505, 9.515), (48.5, 49.5)), 1)
    (11.5, 14.0)
    """

    def before(all_: Any, all_rate: Any, some: Any, some_rate: Any) -> Any:
        return all_ / (1 + all_rate / 100) - some / (1 + some_rate / 100)

    def formula(all_: Any, all_rate: Any, some: Any, some_rate: Any) -> Any:
        return 100 * ((all_ - some) / before(all_, all_rate, some, some_rate) - 1)

    for rate in (whole_pct, part_pct):
        _check_above(-100, rate, "the growth in percent")
    _check_above(0, bounds(lambda all_, some: all_ - some, whole, part), "the whole less the part")
    _check_above(0, bounds(before, whole, whole_pct, part, part_pct), "the whole less the part, a year ago,")
    return bounds(formula, whole, whole_pct, part, part_pct)


def verdict(one: Interval, other: Interval) -> pd.Series | str:
    """Say, for frames row by row, whether one interval lies ``above`` or ``below`` another, or one ``cannot tell``.

    Examples
    --------
    >>> verdict(pd.DataFrame({"low": [19.7, 12.2], "high": [20.0, 12.5]}, index=[2005, 2010]), (11.2, 13.3)).to_dict()
    {2005: 'above', 2010: 'cannot tell'}
    """
    difference = bounds(lambda first, second: first - second, one, other)
    low, high = ends(difference)
    sides = np.select([low > 0, high < 0], ["above", "below"], "cannot tell")
    return pd.Series(sides, difference.index, name="verdict") if isinstance(difference, pd.DataFrame) else str(sides)


def outward(interval: Interval, digits: int) -> Interval:
    """Round an interval to decimals so that it stays a bound: the low end down, the high end up.

    Examples
    --------
    >>> outward((0.8961, 0.9193), 2)
    (0.89, 0.92)
    """
    if isinstance(interval, pd.DataFrame):
        return interval.assign(**{end: [_rounded(v, digits, way) for v in interval[end]] for end, way in _WAYS.items()})
    low, high = (_rounded(value, digits, way) for value, way in zip(ends(interval), _WAYS.values(), strict=True))
    return pd.Series({**interval, "low": low, "high": high}) if isinstance(interval, pd.Series) else (low, high)


def in_words(interval: Interval, digits: int) -> Any:
    """Write an interval, rounded outward, as a sentence needs it; a frame as a column of such words.

    Examples
    --------
    >>> in_words((0.8961, 0.9193), 2)
    '0.89 to 0.92'
    """
    low, high = ends(outward(interval, digits))
    number = f"{{:,.{digits}f}}".format
    if isinstance(interval, pd.DataFrame):
        return (low.map(number) + " to " + high.map(number)).where(low.notna() & high.notna(), "")
    return f"{number(low)} to {number(high)}"


def side_by_side(intervals: Mapping[str, pd.DataFrame], digits: int) -> pd.DataFrame:
    """Write frames of intervals in words, a column each, and beside them the claims that each row rests on.

    Rows that a frame does not have are empty.

    Examples
    --------
    >>> land = pd.DataFrame({"low": [2.05], "high": [2.15], "claims": ["a:1-2"]}, index=["then"])
    >>> side_by_side({"km²": land}, 1).loc["then"].to_dict()
    {'km²': '2.0 to 2.2', 'claims': 'a:1-2'}
    """
    words = pd.DataFrame({name: in_words(frame, digits) for name, frame in intervals.items()}).fillna("")
    return words.assign(claims=sources(*(frame.reindex(words.index) for frame in intervals.values())))


def _rounded(value: float, digits: int, way: str) -> float:
    """Round a double, free of the noise of its last digits; what is infinite or missing stays so."""
    if not math.isfinite(value):
        return value
    exact = Decimal(f"{value:.12g}" if abs(value) < _EXACT else repr(float(value)))
    return float(exact.quantize(Decimal(1).scaleb(-digits), way))
