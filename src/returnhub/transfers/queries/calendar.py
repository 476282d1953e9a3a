"""Transfers as a calendar file (RFC 5545): when and where, and nothing of anybody who is on one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from returnhub.journal.actor import Actor
from returnhub.transfers.models import Plan
from returnhub.transfers.queries.reach import transfers_for

BACK = dt.timedelta(days=30)
"""How far back the file reaches, so that a calendar drops what was cancelled."""
OCTETS = 75


def in_calendar(actor: Actor, now: dt.datetime) -> list[Plan]:
    """The plans of the reader's transfers that stand, cancelled ones too, from 30 days ago on."""
    found = Plan.objects.filter(ended=None, transfer__in=transfers_for(actor), departs_at__gte=now - BACK)
    return list(found.select_related("transfer", "event").order_by("departs_at", "id"))


def as_calendar(plans: Iterable[Plan]) -> str:
    """Plans as a calendar; what was revised or cancelled has a higher sequence: its event's number."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//returnhub//transfers//EN"]
    for plan in plans:
        lines += [
            "BEGIN:VEVENT",
            f"UID:transfer-{plan.transfer_id}@returnhub",
            f"SEQUENCE:{plan.transfer.ended_id or plan.event_id}",
            f"DTSTAMP:{_utc(plan.event.recorded)}",
            f"DTSTART:{_utc(plan.departs_at)}",
            f"DTEND:{_utc(plan.arrives_at)}",
            f"SUMMARY:{_text(f'Transfer {plan.name}, {plan.leaves_from} to {plan.goes_to}')}",
            f"LOCATION:{_text(plan.leaves_from)}",
            f"STATUS:{'CANCELLED' if plan.transfer.ended_id else 'CONFIRMED'}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _utc(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return " ".join(words.split())


def _folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets, each after the first begun with a blank."""
    part = ""
    for sign in line:
        if len((part + sign).encode()) > OCTETS:
            yield part
            part = " "
        part += sign
    yield part
