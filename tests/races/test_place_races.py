"""Fifty real connections at one instant for places, caps and numbers: nobody is without, nobody over.

Each guard is first shown to matter: with its lock or its constraint taken away, the same two steps in the
worst order both go through.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone
from tests.hubs.housed import a_place, ask, cap, hold, numbers
from tests.movements.way import People, people, waiting
from tests.races.at_once import Outcome, at_once
from tests.races.test_service_races import begun
from tests.service_database import Database, SetUp, lead_django_to
from tests.service_people import a_hub, someone

from returnhub.accounts.roles import Role
from returnhub.casework.models import Case
from returnhub.hubs.commands.numbers import answer_numbers
from returnhub.hubs.commands.service import take_out
from returnhub.hubs.models import Cap, Hub, Numbers, Place, Stay
from returnhub.journal.command import sqlstate
from returnhub.movements.commands.proposals import propose
from returnhub.movements.models import Proposal
from returnhub.problems import Code, Problems

OFFICERS = 50
LAST = 10


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture
def unlocked(setup_server: SetUp, database: Database) -> Iterator[People]:
    """Officers in a copy in which nothing waits for a place, a hub or a scheme, and no constraint keeps two
    people from one place or one person from two."""
    copy = setup_server.copy()
    with copy.superuser() as connection:
        for name, arguments in (
            ("lock_places", "places bigint[], hubs bigint[], schemes text[]"),
            ("lock_people_of", "of_place bigint"),
        ):
            connection.execute(
                f"CREATE OR REPLACE FUNCTION guard.{name}({arguments}) RETURNS void LANGUAGE sql AS 'SELECT'"
            )
        for name in ("hubs_stay_one_person_a_place", "hubs_stay_one_place_a_person"):
            connection.execute(f"ALTER TABLE hubs_stay DROP CONSTRAINT {name}")
        connection.execute("DROP INDEX hubs_stay_once")
    lead_django_to(copy.addresses)
    yield people()
    lead_django_to(database.addresses)


def proposed(who: People, case: Case, hub: Hub, place: Place | None = None) -> Proposal:
    return propose(
        who.screening,
        case=case.pk,
        hub=hub.pk,
        reasons=f"{case.reference}: the only hub",
        place=place and place.pk,
    )


def won(outcomes: list[Outcome]) -> int:
    """How many went through; the others were refused in words, and none by a deadlock or for waiting."""
    faults = [o.fault for o in outcomes if o.fault is not None]
    assert [f for f in faults if not isinstance(f, Problems)] == []
    busy = [p for f in faults if isinstance(f, Problems) for p in f.items if p.given.get("kind") == "busy"]
    assert busy == []
    return len(outcomes) - len(faults)


def held(hub: Hub) -> int:
    return Stay.objects.filter(hub=hub, ended=None).count()


def deadlocks(database: Database) -> int:
    """How many deadlocks the server has broken in this database so far."""
    with database.superuser() as connection:
        connection.execute("SELECT pg_stat_clear_snapshot()")
        found = connection.execute(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    assert found is not None
    return found[0]


def test_without_lock_and_constraint_two_people_have_one_place(unlocked: People) -> None:
    hub = a_hub(people=1)
    numbers(hub, 1)
    with_room = a_place(hub)
    one, two = waiting(unlocked), waiting(unlocked)
    with begun(lambda: hold(one, with_room)):
        hold(two, with_room)
    assert held(hub) == 2


def test_fifty_officers_race_for_the_last_ten_places_and_ten_win(database: Database, who: People) -> None:
    hub, before = a_hub(people=LAST), deadlocks(database)
    cases = [waiting(who) for _ in range(OFFICERS)]
    outcomes = at_once([lambda c=c: proposed(who, c, hub) for c in cases])
    assert won(outcomes) == LAST
    assert held(hub) == LAST
    assert Stay.objects.filter(hub=hub, ended=None).values("place").distinct().count() == LAST
    assert deadlocks(database) == before


def test_of_fifty_officers_who_choose_the_last_place_one_gets_it(who: People) -> None:
    hub = a_hub(people=1)
    cases = [waiting(who) for _ in range(OFFICERS)]
    assert won(at_once([lambda c=c: proposed(who, c, hub, a_place(hub)) for c in cases])) == 1
    assert held(hub) == 1


def test_without_the_lock_two_people_come_under_a_cap_of_one(unlocked: People) -> None:
    one, two = a_hub(people=1), a_hub(people=1)
    cap(Cap.Kind.AT_ONE_TIME, 1)
    first, second = waiting(unlocked), waiting(unlocked)
    with begun(lambda: hold(first, a_place(one))):
        hold(second, a_place(two))
    assert held(one) + held(two) == 2


def test_a_cap_holds_for_fifty_officers_in_five_hubs(who: People) -> None:
    hubs = [a_hub(people=LAST) for _ in range(5)]
    cases = [waiting(who) for _ in range(OFFICERS)]
    there = Stay.objects.filter(ended=None).count()
    cap(Cap.Kind.IN_ALL, there + LAST)
    works = [lambda c=c, h=hubs[nth % 5]: proposed(who, c, h) for nth, c in enumerate(cases)]
    assert won(at_once(works)) == LAST
    assert sum(held(hub) for hub in hubs) == LAST
    cap(Cap.Kind.IN_ALL, 100_000)


def test_without_the_lock_numbers_fall_below_a_place_that_is_being_held(unlocked: People) -> None:
    hub, case = a_hub(people=2), waiting(unlocked)
    hold(waiting(unlocked), a_place(hub))
    with begun(lambda: hold(case, a_place(hub, 1))):
        numbers(hub, 1)
    assert held(hub) == 2
    assert Numbers.objects.get(hub=hub, ended=None).signed == 1


def test_of_fewer_places_and_a_place_held_at_one_instant_the_second_sees_the_first(who: People) -> None:
    hubs = [a_hub(people=1) for _ in range(OFFICERS // 2)]
    cases = [waiting(who) for _ in hubs]
    requests = [ask(hub, 0) for hub in hubs]
    manager = someone(Role.AGREEMENT)
    works = [
        work
        for hub, case, request in zip(hubs, cases, requests, strict=True)
        for work in (
            lambda c=case, h=hub: proposed(who, c, h),
            lambda r=request: answer_numbers(manager, request=r, approved=True, reason="seen"),
        )
    ]
    outcomes = at_once(works)
    assert won(outcomes) == len(hubs)
    for hub in hubs:
        assert held(hub) <= Numbers.objects.filter(hub=hub, ended=None).order_by("from_on").last().signed  # pyright: ignore[reportOptionalMemberAccess]: every hub has numbers


def test_without_lock_and_constraint_one_person_has_two_places(unlocked: People) -> None:
    hub, case = a_hub(people=2), waiting(unlocked)
    # the case itself is held by the event: two transactions of one person only meet where that is off too
    hold(case, a_place(hub))
    hold(case, a_place(hub, 1))
    assert held(hub) == 2


def test_of_fifty_officers_who_move_one_person_one_gets_a_place_for_them(who: People) -> None:
    hub, case = a_hub(people=OFFICERS), waiting(who)
    outcomes = at_once([lambda p=p: proposed(who, case, hub, p) for p in Place.objects.filter(hub=hub)])
    assert won(outcomes) == 1
    assert Stay.objects.filter(case=case, ended=None).count() == 1


def test_a_place_that_goes_out_of_service_and_is_held_at_one_instant_is_not_both(who: People) -> None:
    hub = a_hub(people=OFFICERS // 2)
    places = list(Place.objects.filter(hub=hub))
    cases, manager = [waiting(who) for _ in places], someone(Role.HUB_MANAGER, hub=hub.pk)
    today = timezone.localdate()
    works = [
        work
        for place, case in zip(places, cases, strict=True)
        for work in (
            lambda p=place, c=case: proposed(who, c, hub, p),
            lambda p=place: take_out(manager, place=p.pk, from_on=today, reason="leaks"),
        )
    ]
    outcomes = at_once(works)
    refused = [o.fault for o in outcomes if o.fault is not None]
    assert {p.code for f in refused if isinstance(f, Problems) for p in f.items} <= {Code.COMMAND_REFUSED}
    assert [sqlstate(f) for f in refused if not isinstance(f, Problems)] == []  # pyright: ignore[reportArgumentType]: nothing else is raised
    assert held(hub) == 0
