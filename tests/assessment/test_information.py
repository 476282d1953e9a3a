"""The value of information: of a linear Gaussian choice in closed form, and of two shipped schemes."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from returnhub.assessment.information import (
    FEWEST_RUNS,
    Information,
    chance_of,
    expected,
    information,
    worth_of,
    worth_of_all,
)
from returnhub.scheme.load import load

RUNS = 4000
NORMAL = NormalDist()
SIZES = {"large": 1.0, "small": 0.5, "nothing": 0.0}
MEAN = 0.3


def closed_form(mean: float, spread: float) -> float:
    """E[max(0, N(mean, spread^2))] - max(0, mean)."""
    if spread == 0:
        return 0.0
    z = mean / spread
    return spread * NORMAL.pdf(z) + mean * NORMAL.cdf(z) - max(0.0, mean)


@pytest.fixture(scope="module")
def drawn() -> dict[str, np.ndarray]:
    luck = np.random.default_rng(7)
    return {name: luck.normal(size=RUNS) for name in SIZES}


@pytest.fixture(scope="module")
def values(drawn: dict[str, np.ndarray]) -> np.ndarray:
    """Nothing, or a gain that is linear in the inputs."""
    return np.column_stack([np.zeros(RUNS), MEAN + sum(size * drawn[n] for n, size in SIZES.items())])


@pytest.mark.parametrize("name", SIZES)
def test_knowing_one_input_is_worth_what_the_closed_form_says(
    name: str, drawn: dict[str, np.ndarray], values: np.ndarray
) -> None:
    worth, _ = worth_of(drawn[name], values)
    truth = closed_form(MEAN, SIZES[name])
    assert worth.value == pytest.approx(truth, abs=0.02)
    assert worth.low <= truth <= worth.high


def test_knowing_all_is_worth_what_the_closed_form_says(values: np.ndarray) -> None:
    truth = closed_form(MEAN, math.hypot(*SIZES.values()))
    found = worth_of_all(values)
    assert found.low <= truth <= found.high
    assert found.value == pytest.approx(truth, abs=0.02)


def test_the_choice_changes_where_the_known_input_makes_the_gain_a_loss(
    drawn: dict[str, np.ndarray], values: np.ndarray
) -> None:
    _, changes = worth_of(drawn["large"], values)
    assert changes == pytest.approx(NORMAL.cdf(-MEAN / SIZES["large"]), abs=0.04)
    assert worth_of(drawn["nothing"], values)[1] == 0.0


def test_an_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    covered = 0
    for seed in range(60):
        luck = np.random.default_rng(seed)
        x = luck.normal(size=300)
        worth, _ = worth_of(x, np.column_stack([np.zeros(300), x + luck.normal(size=300)]))
        covered += worth.low <= closed_form(0.0, 1.0) <= worth.high
    assert covered >= 50


def test_what_made_up_inputs_reach_by_chance_is_below_what_means_something(
    drawn: dict[str, np.ndarray], values: np.ndarray
) -> None:
    chance = chance_of(values, seed=1, shuffles=100)
    assert worth_of(drawn["nothing"], values)[0].value <= chance < worth_of(drawn["small"], values)[0].value


def test_what_an_input_that_never_varies_says_is_nothing() -> None:
    y = np.random.default_rng(1).normal(size=(100, 2))
    assert expected(np.ones(100), y) == pytest.approx(np.broadcast_to(y.mean(axis=0), y.shape))


@pytest.fixture(scope="module")
def found() -> Information:
    made = information(
        [load("kosovo-2025"), load("montenegro-2025")], "cost_net_gbp", years=1, runs=FEWEST_RUNS, scale=0.02
    )
    assert made is not None
    return made


def test_two_schemes_are_chosen_between_and_every_figure_of_either_is_asked(found: Information) -> None:
    assert found.today in found.schemes
    assert sum(found.best) == pytest.approx(1)
    names = {row.figure for row in found.rows}
    assert {"hub_places", "claims_a_year", "origin_weight_boat"} <= names
    assert [r.worth.value for r in found.rows] == sorted((r.worth.value for r in found.rows), reverse=True)
    assert all(row.worth.low <= row.worth.value <= row.worth.high for row in found.rows)


def test_a_measure_without_results_is_no_ground_for_a_choice() -> None:
    schemes = [load("kosovo-2025"), load("none")]
    assert information(schemes, "net_cost_per_completed_return", years=1, runs=2) is None
