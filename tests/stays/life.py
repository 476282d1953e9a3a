"""Somebody in a hub, through commands alone. Everyone is made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from tests.movements.way import People, authorised, people
from tests.service_people import SETTING_UP, a_hub, moment, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import happen
from returnhub.casework.jobs import run_out
from returnhub.casework.models import Case, Clock
from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.procedure import Event
from returnhub.stays.models import Arrival


@dataclass(frozen=True)
class Life:
    """Who acts in a hub, and for whom."""

    who: People
    manager: Actor
    other: Actor
    clinician: Actor

    @property
    def hub(self) -> Hub:
        """The hub."""
        return self.who.hub


def life(who: People | None = None, kind: Hub.Kind = Hub.Kind.OPEN, limit: int = 90) -> Life:
    """A new hub with two managers and a clinician."""
    hub = a_hub(kind, people=8, limit=limit)
    return Life(
        replace(who or people(), hub=hub),
        someone(Role.HUB_MANAGER, hub=hub.pk),
        someone(Role.HUB_MANAGER, hub=hub.pk),
        someone(Role.CLINICIAN, hub=hub.pk),
    )


def arrived(found: Life) -> Case:
    """A person who has just arrived in the hub."""
    case, _ = authorised(found.who)
    record_departure(found.who.screening, case=case.pk, way=Way.HUB, at=timezone.now())
    happened(case, Event.ARRIVED)
    return case


def happened(case: Case, event: Event, at: dt.datetime | None = None) -> None:
    """Something happened, now or then; which role records it by hand is another room's matter."""
    with transaction.atomic():
        act = Act(SETTING_UP, timezone.now())
        happen(act, case.pk, event, at or act.now)


def stay_of(case: Case) -> Arrival:
    """The stay that stands."""
    return Arrival.objects.get(case=case, ended=None)


def running(case: Case) -> dict[str, Clock]:
    """The clocks that run, by kind."""
    return {clock.kind: clock for clock in Clock.objects.filter(case=case, ended=None)}


def days_later(days: int) -> None:
    """Let the clocks of the days between run out."""
    run_out(moment(today()) + dt.timedelta(days=days))
