"""Reads what the checks found. Counts are for everybody; which rows, for who may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from returnhub.casework.queries.scope import scope
from returnhub.journal.actor import Actor
from returnhub.journal.models import Event
from returnhub.oversight.invariants.catalogue import INVARIANTS
from returnhub.oversight.invariants.invariant import Broken
from returnhub.oversight.models import Check

_LATEST = """
SELECT c.* FROM unnest(%s::text[]) AS i (id)
CROSS JOIN LATERAL (SELECT *
  FROM oversight_check AS c WHERE c.invariant = i.id ORDER BY c.at DESC LIMIT 1) AS c
"""
MOST_TURNS = 50
"""Times that an invariant broke or held again, the newest, that its page lists."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When an invariant broke or held again, how many rows it was then, and the entry in the record that
    says so."""

    at: dt.datetime
    broke: bool
    rows: int
    record: str


def latest(ids: Sequence[str] = ()) -> list[Check]:
    """The last check of each invariant, or of these."""
    return list(Check.objects.raw(_LATEST, [list(ids) or [i.id for i in INVARIANTS]]))


def turns(invariant: str) -> list[Turn]:
    """When an invariant broke and held again, the newest first."""
    found = Event.objects.filter(
        kind__in=["oversight.invariant_broken", "oversight.invariant_holds_again"], data__invariant=invariant
    ).order_by("-id")[:MOST_TURNS]
    return [Turn(e.recorded, e.kind.endswith("broken"), e.data["broken"], str(e.record)) for e in found]


def since() -> dict[str, dt.datetime]:
    """When each invariant turned last."""
    found = Event.objects.filter(kind__in=["oversight.invariant_broken", "oversight.invariant_holds_again"])
    return {e.data["invariant"]: e.recorded for e in found.order_by("id")}


def affected(actor: Actor, check: Check) -> list[tuple[str, Broken]]:
    """What breaks it that an actor may know of: the reference of the case, if it is about one, and what is
    wrong."""
    rows = [Broken(*one) for one in check.examples]
    mine: dict[int, str] = dict(
        scope(actor).filter(pk__in=[b.case for b in rows if b.case]).values_list("pk", "reference")
    )
    return [(mine.get(b.case or 0, ""), b) for b in rows if b.case is None or b.case in mine]
