"""The arithmetic that reports imply: found by rule, judged by what the printed digits leave open."""

import random
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from agreement import annotated

from towns_analysis.checks import check_claims
from towns_analysis.claims import extract_claims
from towns_analysis.dating import date_reports
from towns_analysis.files import packaged
from towns_analysis.reports import Report, read_reports
from towns_analysis.towns import tidy_towns

ORACLE = Path(__file__).with_name("oracle")


@cache
def seeds() -> tuple[Report, ...]:
    return tuple(read_reports(packaged("seeds")))


@cache
def seed_checks() -> pd.DataFrame:
    return check_claims(extract_claims(list(seeds())))


def checks(text: str) -> pd.DataFrame:
    return check_claims(extract_claims(text), text)


def verdicts(text: str, relation: str) -> list[str]:
    found = checks(text)
    return found.loc[found["relation"] == relation, "verdict"].tolist()


@pytest.mark.parametrize(
    ("verdict", "arithmetic"),
    [
        ("fails", "3.41亿元 + 10.3亿元 + 7.55亿元 + 1.102亿元 = 22.362亿元, stated 22.32亿元"),
        ("fails", "11.53亩 + 6.65亩 + 31.3亩 + 22.12亩 = 71.6亩, stated 71.42亩"),
        ("within rounding", "1.5亿元 + 2.98亿元 + 4.72亿元 + 0.414亿元 = 9.614亿元, stated 9.6亿元"),
        ("exact", "6个 + 7个 + 7个 + 3个 = 23个, stated 23个"),
        ("exact", "1.06亿元 + 120万元 + 300万元 = 1.102亿元, stated 1.102亿元"),
        ("exact", "160亿元 + 4.8亿元 = 164.8亿元, stated 164.8亿元"),
        ("exact", "1.88亿元 + 17.45亿元 = 19.33亿元, stated 19.33亿元"),
        ("within rounding", "1.88亿元 with growth 7.8% and 17.45亿元 with growth 30%: 27.4474%, stated 27.5%"),
        ("within rounding", "160亿元 with growth 9.5% and 4.8亿元 with growth 5%: 9.3635%, stated 9%"),
        ("exact", "150亿元, of 155.3亿元"),
        ("cannot tell", "11家 + 13家 = 24家, stated 25家"),
        ("exact", "32.25公顷, of 116.7公顷"),
        ("exact", "145.4公顷, of 283.4公顷"),
        ("exact", "116.7公顷 granted, 283.4公顷 needed: 166.7公顷 missing"),
        ("exact", "1.5亿元, of 1.5亿元"),
        ("exact", "91户, of 94户"),
        ("exact", "3家 + 13家 = 16家, of 33家"),
        ("exact", "1/3, stated 三分之一"),
        ("exact", "4 listed, stated 4处"),
        ("cannot tell", "7200万元 / 1200亩 = 60000 CNY/mu"),
        ("cannot tell", "10372元 - 4766元 = 5606元 before"),
    ],
)
def test_the_relations_of_the_seeds(verdict: str, arithmetic: str) -> None:
    found = seed_checks()
    assert found.loc[found["arithmetic"] == arithmetic, "verdict"].tolist() == [verdict]


def test_the_seeds_fail_twice_and_each_failure_has_one_repair() -> None:
    fails = seed_checks().query("verdict == 'fails'")
    assert fails["hypothesis"].tolist() == [
        "1.102亿元 for 1.06亿元: the part used for the whole (1 of 16 single misreadings tried)",
        "11.53亩 for 11.35亩: two digits swapped (1 of 10 single misreadings tried)",
    ]
    assert fails["difference"].tolist() == pytest.approx([-4.2e6, -0.18])
    assert (fails["implied_low"] > fails["stated"]).all()


def test_every_row_cites_claims_the_total_first_and_destroyed_ones_never() -> None:
    claims = extract_claims(list(seeds())).set_index("claim")
    for row in seed_checks().itertuples():
        cited = claims.loc[row.claims.split()]
        assert cited["value"].iloc[0] == pytest.approx(row.stated)
        assert not cited["destroyed"].any()
        assert set(cited["report"]) == {row.report}


