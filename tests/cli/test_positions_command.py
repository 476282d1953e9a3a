"""`returnhub positions`: a table, a page with the map, one object for a machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from returnhub.cli.main import main


def test_the_table_gives_each_state_its_letter_words_and_source_of_word(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["positions", "--on", "2025-11-01"]) == 0
    page = capsys.readouterr().out
    assert "Hosting a return hub for the United Kingdom, as known on 1 November 2025" in page
    assert "O  Kosovo                  Offers, on conditions *" in page
    assert "N  Serbia                  Not said" in page
    assert "Statements of the same days differ" in page


def test_the_page_holds_the_map_twice_its_table_and_the_note_on_kosovo(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "map.html"
    assert main(["positions", "--on", "22/11/2026", "-o", str(target), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "returnhub/positions/1"
    rows = {s["state"]: s for s in answer["result"]["states"]}
    assert rows["MKD"]["stance"] == "refuses"
    assert [o["position"] for o in rows["MKD"]["others"]] == ["talks reported"]
    text = target.read_text(encoding="utf-8")
    assert text.count('class="rh-chart"') == 2
    assert "this map takes no position" in " ".join(text.split())
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    for name in ("Albania", "Bosnia and Herzegovina", "Kosovo", "Montenegro", "North Macedonia", "Serbia"):
        assert f'<th scope="row">{name}</th>' in text


@pytest.mark.parametrize(("option", "value"), [("--on", "yesterday"), ("--sender", "ATL")])
def test_a_day_or_sender_that_is_none_is_wrong_use(
    option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["positions", option, value]) == 2
    assert value in capsys.readouterr().err
