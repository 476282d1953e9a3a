"""The day of travel: last check, boarding, the door, leaving, and one outcome a person."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.movements.way import stage
from tests.service_database import Database
from tests.service_people import refuses
from tests.transfers.day import Crowd, a_transfer, boarded, crowd, gone, left, seated, suspended

from returnhub.casework.commands.bars import open_bar
from returnhub.casework.commands.cases import record_happening
from returnhub.casework.models import Bar, Clock
from returnhub.hubs.models import Stay
from returnhub.movements.commands.authority import withdraw_authority
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Authority, Breach, Way
from returnhub.procedure import Event, Stage
from returnhub.transfers.commands.day import board, check, record_outcome, stop
from returnhub.transfers.models import DoorStop, LastCheck, Outcome, Seat

KIND = Outcome.Kind


@pytest.fixture(scope="module")
def c(database: Database) -> Crowd:
    return crowd()


def ended(seat: Seat) -> bool:
    return Seat.objects.filter(pk=seat.pk, ended__isnull=False).exists()


def test_a_person_is_checked_boards_leaves_and_arrives(c: Crowd) -> None:
    transfer = a_transfer(c)
    case, seat = seated(c, transfer)
    with refuses("transfers_boarding_checked"):
        board(c.escort, seat=seat.pk)
    (found,) = check(c.escort, transfer=transfer.pk)
    assert found.against == []
    board(c.escort, seat=seat.pk)
    left(c, transfer)
    assert stage(case) == Stage.DEPARTED
    assert not ended(seat)
    assert Clock.objects.filter(case=case, kind="outcome_due", ended=None).exists()
    now = timezone.now()
    made = record_outcome(c.manager, seat=seat.pk, kind=KIND.ARRIVED, at=now)
    assert stage(case) == Stage.IN_HUB
    assert ended(seat)
    assert Stay.objects.filter(case=case, kind="there", ended=None).exists()
    assert not Clock.objects.filter(case=case, kind="outcome_due", ended=None).exists()
    assert record_outcome(c.escort, seat=seat.pk, kind=KIND.ARRIVED, at=now).pk == made.pk
    with refuses("command.not_possible"):
        record_outcome(
            c.escort, seat=seat.pk, kind=KIND.NOT_ARRIVED, reason=Outcome.Reason.TURNED_BACK, at=now
        )
    assert stage(case) == Stage.IN_HUB


@pytest.mark.parametrize(
    ("reason", "then"),
    [
        (Outcome.Reason.TURNED_BACK, Stage.EXHAUSTED),
        (Outcome.Reason.LEFT, Stage.LEFT_HUB),
        (Outcome.Reason.DIED, Stage.DIED),
    ],
)
def test_who_did_not_arrive_stands_where_the_reason_leads(c: Crowd, reason: str, then: Stage) -> None:
    case, seat = gone(c)
    with refuses("command.field_missing"):
        record_outcome(c.escort, seat=seat.pk, kind=KIND.NOT_ARRIVED, at=timezone.now())
    record_outcome(
        c.escort, seat=seat.pk, kind=KIND.NOT_ARRIVED, reason=Outcome.Reason(reason), at=timezone.now()
    )
    assert stage(case) == then
    assert ended(seat)


def test_an_arrival_that_is_told_of_elsewhere_is_the_outcome_too(c: Crowd) -> None:
    case, seat = gone(c)
    record_happening(c.who.screening, case=case.pk, event=Event.ARRIVED, at=timezone.now())
    assert Outcome.objects.get(seat=seat).kind == KIND.ARRIVED
    assert ended(seat)
    assert not Clock.objects.filter(case=case, kind="outcome_due", ended=None).exists()


def test_a_bar_on_the_day_stops_that_person_only(c: Crowd) -> None:
    transfer = a_transfer(c)
    case, seat = seated(c, transfer)
    other, other_seat = seated(c, transfer)
    check(c.escort, transfer=transfer.pk)
    open_bar(c.who.screening, case=case.pk, kind=Bar.Kind.COURT_ORDER, says="a court has stopped it")
    assert ended(seat)
    with refuses("command.not_possible"):
        board(c.escort, seat=seat.pk)
    board(c.escort, seat=other_seat.pk)
    left(c, transfer)
    assert stage(case) == Stage.PLANNED
    assert stage(other) == Stage.DEPARTED


def test_nobody_boards_under_a_suspension_though_the_check_came_before_it(c: Crowd) -> None:
    transfer = a_transfer(c)
    case, seat = seated(c, transfer)
    check(c.escort, transfer=transfer.pk)
    suspended(c, case, "a threat that nobody has looked into")
    with refuses("transfers_boarding_against"):
        board(c.escort, seat=seat.pk)
    (found,) = check(c.monitor, transfer=transfer.pk)
    assert [one["code"] for one in found.against] == ["suspended"]
    with refuses("transfers_boarding_checked"):
        board(c.escort, seat=seat.pk)
    assert LastCheck.objects.filter(seat=seat).count() == 2


@pytest.mark.parametrize("by", ["escort", "monitor", "authorising"])
def test_one_person_is_stopped_at_the_door_and_authority_place_and_seat_follow(c: Crowd, by: str) -> None:
    actor = {"escort": c.escort, "monitor": c.monitor, "authorising": c.who.other}[by]
    transfer = a_transfer(c)
    case, seat = boarded(c, transfer)
    with refuses("command.field_missing"):
        stop(actor, seat=seat.pk, reason=" ")
    stop(actor, seat=seat.pk, reason="They say that they are ill, and the medic agrees.")
    assert ended(seat)
    assert not Authority.objects.filter(case=case, ended=None).exists()
    assert stage(case) == Stage.PLANNED
    assert Stay.objects.filter(case=case, kind="held", ended=None).exists()
    assert DoorStop.objects.filter(seat=seat).exists()
    record_outcome(c.escort, seat=seat.pk, kind=KIND.DISEMBARKED, at=timezone.now())
    left(c, transfer)
    assert stage(case) == Stage.PLANNED
    with refuses("command.not_possible"):
        stop(actor, seat=seat.pk, reason="Too late.")


def test_who_left_without_authority_is_a_breach_and_an_outcome(database: Database) -> None:
    c = crowd()
    transfer = a_transfer(c)
    case, seat = boarded(c, transfer)
    with refuses("command.not_possible"):
        record_outcome(c.escort, seat=seat.pk, kind=KIND.WITHOUT_AUTHORITY, at=timezone.now())
    withdraw_authority(c.who.other, case=case.pk, reasons="a new letter has come")
    assert ended(seat)
    record_outcome(c.escort, seat=seat.pk, kind=KIND.WITHOUT_AUTHORITY, at=timezone.now())
    assert Breach.objects.filter(case=case).exists()
    assert stage(case) == Stage.DEPARTED


def test_a_departure_that_something_spoke_against_is_the_outcome_of_the_seat(database: Database) -> None:
    c = crowd()
    transfer = a_transfer(c)
    case, seat = boarded(c, transfer)
    suspended(c, case, "a threat that nobody has looked into")
    left(c, transfer)
    assert Outcome.objects.get(seat=seat).kind == KIND.WITHOUT_AUTHORITY
    assert Breach.objects.filter(case=case).exists()


def test_who_did_not_board_keeps_authority_and_loses_the_seat(c: Crowd) -> None:
    transfer = a_transfer(c)
    boarded(c, transfer)
    case, seat = seated(c, transfer)
    left(c, transfer)
    assert ended(seat)
    assert Authority.objects.filter(case=case, ended=None).exists()
    assert stage(case) == Stage.AUTHORISED


def test_a_departure_told_of_on_the_case_keeps_the_seat_until_the_outcome(c: Crowd) -> None:
    case, seat = seated(c, a_transfer(c))
    record_departure(c.who.other, case=case.pk, way=Way.HUB, at=timezone.now())
    assert not ended(seat)
