"""One number a replication: what a scheme did, in the words that pages use.

Odds are told two ways. `moved_per_1000_refused` sets everyone moved in the run against everyone
refused in it; `..._followed` follows the people refused at least three years before the end. They
differ while people who waited before the scheme began are moved first.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from returnhub.simulation import costs, worlds
from returnhub.simulation import stages as S
from returnhub.simulation.replicate import Outlook, Replication
from returnhub.simulation.result import Group
from returnhub.simulation.tally import GROUP_FLAGS

_GROUPS = dict(zip(Group, range(len(GROUP_FLAGS)), strict=True))
_RETURNS = [S.RETURNED_ENFORCED, S.RETURNED_VOLUNTARILY, S.RETURNED_ONWARD, S.RETURNED_VOLUNTARILY_FROM_HUB]
_FROM_HUB = [S.RETURNED_ONWARD, S.RETURNED_VOLUNTARILY_FROM_HUB]


class Money(NamedTuple):
    """Costs of one replication by line and year in GBP: with the scheme, without it, and the factors."""

    with_scheme: dict[str, NDArray[np.float64]]
    without: dict[str, NDArray[np.float64]]
    saved: dict[str, NDArray[np.float64]]
    new_arrivals: dict[str, NDArray[np.float64]]
    factors: NDArray[np.float64]

    def total(self, part: dict[str, NDArray[np.float64]]) -> float:
        """Discounted GBP over all lines and years."""
        return float(sum((by_year * self.factors).sum() for by_year in part.values()))


def drivers_of(r: Replication, ask: Outlook) -> costs.Drivers:
    """The cost drivers of a replication."""
    offered = np.minimum(r.moved.at, r.moved.submitted)
    was = offered < ask.end
    by_year = np.zeros(ask.years)
    np.add.at(by_year, (offered[was] / S.YEAR).astype(int), r.size[was])
    return costs.drivers(r.scheme, r.none, r.world, r.places_hw, by_year)


def money(r: Replication, d: costs.Drivers, ask: Outlook) -> Money:
    """Every cost line of the scheme in every year; one of a hub only where that hub comes about."""
    scheme = r.world.scheme
    there = {hub.id for hub, day in zip(scheme.hubs, r.fates.opens, strict=True) if math.isfinite(day)}

    def price(counts: dict[costs.Driver, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
        return {
            line.id: costs.amounts(line, r.world, counts, ask.years)
            if line.hub is None or line.hub in there
            else np.zeros(ask.years)
            for line in scheme.costs
        }

    return Money(
        price(d.happened),
        price(d.without),
        price(d.saved),
        price(d.new_arrivals),
        costs.discount(r.world, ask.years),
    )


def _share(part: float, whole: float, of: float = 1.0) -> float:
    """`part` of `whole` in `of`, or nan where there is nobody to count."""
    return of * part / whole if whole > 0 else math.nan


def _final(r: Replication, group: Group, stages: list[int]) -> float:
    return float(r.scheme.final[_GROUPS[group]][:, stages].sum())


def _odds(r: Replication) -> dict[str, float]:
    out: dict[str, float] = {}
    names = {Group.REFUSED: "refused", Group.ARRIVAL: "arrivals", Group.EXHAUSTED: "exhausted"}
    for group, name in names.items():
        everyone = float(r.scheme.final[_GROUPS[group]].sum())
        out[f"moved_per_1000_{name}_followed"] = _share(
            float(r.scheme.moved[_GROUPS[group]].sum()), everyone, 1000.0
        )
        out[f"returned_per_1000_{name}"] = _share(_final(r, group, _RETURNS), everyone, 1000.0)
        without = float(r.none.final[_GROUPS[group]][:, _RETURNS].sum())
        out[f"returned_per_1000_{name}_without"] = _share(without, everyone, 1000.0)
    return out


def _hub(r: Replication, ask: Outlook) -> dict[str, float]:
    homes = np.flatnonzero(r.moved.at < ask.end)
    # One entry a person from here on: each household as often as it has people.
    who = np.repeat(homes, r.size[homes])
    at, ended, end_stage = r.moved.at[who], r.moved.ended[who], r.moved.end_stage[who]
    by_boat = r.flags[who] & S.FLAG_BOAT > 0
    wait = at - r.ready[who]
    left = ended < ask.end
    completed = left & np.isin(end_stage, _FROM_HUB)
    stay_days = (ended - at)[left]
    at_limit = stay_days >= _limits(r)[r.moved.hub[who][left]] - 1e-6
    until = np.minimum(ended, ask.end)
    would_be_barred = (r.barrier[who] > at) & (r.barrier[who] <= until)
    in_hub_barred = r.moved.barred[who]
    place_days = float((r.places_hw * worlds.days_in_weeks(ask.years)).sum())
    full = (r.moved.seen.people_hw >= r.places_hw) & (r.places_hw > 0)
    any_full = full.any(axis=0)
    return {
        "moved": float(who.size),
        "households_moved": float(homes.size),
        "moved_by_boat": float(by_boat.sum()),
        "moved_a_year": who.size / ask.years,
        "completed_returns": float(completed.sum()),
        "returned_of_100_moved": _share(completed.sum(), left.sum(), 100.0),
        "over_limit_share": _share(at_limit.sum(), left.sum()),
        "stay_days_mean": float(stay_days.mean()) if left.any() else math.nan,
        "occupancy_share": _share(r.moved.seen.area.sum(), place_days),
        "queue_mean": r.moved.seen.queue_area.sum() / ask.end,
        "wait_days_mean": float(wait.mean()) if wait.size else math.nan,
        "wait_days_p90": float(np.percentile(wait, 90)) if wait.size else math.nan,
        "late_barriers_without_hub": float(would_be_barred.sum()),
        "late_barriers_in_hub": float(in_hub_barred.sum()),
        "late_barriers_avoided": float(would_be_barred.sum()) - float(in_hub_barred.sum()),
        "left_hub": float((left & (end_stage == S.LEFT_HUB)).sum()),
        "released_in_host": float((left & (end_stage == S.RELEASED_IN_HOST)).sum()),
        "transferred_back": float((left & (end_stage == S.TRANSFERRED_BACK)).sum()),
        "re_arrived": float((r.re_arrived[who] < ask.end).sum()),
        "suspended_weeks": _suspended(r),
        "hubs_closed": float(np.isfinite(r.fates.closes).sum()),
        "hubs_that_came_about": float((r.fates.opens < ask.end).sum()),
        "onward_return_weeks_waited": _share(
            r.moved.onward_waits, float((left & (end_stage == S.RETURNED_ONWARD)).sum())
        ),
        "first_full_week": float(np.argmax(any_full)) if any_full.any() else math.nan,
        "full_weeks_share": float(full.mean()) if full.size else math.nan,
        "places": float(r.places_hw[:, -1].sum()) if r.places_hw.size else 0.0,
    }


def _suspended(r: Replication) -> float:
    """Weeks, over all hubs, in which one with places was suspended."""
    limits = r.limits
    return 0.0 if limits is None else float((~limits.moving_hw & (limits.places_hw > 0)).sum())


def _limits(r: Replication) -> NDArray[np.float64]:
    """Stay limits by hub, in days."""
    return np.array([r.world[h.stay.limit] for h in r.world.scheme.hubs])


def _gbp(r: Replication, d: costs.Drivers, m: Money, hub: dict[str, float]) -> dict[str, float]:
    if not r.world.scheme.hubs:
        net = saved = gross = 0.0
    else:
        saved = m.total(m.saved)
        net = m.total(m.with_scheme) - m.total(m.without)
        gross = net + saved
    deterred = m.total(m.new_arrivals)
    return {
        "cost_gbp": gross,
        "cost_saved_gbp": saved,
        "cost_net_gbp": net,
        "cost_per_moved": _share(gross, hub["moved"]),
        "net_cost_per_moved": _share(net, hub["moved"]),
        "cost_per_completed_return": _share(gross, hub["completed_returns"]),
        "net_cost_per_completed_return": _share(net, hub["completed_returns"]),
        "cost_of_new_arrivals_gbp": deterred,
        "breakeven_deterrence": max(0.0, net / deterred)
        if deterred > 0 and r.world.scheme.hubs
        else math.nan,
        "nights_saved": float(d.saved[costs.Driver.NIGHT_IN_SENDING_STATE].sum()),
    }


def measures(r: Replication, ask: Outlook, d: costs.Drivers, m: Money) -> dict[str, float]:
    """Every measure of one replication; nan where there is nobody to count."""
    hub = _hub(r, ask)
    refused = float(r.none.entries[0][[S.REFUSED, S.APPEAL_PENDING]].sum())
    exhausted = float(r.none.exhausted.sum())
    flows = {
        "returns_a_year": r.scheme.entries[0][_RETURNS].sum() / ask.years,
        "returns_a_year_without": r.none.entries[0][_RETURNS].sum() / ask.years,
        "claims_a_year": r.claims / ask.years,
        "prevented_a_year": r.kept_off / ask.years,
        "displaced_a_year": r.another_way / ask.years,
        "boat_claims_a_year": r.boat_claims / ask.years,
        "refused_a_year": refused / ask.years,
        "exhausted_a_year": exhausted / ask.years,
        "moved_per_1000_refused": _share(hub["moved"], refused, 1000.0),
        "moved_per_1000_exhausted": _share(hub["moved"], exhausted, 1000.0),
        "moved_per_1000_arrivals": _share(hub["moved_by_boat"], r.boat_claims, 1000.0),
    }
    return hub | flows | _odds(r) | _gbp(r, d, m, hub)
