"""Going out of an open hub and coming back, counted; and leaving it for good, which is free."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.found import said
from returnhub.casework.models import Happening
from returnhub.hubs.models import Hub
from returnhub.journal.command import Act, command
from returnhub.problems import Code, refuse
from returnhub.procedure import Event
from returnhub.stays.commands.found import since, the_stay
from returnhub.stays.models import Arrival, Outing


@command("stays.go_out")
def go_out(act: Act, *, case: int, at: dt.datetime) -> Outing:
    """Record that a person went out of an open hub; their place is kept.

    Raises Problems: command.field_wrong; command.not_possible (`closed_hub`, `out_already`).
    """
    found, stay = the_stay(act, case)
    _open(stay)
    if Outing.objects.filter(arrival=stay, ended=None).exists():
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="out_already", allowed_next=("stays.come_back",))
    at = since(act, stay, "at", at)
    event = act.event("stays.went_out", case=case, happened=at)
    return Outing.objects.create(event_id=event, case=found, arrival=stay, out_at=at)


@command("stays.come_back")
def come_back(act: Act, *, case: int, at: dt.datetime) -> None:
    """Record that a person who was out is back. Raises Problems: command.not_possible (`not_out`)."""
    _, stay = the_stay(act, case)
    outing = Outing.objects.filter(arrival=stay, ended=None).first()
    if outing is None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="not_out", allowed_next=("stays.go_out",))
    at = max(since(act, stay, "at", at), outing.out_at)
    event = act.event("stays.came_back", case=case, happened=at)
    Outing.objects.filter(pk=outing.pk).update(ended=event, back_at=at)


@command("stays.left_hub")
def left_hub(act: Act, *, case: int, at: dt.datetime, says: str) -> Happening:
    """Record that a person left an open hub for good, by their own choice. It says nothing of where they are.

    Raises Problems: command.field_missing without what the choice rests on; command.field_wrong;
    command.not_possible (`closed_hub`).
    """
    _, stay = the_stay(act, case)
    _open(stay)
    return happen(act, case, Event.LEFT_HUB, since(act, stay, "at", at), said("says", says))


def _open(stay: Arrival) -> None:
    if stay.hub.kind != Hub.Kind.OPEN:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="closed_hub", allowed_next=())
