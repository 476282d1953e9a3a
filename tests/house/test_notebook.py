"""Every notebook runs from top to bottom as a reader would run it, with fewer and shorter runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "docs" / "notebooks").glob("*.ipynb"))
HOW_MUCH = re.compile(r"^years, runs, scale = .+$", re.MULTILINE)


def in_small(notebook: NotebookNode) -> NotebookNode:
    """The same notebook, whose one line of how much is simulated asks for little."""
    asked = [HOW_MUCH.findall(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    assert len([line for lines in asked for line in lines]) == 1
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = HOW_MUCH.sub("years, runs, scale = 4, 4, 0.05", cell.source)
    return notebook


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One kernel for all, because starting one and importing everything takes longer than a notebook."""
    manager = KernelManager(kernel_name="python3", transport="ipc")
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, tmp_path: Path, kernel: KernelManager) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert not [cell for cell in notebook.cells if cell.get("outputs")], "committed without outputs"
    # what another notebook left behind is forgotten, and what it writes goes to a folder of its own
    start = nbformat.v4.new_code_cell(f"%reset -f\n%cd -q {tmp_path}")
    notebook.cells.insert(0, start)
    client = NotebookClient(in_small(notebook), km=kernel, timeout=300)
    try:
        client.execute()
    finally:
        client.kc.stop_channels()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    said = "".join(output.get("text", "") for output in outputs)
    assert "BROKEN" not in said
    assert "more people moved a year" in said
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    for output in outputs:
        shown = output.get("data", {})
        assert ("image/svg+xml" in shown) == ("<figure>" in shown.get("text/html", ""))
