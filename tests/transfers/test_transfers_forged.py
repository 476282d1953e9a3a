"""Ways round the guards of transfers with the application's password: refused, and open with them off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import psycopg
import pytest
from django.utils import timezone
from tests.movements.test_authority_forged import event, refused, without
from tests.movements.way import authorised, ready
from tests.service_database import Database
from tests.service_people import SETTING_UP, a_hub, someone, today
from tests.transfers.day import Crowd, a_transfer, boarded, crowd, gone, seated, used

from returnhub.accounts.roles import Role
from returnhub.casework.commands.bars import open_bar
from returnhub.casework.models import Bar, Case, Happening
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act, ask_guards
from returnhub.movements.commands.authority import withdraw_authority
from returnhub.movements.models import Authority
from returnhub.transfers.commands.force import record_force
from returnhub.transfers.commands.handover import hand_over
from returnhub.transfers.models import (
    Boarding,
    Crew,
    DoorStop,
    Force,
    ForceReview,
    Handover,
    HandoverSignature,
    LastCheck,
    Leaving,
    Manifest,
    MonitorAnswer,
    Outcome,
    Plan,
    Seat,
    Transfer,
)
from returnhub.transfers.models.transfers import Way


@dataclass(frozen=True)
class World:
    """Somebody seated, somebody who boarded and somebody on the way, each on a transfer of their own."""

    c: Crowd
    case: Case
    seat: Seat
    aboard: Case
    aboard_seat: Seat
    away: Case
    away_seat: Seat
    force: Force
    handover: Handover
    no_authority: Case
    waiting: Authority


@pytest.fixture(scope="module")
def w(database: Database) -> World:
    c = crowd()
    case, seat = seated(c, a_transfer(c))
    aboard, aboard_seat = boarded(c, a_transfer(c))
    away, away_seat = gone(c)
    return World(
        c,
        case,
        seat,
        aboard,
        aboard_seat,
        away,
        away_seat,
        record_force(c.escort, seat=seat.pk, used=used()),
        hand_over(
            c.escort, seat=away_seat.pk, at=timezone.now(), condition="Well.", documents="None", items={}
        ),
        ready(c.who),
        authorised(c.who)[1],
    )


def said(actor: Actor = SETTING_UP) -> int:
    return Act(actor, timezone.now()).event("tests.forged")


def a_seat(case: Case, transfer: Transfer, authority: Authority | None) -> None:
    Seat.objects.create(
        event_id=event(case), transfer=transfer, case=case, person=case.person_id, authority=authority
    )


def seat_without_authority(w: World) -> None:
    a_seat(w.no_authority, a_transfer(w.c), None)


def seat_by_anothers_authority(w: World) -> None:
    a_seat(w.no_authority, a_transfer(w.c), w.waiting)


def seat_back_without_an_order(w: World) -> None:
    a_seat(w.no_authority, a_transfer(w.c, Way.BACK), None)


def seat_to_another_hub(w: World) -> None:
    to = Transfer.objects.create(event_id=said(), scheme_id="kosovo-2025", way="hub", hub=a_hub(people=1))
    now = timezone.now()
    Plan.objects.create(
        event_id=said(),
        transfer=to,
        vehicle="car",
        name="x",
        leaves_from="a",
        goes_to="b",
        departs_at=now,
        arrives_at=now + dt.timedelta(hours=1),
        seats=9,
    )
    a_seat(w.waiting.case, to, w.waiting)


def one_more_than_there_are_seats(w: World) -> None:
    to = a_transfer(w.c, seats=3)
    seated(w.c, to)
    a_seat(w.waiting.case, to, w.waiting)


def seat_that_outlives_its_authority(w: World) -> None:
    withdraw_authority(w.c.who.other, case=w.case.pk, reasons="a new letter has come")
    assert not Seat.objects.filter(pk=w.seat.pk, ended=None).exists()


def somebody_who_is_no_escort(w: World) -> None:
    Crew.objects.create(
        event_id=said(), transfer=w.seat.transfer, kind="escort", user_id=w.c.who.screening.id, name="x"
    )


def an_officer_for_the_monitor(w: World) -> None:
    officer = w.c.who.screening
    MonitorAnswer.objects.create(
        event_id=said(officer), transfer=w.seat.transfer, taken=False, by_id=officer.id
    )


def boarding(w: World, seat: Seat, actor: Actor) -> None:
    Boarding.objects.create(
        event_id=event(seat.case, actor), case=seat.case, seat=seat, at=timezone.now(), by_id=actor.id
    )


def boarding_without_a_check(w: World) -> None:
    boarding(w, w.seat, w.c.escort)


def boarding_by_an_officer(w: World) -> None:
    boarding(w, w.seat, w.c.who.screening)


def boarding_after_a_forged_check(w: World) -> None:
    LastCheck.objects.create(
        event_id=event(w.case, w.c.escort),
        case=w.case,
        seat=w.seat,
        on=today(),
        against=[],
        by_id=w.c.escort.id,
    )
    open_bar(w.c.who.screening, case=w.case.pk, kind=Bar.Kind.COURT_ORDER, says="stopped by a court")
    boarding(w, w.seat, w.c.escort)


def a_stop_that_stops_nobody(w: World) -> None:
    DoorStop.objects.create(
        event_id=event(w.case, w.c.monitor), case=w.case, seat=w.seat, reason="x", by_id=w.c.monitor.id
    )


def leaving_without_departures(w: World) -> None:
    Leaving.objects.create(
        event_id=said(w.c.escort), transfer=w.aboard_seat.transfer, at=timezone.now(), by_id=w.c.escort.id
    )


def leaving_by_a_monitor(w: World) -> None:
    Leaving.objects.create(
        event_id=said(w.c.monitor), transfer=w.seat.transfer, at=timezone.now(), by_id=w.c.monitor.id
    )


def outcome(seat: Seat, kind: str, **more: object) -> None:
    number = event(seat.case)
    Seat.objects.filter(pk=seat.pk).update(ended=number)
    Outcome.objects.create(event_id=number, case=seat.case, seat=seat, kind=kind, at=timezone.now(), **more)


def arrival_of_nobody(w: World) -> None:
    outcome(w.away_seat, "arrived")


def getting_off_in_the_air(w: World) -> None:
    outcome(w.away_seat, "disembarked")


def outcome_that_leaves_the_seat(w: World) -> None:
    Outcome.objects.create(
        event_id=event(w.away), case=w.away, seat=w.away_seat, kind="arrived", at=timezone.now()
    )


def arrival_without_an_outcome(w: World) -> None:
    Happening.objects.create(event_id=event(w.away), case=w.away, word="arrived", at=timezone.now())
    ask_guards()
    assert Outcome.objects.filter(seat=w.away_seat, kind="arrived").exists()


def review_of_ones_own_force(w: World) -> None:
    ForceReview.objects.create(
        event_id=event(w.case, w.c.escort),
        case=w.case,
        force=w.force,
        needed=True,
        says="x",
        by_id=w.c.escort.id,
    )


def review_by_a_screening_officer(w: World) -> None:
    officer = w.c.who.screening
    ForceReview.objects.create(
        event_id=event(w.case, officer), case=w.case, force=w.force, needed=True, says="x", by_id=officer.id
    )


def handover_by_an_officer(w: World) -> None:
    officer = w.c.who.screening
    Handover.objects.create(
        event_id=event(w.aboard, officer),
        case=w.aboard,
        seat=w.aboard_seat,
        at=timezone.now(),
        condition="x",
        documents="x",
        by_id=officer.id,
    )


def signature(w: World, actor: Actor) -> None:
    HandoverSignature.objects.create(
        event_id=event(w.away, actor), case=w.away, handover=w.handover, condition="x", by_id=actor.id
    )


def handover_signed_by_one(w: World) -> None:
    signature(w, w.c.escort)


def handover_signed_by_another_hub(w: World) -> None:
    signature(w, someone(Role.HUB_MANAGER))


def manifest_with_another_digest(w: World) -> None:
    officer = w.c.who.screening
    Manifest.objects.create(
        event_id=said(officer),
        transfer=w.seat.transfer,
        number=1,
        content="{}",
        digest="0" * 64,
        by_id=officer.id,
    )


def cancelled_with_people_on_it(w: World) -> None:
    Transfer.objects.filter(pk=w.seat.transfer_id).update(ended=said())


def cancelled_after_it_left(w: World) -> None:
    Transfer.objects.filter(pk=w.away_seat.transfer_id).update(ended=said())


def crew_of_a_cancelled_transfer(w: World) -> None:
    empty = a_transfer(w.c)
    Transfer.objects.filter(pk=empty.pk).update(ended=said())
    Crew.objects.create(event_id=said(), transfer=empty, kind="medic", name="x")


Guards = tuple[tuple[str, str], ...]
SEAT: Guards = (("authority", "transfers_seat"),)
FORGED: list[tuple[Callable[[World], None], str, Guards]] = [
    (seat_without_authority, "transfers_seat_authority", SEAT),
    (seat_by_anothers_authority, "transfers_seat_authority", SEAT),
    (seat_back_without_an_order, "transfers_seat_order", SEAT),
    (seat_to_another_hub, "transfers_seat_hub", SEAT),
    (one_more_than_there_are_seats, "transfers_seats_enough", (("seats", "transfers_seat"),)),
    (somebody_who_is_no_escort, "transfers_escort_role", (("role", "transfers_crew"),)),
    (an_officer_for_the_monitor, "transfers_monitor_answers", (("monitor", "transfers_monitoranswer"),)),
    (boarding_without_a_check, "transfers_boarding_checked", (("allowed", "transfers_boarding"),)),
    (boarding_by_an_officer, "transfers_boarding_escort", (("allowed", "transfers_boarding"),)),
    (boarding_after_a_forged_check, "transfers_boarding_against", (("allowed", "transfers_boarding"),)),
    (a_stop_that_stops_nobody, "transfers_stop_ends", (("z_by", "transfers_doorstop"),)),
    (leaving_without_departures, "transfers_leaving_departures", (("by", "transfers_leaving"),)),
    (leaving_by_a_monitor, "transfers_leaving_by", (("by", "transfers_leaving"),)),
    (arrival_of_nobody, "transfers_outcome_happened", (("so", "transfers_outcome"),)),
    (getting_off_in_the_air, "transfers_outcome_happened", (("so", "transfers_outcome"),)),
    (outcome_that_leaves_the_seat, "transfers_outcome_seat", (("so", "transfers_outcome"),)),
    (review_of_ones_own_force, "transfers_force_review_two_people", (("z_by", "transfers_forcereview"),)),
    (review_by_a_screening_officer, "transfers_force_review_by", (("z_by", "transfers_forcereview"),)),
    (handover_by_an_officer, "transfers_handover_escort", (("z_by", "transfers_handover"),)),
    (handover_signed_by_one, "transfers_handover_two_people", (("z_by", "transfers_handoversignature"),)),
    (handover_signed_by_another_hub, "transfers_handover_hub", (("z_by", "transfers_handoversignature"),)),
    (manifest_with_another_digest, "transfers_manifest_digest", (("issued", "transfers_manifest"),)),
    (cancelled_with_people_on_it, "transfers_cancelled_empty", (("empty", "transfers_transfer"),)),
    (cancelled_after_it_left, "transfers_transfer_left", (("empty", "transfers_transfer"),)),
    (crew_of_a_cancelled_transfer, "transfers_transfer_stands", (("a_locked", "transfers_crew"),)),
]


@pytest.mark.parametrize(("forge", "guard", "triggers"), FORGED, ids=lambda v: getattr(v, "__name__", ""))
def test_a_way_round_is_refused_and_works_where_its_guard_is_off(
    database: Database, w: World, forge: Callable[[World], None], guard: str, triggers: Guards
) -> None:
    with refused(guard):
        forge(w)
    with without(database, *triggers):
        forge(w)


FOLLOWS: list[tuple[Callable[[World], None], Guards]] = [
    (
        seat_that_outlives_its_authority,
        (("z_seat_follows", "movements_authority"), ("z_seat_follows", "casework_standing")),
    ),
    (arrival_without_an_outcome, (("a_outcome", "casework_happening"),)),
]


@pytest.mark.parametrize(("does", "triggers"), FOLLOWS, ids=lambda v: getattr(v, "__name__", ""))
def test_what_follows_by_itself_does_not_where_its_guard_is_off(
    database: Database, w: World, does: Callable[[World], None], triggers: Guards
) -> None:
    with without(database):
        does(w)
    with pytest.raises(AssertionError), without(database, *triggers):
        does(w)


def test_an_outcome_is_neither_edited_nor_said_twice(database: Database, w: World) -> None:
    for statement in (
        "UPDATE transfers_outcome SET kind = 'arrived'",
        "DELETE FROM transfers_outcome",
        "UPDATE transfers_boarding SET at = now()",
        "UPDATE transfers_force SET injuries = 'None'",
        "UPDATE transfers_handover SET condition = 'Well.'",
        "UPDATE transfers_manifest SET content = '{}'",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.application_does(statement)  # pyright: ignore[reportArgumentType]: texts of this test
    with refused("transfers_outcome_seat_id_key"):
        for _ in range(2):
            outcome(w.away_seat, "arrived")
