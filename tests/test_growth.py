"""Bounds on growth, against computations by hand."""

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest

import towns_analysis as ta
from towns_analysis import growth


def frame(*pairs, index=("a", "b")):
    return pd.DataFrame(pairs, columns=["low", "high"], index=list(index))


# ------------------------------------------------------------------------------------- what the printed digits allow


ROUNDED = {
    # text: low, high, open_below, open_above; half a unit of the last printed digit, worked out by hand
    "财政收入4.22亿元": (421_500_000, 422_500_000, False, False),  # half of 0.01 亿
    "财政收入4.20亿元": (419_500_000, 420_500_000, False, False),  # a printed zero counts
    "财政收入4018万元": (40_175_000, 40_185_000, False, False),  # half of 1 万
    "农民人均纯收入4500元": (4499.5, 4500.5, False, False),  # the strict reading
    "城镇化率49%": (48.5, 49.5, False, False),
    "人口自然增长率5.2‰": (0.515, 0.525, False, False),  # in percent
    "工农业总产值下降3.2%": (-3.25, -3.15, False, False),
    "总投资3—5亿元": (250_000_000, 550_000_000, False, False),  # from the low end of the low to the high of the high
    "常住人口近5万": (45_000, 55_000, True, True),
    "外来务工人员2.6万余人": (25_500, 26_500, False, True),
    "人口1,234人": (1234, 1234, False, False),  # a plain count is exact
    "人口１２３人": (123, 123, False, False),  # full width
}


@pytest.mark.parametrize(("text", "expected"), ROUNDED.items(), ids=ROUNDED)
def test_half_a_unit_of_the_last_printed_digit(text, expected):
    claims = ta.extract_claims(text)
    assert len(claims) == 1
    found = growth.rounding_interval(claims).iloc[0].tolist()
    assert found[:2] == pytest.approx(expected[:2], rel=1e-12)
    assert found[2:] == list(expected[2:])


def test_every_value_lies_within_its_own_rounding():
    claims = ta.load("claims").dropna(subset="value")
    found = growth.rounding_interval(claims).dropna()
    stated = claims.loc[found.index, "value"]
    assert len(found) > 100
    assert ((found["low"] <= stated) & (stated <= found["high"])).all()
    counted = claims.loc[found.index, "unit"].isin(["count", "person", "household", "visit", "rank"])
    assert ((found["low"] < stated) & (stated < found["high"]))[~counted].all()


def test_the_claims_are_left_as_they_were():
    claims = ta.load("claims")
    before = claims.copy()
    growth.rounding_interval(claims)
    pd.testing.assert_frame_equal(claims, before)


# ----------------------------------------------------------------------------------------------------------- formulas


def test_log_ratio():
    # Simen: ln 15.65 = 2.750471, ln 5.15 = 1.638997: 1.678143; ln 15.75 = 2.756840, ln 5.05 = 1.619388: 1.702396
    assert growth.log_ratio((15.65, 15.75), (5.05, 5.15)) == pytest.approx((1.678143, 1.702396), abs=1e-6)
    # Liangnong: ln 3.35 = 1.208960, ln 3.855 = 1.349371, 0.895944; ln 3.45 = 1.238374, ln 3.845 = 1.346774, 0.919511
    assert growth.log_ratio((3.35, 3.45), (3.845, 3.855)) == pytest.approx((0.895944, 0.919511), abs=1e-6)


def test_a_decline_against_growth_is_bounded_from_both_sides():
    # ln 0.5 = -0.693147; over ln 2 = 0.693147 it is -1, over ln 4 = 1.386294 it is -0.5
    assert growth.log_ratio((0.5, 0.5), (2, 4)) == pytest.approx((-1, -0.5))


def test_annual_growth():
    # 5.1 times, rounded, over 10 to 14 years: 5.05 ** (1/14) = 1.122626, 5.15 ** (1/10) = 1.178096
    assert growth.annual_growth((5.05, 5.15), (10, 14)) == pytest.approx((12.2626, 17.8096), abs=1e-4)
    assert growth.annual_growth((0.81, 0.81), (2, 2)) == pytest.approx((-10, -10))  # 0.9 squared
    assert growth.annual_growth((4, 4), (1, 2)) == pytest.approx((100, 300))


