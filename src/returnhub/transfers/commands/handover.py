"""What a person has with them, and the handover: the escort's word, then the other side's, on one record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from returnhub.casework.commands.found import past, said, the_row
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse
from returnhub.transfers.commands.found import any_seat, not_before, the_seat
from returnhub.transfers.models import Boarding, Handover, HandoverSignature, Item, ItemCheck
from returnhub.transfers.models.transfers import Way


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether an item was there, and what was not as listed."""

    there: bool
    differs: str = ""


@command("transfers.list_item")
def list_item(
    act: Act, *, seat: int, kind: Item.Kind, says: str, amount: Decimal | None = None, currency: str = ""
) -> Item:
    """List something that a person has with them. Raises Problems: command.field_missing;
    command.not_possible (`seat_ended`); command.refused (transfers_item_cash)."""
    found = the_seat(act, seat)
    says, currency = said("says", says, 300), currency.strip().upper()
    event = act.event(
        "transfers.item_listed",
        case=found.case_id,
        seat=seat,
        item=kind.value,
        says=says,
        amount=str(amount) if amount is not None else None,
        currency=currency,
    )
    return Item.objects.create(
        event_id=event,
        case_id=found.case_id,
        seat=found,
        kind=kind,
        says=says,
        amount=amount,
        currency=currency,
    )


@command("transfers.end_item")
def end_item(act: Act, *, item: int, reason: str) -> None:
    """Take an item off the list: it was wrong, or was given back. Raises Problems: command.field_missing,
    command.not_theirs, command.not_possible (`item_ended`)."""
    found = the_row(act, Item, item)
    event = act.event("transfers.item_ended", case=found.case_id, reason=said("reason", reason), item=item)
    Item.objects.filter(pk=item).update(ended=event)


@command("transfers.hand_over")
def hand_over(
    act: Act,
    *,
    seat: int,
    at: dt.datetime,
    condition: str,
    documents: str,
    to: str = "",
    items: Mapping[int, Checked],
) -> Handover:
    """The escort's side of a handover: when, how the person is, which documents, and each item by its number.

    `to` names the officer who takes over where no hub does (onward and back). Raises Problems:
    command.field_missing; command.field_wrong for a time to come; command.not_possible (`items_unchecked`,
    `not_travelling`); command.refused (transfers_handover_*).
    """
    found = any_seat(act, seat)
    boarding = Boarding.objects.filter(seat=found).first()
    if boarding is None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="not_travelling", allowed_next=())
    at = not_before(past(act, "at", at), boarding.at)
    condition, documents = said("condition", condition), said("documents", documents)
    to = "" if found.transfer.way == Way.HUB else said("to", to, 200)
    event = act.event(
        "transfers.handed_over",
        case=found.case_id,
        happened=at,
        seat=seat,
        condition=condition,
        documents=documents,
        to=to,
    )
    made = Handover.objects.create(
        event_id=event,
        case_id=found.case_id,
        seat=found,
        at=at,
        condition=condition,
        documents=documents,
        to=to,
        by_id=act.actor.id,
    )
    _check(act, event, made, items)
    return made


@command("transfers.take_over")
def take_over(
    act: Act, *, handover: int, condition: str, differs: str = "", items: Mapping[int, Checked]
) -> HandoverSignature:
    """The hub's side: a manager or host-state officer of that hub says how they found the person, and checks
    each item again. What differs stands beside the escort's word.

    Raises Problems: as `hand_over`; command.two_people for who handed over.
    """
    found = Handover.objects.filter(pk=handover).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    any_seat(act, found.seat_id)
    if found.by_id == act.actor.id:
        raise refuse(Code.COMMAND_TWO_PEOPLE, verb="transfers.take_over")
    condition = said("condition", condition)
    event = act.event(
        "transfers.taken_over",
        case=found.case_id,
        reason=differs.strip(),
        handover=handover,
        condition=condition,
    )
    made = HandoverSignature.objects.create(
        event_id=event,
        case_id=found.case_id,
        handover=found,
        condition=condition,
        differs=differs.strip(),
        by_id=act.actor.id,
    )
    _check(act, event, found, items)
    return made


def _check(act: Act, event: int, handover: Handover, items: Mapping[int, Checked]) -> None:
    listed = set(Item.objects.filter(seat=handover.seat_id, ended=None).values_list("pk", flat=True))
    if set(items) != listed:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="items_unchecked", allowed_next=())
    for number, one in sorted(items.items()):
        differs = one.differs.strip()
        if not one.there and not differs:
            raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="differs"))
        ItemCheck.objects.create(
            event_id=event,
            case_id=handover.case_id,
            handover=handover,
            item_id=number,
            there=one.there,
            differs=differs,
            by_id=act.actor.id,
        )
