"""Execute notebooks so that the same inputs give the same file, and read question and answer off them.

``python -m towns_analysis.notebooks`` executes all of notebooks/ in place and brings the README's table
up to date; with a notebook and a folder it writes an executed copy into the folder.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

__all__ = ["Summary", "execute", "notebook_table", "summarize", "with_table"]

_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_BEGIN, _END = "<!-- notebooks: begin -->", "<!-- notebooks: end -->"
_SECONDS_PER_CELL = 300


@dataclass(frozen=True, slots=True)
class Summary:
    """What a reader wants to know before opening a notebook."""

    number: str
    file: str
    question: str
    answer: str
    minutes: int

    @property
    def html(self) -> str:
        """The file name of its page."""
        return Path(self.file).with_suffix(".html").name


def execute(source: Path, target: Path) -> None:
    """Execute a notebook in the folder of `target` and write it there, the same bytes every time.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        A cell failed; nothing is written.
    """
    notebook = nbformat.read(source, as_version=4)
    target.parent.mkdir(parents=True, exist_ok=True)
    NotebookClient(
        notebook,
        timeout=_SECONDS_PER_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(target.parent)}},
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
    ).execute()
    notebook.metadata = nbformat.from_dict(_METADATA)
    for cell in notebook.cells:
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
    _write(target, nbformat.writes(notebook))


def _write(path: Path, text: str) -> None:
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def summarize(path: Path) -> Summary:
    """Read the question (the first heading), the answer (the first block quote) and the time to read off a notebook.

    Both may stand in a Markdown cell or in a Markdown output of a code cell.

    Raises
    ------
    ValueError
        The notebook has no heading or no block quote; the message names it.
    """
    notebook = nbformat.read(path, as_version=4)
    text = "\n\n".join(_markdown(notebook))
    question = re.search(r"^# +(.+)", text, re.M)
    answer = re.search(r"(?:^>.*\n?)+", text, re.M)
    if question is None or answer is None:
        raise ValueError(f"{path}: needs its question as a '# ' heading and its answer as a '> ' block quote")
    said = " ".join(re.sub(r"^> ?", "", answer[0], flags=re.M).split("\n\n")[0].split())
    words, characters = len(re.findall(r"[A-Za-z]+", text)), len(re.findall(r"[㐀-鿿]", text))
    figures = sum("image/png" in out.get("data", {}) for cell in notebook.cells for out in cell.get("outputs", []))
    return Summary(
        number="".join(takewhile(str.isdigit, path.stem)),
        file=path.name,
        question=question[1].strip(),
        answer=re.sub(r"^\*\*Answer[.:]?\*\*[.:]? *", "", said),
        minutes=max(1, round(words / 200 + characters / 300 + figures / 2)),
    )


def _markdown(notebook: nbformat.NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield cell.source
        for output in cell.get("outputs", []):
            if "text/markdown" in output.get("data", {}):
                yield output.data["text/markdown"]


def notebook_table(folder: Path) -> str:
    """Write the README's table: one line a notebook, with its question, its answer and the minutes to read it."""
    lines = ["| | question | answer | minutes |", "|---|---|---|---|"]
    for path in sorted(folder.glob("*.ipynb")):
        one = summarize(path)
        question, answer = (text.replace("|", "\\|") for text in (one.question, one.answer))
        lines.append(f"| [{one.number}]({folder.name}/{one.file}) | {question} | {answer} | {one.minutes} |")
    return "\n".join(lines)


def with_table(readme: str, table: str) -> str:
    r"""Return the README with the table between its two marks.

    Examples
    --------
    >>> with_table("a <!-- notebooks: begin -->old<!-- notebooks: end --> z", "new")
    'a <!-- notebooks: begin -->\nnew\n<!-- notebooks: end --> z'
    """
    before, rest = readme.split(_BEGIN)
    return f"{before}{_BEGIN}\n{table}\n{_END}{rest.split(_END)[1]}"


def _main(arguments: list[str]) -> int:
    folder = Path(__file__).resolve().parents[1] / "notebooks"
    if arguments:
        jobs = [(Path(arguments[0]), Path(arguments[1], Path(arguments[0]).name))]
    else:
        jobs = [(path, path) for path in sorted(folder.glob("*.ipynb"))]
    for source, target in jobs:
        try:
            execute(source, target)
        except (CellExecutionError, CellTimeoutError) as error:
            print(f"{source}: a cell failed\n{error}", file=sys.stderr)
            return 1
    if not arguments:
        readme = folder.with_name("README.md")
        _write(readme, with_table(readme.read_text(encoding="utf-8"), notebook_table(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
