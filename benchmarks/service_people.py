"""Many synthetic people in the service's database, in minutes: written in bulk, to be read under load.

The demo's own people, some hundreds of them at every stage as far as the hub, are made by commands, as
everywhere. All others stand before a hub and come by COPY, 500 in a transaction, as the owner of the tables:

- Each event is on the record (`record.append`) and in the journal, in one transaction with its rows, and
  every row names it: `guard.recorded`, foreign keys, constraints and all of the record's triggers stay on.
- The stage is folded, clocks and custody stand, by the triggers that do so for commands.
- Two triggers of `casework_fact` are off meanwhile: the lock of the case (nobody else writes) and the
  screening at the commit, which is then asked for once a case by `guard.rescreen`.
- Skipped are the checks of commands in Python (permission, form of an answer) and idempotency keys.

Who they are comes from `caseload.make` like the demo's: ways, facts (some 40 each), suppliers, names in the
script of their state of origin. A father's name is put in, so that fewer people are called the same.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from returnhub.accounts.commands import add_user, grant_role
from returnhub.accounts.roles import MAY, OPERATORS, Role
from returnhub.casework.clocks import APPEAL_DAYS, CUSTODY_REVIEW_DAYS, SPECS, Counted, Kind, days
from returnhub.casework.commands.cases import searched
from returnhub.casework.commands.facts import Answer, as_json, facts
from returnhub.casework.models import Name
from returnhub.journal.actor import Actor
from returnhub.procedure import Event
from returnhub.record.entry import canonical, write_time
from returnhub.scheme.load import load
from returnhub.screening.rules import load_ruleset
from returnhub.service.demo.names import a_name
from returnhub.service.demo.people import Drawn, draw
from returnhub.service.demo.world import SCHEME, fill
from returnhub.service.install import OWNER

AT_ONCE = 500
"""People in one transaction: what is on record has to be committed within 45 seconds."""
SEED = 100_000
STAFF = {Role.SCREENING: 300, Role.AUTHORISING: 40, Role.DOCUMENT: 40, Role.LAWYER: 200, Role.REFERRING: 100}
"""Users of each role, so that everybody's own cases are as many as in an office."""
HELD, REPRESENTED, ASSIGNED, DOCUMENTED = 0.05, 0.4, 0.6, 0.5
"""Shares of people: assumptions, so that no part of a file is empty everywhere."""

_EVENTS = """
INSERT INTO journal_event (kind, "case", actor, role, reason, happened, recorded, data, record, tx)
SELECT b ->> 'kind', (b ->> 'case')::bigint, (b ->> 'actor')::bigint, b ->> 'role', b ->> 'reason',
       coalesce((b ->> 'happened')::timestamptz, x.recorded_at), x.recorded_at,
       b -> 'data', x.id, pg_current_xact_id()
FROM ROWS FROM (unnest(%(bodies)s::text[]), record.append(%(bodies)s::text[])) WITH ORDINALITY
     AS x (body, id, recorded_at, commitment, n), LATERAL (SELECT x.body::jsonb) AS j (b)
ORDER BY x.n RETURNING id"""


