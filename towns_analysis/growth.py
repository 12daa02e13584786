"""Growth from what a report states: each figure an interval, each result a bound that holds.

An interval is a pair ``(low, high)``, or a frame with the columns ``low`` and ``high`` and one interval a row. Pairs in
give a pair out. Frames must have the same index, and a pair beside a frame holds for each of its rows.
"""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import numpy as np
import pandas as pd

from .intervals import Interval, bounds, rounding_interval

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

_WAYS = {"low": ROUND_FLOOR, "high": ROUND_CEILING}


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
