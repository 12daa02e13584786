"""What words say beside a figure and of a report; and that nothing is said where the text does not say it."""

from __future__ import annotations

import pandas as pd
import pytest

import towns_analysis as ta
from towns_analysis.details import claim_details, same_fact
from towns_analysis.genres import report_details
from towns_analysis.reports import Report
from towns_analysis.schema import columns_of
from towns_analysis.vocabulary import VocabularyError, entries


def details(text: str, column: str) -> dict[str, object]:
    """Return one detail of each claim of a text, by its quote."""
    claims = ta.extract_claims(text)
    return dict(zip(claims["quote"], claim_details(claims, text)[column].astype(object), strict=True))


def towns(text: str) -> pd.DataFrame:
    return ta.tidy_towns(ta.extract_claims(text), ta.date_reports(text), text)


def report(text: str, **about: str) -> dict[str, str]:
    return report_details(Report("r", text, 0, len(text), **about)).iloc[0].to_dict()


# ------------------------------------------------------------------------------------------- of a claim


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年实现生产总值35亿元，按可比价格计算增长12%。", {"35亿元": "", "12%": "comparable"}),
        ("按可比价计算，生产总值35亿元，增长12%。", {"35亿元": "", "12%": "comparable"}),
        ("工业总产值（1990年不变价）达到5.2亿元，增长18%。", {"5.2亿元": "constant", "18%": "constant"}),
        ("工业总产值5.2亿元（现价），增长18%。", {"5.2亿元": "current", "18%": "current"}),
        ("社会总产值按现行价格计算为3.1亿元。", {"3.1亿元": "current"}),
        ("工业增加值增长15%（可比价，下同）。", {"15%": "comparable"}),
        ("生产总值按现价计算增长15%，按可比价计算增长12%。", {"15%": "current", "12%": "comparable"}),
        ("生產總值35億元，按可比價格計算增長12%。", {"35億元": "", "12%": "comparable"}),
        # another subject, another sentence, or a word that only looks like one
        ("生产总值按可比价计算增长12%，财政收入增长20%。", {"12%": "comparable", "20%": ""}),
        ("生产总值按可比价计算增长12%。工业总产值增长20%。", {"12%": "comparable", "20%": ""}),
        ("生产总值增长12%（现价增长9%）。", {"12%": "", "9%": "current"}),
        ("工业企业实现价值5亿元，出现价格上涨，工业总产值增长12%。", {"5亿元": "", "12%": ""}),
        ("工业总产值35亿元，比上年增长12%。", {"35亿元": "", "12%": ""}),
    ],
)
def test_prices_are_those_printed_for_the_figure(text: str, expected: dict[str, str]) -> None:
    assert details(text, "price_basis") == expected


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("财政收入同比增长9%。", "same_period"),
        ("财政收入比去年同期增长9%。", "same_period"),
        ("财政收入是上年同期的1.2倍。", "same_period"),
        ("财政收入比上年增长9%。", "previous_year"),
        ("财政收入较去年增加300万元。", "previous_year"),
        ("各项存款余额比年初增加2.3亿元。", "year_start"),
        ("各项存款余额比上年末增长9%。", "year_start"),
        ("用电量环比下降3%。", "previous_period"),
        ("“十五”期间，财政收入年均增长15%。", "annual_average"),
        ("财政收入是1995年的8倍。", "named"),
        ("财政收入增长9%。", ""),
        ("农民年均纯收入增长9%。", ""),  # an income a year, not a growth a year
        ("财政收入2.4亿元。", ""),  # a level has no base
    ],
)
def test_the_base_of_growth_is_the_one_printed(text: str, base: str) -> None:
    assert list(details(text, "growth_base").values()) == [base]


