"""Transfers onward to the state of origin, and back to the sending state."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.movements.way import stage
from tests.onward.hub import Hub, in_one_hub, onward, there
from tests.service_database import Database
from tests.service_people import refuses, someone, today
from tests.transfers.day import Crowd, a_transfer, left

from returnhub.accounts.roles import Role
from returnhub.casework.models import Case, Happening
from returnhub.movements.commands.authority import withdraw_authority
from returnhub.movements.models import Authority
from returnhub.onward.commands.back import order_transfer_back, record_transfer_back
from returnhub.procedure import Stage
from returnhub.transfers.commands.day import board, check, record_outcome, stop
from returnhub.transfers.commands.handover import hand_over
from returnhub.transfers.commands.seats import give_seat
from returnhub.transfers.models import Outcome, Seat
from returnhub.transfers.models.transfers import Way
from returnhub.transfers.queries.against import papers


@pytest.fixture(scope="module")
def hub(database: Database) -> Hub:
    return in_one_hub()


@pytest.fixture(scope="module")
def c(hub: Hub) -> Crowd:
    return crowd_of(hub)


def crowd_of(hub: Hub) -> Crowd:
    return Crowd(hub.way, someone(Role.ESCORT), someone(Role.MONITOR), hub.manager, hub.host)


def seat_of(c: Crowd, case: Case, way: Way) -> Seat:
    """A seat on a transfer of this way, for somebody who boarded."""
    transfer = a_transfer(c, way)
    seat = give_seat(c.who.screening, transfer=transfer.pk, case=case.pk)
    (found,) = check(c.escort, transfer=transfer.pk)
    assert found.against == []
    board(c.escort, seat=seat.pk)
    return seat


def on_the_way(c: Crowd, case: Case, way: Way) -> Seat:
    seat = seat_of(c, case, way)
    left(c, seat.transfer)
    return seat


def ordered(hub: Hub) -> Case:
    """Somebody in the hub who is to be brought back."""
    case = there(hub)
    order_transfer_back(hub.way.other, case=case.pk, reasons="the return failed twice")
    return case


def turned_back(c: Crowd, seat: Seat) -> None:
    record_outcome(
        c.escort,
        seat=seat.pk,
        kind=Outcome.Kind.NOT_ARRIVED,
        reason=Outcome.Reason.TURNED_BACK,
        at=timezone.now(),
    )


def test_a_return_onward_counts_from_the_departure_once_they_arrived(hub: Hub, c: Crowd) -> None:
    case = onward(hub)
    seat = on_the_way(c, case, Way.ONWARD)
    assert stage(case) == Stage.ONWARD_AUTHORISED
    hand_over(
        c.escort,
        seat=seat.pk,
        at=timezone.now(),
        condition="Well.",
        documents="Travel document",
        to="Officer of the border police of Albania",
        items={},
    )
    record_outcome(c.escort, seat=seat.pk, kind=Outcome.Kind.ARRIVED, at=timezone.now())
    assert stage(case) == Stage.RETURNED_ONWARD
    assert Happening.objects.get(case=case, word="returned").at == seat.transfer.leaving.at  # pyright: ignore[reportAttributeAccessIssue]: a reverse relation of Django's
    assert Outcome.objects.get(seat=seat).kind == Outcome.Kind.ARRIVED


def test_who_is_turned_back_at_the_border_is_in_the_hub_again(hub: Hub, c: Crowd) -> None:
    case = onward(hub)
    seat = on_the_way(c, case, Way.ONWARD)
    turned_back(c, seat)
    assert stage(case) == Stage.IN_HUB
    assert not Authority.objects.filter(case=case, ended=None).exists()


def test_authority_that_is_withdrawn_on_the_way_makes_the_return_a_breach(database: Database) -> None:
    # a breach suspends its hub
    hub = in_one_hub()
    c = crowd_of(hub)
    case = onward(hub)
    seat = on_the_way(c, case, Way.ONWARD)
    withdraw_authority(c.who.other, case=case.pk, reasons="a court has called")
    assert Seat.objects.filter(pk=seat.pk, ended__isnull=False).exists()
    record_outcome(c.escort, seat=seat.pk, kind=Outcome.Kind.WITHOUT_AUTHORITY, at=timezone.now())
    assert stage(case) == Stage.RETURNED_ONWARD


def test_papers_that_run_out_within_a_week_of_the_day_keep_somebody_on_the_ground(hub: Hub, c: Crowd) -> None:
    case = onward(hub)
    transfer = a_transfer(c, Way.ONWARD)
    seat = give_seat(c.who.screening, transfer=transfer.pk, case=case.pk)
    good = papers([seat.pk], today())[seat.pk]
    assert (good.state, good.until) == ("valid", today() + dt.timedelta(days=40))
    assert papers([seat.pk], today() + dt.timedelta(days=34))[seat.pk].state == "over"


def test_nobody_is_brought_back_without_an_order_and_everybody_with_one(hub: Hub, c: Crowd) -> None:
    transfer, case = a_transfer(c, Way.BACK), there(hub)
    with refuses("command.not_possible"):
        give_seat(c.who.screening, transfer=transfer.pk, case=case.pk)
    seat = on_the_way(c, ordered(hub), Way.BACK)
    record_outcome(c.escort, seat=seat.pk, kind=Outcome.Kind.ARRIVED, at=timezone.now())
    assert stage(seat.case) == Stage.TRANSFERRED_BACK


def test_who_is_not_brought_back_stays_ordered_back_and_may_have_another_seat(hub: Hub, c: Crowd) -> None:
    case = ordered(hub)
    seat = on_the_way(c, case, Way.BACK)
    turned_back(c, seat)
    assert stage(case) == Stage.WAY_BACK
    again = seat_of(c, case, Way.BACK)
    stop(c.monitor, seat=again.pk, reason="They are ill, and the medic agrees.")
    assert stage(case) == Stage.WAY_BACK
    assert Seat.objects.filter(pk=again.pk, ended__isnull=False).exists()


def test_a_transfer_back_told_of_elsewhere_is_the_outcome_of_the_seat(hub: Hub, c: Crowd) -> None:
    seat = on_the_way(c, ordered(hub), Way.BACK)
    record_transfer_back(c.who.other, case=seat.case_id, at=timezone.now())
    assert Outcome.objects.get(seat=seat).kind == Outcome.Kind.ARRIVED
