"""An audit sample is drawn by chance, in proportion, from every stratum, and says what each row stands for."""

from __future__ import annotations

import pandas as pd
import pytest

import towns_analysis as ta
from towns_analysis.audit import audit_sample


def table(**sizes: int) -> pd.DataFrame:
    kinds = [kind for kind, size in sizes.items() for _ in range(size)]
    return pd.DataFrame({"kind": kinds, "row": range(len(kinds))}, index=[f"r{i}" for i in range(len(kinds))])


@pytest.mark.parametrize(
    ("sizes", "n", "drawn"),
    [
        ({"a": 60, "b": 30, "c": 10}, 20, {"a": 12, "b": 6, "c": 2}),
        ({"a": 97, "b": 2, "c": 1}, 10, {"a": 8, "b": 1, "c": 1}),  # at least one each
        ({"a": 3, "b": 3}, 6, {"a": 3, "b": 3}),  # all
        ({"a": 50, "b": 30, "c": 20}, 7, {"a": 4, "b": 2, "c": 1}),  # 3.5, 2.1, 1.4
    ],
)
def test_rows_are_shared_in_proportion_and_the_weights_give_the_table_back(
    sizes: dict[str, int], n: int, drawn: dict[str, int]
) -> None:
    sample = audit_sample(table(**sizes), ["kind"], n, seed=3)
    assert sample["kind"].value_counts().to_dict() == drawn
    assert sample.index.is_unique
    assert sample.groupby("kind")["weight"].sum().to_dict() == pytest.approx(sizes)


def test_the_seed_decides_and_nothing_is_changed() -> None:
    given = table(a=40, b=40)
    before = given.copy(deep=True)
    one, again, other = (audit_sample(given, ["kind"], 20, seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, again)
    assert set(one["row"]) != set(other["row"])
    assert one["row"].is_monotonic_increasing
    pd.testing.assert_frame_equal(given, before)


def test_every_row_of_a_stratum_is_drawn_equally_often() -> None:
    given = table(a=10, b=5)
    times = pd.concat([audit_sample(given, ["kind"], 6, seed) for seed in range(600)])["row"].value_counts()
    # 600 * 0.4 = 240 each; the standard deviation is 12, and five of them leave nothing to chance
    assert times.between(180, 300).all()
    assert len(times) == 15


def test_an_estimate_with_weights_is_unbiased_where_strata_are_small() -> None:
    given = table(a=90, b=2).assign(right=[True] * 90 + [False] * 2)
    shares = []
    for seed in range(50):
        sample = audit_sample(given, ["kind"], 10, seed)
        shares.append((sample["right"] * sample["weight"]).sum() / sample["weight"].sum())
    assert shares == pytest.approx([90 / 92] * 50)


def test_several_columns_and_missing_values_make_strata() -> None:
    numbers = ta.load("numbers")
    sample = audit_sample(numbers, ["report", "role"], 60, seed=1)
    assert len(sample) == 60
    assert len(sample.groupby(["report", "role"])) == len(numbers.groupby(["report", "role"]))
    gaps = pd.DataFrame({"kind": ["a", None, None, "a"]})
    assert audit_sample(gaps, ["kind"], 2, seed=1)["kind"].isna().sum() == 1


@pytest.mark.parametrize(
    ("strata", "n", "message"),
    [
        (["decade"], 3, "no column 'decade' to stratify by; choose among kind, row"),
        (["kind"], 1, "n is 1, expected 2"),
        (["kind"], 9, r"to 6 \(all rows\)"),
        ([], 3, "nothing to draw from"),
    ],
)
def test_what_cannot_be_drawn_is_refused(strata: list[str], n: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        audit_sample(table(a=3, b=3), strata, n, seed=1)
    with pytest.raises(ValueError, match="nothing to draw from"):
        audit_sample(table(a=0), ["kind"], 1, seed=1)
