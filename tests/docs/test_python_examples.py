"""The Python that the README and docs/ show of the package runs, with fewer and shorter runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FEWER = (
    ("years=10, replications=40", "years=1, replications=2"),
    ("], replications=40", "], years=1, replications=2"),
    ("10, 40, 1", "1, 2, 1"),
)
_CODE = {
    page: "\n".join(_BLOCK.findall(page.read_text("utf-8")))
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
}
PAGES = {
    page: code
    for page, code in _CODE.items()
    if re.search(r"^from returnhub(\.simulation[\w.]*)? import", code, re.MULTILINE)
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = PAGES[page]
    for usual, fewer in _FEWER:
        code = code.replace(usual, fewer)
    exec(compile(code, str(page), "exec"), {})
    assert (tmp_path / "occupancy.svg").exists() == ("occupancy.svg" in code)
