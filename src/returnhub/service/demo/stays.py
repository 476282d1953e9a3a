"""Stays of the demo, by commands alone: people who have settled in, and some to whom something happened."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor
from returnhub.stays.commands.arrival import Spoken, name_key_worker, record_duty
from returnhub.stays.commands.contact import ask_contact, hold_contact
from returnhub.stays.commands.leaving import go_out, left_hub
from returnhub.stays.commands.occurrences import begin
from returnhub.stays.commands.reviews import review
from returnhub.stays.commands.standards import record_day
from returnhub.stays.models import Contact, Done, Duty, Occurrence


def settle(manager: Actor, case: int) -> None:
    """All duties of the arrival but the health check, which clinicians record; the manager is key worker."""
    now = timezone.now()
    for duty in (Duty.LAWYER_CALLED, Duty.NEEDS_ASSESSMENT):
        record_duty(manager, case=case, duty=duty, at=now)
    record_duty(manager, case=case, duty=Duty.FAMILY_CALLED, at=now, wanted=False)
    spoken = Spoken("sq", Done.Interpreter.BY_TELEPHONE)
    record_duty(manager, case=case, duty=Duty.INTERVIEW, at=now, spoken=spoken)
    name_key_worker(manager, case=case, to=manager.id or 0)
    review(
        manager,
        case=case,
        on=timezone.localdate(now),
        findings="Knows whom to ask. Wants to speak with the lawyer each week, and a course in the language.",
    )


def sees_lawyer(manager: Actor, case: int, *, held: bool = True) -> None:
    """A visit of the lawyer was asked for, and held unless it still waits."""
    now = timezone.now()
    asked = ask_contact(manager, case=case, whom=Contact.Whom.LAWYER, how=Contact.How.VISIT, at=now)
    if held:
        hold_contact(manager, contact=asked.pk, began_at=now, until_at=timezone.now())


def goes_out(manager: Actor, case: int) -> None:
    """The person went out of an open hub, and is out."""
    go_out(manager, case=case, at=timezone.now())


def leaves(manager: Actor, case: int) -> None:
    """The person left an open hub for good, by choice."""
    left_hub(manager, case=case, at=timezone.now(), says="Said goodbye at the door and took their things.")


def happens_to(manager: Actor, case: int, kind: Occurrence.Kind) -> None:
    """Something began and goes on: segregation, food refusal, self-harm, hospital."""
    reason = "Threatened others in the room twice." if kind is Occurrence.Kind.SEGREGATION else ""
    begin(manager, case=case, kind=kind, at=timezone.now(), reason=reason)


def offers(manager: Actor, hub: Hub, today: dt.date, days: int = 60) -> None:
    """What the hub offered on most of the days up to today; every ninth day nobody recorded."""
    for n in range(days):
        if n % 9 != 8:
            record_day(
                manager,
                hub=hub.pk,
                on=today - dt.timedelta(days=n),
                health_staff=2 - (n % 7 == 6),
                outdoor_hours=Decimal(6 if n % 7 < 5 else 4),
                telephone=n % 20 != 19,
            )
