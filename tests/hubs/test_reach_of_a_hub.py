"""Whom the roles of a hub see: the people of their own hub, from the day a place is held until they leave."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from tests.movements.way import People, authorised, people, waiting
from tests.service_database import Database
from tests.service_people import a_hub, refuses, someone

from returnhub.accounts.roles import OF_A_HUB, Role
from returnhub.casework.commands.cases import happen
from returnhub.casework.models import Case
from returnhub.casework.queries.scope import case_of, scope
from returnhub.hubs.commands.stays import give_place
from returnhub.hubs.models import Hub, Place, Stay
from returnhub.journal.command import Act
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.procedure import Event


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def other(who: People) -> Hub:
    return a_hub(people=2)


@pytest.fixture(scope="module")
def there(who: People) -> Case:
    """Somebody who lives in the hub."""
    case, _ = authorised(who)
    record_departure(who.other, case=case.pk, way=Way.HUB, at=timezone.now())
    with transaction.atomic():
        now = timezone.now()
        happen(Act(who.screening, now), case.pk, Event.ARRIVED, now)
    return case


@pytest.mark.parametrize("role", sorted(OF_A_HUB))
def test_a_role_of_a_hub_sees_who_is_in_its_hub_and_nobody_of_another(
    who: People, other: Hub, there: Case, role: Role
) -> None:
    here, elsewhere = someone(role, hub=who.hub.pk), someone(role, hub=other.pk)
    assert case_of(here, there.reference) == there
    assert not scope(elsewhere).exists()
    with pytest.raises(Http404):
        case_of(elsewhere, there.reference)


def test_who_has_no_place_in_the_hub_yet_is_not_seen(who: People) -> None:
    case = waiting(who)
    with pytest.raises(Http404):
        case_of(someone(Role.HUB_MANAGER, hub=who.hub.pk), case.reference)


def test_a_command_of_another_hubs_manager_finds_nobody(who: People, other: Hub, there: Case) -> None:
    stay = Stay.objects.get(case=there, ended=None)
    free = Place.objects.filter(hub=who.hub).exclude(pk=stay.place_id).order_by("-pk")[0]
    with refuses("command.not_theirs"):
        give_place(someone(Role.HUB_MANAGER, hub=other.pk), stay=stay.pk, place=free.pk, reason="quieter")


def test_a_role_of_a_hub_without_a_hub_sees_nobody(who: People, there: Case) -> None:
    nowhere = replace(someone(Role.HUB_MANAGER, hub=who.hub.pk), hub=None)
    assert not scope(nowhere).exists()
