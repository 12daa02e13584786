"""Numerals have the value they state, and every number of a text is accounted for."""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd
import pytest
from agreement import annotated
from score import HERE, annotations

from towns_analysis import Report, classify_numbers, extract_claims, read_reports
from towns_analysis.reading.numerals import parse_number

ROLES = {"claim", "date", "ordinal", "name", "slogan", "criterion", "page", "other"}
ORACLE = ("wording", "eastern", "inland", "layout", "excerpts", "passages", "nothing")
VALUES = {
    "5": 5, "0": 0, "007": 7, "12.50": 12.5, "0.58": 0.58, "16,697": 16_697, "1,234,567.8": 1_234_567.8,
    "4.2万": 42_000, "164.8亿": 16_480_000_000, "1.2万亿": 1.2e12, "3千5百": 3500, "8百": 800,
    "3亿6千万": 360_000_000, "1亿2000万": 120_000_000, "1千零50万": 10_500_000, "2万5": 25_000, "1百5十": 150,
    "〇": 0, "零": 0, "二": 2, "两": 2, "十": 10, "十二": 12, "二十": 20, "九十九": 99, "廿三": 23, "卅": 30,
    "一百零五": 105, "一百一十": 110, "一百五": 150, "两千三": 2300, "两千零三": 2003, "三千零五十": 3050,
    "一万": 10_000, "四万二千": 42_000, "十五万": 150_000, "三万零八": 30_008, "一百二十万": 1_200_000,
    "千万": 10_000_000, "二亿三千万": 230_000_000, "一亿零五百万": 105_000_000, "三万亿": 3e12,
    "二〇一一": 2011, "一九九八": 1998,
    "三点五": 3.5, "零点八": 0.8, "一百二十点六": 120.6, "四点二万": 42_000, "三点八二亿": 382_000_000,
}  # fmt: skip
WITHOUT = ["百万千", "十百", "一十百", "一点二点三", "1.2.3", "点五万万千"]


@pytest.mark.parametrize(("printed", "value"), VALUES.items())
def test_numeral_has_the_value_it_states(printed, value):
    assert parse_number(printed) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("printed", WITHOUT)
def test_what_is_no_numeral_has_no_value(printed):
    assert parse_number(printed) is None


@pytest.mark.parametrize(
    "number", [*range(1, 130), 200, 305, 1000, 1001, 1010, 1999, 10_000, 20_050, 99_999, 105_000, 30_000_400]
)
def test_a_number_written_out_in_chinese_comes_back(number):
    assert parse_number(spelled(number)) == number


def spelled(number: int) -> str:
    """Write a number below 100 million in Chinese."""
    high, low = divmod(number, 10_000)
    tail = "".join(_digits(low, padded=high > 0))
    return (spelled(high) + "万" if high else "") + tail


def _digits(number: int, padded: bool) -> str:
    printed = f"{number:04}" if padded else str(number)
    text = "".join(
        "零" if d == "0" else "零一二三四五六七八九"[int(d)] + s
        for d, s in zip(printed, "千百十\0"[-len(printed) :], strict=True)
    )
    return re.sub("零+", "零", text.replace("\0", "")).rstrip("零")


@pytest.mark.parametrize("text", ["面积由1.36至1.69万亩。", "耕地从0.81至1.14万亩。"])
def test_both_ends_of_a_change_are_free_of_binary_noise(text):
    from_, to = re.findall(r"\d\.\d+", text)
    expected = [float(Decimal(number) * 10_000) for number in (from_, to)]
    assert extract_claims(text)["value"].tolist() == expected


# ------------------------------------------------------------------------------------------------- the account


def texts():
    found = {report.id: report for report in read_reports(HERE.parent / "seeds")}
    entries = [entry for name in ORACLE for entry in annotated(name)]
    return found | {e["id"]: Report(id=e["id"], source=e["text"], start=0, end=len(e["text"])) for e in entries}


@pytest.fixture(scope="module")
def account() -> dict[str, tuple[str, int, int, pd.DataFrame]]:
    """Return source, span and rows of every text."""
    return {name: (r.source, r.start, r.end, classify_numbers(r)) for name, r in texts().items()}


def test_every_run_of_digits_lies_in_exactly_one_row(account):
    wrong = []
    for name, (source, start, end, rows) in account.items():
        spans = list(zip(rows["start"], rows["end"], strict=True))
        for run in re.compile(r"[0-9０-９]+").finditer(source, start, end):
            holders = [span for span in spans if span[0] < run.end() and run.start() < span[1]]
            if len(holders) != 1 or holders[0][0] > run.start() or holders[0][1] < run.end():
                wrong.append((name, source[run.start() - 8 : run.end() + 8], holders))
    assert wrong == []


