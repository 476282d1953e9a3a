"""Printing by a browser that is a program of its own: found, bounded in time, and never half a file."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from returnhub.cli.main import main
from returnhub.cli.pdf import find_browser, print_page
from returnhub.problems import Code, Problems

Script = Callable[[str], str]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page of a scheme.html"
    path.write_text("<!doctype html><title>A page</title><h1>A page</h1>", encoding="utf-8")
    return path


@pytest.fixture
def program(tmp_path: Path) -> Script:
    """A program that stands where a browser is looked for."""

    def make(lines: str) -> str:
        path = tmp_path / "bin" / "chromium"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return make


def browser() -> str:
    try:
        return find_browser()
    except Problems:
        pytest.skip("no chromium on this machine: install it, or name it in CHROMIUM")


def test_a_page_is_printed_whole_and_nothing_else_is_left(page: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "report.pdf"
    target.parent.mkdir()
    print_page(page, target, browser())
    assert target.read_bytes().startswith(b"%PDF-")
    assert target.read_bytes().rstrip().endswith(b"%%EOF")
    assert [p.name for p in target.parent.iterdir()] == ["report.pdf"]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("exit 3", "it ended with code 3"),
        ("exit 0", "it wrote no PDF"),
        ('for a; do case "$a" in --print-to-pdf=*) echo text > "${a#*=}";; esac; done', "it wrote no PDF"),
        ("sleep 60 & sleep 60", "it did not finish within 0.3 seconds"),
    ],
)
def test_a_browser_that_fails_leaves_the_earlier_file_as_it_was(
    page: Path, tmp_path: Path, program: Script, lines: str, reason: str
) -> None:
    target = tmp_path / "report.pdf"
    target.write_text("an earlier one", encoding="utf-8")
    seconds = 0.3 if "sleep" in lines else 30
    started = time.monotonic()
    with pytest.raises(Problems) as caught:
        print_page(page, target, program(lines), seconds)
    assert time.monotonic() - started < 30
    (problem,) = caught.value.items
    assert (problem.code, problem.given["reason"]) == (Code.ASSESSMENT_PRINT_FAILED, reason)
    assert target.read_text(encoding="utf-8") == "an earlier one"
    assert not list(tmp_path.glob(".*.part"))


def test_root_alone_gives_up_the_browsers_sandbox(page: Path, tmp_path: Path, program: Script) -> None:
    told = tmp_path / "told"
    with pytest.raises(Problems):
        print_page(page, tmp_path / "report.pdf", program(f'echo "$@" > "{told}"'))
    words = told.read_text(encoding="utf-8").split()
    assert ("--no-sandbox" in words) == (os.geteuid() == 0)


def test_the_browser_named_in_chromium_comes_first_then_the_path_then_playwrights(
    tmp_path: Path, program: Script
) -> None:
    on_path = program("exit 0")
    bare = {"PATH": str(tmp_path / "nothing"), "HOME": str(tmp_path)}
    assert find_browser({**bare, "PATH": str(Path(on_path).parent)}) == on_path
    assert find_browser({**bare, "CHROMIUM": on_path}) == on_path
    theirs = tmp_path / ".cache" / "ms-playwright" / "chromium-1200" / "chrome-linux" / "chrome"
    theirs.parent.mkdir(parents=True)
    theirs.touch()
    assert find_browser(bare) == str(theirs)


@pytest.mark.parametrize("named", ["", "/nowhere/chromium"])
def test_without_a_browser_it_says_so_before_the_long_run_and_writes_nothing(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", named)
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    assert main(["assess", "none", "--pdf", "report.pdf"]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert ("there is no such program" if named else "there is none here") in told
    assert "CHROMIUM" in told
    assert list(tmp_path.iterdir()) == []
