"""A folder of any size: what results depends on it alone, however often the run was stopped and whoever worked."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import made
import pandas as pd
import pytest
from made import contents

import towns_analysis as ta
from towns_analysis import corpus, parts
from towns_analysis.exports import export
from towns_analysis.files import ReportError

pytest.importorskip("pyarrow", reason="NO FOLDER WAS EXTRACTED: the extra 'corpus' brings pyarrow")
FILES = 24


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = made.folder(tmp_path_factory.mktemp("home"), FILES)
    (folder / "empty.txt").write_bytes(b"")
    shutil.copy(folder / "000" / "000000.txt", folder / "copy.txt")
    (folder / "two.txt").write_text("第一篇：甲\n人口1万人。\n第二篇：乙\n人口2万人。", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def out(home, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    ta.extract_folder(home, folder)
    return folder


def table(out, name):
    return pd.read_parquet(out / f"{name}.parquet")


# ------------------------------------------------------------------------------------------------- what results


def test_every_figure_points_at_its_words(home, out):
    claims = table(out, "claims")
    assert len(claims) > 20 * FILES
    assert claims["claim"].is_unique
    for file, rows in claims.groupby("file"):
        report = ta.read_reports(home / file)[0]
        assert [report.source[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == rows["quote"].tolist()
        assert rows["where"].tolist() == [report.where(start) for start in rows["start"]]


def test_claims_are_those_of_the_files_read_alone(home, out):
    claims = table(out, "claims").set_index("file")
    for file in ("000/000003.html", "000/000005.pdf", "copy.txt"):
        alone = ta.extract_claims(ta.read_reports(home / file)).drop(columns=["claim", "report"])
        pd.testing.assert_frame_equal(
            claims.loc[file].reset_index()[alone.columns], alone, check_dtype=False, check_index_type=False
        )


def test_manifest_counts_what_each_file_gave(home, out):
    manifest = table(out, "manifest").set_index("file")
    assert len(manifest) == FILES + 3
    assert manifest["claims"].sum() == len(table(out, "claims"))
    assert manifest.loc["two.txt", ["reports", "claims", "problems"]].tolist() == [2, 2, 0]
    assert manifest.loc["empty.txt", ["reports", "claims", "problems"]].tolist() == [0, 0, 1]
    assert manifest.loc["copy.txt", "part"] == manifest.loc["000/000000.txt", "part"]
    problems = table(out, "problems").set_index("file")
    assert "empty" in problems.loc["empty.txt", "cause"]


def test_reports_have_the_ids_that_reading_the_folder_gives_them(home, out):
    reports = table(out, "reports").set_index("file")
    assert reports.loc["two.txt", "id"].tolist() == ["two-1", "two-2"]
    assert sorted(reports["id"]) == sorted(r.id for r in ta.read_reports(home, on_error="collect")[0])
    assert set(table(out, "claims")["report"]) <= set(reports["id"])


def test_files_of_one_name_have_reports_of_two(tmp_path):
    for year in ("2011", "2012"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "石桥.txt").write_text(f"{year}年人口2.6万人。", encoding="utf-8")
    ta.extract_folder(tmp_path, tmp_path / "out")
    assert table(tmp_path / "out", "reports")["id"].tolist() == ["2011/石桥.txt", "2012/石桥.txt"]


# ------------------------------------------------------------------------------------------------- going on


def test_second_run_reads_nothing_and_changes_nothing(home, out, monkeypatch):
    before = contents(out)
    monkeypatch.setattr(corpus, "read_files", lambda paths, **_: pytest.fail(f"{paths} read again") if paths else [])
    ta.extract_folder(home, out)
    assert contents(out) == before


def test_run_that_was_stopped_goes_on_to_the_same_bytes(home, out, tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "_CHUNK", (4, 256_000))

    class Stop(Exception):
        pass

    def stop(done, total):
        if done >= total // 2:
            raise Stop

    with pytest.raises(Stop):
        ta.extract_folder(home, tmp_path, progress=stop)
    begun = len(list((tmp_path / "parts").iterdir()))
    assert 0 < begun < FILES
    assert not list(tmp_path.glob("*.parquet"))
    (tmp_path / "parts" / "tmp1234").write_text("{", encoding="utf-8")  # what a kill leaves of a part being written
    (tmp_path / "claims.parquet.part").write_bytes(b"PAR1")
    ta.extract_folder(home, tmp_path)
    assert contents(tmp_path) == contents(out)


def test_changed_new_and_vanished_files_are_picked_up(home, tmp_path):
    folder, out, fresh = tmp_path / "home", tmp_path / "out", tmp_path / "fresh"
    shutil.copytree(home, folder)
    ta.extract_folder(folder, out)
    (folder / "copy.txt").write_text("人口7万人。", encoding="utf-8")
    (folder / "new.txt").write_text("人口8万人。", encoding="utf-8")
    (folder / "two.txt").unlink()
    manifest = ta.extract_folder(folder, out)
    claims = table(out, "claims").set_index("file")["quote"]
    assert [claims["copy.txt"], claims["new.txt"]] == ["7万人", "8万人"]
    assert "two.txt" not in set(manifest["file"])
    ta.extract_folder(folder, fresh)
    assert contents(out) == contents(fresh)


def test_file_that_vanishes_while_the_run_reads_is_a_problem_of_this_run_alone(home, tmp_path, monkeypatch):
    folder = tmp_path / "home"
    shutil.copytree(home, folder)
    read = corpus.read_files

    def vanish(paths, **settings):
        (folder / "two.txt").unlink(missing_ok=True)
        return read(paths, **settings)

    with monkeypatch.context() as patch:
        patch.setattr(corpus, "read_files", vanish)
        ta.extract_folder(folder, tmp_path / "out")
    problems = table(tmp_path / "out", "problems").set_index("file")
    assert "cannot be opened" in problems.loc["two.txt", "cause"]
    ta.extract_folder(folder, tmp_path / "out")
    ta.extract_folder(folder, tmp_path / "fresh")
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_another_vocabulary_reads_anew(tmp_path):
    (tmp_path / "a.txt").write_text("本镇种植毛竹3万丛。", encoding="utf-8")
    own = tmp_path / "units.txt"
    packaged = (corpus.Path(corpus.__file__).parent / "vocabulary" / "units.txt").read_text(encoding="utf-8")
    header = next(line for line in packaged.splitlines() if line and not line.startswith("#"))
    ta.extract_folder(tmp_path, tmp_path / "out")
    before = set((tmp_path / "out" / "parts").iterdir())
    own.write_text(header + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="holds no entries"):
        ta.extract_folder(tmp_path, tmp_path / "out", vocabulary=own)
    row = next(line for line in packaged.splitlines() if line.startswith("km2"))
    own.write_text(f"{header}\n{row}\n", encoding="utf-8")
    ta.extract_folder(tmp_path, tmp_path / "out", vocabulary=own)
    assert not before & set((tmp_path / "out" / "parts").iterdir())


def test_damaged_part_is_removed_and_said(home, out, tmp_path):
    shutil.copytree(out, tmp_path / "out")
    next((tmp_path / "out" / "parts").iterdir()).write_text("{", encoding="utf-8")
    with pytest.raises(ReportError, match=r"damaged.*run it again"):
        ta.extract_folder(home, tmp_path / "out")
    ta.extract_folder(home, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(out)


def test_failure_of_the_reader_itself_stops_nothing(home, tmp_path, monkeypatch):
    def fail(reports, **_):
        if len(reports) > 0:
            raise RecursionError("too deep")
        return extract(reports)

    extract = parts.extract_claims

    monkeypatch.setattr(parts, "extract_claims", fail)
    manifest = ta.extract_folder(home, tmp_path)
    assert len(manifest) == FILES + 3
    assert table(tmp_path, "problems")["cause"].str.contains("RecursionError: too deep").sum() == FILES + 1
    assert not [p for p in (tmp_path / "parts").iterdir() if json.loads(p.read_bytes())["tables"]["reports"]]


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_name_that_is_no_text_is_shown_as_one(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / os.fsdecode(b"\xc8\xcb.txt")).write_text("人口4.2万人。", encoding="utf-8")
    ta.extract_folder(home, tmp_path / "out")
    assert table(tmp_path / "out", "claims")["file"].tolist() == [r"\xc8\xcb.txt"]


# ------------------------------------------------------------------------------------------------- who works


def test_worker_threads_and_processes_give_the_same_bytes(home, out, tmp_path):
    executors = [ThreadPoolExecutor(2), ProcessPoolExecutor(2, mp_context=get_context("spawn"))]
    for executor in executors:
        with executor:
            ta.extract_folder(home, tmp_path / type(executor).__name__, executor=executor)
    for folder in tmp_path.iterdir():
        assert contents(folder) == contents(out)


@pytest.mark.slow
def test_dask_cluster_gives_the_same_bytes(home, out, tmp_path):
    distributed = pytest.importorskip("distributed", reason="NO CLUSTER WAS TRIED: the extra 'cluster' brings Dask")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        ta.extract_folder(home, tmp_path, executor=client.get_executor())
    assert contents(tmp_path) == contents(out)


def leave(paths, **_):
    os._exit(9)


def test_broken_pool_is_said_with_what_to_do(home, tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "read_files", leave)
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor,
        pytest.raises(ReportError, match=r"worker process was ended.*goes on where it stopped"),
    ):
        ta.extract_folder(home, tmp_path, executor=executor)


# ------------------------------------------------------------------------------------------------- other formats


@pytest.fixture(scope="module")
def exported(out, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported") / "out"
    shutil.copytree(out, folder)
    export(folder, ["csv", "dta"])
    return folder


def test_csv_states_what_parquet_states(exported):
    claims = table(exported, "claims")
    again = pd.read_csv(exported / "claims.csv", keep_default_na=False, na_values={c: [""] for c in ("value",)})
    assert again["quote"].tolist() == claims["quote"].tolist()
    assert again["value"].equals(claims["value"])


def test_stata_file_has_labels_for_variables_and_values(exported):
    with pd.io.stata.StataReader(exported / "claims.dta") as reader:
        labels, values = reader.variable_labels(), reader.value_labels()
        stata = reader.read()
    claims = table(exported, "claims")
    assert labels["end_"].startswith("Where it ends")
    assert list(values["kind"].values()) == ["level", "growth_rate", "change", "multiple", "share", "rank"]
    assert stata["quote"].tolist() == claims["quote"].tolist()
    assert stata["kind"].astype(str).tolist() == claims["kind"].tolist()
    assert stata["value"].equals(claims["value"])


def test_data_package_describes_the_tables(exported):
    from frictionless import validate

    package = json.loads((exported / "datapackage.json").read_bytes())
    assert [r["name"] for r in package["resources"]] == [
        f"{t}{kind}" for kind in ("", "-csv", "-dta") for t in ("claims", "reports", "problems", "manifest")
    ]
    fields = next(r for r in package["resources"] if r["name"] == "claims")["schema"]["fields"]
    assert [f["name"] for f in fields] == table(exported, "claims").columns.tolist()
    for task in validate(str(exported / "datapackage.json")).tasks:
        if task.name.endswith("-csv"):
            assert task.valid, task.errors


def test_duckdb_and_readstat_read_what_pandas_reads(exported):
    """ReadStat is the library with which R reads Stata files."""
    duckdb = pytest.importorskip("duckdb", reason="NO OTHER PROGRAM READ THE TABLES: the extra 'outside' has DuckDB")
    pyreadstat = pytest.importorskip("pyreadstat")
    claims = table(exported, "claims")
    found = duckdb.sql(f"select quote, value from '{exported / 'claims.parquet'}'").fetchall()
    assert [quote for quote, _ in found] == claims["quote"].tolist()
    frame, meta = pyreadstat.read_dta(str(exported / "claims.dta"), apply_value_formats=True)
    assert frame["kind"].astype(str).tolist() == claims["kind"].tolist()
    assert meta.column_names_to_labels["quote"].startswith("The words as printed")


@pytest.mark.parametrize("given", ["xls", "parquet"])
def test_unknown_format_is_refused(exported, given):
    with pytest.raises(ReportError, match="choose from csv, dta"):
        export(exported, [given])
