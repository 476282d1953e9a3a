"""Keeps what each check found, and puts on record when a promise breaks and when it holds again."""

from __future__ import annotations

from django.db import connections

from returnhub.journal.command import Act, command
from returnhub.oversight.invariants.invariant import Result
from returnhub.oversight.invariants.look import look
from returnhub.oversight.invariants.queries import latest
from returnhub.oversight.models import Check


@command("oversight.check")
def check_all(act: Act) -> list[Result]:
    """Check every invariant and keep the results. What breaks or holds again is an event of its own, for
    everybody
    who keeps the record: the number of rows, no name."""
    connections["default"].ensure_connection()
    results = list(look(connections["default"].connection, act.now))
    before = {check.invariant: check.broken > 0 for check in latest()}
    for result in results:
        was, now = before.get(result.invariant.id, False), not result.holds
        if was != now:
            kind = "oversight.invariant_broken" if now else "oversight.invariant_holds_again"
            act.event(kind, invariant=result.invariant.id, broken=result.found.broken)
    Check.objects.bulk_create(
        Check(
            invariant=r.invariant.id,
            at=act.now,
            counted=r.found.counted,
            broken=r.found.broken,
            examples=[[b.case, b.row, b.what] for b in r.found.examples],
        )
        for r in results
    )
    return results
