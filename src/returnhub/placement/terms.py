"""What hubs and agreement leave free in each week, as whole numbers: the right-hand sides of every limit.

A week is seven days from the plan's first day; everyone who moves in a week arrives on its first
day. Figures are taken at their middle, whole where they count people or places (rounded down), and
a stay in whole weeks (rounded up), so that no rounding ever makes room.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.scheme.model import Hub, Scheme
from returnhub.scheme.suitability import PlacesFor

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

WEEK, YEAR = 7, 365
ANY = "any"
NO_LIMIT = 1 << 40
"""Stands where nobody set a limit; far above every count of people."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Places of one kind in one hub (a position in `Terms.hubs`); for anybody if the hub has no kinds."""

    hub: int
    kind: str
    places_for: PlacesFor | None


@dataclass(frozen=True, slots=True)
class Span:
    """No more than `left` people may still arrive in weeks `first` to `last`, both included."""

    name: str
    first: int
    last: int
    left: int


@dataclass(frozen=True, eq=False, repr=False)
class Terms:
    """What is free. H hubs, S spots, W weeks; every array holds whole numbers of people or places.

    `places` and `step_free` (S, W) and `in_hub` (H, W) bound the people present in a week, `at_once` (W)
    those in all hubs together, `arrivals` (H, W) those who arrive in a week; `spans` bound arrivals over
    many weeks. `stay` (H) is in weeks. People in `taken` are already taken off; `most` and
    `most_step_free` (S) are how many could come to a spot together in some week, were nobody there yet.
    """

    hubs: tuple[str, ...]
    spots: tuple[Spot, ...]
    stay: Ints
    most: Ints
    most_step_free: Ints
    places: Ints
    step_free: Ints
    in_hub: Ints
    at_once: Ints
    arrivals: Ints
    spans: tuple[Span, ...]
    opens: Ints
    """First week in which each hub is open; W if in none."""
    notice: int
    """First week in which anybody can arrive: a proposal made on the first day needs a notice of its own."""

    @property
    def hub_of(self) -> Ints:
        """The hub of each spot."""
        return np.array([s.hub for s in self.spots], np.int64)


class Numbers:
    """The scheme's figures at their middle, or as `fixed` sets them, cut to what their unit allows."""

    def __init__(self, scheme: Scheme, fixed: Mapping[str, float]) -> None:
        self._scheme, self._fixed = scheme, fixed

    def of(self, name: str) -> float:
        """The figure."""
        figure = self._scheme.figure(name)
        return figure.clip(self._fixed.get(name, figure.middle))

    def whole(self, name: str | None) -> int:
        """The figure rounded down; no limit where none is named."""
        return NO_LIMIT if name is None else whole(self.of(name))


def whole(x: float) -> int:
    """`x` rounded down, forgiving what floats lose."""
    return math.floor(x + 1e-9)


def read(
    scheme: Scheme,
    start: dt.date,
    weeks: int,
    fixed: Mapping[str, float],
    taken: pl.DataFrame | None,
    *,
    suppose_ready: bool,
) -> Terms:
    """The terms of `weeks` weeks from `start`. `taken` is described in `ask.build`."""
    n = Numbers(scheme, fixed)
    hubs = scheme.hubs
    opens, total = _calendars(n, scheme, start, weeks, suppose_ready=suppose_ready)
    spots: list[Spot] = []
    places: list[Ints] = []
    step_free: list[Ints] = []
    for h, hub in enumerate(hubs):
        if not hub.place_kinds:
            # the hub tells no places apart: any place is for anybody, whoever needs it step-free too
            spots.append(Spot(h, ANY, None))
            places.append(total[h])
            step_free.append(total[h])
        for kind in hub.place_kinds:
            spots.append(Spot(h, kind.id, kind.places_for))
            places.append(_share(total[h], n.of(kind.share)))
            # a kind of which nobody has said that any place is step-free has none
            step_free.append(_share(places[-1], n.of(kind.step_free) if kind.step_free else 0.0))
    arrivals = np.array([[n.whole(hub.transfers_a_week)] * weeks for hub in hubs], np.int64)
    agreement = scheme.agreement
    year_from = start if suppose_ready else min(scheme.starts, start)
    present, without_steps = _table(places, weeks), _table(step_free, weeks)
    a_week = arrivals[[s.hub for s in spots]].reshape(len(spots), weeks)
    terms = Terms(
        hubs=tuple(hub.id for hub in hubs),
        spots=tuple(spots),
        stay=np.array([_stay(n, hub) for hub in hubs], np.int64),
        most=np.minimum(present, a_week).max(axis=1, initial=0),
        most_step_free=without_steps.max(axis=1, initial=0),
        places=present,
        step_free=without_steps,
        in_hub=_table(list(total), weeks),
        at_once=np.full(weeks, n.whole(agreement.cap_at_one_time), np.int64),
        arrivals=arrivals.reshape(len(hubs), weeks),
        spans=_spans(
            n.whole(agreement.cap_in_all), n.whole(agreement.cap_a_year), start, year_from, weeks, taken
        ),
        opens=opens,
        notice=math.ceil(n.of("notice_days") / WEEK - 1e-9) if hubs else 0,
    )
    if taken is not None:
        _take_off(terms, taken, start, weeks)
    return terms


