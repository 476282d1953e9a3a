"""House rules that a reader would otherwise have to remember."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
PYTHON_FILES = sorted(
    p
    for d in ("src", "tests", "benchmarks", "validation")
    for p in (TOP / d).rglob("*.py")
    # written by Django, one for each room
    if p.parent.name != "migrations"
)
SUFFIXES = {".py", ".yaml", ".toml", ".md", ".lock", ".jinja", ".css"}
NOT_OURS = {".venv", ".tools", ".git", ".state", "node_modules", ".hypothesis"}


def text_files() -> Iterator[Path]:
    for folder, below, files in os.walk(TOP):
        # not even looked into: there are tens of thousands of files
        below[:] = sorted(set(below) - NOT_OURS)
        paths = (Path(folder) / name for name in files)
        yield from (p for p in paths if p.suffix in SUFFIXES and p.is_file())


TEXT_FILES = list(text_files())
# The title of an Act is its title.
TITLES = re.compile(r"Illegal Migration (Act|Bill)|illegal-working")
NEVER_SAID_OF_PEOPLE = re.compile(
    r"\b(eligible|illegals?|failed asylum|bogus|absconders?|detainees?)\b", re.IGNORECASE
)


def test_no_file_is_longer_than_five_hundred_lines() -> None:
    files = [*PYTHON_FILES, *(TOP / "src").rglob("*.sql")]
    long = {p.name: n for p in files if (n := len(p.read_text("utf-8").splitlines())) > 500}
    assert long == {}


def test_no_module_is_called_utils() -> None:
    assert [p for p in PYTHON_FILES if p.stem in {"utils", "util", "helpers", "misc"}] == []


def test_no_file_names_a_registry_host() -> None:
    host = re.compile(r"(pypi" + r"\.org|files\.pythonhosted|registry\.npmjs|deb\.debian)")
    assert [p for p in TEXT_FILES if host.search(p.read_text("utf-8", errors="replace"))] == []


def test_the_lock_has_a_hash_for_every_package() -> None:
    packages = re.split(r"\n(?=[a-z])", (TOP / "requirements.lock").read_text("utf-8"))
    assert [p.splitlines()[0] for p in packages if "--hash=sha256:" not in p] == []


@pytest.mark.parametrize("folder", ["src", "schemes", "law"])
def test_words_that_are_never_said_of_people_are_not_said(folder: str) -> None:
    said = {
        f"{p.relative_to(TOP)}: {m.group()}"
        for p in TEXT_FILES
        if (TOP / folder) in p.parents
        for m in NEVER_SAID_OF_PEOPLE.finditer(TITLES.sub("", p.read_text("utf-8")))
    }
    assert said == set()


def test_every_package_of_the_project_has_its_line_of_why() -> None:
    project = (TOP / "pyproject.toml").read_text("utf-8")
    wanted = {m.lower() for m in re.findall(r'^  "([A-Za-z0-9-]+)[^"/]*"', project, re.MULTILINE)}
    told = (TOP / "docs" / "dependencies.md").read_text("utf-8").lower()
    assert {name for name in wanted if name not in told and "returnhub" not in name} == set()


def test_generated_docs_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "bin/make-docs", "--check"], cwd=TOP, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_link_in_the_docs_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(TOP)} -> {target}"
        for page in [TOP / "README.md", *(TOP / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
        if not target.startswith("http") and not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_command_named_in_the_readme_exists() -> None:
    from returnhub.cli.main import build

    known = set(build().commands)
    named = set(re.findall(r"bin/returnhub ([a-z]+)", (TOP / "README.md").read_text("utf-8")))
    assert named - known == set()
