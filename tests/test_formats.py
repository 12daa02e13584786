"""The same report in every format and encoding states the same; what cannot be read says why and what to do."""

from __future__ import annotations

import os
import time
import zipfile
from io import BytesIO
from pathlib import Path

import made
import pandas as pd
import pytest

from towns_analysis import extract_claims, formats, read_reports
from towns_analysis.files import MOST_CHARACTERS, ReportError, packaged
from towns_analysis.headings import headings

TEXT = "\n".join(  # two reports without their headings, which would divide a file into reports
    line for r in read_reports(packaged("seeds"))[1:3] for line in r.body.splitlines() if not headings(line)
)
NO_OFFSETS = ["claim", "report", "start", "end", "subject_start", "subject_end"]
FORMATS = {
    **{f"{kind} in {e}": (kind, e) for kind in ("txt", "md", "html") for e in made.ENCODINGS},
    "docx": ("docx", ""),
    "pdf": ("pdf", ""),
}
TRADITIONAL = "本鄉人口四萬二千人，面積一百一十九平方公里，財政收入比上年增長，全鄉經濟發展。"
W = f'xmlns:w="{made.WORD}"'


@pytest.fixture(autouse=True)
def libraries(request):
    """Skip what needs the extra, but never in continuous integration."""
    try:
        import lxml  # noqa: F401
        import pyarrow  # noqa: F401
        import pypdfium2  # noqa: F401
    except ImportError as error:
        reason = f"FILES OF OTHER FORMATS WERE NOT READ: {error}; the extra 'corpus' brings it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def file_of(folder: Path, kind: str, encoding: str, text: str) -> Path:
    makers = {"html": lambda: made.html(text, encoding), "docx": lambda: made.docx(text), "pdf": lambda: made.pdf(text)}
    return write(folder / f"a.{kind}", makers[kind]() if kind in makers else text.encode(encoding))


def stated(path: Path) -> pd.DataFrame:
    return extract_claims(read_reports(path)).drop(columns=NO_OFFSETS)


def document(*body: str) -> bytes:
    return made.docx_of(f"<w:document {W}><w:body>{''.join(body)}</w:body></w:document>".encode())


def source(path: Path) -> str:
    return read_reports(path)[0].source


# ---------------------------------------------------------------------------------- the same in every format


@pytest.mark.parametrize(("kind", "encoding"), FORMATS.values(), ids=FORMATS)
def test_a_report_states_the_same_in_every_format(tmp_path, kind, encoding):
    path = file_of(tmp_path, kind, encoding, TEXT)
    wanted = extract_claims(TEXT).drop(columns=NO_OFFSETS)
    assert len(wanted) > 100
    pd.testing.assert_frame_equal(stated(path), wanted)


@pytest.mark.parametrize("kind", ["txt", "html"])
def test_traditional_text_in_big5_is_read(tmp_path, kind):
    path = file_of(tmp_path, kind, "big5", TRADITIONAL)
    assert TRADITIONAL in source(path)


@pytest.mark.parametrize(("kind", "encoding"), FORMATS.values(), ids=FORMATS)
def test_every_quote_stands_in_the_extracted_text(tmp_path, kind, encoding):
    reports = read_reports(file_of(tmp_path, kind, encoding, TEXT))
    texts = {r.id: r.source for r in reports}
    for claim in extract_claims(reports).itertuples():
        assert texts[claim.report][claim.start : claim.end] == claim.quote


def test_word_file_made_by_another_program_is_read(tmp_path):
    docx = pytest.importorskip("docx", reason="A WORD FILE BY ANOTHER PROGRAM WAS NOT READ: the extra 'outside' has it")
    file = docx.Document()
    for line in TEXT.splitlines():
        file.add_paragraph(line)
    file.save(tmp_path / "a.docx")
    wanted = extract_claims(TEXT).drop(columns=NO_OFFSETS)
    pd.testing.assert_frame_equal(stated(tmp_path / "a.docx"), wanted)


# ------------------------------------------------------------------------------------------- page or paragraph


def test_an_offset_knows_its_page_paragraph_or_line(tmp_path):
    paged = read_reports(write(tmp_path / "a.pdf", made.pdf("甲镇人口1万人。", "乙镇人口2万人。", "丙镇人口3万人。")))[
        0
    ]
    word = read_reports(write(tmp_path / "a.docx", made.docx("甲镇\n人口1万人。\n人口2万人。")))[0]
    text = read_reports(write(tmp_path / "a.txt", "甲镇\n人口1万人。\n"))[0]
    assert [paged.where(paged.source.index(f"{n}万")) for n in (1, 2, 3)] == ["page 1", "page 2", "page 3"]
    assert [word.where(word.source.index(f"{n}万")) for n in (1, 2)] == ["paragraph 2", "paragraph 3"]
    assert text.where(text.source.index("1万")) == "line 2"


