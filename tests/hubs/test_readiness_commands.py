"""Readiness: seven items, each tested by one person and signed by another."""

from __future__ import annotations

import datetime as dt
from typing import LiteralString

import psycopg
import pytest
from django.db import connection
from tests.movements.test_guards_of_authority import off
from tests.service_database import Database
from tests.service_people import a_ready_scheme, a_scheme, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.hubs.commands.readiness import record_test, sign_readiness, withdraw_readiness
from returnhub.hubs.models import Item, Readiness
from returnhub.journal.actor import Actor

pytestmark = pytest.mark.usefixtures("database")

SIGNATURE: LiteralString = """WITH e AS (SELECT id FROM guard.append(%s))
    INSERT INTO hubs_readinesssignature (event_id, readiness_id, by_id) SELECT id, %s, %s FROM e"""


@pytest.fixture(scope="module")
def manager(database: Database) -> Actor:
    a_scheme()
    return someone(Role.AGREEMENT)


def unready() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.unready(%s)", [a_scheme().pk])
        return {row[0] for row in cursor.fetchall()}


def try_out(manager: Actor, item: Item, *, passed: bool = True) -> Readiness:
    return record_test(
        manager,
        scheme=a_scheme().pk,
        item=item,
        tested_on=today(),
        what="Called the line at night.",
        passed=passed,
    )


def test_an_item_is_ready_once_it_was_tested_by_one_and_signed_by_another(manager: Actor) -> None:
    found = try_out(manager, Item.LAWYERS)
    assert "lawyers" in unready()
    sign_readiness(someone(Role.MONITOR), readiness=found.pk)
    assert "lawyers" not in unready()


def test_a_test_that_failed_takes_the_place_of_one_that_passed_and_closes_the_gate(manager: Actor) -> None:
    sign_readiness(someone(Role.MONITOR), readiness=try_out(manager, Item.RECORD).pk)
    assert "record" not in unready()
    try_out(manager, Item.RECORD, passed=False)
    assert "record" in unready()


def test_a_failed_test_cannot_be_signed(manager: Actor) -> None:
    found = try_out(manager, Item.HEALTH_CARE, passed=False)
    with refuses("hubs_readiness_passed"):
        sign_readiness(someone(Role.MONITOR), readiness=found.pk)


def test_who_tested_does_not_sign_however_it_is_tried(database: Database, manager: Actor) -> None:
    found = try_out(manager, Item.EXIT_ROUTE)
    with pytest.raises(psycopg.errors.RestrictViolation, match="who tested does not sign"):
        database.application_does(
            SIGNATURE,
            [f'{{"actor":{manager.id},"kind":"hubs.raw","role":"{manager.role}"}}', found.pk, manager.id],
        )


def test_withdrawing_a_signed_test_closes_the_gate_with_a_reason(manager: Actor) -> None:
    a_ready_scheme()
    assert unready() == set()
    standing = Readiness.objects.get(item=Item.INTERPRETERS, ended=None)
    with refuses("command.field_missing"):
        withdraw_readiness(manager, readiness=standing.pk, reason=" ")
    withdraw_readiness(someone(Role.MONITOR), readiness=standing.pk, reason="No one answers in Dari.")
    assert unready() == {"interpreters"}


def test_a_test_is_never_of_a_day_to_come(manager: Actor) -> None:
    with refuses("command.field_wrong"):
        record_test(
            manager,
            scheme=a_scheme().pk,
            item=Item.MONITORS,
            tested_on=today() + dt.timedelta(days=1),
            what="Will be tried.",
            passed=True,
        )


def test_without_its_guard_who_tested_would_sign(database: Database, manager: Actor) -> None:
    found = try_out(manager, Item.COMPLAINTS)
    with off(database, "signed", "hubs_readinesssignature"):
        database.application_does(
            SIGNATURE,
            [f'{{"actor":{manager.id},"kind":"hubs.raw","role":"{manager.role}"}}', found.pk, manager.id],
        )
        assert "complaints" not in unready()
