from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from returnhub import __version__
from returnhub.cli import main as command
from returnhub.problems import Code, Problem, Problems, Where


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The installed command as a person runs it."""
    return subprocess.run(
        [sys.executable, "-m", "returnhub", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **more},
        check=False,
    )


def test_help_names_every_noun() -> None:
    answer = run("--help")
    assert answer.returncode == 0
    for noun in command.NOUNS:
        assert f"  {noun} " in answer.stdout


def test_no_engine_is_imported_before_a_command_needs_it() -> None:
    code = (
        "import sys; from returnhub.cli.main import build; build();"
        "print([m for m in ('numba', 'polars', 'numpy', 'sqlglot', 'jinja2') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_without_arguments_it_prints_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 0
    assert "Commands:" in capsys.readouterr().out


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"returnhub {__version__}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nope"],
        ["scheme", "shw"],
        ["scheme", "show"],
        ["scheme", "show", "none", "--wrong"],
        ["scheme", "show", "kosvo-2025"],
        ["scheme", "check", "no/such/folder"],
    ],
)
def test_wrong_use_exits_with_2_and_says_why(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "rror" in said.err
    assert "Traceback" not in said.err


def test_a_mistyped_scheme_is_answered_with_the_near_name(capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["scheme", "show", "kosvo-2025"])
    assert capsys.readouterr().err.splitlines() == [
        'error: no scheme called "kosvo-2025" (looked in ./kosvo-2025 and the shipped schemes)',
        "  did you mean kosovo-2025?   list them: returnhub scheme list",
    ]


def test_with_json_an_error_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["scheme", "show", "kosvo-2025", "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "returnhub/problems/1"
    assert answer["result"]["problems"][0]["code"] == "scheme.unknown_name"


def test_no_color_may_stand_anywhere_on_the_line() -> None:
    assert run("scheme", "list", "--no-color").returncode == 0
    assert run("--no-color", "scheme", "list").returncode == 0


def test_a_fault_of_our_own_is_owned_up_to_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> object:
        raise KeyError("hub")

    monkeypatch.setattr(command, "build", broken)
    monkeypatch.delenv("RETURNHUB_TRACE", raising=False)
    assert command.main(["scheme", "list"]) == 1
    said = capsys.readouterr().err
    assert "this is a fault in returnhub, not in your files (KeyError" in said
    assert "Traceback" not in said
    monkeypatch.setenv("RETURNHUB_TRACE", "1")
    command.main(["scheme", "list"])
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (KeyboardInterrupt(), 130),
        (MemoryError(), 1),
        (Problems([Problem(Code.FIGURE_NO_VALUE, Where("f.yaml", 3, "", "x"))]), 1),
        (Problems([Problem(Code.FILE_MISSING, Where("cases.csv"))]), 2),
        (Problems([Problem(Code.RULE_PROFILE_UNKNOWN, Where("scheme.yaml", 9), {"name": "x"})]), 1),
    ],
)
def test_each_way_to_stop_has_its_exit_code(
    raised: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped() -> object:
        raise raised

    monkeypatch.setattr(command, "build", stopped)
    assert command.main([]) == code
    assert capsys.readouterr().err


def test_a_reader_who_goes_away_is_no_error(tmp_path: Path) -> None:
    line = f"{sys.executable} -m returnhub scheme show kosovo-2025 | head -1"
    answer = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert answer.stdout.startswith("kosovo-2025")
    assert answer.stderr == ""


def test_a_terminal_without_utf8_is_no_error() -> None:
    answer = run("scheme", "check", "none", PYTHONIOENCODING="ascii")
    assert answer.returncode == 0
    assert answer.stdout.startswith("ok none")
