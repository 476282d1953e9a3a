"""What stands around every page, read in as few questions as it takes."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from django.db import connections

from returnhub.service.frame import RecordLine

_SCHEMES = """
SELECT s.id, s.title, ARRAY(SELECT guard.unready(s.id)), coalesce((
    SELECT jsonb_agg(jsonb_build_object('by', x.by, 'since', x.since, 'hub', h.name) ORDER BY x.since)
    FROM agreements_suspension AS x LEFT JOIN hubs_hub AS h ON h.id = x.hub
    WHERE x.scheme_id = s.id AND x.ended_id IS NULL AND x.scope IN ('scheme', 'hub')), '[]')
FROM agreements_scheme AS s WHERE %s IN ('', s.id) ORDER BY s.id"""
_RECORD = """
SELECT c.size, e.recorded_at
FROM record.checkpoint AS c LEFT JOIN record.leaf AS l ON l.index = c.size - 1
LEFT JOIN record.event AS e ON e.number = l.event
ORDER BY c.size DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class InForce:
    """A suspension of a hub, or without one of a scheme. No person's, no reason: not all may know."""

    by: str
    since: dt.datetime
    hub: str


@dataclass(frozen=True, slots=True)
class SchemeState:
    """A scheme that is operated here, and what stops it: items of readiness not signed, suspensions."""

    id: str
    title: str
    unready: tuple[str, ...]
    suspensions: tuple[InForce, ...]


def schemes_seen(scheme: str) -> list[SchemeState]:
    """The scheme of a role, or with "" every scheme."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_SCHEMES, [scheme])
        rows = cursor.fetchall()
    return [
        SchemeState(
            number,
            title,
            tuple(unready),
            tuple(
                InForce(s["by"], dt.datetime.fromisoformat(s["since"]), s["hub"] or "")
                for s in json.loads(suspensions)
            ),
        )
        for number, title, unready, suspensions in rows
    ]


def record_line(href: str) -> RecordLine | None:
    """How the record stands at its last checkpoint; None before the first."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_RECORD)
        row = cursor.fetchone()
    if row is None:
        return None
    return RecordLine(row[0], row[1], href)
