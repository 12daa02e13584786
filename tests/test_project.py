"""The verbs, the lock and what the README says of them."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from towns_analysis import notebooks, project

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")


def names(requirements):
    return {re.split(r"[^\w.-]", one)[0].lower().replace("_", "-") for one in requirements}


def test_lock_names_no_host():
    assert "://" not in LOCK
    assert not re.search(r"index-url|find-links|trusted-host| @ ", LOCK)


def test_lock_pins_and_hashes_every_package():
    entries = re.split(r"\n(?=\w)", LOCK.strip())
    assert len(entries) > 100
    unpinned = [
        entry for entry in entries if not re.match(r"[\w.-]+==\S+.*(?:\n +--hash=sha256:[0-9a-f]{64}.*)+$", entry)
    ]
    assert unpinned == []


def test_lock_holds_what_notebooks_and_tests_need_and_no_extra():
    locked = names(re.findall(r"^\w.*", LOCK, re.M))
    needed = names(PYPROJECT["project"]["dependencies"] + PYPROJECT["dependency-groups"]["dev"])
    extras = {name for extra in PYPROJECT["project"]["optional-dependencies"].values() for name in names(extra)}
    assert needed <= locked
    assert extras & locked == set()


def test_each_recipe_is_one_line_that_calls_its_verb():
    recipes = re.findall(r"^([\w-]+):\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert recipes == [(verb, f"\t$(PYTHON) -m towns_analysis.project {verb}\n") for verb in project.VERBS]


def test_readme_lists_the_verbs_with_what_they_do():
    rows = re.findall(r"^\| `make ([\w-]+)` \| (.+) \| .*\d.* \|$", README, re.M)
    assert rows == list(project.VERBS.items())


def test_readme_table_is_that_of_the_notebooks():
    assert notebooks.with_table(README, notebooks.notebook_table(ROOT / "notebooks")) == README


def test_readme_is_short():
    assert len(README.splitlines()) <= 150


def blocks(readme):
    """Return the blocks of code, without comments."""
    return [re.sub(" *# .*", "", block) for block in re.findall(r"^```.*?^```$", readme, re.M | re.S)]


def commands(readme):
    """Return what is set as code in the text of each section, in any order."""
    text = re.sub(r"^```.*?^```$", "", readme, flags=re.M | re.S)
    return [sorted(re.findall("`([^`]+)`", section)) for section in re.split("^## ", text, flags=re.M)]


def table_numbers(readme):
    """Return the numbers of each row of the tables, in any order; a link is not to be translated."""
    rows = re.findall(r"^\|.*\|$", readme, re.M)
    return [re.findall(r"\]\(.+?\)", row) + sorted(re.findall(r"\d+(?:[.,]\d+)*", row)) for row in rows]


@pytest.mark.parametrize("part", [blocks, commands, table_numbers])
def test_the_chinese_readme_has_the_code_the_commands_and_the_numbers_of_the_english_one(part):
    assert len(part(README)) > 1
    assert part(CHINESE) == part(README)


def test_the_readmes_lead_to_each_other_and_have_the_same_sections():
    assert "](README.zh.md)" in README
    assert "](README.md)" in CHINESE
    assert len(re.findall("^#+ ", CHINESE, re.M)) == len(re.findall("^#+ ", README, re.M)) > 4


def test_one_version():
    version = PYPROJECT["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[1] == version
    assert f"version {version}" in README
    assert f"version {version}" in CHINESE


@pytest.mark.parametrize("file", ["__init__.py", "project.py"])
def test_an_old_python_can_parse_what_speaks_to_it(file):
    source = (ROOT / "towns_analysis" / file).read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 7)).body


def say(prelude):
    """Run the verb `lint` in a Python of which `prelude` has taken something away."""
    run = "sys.argv = ['project', 'lint']; runpy.run_module('towns_analysis.project', run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", f"import sys, runpy; {prelude}; {run}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_too_old_a_python_is_told_so_in_one_sentence():
    done = say("sys.version_info = (3, 10, 13, 'final', 0)")
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(r"towns_analysis needs Python 3\.11 or newer, and .+: name a newer one, .+\.\n", done.stderr)


def test_missing_ensurepip_is_said_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match=r"has no ensurepip.*apt install python3-venv\) and repeat the command\.$"):
        project._create(tmp_path / ".venv")


def test_outside_a_clone_the_verbs_say_so(tmp_path, monkeypatch):
    monkeypatch.setattr(project, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="is not a clone of towns_analysis"):
        project.main(["run"])


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """Make a folder with a lock, in which setting up only notes what it would do."""
    (tmp_path / "requirements.lock").write_text("a==1\n")
    (tmp_path / "pyproject.toml").write_text("")
    calls = []

    def create(home):
        calls.append("create")
        project.interpreter(home.parent).parent.mkdir(parents=True, exist_ok=True)
        project.interpreter(home.parent).touch()

    monkeypatch.setattr(project, "_create", create)
    monkeypatch.setattr(project, "_install", lambda root: calls.append("install"))
    return tmp_path, calls


def test_set_up_does_nothing_the_second_time(clone):
    root, calls = clone
    project.set_up(root)
    project.set_up(root)
    assert calls == ["create", "install"]


def test_a_new_lock_is_installed_into_the_same_environment(clone):
    root, calls = clone
    project.set_up(root)
    (root / "requirements.lock").write_text("a==2\n")
    project.set_up(root)
    assert calls == ["create", "install", "install"]


def test_a_set_up_that_was_cut_short_starts_anew(clone, monkeypatch):
    root, calls = clone
    with monkeypatch.context() as patch:
        patch.setattr(project, "_install", lambda root: sys.exit("cut short"))
        with pytest.raises(SystemExit, match="cut short"):
            project.set_up(root)
    project.set_up(root)
    assert calls == ["create", "create", "install"]


def test_pip_takes_over_where_uv_fails(tmp_path, monkeypatch):
    calls = []

    def python(*arguments, root):
        calls.append(arguments)
        if "uv>=0.9" in arguments:
            raise subprocess.CalledProcessError(1, arguments)

    monkeypatch.setattr(project, "python", python)
    project._install(tmp_path)
    assert any({"pip", "--require-hashes", "requirements.lock"} <= set(call) and "uv" not in call for call in calls)
    assert any({"--no-deps", "--editable"} <= set(call) for call in calls)


@pytest.mark.parametrize(
    ("change", "done"),
    [
        (lambda root: None, False),
        (lambda root: (root / "in.txt").write_text("other"), True),
        (lambda root: (root / "new.txt").write_text("one more"), True),
        (lambda root: (root / "out").unlink(), True),
        (lambda root: (root / "out").write_text("edited"), True),
    ],
    ids=["nothing", "input", "new input", "output gone", "output edited"],
)
def test_a_step_is_done_again_only_if_something_changed(tmp_path, change, done):
    (tmp_path / "in.txt").write_text("one")

    def again():
        return project.step(tmp_path, "copy", ["*.txt"], ["out"], lambda: (tmp_path / "out").write_text("result"))

    assert again() is True
    change(tmp_path)
    assert again() is done
    assert (tmp_path / "out").read_text() == "result"


def test_a_step_that_failed_is_done_again(tmp_path):
    with pytest.raises(ZeroDivisionError):
        project.step(tmp_path, "division", [], [], lambda: 1 / 0)
    assert project.step(tmp_path, "division", [], [], lambda: None) is True
