"""The figure of points, and towns among others (by hand and against statsmodels)."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

import towns_analysis as ta
from towns_analysis import panel
from towns_analysis.plots_points import plot_points

# ------------------------------------------------------------------------------------------------------------ the panel


def figures(*rows):
    columns = ["province", "county", "place", "year", "indicator", "value", "value_as_stated", "confidence"]
    return pd.DataFrame(rows, columns=columns)


NAMESAKES = figures(
    ("陕西", "陇县", "城关镇", 2011, "fiscal_revenue_cny", 830_000.0, "财政总收入83万元", "stated"),
    ("河南", "获嘉县", "城关镇", 2011, "resident_population", 57_845.0, "辖区总人口57845人", "approx"),
    ("河南", "获嘉县", "城关镇", 2008, "resident_population", 50_000.0, "2008年底总人口约5万人", "approx"),
    ("河南", "获嘉县", "城关镇", 2011, "built_up_area_km2", 2.2, "建成区220公顷", "stated"),
)


def test_towns_of_one_name_in_different_counties_stay_apart():
    found = panel.reference_panel(NAMESAKES)
    assert found.index.tolist() == [
        ("河南", "获嘉县", "城关镇", 2008),
        ("河南", "获嘉县", "城关镇", 2011),
        ("陕西", "陇县", "城关镇", 2011),
    ]
    assert found["fiscal_revenue_cny", "value"].isna().tolist() == [True, True, False]  # missing, and not 0


def test_each_figure_keeps_its_digits_its_words_and_its_confidence():
    row = panel.reference_panel(NAMESAKES).loc[("河南", "获嘉县", "城关镇", 2011)]
    # 57,845 people are counted, hence exact; 220 ha are 219.5 to 220.5 ha
    assert row["resident_population"].tolist() == [57_845, 57_845, 57_845, "辖区总人口57845人", "approx"]
    assert row["built_up_area_km2"].tolist() == [
        2.2,
        pytest.approx(2.195),
        pytest.approx(2.205),
        "建成区220公顷",
        "stated",
    ]
    earlier = panel.reference_panel(NAMESAKES).loc[("河南", "获嘉县", "城关镇", 2008), "resident_population"]
    assert earlier[["low", "high"]].tolist() == [45_000, 55_000]  # of 5万, and not of the year


def test_every_cited_figure_is_in_the_panel_once():
    cited = ta.load("reference/towns_elsewhere")
    before = cited.copy()
    found = panel.reference_panel(cited)
    pd.testing.assert_frame_equal(cited, before)
    assert len(found) == 340  # town-years, and 200 towns, as data/reference/README.md says
    assert len(found.index.droplevel("year").unique()) == 200
    long = found.xs("value", axis="columns", level=1).reset_index().melt(found.index.names).dropna()
    key = ["province", "county", "place", "year", "indicator"]
    stated = cited[[*key, "value"]].sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(long[[*key, "value"]].sort_values(key, ignore_index=True), stated)


PANEL_MISTAKES = {
    "no county": (lambda f: f.assign(county=["陇县", None, "获嘉县", "获嘉县"]), "'county'"),
    "no words": (lambda f: f.drop(columns="value_as_stated"), "'value_as_stated'"),
    "twice": (lambda f: pd.concat([f, f.head(1)], ignore_index=True), "stated twice: .*城关镇.*fiscal_revenue_cny"),
    "no number": (lambda f: f.assign(value_as_stated="不详"), "no number in the words stated: '不详'"),
}


@pytest.mark.parametrize(("damage", "message"), PANEL_MISTAKES.values(), ids=PANEL_MISTAKES)
def test_a_figure_that_cannot_be_placed_is_named(damage, message):
    with pytest.raises(ValueError, match=message):
        panel.reference_panel(damage(NAMESAKES))


# ---------------------------------------------------------------------------------------------------------------- ranks


def intervals(*pairs, **columns):
    return pd.DataFrame(pairs, columns=["low", "high"]).assign(**columns)


RANKS = {
    # value, others: best and worst, by counting
    "above all": ((9, 9), [(1, 2), (3, 4)], (1, 1)),
    "below all": ((0, 0), [(1, 2), (3, 4)], (3, 3)),
    "overlapping one": ((3, 5), [(4, 6), (1, 2), (7, 8)], (2, 3)),
    "within a wide one": ((3, 3), [(1, 9)], (1, 2)),
    "a tie is no one above": ((3, 3), [(3, 3), (4, 4)], (2, 2)),
    "touching from above": ((2, 3), [(3, 4)], (1, 2)),
    "alone": ((1, 2), [], (1, 1)),
}


@pytest.mark.parametrize(("value", "others", "expected"), RANKS.values(), ids=RANKS)
def test_ranks_by_counting(value, others, expected):
    (found,) = (
        panel.ranks_among(intervals(value), intervals(*others, confidence="stated"))
        .query("confidence == 'all'")
        .to_numpy()
    )
    assert tuple(found[1:]) == (len(others), *expected)


def test_the_true_rank_is_within_the_ranks_whatever_the_true_values():
    rng = np.random.default_rng(6)
    ends = np.sort(rng.uniform(0, 10, (12, 2)), axis=1)
    found = panel.ranks_among(intervals(ends[0]), intervals(*ends[1:], confidence="approx")).iloc[-1]
    truths = rng.uniform(ends[:, 0], ends[:, 1], (4000, 12))
    ranks = 1 + (truths[:, 1:] > truths[:, :1]).sum(axis=1)
    assert found["best"] <= ranks.min()
    assert ranks.max() <= found["worst"]
    assert found["worst"] - found["best"] < 11  # says something


def test_ranks_are_given_by_confidence_and_a_town_counts_once():
    others = intervals((1, 1), (5, 5), (8, 8), confidence=["stated", "stated", "approx"])
    others.index = pd.MultiIndex.from_tuples(
        [("浙江", "一县", "城关镇"), ("浙江", "一县", "城关镇"), ("浙江", "二县", "城关镇")]
    )
    found = panel.ranks_among(intervals((3, 3)).set_axis(["ours"]), others)
    assert found.index.tolist() == ["ours", "ours"]
    assert found.to_numpy().tolist() == [["stated", 1, 1, 2], ["all", 2, 2, 3]]  # 1 to 5 in one town, 8 in the other


@pytest.mark.parametrize("pair", [(1, np.nan), (2, 1)])
def test_ranks_need_both_ends_in_order(pair):
    good = intervals((1, 2), confidence="stated")
    with pytest.raises(ValueError, match="the values have an end"):
        panel.ranks_among(intervals(pair), good)
    with pytest.raises(ValueError, match="the others have an end"):
        panel.ranks_among(good, intervals(pair, confidence="stated"))


# ----------------------------------------------------------------------------------------------------------- regression


def cases(n=40):
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {"x": rng.normal(10, 1, n), "year": rng.integers(-6, 7, n)}, index=[f"town {i}" for i in range(n)]
    )
    return frame.assign(
        y=0.8 * frame["x"] + 0.1 * frame["year"] + rng.standard_t(3, n), province=["甲", "乙"] * (n // 2)
    )


def design(frame):
    return np.column_stack([np.ones(len(frame)), frame["x"], frame["year"]])


def test_coefficients_and_hc3_errors_are_those_of_the_textbook():
    frame, fit = cases(), panel.robust_ols(cases(), "y", ["x", "year"])
    x, y = design(frame), frame["y"].to_numpy()
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ y
    leverage = np.diag(x @ inverse @ x.T)
    meat = x.T @ np.diag(((y - x @ beta) / (1 - leverage)) ** 2) @ x
    errors = np.sqrt(np.diag(inverse @ meat @ inverse))
    assert fit.params.tolist() == pytest.approx(beta.tolist())
    assert fit.bse.tolist() == pytest.approx(errors.tolist())
    assert fit.conf_int().to_numpy()[1, 1] == pytest.approx(beta[1] + 2.026192 * errors[1], rel=1e-6)  # t, 97.5 %, 37


def test_the_fit_is_that_of_the_formula_of_statsmodels():
    fit = panel.robust_ols(cases(), "y", ["x", "year"])
    theirs = smf.ols("y ~ x + year", cases()).fit(cov_type="HC3", use_t=True)
    assert fit.bse.tolist() == pytest.approx(theirs.bse.tolist())
    assert fit.conf_int().to_numpy().ravel() == pytest.approx(theirs.conf_int().to_numpy().ravel())
    assert fit.rsquared == pytest.approx(theirs.rsquared)


def test_influence_is_what_the_formulas_and_statsmodels_say():
    frame, fit = cases(), panel.robust_ols(cases(), "y", ["x", "year"])
    found = panel.influence(fit)
    x, y = design(frame), frame["y"].to_numpy()
    inverse = np.linalg.inv(x.T @ x)
    leverage, residual = np.diag(x @ inverse @ x.T), y - x @ inverse @ x.T @ y
    variance = residual @ residual / (40 - 3)
    cook = residual**2 * leverage / (3 * variance * (1 - leverage) ** 2)
    assert found["leverage"].tolist() == pytest.approx(leverage.tolist())
    assert found["leverage"].sum() == pytest.approx(3)
    assert found["cooks_distance"].tolist() == pytest.approx(cook.tolist())
    rest = frame.drop(index="town 7")
    refit = smf.ols("y ~ x + year", rest).fit()
    error = np.sqrt(refit.scale * inverse[1, 1])
    assert found.loc["town 7", "dfbetas_x"] == pytest.approx((fit.params["x"] - refit.params["x"]) / error)
    theirs = smf.ols("y ~ x + year", frame).fit().get_influence().summary_frame()
    assert found["dfbetas_year"].tolist() == pytest.approx(theirs["dfb_year"].tolist())


def test_leaving_a_case_out_is_fitting_without_it():
    fit = panel.robust_ols(cases(), "y", ["x", "year"])
    found = panel.leave_one_out(fit)
    assert found.index.tolist() == cases().index.tolist()
    without = smf.ols("y ~ x + year", cases().drop(index="town 7")).fit().params
    assert found.loc["town 7"].tolist() == pytest.approx(without.tolist())


def test_leaving_a_group_out_is_fitting_without_it():
    fit = panel.robust_ols(cases(), "y", ["x", "year"])
    found = panel.leave_one_out(fit, cases()["province"])
    assert found.index.tolist() == ["甲", "乙"]
    without = smf.ols("y ~ x + year", cases().query("province != '甲'")).fit().params
    assert found.loc["甲"].tolist() == pytest.approx(without.tolist())


def test_cases_indexed_by_town_and_year_are_left_out_one_by_one():
    frame = cases().assign(place="镇", n=range(40)).set_index(["province", "place", "n"])
    found = panel.leave_one_out(panel.robust_ols(frame, "y", ["x", "year"]))
    assert found.index.tolist() == frame.index.tolist()
    assert found["x"].tolist() == panel.leave_one_out(panel.robust_ols(cases(), "y", ["x", "year"]))["x"].tolist()


def test_a_coefficient_that_hangs_on_one_case_is_missing_without_it():
    frame = cases().assign(only=[1] + [0] * 39)
    found = panel.leave_one_out(panel.robust_ols(frame, "y", ["x", "only"]))
    assert found.iloc[0].isna().all()
    assert found.iloc[1:].notna().all(axis=None)


FIT_MISTAKES = {
    "29 cases for 3": (lambda f: f.head(29), ["x", "year"], "29 cases are too few for 3 coefficients: it takes 30"),
    "a gap": (lambda f: f.assign(x=f["x"].mask(f["x"] > 10)), ["x"], "gaps or infinite"),
    "log of nothing": (lambda f: f.assign(x=-np.inf), ["x"], "gaps or infinite"),
    "constant": (lambda f: f.assign(year=2011), ["x", "year"], "is constant, or determined"),
    "two of one": (lambda f: f.assign(year=2 * f["x"]), ["x", "year"], "is constant, or determined"),
}


@pytest.mark.parametrize(("damage", "covariates", "message"), FIT_MISTAKES.values(), ids=FIT_MISTAKES)
def test_no_model_is_fitted_that_the_cases_do_not_bear(damage, covariates, message):
    assert panel.robust_ols(cases().head(30), "y", ["x", "year"]).nobs == 30
    with pytest.raises(ValueError, match=message):
        panel.robust_ols(damage(cases()), "y", covariates)


def test_groups_for_other_cases_are_refused():
    fit = panel.robust_ols(cases(), "y", ["x", "year"])
    with pytest.raises(ValueError, match="39 groups for 40 cases"):
        panel.leave_one_out(fit, cases()["province"].head(39))


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
