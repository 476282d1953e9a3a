"""The hubs of a scheme in one world, declared as places: how stays go, and what limits moves."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from returnhub.scheme import limits as scheme_limits
from returnhub.scheme import model as scheme_model
from returnhub.scheme.hosts import Answer
from returnhub.scheme.limits import Step
from returnhub.scheme.model import AtLimit, Point
from returnhub.simulation import stages as S
from returnhub.simulation.fates import Fates, calendar, moving
from returnhub.simulation.model.declared import (
    By,
    Caps,
    Challenge,
    Chance,
    Clock,
    Delay,
    Exponential,
    Fixed,
    Hub,
    Lognormal,
    Places,
    Ready,
    Resource,
    Stay,
    StayRisk,
)
from returnhub.simulation.result import Outcome
from returnhub.simulation.streams import decision, uniform
from returnhub.simulation.worlds import KIND, KINDS, ORIGIN, World, rate, takes_hok, weeks_in

_LIKELY = 0.5
"""How likely a yes is where nobody knows the answer."""

_AT_LIMIT = {
    AtLimit.RELEASE_IN_HOST: Outcome.RELEASED_IN_HOST,
    AtLimit.TRANSFER_BACK: Outcome.TRANSFERRED_BACK,
}

_POINT_STAGES: dict[Point, tuple[Outcome, ...]] = {
    Point.ON_ARRIVAL: (Outcome.CLAIM_PENDING,),
    Point.REFUSED: (Outcome.REFUSED, Outcome.APPEAL_PENDING),
    Point.APPEAL_RIGHTS_EXHAUSTED: (Outcome.AWAITING_RETURN,),
}
"""The stages with which a scheme's point is reached."""

_DECIDED, _BARRIER = "days to the host's decision", "late barrier in the hub"


def places(
    w: World,
    class_ok: NDArray[np.float64],
    found: Fates,
    years: int,
    scale: float,
) -> Places:
    """The hubs, who is ready for them, and what limits moves: `scale` times the places and the resources.

    `class_ok` as in `lives.declare`.
    """
    scheme = w.scheme
    with_children = np.array([int(children) for _, children in KINDS])
    takes = takes_hok(scheme, w.origins)

    def by_home(by_children: NDArray[np.float64]) -> By:
        """From origin x children to origin x kind of household."""
        return By((ORIGIN, KIND), by_children[:, with_children].astype(float))

    def cap(figure: str | None) -> int | None:
        return None if figure is None else round(w[figure] * scale)

    accepted = np.where(takes.any(axis=0), w["host_accepts_share"], 0.0)
    before_decision = scheme.is_for.point is Point.ON_ARRIVAL
    agreement, verdict = scheme.agreement, "verdict of the scheme's rules"
    return Places(
        hubs=tuple(
            _hub(w, hub, h, by_home(takes[h].astype(float)), found, years, scale)
            for h, hub in enumerate(scheme.hubs)
        ),
        ready=Ready(
            since=_POINT_STAGES[scheme.is_for.point],
            needs=(
                Chance(verdict, by_home(class_ok[:, :, 1])),
                Chance("referred", w["referral_share"]),
                Chance("host accepts", by_home(accepted)),
            ),
            delays=(
                Delay("notice", Fixed(w["notice_days"])),
                Delay("days of referral", Lognormal(w["referral_days"], w["time_spread"])),
                Delay(
                    "days to mend an unknown",
                    Lognormal(w["fact_finding_days"], w["time_spread"]),
                    unless=Chance(verdict, by_home(class_ok[:, :, 0])),
                ),
            ),
        ),
        challenge=Challenge(
            "days of further submissions on notice",
            Chance("further submissions on notice", w["notice_triggers_submissions_share"]),
            Lognormal(w["further_submissions_days"], w["time_spread"]),
            Chance("further submissions on notice accepted", w["further_submissions_accepted_share"]),
            meanwhile=Outcome.CLAIM_PENDING if before_decision else Outcome.FURTHER_SUBMISSIONS_PENDING,
            # Who wins a challenge before any decision on the claim stays with the claim.
            accepted_to=None if before_decision else Outcome.PROTECTED,
        ),
        caps=Caps(cap(agreement.cap_in_all), cap(agreement.cap_a_year), cap(agreement.cap_at_one_time)),
        resources=_resources(w, scale),
    )


