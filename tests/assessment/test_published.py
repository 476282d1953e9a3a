"""The model beside published totals: distances of known runs, and shipped totals in a small run."""

from __future__ import annotations

from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from returnhub.assessment.published import (
    Count,
    Fit,
    Predicted,
    Total,
    count,
    distance,
    held,
    totals,
    with_totals,
)
from returnhub.problems import Code, Problems
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.simulation.result import Result
from returnhub.simulation.run import simulate

NORMAL = NormalDist(100, 10)
RUNS = np.array([NORMAL.inv_cdf((k + 0.5) / 2000) for k in range(2000)])


@pytest.mark.parametrize(
    ("published", "fit"), [(100, Fit.WITHIN), (118, Fit.MODEL_TOO_LOW), (82, Fit.MODEL_TOO_HIGH)]
)
def test_a_number_among_normal_runs_has_their_percentile_and_z(published: float, fit: Fit) -> None:
    percentile, z, times, found = distance(published, RUNS)
    assert found is fit
    assert percentile == pytest.approx(NORMAL.cdf(published), abs=0.001)
    assert z == pytest.approx((published - 100) / 10, abs=0.02)
    assert times == pytest.approx(100 / published, abs=0.001)


def test_runs_that_are_all_alike_have_no_z() -> None:
    percentile, z, _, found = distance(5.0, np.full(10, 5.0))
    assert (percentile, found) == (0.5, Fit.WITHIN)
    assert np.isnan(z)


@pytest.fixture(scope="module")
def gjader() -> tuple[Scheme, Result]:
    scheme = load("italy-albania-2025")
    return scheme, simulate(scheme, years=2, replications=3, scale=0.2)


@pytest.fixture(scope="module")
def predicted(gjader: tuple[Scheme, Result]) -> Predicted:
    return held(totals("italy-albania-2025", gjader[0]), *gjader)


def test_entries_and_exits_at_gjader_are_held_against_the_first_weeks(predicted: Predicted) -> None:
    rows = {row.total.id: row for row in predicted.rows}
    assert rows["gjader-entries"].published.middle == 140
    assert rows["gjader-exits"].published.middle == 113
    assert rows["gjader-entries"].fit is Fit.MODEL_TOO_LOW, "with a fifth of the people"
    assert rows["gjader-entries"] in predicted.misfits


def test_who_entered_has_left_or_is_there(gjader: tuple[Scheme, Result]) -> None:
    def of(model: Count) -> np.ndarray:
        return count(Total(id="one", model=model, weeks=40, figure="hub_places"), gjader[1])

    assert (of(Count.ENTRIES) == of(Count.EXITS) + of(Count.PRESENT)).all()
    assert (of(Count.EXITS) >= of(Count.HUB_RETURNS) + of(Count.TAKEN_BACK)).all()


def test_every_shipped_total_has_a_source_a_date_and_figures_that_exist() -> None:
    assert set(with_totals()) == {"none", "italy-albania-2025"}
    for name in with_totals():
        scheme = load(name)
        for one in totals(name, scheme):
            figure = one.total or scheme.figure(one.figure or "")
            assert figure.source, one.id
            assert figure.date is not None, one.id


def test_totals_of_the_united_kingdom_name_boats_refusals_and_returns() -> None:
    models = {one.model for one in totals("none", load("none"))}
    assert {Count.BOATS, Count.REFUSALS, Count.RETURNS, Count.BOAT_RETURNS} <= models


def test_a_total_that_names_no_figure_and_one_without_its_weeks_are_refused(tmp_path: Path) -> None:
    (tmp_path / "scheme.yaml").write_text("id: x\n", encoding="utf-8")
    (tmp_path / "published.yaml").write_text(
        "- {id: a, model: refusals a year, figure: no_such_figure}\n"
        "- {id: b, model: stays ended in the first weeks, figure: gjader_left}\n",
        encoding="utf-8",
    )
    with pytest.raises(Problems) as caught:
        totals(tmp_path, load("none"))
    assert [p.where.line for p in caught.value.items] == [2, 1]
    assert caught.value.items[1].code is Code.SCHEME_FIGURE_MISSING


def test_a_scheme_without_published_totals_is_told_so() -> None:
    with pytest.raises(Problems) as caught:
        totals("kosovo-2025", load("kosovo-2025"))
    assert [p.code for p in caught.value.items] == [Code.FILE_MISSING]
