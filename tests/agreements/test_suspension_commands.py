"""Suspension: each by the power that is theirs, lifted by two people alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connections, transaction
from django.utils import timezone
from tests.service_database import Database
from tests.service_people import SCHEME, SETTING_UP, a_case, a_hub, refuses, someone

from returnhub.accounts.roles import Role
from returnhub.agreements.commands import lift, suspend
from returnhub.agreements.models import Lift, Suspension
from returnhub.casework.models import Case, Representation
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act

pytestmark = pytest.mark.usefixtures("database")
By, Scope = Suspension.By, Suspension.Scope
EVENT = "WITH e AS (SELECT id FROM guard.append(%s)) "
LIFT = "INSERT INTO agreements_lift (event_id, suspension_id, by_id, reason) SELECT id, %s, %s, 'Yes.' FROM e"


@pytest.fixture(scope="module")
def case(database: Database) -> Case:
    return a_case(someone(Role.SCREENING))


@pytest.fixture(scope="module")
def monitor(case: Case) -> Actor:
    return someone(Role.MONITOR)


@pytest.fixture(scope="module")
def manager(case: Case) -> Actor:
    return someone(Role.AGREEMENT)


def stop(
    actor: Actor, by: Suspension.By, scope: Suspension.Scope = Scope.SCHEME, number: int | None = None
) -> Suspension:
    return suspend(
        actor,
        scheme=SCHEME,
        scope=scope,
        number=number,
        by=by,
        reason="What was agreed is not done.",
        reference="CO/1/2026",
    )


def an_event(actor: int | None, role: Role) -> str:
    return json.dumps({"actor": actor, "kind": "agreements.raw", "role": role})


def client_of(lawyer: Actor) -> Case:
    found = a_case(someone(Role.SCREENING))
    with transaction.atomic():
        event = Act(SETTING_UP, timezone.now()).event("casework.represented", case=found.pk)
        Representation.objects.create(event_id=event, case=found, lawyer_id=lawyer.id)
    return found


def reaching(case: Case) -> set[int]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT (guard.suspensions(%s)).id", [case.pk])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize(
    ("role", "by"),
    [
        (Role.AGREEMENT, By.MONITOR),
        (Role.AGREEMENT, By.COURT),
        (Role.AGREEMENT, By.AUTOMATIC),
        (Role.MONITOR, By.AGREEMENT),
        (Role.MONITOR, By.COURT),
        (Role.LAWYER, By.MONITOR),
        (Role.LAWYER, By.COURT),
    ],
)
def test_nobody_suspends_by_a_power_that_is_not_theirs(case: Case, role: Role, by: Suspension.By) -> None:
    with refuses("agreements_suspension_by"):
        stop(someone(role), by)


def test_a_monitor_of_another_scheme_cannot_suspend_this_one(case: Case) -> None:
    elsewhere = someone(Role.MONITOR, scheme="somewhere-else")
    with refuses("agreements_suspension_by"):
        stop(elsewhere, By.MONITOR)


def test_a_lawyer_lodges_a_courts_order_for_a_client_of_their_own_and_for_nobody_else(case: Case) -> None:
    lawyer = someone(Role.LAWYER)
    client = client_of(lawyer)
    assert stop(lawyer, By.COURT, Scope.PERSON, client.person_id).pk in reaching(client)
    with refuses("agreements_suspension_by"):
        stop(lawyer, By.COURT, Scope.PERSON, case.person_id)
    with refuses("agreements_suspension_by"):
        stop(lawyer, By.COURT, Scope.HUB, a_hub().pk)


def test_a_suspension_that_would_reach_nobody_is_refused(monitor: Actor) -> None:
    with refuses("agreements_suspension_reaches"):
        stop(monitor, By.MONITOR, Scope.PERSON, 99_999_999)
    with refuses("agreements_suspension_reaches"):
        stop(monitor, By.MONITOR, Scope.HUB, 99_999_999)


def test_the_application_itself_cannot_suspend_by_a_power_that_it_has_not(database: Database) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation, match="by a power that is theirs"):
        database.application_does(
            EVENT
            + """INSERT INTO agreements_suspension (event_id, scheme_id, scope, by, reference, reason, since)
                 SELECT id, %s, 'scheme', 'monitor', '', 'said so', now() FROM e""",
            [an_event(someone(Role.AGREEMENT).id, Role.AGREEMENT), SCHEME],
        )


def test_a_suspension_is_in_force_until_a_second_person_lifts_it(
    case: Case, monitor: Actor, manager: Actor
) -> None:
    found = stop(manager, By.AGREEMENT)
    assert found.pk in reaching(case)
    assert not lift(manager, suspension=found.pk, reason="It was mended.")
    assert found.pk in reaching(case)
    assert lift(monitor, suspension=found.pk, reason="Seen.")
    assert found.pk not in reaching(case)


def test_one_person_twice_is_still_one_person(database: Database, manager: Actor) -> None:
    found = stop(manager, By.AGREEMENT)
    lift(manager, suspension=found.pk, reason="It was mended.")
    with refuses("command.two_people"):
        lift(manager, suspension=found.pk, reason="It was mended, I say.")
    with pytest.raises(psycopg.errors.UniqueViolation):
        database.application_does(EVENT + LIFT, [an_event(manager.id, Role.AGREEMENT), found.pk, manager.id])
    with pytest.raises(psycopg.errors.RestrictViolation, match="by two people"):
        database.application_does(
            EVENT + "UPDATE agreements_suspension SET ended_id = (SELECT id FROM e) WHERE id = %s",
            [an_event(None, Role.AGREEMENT), found.pk],
        )


def test_another_persons_word_is_not_for_somebody_else_to_give(
    database: Database, monitor: Actor, manager: Actor
) -> None:
    found = stop(manager, By.AGREEMENT)
    with pytest.raises(psycopg.errors.RestrictViolation, match="is lifted by"):
        database.application_does(EVENT + LIFT, [an_event(manager.id, Role.AGREEMENT), found.pk, monitor.id])


def test_what_a_monitor_suspended_is_not_lifted_without_a_monitor(monitor: Actor, manager: Actor) -> None:
    found = stop(monitor, By.MONITOR)
    lift(manager, suspension=found.pk, reason="It was mended.")
    other = someone(Role.AGREEMENT)
    with refuses("agreements_lift_monitor"):
        lift(other, suspension=found.pk, reason="It was mended.")
    assert lift(monitor, suspension=found.pk, reason="Seen.")


def test_two_who_lift_at_once_are_two_and_lift_it_once(monitor: Actor, manager: Actor) -> None:
    found = stop(manager, By.AGREEMENT)

    def word(actor: Actor) -> Callable[[], bool]:
        def say() -> bool:
            try:
                return lift(actor, suspension=found.pk, reason="Mended.")
            finally:
                connections.close_all()

        return say

    with ThreadPoolExecutor(2) as threads:
        results = [t.result() for t in [threads.submit(word(a)) for a in (monitor, manager)]]
    assert sorted(results) == [False, True]
    found.refresh_from_db()
    assert found.ended_id is not None
    assert Lift.objects.filter(suspension=found).count() == 2


def test_without_its_guard_a_manager_could_suspend_in_a_monitors_name(
    database: Database, manager: Actor
) -> None:
    with database.superuser() as boss:
        boss.execute("ALTER TABLE agreements_suspension DISABLE TRIGGER by")
    try:
        assert stop(manager, By.MONITOR).by == By.MONITOR
    finally:
        with database.superuser() as boss:
            boss.execute("ALTER TABLE agreements_suspension ENABLE ALWAYS TRIGGER by")


def test_without_its_guard_one_statement_would_lift_a_suspension(database: Database, manager: Actor) -> None:
    found = stop(manager, By.AGREEMENT)
    with database.superuser() as boss:
        boss.execute("ALTER TABLE agreements_suspension DISABLE TRIGGER lifted")
    try:
        database.application_does(
            EVENT + "UPDATE agreements_suspension SET ended_id = (SELECT id FROM e) WHERE id = %s",
            [an_event(None, Role.AGREEMENT), found.pk],
        )
        found.refresh_from_db()
        assert found.ended_id is not None
    finally:
        with database.superuser() as boss:
            boss.execute("ALTER TABLE agreements_suspension ENABLE ALWAYS TRIGGER lifted")
