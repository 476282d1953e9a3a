"""What a stranger types first: wrong lines, wrong places, narrow or plain terminals, Ctrl-C."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from returnhub.cli import output
from returnhub.cli.main import main


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("frobnicate", "no such command 'frobnicate'"),
        ("scheme list extra", "one word too many (extra)"),
        ("simulate none --years 1.5", "a whole number is needed"),
        ("simulate none --wrong", "no such option: --wrong"),
        ("screen people.csv --scheme none --on 2026-01-01 --about x", "'x' is not one of"),
        ("claims", "missing argument"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_in_our_words_and_as_json(
    line: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line.split()) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("error: ")
    assert says in told.err
    assert "see: returnhub" in told.err
    assert main([*line.split(), "--json"]) == 2
    problem = json.loads(capsys.readouterr().out)["result"]["problems"][0]
    assert problem["code"] == "option.wrong"
    assert problem["mend"].startswith("see: returnhub")


def test_a_command_without_its_verb_prints_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scheme"]) == 2
    assert "Commands:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("scheme show .", 'there is no scheme.yaml in "."'),
        ("scheme show a-file", '"a-file" is a file, and a scheme is a folder'),
        ("simulate none -o a-file/frames", 'cannot write "a-file/frames": not a directory'),
        ("simulate none -o a-file", "it is a file, not a folder"),
        ("simulate none --replications 0", "--replications 0 cannot be used: 1 to 100,000 is needed"),
        ("caseload make -n 5 -o a.csv --seed -1", "--seed -1 cannot be used"),
        ("caseload make -n 5 -o a.csv --truth a.csv", '--truth "a.csv" would replace the people of -o'),
        (
            "screen a-file --scheme none --on 2026-01-01 -o x.ods",
            "a name that ends in .csv, .parquet or .xlsx",
        ),
        ("screen p.csv --scheme none --on 2026-01-01 -o ./p.csv", "would replace the people"),
        ("screen . --scheme none --on 2026-01-01", "it is a folder"),
        ("screen p.csv --scheme none --on 1950-01-01", "choose a date from"),
    ],
)
def test_a_wrong_place_is_wrong_use_and_leaves_nothing_behind(
    line: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a-file").write_text("not a scheme")
    (tmp_path / "p.csv").write_text("case,sex\nA1,male\n")
    assert main(line.split()) == 2
    assert says in " ".join(capsys.readouterr().err.split())
    assert {p.name for p in tmp_path.iterdir()} == {"a-file", "p.csv"}
    assert (tmp_path / "p.csv").read_text() == "case,sex\nA1,male\n"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which nobody may write")
def test_known_people_are_not_left_without_their_truth(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["caseload", "make", "-n", "5", "-o", "a.csv", "--truth", "/proc/t.csv"]) == 2
    assert 'cannot write "/proc/t.csv"' in capsys.readouterr().err
    assert not Path("a.csv").exists()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which nobody may write")
def test_frames_that_cannot_be_written_are_refused_before_the_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["simulate", "none", "-o", "/proc/frames", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["result"]["problems"][0]["code"] == "file.unwritable"


def test_an_extends_that_is_not_found_is_the_only_thing_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "scheme.yaml").write_text("id: mine\ntitle: Mine alone\nextends: kosvo-2025\n")
    assert main(["scheme", "check", "mine"]) == 1
    said = capsys.readouterr().out
    assert "did you mean kosovo-2025?" in said
    assert "1 error in 1 file" in said


def test_fields_are_offered_by_the_names_that_a_file_may_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    scheme = "id: mine\ntitle: Mine alone\nextends: kosovo-2025\n"
    (tmp_path / "mine" / "scheme.yaml").write_text(f"{scheme}wrong: 1\n")
    assert main(["scheme", "check", "mine"]) == 1
    said = capsys.readouterr().out
    assert "extends" in said
    assert "rules_files" not in said
    (tmp_path / "mine" / "scheme.yaml").write_text(scheme)
    (tmp_path / "mine" / "rules.yaml").write_text(
        "- id: mine\n  group: onward\n  about: person\n  title: Mine\n  says: It must hold\n"
        "  source: [{cite: Some Act}]\n  confidence: assumption\n  if_fails: It does not hold\n"
        "  if_unknown: Ask the caseworker\n  versions: [{from: 2022-01-01, condition: stateless}]\n"
    )
    assert main(["scheme", "check", "mine"]) == 1
    said = capsys.readouterr().out
    assert "fields here: from, to, holds" in said
    assert "the list is empty" not in said


def test_a_table_is_wrapped_at_words_where_the_terminal_is_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    text = output.table([(12, "some_rule", "word " * 40)], head=("people", "rule", "what it means"))
    assert max(map(len, text.splitlines())) <= 60
    assert text.count("word") == 40


def test_a_long_problem_is_one_line_in_a_pipe_and_wrapped_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "scheme.yaml").write_text("id: mine\ntitle: M\nextends: kosovo-2025\nwrong: 1\n")
    monkeypatch.delenv("COLUMNS", raising=False)
    main(["scheme", "check", "mine"])
    assert any("fields here" in x and "no field" in x for x in capsys.readouterr().out.splitlines())
    monkeypatch.setenv("COLUMNS", "60")
    main(["scheme", "check", "mine"])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 60


def test_a_plain_terminal_gets_plain_letters_and_json_its_own_escapes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    output.prepare()
    output.say("\N{MINUS SIGN}5, \N{POUND SIGN}20, Đerdap, Tiranë")
    sent = output.envelope("x", {"name": "Tiranë"})
    output.say(sent)
    output.finish()
    first, second = raw.getvalue().decode("ascii").splitlines()
    assert first.startswith("-5, GBP 20, ")
    assert first.endswith("Tirane")
    assert json.loads(second)["result"] == {"name": "Tiranë"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a place that is always full")
def test_an_answer_that_cannot_be_written_is_no_fault_of_ours() -> None:
    line = f"{sys.executable} -m returnhub scheme show none --json > /dev/full"
    answer = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "cannot be written to where it was sent: no space left" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "fault in returnhub" not in answer.stderr


def test_ctrl_c_is_answered_with_a_word_and_130(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "returnhub",
            *["caseload", "make", "-n", "6000000", "-o", "big.parquet", "--json"],
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=dict(os.environ),
    )
    time.sleep(2.5)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert json.loads(out)["result"] == {"stopped": True}
    assert err.startswith("Stopped before the end.")
    assert not any(tmp_path.iterdir())


def test_who_finds_that_nobody_can_be_moved_is_told_that_steps_are_asked_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("p.csv").write_text("case,sex\nA1,male\n")
    line = ["screen", "p.csv", "--scheme", "none", "--on", "2026-01-01"]
    assert main(line) == 0
    assert "--about person leaves them out" in " ".join(capsys.readouterr().out.split())
    assert main([*line, "--about", "person"]) == 0
    assert "leaves them out" not in " ".join(capsys.readouterr().out.split())


def test_one_run_of_one_year_is_said_in_the_singular_and_shares_as_per_cent(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["simulate", "kosovo-2025", "--years", "1", "--replications", "1", "--seed", "2"]) == 0
    said = capsys.readouterr().out
    assert "1 year, 1 run, seed 2." in said
    assert "Share of arrivals that must be deterred" in said
    assert "%" in said
