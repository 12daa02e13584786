"""Numbers as printed are intervals."""

import math

import pandas as pd
import pytest

from towns_analysis import growth
from towns_analysis.claims import extract_claims
from towns_analysis.intervals import bounds, exact_value, rounding_interval, sources


def interval(text: str, lenient: bool = False) -> tuple[float, float]:
    row = rounding_interval(extract_claims(text), lenient=lenient).iloc[0]
    return row["low"], row["high"]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("完成投资22.32亿元。", 2231500000, 2232500000),
        ("完成投资22.320亿元。", 2231950000, 2232050000),
        ("完成投资3亿6千万元。", 355000000, 365000000),
        ("完成投资1,200.5万元。", 12004500, 12005500),
        ("财政收入增长9%。", 8.5, 9.5),
        ("财政收入下降3.2%。", -3.25, -3.15),
        ("公路全长30里。", 14.75, 15.25),
        ("拥有企业33家。", 33, 33),
        ("拥有企业三家。", 3, 3),
        ("全镇人口4.2万人。", 41500, 42500),
        ("计划投资3—5亿元。", 250000000, 550000000),
    ],
)
def test_half_a_unit_of_the_last_printed_digit_and_counts_are_exact(text: str, low: float, high: float) -> None:
    assert interval(text) == pytest.approx((low, high), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("完成投资4500万元。", 44500000, 45500000),
        ("完成投资4500.0万元。", 44999500, 45000500),
        ("拥有企业300家。", 250, 350),
        ("拥有企业三百家。", 250, 350),
        ("拥有企业305家。", 305, 305),
    ],
)
def test_trailing_zeros_of_an_integer_are_insignificant_on_the_lenient_reading(
    text: str, low: float, high: float
) -> None:
    assert interval(text, lenient=True) == pytest.approx((low, high), rel=1e-12)


@pytest.mark.parametrize("text", ["有三分之一的劳动力转移。", "有1/3的劳动力转移。", "近半的劳动力转移。"])
def test_a_fraction_has_no_last_digit(text: str) -> None:
    assert all(math.isnan(end) for end in interval(text))


def test_a_destroyed_value_has_no_interval() -> None:
    claims = extract_claims("完成投资4.7亿元。").assign(destroyed=True)
    assert rounding_interval(claims)[["low", "high"]].isna().all(axis=None)


def test_approximators_are_shown_beside_the_interval() -> None:
    claims = extract_claims("人口近5万人，务工人员2.6万余人，面积8平方公里。")
    found = rounding_interval(claims)
    assert found["open_below"].tolist() == [True, False, False]
    assert found["open_above"].tolist() == [True, True, False]


def test_the_decimal_of_a_value_has_no_error_of_its_double() -> None:
    assert exact_value(16480000000.000002) == 16480000000


def test_bounds_reach_all_corners_and_refuse_reversed_or_mismatched_intervals() -> None:
    low, high = bounds(lambda a, b: a - b, (1, 2), (5, 7))  # type: ignore[misc]
    assert (low, high) == pytest.approx((-6, -3))
    frame = pd.DataFrame({"low": [1.0], "high": [2.0]})
    with pytest.raises(ValueError, match="different rows"):
        bounds(lambda a, b: a + b, frame, frame.set_axis([7]))
    with pytest.raises(ValueError, match="low end above"):
        bounds(lambda a: a, (2, 1))


# ------------------------------------------------------------------------------------------ what results rest on

STATED = pd.DataFrame({"low": [9.5, 3.5], "high": [10.5, 4.5], "claim": ["a b:1-3", "a b:7-8"]}, index=["x", "y"])
OTHER = pd.DataFrame({"low": [1.5, 2.5], "high": [2.5, 3.5], "claims": ["c:4-5 a b:1-3", "c:6-7"]}, index=["x", "y"])


def test_what_is_computed_rests_on_the_claims_of_all_its_inputs_each_once():
    found = growth.ratio(STATED, OTHER)
    assert found["claims"].tolist() == ["a b:1-3 c:4-5", "a b:7-8 c:6-7"]
    again = growth.log_ratio(growth.bounds(lambda x: 1 + x, found), (2, 3))
    assert again["claims"].tolist() == found["claims"].tolist()


def test_a_row_gives_a_row_and_lends_its_claims_to_every_row_of_a_frame():
    row = growth.ratio(STATED.loc["x"], OTHER.loc["y"])
    assert (row["claims"], round(row["low"], 3)) == ("a b:1-3 c:6-7", round(9.5 / 3.5, 3))
    assert growth.ratio(STATED, row)["claims"].tolist() == ["a b:1-3 c:6-7", "a b:7-8 a b:1-3 c:6-7"]
    assert growth.in_words(row, 1) == "2.7 to 4.2"  # 10.5 / 2.5 is 4.2, not a double above it
    assert growth.outward(row, 1)["claims"] == row["claims"]


def test_pairs_and_rows_without_claims_name_none():
    assert bounds(lambda x: x, (1, 2)) == pytest.approx((1, 2))
    assert list(bounds(lambda x: x, STATED[["low", "high"]])) == ["low", "high"]
    assert sources((1, 2), STATED.loc["x"]) == "a b:1-3"


def test_intervals_side_by_side_keep_the_claims_of_every_column():
    table = growth.side_by_side({"one": STATED, "other": OTHER.loc[["x"]]}, 0)
    assert table.loc["y"].tolist() == ["3 to 5", "", "a b:7-8"]
    assert table.loc["x", "claims"] == "a b:1-3 c:4-5"
