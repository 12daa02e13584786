"""The tidy table of towns: units, years, what a base was, and what two statements of one fact become."""

from functools import cache

import pandas as pd
import pytest

import towns_analysis as ta
from towns_analysis.files import packaged
from towns_analysis.plots_evidence import plot_evidence, plot_stated
from towns_analysis.towns import left_out, tidy_towns


def towns(text: str, **options: bool) -> pd.DataFrame:
    return tidy_towns(ta.extract_claims(text), ta.date_reports(text, **options), text)


def test_reports_of_unknown_towns_are_not_one_town() -> None:
    texts = ["2011年财政收入3.1亿元。", "2011年财政收入7.9亿元。"]
    rows = tidy_towns(ta.extract_claims(texts), ta.date_reports(texts), texts)
    assert rows[["place", "value", "agreement"]].to_numpy().tolist() == [["", 3.1e8, ""], ["", 7.9e8, ""]]


def test_what_a_goal_starts_from_is_open_and_no_value_of_the_goal_s_year() -> None:
    rows = towns("2014年预期目标：农民人均纯收入由18650元提高到20500元。")
    assert rows["status"].tolist() == ["actual", "planned"]
    assert rows["year_status"].tolist() == ["open", "fixed"]


@pytest.mark.parametrize(
    "text",
    [
        "2012年完成财政收入5300万元，占年计划5000万元的106%。",
        "2012年工业总产值35亿元，力争36亿元。",
        "2012年耕地面积1400公顷（2.1万亩）。",
        "2012年财政收入突破2亿元，达2.16亿元。",
        "2012年财政收入由2011年的2亿元增加到2.3亿元。",
    ],
)
def test_levels_beside_each_other_keep_their_year_unless_one_has_grown_to_the_other(text: str) -> None:
    assert set(towns(text)["year_status"]) == {"fixed"}


def test_growth_of_several_years_running_implies_no_base() -> None:
    assert reasons("2007年财政收入7260万元，连续三年增幅超过25%。") == [
        "growth_rate that is an average of several years"
    ]


def test_what_has_fallen_to_nothing_is_open_and_nothing_is_left() -> None:
    found = towns("2020年，贫困发生率由8.6%降至0。")
    assert found["year_status"].tolist() == ["open", "fixed"]
    assert found[["value", "value_low", "value_high"]].iloc[1].tolist() == [0, 0, 0]


def test_half_of_last_year_is_not_last_year() -> None:
    rows = towns("2010年，全镇财政收入4.35亿元。2011年上半年，财政收入2.5亿元，去年同期2.1亿元。")
    assert rows[["period", "agreement"]].to_numpy().tolist() == [["2010年", ""], ["2011年上半年", ""], ["去年同期", ""]]
    assert rows["year_low"].tolist() == [2010, 2011, 2010]


def test_whole_town_and_no_word_of_area_are_one_fact() -> None:
    assert len(towns("2013年农民人均纯收入18650元。2013年，全镇农民人均纯收入18650元。")) == 1


def reasons(text: str) -> list[str]:
    return left_out(ta.extract_claims(text), ta.date_reports(text), text)["reason"].tolist()


@cache
def seeds() -> pd.DataFrame:
    return tidy_towns(ta.load("claims"), ta.load("dating"))


def seed_row(place: str, indicator: str, **wanted: object) -> pd.Series:
    rows = seeds().query("place == @place and indicator == @indicator")
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1, rows
    return rows.iloc[0]


