"""Packets that were sent, and what stands against sending one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connections

from returnhub.packets.models import Packet


@dataclass(frozen=True, slots=True)
class Against:
    """One thing that stands against speaking to the state of origin; `queries.words` says it."""

    code: str
    what: str
    detail: str


def against_contact(case: int, as_of: dt.date) -> tuple[Against, ...]:
    """Everything against speaking to the state of origin about a case's person; the guard asks the same."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT code, what, detail FROM guard.against_contact(%s, %s)", [case, as_of])
        return tuple(Against(*row) for row in cursor.fetchall())


def origin_of(case: int) -> str:
    """The name of a person's state of origin, as packets have it; "" while it is not known."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.drawn(%s) ->> 'nationality'", [case])
        return cursor.fetchone()[0] or ""


def packets_of(case: int) -> list[Packet]:
    """Every packet about a case's person, the newest first, with its answer."""
    return list(Packet.objects.filter(case=case).select_related("event", "by", "answer__by").order_by("-id"))
