"""A hub and its queue alone, with people who come as told: what the theory of queues has formulas for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from returnhub.simulation import stages as S
from returnhub.simulation.hub import advance
from returnhub.simulation.hub_state import ONWARD_WAITS, begin
from returnhub.simulation.limits import NO_CAP, Limits
from returnhub.simulation.model.compiled import Stays, compile_model
from returnhub.simulation.model.declared import (
    Amount,
    Arrivals,
    Attribute,
    Challenge,
    Chance,
    Clock,
    Exponential,
    Hub,
    Lognormal,
    Model,
    Places,
    Ready,
    Stage,
    Stay,
    StayRisk,
)
from returnhub.simulation.model.paths import People
from returnhub.simulation.result import Outcome
from returnhub.simulation.streams import person_key, replication_key
from returnhub.simulation.waiting import Prospects, Spans

Floats = NDArray[np.float64]
ENDLESS = 1e12


class Moved(NamedTuple):
    """What the hubs did with everybody, by household, by span and by hub, as `hub_state` has it."""

    at: Floats
    hub: NDArray[np.int8]
    ended: Floats
    end_stage: NDArray[np.uint8]
    barred: NDArray[np.bool_]
    submitted: Floats
    decided: Floats
    accepted: NDArray[np.bool_]
    spans: Spans
    span_hub: NDArray[np.int8]
    span_taken: Floats
    people_hw: NDArray[np.int64]
    queue_hw: NDArray[np.int64]
    entered_hw: NDArray[np.int64]
    area: Floats
    queue_area: Floats
    held_hl: NDArray[np.int64]
    used_ry: Floats
    onward_waits: int


def run(
    people: People, spans: Spans, since: Floats, stays: Stays, amounts: Floats, limits: Limits, end: float
) -> Moved:
    """The hubs before people of whom all are known from the start."""
    state = begin(Prospects(np.arange(since.size), since, people, spans), limits, end)
    advance(state, people, stays, amounts, limits, end, end)
    moves, waits, seen = state.moves, state.waits, state.seen
    return Moved(
        moves.at,
        moves.hub,
        moves.ended,
        moves.end_stage,
        moves.barrier < np.minimum(moves.ended, end),
        moves.submitted,
        moves.decided,
        moves.accepted,
        Spans(waits.person, waits.start, waits.end),
        waits.hub,
        waits.taken,
        seen.people_hw,
        seen.queue_hw,
        seen.entered_hw,
        seen.area,
        seen.queue_area,
        seen.held_hl,
        seen.used_ry,
        int(state.now.numbers[ONWARD_WAITS]),
    )


class Hubs(NamedTuple):
    """How stays go, with their amounts, and what limits moves."""

    stays: Stays
    amounts: Floats
    limits: Limits


def stay_of(
    *,
    limit: float,
    at_limit: int,
    documented: Amount = 0.0,
    document_days: Amount = 1.0,
    voluntary: Amount = 0.0,
    leaves: float = 0.0,
    back: float = 0.0,
    barrier: float = 0.0,
    death: float = 0.0,
    claims: float = 0.0,
    decision_days: float = 1.0,
    granted: float = 0.0,
    spread: float = 0.0,
) -> Stay:
    """A stay that ends as those of schemes do."""
    decided, barred = "decided", "barred"
    return Stay(
        clocks=(
            Clock(decided, Lognormal(decision_days, spread), Chance("claims", claims)),
            Clock(barred, Exponential(barrier)),
        ),
        risks=(
            StayRisk(
                Outcome.RETURNED_ONWARD,
                Lognormal(document_days, spread),
                "document",
                Chance("documented", documented),
                not_before=decided,
                unless=barred,
                held_up=True,
            ),
            StayRisk(Outcome.PROTECTED_IN_HOST, decided, chance=Chance("granted", granted)),
            StayRisk(Outcome.RETURNED_VOLUNTARILY_FROM_HUB, Exponential(voluntary), "voluntary"),
            StayRisk(Outcome.LEFT_HUB, Exponential(leaves), "leaves"),
            StayRisk(Outcome.TRANSFERRED_BACK, Exponential(back), "back"),
            StayRisk(Outcome.DIED, Exponential(death), "death"),
        ),
        limit=limit,
        at_limit=S.STAGES[at_limit],
        seen=barred,
    )


def compiled_stays(
    stays: Sequence[Stay],
    attributes: tuple[Attribute, ...] = (),
    submits: float = 0.0,
    submissions_days: float = 1.0,
    accepted: float = 0.0,
    spread: float = 0.0,
) -> tuple[Stays, Floats]:
    """Stays and what an offer brings, as the kernel reads them."""
    offer = Challenge(
        "days of submissions",
        Chance("submits", submits),
        Lognormal(submissions_days, spread),
        Chance("accepted", accepted),
        meanwhile=Outcome.FURTHER_SUBMISSIONS_PENDING,
    )
    hubs = tuple(
        Hub(f"hub {k}", 1, stay, on_closing=Outcome.TRANSFERRED_BACK) for k, stay in enumerate(stays)
    )
    places = Places(hubs, Ready(since=(Outcome.AWAITING_RETURN,)), challenge=offer)
    found = compile_model(
        Model(
            arrivals=Arrivals(1.0),
            attributes=attributes,
            stages=tuple(Stage(stage) for stage in S.STAGES),
            places=places,
            stay=Outcome.IN_HUB,
        )
    )
    assert found.stays is not None
    return found.stays, found.amounts_cv


def hub(
    places: int | list[int],
    end: float,
    *,
    limit: float = ENDLESS,
    at_limit: int = S.TRANSFERRED_BACK,
    a_week: int = 10**9,
    documented: float = 0.0,
    document_days: float = 1.0,
    spread: float = 0.0,
    shut_weeks: tuple[int, ...] = (),
    closes_week: int | None = None,
    in_all: int = NO_CAP,
    a_year: int = NO_CAP,
    at_one_time: int = NO_CAP,
    resources: tuple[dict[str, float], ...] = (),
    tribunal_days: float = 0.0,
    voluntary: float = 0.0,
    leaves: float = 0.0,
    back: float = 0.0,
    barrier: float = 0.0,
    death: float = 0.0,
    claims: float = 0.0,
    decision_days: float = 1.0,
    granted: float = 0.0,
    submits: float = 0.0,
    submissions_days: float = 1.0,
    accepted: float = 0.0,
) -> Hubs:
    """One or more like hubs, open to all from the first day; stays are endless but for what is given."""
    each = np.atleast_1d(np.array(places, np.int64))
    weeks = math.ceil(end / S.WEEK)

    def of(name: str) -> Floats:
        return np.array([resource.get(name, 0.0) for resource in resources], float)

    places_hw = np.repeat(each[:, None], weeks, axis=1)
    if closes_week is not None:
        places_hw[:, closes_week:] = 0
    moving = np.ones(places_hw.shape, np.bool_)
    moving[:, list(shut_weeks)] = False
    limits = Limits(
        places_hw=places_hw,
        moving_hw=moving,
        closes=np.full(each.size, weeks + 1 if closes_week is None else closes_week, np.int64),
        takes_hc=np.ones((each.size, 1), np.bool_),
        line_c=np.ones(1, np.int64),
        helps=True,
        a_week=np.full(each.size, a_week, np.int64),
        cap_in_all=in_all,
        cap_a_year=a_year,
        cap_at_one_time=at_one_time,
        of_r=np.full(len(resources), -1, np.int64),
        a_week_r=of("a_week"),
        notice_r=of("notice"),
        transfer_r=of("transfer"),
        onward_r=of("onward"),
        submissions_r=of("submissions"),
        tribunal_days=tribunal_days,
    )
    stay = stay_of(
        limit=limit,
        at_limit=at_limit,
        documented=documented,
        document_days=document_days,
        voluntary=voluntary,
        leaves=leaves,
        back=back,
        barrier=barrier,
        death=death,
        claims=claims,
        decision_days=decision_days,
        granted=granted,
        spread=spread,
    )
    stays, amounts = compiled_stays(
        [stay] * each.size,
        submits=submits,
        submissions_days=submissions_days,
        accepted=accepted,
        spread=spread,
    )
    return Hubs(stays, amounts, limits)


def arrivals(a_day: float, end: float, seed: int) -> Floats:
    """Days of a Poisson process before `end`."""
    rng = np.random.default_rng(seed)
    return np.sort(rng.uniform(0.0, end, rng.poisson(a_day * end)))


def send(
    ready: Floats,
    patience: Floats | float,
    hubs: Hubs,
    end: float,
    seed: int = 1,
    sizes: Sequence[int] | None = None,
) -> Moved:
    """Households (of one person, if not said) ready on those days, each waiting as long as its patience."""
    n = ready.size
    key = np.uint64(replication_key(np.uint64(seed), np.uint64(0)))
    people = People(
        at=np.zeros(n + 1, np.int64),
        time=np.zeros(0),
        stage=np.zeros(0, np.uint8),
        of=np.zeros(n, np.int32),
        origin=np.zeros(n, np.uint8),
        flags=np.zeros(n, np.uint8),
        ready=ready,
        key=np.array([person_key(key, np.uint64(i)) for i in range(n)], np.uint64),
        size=np.ones(n, np.uint8) if sizes is None else np.array(sizes, np.uint8),
    )
    spans = Spans(np.arange(n), ready, ready + patience)
    return run(people, spans, ready, hubs.stays, hubs.amounts, hubs.limits, end)
