"""A rebuild of the data that is killed at any moment leaves every table whole."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

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
