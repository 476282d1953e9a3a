"""What it would be worth to know a figure before choosing: the value of perfect information, in GBP.

The choice is between this scheme and none. Its gain in a run is what prevented arrivals save, at the
deterrence drawn from the judgement on studies, less the net cost. Knowing a figure is worth what one
gains by choosing after it is known instead of before; `information` says how, and asks it of any
schemes side by side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from returnhub.assessment.breakeven import STUDIES
from returnhub.assessment.information import FEWEST_RUNS, expected
from returnhub.assessment.sensitivity import uncertain
from returnhub.scheme.figures import FigureId
from returnhub.scheme.model import Scheme
from returnhub.simulation.result import Band, Result


@dataclass(frozen=True, slots=True)
class Worth:
    """One figure and what it would be worth to know it, in GBP over the whole run."""

    figure: FigureId
    gbp: float
    is_assumption: bool


@dataclass(frozen=True, slots=True)
class Knowing:
    """The choice as things are known today.

    `gain` is what the scheme gains over none (below nought: loses), `pays` the share of runs in which
    it gains, `everything` what it would be worth to know all figures, `rows` the largest first.
    """

    gain: Band
    pays: float
    everything: float
    rows: tuple[Worth, ...]

    def of(self, figure: FigureId) -> float:
        """What it is worth to know this figure; nought if it is not among those that matter."""
        return next((row.gbp for row in self.rows if row.figure == figure), 0.0)


def knowing(scheme: Scheme, result: Result) -> Knowing | None:
    """What knowing is worth; None without a hub, without a judgement on studies, or with too few runs."""
    if not scheme.hubs or STUDIES not in scheme.figures or result.replications < FEWEST_RUNS:
        return None
    drawn = {
        str(name): part.sort("rep")["value"].to_numpy()
        for (name,), part in result.draws.group_by("figure", maintain_order=True)
    }
    net, saved = result.values("cost_net_gbp"), result.values("cost_of_new_arrivals_gbp")
    gain = drawn[STUDIES] * saved - net
    now = max(0.0, float(gain.mean()))
    names = (STUDIES, *(n for n in uncertain(scheme) if n != STUDIES))
    rows = [
        Worth(
            name,
            max(0.0, float(np.maximum(0.0, expected(drawn[name], gain[:, None])[:, 0]).mean()) - now),
            scheme.figure(name).is_assumption,
        )
        for name in names
    ]
    worth = sorted((r for r in rows if r.gbp > 0), key=lambda r: -r.gbp)
    everything = float(np.maximum(0.0, gain).mean()) - now
    return Knowing(Band.of(gain), float(np.mean(gain > 0)), everything, tuple(worth))
