"""A transfer of tests, through commands alone. Everyone is made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from tests.movements.way import People, authorised, people
from tests.service_people import someone

from returnhub.accounts.roles import Role
from returnhub.agreements.commands import suspend
from returnhub.agreements.models import Suspension
from returnhub.casework.models import Case
from returnhub.journal.actor import Actor
from returnhub.transfers.commands.day import board, check, record_leaving
from returnhub.transfers.commands.force import Used
from returnhub.transfers.commands.seats import give_seat
from returnhub.transfers.commands.transfers import Planned, add_crew, plan_transfer
from returnhub.transfers.models import Crew, Force, Leaving, Plan, Seat, Transfer
from returnhub.transfers.models.transfers import Way


@dataclass(frozen=True)
class Crowd:
    """Who acts on the day."""

    who: People
    escort: Actor
    monitor: Actor
    manager: Actor
    host: Actor


def crowd() -> Crowd:
    """Officers, an escort, a monitor, and both sides of the hub."""
    who = people()
    return Crowd(
        who,
        someone(Role.ESCORT),
        someone(Role.MONITOR),
        someone(Role.HUB_MANAGER, hub=who.hub.pk),
        someone(Role.HOST, hub=who.hub.pk),
    )


def planned(seats: int = 10, hours: int = 1) -> Planned:
    """A flight within the day."""
    start = timezone.now() + dt.timedelta(minutes=1)
    return Planned(
        Plan.Vehicle.FLIGHT,
        "RH 101",
        "Luton",
        "Pristina",
        start,
        start + dt.timedelta(hours=hours),
        seats,
    )


def a_transfer(c: Crowd, way: Way = Way.HUB, seats: int = 10) -> Transfer:
    """A transfer with one escort: two seats fewer for people than it has."""
    made = plan_transfer(c.who.screening, hub=c.who.hub.pk, way=way, planned=planned(seats))
    add_crew(c.who.screening, transfer=made.pk, kind=Crew.Kind.ESCORT, user=c.escort.id)
    return made


def seated(c: Crowd, transfer: Transfer) -> tuple[Case, Seat]:
    """Somebody with authority, on a transfer."""
    case, _ = authorised(c.who)
    return case, give_seat(c.who.screening, transfer=transfer.pk, case=case.pk)


def boarded(c: Crowd, transfer: Transfer) -> tuple[Case, Seat]:
    """Somebody who boarded."""
    case, seat = seated(c, transfer)
    check(c.escort, transfer=transfer.pk)
    board(c.escort, seat=seat.pk)
    return case, seat


def left(c: Crowd, transfer: Transfer) -> Leaving:
    """The transfer left."""
    return record_leaving(c.escort, transfer=transfer.pk, at=timezone.now())


def gone(c: Crowd) -> tuple[Case, Seat]:
    """Somebody on the way to the hub, on a transfer."""
    transfer = a_transfer(c)
    case, seat = boarded(c, transfer)
    left(c, transfer)
    return case, seat


def suspended(c: Crowd, case: Case, reason: str) -> None:
    """A monitor suspends every move of one person."""
    suspend(
        c.monitor,
        scheme=case.scheme,
        scope=Suspension.Scope.PERSON,
        by=Suspension.By.MONITOR,
        number=case.person_id,
        reason=reason,
    )


def used() -> Used:
    """Two minutes of holding somebody, seen by a medic."""
    now = timezone.now()
    return Used(
        Force.Kind.HOLD,
        "They tried to open the door of the moving coach.",
        now - dt.timedelta(minutes=9),
        now - dt.timedelta(minutes=7),
        "A. Escort and B. Escort",
        True,
        "Two minutes, arms only, breathing freely.",
        "None",
    )
