from __future__ import annotations

import datetime as dt
import io
import json
import math
import time

import numpy as np
import pytest
import typer

from returnhub import __version__
from returnhub.cli import output
from returnhub.scheme.load import load


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_the_envelope_holds_the_same_six_things_always() -> None:
    answer = json.loads(output.envelope("x", {"n": 1}, seed=7, inputs={"a.csv": "3f9c"}, warnings=["w"]))
    assert answer == {
        "schema": "returnhub/x/1",
        "version": __version__,
        "seed": 7,
        "inputs": {"a.csv": "sha256:3f9c"},
        "result": {"n": 1},
        "warnings": ["w"],
    }


def test_what_json_does_not_know_becomes_what_it_knows() -> None:
    values = {
        "nan": math.nan,
        "array": np.array([1.5, np.inf]),
        "int": np.int64(3),
        "date": dt.date(2025, 10, 21),
        "set": {"b", "a"},
        "figure": load("none").figure("boat_share"),
    }
    result = json.loads(output.envelope("x", values))["result"]
    assert result["nan"] is None
    assert result["array"] == [1.5, None]
    assert (result["int"], result["date"], result["set"]) == (3, "2025-10-21", ["a", "b"])
    assert result["figure"]["unit"] == "share"


def test_numbers_stand_to_the_right_and_texts_to_the_left() -> None:
    text = output.table([("moved", 240), ("returned", 1_052)], head=("what", "people"))
    assert text.splitlines() == ["what      people", "moved        240", "returned   1,052"]


def test_an_empty_table_is_its_head() -> None:
    assert output.table([], head=("a", "b")) == "a  b"


def test_marks_are_words_where_there_is_no_utf8() -> None:
    ascii_stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert [output.mark(m, ascii_stream) for m in ("ok", "unknown", "broken")] == ["ok", "?", "x"]


def test_marks_are_coloured_on_a_terminal_only_and_never_without_a_sign(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert output.mark("ok", Terminal()) == "\x1b[32m✓\x1b[0m"
    assert output.mark("ok", io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) == "✓"
    monkeypatch.setenv("NO_COLOR", "1")
    assert output.mark("broken", Terminal()) == "✕"


def test_progress_in_a_log_is_a_line_now_and_then_not_a_line_each() -> None:
    log = io.StringIO()
    with output.Progress("Runs", stream=log, every=0.05) as progress:
        for done in range(20):
            progress(done, 20)
        time.sleep(0.06)
        progress(20, 20)
    assert log.getvalue() == "Runs: 20 of 20, 0:00 left\n"


def test_progress_on_a_terminal_is_one_line_drawn_over() -> None:
    screen = Terminal()
    with output.Progress("Runs", stream=screen, keeps=True) as progress:
        progress(100, 200)
        time.sleep(0.11)
        progress(118, 200)
        progress(200, 200)
    shown = screen.getvalue()
    assert shown.count("\n") == 1
    assert "118 of 200" in shown
    assert "############  200 of 200" in shown
    assert "Ctrl-C keeps what is done" in shown


class Clock:
    """A clock that a test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(output.time, "monotonic", lambda: self.now)


def test_time_left_is_told_at_the_rate_of_late_not_at_that_of_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, log = Clock(monkeypatch), io.StringIO()
    progress = output.Progress("Runs", stream=log, every=0.0)
    progress(0, 10_000)
    for done in range(1, 5_001):
        clock.now += 0.25 if done <= 1_000 else 0.125
        progress(done, 10_000)
    first, *_, last = log.getvalue().splitlines()
    assert first == "Runs: 0 of 10,000, ? left"
    assert "Runs: 1,000 of 10,000, 4.0/s, 37:30 left" in log.getvalue()
    assert last == "Runs: 5,000 of 10,000, 8.0/s, 10:25 left"


def test_what_an_earlier_run_had_done_does_not_count_for_the_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, log = Clock(monkeypatch), io.StringIO()
    progress = output.Progress("Runs", stream=log, every=0.0)
    clock.now = 3.0
    progress(150, 200)
    clock.now = 13.0
    progress(151, 200)
    assert log.getvalue().splitlines() == [
        "Runs: 150 of 200, ? left",
        "Runs: 151 of 200, 6.0/min, 8:10 left",
    ]


def test_a_machine_that_reads_an_answer_is_told_of_no_progress() -> None:
    log, screen = io.StringIO(), Terminal()
    for stream in (log, screen):
        progress = output.Progress("Runs", stream=stream, every=0.0, quiet=True)
        progress(0, 2)
        time.sleep(0.11)
        progress(1, 2)
    assert log.getvalue() == ""
    assert "1 of 2" in screen.getvalue()


def test_a_line_of_progress_fits_a_terminal_of_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    clock, screen = Clock(monkeypatch), Terminal()
    progress = output.Progress("Runs", stream=screen, keeps=True)
    progress(0, 200)
    clock.now = 10.0
    progress(40, 200)
    shown = screen.getvalue().split("\r")[-1]
    assert len(shown) < 80
    assert shown.rstrip() == "  Runs  ##----------  40 of 200  4.0/s, 0:40 left  Ctrl-C keeps what is done"


def test_a_long_text_is_wrapped_at_words() -> None:
    lines = output.wrap("word " * 60, indent="  ", hang="    ").splitlines()
    assert len(lines) > 1
    assert all(line.startswith("    ") for line in lines[1:])


@pytest.mark.parametrize(
    ("holds", "partial", "code"), [(False, False, 1), (False, True, 1), (True, True, 130)]
)
def test_a_failed_check_ends_a_command_with_1_and_an_early_stop_with_130(
    holds: bool, partial: bool, code: int
) -> None:
    with pytest.raises(typer.Exit) as stopped:
        output.end(holds=holds, partial=partial)
    assert stopped.value.exit_code == code


def test_a_command_whose_checks_hold_just_ends() -> None:
    output.end(holds=True, partial=False)