def test_implied_base():
    # Simen's output in 1996: 155.25 / 5.15 = 30.145631, 155.35 / 5.05 = 30.762376 (亿元)
    assert growth.implied_base((155.25, 155.35), (5.05, 5.15)) == pytest.approx((30.145631, 30.762376), abs=1e-6)


def test_contribution():
    # 130 after 30 % was 100, beside 100 of the rest: 30 of 200 is 15 points
    assert growth.contribution((130, 130), (30, 30), (100, 100)) == pytest.approx((15, 15))
    # growth 25 to 30 %, rest 100 to 120: lowest 130 - 104 = 26 of 104 + 120, highest 30 of 200
    assert growth.contribution((130, 130), (25, 30), (100, 120)) == pytest.approx((100 * 26 / 224, 15))
    # a shrinking part: 90 after -10 % was 100
    assert growth.contribution((90, 90), (-10, -10), (100, 100)) == pytest.approx((-5, -5))


def test_contributions_sum_to_the_growth_of_the_whole():
    # 17.45 after 30 % was 13.423077, 1.88 after 7.8 % was 1.743970; 19.33 / 15.167047 = 1.274473
    part = growth.contribution((17.45, 17.45), (30, 30), (1.743970, 1.743970))
    rest = growth.contribution((1.88, 1.88), (7.8, 7.8), (13.423077, 13.423077))
    assert part[0] + rest[0] == pytest.approx(27.4473, abs=1e-4)


def test_ratio():
    # Jianshe, infrastructure: done 1.5 of 1.5 planned, each rounded on its own: 1.45 / 1.55 to 1.55 / 1.45
    assert growth.ratio((1.45, 1.55), (1.45, 1.55), 100) == pytest.approx((93.548387, 106.896552), abs=1e-6)
    assert growth.ratio((-2, 3), (4, 5)) == pytest.approx((-0.5, 0.75))  # a numerator of either sign


def test_increase():
    # Jianshe, above-scale: 9.51 after 49 %; 9.505 - 9.505 / 1.485 = 3.104327, 9.515 - 9.515 / 1.495 = 3.150452
    assert growth.increase((9.505, 9.515), (48.5, 49.5)) == pytest.approx((3.104327, 3.150452), abs=1e-6)
    assert growth.increase((90, 90), (-10, -10)) == pytest.approx((-10, -10))


def test_growth_of_the_rest():
    # 130 after 30 % was 100, its part 90 after 50 % was 60: the rest went from 40 to 40
    assert growth.growth_of_rest((130, 130), (30, 30), (90, 90), (50, 50)) == pytest.approx((0, 0), abs=1e-9)
    # Mazhu: 160 after 9.5 %, its part 66.5 after 14 %
    low = 100 * ((159.5 - 66.55) / (159.5 / 1.0945 - 66.55 / 1.145) - 1)
    high = 100 * ((160.5 - 66.45) / (160.5 / 1.0955 - 66.45 / 1.135) - 1)
    found = growth.growth_of_rest((159.5, 160.5), (9.45, 9.55), (66.45, 66.55), (13.5, 14.5))
    assert found == pytest.approx((low, high), abs=1e-6)
    assert found == pytest.approx((6.099588, 6.920942), abs=1e-6)


def test_part_and_rest_contribute_what_the_whole_grows():
    # the whole of 100 grows by 30: the part from 60 to 90 adds 30 points, the rest from 40 to 40 none
    part = growth.contribution((90, 90), (50, 50), (40, 40))
    rest_pct = growth.growth_of_rest((130, 130), (30, 30), (90, 90), (50, 50))
    rest = growth.contribution((40, 40), rest_pct, (60, 60))
    assert part[0] + rest[0] == pytest.approx(30)