@pytest.mark.parametrize(
    ("place", "indicator", "low", "high", "years"),
    [
        # 155.3 (155.25-155.35) / 5.1 (5.05-5.15), in 亿元: 155.25 / 5.15 = 30.1456, 155.35 / 5.05 = 30.7624
        ("simen", "gross_output", 30.1456e8, 30.7624e8, (1996, 1996)),
        # 4.22 (4.215-4.225) / 15.7 (15.65-15.75): 4.215 / 15.75 = 0.267619, 4.225 / 15.65 = 0.269968
        ("simen", "fiscal_revenue", 0.267619e8, 0.269968e8, (1996, 1996)),
        # 10372 - 4766 = 5606, each within half a yuan
        ("simen", "farmers_income", 5605, 5607, (1996, 1996)),
        # 2.85 (2.845-2.855) / 1.295 (1.2945-1.2955): 2.845 / 1.2955 = 2.196063, 2.855 / 1.2945 = 2.205485
        ("liangnong", "tertiary_output", 2.196063e8, 2.205485e8, (2004, 2009)),
        # 19.33 (19.325-19.335) / 1.275 (1.2745-1.2755): 19.325 / 1.2755 = 15.15092, 19.335 / 1.2745 = 15.17065
        ("jianshe", "gross_output", 15.15092e8, 15.17065e8, (2010, 2010)),
    ],
)
def test_a_base_is_bounded_jointly(place: str, indicator: str, low: float, high: float, years: tuple[int, int]) -> None:
    row = seed_row(place, indicator, derived=True)
    assert (row["value_low"], row["value_high"]) == pytest.approx((low, high), rel=2e-6)
    assert row["value_low"] < row["value"] < row["value_high"]
    assert (row["year_low"], row["year_high"]) == years
    level = seed_row(place, indicator, derived=False)
    assert row["sources"].split()[0] == level["sources"]
    assert len(row["sources"].split()) == 2


def test_a_stated_level_keeps_its_value_its_digits_and_its_years() -> None:
    row = seed_row("simen", "gross_output", derived=False)
    assert (row["value"], row["value_low"], row["value_high"], row["unit"]) == (155.3e8, 155.25e8, 155.35e8, "CNY")
    assert (row["period"], row["year_low"], row["year_high"], row["year_from"]) == ("2024", 2005, 2010, "statement")
    assert seed_row("mazhu", "resident_population")[["open_below", "open_above"]].tolist() == [True, True]
    assert seed_row("mazhu", "migrant_workers")[["open_below", "open_above"]].tolist() == [False, True]


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "unit"),
    [
        ("建成区面积1500亩。", 1, 1499.5 / 1500, 1500.5 / 1500, "km2"),  # 15 mu are 1 ha, 100 ha 1 km²
        ("耕地面积300公顷。", 4500, 4492.5, 4507.5, "mu"),
        ("粮食总产量3万吨。", 30000, 25000, 35000, "t"),
        ("出口创汇3.5亿元。", 3.5e8, 3.45e8, 3.55e8, "CNY"),  # the indicator is in dollars, and no rate is known
    ],
)
def test_values_are_in_the_unit_of_the_indicator(text: str, value: float, low: float, high: float, unit: str) -> None:
    row = towns(text).iloc[0]
    assert row[["value", "value_low", "value_high"]].tolist() == pytest.approx([value, low, high])
    assert row["unit"] == unit


def test_a_stated_range_is_its_own_interval() -> None:
    row = towns("2011年城镇化率达到30%—35%。").iloc[0]
    assert row[["value_low", "value_high"]].tolist() == [30, 35]
    assert pd.isna(row["value"])


def test_every_claim_of_the_seeds_is_in_a_row_or_left_out_with_a_reason() -> None:
    claims = ta.load("claims")
    used = {claim for sources in seeds()["sources"] for claim in sources.split()}
    left = left_out(claims, ta.load("dating"))
    assert used | set(left["claim"]) == set(claims["claim"])
    assert used.isdisjoint(left["claim"])
    assert set(claims.loc[claims["destroyed"], "claim"]) <= set(
        left.loc[left["reason"].str.match("destroyed"), "claim"]
    )


