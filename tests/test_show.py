"""A claim shows its sentence and a report all its claims, marked; what the text says is shown and never run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from towns_analysis.claims import extract_claims
from towns_analysis.reports import Report
from towns_analysis.reportview import show_report
from towns_analysis.show import packaged_reports, show_source, visible
from towns_analysis.tables import load

MAZHU = "全镇区域面积【65.84平方公里】，辖18个行政村、3个社区，有常住人口近5万，另有外来务工人员2.6万余人。"


def row(text: str, quote: str) -> dict[str, object]:
    start = text.index(quote)
    return {"report": "text", "start": start, "end": start + len(quote), "quote": quote}


class Elements(HTMLParser):
    """Collects the elements of a fragment and the text in <mark>."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.marked = self.text = ""
        self.feed(fragment)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.tags[-1] == "mark" and not self.marked:
            self.marked = data


def test_claim_shows_its_sentence_whatever_names_it():
    claims = load("claims").set_index("claim", drop=False)
    area = claims.loc["mazhu:159-168"]
    views = [area, area.to_dict(), claims.loc[["mazhu:159-168"]], "mazhu:159-168"]
    assert [repr(show_source(v)) for v in views] == [f"mazhu 159-168: {MAZHU}"] * 4


def test_every_packaged_claim_shows_its_own_quote_inside_its_report():
    reports, claims = packaged_reports(), load("claims")
    assert len(claims) > 200
    for claim in claims.to_dict("records"):
        view = show_source(claim)
        printed = view.before.removeprefix("…") + view.quote + view.after.removesuffix("…")
        assert view.quote == claim["quote"]
        assert printed in reports[claim["report"]].body
        assert len(repr(view).splitlines()) == 1
        assert Elements(view._repr_html_()).marked == repr(view).partition("【")[2].partition("】")[0]


def test_sentence_runs_on_over_wrapped_lines_and_stops_at_headings():
    text = "一、基本情况\n全镇今年完成投资约三千多万元的道路工程建设项目共\n计12个，进展顺利。\n二、问题\n"
    assert repr(show_source(row(text, "12个"), source=text)) == (
        "text 33-36: 全镇今年完成投资约三千多万元的道路工程建设项目共计【12个】，进展顺利。"
    )


def test_long_sentence_is_cut_at_clauses_with_a_mark():
    text = (
        "，".join(f"第{i}村人口若干" for i in range(60)) + "，面积119平方公里，" + "，".join(["经济发展"] * 60) + "。"
    )
    view = show_source(row(text, "119平方公里"), source=text)
    assert view.before.startswith("…第")
    assert view.after.endswith("发展，…")
    assert len(repr(view)) < 300


def test_markup_in_a_text_is_shown_and_not_run():
    text = '<script>alert("x")</script>&amp;人口<b>4.2万</b>，<img src=x onerror=alert(1)>增长9%。'
    view = show_source(row(text, "4.2万"), source=text)
    html = Elements(view._repr_html_())
    assert html.tags == ["blockquote", "p", "mark", "footer"]
    assert html.marked == "4.2万"
    assert html.text.startswith(text)
    assert repr(view) == f"text {text.index('4.2万')}-{text.index('4.2万') + 4}: " + text.replace("4.2万", "【4.2万】")


def test_markup_in_a_report_id_is_escaped_too():
    report = Report(id='"><script>', source="人口4.2万。", start=0, end=7)
    view = show_source({"report": report.id, "start": 2, "end": 6}, reports=report)
    assert Elements(view._repr_html_()).tags == ["blockquote", "p", "mark", "footer"]


def test_characters_that_reorder_or_hide_text_are_shown_by_their_numbers():
    text = "人口\u202e4.2万\x1b[31m\u2028，增长\x00。"
    shown = repr(show_source(row(text, "4.2万"), source=text))
    assert shown == "text 3-7: 人口⟨U+202E⟩【4.2万】⟨U+001B⟩[31m⟨U+2028⟩，增长⟨U+0000⟩。"