def test_a_sentence_that_a_page_break_divides_is_one(tmp_path):
    one, two = "全镇各级各部门共同努力实现了财政总收入", "4.22亿元，比上年增长9.6%。"
    claims = stated(write(tmp_path / "a.pdf", made.pdf(one + "，\n其中本级", two)))
    assert claims["quote"].tolist() == ["4.22亿元", "9.6%"]
    assert set(claims["unit"]) == {"CNY", "percent"}


# ------------------------------------------------------------------------------------------- what counts as text


def test_insertions_text_boxes_and_controls_are_text_and_deletions_are_not(tmp_path):
    run = "<w:r><w:t>{}</w:t></w:r>"
    fallback = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = [
        f"<w:p><w:ins>{run.format('插入1万人。')}</w:ins><w:del><w:r><w:delText>删去2万人。</w:delText></w:r></w:del></w:p>",
        f"<w:sdt><w:sdtContent><w:p>{run.format('控件3万人。')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p><mc:AlternateContent {fallback}><mc:Choice><w:txbxContent><w:p>{run.format('文本框4万人。')}</w:p>"
        f"</w:txbxContent></mc:Choice><mc:Fallback><w:p>{run.format('文本框4万人。')}</w:p></mc:Fallback>"
        "</mc:AlternateContent></w:p>",
        f"<w:p><w:moveFrom>{run.format('移走5万人。')}</w:moveFrom></w:p>",
    ]
    text = source(write(tmp_path / "a.docx", document(*body)))
    assert [text.count(word) for word in ("1万", "2万", "3万", "4万", "5万")] == [1, 0, 1, 1, 0]


TABLE = {
    "docx": document(
        "<w:tbl><w:tr>"
        + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in ("人口", "120", "340人"))
        + "</w:tr></w:tbl>"
    ),
    "html": "<table><tr><td>人口</td><td>120</td><td>340人</td></tr></table>".encode(),
}


@pytest.mark.parametrize("kind", TABLE)
def test_numbers_of_neighbouring_cells_stay_apart(tmp_path, kind):
    path = write(tmp_path / f"a.{kind}", TABLE[kind])
    assert extract_claims(read_reports(path))["value"].tolist() == [340]


def test_of_a_page_only_what_a_browser_shows_is_text(tmp_path):
    unseen = "<head><title>1万人</title></head><script>人口2万人</script><!-- 3万人 -->"
    page = unseen + "<p>人口\n4万人。<br>人口5万人。</p>6万人"
    text = source(write(tmp_path / "a.html", page))
    assert text.split("\n") == ["人口 4万人。", "人口5万人。", "6万人"]


def test_lines_of_preformatted_text_stay_lines(tmp_path):
    assert source(write(tmp_path / "a.html", "<pre>第一篇：甲\n人口1万。</pre>")).splitlines() == [
        "第一篇：甲",
        "人口1万。",
    ]


# ------------------------------------------------------------------------------------------- what cannot be read

XML_BOMB = '<!DOCTYPE d [<!ENTITY a "' + "人" * 999 + '">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 99}">' for a, b in zip("abcde", "bcdef", strict=True)
) + f"]><w:document {W}><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:document>"  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def encrypted_zip() -> bytes:
    raw = bytearray(made.docx("人口4万人。"))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


def zip_of(name: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "人口4万人。")
    return file.getvalue()


ENCRYPTED_PDF = made.pdf_of(
    [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>",
     b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"00" * 32 + b">/U<" + b"00" * 32 + b">>>"],
    b"/Encrypt 3 0 R/ID[<00><00>]",
)  # fmt: skip
BAD = {
    "cut docx": ("a.docx", made.docx(TEXT)[:-300], "damaged"),
    "docx with broken XML": ("a.docx", document("<w:p>"), "damaged"),
    "entities": ("a.docx", made.docx_of(XML_BOMB.encode()), "declares a document type"),
    "encrypted docx": ("a.docx", OLE, "encrypted, or an old Office"),
    "encrypted zip": ("a.docx", encrypted_zip(), "encrypted"),
    "zip of something else": ("a.docx", zip_of("../../etc/passwd"), "no Word document"),
    "docx without words": ("a.docx", document("<w:p/>"), "empty"),
    "cut pdf": ("a.pdf", b"%PDF-1.7\n%...", "damaged"),
    "encrypted pdf": ("a.pdf", ENCRYPTED_PDF, "encrypted"),
    "scanned pdf": ("a.pdf", made.pdf("", ""), "scanned"),
    "pdf named docx": ("a.docx", made.pdf("人口4万人。"), r"name says \.docx, but this is a PDF"),
    "docx named txt": ("a.txt", made.docx("人口4万人。"), r"name says \.txt, but this is a zip"),
    "text named pdf": ("a.pdf", "人口4万人。".encode(), r"name says \.pdf"),
    "old Word": ("a.doc", OLE, r"\.doc files are not read"),
    "page without words": ("a.html", b"<html><body></body></html>", "empty"),
    "NUL in a page": ("a.html", b"<p>\0</p>", "binary"),
}


