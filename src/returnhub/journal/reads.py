"""Who read what of a case: written in the transaction that shows it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections

from returnhub.journal.actor import Actor


def record_read(actor: Actor, case: int, what: str) -> None:
    """Record that somebody reads a part of a case's file ("case", "facts", "evidence 12", ...)."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.read(%s, %s, %s, %s)", [what, case, actor.id, actor.role])


def record_reads(actor: Actor, cases: Iterable[int], what: str) -> None:
    """As `record_read`, of several people on one page; one query."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT guard.read(%s, c, %s, %s) FROM unnest(%s::bigint[]) AS c",
            [what, actor.id, actor.role, sorted(set(cases))],
        )
