"""What a command on a transfer starts from: the transfer or seat, if it is theirs, held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connections

from returnhub.casework.commands.found import the_case
from returnhub.journal.command import Act
from returnhub.problems import Code, Problems, Where, refuse
from returnhub.transfers.models import Leaving, Outcome, Plan, Seat, Transfer
from returnhub.transfers.queries.reach import transfers_for


def the_transfer(act: Act, number: int) -> Transfer:
    """A transfer of the actor's that stands, held to the end of the transaction. Hold cases before it.

    Raises Problems: command.not_theirs; command.not_possible (`transfer_cancelled`).
    """
    found = transfers_for(act.actor).filter(pk=number).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.lock_transfer(%s)", [number])
    found.refresh_from_db(fields=["ended"])
    if found.ended_id is not None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="transfer_cancelled", allowed_next=())
    return found


def to_come(act: Act, number: int) -> Transfer:
    """As `the_transfer`, one that has not left. Raises Problems: command.not_possible (`transfer_left`)."""
    found = the_transfer(act, number)
    if has_left(found):
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="transfer_left", allowed_next=())
    return found


def has_left(transfer: Transfer) -> bool:
    """True once it is recorded that the transfer left."""
    return Leaving.objects.filter(transfer=transfer).exists()


def plan_of(transfer: Transfer) -> Plan:
    """The plan that stands."""
    return Plan.objects.get(transfer=transfer, ended=None)


def any_seat(act: Act, number: int) -> Seat:
    """A seat of a transfer and a case of the actor's, its case held; it may have ended.

    Raises Problems: command.not_theirs.
    """
    found = Seat.objects.filter(pk=number, transfer__in=transfers_for(act.actor)).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    the_case(act, found.case_id)
    return Seat.objects.select_related("transfer__hub").get(pk=number)


def the_seat(act: Act, number: int) -> Seat:
    """As `any_seat`, one that stands. Raises Problems: command.not_possible (`seat_ended`)."""
    found = any_seat(act, number)
    if found.ended_id is not None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="seat_ended", allowed_next=())
    return found


def hold_people(act: Act, number: int) -> tuple[Transfer, list[Seat]]:
    """A transfer with everybody on it: their cases are held first, in the order of their numbers.

    Raises Problems: command.changed if somebody was added meanwhile; as `to_come`.
    """
    seats = Seat.objects.filter(transfer=number, ended=None, transfer__in=transfers_for(act.actor))
    cases = sorted(seats.values_list("case", flat=True))
    for case in cases:
        the_case(act, case)
    found = to_come(act, number)
    now = list(Seat.objects.filter(transfer=number, ended=None).select_related("case").order_by("case"))
    if not {seat.case_id for seat in now} <= set(cases):
        raise refuse(Code.COMMAND_CHANGED)
    return found, now


def end_seats(act: Act, seats: Iterable[Seat], kind: str, reason: str) -> None:
    """End seats of cases that are held, each by an event of its own."""
    for seat in seats:
        event = act.event(kind, case=seat.case_id, reason=reason, seat=seat.pk)
        Seat.objects.filter(pk=seat.pk, ended=None).update(ended=event)


def not_before(at: dt.datetime, floor: dt.datetime | None) -> dt.datetime:
    """A time typed to the minute that is not before another: within that minute it counts as that one.

    Raises Problems: command.field_wrong.
    """
    if floor is None or at >= floor:
        return at
    if at < floor.replace(second=0, microsecond=0):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="on"), found=f"{at:%-d %B %Y, %H:%M} UTC")
    return floor


def conflict(found: Outcome) -> Problems:
    """Another outcome of this seat is on record."""
    at = f"{found.at:%-d %B %Y, %H:%M} UTC"
    return refuse(Code.COMMAND_NOT_POSSIBLE, kind=f"outcome_{found.kind}", at=at, allowed_next=())
