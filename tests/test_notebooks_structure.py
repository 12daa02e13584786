"""What nbval does not see: order, cleared cells, warnings, addresses, paths, size and the common headings."""

import copy
import json
import re
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))
HEADINGS = ["Data", "What the reports actually say", "Analysis", "Figure", "What this cannot tell", "Next"]
ANYWHERE = {
    "a memory address": r"\b0x[0-9a-fA-F]{6,}",
    "an absolute path": r"(?:^|[\s\"'(=])(?:(?:/[\w.-]+){2,}|[A-Za-z]:\\\w)",
    "a time of day": r"\b\d\d:\d\d:\d\d\b",
}


def faults(notebook, size=0):
    """List what is wrong with a committed notebook."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    found = []
    if [cell["execution_count"] for cell in code] != list(range(1, len(code) + 1)):
        found.append("cells not executed in order from 1")
    if not any(cell["outputs"] for cell in code):
        found.append("no outputs")
    for number, cell in enumerate(code, 1):
        found += [f"code cell {number}: {fault}" for fault in _cell_faults(cell)]
    if not any(re.search(r"^assert ", cell["source"], re.M) for cell in code):
        found.append("nothing is asserted")
    text = "\n".join(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    if re.findall(r"^## +(.+?) *$", text, re.M) != HEADINGS:
        found.append(f"headings other than {HEADINGS}")
    if not notebook["cells"][0]["source"].startswith("# "):
        found.append("the first cell does not ask the question")
    if (
        set(notebook["metadata"]) != {"kernelspec", "language_info"}
        or notebook["metadata"]["kernelspec"]["name"] != "python3"
    ):
        found.append("metadata other than kernelspec python3 and language")
    if size > 500_000:
        found.append("larger than 500 kB")
    return found


def _cell_faults(cell):
    texts = [cell["source"]]
    for output in cell["outputs"]:
        if output["output_type"] == "error" or output.get("name") == "stderr":
            yield "an error or a warning in the outputs"
        texts += [output.get("text", "")] + [
            text for kind, text in output.get("data", {}).items() if kind.startswith("text/")
        ]
    for name, pattern in ANYWHERE.items():
        if re.search(pattern, "\n".join(texts), re.M):
            yield name
    if cell["source"].rstrip().endswith(";"):
        yield "a trailing semicolon"


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook(path):
    assert faults(nbformat.read(path, as_version=4), path.stat().st_size) == []


def good():
    """Make a notebook without fault."""
    cells = [nbformat.v4.new_markdown_cell("# Did it grow?")]
    for heading in HEADINGS:
        cells.append(nbformat.v4.new_markdown_cell(f"## {heading}"))
        number = len(cells) // 2
        output = nbformat.v4.new_output("stream", text="1 / 2 of 3/4\n</td> km/h\n")
        cells.append(nbformat.v4.new_code_cell(f"assert {number}", execution_count=number, outputs=[output]))
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def _output(cell, **changes):
    cell["outputs"][0].update(changes)


BREAKS = {
    "cleared": (lambda nb: nb.cells[2].update(execution_count=None, outputs=[]), "not executed in order"),
    "out of order": (lambda nb: nb.cells[2].update(execution_count=9), "not executed in order"),
    "no outputs": (lambda nb: [c.update(outputs=[]) for c in nb.cells if "outputs" in c], "no outputs"),
    "stderr": (lambda nb: _output(nb.cells[4], name="stderr"), "code cell 2: an error or a warning"),
    "error": (lambda nb: _output(nb.cells[4], output_type="error"), "code cell 2: an error or a warning"),
    "address": (lambda nb: _output(nb.cells[4], text="<Line at 0x7f3a5c1d>"), "code cell 2: a memory address"),
    "path in output": (lambda nb: _output(nb.cells[4], text="saved /home/me/x.csv"), "an absolute path"),
    "path in source": (lambda nb: nb.cells[4].update(source="open('/data/x.csv')"), "an absolute path"),
    "Windows path": (lambda nb: nb.cells[4].update(source=r"open('C:\data')"), "an absolute path"),
    "time": (lambda nb: _output(nb.cells[4], text="at 12:30:01"), "a time of day"),
    "semicolon": (lambda nb: nb.cells[4].update(source="plot();\n"), "a trailing semicolon"),
    "no assertion": (lambda nb: [c.update(source="1") for c in nb.cells if "outputs" in c], "nothing is asserted"),
    "heading gone": (lambda nb: nb.cells.pop(3), "headings other than"),
    "heading out of place": (lambda nb: nb.cells.insert(1, nb.cells.pop(3)), "headings other than"),
    "no question": (lambda nb: nb.cells.pop(0), "does not ask the question"),
    "metadata": (lambda nb: nb.metadata.update(widgets={}), "metadata other than"),
}


def test_a_good_notebook_has_no_faults():
    assert faults(good(), 500_000) == []


@pytest.mark.parametrize(("damage", "fault"), BREAKS.values(), ids=BREAKS)
def test_each_damage_is_seen(damage, fault):
    notebook = copy.deepcopy(good())
    damage(notebook)
    assert [found for found in faults(notebook) if fault in found], json.dumps(faults(notebook))


def test_a_large_file_is_seen():
    assert faults(good(), 500_001) == ["larger than 500 kB"]
