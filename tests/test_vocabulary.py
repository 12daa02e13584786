"""A researcher's text file adds to the vocabulary; a malformed entry is refused with its file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from towns_analysis import extract_claims, indicators, read_reports
from towns_analysis.vocabulary import FOLDER, VocabularyError, entries

SEEDS = Path(__file__).parents[1] / "seeds"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
UNITS = {"CNY", "USD", "HKD", "TWD", "mu", "ha", "km2", "m2", "m3", "km", "m", "t", "kg", "kWh", "person", "household"}
UNITS |= {"visit", "percent", "pp", "times", "rank", "month", "year", "day", "count"}
SEEN = ["quote", "value", "unit", "kind", "subject", "indicator", "place", "status"]
OWN = {  # file, lines, a text, what is read of it with the file and not without
    "unit": (
        "units",
        ["ha | 1 | 垧 | measure"],
        "全镇耕地120垧。",
        [("120垧", 120.0, "ha", "level", "耕地", "cultivated_land", "", "actual")],
    ),
    "factor": (
        "units",
        ["kg | 15 | 砠 | measure"],
        "甘薯产量6砠。",
        [("6砠", 90.0, "kg", "level", "甘薯产量", "", "", "actual")],
    ),
    "classifier": (
        "units",
        ["# 乘 for pavilions", "", "count | 1 | 乘 | classifier"],
        "新建凉亭6乘。",
        [("6乘", 6.0, "count", "level", "凉亭", "", "", "actual")],
    ),
    "indicator": (
        "indicators",
        ["tea_output | 茶叶产量 | tea output | t | extensive | flow | - | - | 茶叶产量 茶产量 | Dry tea"],
        "茶产量1.5万吨。",
        [("1.5万吨", 15000.0, "t", "level", "茶产量", "tea_output", "", "actual")],
    ),
    "growth": (
        "words",
        ["growth | 涨扬"],
        "财政收入涨扬12%。",
        [("12%", 12.0, "percent", "growth_rate", "财政收入", "fiscal_revenue", "", "actual")],
    ),
    "fall": (
        "words",
        ["fall | 滑坡"],
        "财政收入滑坡300万元。",
        [("300万元", -3e6, "CNY", "change", "财政收入", "fiscal_revenue", "", "actual")],
    ),
    "noun that is its own unit": (
        "words",
        ["person_after | 香客"],
        "接待3000香客。",
        [("3000", 3000.0, "person", "level", "香客", "", "", "actual")],
    ),
    "figure without a unit": (
        "words",
        ["index | 恩格尔系数"],
        "恩格尔系数为38.5。",
        [("38.5", 38.5, "count", "level", "恩格尔系数", "", "", "actual")],
    ),
    "rate named after its growth": (
        "words",
        ["named_rate | 机械增长率"],
        "人口机械增长率5‰。",
        [("5‰", 0.5, "percent", "level", "人口机械增长率", "", "", "actual")],
    ),
    "place": (
        "places",
        ["yuntai | 云台镇 | - | town | 某县"],
        "云台镇现有耕地300亩。",
        [("300亩", 300.0, "mu", "level", "耕地", "cultivated_land", "yuntai", "actual")],
    ),
    "heading": (
        "words",
        ["plan_name | 蓝图"],
        "二、来年发展蓝图\n新建公路5公里。",
        [("5公里", 5.0, "km", "level", "公路", "", "", "planned")],
    ),
    "guard": (
        "guards",
        ["盏 | 茶"],
        "路灯9盏，免费供应5盏茶。",
        [("9盏", 9.0, "count", "level", "路灯", "", "", "actual")],
    ),
    "deed": (
        "words",
        ["act | 挂牌"],
        "挂牌12家企业。",
        [("12家", 12.0, "count", "level", "企业", "", "", "actual")],
    ),
    "noun measured by its length": (
        "words",
        ["way | 坝"],
        "李家到王家7公里石坝。",
        [("7公里", 7.0, "km", "level", "石坝", "", "", "actual")],
    ),
    "word after the size of a class": (
        "words",
        ["class_size | 等位"],
        "3000吨等位冷库2座。",
        [("2座", 2.0, "count", "level", "3000吨等位冷库", "", "", "actual")],
    ),
    "noun of a status word": (
        "status_guards",
        ["计划 | 光彩 | - | -"],
        "光彩计划投资500万元。",
        [("500万元", 5e6, "CNY", "level", "光彩计划投资", "", "", "actual")],
    ),
}
MALFORMED = {  # file, lines after the header, number of the bad line, what the message says of it
    "field missing": ("units", ["CNY | 1 | 贯"], 2, "3 fields, expected 4"),
    "field too many": ("places", ["a | 甲镇 | - | town | 某县 | x"], 2, "6 fields, expected 5"),
    "place renamed": (
        "places",
        ["mazhu | 柳溪镇 | - | town | 某县"],
        2,
        "'mazhu' is '马渚镇' already; repeat '马渚镇'",
    ),
    "indicator renamed": (
        "indicators",
        ["gdp | 甲 | a | CNY | extensive | flow | - | - | 甲 | x"],
        2,
        "and add '甲' beside it, or take another indicator",
    ),
    "comments count": ("units", ["# a comment", "", "CNY | 1"], 4, "2 fields"),
    "empty unit": ("units", [" | 1 | 贯 | money"], 2, "'unit' is empty"),
    "empty spelling": ("units", ["CNY | 1 |  | money"], 2, "'spellings' is empty"),
    "empty name": ("indicators", ["tea |  | tea | t | extensive | flow | - | - | 茶 | x"], 2, "'zh' is empty"),
    "empty words": ("words", ["growth | 涨扬", "growth | "], 3, "'words' is empty"),
    "factor in words": ("units", ["CNY | two | 贯 | money"], 2, "positive number"),
    "factor zero": ("units", ["CNY | 0 | 贯 | money"], 2, "positive number"),
    "factor negative": ("units", ["CNY | -1 | 贯 | money"], 2, "positive number"),
    "factor nan": ("units", ["CNY | nan | 贯 | money"], 2, "positive number"),
    "factor infinite": ("units", ["CNY | inf | 贯 | money"], 2, "positive number"),
    "unknown role": ("words", ["growth | 涨扬", "growht | 走阔"], 3, "growht"),
    "guard of no unit": ("guards", ["嗝 | 甲"], 2, "嗝"),
    "name of another indicator": (
        "indicators",
        ["tea | 茶 | tea | t | extensive | flow | - | - | 财政收入 | x"],
        2,
        "fiscal_revenue",
    ),
    "unit of an indicator": ("indicators", ["tea | 茶 | tea | chest | extensive | flow | - | - | 茶 | x"], 2, "chest"),
    "guard of no word": ("status_guards", ["打洞 | 甲 | - | -"], 2, "打洞"),
    "unknown aggregation": (
        "indicators",
        ["tea | 茶 | tea | t | additive | flow | - | - | 茶 | x"],
        2,
        "extensive, intensive",
    ),
    "unknown nature": (
        "indicators",
        ["tea | 茶 | tea | t | extensive | flood | - | - | 茶 | x"],
        2,
        "flow, ratio, stock",
    ),
    "unknown scope": ("indicators", ["tea | 茶 | tea | t | extensive | flow | seet | - | 茶 | x"], 2, "rural, seat"),
    "unknown level": ("places", ["a | 甲镇 | - | twon | 某县"], 2, "twon"),
    "another unit": ("units", ["CNY | 1 | 贯 | money", "km2 | 1 | 亩 | measure"], 3, "亩"),
    "another factor": ("units", ["mu | 15 | 亩 | measure"], 2, "亩"),
    "twice in one file": ("units", ["CNY | 1 | 贯 | money", "USD | 1 | 贯 | money"], 3, "贯"),
}


def own(folder: Path, name: str, lines: list[str]) -> Path:
    """Write a researcher's file with the packaged header."""
    file = folder / f"{name}.txt"
    file.write_text("\n".join([" | ".join(entries(name)[0]), *lines]) + "\n", encoding="utf-8")
    return file


