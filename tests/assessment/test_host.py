from __future__ import annotations

import polars as pl
import pytest

from returnhub.assessment.assess import Assessment
from returnhub.assessment.host import STAYS_THERE, HostBears, bears
from returnhub.assessment.knowing import knowing
from returnhub.assessment.left import left
from returnhub.scheme.load import load
from returnhub.simulation.days import WEEK, YEAR
from returnhub.simulation.result import Group, Result
from returnhub.simulation.run import simulate


@pytest.fixture(scope="module")
def rwanda() -> tuple[HostBears, Result]:
    scheme = load("rwanda-2022")
    result = simulate(scheme, years=6, replications=3)
    return bears(scheme, result)[0], result


def test_people_who_stay_in_the_host_are_those_whose_stays_ended_so(
    rwanda: tuple[HostBears, Result],
) -> None:
    found, result = rwanda
    there = [outcome.value for outcome in STAYS_THERE]
    ends = result.stay_ends.filter(pl.col("outcome").cast(pl.String).is_in(there))
    assert found.stayed.mean == pytest.approx(ends["people"].sum() / result.replications)
    by_year = sum(y.released.mean + y.protected.mean + y.left.mean for y in found.years)
    assert by_year == pytest.approx(found.stayed.mean)


def test_the_last_year_ends_with_the_people_of_the_last_whole_week(
    rwanda: tuple[HostBears, Result],
) -> None:
    found, result = rwanda
    week = int(6 * YEAR / WEEK) - 1
    people = result.weekly.filter(pl.col("week") == week).group_by("rep").agg(pl.col("people").sum())
    assert found.years[-1].in_hub.middle == people["people"].median()
    assert found.most_in_hub.high >= found.years[-1].in_hub.high


def test_nobody_claims_in_a_host_that_is_not_open_to_claims() -> None:
    scheme = load("rwanda-2022")
    shut = [
        hub.model_copy(
            update={"host_procedure": hub.host_procedure.model_copy(update={"open_to_people": False})}
        )
        for hub in scheme.hubs
    ]
    closed = scheme.model_copy(update={"hubs": tuple(shut)})
    found = bears(closed, simulate(closed, years=5, replications=2))[0]
    assert found.claims.high == 0


def test_each_host_of_two_hubs_bears_its_own(kosovo: Assessment) -> None:
    scheme = load("balkans-combined")
    found = bears(scheme, simulate(scheme, years=5, replications=2))
    assert [one.host.code for one in found] == [hub.host.code for hub in scheme.hubs]
    assert [one.host.code for one in kosovo.evidence.hosts] == ["XKX"]


def test_who_is_left_adds_up_to_everybody_with_the_scheme_and_without(kosovo: Assessment) -> None:
    found = left(kosovo.scheme, kosovo.evidence.result, Group.CLAIM)
    here = sum(row.here.mean for row in found.rows)
    assert here == pytest.approx(found.people.mean)
    assert sum(row.without.mean for row in found.rows) == pytest.approx(here)
    assert sum(row.difference.mean for row in found.rows) == pytest.approx(0, abs=1e-6)
    assert sum(row.moved.mean for row in found.rows) == pytest.approx(found.moved.mean)


def test_with_few_runs_nothing_is_said_of_what_knowing_is_worth(kosovo: Assessment) -> None:
    assert kosovo.evidence.knowing is None


def test_knowing_one_figure_is_never_worth_much_more_than_knowing_all() -> None:
    scheme = load("kosovo-2025")
    found = knowing(scheme, simulate(scheme, years=3, replications=60, scale=0.1))
    assert found is not None
    assert found.everything >= 0
    # A fitted curve is not exact: one figure may seem worth a little more than all.
    assert all(row.gbp <= 1.2 * found.everything + 1 for row in found.rows)
