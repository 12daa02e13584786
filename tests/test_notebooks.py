"""Executing notebooks, and reading question and answer off them."""

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from towns_analysis import notebooks


def save(path, *cells):
    nbformat.write(
        new_notebook(
            cells=list(cells), metadata={"widgets": {}, "kernelspec": {"name": "gone", "display_name": "Gone"}}
        ),
        path,
    )
    return path


def test_executing_twice_gives_the_same_bytes(tmp_path):
    code = "import os, sys\nprint('镇')\nsys.stdout.flush()\nprint(os.path.basename(os.getcwd()))"
    source = save(
        tmp_path / "01_a.ipynb", new_markdown_cell("# Why?"), new_code_cell(code, metadata={"scrolled": True})
    )
    before = source.read_bytes()
    first, second = tmp_path / "build" / "01_a.ipynb", tmp_path / "build" / "again.ipynb"
    notebooks.execute(source, first)
    notebooks.execute(first, second)
    assert source.read_bytes() == before
    assert first.read_bytes() == second.read_bytes()
    executed = nbformat.read(first, as_version=4)
    assert executed.cells[1].outputs == [new_output("stream", text="镇\nbuild\n")]
    assert (executed.cells[1].execution_count, executed.cells[1].metadata) == (1, {})
    assert sorted(executed.metadata) == ["kernelspec", "language_info"]
    assert executed.metadata.kernelspec.name == "python3"


def test_a_failing_cell_leaves_nothing_behind(tmp_path):
    source = save(tmp_path / "01_a.ipynb", new_code_cell("1 / 0"))
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        notebooks.execute(source, tmp_path / "build" / "01_a.ipynb")
    assert list((tmp_path / "build").iterdir()) == []


def test_the_table_has_question_answer_and_minutes(tmp_path):
    answer = new_output(
        "display_data", {"text/markdown": "> **Answer.** Yes | 15.7 times,\n> by one report.\n>\n> A caveat.\n"}
    )
    prose = new_markdown_cell(f"{'word ' * 590}{'镇' * 300}")
    save(
        tmp_path / "03_growth.ipynb",
        new_markdown_cell("intro\n# Did it grow?"),
        new_code_cell("a", outputs=[answer]),
        prose,
    )
    assert notebooks.notebook_table(tmp_path).splitlines()[2] == (
        f"| [03]({tmp_path.name}/03_growth.ipynb) | Did it grow? | Yes \\| 15.7 times, by one report. | 4 |"
    )


@pytest.mark.parametrize("source", ["# A question without answer", "> An answer without question"])
def test_a_notebook_without_question_or_answer_is_named(tmp_path, source):
    path = save(tmp_path / "01_a.ipynb", new_markdown_cell(source))
    with pytest.raises(ValueError, match=r"01_a\.ipynb: needs its question"):
        notebooks.summarize(path)
