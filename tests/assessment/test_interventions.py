"""Interventions in an assessment: what each would do, on the same people and luck, and what the page says."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from returnhub.assessment.assess import Assessment, assess
from returnhub.assessment.interventions import off, with_each
from returnhub.assessment.report import interventions as part
from returnhub.assessment.report.page import command, render
from returnhub.scheme.load import load
from returnhub.scheme.switch import Switches
from returnhub.simulation.run import simulate

TASKFORCE = "migration-taskforce"


@pytest.fixture(scope="module")
def switched_on() -> Assessment:
    return assess(load("none"), years=3, replications=3, switches=Switches((TASKFORCE,)))


def test_each_that_is_off_is_asked_about_alone(kosovo: Assessment) -> None:
    found = kosovo.evidence.interventions
    assert [w.intervention.id for w in found.what_ifs] == [TASKFORCE, "albania-cooperation"]
    assert found.stay_away is None


def test_a_what_if_adds_up(kosovo: Assessment) -> None:
    for w in kosovo.evidence.interventions.what_ifs:
        gone = w.stay_away.mean + w.another_way.mean
        assert -w.by_boat_more.mean == pytest.approx(gone)
        assert w.by_boat_without.mean + w.by_boat_more.mean == pytest.approx(w.by_boat.mean)


def test_arrivals_are_the_same_with_and_without_the_hubs_that_a_what_if_leaves_out(
    kosovo: Assessment,
) -> None:
    scheme = kosovo.scheme
    bare = with_each(scheme)[0].model_copy(update={"interventions": scheme.interventions})
    r = simulate(bare, years=kosovo.years, replications=kosovo.replications, seed=kosovo.seed)
    for measure in ("boat_claims_a_year", "claims_a_year"):
        assert np.array_equal(r.values(measure), kosovo.evidence.result.values(measure))


def test_an_intervention_that_is_on_is_told_and_not_asked_about(switched_on: Assessment) -> None:
    found = switched_on.evidence.interventions
    assert [one.id for one in off(switched_on.scheme)] == ["albania-cooperation"]
    assert [w.intervention.id for w in found.what_ifs] == ["albania-cooperation"]
    assert found.stay_away is not None
    assert found.stay_away.high > 0
    assert "Switched on: Joint migration taskforce" in part.lead(switched_on)


def test_the_command_that_makes_the_page_again_names_the_switches(switched_on: Assessment) -> None:
    assert command(switched_on).endswith(f" --with {TASKFORCE}")


def test_the_page_says_reach_range_start_and_who_claims_it(kosovo: Assessment) -> None:
    section = render(kosovo).partition('id="interventions"')[2].partition("</section>")[0]
    for text in (
        "0% to 50%",
        "after the first day, then over",
        "Afghanistan 2% to 35%",
        "that same work has by now cut irregular crossings",
        "is no evidence for the claim",
        "in full from the first day",
    ):
        assert text in section, text


def test_a_scheme_without_interventions_has_no_such_part() -> None:
    bare = load("none").model_copy(update={"interventions": ()})
    assert 'id="interventions"' not in render(assess(bare, years=2, replications=2))


def test_a_heading_is_the_finding(kosovo: Assessment) -> None:
    assert "fewer people a year would come by boat" in part.heading(kosovo)
    nothing = dataclasses.replace(kosovo.evidence.interventions, what_ifs=())
    quiet = dataclasses.replace(kosovo, evidence=dataclasses.replace(kosovo.evidence, interventions=nothing))
    assert part.heading(quiet) == "No intervention on arrivals is switched on"
