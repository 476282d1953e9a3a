"""`returnhub caseload make` and `check`, from the command line to the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from returnhub.cli.main import main


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_made_people_are_said_to_be_synthetic_and_pass_their_own_check(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert (
        main(
            [
                "caseload",
                "make",
                "-n",
                "500",
                "--scheme",
                "kosovo-2025",
                "--seed",
                "4",
                "-o",
                "people.parquet",
            ]
        )
        == 0
    )
    said = capsys.readouterr()
    assert "500 synthetic people on 1 January 2026, seed 4" in said.out
    assert "None of them is" in said.out
    assert "family with children" in said.out
    assert "people.parquet written" in said.err
    assert main(["caseload", "check", "people.parquet"]) == 0
    assert "500 rows kept, 0 refused" in capsys.readouterr().out


def test_the_same_seed_writes_the_same_people_in_either_format() -> None:
    for name in ("a.csv", "b.parquet"):
        assert main(["caseload", "make", "-n", "50", "-o", name]) == 0
    assert pl.read_csv("a.csv")["case"].to_list() == pl.read_parquet("b.parquet")["case"].to_list()


def test_the_truth_is_written_beside_for_those_who_compare() -> None:
    assert (
        main(
            [
                "caseload",
                "make",
                "-n",
                "300",
                "-o",
                "known.parquet",
                "--truth",
                "truth.parquet",
                "--on",
                "1/6/2027",
            ]
        )
        == 0
    )
    known, truth = pl.read_parquet("known.parquet"), pl.read_parquet("truth.parquet")
    assert known.null_count().sum_horizontal()[0] > truth.null_count().sum_horizontal()[0]
    assert known["case"].equals(truth["case"])


def test_json_is_one_object_with_seed_inputs_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["caseload", "make", "-n", "40", "-o", "p.csv", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "returnhub/caseload-make/1"
    assert answer["seed"] == 1
    assert "law/caseload.yaml" in answer["inputs"]
    assert sum(o["people"] for o in answer["result"]["origins"]) == 40


def test_a_check_says_no_lists_refused_rows_and_writes_all_beside_the_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = "".join(f"B{i},man,\n" for i in range(30))
    Path("people.csv").write_text(f"case,Séx,Born\nA,male,25/11/1999\n{rows}", encoding="utf-8")
    assert main(["caseload", "check", "people.csv", "--map", "Born=birth_on"]) == 1
    said = capsys.readouterr()
    assert "1 row kept, 30 refused" in said.out
    assert "people.csv:3" in said.err
    assert '"man" is not one of female, male, another' in said.err
    assert "people.csv:20" not in said.err
    listed = pl.read_csv("people.csv.rejected.csv")
    assert listed["line"].to_list() == list(range(3, 33))
    assert "write it as female" in listed["reason"][0]


def test_a_mended_file_no_longer_has_a_list_of_refused_rows(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("people.csv")
    path.write_text("case,sex\nA,man\nB,male\n")
    assert main(["caseload", "check", "people.csv"]) == 1
    path.write_text("case,sex\nA,male\nB,male\n")
    assert main(["caseload", "check", "people.csv"]) == 0
    assert pl.read_csv("people.csv.rejected.csv").is_empty()
    assert "Unknown for everyone: birth_on" in capsys.readouterr().out


def test_a_check_as_json_names_columns_problems_and_contradictions(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("p.csv").write_text("case,sex,pregnancy_week,colour\nA,male,20,red\nB,x,1,red\n")
    assert main(["caseload", "check", "p.csv", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    result = answer["result"]
    assert (result["people"], result["refused_rows"], result["holds"]) == (1, 1, False)
    assert result["contradictory"] == {"pregnant_man": 1}
    assert result["problems"][0]["line"] == 3
    assert result["columns"] == {"case": "case", "sex": "sex", "pregnancy_week": "pregnancy_week"}
    assert "colour" in answer["warnings"][0]


def test_a_folder_that_cannot_be_written_does_not_hide_the_answer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    Path("p.csv").write_text("case,sex\nA,man\nB,male\n")
    Path("p.csv.rejected.csv").mkdir()
    assert main(["caseload", "check", "p.csv"]) == 1
    said = capsys.readouterr()
    assert "1 row kept, 1 refused" in said.out
    assert "not listed beside the file" in said.err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["make", "-n", "0", "-o", "a.csv"], 2, "-n 0 cannot be used"),
        (["make", "-n", "10", "-o", "a.ods"], 2, "ends in .csv, .parquet or .xlsx"),
        (["make", "-n", "10", "-o", "nowhere/a.csv"], 2, 'there is no folder "nowhere"'),
        (["make", "-n", "10", "-o", "a.csv", "--on", "11/25/2026"], 2, "--on"),
        (["make", "-n", "10", "-o", "a.csv", "--scheme", "kosvo-2025"], 2, "kosovo-2025"),
        (["make", "-n", "many", "-o", "a.csv"], 2, "--people"),
        (["check", "nobody.csv"], 2, "there is no file"),
        (["check", "."], 2, "it is a folder"),
        (["check", "p.csv", "--map", "case"], 2, "--map"),
        (["check", "p.csv", "--map", "case=nothing"], 2, '"nothing"'),
    ],
)
def test_wrong_use_is_said_in_words(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    Path("p.csv").write_text("case,sex\nA,male\n")
    found = main(["caseload", *arguments])
    said = capsys.readouterr()
    assert says in said.err
    assert "Traceback" not in said.err
    assert found == code
