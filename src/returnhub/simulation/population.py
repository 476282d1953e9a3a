"""Who the scheme's rules let be moved: shares of households, from a screened synthetic caseload.

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
"""Weight, in households, of the shares of all origins together in each origin's own."""


class Verdicts(NamedTuple):
    """Shares of households by origin and whether children came with a parent (origin x 2 x 2), cumulative:
    [conditions hold for all of them, + unknown today for some, which would hold once known]."""

    cumulative_ok: NDArray[np.float64]


def verdicts(scheme: Scheme, origins: tuple[str, ...], seed: int, people: int = SCREENED) -> Verdicts:
    """Screen a synthetic caseload on the day the scheme starts.

    Only rules about the person count: steps that the scheme itself must take (notices, acceptance,
    exit plan) are times in the simulation, not bars. A household is moved together or not at all.
    """
    made = make(people, scheme, seed)
    rules = load_ruleset(scheme.rules.profile, scheme)
    known = screen(made.known, rules, scheme.starts, about="person")["verdict"]
    truth = screen(made.truth, rules, scheme.starts, about="person")["verdict"]
    of_people = made.truth.select(
        "household",
        pl.col("origin").cast(pl.String),
        (known == "conditions_hold").alias("holds"),
        ((known != "barred") & (truth == "conditions_hold") | (known == "conditions_hold")).alias("in_time"),
        pl.col("family_with_children").fill_null(value=False).alias("children"),
    )
    homes = of_people.group_by("household").agg(
        pl.col("origin").first(), pl.col("holds", "in_time").all(), pl.col("children").any()
    )
    shares = np.zeros((len(origins), 2, 2))
    for k, kind in enumerate((False, True)):
        alike = homes.filter(pl.col("children") == kind)
        everyone = alike.select(pl.col("holds", "in_time").mean().fill_null(0.0)).row(0)
        by = {
            row[0]: row[1:]
            for row in alike.group_by("origin").agg(pl.len(), pl.col("holds", "in_time").sum()).iter_rows()
        }
        for o, name in enumerate(origins):
            n, *counts = by.get(name, (0, 0, 0))
            shares[o, k] = [
                (count + _PRIOR * share) / (n + _PRIOR) for count, share in zip(counts, everyone, strict=True)
            ]
    return Verdicts(shares)
