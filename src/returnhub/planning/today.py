"""What a plan is asked of, as values: who waits, who has a place or had one, and what each hub has by week.

`queries.today` reads them from the database; `terms` puts them as placement reads them; `recount` counts a
plan against them by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WEEK = 7
PARTS = ("anybody, step-free", "anybody", "their own")
"""How places of one level of care are told apart; who fits where differs between them."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place: whom it is for (anybody, men, women, families), step-free, care, and days out of service."""

    number: int
    places_for: str
    step_free: bool
    care: int
    out: tuple[tuple[dt.date, dt.date | None], ...] = ()

    @property
    def part(self) -> str:
        """Which of `PARTS` it belongs to."""
        if self.places_for != "anybody":
            return PARTS[2]
        return PARTS[0] if self.step_free else PARTS[1]

    def serves(self, first: dt.date, after: dt.date) -> bool:
        """True if it is in service on every day from `first` to before `after`."""
        return not any(a < after and (b is None or b > first) for a, b in self.out)


@dataclass(frozen=True, slots=True)
class HubRow:
    """A hub: the longest stay in days, its places; by week how many people it may hold, if it takes any."""

    number: int
    name: str
    stay_limit_days: int
    places: tuple[PlaceRow, ...]
    bound: tuple[int, ...]
    takes: tuple[bool, ...]

    @property
    def stay_weeks(self) -> int:
        """Whole weeks for which one person takes up a place; the day of leaving counts."""
        return -(-(self.stay_limit_days + 1) // WEEK)


@dataclass(frozen=True, slots=True)
class StayRow:
    """Somebody who has a place, is in a hub without one (`place` none), or was moved and has left.

    `leave_by` is the first day on which the place is free; none: nobody knows.
    """

    reference: str
    hub: int
    place: int | None
    arrive_on: dt.date
    leave_by: dt.date | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a place: reference, household and facts as the rules read them.

    `waits` is false of a member of the household who does not wait for a place (yet, or any longer).
    """

    case: int
    reference: str
    household: int
    waits: bool
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Today:
    """All that a plan is made from. `caps` by kind: people and the day from which years count."""

    scheme: str
    start: dt.date
    weeks: int
    people: Sequence[Waiting]
    stays: Sequence[StayRow]
    hubs: Sequence[HubRow]
    caps: Mapping[str, tuple[int, dt.date]]
    ready: frozenset[str]

    def week(self, number: int) -> tuple[dt.date, dt.date]:
        """The first day of a week and the day after its last."""
        first = self.start + dt.timedelta(days=WEEK * number)
        return first, first + dt.timedelta(days=WEEK)