@dataclass(slots=True)
class Chunk:
    """Some people on their way into the database: bodies of events, and rows that name them by place."""

    bodies: list[str] = field(default_factory=list[str])
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict[str, list[tuple[Any, ...]]])

    def event(self, kind: str, actor: int, *, case: int | None = None, **more: Any) -> int:
        """An event's place among the bodies."""
        body = {"actor": actor, "case": case, "kind": kind, "reason": "", "role": Role.SCREENING.value}
        happened = more.pop("happened", None)
        if happened is not None:
            body["happened"] = write_time(happened.astimezone(dt.UTC))
        body["data"] = more
        # what canonical JSON is for text, whole numbers, booleans and nothing, and much faster
        self.bodies.append(json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
        return len(self.bodies) - 1

    def put(self, table: str, event: int, *values: Any) -> None:
        """A row of a table of `_COLUMNS`."""
        self.rows.setdefault(table, []).append((event, *values))


_COLUMNS = {
    "casework_person": "id",
    "casework_name": "person_id, kind, text, latin",
    "casework_document": "person_id, kind, number, state, until",
    "casework_case": "id, reference, person_id, scheme, procedure, ruleset, referred_by_id",
    "casework_happening": "case_id, word, at",
    "casework_assignment": "case_id, to_id",
    "casework_representation": "case_id, lawyer_id",
    "casework_custody": "case_id, authority, ground, why, began",
    "casework_clock": "case_id, kind, owner, started_on, ends_on, counted, effect",
    "casework_fact": "case_id, fact, value, supplier, found_on, good_until, note",
}
"""What is written of each table besides its event, in the order in which tables need each other."""


def fill_up(
    setup_address: str, home: Path, count: int, demo: int, say: Callable[[str], None]
) -> dict[str, int | str]:
    """The demo's people by commands, all others in bulk; how many people and facts, and their size."""
    today = dt.datetime.now(dt.UTC).date()
    fill(home, say, demo)
    users = staff()
    say("users added")
    people(setup_address, count - demo, users, today)
    say("people written")
    with psycopg.connect(setup_address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        found = connection.execute(
            """SELECT (SELECT count(*) FROM casework_case), (SELECT count(*) FROM casework_fact),
               pg_size_pretty(pg_database_size(current_database()))"""
        ).fetchone()
    assert found is not None
    return {"people": found[0], "facts": found[1], "size": found[2]}


def staff() -> dict[Role, list[int]]:
    """Users of each role, by commands; their numbers."""
    from django.db import transaction

    clock = Actor(None, "clock", "set-up", frozenset(MAY))
    made: dict[Role, list[int]] = {}
    for role, count in STAFF.items():
        with transaction.atomic():
            for n in range(count):
                address = f"{role.value}{n}@bench.example.org"
                user = add_user(clock, email=address, name=f"{role.value.replace('_', ' ').title()} {n}")
                grant_role(clock, user=user.pk, role=role)
                made.setdefault(role, []).append(user.pk)
    return made


def people(setup_address: str, count: int, users: dict[Role, list[int]], today: dt.date) -> None:
    """Write `count` people."""
    scheme = load(SCHEME)
    ruleset = load_ruleset(scheme.rules.profile, scheme).digest
    luck = random.Random(SEED)
    with psycopg.connect(setup_address, options=f"-c role={OWNER}") as connection:
        _screening(connection, on=False)
        drawn = draw(count, scheme, today, SEED)
        while some := list(itertools.islice(drawn, AT_ONCE)):
            _write(connection, some, users, luck, ruleset, today)
        _screening(connection, on=True)


def _screening(connection: psycopg.Connection, *, on: bool) -> None:
    word = "ENABLE ALWAYS" if on else "DISABLE"
    for trigger in ("locked", "screens"):
        connection.execute(f"ALTER TABLE casework_fact {word} TRIGGER {trigger}".encode())
    connection.commit()


def _write(
    connection: psycopg.Connection,
    some: Sequence[Drawn],
    users: dict[Role, list[int]],
    luck: random.Random,
    ruleset: str,
    today: dt.date,
) -> None:
    chunk = Chunk()
    cases = _numbers(connection, "casework_case", len(some))
    persons = _numbers(connection, "casework_person", len(some))
    references = _references(connection, len(some))
    for drawn, case, person, reference in zip(some, cases, persons, references, strict=True):
        _one(chunk, drawn, case, person, reference, users, luck, ruleset, today)
    assert canonical(json.loads(chunk.bodies[0])).decode() == chunk.bodies[0]
    made = [row[0] for row in connection.execute(_EVENTS, {"bodies": chunk.bodies})]
    with connection.cursor() as cursor:
        for table, columns in _COLUMNS.items():
            with cursor.copy(f"COPY {table} (event_id, {columns}) FROM STDIN".encode()) as copy:
                for event, *values in chunk.rows.get(table, ()):
                    copy.write_row((made[event], *values))
    connection.execute("SELECT guard.rescreen(c, guard.today()) FROM unnest(%s::bigint[]) AS c", [cases])
    connection.commit()


def _one(
    chunk: Chunk,
    drawn: Drawn,
    case: int,
    person: int,
    reference: str,
    users: dict[Role, list[int]],
    luck: random.Random,
    ruleset: str,
    today: dt.date,
) -> None:
    new = drawn.new
    referred_by = luck.choice(users[Role.REFERRING])
    opened = chunk.event(
        "casework.case_opened", referred_by, scheme=new.scheme, facts=[a.as_data() for a in new.facts]
    )
    known = {a.fact: a.value for a in new.facts}
    chunk.put("casework_person", opened, person)
    for called in new.names:
        father = a_name(luck, str(known.get("origin", "")), "male").split()[0]
        first, *rest = called.text.split()
        text = " ".join((first, father, *rest))
        chunk.put("casework_name", opened, person, Name.Kind(called.kind).value, text, searched(text))
    if luck.random() < DOCUMENTED:
        number = f"{luck.choice('ABCDEFGH')}{luck.randrange(10**8):08}"
        chunk.put("casework_document", opened, person, "passport", number, str(known.get("origin", "")), None)
    chunk.put(
        "casework_case", opened, case, reference, person, new.scheme, "return_hub", ruleset, referred_by
    )
    _facts(chunk, opened, case, new.facts)
    shift = dt.timedelta(days=luck.randint(0, 7))
    last = opened
    for h in new.happened:
        at = h.at - shift
        last = chunk.event("casework.happened", referred_by, case=case, happened=at, word=h.event.value)
        chunk.put("casework_happening", last, case, h.event.value, at)
    if new.happened and new.happened[-1].event is Event.CLAIM_REFUSED:
        _clock(chunk, last, case, Kind.APPEAL_TIME, days((new.happened[-1].at - shift).date(), APPEAL_DAYS))
    if luck.random() < ASSIGNED:
        to = luck.choice(users[luck.choice(sorted(OPERATORS & users.keys()))])
        assigned = chunk.event("casework.assigned", to, case=case, to=to)
        chunk.put("casework_assignment", assigned, case, to)
    if luck.random() < REPRESENTED:
        lawyer = luck.choice(users[Role.LAWYER])
        speaks = chunk.event("casework.represented", referred_by, case=case, lawyer=lawyer)
        chunk.put("casework_representation", speaks, case, lawyer)
    if drawn.way in ("exhausted", "time ended") and luck.random() < HELD:
        began = today - dt.timedelta(days=luck.randint(1, CUSTODY_REVIEW_DAYS - 3))
        held = chunk.event("casework.custody_began", referred_by, case=case)
        at = dt.datetime.combine(began, dt.time(9), dt.UTC)
        why = "Left two addresses without saying where to."
        chunk.put("casework_custody", held, case, "The Home Office", "flight_risk", why, at)
        _clock(chunk, held, case, Kind.CUSTODY_REVIEW, days(began, CUSTODY_REVIEW_DAYS))


def _facts(chunk: Chunk, event: int, case: int, answers: Iterable[Answer]) -> None:
    for a in answers:
        fact = facts()[a.fact]
        until = None
        if fact.good_for_days is not None and fact.dated_by is None:
            until = a.found_on + dt.timedelta(days=fact.good_for_days)
        value = json.dumps(as_json(a.value))
        chunk.put("casework_fact", event, case, a.fact, value, a.supplier, a.found_on, until, "")


def _clock(chunk: Chunk, event: int, case: int, kind: Kind, counted: Counted) -> None:
    spec = SPECS[kind]
    span = counted.started_on, counted.ends_on, counted.words
    chunk.put("casework_clock", event, case, kind.value, spec.owner, *span, spec.effect.value)


def _numbers(connection: psycopg.Connection, table: str, count: int) -> list[int]:
    asked = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    return [row[0] for row in connection.execute(asked, [table, count])]


def _references(connection: psycopg.Connection, count: int) -> list[str]:
    """References that no case has."""
    from returnhub.casework.reference import new_reference

    drawn = list({new_reference() for _ in range(count + 20)})
    taken = {
        row[0]
        for row in connection.execute(
            "SELECT reference FROM casework_case WHERE reference = ANY (%s)", [drawn]
        )
    }
    return [one for one in drawn if one not in taken][:count]
