from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from returnhub.scheme.shipped import shipped, shipped_schemes

CHECKOUT = Path(__file__).parents[2]


def test_a_checkout_reads_its_own_schemes_and_law_first() -> None:
    assert shipped("schemes") == CHECKOUT / "schemes"
    assert shipped("law") == CHECKOUT / "law"
    assert {"kosovo-2025", "none", "rwanda-2022"} < set(shipped_schemes())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built offline from a copy of what it is made of."""
    top = tmp_path_factory.mktemp("build")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / name, top / name)
    for name in ("src", "schemes", "law"):
        shutil.copytree(CHECKOUT / name, top / name, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    subprocess.run(command, cwd=top, check=True, capture_output=True)
    return next((top / "dist").glob("*.whl"))


def test_the_wheel_holds_every_scheme_and_all_law(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    for kind in ("schemes", "law"):
        for path in (CHECKOUT / kind).rglob("*.yaml"):
            assert f"returnhub/shipped/{kind}/{path.relative_to(CHECKOUT / kind).as_posix()}" in inside


def test_the_unpacked_wheel_loads_a_shipped_scheme_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from returnhub.scheme.load import load\n"
        "from returnhub.scheme.shipped import shipped\n"
        "print(shipped('schemes')); print(load('kosovo-2025').id)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert answer.stdout.splitlines() == [str(tmp_path / "returnhub" / "shipped" / "schemes"), "kosovo-2025"]
