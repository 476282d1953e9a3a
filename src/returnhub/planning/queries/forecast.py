"""Reads what a hub's forecast is made from."""

from __future__ import annotations

import datetime as dt

from django.db import connections

from returnhub.agreements.queries.schemes import folder
from returnhub.hubs.models import Hub
from returnhub.planning.forecast import WEEK, WEEKS, Forecast, Kept, Left, forecast

_KEPT = """
SELECT lower(days), CASE WHEN kind = 'there' THEN greatest(upper(days), %(today)s + 1) ELSE upper(days) END,
  kind = 'there'
FROM hubs_stay WHERE hub_id = %(hub)s AND ended_id IS NULL"""
_BOUND = """
SELECT guard.hub_bound(%(hub)s, (%(today)s + n)) FROM generate_series(0, %(days)s - 1) AS n ORDER BY n"""
_ENDED = """
SELECT greatest(0, coalesce((max(s.until_at) AT TIME ZONE 'Europe/London')::date, %(today)s)
                   - (min(s.arrived_at) AT TIME ZONE 'Europe/London')::date),
  bool_and(s.ended_id IS NOT NULL)
FROM hubs_stay AS s JOIN hubs_hub AS h ON h.id = s.hub_id
WHERE h.scheme_id = %(scheme)s AND s.kind = 'there' AND (s.ended_id IS NULL OR s.until_at IS NOT NULL)
GROUP BY s.case_id, s.arrived_at"""


def forecast_of(hub: Hub, today: dt.date) -> Forecast:
    """The forecast of a hub that the reader may see. Three queries."""
    asked = {"hub": hub.pk, "today": today, "days": WEEKS * WEEK, "scheme": hub.scheme_id}
    with connections["default"].cursor() as cursor:
        cursor.execute(_KEPT, asked)
        kept = [Kept(*row) for row in cursor.fetchall()]
        cursor.execute(_BOUND, asked)
        bound = [int(row[0]) for row in cursor.fetchall()]
        cursor.execute(_ENDED, asked)
        ended = [Left(int(days), over) for days, over in cursor.fetchall()]
    return forecast(kept, bound, today, ended, folder(hub.scheme_id))
