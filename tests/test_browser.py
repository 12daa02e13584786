"""The pages in a real browser that may load nothing but the file itself, and a notebook in a real JupyterLab."""

import contextlib
import copy
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from towns_analysis import pages
from towns_analysis.show import packaged_reports

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:tables were not written"),
]
ROOT = Path(__file__).resolve().parents[1]
OPTIONS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def unavailable(reason):
    """Skip where there is no browser to be had, but never in continuous integration."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(f"THE PAGES WERE NOT OPENED IN A BROWSER: {reason}")


@pytest.fixture(scope="module")
def browser():
    program = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome", "msedge"])), None)
    if program is None:
        unavailable("there is no Chromium, Chrome or Edge on the path")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        unavailable('Playwright is missing; .venv/bin/python -m pip install -e ".[browser]" brings it')
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Render the committed notebooks."""
    target = tmp_path_factory.mktemp("site")
    pages.render(ROOT / "notebooks", target)
    return target


@contextmanager
def watched(browser, allowed, width=1300):
    """Open a page that must say nothing on the console and ask for nothing but pages of the allowed folder."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    page.close()
    assert said == []
    assert asked
    assert [url for url in asked if not re.match(f"data:|{re.escape(allowed.as_uri())}/[^/]+[.]html", url)] == []


HEADINGS = """() => {
    const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => Number(heading.tagName[1]));
    return levels[0] == 1 && levels.every((level, i) => i == 0 || (level > 1 && level <= levels[i - 1] + 1));
}"""


@pytest.mark.parametrize("width", [1300, 400])
def test_every_page_opens_and_fits_the_window(browser, site, width):
    files = sorted(site.glob("*.html"))
    assert len(files) > 8
    with watched(browser, site, width) as page:
        for file in files:
            page.goto(file.as_uri())
            assert page.evaluate(HEADINGS), file.name
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), file.name
            assert page.evaluate("[...document.images].every(image => image.naturalWidth > 50)"), file.name


def test_index_leads_to_each_notebook_with_its_figures_and_folded_code(browser, site):
    with watched(browser, site) as page:
        page.goto((site / "index.html").as_uri())
        links = page.locator(".question a")
        assert links.count() == len(list((ROOT / "notebooks").glob("*.ipynb"))) > 0
        for number in range(links.count()):
            question = links.nth(number).inner_text()
            links.nth(number).click()
            assert page.locator("h1").inner_text() == question
            assert page.locator("figure img").count() > 0
            assert page.locator("details pre").first.is_hidden()
            page.locator("details summary").first.click()
            assert page.locator("details pre").first.is_visible()
            page.emulate_media(media="print")
            assert page.locator("details pre").first.is_hidden()
            page.emulate_media(media="screen")
            page.locator("header a").first.click()


def test_every_link_between_the_pages_and_to_the_tables_leads_somewhere(site):
    made = {file.name: BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser") for file in site.glob("*.html")}
    links = [(name, str(link["href"])) for name, page in made.items() for link in page.select("a[href]")]
    inside = [(name, *link.partition("#")) for name, link in links if not link.startswith("http")]
    assert len(inside) > 500
    assert [one for one in inside if one[1] and not (site / one[1]).is_file()] == []
    assert [one for one in inside if one[3] and not made[one[1] or one[0]].find(id=one[3])] == []


def words(locator):
    """Return the words of a marked number, without its reading."""
    return locator.evaluate(
        "mark => { const m = mark.cloneNode(true); m.querySelectorAll('.ta-reading').forEach(r => r.remove()); "
        "return m.textContent }"
    )


def arrived(page):
    """Check that the page shows the number of its address, marked, with its reading; return its name."""
    name, kind, report, start, end = re.search(r"#((claim|number|at)-([^-]+)-(\d+)-(\d+))$", page.url).groups()
    mark = page.locator(":target")
    if kind == "at":  # evidence of a year or a statement: a sign stands before its words
        assert 0 <= mark.bounding_box()["y"] < 800
        return name
    assert words(mark) == packaged_reports()[report].source[int(start) : int(end)]
    assert mark.evaluate("mark => getComputedStyle(mark).outlineStyle") == "solid"
    assert 0 <= mark.bounding_box()["y"] < 800
    assert mark.locator(".ta-reading").bounding_box()["height"] > 20
    return name


def test_a_tabulated_number_is_verified_in_two_clicks_and_leads_back(browser, site):
    verified = {"claim": 0, "number": 0, "at": 0}
    with watched(browser, site) as page:
        for file in sorted(site.glob("0*.html")):
            page.goto(file.as_uri())
            for place in page.locator("table a.ta-link[id]").evaluate_all("all => all.map(a => a.id)")[
                ::6
            ]:  # each takes a second
                page.goto(file.as_uri())
                page.locator(f"#{place}").click()
                name = arrived(page)
                assert place == f"to-{name}"
                verified[name.partition("-")[0]] += 1
                if name.startswith("claim"):
                    page.locator(":target a").click()
                    row = page.locator(":target")
                    assert row.locator(f"a[href='#{name}']").inner_text() == words(page.locator(f"#{name}"))
                    row.locator(f"a[href^='{file.name}']").click()
                    assert page.url == f"{file.as_uri()}#{place}"
    assert verified["claim"] > 20
    assert verified["number"] > 0
    assert verified["at"] > 0


ONLY_CHINESE = r"""() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    const texts = document.createTreeWalker(document.querySelector('body'), NodeFilter.SHOW_TEXT), all = [];
    while (texts.nextNode()) all.push(texts.currentNode);
    for (const text of all) {
        text.data = text.data.replace(/[^\u4e00-\u9fff]/g, '');
        if (text.data) text.parentElement.dataset.zh = text.data;
    }
    return document.fonts.ready.then(() => document.querySelectorAll('[data-zh]').length);
}"""


def test_every_chinese_glyph_comes_from_the_page_itself(browser, site):
    with watched(browser, site) as page:
        session = page.context.new_cdp_session(page)
        for name in ["DOM.enable", "CSS.enable"]:
            session.send(name)
        for file in sorted(site.glob("*.html")):
            page.goto(file.as_uri())
            assert page.evaluate(ONLY_CHINESE) > 5
            root = session.send("DOM.getDocument")["root"]["nodeId"]
            nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-zh]"})["nodeIds"]
            drawn = [session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]
            assert {font["isCustomFont"] for fonts in drawn for font in fonts} == {True}, file.name


FOCUS = """() => {
    const at = document.activeElement, look = getComputedStyle(at);
    return [[...document.querySelectorAll('a[href], summary, [tabindex]')].indexOf(at),
            look.outlineStyle != 'none' && parseFloat(look.outlineWidth) >= 2];
}"""


@pytest.mark.parametrize("file", ["index", "03_growth", "report-yuyao", "tables"])
def test_tab_reaches_every_link_in_order_with_visible_focus(browser, site, file):
    with watched(browser, site) as page:
        page.goto((site / f"{file}.html").as_uri())
        reached = []
        for _ in range(page.locator("a[href], summary, [tabindex]").count()):
            page.keyboard.press("Tab")
            reached.append(page.evaluate(FOCUS))
        assert len(reached) > 10
        assert reached == [[number, True] for number in range(len(reached))]


def test_a_shared_file_opens_alone_and_quotes_what_it_links_to(browser, tmp_path):
    linked = 0
    for file in pages.share(ROOT / "notebooks", tmp_path / "share"):
        alone = tmp_path / file.stem
        alone.mkdir()
        moved = file.rename(alone / "mail.html")
        with watched(browser, alone) as page:
            page.goto(moved.as_uri())
            inside = page.locator("a[href]:not([href^=http])").evaluate_all(
                "all => all.map(a => a.getAttribute('href'))"
            )
            dangling = [link for link in inside if not page.evaluate("i => document.getElementById(i)", link[1:])]
            assert dangling == []
            for number in range(page.locator("td a.ta-link").count()):
                page.locator("td a.ta-link").nth(number).click()
                quoted = page.locator("mark:target, :target mark")
                assert quoted.inner_text() in page.locator(":target").inner_text()
                assert quoted.bounding_box()["y"] < 800
                linked += 1
            assert page.locator("figure img").count() > 0
    assert linked > 20


@contextmanager
def jupyter_lab(folder):
    """Serve a folder in a JupyterLab without the reader's settings; yield its address, token and a way to ask it."""
    settings = folder / "settings"
    settings.mkdir()
    names = ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    token = os.urandom(8).hex()
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={address.rpartition(':')[2]}"]
    options += [f"--IdentityProvider.token={token}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}"]
    options += ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    with (settings / "log.txt").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            env={**os.environ, **dict.fromkeys(names, str(settings))},
            stdout=log,
            stderr=subprocess.STDOUT,
        )

    def sessions():
        assert server.poll() is None, (settings / "log.txt").read_text()
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/api/sessions?token={token}") as answer:
            return json.load(answer)

    try:
        until(lambda: sessions() is not None)
        yield address, token, sessions
    finally:
        server.terminate()
        server.wait(30)


