"""Complaints: by their code for whoever holds it, and all in their remit for a monitor."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connections

from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor
from returnhub.oversight.models import Complaint
from returnhub.oversight.queries.confidential import MONITORS, as_monitor


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a complaint: when, whether a monitor wrote it, its words."""

    at: dt.datetime
    by_monitor: bool
    words: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A complaint as who holds its code sees it."""

    said: tuple[Said, ...]
    answer_due: dt.date
    closed: bool


def thread(stored_code: bytes) -> Thread | None:
    """The complaint with this code, from `commands.complaints.stored`; None if there is none."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT at, by_monitor, words, answer_due, is_closed FROM oversight.thread(%s)", [stored_code]
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    return Thread(tuple(Said(*row[:3]) for row in rows), rows[0][3], rows[0][4])


def places() -> list[Hub]:
    """Hubs that a complaint may be about: public, and the same for everybody."""
    return list(Hub.objects.order_by("scheme", "name"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A complaint in a monitor's list. `asks` is true while its maker had the last word."""

    complaint: Complaint
    asks: bool
    overdue: bool


def complaints(actor: Actor, today: dt.date, *, closed: bool = False) -> list[Waiting]:
    """Complaints in a monitor's remit: danger first, then the day on which an answer is due.

    Those that were closed and added to since stand among the open ones.
    """
    with as_monitor(actor):
        found = list(Complaint.objects.using(MONITORS).prefetch_related("messages"))
    rows: list[Waiting] = []
    for complaint in found:
        said = list(complaint.messages.all())
        asks = not said or said[-1].monitor is None
        if closed != (complaint.closed is not None and not asks):
            continue
        rows.append(Waiting(complaint, asks, asks and complaint.answer_due < today))
    return rows


def complaint_of(actor: Actor, number: int) -> Complaint | None:
    """One complaint with its messages; None outside the remit."""
    with as_monitor(actor):
        return Complaint.objects.using(MONITORS).prefetch_related("messages").filter(pk=number).first()
