"""Set up this checkout and run one verb in it: ``python -m towns_analysis.project run``.

Only the standard library, in words that Python 3.6 can parse: a Python that is too old is told so
in one sentence. The Makefile holds nothing but these calls.
"""

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Callable
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
PYTEST = ["-m", "pytest", "-n", "auto", "--dist", "loadfile"]
EXTRAS = ".[corpus,cluster,outside,browser]"
STAGES = {
    "style": ["-m", "ruff", "check", "--quiet"],
    "format": ["-m", "ruff", "format", "--check", "--quiet"],
    "types": ["-m", "mypy", "--no-error-summary"],
    "extras": ["-m", "pip", "install", "-q", "--no-build-isolation", "-e", EXTRAS],
    "data": ["-m", "towns_analysis.tables", "--check"],
    "tests": PYTEST,
    "notebooks": [*PYTEST, "--nbval", "notebooks"],
    "slow tests": ["-m", "pytest", "-m", "slow"],
}
CHECKS = {
    "lint": ["style", "format", "types"],
    "test": ["style", "format", "types", "data", "tests", "notebooks"],
    "test-all": [*STAGES],
}
COMMANDS = {
    "data": ["-m", "towns_analysis.tables"],
    "lab": ["-m", "jupyter", "lab", "--allow-root", "notebooks"],  # root is who works in a container
    "notebooks": ["-m", "towns_analysis.notebooks"],
    "score": ["tests/score.py"],
}
# The reader's own Jupyter, IPython and Matplotlib settings must not change what a notebook prints or draws.
SETTINGS = {"JUPYTER_NO_CONFIG": "1", "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


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
    if verb in CHECKS:
        return _check(verb)
    if verb in COMMANDS:
        python(*COMMANDS[verb])
    elif verb == "run":
        _run()
    else:
        built = any((ROOT / "build").glob("*.ipynb"))
        target = ["_share", "--share"] if verb == "share" else ["_site"]
        python("-m", "towns_analysis.pages", "build" if built else "notebooks", *target)
    if verb in ("run", "render"):
        print(f"open {(ROOT / '_site' / 'index.html').as_uri()}")
    return 0


def set_up(root: Path) -> None:
    """Make ``.venv`` what the lock says, or do nothing where it already is."""
    home, stamp = root / ".venv", root / ".venv" / "towns_analysis.txt"
    base = f"{sys.version}\n{root}\n"
    wanted = base + digest(root, ["requirements.lock", "pyproject.toml"])
    found = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
    usable = found.startswith(base) and interpreter(root).exists()
    if usable and found == wanted:
        return
    start = time.monotonic()
    print("setting up .venv, once: about half a minute, or two where uv does not work", flush=True)
    if not usable:
        _create(home)
    stamp.unlink(missing_ok=True)
    _install(root)
    stamp.write_text(wanted, encoding="utf-8")
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
    own = {"IPYTHONDIR": str(root / ".venv" / "ipython"), "MPLCONFIGDIR": str(root / ".venv" / "matplotlib")}
    stdout, stderr = (subprocess.PIPE, subprocess.STDOUT) if quiet else (None, None)
    environment = {**os.environ, **SETTINGS, **own}
    command = [str(interpreter(root)), *arguments]
    subprocess.run(command, cwd=root, env=environment, stdout=stdout, stderr=stderr, encoding="utf-8", check=True)


def _run() -> None:
    """Do the steps of which an input or output has changed; drop copies of notebooks that are gone."""
    names = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    for copy in (ROOT / "build").glob("*.ipynb"):
        if copy.name not in names:
            copy.unlink()
    steps = [("data", ["towns_analysis.tables"], CODE, ["data/**/*"])]
    for name in names:
        source = f"notebooks/{name}"
        command = ["towns_analysis.notebooks", source, "build"]
        steps.append((name, command, [source, "data/**/*", *CODE], [f"build/{name}"]))
    inputs = ["build/*.ipynb", "towns_analysis/site/*", *CODE]
    steps.append(("pages", ["towns_analysis.pages", "build", "_site"], inputs, ["_site/**/*"]))
    for number, (name, command, inputs, outputs) in enumerate(steps, 1):
        print(f"[{number}/{len(steps)}] {name:32}", end=" ", flush=True)
        start = time.monotonic()
        done = step(ROOT, name, inputs, outputs, partial(python, "-m", *command, quiet=True))
        print(f"{time.monotonic() - start:5.1f} s" if done else "up to date", flush=True)


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
    results = []
    for name in CHECKS[verb]:
        print(f"--- {name}", flush=True)
        start, result = time.monotonic(), "passed"
        try:
            python(*STAGES[name])
        except subprocess.CalledProcessError as error:
            print(error)
            result = "FAILED"
        results.append((name, time.monotonic() - start, result))
    for name, seconds, result in results:
        print(f"{name:12}{seconds:7.1f} s  {result}")
    failed = sum(result == "FAILED" for _, _, result in results)
    print(f"{verb}: {failed} of {len(results)} stages failed, {sum(seconds for _, seconds, _ in results):.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
