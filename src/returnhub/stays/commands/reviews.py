"""Reviews of a stay, each with the day of the next."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.clocks import Kind, until
from returnhub.casework.commands.clocks import start_clock
from returnhub.casework.commands.found import past_day, said
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse
from returnhub.stays.commands.found import the_stay
from returnhub.stays.models import REVIEW_DAYS, Review


@command("stays.review")
def review(act: Act, *, case: int, on: dt.date, findings: str, next_on: dt.date | None = None) -> Review:
    """Record a review of a stay; its clock runs to the next one, in 28 days at the latest.

    Raises Problems: command.field_missing without findings; command.field_wrong for a day to come, before the
    last review, or a next day that is not after it or more than 28 days away.
    """
    found, stay = the_stay(act, case)
    past_day(act, "on", on)
    last = Review.objects.filter(arrival=stay).order_by("-on").values_list("on", flat=True).first()
    if last is not None and on <= last:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="on"), found=on.isoformat(), kind="before_last")
    latest = on + dt.timedelta(days=REVIEW_DAYS)
    then = next_on or latest
    if not on < then <= latest:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="next_on"), found=then.isoformat())
    event = act.event(
        "stays.reviewed",
        case=case,
        reason=said("findings", findings),
        on=on.isoformat(),
        next_on=then.isoformat(),
    )
    start_clock(event, case, Kind.STAY_REVIEW, until(on, then))
    return Review.objects.create(
        event_id=event,
        case=found,
        arrival=stay,
        on=on,
        findings=findings.strip(),
        next_on=then,
        by_id=act.actor.id,
    )
