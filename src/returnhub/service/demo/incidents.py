"""Incidents of the demo, by commands alone: some reviewed and closed, one corrected, one that waits."""

from __future__ import annotations

from django.utils import timezone

from returnhub.hubs.models import Hub
from returnhub.incidents.commands.reports import report
from returnhub.incidents.commands.steps import add, ask_correction, close, correct, review
from returnhub.incidents.models import Incident, Kind, Severity
from returnhub.journal.actor import Actor


def lost_bag(manager: Actor, agreement: Actor, hub: Hub) -> Incident:
    """A minor incident that another reviewed and closed."""
    made = report(
        manager,
        hub=hub.pk,
        case=None,
        kind=Kind.PROPERTY,
        severity=Severity.MINOR,
        happened=timezone.now(),
        says="A bag was not among those that came with the bus. Its owner was told.",
    )
    review(agreement, incident=made.pk, says="It was left at the airport, and comes with the next bus.")
    close(agreement, incident=made.pk, says="The bag was handed over, and signed for.")
    return made


def quarrel(manager: Actor, agreement: Actor, hub: Hub, case: int | None = None) -> Incident:
    """An assault that a correction makes worse; it waits for its review."""
    made = report(
        manager,
        hub=hub.pk,
        case=case,
        kind=Kind.ASSAULT,
        severity=Severity.MINOR,
        happened=timezone.now(),
        says="Two men pushed each other at dinner over a telephone. Staff stood between them.",
    )
    ask_correction(
        agreement, incident=made.pk, says="Was a doctor called? The clinic's door was open at nine."
    )
    correct(
        manager,
        incident=made.pk,
        says="Yes: one had a cut over the eye, which was sewn.",
        severity=Severity.SERIOUS,
    )
    return made


def door_held(manager: Actor, hub: Hub, case: int | None = None) -> Incident:
    """A use of force that nobody has reviewed; more was said of it since."""
    made = report(
        manager,
        hub=hub.pk,
        case=case,
        kind=Kind.USE_OF_FORCE,
        severity=Severity.MINOR,
        happened=timezone.now(),
        says="A guard held a man's arm for about a minute, so that he would not run onto the road.",
    )
    add(manager, incident=made.pk, says="The man asked for the guard's name, and was given it.")
    return made
