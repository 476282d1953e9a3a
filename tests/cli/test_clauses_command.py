"""`returnhub clauses`: two drafts on the terminal, as one object, and as a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from returnhub.cli.main import main

TWO = """id: two
title: Two
extends: kosovo-2025
agreement:
  terms:
    - id: monitoring
      duty_of: both
      says: A body with offices in the hub watches.
      stands: offered
      clauses: [eu_independent_monitor]
"""


@pytest.fixture
def two(tmp_path: Path) -> str:
    folder = tmp_path / "two"
    folder.mkdir()
    (folder / "scheme.yaml").write_text(TWO, encoding="utf-8")
    return str(folder)


def test_without_a_price_it_lays_out_at_once(two: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clauses", "kosovo-2025", two, "--no-price"]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "~ monitoring (changed)" in page
    assert "two: A body with offices in the hub watches. (offered)" in page
    assert "Price" not in page


def test_the_object_for_a_machine_has_both_sides_and_the_price_as_bands(
    two: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "drafts.html"
    asked = ["clauses", "kosovo-2025", two, "--years", "2", "--replications", "2"]
    assert main([*asked, "--json", "-o", str(target)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "returnhub/clauses/1"
    found = answer["result"]
    assert [t["id"] for t in found["terms"]] == ["monitoring"]
    better = {c["id"] for c in found["clauses"] if c["better"]}
    assert "eu_independent_monitor" in better
    assert found["price"]["moved"] == dict.fromkeys(("low", "lower", "middle", "upper", "high", "mean"), 0.0)
    assert "two/scheme.yaml" in answer["inputs"]
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_draft_beside_itself_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clauses", "kosovo-2025", "kosovo-2025"]) == 2
    assert "two different schemes" in capsys.readouterr().err