def read(text: str, vocabulary: Path | None = None) -> list[tuple[object, ...]]:
    return list(extract_claims(text, vocabulary=vocabulary)[SEEN].itertuples(index=False, name=None))


# ------------------------------------------------------------------------------------------------- adding


def test_own_entry_in_traditional_characters_is_found_in_either(tmp_path):
    file = own(tmp_path, "words", ["growth | 漲揚"])
    for text in ("财政收入涨扬12%。", "財政收入漲揚12%。"):
        assert [row[3] for row in read(text, file)] == ["growth_rate"]


@pytest.mark.parametrize("what", OWN)
@pytest.mark.parametrize("given", ["file", "folder", "text"])
def test_own_entry_makes_new_rows_appear(tmp_path, what, given):
    name, lines, text, expected = OWN[what]
    file = own(tmp_path, name, lines)
    vocabulary = {"file": file, "folder": tmp_path, "text": str(file)}[given]
    before = read(text)
    assert before != expected
    assert read(text, vocabulary) == expected
    assert read(text) == before


def test_files_of_a_folder_work_together(tmp_path):
    for name, lines in (OWN["unit"][:2], OWN["indicator"][:2], OWN["growth"][:2]):
        own(tmp_path, name, lines)
    text = "耕地20垧，茶产量3吨，财政收入涨扬5%。"
    assert [row[2:4] + row[5:6] for row in read(text, tmp_path)] == [
        ("ha", "level", "cultivated_land"),
        ("t", "level", "tea_output"),
        ("percent", "growth_rate", "fiscal_revenue"),
    ]