def test_one_base_holds_for_a_list_and_for_no_later_clause() -> None:
    assert list(details("工业产值、财政收入同比分别增长14%、7.5%，出口增长3%。", "growth_base").values()) == [
        "same_period",
        "same_period",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("1—11月，全镇完成财政收入5亿元。", 11),
        ("2011年1至9月份，工业总产值达35亿元。", 9),
        ("一至十月全镇完成财政收入5亿元。", 10),
        ("7-9月完成财政收入5亿元。", 3),
        ("今年上半年完成财政收入5亿元。", 6),
        ("前三季度，全镇完成财政收入5亿元。", 9),
        ("三季度完成财政收入5亿元。", 3),
        ("全年预计完成财政收入5亿元。", 12),
        ("上半年，比2010年同期多开工3天，完成财政收入5亿元。", 6),  # a base is no new time
        ("2011年完成财政收入5亿元。", None),
        ("上半年，工业用电下降。2010年完成财政收入5亿元。", None),
        ("上半年抓招商，去年完成财政收入5亿元。", None),
        ("完成全年任务的过半，实现财政收入5亿元。", None),
        ("截至6月底，完成财政收入5亿元。", 6),
        ("截至6月底，累计完成财政收入5亿元。", None),  # since when it does not say
        ("要在6月底前完成财政收入5亿元。", None),
        ("11月份完成财政收入5000万元。", 1),
        ("下半年，要确保完成全年目标：财政收入5亿元。", 12),
        ("2010年12月至2011年3月完成财政收入5亿元。", None),
        ("石桥镇2012年上半年工作总结\n各位代表：\n完成财政收入3600万元。", 6),
        ("石桥镇2012年上半年工作总结\n五年来，完成财政收入3600万元。", None),
        ("石桥镇2012年上半年工作总结\n下半年力争完成财政收入3600万元。", 6),
        ("石桥镇2012年上半年工作总结\n力争完成财政收入3600万元。", None),
        ("石桥镇2012年工作总结\n上半年成绩不小。\n完成财政收入3600万元。", None),
        ("截至11月20日，完成财政收入5亿元。", 11),
        ("截至到11月20日，完成财政收入5亿元。", 11),
        ("截至2014年9月8日，完成财政收入5亿元。", 8),
        ("9月25日止，完成财政收入5亿元。", 9),
        ("9月25日，大桥建成，完成财政收入5亿元。", None),
        ("截至三季度末，完成财政收入5亿元。", 9),
        ("1-9月财政收入1.96亿元，去年同期财政收入为1.77亿元。", 9),
        ("1—9月份，完成财政收入1.96亿元，占年计划2.55亿元。", 12),
        ("四季度，完成财政收入5900万元，确保全年完成2.55亿元。", 12),
        ("预计全年完成生产总值9.2亿元；1-11月，完成财政收入5亿元。", 11),
        ("上半年，全镇总人口达到4.2万人。", None),  # a stock covers no months
        ("上半年末，各项存款余额5亿元。", None),
    ],
)
def test_months_are_those_that_the_words_of_a_flow_cover(text: str, months: int | None) -> None:
    found = list(details(text, "months").values())[-1]
    assert (None if pd.isna(found) else found) == months


@pytest.mark.parametrize(
    ("text", "scope", "people"),
    [
        ("镇区面积2.4平方公里。", "seat", ""),
        ("镇区建成区面积2.4平方公里。", "built_up", ""),
        ("建成区面积扩大到3平方公里。", "built_up", ""),
        ("柳河镇区域面积86.4平方公里。", "whole", ""),  # a land area is of the whole; 镇区 stands across two words
        ("园区完成工业总产值12亿元。", "park", ""),
        ("全镇实现工业总产值12亿元。", "whole", ""),
        ("全县完成财政收入12亿元。", "county", ""),
        ("实现工业总产值12亿元。", "", ""),
        ("推动企业向园区集聚，工业总产值达到12亿元。", "", ""),  # the clause before
        ("常住人口4.2万人。", "", "resident"),
        ("户籍人口4.2万人。", "", "registered"),
        ("非农业人口4200人。", "", "registered"),  # a register, not where people live
        ("乡村人口2.1万人。", "rural", ""),
        ("总人口4.2万人。", "", "total"),
        ("人口4.2万人。", "", ""),
        ("户籍人口城镇化率达到31%。", "", "registered"),
        ("城镇化率达到31%。", "", ""),
    ],
)
def test_area_and_people_are_those_named_or_defined(text: str, scope: str, people: str) -> None:
    assert list(details(text, "scope").values()) == [scope]
    assert list(details(text, "population_basis").values()) == [people]


def test_what_the_definition_fixes_is_in_the_vocabulary() -> None:
    about = ta.indicators().set_index("indicator")[["scope", "population_basis"]]
    assert about.loc["built_up_area"].tolist() == ["built_up", ""]
    assert about.loc["registered_population"].tolist() == ["", "registered"]
    assert about.loc["gdp"].tolist() == ["", ""]


