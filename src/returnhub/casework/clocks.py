"""Clocks: a date with an owner and an effect, derived from dates and never counted up.

A clock runs to the end of its last day. From the day after, its effect is applied and recorded once
(`casework.jobs.run_out`). One that belongs to stages ends when the case leaves them.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from returnhub.procedure import Event, Stage
from returnhub.procedure.clocks import add_working_days, is_working_day
from returnhub.procedure.hub_path import STAYING


class Kind(StrEnum):
    """What kind of clock; the value is what is stored."""

    APPEAL_TIME = "appeal_time"
    NOTICE_RUNS = "notice_runs"
    NOTICE = "notice"
    ACCEPTANCE = "acceptance"
    AUTHORITY = "authority"
    STAY_LIMIT = "stay_limit"
    TRANSFER_BACK = "transfer_back"
    BREACH = "breach"
    WAY_BACK = "way_back"
    PERSON_ASKED = "person_asked"
    EVIDENCE_REVIEW = "evidence_review"
    HOST_CLAIM = "host_claim"
    NEXT_STEP = "next_step"
    TAKE_UP = "take_up"
    STATELESSNESS = "statelessness"
    DOCUMENT = "document"
    DOCUMENT_ALERT = "document_alert"
    DOCUMENT_UNUSED = "document_unused"
    FOLLOW_UP = "follow_up"
    CUSTODY_REVIEW = "custody_review"
    BAIL_REFERRAL = "bail_referral"
    RELEASE = "release"
    EXCESS = "excess"
    FORCE_REVIEW = "force_review"
    OUTCOME_DUE = "outcome_due"
    INCIDENT_REVIEW = "incident_review"
    FITNESS = "fitness"
    CONCERN = "concern"
    HEALTH_CHECK = "health_check"
    NEEDS_ASSESSMENT = "needs_assessment"
    ARRIVAL_INTERVIEW = "arrival_interview"
    LAWYER_CALLED = "lawyer_called"
    FAMILY_CALLED = "family_called"
    KEY_WORKER = "key_worker"
    STAY_REVIEW = "stay_review"
    STAY_WARNING_28 = "stay_warning_28"
    STAY_WARNING_14 = "stay_warning_14"
    STAY_WARNING_7 = "stay_warning_7"
    AFTER_LIMIT = "after_limit"
    LAWYER_CONTACT = "lawyer_contact"
    SEGREGATION_REVIEW = "segregation_review"
    SEGREGATION_LIMIT = "segregation_limit"
    FOOD_REFUSAL = "food_refusal"
    CARE_PLAN = "care_plan"
    CARE_REVIEW = "care_review"
    HOSPITAL_VISIT = "hospital_visit"
    DEATH_FAMILY = "death_family"
    DEATH_CONSULATE = "death_consulate"
    DEATH_INQUIRY = "death_inquiry"
    HOST_ANSWER = "host_answer"
    ORIGIN_ANSWER = "origin_answer"


class Effect(StrEnum):
    """What happens when a clock has run out; the value is what is stored."""

    APPEAL_TIME_ENDED = "appeal_time_ended"
    NOTICE_RUN = "notice_run"
    NOTICE_LAPSED = "notice_lapsed"
    ACCEPTANCE_OVER = "acceptance_over"
    AUTHORITY_LAPSED = "authority_lapsed"
    STAY_LIMIT_REACHED = "stay_limit_reached"
    ESCALATED = "escalated"
    MONITOR_TOLD = "monitor_told"
    RELEASE_DUE = "release_due"
    BAIL_REFERRED = "bail_referred"
    RELEASE = "release"
    WARNED = "warned"
    INCIDENT = "incident"


HAPPENS: Mapping[Effect, Event] = MappingProxyType(
    {
        Effect.APPEAL_TIME_ENDED: Event.APPEAL_TIME_ENDED,
        Effect.NOTICE_LAPSED: Event.NOTICE_LAPSED,
        Effect.AUTHORITY_LAPSED: Event.AUTHORITY_WITHDRAWN,
        Effect.STAY_LIMIT_REACHED: Event.STAY_LIMIT_REACHED,
    }
)
"""Effects that are an event of the procedure."""

STAYS_OPEN = frozenset(
    {Effect.ESCALATED, Effect.MONITOR_TOLD, Effect.ACCEPTANCE_OVER, Effect.RELEASE, Effect.INCIDENT}
)
"""Effects after which the clock stays open, overdue, until somebody does what it waits for."""


@dataclass(frozen=True, slots=True)
class Spec:
    """Who answers for a kind of clock (a role or "person"), its effect, its stages (none: any)."""

    owner: str
    effect: Effect
    stages: frozenset[Stage] = frozenset()


RETURNED = frozenset(
    {
        Stage.RETURNED_ONWARD,
        Stage.RETURNED_VOLUNTARILY_FROM_HUB,
        Stage.RETURNED,
        Stage.RETURNED_VOLUNTARILY,
    }
)
"""Stages in which a person has gone to the state of origin, and is asked after."""

_NOTIFIED = frozenset({Stage.NOTIFIED, Stage.ACCEPTED, Stage.PLANNED, Stage.AUTHORISED})

_STAYING = frozenset(STAYING)
SPECS: Mapping[Kind, Spec] = MappingProxyType(
    {
        Kind.APPEAL_TIME: Spec("person", Effect.APPEAL_TIME_ENDED, frozenset({Stage.REFUSED})),
        Kind.NOTICE_RUNS: Spec("screening_officer", Effect.NOTICE_RUN, _NOTIFIED),
        Kind.NOTICE: Spec("screening_officer", Effect.NOTICE_LAPSED, _NOTIFIED),
        Kind.ACCEPTANCE: Spec(
            "screening_officer",
            Effect.ACCEPTANCE_OVER,
            frozenset({Stage.ACCEPTED, Stage.PLANNED, Stage.AUTHORISED}),
        ),
        Kind.AUTHORITY: Spec(
            "authorising_officer",
            Effect.AUTHORITY_LAPSED,
            frozenset({Stage.AUTHORISED, Stage.ONWARD_AUTHORISED}),
        ),
        Kind.STAY_LIMIT: Spec(
            "agreement_manager",
            Effect.STAY_LIMIT_REACHED,
            frozenset({Stage.IN_HUB, Stage.HOST_CLAIM, Stage.EVIDENCE_REVIEW, Stage.ONWARD_AUTHORISED}),
        ),
        Kind.TRANSFER_BACK: Spec("authorising_officer", Effect.ESCALATED, frozenset({Stage.WAY_BACK})),
        Kind.BREACH: Spec("agreement_manager", Effect.MONITOR_TOLD),
        Kind.WAY_BACK: Spec("authorising_officer", Effect.ESCALATED),
        Kind.PERSON_ASKED: Spec("screening_officer", Effect.ESCALATED),
        Kind.EVIDENCE_REVIEW: Spec(
            "authorising_officer", Effect.ESCALATED, frozenset({Stage.EVIDENCE_REVIEW})
        ),
        Kind.HOST_CLAIM: Spec("host_state_officer", Effect.ESCALATED, frozenset({Stage.HOST_CLAIM})),
        # the database starts it: guard.next_step_due
        Kind.NEXT_STEP: Spec(
            "authorising_officer",
            Effect.ESCALATED,
            frozenset({Stage.IN_HUB, Stage.HOST_CLAIM, Stage.EVIDENCE_REVIEW, Stage.AT_LIMIT}),
        ),
        Kind.TAKE_UP: Spec("screening_officer", Effect.ESCALATED, frozenset({Stage.TRANSFERRED_BACK})),
        Kind.STATELESSNESS: Spec("screening_officer", Effect.ESCALATED),
        Kind.DOCUMENT: Spec("document_officer", Effect.ESCALATED),
        Kind.DOCUMENT_ALERT: Spec("document_officer", Effect.ESCALATED),
        Kind.DOCUMENT_UNUSED: Spec("document_officer", Effect.ESCALATED),
        Kind.FOLLOW_UP: Spec("return_counsellor", Effect.ESCALATED, RETURNED),
        Kind.CUSTODY_REVIEW: Spec("screening_officer", Effect.RELEASE_DUE),
        Kind.BAIL_REFERRAL: Spec("screening_officer", Effect.BAIL_REFERRED),
        Kind.FORCE_REVIEW: Spec("authorising_officer", Effect.MONITOR_TOLD),
        Kind.OUTCOME_DUE: Spec("authorising_officer", Effect.MONITOR_TOLD),
        Kind.EXCESS: Spec("hub_manager", Effect.MONITOR_TOLD),
        Kind.RELEASE: Spec("authorising_officer", Effect.RELEASE),
        Kind.INCIDENT_REVIEW: Spec("agreement_manager", Effect.MONITOR_TOLD),
        Kind.FITNESS: Spec("fitness_assessor", Effect.ESCALATED),
        Kind.CONCERN: Spec("screening_officer", Effect.MONITOR_TOLD),
        Kind.HEALTH_CHECK: Spec("hub_manager", Effect.MONITOR_TOLD, _STAYING),
        Kind.NEEDS_ASSESSMENT: Spec("hub_manager", Effect.ESCALATED, _STAYING),
        Kind.ARRIVAL_INTERVIEW: Spec("hub_manager", Effect.ESCALATED, _STAYING),
        Kind.LAWYER_CALLED: Spec("hub_manager", Effect.MONITOR_TOLD, _STAYING),
        Kind.FAMILY_CALLED: Spec("hub_manager", Effect.ESCALATED, _STAYING),
        Kind.KEY_WORKER: Spec("hub_manager", Effect.ESCALATED, _STAYING),
        Kind.STAY_REVIEW: Spec("hub_manager", Effect.ESCALATED, _STAYING),
        Kind.STAY_WARNING_28: Spec("authorising_officer", Effect.WARNED, _STAYING),
        Kind.STAY_WARNING_14: Spec("authorising_officer", Effect.WARNED, _STAYING),
        Kind.STAY_WARNING_7: Spec("authorising_officer", Effect.WARNED, _STAYING),
        Kind.AFTER_LIMIT: Spec("authorising_officer", Effect.ESCALATED, _STAYING - {Stage.WAY_BACK}),
        Kind.LAWYER_CONTACT: Spec("hub_manager", Effect.MONITOR_TOLD, _STAYING),
        Kind.SEGREGATION_REVIEW: Spec("hub_manager", Effect.MONITOR_TOLD, _STAYING),
        Kind.SEGREGATION_LIMIT: Spec("hub_manager", Effect.INCIDENT, _STAYING),
        Kind.FOOD_REFUSAL: Spec("treating_clinician", Effect.MONITOR_TOLD, _STAYING),
        Kind.CARE_PLAN: Spec("hub_manager", Effect.MONITOR_TOLD, _STAYING),
        Kind.CARE_REVIEW: Spec("hub_manager", Effect.ESCALATED, _STAYING),
        Kind.HOSPITAL_VISIT: Spec("hub_manager", Effect.ESCALATED, _STAYING),
        Kind.DEATH_FAMILY: Spec("hub_manager", Effect.MONITOR_TOLD),
        Kind.DEATH_CONSULATE: Spec("authorising_officer", Effect.ESCALATED),
        Kind.DEATH_INQUIRY: Spec("authorising_officer", Effect.MONITOR_TOLD),
        Kind.HOST_ANSWER: Spec("host_state_officer", Effect.ESCALATED),
        Kind.ORIGIN_ANSWER: Spec("document_officer", Effect.ESCALATED),
    }
)

NOTICE_KINDS = (Kind.NOTICE_RUNS, Kind.NOTICE)
"""Clocks that a lodgement stops."""

CUSTODY_KINDS = (Kind.CUSTODY_REVIEW, Kind.BAIL_REFERRAL, Kind.RELEASE)
"""Clocks of a time in custody; they end with it."""

OUTLAST_DEATH = frozenset(
    {
        Kind.BREACH,
        Kind.FORCE_REVIEW,
        Kind.INCIDENT_REVIEW,
        Kind.DEATH_FAMILY,
        Kind.DEATH_CONSULATE,
        Kind.DEATH_INQUIRY,
    }
)
"""Clocks that go on when somebody has died: who answers, answers still."""

APPEAL_DAYS = 14
CUSTODY_REVIEW_DAYS = 28
BAIL_REFERRAL_MONTHS = 4
"""Reference UK-03 (time to appeal), UK-16 (review of custody), UK-18 (automatic referral for bail)."""
EVIDENCE_REVIEW_WORKING_DAYS = 10
TRANSFER_BACK_DAYS = 14
TAKE_UP_WORKING_DAYS = 10
"""Assumptions: the decision on new evidence, the way back, the case taken up again after it."""
HOST_CLAIM_MONTHS = 6
"""Directive 2013/32/EU, article 31(3): six months to decide a claim. The host may be bound otherwise."""
FOLLOW_UP_DAYS = (14, 90, 180, 365)
"""An assumption: the days after departure on which a person who returned is asked after."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A span of days: the day it starts on, its last day, and how it was counted, in words."""

    started_on: dt.date
    ends_on: dt.date
    words: str


