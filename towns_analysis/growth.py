"""Growth from what a report states: each figure an interval, each result a bound that holds.

An interval is a pair ``(low, high)``, or a frame with the columns ``low`` and ``high`` and one interval a row. Pairs in
give a pair out. Frames must have the same index, and a pair beside a frame holds for each of its rows.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

__all__ = [
    "annual_growth",
    "bounds",
    "contribution",
    "implied_base",
    "in_words",
    "log_ratio",
    "outward",
    "rounding_interval",
]

Interval = tuple[float, float] | pd.DataFrame
_PRINTED = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WAYS = {"low": ROUND_FLOOR, "high": ROUND_CEILING}
_SLACK = 1e-12  # relative; far above the error of a formula in doubles, far below any digit shown


def bounds(formula: Callable[..., Any], *intervals: Interval) -> Interval:
    """Bound a formula jointly over intervals, by its values at all corners, rounded outward.

    The bound holds if the formula is monotone in each input while the others stand still, and is sharp if the inputs
    vary independently; so a quantity that enters a formula twice is one argument, not two.

    Parameters
    ----------
    formula
        A function of as many numbers as there are intervals, monotone in each.
    intervals
        Pairs or frames.

    Returns
    -------
    pair or DataFrame
        Low and high, in the unit of the formula; both missing where an input is.

    Raises
    ------
    ValueError
        Frames differ in their index, or a low end is above its high end.

    Examples
    --------
    >>> low, high = bounds(lambda output, land: output / land, (155.25, 155.35), (10.25, 10.35))
    >>> round(low, 3), round(high, 3)
    (15.0, 15.156)
    """
    frames = [i for i in intervals if isinstance(i, pd.DataFrame)]
    if any(not frame.index.equals(frames[0].index) for frame in frames):
        raise ValueError("the intervals are for different rows: give all frames the same index, in the same order")
    ends = [(i["low"], i["high"]) if isinstance(i, pd.DataFrame) else i for i in intervals]
    if any(np.any(np.asarray(low) > np.asarray(high)) for low, high in ends):
        raise ValueError("an interval has its low end above its high end")
    corners = np.array(np.broadcast_arrays(*(formula(*corner) for corner in product(*ends))), dtype=float)
    low, high = corners.min(axis=0), corners.max(axis=0)
    low, high = low - _SLACK * abs(low), high + _SLACK * abs(high)
    return pd.DataFrame({"low": low, "high": high}, index=frames[0].index) if frames else (float(low), float(high))


def rounding_interval(claims: pd.DataFrame) -> pd.DataFrame:
    """Return what the printed digits of each claim leave open: half a unit of the last digit, on either side.

    This is the strict reading: 4500元 is 4499.5 to 4500.5, though its zeros may be round. An approximator opens the
    interval by an unstated amount, which is another matter and stays in two columns of its own.

    Parameters
    ----------
    claims
        Rows of claims with ``quote, value, value_low, value_high, bound, destroyed``.

    Returns
    -------
    DataFrame
        By row of `claims`, in the claim's unit: ``low``, ``high`` (missing where the number is not printed in digits or
        is destroyed), ``open_below`` (at_most, approx: the true value may lie below) and ``open_above``.

    Examples
    --------
    >>> import towns_analysis as ta
    >>> rounding_interval(ta.extract_claims("财政收入达到4.22亿元，是96年的15.7倍。")).round(3).values.tolist()
    [[421500000.0, 422500000.0, False, False], [15.65, 15.75, False, False]]
    """
    ends = [_ends(row) for row in claims[["quote", "value", "value_low", "value_high", "destroyed"]].itertuples()]
    frame = pd.DataFrame(ends, index=claims.index, columns=["low", "high"], dtype="float64")
    return frame.assign(
        open_below=claims["bound"].isin(["at_most", "approx"]), open_above=claims["bound"].isin(["at_least", "approx"])
    )


def _ends(row: Any) -> tuple[float, float]:
    printed = _PRINTED.findall(unicodedata.normalize("NFKC", row.quote))
    if row.destroyed or not printed:
        return math.nan, math.nan
    if pd.isna(row.value_low):
        low = high = _half_unit(printed[0], row.value)
    else:
        low, high = _half_unit(printed[0], row.value_low), _half_unit(printed[-1], row.value_high)
    return min(low), max(high)


def _half_unit(printed: str, value: float) -> tuple[float, float]:
    """Return the ends of the printed number, in the unit of its value: exact decimals until the last step."""
    number, stated = Decimal(printed.replace(",", "")), Decimal(repr(float(value)))
    half = Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)
    scale = stated / number if number else Decimal(1)
    return float(stated - half * scale), float(stated + half * scale)


def _check_above(floor: float, interval: Interval, what: str) -> None:
    low = interval["low"].min() if isinstance(interval, pd.DataFrame) else interval[0]
    if low <= floor:
        raise ValueError(f"{what} must be above {floor} throughout, and reaches down to {low:g}")


def implied_base(level: Interval, multiple: Interval) -> Interval:
    """Return what a level was when it is now a multiple of it: level / multiple, in the unit of the level.

    A rate of growth g in percent is the multiple 1 + g/100.

    Examples
    --------
    >>> outward(implied_base((155.25, 155.35), (5.05, 5.15)), 2)
    (30.14, 30.77)
    """
    _check_above(0, multiple, "the multiple")
    return bounds(lambda now, times: now / times, level, multiple)


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


def contribution(level: Interval, growth_pct: Interval, rest_base: Interval) -> Interval:
    """Return the percentage points that a part adds to the growth of its whole.

    That is 100 * (level - base) / (base + rest_base), where the base is level / (1 + growth_pct / 100). As in national
    accounts, the contributions of all parts sum to the growth of the whole.

    Parameters
    ----------
    level, growth_pct
        The part now, and its growth in percent, above -100.
    rest_base
        What the other parts were before, in the unit of the level (`implied_base`).

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


def outward(interval: Interval, digits: int) -> Interval:
    """Round an interval to decimals so that it stays a bound: the low end down, the high end up.

    Examples
    --------
    >>> outward((0.8961, 0.9193), 2)
    (0.89, 0.92)
    """
    if isinstance(interval, pd.DataFrame):
        ends = {end: [_rounded(value, digits, way) for value in interval[end]] for end, way in _WAYS.items()}
        return interval.assign(**ends)
    low, high = (_rounded(value, digits, way) for value, way in zip(interval, _WAYS.values(), strict=True))
    return low, high


def in_words(interval: tuple[float, float], digits: int) -> str:
    """Write an interval, rounded outward, as a sentence needs it.

    Examples
    --------
    >>> in_words((0.8961, 0.9193), 2)
    '0.89 to 0.92'
    """
    low, high = outward(interval, digits)
    return f"{low:,.{digits}f} to {high:,.{digits}f}"


def _rounded(value: float, digits: int, way: str) -> float:
    """Round the shortest decimal of a double; what is infinite or missing stays so."""
    return (
        float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), way)) if math.isfinite(value) else value
    )
