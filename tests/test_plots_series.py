"""Bands along an axis: drawn between their ends, in the order given, missing values as gaps."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from towns_analysis import plots_series

WORDS = {"xlabel": "年份 year", "ylabel": "年均增长 growth, % a year", "title": "增长 growth", "source": "来源 n = 2"}


def bands():
    years = [2007, 2005, 2006]  # in no order
    simen = pd.DataFrame({"group": "simen", "x": years, "low": [1.0, 3.0, np.nan], "high": [2.0, 4.0, np.nan]})
    return pd.concat([simen, pd.DataFrame({"group": "China", "x": years, "low": 5.0, "high": 5.0})], ignore_index=True)


def drawn(figure):
    return {(*line.get_xdata(), *line.get_ydata()) for line in figure.axes[0].lines if len(line.get_xdata())}


def test_both_ends_are_drawn_along_x_and_a_missing_year_is_a_gap():
    found = drawn(plots_series.plot_bands(bands(), **WORDS))
    ends = {tuple(x for x in line if not np.isnan(x)) for line in found}
    assert ends == {(2005, 2006, 2007, 3, 1), (2005, 2006, 2007, 4, 2), (2005, 2006, 2007, 5, 5, 5)}


def test_the_area_between_the_ends_is_filled():
    axes = plots_series.plot_bands(bands().dropna(), **WORDS).axes[0]
    simen, china = (area.get_paths()[0].get_extents() for area in axes.collections)
    assert (simen.y0, simen.y1) == (1, 4)
    assert china.y0 == china.y1 == 5


def test_a_middle_and_a_reference_are_lines_of_their_own():
    given = bands().assign(middle=[1.5, 3.5, np.nan, 5, 5, 5])
    figure = plots_series.plot_bands(given, reference=(9.0, "参照 reference"), **WORDS)
    assert any(line[-1] == 1.5 for line in drawn(figure))
    assert (0, 1, 9, 9) in drawn(figure)
    legend = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    assert legend == ["参照 reference", "泗门镇 Simen", "China"]


def test_groups_differ_in_colour_and_in_dash():
    lines = [line for line in plots_series.plot_bands(bands(), **WORDS).axes[0].lines if line.get_label()[0] != "_"]
    assert len({line.get_color() for line in lines}) == len({line.get_linestyle() for line in lines}) == 2


@pytest.mark.parametrize("years", [[2005, 2006, 2007], [2005.0, 2005.5, 2006.0]])
def test_whole_years_have_whole_ticks(years):
    frame = pd.DataFrame({"group": "a", "x": years, "low": 1.0, "high": 2.0})
    ticks = plots_series.plot_bands(frame, **WORDS).axes[0].get_xticks()
    assert all(tick == round(tick) for tick in ticks) == isinstance(years[0], int)


def test_nothing_is_changed_or_left_open():
    given = bands()
    plots_series.plot_bands(given, **WORDS)
    pd.testing.assert_frame_equal(given, bands())
    assert plt.get_fignums() == []
