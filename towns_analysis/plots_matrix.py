"""A figure of a matrix: how often something was found, and where nothing could have been."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from .plots import _GREY, _drawing, _ink, _on_two_lines, bilingual

__all__ = ["plot_matrix"]

_MISSING = "×"


def plot_matrix(counts: pd.DataFrame, *, xlabel: str, title: str, source: str) -> Figure:
    """Draw counts as a matrix of shaded cells; a missing count has its own mark, for it is not zero.

    Parameters
    ----------
    counts
        Whole numbers by slugs or labels, the first row on top; NaN where nothing could be counted.
    xlabel, title, source
        What is counted, what is found, and where it comes from with the number of cases.

    Returns
    -------
    Figure
        Closed: show it, or call its ``savefig``.
    """
    most = int(max(counts.max().max(), 1))
    shades = [(1.0, 1.0, 1.0), *sns.color_palette("Blues", most)]
    xlabel = f"{xlabel}  ({_MISSING} 缺失 missing, 空白 blank: 0)"
    with _drawing(title, source, 3.2 + 0.42 * len(counts), xlabel=xlabel) as (figure, axes):
        axes.grid(visible=False)
        axes.imshow(counts.fillna(0).to_numpy(), cmap=ListedColormap(shades), vmin=-0.5, vmax=most + 0.5, aspect="auto")
        for i, row in enumerate(counts.itertuples(index=False)):
            for j, count in enumerate(row):
                missing = pd.isna(count)
                colour = _GREY if missing else _ink(shades[int(count)])
                words = _MISSING if missing else f"{count:.0f}" if count else ""
                axes.text(j, i, words, ha="center", va="center", color=colour)
        for edges, line in ((len(counts), axes.axhline), (len(counts.columns), axes.axvline)):
            for edge in range(edges + 1):
                line(edge - 0.5, color="#e3e3e3", linewidth=1)
        axes.set_yticks(range(len(counts)), _on_two_lines(counts.index))
        axes.set_xticks(range(len(counts.columns)), bilingual(map(str, counts)), rotation=40, ha="right")
    return figure
