"""A scheme to break: a copy of the small hub in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from returnhub.problems import Problem, Problems
from returnhub.scheme.load import load

SMALL = Path(__file__).parent / "small-hub"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small-hub"))


@pytest.fixture
def change(small: Path) -> Callable[[str, str, str], Path]:
    """`change(file, old, new)` edits one file of the small hub; `old` must stand in it once."""

    def edit(file: str, old: str, new: str) -> Path:
        text = (small / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (small / file).write_text(text.replace(old, new), encoding="utf-8")
        return small

    return edit


@pytest.fixture
def problems_of() -> Callable[[Path], list[Problem]]:
    """What loading a folder refuses; fails if it loads."""

    def of(folder: Path) -> list[Problem]:
        with pytest.raises(Problems) as found:
            load(folder)
        return list(found.value.items)

    return of
