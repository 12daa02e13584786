"""Figures: every glyph drawn, the same bytes each time, nothing left open, nothing changed."""

import io
import re
import subprocess
import sys
import warnings
import zlib
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from pylopdf_fonts_zh_cn import sans_path

import towns_analysis as ta
from towns_analysis import plots

ROOT = Path(__file__).resolve().parents[1]
WORDS = {
    "xlabel": "数字个数 numbers",
    "title": "财政总收入 $快$ 于产出\nsecond line",
    "source": "来源 Source: n = 3, 鄞嵊埭塍畈 餘姚",
}


def counts():
    return pd.DataFrame({"claim": [3, 0], "date": [1, 2]}, index=["simen", "another town"])


def intervals():
    return pd.DataFrame(
        {
            "label": ["fiscal_revenue", "fiscal_revenue", "built_up_area"],
            "group": ["simen", "liangnong", "simen"],
            "low": [1.6, 0.8, 1.1],
            "high": [1.7, 0.9, 1.1],
        }
    )


FIGURES = {
    "counts": (plots.plot_counts, counts, WORDS),
    "intervals": (plots.plot_intervals, intervals, {**WORDS, "reference": (1.0, "与产出同步 as output")}),
    "intervals without reference": (plots.plot_intervals, intervals, WORDS),
}
every_figure = pytest.mark.parametrize(("plot", "data", "words"), FIGURES.values(), ids=FIGURES)


def png(figure):
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


def texts(figure):
    return {text.get_text() for text in figure.findobj(mpl.text.Text)}


@every_figure
def test_every_glyph_is_drawn_and_pyplot_knows_nothing(plot, data, words, caplog):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph is a warning
        figure = plot(data(), **words)
        assert png(figure).startswith(b"\x89PNG")
    assert isinstance(figure, Figure)
    assert plt.get_fignums() == []
    assert caplog.text == ""  # a missing font or weight is logged


