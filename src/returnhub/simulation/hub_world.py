"""The hubs of one world as the kernel reads them: how stays go, and what limits moves."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from returnhub.scheme.hosts import Answer
from returnhub.scheme.limits import Step
from returnhub.scheme.model import AtLimit, Hub
from returnhub.simulation import stages as S
from returnhub.simulation.fates import Fates, calendar, moving
from returnhub.simulation.limits import NO_CAP, Limits
from returnhub.simulation.stay import Stays
from returnhub.simulation.streams import decision, uniform
from returnhub.simulation.worlds import World, rate, takes_hok, weeks_in

_LIKELY = 0.5
"""How likely a yes is where nobody knows the answer."""

_AT_LIMIT = {AtLimit.RELEASE_IN_HOST: S.RELEASED_IN_HOST, AtLimit.TRANSFER_BACK: S.TRANSFERRED_BACK}


def stays(w: World) -> Stays:
    """How stays go in each hub."""
    hubs = w.scheme.hubs

    def each(figures: list[str]) -> NDArray[np.float64]:
        return np.array([w[name] for name in figures])

    open_to_claims = np.array([hub.host_procedure.open_to_people is not False for hub in hubs])
    slower, fewer = zip(*(_host_and_origin(w, hub) for hub in hubs), strict=True)
    share = np.array([w.by_origin(hub.stay.document_share) for hub in hubs])
    return Stays(
        limit=each([hub.stay.limit for hub in hubs]),
        at_limit=np.array([_AT_LIMIT[hub.stay.at_limit] for hub in hubs], np.uint8),
        document_days_ho=np.array([w.by_origin(hub.stay.document_days) for hub in hubs]) * np.array(slower),
        document_share_ho=np.minimum(1.0, share * np.array(fewer)),
        voluntary_rate_ho=np.array([rate(w.by_origin(hub.stay.voluntary_return)) for hub in hubs]),
        leaves_rate=rate(each([hub.stay.leaves for hub in hubs])),
        back_rate=rate(each([hub.stay.transfer_back for hub in hubs])),
        barrier_rate=rate(each([hub.stay.late_barrier for hub in hubs])),
        death_rate=rate(each([hub.stay.death for hub in hubs])),
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


def _host_and_origin(w: World, hub: Hub) -> tuple[list[float], list[float]]:
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
    return slower, fewer


def _holds(w: World, pair: str, question: str, answer: Answer) -> bool:
    if answer is Answer.NOT_KNOWN:
        return uniform(w.key, decision(f"{pair} {question}")) < _LIKELY
    return answer is Answer.YES


def limits(w: World, found: Fates, years: int, scale: float) -> Limits:
    """What limits moves: `scale` times the places and the resources."""
    scheme, hubs, weeks = w.scheme, w.scheme.hubs, weeks_in(years)
    takes = takes_hok(scheme, w.origins)
    caps = [math.ceil(w[hub.transfers_a_week] * scale) if hub.transfers_a_week else NO_CAP for hub in hubs]
    names = [hub.id for hub in hubs]
    resources = scheme.resources

    def needs(step: Step) -> NDArray[np.float64]:
        return np.array([sum(w[n.amount] for n in r.needs if n.step is step) for r in resources], float)

    def cap(figure: str | None) -> int:
        return NO_CAP if figure is None else round(w[figure] * scale)

    agreement = scheme.agreement
    submissions = needs(Step.SUBMISSIONS)
    a_week = np.array([w[r.a_week] * scale for r in resources], float)
    tribunal = [
        S.WEEK * float(need / most) if most > 0 else math.inf
        for need, most in zip(submissions, a_week, strict=True)
        if need > 0
    ]
    closed = np.where(np.isfinite(found.closes), found.closes / S.WEEK, weeks + 1)
    return Limits(
        places_hw=np.array(
            [
                calendar(w, hub, float(found.opens[h]), float(found.closes[h]), weeks, scale)
                for h, hub in enumerate(hubs)
            ]
        ),
        moving_hw=moving(found, len(hubs), years),
        closes=np.floor(closed).astype(np.int64),
        takes_ho=takes[:, :, 0],
        takes_children=np.array([hub.takes.families_with_children for hub in hubs]),
        a_week=np.array(caps, np.int64),
        cap_in_all=cap(agreement.cap_in_all),
        cap_a_year=cap(agreement.cap_a_year),
        cap_at_one_time=cap(agreement.cap_at_one_time),
        of_r=np.array([-1 if r.hub is None else names.index(r.hub) for r in resources], np.int64),
        a_week_r=a_week,
        notice_r=needs(Step.NOTICE),
        transfer_r=needs(Step.TRANSFER),
        onward_r=needs(Step.ONWARD_RETURN),
        submissions_r=submissions,
        tribunal_days=max(tribunal, default=0.0),
    )
