"""Who the scheme's rules let be moved: shares by origin, from a screened synthetic caseload.

Nobody in the simulation is movable by a rate of its own: the same rules that screen a case screen a
caseload made from the same figures, and the simulation draws each person's verdict from that.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.caseload.make import make
from returnhub.scheme.model import Scheme
from returnhub.screening.bulk import screen
from returnhub.screening.rules import load_ruleset

SCREENED = 40_000
"""People screened to learn the shares: the rarest origin then still has some hundred."""

_PRIOR = 20.0
"""Weight, in people, of the shares of all origins together in each origin's own."""


class Verdicts(NamedTuple):
    """Shares by origin, cumulative: [conditions hold, + unknown today that would hold once known]."""

    cumulative_o: NDArray[np.float64]


def verdicts(scheme: Scheme, origins: tuple[str, ...], seed: int, people: int = SCREENED) -> Verdicts:
    """Screen a synthetic caseload on the day the scheme starts.

    Only rules about the person count: steps that the scheme itself must take (notices, acceptance,
    exit plan) are times in the simulation, not bars.
    """
    made = make(people, scheme, seed)
    rules = load_ruleset(scheme.rules.profile, scheme)
    known = screen(made.known, rules, scheme.starts, about="person")["verdict"]
    truth = screen(made.truth, rules, scheme.starts, about="person")["verdict"]
    holds = (known == "conditions_hold").to_numpy()
    mends = ((known == "unknown") & (truth == "conditions_hold")).to_numpy()
    origin = made.truth["origin"].cast(pl.String).to_numpy()
    rows: list[tuple[float, float]] = []
    for name in origins:
        here = origin == name
        n = float(here.sum()) + _PRIOR
        held = (float(holds[here].sum()) + _PRIOR * float(holds.mean())) / n
        mended = (float(mends[here].sum()) + _PRIOR * float(mends.mean())) / n
        rows.append((held, held + mended))
    return Verdicts(np.array(rows))
