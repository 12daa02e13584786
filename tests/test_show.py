"""A claim shows the sentence it was read from, marked, on one line, and never runs what the text says."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from towns_analysis.files import packaged
from towns_analysis.reports import Report, read_reports
from towns_analysis.show import show_source
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
    reports = {r.id: r for r in read_reports(packaged("seeds"))}
    claims = load("claims")
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