def test_reports_of_ones_own_are_used_before_the_packaged_ones():
    own = Report(id="mazhu", source="面积119平方公里。", start=0, end=10)
    assert repr(show_source("mazhu:2-9", reports=[own])) == "mazhu 2-9: 面积【119平方公里】。"


def test_two_displays_of_one_claim_are_the_same():
    assert show_source("mazhu:159-168")._repr_html_() == show_source("mazhu:159-168")._repr_html_()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("mazhu", "no key of a claim"),
        ("nowhere:1-2", "no report 'nowhere' among mazhu, yuyao"),
        ("mazhu:5-5", "was not read from this text"),
        ("mazhu:1948-1951", "was not read from this text"),
        ({"report": "mazhu", "start": 159}, "has no 'end'"),
        ({"report": "mazhu", "start": 0, "end": 3, "quote": "65.84"}, "pass the text as source="),
    ],
)
def test_row_that_is_no_claim_of_the_text_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        show_source(given)


def test_several_rows_are_refused():
    with pytest.raises(ValueError, match="expected one row, got 2"):
        show_source(load("claims").head(2))
    with pytest.raises(TypeError, match="got int"):
        show_source(5)


# ---------------------------------------------------------------------------------------------- whole reports

REPORTS = pytest.mark.parametrize("name", ["mazhu", "yuyao", "jianshe", "qingshanquan", "baita"])
HOSTILE = '<script>alert("x")</script>&amp;人口\u202e<b>4.2万</b>，<img src=x onerror=alert(1)>增长9%，\x00第2次。'


def own(text, name="own"):
    report = Report(id=name, source=text, start=0, end=len(text))
    return report, extract_claims(report)


def parsed(view):
    """Return the HTML of a view without its style, and the readings taken out of it, by id."""
    page = BeautifulSoup(view._repr_html_(), "html.parser", preserve_whitespace_tags=["div"])
    page.style.extract()
    return page, {reading.parent["id"]: reading.extract().get_text() for reading in page.select(".ta-reading")}


@REPORTS
def test_report_shows_every_character_and_marks_every_number(name):
    report, numbers, claims = packaged_reports()[name], load("numbers"), load("claims")
    page, readings = parsed(show_report(name, claims))
    assert page.select_one(".ta-text").get_text() == visible(report.body)
    for rows, marks in ((claims, page.select("mark.ta-claim")), (numbers, page.select("[id]"))):
        spans = [mark["id"].split("-")[1:] for mark in marks]
        assert all(words == [name, *words[1:]] for words in spans)
        shown = {(int(start), int(end)): mark.get_text() for (_, start, end), mark in zip(spans, marks, strict=True)}
        wanted = rows[rows["report"] == name]
        assert shown == {(row.start, row.end): row.quote for row in wanted.itertuples()}
    assert set(readings) == {mark["id"] for mark in page.select("[id]")}


def test_reading_says_what_was_read_on_hover_and_in_plain_text():
    page, readings = parsed(show_report("yuyao", load("claims")))
    mark = page.find(id="claim-yuyao-2191-2195")
    assert mark.get_text() == "5.1倍"
    assert mark["class"] == ["ta-claim", "ta-multiple"]
    assert mark["title"] == ("gross_output: 5.1 times; multiple; actual; period 2024; against 96年; place simen")
    assert readings[mark["id"]] == f" [{mark['title']}] "
    assert mark["tabindex"] == "0"


def test_numbers_that_are_no_claims_say_what_they_are_for():
    page, _ = parsed(show_report(*own("第2次会议，面积119平方公里。")))
    assert [(span.get_text(), span["title"]) for span in page.select("[id].ta-number")] == [
        ("2次", "ordinal, no claim")
    ]
    report, claims = own("面积119平方公里，人口4.2万。")
    page, _ = parsed(show_report(report, claims.head(1)))
    assert page.select_one("[id].ta-number")["title"] == "a claim that is not among those given"