def test_no_failure_in_texts_that_were_read_by_a_person() -> None:
    texts = [entry["text"] for file in ORACLE.glob("*.jsonl") for entry in annotated(file.stem)]
    found = check_claims(extract_claims(texts), texts)
    assert len(found) > 80
    assert found.query("verdict == 'fails'")["arithmetic"].tolist() == []


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("工农业总产值20.5亿元，其中工业总产值15亿元，农业总产值3亿元。", "total and parts"),
        ("工农业总产值20亿元，增长20%，其中工业总产值15亿元，增长10%，农业总产值5亿元，增长5%。", "growth of parts"),
        ("户籍人口42156人，其中农业人口35210人，非农业人口7946人。", "total and parts"),
        ("引进项目5个，其中工业项目8个。", "part and whole"),
        ("工农业总产值20.1亿元，其中工业总产值15.2亿元，占92.7%。", "share"),
        ("完成投资3.1亿元，占年度计划投资6.8亿元的55.6%。", "share"),
        ("财政收入3.1亿元，完成年度预算6.8亿元的55.6%。", "share"),
        ("65岁以上老人1086人，占总人口4725人的33%。", "share"),
        ("全镇33个村中，无集体收入的村5个，占25.2%。", "share"),
        ("总投资1.5亿元，年度计划投资5.6亿元。", "planned and done"),
        ("财政收入由2.1亿元增加到4.25亿元，增长52.4%。", "from and to"),
        ("财政收入达4.08亿元，增加1.03亿元，增长43.8%。", "level, change and growth"),
        ("养老保险参保率达到109%。", "coverage"),
        ("建成东门、西门、南门、北门共3座。", "count and items"),
        ("拆迁户94户已签订协议97户。", "part and whole"),
        ("国税收入5200万元，地税收入4300万元，合计9700万元。", "total and parts"),
        ("财政总收入3.2亿元，其中一般预算收入3.5亿元。", "part and whole"),
        ("粮食总产3812吨，比2010年的3650吨增长14.4%。", "from and to"),
        ("财政收入5621元，比上年的5238元增加483元。", "from and to"),
    ],
)
def test_a_clear_contradiction_fails(text: str, relation: str) -> None:
    assert verdicts(text, relation) == ["fails"]


@pytest.mark.parametrize(
    "text",
    [
        "全镇有企业50家，其中规模以上企业30家，高新企业25家。",
        "引进项目10个，其中3000万元以上项目8个，5000万元以上项目6个。",
        "改造公路50公里，其中通村公路30公里，乡村公路25公里。",
        "全镇有企业50家，新增企业3家，其中规模以上企业5家。",
        "完成投资5.2亿元，完成计划的130%，计划投资4亿元，已完成投资5.2亿元。",
        "财政收入由2005年的2亿元增加到4亿元，年均增长15%。",
        "财政收入由2005年的2亿元增加到4亿元，比上年增长15%。",
        "工业总产值15亿元，占全县工业总产值的12%。",
        "重点抓好总投资1.5亿元的安置小区等12个重点项目，年度计划投资5.6亿元。",
        "全镇GDP21.3亿元；财政收入达到3.17亿元，人均2.6万元，占GDP的比重为14.9%。",
        "支出预算480万元，执行结果为526.8万元，其中教育事业费231.4万元，占总支出的43.9%。",
        "代表50人，其中女代表20人，党员代表45人。",
        "完成东村、西村道路和南塘、北塘两个泵站建设。",
        "抓了三项工作，投入资金2000万元。一是修路，投入资金300万元；二是建桥，投入资金200万元；三是绿化，投入资金50万元。",
        "年初有企业由12家增加到20家，其中外资企业15家。",
        "接待游客近30万人次，其中外地游客31万人次。",
        "完成计划的104.6%，增长120%。",
        "工农业总产值由10亿元增加到18亿元，其中工业总产值15亿元，农业总产值3亿元。",
        "建成厂房、宿舍、食堂等两幢大楼和道路。",
        "总产值增长3倍，由10亿元增加到30亿元。",
        "2012年财政收入538万元，比上年的456万元增加82万元，增长18%。",
        "人均收入9200元，比全县平均水平8600元高600元，高出7%。",
        "财政收入712万元，超收42万元，同比增长16.2%。",
        "财政收入712万元，环比增加42万元，增长16.2%。",
        "生产总值12.6亿元，其中一产1.3亿元、二产7.1亿元、三产4.3亿元。",
        "工农业总产值28.6亿元，比上年的25.9亿元增长10.4%，其中工业总产值22.3亿元，农业总产值6.3亿元。",
        "总收入28.6亿元，比2015年的25.9亿元增长10.4%，其中种植收入22.3亿元，养殖收入6.3亿元。",
        "财政总收入3.2亿元。一般预算收入3.5亿元。",
        "财政收入420万元，超额6.2%，增收36万元。",
        "财政收入5391万元，比上年同口径的4813万元增长17%。",
        "新签约项目14个，其中超亿元项目14个；开工项目10个，竣工项目7个。",
        "财政收入5621万元，比上年的4813万元增长16.8%。",
        "财政收入5621万元，比全县平均数3238万元高73.6%，增长16.8%。",
    ],
)
def test_no_false_alarm(text: str) -> None:
    assert checks(text).query("verdict == 'fails'")["arithmetic"].tolist() == []