def test_a_destroyed_number_implies_nothing() -> None:
    claims = ta.extract_claims("2011年财政收入4.22亿元，比上年增长9%。")
    dating = ta.date_reports("2011年财政收入4.22亿元，比上年增长9%。")
    assert len(tidy_towns(claims, dating)) == 2
    hurt = claims.assign(destroyed=claims["kind"] == "level")
    assert tidy_towns(hurt, dating).empty
    assert left_out(hurt, dating)["reason"].tolist() == [
        "destroyed: the number was overwritten",
        "growth_rate without the level it leads to",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("工业总产值比上年增长9%。", "growth_rate without the level it leads to"),
        ("到2010年，财政收入达到5亿元，年均增长15%。", "growth_rate that is an average of several years"),
        ("财政收入由2亿元增加到3亿元，增长50%。", "growth_rate from a level that is stated itself"),
        ("2011年财政收入净增260万元。", "change without the level it leads to"),
        ("去年安置拆迁户94户。", "no indicator: the subject is none that the vocabulary defines"),
    ],
)
def test_what_implies_nothing_says_why(text: str, reason: str) -> None:
    assert not towns(text)["derived"].any()
    assert reasons(text)[-1] == reason


def test_without_the_text_a_rate_that_prints_no_base_may_be_an_average() -> None:
    text = "2011年财政收入4.22亿元，增长9%。"
    claims, dating = ta.extract_claims(text), ta.date_reports(text)
    assert tidy_towns(claims, dating)["derived"].tolist() == [False]
    assert tidy_towns(claims, dating, text)[["derived", "period", "year_low"]].to_numpy().tolist() == [
        [False, "2011年", 2011],
        [True, "(上年)", 2010],
    ]


def test_an_approximator_of_the_multiple_opens_the_base_below() -> None:
    row = towns("2010年财政收入3.00亿元，是96年的5倍多。").iloc[-1]
    assert row["derived"]
    assert row[["open_below", "open_above"]].tolist() == [True, False]


def test_statuses_never_mix() -> None:
    table = towns("2011年财政收入4.22亿元。预计2011年财政收入4.22亿元。")
    assert table["status"].tolist() == ["actual", "expected"]
    claims = ta.load("claims").set_index("claim")["status"]
    assert all(set(claims[row.sources.split()]) == {row.status} for row in seeds().itertuples())


@pytest.mark.parametrize(
    ("text", "agreement", "values"),
    [
        ("2011年财政收入4.2亿元。2011年财政收入4.22亿元。", ["agree"], [4.22e8]),
        ("2011年城镇化率49%。2011年城镇化率51%。", ["differ"], [None]),
        ("2011年财政收入4.2亿元。2011年财政收入5亿元。", ["several"] * 2, [4.2e8, 5e8]),
        ("2010年财政收入4.2亿元。2011年财政收入4.2亿元。", ["", ""], [4.2e8, 4.2e8]),
        ("去年财政收入4.2亿元，今年财政收入4.2亿元。", ["", ""], [4.2e8, 4.2e8]),
    ],
)
def test_statements_of_one_fact(text: str, agreement: list[str], values: list[float | None]) -> None:
    table = towns(text)
    assert table["agreement"].tolist() == agreement
    assert [None if pd.isna(v) else v for v in table["value"]] == values


def test_what_differs_keeps_all_ends_and_all_sources() -> None:
    row = towns("2011年城镇化率49%。2011年城镇化率51%。").iloc[0]
    assert row[["value_low", "value_high"]].tolist() == [48.5, 51.5]
    assert len(row["sources"].split()) == 2


def test_a_third_that_is_stated_twice_is_one_row_of_all_years_that_either_allows() -> None:
    row = seed_row("liangnong", "labour_shifted_to_services")
    assert (row["agreement"], row["period"], row["year_low"], row["year_high"]) == (
        "agree",
        "2024年底 / 现有",
        2005,
        2010,
    )
    assert len(row["sources"].split()) == 2


def test_parts_are_neither_summed_nor_taken_for_one_another() -> None:
    projects = seeds().query("place == 'jianshe' and indicator == 'projects'")
    assert projects["value"].tolist() == [23, 6, 7, 7, 3]  # the whole, and four parts, two of them alike
    assert set(projects["agreement"]) == {"several"}


