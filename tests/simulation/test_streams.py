"""Random numbers: uniform, keyed by name and never by order, and the normal law right in both tails."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnhub.simulation.streams import (
    decision,
    exponential,
    lognormal,
    normal,
    person_key,
    replication_key,
    uniform,
)

PEOPLE = 50_000
MOST_Z = 4.5


def uniforms(name: str, seed: int = 1, replication: int = 0, people: int = PEOPLE) -> np.ndarray:
    key = np.uint64(replication_key(np.uint64(seed), np.uint64(replication)))
    what = decision(name)
    return np.array([uniform(np.uint64(person_key(key, np.uint64(p))), what) for p in range(people)])


@pytest.fixture(scope="module")
def refused() -> np.ndarray:
    return uniforms("refused")


def test_numbers_fill_the_unit_interval_evenly(refused: np.ndarray) -> None:
    counts = np.histogram(refused, 100, (0.0, 1.0))[0]
    chi_square = ((counts - PEOPLE / 100) ** 2 / (PEOPLE / 100)).sum()
    assert abs(chi_square - 99) / math.sqrt(2 * 99) < MOST_Z
    assert refused.min() > 0.0
    assert refused.max() < 1.0


def test_low_bits_are_even_too(refused: np.ndarray) -> None:
    counts = np.histogram((refused * 2.0**20) % 1.0, 100, (0.0, 1.0))[0]
    chi_square = ((counts - PEOPLE / 100) ** 2 / (PEOPLE / 100)).sum()
    assert abs(chi_square - 99) / math.sqrt(2 * 99) < MOST_Z


@pytest.mark.parametrize(
    ("name", "seed", "replication"), [("appeals", 1, 0), ("refused", 2, 0), ("refused", 1, 1)]
)
def test_another_decision_seed_or_replication_is_independent(
    refused: np.ndarray, name: str, seed: int, replication: int
) -> None:
    other = uniforms(name, seed, replication)
    assert abs(np.corrcoef(refused, other)[0, 1]) * math.sqrt(PEOPLE) < MOST_Z


def test_neighbours_are_independent(refused: np.ndarray) -> None:
    assert abs(np.corrcoef(refused[:-1], refused[1:])[0, 1]) * math.sqrt(PEOPLE) < MOST_Z


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=8, unique=True), st.data())
def test_the_order_of_drawing_and_a_new_decision_change_nothing(
    names: list[str], data: st.DataObject
) -> None:
    key = np.uint64(person_key(np.uint64(replication_key(np.uint64(7), np.uint64(3))), np.uint64(11)))
    before = {name: uniform(key, decision(name)) for name in names}
    shuffled = data.draw(st.permutations([*names, "a decision that was added later"]))
    after = {name: uniform(key, decision(name)) for name in shuffled}
    assert {name: after[name] for name in names} == before


def test_a_persons_number_does_not_depend_on_who_else_is_drawn() -> None:
    assert uniforms("refused", people=3)[2] == uniforms("refused", people=10)[2]


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_normal_is_the_quantile_of_the_normal_law(side: float) -> None:
    u = np.concatenate([np.linspace(0.0005, 0.5, 4_000), np.geomspace(1e-15, 0.03, 4_000)])
    u = u if side < 0 else 1.0 - u[u > 1e-12]
    exact = NormalDist()
    assert max(abs(normal(x) - exact.inv_cdf(x)) for x in u) < 1e-8


@given(st.floats(1e-12, 1 - 1e-7), st.floats(1e-8, 1e-3))
def test_normal_grows_with_its_number(u: float, more: float) -> None:
    assert normal(min(u + more, 1 - 1e-12)) >= normal(u)


def test_times_have_the_law_they_are_named_after(refused: np.ndarray) -> None:
    days = np.array([lognormal(100.0, 0.6, u) for u in refused])
    logs = np.log(days / 100.0) / 0.6
    assert abs(logs.mean()) * math.sqrt(PEOPLE) < MOST_Z
    assert abs(logs.var() - 1.0) * math.sqrt(PEOPLE / 2) < MOST_Z
    waits = np.array([exponential(0.02, u) for u in refused])
    assert abs(waits.mean() * 0.02 - 1.0) * math.sqrt(PEOPLE) < MOST_Z


def test_an_event_of_no_rate_never_comes() -> None:
    assert exponential(0.0, 0.5) == math.inf
