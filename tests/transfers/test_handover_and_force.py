"""Force with its incident and review; property and cash; a handover that two people sign."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.service_database import Database
from tests.service_people import refuses, someone
from tests.transfers.day import Crowd, a_transfer, boarded, crowd, gone, seated, used

from returnhub.accounts.roles import Role
from returnhub.casework.models import Clock
from returnhub.incidents.models import Incident
from returnhub.transfers.commands.force import record_force, review_force
from returnhub.transfers.commands.handover import Checked, end_item, hand_over, list_item, take_over
from returnhub.transfers.models import Item, ItemCheck, Seat


@pytest.fixture(scope="module")
def c(database: Database) -> Crowd:
    return crowd()


def test_force_is_recorded_whole_reported_and_reviewed_by_somebody_who_was_not_there(c: Crowd) -> None:
    case, seat = seated(c, a_transfer(c))
    with refuses("command.field_missing"):
        record_force(c.escort, seat=seat.pk, used=replace(used(), saw=" "))
    with refuses("transfers_force_times"):
        record_force(c.escort, seat=seat.pk, used=replace(used(), ended_at=used().began_at - dt.timedelta(1)))
    made = record_force(c.escort, seat=seat.pk, used=used())
    assert Incident.objects.get(case=case).kind == "use_of_force"
    clock = Clock.objects.get(case=case, kind="force_review", ended=None)
    assert (clock.ends_on - clock.started_on).days == 7
    assert clock.owner == Role.AUTHORISING
    watched = record_force(c.monitor, seat=seat.pk, used=used())
    with refuses("command.two_people"):
        review_force(c.monitor, force=watched.pk, needed=False, says="It was not needed.")
    review_force(c.who.authorising, force=made.pk, needed=False, says="Words had not been tried.")
    assert Clock.objects.filter(case=case, kind="force_review", ended=None).exists()
    review_force(someone(Role.MONITOR), force=watched.pk, needed=False, says="Seen so too.")
    assert not Clock.objects.filter(case=case, kind="force_review", ended=None).exists()


def arrived_with_things(c: Crowd) -> tuple[Seat, list[int]]:
    transfer = a_transfer(c)
    _, seat = boarded(c, transfer)
    cash = list_item(
        c.escort,
        seat=seat.pk,
        kind=Item.Kind.CASH,
        says="In an envelope",
        amount=Decimal("140.50"),
        currency="gbp",
    )
    phone = list_item(c.escort, seat=seat.pk, kind=Item.Kind.PROPERTY, says="A telephone")
    return seat, [cash.pk, phone.pk]


def test_a_handover_is_signed_by_both_sides_and_what_differs_stands_beside(c: Crowd) -> None:
    seat, (cash, phone) = arrived_with_things(c)
    told = {"at": timezone.now(), "condition": "Tired, well.", "documents": "Acceptance, notices"}
    with refuses("command.not_possible"):
        hand_over(c.escort, seat=seat.pk, items={cash: Checked(True)}, **told)
    made = hand_over(c.escort, seat=seat.pk, items={cash: Checked(True), phone: Checked(True)}, **told)
    seen = {cash: Checked(True), phone: Checked(False, "No telephone in the bag.")}
    for other in (Role.HUB_MANAGER, Role.HOST):
        with refuses("command.not_theirs"):
            take_over(someone(other), handover=made.pk, condition="Tired.", items=seen)
    with refuses("command.field_missing"):
        take_over(c.manager, handover=made.pk, condition="Tired.", items={**seen, phone: Checked(False)})
    take_over(c.manager, handover=made.pk, condition="A cut on the left hand.", differs="The cut", items=seen)
    assert ItemCheck.objects.filter(handover=made, item=phone).values_list("there", flat=True).count() == 2
    with refuses("transfers_handoversignature_handover_id_key"):
        take_over(c.host, handover=made.pk, condition="Well.", items=seen)


def test_an_item_that_was_given_back_is_not_asked_for(c: Crowd) -> None:
    seat, (cash, phone) = arrived_with_things(c)
    end_item(c.escort, item=phone, reason="given back on board")
    told = {"at": timezone.now(), "condition": "Well.", "documents": "Acceptance"}
    hand_over(c.escort, seat=seat.pk, items={cash: Checked(True)}, **told)


def test_cash_has_an_amount_and_who_did_not_board_is_not_handed_over(c: Crowd) -> None:
    _, seat = seated(c, a_transfer(c))
    with refuses("transfers_item_cash"):
        list_item(c.escort, seat=seat.pk, kind=Item.Kind.CASH, says="In an envelope")
    with refuses("command.not_possible"):
        hand_over(c.escort, seat=seat.pk, at=timezone.now(), condition="Well.", documents="None", items={})
    _, travelling = gone(c)
    hand_over(c.escort, seat=travelling.pk, at=timezone.now(), condition="Well.", documents="None", items={})
