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