def test_index_ratio():
    # Consumer prices 62.63 and 78.06, two decimals: 78.055 / 62.635 = 1.246188, 78.065 / 62.625 = 1.246547
    found = growth.index_ratio(pd.Series({1996: 62.63, 2005: 67.53, 2010: 78.06}), 1996, [2010], digits=2)
    assert found.loc[2010].tolist() == pytest.approx([1.246188, 1.246547], abs=1e-6)
    assert found.index.tolist() == [2010]


def test_the_cited_indices_grow_as_their_annual_columns_say():
    # chained afresh from the columns beside them; these are rounded to 2 and 3 decimals, which 14 years carry along
    prices = ta.load("reference/prices").set_index("year")
    cpi = prices.loc[1997:2010, "china_cpi_index_prev_year_100"].div(100).prod()
    deflator = prices.loc[1997:2010, "china_gdp_deflator_change_pct"].div(100).add(1).prod()
    for column, expected in (("derived_cpi_index_2020_100", cpi), ("derived_gdp_deflator_index_2020_100", deflator)):
        low, high = growth.index_ratio(prices[column], 1996, [2010], digits=2).loc[2010]
        assert (low + high) / 2 == pytest.approx(expected, rel=5e-4)


def test_real_terms():
    # 5.05 / 1.246547 = 4.051191, 5.15 / 1.246188 = 4.132603
    assert growth.real_terms((5.05, 5.15), (1.246188, 1.246547)) == pytest.approx((4.051191, 4.132603), abs=1e-5)
    by_year = growth.real_terms((2.0, 2.0), frame((1, 1), (1.25, 1.6)))
    assert by_year.to_numpy() == pytest.approx(np.array([[2, 2], [1.25, 1.6]]))


def test_verdict_is_by_row_and_equality_cannot_be_told():
    one = frame((3, 4), (0, 1), (1, 2), (2, 3), (math.nan, math.nan), index="abcde")
    expected = ["above", "below", "cannot tell", "cannot tell", "cannot tell"]
    assert growth.verdict(one, (2, 2)).tolist() == expected
    assert growth.verdict((2, 2), one).loc[["a", "b", "c"]].tolist() == ["below", "above", "cannot tell"]
    assert growth.verdict(one, frame(*[(2, 2)] * 5, index="abcde")).tolist() == expected
    assert growth.verdict((3, 4), (1, 2)) == "above"


INSIDE = {
    "ratio": (growth.ratio, lambda part, whole: part / whole, [(-1, 2), (0.5, 4)]),
    "real_terms": (growth.real_terms, lambda m, p: m / p, [(1, 2), (0.5, 4)]),
    "increase": (growth.increase, lambda now, g: now - now / (1 + g / 100), [(1, 2), (-20, 30)]),
    "growth_of_rest": (
        growth.growth_of_rest,
        lambda w, g, p, h: 100 * ((w - p) / (w / (1 + g / 100) - p / (1 + h / 100)) - 1),
        [(10, 12), (5, 25), (3, 4), (-10, 60)],  # the part grows now slower, now faster
    ),
    "log_ratio": (growth.log_ratio, lambda m, q: math.log(m) / math.log(q), [(0.5, 3.4), (1.2, 3.9)]),
    "annual_growth": (growth.annual_growth, lambda m, t: 100 * (m ** (1 / t) - 1), [(0.5, 5.1), (3, 14)]),
    "implied_base": (growth.implied_base, lambda level, m: level / m, [(1, 2), (0.5, 4)]),
    "contribution": (
        growth.contribution,
        lambda now, g, rest: 100 * (now - now / (1 + g / 100)) / (now / (1 + g / 100) + rest),
        [(1, 2), (-20, 30), (0.5, 4)],
    ),
}


@pytest.mark.parametrize(("bound", "formula", "box"), INSIDE.values(), ids=INSIDE)
def test_nothing_inside_the_box_is_outside_the_bound(bound, formula, box):
    low, high = bound(*box)
    inside = [formula(*point) for point in product(*(np.linspace(*side, 7) for side in box))]
    assert low < min(inside)
    assert max(inside) < high
    assert (low, high) == pytest.approx((min(inside), max(inside)))  # and the bound is sharp