def test_without_the_text_only_the_claim_itself_speaks() -> None:
    text = "园区常住人口4.2万人，按可比价计算，全年工业总产值比1995年增长9%。"
    claims = ta.extract_claims(text)
    found = claim_details(claims, "another text")
    assert found[["price_basis", "growth_base", "scope", "population_basis"]].to_numpy().tolist() == [
        ["", "", "park", "resident"],
        ["", "named", "", ""],
    ]
    assert found["months"].isna().all()


def test_words_of_your_own_are_added_and_a_wrong_one_is_refused(tmp_path) -> None:
    file = tmp_path / "details.txt"
    file.write_text("detail | value | words\nscope | park | 飞地\n", encoding="utf-8")
    text = "飞地完成工业总产值12亿元。"
    claims = ta.extract_claims(text)
    assert claim_details(claims, text)["scope"].tolist() == [""]
    assert claim_details(claims, text, vocabulary=file)["scope"].tolist() == ["park"]
    for line in ("skope | park | 飞地", "months | six | 半载"):
        file.write_text(f"detail | value | words\n{line}\n", encoding="utf-8")
        with pytest.raises(VocabularyError, match=r"details\.txt:2: "):
            claim_details(claims, text, vocabulary=file)


def test_claims_stay_as_they_are_and_must_be_whole() -> None:
    claims = ta.load("claims").iloc[::-1]
    before = claims.copy(deep=True)
    found = claim_details(claims)
    pd.testing.assert_frame_equal(claims, before)
    assert found.index.equals(claims.index)
    pd.testing.assert_frame_equal(found.sort_index(), claim_details(ta.load("claims")))
    assert claim_details(claims.iloc[:0]).empty
    with pytest.raises(ValueError, match="claims lack the column 'kind'"):
        claim_details(claims.drop(columns="kind"))


def test_every_value_of_the_vocabulary_is_one_that_the_tables_allow() -> None:
    allowed = {**columns_of("towns"), **columns_of("reports")}
    for row in entries("details"):
        column = allowed.get(
            row["detail"].replace("author_signature", "author_level").replace("author_self", "author_level")
        )
        if column and column["allowed"] != "-":
            assert row["value"] in {*column["allowed"].split(), "-"}, row.where


# ------------------------------------------------------------------------------------------- one fact


def test_a_base_at_comparable_prices_is_told_from_one_at_current_prices() -> None:
    rows = towns("2011年生产总值35亿元，按可比价计算比上年增长12%。2011年工业总产值90亿元，比上年增长20%。")
    assert rows[["derived", "price_basis", "growth_base"]].to_numpy().tolist() == [
        [False, "", ""],
        [True, "comparable", "previous_year"],
        [False, "", ""],
        [True, "", "previous_year"],
    ]


def test_half_a_year_is_kept_for_its_base_unless_the_words_name_another() -> None:
    said = {words: towns(f"2011年上半年财政收入3亿元，{words}增长9%。") for words in ("同比", "", "比2010年")}
    months = {words: rows.set_index("derived").loc[True, "months"] for words, rows in said.items()}
    assert (months["同比"], months[""]) == (6, 6)  # half a year cannot have grown from a whole one
    assert pd.isna(months["比2010年"])


def test_a_base_that_is_also_stated_is_one_fact_with_it() -> None:
    text = "2010年财政收入3.00亿元。2011年财政收入3.60亿元，比上年增长{}%。"
    one = towns(text.format("20.0")).set_index("derived")
    assert one.loc[True, "fact"] == one.loc[False, "fact"].iloc[0]
    other = towns(text.format("50.0"))
    assert other["fact"].is_unique


def test_restatements_have_one_fact_and_parts_their_own() -> None:
    text = "2011年财政收入4.2亿元，增长9%。2011年，全镇财政收入4.22亿元。2011年园区财政收入4.2亿元。"
    claims = ta.extract_claims(text)
    table = ta.tidy_towns(claims, ta.date_reports(text), text)
    level, growth, _, park = claims["claim"]
    assert same_fact(claims, table).tolist() == [level, growth, level, park]
    assert set(table["fact"]) == {level, growth, park}


