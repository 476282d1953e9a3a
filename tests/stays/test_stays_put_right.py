"""A stay whose arrival was put right or taken back: its duties and its limit are neither lost nor moved."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from tests.casework.case_pages import signed_in
from tests.movements.test_authority_forged import event, refused, without
from tests.movements.test_guards_of_authority import off
from tests.service_database import Database
from tests.service_people import someone, today
from tests.stays.life import Life, arrived, happened, life, stay_of

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind
from returnhub.casework.commands.cases import Happened, correct_happening
from returnhub.casework.models import Bar, Case, Clock, Happening
from returnhub.hubs.models import Stay
from returnhub.incidents.models import Incident
from returnhub.movements.models import Breach
from returnhub.procedure import Event, Stage
from returnhub.stays.commands.arrival import name_key_worker
from returnhub.stays.commands.contact import hold_contact
from returnhub.stays.models import Arrival, Contact, KeyWorker, Occurrence


def put_right(here: Life, case: Case, at: dt.datetime | None) -> None:
    """The arrival was at another time, or was not."""
    row = Happening.objects.get(case=case, word=Event.ARRIVED, ended=None)
    instead = None if at is None else Happened(Event.ARRIVED, at)
    correct_happening(here.who.screening, happening=row.pk, instead=instead, reason="typed wrong")


def running(case: Case, kind: Kind) -> Clock:
    return Clock.objects.get(case=case, kind=kind, ended=None)


def test_an_arrival_that_is_put_right_is_the_time_of_the_stay(database: Database, here: Life) -> None:
    case = arrived(here)
    name_key_worker(here.manager, case=case.pk, to=here.other.id)
    before, place = stay_of(case), Stay.objects.get(case=case, ended=None).place
    at = before.at + dt.timedelta(microseconds=1000)
    put_right(here, case, at)
    found, stay = stay_of(case), Stay.objects.get(case=case, ended=None)
    assert (found.at, stay.arrived_at, stay.place) == (at, at, place)
    assert found.pk != before.pk
    assert KeyWorker.objects.filter(arrival=found, ended=None).exists()
    assert not Clock.objects.filter(case=case, kind=Kind.KEY_WORKER, ended=None).exists()
    assert not Breach.objects.filter(case=case).exists()
    assert running(case, Kind.HEALTH_CHECK).ends_on == today() + dt.timedelta(days=1)


def test_without_its_guard_the_stay_would_go_on_from_the_wrong_time(database: Database, here: Life) -> None:
    case = arrived(here)
    before = stay_of(case).at
    with without(database, ("y_put_right", "casework_happening")):
        put_right(here, case, before + dt.timedelta(microseconds=1000))
        assert stay_of(case).at == before


def test_a_limit_is_not_moved_by_taking_an_arrival_back(database: Database, here: Life) -> None:
    case = arrived(here)
    limit = dt.date.today() + dt.timedelta(days=30)
    with off(database, "recorded", "stays_arrival"), database.superuser() as connection:
        connection.execute("UPDATE stays_arrival SET limit_on = %s WHERE case_id = %s", [limit, case.pk])
    put_right(here, case, None)
    assert not Arrival.objects.filter(case=case, ended=None).exists()
    happened(case, Event.ARRIVED)
    assert stay_of(case).limit_on == limit
    assert running(case, Kind.STAY_LIMIT).ends_on == limit


def test_the_application_neither_begins_nor_ends_a_stay(database: Database, here: Life) -> None:
    case = arrived(here)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        database.application_does(
            "UPDATE stays_arrival SET ended_id = event_id, until_at = at WHERE case_id = %s", [case.pk]
        )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        database.application_does(
            "INSERT INTO stays_arrival (event_id, case_id, hub_id, at, limit_on)"
            " SELECT event_id, case_id, hub_id, at, limit_on FROM stays_arrival WHERE case_id = %s",
            [case.pk],
        )


def another_clock(case: Case, kind: Kind, *, ran_out: bool = False) -> None:
    """The clock of a duty ends, and one of many days later takes its place."""
    was, said = running(case, kind), event(case)
    Clock.objects.filter(pk=was.pk).update(ended=said, ran_out=said if ran_out else None)
    if not ran_out:
        Clock.objects.create(
            event_id=said,
            case=case,
            kind=kind,
            owner=was.owner,
            started_on=was.started_on,
            ends_on=was.ends_on + dt.timedelta(days=400),
            counted="x",
            effect=was.effect,
        )


@pytest.mark.parametrize("kind", [Kind.STAY_LIMIT, Kind.HEALTH_CHECK])
def test_the_clock_of_a_stay_gives_way_to_no_later_one(database: Database, here: Life, kind: Kind) -> None:
    case = arrived(here)
    with refused("stays_duty_stands"):
        another_clock(case, kind)
    with without(database, ("duty_stands", "casework_clock")):
        another_clock(case, kind)


def test_a_limit_does_not_run_out_without_its_effect(database: Database, here: Life) -> None:
    case = arrived(here)
    with refused("stays_duty_stands"):
        another_clock(case, Kind.STAY_LIMIT, ran_out=True)
    with without(database, ("duty_stands", "casework_clock")):
        another_clock(case, Kind.STAY_LIMIT, ran_out=True)


def test_an_embassy_that_was_met_after_a_claim_was_opened_is_an_incident(
    database: Database, here: Life
) -> None:
    case = arrived(here)
    with transaction.atomic():
        asked = Contact.objects.create(
            event_id=event(case),
            case=case,
            arrival=stay_of(case),
            whom=Contact.Whom.LAWYER,
            how="visit",
            asked_at=timezone.now(),
            wished=True,
        )
    with off(database, "recorded", "stays_contact"), database.superuser() as connection:
        connection.execute("UPDATE stays_contact SET whom = 'embassy' WHERE id = %s", [asked.pk])
    with transaction.atomic():
        Bar.objects.create(
            event_id=event(case), case=case, kind=Bar.Kind.SUBMISSIONS, says="x", since=timezone.now()
        )
    now = timezone.now()
    hold_contact(here.manager, contact=asked.pk, began_at=now, until_at=now, now=now)
    assert "embassy" in Incident.objects.get(case=case).says


def test_the_host_states_officer_reviews_a_segregation_and_sees_nothing_else_of_a_stay(
    database: Database, here: Life
) -> None:
    here = life(here.who)
    case = arrived(here)
    with transaction.atomic():
        one = Occurrence.objects.create(
            event_id=event(case),
            case=case,
            arrival=stay_of(case),
            kind="segregation",
            at=timezone.now(),
            reason="a reason of the hub's own",
        )
    officer = someone(Role.HOST, hub=here.hub.pk)
    client = signed_in(officer)
    given = {"reference": case.reference}
    for name, more in (("stays:person", {}), ("stays:act", {"slug": "review"}), ("stays:people", None)):
        address = reverse(name, kwargs=None if more is None else given | more)
        assert client.get(address).status_code in (403, 404), name
    shown = client.get(reverse("stays:segregations")).content.decode()
    assert case.reference in shown
    assert "a reason of the hub" not in shown
    address = reverse("stays:act_on", kwargs=given | {"slug": "step", "number": one.pk})
    assert client.get(address).status_code == 200
    other = signed_in(someone(Role.HOST))
    assert case.reference not in other.get(reverse("stays:segregations")).content.decode()
    assert other.get(address).status_code == 404
    assert case.standing.stage == Stage.IN_HUB