def test_a_base_of_a_number_in_several_parts_is_written_in_its_unit() -> None:
    text = "歲入3億2,456萬元，較上年減少1,820萬元。"
    (arithmetic,) = check_claims(extract_claims(text), text)["arithmetic"]
    assert arithmetic == "3億2,456萬元 + 1,820萬元 = 342760000 TWD before"


def test_a_base_is_set_against_the_level_that_is_a_multiple_of_it() -> None:
    found = checks("财政收入3612万元，是2005年1204万元的3.2倍。")
    assert found["arithmetic"].tolist() == [
        "3612万元 / 3.2倍 = 1128.75万元 before",
        "from 1204万元 to 3612万元: 3倍, stated 3.2倍",
    ]


def test_what_is_done_of_one_thing_is_not_set_against_the_plan_of_another() -> None:
    text = "财政收入2.4亿元，占年初预算2.2亿元的107%；固定资产投资完成18.6亿元。"
    assert verdicts(text, "planned and done") == []


def test_a_total_after_its_parts_is_checked_and_is_none_of_them() -> None:
    text = "工业总产值45亿元，农业总产值5亿元，合计50亿元，增长12%。"
    assert verdicts(text, "total and parts") == ["exact"]
    assert extract_claims(text)["indicator"].tolist() == ["industrial_output", "agricultural_output", "", ""]


@pytest.mark.parametrize(
    "fragment", ["2011年，工业总产值3{i}.5亿元，其中园区1{i}.2亿元，增长{i}.5%。", "其中{i}亿元；", "投资{i}万", "{i}%"]
)
def test_time_of_checks_and_of_towns_grows_no_faster_than_a_report(fragment: str) -> None:
    def seconds(times: int) -> float:
        text = "".join(fragment.format(i=i % 9 + 1) for i in range(times))
        claims, dating = extract_claims(text), date_reports(text)
        begin = time.perf_counter()
        check_claims(claims, text)
        tidy_towns(claims, dating, text)
        return time.perf_counter() - begin

    seconds(50)
    assert seconds(1600) < 8 * max(seconds(400), 0.2)


def test_a_relation_fails_only_if_the_lenient_reading_fails_too() -> None:
    assert verdicts("工农业总产值20亿元，其中工业总产值15.6亿元，农业总产值3.2亿元。", "total and parts") == [
        "within rounding"
    ]
    assert verdicts("工农业总产值20.0亿元，其中工业总产值15.6亿元，农业总产值3.2亿元。", "total and parts") == ["fails"]


def test_an_approximator_opens_the_side_it_points_to() -> None:
    text = "工农业总产值{}亿元，其中工业总产值15.6亿元，农业总产值3.2亿元。"
    assert verdicts(text.format("近20.0"), "total and parts") == ["cannot tell"]
    assert verdicts(text.format("近18.1"), "total and parts") == ["fails"]
    assert verdicts(text.format("18.1").replace("18.1亿元", "18.1亿多元"), "total and parts") == ["cannot tell"]
    assert verdicts(text.format("19.1").replace("19.1亿元", "19.1亿多元"), "total and parts") == ["fails"]


