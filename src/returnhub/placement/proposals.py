"""A plan in names: one row for every case, and which limits stop those who are left waiting."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import numpy as np
import polars as pl

from returnhub.caseload.columns import CASE, HOUSEHOLD
from returnhub.placement import greedy
from returnhub.placement.ask import Ask
from returnhub.placement.classes import Classes
from returnhub.placement.greedy import Placed
from returnhub.placement.suits import Shut
from returnhub.placement.terms import NO_LIMIT, WEEK, Bools, Ints


class Why(StrEnum):
    """Why a person is proposed for no place. `explain` says for each hub what shuts it."""

    TAKEN = "has a place or was told of one"
    BARRED = "barred"
    UNKNOWN = "unknown"
    HOUSEHOLD = "household cannot move whole"
    NO_HUB = "no hub"
    HUBS_SHUT = "hubs shut"
    TOO_EARLY = "notice runs beyond these weeks"
    NO_HUB_TAKES = "no hub takes"
    NOT_ENOUGH_PLACES = "not enough places"


_OWN = {Shut.TAKEN: Why.TAKEN, Shut.BARRED: Why.BARRED, Shut.UNKNOWN: Why.UNKNOWN}
_OF_THE_HUB = (Shut.NO_MONITOR, Shut.NO_COMPLAINT_WAY, Shut.NO_EXIT_ROUTE, Shut.NOT_OPEN)
_OF_THE_HOUSEHOLD = (Shut.NOT_WHOLE, Shut.HOUSEHOLD_NOT_KNOWN)


def frame(ask: Ask, placed: Placed, cases: pl.DataFrame) -> pl.DataFrame:
    """A row a case in the caseload's order: case, household, hub, kind, week, arrive_on, leave_by, reason."""
    home = np.empty(len(ask.homes.rows), np.int64)
    home[ask.homes.rows] = np.repeat(np.arange(len(ask.homes)), ask.homes.size)
    spot, week = placed.spot[home], placed.week[home]
    has = spot >= 0
    spots = ask.terms.spots
    names = {"hub": [ask.terms.hubs[s.hub] for s in spots], "kind": [s.kind for s in spots]}
    stay = ask.terms.stay[ask.terms.hub_of][spot] if spots else np.zeros(len(spot), np.int64)
    day = (ask.start - dt.date(1970, 1, 1)).days + WEEK * week
    reason = pl.Series([why.value for why in Why], dtype=pl.String).gather(_why(ask, home))
    columns = {
        "case": cases[CASE] if CASE in cases.columns else pl.Series([None] * len(home), dtype=pl.String),
        "household": cases[HOUSEHOLD]
        if HOUSEHOLD in cases.columns
        else pl.Series([None] * len(home), dtype=pl.Int64),
        **{
            name: pl.Series([*values, None], dtype=pl.String).gather(np.where(has, spot, len(spots)))
            for name, values in names.items()
        },
        "week": _where(pl.Series(week), has),
        "arrive_on": _where(pl.Series(day), has).cast(pl.Int32).cast(pl.Date),
        "leave_by": _where(pl.Series(day + WEEK * stay), has).cast(pl.Int32).cast(pl.Date),
        "reason": _where(reason, ~has),
    }
    return pl.DataFrame(columns)


def _where(values: pl.Series, keep: Bools) -> pl.Series:
    return values.set(pl.Series(~keep), None)


def _why(ask: Ask, home: Ints) -> Ints:
    """For each row, the position in `Why` of what it would be if the person has no place."""
    order = list(Why)
    if not ask.terms.hubs:
        return np.full(len(home), order.index(Why.NO_HUB))
    shut = ask.suits.shut
    kinds = np.array([_group(r.shut) for r in ask.suits.reasons] + [0], np.int64)
    groups = kinds[shut]
    of_home = np.where(
        (shut < 0).any(axis=1),
        order.index(Why.NOT_ENOUGH_PLACES),
        np.where(
            np.isin(groups, (1, 3)).all(axis=1),
            np.where((groups == 3).any(axis=1), order.index(Why.TOO_EARLY), order.index(Why.HUBS_SHUT)),
            np.where((groups == 2).all(axis=1), order.index(Why.HOUSEHOLD), order.index(Why.NO_HUB_TAKES)),
        ),
    )
    own = np.array([order.index(_OWN[r.shut]) if r.shut in _OWN else -1 for r in ask.suits.reasons] + [-1])
    mine = own[ask.suits.own]
    return np.where(mine >= 0, mine, of_home[home])


def _group(shut: Shut) -> int:
    """1 if the hub itself is shut, 2 if it lies with somebody of the household, 3 with the weeks, else 0."""
    if shut is Shut.TOO_EARLY:
        return 3
    return 1 if shut in _OF_THE_HUB else 2 if shut in _OWN or shut in _OF_THE_HOUSEHOLD else 0


def binding(ask: Ask, classes: Classes, placed: Placed) -> pl.DataFrame:
    """Which limits have nothing left in which weeks: hub, kind (none: of the whole hub), limit, weeks."""
    free = greedy.room_left(ask, classes, placed)
    t = ask.terms
    rows: list[tuple[str | None, str | None, str, str]] = []
    for s, spot in enumerate(t.spots):
        hub = t.hubs[spot.hub]
        is_open = t.places[s] > 0
        rows.append((hub, spot.kind, "places", _weeks(is_open & (free.places[s] == 0))))
        if spot.places_for is not None:
            rows.append(
                (hub, spot.kind, "step-free places", _weeks((t.step_free[s] > 0) & (free.step_free[s] == 0)))
            )
    for h, hub in enumerate(t.hubs):
        rows.append((hub, None, "transfers a week", _weeks((t.arrivals[h] > 0) & (free.arrivals[h] == 0))))
    rows.append((None, None, "cap at one time", _weeks((t.at_once < NO_LIMIT) & (free.at_once == 0))))
    for j, span in enumerate(t.spans):
        inside = (np.arange(ask.weeks) >= span.first) & (np.arange(ask.weeks) <= span.last)
        rows.append((None, None, span.name, _weeks(inside & bool(free.span_left[j] == 0))))
    return pl.DataFrame(
        [row for row in rows if row[3]],
        schema={"hub": pl.String, "kind": pl.String, "limit": pl.String, "weeks": pl.String},
        orient="row",
    )


def _weeks(mask: Bools) -> str:
    """The weeks as text, runs joined: 2-11, 14."""
    found = np.flatnonzero(mask)
    runs = np.split(found, np.flatnonzero(np.diff(found) > 1) + 1) if len(found) else []
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs)
