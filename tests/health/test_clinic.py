"""What clinicians write is read by the clinicians of the person's hub alone; others get a yes or no."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone
from tests.movements.test_guards_of_authority import off
from tests.movements.way import People, authorised, people
from tests.service_database import Database
from tests.service_people import SETTING_UP, a_hub, refuses, someone, today

from returnhub.accounts import commands as accounts
from returnhub.accounts.models import Grant
from returnhub.accounts.queries import actor_of
from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.counsel import represent
from returnhub.casework.commands.found import known
from returnhub.casework.models import Bar, Case, Clock
from returnhub.casework.queries.scope import scope
from returnhub.health.commands.concerns import answer_concern, raise_concern, see_concern
from returnhub.health.commands.fitness import answer_fitness, ask_fitness, withdraw_fitness
from returnhub.health.commands.notes import Statements, record_check, state, write_note
from returnhub.health.models import Check, Concern, ConcernTold, FitnessAnswer, FitnessRequest
from returnhub.health.queries.notes import notes_of
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.procedure import Event
from returnhub.record.entry import canonical

WRITTEN = "Scars on both wrists: Weidenkätzchen."


@dataclass(frozen=True)
class World:
    """A person in a hub, its clinician, and who decides on the person."""

    who: People
    case: Case
    clinician: Actor
    assessor: Actor


def arrived(who: People) -> Case:
    """A person who is in the hub."""
    case, _ = authorised(who)
    record_departure(who.screening, case=case.pk, way=Way.HUB, at=timezone.now())
    now = timezone.now()
    with transaction.atomic():
        happen(Act(SETTING_UP, now), case.pk, Event.ARRIVED, now)
    return case


@pytest.fixture(scope="module")
def world(database: Database) -> World:
    who = people()
    case = arrived(who)
    made = World(who, case, someone(Role.CLINICIAN, hub=who.hub.pk), someone(Role.FITNESS))
    write_note(made.clinician, case=case.pk, text=WRITTEN)
    return made


def fit(by: Actor, request: FitnessRequest, **changed: Any) -> FitnessAnswer:
    said: dict[str, Any] = {
        "fit": True,
        "examined_on": today(),
        "text": "Walks well.",
        "says": Statements(),
    }
    return answer_fitness(by, request=request.pk, **(said | changed))


def test_a_clinician_of_the_hub_reads_the_file_and_one_of_another_hub_does_not(world: World) -> None:
    assert WRITTEN in {n.text for n in notes_of(world.clinician, world.case)}
    second = someone(Role.CLINICIAN, hub=world.who.hub.pk)
    assert WRITTEN in {n.text for n in notes_of(second, world.case)}
    elsewhere = someone(Role.CLINICIAN, hub=a_hub(people=1).pk)
    assert notes_of(elsewhere, world.case) == []
    with refuses("command.not_theirs"):
        record_check(
            elsewhere,
            case=world.case.pk,
            kind=Check.Kind.LATER,
            at=timezone.now(),
            text="Seen.",
            says=Statements(),
        )
    with refuses("health_note_own_patient"):
        write_note(elsewhere, case=world.case.pk, text="Seen.")


def test_a_check_gives_others_a_yes_or_no_and_ends_its_clock(world: World) -> None:
    made = record_check(
        world.clinician,
        case=world.case.pk,
        kind=Check.Kind.ARRIVAL,
        at=timezone.now(),
        text="Blood pressure high.",
        says=Statements(needs_step_free=True, care_needed=1),
    )
    assert made.hub_id == world.who.hub.pk
    assert not Clock.objects.filter(case=world.case.pk, kind="health_check", ended=None).exists()
    state(world.clinician, case=world.case.pk, says=Statements(needs_step_free=False))
    assert known(world.case.pk, today())["needs_step_free"] is False
    with refuses("command.field_missing"):
        state(world.clinician, case=world.case.pk, says=Statements())
    with refuses("command.field_wrong"):
        state(world.clinician, case=world.case.pk, says=Statements(care_needed=9))


def test_a_concern_is_told_without_its_grounds_and_answered_in_writing(world: World) -> None:
    case = arrived(world.who)
    lawyer, monitor = someone(Role.LAWYER), someone(Role.MONITOR)
    represent(world.who.screening, case=case.pk, lawyer=lawyer.id)
    raised = raise_concern(
        world.clinician, case=case.pk, kind=Concern.Kind.TORTURE, unfit=True, text="Burns on the back."
    )
    told = {t.role for t in ConcernTold.objects.filter(concern=raised)}
    assert told == {Role.SCREENING, Role.LAWYER, Role.MONITOR}
    assert Bar.objects.filter(case=case.pk, kind=Bar.Kind.UNFIT, ended=None).exists()
    assert known(case.pk, today())["torture_concern"] is True
    assert Clock.objects.get(case=case.pk, kind="concern", ended=None).owner == "screening_officer"
    for who in (lawyer, monitor):
        see_concern(who, concern=raised.pk)
    left = {t.role for t in ConcernTold.objects.filter(concern=raised, ended=None)}
    assert left == {Role.SCREENING}
    with refuses("command.not_allowed"):
        answer_concern(monitor, concern=raised.pk, says="Noted.")
    answer_concern(world.who.screening, concern=raised.pk, says="The onward return is not pursued for now.")
    assert known(case.pk, today())["torture_concern"] is False
    assert not Clock.objects.filter(case=case.pk, kind="concern", ended=None).exists()
    assert Bar.objects.filter(case=case.pk, kind=Bar.Kind.UNFIT, ended=None).exists()
    with refuses("command.not_possible"):
        answer_concern(world.who.screening, concern=raised.pk, says="Again.")


def test_an_assessor_sees_a_person_while_they_are_asked_and_not_after(world: World) -> None:
    case = arrived(world.who)
    assert not scope(world.assessor).filter(pk=case.pk).exists()
    asked = ask_fitness(
        world.who.screening, case=case.pk, way=FitnessRequest.Way.ONWARD, says="Four hours by air."
    )
    with refuses("health_fitness_asked_once"):
        ask_fitness(world.who.screening, case=case.pk, way=FitnessRequest.Way.ONWARD, says="Again.")
    assert scope(world.assessor).filter(pk=case.pk).exists()
    fit(world.assessor, asked)
    assert not scope(world.assessor).filter(pk=case.pk).exists()
    assert known(case.pk, today())["onward_fitness_on"] == today().isoformat()
    assert notes_of(world.assessor, case)[0].text == "Walks well."
    with refuses("command.not_theirs"):
        fit(world.assessor, asked)


def test_an_unfit_answer_opens_a_bar_and_a_question_can_be_withdrawn(world: World) -> None:
    case = arrived(world.who)
    asked = ask_fitness(world.who.screening, case=case.pk, way=FitnessRequest.Way.HUB, says="By bus.")
    withdraw_fitness(world.who.screening, request=asked.pk, reason="The bus was called off.")
    assert not Clock.objects.filter(case=case.pk, kind="fitness", ended=None).exists()
    again = ask_fitness(world.who.screening, case=case.pk, way=FitnessRequest.Way.HUB, says="By car.")
    fit(world.assessor, again, fit=False)
    assert Bar.objects.filter(case=case.pk, kind=Bar.Kind.UNFIT, ended=None).exists()
    assert known(case.pk, today())["fit_to_travel"] is False


def turned(world: World, who: Actor, role: Role) -> Actor:
    """The same user in another role, the one before ended."""
    for grant in Grant.objects.filter(user=who.id, ended=None):
        accounts.end_grant(SETTING_UP, grant=grant.pk, reason="another post")
    hub = world.who.hub.pk if role == Role.CLINICIAN else None
    accounts.grant_role(SETTING_UP, user=who.id, role=role, scheme="", hub=hub)
    found = actor_of(who.id)
    assert found is not None
    return found


def test_who_treated_a_person_never_assesses_them_and_the_other_way_round(
    database: Database, world: World
) -> None:
    case = arrived(world.who)
    doctor = someone(Role.CLINICIAN, hub=world.who.hub.pk)
    write_note(doctor, case=case.pk, text="Seen.")
    assessor = turned(world, doctor, Role.FITNESS)
    asked = ask_fitness(world.who.screening, case=case.pk, way=FitnessRequest.Way.ONWARD, says="By air.")
    with refuses("health_treats_or_assesses"):
        fit(assessor, asked)
    forged = {
        "body": canonical(
            {
                "actor": assessor.id,
                "case": case.pk,
                "data": {},
                "kind": "health.fitness_answered",
                "reason": "",
                "role": "fitness_assessor",
            }
        ).decode(),
        "case": case.pk,
        "request": asked.pk,
        "by": assessor.id,
    }
    with closing(database.application()) as raw, pytest.raises(psycopg.errors.RestrictViolation) as caught:
        raw.execute(FORGED, forged)
    assert caught.value.diag.constraint_name == "health_treats_or_assesses"
    with off(database, "by_another", "health_fitnessanswer"), closing(database.application()) as raw:
        raw.execute(FORGED, forged)
        raw.rollback()
    other = someone(Role.FITNESS)
    fit(other, asked)
    treating = turned(world, other, Role.CLINICIAN)
    with refuses("health_treats_or_assesses"):
        write_note(treating, case=case.pk, text="Seen.")


FORGED: LiteralString = """
WITH e AS (SELECT id FROM guard.append(%(body)s))
INSERT INTO health_fitnessanswer (case_id, request_id, fit, examined_on, by_id, event_id)
SELECT %(case)s, %(request)s, true, current_date, %(by)s, e.id FROM e
"""
