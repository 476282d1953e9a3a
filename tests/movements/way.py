"""One person's way to authority, through commands alone. Everyone is made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from tests.service_people import (
    EXHAUSTED,
    SCHEME,
    SETTING_UP,
    a_hub,
    a_ready_scheme,
    answers,
    days_ago,
    moment,
    someone,
    today,
)

from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import CalledAs, Happened, NewCase, open_case
from returnhub.casework.commands.facts import Answer, store_answers
from returnhub.casework.models import Case, Standing
from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act
from returnhub.movements.commands.authority import give_authority
from returnhub.movements.commands.decisions import approve, decide
from returnhub.movements.commands.host import make_exit_plan, record_acceptance
from returnhub.movements.commands.notices import give_notice
from returnhub.movements.commands.proposals import propose
from returnhub.movements.models import Authority, Decision, Notice, Way
from returnhub.movements.queries.against import last_event
from returnhub.procedure import Event

SERVED = 12
"""Days ago on which both notices were served: five working days have passed whatever the day is."""


@dataclass(frozen=True)
class People:
    """Who acts, and the hub."""

    screening: Actor
    authorising: Actor
    other: Actor
    hub: Hub

    def as_decider(self) -> Actor:
        """The one who decides, in the role of those who approve."""
        return replace(self.authorising, id=self.screening.id)


def people(places: int = 40) -> People:
    """Three officers, a hub with so many places, and a scheme that is ready."""
    a_ready_scheme()
    return People(
        someone(Role.SCREENING), someone(Role.AUTHORISING), someone(Role.AUTHORISING), a_hub(people=places)
    )


def waiting(who: People, *, name: str = "Example Person", **changed: Any) -> Case:
    """A person who waits for a place, with every fact that the rules of a transfer ask for."""
    steps = {
        "host_risk_checked_on": days_ago(20),
        "legal_advice_on": days_ago(2),
        "monitor_told_on": days_ago(6),
    }
    happened = [*EXHAUSTED, (Event.REFERRED, 30), (Event.CONDITIONS_HOLD, 29)]
    return open_case(
        who.screening,
        new=NewCase(
            SCHEME,
            (CalledAs(name),),
            answers(**(steps | changed)),
            tuple(Happened(event, moment(days_ago(days))) for event, days in happened),
        ),
    )


def reasons(case: Case) -> str:
    """Reasons of one case."""
    return (
        f"In case {case.reference} the claim was refused after a full appeal and nothing speaks against it."
    )


def decided(who: People, **changed: Any) -> tuple[Case, Decision]:
    """A person for whom a hub was proposed, and a move decided."""
    case = waiting(who, **changed)
    propose(who.screening, case=case.pk, hub=who.hub.pk, reasons="the only hub of the scheme")
    return case, decide(who.screening, case=case.pk, way=Way.HUB, to_move=True, reasons=reasons(case))


def approved(who: People, **changed: Any) -> Case:
    """A person whose move another approved."""
    case, decision = decided(who, **changed)
    approve(who.authorising, decision=decision.pk, reasons=reasons(case), seen=last_event(case.pk))
    return case


def notified(who: People, case: Case, served: int = SERVED) -> None:
    """Both notices were served some days ago."""
    for kind in Notice.Kind:
        give_notice(
            who.screening,
            case=case.pk,
            kind=kind,
            language="en",
            destination=f"{who.hub.name}, Kosovo",
            route="Luton to Pristina, no stop",
            served_on=days_ago(served),
            served_how="handed over in person",
        )


def accepted(who: People, case: Case, until: dt.date | None = None, hub: Hub | None = None) -> None:
    """The host accepted the person."""
    record_acceptance(
        who.screening,
        case=case.pk,
        hub=(hub or who.hub).pk,
        answered_on=days_ago(8),
        until=until or today() + dt.timedelta(days=60),
        reference="note 17",
    )


def planned(who: People, case: Case) -> None:
    """The three endings are planned."""
    make_exit_plan(
        who.screening,
        case=case.pk,
        if_return_fails="back to the sending state within 14 days",
        if_stay_ends="back to the sending state",
        if_new_evidence="the sending state decides on it",
    )


def ready(who: People, **changed: Any) -> Case:
    """A person for whom everything stands."""
    case = approved(who, **changed)
    notified(who, case)
    accepted(who, case)
    planned(who, case)
    return case


def authorised(who: People, **changed: Any) -> tuple[Case, Authority]:
    """A person with authority to depart."""
    case = ready(who, **changed)
    return case, give_authority(
        who.other, case=case.pk, way=Way.HUB, reasons="everything stands for this person"
    )


def facts(case: Case, *found: Answer) -> None:
    """More facts of a case, as an officer would record them."""
    with transaction.atomic():
        act = Act(SETTING_UP, timezone.now())
        store_answers(act, act.event("casework.fact_recorded", case=case.pk), case.pk, found)


def stage(case: Case) -> str:
    """Where a case stands."""
    return Standing.objects.get(case=case.pk).stage