def test_a_park_and_the_town_are_two_rows() -> None:
    table = towns("2011年城镇化率31%。2011年常住人口城镇化率31%。2011年园区工业总产值8亿元。2011年工业总产值8亿元。")
    assert table["population_basis"].tolist() == ["", "resident", "", ""]
    assert table["scope"].tolist() == ["", "", "park", ""]


# ------------------------------------------------------------------------------------------- of a report


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("今年，我镇狠抓招商。在县委、县政府领导下，我镇变化很大。我县领导多次视察。", "town"),
        ("近年来，我县把小城镇建设作为大事来抓，各镇热情高涨。", "county"),
        ("我市有三个试点镇。", "city"),
        ("道路已经修好。\n柳河乡人民政府\n2009年3月2日", "town"),
        ("各镇建设加快。\n中共平川县委\n平川县人民政府", "county"),
        ("我镇与我县。", ""),  # one each
        ("全镇人口4.2万。", ""),  # of a town, but by whom?
        ("", ""),
    ],
)
def test_who_speaks(text: str, level: str) -> None:
    assert report(text)["author_level"] == level


def test_the_place_of_the_vocabulary_tells_who_speaks() -> None:
    assert report("我市有三个试点镇。", place="yuyao")["author_level"] == "county"


@pytest.mark.parametrize(
    ("title", "text", "genre"),
    [
        ("柳河镇政府工作报告", "各位代表：", "work_report"),
        ("2009年工作总结及2010年工作计划", "", "summary"),
        ("2010年工作要点", "", "plan"),
        ("小城镇建设工作总结汇报", "", "briefing"),
        ("和谐乡村建设经验交流材料", "", "exchange_material"),
        ("关于土地流转的调研报告", "", "research"),
        ("镇长述职报告", "", "personal_report"),
        ("柳河镇简介", "", "introduction"),
        ("", "柳河镇二〇〇九年工作总结\n今年以来，成效明显。", "summary"),
        ("", "今年以来成效明显。现将有关情况汇报如下：\n修了路。", "briefing"),
        ("", "现在，我代表镇人民政府向大会报告工作，请予审议。", "work_report"),
        ("柳河镇", "一、上半年工作总结\n修了路。", ""),  # the title of a section
        ("柳河镇", "今年修了路。", ""),
    ],
)
def test_kind_of_text(title: str, text: str, genre: str) -> None:
    assert report(text, title=title)["genre"] == genre


@pytest.mark.parametrize(
    ("text", "truncated"),
    [
        ("工业增长很快，基础设施不断完", "sentence"),
        ("道路已经修好。\n二、明年工作", "sentence"),
        ("道路已经修好。\n在镇党委、镇政府的正", "sentence"),  # names, but no signature
        ("主要抓了：一是修路；", "sentence"),
        ("明年抓好以下四项工作：一是修路。二是植树。三是招商。", "list"),
        ("重点做好以下三个方面工作。\n1、修路。\n2、植树。", "list"),
        ("明年抓好以下三项工作：一是修路。二是植树。三是招商。", ""),
        ("存在以下三个问题：一是资金。二是土地。\n三、打算\n明年修路。", ""),  # the author's slip: the text goes on
        ("要做好以下几项工作：一是修路。", ""),  # how many is not said
        ("道路已经修好。\n柳河镇人民政府\n二〇〇九年三月二日", ""),
        ("道路已经修好。谢谢大家", ""),
        ("道路已经修好。\n本文来源：example.com", ""),
        ("他说：“路修好了。”", ""),
        ("", ""),
    ],
)
def test_a_text_that_breaks_off(text: str, truncated: str) -> None:
    assert report(text)["truncated"] == truncated


def test_traditional_characters_and_wrapped_lines_are_read_alike() -> None:
    assert report("年終工作總結\n今年我鎮修了路，又種\n了樹。") == {
        "report": "r",
        "author_level": "town",
        "genre": "summary",
        "truncated": "",
    }


def test_the_packaged_reports() -> None:
    table = ta.load("reports").set_index("id")
    assert table["author_level"].to_dict()["yuyao"] == "county"
    assert table.index[table["truncated"] != ""].tolist() == ["mazhu"]  # it ends within a word
    assert table["genre"].value_counts().to_dict() == {"summary": 4, "exchange_material": 1}
