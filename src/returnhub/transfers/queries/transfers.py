"""The list of transfers, and one of them with its plan and crew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from returnhub.accounts.models import User
from returnhub.accounts.roles import Role
from returnhub.hubs.queries.hubs import hubs_for
from returnhub.journal.actor import Actor
from returnhub.transfers.models import Crew, Leaving, MonitorAnswer, Plan, Seat, Transfer
from returnhub.transfers.queries.reach import transfers_for


def listed(actor: Actor, when: str) -> QuerySet[Plan]:
    """Transfers of the reader by their plan: "to_come" soonest first, else "left" or "cancelled".

    One that has left is still to come while nobody has said what became of somebody who boarded.
    """
    found = Plan.objects.filter(ended=None, transfer__in=transfers_for(actor))
    if when == "cancelled":
        found = found.filter(transfer__ended__isnull=False)
    elif when == "left":
        found = found.filter(transfer__ended=None, transfer__leaving__isnull=False)
    else:
        on_it = Seat.objects.filter(transfer=OuterRef("transfer"), boarding__isnull=False, outcome=None)
        found = found.filter(Q(transfer__leaving=None) | Exists(on_it), transfer__ended=None)
    return (
        found.select_related("transfer__hub", "transfer__leaving")
        .annotate(people=Count("transfer__people", filter=Q(transfer__people__ended=None), distinct=True))
        .order_by("departs_at" if when == "to_come" else "-departs_at", "id")
    )


@dataclass(frozen=True, slots=True)
class TransferFile:
    """A transfer as it stands; `seats_left` are those left for people."""

    transfer: Transfer
    plan: Plan
    crew: Sequence[Crew]
    answer: MonitorAnswer | None
    leaving: Leaving | None
    seats_left: int

    @property
    def to_come(self) -> bool:
        """It stands and has not left."""
        return self.leaving is None and self.transfer.ended_id is None


def transfer_file(actor: Actor, number: int) -> TransferFile | None:
    """A transfer of the reader's; None alike if there is none."""
    transfer = transfers_for(actor).filter(pk=number).select_related("hub", "scheme", "ended").first()
    if transfer is None:
        return None
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.seats_left(%s)", [number])
        seats_left = int(cursor.fetchone()[0])
    return TransferFile(
        transfer,
        Plan.objects.select_related("event").get(transfer=transfer, ended=None),
        list(Crew.objects.filter(transfer=transfer, ended=None).order_by("id")),
        MonitorAnswer.objects.filter(transfer=transfer, ended=None).select_related("by", "event").first(),
        Leaving.objects.filter(transfer=transfer).select_related("by").first(),
        seats_left,
    )


def hub_choices(actor: Actor) -> list[tuple[str, str]]:
    """The hubs to or from which the reader may plan a transfer."""
    return [(str(hub.pk), hub.name) for hub in hubs_for(actor)]


def escort_choices(file: TransferFile) -> list[tuple[str, str]]:
    """Escorts of the scheme who are not on this transfer."""
    users = (
        User.objects.filter(
            is_active=True,
            grants__role=Role.ESCORT,
            grants__ended=None,
            grants__scheme__in=("", file.transfer.scheme_id),
        )
        .exclude(pk__in=[one.user_id for one in file.crew if one.user_id])
        .distinct()
    )
    return [(str(user.pk), user.name) for user in users.order_by("name")]


def unanswered_seats(actor: Actor) -> int:
    """Transfers to come whose monitor's seat no monitor has answered for: what is offered to them."""
    return (
        Transfer.objects.filter(pk__in=transfers_for(actor), ended=None, leaving=None)
        .exclude(monitor_answers__in=MonitorAnswer.objects.filter(ended=None))
        .count()
    )
