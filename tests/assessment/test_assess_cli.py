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


def test_schemes_of_two_sending_states_are_not_said_to_meet_the_same_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    small = ["--replications", "1", "--years", "1"]
    assert main(["compare", "none", "italy-albania-2025", *small, "-o", str(page)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "1 year, 1 run, seed 1; not the same people: Italy and United Kingdom send" in out
    assert "same luck meet each scheme" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "option", "name"),
    [
        ("compare", "-o", "page.xlsx"),
        ("clauses", "-o", "page.pdf"),
        ("assess", "--pdf", "page.html"),
        ("assess", "-o", "page.parquet"),
    ],
)
def test_a_file_is_not_given_a_name_that_says_it_is_something_else(
    command: str, option: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schemes = ["none"] if command == "assess" else ["none", "kosovo-2025"]
    assert main([command, *schemes, option, str(tmp_path / name)]) == 2
    assert "a name that ends in" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
