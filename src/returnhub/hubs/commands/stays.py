"""Holding a place for somebody who is to come, and giving another to somebody who is there.

That a stay begins and ends with its case's stage is the database's doing: `guard.stay_follows`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.backends.utils import CursorWrapper

from returnhub.casework.commands.found import hold, said, the_row
from returnhub.casework.models import Case
from returnhub.hubs.models import Excess, ExcessAnswer, Hub, Place, Stay
from returnhub.hubs.queries.free import free_places
from returnhub.hubs.queries.hubs import hub_of
from returnhub.journal.command import Act, ask_guards, command
from returnhub.problems import Code, Problems, Where, refuse


@dataclass(frozen=True, slots=True)
class Wanted:
    """Places of a hub that are free for somebody on days and suit them, best first, as they stood when this
    was asked; `chosen` if somebody chose the one."""

    hub: Hub
    days: DateRange
    places: Sequence[int]
    chosen: bool


def wanted_place(act: Act, case: Case, hub: Hub, place: int | None, from_on: dt.date | None) -> Wanted:
    """What to hold for a person from a day on (none: today) for as long as a stay may last: the place chosen,
    or the first that is free and suits them. Asked before anything is written, so that whoever comes too
    late finds out before anybody waits for them. For commands of rooms above.

    Raises Problems: command.field_wrong for a day that has passed or a place of another hub;
    command.not_possible (`no_place_free`).
    """
    start = from_on or act.today
    if start < act.today:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="from_on"), found=start.isoformat())
    days = hub.whole_stay(start)
    if place is not None:
        if not Place.objects.filter(pk=place, hub=hub, ended=None).exists():
            raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="place"), found=place)
        return Wanted(hub, days, [place], chosen=True)
    return Wanted(hub, days, _free(hub, case, days), chosen=False)


def hold_place(act: Act, event: int, case: Case, wanted: Wanted) -> Stay:
    """Hold a place for a person; what was held for them ends. The last thing that a command does: from here
    to its commit, others who want a place of this hub or scheme wait.

    Raises Problems: command.not_possible (`no_place_free`) if others took the places meanwhile;
    command.refused (hubs_stay_*) for a place that is not free, does not suit them, or would leave the hub or
    the agreement over a number.
    """
    # what was written until now is judged before anybody has to wait for it
    ask_guards()
    place = wanted.places[0] if wanted.chosen else _taken(case, wanted)
    Stay.objects.filter(case=case, kind=Stay.Kind.HELD, ended=None).update(ended=event)
    return Stay.objects.create(
        event_id=event,
        case=case,
        person=case.person_id,
        hub=wanted.hub,
        place_id=place,
        kind=Stay.Kind.HELD,
        days=wanted.days,
    )


def _taken(case: Case, wanted: Wanted) -> int:
    """The first place that nobody else is taking at this moment, held.

    Waits for another at most once, and only while it holds none itself, so that nobody waits in a ring; each
    waits for another place, so that they do not stand in one line.
    """
    with connections["default"].cursor() as cursor:
        place = _unlocked(cursor, wanted.places)
        if place is None:
            place = wanted.places[case.pk % len(wanted.places)]
            cursor.execute("SELECT guard.lock_places(%s, '{}', '{}')", [[place]])
        # what others committed meanwhile is free no longer
        while place not in (free := _free(wanted.hub, case, wanted.days)):
            place = _unlocked(cursor, free)
            if place is None:
                raise _none_free()
    return place


def _unlocked(cursor: CursorWrapper, places: Sequence[int]) -> int | None:
    cursor.execute(
        "SELECT id FROM hubs_place WHERE id = ANY (%s) ORDER BY array_position(%s::bigint[], id) LIMIT 1"
        " FOR NO KEY UPDATE SKIP LOCKED",
        [list(places), list(places)],
    )
    found = cursor.fetchone()
    return int(found[0]) if found else None


def _free(hub: Hub, case: Case, days: DateRange) -> list[int]:
    """Places that are free for a person, best first. Raises Problems: command.not_possible if none is."""
    found = free_places(hub.pk, case.pk, days)
    if not found:
        raise _none_free()
    return found


def _none_free() -> Problems:
    return refuse(Code.COMMAND_NOT_POSSIBLE, kind="no_place_free", allowed_next=())


@command("hubs.give_place")
def give_place(act: Act, *, stay: int, place: int, reason: str) -> Stay:
    """Give somebody who is there another place of their hub, from now on.

    Raises Problems: command.field_missing; command.field_wrong for a place of another hub, or one that is
    not free or does not suit them; command.not_theirs; command.not_possible if the stay has ended.
    """
    found = the_row(act, Stay, stay)
    hub = hub_of(act.actor, found.hub_id)
    if found.kind != Stay.Kind.THERE:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="stay_not_there", allowed_next=())
    days = found.rest(act.today)
    with connections["default"].cursor() as cursor:
        # nobody takes it meanwhile
        cursor.execute("SELECT guard.lock_places(%s, %s, '{}')", [[place], [hub.pk]])
    if place not in free_places(hub.pk, found.case_id, days):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="place"), kind="not_free", found=place)
    event = act.event(
        "hubs.place_given", case=found.case_id, reason=said("reason", reason), stay=stay, place=place
    )
    Stay.objects.filter(pk=stay).update(ended=event, until_at=act.now)
    return Stay.objects.create(
        event_id=event,
        case_id=found.case_id,
        person=found.person,
        hub=hub,
        place_id=place,
        kind=Stay.Kind.THERE,
        days=days,
        arrived_at=found.arrived_at,
    )


@command("hubs.answer_excess")
def answer_excess(act: Act, *, excess: int, says: str) -> ExcessAnswer:
    """Say, as its owner, what was done about an excess. It ends when it is over, not by what is said.

    Raises Problems: command.field_missing; command.not_theirs; command.not_possible (`excess_ended`).
    """
    found = the_row(act, Excess, excess)
    hub_of(act.actor, found.hub_id)
    says = said("says", says)
    event = act.event("hubs.excess_answered", case=found.case_id, reason=says, excess=excess)
    return ExcessAnswer.objects.create(event_id=event, excess=found, says=says, by_id=act.actor.id)


@command("hubs.roll_stay")
def roll_stay(act: Act, *, stay: int) -> bool:
    """Go on with a stay whose last day is over: who is still there has the place today too, and who was to
    come to it from today has not; a place that was held until yesterday is given up. By the clock alone.

    False if nothing was left to do.
    """
    hold(Stay.objects.values_list("case", flat=True).get(pk=stay))
    found = Stay.objects.filter(pk=stay, ended=None, days__endswith__lte=act.today).first()
    if found is None:
        return False
    if found.kind == Stay.Kind.HELD:
        event = act.event(
            "hubs.place_given_up", case=found.case_id, reason="the days it was held for are over"
        )
        Stay.objects.filter(pk=stay).update(ended=event)
        return True
    event = act.event("hubs.stay_goes_on", case=found.case_id, stay=stay)
    Stay.objects.filter(pk=stay).update(ended=event)
    Stay.objects.create(
        event_id=event,
        case_id=found.case_id,
        person=found.person,
        hub_id=found.hub_id,
        place_id=found.place_id,
        kind=Stay.Kind.THERE,
        days=DateRange(found.days.lower, act.today + dt.timedelta(days=1)),
        arrived_at=found.arrived_at,
    )
    return True


def end_excesses(hub: int) -> None:
    """End the excesses of a hub that are over and that nobody's case was free for when they were."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.excess_ends(%s)", [hub])
