"""People with a place, by commands and by raw rows. Everyone is made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from tests.movements.test_authority_forged import event
from tests.movements.way import People, authorised
from tests.service_database import Database
from tests.service_people import SCHEME, a_scheme, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import happen
from returnhub.casework.models import Case
from returnhub.hubs.commands.numbers import Four, answer_numbers, approve_cap, enter_cap, request_numbers
from returnhub.hubs.models import Cap, Hub, Numbers, Place, Stay
from returnhub.journal.command import Act, ask_guards
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.procedure import Event

STAY = 91


def in_days(days: int) -> dt.date:
    """A day to come, or one that has been."""
    return today() + dt.timedelta(days=days)


def hold(
    case: Case, place: Place, *, start: int = 0, days: int = STAY, hub: Hub | None = None, person: int = 0
) -> Stay:
    """A place held for somebody, as somebody with the application's password would write it."""
    with transaction.atomic():
        return Stay.objects.create(
            event_id=event(case),
            case=case,
            person=person or case.person_id,
            hub=hub or place.hub,
            place=place,
            kind=Stay.Kind.HELD,
            days=DateRange(in_days(start), in_days(start + days)),
        )


def happened(who: People, case: Case, what: Event) -> None:
    """Something happened in a case just now."""
    with transaction.atomic():
        now = timezone.now()
        happen(Act(who.screening, now), case.pk, what, now)
        ask_guards()


def on_the_way(who: People) -> Case:
    """Somebody who departed with authority and with a place."""
    case, _ = authorised(who)
    record_departure(who.other, case=case.pk, way=Way.HUB, at=timezone.now())
    return case


def there(who: People) -> Case:
    """Somebody who lives in the hub."""
    case = on_the_way(who)
    happened(who, case, Event.ARRIVED)
    return case


def stay(case: Case) -> Stay:
    """The stay that stands."""
    return Stay.objects.get(case=case, ended=None)


def a_place(hub: Hub, nth: int = 0) -> Place:
    """A place of a hub, in the order in which they were added."""
    return Place.objects.filter(hub=hub).order_by("pk")[nth]


def ask(hub: Hub, people: int, *, start: int = 0) -> int:
    """Somebody asks that four numbers of a hub be the same."""
    made = request_numbers(
        someone(Role.AGREEMENT),
        hub=hub.pk,
        four=Four(people, people, people, people),
        from_on=in_days(start),
        reason="rooms are being mended",
    )
    return made.pk


def numbers(hub: Hub, people: int, *, start: int = 0) -> Numbers:
    """So many people may be in a hub from a day on, as another person approved."""
    answer_numbers(
        someone(Role.AGREEMENT), request=ask(hub, people, start=start), approved=True, reason="seen"
    )
    return Numbers.objects.get(hub=hub, from_on=in_days(start), ended=None)


def cap(kind: Cap.Kind, people: int, *, start: int = -30) -> Cap:
    """A cap of the agreement that binds from a day on."""
    made = enter_cap(
        someone(Role.AGREEMENT),
        scheme=a_scheme().pk,
        kind=kind,
        people=people,
        from_on=in_days(start),
        term="4",
    )
    approve_cap(someone(Role.AGREEMENT), cap=made.pk)
    return made


def over_cap(days: DateRange) -> list[tuple[str, int, int]]:
    """What `guard.over_cap` finds for days: kind, people, bound."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT * FROM guard.over_cap(%s, %s)", [SCHEME, days])
        return cursor.fetchall()


@contextmanager
def without_constraint(database: Database, table: str, *names: str) -> Iterator[None]:
    """A constraint of a table that a superuser has dropped for a while."""
    with database.superuser() as connection:
        made = []
        for name in names:
            found = connection.execute(
                "SELECT 'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || conname || ' '"
                " || pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s"
                " UNION SELECT indexdef FROM pg_indexes WHERE indexname = %s"
                " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
                [name, name],
            ).fetchone()
            assert found is not None
            what = "INDEX" if found[0].startswith("CREATE") else "CONSTRAINT"
            connection.execute(
                f"DROP INDEX {name}" if what == "INDEX" else f"ALTER TABLE {table} DROP CONSTRAINT {name}"  # pyright: ignore[reportArgumentType]: names of this module
            )
            made.append(found[0])
        try:
            yield
        finally:
            for words in made:
                connection.execute(words)
