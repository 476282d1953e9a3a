"""Where people contend is read off the declaration: the rest is nobody's business but a person's own."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from benchmarks.hub1.ours import declared
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from some_models import models
from told_by_engine import Life, by_engine

from returnhub.scheme.load import load
from returnhub.simulation import stages as S
from returnhub.simulation import worlds
from returnhub.simulation.fates import fates
from returnhub.simulation.lives import declare
from returnhub.simulation.model.contends import Split, contends
from returnhub.simulation.model.declared import (
    Model,
    Ready,
)
from returnhub.simulation.result import Outcome
from returnhub.simulation.streams import replication_key

DAYS = 300.0
ANY = list(HealthCheck)


def key(seed: int) -> np.uint64:
    return np.uint64(replication_key(np.uint64(seed), np.uint64(0)))


def of_scheme(name: str) -> Split:
    scheme = load(name)
    world = worlds.draw(scheme, 1, 0, {})
    names = world.origins
    return contends(declare(world, worlds.nobody(names), fates(world, S.YEAR), 1))


def lives(model: Model, seed: int) -> dict[int, Life]:
    return by_engine(model, key(seed), DAYS)[0]


def test_in_hub_1_only_the_queue_and_the_hub_need_a_list_of_events() -> None:
    model = declared(0.01)
    found = contends(model)
    assert (found.waits, found.placed) == (("queue",), ("hub",))
    assert set(found.alone) == {s.name for s in model.stages} - {"queue", "hub"}


def test_in_a_scheme_they_are_those_in_which_its_point_lets_people_be_moved() -> None:
    refused, arrived, none = of_scheme("kosovo-2025"), of_scheme("rwanda-2022"), of_scheme("none")
    assert refused.waits == (Outcome.AWAITING_RETURN,)
    assert arrived.waits == (Outcome.CLAIM_PENDING,)
    assert {Outcome.IN_HUB, Outcome.WAITING_FOR_PLACE} <= {*refused.placed} & {*arrived.placed}
    assert (none.waits, none.placed) == ((), ())


def test_a_stage_to_which_nobody_comes_who_is_ready_is_sampled_person_by_person() -> None:
    model = declared(0.01)
    places = replace(model.places, ready=Ready(since=("granted_review",)))
    found = contends(replace(model, places=places))
    assert (found.waits, found.placed) == ((), ())
    assert "queue" in found.alone
    assert all(life.at == math.inf for life in lives(replace(model, places=places), 1).values())


@settings(max_examples=15, deadline=None, suppress_health_check=ANY)
@given(models(DAYS), st.integers(0, 100))
def test_places_change_nothing_for_those_who_never_come_where_people_contend(model: Model, seed: int) -> None:
    if model.places is None:
        return
    none = tuple(replace(hub, capacity=0) for hub in model.places.hubs)
    without = lives(replace(model, places=replace(model.places, hubs=none)), seed)
    split = contends(model)
    for person, life in lives(model, seed).items():
        met = {stage for _, stage in life.path}
        if not met & {*split.waits, *split.placed}:
            assert without[person] == life
