"""The service on the oldest server that it supports: one person's way to authority, and what stops it."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.utils import timezone
from psycopg.conninfo import make_conninfo
from tests.movements.way import People, authorised, people, ready, stage
from tests.postgres import NoServerError, server
from tests.service_database import Database, SetUp, lead_django_to
from tests.service_people import refuses

from returnhub.casework.commands.bars import open_bar
from returnhub.casework.models import Bar
from returnhub.movements.commands.authority import give_authority
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.oversight.invariants.look import look
from returnhub.procedure import Event, Stage
from returnhub.service.install import install

OLDEST = 15


@pytest.fixture(scope="module")
def oldest(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The service set up in PostgreSQL 15; Django leads there until the end of the module."""
    try:
        with server(OLDEST) as address:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("CREATE DATABASE base")
            home = tmp_path_factory.mktemp("fifteen")
            base = make_conninfo(address, dbname="base")
            made = SetUp(base, install(base, home), home).copy()
            lead_django_to(made.addresses)
            yield made
            lead_django_to(database.addresses)
    except NoServerError as why:
        pytest.skip(str(why))


@pytest.fixture(scope="module")
def who(oldest: Database) -> People:
    return people()


def test_one_person_comes_to_authority_and_a_bar_takes_it_away(who: People) -> None:
    case, _ = authorised(who)
    assert stage(case) == Stage.AUTHORISED
    open_bar(who.screening, case=case.pk, kind=Bar.Kind.COURT_ORDER, says="stopped by a court")
    assert stage(case) == Stage.PLANNED
    with refuses("movements_authority_stands"):
        give_authority(who.other, case=case.pk, way=Way.HUB, reasons="nothing stands against it today")


def test_a_departure_without_authority_is_recorded_as_a_breach(who: People) -> None:
    case = ready(who)
    left = record_departure(who.other, case=case.pk, way=Way.HUB, at=timezone.now())
    assert left.event is Event.DEPARTED_WITHOUT_AUTHORITY
    assert left.breach is not None


def test_every_promise_holds_there(oldest: Database, who: People) -> None:
    with psycopg.connect(oldest.addresses.web, autocommit=True) as connection:
        broken = {r.invariant.id for r in look(connection, timezone.now(), whole=True) if r.found.broken}
    # no sequencer runs here, so nothing comes into the tree
    assert broken <= {"entries_come_into_the_tree"}
