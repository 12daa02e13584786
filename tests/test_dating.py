"""Which year a report is about: what each rule allows, what contradicts, and what stays open."""

from __future__ import annotations

import time

import pandas as pd
import pytest

from towns_analysis import extract_claims, read_reports, tidy_towns
from towns_analysis.dating import date_reports
from towns_analysis.evidence import overwritten_year
from towns_analysis.files import packaged
from towns_analysis.schema import columns_of
from towns_analysis.vocabulary import VocabularyError, entries

SEEDS = read_reports(packaged("seeds"))
DATING = date_reports(SEEDS)
REVIEW = "全年实现财政收入4.7亿元。"


def years(row):
    """Low, high and status of a row, None for a missing end."""
    return (*(None if pd.isna(row[c]) else int(row[c]) for c in ("year_low", "year_high")), row["status"])


def conclusion(text, **options):
    table = date_reports(text, **options)
    (row,) = [row for _, row in table[table["scope"] == "report"].iterrows()]
    return years(row)


def statements(text, **options):
    table = date_reports(text, **options).query("scope == 'statement'")
    return [(row["quote"], *years(row)[:2]) for _, row in table.iterrows()]


def rules(text, **options):
    table = date_reports(text, **options).query("scope == 'evidence'")
    return {(row["rule"], row["status"]) for _, row in table.iterrows()}


# --------------------------------------------------------------------------------------------------------- the seeds


@pytest.mark.parametrize(
    ("report", "with_assumptions", "without"),
    [
        ("mazhu", (2011, 2011, "fixed"), (2011, 2011, "fixed")),  # xxxx年是实施“十二五”规划的开局之年
        ("yuyao", (2006, 2010, "interval"), (2006, None, "open")),  # names 十一五, is silent about 十二五
        ("jianshe", (2011, 2011, "fixed"), (2011, 2011, "fixed")),  # 二○一一年十二月二十二日
        ("qingshanquan", (2003, 2018, "open"), (2003, None, "open")),  # 发改委 since 2003, 国土资源厅 until 2018
        ("baita", (2011, 2011, "fixed"), (2011, 2011, "fixed")),  # 二〇一一年十二月六日
    ],
)
def test_seed_is_dated_by_what_survived_the_scrubbing(report, with_assumptions, without):
    assert conclusion(next(r for r in SEEDS if r.id == report)) == with_assumptions
    assert conclusion(next(r for r in SEEDS if r.id == report), assumptions=False) == without


def test_ends_of_an_interval_have_the_strength_of_their_evidence():
    yuyao = DATING.query("report == 'yuyao' and scope == 'evidence'")
    low, high = yuyao[yuyao["year_low"] == 2006].iloc[0], yuyao[yuyao["year_high"] == 2010].iloc[0]
    assert (low["strength"], low["rule"]) == ("implied", "plan named")
    assert (high["strength"], high["rule"]) == ("assumption", "silence")
    assert set(date_reports(SEEDS, assumptions=False)["strength"]) <= {"printed", "implied", ""}


def test_scrubbed_year_is_no_evidence_in_any_seed():
    with_year = DATING[DATING["quote"].str.contains("2024")]
    assert len(with_year) > 20
    assert not (with_year[["year_low", "year_high"]] == 2024).any().any()
    assert set(with_year.query("scope == 'evidence'")["status"]) == {"destroyed"}


def test_destroyed_quantity_and_spans_of_the_seeds_are_seen_as_scrubbing():
    signs = DATING.query("rule == 'scrubbing'")
    notes = signs[signs["report"] == "jianshe"]["note"].str.split(":").str[0].tolist()
    assert {"the two ends of a span are one year", "a year stands for a quantity"} < set(notes)
    assert "a plan for the very year that is reviewed" in notes
    assert signs[signs["report"] == "baita"]["quote"].tolist() == ["2024", "2024—2024"]


