from __future__ import annotations

import json
from pathlib import Path

import pytest

from returnhub.cli.main import main

SMALL = ["--replications", "2", "--years", "2"]


def test_assess_prints_the_main_tables_and_names_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    assert main(["assess", "kosovo-2025", "-o", str(page), *SMALL, "--people", "500", "--no-matters"]) == 0
    out = capsys.readouterr().out
    assert "People moved to a hub, a year" in out
    assert "Hundreds or thousands?" in out
    assert str(page) in out
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_machine_readable_answer_is_one_object_with_claims_and_hashes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", "none", "-o", str(tmp_path / "page.html"), *SMALL, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "returnhub/assess/1"
    assert answer["result"]["claims"]
    assert all(digest.startswith("sha256:") for digest in answer["inputs"].values())


@pytest.mark.parametrize("place", ["missing/page.html", "."])
def test_a_place_that_cannot_be_written_is_refused_before_the_run(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", "none", "-o", str(tmp_path / place), "--replications", "99999"]) == 2
    err = capsys.readouterr().err
    assert "cannot write" in err
    assert "Traceback" not in err


def test_compare_sets_schemes_side_by_side_on_the_same_luck(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "compare.html"
    assert main(["compare", "none", "kosovo-2025", *SMALL, "-o", str(page)]) == 0
    out = capsys.readouterr().out
    assert "More than none, run by run" in out
    assert "<script" not in page.read_text(encoding="utf-8")


def test_compare_with_one_scheme_says_what_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "none", *SMALL]) == 2
    assert "two to 6 different schemes" in capsys.readouterr().err


def test_compare_gives_machines_bands_and_differences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "none", "kosovo-2025", *SMALL, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer["result"]["schemes"]) == {"none", "kosovo-2025"}
    assert answer["result"]["differences_from"] == "none"
