"""What is missing: hubs that report nothing, and needs that are known and that no clinician speaks of.

Silence is an indicator too: reports near zero where need is high are a safeguard that does not work
(reference domain.md 2.5, "warning ratio"; the bounds here are assumptions).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections

from returnhub.accounts.roles import Role
from returnhub.health.models import Concern
from returnhub.hubs.models import Hub
from returnhub.hubs.queries.hubs import hubs_for
from returnhub.journal.actor import Actor
from returnhub.oversight.models import Complaint
from returnhub.oversight.queries.confidential import MONITORS, as_monitor
from returnhub.oversight.small_counts import LEAST, SMALL

MONTHS = 6
QUIET_FROM = 10
"""People in a hub from which a month without one incident is named as silence: an assumption."""
WEEKS = 4
"""A need that is known for longer without a clinician's concern is named as silence: an assumption."""
CHECK_HOURS = 24
"""A health check is owed within a day of arrival (reference UK-27)."""


@dataclass(frozen=True, slots=True)
class Month:
    """A hub in a month: who was there, what was reported. `complaints` is None for who may not know."""

    begins: dt.date
    people: int
    incidents: int
    use_of_force: int
    self_harm: int
    complaints: int | None

    @property
    def silent(self) -> bool:
        """True if nothing was reported although many people were there."""
        return self.people >= QUIET_FROM and not self.incidents


@dataclass(frozen=True, slots=True)
class Need:
    """People in a hub now with a need of this kind, and of how many of them a clinician said so.

    Of people in a hub its manager reads no number under ten: then `known` and `reported` are words.
    """

    kind: str
    known: int | str
    reported: int | str
    silent: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """A hub: its months, the newest first, and the needs of the people who are there now."""

    hub: Hub
    months: Sequence[Month]
    people: int
    not_seen: int
    needs: Sequence[Need]


def silence(actor: Actor, today: dt.date) -> list[Silence]:
    """Each hub of the actor's, by name."""
    hubs = list(hubs_for(actor))
    first = _months_before(today, MONTHS - 1)
    asked = {
        "hubs": [h.pk for h in hubs],
        "first": first,
        "today": today,
        "weeks": WEEKS,
        "hours": CHECK_HOURS,
    }
    with connections["default"].cursor() as cursor:
        cursor.execute(_MONTHS, asked)
        months = cursor.fetchall()
        cursor.execute(_THERE, asked)
        there = {hub: (people, not_seen) for hub, people, not_seen in cursor.fetchall()}
        cursor.execute(_NEEDS, asked)
        needs = {(row[0], row[1]): row[2:] for row in cursor.fetchall()}
    complaints = _complaints(actor, hubs, first)
    return [
        Silence(
            hub,
            [
                Month(*row[1:], complaints.get((hub.pk, row[1]), 0) if actor.role == Role.MONITOR else None)
                for row in months
                if row[0] == hub.pk
            ],
            *there[hub.pk],
            [_need(actor, kind, *needs.get((hub.pk, kind), (0, 0, False))) for kind in Concern.Kind.values],
        )
        for hub in hubs
    ]


def _need(actor: Actor, kind: str, known: int, reported: int, silent: bool) -> Need:
    # from how many people a hub has of a kind, its manager would know who they are
    hidden = actor.role == Role.HUB_MANAGER and 0 < known < LEAST
    return Need(kind, SMALL if hidden else known, SMALL if hidden else reported, silent)


def _complaints(actor: Actor, hubs: Sequence[Hub], first: dt.date) -> dict[tuple[int, dt.date], int]:
    """How many complaints name a hub, by month; asked as a monitor, and empty for everybody else."""
    if actor.role != Role.MONITOR:
        return {}
    found: dict[tuple[int, dt.date], int] = {}
    with as_monitor(actor):
        rows = list(Complaint.objects.using(MONITORS).filter(at__date__gte=first).values_list("where", "at"))
    for where, at in rows:
        for hub in hubs:
            if where.partition(",")[0] == hub.name:
                key = (hub.pk, at.date().replace(day=1))
                found[key] = found.get(key, 0) + 1
    return found


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, 1)


_MONTHS = """
SELECT h.id, m.begins::date,
  (SELECT count(DISTINCT s.case_id) FROM hubs_stay AS s
   WHERE s.hub_id = h.id AND s.kind = 'there' AND s.arrived_at < m.begins + interval '1 month'
     AND (s.ended_id IS NULL OR s.until_at >= m.begins)),
  count(i.id), count(i.id) FILTER (WHERE t.kind = 'use_of_force'),
  count(i.id) FILTER (WHERE t.kind = 'self_harm')
FROM hubs_hub AS h
CROSS JOIN generate_series(%(first)s::timestamp, %(today)s::timestamp, interval '1 month') AS m (begins)
LEFT JOIN incidents_incident AS i
  ON i.hub_id = h.id AND i.happened >= m.begins AND i.happened < m.begins + interval '1 month'
LEFT JOIN incidents_standing AS t ON t.incident_id = i.id
WHERE h.id = ANY (%(hubs)s)
GROUP BY h.id, m.begins ORDER BY h.id, m.begins DESC
"""
_THERE = """
SELECT h.id, count(DISTINCT s.case_id),
  count(DISTINCT s.case_id) FILTER (
    WHERE s.arrived_at < now() - make_interval(hours => %(hours)s)
      AND NOT EXISTS (SELECT FROM health_check AS k WHERE k.case_id = s.case_id AND k.at >= s.arrived_at))
FROM hubs_hub AS h LEFT JOIN hubs_stay AS s ON s.hub_id = h.id AND s.kind = 'there' AND s.ended_id IS NULL
WHERE h.id = ANY (%(hubs)s) GROUP BY h.id
"""
_NEEDS = """
WITH need AS (
  -- whoever says so: a need that one supplier knows of and another does not is known
  SELECT s.hub_id, s.case_id, k.kind, min(f.found_on) AS since
  FROM hubs_stay AS s
  JOIN casework_fact AS f
    ON f.case_id = s.case_id AND f.ended_id IS NULL AND f.value NOT IN ('null', 'false', '0')
  JOIN (VALUES
    ('torture', 'torture_concern'), ('suicide', 'self_harm_risk_open'), ('injurious', 'at_risk_level')
  ) AS k (kind, fact) ON k.fact = f.fact
  WHERE s.hub_id = ANY (%(hubs)s) AND s.kind = 'there' AND s.ended_id IS NULL
  GROUP BY s.hub_id, s.case_id, k.kind
), told AS (
  SELECT n.*, EXISTS (
    SELECT FROM health_concern AS c WHERE c.case_id = n.case_id AND c.kind = n.kind) AS reported
  FROM need AS n
)
SELECT t.hub_id, t.kind, count(*), count(*) FILTER (WHERE t.reported),
  bool_or(NOT t.reported AND t.since <= %(today)s::date - 7 * %(weeks)s)
FROM told AS t GROUP BY t.hub_id, t.kind
"""
