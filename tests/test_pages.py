"""The pages: complete in themselves, readable, and leading from question to answer."""

import base64
import io
import itertools
import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from towns_analysis import cli, downloads, extract_claims, pages, site_pages
from towns_analysis.reports import Report
from towns_analysis.reportview import show_report
from towns_analysis.show import packaged_reports, visible
from towns_analysis.tables import load

pytestmark = pytest.mark.filterwarnings("ignore:tables were not written")

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
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


def parsed(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser", preserve_whitespace_tags=["html"])


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
    return {path.name: parsed(path) for path in written}


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
        '<p ONCLICK="alert(1)">a</p>',
        '<a href=" java\tscript:alert(1)">a</a>',
        '<img srcset="a.png 2x">',
        '<svg><image href="a.png"></image></svg>',
        '<svg><use xlink:href="a.svg#b"></use></svg>',
        '<object data="a.svg"></object>',
        '<embed src="a.svg">',
        '<base href="https://example.org">',
        '<video poster="a.png"></video>',
        '<meta http-equiv="refresh" content="0; url=https://example.org">',
        '<form action="https://example.org"></form>',
        '<a href="#a" ping="https://example.org">a</a>',
    ],
)
def test_what_would_load_or_run_something_is_a_fault(html):
    assert len(pages.offline_faults(BeautifulSoup(html, "html.parser"))) >= 1


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/x.js">elsewhere</a>',
        '<a href="02_back.html#section-1">another page</a>',
        '<img src="data:image/png;base64,AAAA">',
        '<svg><use href="#a"></use></svg>',
        "<style>p{background:url(data:image/png;base64,AAAA)}</style>",
        "<p>javascript: one may write about it, and of url(x)</p>",
    ],
)
def test_what_loads_and_runs_nothing_is_none(html):
    assert pages.offline_faults(BeautifulSoup(html, "html.parser")) == []


def test_a_notebook_that_would_load_something_is_refused_by_name(tmp_path):
    nbformat.write(made(html='<img src="figure.png">'), tmp_path / "01_bad.ipynb")
    with pytest.raises(ValueError, match=r"01_bad\.html: a page must load and run nothing, but it has <img src=figure"):
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


# ---------------------------------------------------------------------------------------------- numbers and reports

LINKED = (
    '<table class="dataframe"><thead><tr><th></th><th>claim</th><th>report</th><th>quote</th><th>value</th></tr>'
    "</thead><tbody><tr><th>0</th><td>{0}:{1}-{2}</td><td>{0}</td><td>{3}</td><td>1.0</td></tr></tbody></table>"
)
SOURCE = '<blockquote class="ta-source" data-claim="{0}:{1}-{2}"><p>x</p><footer>{0}</footer></blockquote>'
TEXT = "一、基本情况\n\n面积119平方公里，<b>人口</b>4.2万。\n"


def own_report(name="own town"):
    report = Report(id=name, source=TEXT, start=0, end=len(TEXT), title="<i>总结</i>")
    return report, extract_claims(report)


def place(quote, text=TEXT, name="own town"):
    return name, text.index(quote), text.index(quote) + len(quote), quote


def test_a_report_s_page_shows_every_character_of_it(site):
    for report in packaged_reports().values():
        text = site[f"report-{report.id}.html"].select_one(".ta-text")
        for reading in text.select(".ta-reading"):
            reading.extract()
        assert text.get_text() == visible(report.body)


def test_a_report_s_page_names_its_failed_checks_its_date_and_all_its_claims(site):
    claims, page = load("claims"), site["report-jianshe.html"]
    assert "1.102亿元 for 1.06亿元" in page.select_one(".ta-report ul").get_text()
    assert "Dated 2011 to 2011" in page.get_text()
    rows = [row.a.get_text() for row in page.select("tr[id]")]
    assert rows == claims[claims["report"] == "jianshe"].sort_values(["start", "end"])["quote"].tolist()


def test_the_page_of_functions_has_every_one_that_a_notebook_imports():
    opened = {file.name: nbformat.read(file, 4) for file in NOTEBOOKS}
    code = "\n".join(cell.source for notebook in opened.values() for cell in notebook.cells)
    wanted = set(re.findall(r"^from towns_analysis\.\w+ import (\w+)$", code, re.M))
    assert {"claim_details", "report_details", "audit_sample"} <= wanted
    assert wanted <= {name for *_, entries in site_pages._modules(opened) for name, *_ in entries}


