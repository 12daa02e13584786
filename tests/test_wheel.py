"""A wheel in an empty environment, used from an empty folder, does what the clone does."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.wheel]
ROOT = Path(__file__).resolve().parents[1]
SOURCES = ["towns_analysis", "data", "seeds", "pyproject.toml", "README.md", "LICENSE"]
USE = """
import sys
import towns_analysis as ta
heavy = {"matplotlib", "seaborn", "statsmodels"}
assert not heavy & set(sys.modules), "import towns_analysis loads " + str(heavy & set(sys.modules))
claims = ta.load("claims")
assert len(claims) > 100, len(claims)
assert "urbanization_rate" in set(ta.indicators()["indicator"])
row = claims.iloc[0]
assert f"<mark>{row['quote']}</mark>" in ta.show_source(row)._repr_html_()
pasted = "财政收入达到4.22亿元，是96年的15.7倍。"
found = ta.extract_claims(pasted)
assert [pasted[a:b] for a, b in zip(found["start"], found["end"])] == list(found["quote"])
assert 4.22e8 in set(found["value"].round(0)) and 15.7 in set(found["value"]), found
assert not heavy & set(sys.modules), "extracting loads " + str(heavy & set(sys.modules))
print(ta.__file__)
"""


def run(*command, cwd):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from copies of the sources, as building leaves files beside them."""
    folder = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder)
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", "dist"]
    run(sys.executable, "-m", "pip", "wheel", *options, ".", cwd=folder)
    return next((folder / "dist").glob("towns_analysis-*.whl"))


def test_the_wheel_works_alone(wheel, tmp_path):
    home, empty = tmp_path / "environment", tmp_path / "empty"
    empty.mkdir()
    run(sys.executable, "-m", "venv", "--without-pip", str(home), cwd=tmp_path)
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "-c",
        unhashed(tmp_path),
        str(wheel),
        cwd=tmp_path,
    )
    used = run(str(python), "-I", "-X", "utf8", "-c", USE, cwd=empty)
    assert Path(used).is_relative_to(home.resolve())
    assert list(empty.iterdir()) == []


def unhashed(folder):
    """Write the lock without its hashes, which a file to be installed beside it does not have."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    file = folder / "constraints.txt"
    file.write_text("\n".join(line.rstrip(" \\") for line in lines if not line.startswith(" ")), encoding="utf-8")
    return str(file)
