"""Reviewed by another, corrected by words beside, closed by two where it is grave."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from typing import LiteralString

import psycopg
import pytest
from django.db import connections
from django.utils import timezone
from tests.incidents.hub_world import World
from tests.movements.test_guards_of_authority import off
from tests.service_database import Database
from tests.service_people import refuses, someone

from returnhub.accounts.roles import Role
from returnhub.agreements.models import Suspension
from returnhub.casework.commands.counsel import represent
from returnhub.casework.models import Clock
from returnhub.incidents.commands import steps
from returnhub.incidents.commands.reports import report
from returnhub.incidents.jobs import tell_of_overdue
from returnhub.incidents.models import Incident, Kind, Severity, Standing, Status, Step, Told
from returnhub.incidents.queries.incidents import Asked, incident_of, listed, unseen, what_follows
from returnhub.incidents.queries.scope import incidents_for
from returnhub.incidents.states import STEPS
from returnhub.incidents.words import KINDS, SEVERITIES, STATUSES
from returnhub.incidents.words import STEPS as STEP_WORDS
from returnhub.journal.actor import Actor
from returnhub.record.entry import canonical


def reported(world: World, kind: Kind = Kind.FIRE, severity: Severity = Severity.MINOR) -> Incident:
    return report(
        world.manager,
        hub=world.hub.pk,
        case=None,
        kind=kind,
        severity=severity,
        happened=timezone.now(),
        says="Smoke in the kitchen.",
    )


def status(incident: Incident) -> str:
    return Standing.objects.get(pk=incident.pk).status


def test_who_reported_neither_reviews_nor_closes(world: World) -> None:
    made = reported(world)
    with refuses("incidents_review_by_another"):
        steps.review(world.manager, incident=made.pk, says="All is well.")
    steps.review(world.other, incident=made.pk, says="A pan was left on the stove.")
    with refuses("incidents_review_by_another"):
        steps.close(world.manager, incident=made.pk, says="Done.")
    steps.close(world.other, incident=made.pk, says="The stove has a timer now.")
    assert status(made) == Status.CLOSED


def test_a_grave_incident_is_closed_by_two_of_whom_one_is_not_of_the_hub(world: World) -> None:
    made = reported(world, Kind.DEATH)
    steps.review(world.other, incident=made.pk, says="The ambulance took 40 minutes.")
    steps.close(world.other, incident=made.pk, says="A nearer hospital answers now.")
    assert status(made) == Status.CLOSING
    with refuses("incidents_close_two_people"):
        steps.close(world.other, incident=made.pk, says="Again.")
    with refuses("incidents_close_outside"):
        third = someone(Role.HUB_MANAGER, hub=world.hub.pk)
        steps.close(third, incident=made.pk, says="I think so too.")
    steps.close(world.agreement, incident=made.pk, says="The agreement names that hospital.")
    assert status(made) == Status.CLOSED


def test_a_correction_that_makes_it_less_takes_no_second_person_away(world: World) -> None:
    """Who reported says that it was less than grave; two still close it, one of them not of the hub."""
    made = reported(world, Kind.ASSAULT, Severity.GRAVE)
    steps.correct(world.manager, incident=made.pk, says="He was not hurt.", severity=Severity.MINOR)
    steps.review(world.other, incident=made.pk, says="They shook hands.")
    steps.close(world.other, incident=made.pk, says="Done.")
    assert status(made) == Status.CLOSING
    with refuses("incidents_close_outside"):
        third = someone(Role.HUB_MANAGER, hub=world.hub.pk)
        steps.close(third, incident=made.pk, says="I think so too.")
    steps.close(world.agreement, incident=made.pk, says="Seen.")
    assert status(made) == Status.CLOSED


def test_a_correction_that_makes_it_worse_tells_and_stops_anew(world: World) -> None:
    made = reported(world, Kind.ASSAULT)
    assert not Suspension.objects.filter(reference=f"Incident {made.pk}").exists()
    steps.ask_correction(world.monitor, incident=made.pk, says="Was he not taken to hospital?")
    assert status(made) == Status.CORRECTION_ASKED
    with refuses("incidents_step_possible"):
        steps.review(world.other, incident=made.pk, says="All is well.")
    steps.correct(world.manager, incident=made.pk, says="He lost an eye.", severity=Severity.GRAVE)
    stands = Standing.objects.get(pk=made.pk)
    assert (stands.status, stands.severity) == (Status.CORRECTED, Severity.GRAVE)
    assert Suspension.objects.filter(reference=f"Incident {made.pk}", hub=world.hub.pk).exists()
    assert Told.objects.filter(incident=made.pk, role=Role.MONITOR, why="changed").exists()
    assert Incident.objects.get(pk=made.pk).severity == Severity.MINOR


def test_a_closed_incident_is_added_to_and_reopened_by_who_watches(world: World) -> None:
    made = reported(world)
    steps.review(world.other, incident=made.pk, says="Seen.")
    steps.close(world.other, incident=made.pk, says="Done.")
    steps.add(world.manager, incident=made.pk, says="It smoked again.")
    assert Standing.objects.get(pk=made.pk).added_since_closed
    with refuses("command.not_allowed"):
        steps.reopen(world.other, incident=made.pk, says="Again.")
    steps.reopen(world.monitor, incident=made.pk, says="It was not mended.")
    assert status(made) == Status.REOPENED
    steps.review(world.agreement, incident=made.pk, says="A new stove comes on Monday.")


def test_each_role_sees_its_own_and_says_so_once(world: World) -> None:
    made = report(
        world.officer,
        hub=None,
        case=world.case.pk,
        kind=Kind.SELF_HARM,
        severity=Severity.SERIOUS,
        happened=timezone.now(),
        says="On the way to the interview.",
    )
    lawyer = someone(Role.LAWYER)
    represent(world.officer, case=world.case.pk, lawyer=lawyer.id)
    seers = (world.monitor, world.agreement, world.officer, lawyer, someone(Role.AUDITOR))
    assert all(incidents_for(a).filter(pk=made.pk).exists() for a in seers)
    strangers = (world.manager, someone(Role.LAWYER), someone(Role.ESCORT), someone(Role.REFERRING))
    assert not any(incidents_for(a).filter(pk=made.pk).exists() for a in strangers)
    with refuses("command.not_theirs"):
        steps.add(world.manager, incident=made.pk, says="Hello.")
    before = unseen(lawyer)
    assert made in list(listed(lawyer, Asked(which="unseen"), timezone.localdate()))
    for _ in range(2):
        steps.see(lawyer, incident=made.pk)
    assert unseen(lawyer) == before - 1
    file = incident_of(lawyer, made.pk)
    assert file is not None
    assert not file.unseen


def test_the_persons_clock_ends_with_the_review(world: World) -> None:
    made = report(
        world.officer,
        hub=None,
        case=world.case.pk,
        kind=Kind.PROPERTY,
        severity=Severity.MINOR,
        happened=timezone.now(),
        says="A bag was lost.",
    )
    running = Clock.objects.filter(case=world.case.pk, kind="incident_review", ended=None)
    for one in Standing.objects.filter(incident__case=world.case.pk, status=Status.REPORTED):
        assert running.exists()
        steps.review(world.agreement, incident=one.pk, says="Looked into.")
    assert not running.exists()
    assert status(made) == Status.REVIEWED


def test_an_incident_that_nobody_reviews_is_told_to_the_monitor_once(world: World) -> None:
    made = reported(world)
    later = timezone.now() + dt.timedelta(days=15)
    assert tell_of_overdue(later)
    assert tell_of_overdue(later) == 0
    assert Told.objects.filter(incident=made.pk, role=Role.MONITOR, why="overdue").count() == 1


def test_codes_of_the_database_and_their_words_are_the_same(world: World) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT status, step, leads_to FROM guard.incident_steps()")
        table = set(cursor.fetchall())
        cursor.execute("SELECT kind FROM guard.incident_kinds()")
        assert {k for (k,) in cursor.fetchall()} == set(Kind.values) == set(KINDS)
        cursor.execute("SELECT severity FROM guard.incident_severities() ORDER BY weight")
        assert [s for (s,) in cursor.fetchall()] == Severity.values == list(SEVERITIES)
    ours = {(s.value, k.value, (to or s).value) for s, steps in STEPS.items() for k, to in steps.items()}
    assert table == ours
    assert set(STATUSES) == set(STEPS) == set(Status)
    assert set(STEP_WORDS) == set(Step.Kind)
    roles = {role.value for role in Role}
    assert all(set(row.told) <= roles for row in what_follows())
    assert all(
        label and means for label, means in (*KINDS.values(), *SEVERITIES.values(), *STATUSES.values())
    )


FORGED: tuple[tuple[str, LiteralString], ...] = (
    ("permission denied", "UPDATE incidents_incident SET says = 'Nothing happened.'"),
    ("permission denied", "DELETE FROM incidents_incident"),
    ("permission denied", "UPDATE incidents_standing SET status = 'closed'"),
    ("permission denied", "UPDATE incidents_step SET says = 'x'"),
)


@pytest.mark.parametrize(("why", "statement"), FORGED)
def test_the_application_edits_no_text_and_no_status(
    database: Database, world: World, why: str, statement: LiteralString
) -> None:
    reported(world)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=why):
        database.application_does(statement)


ALONE: LiteralString = """
WITH e AS (SELECT id FROM guard.append(%(body)s))
INSERT INTO incidents_step (incident_id, kind, says, new_kind, new_severity, by_id, event_id)
SELECT %(incident)s, 'review', 'All is well.', '', '', %(by)s, e.id FROM e
"""


def event_of(actor: Actor) -> str:
    body = {
        "actor": actor.id,
        "case": None,
        "data": {},
        "kind": "incidents.review",
        "reason": "",
        "role": actor.role,
    }
    return canonical(body).decode()


def test_a_review_by_who_reported_is_refused_to_raw_sql_by_one_guard(
    database: Database, world: World
) -> None:
    made = reported(world)
    given = {"body": event_of(world.manager), "incident": made.pk, "by": world.manager.id}
    with closing(database.application()) as raw, pytest.raises(psycopg.errors.RestrictViolation) as caught:
        raw.execute(ALONE, given)
    assert caught.value.diag.constraint_name == "incidents_review_by_another"
    with off(database, "step", "incidents_step"), closing(database.application()) as raw:
        raw.execute(ALONE, given)
        raw.rollback()


def test_a_manager_of_another_hub_reviews_nothing_here_even_by_raw_sql(
    database: Database, world: World
) -> None:
    made = reported(world)
    stranger = someone(Role.HUB_MANAGER)
    with closing(database.application()) as raw, pytest.raises(psycopg.errors.RestrictViolation) as caught:
        raw.execute(ALONE, {"body": event_of(stranger), "incident": made.pk, "by": stranger.id})
    assert caught.value.diag.constraint_name == "incidents_step_role"
