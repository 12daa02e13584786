"""Set up this checkout and run one verb in it: ``python -m towns_analysis.project run``.

Only the standard library, in words that Python 3.6 can parse: a Python that is too old is told so
in one sentence. The Makefile holds nothing but these calls.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this is about the reader's Python
    sys.exit(
        f"towns_analysis needs Python 3.11 or newer, and {sys.executable} is {sys.version.split()[0]}: "
        "name a newer one, as in `make run PYTHON=python3.12`."
    )

__all__ = ["VERBS", "main"]

ROOT = Path(__file__).resolve().parents[1]
VERBS = {
    "run": "set up, rebuild `data/`, execute copies of the notebooks in `build/`, render them to `_site/`",
    "test": "everything that guards the project: style, types, data rebuild, unit tests, doctests, notebooks",
    "test-all": "`test`, then the slow tests: wheel, browser, kill, benchmark",
    "lab": "open the notebooks in JupyterLab",
    "data": "rebuild `data/` from `seeds/`",
    "notebooks": "execute the notebooks in place; nothing else rewrites `notebooks/`",
    "render": "render what is in `build/`, or the committed notebooks if nothing is",
    "share": "write each notebook to `_share/` as one file to e-mail, with the sentences it links to",
    "lint": "style and types only",
    "score": "compare the extracted claims with annotated ones",
}
CODE = ["requirements.lock", "towns_analysis/**/*.py", "towns_analysis/vocabulary/*", "seeds/**/*"]
LINT = {
    "style": ["-m", "ruff", "check", "--quiet"],
    "format": ["-m", "ruff", "format", "--check", "--quiet"],
    "types": ["-m", "mypy", "--no-error-summary"],
}
PYTEST = ["-m", "pytest", "-n", "auto", "--dist", "loadfile"]
# The reader's own Jupyter, IPython and Matplotlib settings must not change what a notebook prints or draws.
SETTINGS = {"JUPYTER_NO_CONFIG": "1", "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
FOLDERS = {"IPYTHONDIR": "ipython", "MPLCONFIGDIR": "matplotlib"}


def main(arguments: list[str] | None = None) -> int:
    """Run the verb named on the command line and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m towns_analysis.project",
        epilog="\n".join(f"{verb:10} {what}" for verb, what in VERBS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=VERBS, metavar="VERB")
    verb = parser.parse_args(arguments).verb
    if not (ROOT / "requirements.lock").exists():
        sys.exit(f"{ROOT} is not a clone of towns_analysis: the verbs work in a clone only.")
    try:
        set_up(ROOT)
        return _do(verb)
    except subprocess.CalledProcessError as error:
        print(f"\n{error.stdout or ''}{verb} stopped at: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"{verb} was interrupted; the same command goes on from here.", file=sys.stderr)
        return 130


def _do(verb: str) -> int:
    if verb in ("test", "test-all", "lint"):
        return _check(verb)
    if verb == "run":
        _run(ROOT)
    elif verb in ("render", "share"):
        built = any((ROOT / "build").glob("*.ipynb"))
        given = ["build" if built else "notebooks", *(["_share", "--share"] if verb == "share" else ["_site"])]
        python("-m", "towns_analysis.pages", *given)
    else:
        commands = {
            "data": ["-m", "towns_analysis.tables"],
            "lab": ["-m", "jupyter", "lab", *_as_root(), "notebooks"],
            "notebooks": ["-m", "towns_analysis.notebooks"],
            "score": ["tests/score.py"],
        }
        python(*commands[verb])
    if verb in ("run", "render"):
        print(f"open {(ROOT / '_site' / 'index.html').as_uri()}")
    return 0


def _as_root() -> list[str]:
    """Return what Jupyter wants of the root user, as in a container."""
    return ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []


def set_up(root: Path) -> None:
    """Make ``.venv`` what the lock says, or do nothing where it already is."""
    home, stamp = root / ".venv", root / ".venv" / "towns_analysis.json"
    base = {"python": sys.version, "clone": str(root)}
    wanted = {**base, "lock": digest(root, ["requirements.lock", "pyproject.toml"])}
    try:
        found = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {}
    if found == wanted and interpreter(root).exists():
        return
    start = time.monotonic()
    print("setting up .venv, once: about half a minute, or two where uv does not work", flush=True)
    if {**found, "lock": None} != {**base, "lock": None} or not interpreter(root).exists():
        _create(home)
    stamp.unlink(missing_ok=True)
    _install(root)
    stamp.write_text(json.dumps(wanted), encoding="utf-8")
    print(f"set up in {time.monotonic() - start:.0f} s", flush=True)


def _create(home: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            f"{sys.executable} has no ensurepip, which makes environments: install it "
            "(on Debian and Ubuntu: apt install python3-venv) and repeat the command."
        )
    if Path(sys.prefix).resolve() == home.resolve():
        sys.exit(f"{home} must be made anew but is active: leave it with `deactivate` and repeat the command.")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)