def test_event_after_the_signature_is_reported_and_dates_nothing():
    (row,) = [row for _, row in DATING.query("rule == 'event after signature'").iterrows()]
    assert (row["report"], row["quote"], *years(row)) == ("qingshanquan", "6月28日开工", None, None, "conflict")
    about = DATING.query("report == 'qingshanquan' and scope == 'report'").iloc[0]
    assert "6月28日开工" in about["note"]


@pytest.mark.parametrize(
    ("report", "quote", "low", "high"),
    [
        ("mazhu", "上年", 2010, 2010),
        ("mazhu", "2024年", None, 2011),  # 2024年被列入浙江省中心镇: some year before
        ("yuyao", "2024年底", 2005, 2010),  # 到…年底: of the report's year or the one before
        ("yuyao", "上年", 2004, 2009),
        ("yuyao", "96年", 1996, 1996),
        ("jianshe", "2024年至2024年", None, None),
        ("jianshe", "今年8月", 2011, 2011),
        ("baita", "去年", 2010, 2010),
        ("baita", "十二〃五期间", 2011, 2015),
    ],
)
def test_seed_statement_has_its_own_years(report, quote, low, high):
    found = DATING[(DATING["report"] == report) & (DATING["quote"] == quote) & (DATING["scope"] == "statement")]
    assert len(found) > 0
    assert {years(row)[:2] for _, row in found.iterrows()} == {(low, high)}


def test_hidden_year_of_a_plan_is_the_next_year_by_assumption_only():
    for assumptions, expected in ((True, (2012, 2012)), (False, (2011, None))):
        table = date_reports(SEEDS, assumptions=assumptions).query("report == 'baita' and rule == 'hidden year'")
        assert {years(row)[:2] for _, row in table.iterrows()} == {expected}


def test_every_period_of_a_claim_is_a_dated_statement():
    claims = extract_claims(SEEDS)
    dated = {(r, "".join(q.split()).strip("“”")) for r, q in DATING[["report", "quote"]].itertuples(index=False)}
    periods = {(r, p) for c in ("period", "base_period") for r, p in claims[["report", c]].itertuples(index=False) if p}
    assert len(periods) > 15
    assert periods - dated == set()


def test_rows_are_whole_and_quotes_are_slices_of_the_source():
    assert list(DATING.columns) == list(columns_of("dating"))
    sources = {r.id: r.source for r in SEEDS}
    assert [sources[r][a:b] for r, a, b in DATING[["report", "start", "end"]].itertuples(index=False)] == list(
        DATING["quote"]
    )
    assert not DATING.duplicated(["report", "scope", "start", "end", "rule", "note"]).any()
    assert (DATING["year_low"].dropna() <= 2012).all()
    assert DATING.groupby("report")["scope"].apply(lambda s: (s == "report").sum()).eq(1).all()


def test_a_report_alone_is_dated_as_among_the_others():
    for report in SEEDS:
        alone = date_reports(report).reset_index(drop=True)
        pd.testing.assert_frame_equal(alone, DATING[DATING["report"] == report.id].reset_index(drop=True))


# ------------------------------------------------------------------------------------------------ rules of the language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2011年，全镇实现财政收入4.7亿元，比上年增长9%。", (2011, 2011, "fixed")),
        ("１９９８年全镇实现工农业总产值2亿元。", (1998, 1998, "fixed")),
        (f"云台镇2013年工作总结\n{REVIEW}\n二、2014年工作打算\n到2020年，建成新城。", (2013, 2013, "fixed")),
        (f"云台镇工作总结\n{REVIEW}\n云台镇人民政府\n2013年12月20日", (2013, 2013, "fixed")),
        (f"云台镇2012年工作总结\n{REVIEW}\n云台镇人民政府\n2013年1月5日", (2012, 2012, "fixed")),
        (f"云台镇工作总结\n{REVIEW}\n云台镇人民政府\n2013年1月5日", (2012, 2013, "interval")),
        ("2009年收入3亿元，2010年收入4亿元，2010年新建道路。", (2010, 2010, "fixed")),
        ("1984年建镇，2006年被评为生态镇，现有人口4万。", (None, None, "open")),
        ("根据总体规划（2006—2020），总投资3亿元。", (None, None, "open")),
        ("到2015年，力争收入翻一番。", (None, None, "open")),
    ],
    ids=[
        "one", "nineties", "title", "signature", "January", "January only", "most", "history", "span", "goal",
    ],
)  # fmt: skip
def test_ordinary_report_gets_its_printed_year(text, expected):
    assert conclusion(text) == expected


