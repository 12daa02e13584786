"""Figures of evidence: what dates each report, and what its figures should add up to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .plots import _bars, _drawing, _legend, style

__all__ = ["plot_evidence", "plot_stated"]

_BLUE, _GREEN, _RED = (sns.color_palette("colorblind")[i] for i in (0, 2, 3))
_STRENGTHS: dict[str, tuple[str, dict[str, Any]]] = {
    "printed": ("印出 printed", {"color": _BLUE, "linewidth": 5}),
    "implied": ("可推出 implied", {"color": _GREEN, "linewidth": 2.5}),
    "assumption": ("假设 assumption", {"color": _RED, "linewidth": 2.5, "linestyle": (0, (2, 1.5))}),
}
_OWN, _FREE = "结论 conclusion", "不含假设的结论 without assumptions"


def plot_evidence(evidence: pd.DataFrame, *, years: tuple[int, int], xlabel: str, title: str, source: str) -> Figure:
    """Draw a lane per report: its conclusion as a band of years, and each piece of evidence as a bar over years.

    Parameters
    ----------
    evidence
        Rows of `date_reports` with a column ``label``, the report's name: ``scope`` ``report`` for its conclusion,
        ``without`` for the conclusion without assumptions, ``evidence`` for what it rests on, in the order to be drawn;
        ``quote`` is written beside its bar. An empty end runs to the edge, with an arrow.
    years
        First and last year of the axis.
    xlabel, title, source
        What the axis measures, what is found, and where it comes from with the number of cases.

    Returns
    -------
    Figure
        Closed: show it, or call its ``savefig``.
    """
    lanes = [lane for _, lane in evidence.groupby("label", sort=False)]
    words: list[str] = []
    height = 2.0 + 0.25 * len(evidence[evidence["scope"] != "without"])
    with _drawing(title, source, height, xlabel=xlabel) as (figure, axes):
        for lane in lanes:
            words += _lane(axes, lane, len(words), years)
        axes.set_yticks(range(len(words)), words, fontsize=8.5)
        for label in axes.get_yticklabels():
            if label.get_text() in set(evidence["label"]):
                label.set(fontweight="bold", fontsize=10)
        axes.set_ylim(len(words) - 0.4, -0.6)
        axes.set_xlim(years[0] - 0.5, years[1] + 0.5)
        for word, looks in _STRENGTHS.values():
            axes.plot([], [], label=word, **looks)
    with style():
        _legend(axes, columns=3)
    return figure


def _lane(axes: Axes, lane: pd.DataFrame, top: int, years: tuple[int, int]) -> list[str]:
    """Draw the conclusions on one report behind its evidence; return the words beside its rows."""
    shown = lane[lane["scope"] == "evidence"]
    for scope, shade, label in (("without", "#e6e6e6", _FREE), ("report", "#bcd3e8", _OWN)):
        for low, high in _ends(lane[lane["scope"] == scope], years):
            ends = [low - 0.5, high + 0.5]
            name = "_" if top else label
            axes.fill_between(ends, top - 0.45, top + len(shown) + 0.45, color=shade, linewidth=0, label=name)
    rows: list[Any] = list(shown.itertuples())
    for i, (row, (low, high)) in enumerate(zip(rows, _ends(shown, years), strict=True), top + 1):
        _, looks = _STRENGTHS[row.strength]
        axes.plot([low - 0.4, high + 0.4], [i, i], **looks)
        for end, at, mark in ((row.year_low, low - 0.4, "<"), (row.year_high, high + 0.4, ">")):
            if pd.isna(end):
                axes.plot([at], [i], mark, color=looks["color"], markersize=5)
    return [str(lane["label"].iloc[0]), *("".join(str(quote).split()) for quote in shown["quote"])]


def _ends(rows: pd.DataFrame, years: tuple[int, int]) -> list[tuple[int, int]]:
    ends = rows[["year_low", "year_high"]].astype("Int64")
    lows, highs = ends["year_low"].fillna(years[0]), ends["year_high"].fillna(years[1])
    return [(max(int(low), years[0]), min(int(high), years[1])) for low, high in zip(lows, highs, strict=True)]


def plot_stated(checks: pd.DataFrame, *, xlabel: str, title: str, source: str) -> Figure:
    """Draw what the parts imply against the digits that are stated, one bar a check.

    Parameters
    ----------
    checks
        Columns ``label``, ``verdict``, ``low`` and ``high``: what is implied less what is stated, in half units of the
        last digit stated, so that what is stated lies between -1 and 1. What ``fails`` has another colour.
    xlabel, title, source
        What the axis measures, what is found, and where it comes from with the number of cases.

    Returns
    -------
    Figure
        Closed: show it, or call its ``savefig``.
    """
    failing = checks["verdict"] == "fails"
    with _drawing(title, source, 1.9 + 0.38 * len(checks), xlabel=xlabel) as (figure, axes):
        axes.axvspan(-1, 1, color="#d9d9d9", linewidth=0, label="所述数字 as stated", zorder=0)
        for fails, colour, label in ((False, _BLUE, "推算 implied, agrees"), (True, _RED, "不符 fails")):
            at = np.flatnonzero(failing == fails)
            _bars(axes, at.tolist(), checks.iloc[at], 7, color=colour, label=label)
        axes.set_yticks(range(len(checks)), checks["label"].tolist())
        axes.set_ylim(len(checks) - 0.5, -0.5)
    return figure