def _install(root: Path) -> None:
    """Install the lock, by uv where that works and else by pip, then the clone itself, without network."""
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = ["-m", "uv", "pip", "sync", "--quiet", "--compile-bytecode", "--python", str(interpreter(root))]
    locked = ["--require-hashes", "requirements.lock"]
    try:
        python(*pip, "uv>=0.9", root=root)
        python(*uv, *locked, root=root)
    except subprocess.CalledProcessError:
        print("uv does not work here; pip takes over", flush=True)
        python(*pip, "--require-hashes", "-r", "requirements.lock", root=root)
    python(*pip, "--no-deps", "--no-build-isolation", "--editable", ".", root=root)
    python("-c", "import matplotlib.font_manager", root=root)  # lists the fonts now, silently, and not in a notebook


def interpreter(root: Path) -> Path:
    """Return the path of the environment's Python."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def python(*arguments: str, root: Path = ROOT, quiet: bool = False) -> None:
    """Run the environment's Python in the clone, apart from the reader's own settings."""
    own = {name: str(root / ".venv" / folder) for name, folder in FOLDERS.items()}
    subprocess.run(
        [str(interpreter(root)), *arguments],
        cwd=root,
        env={**os.environ, **SETTINGS, **own},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        encoding="utf-8",
        check=True,
    )


def _run(root: Path) -> None:
    steps = list(_steps(root))
    for number, (name, command, inputs, outputs) in enumerate(steps, 1):
        print(f"[{number}/{len(steps)}] {name:32}", end=" ", flush=True)
        start = time.monotonic()
        if step(root, name, inputs, outputs, partial(python, "-m", *command, root=root, quiet=True)):
            print(f"{time.monotonic() - start:5.1f} s", flush=True)
        else:
            print("up to date", flush=True)


def _steps(root: Path) -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    """Yield name, command, inputs and outputs of each step of `run`; drop copies of notebooks that are gone."""
    yield "data", ["towns_analysis.tables"], CODE, ["data/**/*"]
    names = sorted(path.name for path in (root / "notebooks").glob("*.ipynb"))
    for copy in (root / "build").glob("*.ipynb"):
        if copy.name not in names:
            copy.unlink()
    for name in names:
        source = f"notebooks/{name}"
        yield name, ["towns_analysis.notebooks", source, "build"], [source, "data/**/*", *CODE], [f"build/{name}"]
    inputs = ["build/*.ipynb", "towns_analysis/site/*", *CODE]
    yield "pages", ["towns_analysis.pages", "build", "_site"], inputs, ["_site/**/*"]


def step(root: Path, name: str, inputs: list[str], outputs: list[str], work: Callable[[], None]) -> bool:
    """Do the work, unless nothing that its patterns match has changed since; return whether it was done."""
    stamp = root / "build" / ".stamps" / name
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest(root, inputs + outputs):
        return False
    stamp.unlink(missing_ok=True)
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest(root, inputs + outputs), encoding="ascii")
    return True


def digest(root: Path, patterns: list[str]) -> str:
    """Hash names and contents of all files that the patterns match."""
    total = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()}):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _check(verb: str) -> int:
    """Run all stages of `lint`, `test` or `test-all`, whether or not one fails, and sum up."""
    stages: dict[str, Callable[[], None]] = {name: partial(python, *command) for name, command in LINT.items()}
    if verb == "test-all":
        extras = ".[corpus,cluster,outside,browser]"
        stages["extras"] = partial(python, "-m", "pip", "install", "-q", "--no-build-isolation", "-e", extras)
    if verb != "lint":
        stages["data"] = partial(python, "-m", "towns_analysis.tables", "--check")
        stages["tests"] = partial(python, *PYTEST)
        stages["notebooks"] = partial(python, *PYTEST, "--nbval", "notebooks")
    if verb == "test-all":
        stages["slow tests"] = partial(python, "-m", "pytest", "-m", "slow")
    seconds, failed = {}, []
    for name, work in stages.items():
        print(f"--- {name}", flush=True)
        start = time.monotonic()
        try:
            work()
        except subprocess.CalledProcessError as error:
            print(error)
            failed.append(name)
        seconds[name] = time.monotonic() - start
    for name, taken in seconds.items():
        print(f"{name:12}{taken:7.1f} s  {'FAILED' if name in failed else 'passed'}")
    print(f"{verb}: {len(failed)} of {len(stages)} stages failed, {sum(seconds.values()):.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