def test_the_first_of_from_and_to_is_not_dated_by_the_report() -> None:
    then, now = (row for _, row in towns("2011年城镇化率由23%提高到31%。").iterrows())
    assert (then["value"], then["year_status"], then["year_high"]) == (23, "open", 2011)
    assert pd.isna(then["year_low"])
    assert (now["value"], now["year_low"], now["year_high"]) == (31, 2011, 2011)


@pytest.mark.parametrize(
    "base",
    [
        "比十年前", "比建镇初期", "比计划", "五年", "累计", "环比", "比上月", "月均", "逐年", "同口径", "按可比口径",
        "剔除减税因素", "比全县平均水平",
    ],
)  # fmt: skip
def test_growth_on_a_base_that_is_no_year_before_implies_none(base: str) -> None:
    table = towns(f"石桥镇2014年工作总结\n\n全年财政收入9亿元，{base}增长30%。")
    assert not table["derived"].any()


def test_growth_on_a_year_of_two_numerals_or_a_census_implies_that_year() -> None:
    table = towns("石桥镇2022年工作总结\n\n财政收入9亿元，比八六年增长30%。人口2.86万人，比第七次人口普查减少40人。")
    assert table.loc[table["derived"], "year_high"].tolist() == [1986, 2020]


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("二○一三年，", (2013, 2013)),
        ("“十二五”以来，", (2011, 2015)),
        ("近三年累计", (2011, 2014)),
        ("全镇99年底，", (1999, 1999)),
        ("建镇以来，累计", None),
        ("2012年的基础上，近5年来，", (2009, 2014)),
        ("从94年到96年，累计", (1994, 1996)),
        ("94—96年，", (1994, 1996)),
        ("九四至九六年，", (1994, 1996)),
        ("一九九四年至一九九六年，", (1994, 1996)),
        ("1995年和1996年，共", (1995, 1996)),
        ("1992、1993、1994年三年累计", (1992, 1994)),
        ("合同30~70年的项目投产，", (2014, 2014)),
    ],
)
def test_words_date_a_figure_however_much_of_them_it_prints(words: str, years: tuple[int, int] | None) -> None:
    row = towns(f"石桥镇2014年工作总结\n\n{words}完成财政收入9亿元。").iloc[0]
    assert (None if row["year_status"] == "undated" else (row["year_low"], row["year_high"])) == years


@pytest.mark.parametrize(
    ("plan", "years"),
    [
        ("2006年，生产总值达到6.84亿元。财政收入达到500万元。", [(2006, 2006), (2006, 2006)]),
        ("2006年是“十一五”开局之年。主要目标是：生产总值达到6.84亿元。", [(2006, 2006)]),
        ("明年，生产总值达到6.84亿元。财政收入达到500万元。", [(2006, 2006), (2006, 2006)]),
        ("在新的一年里，我们要：1、生产总值增长14%，达到6.84亿元。", [(2006, 2006), (2005, 2005)]),
        ("生产总值增长14%，达到6.84亿元。", [(2005, None)]),  # nothing dates it, and so it implies no base
        ("生产总值达到6.84亿元。供水工程总投资500万元。", [(2005, None), (2005, 2005)]),  # what a thing costs
    ],
)
def test_a_plan_is_of_the_year_that_its_heading_or_first_words_give(plan: str, years: list[tuple[int, int | None]]):
    text = f"石桥镇2005年工作总结\n\n2005年，全镇工业总产值6亿元。\n\n三、下步工作打算\n{plan}"
    table = towns(text).query("status == 'planned'").astype({"year_low": "Int64", "year_high": "Int64"})
    found = zip(table["year_low"], table["year_high"], strict=True)
    assert [(low, None if pd.isna(high) else high) for low, high in found] == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("石桥镇1996年工作总结\n一、回顾\n产值6亿元。\n二、97年工作任务\n财政收入7亿元。", (1997, 1997)),
        (
            "石桥镇政府工作报告\n一、二○一二年工作回顾\n产值6亿元。\n二、二○一三年工作任务\n财政收入7亿元。",
            (2013, 2013),
        ),
        (
            "石桥镇2013年政府工作报告\n一、2013年工作回顾\n产值6亿元。\n二、2014年安排\n今年，财政收入7亿元。",
            (2013, 2014),
        ),
        (
            "石桥镇2013年政府工作报告\n一、过去一年的工作\n产值6亿元。\n二、今年的主要任务\n今年，财政收入7亿元。",
            (2012, 2013),
        ),
        ("石桥镇大事记\n\n1984年\n4月，总人口2万人。\n\n1999年\n财政收入7亿元。\n\n2014年\n修路。", (1999, 1999)),
        ("石桥镇大事记\n1992年：修路。当年财政收入7亿元。\n1998年：修桥。", (1992, 1992)),
        ("石桥镇2014年工作总结\n2005年，修路。\n二、工作打算\n财政收入7亿元。", (2014, float("inf"))),
        ("石桥镇2014年工作总结\n一九九五年上半年财政收入7亿元。", (1995, 1995)),
    ],
)
def test_headings_give_the_year_in_any_numerals(text: str, years: tuple[int, float]) -> None:
    row = towns(text).query("indicator == 'fiscal_revenue'").iloc[0]
    assert (row["year_low"], float("inf") if pd.isna(row["year_high"]) else row["year_high"]) == years


