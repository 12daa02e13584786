"""Numbers as printed are intervals: what their digits leave open, and what a formula makes of it.

An interval is a pair ``(low, high)``, a row with ``low`` and ``high``, or a frame of such rows. Pairs in give a pair
out, rows a row and frames a frame. Frames must have the same index, and a pair or a row beside a frame holds for each
of its rows. What rows and frames have as ``claim`` or ``claims``, the keys of the claims they rest on, goes into all
that is computed from them as ``claims``, so that a result leads back to its sentences.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Context, Decimal
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from .reading.numerals import ARABIC, parse_number
from .schema import keys_in

__all__ = ["Interval", "bounds", "ends", "exact_value", "rounding_interval", "sources"]

Interval = tuple[float, float] | pd.Series | pd.DataFrame
_COUNTED = {"count", "person", "household", "visit", "rank"}
_NUMERAL = re.compile(ARABIC)
_RUN = re.compile(r"(\d+)(?:\.(\d+))?([十百千万亿]*)")
_FRACTION = re.compile(r"\d/\d|分之|[半成]")
_SLACK = 1e-12  # relative; far above the error of a formula in doubles, far below any digit shown
_STATED = Context(prec=12)  # 164.8亿 as a double is 16480000000.000002


def bounds(formula: Callable[..., Any], *intervals: Interval) -> Interval:
    """Bound a formula jointly over intervals, by its values at all corners, rounded outward.

    The bound holds if the formula is monotone in each input while the others stand still, and is sharp if the inputs
    vary independently; so a quantity that enters a formula twice is one argument, not two.

    Parameters
    ----------
    formula
        A function of as many numbers as there are intervals, monotone in each.
    intervals
        Pairs, rows or frames.

    Returns
    -------
    pair, Series or DataFrame
        Low and high, in the unit of the formula, both missing where an input is; of rows and frames also ``claims``
        where any of them names its own.

    Raises
    ------
    ValueError
        Frames differ in their index, or a low end is above its high end.

    Examples
    --------
    >>> low, high = bounds(lambda output, land: output / land, (155.25, 155.35), (10.25, 10.35))
    >>> round(low, 3), round(high, 3)
    (15.0, 15.156)
    >>> output = pd.Series({"low": 155.25, "high": 155.35, "claims": "yuyao:2178-2185"})
    >>> bounds(lambda output, land: output / land, output, (10.25, 10.35))["claims"]
    'yuyao:2178-2185'
    """
    frames = [i for i in intervals if isinstance(i, pd.DataFrame)]
    if any(not frame.index.equals(frames[0].index) for frame in frames):
        raise ValueError("the intervals are for different rows: give all frames the same index, in the same order")
    pairs = [ends(interval) for interval in intervals]
    if any(np.any(np.asarray(low) > np.asarray(high)) for low, high in pairs):
        raise ValueError("an interval has its low end above its high end")
    with np.errstate(divide="ignore", invalid="ignore"):  # an end may be infinite, or 0 below a fraction
        corners = np.array(np.broadcast_arrays(*(formula(*corner) for corner in product(*pairs))), dtype=float)
    low, high = corners.min(axis=0), corners.max(axis=0)
    found = {"low": low - _SLACK * abs(low), "high": high + _SLACK * abs(high)}
    if not any(isinstance(interval, pd.Series | pd.DataFrame) for interval in intervals):
        return float(found["low"]), float(found["high"])
    if any(_keys(interval) is not None for interval in intervals):
        found["claims"] = sources(*intervals)
    return pd.DataFrame(found, index=frames[0].index) if frames else pd.Series(found)


def ends(interval: Interval) -> tuple[Any, Any]:
    """Return low and high of an interval: two numbers, or two columns of a frame."""
    if isinstance(interval, pd.Series | pd.DataFrame):
        return interval["low"], interval["high"]
    low, high = interval
    return low, high


def sources(*intervals: Interval) -> Any:
    """Return the keys of the claims that intervals rest on, each once: a text, or one for each row of frames.

    Examples
    --------
    >>> sources(pd.DataFrame({"claims": ["a:1-2", "a:5-7 a:1-2"]}), pd.Series({"claims": "a:1-2"})).tolist()
    ['a:1-2', 'a:5-7 a:1-2']
    """
    texts = [text for text in map(_keys, intervals) if text is not None]
    columns = [text for text in texts if isinstance(text, pd.Series)]
    if not columns:
        return _each_once(texts)
    index = columns[0].index
    rows = zip(*(text if isinstance(text, pd.Series) else [text] * len(index) for text in texts), strict=True)
    return pd.Series([_each_once(row) for row in rows], index, name="claims", dtype="str")


def _keys(interval: Interval) -> Any:
    return interval.get("claims", interval.get("claim")) if isinstance(interval, pd.Series | pd.DataFrame) else None


def _each_once(texts: Iterable[Any]) -> str:
    return " ".join(dict.fromkeys(keys_in(" ".join(text for text in texts if isinstance(text, str)))))


def exact_value(value: float) -> Decimal:
    """Return the decimal that a stated value was printed as, free of the error of its double.

    Examples
    --------
    >>> exact_value(164.8 * 1e8)
    Decimal('16480000000.0')
    """
    return _STATED.create_decimal_from_float(float(value))


def rounding_interval(claims: pd.DataFrame, *, lenient: bool = False) -> pd.DataFrame:
    """Return what the printed digits of each claim leave open: half a unit of the last digit, on either side.

    A count without 万 or 亿 is exact, and so is a bare 0 (降至0). An approximator opens the interval by an unstated
    amount, which is another matter and stays in two columns of its own.

    Parameters
    ----------
    claims
        Rows of claims with ``quote, value, value_low, value_high, unit, bound, destroyed``.
    lenient
        Whether trailing zeros of an integer may be insignificant: 4500元 is 4499.5 to 4500.5, and 4450 to 4550 on
        the lenient reading.

    Returns
    -------
    DataFrame
        By row of `claims`, in the claim's unit: ``low``, ``high`` (missing where the number is destroyed, a fraction
        such as 三分之一, or a measure in Chinese numerals), ``open_below`` (at_most, approx: the true value may lie
        below) and ``open_above``.

    Examples
    --------
    >>> import towns_analysis as ta
    >>> rounding_interval(ta.extract_claims("财政收入达到4.22亿元，是96年的15.7倍。")).round(3).values.tolist()
    [[421500000.0, 422500000.0, False, False], [15.65, 15.75, False, False]]
    """
    rows = claims[["quote", "value", "value_low", "value_high", "unit", "destroyed"]].itertuples(index=False)
    frame = pd.DataFrame([_ends(row, lenient) for row in rows], index=claims.index, columns=["low", "high"])
    bound = claims["bound"]
    return frame.astype("float64").assign(
        open_below=bound.isin(["at_most", "approx"]), open_above=bound.isin(["at_least", "approx"])
    )


def _ends(row: Any, lenient: bool) -> tuple[float, float]:
    quote = unicodedata.normalize("NFKC", "".join(row.quote.split())).replace(",", "")
    if row.destroyed or _FRACTION.search(quote):
        return math.nan, math.nan
    if pd.isna(row.value_low):
        return _around(quote, row.value, row.unit, lenient)
    printed = re.findall(r"\d+(?:\.\d+)?", quote)
    if len(printed) < 2:
        return math.nan, math.nan
    low, high = (_around(p, v, "", lenient) for p, v in ((printed[0], row.value_low), (printed[-1], row.value_high)))
    return low[0], high[1]


def _around(quote: str, value: float, unit: str, lenient: bool) -> tuple[float, float]:
    """Return the ends of one printed number, in the unit of its value: exact decimals until the last step."""
    numeral = _NUMERAL.search(quote)
    stated = exact_value(value)
    if numeral is None and unit not in _COUNTED:
        return math.nan, math.nan
    printed = numeral[0] if numeral else str(abs(int(value)))
    *_, (whole, decimals, times) = _RUN.findall(printed)
    zeros = 0 if decimals or not lenient else len(whole) - len(whole.rstrip("0"))
    step = Decimal(10) ** (zeros - len(decimals)) * Decimal((parse_number(times) if times else None) or 1)
    if total := parse_number(printed):
        step *= _STATED.divide(abs(stated), exact_value(total))
    exact = (unit in _COUNTED and step <= 1) or (unit == "percent" and quote == "0")  # 降至0: nothing is left
    half = Decimal(0) if exact else step / 2
    return float(stated - half), float(stated + half)
