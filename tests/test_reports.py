"""Reading: files become reports with the right bounds, and bad input is told apart in one sentence."""

from __future__ import annotations

import hashlib
import pickle
import shutil
import tomllib
import warnings
from pathlib import Path

import pandas as pd
import pytest

from towns_analysis.files import ReportError, packaged
from towns_analysis.headings import headings
from towns_analysis.reports import Report, ReportWarning, as_reports, read_reports

SEEDS = packaged("seeds")
SEED = SEEDS / "000_d040ad3356973d52.txt"
BOUNDS = {  # read off the seed file by hand, as the issue states them
    "mazhu": (0, 1949),
    "yuyao": (1949, 7150),
    "jianshe": (7150, 11040),
    "qingshanquan": (11040, 13770),
    "baita": (13770, 16697),
}
GBK_SAMPLE = "泗门镇2010年财政总收入达到4.22亿元，比上年增长9.6%，人口4.2万。\r\n面积119平方公里。\r\n"
BIG5_SAMPLE = "本鄉人口四萬二千人，面積一百一十九平方公里，財政收入比上年增長，全鄉經濟發展。"


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# ------------------------------------------------------------------------------------------------- seeds


def test_manifest_says_of_every_seed_what_its_bytes_say():
    entries = tomllib.loads((SEEDS / "manifest.toml").read_text(encoding="utf-8"))["file"]
    stated = {e["name"]: (e["sha256"], e["bytes"], e["characters"]) for e in entries}
    raw = {p.name: p.read_bytes() for p in SEEDS.iterdir() if p.suffix == ".txt"}
    found = {n: (hashlib.sha256(b).hexdigest(), len(b), len(b.decode("utf-8"))) for n, b in raw.items()}
    assert len(found) == 1
    assert stated == found
    assert all(e[key] for e in entries for key in ("what", "origin", "licence", "scrubbed"))


def test_seed_file_holds_five_reports_at_the_known_bounds():
    reports = read_reports(SEED)
    assert {r.id: (r.start, r.end) for r in reports} == BOUNDS
    assert [r.place for r in reports] == list(BOUNDS)
    assert reports[1].body.startswith(" 市省级中心镇建设工作总结")
    assert reports[1].title == "市省级中心镇建设工作总结"
    assert reports[2].title == "2024年中心镇建设工作总结"
    assert "".join(r.body for r in reports) == SEED.read_bytes().decode("utf-8")


def test_name_behind_the_mask_is_declared_for_its_report_alone():
    assert [r.names for r in read_reports(SEED)] == [(("xxxx", "马渚"),), (), (), (), ()]


def test_folder_of_seeds_gives_its_reports_and_not_its_readme():
    assert [r.id for r in read_reports(SEEDS)] == list(BOUNDS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_seed_is_recognized_wherever_it_lies_and_however_it_is_encoded(tmp_path, encoding):
    copy = write(tmp_path / "renamed.md", SEED.read_bytes().decode("utf-8").encode(encoding))
    reports = read_reports(copy)
    assert {r.id: (r.start, r.end) for r in reports} == BOUNDS
    assert reports[0].source == SEED.read_bytes().decode("utf-8")


# ------------------------------------------------------------------------------------------------ guards


def edited(tmp_path: Path, old: str, new: str) -> Path:
    text = SEED.read_bytes().decode("utf-8")
    assert text.count(old) == 1
    return write(tmp_path / SEED.name, text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (" 市省级中心镇建设工作总结", " 市省级中心镇建设工作汇报", "'yuyao'"),
        ("全镇区域面积65.84平方公里", "全镇面积65.84平方公里", "'yuyao'"),
        ("饮马于潭", "放马于潭", "'xxxx'"),
    ],
    ids=["words at the boundary", "everything moved", "words behind the mask"],
)
def test_changed_text_at_a_declared_place_fails(tmp_path, old, new, named):
    with pytest.raises(ReportError, match=named) as error:
        read_reports(edited(tmp_path, old, new))
    assert SEED.name in str(error.value)
    assert "manifest" in error.value.next_step


def test_edited_copy_is_read_where_all_guards_hold(tmp_path):
    reports = read_reports(edited(tmp_path, "65.84平方公里", "65.85平方公里"))
    assert {r.id: (r.start, r.end) for r in reports} == BOUNDS


def test_own_manifest_declares_ids_and_a_lost_heading(tmp_path):
    text = "第一篇：甲镇总结\n人口1万。\n乙镇总结\n人口2万。\n第三篇：丙镇总结\n人口3万。\n"
    write(tmp_path / "three.txt", text)
    reports = [f"[[file.report]]\nnumber = {n}\nid = '{i}'\nplace = '{i}'\n" for n, i in ((1, "jia"), (3, "bing"))]
    lost = f"[[file.report]]\nnumber = 2\nid = 'yi'\nstart = {text.index('乙')}\nguard = '乙镇总结'\n"
    own = write(tmp_path / "own.toml", "[[file]]\nname = 'three.txt'\n" + reports[0] + lost + reports[1])
    found = read_reports(tmp_path, manifest=own)
    assert [(r.id, r.title, r.place) for r in found] == [
        ("jia", "甲镇总结", "jia"),
        ("yi", "乙镇总结", ""),
        ("bing", "丙镇总结", "bing"),
    ]