@pytest.mark.parametrize(
    "date",
    [
        "二○一一年十二月六日", "二〇一一年", "二零一一年六月", "二◯一一年十月", "二O一一年十月", "二0一一年十月",
        "二 ○ 一 一 年 十 月", "二〇一一",
    ],
)  # fmt: skip
def test_year_in_chinese_numerals_is_read_in_all_its_forms(date):
    assert conclusion(f"云台镇工作总结\n{REVIEW}\n{date}") == (2011, 2011, "fixed")


def test_years_that_are_counted_back_are_bounded():
    said = "今年是“十二五”开局之年。过去五年投入3亿元，近两年投入1亿元，近年来投入2亿元。"
    assert statements(said)[2:] == [("过去五年", 2006, 2011), ("近两年", 2009, 2011), ("近年来", None, 2011)]


def test_numerals_that_are_no_date_are_no_year():
    assert statements("完成一二三四工程，十五个项目，十五年来，“七五”普法，50年不变，10年来，说出一二三五。") == []


@pytest.mark.parametrize(
    ("plan", "first", "last"),
    [(row["words"], int(row["first"]), int(row["last"])) for row in entries("evidence") if row["kind"] == "plan"],
)
def test_stage_of_a_plan_gives_the_year(plan, first, last):
    assert conclusion(f"今年是“{plan}”规划的开局之年。") == (first, first, "fixed")
    assert conclusion(f"今年是“{plan}”收官之年。") == (last, last, "fixed")
    assert conclusion(f"今年是实施“{plan}”规划的第三年。") == (first + 2, first + 2, "fixed")
    assert conclusion(f"明年是“{plan}”规划的开局之年。") == (first - 1, first - 1, "fixed")
    assert statements(f"“{plan}”期间完成3项，“{plan}”末达5项。") == [
        (f"“{plan}”期间", first, last),
        (f"“{plan}”末", last, last),
    ]


@pytest.mark.parametrize(
    ("text", "years_of", "without"),
    [
        ("“十一五”期间，我镇经济发展。", (2006, 2010), (2006, None)),
        ("“十五”、“十一五”规划相衔接。", (2006, 2010), (2006, None)),
        ("我镇编制了“十二五”规划。", (2010, 2015), (2010, None)),
        ("今年是十一五收官之年，也是谋划十二五之年。", (2010, 2010), (2010, 2010)),
    ],
)
def test_naming_a_plan_bounds_below_and_silence_bounds_above(text, years_of, without):
    assert conclusion(text)[:2] == years_of
    assert conclusion(text, assumptions=False)[:2] == without


def test_base_year_in_two_digits_is_a_statement_and_a_lower_bound():
    text = "财政收入是96年的15.7倍，比08年增长3%。"
    assert statements(text) == [("96年", 1996, 1996), ("08年", 2008, 2008)]
    assert conclusion(text) == (2008, None, "open")


def test_relative_words_follow_the_report_or_the_year_printed_before():
    text = (
        "云台镇工作总结\n今年修路，去年建桥，前年通水，明年通气，上半年收入3亿元。"
        "2008年收入2亿元，比上年增长9%，年底人口4万。\n2011年12月1日"
    )
    assert [s for s in statements(text) if s[0] != "2011年12月1日"] == [
        ("今年", 2011, 2011), ("去年", 2010, 2010), ("前年", 2009, 2009), ("明年", 2012, 2012),
        ("上半年", 2012, 2012), ("2008年", 2008, 2008), ("上年", 2007, 2007), ("年底", 2008, 2008),
    ]  # fmt: skip


