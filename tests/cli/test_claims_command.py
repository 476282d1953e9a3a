"""`returnhub claims`, without a simulation: who says it, what would show it, what is known already."""

from __future__ import annotations

import json

import pytest

from returnhub.cli.main import main


def test_each_claim_is_printed_with_its_voices_its_test_and_what_is_found(capsys: pytest.CaptureFixture[str]):
    assert main(["claims", "kosovo-2025", "--no-run"]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "The odds of ending up in Kosovo are negligible" in page
    assert "says Britannia Daily, outlet's own judgement" in page
    assert "test Of 1,000 people who arrive by boat" in page
    assert "Does not hold. Nothing signed was found" in page
    assert "Can't be known. No text says it." in page


def test_what_only_the_model_can_answer_is_said_to_be_not_run(capsys: pytest.CaptureFixture[str]):
    assert main(["claims", "kosovo-2025", "--no-run", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "returnhub/claims/1"
    claims = {c["id"]: c for c in answer["result"]["claims"]}
    assert claims["it_deters"]["finding"] == "not run"
    assert claims["it_deters"]["holders"][0]["office"] == "UK government"
    assert claims["first_concrete_agreement"]["finding"] == "does not hold"
    assert {c["id"] for c in answer["result"]["conflicts"]} >= {"motive", "albanian_boats"}
    assert set(answer["inputs"]) >= {"kosovo-2025/claims.yaml", "kosovo-2025/statements.yaml"}


def test_an_assumption_that_a_claim_rests_on_is_named(capsys: pytest.CaptureFixture[str]):
    assert main(["claims", "kosovo-2025", "--no-run"]) == 0
    assert "rests on hub_places: an assumption" in " ".join(capsys.readouterr().out.split())


def test_a_scheme_that_does_not_exist_is_wrong_use_with_a_near_name(capsys: pytest.CaptureFixture[str]):
    assert main(["claims", "kosvo-2025", "--no-run"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "did you mean kosovo-2025" in told.err