def saved(figure, path):
    """Save as a reader would, where a missing glyph is an error, and return the bytes."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(path)
    return path.read_bytes()


def chinese(figure):
    found = set(re.findall(r"[㐀-鿿]", "".join(texts(figure))))
    assert len(found) > 20
    return found


@every_figure
def test_a_saved_png_shows_other_pixels_for_another_character(plot, data, words, tmp_path):
    one, other, again = (
        saved(plot(data(), **{**words, "title": title}), tmp_path / "figure.png") for title in ("鄞", "塍", "鄞")
    )
    assert one.startswith(b"\x89PNG")
    assert one == again
    assert one != other  # two boxes would be the same


@every_figure
def test_a_saved_svg_draws_every_chinese_character_from_its_own_outlines(plot, data, words, tmp_path):
    figure = plot(data(), **words)
    svg = saved(figure, tmp_path / "figure.svg").decode()
    outlines = dict(re.findall(r'<path id="([^"]+)" d="([^"]*)"', svg))
    used = set(re.findall(r'<use xlink:href="#([^"]+)"', svg))
    font = font_manager.get_font(sans_path())
    wanted = {f"{font.postscript_name}-{font.get_char_index(ord(c)):x}" for c in chinese(figure)}
    assert wanted <= used
    assert all(len(outlines[name]) > 20 for name in wanted)
    assert "<text" not in svg  # which a reader's machine would draw in a font of its own


@every_figure
def test_a_saved_pdf_embeds_every_chinese_character_as_text_that_can_be_searched(plot, data, words, tmp_path):
    figure = plot(data(), **words)
    pdf = saved(figure, tmp_path / "figure.pdf")
    assert re.search(rb"/BaseFont /[A-Z]+\+NotoSansSC-Regular\b", pdf)
    streams = [
        zlib.decompress(stream) for stream in re.findall(rb"FlateDecode >>\s*stream\n(.*?)\nendstream", pdf, re.S)
    ]
    meanings = b" ".join(stream for stream in streams if b"beginbf" in stream).decode().upper()
    assert {c for c in chinese(figure) if f"<{ord(c):04X}>" not in meanings} == set()


@every_figure
def test_the_same_data_give_the_same_bytes(plot, data, words):
    first = png(plot(data(), **words))
    assert first == png(plot(data(), **words))
    assert b"Software" not in first
    assert b"atplotlib" not in first


@every_figure
def test_the_reader_s_own_settings_change_nothing_and_are_not_changed(plot, data, words):
    plain = png(plot(data(), **words))
    with mpl.rc_context({"font.size": 30, "savefig.dpi": 20, "axes.facecolor": "red"}):
        before = dict(mpl.rcParams)
        assert png(plot(data(), **words)) == plain
        assert dict(mpl.rcParams) == before


@every_figure
def test_the_data_are_not_changed(plot, data, words):
    given = data()
    plot(given, **words)
    pd.testing.assert_frame_equal(given, data())


@every_figure
def test_title_source_and_axis_are_written(plot, data, words):
    assert {words["title"], words["source"], words["xlabel"]} <= texts(plot(data(), **words))


def test_a_notebook_shows_one_picture_and_its_title_as_text():
    shown = plots.plot_counts(counts(), **WORDS)._repr_mimebundle_()
    assert sorted(shown) == ["image/png", "text/plain"]
    assert shown["text/plain"] == f"Figure: {WORDS['title']}"


def test_counts_are_drawn_at_their_length_from_the_left():
    axes = plots.plot_counts(counts(), **WORDS).axes[0]
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.patches]
    assert bars == [(0, 3), (0, 0), (3, 1), (0, 2)]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["泗门镇\nSimen", "another\ntown"]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["数量 claim", "日期 date"]


def test_intervals_are_drawn_from_low_to_high_in_the_row_of_their_label():
    axes = plots.plot_intervals(intervals(), **WORDS).axes[0]
    drawn = [[segment[:, 0].tolist() for segment in lines.get_segments()] for lines in axes.collections]
    assert drawn == [[[1.6, 1.7], [1.1, 1.1]], [[0.8, 0.9]]]
    rows = [[round(segment[0, 1]) for segment in lines.get_segments()] for lines in axes.collections]
    assert rows == [[0, 1], [0]]


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("slant", ["normal", "italic"])
def test_the_chinese_font_is_found_in_every_weight(weight, slant, caplog):
    font = font_manager.FontProperties(family=plots.chinese_font(), weight=weight, style=slant)
    found = font_manager.findfont(font, fallback_to_default=False)
    assert found == str(sans_path())
    assert caplog.text == ""


def test_the_font_has_every_character_of_the_reports_and_the_vocabulary():
    path = font_manager.findfont(plots.chinese_font(), fallback_to_default=False)
    known = set(font_manager.get_font(path).get_charmap())
    files = [*ROOT.glob("seeds/*.txt"), *ROOT.glob("towns_analysis/vocabulary/*.txt")]
    characters = set(re.findall(r"[㐀-鿿]", "".join(file.read_text(encoding="utf-8") for file in files)))
    assert len(characters) > 1000
    assert {c for c in characters if ord(c) not in known} == set()


def test_without_any_chinese_font_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    with pytest.raises(RuntimeError, match="pip install pylopdf-fonts-zh-cn"):
        plots._font()


def test_an_installed_font_takes_the_place_of_the_package(monkeypatch):
    there = font_manager.FontEntry(fname="there.ttc", name="Noto Sans CJK SC")
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [there])
    assert plots._font() is there


def test_places_indicators_and_words_are_labelled_in_both_languages():
    indicators = ta.indicators()
    labels = plots.bilingual(indicators["indicator"])
    assert labels == (indicators["zh"] + " " + indicators["en"]).tolist()
    claims, numbers = ta.load("claims"), ta.load("numbers")
    for column in (claims["kind"], claims["status"], numbers["role"]):
        assert all(re.fullmatch(r"[㐀-鿿]+ [a-z ]+", label) for label in plots.bilingual(column.unique()))


def test_importing_the_package_loads_no_plotting():
    code = "import sys, towns_analysis; print(sorted({'matplotlib', 'seaborn', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
