"""Random officers try random verbs on a few people; after each attempt every promise still holds.

An attempt may be refused, by a command, by a guard or because the thing is not there, and has then written
nothing; it may never leave a promise of the design broken, and never fail in another way.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone
from tests.movements.way import people as officers
from tests.movements.way import ready, waiting
from tests.service_database import Database
from tests.service_people import a_case, a_hub, someone
from tests.stateful.acts import ACTS as PREPARING
from tests.stateful.acts import NEXT, Try
from tests.stateful.acts import WHO as WHO_PREPARES
from tests.stateful.acts_away import AWAY, WHO_AWAY

from returnhub.accounts.roles import OF_A_HUB, Role
from returnhub.casework.commands.counsel import represent
from returnhub.casework.jobs import run_out
from returnhub.casework.models import Standing
from returnhub.journal.actor import Actor
from returnhub.oversight.invariants.catalogue import INVARIANTS
from returnhub.oversight.invariants.look import ask
from returnhub.problems import Problems

STEPS_IN_ALL = 2_000
ACTS, WHO = {**PREPARING, **AWAY}, {**WHO_PREPARES, **WHO_AWAY}
EVERYTHING_EACH = 100
"""Attempts between looks at the promises that read the whole record or the catalogue."""
NEWCOMER_EACH = 40
"""Attempts after which somebody about whom everything stands takes another's place."""
CLOCKS_EACH = 50
"""Attempts between rounds of the job that ends what has run out; it goes round each minute otherwise."""
SLOW = frozenset(
    {"service_guards_are_on", "record_guards_are_on", "stages_balance", "entries_have_events",
     "events_are_on_record", "entries_come_into_the_tree", "rows_have_their_events", "confidential_stays_so"}
)  # fmt: skip
NOT_HERE = frozenset({"entries_come_into_the_tree"})
"""No sequencer runs in this test, so nothing comes into the tree."""


class World:
    """A few people, two of each role, and what was tried."""

    def __init__(self, database: Database, seed: int) -> None:
        self.luck = random.Random(seed)
        self.who = officers()
        self.acting: dict[Role, list[Actor]] = {}
        for role in Role:
            hub = self.who.hub.pk if role in OF_A_HUB else None
            self.acting[role] = [someone(role, hub=hub), someone(role, hub=hub)]
        self.acting[Role.SCREENING].append(self.who.screening)
        other = a_hub(people=2)
        self.hubs = (self.who.hub, other)
        self.cases = [a_case(self.who.screening), *(waiting(self.who) for _ in range(4)), ready(self.who)]
        for case in self.cases[::2]:
            for lawyer in self.acting[Role.LAWYER]:
                represent(self.who.screening, case=case.pk, lawyer=lawyer.id)
        self.tried: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.history: list[str] = []
        self.asking = psycopg.connect(database.addresses.web, autocommit=True)

    def attempt(self) -> bool:
        """One verb by somebody, on somebody; whether anything was written."""
        before = self._written()
        case = self.luck.choice(self.cases)
        name = self.luck.choice(list(ACTS))
        if self.luck.random() < 0.45:
            name = NEXT.get(Standing.objects.get(case=case.pk).stage, name)
        role = WHO.get(name, Role.SCREENING) if self.luck.random() < 0.85 else self.luck.choice(list(Role))
        by = self.luck.choice(self.acting[role])
        self.tried[name] += 1
        self.history = [*self.history[-20:], f"{name} on {case.pk} by {by.id} {role.value}"]
        try:
            with transaction.atomic():
                escorts = tuple(self.acting[Role.ESCORT])
                monitor, other = self.acting[Role.MONITOR][0], self.acting[Role.AGREEMENT][1]
                ACTS[name](Try(by, case, self.hubs, monitor, other, escorts, self.luck))
        except Problems:
            assert self._written() == before, ("refused, and yet something was written", self.history)
            return False
        self.done[name] += 1
        return True

    def _written(self) -> object:
        """What changes with each row that is written: every one has its event."""
        return self.asking.execute("SELECT max(id) FROM journal_event").fetchone()

    def hold(self, *, everything: bool) -> None:
        """Every promise, as the page of invariants asks it."""
        now = timezone.now()
        for invariant in INVARIANTS:
            if invariant.id in NOT_HERE or (invariant.id in SLOW and not everything):
                continue
            found = ask(self.asking, invariant, now, whole=True)
            assert not found.broken, (invariant.id, found.examples, self.history)


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    made = World(database, seed=20_261_122)
    yield made
    made.asking.close()


def _run(world: World, steps: int) -> None:
    for step in range(1, steps + 1):
        if step % NEWCOMER_EACH == 0:
            # a cap of the agreement may leave no place for anybody
            with suppress(Problems):
                world.cases[world.luck.randrange(len(world.cases))] = ready(world.who)
        if step % CLOCKS_EACH == 0:
            run_out(timezone.now())
        if world.attempt() or step % CLOCKS_EACH == 0:
            world.hold(everything=step % EVERYTHING_EACH == 0)


def test_two_thousand_random_attempts_leave_every_promise_whole(world: World) -> None:
    _run(world, STEPS_IN_ALL)
    # the walk has to have gone somewhere: every step of the way was both taken and refused
    never = [name for name in NEXT.values() if not world.done[name] or world.tried[name] == world.done[name]]
    assert never == [], (world.done, world.tried)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_twenty_thousand_random_attempts_leave_every_promise_whole(database: Database, seed: int) -> None:
    world = World(database, seed)
    try:
        _run(world, STEPS_IN_ALL)
    finally:
        world.asking.close()
