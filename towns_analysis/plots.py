"""Figures in one style, with Chinese and English labels that render on any machine."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from .vocabulary import entries

__all__ = ["bilingual", "chinese_font", "plot_counts", "plot_intervals", "style"]

_FAMILY = "Towns Chinese"  # a name of our own, so that a font installed under the real one cannot take its place
# fmt: off
_INSTALLED = ("Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", "Microsoft YaHei", "PingFang SC", "Heiti SC",
              "SimHei")
_ZH = {  # the English is the word itself
    "level": "数值", "growth_rate": "增长率", "change": "增减量", "multiple": "倍数", "share": "份额", "rank": "位次",
    "actual": "实际", "expected": "预计", "planned": "计划", "demand": "需求", "quota": "指标", "claim": "数量",
    "date": "日期", "ordinal": "序号", "name": "名称", "slogan": "口号", "criterion": "标准", "page": "页码",
    "other": "其他",
}
# fmt: on
_GREY = "#595959"


def bilingual(slugs: Iterable[str]) -> list[str]:
    """Label places, indicators, kinds, statuses and roles in both languages; other words stay as they are.

    Examples
    --------
    >>> bilingual(["yuyao", "fiscal_revenue", "multiple", "2011"])
    ['余姚市 Yuyao', '财政收入 fiscal revenue', '倍数 multiple', '2011']
    """
    known = _labels()
    return [known.get(slug, slug) for slug in slugs]


@cache
def _labels() -> dict[str, str]:
    places = {row["place"]: f"{row['zh']} {row['place'].title()}" for row in entries("places")}
    indicators = {row["indicator"]: f"{row['zh']} {row['en']}" for row in entries("indicators")}
    return {word: f"{zh} {word.replace('_', ' ')}" for word, zh in _ZH.items()} | indicators | places


# ---------------------------------------------------------------------------------------------- style


@cache
def chinese_font() -> str:
    """Return the family name of a Chinese font that figures can use, registered in all weights on first use.

    Raises
    ------
    RuntimeError
        The package pylopdf-fonts-zh-cn is not installed, and none of the usual Chinese fonts is.
    """
    manager, font = font_manager.fontManager, _font()
    for weight in (400, 700):  # without an entry of its own, each bold word would log a search
        for slant in ("normal", "italic"):
            manager.ttflist.append(replace(font, name=_FAMILY, weight=weight, style=slant))
    manager.addfont(font.fname)  # also forgets what was looked up before
    return _FAMILY


def _font() -> font_manager.FontEntry:
    try:
        from pylopdf_fonts_zh_cn import sans_path
    except ImportError:
        there = font_manager.fontManager.ttflist
        if found := [entry for name in _INSTALLED for entry in there if entry.name == name]:
            return found[0]
        raise RuntimeError(
            "there is no Chinese font to draw with: `pip install pylopdf-fonts-zh-cn`, or install Noto Sans CJK SC"
        ) from None
    return font_manager.ttfFontProperty(font_manager.get_font(sans_path()))


@contextmanager
def style() -> Iterator[None]:
    """Draw in the project's style inside the block, and leave the settings outside it as they were.

    Examples
    --------
    >>> with style():
    ...     mpl.rcParams["font.family"]
    ['DejaVu Sans', 'Towns Chinese']
    """
    settings: Any = {
        **sns.axes_style("whitegrid"),
        **sns.plotting_context("notebook", font_scale=0.85),
        "grid.color": "#e3e3e3",
        "axes.axisbelow": True,
        "font.family": ["DejaVu Sans", chinese_font()],  # as a list, or no glyph falls back to the second
        "axes.prop_cycle": cycler(color=sns.color_palette("colorblind")),
        "axes.unicode_minus": True,
        "figure.dpi": 144,
        "savefig.dpi": 144,
        "text.parse_math": False,  # a $ beside Chinese would draw boxes
    }
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(settings)
        yield


class _Picture(Figure):
    """A figure that pyplot does not know of, so that a notebook shows it once, and its title as its text."""

    def savefig(self, fname: Any, **kwargs: Any) -> None:
        """Save in the style; the same figure gives the same PNG, for it does not name the software."""
        if str(kwargs.get("format") or fname).lower().endswith("png"):
            kwargs["metadata"] = {"Software": None, **kwargs.get("metadata", {})}
        with style():
            super().savefig(fname, **kwargs)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        png, small = io.BytesIO(), io.BytesIO()
        self.savefig(png, format="png")
        Image.open(png).convert("RGB").quantize(256).save(small, "png", optimize=True)  # a third of the bytes
        return {"image/png": small.getvalue(), "text/plain": f"Figure: {self.get_suptitle()}"}


@contextmanager
def _drawing(title: str, source: str, height: float, **labels: str) -> Iterator[tuple[Figure, Axes]]:
    """Give a figure and its axes, with their labels, to draw on in the style, and finish them at the end."""
    with style():
        figure = _Picture(figsize=(8.5, height), layout="constrained")
        figure.suptitle(title, x=0.01, ha="left", fontsize=13)
        figure.supxlabel(source, x=0.01, ha="left", fontsize=8.5, color=_GREY)
        axes = figure.add_subplot(**labels)
        axes.grid(axis="y", visible=False)
        yield figure, axes
        if shown := len(axes.get_legend_handles_labels()[0]):
            _legend(axes, min(shown, 4))
        sns.despine(ax=axes, left=True, bottom=True)
        axes.tick_params(left=False, bottom=False)
        figure.draw_without_rendering()  # makes the tick labels now, in this style


def _legend(axes: Axes, columns: int) -> None:
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, frameon=False, fontsize=9, borderpad=0)


def _colours(names: Collection[Any]) -> dict[Any, Any]:
    return dict(zip(names, sns.color_palette("colorblind", len(names)), strict=True))


def _bars(axes: Axes, at: list[Any], rows: pd.DataFrame, width: float, **looks: Any) -> None:
    """Draw intervals with their ends marked, or a narrow one could not be seen."""
    low, high = rows["low"], rows["high"]
    axes.hlines(at, low, high, linewidth=width, **looks)
    axes.plot([*low, *high], at + at, "|", color=looks["color"], markersize=width + 5, markeredgewidth=2)


# ---------------------------------------------------------------------------------------------- figures


def plot_counts(counts: pd.DataFrame, *, xlabel: str, title: str, source: str) -> Figure:
    """Draw counts as stacked bars, one bar a row and one colour a column.

    Parameters
    ----------
    counts
        Counts by slugs or labels; the first row is drawn on top.
    xlabel, title, source
        What is counted, what is found, and where it comes from with the number of cases.

    Returns
    -------
    Figure
        Closed: show it, or call its ``savefig``.
    """
    with _drawing(title, source, 2.1 + 0.45 * len(counts), xlabel=xlabel) as (figure, axes):
        left = pd.Series(0.0, index=counts.index)
        for name, colour in _colours(counts.columns).items():
            label = bilingual([str(name)])[0]
            bars = axes.barh(range(len(counts)), counts[name], left=left, color=colour, label=label, height=0.7)
            words = [f"{n:.0f}" if n > 0.025 * counts.sum(axis=1).max() else "" for n in counts[name]]
            axes.bar_label(bars, words, label_type="center", color=_ink(colour), fontsize=9)
            left = left + counts[name]
        axes.set_yticks(range(len(counts)), _on_two_lines(counts.index))
        axes.invert_yaxis()
    return figure


def _on_two_lines(slugs: Iterable[str]) -> list[str]:
    return [label.replace(" ", "\n", 1) for label in bilingual(map(str, slugs))]


def _ink(colour: Sequence[float]) -> str:
    red, green, blue = colour[:3]
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.55 else "black"


def plot_intervals(
    intervals: pd.DataFrame, *, xlabel: str, title: str, source: str, reference: tuple[float, str] | None = None
) -> Figure:
    """Draw intervals as bars between their ends.

    Parameters
    ----------
    intervals
        Columns ``label`` (a row of the figure), ``group`` (a colour), ``low``, ``high``; labels may be slugs.
    xlabel, title, source
        What the axis measures with its unit, what is found, and where it comes from with the number of cases.
    reference
        A value to compare with and its label, drawn as a line.

    Returns
    -------
    Figure
        Closed: show it, or call its ``savefig``.
    """
    labels, groups = (list(dict.fromkeys(intervals[column])) for column in ("label", "group"))
    with _drawing(title, source, 1.9 + 0.32 * len(labels) * len(groups), xlabel=xlabel) as (figure, axes):
        if reference is not None:
            axes.axvline(reference[0], color=_GREY, linewidth=1, linestyle="--", label=reference[1], zorder=1)
        for name, colour in _colours(groups).items():
            rows = intervals[intervals["group"] == name]
            offset = (groups.index(name) - (len(groups) - 1) / 2) * 0.6 / len(groups)
            at = [labels.index(label) + offset for label in rows["label"]]
            _bars(axes, at, rows, 8, color=colour, label=bilingual([name])[0])
        axes.set_yticks(range(len(labels)), _on_two_lines(labels))
        axes.set_ylim(len(labels) - 0.5, -0.5)
    return figure
