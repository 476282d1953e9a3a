"""Which places are free for one person and suit them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connections
from django.db.backends.postgresql.psycopg_any import DateRange

from returnhub.casework.models import Case
from returnhub.hubs.queries.board import LIKE, like_of

_FREE = """
SELECT h.name, u.name, r.name, p.name, p.id, a.places_for, a.step_free, a.care, a.quiet
FROM hubs_hub AS h, LATERAL (
  SELECT place, nth
  FROM guard.free_places(h.id, %(case)s, daterange(%(day)s, %(day)s + h.stay_limit_days + 1))
    WITH ORDINALITY AS f (place, nth) ORDER BY nth LIMIT %(most)s) AS f
JOIN hubs_place AS p ON p.id = f.place JOIN hubs_room AS r ON r.id = p.room_id
JOIN hubs_unit AS u ON u.id = r.unit_id JOIN hubs_attributes AS a ON a.place_id = p.id AND a.ended_id IS NULL
WHERE h.scheme_id = %(scheme)s AND guard.hub_takes(h.id, %(day)s) ORDER BY h.name, h.id, f.nth"""


def free_places(hub: int, case: int, days: DateRange) -> list[int]:
    """Places of a hub that suit somebody and are free on all these days, those nobody needs more first."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.free_places(%s, %s, %s)", [hub, case, days])
        return [int(place) for (place,) in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class FreePlace:
    """A place that is free for a whole stay and suits the person: where it is, what it is like."""

    number: int
    says: str


def free_for(case: Case, day: dt.date, most: int = 40) -> list[FreePlace]:
    """Places in the hubs of a case's scheme that are free from a day on, some of each hub, in their order."""
    asked = {"case": case.pk, "day": day, "most": most, "scheme": case.scheme}
    with connections["default"].cursor() as cursor:
        cursor.execute(_FREE, asked)
        return [
            FreePlace(
                number, f"{hub}: {unit}, {room}, {name} ({', '.join(LIKE[k] for k in LIKE if k in keys)})"
            )
            for hub, unit, room, name, number, *attributes in cursor.fetchall()
            for keys in [like_of(*attributes)]
        ]
