"""The command line ``towns-analysis``: extract a folder, check what reports imply, render notebooks."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context
from pathlib import Path

__all__ = ["main"]

_EPILOG = """\
example:
  towns-analysis extract reports/ -o tables/ --also csv dta
  towns-analysis check reports/2011.docx

exit status:
  0  everything was read (extract), every relation holds (check), or every page was written (render)
  1  some files were not read, or some relations fail; the rest was done
  2  the command could not be carried out; the message says why and what to do
  130  interrupted; the same command goes on from there
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except (ValueError, OSError) as error:  # ReportError, VocabularyError and the like are ValueErrors
        print(f"towns-analysis: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("towns-analysis: interrupted; the same command goes on from here", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="towns-analysis",
        description="Turn Chinese town-government work reports into source-traced data.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    extract = commands.add_parser("extract", help="extract the claims of every report in a folder into tables")
    extract.add_argument("folder", help="folder of .txt, .md, .html, .docx and .pdf files")
    extract.add_argument("-o", "--out", required=True, help="folder to write the tables to; one that exists is updated")
    extract.add_argument("--also", nargs="+", choices=["csv", "dta"], default=[], help="further formats of the tables")
    extract.add_argument(
        "--workers", type=_positive, default=os.cpu_count() or 1, help="processes (default: %(default)s)"
    )
    extract.set_defaults(run=_extract)
    check = commands.add_parser("check", help="say which files cannot be read, and which stated figures contradict")
    check.add_argument("path", help="a report or a folder of reports")
    for command in (extract, check):
        command.add_argument("--manifest", help="your own manifest")
        command.add_argument("--vocabulary", help="your own vocabulary folder or file")
    check.set_defaults(run=_check)
    render = commands.add_parser("render", help="render executed notebooks to pages that need only a browser")
    render.add_argument("notebooks", help="folder of executed notebooks")
    render.add_argument("-o", "--out", required=True, help="folder to write the pages to")
    render.add_argument("--reports", help="your own reports, to which the numbers lead (default: the packaged ones)")
    render.set_defaults(run=_render)
    return parser


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number of processes: 1 or more")
    return int(text)


def _extract(given: argparse.Namespace) -> int:
    from .corpus import extract_folder
    from .exports import export

    progress = _Progress() if sys.stderr.isatty() else None
    own = {"manifest": given.manifest, "vocabulary": given.vocabulary}
    with _workers(given.workers) as executor:
        manifest = extract_folder(given.folder, given.out, executor=executor, progress=progress, **own)
    export(given.out, given.also)
    reports, claims = manifest["reports"].sum(), manifest["claims"].sum()
    print(f"{len(manifest)} files, {reports} reports, {claims} claims in {given.out}")
    unread = int((manifest["problems"] > 0).sum())
    if unread:
        print(f"{unread} files have problems: see problems.parquet there", file=sys.stderr)
    return 1 if unread else 0


def _workers(number: int) -> AbstractContextManager[Executor | None]:
    # spawned workers share nothing with this process, so that they are the same on every system
    return nullcontext() if number < 2 else ProcessPoolExecutor(number, mp_context=get_context("spawn"))


class _Progress:
    """Show on stderr how many files are done, how fast it goes and how long it will take."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        rate = done / max(time.monotonic() - self.began, 1e-9)
        left = time.strftime("%H:%M:%S", time.gmtime((total - done) / max(rate, 1e-9)))
        bar = "#" * (30 * done // max(total, 1))
        line = f"\r{bar:30} {done:,} of {total:,} files, {rate:,.0f} a second, {left} left"
        print(line, end="\n" if done == total else "", file=sys.stderr, flush=True)


def _check(given: argparse.Namespace) -> int:
    from .checks import check_claims
    from .claims import extract_claims
    from .reports import read_reports

    wrong = 0
    reports, problems = read_reports(given.path, manifest=given.manifest, on_error="collect")
    for row in problems.itertuples():
        print(f"{row.file}: {row.cause}; {row.next_step}")
    for report in reports:
        checks = check_claims(extract_claims(report, vocabulary=given.vocabulary), report)
        fails = checks.loc[checks["verdict"] == "fails", "arithmetic"]
        for arithmetic in fails:
            print(f"{report.id}: fails: {arithmetic}")
        wrong += len(fails)
    print(f"{len(reports)} reports, {wrong} relations fail, {len(problems)} problems", file=sys.stderr)
    return 1 if wrong or len(problems) else 0


def _render(given: argparse.Namespace) -> int:
    from .pages import render
    from .reports import read_reports

    reports = read_reports(given.reports) if given.reports else None
    for path in render(Path(given.notebooks), Path(given.out), reports=reports):
        print(path)
    return 0
