"""Whose turn it is in a declared model, and what is seen of a challenge, where an oracle found faults."""

from __future__ import annotations

import math

import numpy as np
from told_by_engine import Life, by_engine

from returnhub.simulation.model.declared import (
    Arrivals,
    Challenge,
    Chance,
    Exponential,
    Fixed,
    Hub,
    Lognormal,
    Model,
    Places,
    Ready,
    Risk,
    Stage,
    Stay,
    Way,
)
from returnhub.simulation.streams import replication_key

DAYS = 365.0


def lives(challenge: Challenge | None = None) -> list[Life]:
    """Everybody, in the order of their coming: too many for the places, and past a notice they wait on."""
    model = Model(
        Arrivals(0.5),
        (),
        (
            Stage("in time", (Risk("lapses", Fixed(10.0), (Way("out of time"),)),), waits=True),
            Stage("out of time", waits=True),
            Stage("heard"),
            Stage("allowed", (Risk("leaves", Exponential(0.1), (Way("gone"),)),)),
            Stage("in line"),
            Stage("in a hub"),
            Stage("gone"),
        ),
        Places((Hub("one", 5, Stay((), 30.0, "gone")),), Ready(("in time",)), challenge=challenge),
        stay="in a hub",
        waiting="in line",
    )
    key = np.uint64(replication_key(np.uint64(1), np.uint64(0)))
    return sorted(by_engine(model, key, DAYS)[0].values(), key=lambda life: life.path[0][0])


def heard(allowed: float) -> list[Life]:
    chances = Chance("challenges", 0.5), Chance("is allowed", allowed)
    return lives(
        Challenge("days to be heard", chances[0], Lognormal(60.0, 0.5), chances[1], "heard", "allowed")
    )


def test_who_goes_from_one_stage_that_waits_to_another_keeps_their_turn() -> None:
    at = [life.at for life in lives()]
    assert at == sorted(at)
    assert math.isinf(at[-1])


def test_their_wait_is_seen_as_one() -> None:
    for life in lives():
        assert [stage for _, stage in life.path].count("in line") <= 1


def test_nothing_is_seen_after_the_last_day() -> None:
    assert max(day for life in heard(0.0) for day, _ in life.path) < DAYS


def test_whoever_wins_a_challenge_goes_on_from_where_it_leads() -> None:
    won = [life for life in heard(1.0) if life.decided < DAYS]
    assert won
    assert all([stage for _, stage in life.path][-1] in {"allowed", "gone"} for life in won)
    assert any([stage for _, stage in life.path][-2:] == ["allowed", "gone"] for life in won)
