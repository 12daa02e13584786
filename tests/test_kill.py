"""A rebuild of the data, or a run over a folder, that is killed at any moment leaves every table whole."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import made
import pytest

pytestmark = pytest.mark.slow
DATA = Path(__file__).parents[1] / "data"
KILLS = 12


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".csv", ".json")}


def rebuild(folder):
    return subprocess.Popen([sys.executable, "-m", "towns_analysis.tables", str(folder)], stdout=subprocess.DEVNULL)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process without warning it")
def test_killed_rebuild_leaves_each_table_old_or_new(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    wanted = contents(folder)
    old = {name: b"old " + name.encode() for name in wanted}
    began = time.monotonic()
    assert rebuild(folder).wait() == 0
    usual = time.monotonic() - began
    draw = random.Random(7)
    moments = [usual * (0.5 + 0.5 * draw.random()) for _ in range(KILLS)]  # the writing is at the end
    for moment in moments:
        for name, content in old.items():
            (folder / name).write_bytes(content)
        process = rebuild(folder)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = contents(folder)
        assert all(content in (old[name], wanted[name]) for name, content in found.items())
        assert found.keys() == wanted.keys()
    assert rebuild(folder).wait() == 0
    assert contents(folder) == wanted
    assert not list(folder.glob("*.part"))


FILES = 60


def extract(home, out):
    command = [sys.executable, "-m", "towns_analysis", "extract", str(home), "-o", str(out), "--workers", "1"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def everything(out):
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process without warning it")
def test_folder_killed_at_thirty_moments_ends_with_the_bytes_of_an_undisturbed_run(tmp_path):
    pytest.importorskip("pyarrow", reason="NO RUN OVER A FOLDER WAS KILLED: the extra 'corpus' brings pyarrow")
    home, spare = made.folder(tmp_path / "home", FILES), tmp_path / "spare"
    file = home / "000" / "000002.md"
    began = time.monotonic()
    assert extract(home, tmp_path / "undisturbed").wait() == 0
    usual = time.monotonic() - began
    wanted = everything(tmp_path / "undisturbed")
    draw = random.Random(7)
    killed = 0
    while killed < 30:
        out = tmp_path / f"killed{killed}"
        shutil.rmtree(out, ignore_errors=True)
        process = extract(home, out)
        time.sleep(usual * draw.uniform(0.3, 0.9))  # before that nothing is imported yet
        if killed % 3 == 0:
            file.rename(spare)
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL  # one that had come to its end is no test of this
        if spare.exists():
            assert extract(home, out).wait() == 0  # a whole run without the file, which then comes back
            spare.rename(file)
        assert extract(home, out).wait() == 0
        assert everything(out) == wanted
