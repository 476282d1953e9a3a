"""What is missing, with its denominator: for monitors, auditors and a hub's own manager."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.health.test_clinic import arrived
from tests.movements.way import People, facts, people
from tests.service_database import Database
from tests.service_people import SCHEME, days_ago, someone, today

from returnhub.accounts.models import User
from returnhub.accounts.roles import Role
from returnhub.casework.commands.facts import Answer
from returnhub.health.commands.concerns import raise_concern
from returnhub.health.models import Concern
from returnhub.incidents.commands.reports import report
from returnhub.incidents.models import Kind, Severity
from returnhub.journal.actor import Actor
from returnhub.oversight.commands.complaints import NewComplaint, lodge
from returnhub.oversight.queries.silence import Month, Need, Silence, silence


@dataclass(frozen=True)
class World:
    """A hub with two people of whom torture is known; of one a clinician said so."""

    who: People
    monitor: Actor
    manager: Actor


@pytest.fixture(scope="module")
def world(database: Database) -> World:
    who = people()
    spoken_of, not_spoken_of = arrived(who), arrived(who)
    for case in (spoken_of, not_spoken_of):
        facts(case, Answer("torture_concern", True, days_ago(40), "caseworker"))
    clinician = someone(Role.CLINICIAN, hub=who.hub.pk)
    raise_concern(
        clinician, case=spoken_of.pk, kind=Concern.Kind.TORTURE, unfit=False, text="Burns on the back."
    )
    manager = someone(Role.HUB_MANAGER, hub=who.hub.pk)
    report(
        manager,
        hub=who.hub.pk,
        case=None,
        kind=Kind.USE_OF_FORCE,
        severity=Severity.MINOR,
        happened=timezone.now(),
        says="A door was held shut.",
    )
    lodge(NewComplaint(SCHEME, "Nobody answers.", place=who.hub.name), "482109375516", today(), "10.0.0.1")
    return World(who, someone(Role.MONITOR), manager)


def of_hub(world: World, actor: Actor) -> Silence:
    return next(s for s in silence(actor, today()) if s.hub == world.who.hub)


def test_a_need_that_no_clinician_speaks_of_is_silence_with_its_denominator(world: World) -> None:
    found = of_hub(world, world.monitor)
    assert found.needs[-1] == Need("torture", 2, 1, silent=True)
    assert found.people == 2
    assert found.not_seen == 0


def test_months_count_what_was_reported_beside_who_was_there(world: World) -> None:
    this = today().replace(day=1)
    now = of_hub(world, world.monitor).months[0]
    assert now == Month(this, 2, 1, 1, 0, 1)
    assert not now.silent
    assert Month(this, 10, 0, 0, 0, None).silent


def test_a_manager_sees_their_own_hub_without_complaints_and_no_small_number(world: World) -> None:
    mine = silence(world.manager, today())
    assert [s.hub for s in mine] == [world.who.hub]
    assert mine[0].months[0].complaints is None
    assert mine[0].needs[-1] == Need("torture", "fewer than 10", "fewer than 10", silent=True)


@pytest.mark.parametrize(("role", "complaints"), [(Role.MONITOR, True), (Role.AUDITOR, False)])
def test_the_page_shows_counts_and_nobody_by_name(world: World, role: Role, complaints: bool) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=someone(role).id))
    with CaptureQueriesContext(connections["default"]) as asked:
        answer: Any = client.get("/silence/")
    assert len(asked) <= 25, len(asked)
    page = answer.content.decode()
    assert "Torture" in page
    assert "Silent" in page
    assert ("Complaints</th>" in page) is complaints
    assert "Example Person" not in page
