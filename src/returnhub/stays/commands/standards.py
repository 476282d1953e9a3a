"""What a hub offered on a day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from returnhub.casework.commands.found import past_day
from returnhub.hubs.queries.hubs import hub_of
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse
from returnhub.stays.models import HubDay


@command("stays.record_day")
def record_day(
    act: Act, *, hub: int, on: dt.date, health_staff: int, outdoor_hours: Decimal, telephone: bool
) -> HubDay:
    """Record one day of a hub: health staff present, hours outdoors offered, whether telephones were free.

    What was recorded for the day before ends, and stays to be seen. Raises Problems: command.field_wrong for
    a day to come, fewer than none, or more hours than a day has.
    """
    found = hub_of(act.actor, hub)
    past_day(act, "on", on)
    if health_staff < 0:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="health_staff"), found=health_staff)
    if not 0 <= outdoor_hours <= 24:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="outdoor_hours"), found=str(outdoor_hours))
    event = act.event(
        "stays.day_recorded",
        hub=hub,
        on=on.isoformat(),
        health_staff=health_staff,
        outdoor_hours=str(outdoor_hours),
        telephone=telephone,
    )
    HubDay.objects.filter(hub=found, on=on, ended=None).update(ended=event)
    return HubDay.objects.create(
        event_id=event,
        hub=found,
        on=on,
        health_staff=health_staff,
        outdoor_hours=outdoor_hours,
        telephone=telephone,
    )
