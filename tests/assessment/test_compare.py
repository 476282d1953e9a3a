from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from returnhub.assessment.assess import Assessment
from returnhub.assessment.compare import compare, side_by_side, with_places
from returnhub.problems import Code, Problems
from returnhub.scheme.load import load


def test_a_number_of_places_replaces_the_range_and_nothing_else() -> None:
    scheme = load("kosovo-2025")
    fixed = with_places(scheme, 250)
    changed = {name for name in scheme.figures if scheme.figures[name] != fixed.figures[name]}
    assert changed == {scheme.hubs[0].places}
    assert fixed.figure(scheme.hubs[0].places).amount("IRN").quantile(0.9) == 250
    assert fixed.id == "kosovo-2025-250-places"


def test_a_place_more_never_moves_fewer_people_of_the_same_luck(kosovo: Assessment) -> None:
    moved = [v.result.values("moved") for v in kosovo.evidence.variants]
    assert all((fewer <= more).all() for fewer, more in pairwise(moved))


def test_a_difference_is_taken_run_by_run_and_not_between_bands(kosovo: Assessment) -> None:
    few, many = kosovo.evidence.variants[0], kosovo.evidence.variants[-1]
    compared = side_by_side([few.scheme, many.scheme], [few.result, many.result])
    difference = compared.difference("moved", many.scheme.id)
    each = many.result.values("moved") - few.result.values("moved")
    assert difference is not None
    assert difference.band.middle == np.median(each)
    assert difference.more == np.mean(each > 0)


def test_the_same_scheme_compared_with_itself_under_another_name_differs_in_nothing() -> None:
    scheme = load("none")
    other = scheme.model_copy(update={"id": "none-again"})
    compared = compare([scheme, other], years=2, replications=2, seed=3)
    assert {d.band.low for d in compared.differences} | {d.band.high for d in compared.differences} == {0.0}


def test_more_than_six_schemes_cannot_be_read_side_by_side() -> None:
    scheme = load("none")
    seven = [scheme.model_copy(update={"id": f"none-{i}"}) for i in range(7)]
    with pytest.raises(Problems) as caught:
        compare(seven, years=1, replications=1)
    assert caught.value.items[0].given["expected"] == "a list of two to 6 different schemes"


def test_one_scheme_alone_cannot_be_compared() -> None:
    with pytest.raises(Problems) as caught:
        compare([load("none")], years=1, replications=1)
    assert caught.value.items[0].code is Code.SIMULATION_OPTION_WRONG
