"""Places out of service: from a day, until a day or until nobody knows; revised, and put back."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.commands.found import said
from returnhub.hubs.commands.places import the_place
from returnhub.hubs.models import OutOfService
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse


@command("hubs.take_out")
def take_out(
    act: Act, *, place: int, from_on: dt.date, reason: str, until_on: dt.date | None = None
) -> OutOfService:
    """Take a place out of service from a day on; `until_on` is the first day on which it can be lived in
    again. What is held in it is given up. Who is there is without a place from today: an excess.

    Raises Problems: command.field_missing; command.field_wrong for days that are over or the wrong way round;
    command.not_theirs; command.not_possible (`place_out_already`); command.refused
    (hubs_out_of_service_person_there) from a later day while somebody is there.
    """
    the_place(act, place)
    standing = OutOfService.objects.filter(place=place, ended=None).first()
    if standing is not None and (standing.until_on is None or standing.until_on > act.today):
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="place_out_already", allowed_next=("hubs.revise_out",))
    return _out(act, "hubs.place_taken_out", place, standing, None, from_on, until_on, reason)


@command("hubs.revise_out")
def revise_out(
    act: Act, *, out: int, from_on: dt.date, reason: str, until_on: dt.date | None = None
) -> OutOfService:
    """Say other days on which a place is out of service; what was said before stays to be seen.

    Raises Problems: as `take_out`; command.not_possible (`outofservice_ended`) for what was revised before.
    """
    standing = _standing(act, out)
    return _out(act, "hubs.out_revised", standing.place_id, standing, standing, from_on, until_on, reason)


@command("hubs.put_back")
def put_back(act: Act, *, out: int, reason: str) -> None:
    """Put a place back into service from now on. Raises Problems: command.field_missing; command.not_theirs;
    command.not_possible (`outofservice_ended`)."""
    standing = _standing(act, out)
    event = act.event("hubs.place_put_back", reason=said("reason", reason), place=standing.place_id, out=out)
    OutOfService.objects.filter(pk=out).update(ended=event)


def _standing(act: Act, out: int) -> OutOfService:
    place = OutOfService.objects.filter(pk=out).values_list("place", flat=True).first()
    if place is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    the_place(act, place)
    found = OutOfService.objects.filter(pk=out, ended=None).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="outofservice_ended", allowed_next=())
    return found


def _out(
    act: Act,
    kind: str,
    place: int,
    standing: OutOfService | None,
    revises: OutOfService | None,
    from_on: dt.date,
    until_on: dt.date | None,
    reason: str,
) -> OutOfService:
    if until_on is not None and until_on <= max(from_on, act.today):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="until_on"), found=until_on.isoformat())
    reason = said("reason", reason)
    event = act.event(
        kind,
        reason=reason,
        place=place,
        from_on=from_on.isoformat(),
        until_on=until_on and until_on.isoformat(),
        revises=revises and revises.pk,
    )
    if standing is not None:
        OutOfService.objects.filter(pk=standing.pk).update(ended=event)
    return OutOfService.objects.create(
        event_id=event, place_id=place, from_on=from_on, until_on=until_on, reason=reason, revises=revises
    )