@pytest.mark.parametrize("what", OWN)
def test_own_entry_leaves_what_the_seeds_say_as_it_is(tmp_path, what):
    file = own(tmp_path, *OWN[what][:2])
    reports = read_reports(SEEDS)
    pd.testing.assert_frame_equal(extract_claims(reports, vocabulary=file), extract_claims(reports))


@pytest.mark.parametrize("what", OWN)
def test_own_entries_come_after_the_packaged_ones(tmp_path, what):
    name, lines = OWN[what][:2]
    file = own(tmp_path, name, lines)
    packaged = entries(name)
    assert entries(name, file)[: len(packaged)] == packaged
    assert [" | ".join(row.values()) for row in entries(name, file)[len(packaged) :]] == [lines[-1]]
    assert [entries(other, file) == entries(other) for other in NAMES if other != name] == [True] * (len(NAMES) - 1)


def test_own_indicator_is_listed(tmp_path):
    file = own(tmp_path, *OWN["indicator"][:2])
    assert indicators(file).tail(1)[["indicator", "unit", "aggregation"]].to_numpy().tolist() == [
        ["tea_output", "t", "extensive"]
    ]
    assert len(indicators(file)) == len(indicators()) + 1


def test_file_is_read_again_after_an_edit(tmp_path):
    file = own(tmp_path, *OWN["unit"][:2])
    assert len(read("耕地5垧、3墒。", file)) == 1
    own(tmp_path, "units", [*OWN["unit"][1], "mu | 1 | 墒 | measure"])
    assert [row[:3] for row in read("耕地5垧、3墒。", file)] == [("5垧", 5.0, "ha"), ("3墒", 3.0, "mu")]


def test_file_may_begin_with_a_byte_order_mark_and_end_lines_as_windows_does(tmp_path):
    file = own(tmp_path, *OWN["unit"][:2])
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read("耕地5垧。", file)[0][:3] == ("5垧", 5.0, "ha")


# ------------------------------------------------------------------------------------------------- refusing


@pytest.mark.parametrize("what", MALFORMED)
def test_malformed_entry_is_refused_with_file_and_line(tmp_path, what):
    name, lines, line, said = MALFORMED[what]
    file = own(tmp_path, name, lines)
    with pytest.raises(VocabularyError) as refused:
        extract_claims("耕地5亩。", vocabulary=tmp_path)
    assert f"{file}:{line}: " in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize("first", ["unit | spellings", "CNY | 1 | 贯 | money"])
