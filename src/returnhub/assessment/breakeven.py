"""Break-even deterrence: how many journeys a scheme must prevent to pay, beside what studies found.

Deterrence is never predicted here. The rate needed is the result; what studies found is the figure
`deterrence`, a judgement and shown as one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from returnhub.scheme.figures import Figure
from returnhub.scheme.model import Scheme
from returnhub.simulation.result import Band, Result

STUDIES = "deterrence"


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The share of arrivals that must be deterred for the scheme to pay for itself.

    `within` is the share of runs in which that lies at or below the highest rate that `studies`
    supports; `never` the share in which no rate up to all arrivals is enough; `pays_anyway` the
    share in which it pays without deterring anyone.
    """

    needed: Band
    studies: Figure
    within: float
    never: float
    pays_anyway: float


def break_even(scheme: Scheme, result: Result) -> BreakEven | None:
    """Break-even of a scheme with a hub; None where there is nothing to pay for."""
    needed = result.values("breakeven_deterrence")
    needed = needed[~np.isnan(needed)]
    if needed.size == 0 or not scheme.hubs or STUDIES not in scheme.figures:
        return None
    studies = scheme.figure(STUDIES)
    return BreakEven(
        needed=Band.of(needed),
        studies=studies,
        within=float(np.mean(needed <= studies.high)),
        never=float(np.mean(needed > 1)),
        pays_anyway=float(np.mean(needed <= 0)),
    )