@pytest.mark.parametrize(
    ("manifest", "cause"),
    [
        ("[[file]\n", "no TOML"),
        ("[[file]]\nsha256 = '0'\n", "lacks name"),
        ("[[file]]\nname = 'a.txt'\n[[file.report]]\nnumber = 1\nid = 'a'\nstart = 3\n", "lacks guard"),
        ("[[file]]\nname = 'a.txt'\n[[file.report]]\nnumber = 7\nid = 'seventh'\n", "declares report 'seventh'"),
    ],
)
def test_malformed_manifest_is_refused(tmp_path, manifest, cause):
    write(tmp_path / "a.txt", "人口1万。")
    with pytest.raises(ReportError, match=cause):
        read_reports(tmp_path / "a.txt", manifest=write(tmp_path / "own.toml", manifest))


# ---------------------------------------------------------------------------------------------- headings


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("第一篇：工作总结", 1, "工作总结"),
        ("　第2篇 抓住机遇，加快发展", 2, "抓住机遇，加快发展"),
        ("第十二篇交流材料", 12, "交流材料"),
        ("第二十篇", 20, ""),
        ("篇三：工作总结\r", 3, "工作总结"),
        ("第一篇:文明镇创建", 1, "文明镇创建"),
    ],
)
def test_heading_is_found_by_rule(line, number, title):
    assert [(o.number, o.title) for o in headings(f"{line}\n人口4.2万。")] == [(number, title)]


@pytest.mark.parametrize(
    "line",
    [
        "本文是第一篇：总结",
        "第二篇文章指出经验",
        "第一篇章已经翻开",
        "第三篇写得好，大家学习",
        "第二篇：人口4.2万。面积119平方公里。",
        "第一部分：基本情况",
        "篇一律不收",
    ],
)
def test_prose_and_sections_open_no_report(line):
    assert headings(f"{line}\n人口4.2万。") == []


def test_table_of_contents_opens_no_report():
    contents = "目录\n第一篇：甲\n第二篇：乙\n"
    text = contents + "第一篇：甲\n人口1万。\n第二篇：乙\n人口2万。\n"
    assert [o.start for o in headings(text)] == [len(contents), text.rindex("第二篇")]


def test_text_before_the_first_heading_belongs_to_the_first_report(tmp_path):
    text = "范文大全\n第一篇：甲\n人口1万。\n第二篇：乙\n人口2万。"
    reports = read_reports(write(tmp_path / "both.txt", text))
    assert [(r.id, r.start, r.end) for r in reports] == [("both-1", 0, 17), ("both-2", 17, len(text))]


def test_gap_in_the_numbering_is_reported_with_its_span(tmp_path):
    text = "第一篇：甲\n人口1万。\n第四篇：丁\n人口4万。"
    with pytest.warns(ReportWarning) as caught:
        reports = read_reports(write(tmp_path / "gap.txt", text))
    messages = [str(w.message) for w in caught]
    assert len(reports) == 2
    assert len(messages) == 2
    for number, message in zip((2, 3), messages, strict=True):
        assert f"number {number};" in message
        assert f"between 0 and {text.index('第四篇')}" in message
        assert "gap.txt" in message


def test_seed_without_its_manifest_entry_reports_the_lost_second_heading(tmp_path):
    text = SEED.read_bytes().decode("utf-8") + "\n"
    with pytest.warns(ReportWarning, match=r"number 2; .* between 0 and 7150"):
        reports = read_reports(write(tmp_path / "other.txt", text))
    assert [r.start for r in reports] == [0, 7150, 11040, 13770]


def test_complete_numbering_is_read_in_silence(tmp_path):
    path = write(tmp_path / "a.txt", "第三篇：丙\n人口3万。\n第四篇：丁\n人口4万。")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(read_reports(path)) == 2


# --------------------------------------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GBK_SAMPLE, "utf-8"),
        (GBK_SAMPLE, "utf-8-sig"),
        (GBK_SAMPLE, "utf-16"),
        (GBK_SAMPLE, "utf-32"),
        (GBK_SAMPLE, "gb18030"),
        (BIG5_SAMPLE, "gb18030"),
        (BIG5_SAMPLE, "big5"),
    ],
    ids=lambda v: v if len(v) < 10 else v[:3],
)
def test_text_is_decoded_with_its_line_ends_and_without_its_mark(tmp_path, text, encoding):
    (report,) = read_reports(write(tmp_path / "a.txt", text.encode(encoding)))
    assert report.source == text
    assert (report.id, report.start, report.end, report.file) == ("a", 0, len(text), "a.txt")


