"""After departure: consent to be contacted, and each date of asking with its outcome."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from returnhub.casework.clocks import FOLLOW_UP_DAYS, RETURNED, Kind, days
from returnhub.casework.commands.cases import happen, possible
from returnhub.casework.commands.clocks import start_clock, stop_clocks
from returnhub.casework.commands.found import past_day, said, the_case
from returnhub.casework.models import Standing
from returnhub.journal.command import Act, command
from returnhub.movements.commands.steps import hold, noon
from returnhub.onward.models import Consent, FollowUp
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event


@command("onward.record_consent")
def record_consent(act: Act, *, case: int, given: bool, how: str = "", on: dt.date) -> Consent:
    """Record whether a person agrees to be contacted after their return, and how; the last word counts.

    Raises Problems: command.field_missing for a consent without a way to contact them; command.field_wrong.
    """
    the_case(act, case)
    how = said("how", how, 300) if given else ""
    past_day(act, "on", on)
    event = act.event("onward.consent_recorded", case=case, given=given, on=on.isoformat())
    Consent.objects.filter(case=case, ended=None).update(ended=event)
    return Consent.objects.create(event_id=event, case_id=case, given=given, how=how, on=on)


@command("onward.record_follow_up")
def record_follow_up(
    act: Act,
    *,
    case: int,
    days_after: int,
    asked_on: dt.date,
    how: str,
    outcome: FollowUp.Outcome,
    says: str = "",
) -> FollowUp:
    """Record how one date of asking after a person ended, and by which way they were asked.

    The next date's clock starts. A person who has come again is a case of its own stage from then on.
    Raises Problems: command.field_wrong for a number of days that is none of `FOLLOW_UP_DAYS` or a day
    before their departure; command.refused (onward_followup_consent, onward_followup_once);
    command.not_possible unless they have returned.
    """
    hold(act, case, "record_follow_up", *sorted(RETURNED))
    if days_after not in FOLLOW_UP_DAYS:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="days_after"), found=days_after)
    since = Standing.objects.values_list("since", flat=True).get(case=case)
    left_on = timezone.localdate(since)
    past_day(act, "asked_on", asked_on)
    if asked_on < left_on:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="asked_on"), found=asked_on.isoformat())
    how = said("how", how, 200)
    event = act.event(
        "onward.followed_up",
        case=case,
        happened=noon(act, asked_on),
        days=days_after,
        outcome=outcome.value,
        how=how,
    )
    made = FollowUp.objects.create(
        event_id=event,
        case_id=case,
        days=days_after,
        left_on=left_on,
        asked_on=asked_on,
        how=how,
        outcome=outcome,
        says=says.strip(),
        by_id=act.actor.id,
    )
    stop_clocks(event, case, (Kind.FOLLOW_UP,))
    if outcome == FollowUp.Outcome.RE_ARRIVED:
        happens = possible(made.case, Event.RE_ARRIVED)
        if happens is not None:
            happen(act, case, happens, act.now, says)
        return made
    asked = FollowUp.objects.filter(case=case, left_on=left_on, ended=None).values_list("days", flat=True)
    left = [n for n in FOLLOW_UP_DAYS if n not in set(asked)]
    if left:
        start_clock(event, case, Kind.FOLLOW_UP, days(left_on, left[0]))
    return made
