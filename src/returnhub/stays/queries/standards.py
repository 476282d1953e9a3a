"""Standards of a hub by month: measured, beside their thresholds, missing where nobody recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import connections
from django.utils import timezone

from returnhub.hubs.models import Hub
from returnhub.stays.queries.lives import OWNED

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Standard:
    """What is measured, its least value and that in words, the unit, whose rule it is and how sure we are."""

    id: str
    title: str
    says: str
    least: float
    at_least: str
    unit: str
    source: str
    confidence: str


_CPT = "CPT immigration detention factsheet, CPT/Inf(2017)3"
STANDARDS: tuple[Standard, ...] = (
    Standard(
        "space",
        "Living space",
        "Square metres for each person in the fullest room, sanitary annex left out",
        4,
        "4 m² a person",
        "m²",
        "CPT/Inf (2015) 44: 4 m² in a shared room. A prison standard: places of immigration should be better",
        "stored",
    ),
    Standard(
        "staff",
        "Health staff",
        "Fewest nurses and doctors present on a day that was recorded",
        1,
        "one nurse or doctor each day",
        "",
        f"{_CPT}: a nurse present each day",
        "from memory, fairly sure",
    ),
    Standard(
        "outdoor",
        "Time outdoors",
        "Fewest hours outdoors offered on a day that was recorded",
        1,
        "one hour",
        "hours",
        f"{_CPT}: one hour at the least, and far more in a place that is no prison",
        "from memory, fairly sure",
    ),
    Standard(
        "telephone",
        "Telephone",
        "Share of recorded days on which telephones were free to use",
        100,
        "100%",
        "%",
        _CPT,
        "from memory, fairly sure",
    ),
    Standard(
        "legal",
        "Visits of lawyers",
        "Share of visits that were asked for and held, of those that are over",
        100,
        "100%",
        "%",
        "UN Nelson Mandela Rules, rule 61: no undue limit",
        "from memory, very sure",
    ),
    Standard(
        "recorded",
        "Days on record",
        "Share of days of the month that somebody recorded",
        100,
        "100%",
        "%",
        "This project: an assumption",
        "assumption",
    ),
)
SILENT_WEEKS = 4
"""Weeks in which nobody in a hub had contact with a lawyer that are shown as silence: an assumption. That no
report where need is known means a safeguard does not work: domain.md 2.5, the warning ratio."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a hub; a measure that nobody recorded is None, never nought."""

    first: dt.date
    values: Mapping[str, float | None]
    days_recorded: int
    days: int
    asked: int
    held: int


@dataclass(frozen=True, slots=True)
class Silence:
    """How many people are in a hub, and since when no lawyer was in contact with any of them; None: never."""

    people: int
    last: dt.date | None
    weeks: int

    @property
    def is_silent(self) -> bool:
        """True if nobody had contact with a lawyer for so long that somebody has to ask why."""
        return self.people > 0 and self.weeks >= SILENT_WEEKS


_DAYS = """
  SELECT date_trunc('month', d.on)::date, count(*), min(d.health_staff), min(d.outdoor_hours)::float,
         100.0 * count(*) FILTER (WHERE d.telephone) / count(*)
  FROM stays_hubday AS d WHERE d.hub_id = %s AND d.ended_id IS NULL AND d.on >= %s GROUP BY 1"""
_CONTACT = """
  SELECT date_trunc('month', c.asked_at AT TIME ZONE 'Europe/London')::date,
         count(*), count(h.id), count(n.id)
  FROM stays_contact AS c JOIN stays_arrival AS a ON a.id = c.arrival_id
  LEFT JOIN stays_held AS h ON h.contact_id = c.id
  LEFT JOIN stays_notheld AS n ON n.contact_id = c.id AND n.why <> 'not_wanted'
  WHERE a.hub_id = %s AND c.whom = 'lawyer' AND c.how = 'visit' AND c.asked_at >= %s GROUP BY 1"""
