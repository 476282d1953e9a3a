"""Commands whose runs are kept, stopped, gone on with: what they print, and with what they end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from returnhub.cli.main import main

COMMAND = (sys.executable, "-c", "from returnhub.cli.main import run; run()")
ASK = ("--years", "1", "--seed", "3")


def error(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    return " ".join(told.err.split())


def test_a_command_that_goes_on_prints_what_one_that_was_never_stopped_prints(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    kept = str(tmp_path / "kept")
    assert main(["simulate", "none", *ASK, "--replications", "1", "--keep", kept]) == 0
    capsys.readouterr()
    two = ("simulate", "none", *ASK, "--replications", "2")
    assert main([*two, "--resume", kept, "-o", str(tmp_path / "frames")]) == 0
    gone_on = capsys.readouterr().out
    assert main(two) == 0
    assert capsys.readouterr().out == gone_on
    assert len(list((tmp_path / "frames").glob("*.parquet"))) == 12


def test_schemes_side_by_side_are_kept_in_a_folder_each_and_gone_on_with(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ask = ["compare", "none", "montenegro-2025", *ASK, "--replications", "1", "--json"]
    assert main([*ask, "--keep", str(tmp_path / "kept")]) == 0
    whole = capsys.readouterr().out
    assert sorted(folder.name for folder in (tmp_path / "kept").iterdir()) == ["montenegro-2025", "none"]
    # as if it had been stopped before the second scheme
    for file in (tmp_path / "kept" / "montenegro-2025").iterdir():
        file.unlink()
    (tmp_path / "kept" / "montenegro-2025").rmdir()
    assert main([*ask, "--resume", str(tmp_path / "kept")]) == 0
    assert capsys.readouterr().out == whole


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--keep a-file", 'cannot write "a-file": it is a file, not a folder'),
        ("--keep full", 'something other than runs is in "full"'),
        ("--resume full", 'something other than runs is in "full"'),
        ("--resume nowhere", 'no runs are kept in "nowhere" check the folder, or begin there: --keep'),
        (
            "--keep a --resume b",
            '--resume "b" cannot be used: a folder for one of --keep and --resume is needed',
        ),
        (
            "--cluster 10.0.0.1",
            '--cluster "10.0.0.1" cannot be used: an address such as tcp://192.0.2.7:8786',
        ),
    ],
)
def test_a_wrong_folder_or_address_is_told_with_how_to_mend_it(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: str,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a-file").touch()
    Path("full").mkdir()
    Path("full", "letter.txt").touch()
    assert says in error(capsys, "simulate", "none", *ASK, "--replications", "1", *options.split())


def test_ctrl_c_gives_an_answer_of_what_is_done_and_says_how_to_go_on(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    ask = ("simulate", "none", *ASK, "--replications", "9999", "--keep", str(kept), "--json")
    process = subprocess.Popen([*COMMAND, *ask], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 120
        while not list(kept.glob("*.parquet")) and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert err.strip() == "Stopping. Ctrl-C again stops at once."
    answer = json.loads(out)
    runs = answer["result"]["replications"]
    assert 1 <= runs < 9999
    assert answer["result"]["partial"]
    said = "1 run" if runs == 1 else f"{runs:,} runs"
    assert answer["warnings"] == [f"stopped after {said}; go on with --resume {kept}"]


_BUSY = """
import threading, time
from returnhub.cli.stopping import stops_at_the_second
with stops_at_the_second():
    threading.Thread(target=time.sleep, args=[60]).start()
    try:
        print("busy", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        print("clearing up", flush=True)
        time.sleep(30)
"""


def test_a_second_ctrl_c_waits_for_nothing_that_runs() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _BUSY], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            for line in ("busy", "clearing up"):
                assert process.stdout.readline().strip() == line
                process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 130
        finally:
            process.kill()
