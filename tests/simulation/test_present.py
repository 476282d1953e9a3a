"""The hubs keep who is present: people may come a few at a time or all at once, and memory stays level."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from some_models import models
from told_by_engine import by_engine

from returnhub.scheme.load import load
from returnhub.simulation import present, waiting, worlds
from returnhub.simulation import stages as S
from returnhub.simulation.fates import fates
from returnhub.simulation.limits import limits_of
from returnhub.simulation.lives import declare
from returnhub.simulation.model.compiled import compile_model
from returnhub.simulation.model.declared import Model
from returnhub.simulation.model.paths import pick
from returnhub.simulation.model.sample import sample
from returnhub.simulation.replicate import Outlook, replicate
from returnhub.simulation.streams import replication_key

DAYS = 400.5
WARM_UP = -4 * S.YEAR
STATUS = Path("/proc/self/status")
SLOW_TO_MAKE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


@pytest.fixture(scope="module", autouse=True)
def leave_often() -> Generator[None]:
    """Who is done leaves as soon as as many have come as are kept, however few those are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(present, "_FEW", 1)
        yield


def key(seed: int) -> np.uint64:
    return np.uint64(replication_key(np.uint64(seed), np.uint64(0)))


def of_scheme(name: str, years: int, scale: float) -> tuple[Model, float]:
    """A shipped scheme in one world, and the day on which its first hub opens."""
    world = worlds.draw(load(name), 1, 0, {})
    found = fates(world, years * S.YEAR)
    ok = np.tile([0.3, 0.6], (len(world.origins), 2, 1))
    return declare(world, ok, found, years, scale), float(found.opens.min(initial=math.inf))


def same(model: Model, seed: int, end: float, start: float, opens: float, few: int) -> bool:
    """Whether everybody's life, each hub and each line are the same to the bit, in either way of coming."""
    some, *some_seen = by_engine(model, key(seed), end, start, opens, few)
    all_at_once, *all_seen = by_engine(model, key(seed), end, start, opens, 10**6)
    return some == all_at_once and all(map(np.array_equal, some_seen, all_seen))


@pytest.mark.parametrize("name", ["kosovo-2025", "rwanda-2022", "italy-albania-2025"])
def test_a_few_at_a_time_meet_the_same_hubs_as_all_at_once(name: str) -> None:
    model, opens = of_scheme(name, 6, 0.01)
    assert same(model, 1, 6 * S.YEAR, WARM_UP, opens, 50)


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW_TO_MAKE)
@given(models(DAYS), st.integers(0, 1_000), st.integers(1, 40))
def test_they_do_so_in_a_model_of_any_kind(model: Model, seed: int, few: int) -> None:
    start = -200.0 if seed % 3 == 0 else 0.0
    assert same(model, seed, DAYS, start, 30.0 if seed % 5 == 0 else 0.0, few)


@pytest.mark.long
@settings(max_examples=2_000, deadline=None, suppress_health_check=SLOW_TO_MAKE)
@given(models(DAYS), st.integers(0, 1_000), st.integers(1, 40))
def test_they_do_so_in_thousands_of_models(model: Model, seed: int, few: int) -> None:
    start = -200.0 if seed % 3 == 0 else 0.0
    assert same(model, seed, DAYS, start, 30.0 if seed % 5 == 0 else 0.0, few)


def most_present(name: str, years: int) -> tuple[int, int]:
    """The most households that the hubs kept at one time, and all that came before them."""
    model, opens = of_scheme(name, years, 0.02)
    c, end = compile_model(model), years * S.YEAR
    hubs = present.Hubs(c, limits_of(model, worlds.weeks_in(years)), end)
    most = came = 0
    for chunk in sample(c, key(1), WARM_UP, end, end, 50):
        found = waiting.prospects(chunk.people, c.stages.waits_s, S.WAITING_FOR_PLACE, opens, end)
        came += found.sampled_as.size
        hubs.run(found, pick(chunk.people, found.sampled_as), chunk.until)
        most = max(most, hubs.present)
    return most, came


@pytest.mark.parametrize("name", ["kosovo-2025", "rwanda-2022"])
def test_who_is_kept_does_not_grow_with_the_years(name: str) -> None:
    (short, came_in_short), (long, came_in_long) = most_present(name, 15), most_present(name, 40)
    assert came_in_long > 2 * came_in_short
    assert long <= 1.3 * short
    assert long < came_in_long / 5


def peak(years: int) -> float:
    """MB at most of a process that simulates so many years of a whole scheme."""
    command = [sys.executable, "-c", f"from test_present import run; run({years})"]
    here = Path(__file__).parent
    return float(subprocess.run(command, cwd=here, check=True, capture_output=True, text=True).stdout)


def run(years: int) -> None:
    """Simulate and print the peak."""
    scheme = load("kosovo-2025")
    ok = np.tile([0.3, 0.6], (len(worlds.origins(scheme)), 2, 1))
    replicate(worlds.draw(scheme, 1, 0, {}), ok, Outlook(years, seed=1), 0)
    found = re.search(r"VmHWM:\s+(\d+)", STATUS.read_text())
    print(int(found[1]) / 1024 if found else math.nan)


@pytest.mark.long
@pytest.mark.skipif(not STATUS.exists(), reason="this system does not say how much memory a process took")
def test_forty_years_take_little_more_memory_than_ten() -> None:
    assert peak(40) <= 1.15 * peak(10)
