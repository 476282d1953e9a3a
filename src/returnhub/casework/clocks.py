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
    CUSTODY_REVIEW = "custody_review"
    BAIL_REFERRAL = "bail_referral"
    RELEASE = "release"


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


HAPPENS: Mapping[Effect, Event] = MappingProxyType(
    {
        Effect.APPEAL_TIME_ENDED: Event.APPEAL_TIME_ENDED,
        Effect.NOTICE_LAPSED: Event.NOTICE_LAPSED,
        Effect.AUTHORITY_LAPSED: Event.AUTHORITY_WITHDRAWN,
        Effect.STAY_LIMIT_REACHED: Event.STAY_LIMIT_REACHED,
    }
)
"""Effects that are an event of the procedure."""

STAYS_OPEN = frozenset({Effect.ESCALATED, Effect.MONITOR_TOLD, Effect.ACCEPTANCE_OVER, Effect.RELEASE})
"""Effects after which the clock stays open, overdue, until somebody does what it waits for."""


@dataclass(frozen=True, slots=True)
class Spec:
    """Who answers for a kind of clock (a role or "person"), its effect, its stages (none: any)."""

    owner: str
    effect: Effect
    stages: frozenset[Stage] = frozenset()


_NOTIFIED = frozenset({Stage.NOTIFIED, Stage.ACCEPTED, Stage.PLANNED, Stage.AUTHORISED})

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
        Kind.CUSTODY_REVIEW: Spec("screening_officer", Effect.RELEASE_DUE),
        Kind.BAIL_REFERRAL: Spec("screening_officer", Effect.BAIL_REFERRED),
        Kind.RELEASE: Spec("authorising_officer", Effect.RELEASE),
    }
)

NOTICE_KINDS = (Kind.NOTICE_RUNS, Kind.NOTICE)
"""Clocks that a lodgement stops."""

CUSTODY_KINDS = (Kind.CUSTODY_REVIEW, Kind.BAIL_REFERRAL, Kind.RELEASE)
"""Clocks of a time in custody; they end with it."""

APPEAL_DAYS = 14
CUSTODY_REVIEW_DAYS = 28
BAIL_REFERRAL_MONTHS = 4
"""Reference UK-03 (time to appeal), UK-16 (review of custody), UK-18 (automatic referral for bail)."""


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
    words = f"{n} days from {_day(started_on)}" if n else f"at once, on {_day(started_on)}"
    return Counted(started_on, started_on + dt.timedelta(days=n), words)


def months(started_on: dt.date, n: int) -> Counted:
    """The same day `n` months later, or the month's last day if it has no such day."""
    year, month = divmod(started_on.year * 12 + started_on.month - 1 + n, 12)
    day = min(started_on.day, calendar.monthrange(year, month + 1)[1])
    return Counted(started_on, dt.date(year, month + 1, day), f"{n} months from {_day(started_on)}")


def working_days(started_on: dt.date, n: int) -> Counted:
    """`n` working days after the day it starts on, and the days that were not counted.

    >>> working_days(dt.date(2026, 11, 20), 5).words
    '5 working days from Fri 20 Nov 2026, not counting Sat 21, Sun 22'
    """
    ends_on = add_working_days(started_on, n)
    between = [started_on + dt.timedelta(days=i) for i in range(1, (ends_on - started_on).days)]
    left_out = [day for day in between if not is_working_day(day)]
    words = f"{n} working days from {_day(started_on)}"
    if left_out:
        said: list[str] = []
        month = started_on.month
        for day in left_out:
            said.append(f"{day:%a} {day.day}" + (f" {day:%b}" if day.month != month else ""))
            month = day.month
        words += f", not counting {', '.join(said)}"
    return Counted(started_on, ends_on, words)


def _day(day: dt.date) -> str:
    """Fri 20 Nov 2026."""
    return f"{day:%a} {day.day} {day:%b %Y}"
