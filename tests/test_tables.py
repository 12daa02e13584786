"""The data are what the sources give, byte for byte, described column by column, and load as described."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package, system
from made import contents

from towns_analysis import schema, tables
from towns_analysis.files import packaged
from towns_analysis.reports import packaged_reports, read_reports
from towns_analysis.schema import columns_of, described, table_bytes
from towns_analysis.tables import TableError, build, check, load, main

DATA = packaged("data")
ROOT = Path(tables.__file__).parents[1]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    build(data=folder)
    return folder


def fill(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


def toy(monkeypatch: pytest.MonkeyPatch, kind: str = "number", required: str = "no") -> None:
    """Describe one small table, so that what is refused can be shown."""
    columns = {
        "id": {"type": "string", "required": "key"},
        "x": {"type": kind, "required": required},
    }
    monkeypatch.setattr(schema, "columns_of", lambda name: columns)


# --------------------------------------------------------------------------------------------- rebuilding


def test_two_builds_are_identical_and_are_the_committed_data(made, tmp_path):
    build(data=tmp_path)
    once = contents(made)
    assert contents(tmp_path) == once
    assert once == {name: b for name, b in contents(DATA).items() if not name.endswith("README.md")}
    assert check() == ""


def test_files_are_utf8_with_unix_line_ends(made):
    files = contents(made)
    assert {"reports.csv", "claims.csv", "numbers.csv", "indicators.csv", "datapackage.json"} <= set(files)
    for content in files.values():
        assert b"\r" not in content
        assert not content.startswith(b"\xef\xbb\xbf")
        assert content.decode("utf-8").endswith("\n")


def test_build_reads_nothing_but_sources_and_vocabulary():
    """An audit hook sees every file that a build opens: no annotated answer may be among them."""
    code = (
        "import sys, tempfile; seen = []\n"
        "import towns_analysis.claims, towns_analysis.tables as t\n"
        "look = lambda event, args: seen.append(str(args[0])) if event == 'open' and args[1] == 'r' else None\n"
        "sys.addaudithook(look)\n"
        "t.build(data=tempfile.mkdtemp()); print('\\n'.join(seen))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    opened = {Path(line) for line in run.stdout.splitlines() if line.endswith((".csv", ".txt", ".toml", ".jsonl"))}
    ours = {p for p in opened if "site-packages" not in p.parts}
    described_only = packaged("data") / "reference"
    folders = {packaged("seeds"), Path(tables.__file__).with_name("vocabulary"), described_only}
    assert packaged("seeds") / "manifest.toml" in ours
    assert {p.parent for p in ours} <= folders


def test_failure_leaves_the_old_data_as_they_are(made, tmp_path, monkeypatch):
    fill(tmp_path, {name: content + b"old" for name, content in contents(made).items()})
    before = contents(tmp_path)
    monkeypatch.setattr(tables, "package", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(data=tmp_path)
    assert contents(tmp_path) == before


def test_failure_while_writing_leaves_no_half_file(made, tmp_path, monkeypatch):
    fill(tmp_path, {name: content + b"old" for name, content in contents(made).items()})
    before = contents(tmp_path)
    write = Path.write_bytes

    def full_disk(self: Path, content: bytes) -> int:
        if "numbers" in self.name:
            write(self, content[:10])
            raise OSError("No space left on device")
        return write(self, content)

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space"):
        build(data=tmp_path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "damage", "message"),
    [
        ("claims.csv", lambda content: content.replace(b"65.84", b"65.48", 1), "claims.csv, line 2: "),
        ("claims.csv", lambda content: content + b"more\n", "claims.csv, line "),
        ("reports.csv", None, "reports.csv is missing"),
        ("stray.csv", lambda content: b"a\n", "stray.csv is described by no line"),
    ],
    ids=["a digit", "a line more", "a file less", "a file more"],
)
def test_check_names_the_first_difference(made, tmp_path, capsys, name, damage, message):
    files = contents(made)
    fill(tmp_path, files)
    assert main(["--check", str(tmp_path)]) == 0
    if damage is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(damage(files.get(name, b"")))
    before = contents(tmp_path)
    capsys.readouterr()
    assert main(["--check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith(message)
    assert contents(tmp_path) == before


def test_command_writes_to_the_folder_it_is_given(tmp_path, capsys):
    assert main([str(tmp_path / "new")]) == 0
    assert check(data=tmp_path / "new") == ""
    assert "claims.csv" in capsys.readouterr().out


# ---------------------------------------------------------------------------------------------- contents


@pytest.mark.parametrize("name", ["claims", "numbers"])
def test_every_span_of_the_data_is_its_quote_and_lies_in_its_report(name):
    reports, table = packaged_reports(), load(name)
    assert len(table) >= 100
    for row in table.to_dict("records"):
        report = reports[row["report"]]
        assert report.source[row["start"] : row["end"]] == row["quote"]
        assert report.start <= row["start"] < row["end"] <= report.end


def test_subjects_stand_where_they_are_said_to_stand():
    source = read_reports(packaged("seeds"))[0].source
    claims = load("claims").dropna(subset=["subject_start"])
    assert len(claims) > 100
    found = [source[a:b] for a, b in zip(claims["subject_start"], claims["subject_end"], strict=True)]
    assert ["".join(f.split()) for f in found] == ["".join(s.split()) for s in claims["subject"]]


def test_claims_are_sorted_by_text_and_keyed_by_their_span():
    claims = load("claims")
    assert claims["start"].is_monotonic_increasing
    keys = claims["report"] + ":" + claims["start"].astype(str) + "-" + claims["end"].astype(str)
    assert claims["claim"].tolist() == keys.tolist()


def test_reports_table_is_what_the_reader_reads():
    reports = read_reports(packaged("seeds"))
    table = load("reports")
    assert table["id"].tolist() == [r.id for r in reports]
    assert table["characters"].sum() == 16697  # the whole seed file
    assert set(table["sha256"]) == {reports[0].sha256}


# ----------------------------------------------------------------------------------------------- loading


@pytest.mark.parametrize("name", described())
def test_load_gives_the_described_columns_and_dtypes(name):
    table = load(name)
    dtypes = {"string": "str", "number": "float64", "derived": "float64", "boolean": "bool"}
    expected = {
        c: dtypes.get(r["type"], "Int64" if r["required"] == "no" else "int64") for c, r in columns_of(name).items()
    }
    assert {c: str(d) for c, d in table.dtypes.items()} == expected
    assert list(table.columns) == list(expected)
    texts = [c for c, r in columns_of(name).items() if r["type"] == "string"]
    assert not table[texts].isna().any(axis=None)


@pytest.mark.parametrize("name", [name for name in described() if name.startswith("reference/")])
def test_cited_tables_are_as_described(name):
    """They are kept by hand, so that nothing but this sees an empty source or a figure entered twice."""
    assert table_bytes(name, load(name)).count(b"\n") > 30


def test_loaded_frames_are_independent():
    reports = load("reports")
    reports.loc[0, "title"] = "changed"
    assert load("reports").loc[0, "title"] != "changed"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("claim", "did you mean 'claims'"),
        ("prices", "did you mean 'reference/prices'"),
        ("zzz", "no table 'zzz'; the tables are"),
    ],
)
def test_unknown_table_is_refused_with_the_list(name, hint):
    with pytest.raises(TableError, match=hint) as error:
        load(name)
    assert all(table in str(error.value) for table in ("claims", "numbers", "reports", "indicators"))


def test_missing_data_say_how_to_rebuild_them(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "packaged", lambda name: tmp_path)
    with pytest.raises(TableError, match=r"python -m towns_analysis\.tables"):
        load("claims")


# ------------------------------------------------------------------------------------------- description


def test_data_package_is_valid_and_guards_its_tables(made, tmp_path):
    with system.use_context(trusted=True):
        assert Package(str(made / "datapackage.json")).validate().flatten(["type", "message"]) == []
    package = json.loads((made / "datapackage.json").read_text(encoding="utf-8"))
    assert [r["name"] for r in package["resources"]] == [name.replace("/", "-") for name in described()]


@pytest.mark.parametrize(
    ("table", "old", "new", "error"),
    [
        ("claims", b",level,", b",lvl,", "constraint-error"),
        ("claims", b"mazhu:159-168,mazhu", b"mazhu:159-168,nowhere", "foreign-key"),
        ("claims", b"65.84,", b"many,", "type-error"),
        ("reports", b"yuyao,", b"mazhu,", "primary-key"),
        ("numbers", b"\nmazhu", b"\n", "constraint-error"),
    ],
)
def test_description_refuses_a_damaged_table(made, tmp_path, table, old, new, error):
    files = contents(made)
    assert old in files[f"{table}.csv"]
    files[f"{table}.csv"] = files[f"{table}.csv"].replace(old, new, 1)
    package = json.loads(files["datapackage.json"])
    for resource in package["resources"]:
        del resource["bytes"], resource["hash"]
    files["datapackage.json"] = json.dumps(package).encode()
    fill(tmp_path, files)
    found = Package(str(tmp_path / "datapackage.json")).validate().flatten(["type"])
    assert [error] in found


def test_every_column_is_described_in_words(made):
    package = json.loads((made / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        header = (made / resource["path"]).read_text(encoding="utf-8").partition("\n")[0].split(",")
        fields = resource["schema"]["fields"]
        assert [f["name"] for f in fields] == header
        assert all(len(f["description"]) >= 4 for f in fields)
        assert all("unit" in f for f in fields if f["type"] in ("integer", "number"))
        assert resource["schema"].get("primaryKey") or resource["name"] == "reference-county_context"  # some undated
        assert resource["schema"]["missingValues"] == [
            {"value": "", "label": "not stated in the source, or not applicable"}
        ]


def test_sources_are_named_with_hash_and_licence(made):
    package = json.loads((made / "datapackage.json").read_text(encoding="utf-8"))
    (source,) = package["sources"]
    assert source["path"] == "seeds/000_d040ad3356973d52.txt"
    assert source["sha256"] == load("reports")["sha256"][0]
    assert "MIT licence of this project covers its code only" in source["licenceNote"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [(["id", "x", "extra"], "'extra': not described"), (["id"], "'x': described but not there")],
)
def test_table_that_is_not_as_described_cannot_be_written(monkeypatch, columns, message):
    toy(monkeypatch)
    with pytest.raises(TableError, match=message):
        table_bytes("toy", pd.DataFrame([dict.fromkeys(columns, 1)]))


def test_empty_required_cell_and_double_key_cannot_be_written(monkeypatch):
    toy(monkeypatch, required="yes")
    with pytest.raises(TableError, match="'x' is empty"):
        table_bytes("toy", pd.DataFrame({"id": ["a"], "x": [float("nan")]}))
    with pytest.raises(TableError, match=r"key \('a',\) occurs twice"):
        table_bytes("toy", pd.DataFrame({"id": ["a", "a"], "x": [1.0, 2.0]}))


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        ("number", 0.1 + 0.2, "0.30000000000000004"),  # exact: it reads back as the same float
        ("number", 16_480_000_000.0, "16480000000"),
        ("number", float("nan"), ""),
        ("derived", 12.2345678, "12.2346"),
        ("integer", 7, "7"),
        ("integer", pd.NA, ""),
        ("boolean", 0, "false"),
        ("string", "5000\n万元", '"5000\n万元"'),
        ("string", None, ""),
    ],
)
def test_cells_are_printed_exactly(monkeypatch, kind, value, printed):
    toy(monkeypatch, kind)
    frame = pd.DataFrame({"id": ["a"], "x": pd.Series([value], dtype=object)})
    assert table_bytes("toy", frame).decode() == f"id,x\na,{printed}\n"
