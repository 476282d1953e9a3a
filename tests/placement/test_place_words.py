"""What the page of `returnhub place` says of a plan, where a word out of place would mislead."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from returnhub.caseload.make import make
from returnhub.cli.main import main
from returnhub.scheme.load import load


@pytest.fixture
def said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = tmp_path / "people.parquet"
    make(500, load("kosovo-2025"), 1, dt.date(2026, 12, 1)).truth.write_parquet(path)
    line = "--scheme kosovo-2025 --from 2026-12-01 --weeks 12 --suppose-ready"
    assert main(["place", str(path), *line.split()]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_days_waited_are_said_as_the_plans_and_not_as_the_least(said: str) -> None:
    assert "days waited, the least possible in this order" in said


def test_people_for_whom_no_hub_is_open_are_not_told_as_a_group_that_fares_worst(said: str) -> None:
    assert "farthest from all: " in said
    assert "farthest from all: no hub open" not in said
