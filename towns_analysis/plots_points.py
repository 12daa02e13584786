"""A figure of points in two dimensions: a few with names and intervals among a crowd without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

from .plots import _GREY, _colours, _drawing, bilingual, style

__all__ = ["plot_points"]

_BESIDE = [(dx, dy) for dy in (0, 12, -12, 24, -24, 36, -36) for dx in (9, -9)]  # in typographic points, nearest first


def plot_points(
    points: pd.DataFrame,
    *,
    xlabel: str,
    ylabel: str,
    title: str,
    source: str,
    log: bool = False,
    rays: Mapping[str, float] | None = None,
) -> Figure:
    """Draw one quantity against another, one mark a row; a row with a label has it written beside its mark.

    Parameters
    ----------
    points
        Columns ``group`` (a colour and a marker) and ``label`` (empty for a row of the crowd); for the horizontal axis
        ``x``, or the ends of an interval ``x_low`` and ``x_high``, drawn as a line; ``y`` likewise. The mark stands in
        the middle of its intervals and is no estimate. A group without labels is drawn small and pale. Groups and
        labels may be slugs.
    xlabel, ylabel, title, source
        What each axis measures with its unit, what is found, and where it comes from with the number of cases.
    log
        Whether both axes are logarithmic.
    rays
        Lines y = slope * x, as slopes by label: densities, for people against land.

    Returns
    -------
    Figure
        Closed: show it, or call its ``savefig``.

    Raises
    ------
    ValueError
        A column is missing, a value is missing or infinite, an interval has its low end above its high end, or a value
        on logarithmic axes is not above 0.

    Examples
    --------
    >>> towns = pd.DataFrame({"label": ["甲镇", ""], "group": ["a", "b"], "x": [2, 5], "y_low": [3, 4], "y_high": 5})
    >>> figure = plot_points(towns, xlabel="km²", ylabel="people", title="Two towns", source="n = 2")
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['甲镇']
    """
    (x, x_reach), (y, y_reach) = (_middle(points, axis, log) for axis in "xy")
    groups = points["group"].astype(str).to_numpy()
    names = list(dict.fromkeys(groups))
    with _drawing(title, source, 5.6, xlabel=xlabel, ylabel=ylabel) as (figure, axes):
        axes.grid(axis="y", visible=True)
        if log:
            _logarithmic(axes)
        for (name, colour), marker in zip(_colours(names).items(), cycle("oDs^vP")):
            here = groups == name
            looks: dict[str, Any] = {"markersize": 4, "alpha": 0.45, "zorder": 2}
            if points.loc[here, "label"].any():
                looks = {"markersize": 7, "markeredgecolor": "white", "zorder": 3}
            looks |= {"xerr": x_reach[:, here], "yerr": y_reach[:, here], "label": bilingual([name])[0]}
            axes.errorbar(x[here], y[here], fmt=marker, color=colour, **looks)
        _draw_rays(axes, rays or {}, x)
    with style():
        _write_labels(axes, x, y, bilingual(map(str, points["label"])))
    return figure


def _middle(points: pd.DataFrame, axis: str, log: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the middle of each interval on an axis, and how far it reaches below and above."""
    columns = [axis, axis] if axis in points else [f"{axis}_low", f"{axis}_high"]
    for column in (*columns, "group", "label"):
        if column not in points:
            raise ValueError(f"the points lack the column {column!r}")
    low, high = (points[column].to_numpy(float) for column in columns)
    if not np.isfinite([low, high]).all():
        raise ValueError(f"{columns} hold missing or infinite values: drop those rows, and say how many")
    if (low > high).any():
        raise ValueError(f"an interval has its low end above its high end: {columns}")
    if log and (low <= 0).any():
        raise ValueError(f"logarithmic axes need values above 0, and {columns[0]!r} has others")
    middle = np.sqrt(low) * np.sqrt(high) if log else (low + high) / 2
    return middle, np.maximum([middle - low, high - middle], 0)


def _logarithmic(axes: Axes) -> None:
    axes.loglog()
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
        axis.set_minor_formatter(NullFormatter())


def _draw_rays(axes: Axes, rays: Mapping[str, float], x: np.ndarray) -> None:
    limits = axes.axis()
    for (label, slope), dashes in zip(rays.items(), cycle(["--", ":", "-.", "-"])):
        ends = np.array([x.min(), 2 * x.max()])
        axes.axline(*zip(ends, slope * ends, strict=True), color=_GREY, linewidth=1, linestyle=dashes, label=label)
    axes.axis(limits)


def _write_labels(axes: Axes, x: np.ndarray, y: np.ndarray, labels: Sequence[str]) -> None:
    """Write each label at the nearest place beside its mark where it covers no other and stays inside."""
    taken: list[Any] = []
    for at, label in zip(zip(x, y, strict=True), labels, strict=True):
        if not label:
            continue
        text = axes.annotate(label, at, (0, 0), textcoords="offset points", va="center", fontsize=9, zorder=4)
        text.set(in_layout=False, bbox={"facecolor": "white", "alpha": 0.7, "linewidth": 0, "pad": 0.5})
        for dx, dy in _BESIDE:
            text.set(ha="left" if dx > 0 else "right", position=(dx, dy))
            box = text.get_window_extent()
            if axes.bbox.count_contains(box.corners()) == 4 and not box.count_overlaps(taken):
                break
        taken.append(box)