def test_what_a_level_has_passed_implies_no_base_of_its_own() -> None:
    table = towns("石桥镇2014年工作总结\n\n2014年，工业总产值11.2亿元，首次突破10亿元，同比增长12%，是2009年的2倍。")
    assert table.loc[table["derived"], ["value", "year_low"]].to_numpy().tolist() == [
        [pytest.approx(1e9), 2013],
        [pytest.approx(5.6e8), 2009],
    ]


def test_rates_of_different_digits_are_two_statements() -> None:
    table = towns("石桥镇2014年工作总结\n\n城镇化率达到45.3%。基础不错。城镇化率达到45.4%。")
    assert table["value"].tolist() == [45.3, 45.4]


def test_years_that_are_a_base_together_date_nothing_after_it() -> None:
    table = towns("石桥镇2014年工作总结\n\n财政收入9亿元，比94年至96年的总和增长20%。工业总产值5亿元。")
    assert table[["period", "year_low", "year_high"]].to_numpy().tolist() == [
        ["", 2014, 2014],
        ["94年至96年", 1994, 1996],
        ["", 2014, 2014],
    ]


def test_every_use_can_be_repeated_without_assumptions() -> None:
    reports = list(ta.read_reports(packaged("seeds")))
    free = tidy_towns(ta.extract_claims(reports), ta.date_reports(reports, assumptions=False), reports)
    assert set(" ".join(free["sources"]).split()) == set(" ".join(seeds()["sources"]).split())
    firm = free[free["year_strength"] != "assumption"].set_index(["place", "indicator"])
    assert firm.loc[("simen", "fiscal_revenue"), "year_low"].fillna(0).tolist() == [0, 1996]  # 2024年: no lower end
    assert ("jianshe", "gross_output") not in firm.index  # no words date it


def test_overwritten_spans_and_conflicts_date_nothing() -> None:
    text = "2011年财政收入4.22亿元。"
    claims, dating = ta.extract_claims(text), ta.date_reports(text)
    for status in ("destroyed", "conflict"):
        bad = dating.assign(status=status, year_low=pd.NA, year_high=pd.NA)
        row = tidy_towns(claims, bad).iloc[0]
        assert row["year_status"] == status
        assert pd.isna(row["year_low"])
    row = tidy_towns(claims, dating.iloc[:0]).iloc[0]
    assert (row["year_status"], row["year_from"]) == ("undated", "")


def test_claims_without_spans_are_dated_by_their_report() -> None:
    text = "2011年财政收入4.22亿元，比上年增长9%。"
    lost = ta.extract_claims(text).assign(start=float("nan"), end=float("nan"), subject_start=float("nan"))
    table = tidy_towns(lost, ta.date_reports(text))
    assert table["year_from"].tolist() == ["report", "report"]
    assert table["value"].tolist() == pytest.approx([4.22e8, 4.22e8 / 1.09])