def test_file_without_the_packaged_header_is_refused(tmp_path, first):
    file = tmp_path / "units.txt"
    file.write_text(f"# mine\n{first}\n", encoding="utf-8")
    with pytest.raises(
        VocabularyError, match=r"units\.txt:2: the header must be: unit \| factor \| spellings \| group"
    ):
        extract_claims("耕地5亩。", vocabulary=file)


def test_file_with_an_unknown_name_is_refused(tmp_path):
    file = own(tmp_path, *OWN["unit"][:2]).rename(tmp_path / "unit.txt")
    with pytest.raises(VocabularyError, match=r"unit\.txt: .*such as units\.txt"):
        extract_claims("耕地5亩。", vocabulary=file)


def test_folder_without_vocabulary_and_missing_path_are_refused(tmp_path):
    with pytest.raises(VocabularyError, match=r"holds no \.txt file.*units\.txt"):
        extract_claims("耕地5亩。", vocabulary=tmp_path)
    with pytest.raises(VocabularyError, match="no such vocabulary file or folder"):
        extract_claims("耕地5亩。", vocabulary=tmp_path / "units.txt")


def test_file_in_another_encoding_is_refused_by_name(tmp_path):
    file = own(tmp_path, *OWN["unit"][:2])
    file.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(VocabularyError, match=r"units\.txt.*UTF-8"):
        extract_claims("耕地5亩。", vocabulary=file)


# ------------------------------------------------------------------------------------------------- what is packaged


@pytest.mark.parametrize("name", NAMES)
def test_packaged_file_is_well_formed(name):
    rows = entries(name)
    assert len({tuple(row) for row in rows}) == 1
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert len(rows) == sum(bool(line.strip()) and not line.startswith("#") for line in lines) - 1
    assert [line for line in lines if line != line.rstrip()] == []
    assert len({tuple(row.values()) for row in rows}) == len(rows)


def test_every_packaged_spelling_stands_in_one_line_and_every_unit_is_documented():
    spellings = [spelling for row in entries("units") for spelling in row["spellings"].split()]
    assert len(spellings) == len(set(spellings))
    assert {row["unit"] for row in entries("units")} == UNITS


def test_packaged_guards_stand_before_units_that_exist():
    spellings = {spelling for row in entries("units") for spelling in row["spellings"].split()}
    guarded = [row["spelling"] for row in entries("guards")]
    assert len(guarded) == len(set(guarded))
    assert set(guarded) - spellings == set()


def test_packaged_indicators_are_told_apart_and_have_definitions():
    table = indicators()
    assert table["indicator"].is_unique
    assert table["indicator"].str.fullmatch(r"[a-z][a-z0-9_]*").all()
    assert set(table["unit"]) <= UNITS
    assert table["en"].str.len().min() > 1
    assert table["definition"].str.len().min() > 5
    names = [(row.indicator, name) for row in table.itertuples() for name in {row.zh, *row.synonyms.split()}]
    assert len({name for _, name in names}) == len(names)


def test_indicators_are_the_same_at_every_call():
    first = indicators()
    first.loc[0, "zh"] = "changed by the caller"
    assert indicators().loc[0, "zh"] != "changed by the caller"
    pd.testing.assert_frame_equal(indicators(), indicators())
    assert indicators().columns.tolist() == list(entries("indicators")[0])


@pytest.mark.parametrize(
    ("printed", "slug"),
    [
        ("财政总收入5万元", "total_fiscal_revenue"),
        ("财政收入5万元", "fiscal_revenue"),
        ("一般预算收入5万元", "general_budget_revenue"),
        ("人均收入5万元", "farmers_income"),
        ("农民人均纯收入5万元", "farmers_net_income"),
        ("常住人口5万人", "resident_population"),
        ("人口5万人", "population"),
    ],
)
def test_terms_with_different_definitions_are_different_indicators(printed, slug):
    assert extract_claims(f"全镇{printed}。")["indicator"].tolist() == [slug]


def test_places_name_every_report_of_the_seeds():
    slugs = {row["place"] for row in entries("places")}
    assert {report.place for report in read_reports(SEEDS)} <= slugs
    assert all(re.fullmatch(r"[a-z]+", slug) for slug in slugs)
