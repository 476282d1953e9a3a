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

from returnhub.scheme.model import AtLimit, Hub, Point, Scheme
from returnhub.simulation import stages as S
from returnhub.simulation.before import (
    POINT_ARRIVAL,
    POINT_EXHAUSTED,
    POINT_NONE,
    POINT_REFUSED,
    Life,
    Referral,
)
from returnhub.simulation.hub import Stays
from returnhub.simulation.streams import decision, replication_key, uniform

_POINTS = {
    Point.ON_ARRIVAL: POINT_ARRIVAL,
    Point.REFUSED: POINT_REFUSED,
    Point.APPEAL_RIGHTS_EXHAUSTED: POINT_EXHAUSTED,
}
_AT_LIMIT = {AtLimit.RELEASE_IN_HOST: S.RELEASED_IN_HOST, AtLimit.TRANSFER_BACK: S.TRANSFERRED_BACK}
_NO_CAP = 1_000_000


def origins(scheme: Scheme) -> tuple[str, ...]:
    """The origins that the scheme's figures know, in the order of the figure of arrivals by boat."""
    return tuple(scheme.figure("origin_weight_boat").by_origin)


@dataclass(frozen=True)
class World:
    """The figures of one replication. `values` has a figure's id, and id.ORIGIN for its rows by origin."""

    scheme: Scheme
    values: Mapping[str, float]
    origins: tuple[str, ...]

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
    return World(scheme, values, origins(scheme))


