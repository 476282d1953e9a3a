"""Hubs with their phases, units, rooms and places."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import connections

from returnhub.agreements.queries.schemes import scheme_of
from returnhub.casework.commands.found import said
from returnhub.hubs.models import Attributes, Hub, Phase, Place, Room, Unit
from returnhub.hubs.queries.hubs import hub_of
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse


@command("hubs.open_hub")
def open_hub(act: Act, *, scheme: str, name: str, kind: Hub.Kind, stay_limit_days: int) -> Hub:
    """Name a hub that the scheme has in the host state. It is planned: nobody is moved to it yet.

    Raises Problems: command.field_missing, command.field_wrong for a limit of no days.
    """
    found = scheme_of(act.actor, scheme)
    if stay_limit_days < 1:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="stay_limit_days"), found=stay_limit_days)
    name = said("name", name, 200)
    event = act.event(
        "hubs.hub_opened",
        scheme=scheme,
        name=name,
        hub_kind=Hub.Kind(kind).value,
        stay_limit_days=stay_limit_days,
    )
    made = Hub.objects.create(
        event_id=event, scheme=found, name=name, kind=kind, stay_limit_days=stay_limit_days
    )
    Phase.objects.create(
        event_id=event, hub=made, kind=Phase.Kind.PLANNED, from_on=act.today, reason="just named"
    )
    return made


@command("hubs.set_phase")
def set_phase(
    act: Act, *, hub: int, kind: Phase.Kind, from_on: dt.date, reason: str, places: int | None = None
) -> Phase:
    """Say where a hub stands from a day on, today or later; later phases that were planned end.

    Raises Problems: command.field_missing, command.field_wrong (a day that has passed; a ramp-up without
    places); command.refused (hubs_numbers_below_people) while more people are there or to come.
    """
    found = hub_of(act.actor, hub)
    if from_on < act.today:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="from_on"), found=from_on.isoformat())
    if (kind == Phase.Kind.RAMP_UP) is (places is None):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="places"), found=places)
    event = act.event(
        "hubs.phase_set",
        reason=said("reason", reason),
        hub=hub,
        phase=Phase.Kind(kind).value,
        from_on=from_on.isoformat(),
        places=places,
    )
    Phase.objects.filter(hub=found, from_on__gte=from_on, ended=None).update(ended=event)
    return Phase.objects.create(
        event_id=event, hub=found, kind=kind, from_on=from_on, places=places, reason=reason.strip()
    )


@command("hubs.end_phase")
def end_phase(act: Act, *, phase: int, reason: str) -> None:
    """Give up a phase that was planned and has not begun; the one before goes on.

    Raises Problems: command.field_missing; command.not_theirs; command.not_possible if it ended or has begun;
    command.refused (hubs_numbers_below_people).
    """
    found = Phase.objects.select_for_update(no_key=True).filter(pk=phase).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    hub_of(act.actor, found.hub_id)
    if found.ended_id is not None or found.from_on <= act.today:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="phase_begun", allowed_next=("hubs.set_phase",))
    event = act.event("hubs.phase_ended", reason=said("reason", reason), hub=found.hub_id, phase=found.kind)
    Phase.objects.filter(pk=phase).update(ended=event)


@command("hubs.add_unit")
def add_unit(act: Act, *, hub: int, name: str) -> Unit:
    """Add a part of a hub. Raises Problems: command.field_missing, command.refused (hubs_unit_name)."""
    found = hub_of(act.actor, hub)
    name = said("name", name, 100)
    event = act.event("hubs.unit_added", hub=hub, name=name)
    return Unit.objects.create(event_id=event, hub=found, name=name)


@command("hubs.add_room")
def add_room(act: Act, *, unit: int, name: str, square_metres: Decimal) -> Room:
    """Add a room with its living space, the sanitary annex left out.

    Raises Problems: command.field_missing, command.field_wrong, command.refused (hubs_room_name).
    """
    found = Unit.objects.filter(pk=unit).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    hub_of(act.actor, found.hub_id)
    if square_metres <= 0:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="square_metres"), found=str(square_metres))
    name = said("name", name, 100)
    event = act.event("hubs.room_added", hub=found.hub_id, unit=unit, name=name, space=str(square_metres))
    return Room.objects.create(event_id=event, unit=found, name=name, square_metres=square_metres)


@dataclass(frozen=True, slots=True)
class Like:
    """What a place is like: for whom, free of steps, with which care (0 to 2), quiet."""

    places_for: Attributes.For = Attributes.For.ANYBODY
    step_free: bool = False
    care: int = 0
    quiet: bool = False


@command("hubs.add_place")
def add_place(act: Act, *, room: int, name: str, like: Like) -> Place:
    """Add a place for one person. It counts towards what may be certified, not yet as certified.

    Raises Problems: command.field_missing, command.field_wrong, command.refused (hubs_place_name).
    """
    found = Room.objects.select_related("unit").filter(pk=room).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    hub_of(act.actor, found.unit.hub_id)
    _care(like)
    name = said("name", name, 100)
    event = act.event("hubs.place_added", hub=found.unit.hub_id, room=room, name=name, **_as_data(like))
    made = Place.objects.create(event_id=event, hub_id=found.unit.hub_id, room=found, name=name)
    Attributes.objects.create(event_id=event, place=made, **_as_data(like))
    return made


def _care(like: Like) -> None:
    if like.care not in (0, 1, 2):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="care"), found=like.care)


def _as_data(like: Like) -> dict[str, Any]:
    return {**asdict(like), "places_for": Attributes.For(like.places_for).value}


def the_place(act: Act, place: int) -> Place:
    """A place of a hub of theirs, held with everybody who is in it or to come: docs/how-to/locks.md.

    Raises Problems: command.not_theirs; command.not_possible (`place_ended`) for one that was taken away.
    """
    found = Place.objects.filter(pk=place).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    hub_of(act.actor, found.hub_id)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.lock_people_of(%s)", [place])
        cursor.execute("SELECT guard.lock_places(%s, '{}', '{}')", [[place]])
    found.refresh_from_db()
    if found.ended_id is not None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="place_ended", allowed_next=())
    return found


@command("hubs.revise_place")
def revise_place(act: Act, *, place: int, like: Like, reason: str) -> Attributes:
    """Say what a place is like from now on. Whoever is to come and whom it no longer suits loses it; who is
    there stays and is shown as in a place that does not suit them: what a place is like is a fact, and a
    record that says otherwise houses nobody better.

    Raises Problems: command.field_missing, command.field_wrong, command.not_theirs, command.not_possible.
    """
    found = the_place(act, place)
    _care(like)
    event = act.event(
        "hubs.place_revised", reason=said("reason", reason), hub=found.hub_id, place=place, **_as_data(like)
    )
    Attributes.objects.filter(place=found, ended=None).update(ended=event)
    return Attributes.objects.create(event_id=event, place=found, **_as_data(like))


@command("hubs.remove_place")
def remove_place(act: Act, *, place: int, reason: str) -> None:
    """Take a place away for good. Raises Problems: command.field_missing; command.not_theirs;
    command.not_possible; command.refused (hubs_place_empty) while somebody has it or is to come to it."""
    found = the_place(act, place)
    event = act.event("hubs.place_removed", reason=said("reason", reason), hub=found.hub_id, place=place)
    Place.objects.filter(pk=place).update(ended=event)
