"""The pages: complete in themselves, readable, and leading from question to answer."""

import base64
import io
import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from towns_analysis import pages

pytestmark = pytest.mark.filterwarnings("ignore:tables were not written")

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
TABLE = (
    '<table border="1" class="dataframe"><thead><tr><th></th><th>quote</th><th>times</th></tr></thead>'
    "<tbody><tr><th>0</th><td>是96年的15.7倍</td><td>15.7</td></tr></tbody></table>"
)


def cell(source, **data):
    outputs = [new_output("display_data", data)] if data else []
    return new_code_cell(source, execution_count=1, outputs=outputs)


def made(question="Did revenue outgrow output in 泗门镇?", **html):
    return new_notebook(
        cells=[
            new_markdown_cell(f"# {question}"),
            cell(
                "Markdown(answer)", **{"text/markdown": "> **Answer.** Yes: *15.7* times | 倍.\n> One report.\n\nMore."}
            ),
            new_markdown_cell(
                "## What the reports actually say\n\n$r = (x/y)^{1/n} - 1$, but $5 and $6 are prices, `$x$` is code."
            ),
            cell("table", **{"text/html": TABLE, "text/plain": "hidden twin"}),
            cell("# Multiples of 1996 (倍)\nfigure", **{"image/png": PNG, "text/plain": "<Figure size 1x1>"}),
            cell("other", **({"text/html": html["html"]} if html else {})),
        ],
        metadata={"language_info": {"name": "python"}},
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Two rendered notebooks and their index, parsed, by file name."""
    source, target = tmp_path_factory.mktemp("build"), tmp_path_factory.mktemp("site")
    nbformat.write(made(), source / "01_revenue.ipynb")
    nbformat.write(made("What holds 梁弄镇 back?"), source / "02_back.ipynb")
    (target / "00_gone.html").write_text(pages._GENERATOR)
    (target / "mine.html").write_text("the reader's own")
    written = pages.render(source, target)
    assert {path.name for path in target.iterdir()} == {path.name for path in written} | {"mine.html", "tables"}
    return {path.name: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in written}


def test_a_page_loads_and_runs_nothing(site):
    assert {"01_revenue.html", "02_back.html", "index.html", "report-yuyao.html", "tables.html"} <= set(site)
    for name, page in site.items():
        assert pages.offline_faults(page) == [], name


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        '<script src="https://example.org/x.js"></script>',
        '<img src="//example.org/x.png">',
        '<img src="figure.png">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<iframe src="https://example.org"></iframe>',
        "<style>@import 'https://example.org/x.css';</style>",
        "<style>p{background:url(https://example.org/x.png)}</style>",
        '<p style="background:url(x.png)">a</p>',
        '<a href="javascript:alert(1)">a</a>',
        '<p onclick="alert(1)">a</p>',
    ],
)
def test_a_notebook_that_would_load_or_run_something_is_refused(tmp_path, html):
    nbformat.write(made(html=html), tmp_path / "01_bad.ipynb")
    with pytest.raises(ValueError, match=r"01_bad\.html: a page must load and run nothing"):
        pages.render(tmp_path, tmp_path / "site")


def test_a_link_to_elsewhere_is_allowed(tmp_path):
    nbformat.write(made(html='<a href="https://example.org">source</a>'), tmp_path / "01_link.ipynb")
    assert pages.render(tmp_path, tmp_path / "site")


def test_no_notebook_to_render_is_said(tmp_path):
    with pytest.raises(ValueError, match="no notebook to render"):
        pages.render(tmp_path, tmp_path / "site")


def test_every_chinese_character_has_an_embedded_glyph(site):
    for name, page in site.items():
        face = next(str(style.string) for style in page("style") if "@font-face" in str(style.string))
        woff = base64.b64decode(re.search(r"base64,([^)]+)\)", face)[1])
        glyphs = TTFont(io.BytesIO(woff)).getBestCmap()
        for style in page("style"):
            style.extract()
        chinese = set(re.findall(r"[\u2e80-\u9fff\uff00-\uffef]", str(page)))
        assert len(chinese) > 3, name
        assert {ord(character) for character in chinese} <= set(glyphs), name


def test_chinese_words_name_their_language(site):
    page = site["01_revenue.html"]
    assert page.html["lang"] == "en"
    assert page.h1.find(lang="zh-Hans").get_text() == "泗门镇"
    assert page.h1.get_text() == "Did revenue outgrow output in 泗门镇?"
    assert page.title.get_text() == "Did revenue outgrow output in 泗门镇?"


def test_the_index_leads_from_question_to_answer(site):
    shown = site["index.html"].select("article.question")
    assert [one.h3.get_text() for one in shown] == [
        "01 Did revenue outgrow output in 泗门镇?",
        "02 What holds 梁弄镇 back?",
    ]
    assert [one.p.get_text().startswith("Yes: 15.7 times | 倍. One report.") for one in shown] == [True, True]
    assert [one.a["href"] for one in shown] == ["01_revenue.html", "02_back.html"]
    assert [one.img["alt"] for one in shown] == ["Multiples of 1996 (倍)"] * 2


def test_pages_lead_to_each_other_and_to_their_sections(site):
    first, second = site["01_revenue.html"], site["02_back.html"]
    assert first.find("a", rel="next")["href"] == "02_back.html"
    assert first.find("a", rel="prev") is None
    assert second.find("a", rel="prev")["href"] == "01_revenue.html"
    anchors = [link["href"][1:] for link in first.select(".contents a")]
    assert anchors == [heading["id"] for heading in first("h2")]
    assert [link.get_text() for link in first.select(".contents a")] == ["What the reports actually say"]


def test_code_is_folded_and_outputs_are_not(site):
    page = site["01_revenue.html"]
    assert [details.pre.get_text().split("\n")[0] for details in page("details")][:2] == ["Markdown(answer)", "table"]
    assert not any(details.has_attr("open") for details in page("details"))
    assert page.table.find_parent("details") is None
    assert "hidden twin" not in page.get_text()


def test_a_figure_bears_the_comment_above_its_code(site):
    figure = site["01_revenue.html"].figure
    assert figure.figcaption.get_text() == figure.img["alt"] == "Multiples of 1996 (倍)"
    assert figure.img["src"] == f"data:image/png;base64,{PNG}"


def test_only_columns_of_numbers_are_set_right(site):
    cells = site["01_revenue.html"].table(["th", "td"])
    assert [cell.get_text() for cell in cells if cell.get("class") == ["number"]] == ["", "times", "0", "15.7"]


def test_formulas_are_mathml_and_prices_are_not(site):
    page = site["01_revenue.html"]
    assert len(page("math")) == 1
    assert "$5 and $6 are prices, $x$ is code" in page.get_text()


def test_every_link_inside_the_pages_lands_on_something(site):
    links = 0
    for name, page in site.items():
        for link in page.select("a[href]:not([download])"):
            file, _, place = link["href"].partition("#")
            assert not place or site[file or name].find(id=place), (name, link["href"])
            links += 1
    assert links > 400