def test_bad_input_is_an_empty_table_or_a_clear_error() -> None:
    text = "2011年财政收入4.22亿元。"
    claims, dating = ta.extract_claims(text), ta.date_reports(text)
    assert list(tidy_towns(claims.iloc[:0], dating).columns) == list(tidy_towns(claims, dating).columns)
    assert tidy_towns(claims.iloc[:0], dating.iloc[:0]).empty
    assert left_out(claims.iloc[:0], dating).empty
    with pytest.raises(ValueError, match="claims lack the column 'bound'"):
        tidy_towns(claims.drop(columns="bound"), dating)
    with pytest.raises(ValueError, match="dating lack the column 'scope'"):
        tidy_towns(claims, dating.drop(columns="scope"))
    with pytest.raises(TypeError, match="dating table, a DataFrame, got list"):
        tidy_towns(claims, [])  # type: ignore[arg-type]


def test_nothing_is_changed() -> None:
    claims, dating = ta.load("claims"), ta.load("dating")
    before = claims.copy(deep=True), dating.copy(deep=True)
    tidy_towns(claims, dating)
    pd.testing.assert_frame_equal(claims, before[0])
    pd.testing.assert_frame_equal(dating, before[1])


def evidence() -> pd.DataFrame:
    rows = [
        ("simen", "report", "", "assumption", 2006, 2010),
        ("simen", "without", "", "implied", 2006, None),
        ("simen", "evidence", "“十一五”规划", "implied", 2006, None),
        ("simen", "evidence", "“十一五”，未提其后", "assumption", None, 2010),
    ]
    frame = pd.DataFrame(rows, columns=["label", "scope", "quote", "strength", "year_low", "year_high"])
    return frame.astype({"year_low": "Int64", "year_high": "Int64"})


def test_the_figure_of_evidence_has_a_row_each_and_arrows_where_nothing_bounds() -> None:
    given = evidence()
    before = given.copy(deep=True)
    figure = plot_evidence(given, years=(2000, 2015), xlabel="年份 year", title="t", source="s")
    axes = figure.axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["simen", "“十一五”规划", "“十一五”，未提其后"]
    arrows = [(line.get_marker(), float(line.get_xdata()[0])) for line in axes.lines if line.get_marker() in "<>"]
    assert arrows == [(">", 2015.4), ("<", 1999.6)]
    bands = [band.get_paths()[0].get_extents() for band in axes.collections]
    assert [(band.x0, band.x1) for band in bands] == [(2005.5, 2015.5), (2005.5, 2010.5)]
    pd.testing.assert_frame_equal(given, before)


def test_the_figure_of_checks_sets_off_what_fails() -> None:
    rows = [("a", "exact", -1.5, 1.5), ("b", "fails", 5.0, 11.0)]
    checks = pd.DataFrame(rows, columns=["label", "verdict", "low", "high"])
    axes = plot_stated(checks, xlabel="差 difference", title="t", source="s").axes[0]
    agrees, fails = (bars.get_segments()[0] for bars in axes.collections)
    assert (agrees[:, 0].tolist(), fails[:, 0].tolist()) == ([-1.5, 1.5], [5.0, 11.0])
    assert axes.collections[0].get_color().tolist() != axes.collections[1].get_color().tolist()


