from __future__ import annotations

import numpy as np
import pytest

from returnhub.assessment.maps import Maps, maps
from returnhub.scheme.load import load


@pytest.fixture(scope="module")
def found() -> Maps:
    made = maps(load("kosovo-2025"), years=3, stay_runs=2, places_runs=3)
    assert made is not None
    return made


def test_a_map_is_seven_by_seven_with_a_rate_needed_for_every_run(found: Maps) -> None:
    assert found.stay.needed_yxr.shape == (7, 7, 2)
    assert found.places.pays_yx.shape == (7, len(found.places.rates.at))


def test_the_sourced_range_and_values_beyond_it_are_tried(found: Maps) -> None:
    scheme = load("kosovo-2025")
    for levels, name in ((found.places.places, "hub_places"), (found.stay.limits, "hub_stay_limit")):
        figure = scheme.figure(name)
        assert {figure.low, figure.middle, figure.high} <= set(levels.at)
        assert levels.at[0] < figure.low < figure.high < levels.at[-1]
    assert {0.0, 0.02, 0.1} <= set(found.places.rates.at)


def test_it_pays_in_more_runs_the_more_are_deterred(found: Maps) -> None:
    assert (np.diff(found.places.pays_yx, axis=1) >= 0).all()
    assert (found.stay.pays_yx(0.5) >= found.stay.pays_yx(0.05)).all()


def test_paying_at_a_rate_means_that_no_more_than_it_is_needed(found: Maps) -> None:
    rate = 0.1
    assert (found.stay.pays_yx(rate) == (found.stay.needed_yxr <= rate).mean(axis=2)).all()


def test_a_longer_limit_means_longer_stays_and_more_documents_more_returns(found: Maps) -> None:
    stays, returned = found.stay.stay_yx, found.stay.returned_yx
    assert stays[0].mean() < stays[-1].mean()
    assert returned[:, 0].mean() < returned[:, -1].mean()


def test_two_hubs_share_out_their_places_and_have_one_map() -> None:
    scheme = load("balkans-combined")
    made = maps(scheme, years=2, stay_runs=1, places_runs=1)
    assert made is not None
    low = sum(scheme.figure(hub.places).low for hub in scheme.hubs)
    assert made.places.places.low == low
    assert len(made.places.places.figures) == len(scheme.hubs)


def test_without_a_hub_there_is_no_map() -> None:
    assert maps(load("none")) is None