def test_without_its_text_a_report_keeps_what_needs_none() -> None:
    claims = extract_claims("工农业总产值20亿元，其中工业总产值15亿元。参保率达到95%。")
    assert check_claims(claims)["relation"].tolist() == ["part and whole", "coverage"]
    lost = claims.assign(start=float("nan"), end=float("nan"))
    assert check_claims(lost)["relation"].tolist() == ["part and whole", "coverage"]


def test_bad_input_is_an_empty_result_or_a_clear_error() -> None:
    empty = extract_claims("无")
    assert check_claims(empty).empty
    assert list(check_claims(empty).columns) == list(seed_checks().columns)
    with pytest.raises(ValueError, match="'bound'"):
        check_claims(empty.drop(columns="bound"))
    with pytest.raises(TypeError, match="got list"):
        check_claims([])  # type: ignore[arg-type]


def test_claims_are_not_changed() -> None:
    claims = extract_claims(list(seeds()))
    before = claims.copy(deep=True)
    check_claims(claims)
    pd.testing.assert_frame_equal(claims, before)


def test_the_share_of_planted_errors_that_is_caught() -> None:
    found = seed_checks()
    holds = found["relation"].isin(["total and parts", "growth of parts"]) & found["verdict"].isin(
        ["exact", "within rounding"]
    )
    assert caught(found) >= 0.25  # most relations of order, price and base cannot show an error
    assert caught(found[holds]) >= 0.6


def caught(found: pd.DataFrame) -> float:
    """Misprint 200 digits among the figures of some relations; return the share that makes a check fail anew."""
    quotes = extract_claims(list(seeds())).set_index("claim")["quote"]
    cited = sorted({claim for claims in found["claims"] for claim in claims.split()})
    printed = [claim for claim in cited if any("0" <= c <= "9" for c in quotes[claim])]
    rng = random.Random(2011)
    share = sum(plant(claim, rng) for claim in rng.choices(printed, k=200)) / 200
    print(f"{share:.1%} of the errors planted in {len(printed)} figures are caught")
    return share


def plant(claim: str, rng: random.Random) -> bool:
    """Misprint one digit of a claim in its report; return whether a check that did not fail before now fails."""
    name, start, end = claim.replace(":", "-").rsplit("-", 2)
    report = next(r for r in seeds() if r.id == name)
    at = rng.choice([i for i in range(int(start), int(end)) if report.source[i].isdigit()])
    digit = rng.choice([d for d in "0123456789" if d != report.source[at]])
    wrong = replace(report, source=report.source[:at] + digit + report.source[at + 1 :])
    failed = seed_checks().query("verdict == 'fails'")
    fails = check_claims(extract_claims(wrong), wrong).query("verdict == 'fails'")
    return bool(
        set(zip(fails["relation"], fails["claims"], strict=True))
        - set(zip(failed["relation"], failed["claims"], strict=True))
    )


def test_a_plan_fulfilled_beyond_its_size_is_no_coverage():
    """A coverage is a named rate: 分别完成年计划的105%和116% may well be above 100."""
    text = "新增城镇就业420人、农村劳动力转移就业1860人，分别完成年计划的105%和116%；城镇登记就业率98%。"
    found = check_claims(extract_claims(text), text)
    assert found.loc[found["relation"] == "coverage", "stated"].tolist() == [98]
    assert "fails" not in found["verdict"].tolist()


@pytest.mark.parametrize(
    "text",
    [
        "财政收入由0亿元增加到0亿元，增长0%。",
        "工农业总产值0亿元，其中工业总产值0亿元，占0%。",
        "工农业总产值0亿元，增长20%，其中工业总产值0亿元，增长10%，农业总产值0亿元，增长5%。",
    ],
)
def test_nothing_is_divided_by_nothing(text: str) -> None:
    assert not set(checks(text)["relation"]) & {"from and to", "share", "growth of parts"}


def test_area_times_yield_is_the_output() -> None:
    assert verdicts("种植水稻1000亩，亩产500公斤，总产量500吨。", "yield") == ["exact"]
    assert verdicts("种植杨梅1000亩，亩产500公斤，总产量300吨。", "yield") == ["cannot tell"]  # of some of the area
