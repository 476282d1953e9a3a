"""Fifty connections at one instant on transfers: one outcome a person, one seat a person, no seat too many.

Each guard is first shown to matter: without it the same steps in the worst order all go through.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import LiteralString

import pytest
from django.db import transaction
from django.utils import timezone
from tests.movements.test_authority_forged import event
from tests.movements.way import authorised, stage
from tests.races.at_once import Outcome as Came
from tests.races.at_once import at_once
from tests.races.test_service_races import begun
from tests.service_database import Database, SetUp, lead_django_to
from tests.transfers.day import Crowd, a_transfer, crowd, gone, seated

from returnhub.casework.models import Case
from returnhub.movements.commands.authority import withdraw_authority
from returnhub.problems import Problems
from returnhub.procedure import Stage
from returnhub.transfers.commands.day import board, check, record_outcome
from returnhub.transfers.commands.seats import give_seat
from returnhub.transfers.models import Boarding, Outcome, Seat, Transfer

MANY = 50
SEATS, PEOPLE = 2, 5
PAIRS = 3


@pytest.fixture(scope="module")
def c(database: Database) -> Crowd:
    return crowd()


@pytest.fixture
def unlocked(setup_server: SetUp, database: Database) -> Iterator[Callable[..., Crowd]]:
    """A copy in which nothing waits for a case or a transfer, once these statements were run in it."""
    copy = setup_server.copy()

    def without(*statements: LiteralString) -> Crowd:
        with copy.superuser() as connection:
            for name, argument in (("lock_case", "of_case bigint"), ("lock_transfer", "of_transfer bigint")):
                connection.execute(
                    f"CREATE OR REPLACE FUNCTION guard.{name}({argument}) RETURNS void"  # pyright: ignore[reportArgumentType]: names of this module
                    " LANGUAGE sql AS 'SELECT'"
                )
            for statement in statements:
                connection.execute(statement)
        lead_django_to(copy.addresses)
        return crowd()

    yield without
    lead_django_to(database.addresses)


def refused(outcomes: list[Came]) -> set[str]:
    """By which guard or for which reason those who came too late were refused; there is no other fault than
    that some had waited too long for the others."""
    faults = [o.fault for o in outcomes if o.fault is not None]
    assert [fault for fault in faults if not isinstance(fault, Problems)] == []
    given = [fault.items[0].given for fault in faults if isinstance(fault, Problems)]
    return {str(one.get("guard") or one.get("kind")) for one in given} - {"busy"}


def arrive(c: Crowd, seat: Seat, at: dt.datetime) -> object:
    return record_outcome(c.manager, seat=seat.pk, kind=Outcome.Kind.ARRIVED, at=at)


def turn_back(c: Crowd, seat: Seat, at: dt.datetime) -> object:
    return record_outcome(
        c.escort,
        seat=seat.pk,
        kind=Outcome.Kind.NOT_ARRIVED,
        reason=Outcome.Reason.TURNED_BACK,
        at=at,
    )


def outcome_row(seat: Seat, kind: str, reason: str = "") -> None:
    """An outcome as raw SQL would write it: nothing of a command waits for anything."""
    with transaction.atomic():
        Outcome.objects.create(
            event_id=event(seat.case), case=seat.case, seat=seat, kind=kind, reason=reason, at=timezone.now()
        )


def sit(c: Crowd, transfer: Transfer, case: Case) -> object:
    return give_seat(c.who.screening, transfer=transfer.pk, case=case.pk)


def test_without_its_guards_one_person_has_arrived_and_has_not(unlocked: Callable[..., Crowd]) -> None:
    c = unlocked(
        "ALTER TABLE transfers_outcome DROP CONSTRAINT transfers_outcome_seat_id_key",
        "ALTER TABLE transfers_outcome DISABLE TRIGGER so",
    )
    _, seat = gone(c)
    with begun(lambda: outcome_row(seat, "arrived")):
        outcome_row(seat, "not_arrived", "turned_back")
    assert Outcome.objects.filter(seat=seat).count() == 2


def test_of_fifty_words_on_one_arrival_one_counts_and_the_same_again_is_the_same(c: Crowd) -> None:
    case, seat = gone(c)
    at = timezone.now()
    works = [lambda: arrive(c, seat, at), lambda: turn_back(c, seat, at)] * (MANY // 2)
    outcomes = at_once(works)
    made = Outcome.objects.get(seat=seat)
    arrived = made.kind == Outcome.Kind.ARRIVED
    assert refused(outcomes) == {f"outcome_{made.kind}"}
    assert {o.value for o in outcomes if o.fault is None} == {made}
    assert stage(case) == (Stage.IN_HUB if arrived else Stage.EXHAUSTED)


def test_without_its_guard_one_person_is_on_two_transfers(unlocked: Callable[..., Crowd]) -> None:
    c = unlocked("DROP INDEX transfers_seat_one_a_person")
    case, _ = authorised(c.who)
    one, other = a_transfer(c), a_transfer(c)
    with begun(lambda: sit(c, one, case)):
        sit(c, other, case)
    assert Seat.objects.filter(case=case, ended=None).count() == 2


def test_of_fifty_seats_on_two_transfers_one_person_has_one(c: Crowd) -> None:
    case, _ = authorised(c.who)
    one, other = a_transfer(c), a_transfer(c)
    works = [lambda: sit(c, one, case), lambda: sit(c, other, case)] * (MANY // 2)
    outcomes = at_once(works)
    assert refused(outcomes) == {"transfers_seat_one_a_person"}
    assert Seat.objects.filter(case=case, ended=None).count() == 1


def test_without_the_lock_the_last_seat_is_given_twice(unlocked: Callable[..., Crowd]) -> None:
    c = unlocked()
    (first, _), (second, _) = authorised(c.who), authorised(c.who)
    transfer = a_transfer(c, seats=3)
    with begun(lambda: sit(c, transfer, first)):
        sit(c, transfer, second)
    assert Seat.objects.filter(transfer=transfer, ended=None).count() == 2


def test_of_fifty_who_ask_for_the_last_seats_as_many_get_one_as_there_are(c: Crowd) -> None:
    cases = [authorised(c.who)[0] for _ in range(PEOPLE)]
    # the monitor's and the escort's besides
    transfer = a_transfer(c, seats=SEATS + 2)
    works = [lambda case=case: sit(c, transfer, case) for case in cases] * (MANY // PEOPLE)
    outcomes = at_once(works)
    assert refused(outcomes) <= {"transfers_seats_enough", "transfers_seat_one_a_person"}
    assert sum(o.fault is None for o in outcomes) == SEATS
    assert Seat.objects.filter(transfer=transfer, ended=None).count() == SEATS


def test_of_boarding_and_withdrawal_at_one_instant_nobody_boards_after_the_withdrawal(c: Crowd) -> None:
    transfer = a_transfer(c)
    people = [seated(c, transfer) for _ in range(PAIRS)]
    check(c.escort, transfer=transfer.pk)
    works: list[Callable[[], object]] = []
    for case, seat in people:
        works.append(lambda s=seat: board(c.escort, seat=s.pk))
        works.append(lambda k=case: withdraw_authority(c.who.other, case=k.pk, reasons="a letter has come"))
    outcomes = at_once(works)
    assert [o.fault for o in outcomes[1::2] if o.fault is not None] == []
    for (_, seat), came in zip(people, outcomes[::2], strict=True):
        seat.refresh_from_db()
        boarding = Boarding.objects.filter(seat=seat).first()
        assert seat.ended_id is not None
        assert (boarding is None) is (came.fault is not None)
        assert boarding is None or boarding.event_id < seat.ended_id
