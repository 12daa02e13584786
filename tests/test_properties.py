"""What holds for any text: spans, joined texts, other ways to print the same figure, and no text that breaks it."""

from __future__ import annotations

import math
import re
import subprocess
import sys
import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from score import HERE, oracle

from towns_analysis import classify_numbers, extract_claims, read_reports
from towns_analysis.reading.sections import planned_spans

FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
FIGURE = ["value", "value_low", "value_high", "unit", "kind", "bound", "status"]
SEED_SENTENCES = sorted(
    {
        s
        for report in read_reports(HERE.parent / "seeds")
        for s in re.findall(r"[^。\n]{4,}。", report.body)
        if re.search(r"\d", s)
    }
)
SENTENCES = SEED_SENTENCES + [
    text.source
    for name in ("eastern", "inland")
    for text in oracle(name)
    if text.source.endswith("。") and "\n" not in text.source
]
PIECES = [
    *"0123456789０５〇○一二三十百千万亿两半几余多来近约成折倍番元亩%％‰.,，、。；：（）()“”—～-+*×xX/ \t\n\r\0",
    "\u202e",
    "\u2067",
    "\u200b",
    "\ufeff",
    "𠀀",
]
REPEATED = [
    "9",
    "亿",
    "一",
    "（",
    "）",
    "增长",
    "1,",
    "1.",
    "一二三四百",
    "百分之",
    "1—",
    "\0",
    "9 ",
    "9\n",
    "从1到",
    "5亿元，",
]
PIECES += [
    "分之",
    "个百分点",
    "增长",
    "由",
    "提高到",
    "分别",
    "2024年",
    "财政收入",
    "人口",
    "萬元",
    "第",
    "其中",
    "平方公里",
    "\n- 3 -\n",
    "万元以上",
    "亿元",
]

settings.register_profile(
    "fixed", derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("fixed")

sentences = st.sampled_from(SENTENCES)
hostile = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)


def figures(text: str, columns: list[str] = FIGURE) -> list[dict[str, Any]]:
    claims = extract_claims(text)[columns]
    return claims.astype(object).where(claims.notna(), None).to_dict("records")


def check_spans(text: str) -> None:
    for table in (extract_claims(text), classify_numbers(text)):
        spans = list(zip(table["start"], table["end"], strict=True))
        assert [text[a:b] for a, b in spans] == table["quote"].tolist()
        assert all(0 <= a < b <= len(text) for a, b in spans)
        assert all(left[1] <= right[0] for left, right in pairwise(spans))


def check_values(text: str) -> None:
    claims = extract_claims(text)
    exact, low, high = claims["value"].notna(), claims["value_low"], claims["value_high"]
    assert (exact == (low.isna() & high.isna())).all()
    assert (low[~exact] <= high[~exact]).all()
    assert not claims[["value", "value_low", "value_high"]].isin([math.inf, -math.inf]).any(axis=None)
    assert claims["claim"].is_unique


# ------------------------------------------------------------------------------------------------- spans


@given(st.lists(sentences, max_size=4).map("".join))
@settings(max_examples=100)
def test_spans_of_reports_hold_what_they_quote(text):
    check_spans(text)
    check_values(text)


@given(hostile)
@settings(max_examples=1200)
def test_any_text_is_read_without_error_and_its_spans_hold_what_they_quote(text):
    check_spans(text)
    check_values(text)


@given(st.lists(st.one_of(sentences, hostile), min_size=1, max_size=6).map("".join))
@settings(max_examples=150)
def test_every_run_of_digits_of_any_text_lies_in_one_row(text):
    rows = classify_numbers(text)
    for run in re.finditer("[0-9]+", text):
        assert ((rows["start"] <= run.start()) & (rows["end"] >= run.end())).sum() == 1, text


# ------------------------------------------------------------------------------------------------- joined texts


@given(
    st.lists(sentences, min_size=1, max_size=3).map("".join), st.lists(sentences, min_size=1, max_size=3).map("".join)
)
@settings(max_examples=100)
def test_paragraphs_read_together_read_as_they_do_apart(first, second):
    assume(all(end < len(first) for _, end in planned_spans(first)))  # a heading that announces plans reaches on
    columns = [*FIGURE, "start", "end", "quote", "subject"]
    apart = figures(first, columns) + [
        row | {"start": row["start"] + len(first) + 1, "end": row["end"] + len(first) + 1}
        for row in figures(second, columns)
    ]
    assert figures(first + "\n" + second, columns) == apart


@given(st.lists(sentences, min_size=1, max_size=3))
@settings(max_examples=60)
def test_several_texts_give_the_rows_of_each(texts):
    together = extract_claims(texts)
    assert together["quote"].tolist() == [row["quote"] for text in texts for row in figures(text, ["quote"])]
    assert together["report"].is_monotonic_increasing
    assert together["claim"].is_unique


