"""Ours against Ciw, a simulator of networks of queues by others, on two hubs that both can say."""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest
from benchmarks import two_hubs_ciw
from benchmarks.agree import z_scores
from benchmarks.two_hubs_ciw import TwoHubs

from returnhub.simulation.model.compiled import compile_model
from returnhub.simulation.model.declared import (
    Arrivals,
    Attribute,
    By,
    Chance,
    Exponential,
    Hub,
    Lognormal,
    Model,
    Places,
    Ready,
    Risk,
    Stage,
    Stay,
    StayRisk,
    Way,
)
from returnhub.simulation.model.run import Found, run_compiled

DAYS = 420.0
MOST_Z = 4.0
CROWDED = TwoHubs(0.4, 1.6, (30.0, 0.5), 0.3, (10, 20), 40.0, (25.0, 0.8), 60.0)
ROOMY = CROWDED._replace(first_a_day=0.1, others_a_day=0.9, places=(25, 8), patience_mean=10.0)


def declared(net: TwoHubs) -> Model:
    a_day = net.first_a_day + net.others_a_day
    first = net.first_a_day / a_day
    decided = Risk(
        "decided",
        Lognormal(*net.procedure),
        (Way("granted", if_=Chance("granted", net.granted_share)), Way("in line")),
    )
    gives_up = Risk("gives up", Exponential(1.0 / net.patience_mean), (Way("left the line"),))
    stay = Stay((StayRisk("returned", Lognormal(*net.stay)),), limit=net.limit, at_limit="released")
    return Model(
        arrivals=Arrivals(a_day),
        attributes=(Attribute("class", (first, 1.0 - first)),),
        stages=(
            Stage("procedure", (decided,)),
            Stage("in line", (gives_up,), waits=True),
            Stage("hub"),
            *(Stage(end) for end in ("granted", "left the line", "returned", "released")),
        ),
        places=Places(
            tuple(Hub(f"hub {h}", places, stay) for h, places in enumerate(net.places)),
            Ready(since=("in line",)),
            helps=False,
            priority=By(("class",), np.array([0.0, 1.0])),
        ),
        stay="hub",
    )


def ours(found: Found) -> dict[str, float]:
    ends = {end: float(found.at_end[end]) for end in ("granted", "left the line", "returned", "released")}
    weekly = {
        f"{where} {h + 1}": float(seen_hw[h].mean())
        for where, seen_hw in (("people in hub", found.people_hw), ("people in line", found.queue_hw))
        for h in range(len(seen_hw))
    }
    waits = {
        "moved": float(found.entered),
        "days waited, mean": found.waits.mean(),
        "days waited, 95 of 100": np.quantile(found.waits, 0.95),
    }
    return ends | weekly | waits


@pytest.mark.parametrize("net", [CROWDED, ROOMY], ids=["crowded", "roomy"])
def test_both_find_the_same_ends_people_present_and_waits(net: TwoHubs) -> None:
    assert ceil(DAYS / 7) * 7 == DAYS
    compiled = compile_model(declared(net))
    mine = [ours(run_compiled(compiled, DAYS, seed=1, replication=k)) for k in range(100)]
    theirs = [two_hubs_ciw.run(net, DAYS, seed=k) for k in range(15)]
    assert theirs[0].keys() == mine[0].keys()
    assert {name: z for name, z in z_scores(mine, theirs).items() if abs(z) >= MOST_Z} == {}