# the fullest room on any day; who left that morning counts for the day
_SPACE = """
  SELECT date_trunc('month', d.day)::date, min(r.square_metres / n.people)::float
  FROM generate_series(%(since)s::date, %(today)s::date, '1 day') AS d (day),
    LATERAL (SELECT p.room_id, count(DISTINCT s.case_id) AS people
      FROM hubs_stay AS s JOIN hubs_place AS p ON p.id = s.place_id
      WHERE s.hub_id = %(hub)s AND s.kind = 'there' AND lower(s.days) <= d.day
        AND (s.until_at IS NULL AND s.ended_id IS NULL OR s.until_at >= d.day) GROUP BY p.room_id) AS n
    JOIN hubs_room AS r ON r.id = n.room_id GROUP BY 1"""
_WATCHED = """
  SELECT n.hub, count(a.id), min(a.at),
    (SELECT max(h.until_at) FROM stays_held AS h JOIN stays_contact AS c ON c.id = h.contact_id
      JOIN stays_arrival AS b ON b.id = c.arrival_id WHERE b.hub_id = n.hub AND c.whom = 'lawyer'),
    (SELECT count(*) FROM casework_clock AS k JOIN stays_arrival AS b ON b.case_id = k.case_id
      WHERE b.hub_id = n.hub AND b.ended_id IS NULL AND k.ended_id IS NULL AND k.ran_out_id IS NOT NULL
        AND k.owner = ANY (%(owners)s)),
    count(a.id) FILTER (WHERE NOT EXISTS (
      SELECT FROM casework_custody AS c WHERE c.case_id = a.case_id AND c.ended_id IS NULL))
  FROM unnest(%(hubs)s::bigint[]) AS n (hub)
  LEFT JOIN stays_arrival AS a ON a.hub_id = n.hub AND a.ended_id IS NULL GROUP BY n.hub"""


@dataclass(frozen=True, slots=True)
class Watched:
    """A hub as who watches it sees it first: people, clocks that have run out, custody not on record."""

    hub: Hub
    silence: Silence
    overdue: int
    without_custody: int


def watched(hubs: Iterable[Hub], today: dt.date) -> list[Watched]:
    """Some hubs with what must not be overlooked, in their order; one query."""
    asked = list(hubs)
    with connections["default"].cursor() as cursor:
        cursor.execute(_WATCHED, {"hubs": [hub.pk for hub in asked], "owners": list(OWNED)})
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    made: list[Watched] = []
    for hub in asked:
        people, first, last, overdue, without = found[hub.pk]
        since = max((timezone.localdate(when) for when in (last, first) if when), default=today)
        silent = Silence(people, timezone.localdate(last) if last else None, (today - since).days // 7)
        made.append(Watched(hub, silent, overdue, without if hub.kind == Hub.Kind.CLOSED else 0))
    return made


def months(hub: Hub, today: dt.date) -> list[Month]:
    """The last twelve months of a hub, the oldest first."""
    firsts = _firsts(today)
    since = firsts[0]
    with connections["default"].cursor() as cursor:
        cursor.execute(_DAYS, [hub.pk, since])
        recorded = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_CONTACT, [hub.pk, since])
        contact = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_SPACE, {"hub": hub.pk, "since": since, "today": today})
        space = dict(cursor.fetchall())
    made: list[Month] = []
    for n, first in enumerate(firsts):
        following = firsts[n + 1] if n + 1 < len(firsts) else today + dt.timedelta(days=1)
        length = (following - first).days
        days, staff, outdoor, telephone = recorded.get(first, (0, None, None, None))
        asked, held, not_held = contact.get(first, (0, 0, 0))
        over = held + not_held
        values = {
            "space": space.get(first),
            "staff": staff,
            "outdoor": outdoor,
            "telephone": float(telephone) if telephone is not None else None,
            "legal": 100.0 * held / over if over else None,
            "recorded": 100.0 * days / length if days else None,
        }
        made.append(Month(first, MappingProxyType(values), days, length, asked, held))
    return made


def _firsts(today: dt.date) -> list[dt.date]:
    number = today.year * 12 + today.month - 1
    return [dt.date(n // 12, n % 12 + 1, 1) for n in range(number - MONTHS + 1, number + 1)]