# ------------------------------------------------------------------------------------------------- other ways to print


@pytest.mark.parametrize("text", SEED_SENTENCES)
def test_full_width_digits_give_the_same_figures(text):
    assert figures(text.translate(FULL_WIDTH), [*FIGURE, "start", "end"]) == figures(text, [*FIGURE, "start", "end"])


@pytest.mark.parametrize("text", SEED_SENTENCES)
def test_traditional_characters_give_the_same_figures_at_the_same_spans(text):
    traditional = OpenCC("s2t").convert(text)
    assert len(traditional) == len(text)
    assert figures(traditional, [*FIGURE, "start", "end"]) == figures(text, [*FIGURE, "start", "end"])


@pytest.mark.parametrize("gap", [" ", "  ", "\u3000", "\n", "\r\n", "\n\u3000\u3000"])
@given(data=st.data())
@settings(max_examples=40)
def test_space_between_number_and_unit_changes_nothing(gap, data):
    text = data.draw(sentences)
    places = [m.end() for m in re.finditer(r"\d(?=[万亿]?[元亩吨%]|[个户人次])", text)]
    if places:
        cut = data.draw(st.sampled_from(places))
        spaced = text[:cut] + gap + text[cut:]
        assert figures(spaced, ["value", "value_low", "value_high", "unit"]) == figures(
            text, ["value", "value_low", "value_high", "unit"]
        )
        assert [q.replace(gap, "") for q in extract_claims(spaced)["quote"]] == extract_claims(text)["quote"].tolist()


@given(st.integers(1, 99_999), st.integers(0, 99))
@settings(max_examples=60)
def test_thousands_separators_and_multipliers_state_one_value(whole, hundredths):
    value = whole + hundredths / 100
    printed = [
        f"{whole}.{hundredths:02}万元",
        f"{value * 10_000:.0f}元",
        f"{value * 10_000:,.0f}元",
        f"{value / 10_000:.6f}亿元",
    ]
    found = [extract_claims(f"完成财政收入{p}。")[["value", "unit"]].to_numpy().tolist() for p in printed]
    assert found == [[[pytest.approx(value * 10_000, rel=1e-9), "CNY"]]] * 4


@given(data=st.data())
@settings(max_examples=150)
def test_marks_that_reorder_or_hide_text_move_no_figure(data):
    text = data.draw(sentences)
    at = data.draw(st.sampled_from([m.start() for m in re.finditer("[，。；]", text)]))
    mark = data.draw(st.sampled_from(["\u202e", "\u2067", "\u2069", "\u200b", "\ufeff", "\0"]))
    marked = text[: at + 1] + mark + text[at + 1 :]
    check_spans(marked)
    assert figures(marked) == figures(text)


@given(data=st.data())
@settings(max_examples=150)
def test_page_break_between_sentences_moves_no_quote(data):
    first, second = data.draw(sentences), data.draw(sentences)
    page = data.draw(st.integers(1, 200))
    broken = data.draw(st.sampled_from(["\n\f\n", f"\n- {page} -\n\f\n", f"\n第{page}页\n\f\n"]))
    columns = [*FIGURE, "quote"]
    assert figures(first + broken + second, columns) == figures(first + "\n" + second, columns)


# ------------------------------------------------------------------------------------------------- hostile texts


@pytest.mark.parametrize("piece", REPEATED)
def test_a_long_repetition_is_read_without_error_or_delay(piece):
    text = piece * (3_000 // len(piece))
    began = time.perf_counter()
    check_spans(text)
    assert time.perf_counter() - began < 1, "3,000 characters of a report take a hundredth of that"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "\0",
        "。",
        "．",
        "%",
        "亿",
        "一",
        "〇",
        "\ufeff",
        "5",
        "1" * 400,
        "9" * 400 + "亿元",
    ],
)
def test_a_text_of_almost_nothing_is_read_without_error(text):
    check_spans(text)
    check_values(text)


_EACH_WORD = """
from towns_analysis import extract_claims
from towns_analysis.vocabulary import words_by_role
forms = "{0}甲5个。收入3万元，{0}5%。每户{0}甲5元。5户{0}。全镇{0}；6200户。"
for word in sorted({word for words in words_by_role(None).values() for word in words}):
    extract_claims(forms.format(word * 26))
for text in ("全镇" + "八七个项" * 20 + "；；6200户。", "5户" + "因在" * 20, "共计" * 20 + "甲5个"):
    extract_claims(text)
"""


def test_no_word_that_is_said_again_and_again_keeps_the_reading_from_its_end() -> None:
    subprocess.run([sys.executable, "-c", _EACH_WORD], check=True, timeout=120)
