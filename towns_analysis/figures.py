"""The figures of a report as its arithmetic needs them: exact values, intervals, and the words around."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd

from .intervals import exact_value, rounding_interval
from .reports import Report
from .text import plain_text

__all__ = ["FROM", "Figure", "Relation", "averaged", "figures", "same_head", "summed"]

FROM = re.compile(r"[由从][^，。；]*$")  # what a figure has before it that something grows from
_END = re.compile("[。！？\n]")
_AVERAGED = re.compile("年均|平均|递增|每年|可比|同口径|剔除|扣除|不变价|增加值")


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A claim with what relations need: its exact value, its interval on both readings, the words around it."""

    row: Any
    value: Decimal
    strict: tuple[float, float]
    lenient: tuple[float, float]
    at: int
    sentence: int
    line: int
    before: str  # since the claim before it, or the beginning of the sentence
    lead: str  # since the beginning of the sentence

    @property
    def kin(self) -> tuple[Any, ...]:
        """What figures that can be added have in common."""
        return self.row.unit, self.row.kind, self.row.status

    @property
    def level(self) -> bool:
        """Whether it is an amount, which can have parts."""
        return self.row.kind == "level" and self.row.unit not in ("percent", "times", "rank", "year", "month", "day")

    def measures(self, name: str) -> bool:
        """Whether a name is its indicator, or a pattern that its subject has."""
        return self.row.indicator == name or re.search(name, self.row.subject) is not None


@dataclass(frozen=True, slots=True)
class Relation:
    """What must agree: the figure `stated` with a formula of `parts`.

    `sense` is ``=``, ``<=`` (the formula is not above what is stated) or empty (nothing to compare with). `certain`:
    a clear miss is an error of the report, not a list that need not be complete or a reading that may be wrong.
    `inner`: by part, the figures that stand within it and may have been mistaken for it.
    """

    name: str
    stated: Figure
    parts: tuple[Figure, ...]
    formula: Callable[..., Any]
    words: str
    sense: str = "="
    certain: bool = True
    unit: str = ""
    inner: Mapping[Figure, Sequence[Figure]] = field(default_factory=dict)

    @property
    def members(self) -> tuple[Figure, ...]:
        """Every figure that takes part, what is stated first."""
        return self.stated, *self.parts

    @property
    def point(self) -> Decimal:
        """What the formula gives for the figures as printed."""
        return Decimal(self.formula(*(p.value for p in self.parts)))


def figures(claims: pd.DataFrame, report: Report | None) -> tuple[list[Figure], str]:
    """Return the usable claims of one report in text order, and its plain text."""
    rows = list(claims.itertuples(index=False))
    ends = [rounding_interval(claims, lenient=lenient)[["low", "high"]].to_numpy() for lenient in (False, True)]
    spans, text = _placed(rows, report)
    stops = [m.start() for m in _END.finditer(text)]
    lines = [i for i in stops if text[i] == "\n"]
    found, last = [], 0
    for row, (at, to), strict, lenient in zip(rows, spans, *ends, strict=True):
        sentence, line = bisect_right(stops, at), bisect_right(lines, at)
        begin = stops[sentence - 1] + 1 if sentence else 0
        if not row.destroyed and pd.notna(row.value):
            words = text[max(begin, last) : at], text[begin:at]
            found.append(Figure(row, exact_value(row.value), tuple(strict), tuple(lenient), at, sentence, line, *words))
        last = max(last, to)
    return found, text


def _placed(rows: list[Any], report: Report | None) -> tuple[list[tuple[int, int]], str]:
    """Return where the claims stand in the plain text, or in a line each where it is not at hand or not theirs."""
    if report is None or any(pd.isna(r.start) or report.source[int(r.start) : int(r.end)] != r.quote for r in rows):
        return [(2 * i + 1, 2 * i + 1) for i in range(len(rows))], "\n " * len(rows)
    plain = plain_text(report.source, report.start, report.end)
    back = [plain.back(i) for i in range(len(plain.text))]
    return [(bisect_left(back, r.start), bisect_left(back, r.end - 1) + 1) for r in rows], plain.text


def summed(name: str, whole: Figure, parts: Sequence[Figure], certain: bool, **more: Any) -> Relation:
    """Return that parts add up to their whole (total and parts), or that one or together they are not more than it."""
    sense, said = ("=", "stated") if name == "total and parts" else ("<=", "of")
    words = " + ".join(["{}"] * len(parts)) + (" = {implied}" if len(parts) > 1 else "")
    return Relation(
        name, whole, tuple(parts), lambda *values: sum(values), f"{words}, {said} {{stated}}", sense, certain, **more
    )


def averaged(f: Figure) -> bool:
    """Whether a rate is a mean over years, or of something adjusted, which levels as stated do not give."""
    return _AVERAGED.search(f.before) is not None


def same_head(f: Figure, g: Figure) -> bool:
    """Whether two figures bear one indicator, or subjects with one head noun."""
    one, other = f.row, g.row
    return bool((one.indicator == other.indicator != "") or (one.subject[-2:] == other.subject[-2:] != ""))