def test_this_year_of_a_report_signed_in_january_may_be_either():
    text = (
        "政府工作报告\n——2012年1月10日在镇人民代表大会上\n一、工作回顾\n2011年，实现产值10亿元，比上年增长8%。\n"
        "二、2012年工作安排\n今年，全年实现产值11亿元。"
    )
    assert conclusion(text) == (2011, 2011, "fixed")
    assert [s for s in statements(text) if s[0] in ("今年", "上年")] == [("上年", 2010, 2010), ("今年", 2011, 2012)]


# --------------------------------------------------------------------------------------------------------- scrubbing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("长丰镇2015年工作总结\n生产总值25亿元，为“十三五”发展奠定了基础。", (2015, 2015, "fixed")),
        ("长丰镇2005年工作总结\n收入1亿元。\n二、“十一五”规划的主要目标\n收入2亿元。", (2005, 2005, "fixed")),
        ("长丰镇2020年工作总结\n收入2亿元。“十四五”时期，收入年均增长8%。", (2020, 2020, "fixed")),
        ("长丰镇2015年工作总结\n收入2亿元。2016年是“十三五”的开局之年。", (2015, 2015, "fixed")),
        ("政府工作报告\n2016年2月20日\n收入1亿元。\n二、“十三五”发展目标\n收入2亿元。", (2015, 2016, "interval")),
        ("长丰镇2016年工作总结\n收入2亿元。“十二五”收入翻一番。", (2016, 2016, "fixed")),
    ],
)
def test_a_plan_to_come_may_be_named_in_the_year_before_it_begins(text, expected):
    assert conclusion(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "长丰镇情况介绍\n长丰镇1998年由长丰乡和东山乡合并而成，人口6.8万人。",
        "长丰镇情况介绍\n2010年，长丰镇被列为试点镇。目前收入3亿元。",
        "长丰镇情况介绍\n长丰镇2005年获国家卫生镇称号，高速公路2003年通车。",
    ],
)
def test_a_year_of_the_history_of_a_town_is_not_that_of_the_report(text):
    assert conclusion(text) == (None, None, "open")


def test_one_year_that_is_printed_once_is_an_assumption():
    text = "全镇产值增长。2006年建成工业园。"
    assert conclusion(text) == (2006, 2006, "fixed")
    assert conclusion(text, assumptions=False) == (None, None, "open")
    assert conclusion("到2015年，产值达到4亿元。", assumptions=False)[2] == "open"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("比八六年增长30%，九八年底修路，用了七八年时间。", [("八六年", 1986, 1986), ("九八年底", 1998, 1998)]),
        ("2014年总结\n全镇98年修路，近三年修桥，近5年来架线。", [
            ("2014年", 2014, 2014), ("98年", 1998, 1998), ("近三年", 2011, 2014), ("近5年来", 2009, 2014)]),
        ("第七次全国人口普查，人口2.8万人，比第六次人口普查减少。", [
            ("第七次全国人口普查", 2020, 2020), ("第六次人口普查", 2010, 2010)]),
        ("大埔鄉公所九十九年度施政報告", [("九十九年度", 2010, 2010)]),
        ("2019年总结\n三、下一年工作打算", [("2019年", 2019, 2019), ("下一年", 2020, 2020)]),
    ],
)  # fmt: skip
def test_years_of_two_numerals_censuses_and_recent_years_are_dated(text, expected):
    assert statements(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024年中心镇工作总结\n根据总体规划（2024—2024），2024年修路。",
        "2024年收入3亿元，种植茶叶2024亩。",
        "2024年工作总结\n收入3亿元。\n二、2024年工作打算\n加快建设。",
        "2024年是“十二五”规划的开局之年。2024年收入4亿元。2024年修路3公里。",
        "2024年工作总结\n2024年收入4亿元，2024年修路。\n二〇一一年六月三日",
        "2024年工作总结\n2024年，全镇收入4亿元，比2024年增长12%。",
        "工作总结\n镇区面积从2024年的1.6平方公里扩展到2024年的3.2平方公里。",
    ],
    ids=["equal ends", "quantity", "plan for its review", "plan stage", "signed before", "itself", "from and to"],
)
def test_scrubbing_is_detected_by_its_signs(text):
    table = date_reports(text)
    assert ("scrubbing", "destroyed") in rules(text)
    assert not (table[["year_low", "year_high"]] == 2024).any().any()


