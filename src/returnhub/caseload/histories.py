"""What happened to each claim, in order: arrival, refusal, appeal, rights exhausted; and who is still here.

A household's claim is one claim. Times are days since 1970; `NEVER` stands where nothing happened.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from returnhub.caseload.assumptions import Numbers
from returnhub.caseload.draws import Bools, Floats, Ints
from returnhub.caseload.households import People

NEVER = np.iinfo(np.int64).min
NO_APPEAL, PENDING, DISMISSED, WITHDRAWN = range(4)
OUTCOMES = ("none", "pending", "dismissed", "withdrawn")
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Histories:
    """One entry a person. `exhausted`: `exhausted_on` has come. `outcome`: a position in OUTCOMES."""

    arrived_on: Ints
    refused_on: Ints
    lodged: Bools
    outcome: Ints
    decided_on: Ints
    exhausted_on: Ints
    exhausted: Bools


def present(numbers: Numbers) -> Floats:
    """How many refused people of each origin are still here, as a ratio.

    Claims by boat and otherwise, times the share refused, times the share not allowed on appeal,
    times how long people stay before they return. So the people of a caseload are not those who
    arrive, nor those who are returned: they are those who are refused and not returned.
    """
    boat, other = numbers.by_origin("origin_weight_boat"), numbers.by_origin("origin_weight_other")
    share = numbers.of("boat_share")
    claims = share * boat / boat.sum() + (1 - share) * other / other.sum()
    allowed = numbers.by_origin("appeal_share") * numbers.by_origin("appeal_allowed_share")
    return claims * numbers.by_origin("refusal_share") * (1 - allowed) * _years_present(numbers)


def make(people: People, numbers: Numbers, as_of: int) -> Histories:
    """The dated history of each person's claim, none of it after `as_of` (days since 1970)."""
    o, homes = people.origin, people.homes
    spread = numbers.of("time_spread")
    leaving, window = _leaving(numbers)[o], numbers.of("caseload_window_days") / _YEAR
    # time since refusal among those still here: exponential by how fast they leave, within the window
    ago = -np.log1p(-homes.uniform("refused") * -np.expm1(-leaving * window)) / leaving * _YEAR
    refused_on = as_of - np.floor(ago).astype(np.int64)
    arrived_on = refused_on - homes.lognormal_days("decision", numbers.by_origin("decision_days")[o], spread)

    appeal, allowed = numbers.by_origin("appeal_share")[o], numbers.by_origin("appeal_allowed_share")[o]
    # those allowed have left the caseload, so fewer of those who remain had appealed
    wants = homes.chance("appeal lodged", appeal * (1 - allowed) / (1 - appeal * allowed))
    wait = int(numbers.of("appeal_window_days"))
    lodged = wants & (refused_on + homes.days("appeal lodged after", 1, wait) <= as_of)
    due = refused_on + np.maximum(
        wait + 1, homes.lognormal_days("appeal decided", numbers.by_origin("appeal_days")[o], spread)
    )
    decided = lodged & (due <= as_of)
    withdrawn = homes.chance("appeal withdrawn", numbers.of("appeal_withdrawn_share"))
    outcome = np.where(
        lodged, np.where(decided, np.where(withdrawn, WITHDRAWN, DISMISSED), PENDING), NO_APPEAL
    )
    exhausted_on = np.where(decided, due, np.where(wants & ~lodged, NEVER, refused_on)) + wait
    exhausted = (outcome != PENDING) & (exhausted_on <= as_of) & (exhausted_on > refused_on)
    return Histories(
        arrived_on=arrived_on, refused_on=refused_on, lodged=lodged, outcome=outcome,
        decided_on=np.where(decided, due, NEVER),
        exhausted_on=np.where(exhausted, exhausted_on, NEVER), exhausted=exhausted,
    )  # fmt: skip


def _leaving(numbers: Numbers) -> Floats:
    """Share a year of each origin who leave the caseload by return or death; never nought."""
    returned = numbers.by_origin("voluntary_return_a_year") + numbers.by_origin("enforced_return_a_year")
    return np.maximum(returned + numbers.of("death_a_year"), 1e-6)


def _years_present(numbers: Numbers) -> Floats:
    leaving = _leaving(numbers)
    return -np.expm1(-leaving * numbers.of("caseload_window_days") / _YEAR) / leaving
