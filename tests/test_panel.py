"""The figure of points, and towns among others (by hand and against statsmodels)."""

import numpy as np
import pandas as pd
import pytest

from towns_analysis.plots_points import plot_points

# ------------------------------------------------------------------------------------------------- the figure of points

WORDS = {"xlabel": "面积 km²", "ylabel": "人口 people", "title": "题目 title", "source": "n = 3"}


def marks():
    return pd.DataFrame(
        {
            "label": ["", "simen", "baita"],
            "group": ["others", "six", "six"],
            "x": [10.0, 20, 20],
            "y_low": [1.0, 2, 2],
            "y_high": [1.0, 8, 2],
        }
    )


def drawn(axes):
    """Return the marks and the ends of the lines of each group."""
    found = {}
    for container in axes.containers:
        line, _, bars = container
        ends = [[segment.tolist() for segment in bar.get_segments()] for bar in bars]
        found[container.get_label()] = (line.get_xydata().tolist(), ends)
    return found


def test_a_mark_stands_in_the_middle_of_its_interval_whose_ends_are_drawn():
    found = drawn(plot_points(marks(), **WORDS).axes[0])
    assert found["others"][0] == [[10, 1]]
    middle, (_, upright) = found["six"]
    assert middle == [[20, 5], [20, 2]]
    assert upright == [[[20, 2], [20, 8]], [[20, 2], [20, 2]]]


def test_on_logarithmic_axes_the_middle_is_geometric():
    axes = plot_points(marks(), **WORDS, log=True, rays={"half": 0.5}).axes[0]
    middle, (_, upright) = drawn(axes)["six"]
    assert middle == [pytest.approx([20, 4]), pytest.approx([20, 2])]  # the root of 2 * 8
    assert np.ravel(upright[0]) == pytest.approx([20, 2, 20, 8])
    assert [axes.get_xscale(), axes.get_yscale()] == ["log", "log"]
    (ray,) = [line for line in axes.lines if line.get_label() == "half"]
    assert [*ray.get_xy1(), *ray.get_xy2()] == pytest.approx([10, 5, 40, 20])


def test_labels_cover_no_other_and_stay_inside():
    points = pd.concat([marks()] + [marks().iloc[1:]] * 3)
    axes = plot_points(points, **WORDS).axes[0]
    boxes = [text.get_window_extent() for text in axes.texts]
    assert [text.get_text() for text in axes.texts] == ["泗门镇 Simen", "白塔镇 Baita"] * 4
    assert all(axes.bbox.count_contains(box.corners()) == 4 for box in boxes)
    assert [box.count_overlaps(boxes) for box in boxes] == [1] * 8  # itself


MISTAKES = {
    "no column": (lambda p: p.drop(columns="y_low"), {}, "lack the column 'y_low'"),
    "no group": (lambda p: p.drop(columns="group"), {}, "lack the column 'group'"),
    "a gap": (lambda p: p.assign(x=[1, np.nan, 2]), {}, "missing or infinite"),
    "ends swapped": (lambda p: p.assign(y_low=9), {}, "low end above its high end"),
    "zero": (lambda p: p.assign(x=[0, 1, 2]), {"log": True}, "above 0"),
}


@pytest.mark.parametrize(("damage", "words", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_the_points_is_named(damage, words, message):
    with pytest.raises(ValueError, match=message):
        plot_points(damage(marks()), **WORDS, **words)


def test_the_points_are_not_changed():
    given = marks()
    plot_points(given, **WORDS)
    pd.testing.assert_frame_equal(given, marks())
