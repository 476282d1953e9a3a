"""`returnhub screen` and `returnhub rules` as a person and a script use them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from screening_cases import settled

from returnhub.caseload.columns import schema
from returnhub.caseload.reference import references
from returnhub.cli.main import main
from returnhub.screening.rules import load_ruleset

UK = load_ruleset("uk-2025")
ONE, TWO, THREE = references(np.arange(3, dtype=np.uint64), seed=1).to_list()
CASES = {
    ONE: {},
    TWO: {"fitness_examined_on": None},
    THREE: {"court_stay": True, "interim_measure": None},
}


@pytest.fixture
def people(tmp_path: Path) -> Path:
    rows = [{"case": name} | settled(UK) | changed for name, changed in CASES.items()]
    path = tmp_path / "people.parquet"
    pl.DataFrame(rows, schema=schema(UK.facts)).write_parquet(path)
    return path


def screen(people: Path, *more: str, on: str = "2026-11-25") -> int:
    return main(["screen", str(people), "--scheme", "kosovo-2025", "--on", on, *more])


def test_counts_by_verdict_and_reason(people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert screen(people) == 0
    out = capsys.readouterr().out
    assert "3 people on 25 November 2026" in out
    assert "no_court_stay" in out
    assert "fitness_examined_on" in out
    assert "Nobody is transferred on an unknown." in out


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_the_verdicts_file_has_each_person(people: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"verdicts{ending}"
    assert screen(people, "-o", str(out)) == 0
    found = pl.read_parquet(out) if ending == ".parquet" else pl.read_csv(out)
    assert found["case"].to_list() == list(CASES)
    assert found["verdict"].cast(pl.String).to_list() == ["conditions_hold", "unknown", "barred"]
    assert found["first_reason"].cast(pl.String).to_list() == [None, "fit_to_travel", "no_court_stay"]
    assert found["lacks"].fill_null("").to_list() == ["", "fitness_examined_on fit_to_travel", ""]


def test_json_counts_every_rule(people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert screen(people, "--json") == 0
    whole = json.loads(capsys.readouterr().out)
    result = whole["result"]
    assert whole["schema"] == "returnhub/screen/1"
    assert result["verdicts"] == {"conditions_hold": 1, "unknown": 1, "barred": 1}
    assert {"rule": "no_interim_measure", "about": "person", "holds": 2, "fails": 0, "unknown": 1} in result[
        "rules"
    ]
    assert result["lacks"] == [
        {"fact": "fit_to_travel", "people": 1},
        {"fact": "fitness_examined_on", "people": 1},
    ]


def test_one_case_says_what_was_asked_found_and_when_it_is_met(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert screen(people, "--case", THREE, on="25/11/2026") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert f"{THREE} on 25 November 2026" in out
    assert "BARRED" in out
    assert "asked No court has stopped the removal. found court stay: yes; people.parquet row 3" in out
    assert "met if court stay: no" in out
    assert "43 other rules are met" in out


def test_one_case_with_all_rules_shows_those_that_are_met(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    screen(people, "--case", ONE, "--all")
    out = capsys.readouterr().out
    assert out.count("\n    asked ") == 45


def test_one_case_for_a_machine(people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    screen(people, "--case", TWO, "--json")
    result = json.loads(capsys.readouterr().out)["result"]
    (reason,) = result["unknown"]
    assert (result["verdict"], result["row"], reason["rule"]) == ("unknown", 2, "fit_to_travel")
    assert reason["missing"] == ["fitness_examined_on", "fit_to_travel"]
    assert reason["change"][0] == {"fact": "fitness_examined_on", "op": ">=", "to": "2026-11-11"}


@pytest.mark.parametrize(
    ("more", "on", "says"),
    [
        ((), "2026-13-01", "a date such as 2026-11-25 or 25/11/2026"),
        ((), "11/25/2026", "a date such as 2026-11-25 or 25/11/2026"),
        ((), "2019-01-01", "no rule of uk-2025 is in force on 2019-01-01"),
        (("--case", THREE[:-1]), "2026-11-25", f"did you mean {THREE}?"),
        (("-o", "verdicts.ods"), "2026-11-25", ".csv, .parquet or .xlsx"),
    ],
)
def test_a_wrong_date_case_or_file_is_told_in_words(
    people: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], on: str, says: str
) -> None:
    assert screen(people, *more, on=on) in (1, 2)
    streams = capsys.readouterr()
    assert says in streams.err
    assert "Traceback" not in streams.err


def test_rows_that_cannot_be_read_still_leave_the_right_row_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["case,court_stay", f"{ONE},maybe", f"{TWO},yes"]
    path = tmp_path / "people.csv"
    path.write_text("\n".join(rows))
    assert screen(path, "--case", TWO) == 0
    assert "people.csv row 2" in capsys.readouterr().out


def test_the_onward_return_is_asked_with_the_laws_table_where_the_file_is_silent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people.csv"
    rows = ["case,origin,documents issued in host", f"{ONE},IRN,", f"{TWO},IND,", f"{THREE},IRN,yes"]
    path.write_text("\n".join(rows))
    out = tmp_path / "verdicts.parquet"
    assert screen(path, "--onward", "-o", str(out)) == 0
    deals = pl.read_parquet(out)["rule:origin_deals_with_host"]
    assert deals.to_list() == [False, None, True]  # by the table, in no table, by the file
    capsys.readouterr()
    assert screen(path, "--onward", "--case", ONE) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "found origin recognises host: no; documents issued in host: no; law/hosts/XKX.yaml" in said
    assert screen(path, "--onward", "--case", THREE, "--json") == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert set(result["from_tables"]) == {"origin_recognises_host", "consulate_in_host"}


def test_rules_are_listed_with_how_sure_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "eu-agreed-2026"]) == 0
    out = capsys.readouterr().out
    assert "no_children_in_household" not in out
    assert "general knowledge" in out


def test_rules_test_runs_all_and_says_what_was_not_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "uk-2025"]) == 0
    streams = capsys.readouterr()
    assert "all hold" in streams.out
    assert "PostgreSQL was not asked" in streams.err


def test_rules_test_for_a_machine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "uk-2025", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert result["holds"] is True
    assert result["mutants"] > 100


def test_a_database_that_does_not_answer_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "uk-2025", "--database", "host=/nowhere"]) == 2
    assert "a PostgreSQL database that answers" in capsys.readouterr().err