@pytest.mark.parametrize(
    "text",
    [
        "2011年收入3亿元，2011年种植茶叶2011亩，2010年动工。",
        "2011年上半年工作总结\n收入3亿元。\n二、2011年下半年工作打算\n加快建设。",
        "2011年收入3亿元。2011年修路。2011年通水。",
        "某镇2011年工作总结\n一、2011年工作目标完成情况\n2011年收入3亿元。",
        "某镇2011年工作总结\n年初制定了2011年工作计划，围绕2011年工作思路抓落实。2011年收入3亿元。",
        "某镇2011年工作总结\n2011年下半年收入2亿元，比2011年上半年增长30%；2011年收入3亿元，比2011年计划增加1亿元。",
    ],
    ids=["two years", "half-years", "one year alone", "a plan that was kept", "a plan that was made", "its parts"],
)
def test_ordinary_years_are_not_taken_for_scrubbing(text):
    assert "scrubbing" not in {rule for rule, _ in rules(text)}
    assert conclusion(text) == (2011, 2011, "fixed")


def test_mask_is_a_hidden_year():
    assert conclusion("xxxx年实现产值3亿元，20xx年动工，××年投产。") == (None, None, "open")
    assert [s[0] for s in statements("xxxx年实现产值3亿元，20xx年动工，××年投产。")] == ["xxxx年", "20xx年", "××年"]


# ------------------------------------------------------------------------------------------------------- vocabulary


def test_institution_bounds_from_outside_leave_the_report_open():
    text = "已报国土资源厅批准。"
    assert conclusion(text) == (1998, 2018, "open")
    assert conclusion(text, assumptions=False) == (1998, None, "open")
    assert conclusion("原国土资源厅已撤销。") == (None, None, "open")
    note = date_reports(text).query("rule == 'vocabulary: last year'")["note"].item()
    assert "http" in note


def test_printed_year_that_outlives_an_institution_is_a_conflict():
    text = "2024年工作总结\n已报市国土资源局批准。"
    assert conclusion(text) == (None, None, "conflict")
    assert conclusion(text, assumptions=False) == (2024, 2024, "fixed")


def test_every_packaged_fact_has_years_in_order_and_a_source():
    rows = entries("evidence")
    assert len(rows) > 20
    for row in rows:
        bounds = [int(row[end]) for end in ("first", "last") if row[end] != "-"]
        assert bounds
        assert bounds == sorted(bounds)
        assert row["source"].startswith("http")
    words = [word for row in rows for word in row["words"].split()]
    assert len(words) == len(set(words))


def test_own_vocabulary_adds_evidence(tmp_path):
    own = tmp_path / "evidence.txt"
    own.write_text(
        "words | kind | first | last | note | source\n云台大桥 | institution | 2009 | - | opened | http://x", "utf-8"
    )
    assert conclusion("云台大桥通车。", vocabulary=own) == (2009, None, "open")
    own.write_text(own.read_text("utf-8").replace("2009", "2011 "), "utf-8")  # edited while the session goes on
    assert conclusion("云台大桥通车。", vocabulary=own) == (2011, None, "open")
    own = tmp_path / "wrong" / "evidence.txt"
    own.parent.mkdir()
    own.write_text(
        "words | kind | first | last | note | source\n云台大桥 | institution | soon | - | opened | x", "utf-8"
    )
    with pytest.raises(VocabularyError, match="soon"):
        date_reports("云台大桥通车。", vocabulary=own)