def until(started_on: dt.date, ends_on: dt.date) -> Counted:
    """To a day that something else names."""
    return Counted(started_on, ends_on, f"to the end of {_day(ends_on)}")


def days(started_on: dt.date, n: int) -> Counted:
    """`n` days after the day it starts on; with 0 it ends that day.

    >>> days(dt.date(2026, 11, 20), 14).words
    '14 days from Fri 20 Nov 2026'
    """
    words = f"{_some(n, 'day')} from {_day(started_on)}" if n else f"at once, on {_day(started_on)}"
    return Counted(started_on, started_on + dt.timedelta(days=n), words)


def months(started_on: dt.date, n: int) -> Counted:
    """The same day `n` months later, or the month's last day if it has no such day."""
    year, month = divmod(started_on.year * 12 + started_on.month - 1 + n, 12)
    day = min(started_on.day, calendar.monthrange(year, month + 1)[1])
    return Counted(started_on, dt.date(year, month + 1, day), f"{_some(n, 'month')} from {_day(started_on)}")


def working_days(started_on: dt.date, n: int) -> Counted:
    """`n` working days after the day it starts on, and the days that were not counted.

    >>> working_days(dt.date(2026, 11, 20), 5).words
    '5 working days from Fri 20 Nov 2026, not counting Sat 21, Sun 22'
    """
    ends_on = add_working_days(started_on, n)
    between = [started_on + dt.timedelta(days=i) for i in range(1, (ends_on - started_on).days)]
    left_out = [day for day in between if not is_working_day(day)]
    words = f"{_some(n, 'working day')} from {_day(started_on)}"
    if left_out:
        said: list[str] = []
        month = started_on.month
        for day in left_out:
            said.append(f"{day:%a} {day.day}" + (f" {day:%b}" if day.month != month else ""))
            month = day.month
        words += f", not counting {', '.join(said)}"
    return Counted(started_on, ends_on, words)


def _some(n: int, noun: str) -> str:
    """1 day, 2 days."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _day(day: dt.date) -> str:
    """Fri 20 Nov 2026."""
    return f"{day:%a} {day.day} {day:%b %Y}"
