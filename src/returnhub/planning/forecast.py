"""How many people a hub will hold: by each stay's limit, and as a band if people leave sooner as supposed.

Nobody's own stay is forecast, and nothing is by person or nationality: everybody has the same chances, and
the band is of their number.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from returnhub.scheme.figures import Figure
from returnhub.scheme.model import Scheme

WEEKS, WEEK = 26, 7
RUNS, SEED = 200, 1
"""Runs of the band: 9 in 10 of 200 move by a person or so from seed to seed."""
LEAST_ENDED = 30
"""Stays that have to have ended before the band is taken from them: an assumption of this service."""
Days = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kept:
    """A place that somebody has: in it since `first` (`there`), or held from then; to before `after`."""

    first: dt.date
    after: dt.date
    there: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Percentiles over the runs, one a week: 5, 25, 50, 75, 95. `says` names what was supposed."""

    says: str
    low: tuple[float, ...]
    lower: tuple[float, ...]
    middle: tuple[float, ...]
    upper: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """Week by week, at its last day: people there and held if everybody stays to the limit, and the bound.

    `peak` is the most on one day and which; `over` the first day on which more are there or held than the
    hub's numbers allow.
    """

    ends: tuple[dt.date, ...]
    by_limit: tuple[int, ...]
    held: tuple[int, ...]
    bound: tuple[int, ...]
    peak: tuple[dt.date, int]
    over: tuple[dt.date, int, int] | None
    band: Band | None


@dataclass(frozen=True, slots=True)
class Left:
    """A stay of the scheme's hubs: days from arrival to leaving, or to today while it lasts."""

    days: int
    over: bool


def forecast(
    kept: Sequence[Kept], bound: Sequence[int], today: dt.date, ended: Sequence[Left], folder: Scheme | None
) -> Forecast:
    """The forecast of one hub from today; `bound` has one number a day of the 26 weeks."""
    days = [today + dt.timedelta(days=n) for n in range(WEEKS * WEEK)]
    people = [sum(k.first <= day < k.after for k in kept) for day in days]
    most = max(range(len(days)), key=lambda n: people[n])
    over = next((n for n in range(len(days)) if people[n] > bound[n]), None)
    at = range(WEEK - 1, len(days), WEEK)
    leave = _leave(ended, folder)
    return Forecast(
        ends=tuple(days[n] for n in at),
        by_limit=tuple(people[n] for n in at),
        held=tuple(sum(not k.there and k.first <= days[n] < k.after for k in kept) for n in at),
        bound=tuple(bound[n] for n in at),
        peak=(days[most], people[most]),
        over=None if over is None else (days[over], people[over], bound[over]),
        band=None if leave is None or not kept else _band(kept, today, [n + 1 for n in at], *leave),
    )


def _leave(ended: Sequence[Left], folder: Scheme | None) -> tuple[str, Days] | None:
    """What share is still there after each day of a stay, one row a run, and in words where it comes from."""
    over = sum(one.over for one in ended)
    rng = np.random.default_rng(SEED)
    if over >= LEAST_ENDED:
        # each run draws the stays again, so that few of them make a wide band
        rows = [_still(ended, rng.integers(0, len(ended), len(ended))) for _ in range(RUNS)]
        return f"as the {over} stays that have ended here did", np.array(rows)
    if folder is None or not folder.hubs:
        return None
    return "as the scheme's figures suppose", np.array([_supposed(folder, rng) for _ in range(RUNS)])


def _still(ended: Sequence[Left], drawn: NDArray[np.int64]) -> Days:
    """Kaplan and Meier's share still there after n days (n = 0 to 730)."""
    days = np.array([ended[n].days for n in drawn])
    over = np.array([ended[n].over for n in drawn])
    share, shares = 1.0, [1.0]
    for day in range(1, 731):
        at_risk = int((days >= day).sum())
        if at_risk:
            share *= 1 - int((over & (days == day)).sum()) / at_risk
        shares.append(share)
    return np.array(shares)


def _supposed(folder: Scheme, rng: np.random.Generator) -> Days:
    """The same from one draw of the scheme's figures: onward with a document, leaving, taken back, death."""
    stay = folder.hubs[0].stay

    def drawn(name: str) -> float:
        figure: Figure = folder.figure(name)
        return figure.clip(figure.quantile(float(rng.uniform(0.01, 0.99))))

    yearly = sum(drawn(n) for n in (stay.voluntary_return, stay.leaves, stay.transfer_back, stay.death))
    ever, median = drawn(stay.document_share), max(1.0, drawn(stay.document_days))
    day = np.arange(731)
    return np.exp(-yearly * day / 365) * (1 - ever * (1 - np.exp(-math.log(2) * day / median)))


def _band(kept: Sequence[Kept], today: dt.date, after: Sequence[int], says: str, still: Days) -> Band:
    rng = np.random.default_rng(SEED + 1)
    begins = np.array([(k.first - today).days for k in kept])
    ends = np.array([(k.after - today).days for k in kept])
    gone = np.clip(-begins, 0, 730)
    luck = rng.uniform(size=(RUNS, len(kept)))
    counts = np.zeros((RUNS, len(after)))
    for column, day in enumerate(after):
        stayed = np.clip(day - begins, 0, 730)
        # of those who are there today, only the time from today on is open
        chance = still[:, stayed] / np.maximum(still[:, gone], 1e-9)
        there = (begins < day) & (day <= ends)
        counts[:, column] = (there & (luck < chance)).sum(axis=1)
    five = np.percentile(counts, (5, 25, 50, 75, 95), axis=0)
    return Band(says, *(tuple(row.tolist()) for row in five))
