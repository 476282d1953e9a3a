from __future__ import annotations

import pytest

from returnhub.assessment.sensitivity import Tornado, tornado, uncertain
from returnhub.scheme.load import load


@pytest.fixture(scope="module")
def found() -> Tornado:
    made = tornado(load("kosovo-2025"), "moved_a_year", years=4, trajectories=2, lucks=1)
    assert made is not None
    return made


def test_the_number_of_places_moves_the_people_moved_most(found: Tornado) -> None:
    assert "hub_places" in [e.figure for e in found.effects[:3]]
    places = next(e for e in found.effects if e.figure == "hub_places")
    assert places.at_low < places.at_high


def test_the_widest_bar_stands_first_and_assumptions_are_marked(found: Tornado) -> None:
    spans = [e.span for e in found.effects]
    assert spans == sorted(spans, reverse=True)
    scheme = load("kosovo-2025")
    assert all(e.is_assumption is scheme.figure(e.figure).is_assumption for e in found.effects)


def test_only_figures_with_a_range_that_the_simulation_reads_are_screened() -> None:
    scheme = load("kosovo-2025")
    names = uncertain(scheme)
    assert "hub_places" in names
    assert "deterrence" not in names
    assert "female_share" not in names


def test_without_a_hub_nothing_is_screened() -> None:
    assert tornado(load("none")) is None
