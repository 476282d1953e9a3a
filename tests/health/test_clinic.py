"""What clinicians write is read by the clinicians of the person's hub alone; others get a yes or no."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone
from tests.movements.way import People, authorised, people
from tests.service_database import Database
from tests.service_people import SETTING_UP, a_hub, refuses, someone, today

from returnhub.accounts import commands as accounts
from returnhub.accounts.queries import actor_of
from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.found import known
from returnhub.casework.models import Bar, Case, Clock, Representation
from returnhub.health.commands.concerns import answer_concern, raise_concern, see_concern
from returnhub.health.commands.fitness import answer_fitness, ask_fitness, withdraw_fitness
from returnhub.health.commands.notes import Statements, record_check, state, write_note
from returnhub.health.models import Check, Concern, ConcernTold, FitnessRequest
from returnhub.health.queries.notes import notes_of
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.procedure import Event

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


def fit(world: World, by: Actor, request: FitnessRequest, **changed):
    said = {"fit": True, "examined_on": today(), "text": "Walks well.", "says": Statements()}
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