def _calendars(
    n: Numbers, scheme: Scheme, start: dt.date, weeks: int, *, suppose_ready: bool
) -> tuple[Ints, Ints]:
    """First open week and places by week of each hub: none before it opens, then growing evenly to all."""
    opens, total = np.zeros(len(scheme.hubs), np.int64), np.zeros((len(scheme.hubs), weeks), np.int64)
    day = (start - scheme.starts).days + WEEK * np.arange(weeks)
    for h, hub in enumerate(scheme.hubs):
        places, first = n.of(hub.places), n.of(hub.opens_after_days)
        ramp = n.of(hub.full_after_days) if hub.full_after_days else 0.0
        is_open = (day >= first) | suppose_ready
        share = np.clip((day - first) / ramp, 0.0, 1.0) if ramp > 0 else is_open.astype(float)
        total[h] = np.floor(places * np.where(suppose_ready, 1.0, share) + 1e-9)
        opens[h] = weeks - is_open.sum()
    return opens, total


def _stay(n: Numbers, hub: Hub) -> int:
    return max(1, math.ceil(n.of(hub.expected_stay or hub.stay.limit) / WEEK - 1e-9))


def _share(total: Ints, share: float) -> Ints:
    return np.floor(total * share + 1e-9).astype(np.int64)


def _table(rows: list[Ints], weeks: int) -> Ints:
    return np.array(rows, np.int64).reshape(len(rows), weeks)


def _spans(
    in_all: int, a_year: int, start: dt.date, year_from: dt.date, weeks: int, taken: pl.DataFrame | None
) -> tuple[Span, ...]:
    """The caps on people moved, in all and in each year of 365 days, less those already moved.

    A person of `taken` whose day of arrival is not known counts in every year.
    """
    days = [] if taken is None else taken["arrive_on"].to_list()
    spans = [Span("cap in all", 0, weeks - 1, max(0, in_all - len(days)))] if in_all < NO_LIMIT else []
    if a_year < NO_LIMIT:
        year_of = ((start - year_from).days + WEEK * np.arange(weeks)) // YEAR
        for year in np.unique(year_of):
            moved = sum(1 for d in days if d is None or (d - year_from).days // YEAR == year)
            inside = np.flatnonzero(year_of == year)
            spans.append(Span("cap a year", int(inside[0]), int(inside[-1]), max(0, a_year - moved)))
    return tuple(spans)


def _take_off(terms: Terms, taken: pl.DataFrame, start: dt.date, weeks: int) -> None:
    """Take people who are already in a hub, or told of a move, off what is free."""
    for row in taken.iter_rows(named=True):
        came = -1 if row["arrive_on"] is None else (row["arrive_on"] - start).days
        first = max(0, came // WEEK)
        last = weeks if row["leave_by"] is None else math.ceil((row["leave_by"] - start).days / WEEK)
        there = slice(first, max(first, min(weeks, last)))
        # a hub that is not one of the scheme's takes up no place here, but its people count at one time
        terms.at_once[there] -= 1
        if row["hub"] not in terms.hubs:
            continue
        h = terms.hubs.index(row["hub"])
        mine = [s for s, spot in enumerate(terms.spots) if spot.hub == h]
        named = [s for s in mine if terms.spots[s].kind == row["kind"]]
        for s in named or mine:
            terms.places[s, there] -= 1
            # who is not known to do without a step-free place may be in one
            terms.step_free[s, there] -= row.get("step_free") is not False
        terms.in_hub[h, there] -= 1
        if 0 <= came < weeks * WEEK:
            terms.arrivals[h, first] -= 1
    for free in (terms.places, terms.step_free, terms.in_hub, terms.at_once, terms.arrivals):
        np.maximum(free, 0, out=free)
