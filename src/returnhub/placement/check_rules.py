"""What the recount holds a plan against: the limits by name, and the scheme as it reads it by itself."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from returnhub.scheme.model import Hub, Scheme
from returnhub.screening.rules import Ruleset

ANY = "any"
"""The kind of every place in a hub that does not tell its places apart."""

WEEK = 7
YEAR = 365


class Limit(StrEnum):
    """What a plan may not break; the value is how a page names it."""

    LISTED_ONCE = "every person listed exactly once"
    KNOWN = "only people of the caseload"
    ONE_PLACE = "one place a person"
    WHOLE = "a proposal names hub, kind, week and dates, or a reason"
    HUB = "a hub of the scheme"
    KIND = "a kind of place of the hub"
    HORIZON = "within the weeks asked about"
    DATES = "dates agree with the week and the expected stay"
    VERDICT = "conditions hold"
    READY = "monitor, complaint way and exit route ready"
    OPEN = "hub open"
    ORIGINS = "origins taken"
    FAMILIES = "families with children taken"
    WOMEN = "women taken"
    CARE = "care within reach"
    WHO_LIVES_WHERE = "men, women and families in their own places"
    TOGETHER = "household together"
    NOTICE = "notice run"
    ACCEPTANCE = "host's acceptance still good"
    PLACES = "places"
    STEP_FREE = "step-free places"
    TRANSFERS = "transfers a week"
    CAP_IN_ALL = "cap in all"
    CAP_A_YEAR = "cap a year"
    CAP_AT_ONE_TIME = "cap at one time"
    TURN = "nobody before somebody alike of an earlier week"


@dataclass(frozen=True, slots=True)
class Breach:
    """One limit broken in one hub and week (none: in all): people found, people allowed, and who they are."""

    limit: Limit
    hub: str | None
    week: int | None
    found: int
    allowed: int
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """The scheme as the recount reads it: figures at their middle, whole where they count people."""

    scheme: Scheme
    ruleset: Ruleset
    start: dt.date
    weeks: int
    suppose_ready: bool
    fixed: Mapping[str, float]

    def figure(self, name: str) -> float:
        """The figure at its middle, or as `fixed` sets it, within its unit."""
        figure = self.scheme.figure(name)
        return figure.clip(self.fixed.get(name, figure.middle))

    def whole(self, name: str | None) -> int | None:
        """The figure in whole people; none where the scheme names no figure."""
        return None if name is None else floor(self.figure(name))

    def stay_weeks(self, hub: Hub) -> int:
        """Weeks for which one person takes up a place: part of a week takes it up for all of the week."""
        return max(1, math.ceil(self.figure(hub.expected_stay or hub.stay.limit) / WEEK - 1e-9))

    def open_for(self, hub: Hub, week: int) -> float:
        """Days for which the hub has been open on the first day of a week; below 0 before it opens."""
        day = (self.start - self.scheme.starts).days + WEEK * week
        return day - self.figure(hub.opens_after_days)

    def places(self, hub: Hub) -> list[int]:
        """Places in use on the first day of each week: none before the hub opens, then evenly more."""
        certified = self.figure(hub.places)
        ramp = self.figure(hub.full_after_days) if hub.full_after_days else 0.0
        found: list[int] = []
        for week in range(self.weeks):
            days = self.open_for(hub, week)
            share = min(1.0, max(0.0, days / ramp)) if ramp > 0 else float(days >= 0)
            found.append(floor(certified if self.suppose_ready else certified * share))
        return found

    def is_ready(self, hub: Hub) -> bool:
        """Whether monitor, complaint way and exit route are there; what nobody has said is not."""
        ready = hub.ready
        return self.suppose_ready or bool(ready.monitor and ready.complaint_way and ready.exit_route)


def floor(x: float) -> int:
    """`x` rounded down, but for what floats lose: 29 in 100 of 100 places are 29."""
    return math.floor(x + 1e-9)


def kinds(hub: Hub) -> tuple[str, ...]:
    """Kinds of place by name; a hub that does not tell its places apart has one."""
    return tuple(k.id for k in hub.place_kinds) or (ANY,)


def each(limit: Limit, hub: str | None, cases: pl.Series) -> list[Breach]:
    """One breach that names everybody whom a limit on single people forbids; none if nobody is."""
    names = tuple(dict.fromkeys(cases.to_list()))
    return [Breach(limit, hub, None, len(names), 0, names)] if names else []
