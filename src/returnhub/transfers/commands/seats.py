"""One person on a transfer at a time, each by their own authority, or the order to bring them back."""

from __future__ import annotations

from django.utils import timezone

from returnhub.casework.commands.found import said, the_case
from returnhub.casework.models import Standing
from returnhub.journal.command import Act, command
from returnhub.movements.models import Authority
from returnhub.problems import Code, refuse
from returnhub.procedure import Stage
from returnhub.transfers.commands.found import end_seats, has_left, plan_of, the_seat, to_come
from returnhub.transfers.models import Seat, Transfer
from returnhub.transfers.models.transfers import Way


@command("transfers.give_seat")
def give_seat(act: Act, *, transfer: int, case: int, apart: str = "") -> Seat:
    """Give one person a seat by the authority that is in force for this way on the day of the transfer.

    `apart` says why somebody does not travel with their family, where one of them is on another transfer.
    Raises Problems: command.not_possible (`no_authority`, `no_order`, `transfer_cancelled`, `transfer_left`);
    command.refused (transfers_seat_*, transfers_seats_enough).
    """
    found = the_case(act, case)
    to = to_come(act, transfer)
    authority = _by(to, case)
    event = act.event(
        "transfers.seat_given",
        case=case,
        reason=apart.strip(),
        transfer=transfer,
        authority=authority.pk if authority else None,
    )
    return Seat.objects.create(
        event_id=event,
        transfer=to,
        case_id=case,
        person=found.person_id,
        authority=authority,
        apart=apart.strip(),
    )


def _by(transfer: Transfer, case: int) -> Authority | None:
    if transfer.way == Way.BACK:
        if Standing.objects.get(case=case).stage != Stage.WAY_BACK:
            raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="no_order", allowed_next=())
        return None
    day = timezone.localdate(plan_of(transfer).departs_at)
    found = Authority.objects.filter(case=case, way=transfer.way, ended=None, valid_until__gte=day).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="no_authority", allowed_next=())
    return found


@command("transfers.end_seat")
def end_seat(act: Act, *, seat: int, reason: str) -> None:
    """Take one person off a transfer before it leaves; authority stands, they may have another seat.

    Raises Problems: command.field_missing, command.not_theirs; command.not_possible (`seat_ended`,
    `transfer_left`).
    """
    found = the_seat(act, seat)
    if has_left(found.transfer):
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="transfer_left", allowed_next=())
    end_seats(act, [found], "transfers.seat_ended", said("reason", reason))
