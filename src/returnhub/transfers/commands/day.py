"""The day of travel: last check, boarding, a stop at the door, leaving, and what became of each person."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from returnhub.casework.clocks import Kind, until
from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.clocks import keep_clock, stop_clocks
from returnhub.casework.commands.found import past, said
from returnhub.journal.command import Act, command
from returnhub.movements.commands.authority import withdraw
from returnhub.movements.commands.departures import depart
from returnhub.movements.models import Way as Move
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event
from returnhub.transfers.commands.found import (
    any_seat,
    conflict,
    end_seats,
    has_left,
    hold_people,
    not_before,
    plan_of,
    the_seat,
)
from returnhub.transfers.models import Boarding, DoorStop, LastCheck, Leaving, Outcome, Seat
from returnhub.transfers.models.transfers import Way
from returnhub.transfers.queries.against import against_travel

ARRIVES = {Way.HUB: Event.ARRIVED, Way.BACK: Event.TRANSFERRED_BACK}
TURNS_BACK = {Way.HUB: Event.TURNED_BACK, Way.ONWARD: Event.RETURN_FAILED}
DOES_NOT_ARRIVE = {Outcome.Reason.LEFT: Event.WHEREABOUTS_LOST, Outcome.Reason.DIED: Event.DIED}
EARLY = dt.timedelta(hours=12)
"""How long before its planned time a transfer can have left: an assumption. What left takes the seats of all
who did not board, so a button pressed on another day is refused."""
OUTCOME_DAYS = 1
"""Days after the planned arrival by which it is recorded what became of a person: an assumption."""


@command("transfers.check")
def check(act: Act, *, transfer: int) -> list[LastCheck]:
    """Ask every rule once more, today, for each person on a transfer, and record what speaks against.

    Raises Problems: command.not_possible (`nobody_on_it`, `transfer_left`); command.changed.
    """
    found, seats = hold_people(act, transfer)
    if not seats:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="nobody_on_it", allowed_next=())
    against = against_travel((seat.pk for seat in seats), act.today, found.scheme_id)
    made: list[LastCheck] = []
    for seat in seats:
        speaks = [one.as_data() for one in against[seat.pk]]
        event = act.event("transfers.checked", case=seat.case_id, seat=seat.pk, against=speaks)
        made.append(
            LastCheck.objects.create(
                event_id=event,
                case_id=seat.case_id,
                seat=seat,
                on=act.today,
                against=speaks,
                by_id=act.actor.id,
            )
        )
    return made


@command("transfers.board")
def board(act: Act, *, seat: int) -> Boarding:
    """Let one person board, now. Raises Problems: command.not_possible (`seat_ended`, `transfer_left`);
    command.refused (transfers_boarding_*) without the last check of today, or while anything speaks against.
    """
    found = the_seat(act, seat)
    if has_left(found.transfer):
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="transfer_left", allowed_next=())
    event = act.event("transfers.boarded", case=found.case_id, seat=seat)
    return Boarding.objects.create(
        event_id=event, case_id=found.case_id, seat=found, at=act.now, by_id=act.actor.id
    )


@command("transfers.stop")
def stop(act: Act, *, seat: int, reason: str) -> DoorStop:
    """Stop one person before departure, boarded or not: their authority is withdrawn, and the seat ends by
    itself. On the way back the seat alone ends; the order stands.

    Raises Problems: command.field_missing; command.not_possible (`seat_ended`, `transfer_left`).
    """
    found = the_seat(act, seat)
    if has_left(found.transfer):
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="transfer_left", allowed_next=())
    reason = said("reason", reason)
    if found.transfer.way == Way.BACK:
        end_seats(act, [found], "transfers.seat_ended", reason)
    else:
        withdraw(act, found.case_id, reason)
    event = act.event("transfers.stopped", case=found.case_id, reason=reason, seat=seat)
    return DoorStop.objects.create(
        event_id=event, case_id=found.case_id, seat=found, reason=reason, by_id=act.actor.id
    )


@command("transfers.record_leaving")
def record_leaving(act: Act, *, transfer: int, at: dt.datetime) -> Leaving:
    """Record that the transfer left: each person who boarded departs, one by one, and who did not board keeps
    their authority and loses the seat. A departure that something spoke against is recorded as a breach.

    Onward and back the person's stage changes with their arrival, for a return can still fail.
    Raises Problems: command.field_wrong for a time to come, before somebody boarded, or more than `EARLY`
    before the planned one; command.not_possible; command.changed.
    """
    past(act, "at", at)
    found, seats = hold_people(act, transfer)
    departs_at = timezone.localtime(plan_of(found).departs_at)
    if at < departs_at - EARLY:
        raise refuse(
            Code.COMMAND_FIELD_WRONG,
            Where(field="on"),
            found=f"the transfer departs on {departs_at:%-d %B %Y at %H:%M}. Change the transfer first",
        )
    boarded = dict(Boarding.objects.filter(seat__in=seats).values_list("seat", "at"))
    at = not_before(at, max(boarded.values(), default=None))
    end_seats(
        act,
        [seat for seat in seats if seat.pk not in boarded],
        "transfers.seat_ended",
        "the transfer left without them",
    )
    due = timezone.localdate(plan_of(found).arrives_at) + dt.timedelta(days=OUTCOME_DAYS)
    for seat in seats:
        if seat.pk not in boarded:
            continue
        event = act.event("transfers.departed", case=seat.case_id, happened=at, seat=seat.pk)
        keep_clock(event, seat.case_id, Kind.OUTCOME_DUE, until(act.today, max(due, act.today)))
        if found.way == Way.HUB:
            # one that is a breach is the outcome of the seat too, by itself
            depart(act, seat.case_id, Move.HUB, at)
    event = act.event("transfers.left", happened=at, transfer=transfer, people=len(boarded))
    return Leaving.objects.create(event_id=event, transfer=found, at=at, by_id=act.actor.id)


@command("transfers.record_outcome")
def record_outcome(
    act: Act,
    *,
    seat: int,
    kind: Outcome.Kind,
    at: dt.datetime,
    reason: Outcome.Reason | None = None,
    says: str = "",
) -> Outcome:
    """Record what became of one person: arrived, did not arrive (with a reason), got off before departure, or
    left without authority. The same values again give the same answer and change nothing.

    A return that something spoke against is recorded as `without_authority`, whatever was asked for.
    Raises Problems: command.not_possible (`outcome_*`: another is on record, with its time; `not_travelling`;
    `with_authority`); command.field_missing without a reason; command.refused (transfers_outcome_*).
    """
    found = any_seat(act, seat)
    why = reason.value if reason is not None and kind == Outcome.Kind.NOT_ARRIVED else ""
    at = not_before(at, _earliest(found, kind))
    before = Outcome.objects.filter(seat=found).first()
    if before is not None:
        if (before.kind, before.reason, before.at) == (kind.value, why, at):
            return before
        raise conflict(before)
    past(act, "at", at)
    if kind == Outcome.Kind.NOT_ARRIVED:
        said("reason", why)
    if kind in (Outcome.Kind.ARRIVED, Outcome.Kind.NOT_ARRIVED) and not (
        found.ended_id is None and has_left(found.transfer)
    ):
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="not_travelling", allowed_next=())
    event = act.event(
        "transfers.outcome_recorded",
        case=found.case_id,
        happened=at,
        reason=says.strip(),
        seat=seat,
        outcome=kind.value,
        why=why,
    )
    Seat.objects.filter(pk=seat, ended=None).update(ended=event)
    kind = _happened(act, found, kind, why, at, says.strip())
    stop_clocks(event, found.case_id, (Kind.OUTCOME_DUE,))
    return Outcome.objects.create(
        event_id=event, case_id=found.case_id, seat=found, kind=kind, reason=why, says=says.strip(), at=at
    )


def _earliest(seat: Seat, kind: Outcome.Kind) -> dt.datetime | None:
    """When the transfer left for who was on it, or else when they boarded."""
    if kind in (Outcome.Kind.ARRIVED, Outcome.Kind.NOT_ARRIVED):
        found = Leaving.objects.filter(transfer=seat.transfer_id)
    else:
        found = Boarding.objects.filter(seat=seat)
    return found.values_list("at", flat=True).first()


def _happened(act: Act, seat: Seat, kind: Outcome.Kind, why: str, at: dt.datetime, says: str) -> Outcome.Kind:
    """What the procedure knows it as; the outcome that it therefore is."""
    way = Way(seat.transfer.way)
    if kind == Outcome.Kind.ARRIVED and way is Way.ONWARD:
        # a return counts from when the person left, where authority is asked for
        left = Leaving.objects.get(transfer=seat.transfer).at
        gone = depart(act, seat.case_id, Move.ONWARD, left, says)
        return Outcome.Kind.WITHOUT_AUTHORITY if gone.breach else kind
    if kind == Outcome.Kind.ARRIVED:
        happen(act, seat.case_id, ARRIVES[way], at, says)
    elif kind == Outcome.Kind.NOT_ARRIVED and why == Outcome.Reason.TURNED_BACK:
        if way in TURNS_BACK:
            happen(act, seat.case_id, TURNS_BACK[way], at, says)
    elif kind == Outcome.Kind.NOT_ARRIVED:
        happen(act, seat.case_id, DOES_NOT_ARRIVE[Outcome.Reason(why)], at, says)
    elif (
        kind == Outcome.Kind.WITHOUT_AUTHORITY
        and depart(act, seat.case_id, _move(way), at, says).breach is None
    ):
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="with_authority", allowed_next=("transfers.board",))
    return kind


def _move(way: Way) -> Move:
    if way is Way.BACK:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="no_order", allowed_next=())
    return Move(way.value)