def test_rows_are_ordered_disjoint_and_quote_their_span(account):
    for name, (source, _, _, rows) in account.items():
        assert (rows["start"] < rows["end"]).all(), name
        assert (rows["end"].iloc[:-1].to_numpy() <= rows["start"].iloc[1:].to_numpy()).all(), name
        assert [source[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == rows["quote"].tolist(), name


def test_every_row_has_a_known_role(account):
    roles = pd.concat([rows["role"] for *_, rows in account.values()])
    assert set(roles) <= ROLES
    assert {"claim", "date", "ordinal", "name", "slogan", "criterion", "page"} <= set(roles)


def test_claims_of_the_account_are_the_claims_that_are_extracted(account):
    from towns_analysis import extract_claims

    for name, text in texts().items():
        rows = account[name][3]
        claims = extract_claims(text)
        assert (
            rows.loc[rows["role"] == "claim", ["start", "end"]].to_numpy().tolist()
            == claims[["start", "end"]].to_numpy().tolist()
        ), name


def test_other_numbers_of_the_seeds_have_their_roles(account):
    seeds = [rows for source, *_, rows in account.values() if len(source) > 10_000]
    rows = pd.concat(seeds)
    allowed = {"other": {"criterion", "page", "other"}}
    wrong = []
    for other in annotations("other_numbers.csv"):
        row = rows[(rows["start"] <= other["start"]) & (rows["end"] >= other["end"])]
        if row["role"].tolist() not in [[role] for role in allowed.get(other["role"], {other["role"]})]:
            wrong.append((other["span"], other["start"], other["role"], row["role"].tolist()))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2011年，引进3000万元以上项目5个。", ["date", "criterion", "claim"]),
        ("35省道穿境而过，全长12公里。", ["name", "claim"]),
        ("1、完成投资3亿元。", ["ordinal", "claim"]),
        ("实施“168”工程，投资1.*3亿元。", ["slogan", "other", "other"]),
        ("工作总结\n- 12 -\n人口4.2万。", ["page", "claim"]),
        ("第3次会议于6月28日召开。", ["ordinal", "date", "date"]),
        ("数十家企业参加，60周岁以上老人820人。", ["other", "criterion", "claim"]),
    ],
)
def test_role_of_each_number_of_a_sentence(text, expected):
    assert classify_numbers(text)["role"].tolist() == expected


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("人口\t120\t340人。", ["340人"]),
        ("人口　120　340人。", ["340人"]),
        ("产量 12 45 吨。", ["45 吨"]),
        ("全镇 4 120 人。", ["4 120 人"]),
        ("共1 0 2 6户。", ["1 0 2 6户"]),
        ("贷款余额5,4 32万元。", ["5,4 32万元"]),
    ],
    ids=["tabs", "wide blanks", "two numbers", "a group of three", "digits alone", "a number that has begun"],
)
def test_blanks_join_the_digits_of_one_number_and_no_columns(text, quotes):
    assert extract_claims(text)["quote"].tolist() == quotes


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2021年工业产值18.6亿元（2020年16.2亿元），增长14.8%。", ["2021年", "2020年", "2021年"]),
        ("今年工业产值6亿元（1990年不变价），销售收入5亿元。", ["今年", "今年"]),
        ("今年税收4亿元（其中2019年结转1亿元、2020年3亿元），居全县第3位。", ["今年", "2019年", "2020年", "今年"]),
        ("去年人口3万人，（今年4万人。", ["去年", "今年"]),
    ],
)
def test_what_an_aside_prints_dates_nothing_after_it(text, periods):
    assert extract_claims(text)["period"].tolist() == periods


@pytest.mark.parametrize(
    "text",
    [
        "增长.5%。",  # damaged
        "收入3..2亿元。",
        "人均收入2O00元。",
        "投资12’350万元。",
        "完成32 00万元。",
        "收支35.2/41.6万元。",  # two figures, or a ratio
        "投资3、4万元。",  # a spoken range, or a list
        "1.3200万元用于修路。",  # the number of an item and a figure
        "2.35个村通公路。",
        "死亡率12.3/10万。",  # what a rate counts by
        "容积率1.2。",  # no percent
        "人口自然增长率控制在5以内。",  # a percent, or a thousandth
        "经过三个半月。",
        "两个半小时。",
        "新增10万元户。",
        "落实“三年翻一番”。",
        "一、二组。",
        "总人口35.600人。",  # a point for a comma
        "完成亿元以上项目。",
    ],
)
def test_what_may_be_read_in_two_ways_or_not_at_all_is_not_read(text):
    assert extract_claims(text).empty
    assert (classify_numbers(text)["role"] != "claim").all()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("财政收入 3200 9.4%", [9.4]),
        ("财政收入3200\n9.4%", [9.4]),
        ("耕地3200\n1200户", [1200]),
        ("税收 1200 8%", [8]),
        ("产量1 0 2 6吨，增长1 2.5%", [1026, 12.5]),
        ("农民人均纯收入42\n65元", [4265]),
        ("拖拉机达8万\n台", [80_000]),
    ],
)
def test_cells_stay_apart_and_broken_numbers_are_joined(text, values):
    assert extract_claims(text)["value"].tolist() == values


def test_a_sentence_may_begin_with_what_follows_a_whole() -> None:
    assert extract_claims("的5%。")["value"].tolist() == [5.0]
