"""Ways round the guards of a stay: each is refused, and works where its guard is off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from tests.movements.test_authority_forged import event, refused, without
from tests.movements.way import People, authorised, facts
from tests.service_database import Database
from tests.service_people import SCHEME, someone, today
from tests.stays.life import Life, arrived, happened, life, stay_of

from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import CalledAs, NewCase, open_case
from returnhub.casework.commands.facts import Answer
from returnhub.casework.commands.facts import facts as known_facts
from returnhub.casework.models import Bar, Case, Clock, Happening
from returnhub.hubs.models import Hub
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.procedure import Event
from returnhub.stays.models import (
    Arrival,
    Contact,
    Done,
    HubDay,
    KeyWorker,
    NotHeld,
    Occurrence,
    Outing,
    Review,
    Step,
)

Forge = Callable[[Case], object]


@pytest.fixture(scope="module")
def closed(who: People) -> Case:
    """Somebody in a closed hub."""
    return arrived(life(who, Hub.Kind.CLOSED))


@pytest.fixture(scope="module")
def away(who: People) -> Case:
    """Somebody with authority who has not left."""
    return authorised(who)[0]


def end_clock(kind: str) -> Forge:
    return lambda case: Clock.objects.filter(case=case, kind=kind, ended=None).update(ended=event(case))


def work_elsewhere(case: Case) -> None:
    KeyWorker.objects.create(
        event_id=event(case), case=case, arrival=stay_of(case), to_id=someone(Role.HUB_MANAGER).id or 0
    )


def go_out(case: Case) -> None:
    Outing.objects.create(event_id=event(case), case=case, arrival=stay_of(case), out_at=timezone.now())


def refuse_lawyer(case: Case) -> None:
    asked = ask(case, Contact.Whom.LAWYER)
    NotHeld.objects.create(event_id=event(case), case=case, contact=asked, why=NotHeld.Why.REFUSED)


def ask(case: Case, whom: Contact.Whom, *, wished: bool = True) -> Contact:
    return Contact.objects.create(
        event_id=event(case),
        case=case,
        arrival=stay_of(case),
        whom=whom,
        how="visit",
        asked_at=timezone.now(),
        wished=wished,
    )


def say_twice(case: Case) -> None:
    asked = ask(case, Contact.Whom.LAWYER)
    Contact.objects.filter(pk=asked.pk).update(ended=event(case))
    NotHeld.objects.create(event_id=event(case), case=case, contact=asked, why=NotHeld.Why.DID_NOT_COME)


def meet_embassy(case: Case) -> None:
    Bar.objects.create(
        event_id=event(case), case=case, kind=Bar.Kind.SUBMISSIONS, says="x", since=timezone.now()
    )
    ask(case, Contact.Whom.EMBASSY)


def given(case: Case) -> dict[str, Any]:
    return {"event_id": event(case), "case": case, "arrival": stay_of(case)}


def tell_consulate(case: Case) -> None:
    one = Occurrence.objects.create(
        event_id=event(case), case=case, arrival=stay_of(case), kind="hospital", at=timezone.now(), reason=""
    )
    Step.objects.create(
        event_id=event(case),
        case=case,
        occurrence=one,
        kind="consulate_decided",
        at=timezone.now(),
        answer="yes",
        reason="",
    )


def review_own(case: Case) -> None:
    one = Occurrence.objects.create(
        event_id=event(case),
        case=case,
        arrival=stay_of(case),
        kind="segregation",
        at=timezone.now(),
        reason="x",
    )
    Step.objects.create(
        event_id=event(case),
        case=case,
        occurrence=one,
        kind="review",
        at=timezone.now(),
        answer="goes_on",
        reason="x",
    )


def before_arrival(case: Case) -> None:
    Done.objects.create(
        event_id=event(case),
        case=case,
        arrival=stay_of(case),
        duty="lawyer_called",
        answer="done",
        at=timezone.now() - dt.timedelta(days=9),
    )


@pytest.mark.parametrize(
    ("guard", "trigger", "table", "forge"),
    [
        ("stays_duty_stands", "duty_stands", "casework_clock", end_clock("health_check")),
        ("stays_duty_stands", "duty_stands", "casework_clock", end_clock("stay_limit")),
        ("stays_duty_stands", "duty_stands", "casework_clock", end_clock("stay_review")),
        ("stays_duty_stands", "duty_stands", "casework_clock", end_clock("key_worker")),
        ("stays_key_worker_of_hub", "of_stay", "stays_keyworker", work_elsewhere),
        ("stays_contact_never_refused", "once", "stays_notheld", refuse_lawyer),
        ("stays_contact_once", "once", "stays_notheld", say_twice),
        ("stays_contact_embassy_closed", "of_stay", "stays_contact", meet_embassy),
        ("stays_step_two_people", "fits", "stays_step", review_own),
        ("stays_step_consulate_closed", "fits", "stays_step", tell_consulate),
        ("stays_in_its_time", "of_stay", "stays_done", before_arrival),
    ],
)
def test_what_a_stay_owes_is_not_written_away(
    guard: str, trigger: str, table: str, forge: Forge, database: Database, case: Case
) -> None:
    with refused(guard):
        forge(case)
    with without(database, (trigger, table)):
        forge(case)


def test_going_out_freely_is_not_written_of_a_closed_hub(database: Database, closed: Case) -> None:
    with refused("stays_outing_open_hub"):
        go_out(closed)
    with without(database, ("of_stay", "stays_outing")):
        go_out(closed)


def test_nothing_is_written_of_the_stay_of_somebody_else(database: Database, away: Case, case: Case) -> None:
    def of_another() -> None:
        Outing.objects.create(event_id=event(away), case=away, arrival=stay_of(case), out_at=timezone.now())

    with refused("stays_of_a_stay"):
        of_another()
    with without(database, ("of_stay", "stays_outing")):
        of_another()


def test_without_its_trigger_a_stay_would_begin_without_clocks(database: Database, here: Life) -> None:
    case, _ = authorised(here.who)
    record_departure(here.who.screening, case=case.pk, way=Way.HUB, at=timezone.now())
    with without(database, ("d_begins", "hubs_stay")):
        happened(case, Event.ARRIVED)
        assert not Arrival.objects.filter(case=case).exists()
    happened(case, Event.ARRIVED)
    assert Arrival.objects.filter(case=case, ended=None).exists()


def test_nobody_is_written_into_a_hub_as_born_there(database: Database, here: Life, case: Case) -> None:
    grown = open_case(here.who.screening, new=NewCase(SCHEME, (CalledAs("Example Person"),)))

    def born() -> None:
        Happening.objects.create(event_id=event(grown), case=grown, word=Event.BORN_IN_HUB, at=timezone.now())

    with refused("stays_born_there"):
        born()
    with without(database, ("born_there", "casework_happening")):
        born()


def test_constraints_hold_what_no_command_would_write(here: Life, case: Case) -> None:
    stay = stay_of(case)

    def row(model: type, **given: object) -> None:
        model.objects.create(event_id=event(case), case=case, arrival=stay, **given)  # pyright: ignore[reportAttributeAccessIssue]: every model here has a manager

    late = today() + dt.timedelta(days=60)
    with refused("stays_review_next"):
        row(Review, on=today(), findings="x", next_on=late, by_id=here.manager.id)
    with refused("stays_review_findings"):
        row(Review, on=today(), findings="", next_on=today() + dt.timedelta(days=1), by_id=here.manager.id)
    with refused("stays_done_wanted"):
        row(Done, duty="health_check", answer="not_wanted", at=timezone.now())
    with refused("stays_done_language"):
        row(Done, duty="arrival_interview", answer="done", at=timezone.now())
    fact = "host_claim_open"
    facts(case, Answer(fact, False, today(), known_facts()[fact].suppliers[0]))
    with refused("stays_contact_embassy"):
        ask(case, Contact.Whom.EMBASSY, wished=False)
    with refused("stays_occurrence_reason"):
        row(Occurrence, kind="self_harm", at=timezone.now(), reason="a word on health")
    with refused("stays_hub_day_hours"):
        HubDay.objects.create(
            event_id=event(case), hub=here.hub, on=today(), health_staff=1, outdoor_hours=25, telephone=True
        )
