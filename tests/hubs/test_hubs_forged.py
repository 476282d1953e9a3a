"""Ways round the numbers of a hub with the application's password: refused, and open without the guard."""

from __future__ import annotations

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from tests.hubs.housed import a_place, cap, happened, in_days, numbers, stay, there
from tests.movements.test_authority_forged import event, refused, without
from tests.movements.way import People, waiting
from tests.service_database import Database
from tests.service_people import SCHEME, a_scheme, days_ago, someone, today

from returnhub.accounts.roles import Role
from returnhub.hubs.commands.numbers import Four, enter_cap, request_numbers
from returnhub.hubs.commands.readiness import record_test
from returnhub.hubs.commands.service import take_out
from returnhub.hubs.models import (
    Cap,
    CapApproval,
    Excess,
    Item,
    Numbers,
    NumbersAnswer,
    ReadinessSignature,
    Stay,
)
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act
from returnhub.procedure import Event


def said(by: Actor) -> int:
    return Act(by, timezone.now()).event("tests.forged")


def test_the_stay_of_who_is_in_a_hub_does_not_end_alone(database: Database, who: People) -> None:
    """It would free the place and the numbers, and end the duties and the limit, of somebody who is there."""
    case = there(who)

    def forge() -> None:
        Stay.objects.filter(case=case, ended=None).update(ended=event(case), until_at=timezone.now())

    with refused("hubs_stay_with_stage"):
        forge()
    with without(database, ("with_stage", "hubs_stay")):
        forge()


def test_nobody_is_in_a_hub_who_has_not_come(database: Database, who: People) -> None:
    case = waiting(who)

    def forge() -> None:
        Stay.objects.create(
            event_id=event(case),
            case=case,
            person=case.person_id,
            hub=who.hub,
            place=a_place(who.hub),
            kind=Stay.Kind.THERE,
            days=DateRange(today(), in_days(9)),
            arrived_at=timezone.now(),
        )

    with refused("hubs_stay_with_stage"):
        forge()
    with without(database, ("with_stage", "hubs_stay")):
        forge()


def test_an_excess_does_not_end_while_it_lasts(database: Database, who: People) -> None:
    case = there(who)
    take_out(
        someone(Role.HUB_MANAGER, hub=who.hub.pk),
        place=stay(case).place_id,
        from_on=today(),
        reason="a fire",
    )

    def forge() -> None:
        Excess.objects.filter(case=case, ended=None).update(ended=event(case))

    with refused("hubs_excess_lasts"):
        forge()
    with without(database, ("is_over", "hubs_excess")):
        forge()
    happened(who, case, Event.LEFT_HUB)
    assert not Excess.objects.filter(case=case, ended=None).exists()


def test_numbers_do_not_end_without_others(database: Database, who: People) -> None:
    """Ended alone, fewer places would give way to the more that stood before."""
    numbers(who.hub, 1, start=1)

    def forge() -> None:
        Numbers.objects.filter(hub=who.hub, from_on=in_days(1)).update(ended=said(someone(Role.AGREEMENT)))

    with refused("hubs_numbers_replaced"):
        forge()
    with without(database, ("replaced", "hubs_numbers")):
        forge()


def test_a_cap_that_binds_does_not_end_without_another(database: Database, who: People) -> None:
    binds = cap(Cap.Kind.IN_ALL, 5000)

    def forge() -> None:
        Cap.objects.filter(pk=binds.pk).update(ended=said(someone(Role.AGREEMENT)))

    with refused("hubs_cap_replaced"):
        forge()
    with without(database, ("replaced", "hubs_cap")):
        forge()
    cap(Cap.Kind.IN_ALL, 6000)
    assert not Cap.objects.filter(pk=binds.pk, ended=None).exists()


def test_other_numbers_and_caps_are_approved_for_the_agreement(database: Database, who: People) -> None:
    """A second person is not enough: two managers of one hub would certify each other's places."""
    manager, other = (someone(Role.HUB_MANAGER, hub=who.hub.pk) for _ in range(2))
    asked = request_numbers(
        manager, hub=who.hub.pk, four=Four(9, 9, 9, 9), from_on=today(), reason="more people are to come"
    )
    entered = enter_cap(
        someone(Role.AGREEMENT),
        scheme=a_scheme().pk,
        kind=Cap.Kind.A_YEAR,
        people=9999,
        from_on=days_ago(1),
        term="4",
    )

    def numbers_of_their_own() -> None:
        NumbersAnswer.objects.create(
            event_id=said(other), request=asked, approved=True, reason="x", by_id=other.id
        )

    def cap_of_their_own() -> None:
        CapApproval.objects.create(event_id=said(other), cap=entered, by_id=other.id)

    with refused("hubs_numbers_by_agreement"):
        numbers_of_their_own()
    with without(database, ("by_another", "hubs_numbersanswer")):
        numbers_of_their_own()
    with refused("hubs_cap_by_agreement"):
        cap_of_their_own()
    with without(database, ("by_another", "hubs_capapproval")):
        cap_of_their_own()


def test_readiness_is_signed_by_a_monitor(database: Database, who: People) -> None:
    found = record_test(
        someone(Role.AGREEMENT),
        scheme=SCHEME,
        item=Item.LAWYERS,
        tested_on=today(),
        what="Rang.",
        passed=True,
    )
    other = someone(Role.AGREEMENT)

    def forge() -> None:
        ReadinessSignature.objects.create(event_id=said(other), readiness=found, by_id=other.id)

    with refused("hubs_readiness_monitor"):
        forge()
    with without(database, ("signed", "hubs_readinesssignature")):
        forge()