def test_reports_and_claims_of_ones_own_are_rendered_without_a_notebook(tmp_path):
    report, claims = own_report()
    written = pages.render(None, tmp_path, reports=[report], claims=claims)
    names = ["index.html", "tables.html", "functions.html", "report-own~20~town.html"]
    assert [path.name for path in written[:4]] == names
    assert [path.name for path in written[4:]] == ["table-claims.html", "table-numbers.html", "table-checks.html"]
    index, tables, _, page = map(parsed, written[:4])
    assert [row.get_text(" ").split()[0] for row in index.select("tbody tr")] == ["own"]
    assert index.select_one("tbody a")["href"] == names[3]
    assert [heading.get_text() for heading in tables("h2")] == ["claims", "numbers", "checks", "What was left out"]
    assert "<i>总结</i>" in page.h1.get_text()
    assert [link.get_text() for link in page.select("tr[id] td a")] == ["119平方公里", "4.2万"]
    saved = pd.read_csv(tmp_path / "tables" / "claims.csv", keep_default_na=False, na_values=[])
    assert saved["quote"].tolist() == ["119平方公里", "4.2万"]


def test_claims_of_another_text_are_refused(tmp_path):
    report, claims = own_report()
    with pytest.raises(ValueError, match="was not read from this text"):
        pages.render(None, tmp_path, reports=[report], claims=claims.assign(start=claims["start"] + 1))


def test_without_the_extras_the_pages_offer_csv_and_say_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "find_spec", lambda name: name == "csv")
    with pytest.warns(downloads.LeftOutWarning, match="parquet .*xlsx"):
        pages.render(None, tmp_path, reports=[own_report()[0]])
    tables = parsed(tmp_path / "tables.html")
    assert [link["href"] for link in tables.select("a[download]")] == [
        "tables/claims.csv",
        "tables/numbers.csv",
        "tables/checks.csv",
    ]
    assert 'pip install -e ".[corpus]"' in tables.get_text()


def linked(tmp_path, html, write=pages.render, text="Read [what it says](#{0})."):
    """Write a notebook about an own report with the given output and link in prose, and return its page."""
    report, claims = own_report()
    notebook = made(html=html)
    notebook.cells.insert(
        2, new_markdown_cell(text.format(f"claim-own~20~town-{'-'.join(map(str, place('4.2万')[1:3]))}"))
    )
    nbformat.write(notebook, tmp_path / "01_own.ipynb")
    write(tmp_path, tmp_path / "site", reports=[report], claims=claims)
    return parsed(tmp_path / "site" / "01_own.html")


def test_numbers_lead_to_the_report_from_tables_quotes_and_prose_and_back(tmp_path):
    area, people = place("119平方公里"), place("4.2万")
    page = linked(tmp_path, LINKED.format(*area) + SOURCE.format(*people))
    to = {quote: f"report-own~20~town.html#claim-own~20~town-{start}-{end}" for _, start, end, quote in (area, people)}
    assert [(link.get_text().strip(), link["href"]) for link in page.select("a.ta-link")] == [
        ("what it says", to["4.2万"]),
        ("own town:{1}-{2}".format(*area), to["119平方公里"]),
        ("119平方公里", to["119平方公里"]),
        ("1.0", to["119平方公里"]),
        ("own town", to["4.2万"]),
    ]
    report = parsed(tmp_path / "site" / "report-own~20~town.html")
    back = [link["href"].partition("#") for link in report.select("tr[id] a[href^='01_own']")]
    assert [page.find(id=name).get_text().strip() for _, _, name in back] == ["1.0", "what it says"]


def test_the_words_of_a_check_lead_to_the_numbers_that_were_stated(tmp_path):
    words = "160亿元 + 4.8亿元 = 164.8亿元, stated 164.8亿元"
    table = f'<table class="dataframe"><thead><tr><th>arithmetic</th></tr></thead><tr><td>{words}</td></tr></table>'
    nbformat.write(made(html=table.replace("<tr><td>", "<tbody><tr><td>")), tmp_path / "01_sum.ipynb")
    pages.render(tmp_path, tmp_path / "site", reports=[packaged_reports()["mazhu"]])
    cell = parsed(tmp_path / "site" / "01_sum.html").select("table.dataframe")[1].td
    assert cell.get_text() == words
    assert [(link.get_text(), link["href"].rpartition("#")[2], str(link.previous_sibling)) for link in cell("a")] == [
        ("160亿元", "claim-mazhu-496-501", "None"),
        ("4.8亿元", "claim-mazhu-515-520", " + "),
        ("164.8亿元", "claim-mazhu-472-479", ", stated "),
    ]


