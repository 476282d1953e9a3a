"""Packets that were sent, as they were sent, and what stands against sending one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connections

from returnhub.packets.kinds import KINDS, Receiver, listed
from returnhub.packets.kinds import Packet as Kind
from returnhub.packets.models import Packet
from returnhub.packets.words import FIELDS, value


@dataclass(frozen=True, slots=True)
class Against:
    """One thing that stands against speaking to the state of origin; `words.against` says it."""

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


def waits(case: int, kind: type[Kind]) -> bool:
    """True if a packet of this kind that says what the record says was sent, and its answer is waited for.

    What has changed since, as the hub or a need, is a packet of its own.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM packets_packet AS p, guard.drawn(p.case_id) AS d"
            " WHERE p.case_id = %s AND p.kind = %s AND p.answer_by IS NOT NULL"
            " AND NOT EXISTS (SELECT FROM packets_packetanswer AS a WHERE a.packet_id = p.id)"
            " AND p.fields = (SELECT jsonb_object_agg(k, d -> k) FROM jsonb_object_keys(p.fields) AS k))",
            [case, kind.kind],
        )
        return cursor.fetchone()[0]


def packets_of(case: int, receivers: Iterable[Receiver] = Receiver) -> list[Packet]:
    """The packets about a case's person to these receivers, the newest first, with their answers."""
    return list(
        Packet.objects.filter(case=case, to__in=list(receivers))
        .select_related("event", "by", "answer__by", "answer__event")
        .order_by("-id")
    )


def packet_of(case: int, number: int, receivers: Iterable[Receiver] = Receiver) -> Packet | None:
    """One of them."""
    return next((p for p in packets_of(case, receivers) if p.pk == number), None)


def rows(kind: str, told: dict[str, object]) -> list[dict[str, str]]:
    """The fields of a packet as rows of a page, in the order of their kind: exactly what it carries."""
    return [
        {"key": FIELDS[one.name], "value": value(one.shape, told[one.name])} for one in listed(KINDS[kind])
    ]
