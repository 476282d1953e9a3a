"""HUB-1 declared as a model of returnhub's: the same public declaration and kernels as a scheme's."""

from __future__ import annotations

from functools import cache

import numpy as np

from benchmarks.hub1 import figures as F
from returnhub.simulation.model.compiled import Compiled, compile_model
from returnhub.simulation.model.declared import (
    Arrivals,
    Attribute,
    By,
    Chance,
    Exponential,
    Fixed,
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
from returnhub.simulation.model.run import run_compiled

_HAS = np.array([0.0, 1.0])


def declared(scale: float) -> Model:
    """HUB-1 with `scale` times the arrivals and the places."""
    groups = np.diff((0.0, *F.GROUPS_UP_TO))
    takes = np.array([[mask >> h & 1 for mask in F.GROUP_HUBS] for h in F.HUBS], float)
    stay = Stay(
        risks=(
            StayRisk("returned", Lognormal(*F.STAY_RETURNED), "return"),
            StayRisk("voluntary_hub", Lognormal(*F.STAY_VOLUNTARY), "voluntary return from the hub"),
            StayRisk("absconded_hub", Exponential(1 / F.STAY_ABSCONDS_MEAN), "absconds from the hub"),
            StayRisk("transferred_back", Exponential(1 / F.STAY_BACK_MEAN), "transfer back"),
        ),
        limit=F.STAY_LIMIT,
        at_limit="released",
    )
    hubs = tuple(
        Hub(f"hub {h}", places, stay, By(("group",), takes[h])) for h, places in enumerate(F.places(scale))
    )
    return Model(
        arrivals=Arrivals(F.ARRIVALS_A_YEAR * scale / F.YEAR),
        attributes=(
            Attribute("group", tuple(groups)),
            Attribute("legal bar", (1.0 - F.LEGAL_BAR_SHARE, F.LEGAL_BAR_SHARE)),
            Attribute("medical bar", (1.0 - F.MEDICAL_BAR_SHARE, F.MEDICAL_BAR_SHARE)),
        ),
        stages=(*_before(takes), *_ends()),
        places=Places(hubs, Ready(since=("queue",)), helps=False),
        stay="hub",
        counted_by="group",
    )


def _before(takes: np.ndarray) -> tuple[Stage, ...]:
    review = Chance("judicial review", F.REVIEW_SHARE)
    no_hub = By(("group",), 1.0 - takes.max(axis=0))
    return (
        Stage(
            "notice",
            (
                Risk("progress", Lognormal(*F.NOTICE), (Way("review", if_=review), Way("documents"))),
                Risk("absconds", Exponential(1 / F.NOTICE_ABSCONDS_MEAN), (Way("absconded_before"),)),
                Risk(
                    "fresh claim",
                    Exponential(1 / F.NOTICE_FRESH_CLAIM_MEAN),
                    (Way("fresh claim"),),
                    most=F.MOST_FRESH_CLAIMS,
                ),
            ),
            cost_a_day=F.STAGE_A_DAY,
        ),
        Stage(
            "fresh claim",
            (
                Risk(
                    "decision on the fresh claim",
                    Lognormal(*F.FRESH_CLAIM),
                    (
                        Way("granted_fresh", if_=Chance("granted", F.FRESH_CLAIM_GRANTED_SHARE)),
                        Way("notice"),
                    ),
                ),
            ),
            cost_a_day=F.STAGE_A_DAY,
            fee=F.FRESH_CLAIM_FEE,
        ),
        Stage(
            "review",
            (
                Risk(
                    "judgment",
                    Lognormal(*F.REVIEW),
                    (Way("granted_review", if_=Chance("won", F.REVIEW_WON_SHARE)), Way("documents")),
                ),
            ),
            cost_a_day=F.STAGE_A_DAY,
            fee=F.REVIEW_FEE,
        ),
        Stage(
            "documents",
            (
                Risk("documented", Lognormal(*F.DOCUMENTS), (Way("selection"),)),
                Risk("limit", Fixed(F.DOCUMENTS_LIMIT), (Way("undocumented"),)),
                Risk("absconds", Exponential(1 / F.DOCUMENTS_ABSCONDS_MEAN), (Way("absconded_before"),)),
                Risk("returns", Exponential(1 / F.DOCUMENTS_VOLUNTARY_MEAN), (Way("voluntary_before"),)),
            ),
            cost_a_day=F.STAGE_A_DAY,
        ),
        Stage(
            "selection",
            (
                Risk(
                    "selected",
                    Lognormal(*F.SELECTION),
                    (
                        Way("barred_legal", if_=Chance("a legal bar", By(("legal bar",), _HAS))),
                        Way("barred_medical", if_=Chance("a medical bar", By(("medical bar",), _HAS))),
                        Way("no_hub", if_=Chance("no hub", no_hub)),
                        Way("queue"),
                    ),
                ),
            ),
            cost_a_day=F.STAGE_A_DAY,
        ),
        Stage(
            "queue",
            (Risk("gives up", Exponential(1 / F.PATIENCE_MEAN), (Way("left_queue"),)),),
            waits=True,
            cost_a_day=F.QUEUE_A_DAY,
        ),
        Stage("hub", cost_a_day=F.HUB_A_DAY),
    )


def _ends() -> tuple[Stage, ...]:
    fees = {
        "voluntary_before": F.VOLUNTARY_FEE,
        "voluntary_hub": F.VOLUNTARY_FEE,
        "returned": F.RETURN_FEE,
        "transferred_back": F.BACK_FEE,
    }
    return tuple(Stage(name, fee=fees.get(name, 0.0)) for name in F.OUTCOMES)


@cache
def _compiled(scale: float) -> Compiled:
    return compile_model(declared(scale))


def ours(seed: int, scale: float, years: float) -> dict[str, float]:
    """One replication, by the names of `figures.METRICS`."""
    found = run_compiled(_compiled(scale), years * F.YEAR, seed)
    whole_weeks = int(years * F.YEAR / F.WEEK)
    people, queue = (seen[:, :whole_weeks].mean(axis=1) for seen in (found.people_hw, found.queue_hw))
    waits = found.waits
    k = int(0.95 * (waits.size - 1))
    # Each stage entered is one event (the arrival, the end of the stage before it, a move), but for whoever
    # gets a place at once: selection ends and a place is taken, with no queue in between.
    events = found.steps + int((waits == 0.0).sum())
    return {
        **{name: float(found.at_end[name]) for name in F.OUTCOMES},
        **{f"occupied_{h}": float(people[h]) for h in F.HUBS},
        **{f"queue_{h}": float(queue[h]) for h in F.HUBS},
        "wait_mean": float(waits.mean()) if waits.size else 0.0,
        "wait_p95": float(np.partition(waits, k)[k]) if waits.size else 0.0,
        "total_cost": found.cost,
        "cost_mean": found.cost_mean,
        "cost_sd": found.cost_sd,
        "entered": float(found.entered),
        "events": float(events),
    }