# --------------------------------------------------------------------------------------------- bad input

BAD = {
    "empty file": ("a.txt", b"", "empty"),
    "only a mark": ("a.txt", b"\xef\xbb\xbf", "empty"),
    "only blanks": ("a.txt", "　\r\n ".encode(), "empty"),
    "NUL bytes": ("a.txt", b"\x00\x01\x02\x03" * 50, "binary"),
    "control characters": ("a.txt", b"\x01\x02a\x03" * 50, "binary"),
    "UTF-16 without mark": ("a.txt", "人口4.2万".encode("utf-16-le"), "UTF-16 without its byte-order mark"),
    "cut UTF-8": ("a.txt", "人口4.2万".encode()[:-1], r"not UTF-8 \(byte 9\)"),
    "Latin-1": ("a.txt", "Bürgermeister größer Straße".encode("latin-1"), "not UTF-8"),
    "Korean": ("a.txt", "우리 마을의 인구는 사만 이천 명이다".encode("euc-kr"), "not UTF-8"),
    "cut UTF-16": ("a.txt", "人口".encode("utf-16")[:-1], "marked as utf-16-le"),
    "renamed PDF": ("a.txt", b"%PDF-1.7\n%...", "a PDF file"),
    "renamed docx": ("a.txt", b"PK\x03\x04....", "zip archive"),
    "cut docx": ("a.docx", b"PK\x03\x04....", "damaged"),
    "RTF": ("a.RTF", b"{\\rtf1", "not read"),
}


@pytest.mark.parametrize(("name", "content", "cause"), BAD.values(), ids=BAD)
def test_bad_file_is_refused_in_one_sentence(tmp_path, name, content, cause):
    path = write(tmp_path / name, content)
    for given in (path, tmp_path):
        with pytest.raises(ReportError, match=cause) as error:
            read_reports(given)
        assert str(path) in str(error.value)
        assert "\n" not in str(error.value)
        assert error.value.next_step


@pytest.mark.parametrize("given", ["missing.txt", "第一篇：总结\n人口4.2万。" * 500, "a\0b"])
def test_missing_path_is_refused_with_its_name(given):
    with pytest.raises(ReportError, match="no such file") as error:
        read_reports(given)
    assert given[:10] in str(error.value)
    assert len(str(error.value)) < 400


def test_error_survives_the_way_back_from_a_worker_process():
    error = ReportError("a.txt", "the file is empty", "remove it")
    assert str(pickle.loads(pickle.dumps(error))) == "a.txt: the file is empty; remove it"


def test_folder_without_reports_is_refused(tmp_path):
    write(tmp_path / "README.md", "# about")
    write(tmp_path / "table.csv", "a,b")
    with pytest.raises(ReportError, match="no report in this folder"):
        read_reports(tmp_path)


def test_unknown_error_policy_is_refused():
    with pytest.raises(ValueError, match=r"'ignore'.*'raise'"):
        read_reports(SEED, on_error="ignore")


# -------------------------------------------------------------------------------------- folders and texts


def test_folder_is_read_recursively_in_the_order_of_paths(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "b/a.txt", "a.md"):
        write(tmp_path / name, f"{name} 人口4.2万。")
    found = [(r.id, r.file) for r in read_reports(tmp_path)]
    assert found == [("a.md", "a.md"), ("b/a.txt", "b/a.txt"), ("c", "c.txt")]


def test_ids_are_unique_even_for_the_same_file_twice(tmp_path):
    for name in ("x.txt", "y.txt"):
        shutil.copyfile(SEED, tmp_path / name)
    ids = [r.id for r in read_reports(tmp_path)]
    assert len(ids) == len(set(ids)) == 10


def test_texts_become_reports_named_by_position():
    report = Report(id="own", source="人口4.2万", start=0, end=6)
    assert [(r.id, r.start, r.end) for r in as_reports("人口")] == [("text", 0, 2)]
    assert [r.id for r in as_reports(["甲", report, "乙"])] == ["text-1", "own", "text-3"]
    assert as_reports(report) == [report]
    assert as_reports([]) == []


@pytest.mark.parametrize("given", [None, 5, b"text", {"a": "b"}, [3], SEED, [SEED], pd.DataFrame({"text": ["a"]})])
def test_what_is_no_text_is_refused(given):
    with pytest.raises(TypeError, match="expected a text"):
        as_reports(given)


def test_two_reports_with_one_id_are_refused():
    with pytest.raises(ValueError, match="id 'mazhu'"):
        as_reports(read_reports(SEED)[:1] * 2)


def test_report_repr_does_not_print_its_source():
    assert len(repr(read_reports(SEED)[0])) < 300
