"""Caps of the agreement: by two people, binding from their day, counted as the agreement says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from tests.hubs.housed import (
    a_place,
    cap,
    happened,
    hold,
    in_days,
    numbers,
    on_the_way,
    over_cap,
    stay,
    there,
)
from tests.movements.test_authority_forged import refused, without
from tests.movements.test_guards_of_authority import tried
from tests.movements.way import People, people, waiting
from tests.service_database import Database
from tests.service_people import a_hub, a_scheme, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind
from returnhub.casework.models import Case, Clock
from returnhub.hubs.commands.numbers import approve_cap, enter_cap
from returnhub.hubs.commands.service import take_out
from returnhub.hubs.models import Cap, CapApproval, Excess
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act
from returnhub.procedure import Event


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    """With a hub of three places; what each test does is taken back, so that caps count its people alone."""
    return replace(people(), hub=a_hub(people=3))


@pytest.fixture(scope="module")
def cases(who: People) -> list[Case]:
    return [waiting(who) for _ in range(3)]


def entered(by: Actor) -> Cap:
    return enter_cap(by, scheme=a_scheme().pk, kind=Cap.Kind.IN_ALL, people=5, from_on=today(), term="4")


def test_who_enters_a_cap_does_not_approve_it(database: Database, who: People) -> None:
    manager = someone(Role.AGREEMENT)
    with tried():
        made = entered(manager)
        with refuses("hubs_cap_two_people"):
            approve_cap(manager, cap=made.pk)
    with without(database, ("by_another", "hubs_capapproval")):
        said = Act(manager, timezone.now()).event("tests.forged")
        CapApproval.objects.create(event_id=said, cap=entered(manager), by_id=manager.id)


@pytest.mark.parametrize("kind", list(Cap.Kind))
def test_no_more_people_are_moved_than_the_agreement_allows(
    database: Database, who: People, cases: list[Case], kind: Cap.Kind
) -> None:
    def forge() -> None:
        cap(kind, 1)
        for nth in (0, 1):
            hold(cases[nth], a_place(who.hub, nth))

    with refused("hubs_stay_over_cap"):
        forge()
    with without(database, ("counts", "hubs_stay")):
        forge()


@pytest.mark.parametrize("kind", list(Cap.Kind))
def test_a_cap_is_never_below_the_people(
    database: Database, who: People, cases: list[Case], kind: Cap.Kind
) -> None:
    def forge() -> None:
        for nth in (0, 1):
            hold(cases[nth], a_place(who.hub, nth))
        made = enter_cap(
            someone(Role.AGREEMENT), scheme=a_scheme().pk, kind=kind, people=1, from_on=today(), term="4"
        )
        manager = someone(Role.AGREEMENT)
        said = Act(manager, timezone.now()).event("tests.forged")
        CapApproval.objects.create(event_id=said, cap=made, by_id=manager.id)

    with refused("hubs_cap_below_people"):
        forge()
    with without(database, ("holds", "hubs_capapproval")):
        forge()


def test_an_arrival_without_a_place_over_the_number_and_over_the_cap_is_never_refused(who: People) -> None:
    with tried():
        first, second = there(who), on_the_way(who)
        take_out(someone(Role.AGREEMENT), place=stay(second).place_id, from_on=today(), reason="a fire")
        numbers(who.hub, 1)
        cap(Cap.Kind.AT_ONE_TIME, 1)
        happened(who, second, Event.ARRIVED)
        found = Excess.objects.filter(case=second, ended=None)
        assert {x.kind for x in found} == set(Excess.Kind)
        assert stay(second).place is None
        happened(who, first, Event.LEFT_HUB)
        assert {x.kind for x in found.all()} == {Excess.Kind.NO_PLACE}
        happened(who, second, Event.LEFT_HUB)
        assert not found.all().exists()
        assert not Clock.objects.filter(case=second, kind=Kind.EXCESS, ended=None).exists()


def days(start: int, end: int) -> DateRange:
    return DateRange(in_days(start), in_days(end))


def three_holds(who: People, cases: list[Case]) -> None:
    """Three people: from today for ten days, from day 5 for ten, from day 400 on."""
    for nth, (start, n) in enumerate([(0, 10), (5, 10), (400, 10)]):
        hold(cases[nth], a_place(who.hub, nth), start=start, days=n)


def test_a_cap_in_all_counts_everybody_until_the_next_one_binds(
    database: Database, who: People, cases: list[Case]
) -> None:
    with without(database, ("counts", "hubs_stay")):
        cap(Cap.Kind.IN_ALL, 1)
        cap(Cap.Kind.IN_ALL, 3, start=30)
        three_holds(who, cases)
        assert over_cap(days(0, 1)) == [("in_all", 2, 1)]
        assert over_cap(days(30, 31)) == []


def test_a_cap_at_one_time_binds_on_each_day(database: Database, who: People, cases: list[Case]) -> None:
    with without(database, ("counts", "hubs_stay")):
        cap(Cap.Kind.AT_ONE_TIME, 1)
        three_holds(who, cases)
        assert over_cap(days(0, 4)) == []
        assert over_cap(days(0, 6)) == [("at_one_time", 2, 1)]
        assert over_cap(days(12, 30)) == []


@pytest.mark.parametrize(("start", "over"), [(-360, []), (-1, [("a_year", 2, 1)])])
def test_a_cap_a_year_counts_from_the_day_on_which_its_years_begin(
    database: Database, who: People, cases: list[Case], start: int, over: list[tuple[str, int, int]]
) -> None:
    """The second person comes on day 5: in the next year of the first cap, in the same of the second."""
    with without(database, ("counts", "hubs_stay")):
        cap(Cap.Kind.A_YEAR, 1, start=start)
        three_holds(who, cases)
        assert over_cap(days(0, 4)) == over
        assert over_cap(days(400, 401)) == []


def test_a_cap_that_is_to_come_binds_from_its_day(database: Database, who: People, cases: list[Case]) -> None:
    with without(database, ("counts", "hubs_stay")):
        cap(Cap.Kind.AT_ONE_TIME, 0, start=200)
        three_holds(who, cases)
        assert over_cap(days(0, 100)) == []
        assert over_cap(days(400, 401)) == [("at_one_time", 1, 0)]
