from __future__ import annotations

import numpy as np
import pytest

from returnhub.assessment.margins import PLACES_STEP, Margins, margins
from returnhub.assessment.small import Small
from returnhub.scheme.load import load
from returnhub.simulation.run import simulate


@pytest.fixture(scope="module")
def found() -> Margins:
    made = margins(load("kosovo-2025"), years=4, runs=3)
    assert made is not None
    return made


def test_a_place_a_week_more_and_less_and_a_point_are_priced(found: Margins) -> None:
    assert [row.says.split(" ")[1] for row in found.rows] == ["more", "more", "week", "percentage"]


def test_one_more_place_is_a_tenth_of_what_ten_more_do_to_the_same_people() -> None:
    scheme = load("kosovo-2025")
    made = margins(scheme, years=4, runs=3)
    small = Small(scheme, 4, 1, scale=1.0)
    each = [small(k, shift={"hub_places": PLACES_STEP})["moved"] - small(k)["moved"] for k in range(3)]
    assert made is not None
    assert made.rows[0].moved.middle == pytest.approx(np.median(each) / PLACES_STEP)


def test_a_run_at_full_size_is_the_run_that_simulate_makes() -> None:
    scheme = load("kosovo-2025")
    small = Small(scheme, 3, 5, scale=1.0)
    result = simulate(scheme, years=3, replications=2, seed=5)
    for name in ("moved", "completed_returns", "cost_net_gbp"):
        assert [small(k)[name] for k in range(2)] == pytest.approx(result.values(name).tolist())


def test_a_share_is_never_shifted_beyond_what_a_share_can_be() -> None:
    small = Small(load("kosovo-2025"), 2, 1)
    beyond, whole = small(0, shift={"hub_document_share": 5.0}), small(0, fixed={"hub_document_share": 1.0})
    assert beyond == pytest.approx(whole, nan_ok=True)


def test_without_a_hub_nothing_more_can_be_had() -> None:
    assert margins(load("none")) is None
