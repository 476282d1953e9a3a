"""The engine against a plain list of events for everybody: the same people, stage by stage, day by day."""

from __future__ import annotations

import math

import numpy as np
import pytest
from benchmarks.hub1.ours import declared
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from some_models import models
from told_by_engine import apart

from returnhub.scheme.load import load
from returnhub.scheme.shipped import shipped_schemes
from returnhub.simulation import present, worlds
from returnhub.simulation import stages as S
from returnhub.simulation.fates import fates
from returnhub.simulation.lives import declare
from returnhub.simulation.model.declared import Model
from returnhub.simulation.streams import replication_key

DAYS = 400.5
YEARS, WARM_UP = 4, 2


def key(seed: int, replication: int = 0) -> np.uint64:
    return np.uint64(replication_key(np.uint64(seed), np.uint64(replication)))


def of_scheme(name: str, replication: int) -> tuple[Model, float]:
    """A shipped scheme in one world, and the day on which its first hub opens."""
    scheme = load(name)
    world = worlds.draw(scheme, 1, replication, {})
    found = fates(world, YEARS * S.YEAR)
    ok = np.broadcast_to([0.5, 0.9], (len(world.origins), 2, 2))
    return declare(world, ok, found, YEARS, scale=0.005), float(found.opens.min(initial=math.inf))


@pytest.mark.parametrize("name", shipped_schemes())
def test_everybody_lives_the_same_life_in_a_shipped_scheme(name: str) -> None:
    model, opens = of_scheme(name, 1)
    assert apart(model, key(1, 1), YEARS * S.YEAR, -WARM_UP * S.YEAR, opens) == []


@pytest.mark.long
@pytest.mark.parametrize("name", shipped_schemes())
def test_everybody_does_so_in_other_worlds(name: str) -> None:
    for k in range(2, 12):
        model, opens = of_scheme(name, k)
        assert apart(model, key(1, k), YEARS * S.YEAR, -WARM_UP * S.YEAR, opens) == []


def test_everybody_lives_the_same_life_in_hub_1() -> None:
    assert apart(declared(0.005), key(1), S.YEAR) == []


def test_everybody_does_so_when_the_hubs_forget_who_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(present, "_FEW", 1)
    assert apart(declared(0.005), key(2), S.YEAR, most=50) == []
    model, opens = of_scheme("kosovo-2025", 3)
    assert apart(model, key(1, 3), YEARS * S.YEAR, -WARM_UP * S.YEAR, opens, most=50) == []


def lives_the_same(model: Model, seed: int) -> None:
    """In a run with people who came before it and one without, and hubs that open at once or later."""
    start = -200.0 if seed % 3 == 0 else 0.0
    opens = 30.0 if seed % 5 == 0 else 0.0
    assert apart(model, key(seed), DAYS, start, opens) == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(models(DAYS), st.integers(0, 1_000))
def test_everybody_lives_the_same_life_in_a_model_of_any_kind(model: Model, seed: int) -> None:
    lives_the_same(model, seed)


@pytest.mark.long
@settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(models(DAYS), st.integers(0, 1_000))
def test_everybody_does_so_in_thousands_of_models(model: Model, seed: int) -> None:
    lives_the_same(model, seed)
