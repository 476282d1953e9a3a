"""Deadlines derived from dates, never counted up: each takes the day it is asked on.

Working days are Monday to Friday without the bank holidays of England and Wales (package `holidays`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from returnhub.procedure.table import Actor, Clock

NOTICE_WORKING_DAYS = 5
NOTICE_VALID_DAYS = 21
STAY_WARNINGS = (28, 14, 7)


@lru_cache(maxsize=512)
def _bank_holidays(year: int) -> frozenset[dt.date]:
    # Not above: most commands ask for no working day, and this loads the calendars of the world.
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: dt.date) -> bool:
    """True from Monday to Friday, unless the day is a bank holiday in England and Wales."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def add_working_days(day: dt.date, n: int) -> dt.date:
    """The `n`th working day after `day`, or before it if `n` is negative; `n=0` gives `day` itself.

    OverflowError beyond the years 1 to 9999.

    >>> add_working_days(dt.date(2025, 12, 24), 1)
    datetime.date(2025, 12, 29)
    """
    one = dt.timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += one
        while not is_working_day(day):
            day += one
    return day


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days after `start`, up to and with `end`; 0 if `end` is not later."""
    return sum(is_working_day(start + dt.timedelta(days=i)) for i in range(1, (end - start).days + 1))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock with its owner, the last day that it gives, and the days before it on which to warn."""

    clock: Clock
    owner: Actor
    falls_on: dt.date
    warn_days_before: tuple[int, ...] = ()

    def days_left(self, as_of: dt.date) -> int:
        """Days from `as_of` to the last day; negative once it has run out."""
        return (self.falls_on - as_of).days

    def has_run_out(self, as_of: dt.date) -> bool:
        """True from the day after the last day."""
        return as_of > self.falls_on

    def warnings(self) -> tuple[dt.date, ...]:
        """The days on which the owner is warned, earliest first."""
        return tuple(sorted(self.falls_on - dt.timedelta(days=n) for n in self.warn_days_before))

    def warning(self, as_of: dt.date) -> int | None:
        """The tightest warning reached (7 of 28, 14, 7), or None before the first and after the last day."""
        if self.has_run_out(as_of):
            return None
        return min((n for n in self.warn_days_before if self.days_left(as_of) <= n), default=None)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of departure details: the last day of the notice period, and the days it allows departure."""

    given_on: dt.date
    runs_until: dt.date
    departs_from: dt.date
    valid_until: dt.date

    def has_run(self, as_of: dt.date) -> bool:
        """True if the whole notice period is over and the notice has not lapsed."""
        return self.departs_from <= as_of <= self.valid_until


def notice_runs_until(
    given_on: dt.date, first_attempt_on: dt.date | None = None, working_days: int = NOTICE_WORKING_DAYS
) -> Notice:
    """The notice period: `working_days` whole working days after the day it is given (reference UK-11).

    It stays valid for 21 days from the first departure date, which is the first day after the period unless
    `first_attempt_on` names a later one; so a first attempt that fails needs no fresh notice within them.
    Source: Immigration and Asylum Act 1999 s.10A, as summarised by practitioners; confidence: fairly sure.
    """
    runs_until = add_working_days(given_on, working_days)
    departs_from = runs_until + dt.timedelta(days=1)
    first = max(departs_from, first_attempt_on or departs_from)
    return Notice(given_on, runs_until, departs_from, first + dt.timedelta(days=NOTICE_VALID_DAYS))


def stay_limit(entered_on: dt.date, limit_days: int) -> Deadline:
    """The last day of a stay that may last `limit_days`, with warnings 28, 14 and 7 days before it."""
    return Deadline(
        Clock.STAY_LIMIT, Actor.HUB_MANAGER, entered_on + dt.timedelta(days=limit_days), STAY_WARNINGS
    )


def time_to_appeal(refused_on: dt.date, days: int = 14) -> Deadline:
    """The last day to appeal to the First-tier Tribunal: 14 days from the notice (reference UK-03)."""
    return Deadline(Clock.APPEAL_TIME, Actor.PERSON, refused_on + dt.timedelta(days=days))
