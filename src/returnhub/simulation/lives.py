"""A scheme in one world, declared as a model: what people live through before, without and after a hub.

Most households are one person. A couple or a family with children is refused, waits, is moved and
returns together, as one claim; every count is of people. The hub takes people out of lives that are
sampled whole. So the scheme and "no scheme" meet the same people with the same luck, and what a moved
person would otherwise have done is known, not guessed.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from returnhub.scheme.interventions import Route
from returnhub.scheme.model import Point
from returnhub.simulation import stages as S
from returnhub.simulation.fates import Fates
from returnhub.simulation.model.declared import (
    Arrivals,
    Attribute,
    By,
    Chance,
    Exponential,
    Filter,
    Fixed,
    Lognormal,
    Mark,
    Model,
    Risk,
    Stage,
    Way,
)
from returnhub.simulation.places import places
from returnhub.simulation.result import Outcome
from returnhub.simulation.worlds import KIND, KINDS, ORIGIN, ROUTE, World, rate

Floats = NDArray[np.float64]

_BOAT, _OTHER = range(2)

_APPEAL_TIME = 14.0
"""Days to lodge an appeal: domain rule UK-03."""

_MORE_CHILDREN = 3
"""A family has one child and at most so many more."""

_SUBMISSIONS = 2
"""Further submissions of one person at most."""

_CAN_WAIT: dict[Point, tuple[Outcome, ...]] = {
    Point.ON_ARRIVAL: (Outcome.CLAIM_PENDING,),
    Point.REFUSED: (Outcome.REFUSED, Outcome.AWAITING_RETURN),
    Point.APPEAL_RIGHTS_EXHAUSTED: (Outcome.AWAITING_RETURN,),
}
"""The stages in which a person could be moved: at the point, and in no procedure that stops removal."""


def declare(
    w: World,
    class_ok: Floats,
    found: Fates,
    years: int,
    scale: float = 1.0,
    deterrence: float = 0.0,
) -> Model:
    """The world's scheme as a model, with `scale` times the claims, places and resources.

    `class_ok`: by origin and whether the household has children, the share whose conditions hold, and that
    with those unknown today whose conditions would hold once known; the rest are never ready. `found`: what
    happens to the hubs. `deterrence` keeps that share of new arrivals by boat away.
    """
    kinds = _kinds(w)
    homes = kinds.sum(axis=1)
    boat, other = (
        weights / weights.sum() * homes
        for weights in (w.by_origin("origin_weight_boat"), w.by_origin("origin_weight_other"))
    )
    by_boat, by_others = w["boat_share"] * boat.sum(), (1.0 - w["boat_share"]) * other.sum()
    boat_share = float(by_boat / (by_boat + by_others))
    origins = np.array([boat / boat.sum(), other / other.sum()])
    sizes = np.array([size for size, _ in KINDS], float)
    children = np.array([has for _, has in KINDS], float)
    return Model(
        arrivals=Arrivals(w["claims_a_year"] * scale / S.YEAR * float(by_boat + by_others)),
        attributes=(
            Attribute(ROUTE, (boat_share, 1.0 - boat_share)),
            Attribute(ORIGIN, By((ROUTE,), origins)),
            Attribute(KIND, By((ORIGIN,), kinds / homes[:, None])),
        ),
        stages=_stages(w),
        places=places(w, class_ok, found, years, scale) if w.scheme.hubs else None,
        stay=Outcome.IN_HUB,
        waiting=Outcome.WAITING_FOR_PLACE,
        size=By((KIND,), sizes),
        counted_by=ORIGIN,
        marks=_marks(children),
        filters=_filters(w, deterrence),
    )


def _marks(children: Floats) -> tuple[Mark, ...]:
    """In the order of the flags of `simulation.stages`."""
    by_boat = By((ROUTE,), np.array([1.0, 0.0]))
    return (
        Mark(enters=(Outcome.CLAIM_PENDING,)),
        Mark(by_boat),
        Mark(enters=(Outcome.REFUSED, Outcome.APPEAL_PENDING)),
        Mark(enters=(Outcome.AWAITING_RETURN,)),
        Mark(by_boat, new=True),
        Mark(moved=True),
        Mark(By((KIND,), children)),
    )


def _stages(w: World) -> tuple[Stage, ...]:
    """Every stage, in the order of their codes."""
    before_decision = w.scheme.is_for.point is Point.ON_ARRIVAL

    def of(figure: str) -> By:
        return By((ORIGIN,), w.by_origin(figure))

    def days(figure: str) -> Lognormal:
        return Lognormal(of(figure), w["time_spread"])

    def once(name: str, to: Outcome, a_day: float | By) -> Risk:
        return Risk(name, Exponential(a_day), (Way(to),))

    def a_year(figure: str) -> By:
        return By((ORIGIN,), rate(w.by_origin(figure)))

    ends = (
        once("barrier", Outcome.BARRIER, float(rate(w["late_barrier_a_year"]))),
        once("whereabouts", Outcome.WHEREABOUTS_UNKNOWN, float(rate(w["whereabouts_unknown_a_year"]))),
        once("voluntary return", Outcome.RETURNED_VOLUNTARILY, a_year("voluntary_return_a_year")),
        once("enforced return", Outcome.RETURNED_ENFORCED, a_year("enforced_return_a_year")),
        once("death", Outcome.DIED, float(rate(w["death_a_year"]))),
    )
    submissions = Risk(
        "further submissions",
        Exponential(float(rate(w["further_submissions_a_year"]))),
        (Way(Outcome.FURTHER_SUBMISSIONS_PENDING),),
        most=_SUBMISSIONS,
    )
    # Who is moved before any decision on their claim and comes back, has it decided: that is not followed.
    once_back = () if before_decision else ends
    comes_back: tuple[Risk, ...] = ()
    if w.scheme.hubs:
        days_away = Lognormal(w["re_arrival_days"], w["time_spread"])
        again = Chance("re-arrives", w["re_arrival_share"])
        comes_back = (Risk("days to re-arrival", days_away, (Way(Outcome.RE_ARRIVED),), chance=again),)
    risks: dict[Outcome, tuple[Risk, ...]] = {
        Outcome.CLAIM_PENDING: (
            Risk(
                "days to the decision",
                days("decision_days"),
                (
                    Way(Outcome.PROTECTED, unless=Chance("claim refused", of("refusal_share"))),
                    Way(Outcome.APPEAL_PENDING, if_=Chance("appeals", of("appeal_share"))),
                    Way(Outcome.REFUSED),
                ),
            ),
        ),
        Outcome.REFUSED: (Risk("time to appeal", Fixed(_APPEAL_TIME), (Way(Outcome.AWAITING_RETURN),)),),
        Outcome.APPEAL_PENDING: (
            Risk(
                "days to the appeal's decision",
                days("appeal_days"),
                (
                    Way(Outcome.PROTECTED, if_=Chance("appeal allowed", of("appeal_allowed_share"))),
                    Way(Outcome.AWAITING_RETURN),
                ),
            ),
        ),
        Outcome.AWAITING_RETURN: (submissions, *ends),
        Outcome.FURTHER_SUBMISSIONS_PENDING: (
            Risk(
                "days of further submissions",
                Lognormal(w["further_submissions_days"], w["time_spread"]),
                (
                    Way(
                        Outcome.PROTECTED,
                        if_=Chance("further submissions accepted", w["further_submissions_accepted_share"]),
                    ),
                    Way(Outcome.AWAITING_RETURN),
                ),
            ),
        ),
        Outcome.LEFT_HUB: comes_back,
        Outcome.RELEASED_IN_HOST: comes_back,
        Outcome.TRANSFERRED_BACK: once_back,
        Outcome.RE_ARRIVED: once_back,
    }
    called = {
        Outcome.AWAITING_RETURN: "the wait for return",
        Outcome.TRANSFERRED_BACK: "the wait for return once back",
        Outcome.RE_ARRIVED: "the wait for return once back",
    }
    can_wait = _CAN_WAIT[w.scheme.is_for.point] if w.scheme.hubs else ()
    return tuple(
        Stage(stage, risks.get(stage, ()), waits=stage in can_wait, called=called.get(stage))
        for stage in S.STAGES
    )


def _kinds(w: World) -> Floats:
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


def _filters(w: World, deterrence: float) -> tuple[Filter, ...]:
    """What keeps people from coming: the deterrence that is asked about, then interventions."""
    filters: list[Filter] = []
    if deterrence > 0.0:
        filters.append(Filter("deterred", By((ROUTE,), np.array([deterrence, 0.0]))))
    for one in w.scheme.interventions:
        if not one.active:
            continue
        share = w.by_origin(one.reach) * w[one.prevents]
        kept = np.zeros((2, len(w.origins)))
        if one.route is not Route.OTHER:
            kept[_BOAT] = share
        if one.route is not Route.BOAT:
            kept[_OTHER] = share
        starts = w[one.starts_after_days]
        filters.append(
            Filter(
                f"kept from coming by {one.id}",
                By((ROUTE, ORIGIN), kept),
                from_day=starts,
                full_day=starts + w[one.full_after_days],
                instead=(ROUTE, _OTHER),
                instead_share=w[one.displaced],
            )
        )
    return tuple(filters)
