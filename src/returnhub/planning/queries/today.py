"""Reads what a plan is made from: people through the rules' own reading of their facts, places, numbers."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict

from django.db import connections

from returnhub.hubs.models import Readiness
from returnhub.planning.today import HubRow, PlaceRow, StayRow, Today, Waiting
from returnhub.procedure import Stage

ALONE = 1 << 40
"""Numbers of households of one person begin here, above those of families."""

_PEOPLE = """
SELECT c.id, c.reference, coalesce(m.family_id, %(alone)s + c.id), s.stage = %(waiting)s,
  guard.known(c.id, %(day)s)
FROM casework_case AS c JOIN casework_standing AS s ON s.case_id = c.id
LEFT JOIN casework_member AS m ON m.person_id = c.person_id AND m.ended_id IS NULL
WHERE c.scheme = %(scheme)s AND (s.stage = %(waiting)s OR m.family_id IN (
  SELECT f.family_id FROM casework_standing AS w JOIN casework_case AS k ON k.id = w.case_id
  JOIN casework_member AS f ON f.person_id = k.person_id AND f.ended_id IS NULL
  WHERE w.scheme = %(scheme)s AND w.stage = %(waiting)s))
ORDER BY c.id"""

_STAYS = """
SELECT c.reference, s.hub_id, CASE WHEN s.ended_id IS NULL THEN s.place_id END,
  coalesce((s.arrived_at AT TIME ZONE 'Europe/London')::date, lower(s.days)),
  CASE WHEN s.ended_id IS NOT NULL
       THEN (s.until_at AT TIME ZONE 'Europe/London')::date
       WHEN s.kind = 'there' AND upper(s.days) <= %(day)s THEN NULL ELSE upper(s.days) END
FROM hubs_stay AS s JOIN casework_case AS c ON c.id = s.case_id
WHERE c.scheme = %(scheme)s AND (s.ended_id IS NULL OR s.until_at IS NOT NULL
  -- of one arrival the row that stands, or the last: a place that was changed is one move
  AND NOT EXISTS (SELECT FROM hubs_stay AS n
                  WHERE n.case_id = s.case_id AND n.arrived_at = s.arrived_at AND n.id > s.id))
ORDER BY s.id"""

_PLACES = """
SELECT p.hub_id, p.id, a.places_for, a.step_free, a.care, o.from_on, o.until_on
FROM hubs_place AS p JOIN hubs_hub AS h ON h.id = p.hub_id
JOIN hubs_attributes AS a ON a.place_id = p.id AND a.ended_id IS NULL
LEFT JOIN hubs_outofservice AS o ON o.place_id = p.id AND o.ended_id IS NULL
WHERE h.scheme_id = %(scheme)s AND p.ended_id IS NULL ORDER BY p.hub_id, p.id"""

_NUMBERS = """
SELECT h.id, h.name, h.stay_limit_days, w.n, min(guard.hub_bound(h.id, d.day)),
  bool_and(guard.hub_takes(h.id, d.day))
FROM hubs_hub AS h, generate_series(0, %(weeks)s - 1) AS w (n),
  LATERAL (SELECT (%(day)s::date + 7 * w.n + i) AS day FROM generate_series(0, 6) AS i) AS d
WHERE h.scheme_id = %(scheme)s GROUP BY h.id, w.n ORDER BY h.id, w.n"""

_CAPS = """
SELECT DISTINCT ON (c.kind) c.kind, c.people, c.from_on
FROM hubs_cap AS c JOIN hubs_capapproval AS a ON a.cap_id = c.id
WHERE c.scheme_id = %(scheme)s AND c.ended_id IS NULL ORDER BY c.kind, c.id DESC"""


def today_of(scheme: str, start: dt.date, weeks: int) -> Today:
    """What a plan of a scheme from a day on is made from. For the clock: nobody's scope bounds it."""
    asked = {
        "scheme": scheme,
        "day": start,
        "weeks": weeks,
        "alone": ALONE,
        "waiting": Stage.SCREENED.value,
    }

    def rows(query: str) -> list[tuple]:
        with connections["default"].cursor() as cursor:
            cursor.execute(query, asked)
            return cursor.fetchall()

    places: defaultdict[int, list[PlaceRow]] = defaultdict(list)
    for hub, number, places_for, step_free, care, out_from, out_until in rows(_PLACES):
        out = () if out_from is None else ((out_from, out_until),)
        places[hub].append(PlaceRow(number, places_for, step_free, care, out))
    weekly: defaultdict[tuple[int, str, int], list[tuple[int, bool]]] = defaultdict(list)
    for hub, name, limit, _, bound, takes in rows(_NUMBERS):
        weekly[hub, name, limit].append((bound, takes))
    ready = Readiness.objects.filter(
        scheme=scheme, ended=None, passed=True, signature__isnull=False
    ).values_list("item", flat=True)
    return Today(
        scheme=scheme,
        start=start,
        weeks=weeks,
        people=[
            Waiting(case, reference, household, waits, json.loads(known) if isinstance(known, str) else known)
            for case, reference, household, waits, known in rows(_PEOPLE)
        ],
        stays=[StayRow(*row) for row in rows(_STAYS)],
        hubs=[
            HubRow(
                hub,
                name,
                limit,
                tuple(places[hub]),
                tuple(bound for bound, _ in found),
                tuple(takes for _, takes in found),
            )
            for (hub, name, limit), found in weekly.items()
        ],
        caps={kind: (people, from_on) for kind, people, from_on in rows(_CAPS)},
        ready=frozenset(ready),
    )
