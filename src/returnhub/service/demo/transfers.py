"""The demo's transfers: planned with a crew, filled one person at a time, travelled. All of it is made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor
from returnhub.service.demo.ways import Walk
from returnhub.transfers.commands.day import board, check, record_leaving, record_outcome
from returnhub.transfers.commands.force import Used, record_force
from returnhub.transfers.commands.handover import Checked, hand_over, list_item, take_over
from returnhub.transfers.commands.manifest import issue_manifest
from returnhub.transfers.commands.seats import give_seat
from returnhub.transfers.commands.transfers import (
    Planned,
    add_crew,
    answer_monitors_seat,
    plan_transfer,
)
from returnhub.transfers.models import Crew, Force, Item, Outcome, Plan, Seat, Transfer
from returnhub.transfers.models.transfers import Way

HOURS = 3
"""How long the demo's flights take."""


@dataclass(frozen=True, slots=True)
class Travellers:
    """Who acts on a transfer beside the officers: an escort, a monitor, the hub's manager."""

    escort: Actor
    monitor: Actor
    manager: Actor


def plan_one(
    officer: Actor, with_them: Travellers, hub: Hub, departs_at: dt.datetime, way: Way = Way.HUB
) -> Transfer:
    """A transfer with an escort, a medic, an interpreter and a monitor; nobody is on it yet."""
    there, here = hub.name, "London"
    leaves_from, goes_to = (here, there) if way is Way.HUB else (there, here)
    made = plan_transfer(
        officer,
        hub=hub.pk,
        way=way,
        planned=Planned(
            Plan.Vehicle.FLIGHT,
            f"RH {400 + Transfer.objects.count()}",
            leaves_from,
            goes_to,
            departs_at,
            departs_at + dt.timedelta(hours=HOURS),
            24,
        ),
    )
    add_crew(officer, transfer=made.pk, kind=Crew.Kind.ESCORT, user=with_them.escort.id)
    add_crew(officer, transfer=made.pk, kind=Crew.Kind.MEDIC, name="M. Example")
    add_crew(officer, transfer=made.pk, kind=Crew.Kind.INTERPRETER, name="I. Example", language="Albanian")
    answer_monitors_seat(with_them.monitor, transfer=made.pk, taken=True)
    return made


def seat_people(transfer: Transfer, walks: Sequence[Walk]) -> list[Seat]:
    """A seat for each of these people, who stand at authority to depart, and the manifest issued."""
    seats = [give_seat(walk.screening, transfer=transfer.pk, case=walk.case) for walk in walks]
    issue_manifest(
        walks[0].screening, transfer=transfer.pk, apart="The others of the family wait for authority."
    )
    return seats


def travel(with_them: Travellers, transfer: Transfer, seats: Sequence[Seat]) -> None:
    """The day: last check, each boards, it leaves, each arrives and is handed over; on the first, force was
    used. For people of one hub; the planned times may be still to come."""
    for seat in seats:
        list_item(with_them.escort, seat=seat.pk, kind=Item.Kind.PROPERTY, says="A bag and a telephone")
    list_item(
        with_them.escort,
        seat=seats[0].pk,
        kind=Item.Kind.CASH,
        says="In an envelope, counted in front of them",
        amount=Decimal("60.00"),
        currency="GBP",
    )
    check(with_them.escort, transfer=transfer.pk)
    for seat in seats:
        board(with_them.escort, seat=seat.pk)
    record_leaving(with_them.escort, transfer=transfer.pk, at=timezone.now())
    for seat in seats:
        arrive(with_them, seat)
    _force(with_them, seats[0])


def arrive(with_them: Travellers, seat: Seat) -> None:
    """One person arrives and is handed over, signed by both sides."""
    now = timezone.now()
    record_outcome(with_them.manager, seat=seat.pk, kind=Outcome.Kind.ARRIVED, at=now)
    items = {item.pk: Checked(True) for item in Item.objects.filter(seat=seat, ended=None)}
    made = hand_over(
        with_them.escort,
        seat=seat.pk,
        at=now,
        condition="Tired, in good health.",
        documents="The host's acceptance, both notices, the exit plan.",
        items=items,
    )
    take_over(with_them.manager, handover=made.pk, condition="As the escort says.", items=items)


def _force(with_them: Travellers, seat: Seat) -> None:
    now = timezone.now()
    used = Used(
        Force.Kind.HOLD,
        "They stood up while the aircraft was landing and did not sit down when asked twice.",
        now - dt.timedelta(minutes=2),
        now - dt.timedelta(minutes=1),
        "One escort, by the arm",
        True,
        "Breathing and colour were normal throughout.",
        "None",
    )
    record_force(with_them.escort, seat=seat.pk, used=used)
