"""Judge the arithmetic that a report implies: whether its figures agree with each other."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

import pandas as pd

from .figures import Figure, Relation, figures
from .intervals import bounds
from .relations import other_relations
from .reports import Reports, by_id
from .schema import as_described, whole_table
from .sums import sums

__all__ = ["check_claims"]

_MOST_PARTS = 12  # the corners of more intervals are too many; a list that long is no statement to check
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def check_claims(claims: pd.DataFrame, reports: Reports = None) -> pd.DataFrame:
    """Check the arithmetic that reports imply: totals and parts, growth, shares, counts, plans, coverage.

    Relations are found by rules of the language. Stated numbers are intervals by their printed digits; trailing zeros
    of an integer may be insignificant, and a relation fails only if it fails on that reading too. Checks report; they
    never change a claim. Destroyed values and ranges take part in nothing.

    Parameters
    ----------
    claims
        The claims table, or rows of it.
    reports
        What the claims were extracted from; by default the packaged reports, where the quotes are theirs. Without
        the text of a report only those relations are found that need none (coverage, part and whole by definition).

    Returns
    -------
    DataFrame
        One row per relation in text order: ``relation``, ``report``, ``place``; ``verdict`` (exact, within rounding,
        fails or cannot tell; a relation of order is exact if it holds whatever was rounded); ``stated``;
        ``implied_low`` and ``implied_high``, what the other figures give on the strict reading; ``difference``, stated
        less implied, as printed; ``unit``; ``arithmetic`` in words; ``hypothesis``, a single misreading that would
        repair a failing sum, with how many were tried; ``claims``, the ids of the figures, the total first.

    Raises
    ------
    TypeError, ValueError
        `claims` is no DataFrame, or lacks a column that is needed.

    Examples
    --------
    >>> import towns_analysis as ta
    >>> text = "全镇实现工农业总产值164.8亿元，其中工业总产值160亿元，农业总产值4.9亿元。"
    >>> check_claims(ta.extract_claims(text), text)[["verdict", "arithmetic"]].values.tolist()
    [['within rounding', '160亿元 + 4.9亿元 = 164.9亿元, stated 164.8亿元']]
    """
    known, rows = by_id(reports), []
    for name, own in whole_table("claims", claims).groupby("report", sort=False):
        fs, text = figures(own.sort_values(["start", "end"], kind="stable"), known.get(str(name)))
        found = sorted(chain(sums(fs, text), other_relations(fs)), key=lambda r: r.stated.at)
        rows += [_row(r) for r in found if _usable(r)]
    return as_described("checks", rows)


def _usable(relation: Relation) -> bool:
    """Whether every figure is printed in digits, and the formula has a value."""
    printed = relation.name == "restated" or not any(math.isnan(f.strict[0]) for f in relation.members)
    try:
        return printed and len(relation.parts) <= _MOST_PARTS and relation.point is not None
    except ArithmeticError:
        return False


def _row(relation: Relation) -> tuple[Any, ...]:
    stated, point = relation.stated, relation.point
    difference = stated.value - point
    verdict = _verdict(relation)
    words = relation.words.format(
        *map(_printed, relation.parts),
        stated=_printed(stated),
        implied=_as_printed(point, stated, relation.unit),
        rest=_as_printed(difference, stated, ""),
    )
    what = relation.name, stated.row.report, stated.row.place, verdict
    numbers = float(stated.value), *_implied(relation), float(difference) if relation.sense else math.nan
    hypothesis = _hypothesis(relation) if (verdict, relation.name) == ("fails", "total and parts") else ""
    cited = " ".join(dict.fromkeys(f.row.claim for f in relation.members))
    return *what, *numbers, relation.unit or stated.row.unit, words, hypothesis, cited


def _implied(relation: Relation, lenient: bool = False) -> Any:
    if relation.name == "restated":
        return (float(relation.point),) * 2
    return bounds(relation.formula, *(_part_interval(p, relation, lenient) for p in relation.parts))


def _part_interval(part: Figure, relation: Relation, lenient: bool) -> tuple[float, float]:
    """Read 10.3 in a sum of 22.32 as 10.30: a total to the hundredth was not made from parts known to the tenth."""
    low, high = _interval(part, lenient)
    total = relation.stated.strict
    half = (total[1] - total[0]) / 2
    if relation.name == "total and parts" and "." in part.row.quote and high - low > 2 * half > 0:
        low, high = max(low, float(part.value) - half), min(high, float(part.value) + half)
    return low, high


def _interval(f: Figure, lenient: bool) -> tuple[float, float]:
    """Return what the digits leave open, and without end on the side that an approximator opens."""
    low, high = f.lenient if lenient else f.strict
    below = f.row.bound in ("at_most", "approx")
    above = f.row.bound == "at_least" or (f.row.bound == "approx" and not re.match(".?近", f.row.quote))
    return (-math.inf if below else low), (math.inf if above else high)


def _verdict(relation: Relation) -> str:
    plain = not any(f.row.bound for f in relation.members)
    holds, misses = _compare(relation, lenient=False)
    if relation.sense and (holds or (plain and relation.point == relation.stated.value)):
        return "exact"
    if not relation.sense or misses is None or (misses and not relation.certain):
        return "cannot tell"
    if misses and _compare(relation, lenient=True)[1]:
        return "fails"
    return "within rounding" if plain else "cannot tell"


def _compare(relation: Relation, lenient: bool) -> tuple[bool, bool | None]:
    """Return whether a relation of order holds whatever was rounded, and whether none can hold (None: unknown)."""
    low, high = _implied(relation, lenient)
    least, most = _interval(relation.stated, lenient)
    if math.isnan(low):
        return False, None
    orders = {"<=": (high <= least, low > most), ">=": (low >= most, high < least)}
    return orders.get(relation.sense, (False, low > most or high < least))


# ------------------------------------------------------------------------------------- words


def _printed(f: Figure) -> str:
    return "".join(f.row.quote.split())


def _as_printed(value: Decimal, like: Figure, unit: str) -> str:
    """Write a result as the figure it is compared with is printed: 22.362亿元."""
    quote = unicodedata.normalize("NFKC", _printed(like)).replace(",", "")
    printed = _DIGITS.search(quote)
    if printed is not None and _DIGITS.search(quote, printed.end()):  # 3亿2456万元 - 1820万元 = 306360000 CNY
        unit = unit or like.row.unit
    if unit or printed is None or not like.value or not Decimal(printed[0]):
        return f"{_short(value)} {unit}".rstrip()
    return _short(value * Decimal(printed[0]) / abs(like.value)) + quote[printed.end() :]


def _short(value: Decimal) -> str:
    return f"{round(value, 4).normalize():f}"


# ------------------------------------------------------------------------------------- hypotheses


def _hypothesis(relation: Relation) -> str:
    """Return the single misreading that repairs a failing sum exactly, and among how many it was found."""
    gap = relation.stated.value - relation.point
    tried = list(_misreadings(relation))
    repairs = [words for f, value, words in tried if value - f.value == (-gap if f is relation.stated else gap)]
    return f"{'; or '.join(repairs)} ({len(repairs)} of {len(tried)} single misreadings tried)" if repairs else ""


def _misreadings(relation: Relation) -> Iterator[tuple[Figure, Decimal, str]]:
    """Yield each single misreading: the figure misread, its other value, and the words."""
    for f in relation.members:
        quote = _printed(f)
        for swapped in _swaps(quote):
            number, other = (Decimal(_DIGITS.search(q)[0].replace(",", "")) for q in (quote, swapped))  # type: ignore[index]
            yield f, f.value * other / number, f"{quote} for {swapped}: two digits swapped"
        for part in relation.inner.get(f, ()):
            yield f, part.value, f"{quote} for {_printed(part)}: the part used for the whole"


def _swaps(quote: str) -> Iterator[str]:
    """Yield a quote with each two digits that follow each other exchanged, where they differ."""
    for m in re.finditer(r"(?=(\d)(\D*)((?!\1)\d))", quote):
        yield quote[: m.start()] + m[3] + m[2] + m[1] + quote[m.end(3) :]
