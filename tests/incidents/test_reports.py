"""What is reported, who is told of it by itself, and what stops."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.utils import timezone
from tests.service_database import Database
from tests.service_people import a_case, a_hub, refuses, someone

from returnhub.accounts.roles import Role
from returnhub.agreements.models import Suspension
from returnhub.casework.clocks import Kind as ClockKind
from returnhub.casework.models import Case, Clock
from returnhub.hubs.models import Hub
from returnhub.incidents.commands.reports import report
from returnhub.incidents.models import Incident, Kind, Severity, Told
from returnhub.journal.actor import Actor

SAYS = "In room 4, shortly after the evening meal."


@pytest.fixture(scope="module")
def hub(database: Database) -> Hub:
    return a_hub(people=1)


@pytest.fixture(scope="module")
def manager(hub: Hub) -> Actor:
    return someone(Role.HUB_MANAGER, hub=hub.pk)


@pytest.fixture(scope="module")
def officer(database: Database) -> Actor:
    return someone(Role.SCREENING)


@pytest.fixture(scope="module")
def case(officer: Actor) -> Case:
    return a_case(officer)


def reported(by: Actor, kind: Kind, severity: Severity, **where: int | None) -> Incident:
    found: Mapping[str, int | None] = {"hub": None, "case": None} | where
    return report(
        by,
        hub=found["hub"],
        case=found["case"],
        kind=kind,
        severity=severity,
        happened=timezone.now(),
        says=SAYS,
    )


def told(incident: Incident) -> set[str]:
    return set(Told.objects.filter(incident=incident).values_list("role", flat=True))


def test_a_death_is_grave_whatever_was_said_and_the_hub_takes_nobody_more(hub: Hub, manager: Actor) -> None:
    made = reported(manager, Kind.DEATH, Severity.MINOR, hub=hub.pk)
    assert made.severity == Severity.GRAVE
    assert {"independent_monitor", "agreement_manager", "hub_manager"} <= told(made)
    assert "legal_representative" not in told(made)
    stop = Suspension.objects.get(reference=f"Incident {made.pk}", ended=None)
    assert (stop.scope, stop.hub, stop.by) == ("hub", hub.pk, "automatic")


def test_a_minor_incident_stops_nothing_and_is_told_to_the_manager(hub: Hub, manager: Actor) -> None:
    made = reported(manager, Kind.PROPERTY, Severity.MINOR, hub=hub.pk)
    assert told(made) == {"hub_manager"}
    assert not Suspension.objects.filter(reference=f"Incident {made.pk}").exists()


def test_self_harm_stops_this_persons_move_and_has_a_clock_with_an_owner(officer: Actor, case: Case) -> None:
    made = reported(officer, Kind.SELF_HARM, Severity.SERIOUS, case=case.pk)
    stop = Suspension.objects.get(reference=f"Incident {made.pk}")
    assert (stop.scope, stop.person) == ("person", case.person_id)
    assert "legal_representative" in told(made)
    clock = Clock.objects.get(case=case.pk, kind=ClockKind.INCIDENT_REVIEW, ended=None)
    assert (clock.owner, clock.ends_on) == ("agreement_manager", made.standing.review_by)


def test_roles_of_a_hub_report_in_their_own_alone(hub: Hub, manager: Actor) -> None:
    other = someone(Role.HUB_MANAGER)
    with refuses("command.not_theirs"):
        reported(other, Kind.FIRE, Severity.MINOR, hub=hub.pk)
    assert reported(manager, Kind.OTHER, Severity.MINOR).hub_id == hub.pk


def test_an_incident_is_somewhere(officer: Actor) -> None:
    with refuses("command.field_missing"):
        reported(officer, Kind.OTHER, Severity.MINOR)
