"""Ours against a simulator that shares no code with it: the SimPy peer of the same model."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks import national, national_simpy
from benchmarks.agree import z_scores

from returnhub.scheme.model import Scheme
from returnhub.simulation.replicate import Outlook, replicate
from returnhub.simulation.result import Outcome

MOST_Z = 4.0
SCALE, YEARS = 0.02, 10

CROWDED = {"claims_a_year": 60_000.0, "hub_places": 2_500.0, "hub_transfers_a_week": 150.0}
ROOMY = CROWDED | {
    "hub_places": 8_000.0,
    "hub_transfers_a_week": 500.0,
    "hub_leaves_a_year": 0.4,
    "hub_death_a_year": 0.05,
    "hub_late_barrier_a_year": 0.5,
    "host_claim_share": 0.6,
    "host_grant_share": 0.4,
    "notice_triggers_submissions_share": 0.7,
    "further_submissions_a_year": 0.4,
}


@pytest.mark.parametrize("figures", [CROWDED, ROOMY], ids=["crowded", "roomy"])
def test_both_find_the_same_outcomes_queues_waits_and_nights(
    kosovo: Scheme, figures: dict[str, float]
) -> None:
    world = national.middle_world(national.bare(kosovo), figures)
    class_ok = np.tile([[0.3, 0.6], [0.2, 0.5]], (len(world.origins), 1, 1))
    ask = Outlook(YEARS, seed=1, scale=SCALE, warm_up_years=0)
    ours = [national.ours(replicate(world, class_ok, ask, k), ask.end) for k in range(60)]
    theirs = [national.theirs(national_simpy.run(world, class_ok, YEARS, SCALE, seed=k)) for k in range(6)]
    assert min(run["people moved"] for run in theirs) > 100
    scores = z_scores(ours, theirs, list(Outcome))
    assert {name: z for name, z in scores.items() if abs(z) >= MOST_Z} == {}