def test_a_label_that_spans_rows_helps_to_say_which_number_it_is(tmp_path):
    html = pd.DataFrame(
        {"quote": ["119平方公里", "4.2万"], "status": "actual"},
        index=pd.MultiIndex.from_product([["own town"], ["a", "b"]], names=["report", "row"]),
    ).to_html()
    assert 'rowspan="2"' in html
    links = linked(tmp_path, html.replace('border="1" ', "")).select("td a.ta-link")
    assert [link.get_text() for link in links] == ["119平方公里", "4.2万"]


def test_a_key_that_spans_rows_is_linked_once(tmp_path):
    key = "own town:{1}-{2}".format(*place("119平方公里"))
    index = pd.MultiIndex.from_product([[key], ["a", "b"]], names=["claim", "row"])
    html = pd.DataFrame({"unit": ["km2", "ha"]}, index=index).to_html().replace('border="1" ', "")
    cell = linked(tmp_path, html).find("th", rowspan="2")
    assert [link["id"] for link in cell("a")] == ["to-claim-own~20~town-{1}-{2}".format(*place("119平方公里"))]


def frame_html(frame, **options):
    return frame.to_html(**options).replace('border="1" ', "")


def test_a_computed_number_leads_to_the_words_of_all_claims_it_rests_on(tmp_path):
    keys = [f"own town:{place(quote)[1]}-{place(quote)[2]}" for quote in ("4.2万", "119平方公里")]
    html = frame_html(pd.DataFrame({"people per km²": ["347 to 359"], "claims": [" ".join(keys)]}))
    page = linked(tmp_path, html)
    heads, row, below = page.select("table.dataframe")[1]("tr")
    assert [head.get_text() for head in heads("th")] == ["", "people per km²"]
    assert row.get_text(" ", strip=True) == "0 347 to 359"
    assert [(link.get_text().strip(), link["href"].rpartition("#")[2]) for link in below.select("td a.ta-link")] == [
        (quote, "claim-own~20~town-{1}-{2}".format(*place(quote))) for quote in ("4.2万", "119平方公里")
    ]


def test_labels_that_span_rows_span_the_links_below_them_too(tmp_path):
    key = "own town:{1}-{2}".format(*place("4.2万"))
    index = pd.MultiIndex.from_product([["own town"], ["a", "b"]], names=["report", "row"])
    page = linked(tmp_path, frame_html(pd.DataFrame({"x": [1, 2], "y": [3, 4], "claims": key}, index=index)))
    table = page.select("table.dataframe")[1]
    assert table.select_one("tbody th")["rowspan"] == "4"
    assert [cell["colspan"] for cell in table.select("tr.from td")] == ["3", "3"]  # row, x and y


def test_a_column_for_each_place_leads_each_quote_to_its_words(tmp_path):
    table = pd.DataFrame({"simen": ["1.5平方公里 / 10.3平方公里"], "mazhu": [""]}, index=["built_up_area"])
    html = frame_html(table.rename_axis("indicator").rename_axis("place", axis=1))
    nbformat.write(made(html=html), tmp_path / "01_pivot.ipynb")
    pages.render(tmp_path, tmp_path / "site")
    cell = parsed(tmp_path / "site" / "01_pivot.html").select("table.dataframe")[1].td
    assert cell.get_text() == "1.5平方公里 / 10.3平方公里"
    assert [link["href"] for link in cell("a")] == [
        "report-yuyao.html#claim-yuyao-2368-2375",
        "report-yuyao.html#claim-yuyao-2381-2389",
    ]


def test_names_lead_to_their_report_and_a_table_of_counts_to_the_rows_it_was_counted_from(tmp_path):
    notebook = made(html=frame_html(pd.DataFrame({"claims": [3, 4]}, index=["马渚镇 Mazhu", "elsewhere"])))
    notebook.cells[-1].source = 'ta.load("claims"), ta.load("reference/prices")'
    nbformat.write(notebook, tmp_path / "01_counts.ipynb")
    pages.render(tmp_path, tmp_path / "site")
    page = parsed(tmp_path / "site" / "01_counts.html")
    table = page.select("table.dataframe")[1]
    assert [(link.get_text(), link["href"]) for link in table("a")] == [("马渚镇 Mazhu", "report-mazhu.html")]
    data = table.find_parent(class_="output").find_next_sibling("p", class_="from")
    assert [link["href"] for link in data("a")] == ["table-claims.html", "table-reference-prices.html"]
    rows = parsed(tmp_path / "site" / "table-claims.html").select("tbody tr")
    assert len(rows) == len(load("claims"))
    assert all(row.select_one("a.ta-link") for row in rows)
    cited = parsed(tmp_path / "site" / "table-reference-towns_elsewhere.html").select("tbody tr")
    assert all(row.select_one("a")["href"].startswith("http") for row in cited)


