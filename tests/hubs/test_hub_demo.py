"""What the demo shows of hubs is walked by commands alone."""

from __future__ import annotations

from tests.hubs.housed import there
from tests.movements.way import people
from tests.service_database import Database
from tests.service_people import SCHEME, someone, today

from returnhub.accounts.roles import Role
from returnhub.hubs.models import Cap, ExcessAnswer, NumbersRequest, OutOfService
from returnhub.service.demo.places import capped, without_a_place, worn


def test_the_demo_has_a_place_under_repair_caps_and_somebody_without_a_place(database: Database) -> None:
    who = people()
    acting = {"agreement": someone(Role.AGREEMENT), "agreement2": someone(Role.AGREEMENT)}
    case = there(who)
    worn(acting, who.hub)
    capped(acting, SCHEME, 40)
    without_a_place(case.pk, someone(Role.HUB_MANAGER, hub=who.hub.pk), today())
    assert OutOfService.objects.count() == 3
    assert NumbersRequest.objects.filter(ended=None).exists()
    assert Cap.objects.filter(approval=None).count() == 1
    assert ExcessAnswer.objects.exists()
