"""Places out of service, revised and taken away; who may, and what the database refuses."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.hubs.housed import a_place, hold, in_days, stay, there
from tests.movements.test_authority_forged import event, refused, without
from tests.movements.test_guards_of_authority import off
from tests.movements.way import People, authorised, waiting
from tests.service_database import Database
from tests.service_people import a_hub, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.models import Case
from returnhub.hubs.commands.places import Like, add_place, add_room, add_unit, remove_place, revise_place
from returnhub.hubs.commands.service import put_back, revise_out, take_out
from returnhub.hubs.models import Attributes, Hub, OutOfService, Stay
from returnhub.journal.actor import Actor
from returnhub.movements.models import Authority


@pytest.fixture
def manager(who: People) -> Actor:
    return someone(Role.HUB_MANAGER, hub=who.hub.pk)


def test_what_is_held_in_a_place_is_given_up_when_it_is_out_of_service_and_authority_with_it(
    database: Database, who: People, manager: Actor
) -> None:
    case, given = authorised(who)

    def out() -> None:
        take_out(manager, place=stay(case).place_id, from_on=in_days(30), reason="a new floor")

    with off(database, "gives_up", "hubs_outofservice"), without(database):
        out()
        assert stay(case).place is not None
    out()
    assert not Stay.objects.filter(case=case, ended=None).exists()
    assert not Authority.objects.filter(pk=given.pk, ended=None).exists()


def test_a_hold_that_ends_before_a_place_is_out_of_service_stays(who: People, manager: Actor) -> None:
    case, place = waiting(who), a_place(who.hub)
    hold(case, place, days=10)
    take_out(manager, place=place.pk, from_on=in_days(10), reason="a new floor")
    assert stay(case).place == place


def test_a_place_with_somebody_in_it_goes_out_of_service_today_and_not_later(
    database: Database, who: People, manager: Actor
) -> None:
    case = there(who)
    place = stay(case).place_id
    assert place is not None
    with refused("hubs_out_of_service_person_there"):
        take_out_raw(case, place)
    with without(database, ("gives_up", "hubs_outofservice")):
        take_out_raw(case, place)
    take_out(manager, place=place, from_on=today(), reason="a burst pipe")
    assert stay(case).place is None
    assert stay(case).kind == Stay.Kind.THERE


def take_out_raw(case: Case, place: int) -> None:
    OutOfService.objects.create(event_id=event(case), place_id=place, from_on=in_days(5), reason="x")


def test_each_revision_of_days_out_of_service_stays_to_be_seen(who: People, manager: Actor) -> None:
    place = a_place(who.hub)
    first = take_out(manager, place=place.pk, from_on=today(), until_on=in_days(5), reason="leaks")
    with refuses("command.not_possible"):
        take_out(manager, place=place.pk, from_on=today(), reason="leaks")
    second = revise_out(manager, out=first.pk, from_on=today(), until_on=in_days(9), reason="worse")
    assert second.revises == first
    with refuses("command.not_possible"):
        revise_out(manager, out=first.pk, from_on=today(), reason="again")
    hold(waiting(who), place, start=9)
    put_back(manager, out=second.pk, reason="mended")
    assert OutOfService.objects.filter(place=place).count() == 2
    assert not OutOfService.objects.filter(place=place, ended=None).exists()
    hold(waiting(who), place, days=9)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 5), (5, 2), (-9, -2)])
def test_a_place_is_back_on_a_day_to_come_after_it_was_out(
    who: People, manager: Actor, start: int, end: int
) -> None:
    with refuses("command.field_wrong"):
        take_out(
            manager,
            place=a_place(who.hub).pk,
            from_on=in_days(start),
            until_on=in_days(end),
            reason="leaks",
        )


def test_a_place_that_changes_is_given_up_for_whom_it_no_longer_suits(
    database: Database, who: People, manager: Actor
) -> None:
    fits, does_not = waiting(who), waiting(who, needs_step_free=None)
    hold(fits, a_place(who.hub))
    hold(does_not, a_place(who.hub, 1))
    stairs = Like(step_free=False, care=2)

    def change() -> None:
        for nth in (0, 1):
            revise_place(manager, place=a_place(who.hub, nth).pk, like=stairs, reason="the lift is broken")

    with off(database, "revised", "hubs_attributes"), without(database):
        change()
        assert stay(does_not)
    change()
    assert stay(fits).place is not None
    assert not Stay.objects.filter(case=does_not, ended=None).exists()
    assert Attributes.objects.filter(place=a_place(who.hub)).count() == 2


def test_who_is_there_stays_there_though_the_place_changed(who: People, manager: Actor) -> None:
    case = there(who)
    revise_place(
        manager, place=stay(case).place_id, like=Like(Attributes.For.WOMEN), reason="a women's house"
    )
    assert stay(case).place is not None


def test_a_place_is_taken_away_when_nobody_has_it(database: Database, who: People, manager: Actor) -> None:
    place, other = a_place(who.hub), a_place(who.hub, 1)
    hold(waiting(who), place, start=20)
    with refuses("hubs_place_empty"):
        remove_place(manager, place=place.pk, reason="walled up")
    with without(database, ("empty", "hubs_place")):
        remove_place(manager, place=place.pk, reason="walled up")
    remove_place(manager, place=other.pk, reason="walled up")
    with refused("hubs_stay_place"):
        hold(waiting(who), other)
    with refuses("command.not_possible"):
        remove_place(manager, place=other.pk, reason="again")


def test_a_manager_changes_nothing_of_another_hub(who: People, manager: Actor) -> None:
    elsewhere: Hub = a_hub(people=1)
    place, room = a_place(elsewhere), a_place(elsewhere).room
    for attempt in (
        lambda: take_out(manager, place=place.pk, from_on=today(), reason="x"),
        lambda: revise_place(manager, place=place.pk, like=Like(), reason="x"),
        lambda: remove_place(manager, place=place.pk, reason="x"),
        lambda: add_unit(manager, hub=elsewhere.pk, name="House B"),
        lambda: add_room(manager, unit=room.unit_id, name="Room 2", square_metres=Decimal(9)),
        lambda: add_place(manager, room=room.pk, name="A1-9", like=Like()),
    ):
        with refuses("command.not_theirs"):
            attempt()
