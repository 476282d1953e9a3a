"""Two hubs with priorities, patience and a limit of stay, which Ciw can say too."""

from __future__ import annotations

import numpy as np
from benchmarks import two_hubs_ciw
from benchmarks.two_hubs_ciw import TwoHubs

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
from returnhub.simulation.model.run import Found
from validation.evidence import Effort, Evidence, Row, Scores
from validation.peers import agrees
from validation.queues import runs_of

DAYS = 420.0
"""Whole weeks."""

MOST_Z = 4.0
CROWDED = TwoHubs(0.4, 1.6, (30.0, 0.5), 0.3, (10, 20), 40.0, (25.0, 0.8), 60.0)
ROOMY = CROWDED._replace(first_a_day=0.1, others_a_day=0.9, places=(25, 8), patience_mean=10.0)
NETS = {"crowded": CROWDED, "roomy": ROOMY}
ENDS = ("granted", "left the line", "returned", "released")


def declared(net: TwoHubs) -> Model:
    """The network as a model of ours."""
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
            *map(Stage, ENDS),
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
    """What one run found, by the peer's names."""
    weekly = {
        f"{where} {h + 1}": float(seen_hw[h].mean())
        for where, seen_hw in (("people in hub", found.people_hw), ("people in line", found.queue_hw))
        for h in range(len(seen_hw))
    }
    waits = {
        "moved": float(found.entered),
        "days waited, mean": float(found.waits.mean()),
        "days waited, 95 of 100": float(np.quantile(found.waits, 0.95)),
    }
    return {end: float(found.at_end[end]) for end in ENDS} | weekly | waits


def evidence(effort: Effort) -> Evidence:
    """Measured where places are short and where they are not."""
    rows: list[Row] = []
    for says, net in NETS.items():
        mine = [ours(f) for f in runs_of(declared(net), DAYS, effort._replace(runs=5 * effort.runs))]
        theirs = [
            two_hubs_ciw.run(net, DAYS, seed=effort.seed + k)
            for k in range(max(20, int(2 * effort.runs * effort.long)))
        ]
        rows += [row._replace(what=f"{says}: {row.what}") for row in agrees(mine, theirs, MOST_Z)]
    return Evidence(
        "two-hubs",
        "Two hubs: the same as Ciw",
        "A procedure that grants some, two hubs of which people ask for the emptier, two classes of which "
        "one goes first, patience, and a stay with a limit: a network that Ciw, a simulator of queues by "
        "others, can say too. Once with places too few and once with places enough.",
        "z = (mean of ours - mean of Ciw's) / standard error of the difference",
        "G. Palmer and others, Ciw: an open-source discrete event simulation library, Journal of "
        "Simulation 13(1), 2019; the network in its words is `benchmarks/two_hubs_ciw.py`",
        f"Every z between -{MOST_Z:g} and {MOST_Z:g}.",
        tuple(rows),
        (Scores("Ours less Ciw's, in standard errors", {row.what: row.distance for row in rows}, MOST_Z),),
    )
