"""What begins with an arrival, whoever recorded it, and ends with the stay."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.movements.way import People, stage
from tests.service_people import a_case, days_ago, moment, refuses, someone, today
from tests.stays.life import Life, arrived, days_later, happened, life, running, stay_of

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import SPECS, Kind
from returnhub.casework.jobs import run_out
from returnhub.casework.models import Case, Clock
from returnhub.health.commands.notes import Statements, record_check
from returnhub.health.models import Check
from returnhub.incidents.models import Incident
from returnhub.journal.models import Event as Entry
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.procedure import Event, Stage
from returnhub.stays.commands import arrival
from returnhub.stays.commands.leaving import left_hub
from returnhub.stays.commands.occurrences import begin
from returnhub.stays.commands.reviews import review
from returnhub.stays.models import REVIEW_DAYS, Arrival, Done, Duty, KeyWorker, Occurrence


def test_an_arrival_starts_every_duty_with_its_owner_and_its_day(here: Life) -> None:
    clocks = running(arrived(here))
    days = {
        Kind.HEALTH_CHECK: 1,
        Kind.LAWYER_CALLED: 1,
        Kind.FAMILY_CALLED: 1,
        Kind.ARRIVAL_INTERVIEW: 2,
        Kind.KEY_WORKER: 2,
        Kind.NEEDS_ASSESSMENT: 3,
        Kind.STAY_REVIEW: 7,
    }
    assert {kind: (clocks[kind].ends_on - today()).days for kind in days} == days
    assert clocks[Kind.STAY_LIMIT].ends_on == today() + dt.timedelta(days=90)
    warned = [clocks[f"stay_warning_{days}"].ends_on for days in (28, 14, 7)]
    assert warned == [today() + dt.timedelta(days=90 - days - 1) for days in (28, 14, 7)]
    for kind, clock in clocks.items():
        assert (clock.owner, clock.effect) == (SPECS[Kind(kind)].owner, SPECS[Kind(kind)].effect), kind


def test_every_clock_of_a_stay_ends_with_it(here: Life) -> None:
    case = arrived(here)
    left_hub(here.manager, case=case.pk, at=timezone.now(), says="went to friends in town")
    assert stage(case) == Stage.LEFT_HUB
    assert not running(case)
    found = Arrival.objects.get(case=case)
    assert found.ended_id is not None
    assert found.until_at is not None


def test_days_in_a_hub_before_count_towards_the_limit(here: Life) -> None:
    case = arrived(here)
    first = stay_of(case)
    left_hub(here.manager, case=case.pk, at=timezone.now(), says="went to friends in town")
    happened(case, Event.ARRIVED)
    again = stay_of(case)
    assert again.pk != first.pk
    assert again.limit_on == first.limit_on
    assert Kind.HEALTH_CHECK in running(case)


def test_a_duty_that_is_done_ends_its_clock_and_keeps_no_content(here: Life, case: Case) -> None:
    spoken = arrival.Spoken("Albanian", Done.Interpreter.BY_TELEPHONE)
    with refuses("command.field_missing"):
        arrival.record_duty(here.manager, case=case.pk, duty=Duty.INTERVIEW, at=timezone.now())
    made = arrival.record_duty(
        here.manager, case=case.pk, duty=Duty.INTERVIEW, at=timezone.now(), spoken=spoken
    )
    assert made.language == "Albanian"
    assert Kind.ARRIVAL_INTERVIEW not in running(case)
    with refuses("command.not_possible"):
        arrival.record_duty(here.manager, case=case.pk, duty=Duty.INTERVIEW, at=timezone.now(), spoken=spoken)


def test_a_call_may_not_be_wanted_but_an_assessment_is_owed(here: Life, case: Case) -> None:
    made = arrival.record_duty(
        here.manager, case=case.pk, duty=Duty.FAMILY_CALLED, at=timezone.now(), wanted=False
    )
    assert made.answer == Done.Answer.NOT_WANTED
    assert Kind.FAMILY_CALLED not in running(case)
    with refuses("command.field_wrong"):
        arrival.record_duty(
            here.manager, case=case.pk, duty=Duty.NEEDS_ASSESSMENT, at=timezone.now(), wanted=False
        )


def test_the_health_check_is_a_clinicians_to_record(here: Life, case: Case) -> None:
    with refuses("command.field_wrong"):
        arrival.record_duty(here.manager, case=case.pk, duty=Duty.HEALTH_CHECK, at=timezone.now())
    record_check(
        here.clinician,
        case=case.pk,
        kind=Check.Kind.ARRIVAL,
        at=timezone.now(),
        text="Seen on the day of the arrival.",
        says=Statements(),
    )
    assert Kind.HEALTH_CHECK not in running(case)
    assert Done.objects.filter(arrival=stay_of(case), duty=Duty.HEALTH_CHECK).count() == 1


def test_a_stay_has_one_key_worker_of_its_hub_and_keeps_who_it_was(here: Life, case: Case) -> None:
    elsewhere = someone(Role.HUB_MANAGER)
    for stranger in (elsewhere, here.clinician):
        with refuses("command.field_wrong"):
            arrival.name_key_worker(here.manager, case=case.pk, to=stranger.id)
    arrival.name_key_worker(here.manager, case=case.pk, to=here.manager.id)
    arrival.name_key_worker(here.manager, case=case.pk, to=here.other.id)
    assert KeyWorker.objects.get(arrival=stay_of(case), ended=None).to_id == here.other.id
    assert KeyWorker.objects.filter(arrival=stay_of(case)).count() == 2
    assert Kind.KEY_WORKER not in running(case)


def test_who_manages_another_hub_does_nothing_here(case: Case) -> None:
    with refuses("command.not_theirs"):
        arrival.record_duty(
            someone(Role.HUB_MANAGER), case=case.pk, duty=Duty.LAWYER_CALLED, at=timezone.now()
        )


def test_a_review_says_when_the_next_one_is(here: Life, case: Case) -> None:
    late = today() + dt.timedelta(days=REVIEW_DAYS + 1)
    with refuses("command.field_wrong"):
        review(here.manager, case=case.pk, on=today(), findings="settled in", next_on=late)
    made = review(here.manager, case=case.pk, on=today(), findings="settled in, asks for a course")
    assert made.next_on == today() + dt.timedelta(days=REVIEW_DAYS)
    assert running(case)[Kind.STAY_REVIEW].ends_on == made.next_on
    with refuses("command.field_wrong"):
        review(here.manager, case=case.pk, on=today(), findings="again")


def test_what_is_overdue_goes_up_and_stays_open(here: Life) -> None:
    case = arrived(here)
    days_later(9)
    clock = running(case)[Kind.STAY_REVIEW]
    assert clock.ran_out_id is not None
    assert Entry.objects.get(pk=clock.ran_out_id).data["effect"] == "escalated"
    assert running(case)[Kind.HEALTH_CHECK].ran_out_id is not None


def test_each_warning_is_recorded_once_and_the_limit_has_its_effect(who: People) -> None:
    here = life(who, limit=30)
    case = arrived(here)
    for days in (2, 3, 17, 24, 24, 30):
        days_later(days)
    warned = Clock.objects.filter(case=case, kind__startswith="stay_warning_", ran_out__isnull=False)
    assert sorted(warned.values_list("kind", flat=True)) == [
        "stay_warning_14",
        "stay_warning_28",
        "stay_warning_7",
    ]
    assert stage(case) == Stage.IN_HUB


@pytest.fixture(scope="module")
def old(who: People) -> Case:
    """Somebody who came 95 days ago without authority, which suspends the hub: for the last tests here."""
    case = a_case(who.screening)
    record_departure(who.screening, case=case.pk, way=Way.HUB, at=moment(days_ago(100)))
    happened(case, Event.ARRIVED, moment(days_ago(95)))
    return case


def test_the_limit_has_its_effect_by_itself_and_holds_after_a_review(old: Case) -> None:
    run_out(timezone.now())
    assert stage(old) == Stage.AT_LIMIT
    assert Kind.AFTER_LIMIT in running(old)
    assert Kind.STAY_LIMIT not in running(old)
    happened(old, Event.NEW_EVIDENCE_RAISED)
    run_out(timezone.now())
    assert stage(old) == Stage.EVIDENCE_REVIEW
    happened(old, Event.EVIDENCE_CHANGES_NOTHING)
    run_out(timezone.now())
    assert stage(old) == Stage.AT_LIMIT
    assert Clock.objects.filter(case=old, kind=Kind.STAY_LIMIT, ran_out__isnull=False).count() == 2


def test_fifteen_days_of_segregation_are_an_incident_counted_from_its_hour(old: Case) -> None:
    begin(
        someone(Role.HUB_MANAGER, hub=stay_of(old).hub_id),
        case=old.pk,
        kind=Occurrence.Kind.SEGREGATION,
        at=moment(days_ago(16)),
        reason="threatened others in the room",
    )
    run_out(timezone.now())
    found = Incident.objects.get(case=old, kind="ill_treatment")
    assert found.by_id is None
    assert "15 days" in found.says
    assert Kind.SEGREGATION_LIMIT in running(old)
