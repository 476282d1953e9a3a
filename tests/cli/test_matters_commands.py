"""`sensitivity`, `breakeven`, `information`, `published`: what they print, write and refuse."""

from __future__ import annotations

import csv
import functools
import json
from pathlib import Path

import pytest

from returnhub.assessment import information, ranking
from returnhub.cli.main import main

SHORT = ["--years", "1"]


def test_sensitivity_prints_shares_with_intervals_and_what_is_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = {"refusal_share": 2.0, "claims_a_year": 1.0}

    def chosen(*_: object) -> ranking.Choice:
        return ranking.Choice("refused_a_year", sizes, 0)

    monkeypatch.setattr(ranking, "choose", chosen)
    monkeypatch.setattr(ranking, "rank", functools.partial(ranking.rank, scale=0.02))
    line = ["sensitivity", "none", "--measure", "refused_a_year", "--figures", "2", "--base", "8", *SHORT]
    assert main([*line, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "returnhub/sensitivity/1"
    found = answer["result"]["ranking"]
    assert {row["figure"] for row in found["rows"]} == set(sizes)
    assert found["runs"] == 8 * (2 + 1 + 2)
    assert any("8 points are few" in warning for warning in answer["warnings"])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (["sensitivity", "none", "--base", "100"], "a power of two"),
        (["sensitivity", "none", "--measure", "returns_a_yaer"], "returns_a_year"),
        (["breakeven", "none"], "a scheme with a hub"),
        (["breakeven", "kosovo-2025", "kosovo-2025"], "another scheme"),
        (["breakeven", "kosovo-2025", "--map", "stay"], "deterrence, stay, documented, places"),
        (["breakeven", "kosovo-2025", "--map", "stay,places", "-o", "map.png"], ".csv or .svg"),
        (["breakeven", "kosovo-2025", "-o", "map.csv"], "--map"),
        (["information", "kosovo-2025"], "two to 6 different schemes"),
        (["information", "kosovo-2025", "none", "--prefer", "most"], "less or more"),
        (["published", "kosovo-2025"], "published.yaml"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words_before_any_run(
    line: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line) == 2
    err = " ".join(capsys.readouterr().err.split())
    assert says in err
    assert "Traceback" not in err


def test_breakeven_says_what_would_be_needed_and_predicts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["breakeven", "kosovo-2025", "--worlds", "1", *SHORT]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "kosovo-2025 and no hub: what would make them equal" in page
    assert "never always" in page
    assert "is not predicted" in page


def test_a_map_is_printed_and_written_as_rows_and_as_a_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, picture = tmp_path / "map.csv", tmp_path / "map.svg"
    line = ["breakeven", "kosovo-2025", "--map", "deterrence,places", "--worlds", "1", *SHORT]
    assert main([*line, "-o", str(rows)]) == 0
    assert "kosovo-2025 costs no more" in capsys.readouterr().out
    with rows.open(encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    assert {"deterrence", "places", "share_of_worlds_costs_no_more"} <= set(table[0])
    line[3] = "documented,stay"
    assert main([*line, "-o", str(picture), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "returnhub/breakeven-map/1"
    assert answer["result"]["map"]["returns_no_fewer_yx"]
    assert picture.read_text(encoding="utf-8").count("<g transform") == 2


def test_information_names_a_figure_and_leaves_the_choice_to_people(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = functools.partial(information.information, scale=0.02)
    monkeypatch.setattr(information, "information", small)
    line = ["information", "kosovo-2025", "montenegro-2025", "--measure", "cost_net_gbp"]
    assert main([*line, "--replications", "40", *SHORT]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "Choosing between kosovo-2025 and montenegro-2025." in page
    assert "for people to decide" in page or "no figure within its range changes the choice" in page


def test_published_shows_the_misfit_and_the_source_of_each_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["published", "italy-albania-2025", "--replications", "2"]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "gjader-entries" in page
    assert "nothing is changed for it" in page
    assert "Sky TG24" in page
