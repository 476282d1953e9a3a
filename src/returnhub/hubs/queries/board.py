"""The board of a hub: every place with what stands on it, from two queries, whatever the number of places.

What stands on a place is a span of days: somebody is there, it is held for somebody, it is out of service.
Nothing is counted cell by cell: spans are laid over the columns, and columns alike are one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import connections

from returnhub.hubs.models import Hub

WEEK = 7
WEEKS, DAYS = 26, 28
"""Columns of the board: half a year by week, or four weeks by day."""
_PEOPLE = """
  SELECT s.place_id, s.kind, lower(s.days) AS first,
    CASE WHEN s.ended_id IS NOT NULL
         THEN greatest((s.until_at AT TIME ZONE 'Europe/London')::date, lower(s.days) + 1)
         -- who is there longer than the limit is there
         WHEN s.kind = 'there' THEN greatest(upper(s.days), guard.today() + 1)
         ELSE upper(s.days) END AS after,
    c.reference, s.person, s.id, s.ended_id IS NOT NULL AS over, s.arrived_at
  FROM hubs_stay AS s JOIN casework_case AS c ON c.id = s.case_id
  WHERE s.hub_id = %(hub)s AND (s.ended_id IS NULL OR s.kind = 'there' AND s.until_at IS NOT NULL)"""
_SPANS = f"""
SELECT * FROM ({_PEOPLE}
  UNION ALL
  SELECT o.place_id, 'out', o.from_on, coalesce(o.until_on, '9999-12-31'), o.reason, NULL, o.id, false, NULL
  FROM hubs_outofservice AS o JOIN hubs_place AS p ON p.id = o.place_id
  WHERE p.hub_id = %(hub)s AND o.ended_id IS NULL AND p.ended_id IS NULL) AS x
WHERE x.first < %(after)s AND x.after > %(first)s ORDER BY x.place_id, x.first, x.id"""
_PLACES = """
SELECT p.id, p.name, r.id, r.name, u.id, u.name, a.places_for, a.step_free, a.care, a.quiet
FROM hubs_place AS p JOIN hubs_room AS r ON r.id = p.room_id JOIN hubs_unit AS u ON u.id = r.unit_id
JOIN hubs_attributes AS a ON a.place_id = p.id AND a.ended_id IS NULL
WHERE p.hub_id = %s AND p.ended_id IS NULL ORDER BY u.name, u.id, r.name, r.id, p.id"""


@dataclass(frozen=True, slots=True)
class Span:
    """What stands on a place (none: on no place) from `first` to before `after`: there, held or out.

    `reference` is the person's, or why the place is out of service.
    """

    place: int | None
    kind: str
    first: dt.date
    after: dt.date
    reference: str
    person: int | None
    over: bool

    def on(self, first: dt.date, after: dt.date) -> bool:
        """True if it stands on some day from `first` to before `after`."""
        return self.first < after and self.after > first


@dataclass(frozen=True, slots=True)
class Run:
    """Columns in a row, on all of which the same stands; `spans` is empty where the place is free."""

    columns: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with where it is, what it is like, and what stands on it, column by column."""

    number: int
    name: str
    room: str
    unit: int
    unit_name: str
    like: tuple[str, ...]
    runs: tuple[Run, ...]

    @property
    def ever_free(self) -> bool:
        """True if it is free in some column."""
        return any(not run.spans for run in self.runs)


