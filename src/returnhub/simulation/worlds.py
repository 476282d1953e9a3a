"""One possible world: every figure drawn once, and turned into what the kernels read.

The draw of a figure depends on (seed, replication, the figure's name) alone, so two schemes that
share a figure meet the same world. A figure's rows by origin move together with the figure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from returnhub.scheme.interventions import Route
from returnhub.scheme.model import Point, Scheme
from returnhub.simulation import stages as S
from returnhub.simulation.before import (
    KINDS,
    POINT_ARRIVAL,
    POINT_EXHAUSTED,
    POINT_NONE,
    POINT_REFUSED,
    Arrivals,
    Life,
    Referral,
)
from returnhub.simulation.streams import decision, replication_key, uniform

_POINTS = {
    Point.ON_ARRIVAL: POINT_ARRIVAL,
    Point.REFUSED: POINT_REFUSED,
    Point.APPEAL_RIGHTS_EXHAUSTED: POINT_EXHAUSTED,
}
_MORE_CHILDREN = 3
"""A family has one child and at most so many more."""


def origins(scheme: Scheme) -> tuple[str, ...]:
    """The origins that the scheme's figures know, in the order of the figure of arrivals by boat."""
    return tuple(scheme.figure("origin_weight_boat").by_origin)


@dataclass(frozen=True)
class World:
    """The figures of one replication. `values` has a figure's id, and id.ORIGIN for its rows by origin."""

    scheme: Scheme
    values: Mapping[str, float]
    origins: tuple[str, ...]
    key: np.uint64

    def __getitem__(self, figure: str) -> float:
        return self.values[figure]

    def by_origin(self, figure: str) -> NDArray[np.float64]:
        """The figure for each origin: its own row where it has one, else the figure's value."""
        everyone = self.values[figure]
        return np.array([self.values.get(f"{figure}.{o}", everyone) for o in self.origins])


def draw(
    scheme: Scheme,
    seed: int,
    replication: int,
    fixed: Mapping[str, float],
    quantiles: Mapping[str, float] = MappingProxyType({}),
) -> World:
    """Draw every figure of the scheme.

    `fixed` sets some to a value, all their rows by origin too; `quantiles` puts some at a quantile of
    their range, their rows by origin with them.
    """
    key = np.uint64(replication_key(np.uint64(seed), np.uint64(replication)))
    values: dict[str, float] = {}
    for name, figure in scheme.figures.items():
        if name in fixed:
            values[name] = fixed[name]
            continue
        u = quantiles[name] if name in quantiles else uniform(key, decision(f"figure {name}"))
        values[name] = figure.clip(figure.quantile(u))
        for origin, amount in figure.by_origin.items():
            values[f"{name}.{origin}"] = figure.clip(amount.quantile(u))
    return World(scheme, values, origins(scheme), key)