def _rate(share_a_year: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """The rate a day at which a share of people a year meet an event; certainty is read as 99.9%."""
    return -np.log1p(-np.minimum(share_a_year, 0.999)) / S.YEAR


def _cumulative(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.cumsum(weights) / weights.sum()


def life(w: World, scale: float, deterrence: float) -> Life:
    """Life in the sending state, with `scale` times the claims."""
    return Life(
        claims_a_day=w["claims_a_year"] * scale / S.YEAR,
        boat_share=w["boat_share"],
        origin_boat_o=_cumulative(w.by_origin("origin_weight_boat")),
        origin_other_o=_cumulative(w.by_origin("origin_weight_other")),
        decision_days_o=w.by_origin("decision_days"),
        refusal_share_o=w.by_origin("refusal_share"),
        appeal_share_o=w.by_origin("appeal_share"),
        appeal_days=w["appeal_days"],
        appeal_allowed_o=w.by_origin("appeal_allowed_share"),
        submissions_rate=float(_rate(w["further_submissions_a_year"])),
        submissions_days=w["further_submissions_days"],
        submissions_accepted=w["further_submissions_accepted_share"],
        barrier_rate=float(_rate(w["late_barrier_a_year"])),
        whereabouts_rate=float(_rate(w["whereabouts_unknown_a_year"])),
        voluntary_rate_o=_rate(w.by_origin("voluntary_return_a_year")),
        enforced_rate_o=_rate(w.by_origin("enforced_return_a_year")),
        death_rate=float(_rate(w["death_a_year"])),
        spread=w["time_spread"],
        deterrence=deterrence,
    )


def takes(scheme: Scheme, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Origins that the scheme is for and that the host accepts."""
    only, never = scheme.is_for.origins, scheme.is_for.not_origins
    return np.array([(only is None or o in only) and o not in never for o in names])


def referral(w: World, class_o: NDArray[np.float64]) -> Referral:
    """Who is referred and when they are ready; nobody if the scheme has no hub."""
    scheme = w.scheme
    if not scheme.hubs:
        nobody = np.zeros(len(w.origins))
        return Referral(POINT_NONE, np.zeros((len(w.origins), 2)), nobody, 0.0, 0.0, 0.0, 0.0, 0.0)
    return Referral(
        point=_POINTS[scheme.is_for.point],
        class_o=class_o,
        accepts_o=np.where(takes(scheme, w.origins), w["host_accepts_share"], 0.0),
        referral_share=w["referral_share"],
        referral_days=w["referral_days"],
        notice_days=w["notice_days"],
        fact_days=w["fact_finding_days"],
        opens=min(w[hub.opens_after_days] for hub in scheme.hubs),
    )


def can_wait(scheme: Scheme) -> NDArray[np.bool_]:
    """The stages in which a person could be moved, by the point from which the scheme takes people."""
    codes = {
        Point.ON_ARRIVAL: (S.CLAIM_PENDING,),
        Point.REFUSED: (S.REFUSED, S.AWAITING_RETURN),
        Point.APPEAL_RIGHTS_EXHAUSTED: (S.AWAITING_RETURN,),
    }[scheme.is_for.point]
    return np.isin(np.arange(len(S.STAGES)), codes)


def _calendar(w: World, hub: Hub, weeks: int, scale: float) -> NDArray[np.int64]:
    """Places by week: none before the opening, then growing evenly to all of them."""
    places = round(w[hub.places] * scale)
    opens = w[hub.opens_after_days]
    ramp = w[hub.full_after_days] if hub.full_after_days else 0.0
    day = np.arange(weeks) * S.WEEK
    share = np.clip((day - opens) / ramp, 0.0, 1.0) if ramp > 0 else (day >= opens).astype(float)
    return np.floor(places * share + 1e-9).astype(np.int64)


def stays(w: World, weeks: int, scale: float) -> Stays:
    """What the hubs are and how stays there go. The whole week in which a hub opens is without it."""
    hubs = w.scheme.hubs

    def each(figures: list[str]) -> NDArray[np.float64]:
        return np.array([w[name] for name in figures])

    open_to_claims = np.array([hub.host_procedure.open_to_people is not False for hub in hubs])
    caps = [math.ceil(w[hub.transfers_a_week] * scale) if hub.transfers_a_week else _NO_CAP for hub in hubs]
    return Stays(
        places_hw=np.array([_calendar(w, hub, weeks, scale) for hub in hubs]),
        a_week=np.array(caps, np.int64),
        takes_ho=np.array([takes(w.scheme, w.origins) for _ in hubs]),
        limit=each([hub.stay.limit for hub in hubs]),
        at_limit=np.array([_AT_LIMIT[hub.stay.at_limit] for hub in hubs], np.uint8),
        document_days_ho=np.array([w.by_origin(hub.stay.document_days) for hub in hubs]),
        document_share_ho=np.array([w.by_origin(hub.stay.document_share) for hub in hubs]),
        voluntary_rate_ho=np.array([_rate(w.by_origin(hub.stay.voluntary_return)) for hub in hubs]),
        leaves_rate=_rate(each([hub.stay.leaves for hub in hubs])),
        back_rate=_rate(each([hub.stay.transfer_back for hub in hubs])),
        barrier_rate=_rate(each([hub.stay.late_barrier for hub in hubs])),
        death_rate=_rate(each([hub.stay.death for hub in hubs])),
        claim_share=each([hub.host_procedure.claim_share for hub in hubs]) * open_to_claims,
        decision_days=each([hub.host_procedure.decision_days for hub in hubs]),
        grant_share=each([hub.host_procedure.grant_share for hub in hubs]),
        re_arrival_share=w["re_arrival_share"],
        re_arrival_days=w["re_arrival_days"],
        on_notice_share=w["notice_triggers_submissions_share"],
        submissions_days=w["further_submissions_days"],
        submissions_accepted=w["further_submissions_accepted_share"],
        spread=w["time_spread"],
    )


def weeks_in(years: int) -> int:
    """Weeks in the run, the last of which may be a part of one."""
    return math.ceil(years * S.YEAR / S.WEEK)


def days_in_weeks(years: int) -> NDArray[np.float64]:
    """Days of each week of the run: seven, but for the last."""
    return np.minimum(S.WEEK, years * S.YEAR - np.arange(weeks_in(years)) * S.WEEK)


def nobody(names: tuple[str, ...]) -> NDArray[np.float64]:
    """Verdict shares of a scheme that moves nobody."""
    return np.zeros((len(names), 2))