def until(done, wait=lambda milliseconds: time.sleep(milliseconds / 1000)):
    for _ in range(600):
        if done():
            return
        wait(200)
    pytest.fail("waited two minutes in vain")


def test_jupyterlab_runs_all_cells_of_a_notebook(browser, tmp_path):
    committed = nbformat.read(ROOT / "notebooks" / "03_growth.ipynb", as_version=4)
    cleared = copy.deepcopy(committed)
    for cell in cleared.cells:
        cell.update({"outputs": [], "execution_count": None} if cell.cell_type == "code" else {})
    file = tmp_path / "03_growth.ipynb"
    nbformat.write(cleared, file)
    asked = []
    with jupyter_lab(tmp_path) as (address, token, sessions):
        page = browser.new_page(viewport={"width": 1300, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/lab/tree/{file.name}?reset&token={token}")
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
        until(lambda: [one["kernel"]["execution_state"] for one in sessions()] == ["idle"], page.wait_for_timeout)
        page.get_by_role("menuitem", name="Run", exact=True).first.click()
        page.get_by_text("Run All Cells", exact=True).click()

        cells = []

        def saved():
            page.keyboard.press("Control+s")
            try:
                notebook = nbformat.read(file, as_version=4)
            except nbformat.reader.NotJSONError:  # it is being written
                return False
            cells[:] = [c for c in notebook.cells if c.cell_type == "code"]
            return all(cell.execution_count for cell in cells)

        until(saved, page.wait_for_timeout)
        page.close()
    wanted = [c for c in committed.cells if c.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == [cell.execution_count for cell in wanted]
    assert [[plain(out) for out in cell.outputs] for cell in cells] == [
        [plain(out) for out in cell.outputs] for cell in wanted
    ]
    assert [url for url in asked if not url.startswith((f"{address}/", "data:", "blob:"))] == []


def plain(output):
    """Return the words of an output, which must not be an error."""
    assert output.output_type in ("execute_result", "display_data", "stream")
    return output.get("text") or output.data["text/plain"]
