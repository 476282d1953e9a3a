"""Every command of the README and of docs/ is run as it is written, in a folder of its own."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from returnhub.cli.main import main

ROOT = Path(__file__).parents[2]
PAGES = sorted(p for p in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")] if p.name != "cli.md")
"""docs/reference/cli.md shows help pages, written from the commands by `make docs` and checked there."""

ELSEWHERE = (
    *("assess", "compare", "sensitivity", "breakeven", "information", "published"),
    *("up", "doctor"),
)
"""Commands that take minutes, never end or ask a running service; the tests of each of them run them."""

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`((?:\.venv/bin/)?returnhub [^`]+)`")
_FILE = re.compile(r"^# ([\w./-]+\.yaml)$")


@dataclass(frozen=True)
class _Command:
    """A command's words, and the shell line whose output it reads."""

    words: tuple[str, ...]
    fed: str


@dataclass(frozen=True)
class Page:
    """A page's commands, fenced or in its sentences, and the files that its fenced blocks show."""

    path: Path
    commands: tuple[_Command, ...]
    files: tuple[tuple[str, str], ...]


def _page(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    fences = [m[2] for m in _FENCE.finditer(text)]
    lines = [line for block in fences for line in block.splitlines()]
    lines += [m[1] for m in _INLINE.finditer(_FENCE.sub("", text))]
    commands = [
        _Command(tuple(shlex.split(own, comments=True)), fed)
        for fed, own in map(_fed, lines)
        if _is_ours(own)
    ]
    files = [
        (m[1], block)
        for block in fences
        if block and (m := _FILE.fullmatch(block.splitlines()[0])) is not None
    ]
    return Page(path, tuple(commands), tuple(files))


def _fed(line: str) -> tuple[str, str]:
    """What an `echo` or `printf` before a pipe feeds the command, and the command."""
    before, pipe, own = line.partition(" | ")
    return (before, own) if pipe and before.startswith(("echo ", "printf ")) else ("", line)


def _is_ours(line: str) -> bool:
    words = line.split()
    # a copy kept for later is part of what a page shows
    if words[:1] == ["cp"] and len(words) == 3:
        return True
    # An option alone (--install-completion) would change the shell of whoever runs the tests.
    verb = words[1] if len(words) > 1 else "-"
    ours = words[:1] in (["returnhub"], [".venv/bin/returnhub"])
    return ours and verb not in ELSEWHERE and not verb.startswith("-")


WITH_COMMANDS = [page for page in map(_page, PAGES) if page.commands]


def _quick(command: tuple[str, ...]) -> list[str]:
    """The command with fewer and shorter runs, which changes nothing but the numbers that it prints."""
    words = list(command[1:])
    if words[0] in ("claims", "simulate", "clauses") and "--no-price" not in words:
        # the last one counts
        words += ["--replications", "1", "--years", "2"]
    return words


def test_there_are_commands_to_run() -> None:
    names = {page.path.relative_to(ROOT).as_posix() for page in WITH_COMMANDS}
    assert {"README.md", "docs/how-to/add-a-scheme.md", "docs/how-to/add-a-rule.md"} <= names
    assert len([c for page in WITH_COMMANDS for c in page.commands]) >= 8


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda p: p.path.relative_to(ROOT).as_posix())
def test_every_command_of_a_page_works_as_written(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    for name, text in page.files:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for one in page.commands:
        command = one.words
        if command[0] == "cp":
            shutil.copy(tmp_path / command[1], tmp_path / command[2])
            continue
        fed = subprocess.run(["sh", "-c", one.fed], capture_output=True, check=True).stdout
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(fed), encoding="utf-8"))
        code = main(_quick(command))
        said = capfd.readouterr()
        assert code == 0, (shlex.join(command), said.err)
        assert said.out or said.err
        for option, value in pairwise(command):
            if option == "-o":
                assert (tmp_path / value).exists(), shlex.join(command)