# --------------------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize("text", ["", "\n\n", "人口4.2万。", "。", "年", "2024", "xxxx"])
def test_text_without_evidence_is_open_and_has_its_row(text):
    table = date_reports(text)
    assert table["scope"].tolist()[:1] == ["report"]
    assert conclusion(text) == (None, None, "open")
    assert table["note"].iloc[0] == "no evidence of a year"


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("2015年工作总结\n收入4亿元。\n二〇〇九年六月三日", ["title", "2009"]),
        ("2012年是“十二五”规划的开局之年。", ["2011", "2012"]),
        ("今年是“十二五”开局之年，也是“十一五”收官之年。", ["2011", "2010"]),
        ("2009年工作总结\n我们落实“十三五”规划。", ["title", "2016"]),
    ],
    ids=["title and signature", "plan stage", "two stages", "plan to come"],
)
def test_contradictory_evidence_is_reported_and_never_averaged(text, notes):
    table = date_reports(text)
    assert conclusion(text) == (None, None, "conflict")
    assert all(note in table["note"].iloc[0] for note in notes)
    assert "conflict" in set(table.query("scope == 'evidence'")["status"])


def test_assumption_that_does_not_fit_is_set_aside_visibly():
    text = "2013年工作总结\n“十一五”期间打下基础。"
    assert conclusion(text) == (2013, 2013, "fixed")
    assert ("silence", "set_aside") in rules(text)


def test_assumptions_that_exclude_each_other_give_no_inverted_interval():
    text = "“十一五”规划实施。2011年收入3亿元，2012年收入4亿元，2012年修路，2013年通水。"
    low, high, _ = conclusion(text)
    assert (low, high) == (2012, 2012)
    assert ("silence", "set_aside") in rules(text)


def test_several_texts_and_none_are_dated():
    assert date_reports(["2011年收入3亿元。", ""]).query("scope == 'report'")["report"].tolist() == ["text-1", "text-2"]
    assert date_reports([]).empty
    with pytest.raises(TypeError):
        date_reports(2011)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016年工作总结\n今后五年，财政收入翻一番。", [("2016年", 2016, 2016), ("今后五年", 2016, 2021)]),
        ("1995年工作总结\n到本世纪末，财政收入翻两番。", [("1995年", 1995, 1995), ("本世纪末", 2000, 2000)]),
        ("2005年工作总结\n到本世纪末，全面实现现代化。", [("2005年", 2005, 2005), ("本世纪末", 2100, 2100)]),
        ("到本世纪末，财政收入翻两番。", [("本世纪末", None, None)]),
        ("到“十二五”期末，财政收入突破100亿元。", [("“十二五”期末", 2015, 2015)]),
        ("至112年12月底，人口比111年底减少。", [("112年12月底", 2023, 2023), ("111年底", 2022, 2022)]),
    ],
)
def test_years_that_are_not_four_digits_are_dated(text, expected):
    assert statements(text) == expected


def test_a_report_delivered_in_a_year_may_be_of_the_year_before():
    heading = "2013年某镇政府工作报告\n{}\n财政收入6.85亿元。\n二、2013年工作安排\n财政收入7.5亿元。"
    assert conclusion(heading.format("一、2012年工作回顾")) == (2012, 2012, "fixed")
    assert conclusion(heading.format("一、过去一年工作回顾")) == (2012, 2013, "interval")
    assert conclusion("2013年某镇政府工作报告\n财政收入6.85亿元。") == (2013, 2013, "fixed")


def test_a_plan_for_the_year_reviewed_is_scrubbing_whatever_the_heading_calls_it():
    text = "某镇政府工作报告\n一、2024年工作回顾\n收入6.85亿元。\n二、2024年{}\n收入7.5亿元。"
    for plan in ("主要目标", "奋斗目标", "主要任务", "工作安排"):
        assert ("scrubbing", "destroyed") in rules(text.format(plan)), plan
    assert conclusion(text.format("完成情况").replace("工作回顾", "概况"))[2] != "destroyed"


def test_years_of_the_republic_may_be_printed_in_two_digits():
    text = "民國98年度施政報告\n97年底人口21,148人，較95年減少30人。"
    assert [row[1] for row in statements(text)] == [2009, 2008, 2006]
    assert statements("1998年报告\n97年底人口21148人。")[-1] == ("97年底", 1997, 1997)


def test_years_of_the_republic_in_two_digits_are_a_span_as_well():
    assert statements("大埔鄉公所99年度施政報告\n民國99年度預算。86—89年，人口減少。")[-1] == ("86—89年", 1997, 2000)