def test_destroyed_values_and_failed_checks_are_marked_and_said():
    page, _ = parsed(show_report("jianshe", load("claims")))
    destroyed = page.select("mark.ta-destroyed")
    assert [mark.get_text() for mark in destroyed] == ["2024亩"]
    assert destroyed[0]["title"].endswith("destroyed by scrubbing, in no computation")
    failing = page.select("mark.ta-fails")
    assert {mark.get_text() for mark in failing} == {"22.32亿元", "3.41亿元", "10.3亿元", "7.55亿元", "1.102亿元"}
    assert all("a check fails: 3.41亿元 + 10.3亿元 + 7.55亿元" in mark["title"] for mark in failing)
    assert [line.get_text().partition(" (")[0] for line in page("li")] == [
        "3.41亿元 + 10.3亿元 + 7.55亿元 + 1.102亿元 = 22.362亿元, stated 22.32亿元"
    ]


def test_markup_script_and_unseen_characters_of_a_report_are_shown_and_not_run():
    page, _ = parsed(show_report(*own(HOSTILE, name='"><script>')))
    assert {tag.name for tag in page(True)} <= {"div", "p", "br", "span", "mark"}
    assert page.select_one(".ta-text").get_text() == visible(HOSTILE)
    assert "⟨U+202E⟩" in page.get_text()
    assert all(re.fullmatch(r"(claim|number)-[\w.~-]+", tag["id"]) for tag in page.select("[id]"))


@pytest.mark.parametrize("column", ["kind", "subject", "indicator", "place", "period", "unit", "status", "bound"])
def test_markup_in_a_column_is_shown_and_not_run(column):
    report, claims = own("面积119平方公里。")
    claims["indicator"] = ""  # or the subject is not said
    page, readings = parsed(show_report(report, claims.assign(**{column: '"><script>\u202e'}), checks=load("checks")))
    assert {tag.name for tag in page(True)} <= {"div", "p", "br", "span", "mark"}
    assert any('"><script>⟨U+202E⟩' in text for text in [page.get_text(), *readings.values()])


def test_no_two_numbers_share_an_id_whatever_the_reports_are_called():
    text = "面积119平方公里。"
    ids = [parsed(show_report(*own(text, name)))[0].mark["id"] for name in ["a b", "a~20~b", "a-b", "a", "镇"]]
    assert len(set(ids)) == 5
    assert ids[3] == "claim-a-2-9"


def test_elsewhere_a_report_is_one_plain_line():
    assert repr(show_report(*own("人口4.2万，\r\n第2次。", name="a\n\x1b"))) == (
        "a⟨U+001B⟩, 13 characters: 1 claims, 1 other numbers, 0 destroyed, 0 in failed checks"
    )


def test_showing_a_report_changes_nothing_and_is_the_same_each_time():
    claims = load("claims")
    before = claims.copy()
    assert show_report("baita", claims)._repr_html_() == show_report("baita", claims)._repr_html_()
    pd.testing.assert_frame_equal(claims, before)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda claims: claims.to_dict("records"), TypeError, "expected the claims table, a DataFrame, got list"),
        (lambda claims: claims.drop(columns="unit"), ValueError, "lack the column 'unit': pass what extract_claims"),
        (
            lambda claims: claims.assign(report="other"),
            ValueError,
            "no claim is of the report 'own'; they are of other",
        ),
        (
            lambda claims: claims.assign(quote="5"),
            ValueError,
            "own:2-9 '5' was not read from this text, which has '119",
        ),
        (
            lambda claims: claims.assign(end=2, quote=""),
            ValueError,
            "own:2-2 .* pass the report that the rows were made from",
        ),
        (lambda claims: pd.concat([claims, claims]), ValueError, "overlap .* own:2-9 and own:2-9; drop one"),
    ],
    ids=["no table", "column missing", "other report", "other text", "empty", "overlap"],
)
def test_rows_that_are_not_the_report_s_claims_are_refused(change, error, message):
    report, claims = own("面积119平方公里。")
    with pytest.raises(error, match=message):
        show_report(report, change(claims), checks=load("checks"))