def test_the_id_of_a_report_may_have_spaces():
    """File names have them; the keys of claims stand in one cell, with spaces between."""
    text = "财政收入达到4.22亿元，是96年的15.7倍。"
    report = ta.Report("my report 1", text, 0, len(text))
    claims = ta.extract_claims(report)
    towns = tidy_towns(claims, ta.date_reports(report), report)
    assert towns["sources"].tolist() == [claims["claim"].iloc[0], " ".join(claims["claim"])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the sentences before speak of other years, or a sum may be of several
        ("甲镇2021年工作报告\n\n过去五年，项目为王。完成固定资产投资46亿元。", [(2016, 2021, "interval")]),
        ("甲镇2021年工作报告\n\n今年，项目为王。完成固定资产投资46亿元。", [(2021, 2021, "fixed")]),
        ("甲镇2021年工作报告\n\n过去五年，项目为王。\n完成固定资产投资46亿元。", [(2021, 2021, "fixed")]),
        ("甲镇2021年工作报告\n\n1958年建镇。完成固定资产投资46亿元。", [(2021, 2021, "fixed")]),
        ("甲镇2021年工作报告\n\n任期内，累计实现财政收入2.6亿元。", [(None, 2021, "open")]),
        (
            "甲镇2010年工作总结\n财政收入累计完成3亿元，增长12%。",
            [(2010, 2010, "fixed"), (2009, 2009, "fixed")],
        ),
        ("甲镇2010年工作总结\n“十一五”目标圆满完成，投资五年累计，固定资产投资60亿元。", [(2006, 2010, "interval")]),
        ("2013年，生长季节长，财政收入2亿元。", [(2013, 2013, "fixed")]),
        ("2010年，财政收入5.2亿元，比上年超收6000万元。", [(2010, 2010, "fixed"), (2009, 2009, "fixed")]),
        ("2010年，存款余额3000万元，比上年增加5000万元。", [(2010, 2010, "fixed")]),
        ("甲镇2021年工作报告\n\n累计完成财政收入3亿元、固定资产投资46亿元。", [(None, 2021, "open")] * 2),
        (
            "甲镇情况\n（2007年10月）\n2006年全镇财政收入1650万元。农民人均纯收入3860元。",
            [(2006, 2006, "fixed"), (2006, 2007, "interval")],
        ),
        (
            "甲镇2012年工作报告\n\n财政收入连续三年分别达到1.02亿元、1.15亿元、1.32亿元。",
            [(None, None, "undated")] * 3,
        ),
        ("甲镇2015年工作总结\n到2015年底，全镇累计完成固定资产投资98亿元。", [(None, 2015, "open")]),
        ("甲镇2015年工作总结\n2015年，全镇累计完成固定资产投资98亿元。", [(2015, 2015, "fixed")]),
        # sums of years to come
        (
            "甲镇2015年工作报告\n到2020年，财政收入达到4亿元；累计完成固定资产投资450亿元。",
            [(2020, 2020, "fixed"), (2015, 2020, "interval")],
        ),
        (
            "甲镇2010年工作报告\n\n二、“十二五”目标\n到2015年，财政收入3亿元；固定资产投资五年累计60亿元；城镇化率60%。",
            [(2015, 2015, "fixed"), (2010, 2015, "interval"), (2015, 2015, "fixed")],
        ),
        ("甲镇2010年工作报告\n\n今后五年，固定资产投资五年累计60亿元。", [(2010, 2015, "interval")]),
        # the year of a heading
        (
            "凤凰镇汇报材料\n（2013年8月）\n一、2012年工作情况\n财政收入2亿元。\n二、2013年上半年情况\n财政收入1亿元。",
            [(2012, 2012, "fixed"), (2013, 2013, "fixed")],
        ),
        (
            "工作报告\n（2012年1月12日）\n二、今后五年的目标\n到2016年，财政收入7亿元。\n三、2012年的主要任务\n财政收入5亿元。",
            [(2016, 2016, "fixed"), (2012, 2012, "fixed")],
        ),
        # what is done in a year after the report
        ("甲镇2020年工作报告\n\n2021年：财政收入增长6%，实到外资1亿美元。", [(None, None, "conflict")]),
        ("甲镇2012年工作总结\n\n荷花节期间接待游客3.2万人次。", [(None, None, "undated")]),
        # the bases of growth that is none on the year before
        ("2005年，完成财政收入420万元，超额完成任务6%。", [(2005, 2005, "fixed")]),
        ("2005年，财政收入420万元，超年初预算6%。", [(2005, 2005, "fixed")]),
        ("2023年，财政收入9.87亿元，由上年下降12.4%转为增长7.3%。", [(2023, 2023, "fixed"), (2022, 2022, "fixed")]),
        (
            "2023年，财政收入9.8亿元，增长3.1%，高于上年同期12.4%的增幅。",
            [(2023, 2023, "fixed"), (2022, 2022, "fixed")],
        ),
        ("2020年常住人口36218人，十年减少8127人，下降18.3%。", [(2020, 2020, "fixed")]),
        ("2020年常住人口36218人，比六普减少8127人，下降18.3%。", [(2020, 2020, "fixed"), (2010, 2010, "fixed")]),
        ("2020年粮食总产1543万斤，平均亩产1280斤，比上年增产50万斤。", [(2020, 2020, "fixed")] * 2),
        (
            "2020年，规上工业利润总额120万元，比上年增加300万元。",
            [(2020, 2020, "fixed"), (2019, 2019, "fixed")],
        ),
    ],
)
def test_years_are_no_narrower_than_the_words_leave_them(text: str, expected: list[tuple[object, ...]]) -> None:
    rows = towns(text)[["year_low", "year_high", "year_status"]].astype(object)
    assert rows.where(rows.notna(), None).to_numpy().tolist() == [list(row) for row in expected]


