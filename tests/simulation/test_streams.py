"""Random numbers: uniform, keyed by name and never by order."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnhub.simulation.streams import (
    decision,
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
