"""Who has which place: each guard in raw SQL, and where it is off; what an arrival makes of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connections, transaction
from django.utils import timezone
from tests.hubs.housed import (
    STAY,
    a_place,
    happened,
    hold,
    in_days,
    numbers,
    on_the_way,
    stay,
    there,
    without_constraint,
)
from tests.movements.test_authority_forged import event, refused, without
from tests.movements.test_guards_of_authority import off
from tests.movements.way import People, authorised, waiting
from tests.service_database import Database
from tests.service_people import a_hub, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind
from returnhub.casework.commands.running_out import run_out_clock
from returnhub.casework.models import Case, Clock
from returnhub.hubs.commands.places import Like, set_phase
from returnhub.hubs.commands.service import take_out
from returnhub.hubs.commands.stays import answer_excess, give_place
from returnhub.hubs.jobs import roll_stays
from returnhub.hubs.models import Attributes, Excess, Phase, Place, Stay
from returnhub.journal.actor import the_clock
from returnhub.movements.commands.proposals import end_referral, propose
from returnhub.movements.commands.steps import MOVING
from returnhub.movements.models import Authority
from returnhub.procedure import Event, Stage
from returnhub.procedure.hub_path import STAYING


@pytest.mark.parametrize(
    ("function", "stages"), [("in_a_hub", {*STAYING}), ("to_come", {*MOVING, Stage.DEPARTED})]
)
def test_the_database_lists_the_stages_of_a_stay_as_the_procedure_does(
    database: Database, function: str, stages: set[Stage]
) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            f"SELECT s FROM unnest(%s::text[]) AS s WHERE guard.{function}(s)", [[s.value for s in Stage]]
        )
        assert {Stage(s) for (s,) in cursor.fetchall()} == stages


def test_one_person_has_a_place(database: Database, who: People) -> None:
    place, later = a_place(who.hub), STAY - 1
    hold(waiting(who), place)
    second = waiting(who)
    with refused("hubs_stay_one_person_a_place"):
        hold(second, place, start=later)
    with without_constraint(database, "hubs_stay", "hubs_stay_one_person_a_place"), without(database):
        hold(second, place, start=later)
    hold(second, place, start=STAY)


def test_a_person_has_one_place(database: Database, who: People) -> None:
    case = waiting(who)
    hold(case, a_place(who.hub))
    once, place = "hubs_stay_once", "hubs_stay_one_place_a_person"
    with refused(place):
        hold(case, a_place(who.hub, 1))
    with refused(once):
        hold(case, a_place(who.hub, 1), start=STAY)
    with without_constraint(database, "hubs_stay", once, place), without(database):
        hold(case, a_place(who.hub, 1))


def test_a_place_is_of_the_hub_and_the_person_of_the_case(database: Database, who: People) -> None:
    case, other = waiting(who), waiting(who)
    for forge in (
        lambda: hold(case, a_place(who.hub), hub=a_hub(people=1)),
        lambda: hold(case, a_place(who.hub), person=other.person_id),
    ):
        with refused("hubs_stay_place"):
            forge()
        with without(database, ("a_fits", "hubs_stay")):
            forge()


def test_a_place_suits_whoever_it_is_held_for(database: Database, everybody: People) -> None:
    stairs = a_place(a_hub(people=1, like=Like(step_free=False, care=2)))
    case = waiting(everybody, needs_step_free=True)
    with refused("hubs_stay_suits"):
        hold(case, stairs)
    with without(database, ("a_fits", "hubs_stay")):
        hold(case, stairs)
    with without(database):
        hold(waiting(everybody, needs_step_free=False), stairs)


@pytest.mark.parametrize(
    ("like", "unknown"),
    [
        (Like(step_free=False, care=2), "needs_step_free"),
        (Like(step_free=True, care=1), "care_needed"),
        (Like(Attributes.For.MEN, True, 2), "sex"),
        (Like(Attributes.For.WOMEN, True, 2), "sex"),
        (Like(Attributes.For.FAMILIES, True, 2), "family_with_children"),
    ],
)
def test_what_is_not_known_of_a_person_is_not_no(everybody: People, like: Like, unknown: str) -> None:
    place = a_place(a_hub(people=1, like=like))
    with refused("hubs_stay_suits"):
        hold(waiting(everybody, **{unknown: None}), place)


def test_a_place_out_of_service_is_held_for_nobody(database: Database, who: People) -> None:
    place = a_place(who.hub)
    take_out(
        someone(Role.AGREEMENT), place=place.pk, from_on=in_days(10), until_on=in_days(20), reason="leaks"
    )
    case = waiting(who)
    with refused("hubs_stay_out_of_service"):
        hold(case, place)
    with without(database, ("a_fits", "hubs_stay")):
        hold(case, place)
    hold(case, place, start=20)


@pytest.mark.parametrize("kind", [Phase.Kind.CLOSING, Phase.Kind.CLOSED, Phase.Kind.PLANNED])
def test_a_hub_that_is_not_open_takes_nobody(database: Database, who: People, kind: Phase.Kind) -> None:
    case = waiting(who)
    set_phase(someone(Role.AGREEMENT), hub=who.hub.pk, kind=kind, from_on=in_days(5), reason="the lease ends")
    with refused("hubs_stay_hub_takes"):
        hold(case, a_place(who.hub), start=6)
    off_too = () if kind is Phase.Kind.CLOSING else (("counts", "hubs_stay"),)
    with without(database, ("a_fits", "hubs_stay"), *off_too):
        hold(case, a_place(who.hub), start=6)


def test_a_hub_holds_no_more_people_than_its_numbers(database: Database, who: People) -> None:
    numbers(who.hub, 1)
    hold(waiting(who), a_place(who.hub))
    second = waiting(who)
    with refused("hubs_stay_over_number"):
        hold(second, a_place(who.hub, 1), start=STAY - 1)
    with without(database, ("counts", "hubs_stay")):
        hold(second, a_place(who.hub, 1), start=STAY - 1)
    hold(second, a_place(who.hub, 1), start=STAY)


def test_fewer_places_from_a_later_day_bind_on_that_day(who: People) -> None:
    numbers(who.hub, 1, start=30)
    hold(waiting(who), a_place(who.hub))
    with refused("hubs_stay_over_number"):
        hold(waiting(who), a_place(who.hub, 1))
    hold(waiting(who), a_place(who.hub, 1), days=30)


def test_a_person_who_arrives_has_the_place_that_was_held(who: People) -> None:
    case = on_the_way(who)
    place = stay(case).place
    happened(who, case, Event.ARRIVED)
    found = stay(case)
    assert (found.kind, found.place, found.days.lower) == (Stay.Kind.THERE, place, today())
    assert not Excess.objects.filter(case=case).exists()


def test_an_arrival_at_a_place_out_of_service_is_recorded_and_an_excess_until_there_is_a_place(
    database: Database, who: People
) -> None:
    case, manager = on_the_way(who), someone(Role.HUB_MANAGER, hub=who.hub.pk)
    with off(database, "gives_up", "hubs_outofservice"):
        take_out(manager, place=stay(case).place_id, from_on=today(), reason="a burst pipe")
    happened(who, case, Event.ARRIVED)
    found, excess = stay(case), Excess.objects.get(case=case)
    assert found.place is None
    assert (excess.kind, excess.owner, excess.ended) == (Excess.Kind.NO_PLACE, "hub_manager", None)
    assert excess.ends_by == in_days(3)
    clock = Clock.objects.get(case=case, kind=Kind.EXCESS, ended=None)
    assert (clock.owner, clock.ends_on) == ("hub_manager", in_days(3))
    give_place(manager, stay=found.pk, place=a_place(who.hub, 1).pk, reason="the other room")
    excess.refresh_from_db()
    clock.refresh_from_db()
    assert None not in (excess.ended, clock.ended)


def test_an_arrival_at_an_occupied_place_is_recorded_without_it(who: People) -> None:
    first = there(who)
    second = waiting(who)
    propose(who.screening, case=second.pk, hub=who.hub.pk, reasons="after the first")
    place = stay(first).place
    assert stay(second).place != place
    third = _authorised_for(who, place.pk, start=STAY)
    happened(who, third, Event.DEPARTED_WITHOUT_AUTHORITY)
    happened(who, third, Event.ARRIVED)
    assert stay(third).place is None
    assert stay(first).place == place
    assert Excess.objects.filter(case=third, kind=Excess.Kind.NO_PLACE, ended=None).exists()


def _authorised_for(who: People, place: int, *, start: int) -> Case:
    """Somebody with authority whose place is held from a later day."""
    case, _ = authorised(replace(who, hub=a_hub(people=1)))
    with transaction.atomic():
        Stay.objects.filter(case=case, ended=None).update(ended=event(case))
        hold(case, Place.objects.get(pk=place), start=start)
    return case


def test_a_stay_ends_when_the_person_leaves_and_a_hold_when_nobody_is_to_come(who: People) -> None:
    first, second = there(who), waiting(who)
    happened(who, first, Event.LEFT_HUB)
    assert Stay.objects.get(case=first, kind=Stay.Kind.THERE).until_at is not None
    propose(who.screening, case=second.pk, hub=who.hub.pk, reasons="the only hub")
    end_referral(who.screening, case=second.pk, reason="they agreed to return")
    assert Stay.objects.get(case=second).until_at is None
    assert not Stay.objects.filter(case__in=(first, second), ended=None).exists()


def test_a_stay_that_lasts_beyond_its_days_goes_on_and_who_was_to_come_has_no_place(
    database: Database, who: People
) -> None:
    case, next_one = there(who), waiting(who)
    hold(next_one, stay(case).place, start=STAY)
    _days_over(database, case, next_one)
    assert roll_stays(timezone.now()) == 1
    found = stay(case)
    assert (found.place is not None, found.days.upper) == (True, in_days(1))
    assert not Stay.objects.filter(case=next_one, ended=None).exists()
    assert roll_stays(timezone.now()) == 0


def test_a_place_that_was_held_until_yesterday_is_given_up(database: Database, who: People) -> None:
    case, given = authorised(who)
    _days_over(database, case)
    assert roll_stays(timezone.now()) == 1
    assert not Stay.objects.filter(case=case, ended=None).exists()
    assert not Authority.objects.filter(pk=given.pk, ended=None).exists()


def _days_over(database: Database, *cases: Case) -> None:
    """As many days later as a stay may last: what was to be then is now."""
    with off(database, "recorded", "hubs_stay"), database.superuser() as connection:
        for case in cases:
            connection.execute(
                "UPDATE hubs_stay SET days = daterange(lower(days) - %(n)s, upper(days) - %(n)s)"
                " WHERE case_id = %(case)s AND ended_id IS NULL",
                {"n": STAY, "case": case.pk},
            )


def test_the_owner_says_what_was_done_and_the_monitor_is_told_when_it_goes_on(who: People) -> None:
    case, manager = there(who), someone(Role.HUB_MANAGER, hub=who.hub.pk)
    take_out(manager, place=stay(case).place_id, from_on=today(), reason="a fire")
    excess = Excess.objects.get(case=case, ended=None)
    answer_excess(manager, excess=excess.pk, says="a room in the other house from tomorrow")
    with refuses("command.not_theirs"):
        answer_excess(someone(Role.HUB_MANAGER), excess=excess.pk, says="not mine")
    clock = Clock.objects.get(case=case, kind=Kind.EXCESS, ended=None)
    later = timezone.now() + dt.timedelta(days=4)
    assert run_out_clock(the_clock("casework.run_out"), clock=clock.pk, now=later)
    clock.refresh_from_db()
    assert clock.ran_out is not None
    assert Excess.objects.filter(pk=excess.pk, ended=None).exists()


def test_a_place_that_is_given_is_free_and_suits(who: People) -> None:
    case, other, manager = there(who), there(who), someone(Role.HUB_MANAGER, hub=who.hub.pk)
    with refuses("command.field_wrong"):
        give_place(manager, stay=stay(case).pk, place=stay(other).place_id, reason="quieter")
    elsewhere = a_place(a_hub(people=1))
    with refuses("command.field_wrong"):
        give_place(manager, stay=stay(case).pk, place=elsewhere.pk, reason="quieter")


def test_places_are_proposed_until_none_is_free(who: People) -> None:
    for _ in range(2):
        propose(who.screening, case=waiting(who).pk, hub=who.hub.pk, reasons="the only hub")
    with refuses("command.not_possible"):
        propose(who.screening, case=waiting(who).pk, hub=who.hub.pk, reasons="the only hub")


def test_a_row_of_stays_comes_with_its_event(database: Database, who: People) -> None:
    case = waiting(who)
    hold(case, a_place(who.hub))

    def forge() -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute("UPDATE hubs_stay SET ended_id = event_id WHERE case_id = %s", [case.pk])

    with refused("hubs_stay_recorded"):
        forge()
    with without(database, ("recorded", "hubs_stay")):
        forge()
