"""Holding a place for somebody who is to come, and giving another to somebody who is there.

That a stay begins and ends with its case's stage is the database's doing: `guard.stay_follows`.
"""

from __future__ import annotations

import datetime as dt

from django.db import connections
from django.db.backends.postgresql.psycopg_any import DateRange

from returnhub.casework.commands.found import hold, said, the_row
from returnhub.casework.models import Case
from returnhub.hubs.models import Excess, ExcessAnswer, Hub, Place, Stay
from returnhub.hubs.queries.hubs import hub_of
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse


def hold_place(
    act: Act, event: int, case: Case, hub: Hub, place: int | None, from_on: dt.date | None
) -> Stay:
    """Hold a place for a person from a day on (none: today) for as long as a stay may last; what was held
    for them ends. Without a place: the first that is free and suits them. For commands of rooms above.

    Raises Problems: command.not_possible (`no_place_free`); command.refused (hubs_stay_*) for a place that is
    not free, does not suit them, or would leave the hub or the agreement over a number.
    """
    start = from_on or act.today
    if start < act.today:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="from_on"), found=start.isoformat())
    days = DateRange(start, start + dt.timedelta(days=hub.stay_limit_days + 1))
    if place is None:
        place = _free(hub, case, days)
    elif not Place.objects.filter(pk=place, hub=hub, ended=None).exists():
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="place"), found=place)
    Stay.objects.filter(case=case, kind=Stay.Kind.HELD, ended=None).update(ended=event)
    return Stay.objects.create(
        event_id=event,
        case=case,
        person=case.person_id,
        hub=hub,
        place_id=place,
        kind=Stay.Kind.HELD,
        days=days,
    )


def _free(hub: Hub, case: Case, days: DateRange) -> int:
    """The first place that is free and that nobody else takes at this moment; else the first to wait for."""
    asked = [hub.pk, case.pk, days]
    with connections["default"].cursor() as cursor:
        for waits in ("SKIP LOCKED", ""):
            cursor.execute(
                "SELECT p.id FROM guard.free_places(%s, %s, %s) WITH ORDINALITY AS f (place, nth)"
                " JOIN hubs_place AS p ON p.id = f.place ORDER BY f.nth LIMIT 1"
                f" FOR NO KEY UPDATE OF p {waits}",
                asked,
            )
            found = cursor.fetchone()
            if found is not None:
                return int(found[0])
    raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="no_place_free", allowed_next=())


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
    days = DateRange(act.today, found.days.upper)
    with connections["default"].cursor() as cursor:
        # nobody takes it meanwhile
        cursor.execute("SELECT guard.lock_places(%s, %s, '{}')", [[place], [hub.pk]])
        cursor.execute(
            "SELECT %s IN (SELECT guard.free_places(%s, %s, %s))", [place, hub.pk, found.case_id, days]
        )
        if not cursor.fetchone()[0]:
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