def test_a_hidden_base_is_before_the_report_and_a_hidden_goal_after_it():
    text = "2024年是“十一五”的收官之年。2024年种油菜2024亩。收入是2024年的2.6倍，比2024年多3万元。力争到2024年翻番。"
    found = date_reports(text).query("rule in ('hidden base', 'hidden goal')")
    assert [years(row) for _, row in found.iterrows()] == [(None, 2009, "open")] * 2 + [(2011, None, "open")]


def test_a_quantity_is_destroyed_by_the_signs_that_the_dating_goes_by():
    text = "2024年是“十一五”的收官之年。2024年种油菜2024亩。2024年人均收入2024元，收入2024万元。2024年修路3公里。"
    assert extract_claims(text).set_index("quote")["destroyed"].to_dict() == {
        "2024亩": True,
        "2024元": True,
        "2024万元": True,
        "3公里": False,
    }
    assert not extract_claims("2024年种油菜2024亩，2023年种1860亩。")["destroyed"].any()


def test_time_grows_no_faster_than_the_text():
    body = "".join(r.body for r in SEEDS)

    def seconds(times):
        begin = time.perf_counter()
        date_reports(body * times)
        return time.perf_counter() - begin

    overwritten_year.cache_clear()
    seconds(1)
    assert seconds(32) < 8 * max(seconds(8), 0.05)


def test_a_figure_is_of_no_hidden_year_that_another_is_compared_with():
    text = (
        "石桥镇2024年工作总结\n“十二五”以来，2024年全镇产值5亿元，比2024年增长12%；农民人均纯收入4180元。"
        "建成区面积从2024年的1.6平方公里扩展到3.2平方公里。\n二、2024年打算\n到2024年，财政收入3亿元。"
    )
    table = tidy_towns(extract_claims(text), date_reports(text), text).query("not derived")
    years = dict(zip(table["value"], zip(table["year_low"], table["year_high"], strict=True), strict=True))
    assert years[4180] == (2010, 2015)
    assert pd.isna(years[1.6][0])
    assert years[1.6][1] == 2014  # before the report
    assert years[3e8][0] == 2012  # after it
    assert pd.isna(years[3e8][1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大庙镇2016年工作总结与2017年工作思路\n财政收入2亿元，与2015年相比增长9%。", (2016, 2016, "fixed")),
        ("甲镇2016年财政预算执行情况与2017年财政预算草案的报告\n财政收入2亿元。", (2016, 2016, "fixed")),
        ("财政收入2亿元，与2015年相比增长9%。", (2015, None, "open")),
        ("贫困发生率由2013年底的34.7%下降到1.06%。", (2013, None, "open")),
        ("望江街道“十三五”工作总结和“十四五”工作思路\n2020年，财政收入2亿元。", (2020, 2020, "fixed")),
        ("桥头镇“十三五”规划\n\n常住人口8.1万人。", (2015, 2016, "interval")),
        ("关于桥头镇“十三五”规划（2018年修订）\n财政收入2亿元。", (2018, 2018, "fixed")),
        ("关于落实“十三五”规划\n财政收入2亿元。", (2016, 2020, "interval")),
        ("桥头镇工作总结\n\n我镇“十三五”规划\n实施顺利。常住人口8.1万人。", (2016, 2020, "interval")),
    ],
)
def test_what_a_title_joins_and_what_something_has_grown_from(text, expected):
    assert conclusion(text) == expected


def test_sums_of_years_are_of_those_to_come_in_a_plan_only():
    plan = statements("甲镇2010年工作报告\n到2015年，财政收入3亿元；投资五年累计60亿元。近年来，变化大。")
    assert plan[1:] == [("2015年", 2015, 2015), ("五年", 2010, 2015), ("近年来", None, 2010)]
    for done in (
        "投资五年累计60亿元。",
        "从2006年到2010年，五年累计投资60亿元。",
        "“十一五”目标完成，五年累计投资60亿元。",
    ):
        assert ("五年", 2005, 2010) in statements("甲镇2010年工作报告\n" + done)