# ------------------------------------------------------------------------------------------------- frames and mistakes


def test_frames_are_bounded_row_by_row_and_keep_their_index():
    found = growth.implied_base(frame((10, 12), (20, 20)), frame((2, 4), (5, 5)))
    assert found.index.tolist() == ["a", "b"]
    assert found.to_numpy() == pytest.approx(np.array([[2.5, 6], [4, 4]]))


def test_a_pair_holds_for_every_row_of_a_frame():
    found = growth.annual_growth(frame((4, 4), (9, 9)), (2, 2))
    assert found.to_numpy() == pytest.approx(np.array([[100, 100], [200, 200]]))


def test_a_missing_interval_stays_missing():
    found = growth.implied_base(frame((10, 12), (math.nan, math.nan)), (2, 2))
    assert found.loc["a"].tolist() == pytest.approx([5, 6])
    assert found.loc["b"].isna().all()


MISTAKES = {
    "rows differ": (
        lambda: growth.implied_base(frame((1, 2), (1, 2)), frame((1, 2), (1, 2), index="ba")),
        "same index",
    ),
    "ends swapped": (lambda: growth.bounds(abs, (2, 1)), "low end above its high end"),
    "no growth below": (lambda: growth.log_ratio((2, 3), (1, 2)), "compared with must be above 1 throughout"),
    "a part as large as the whole": (
        lambda: growth.growth_of_rest((2, 3), (1, 2), (1, 2), (1, 2)),
        "the whole less the part must be above 0",
    ),
    "a part that was larger than the whole": (
        lambda: growth.growth_of_rest((3, 3), (200, 200), (2, 2), (0, 0)),
        "a year ago, must be above 0",
    ),
    "a year the series lacks": (
        lambda: growth.index_ratio(pd.Series({2022: 1.0, 2023: 2.0, 2024: math.nan}), 2022, [2024], digits=1),
        "no value for 2024: it covers 2022-2023",
    ),
    "divided by nothing": (lambda: growth.ratio((1, 2), (0, 1)), "divided by must be above 0"),
    "a multiple of nothing": (lambda: growth.implied_base((1, 2), frame((0, 1), (1, 2))), "above 0 throughout"),
    "no years": (lambda: growth.annual_growth((1, 2), (0, 3)), "the number of years must be above 0"),
    "a fall to nothing": (
        lambda: growth.contribution((1, 2), (-100, 3), (1, 1)),
        "growth in percent must be above -100",
    ),
}


@pytest.mark.parametrize(("mistake", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named(mistake, message):
    with pytest.raises(ValueError, match=message):
        mistake()


# ------------------------------------------------------------------------------------------------------------ rounding


@pytest.mark.parametrize(
    ("interval", "digits", "expected"),
    [
        ((1.678143, 1.702396), 2, (1.67, 1.71)),
        ((-1.678, -1.671), 2, (-1.68, -1.67)),  # low down and high up, whatever the sign
        ((5.05, 5.15), 2, (5.05, 5.15)),  # what is exact in decimals stays
        ((1.0, math.inf), 1, (1.0, math.inf)),
        ((1234.5, 1235.5), 0, (1234, 1236)),
    ],
)
def test_outward(interval, digits, expected):
    assert growth.outward(interval, digits) == expected


def test_outward_rounds_frames_and_leaves_other_columns():
    given = frame((1.678, 1.702), (math.nan, math.nan)).assign(label=["x", "y"])
    found = growth.outward(given, 1)
    assert found.loc["a"].tolist() == [1.6, 1.8, "x"]
    assert found.loc["b", ["low", "high"]].isna().all()
    assert given.loc["a", "low"] == 1.678


def test_in_words():
    assert growth.in_words((1234.561, 2345.678), 1) == "1,234.5 to 2,345.7"