@dataclass(frozen=True, slots=True)
class Board:
    """A hub's places over days: `columns` are the first days of each, `step` how many days one has.

    `without` are people in the hub without a place. `today` counts by kind: there, held, out, free, bound.
    """

    hub: Hub
    columns: tuple[dt.date, ...]
    step: int
    rows: tuple[PlaceRow, ...]
    without: tuple[Span, ...]
    units: Mapping[int, str]
    today: Mapping[str, int]

    @property
    def people(self) -> set[int]:
        """The people who stand on it."""
        spans = [s for row in self.rows for run in row.runs for s in run.spans]
        return {s.person for s in (*spans, *self.without) if s.person is not None}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which places are shown: of which units (none: all), with which attributes, only those free some day."""

    units: frozenset[int] = frozenset()
    like: frozenset[str] = frozenset()
    free: bool = False


LIKE: Mapping[str, str] = {
    "men": "for men",
    "women": "for women",
    "families": "for families",
    "anybody": "for anybody",
    "step_free": "step-free",
    "nursing": "nursing",
    "hospital": "a hospital within reach",
    "quiet": "quiet",
}
"""What a place may be like, as filters and rows name it."""


def board(hub: Hub, first: dt.date, today: dt.date, wanted: Wanted, *, by_day: bool) -> Board:
    """The board from a day on. Two queries, and one for the bound; the hub is one that the reader may see."""
    step = 1 if by_day else WEEK
    columns = tuple(first + dt.timedelta(days=step * n) for n in range(DAYS if by_day else WEEKS))
    places, spans, bound = _read(hub.pk, min(first, today), columns[-1] + dt.timedelta(days=max(step, 1)))
    on: dict[int | None, list[Span]] = {}
    for span in spans:
        on.setdefault(span.place, []).append(span)
    rows: list[PlaceRow] = []
    counted = dict.fromkeys(("there", "held", "out", "free"), 0)
    units: dict[int, str] = {}
    for number, name, _, room, unit, unit_name, *attributes in places:
        units[unit] = unit_name
        mine = on.get(number, [])
        now = next((s.kind for s in mine if not s.over and s.first <= today < s.after), "free")
        counted[now] += 1
        keys = like_of(*attributes)
        if (wanted.units and unit not in wanted.units) or not wanted.like <= keys:
            continue
        row = PlaceRow(
            number,
            name,
            room,
            unit,
            unit_name,
            tuple(LIKE[k] for k in LIKE if k in keys and k != "anybody"),
            _runs(mine, columns, step),
        )
        if row.ever_free or not wanted.free:
            rows.append(row)
    without = tuple(s for s in on.get(None, []) if not s.over and s.first <= today < s.after)
    counted["there"] += len(without)
    return Board(
        hub, columns, step, tuple(rows), without, units, {**counted, "bound": bound, "without": len(without)}
    )


def _read(hub: int, first: dt.date, after: dt.date) -> tuple[list[tuple], list[Span], int]:
    with connections["default"].cursor() as cursor:
        cursor.execute(_PLACES, [hub])
        places = cursor.fetchall()
        cursor.execute(_SPANS, {"hub": hub, "first": first, "after": after})
        spans = [
            Span(place, kind, begins, ends, reference, person, over)
            for place, kind, begins, ends, reference, person, _, over, _ in cursor.fetchall()
        ]
        cursor.execute("SELECT guard.hub_bound(%s, guard.today())", [hub])
        return places, spans, int(cursor.fetchone()[0])


def like_of(places_for: str, step_free: bool, care: int, quiet: bool) -> frozenset[str]:
    """The keys of `LIKE` that are true of a place."""
    return frozenset(
        key
        for key, is_so in (
            (places_for, True),
            ("step_free", step_free),
            ("nursing", care >= 1),
            ("hospital", care >= 2),
            ("quiet", quiet),
        )
        if is_so
    )


def _runs(spans: Sequence[Span], columns: Sequence[dt.date], step: int) -> tuple[Run, ...]:
    """Columns under the same spans as one: what stands changes only where a span begins or is over."""
    count, start = len(columns), columns[0].toordinal()
    covers = [
        (
            min(count, max(0, (s.first.toordinal() - start) // step)),
            min(count, max(0, -((start - s.after.toordinal()) // step))),
            s,
        )
        for s in spans
    ]
    cuts = sorted({0, count, *(a for a, _, _ in covers), *(b for _, b, _ in covers)})
    runs: list[Run] = []
    for first, after in pairwise(cuts):
        here = tuple(s for a, b, s in covers if a <= first and b >= after)
        if runs and runs[-1].spans == here:
            runs[-1] = Run(runs[-1].columns + after - first, here)
        else:
            runs.append(Run(after - first, here))
    return tuple(runs)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a hub: who arrives, who leaves, who is expected, which held places lapse."""

    arrives: tuple[Span, ...]
    leaves: tuple[Span, ...]
    expected: tuple[Span, ...]
    lapses: tuple[Span, ...]
    there: int
    held: int
    out: int


def day(hub: Hub, on: dt.date) -> Day:
    """What a day brings: arrivals that were recorded, last days of stays, places held from it or until it."""
    _, spans, _ = _read(hub.pk, on - dt.timedelta(days=1), on + dt.timedelta(days=2))
    next_day = on + dt.timedelta(days=1)

    def those(kind: str, on_day: Iterable[Span]) -> tuple[Span, ...]:
        return tuple(s for s in on_day if s.kind == kind)

    standing = [s for s in spans if s.first <= on < s.after]
    return Day(
        arrives=those("there", (s for s in spans if s.first == on)),
        leaves=those("there", (s for s in spans if s.after == next_day)),
        expected=those("held", (s for s in spans if s.first == on)),
        lapses=those("held", (s for s in spans if s.after == next_day)),
        there=len(those("there", standing)),
        held=len(those("held", standing)),
        out=len(those("out", standing)),
    )
