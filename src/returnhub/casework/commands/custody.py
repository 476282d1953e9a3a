"""Custody: begun by an authority on one ground of the law, reviewed, ended at once when the ground lapses."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.utils import timezone

from returnhub.casework.clocks import (
    BAIL_REFERRAL_MONTHS,
    CUSTODY_KINDS,
    CUSTODY_REVIEW_DAYS,
    Kind,
    days,
    months,
)
from returnhub.casework.commands.clocks import start_clock, stop_clocks
from returnhub.casework.commands.facts import Answer, store_answer
from returnhub.casework.commands.found import past, past_day, said, the_case, the_row
from returnhub.casework.models import Custody, CustodyStep
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event

ENDED_BY = frozenset(
    {
        Event.DEPARTED,
        Event.DEPARTED_WITHOUT_AUTHORITY,
        Event.ARRIVED,
        Event.RETURNED,
        Event.RETURNED_WITHOUT_AUTHORITY,
        Event.RETURNED_VOLUNTARILY,
        Event.TRANSFERRED_BACK,
        Event.RELEASED,
        Event.LEFT_HUB,
        Event.WHEREABOUTS_LOST,
        Event.DIED,
    }
)
"""Events after which the person is not where they were held; custody elsewhere is begun anew."""

LAPSES_BY = frozenset(
    {
        Event.PROTECTION_GRANTED,
        Event.APPEAL_ALLOWED,
        Event.FURTHER_SUBMISSIONS_ACCEPTED,
        Event.PROTECTED_BY_HOST,
    }
)
"""Events with which every ground lapses: a person who is protected is released at once."""


class Bail(StrEnum):
    """Where an application for bail stands."""

    APPLIED = "applied"
    HEARD = "heard"
    GRANTED = "granted"
    REFUSED = "refused"


@command("casework.begin_custody")
def begin_custody(
    act: Act, *, case: int, authority: str, ground: Custody.Ground, why: str, began: dt.datetime
) -> Custody:
    """Record a time in custody. Its review falls due in 28 days, its referral for bail in four months.

    Raises Problems: command.field_wrong for a ground that the law does not list; command.refused for somebody
    already in custody (casework_custody_once) or in an open hub (movements_no_custody_in_open_hub).
    """
    the_case(act, case)
    if ground not in Custody.Ground.values:
        raise refuse(
            Code.COMMAND_FIELD_WRONG,
            Where(field="ground"),
            found=str(ground),
            allowed=tuple(Custody.Ground.values),
        )
    authority, why = said("authority", authority, 200), said("why", why)
    past(act, "began", began)
    event = act.event(
        "casework.custody_began", case=case, reason=why, happened=began, authority=authority, ground=ground
    )
    custody = Custody.objects.create(
        event_id=event, case_id=case, authority=authority, ground=ground, why=why, began=began
    )
    day = timezone.localdate(began)
    _facts(act, event, case, custody="held", custody_ground=ground.value, custody_review_on=day)
    start_clock(event, case, Kind.CUSTODY_REVIEW, days(day, CUSTODY_REVIEW_DAYS))
    start_clock(event, case, Kind.BAIL_REFERRAL, months(day, BAIL_REFERRAL_MONTHS))
    return custody


@command("casework.review_custody")
def review_custody(act: Act, *, custody: int, on: dt.date, kept: bool, reason: str) -> CustodyStep:
    """Review a time in custody: kept for 28 days more, or released.

    Raises Problems: command.not_possible (`release_due`) if it is to be kept although release is due.
    """
    found = _standing(act, custody, on)
    if kept and found.lapsed_id is not None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="release_due", allowed_next=("casework.end_custody",))
    step, event = _step(act, found, CustodyStep.Kind.REVIEW, on, "kept" if kept else "released", reason)
    if kept:
        _facts(act, event, found.case_id, custody_review_on=on)
        start_clock(event, found.case_id, Kind.CUSTODY_REVIEW, days(on, CUSTODY_REVIEW_DAYS))
    else:
        _ended(act, event, found, on_bail=False)
    return step


@command("casework.record_bail")
def record_bail(act: Act, *, custody: int, on: dt.date, outcome: Bail, reason: str) -> CustodyStep:
    """Record an application for bail and what came of it; granted, custody ends."""
    found = _standing(act, custody, on)
    step, event = _step(act, found, CustodyStep.Kind.BAIL, on, Bail(outcome), reason)
    if outcome in (Bail.HEARD, Bail.GRANTED, Bail.REFUSED):
        stop_clocks(event, found.case_id, [Kind.BAIL_REFERRAL])
    if outcome is Bail.GRANTED:
        _ended(act, event, found, on_bail=True)
    elif outcome is Bail.REFUSED:
        start_clock(event, found.case_id, Kind.BAIL_REFERRAL, months(on, BAIL_REFERRAL_MONTHS))
    return step


@command("casework.weigh_alternative")
def weigh_alternative(
    act: Act, *, custody: int, on: dt.date, alternative: str, enough: bool, reason: str
) -> CustodyStep:
    """Record an alternative to custody that was weighed, whether it is enough, and why."""
    found = _standing(act, custody, on)
    what = said("alternative", alternative, 200)
    outcome = "enough" if enough else "not_enough"
    return _step(act, found, CustodyStep.Kind.ALTERNATIVE, on, outcome, f"{what}: {said('reason', reason)}")[
        0
    ]


@command("casework.ground_lapsed")
def ground_lapsed(act: Act, *, custody: int, reason: str) -> None:
    """The ground has lapsed: release is due at once, today, and the monitor is told if it does not happen."""
    found = the_row(act, Custody, custody)
    if found.lapsed_id is not None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="release_due", allowed_next=("casework.end_custody",))
    event = act.event(
        "casework.custody_ground_lapsed", case=found.case_id, reason=said("reason", reason), custody=custody
    )
    release_is_due(act, event, found)


def release_is_due(act: Act, event: int, custody: Custody) -> None:
    """Start the clock of a release that is due at once; also for a review that was missed."""
    Custody.objects.filter(pk=custody.pk).update(lapsed=event)
    stop_clocks(event, custody.case_id, CUSTODY_KINDS)
    start_clock(event, custody.case_id, Kind.RELEASE, days(act.today, 0))


@command("casework.end_custody")
def end_custody(
    act: Act, *, custody: int, reason: str, released_at: dt.datetime, on_bail: bool = False
) -> None:
    """The person was released.

    Raises Problems: command.field_wrong for a time before custody began, or still to come.
    """
    found = the_row(act, Custody, custody)
    past(act, "released_at", released_at)
    if released_at < found.began:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="released_at"), found=released_at.isoformat())
    event = act.event(
        "casework.custody_ended",
        case=found.case_id,
        reason=said("reason", reason),
        happened=released_at,
        custody=custody,
        on_bail=on_bail,
    )
    _ended(act, event, found, on_bail=on_bail)


def custody_follows(act: Act, event: int, case: int, what: Event) -> None:
    """What an event of the procedure means for somebody in custody: it ended with it, or release is due."""
    if what not in ENDED_BY and what not in LAPSES_BY:
        return
    custody = Custody.objects.filter(case=case, ended=None).first()
    if custody is None:
        return
    if what in ENDED_BY:
        _ended(act, event, custody, on_bail=False)
    elif custody.lapsed_id is None:
        release_is_due(act, event, custody)


def _standing(act: Act, custody: int, on: dt.date) -> Custody:
    found = the_row(act, Custody, custody)
    if past_day(act, "on", on) < timezone.localdate(found.began):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="on"), found=on.isoformat())
    return found


def _step(
    act: Act, custody: Custody, kind: CustodyStep.Kind, on: dt.date, outcome: str, reason: str
) -> tuple[CustodyStep, int]:
    reason = said("reason", reason)
    event = act.event(
        f"casework.custody_{kind.value}",
        case=custody.case_id,
        reason=reason,
        custody=custody.pk,
        on=on.isoformat(),
        outcome=outcome,
    )
    step = CustodyStep.objects.create(
        event_id=event, custody=custody, kind=kind, on=on, outcome=outcome, reason=reason
    )
    return step, event


def _ended(act: Act, event: int, custody: Custody, *, on_bail: bool) -> None:
    Custody.objects.filter(pk=custody.pk).update(ended=event)
    stop_clocks(event, custody.case_id, CUSTODY_KINDS)
    _facts(act, event, custody.case_id, custody="bail" if on_bail else "none", custody_ground="none")


def _facts(act: Act, event: int, case: int, **values: str | dt.date) -> None:
    """What is known from today on, in the place of what a caseworker said before."""
    for fact, value in values.items():
        store_answer(act, event, case, Answer(fact, value, act.today, "caseworker"))