@pytest.mark.parametrize(("name", "content", "cause"), BAD.values(), ids=BAD)
def test_bad_file_is_refused_alone_and_collected_in_a_folder(tmp_path, name, content, cause):
    path = write(tmp_path / name, content)
    with pytest.raises(ReportError, match=cause) as error:
        read_reports(path)
    assert str(path) in str(error.value)
    write(tmp_path / "good.txt", "人口4.2万人。")
    reports, problems = read_reports(tmp_path, on_error="collect")
    assert [r.id for r in reports] == ["good"]
    assert problems.to_dict("records") == [
        {"file": name, "cause": error.value.cause, "next_step": error.value.next_step}
    ]


def test_a_page_without_text_among_others_is_said(tmp_path):
    write(tmp_path / "a.pdf", made.pdf("人口1万人。", "", "人口3万人。"))
    with pytest.warns(match=r"a\.pdf: page 2 of 3 has no text"):
        read_reports(tmp_path)
    reports, problems = read_reports(tmp_path, on_error="collect")
    assert [len(reports), len(problems)] == [1, 1]
    assert "page 2 of 3" in problems["cause"][0]


def test_missing_library_is_named_with_its_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)
    with pytest.raises(ReportError, match=r"pypdfium2.*'corpus'.*pip install"):
        read_reports(write(tmp_path / "a.pdf", made.pdf("人口1万人。")))


# ------------------------------------------------------------------------------------------- size and time


def zeros(megabytes: int) -> bytes:
    """Return a Word document that unpacks to so many megabytes of markup without text."""
    return document("<w:p>" + "<w:b/>" * (megabytes * 1_000_000 // 6) + "</w:p>")


def test_decompression_bomb_is_left_at_the_limit(tmp_path, monkeypatch):
    bomb = zeros(30)
    monkeypatch.setattr(formats, "_MOST_XML", 1_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(ReportError, match="oversized"):
        read_reports(write(tmp_path / "a.docx", bomb))


def test_a_line_of_a_hundred_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    began = time.perf_counter()
    with pytest.raises(ReportError, match=r"oversized: 100,000,000 bytes"):
        read_reports(path)
    assert time.perf_counter() - began < 0.5


def test_too_much_text_is_refused(tmp_path):
    with pytest.raises(ReportError, match="oversized"):
        read_reports(write(tmp_path / "a.txt", "a" * (MOST_CHARACTERS + 1)))


@pytest.mark.parametrize(
    "piece", ["<", "<a ", '<a b="', "<!--", "</", "&#", "<p>", "<table><tr><td>", "<b>", "<![CDATA["]
)
def test_any_markup_is_read_in_linear_time(tmp_path, piece):
    path = write(tmp_path / "a.html", "人口4万人。" + piece * (300_000 // len(piece)))
    began = time.perf_counter()
    assert source(path).startswith("人口4万人。")
    assert time.perf_counter() - began < 2, "300 kB of a page take a tenth of that"


# ------------------------------------------------------------------------------------------- links

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


@needs_links
def test_links_out_of_the_folder_are_said_and_not_followed(tmp_path):
    outside, home = tmp_path / "outside", tmp_path / "home"
    for folder in (outside, home):
        folder.mkdir()
    write(outside / "secret.txt", "人口9万人。")
    write(home / "good.txt", "人口4.2万人。")
    (home / "file.txt").symlink_to(outside / "secret.txt")
    (home / "folder").symlink_to(outside)
    (home / "gone.txt").symlink_to(outside / "nothing.txt")
    (home / "same.txt").symlink_to(home / "good.txt")
    reports, problems = read_reports(home, on_error="collect")
    assert {r.file for r in reports} == {"good.txt", "same.txt"}
    assert problems["file"].tolist() == ["file.txt", "folder", "gone.txt"]
    with pytest.raises(ReportError, match="leads out of the folder"):
        read_reports(home)


@needs_links
def test_what_is_no_ordinary_file_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(ReportError, match="no ordinary file"):
        read_reports(tmp_path)
