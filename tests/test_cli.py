"""The command line says what it did and ends with a status that means something."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import made
import pandas as pd
import pytest

from towns_analysis import cli, read_reports
from towns_analysis.files import packaged

ROOT = Path(__file__).resolve().parents[1]
needs_extra = pytest.mark.usefixtures("extra")


@pytest.fixture
def extra():
    pytest.importorskip("pyarrow", reason="NO FOLDER WAS EXTRACTED: the extra 'corpus' brings pyarrow")


@pytest.fixture
def home(tmp_path):
    return made.folder(tmp_path / "home", 6)


@needs_extra
def test_extract_writes_the_tables_and_says_how_much(home, tmp_path, capsys):
    out = tmp_path / "out"
    assert cli.main(["extract", str(home), "-o", str(out), "--also", "csv", "--workers", "1"]) == 0
    claims = pd.read_parquet(out / "claims.parquet")
    said = capsys.readouterr()
    assert said.out == f"6 files, 6 reports, {len(claims)} claims in {out}\n"
    assert said.err == "", "nothing but the result where nobody watches"
    assert (out / "claims.csv").exists()


@needs_extra
def test_files_that_were_not_read_end_with_status_one(home, tmp_path, capsys):
    (home / "a.txt").write_bytes(b"")
    assert cli.main(["extract", str(home), "-o", str(tmp_path / "out"), "--workers", "1"]) == 1
    assert "1 files have problems" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["extract", "nowhere", "-o", "out"], "nowhere: no such file or folder; check the path"),
        (["extract", ".", "-o", "a.txt"], "a.txt: the tables go to a folder, and this is a file"),
        (["check", "nowhere.txt"], "nowhere.txt: no such file or folder"),
        (["render", "nowhere", "-o", "out"], "no notebook to render"),
    ],
    ids=lambda v: v[0] if isinstance(v, list) else "",
)
@needs_extra
def test_what_cannot_be_done_ends_with_status_two(given, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("人口4.2万人。", encoding="utf-8")
    assert cli.main(given) == 2
    assert said in capsys.readouterr().err


def test_check_names_the_relations_that_fail(tmp_path, capsys):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("全镇共有企业50家，其中工业企业30家，商业企业20家。", encoding="utf-8")
    report = next(r for r in read_reports(packaged("seeds")) if r.id == "qingshanquan")
    bad.write_text(report.body.partition("\n")[2], encoding="utf-8")
    assert cli.main(["check", str(good)]) == 0
    assert capsys.readouterr().out == ""
    assert cli.main(["check", str(tmp_path)]) == 1
    assert capsys.readouterr().out == "bad: fails: 11.53亩 + 6.65亩 + 31.3亩 + 22.12亩 = 71.6亩, stated 71.42亩\n"


@pytest.mark.parametrize("workers", ["0", "-3", "two"])
def test_workers_are_one_or_more(workers, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["extract", ".", "-o", "out", "--workers", workers])
    assert ended.value.code == 2
    assert "no number of processes: 1 or more" in capsys.readouterr().err


def test_check_takes_a_vocabulary(tmp_path, capsys):
    report, units = tmp_path / "a.txt", tmp_path / "units.txt"
    report.write_text("仓库50筐，其中东仓30筐，西仓10筐。", encoding="utf-8")
    units.write_text("unit | factor | spellings | group\nkg | 25 | 筐 | measure\n", encoding="utf-8")
    assert cli.main(["check", str(report), "--vocabulary", str(units)]) in (0, 1)
    with pytest.raises(SystemExit):
        cli.main(["check", str(report), "--manifest"])


def test_check_names_what_cannot_be_read(tmp_path, capsys):
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "b.txt").write_text("人口4.2万人。", encoding="utf-8")
    assert cli.main(["check", str(tmp_path)]) == 1
    assert "a.doc: .doc files are not read; save it as .docx" in capsys.readouterr().out


def test_progress_shows_rate_and_time_left(monkeypatch):
    class Screen(io.StringIO):
        def isatty(self):
            return True

    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    clock = iter([100.0, 110.0, 140.0])
    monkeypatch.setattr(cli.time, "monotonic", lambda: next(clock))
    show = cli._Progress()
    show(500, 2000)
    show(2000, 2000)
    first, last = screen.getvalue().strip("\r\n").split("\r")
    assert first.endswith("500 of 2,000 files, 50 a second, 00:00:30 left")
    assert last.startswith("#" * 30)
    assert last.endswith("2,000 of 2,000 files, 50 a second, 00:00:00 left")


@pytest.mark.parametrize("command", [["-m", "towns_analysis"], ["-m", "towns_analysis", "extract"]])
def test_help_is_there_without_loading_anything_heavy(command):
    code = f"import sys, runpy; sys.argv = {['towns-analysis', *command[2:], '--help']!r}\n"
    code += "try: runpy.run_module('towns_analysis', run_name='__main__')\n"
    code += "except SystemExit as end: assert end.code == 0 and 'pandas' not in sys.modules; raise"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert "towns-analysis extract" in done.stdout


def test_script_of_the_package_is_this_command_line():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"towns-analysis": "towns_analysis.cli:main"}