def rate(share_a_year: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """The rate a day at which a share of people a year meet an event; certainty is read as 99.9%."""
    return -np.log1p(-np.minimum(share_a_year, 0.999)) / S.YEAR


def _cumulative(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.cumsum(weights) / weights.sum()


def _kinds(w: World) -> NDArray[np.float64]:
    """Origin x kind of household: households for each person who comes."""
    family, couple = w.by_origin("family_share"), w.by_origin("couple_share")
    alone = np.maximum(0.0, 1.0 - family - couple)
    two, children = w["two_parent_share"], w["children_a_family"]
    more = min(1.0, max(0.0, (children - 1.0) / _MORE_CHILDREN))
    by_children = [
        math.comb(_MORE_CHILDREN, k) * more**k * (1.0 - more) ** (_MORE_CHILDREN - k)
        for k in range(_MORE_CHILDREN + 1)
    ]
    of_size = np.zeros(len(KINDS))
    for k, share in enumerate(by_children):
        of_size[2 + k] += share * (1.0 - two)
        of_size[3 + k] += share * two
    sizes = np.array([size for size, _ in KINDS], float)
    families = family / float((of_size * sizes).sum())
    kinds = families[:, None] * of_size
    kinds[:, 0], kinds[:, 1] = alone, couple / 2.0
    return kinds / (family + couple + alone)[:, None]


def _arrivals(w: World) -> Arrivals:
    on = [one for one in w.scheme.interventions if one.active]
    kept = np.zeros((len(on), 2, len(w.origins)))
    for k, one in enumerate(on):
        share = w.by_origin(one.reach) * w[one.prevents]
        kept[k, 0] = share if one.route is not Route.BOAT else 0.0
        kept[k, 1] = share if one.route is not Route.OTHER else 0.0
    starts = np.array([w[one.starts_after_days] for one in on])
    return Arrivals(
        key_k=np.array([decision(f"kept from coming by {one.id}") for one in on], np.uint64),
        kept_kro=kept,
        displaced_k=np.array([w[one.displaced] for one in on]),
        from_k=starts,
        full_k=starts + np.array([w[one.full_after_days] for one in on]),
    )


def life(w: World, scale: float, deterrence: float) -> Life:
    """Life in the sending state, with `scale` times the claims."""
    kinds = _kinds(w)
    homes = kinds.sum(axis=1)
    boat, other = (
        weights / weights.sum() * homes
        for weights in (w.by_origin("origin_weight_boat"), w.by_origin("origin_weight_other"))
    )
    by_boat, by_others = w["boat_share"] * boat.sum(), (1.0 - w["boat_share"]) * other.sum()
    return Life(
        households_a_day=w["claims_a_year"] * scale / S.YEAR * float(by_boat + by_others),
        boat_share=float(by_boat / (by_boat + by_others)),
        origin_boat_o=_cumulative(boat),
        origin_other_o=_cumulative(other),
        decision_days_o=w.by_origin("decision_days"),
        refusal_share_o=w.by_origin("refusal_share"),
        appeal_share_o=w.by_origin("appeal_share"),
        appeal_days_o=w.by_origin("appeal_days"),
        appeal_allowed_o=w.by_origin("appeal_allowed_share"),
        submissions_rate=float(rate(w["further_submissions_a_year"])),
        submissions_days=w["further_submissions_days"],
        submissions_accepted=w["further_submissions_accepted_share"],
        barrier_rate=float(rate(w["late_barrier_a_year"])),
        whereabouts_rate=float(rate(w["whereabouts_unknown_a_year"])),
        voluntary_rate_o=rate(w.by_origin("voluntary_return_a_year")),
        enforced_rate_o=rate(w.by_origin("enforced_return_a_year")),
        death_rate=float(rate(w["death_a_year"])),
        spread=w["time_spread"],
        deterrence=deterrence,
        kinds_o=np.cumsum(kinds, axis=1) / homes[:, None],
        arrivals=_arrivals(w),
    )


def takes_hok(scheme: Scheme, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Hub x origin x children: whom the scheme is for and the hub takes."""
    only, never = scheme.is_for.origins, scheme.is_for.not_origins
    takes = np.zeros((len(scheme.hubs), len(names), 2), np.bool_)
    for h, hub in enumerate(scheme.hubs):
        for o, name in enumerate(names):
            for_all = (only is None or name in only) and name not in never
            here = hub.takes.origins is None or name in hub.takes.origins
            takes[h, o] = for_all and here and name not in hub.takes.not_origins
        takes[h, :, 1] &= hub.takes.families_with_children
    return takes


def referral(w: World, class_ok: NDArray[np.float64], opens: float) -> Referral:
    """Who is referred and when they are ready; nobody if the scheme has no hub.

    `opens` is the day on which the first hub opens.
    """
    scheme = w.scheme
    if not scheme.hubs:
        none = nobody(w.origins)
        return Referral(POINT_NONE, none, none[:, :, 0], 0.0, 0.0, 0.0, 0.0, math.inf)
    return Referral(
        point=_POINTS[scheme.is_for.point],
        class_ok=class_ok,
        accepts_ok=np.where(takes_hok(scheme, w.origins).any(axis=0), w["host_accepts_share"], 0.0),
        referral_share=w["referral_share"],
        referral_days=w["referral_days"],
        notice_days=w["notice_days"],
        fact_days=w["fact_finding_days"],
        opens=opens,
    )


def can_wait(scheme: Scheme) -> NDArray[np.bool_]:
    """The stages in which a person could be moved, by the point from which the scheme takes people."""
    codes = {
        Point.ON_ARRIVAL: (S.CLAIM_PENDING,),
        Point.REFUSED: (S.REFUSED, S.AWAITING_RETURN),
        Point.APPEAL_RIGHTS_EXHAUSTED: (S.AWAITING_RETURN,),
    }[scheme.is_for.point]
    return np.isin(np.arange(len(S.STAGES)), codes)


def weeks_in(years: int) -> int:
    """Weeks in the run, the last of which may be a part of one."""
    return math.ceil(years * S.YEAR / S.WEEK)


def days_in_weeks(years: int) -> NDArray[np.float64]:
    """Days of each week of the run: seven, but for the last."""
    return np.minimum(S.WEEK, years * S.YEAR - np.arange(weeks_in(years)) * S.WEEK)


def nobody(names: tuple[str, ...]) -> NDArray[np.float64]:
    """Verdict shares of a scheme that moves nobody."""
    return np.zeros((len(names), 2, 2))
