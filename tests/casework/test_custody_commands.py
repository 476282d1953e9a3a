"""Custody and voluntary return: each verb once, each refusal."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.casework.cases import refusal
from tests.service_people import a_case, days_ago, moment, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands.bars import open_bar
from returnhub.casework.commands.cases import record_happening
from returnhub.casework.commands.custody import (
    Bail,
    begin_custody,
    end_custody,
    ground_lapsed,
    record_bail,
    review_custody,
    weigh_alternative,
)
from returnhub.casework.commands.found import known
from returnhub.casework.commands.offers import answer_voluntary_return, offer_voluntary_return
from returnhub.casework.models import Bar, Clock, Custody, Standing
from returnhub.procedure import Event

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def officer(database):
    return someone(Role.AUTHORISING)


@pytest.fixture(scope="module")
def screening(database):
    return someone(Role.SCREENING)


def held(officer, screening, ago: int = 10) -> Custody:
    case = a_case(screening)
    return begin_custody(
        officer,
        case=case.pk,
        authority="Chief immigration officer",
        ground=Custody.Ground.FLIGHT_RISK,
        why="Left the reporting address twice",
        began=moment(days_ago(ago)),
    )


def clocks(case: int) -> dict[str, dt.date]:
    return {c.kind: c.ends_on for c in Clock.objects.filter(case=case, ended=None)}


def test_custody_begins_with_its_facts_and_clocks(officer, screening):
    custody = held(officer, screening)
    facts = known(custody.case_id, today())
    assert (facts["custody"], facts["custody_ground"]) == ("held", "flight_risk")
    assert facts["custody_review_on"] == days_ago(10).isoformat()
    assert clocks(custody.case_id)["custody_review"] == days_ago(10) + dt.timedelta(days=28)
    assert Standing.objects.get(case=custody.case_id).custody


def test_a_ground_that_the_law_does_not_list_is_refused(officer, screening):
    case = a_case(screening)
    problem = refusal(
        lambda: begin_custody(
            officer, case=case.pk, authority="x", ground="deterrence", why="x", began=moment(today())
        )
    )
    assert problem.where.field == "ground"


def test_nobody_is_held_twice_at_once(officer, screening):
    custody = held(officer, screening)
    problem = refusal(
        lambda: begin_custody(
            officer,
            case=custody.case_id,
            authority="x",
            ground=Custody.Ground.SECURITY,
            why="x",
            began=moment(today()),
        )
    )
    assert problem.given["guard"] == "casework_custody_once"


def test_a_review_keeps_and_the_next_is_due(officer, screening):
    custody = held(officer, screening)
    review_custody(screening, custody=custody.pk, on=today(), kept=True, reason="Ground stands")
    assert clocks(custody.case_id)["custody_review"] == today() + dt.timedelta(days=28)


def test_a_review_releases(officer, screening):
    custody = held(officer, screening)
    review_custody(screening, custody=custody.pk, on=today(), kept=False, reason="An address is known")
    assert known(custody.case_id, today())["custody"] == "none"
    assert clocks(custody.case_id) == {}


def test_bail_granted_ends_custody(officer, screening):
    custody = held(officer, screening)
    weigh_alternative(
        screening, custody=custody.pk, on=today(), alternative="Reporting", enough=True, reason="Kept to it"
    )
    record_bail(screening, custody=custody.pk, on=today(), outcome=Bail.GRANTED, reason="Tribunal")
    assert known(custody.case_id, today())["custody"] == "bail"
    assert [s.kind for s in custody.steps.order_by("id")] == ["alternative", "bail"]


def test_once_the_ground_lapses_release_is_due_at_once(officer, screening):
    custody = held(officer, screening)
    ground_lapsed(screening, custody=custody.pk, reason="Flight risk disproved")
    assert clocks(custody.case_id) == {"release": today()}
    problem = refusal(
        lambda: review_custody(screening, custody=custody.pk, on=today(), kept=True, reason="All the same")
    )
    assert problem.given["allowed_next"] == ("casework.end_custody",)
    end_custody(officer, custody=custody.pk, reason="Released", released_at=moment(today()))
    assert clocks(custody.case_id) == {}
    ended = refusal(
        lambda: end_custody(officer, custody=custody.pk, reason="Again", released_at=moment(today()))
    )
    assert ended.given["kind"] == "custody_ended"


def test_who_is_held_because_removal_is_near_is_reviewed_at_once_when_a_bar_opens(officer, screening):
    case = a_case(screening).pk
    began = moment(days_ago(10))
    ground = Custody.Ground.REMOVAL_NEAR
    begin_custody(officer, case=case, authority="x", ground=ground, why="Flight on Monday", began=began)
    open_bar(screening, case=case, kind=Bar.Kind.UNFIT, says="Surgery on Monday")
    assert clocks(case)["custody_review"] == today()


def test_protection_makes_release_due_at_once(officer, screening):
    custody = held(officer, screening)
    case, at = custody.case_id, moment(today())
    record_happening(screening, case=case, event=Event.FURTHER_SUBMISSIONS_MADE, at=at)
    record_happening(screening, case=case, event=Event.FURTHER_SUBMISSIONS_ACCEPTED, at=at)
    assert clocks(case) == {"release": today()}


def test_custody_ends_with_a_death_and_no_clock_runs_on(officer, screening):
    custody = held(officer, screening)
    record_happening(screening, case=custody.case_id, event=Event.DIED, at=moment(today()))
    custody.refresh_from_db()
    assert custody.ended_id is not None
    assert clocks(custody.case_id) == {}


def test_nobody_is_released_before_they_were_held(officer, screening):
    custody = held(officer, screening)
    problem = refusal(
        lambda: end_custody(officer, custody=custody.pk, reason="x", released_at=moment(days_ago(11)))
    )
    assert problem.where.field == "released_at"


def test_voluntary_return_is_offered_at_a_stage_and_answered(screening):
    case = a_case(screening)
    offer = offer_voluntary_return(
        screening, case=case.pk, language="en", offered_on=days_ago(2), says="Fare and 1,500 GBP"
    )
    assert offer.stage == "appeal rights exhausted, in the sending state"
    assert known(case.pk, today())["voluntary_return_offered_on"] == days_ago(2).isoformat()
    answer_voluntary_return(screening, offer=offer.pk, accepted=True, on=today())
    assert known(case.pk, today())["voluntary_return_accepted"] is True
    problem = refusal(
        lambda: answer_voluntary_return(screening, offer=offer.pk, accepted=False, on=days_ago(3))
    )
    assert problem.where.field == "on"
