"""Numbers, phases and caps: by two people, never below the people, each day by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import timezone
from tests.hubs.housed import a_place, ask, hold, in_days, numbers
from tests.movements.test_authority_forged import refused, without
from tests.movements.test_guards_of_authority import TakenBackError
from tests.movements.way import People, waiting
from tests.service_database import Database
from tests.service_people import SETTING_UP, a_hub, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.hubs.commands.numbers import answer_numbers, withdraw_numbers
from returnhub.hubs.commands.places import end_phase, set_phase
from returnhub.hubs.models import (
    Hub,
    Numbers,
    NumbersAnswer,
    NumbersRequest,
    Phase,
    Stay,
)
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act


@pytest.fixture
def who(everybody: People) -> Iterator[People]:
    """With a hub of its own; what a test does is taken back."""
    try:
        with transaction.atomic():
            yield replace(everybody, hub=a_hub(people=3))
            raise TakenBackError
    except TakenBackError:
        pass


def event(by: Actor = SETTING_UP) -> int:
    return Act(by, timezone.now()).event("tests.forged")


def answered(request: int, by: int, event_id: int) -> NumbersAnswer:
    return NumbersAnswer.objects.create(
        event_id=event_id, request_id=request, approved=True, reason="x", by_id=by
    )


def numbers_row(hub: Hub, answer: NumbersAnswer, people: int) -> Numbers:
    """Numbers as somebody with the application's password would write them; those that stood end."""
    Numbers.objects.filter(hub=hub, ended=None).update(ended=answer.event_id)
    return Numbers.objects.create(
        event_id=answer.event_id,
        hub=hub,
        from_on=today(),
        answer=answer,
        maximum=people,
        working=people,
        certified=people,
        signed=people,
    )


def test_who_asks_for_numbers_does_not_approve_them(database: Database, everybody: People) -> None:
    hub = a_hub(people=2)
    request = NumbersRequest.objects.get(pk=ask(hub, 1))
    asker = replace(SETTING_UP, id=request.by_id, role=Role.AGREEMENT)

    with refuses("hubs_numbers_two_people"):
        answer_numbers(asker, request=request.pk, approved=True, reason="mine")
    with refused("hubs_numbers_two_people"):
        answered(request.pk, request.by_id, event(asker))
    with without(database, ("by_another", "hubs_numbersanswer")):
        answered(request.pk, request.by_id, event(asker))


def test_numbers_are_those_that_were_approved(database: Database, everybody: People) -> None:
    hub, manager = a_hub(people=2), someone(Role.AGREEMENT)
    request = ask(hub, 1)

    def forge() -> None:
        numbers_row(hub, answered(request, manager.id or 0, event(manager)), 2)

    with refused("hubs_numbers_approved"):
        forge()
    with without(database, ("hold", "hubs_numbers")):
        forge()


def test_numbers_are_never_below_the_people_to_come(database: Database, everybody: People) -> None:
    hub, manager = a_hub(people=2), someone(Role.AGREEMENT)
    for nth in (0, 1):
        hold(waiting(everybody), a_place(hub, nth))
    request = ask(hub, 1)
    with refuses("hubs_numbers_below_people"):
        answer_numbers(manager, request=request, approved=True, reason="seen")

    def forge() -> None:
        numbers_row(hub, answered(request, manager.id or 0, event(manager)), 1)

    with refused("hubs_numbers_below_people"):
        forge()
    with without(database, ("hold", "hubs_numbers"), ("hold_ended", "hubs_numbers")):
        forge()
    withdraw_numbers(manager, request=request, reason="people are to come")
    numbers(hub, 1, start=91)


def test_numbers_that_people_rest_on_do_not_just_end(database: Database, everybody: People) -> None:
    hub = a_hub(people=1)
    hold(waiting(everybody), a_place(hub))

    def forge() -> None:
        Numbers.objects.filter(hub=hub).update(ended=event())

    with refused("hubs_numbers_below_people"):
        forge()
    with without(database, ("hold_ended", "hubs_numbers"), ("replaced", "hubs_numbers")):
        forge()


@pytest.mark.parametrize("kind", [Phase.Kind.CLOSED, Phase.Kind.PLANNED, Phase.Kind.RAMP_UP])
def test_a_hub_with_people_in_it_is_not_closed(
    database: Database, everybody: People, kind: Phase.Kind
) -> None:
    hub, manager = a_hub(people=2), someone(Role.AGREEMENT)
    for nth in (0, 1):
        hold(waiting(everybody), a_place(hub, nth))

    def close() -> None:
        places = 1 if kind is Phase.Kind.RAMP_UP else None
        set_phase(manager, hub=hub.pk, kind=kind, from_on=in_days(30), reason="x", places=places)

    with refuses("hubs_numbers_below_people"):
        close()
    with without(database, ("hold", "hubs_phase")):
        close()


def test_a_closing_hub_keeps_who_is_to_come(who: People) -> None:
    hold(waiting(who), a_place(who.hub))
    set_phase(
        someone(Role.AGREEMENT),
        hub=who.hub.pk,
        kind=Phase.Kind.CLOSING,
        from_on=today(),
        reason="the lease ends",
    )
    assert Stay.objects.filter(hub=who.hub, ended=None).exists()


def test_a_phase_that_was_planned_is_given_up_and_one_that_began_is_not(who: People) -> None:
    manager = someone(Role.AGREEMENT)
    planned = set_phase(
        manager, hub=who.hub.pk, kind=Phase.Kind.CLOSED, from_on=in_days(9), reason="the lease ends"
    )
    end_phase(manager, phase=planned.pk, reason="the lease goes on")
    hold(waiting(who), a_place(who.hub), start=10)
    with refuses("command.not_possible"):
        end_phase(manager, phase=planned.pk, reason="again")
    begun = Phase.objects.get(hub=who.hub, kind=Phase.Kind.OPEN)
    with refuses("command.not_possible"):
        end_phase(manager, phase=begun.pk, reason="x")


def test_a_request_is_answered_or_withdrawn_once(database: Database, who: People) -> None:
    manager = someone(Role.AGREEMENT)
    request = ask(who.hub, 2)
    with refuses("hubs_numbers_request_once"):
        ask(who.hub, 1)
    withdraw_numbers(manager, request=request, reason="a slip")
    with refuses("command.not_possible"):
        answer_numbers(manager, request=request, approved=True, reason="seen")
    with refused("hubs_numbers_request_stands"):
        answered(request, manager.id or 0, event(manager))
    again = ask(who.hub, 2)
    answer_numbers(manager, request=again, approved=False, reason="no")
    assert Numbers.objects.get(hub=who.hub, ended=None).signed == 3


def test_an_answered_request_is_answered_where_the_guard_is_off(
    database: Database, everybody: People
) -> None:
    hub, manager = a_hub(people=2), someone(Role.AGREEMENT)
    request = ask(hub, 1)
    withdraw_numbers(manager, request=request, reason="a slip")
    with without(database, ("by_another", "hubs_numbersanswer")):
        answered(request, manager.id or 0, event(manager))
