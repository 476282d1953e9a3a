"""Sobol's indices: against Ishigami's function, whose indices are known, and on a small run of a scheme."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from returnhub.assessment.ranking import Choice, Indices, Ranking, choose, indices, rank
from returnhub.assessment.small import every, finished
from returnhub.scheme.load import load

Rows = NDArray[np.float64]


def ishigami(rows: Rows) -> Rows:
    """Ishigami and Homma (1990): sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, each x uniform over -pi to pi."""
    x = math.pi * (2 * rows - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def known() -> tuple[list[float], list[float]]:
    """First and total order in closed form, with a = 7 and b = 0.1."""
    a, b = 7.0, 0.1
    first_1 = 0.5 * (1 + b * math.pi**4 / 5) ** 2
    first_2 = a**2 / 8
    both = b**2 * math.pi**8 * (1 / 18 - 1 / 50)
    whole = first_1 + first_2 + both
    return [first_1 / whole, first_2 / whole, 0.0], [
        (first_1 + both) / whole,
        first_2 / whole,
        both / whole,
    ]


@pytest.fixture(scope="module")
def found() -> Indices:
    made = indices(["x1", "x2", "x3"], 2048, 3, ishigami)
    assert made is not None
    return made


def test_the_indices_of_ishigamis_function_come_out_as_they_are_known(found: Indices) -> None:
    first, total = known()
    assert [i.value for i in found.first] == pytest.approx(first, abs=0.02)
    assert [i.value for i in found.total] == pytest.approx(total, abs=0.02)


def test_the_known_indices_lie_in_the_intervals(found: Indices) -> None:
    for index, truth in zip((*found.first, *found.total), (*known()[0], *known()[1]), strict=True):
        assert index.low - 0.01 <= truth <= index.high + 0.01
        assert index.high - index.low < 0.15


def test_figures_of_one_group_move_together_and_count_once() -> None:
    made = indices(["x1", "rest", "rest"], 2048, 3, ishigami)
    assert made is not None
    first, total = known()
    assert [i.value for i in made.total] == pytest.approx([total[0], 1 - first[0]], abs=0.02)


def test_a_run_without_a_result_takes_its_base_point_out_and_is_counted() -> None:
    def holes(rows: Rows) -> Rows:
        values = ishigami(rows)
        values[[0, 7]] = math.nan
        return values

    made = indices(["x1", "x2", "x3"], 512, 3, holes)
    assert made is not None
    assert (made.missing, made.used) == (2, 510)
    assert made.total[0].value == pytest.approx(known()[1][0], abs=0.1)


def test_runs_that_were_stopped_leave_the_base_points_that_are_whole() -> None:
    made = indices(["x1", "x2", "x3"], 512, 3, lambda rows: ishigami(rows[:1003]))
    assert made is not None
    assert made.used == 200


@pytest.mark.parametrize("seed", [0, 5])
def test_the_same_seed_gives_the_same_indices_to_the_last_bit(seed: int) -> None:
    assert repr(indices(["a", "b", "c"], 64, seed, ishigami)) == repr(
        indices(["a", "b", "c"], 64, seed, ishigami)
    )


def stops() -> int:
    raise KeyboardInterrupt


def test_after_ctrl_c_what_was_done_in_order_is_kept_or_nothing_is() -> None:
    told: list[int] = []
    runs = [lambda: 1, lambda: 2, stops, lambda: 4]
    assert finished(runs, told.append) == [1, 2]
    assert told == [1, 2]
    with pytest.raises(KeyboardInterrupt):
        every(runs, told.append)


def test_where_nothing_varies_there_is_nothing_to_rank() -> None:
    assert indices(["a", "b"], 64, 1, lambda rows: np.ones(len(rows))) is None


@pytest.fixture(scope="module")
def ranking() -> Ranking:
    sizes = {"refusal_share": 2.0, "claims_a_year": 1.0, "hub_places": 0.5}
    choice = Choice("refused_a_year", sizes, 0)
    made = rank(load("kosovo-2025"), choice, years=1, figures=2, base=8, scale=0.02)
    assert made is not None
    return made


def test_morris_chooses_what_moves_refusals_before_what_cannot() -> None:
    sizes = choose(load("none"), "refused_a_year", years=1, trajectories=2, scale=0.005).sizes
    assert list(sizes.values()) == sorted(sizes.values(), reverse=True)
    assert sizes["claims_a_year"] > 0
    assert sizes["support_cost"] == 0


def test_a_scheme_is_ranked_by_the_figures_that_morris_chose(ranking: Ranking) -> None:
    assert {r.figure for r in ranking.rows} == {"refusal_share", "claims_a_year"}
    assert [r.total.value for r in ranking.rows] == sorted(
        (r.total.value for r in ranking.rows), reverse=True
    )
    assert (ranking.asked, ranking.runs, ranking.partial) == (8, 8 * (2 + 1 + 2), False)
    assert ranking.screened > 40
    assert ranking.together.low <= ranking.together.value <= ranking.together.high


def test_a_measure_that_no_figure_moves_is_not_ranked() -> None:
    assert rank(load("kosovo-2025"), Choice("places", {"hub_places": 0.0}, 1)) is None
