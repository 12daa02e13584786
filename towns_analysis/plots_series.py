"""Figures of what changes along an axis: bounds by year, curves with the band around them."""

from __future__ import annotations

from itertools import cycle

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from pandas.api.types import is_integer_dtype

from .plots import _GREY, _colours, _drawing, bilingual

__all__ = ["plot_bands"]

_DASHES = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (5, 1.5, 1, 1.5)))  # told apart without colour, too


def plot_bands(
    bands: pd.DataFrame,
    *,
    xlabel: str,
    ylabel: str,
    title: str,
    source: str,
    reference: tuple[float, str] | None = None,
) -> Figure:
    """Draw a band per group, from its low to its high end along x; where the two are equal it is a line.

    Parameters
    ----------
    bands
        Columns ``group`` (a colour and a dash; may be a slug), ``x`` (years, if whole numbers), ``low``, ``high`` and,
        if wanted, ``middle``, a line within the band. A missing value leaves a gap.
    xlabel, ylabel, title, source
        What the axes measure with their units, what is found, and where it comes from with the number of cases.
    reference
        A value of y to compare with and its label, drawn as a line.

    Returns
    -------
    Figure
        Closed: show it, or call its ``savefig``.
    """
    groups = list(dict.fromkeys(bands["group"]))
    with _drawing(title, source, 4.6, xlabel=xlabel, ylabel=ylabel) as (figure, axes):
        axes.grid(axis="y", visible=True)
        if reference is not None:
            axes.axhline(reference[0], color=_GREY, linewidth=1, linestyle="--", label=reference[1], zorder=1)
        for (name, colour), dash in zip(_colours(groups).items(), cycle(_DASHES)):
            rows = bands[bands["group"] == name].sort_values("x")
            axes.fill_between(rows["x"], rows["low"], rows["high"], color=colour, alpha=0.25, linewidth=0)
            for end in ("low", "high"):
                axes.plot(rows["x"], rows[end], color=colour, linewidth=1.2, linestyle=dash)
            if "middle" in rows:
                axes.plot(rows["x"], rows["middle"], color=colour, linewidth=2, linestyle=dash)
            axes.plot([], [], color=colour, linewidth=2, linestyle=dash, label=bilingual([str(name)])[0])
        if is_integer_dtype(bands["x"]):
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    return figure