def test_evidence_and_statements_lead_to_where_they_stand_in_the_report(tmp_path):
    dating, found = load("dating"), load("constraints")
    signed = dating[(dating["report"] == "baita") & (dating["rule"] == "signature")].iloc[0]
    told = found[found["report"] == "baita"].iloc[0]
    rows = pd.DataFrame([signed, told])[["report", "start", "end", "quote"]].map(
        lambda cell: cell if cell == cell else ""
    )
    notebook = made(html=frame_html(rows.assign(quote=rows["quote"].str.replace("\n", ""))))
    notebook.cells.append(cell("source", **{"text/html": SOURCE.format("baita", told["start"], told["end"])}))
    nbformat.write(notebook, tmp_path / "01_evidence.ipynb")
    pages.render(tmp_path, tmp_path / "site")
    page, report = (parsed(tmp_path / "site" / name) for name in ("01_evidence.html", "report-baita.html"))
    links = [link["href"].partition("#") for link in page.select("a.ta-link")]
    assert [file for file, _, _ in links] == ["report-baita.html"] * 3
    for (_, _, name), row in zip(links, [signed, told, told], strict=True):
        spot = report.find(id=name)
        after = "".join(
            str(text) for text in spot.find_all_next(string=True, limit=40) if not text.find_parent(class_="ta-reading")
        )
        assert re.sub(r"\s", "", after).startswith(re.sub(r"\s", "", row["quote"])[:6]), name


def test_a_report_that_the_page_shows_is_what_its_own_rows_lead_to(tmp_path):
    text = "面积30平方公里，村30个，人口4.2万人。"
    claims = extract_claims(text)
    table = claims[["claim", "quote"]].set_index("claim")
    notebook = made(html=show_report(text, claims)._repr_html_())
    notebook.cells.append(cell("rows", **{"text/html": frame_html(table.reset_index()[["quote"]])}))
    notebook.cells.append(cell("keys", **{"text/html": frame_html(table.assign(sources=table.index), index=False)}))
    nbformat.write(notebook, tmp_path / "01_text.ipynb")
    pages.render(tmp_path, tmp_path / "site")
    page = parsed(tmp_path / "site" / "01_text.html")
    quotes, keys = page.select("table.dataframe")[-2:]
    assert [link["href"] for link in quotes("a")] == [f"#claim-text-{key[5:]}" for key in claims["claim"]]
    assert [link.get_text() for link in keys("a")] == [quote for quote in claims["quote"] for _ in range(2)]
    assert all(page.find(id=link["href"][1:]) for link in keys("a"))


@pytest.fixture(scope="module")
def committed(tmp_path_factory):
    """Render the committed notebooks."""
    target = tmp_path_factory.mktemp("committed")
    pages.render(ROOT / "notebooks", target)
    return target


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_row_of_every_notebook_leads_to_its_words_or_to_its_data(path, committed):
    """An interval that was computed leads to all claims it rests on; what was counted, to the rows counted."""
    tables = parsed(committed / f"{path.stem}.html").select("table.dataframe")
    assert tables
    for table in tables:
        heads = [head.get_text() for head in table.select("thead th")]
        rows = table.select("tbody tr")
        links = [row.select_one("a.ta-link") is not None for row in rows]
        under = ["from" in (row.get("class") or []) and link for row, link in zip(rows, links, strict=True)]
        below = [*under[1:], False]
        leads = [link or led for link, led in zip(links, below, strict=True)]
        data = table.find_parent(class_="output").find_next_sibling()
        named = data is not None and "from" in (data.get("class") or [])
        *earlier, cell_code = [code.get_text() for code in reversed(table.find_all_previous("details", class_="code"))]
        pasted = re.search("extract_|TEXT", cell_code) or "load(" not in " ".join([*earlier, cell_code])
        assert all(leads) or pasted or (named and not {"claims", "sources"} & set(heads)), heads


def test_a_number_is_not_linked_where_the_row_does_not_say_which_it_is(tmp_path):
    text = LINKED.format("own town", 1, 2, "119平方公里")  # the key of no number
    assert [link.get_text() for link in linked(tmp_path, text).select("a.ta-link")] == ["what it says"]


