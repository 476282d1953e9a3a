"""The live record as an event log: another reader finds every person's events in the procedure's order."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone
from tests.movements.way import waiting
from tests.procedure.read_by_others import happenings, missing_tokens, pm, read_by_another
from tests.service_database import Database
from tests.service_people import SCHEME, SETTING_UP, a_case
from tests.transfers.day import crowd
from tests.transfers.day import gone as transferred

from returnhub.casework.commands.cases import happen
from returnhub.casework.models import Case
from returnhub.journal.command import Act
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.oversight.live_log import live_log
from returnhub.procedure import Event, conformance, procedure
from returnhub.procedure.history_log import HUB, PERSON
from returnhub.procedure.ocel import Log
from returnhub.transfers.models import Transfer

__all__ = ["pm"]


@pytest.fixture(scope="module")
def cases(database: Database) -> list[Case]:
    """One who waits to be referred, one who waits for a place, one in a hub, one gone without authority."""
    crew = crowd()
    who = crew.who
    moved, gone = transferred(crew)[0], waiting(who)
    record_departure(who.screening, case=gone.pk, way=Way.HUB, at=timezone.now())
    with transaction.atomic():
        now = timezone.now()
        happen(Act(SETTING_UP, now), moved.pk, Event.ARRIVED, now)
    return [a_case(who.screening), waiting(who), moved, gone]


@pytest.fixture(scope="module")
def log(database: Database, cases: list[Case]) -> Log:
    with psycopg.connect(database.addresses.web) as connection:
        return live_log(connection, SCHEME)


def test_the_live_log_has_every_case_by_its_reference_and_nobodys_name(log: Log, cases: list[Case]) -> None:
    assert {o.id for o in log.objects if o.type == PERSON} == {c.reference for c in cases}
    assert [o.type for o in log.objects].count(HUB) == 1
    assert "Example Person" not in repr(log)


def test_another_reader_finds_no_deviation_from_the_procedure(
    log: Log, cases: list[Case], pm: ModuleType, tmp_path: Path
) -> None:
    table = procedure("return_hub")
    read_back = read_by_another(log, pm, tmp_path)
    found = happenings(read_back, pm)
    assert conformance(table, found) == []
    assert missing_tokens(read_back, table, pm, people=len(cases)) == {0}
    words = {h.event for h in found if h.case == cases[2].reference}
    assert {Event.DEPARTED, Event.ARRIVED} <= words
    assert Event.DEPARTED_WITHOUT_AUTHORITY in {h.event for h in found if h.case == cases[3].reference}


def test_a_departure_and_an_arrival_are_by_the_transfer_that_the_person_had_a_seat_on(
    log: Log, cases: list[Case]
) -> None:
    flight = f"transfer-{Transfer.objects.get().pk}"
    by = {e.type for e in log.events for link in e.links if link.object == flight}
    assert by == {Event.DEPARTED.value, Event.ARRIVED.value}


def test_both_times_of_an_event_are_told(log: Log) -> None:
    for event in log.events:
        recorded = event.attributes["recorded"]
        assert isinstance(recorded, dt.datetime)
        assert recorded >= event.time