def test_a_half_year_in_the_title_is_not_that_of_a_sentence_on_the_year_before() -> None:
    rows = towns("甲镇2004年上半年工作总结\n2003年，财政收入820万元。农民人均纯收入2731元。\n工业总产值8亿元。")
    assert rows["months"].astype(object).where(rows["months"].notna(), None).tolist() == [None, None, 6]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("今年1—8月，财政收入6320万元。其中一般预算收入2860万元。", [8, 8]),
        ("今年1—8月，财政收入6320万元。\n一般预算收入2860万元。", [8, None]),
        ("前8个月，财政收入6320万元。", [8]),
        ("今年头十个月，财政收入6320万元。", [10]),
        ("1-3季度，财政收入6320万元。", [9]),
        ("元至8月，财政收入6320万元。", [8]),
        ("全年财政收入6320万元。其中一般预算收入2860万元。", [12, None]),
    ],
)
def test_months_are_those_that_the_paragraph_speaks_of(text: str, months: list[int | None]) -> None:
    found = towns("甲镇2012年工作汇报\n\n" + text)["months"].astype(object)
    assert found.where(found.notna(), None).tolist() == months


@pytest.mark.parametrize("text", ["2013年一般预算收入确保3亿元，力争3.5亿元。", "2013年目标：总人口8万人，确保7万人。"])
def test_two_goals_are_two_rows(text: str) -> None:
    rows = towns("甲镇2012年工作总结\n\n" + text)
    assert rows["agreement"].tolist() == ["several", "several"]


def test_a_year_of_work_in_a_report_signed_at_its_end_is_done() -> None:
    rows = towns("工作报告\n2012年12月20日\n一、2012年工作\n财政收入1450万元。")
    assert rows[["status", "year_low"]].to_numpy().tolist() == [["actual", 2012]]


def test_problems_after_plans_are_not_planned() -> None:
    rows = towns("甲镇2024年工作总结\n二、2025年目标任务\n财政收入2亿元。\n问题不足：村集体经济收入仅860万元。")
    assert rows[["status", "year_low"]].to_numpy().tolist() == [["planned", 2025], ["actual", 2024]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("财政收入突破亿元大关，达1.03亿元。", [1.03e8]),
        ("财政收入增长到1.58亿元，突破1.5亿元大关。", [1.58e8]),
        ("人均纯收入突破万元，达到10280元。", [10280]),
        ("财政收入突破2亿元，达1.03亿元。", [2e8, 1.03e8]),
    ],
)
def test_a_mark_is_one_fact_with_the_value_that_has_passed_it(text: str, expected: list[float]) -> None:
    assert towns("石桥镇2012年工作总结\n\n" + text)["value"].tolist() == expected
