"""Interventions on arrivals: what those that are on do, and what each that is off would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from returnhub.scheme.interventions import Intervention
from returnhub.scheme.model import ProcedureName, Scheme
from returnhub.scheme.switch import switched
from returnhub.simulation.result import Band, Result

WHAT_IF_RUNS = 40
"""Runs with an intervention switched on: the first of the main ones, so the same people and luck."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One intervention that is off, switched on: people a year, beside the same runs without it.

    `stay_away` don't come at all, `another_way` come but not by the route that is watched.
    """

    intervention: Intervention
    by_boat_without: Band
    by_boat: Band
    by_boat_more: Band
    stay_away: Band
    another_way: Band


@dataclass(frozen=True, slots=True)
class Interventions:
    """What the scheme's interventions do to arrivals, all that are on together (None: none is), a year."""

    stay_away: Band | None
    another_way: Band | None
    what_ifs: tuple[WhatIf, ...]


def off(scheme: Scheme) -> tuple[Intervention, ...]:
    """The interventions that are described and not switched on."""
    return tuple(one for one in scheme.interventions if not one.active)


def with_each(scheme: Scheme) -> tuple[Scheme, ...]:
    """The scheme with each intervention that is off switched on beside what is on; the id says so.

    Without its hubs, which nobody's arrival depends on, so that the runs are short.
    """
    no_hub = {"procedure": ProcedureName.RETURNS_ONLY, "hubs": (), "sways": ()}
    return tuple(
        switched(scheme, on=[one.id]).model_copy(update={**no_hub, "id": f"{scheme.id}-with-{one.id}"})
        for one in off(scheme)
    )


def interventions(scheme: Scheme, result: Result, with_them: Sequence[Result]) -> Interventions:
    """What a result, and those of `with_each` as far as they were run, say of arrivals."""
    some = any(one.active for one in scheme.interventions)
    return Interventions(
        stay_away=result.band("prevented_a_year") if some else None,
        another_way=result.band("displaced_a_year") if some else None,
        what_ifs=tuple(_what_if(one, result, r) for one, r in zip(off(scheme), with_them, strict=False)),
    )


def _what_if(one: Intervention, without: Result, on: Result) -> WhatIf:
    n = on.replications

    def more(measure: str) -> Band:
        """Run by run, as both met the same people and luck."""
        return Band.of(on.values(measure) - without.values(measure)[:n])

    boats: np.ndarray = without.values("boat_claims_a_year")
    return WhatIf(
        intervention=one,
        by_boat_without=Band.of(boats[:n]),
        by_boat=on.band("boat_claims_a_year"),
        by_boat_more=more("boat_claims_a_year"),
        stay_away=more("prevented_a_year"),
        another_way=more("displaced_a_year"),
    )