def _resources(w: World, scale: float) -> tuple[Resource, ...]:
    def needs(resource: scheme_limits.Resource, step: Step) -> float:
        return float(sum(w[n.amount] for n in resource.needs if n.step is step))

    return tuple(
        Resource(
            r.id,
            w[r.a_week] * scale,
            r.hub,
            notice=needs(r, Step.NOTICE),
            transfer=needs(r, Step.TRANSFER),
            onward=needs(r, Step.ONWARD_RETURN),
            challenge=needs(r, Step.SUBMISSIONS),
        )
        for r in w.scheme.resources
    )


def _hub(w: World, hub: scheme_model.Hub, h: int, takes: By, found: Fates, years: int, scale: float) -> Hub:
    weeks = weeks_in(years)
    closes = float(found.closes[h])
    return Hub(
        hub.id,
        calendar(w, hub, float(found.opens[h]), closes, weeks, scale),
        _stay(w, hub),
        takes,
        moving=moving(found, len(w.scheme.hubs), years)[h],
        closes=math.floor(closes / S.WEEK) if math.isfinite(closes) else None,
        on_closing=Outcome.TRANSFERRED_BACK,
        a_week=math.ceil(w[hub.transfers_a_week] * scale) if hub.transfers_a_week else None,
    )


def _stay(w: World, hub: scheme_model.Hub) -> Stay:
    """How stays go in a hub."""
    figures, claims = hub.stay, hub.host_procedure
    slower, fewer = host_and_origin(w, hub)
    open_to_claims = claims.open_to_people is not False
    spread = w["time_spread"]

    def of(values: NDArray[np.float64]) -> By:
        return By((ORIGIN,), values)

    def a_year(figure: str) -> Exponential:
        return Exponential(float(rate(w[figure])))

    return Stay(
        clocks=(
            Clock(
                _DECIDED,
                Lognormal(w[claims.decision_days], spread),
                Chance("claims asylum in the host", w[claims.claim_share] * open_to_claims),
            ),
            Clock(_BARRIER, a_year(figures.late_barrier)),
        ),
        risks=(
            # Nobody is returned while a claim in the host is undecided, or once a barrier has arisen.
            StayRisk(
                Outcome.RETURNED_ONWARD,
                Lognormal(of(w.by_origin(figures.document_days) * slower), spread),
                "days to a document in the hub",
                Chance(
                    "ever documented from the hub",
                    of(np.minimum(1.0, w.by_origin(figures.document_share) * fewer)),
                ),
                not_before=_DECIDED,
                unless=_BARRIER,
                held_up=True,
            ),
            StayRisk(
                Outcome.PROTECTED_IN_HOST,
                _DECIDED,
                chance=Chance("host grants protection", w[claims.grant_share]),
            ),
            StayRisk(
                Outcome.RETURNED_VOLUNTARILY_FROM_HUB,
                Exponential(of(rate(w.by_origin(figures.voluntary_return)))),
                "voluntary return from the hub",
            ),
            StayRisk(Outcome.LEFT_HUB, a_year(figures.leaves), "leaves the hub"),
            StayRisk(Outcome.TRANSFERRED_BACK, a_year(figures.transfer_back), "transfer back"),
            StayRisk(Outcome.DIED, a_year(figures.death), "death in the hub"),
        ),
        limit=w[figures.limit],
        at_limit=_AT_LIMIT[figures.at_limit],
        seen=_BARRIER,
    )


def host_and_origin(w: World, hub: scheme_model.Hub) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """By how much a document takes longer, and by how much fewer people get one, for each origin.

    What is not known of a host and an origin is drawn for the world, yes and no being as likely.
    """
    table = w.scheme.hosts.get(hub.host.code, {})
    slower: list[float] = []
    fewer: list[float] = []
    for origin in w.origins:
        row = table.get(origin)

        pair = f"{hub.host.code} {origin}"
        days = 1.0
        if not (
            _holds(w, pair, "consulate", row.consulate if row else Answer.NOT_KNOWN)
            or _holds(w, pair, "documents", row.documents if row else Answer.NOT_KNOWN)
        ):
            days *= w["no_consulate_days_ratio"]
        if not _holds(w, pair, "flights", row.flights if row else Answer.NOT_KNOWN):
            days *= w["no_flight_days_ratio"]
        recognised = _holds(w, pair, "recognises", row.recognises if row else Answer.NOT_KNOWN)
        slower.append(days)
        fewer.append(1.0 if recognised else w["not_recognised_share_ratio"])
    return np.array(slower), np.array(fewer)


def _holds(w: World, pair: str, question: str, answer: Answer) -> bool:
    if answer is Answer.NOT_KNOWN:
        return uniform(w.key, decision(f"{pair} {question}")) < _LIKELY
    return answer is Answer.YES
