"""The benchmark's peer gives the verdicts that we give, so that the ratio compares like with like."""

from __future__ import annotations

from benchmarks.screening import agree, by_hand, encoded
from screening_cases import ASKED_ON, random_cases, settled

from returnhub.screening.bulk import screen
from returnhub.screening.rules import load_ruleset
from returnhub.screening.testing import EVERY_GROUP


def test_rules_written_by_hand_for_speed_give_the_same_verdicts() -> None:
    ruleset = load_ruleset("uk-2025")
    cases = random_cases(ruleset.facts, 20_000, ASKED_ON, missing=0.02, seed=2, like=settled(ruleset))
    agree(screen(cases, ruleset, ASKED_ON, EVERY_GROUP), by_hand(encoded(cases, ruleset), ASKED_ON))
