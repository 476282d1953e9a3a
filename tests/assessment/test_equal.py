"""Where two schemes are equal: of a linear model at the known value, and of shipped schemes in small."""

from __future__ import annotations

import math

import pytest

from returnhub.assessment.axes import Axis
from returnhub.assessment.equal import BreakEvens, Found, Measure, break_evens, crossing, needed
from returnhub.assessment.small import Small
from returnhub.assessment.two_way import as_rows, two_way
from returnhub.scheme.load import load

TRIED = [0.0, 0.25, 0.5, 0.75, 1.0]


def test_two_straight_lines_are_equal_where_they_cross() -> None:
    # 3 + 2 x against 4.2 - x: at x = 1.2 / 3
    found = crossing(lambda x: (3 + 2 * x) - (4.2 - x), TRIED)
    assert found.found is Found.AT
    assert found.at == pytest.approx(1.2 / 3, abs=0.005)
    assert not found.rising


def test_a_line_that_falls_is_better_above_its_crossing() -> None:
    assert crossing(lambda x: 0.3 - x, TRIED).rising


def test_steps_of_whole_people_are_crossed_too() -> None:
    found = crossing(lambda x: 7 - math.floor(10 * x), TRIED)
    assert found.at == pytest.approx(0.7, abs=0.01)


@pytest.mark.parametrize(("gap", "answer"), [(1.0, Found.NEVER), (-1.0, Found.ALWAYS), (0.0, Found.ALIKE)])
def test_no_crossing_is_an_answer_too(gap: float, answer: Found) -> None:
    assert crossing(lambda _: gap, TRIED).found is answer


def test_more_than_one_crossing_is_said() -> None:
    found = crossing(lambda x: (x - 0.3) * (x - 0.6), TRIED)
    assert (found.found, found.others) == (Found.AT, 1)
    assert found.at == pytest.approx(0.3, abs=0.01)


def test_the_deterrence_needed_is_the_gap_over_what_arrivals_cost() -> None:
    assert needed(50e6, 20e6, 120e6).at == pytest.approx(30 / 120)
    assert needed(20e6, 50e6, 120e6).found is Found.ALWAYS
    assert needed(200e6, 0.0, 120e6).found is Found.NEVER
    assert needed(1e6, 0.0, 0.0).found is Found.NEVER


def both() -> BreakEvens:
    return break_evens(load("kosovo-2025"), load("north-macedonia-2025"), years=1, worlds=1)


@pytest.fixture(scope="module")
def pair() -> BreakEvens:
    return both()


def test_one_processor_finds_what_many_find(pair: BreakEvens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert repr(both().rows) == repr(pair.rows)


def test_every_axis_is_answered_for_costs_and_all_but_deterrence_for_returns(pair: BreakEvens) -> None:
    assert [(row.axis, row.measure) for row in pair.rows] == [
        (Axis.DETERRENCE, Measure.NET_COST),
        (Axis.STAY, Measure.NET_COST),
        (Axis.STAY, Measure.RETURNS),
        (Axis.DOCUMENTED, Measure.NET_COST),
        (Axis.DOCUMENTED, Measure.RETURNS),
    ]
    assert all(row.found + row.always + row.never + row.alike == pytest.approx(1) for row in pair.rows)


def test_beside_no_hub_the_deterrence_needed_is_that_of_the_run() -> None:
    scheme = load("kosovo-2025")
    alone = break_evens(scheme, None, years=1, worlds=2).rows[0]
    small = Small(scheme, 1, 1)
    runs = [small(k)["breakeven_deterrence"] for k in range(2)]
    within = [x for x in runs if 0 < x <= 1]
    assert alone.found == len(within) / 2
    assert alone.at.mean == pytest.approx(sum(within) / len(within) if within else math.nan, nan_ok=True)


def test_a_map_of_two_schemes_holds_a_share_of_worlds_for_each_pair() -> None:
    found = two_way(
        load("kosovo-2025"), load("north-macedonia-2025"), Axis.DETERRENCE, Axis.PLACES, years=1, worlds=1
    )
    assert found.costs_no_more_yx.shape == (len(found.rows.at), len(found.columns.at))
    assert (found.costs_no_more_yx[:, :-1] <= found.costs_no_more_yx[:, 1:]).all()
    assert found.returns_no_fewer_yx is None
    rows = as_rows(found)
    assert len(rows) == 1 + found.costs_no_more_yx.size
    assert rows[0][:2] == ("places", "deterrence")