def test_a_link_in_prose_to_no_claim_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"01_own\.html: the text links to #claim-own-1-2, but no report has"):
        linked(tmp_path, "", text="[x](#claim-own-1-2)")


def test_the_command_line_renders_notebooks_about_reports_of_ones_own(tmp_path, capsys):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "own town.txt").write_text(TEXT, encoding="utf-8")
    nbformat.write(made(html=LINKED.format(*place("4.2万"))), tmp_path / "01_own.ipynb")
    given = ["render", str(tmp_path), "-o", str(tmp_path / "site"), "--reports", str(tmp_path / "reports")]
    assert cli.main(given) == 0
    assert str(tmp_path / "site" / "report-own~20~town.html") in capsys.readouterr().out.splitlines()
    links = parsed(tmp_path / "site" / "01_own.html").select("a.ta-link")
    assert {link["href"].partition("#")[0] for link in links} == {"report-own~20~town.html"}


def test_a_shared_file_quotes_the_sentences_it_links_to_and_needs_no_other(tmp_path):
    area, people = place("119平方公里"), place("4.2万")
    page = linked(tmp_path, LINKED.format(*area) + SOURCE.format(*people), write=pages.share)
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["01_own.html"]
    links = page.select("a[href]")
    assert len(links) > 5
    assert [link["href"] for link in links if not page.find(id=link["href"].removeprefix("#"))] == []
    assert page("h2")[-1].get_text() == "Quoted sources"
    for _, start, end, quote in (area, people):
        assert page.find(id=f"claim-own~20~town-{start}-{end}").mark.get_text() == quote
    assert "<b>人口</b>" in page.find(id="claim-own~20~town-{1}-{2}".format(*people)).get_text()


# ---------------------------------------------------------------------------------------------- for every reader


def test_headings_are_in_order_on_every_page(site):
    for name, page in site.items():
        levels = [int(heading.name[1]) for heading in page(re.compile("^h[1-6]$"))]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), name


def test_the_keyboard_takes_every_page_in_its_order(site):
    places = [str(tag["tabindex"]) for page in site.values() for tag in page(tabindex=True)]
    assert len(places) > 10
    assert set(places) == {"0"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_figure_of_a_notebook_is_described_in_a_sentence_of_its_own(path):
    cells = nbformat.read(path, as_version=4).cells
    drawn = [c.source for c in cells if any("image/png" in out.get("data", {}) for out in c.get("outputs", []))]
    assert drawn
    described = [re.match(r"# ([A-Z].*)", source) for source in drawn]
    assert all(described)
    sentences = [found[1] for found in described if found]
    assert all(len(sentence.split()) >= 8 for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


COLOUR = "(?<![-a-z]){}: *(var\\(--[a-z]+\\)|#[0-9a-f]{{3,6}})"


def colours():
    """Return the variables, and the pairs of text and background that the style sheets can put together."""
    sheets = "".join((pages.SITE / name).read_text(encoding="utf-8") for name in ("style.css", "report.css"))
    known = dict(re.findall("(--[a-z]+): *(#[0-9a-f]+)", sheets))

    def stated(what, rule):
        return [known.get(value[4:-1], value) for value in re.findall(COLOUR.format(what), rule)]

    rules = [(stated("color", rule), stated("background", rule)) for rule in re.findall("{([^{}]*)}", sheets)]
    own = [(text, ground) for texts, grounds in rules for text in texts for ground in grounds]
    inherited = {text for texts, grounds in rules if not grounds for text in texts}
    grounds = {ground for texts, grounds in rules if known["--ink"] not in grounds for ground in grounds}
    return own + list(itertools.product(inherited, grounds))


def luminance(colour):
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(pair):
    low, high = sorted(map(luminance, pair))
    return (high + 0.05) / (low + 0.05)


def test_text_stands_out_from_every_background():
    assert contrast(("#000", "#ffffff")) == pytest.approx(21)
    assert contrast(("#777", "#fff")) == pytest.approx(4.48, abs=0.01)  # as WebAIM's contrast checker says
    pairs = colours()
    assert {("#1f2328", "#fff"), ("#1f2328", "#fde9a9"), ("#9b2c1f", "#fff"), ("#fff", "#1f2328")} <= set(pairs)
    assert {pair: round(contrast(pair), 2) for pair in pairs if contrast(pair) < 4.5} == {}
