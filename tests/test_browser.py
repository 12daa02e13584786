"""The pages of the committed notebooks in a real browser, which may load nothing but the file itself."""

import os
import shutil
from pathlib import Path

import pytest

from towns_analysis import pages

pytestmark = [pytest.mark.slow, pytest.mark.browser]
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


def test_pages_open_without_requests_or_errors(browser, tmp_path):
    pages.render(ROOT / "notebooks", tmp_path)
    page = browser.new_page(viewport={"width": 390, "height": 800})
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "index.html").as_uri())
    links = page.locator("tbody a").count()
    assert links == len(list(tmp_path.glob("*.html"))) - 1 > 0
    for number in range(links):
        question = page.locator("tbody a").nth(number).inner_text()
        page.locator("tbody a").nth(number).click()
        assert page.locator("h1").inner_text() == question
        page.evaluate("document.fonts.ready")
        assert page.evaluate("[...document.fonts].map(face => face.status)") == ["loaded"], "Chinese glyphs"
        assert page.locator("figure img").count() > 0
        assert page.evaluate("[...document.images].every(image => image.naturalWidth > 50)")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "wider than a telephone"
        assert page.locator("details pre").first.is_hidden()
        page.locator("details summary").first.click()
        assert page.locator("details pre").first.is_visible()
        page.locator("header a").click()
    assert errors == []
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert {Path(url).suffix for url in requests if url.startswith("file:")} == {".html"}
