"""A keeper that dies at any of its statements, or loses its connection there, loses and repeats nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import psycopg
import pytest
from tests.record.forks import Forks
from tests.record.made_logs import LOG, ORIGIN
from tests.record.pg_dying import (
    Work,
    append_and_sequence,
    doom,
    doomed,
    erase_and_sequence,
    hand_over,
    lose,
    outlived,
)
from tests.record.pg_logs import Cluster, bodies, check_whole, entries_of, manifest, signer

from returnhub.problems import Problems
from returnhub.record.checkpoint import Handover
from returnhub.record.keys import new_key, write_key
from returnhub.record.note import Note
from returnhub.record.postgres.store import PostgresLog, connect
from returnhub.record.sequencer import step
from returnhub.record.signer import Signer

MOST = 300
INSIDE = [
    (table, verb, when)
    for table, verbs in {
        "event": ("INSERT",),
        "content": ("INSERT", "DELETE"),
        "waiting": ("INSERT", "DELETE"),
        "leaf": ("INSERT",),
        "node": ("INSERT",),
        "unsigned": ("INSERT", "DELETE"),
        "checkpoint": ("INSERT",),
        "signature": ("INSERT",),
        "erasure": ("INSERT",),
    }.items()
    for verb in verbs
    for when in ("BEFORE", "AFTER")
]


class Witnessed:
    """A log whose entries somebody else appends and knows, while a keeper dies over and over."""

    def __init__(self, address: str, home: Path) -> None:
        self.address, self.home = address, home
        self.log = connect(address)
        self.known: list[str] = []
        home.mkdir(exist_ok=True)

    def add(self, count: int) -> None:
        self.known += [entry.id for entry in self.log.append(bodies(count, "by a witness"))]

    def sequence(self) -> None:
        step(self.log, signer(self.home), manifest)

    def next_to_erase(self) -> int:
        """Index of a known entry that nobody has erased; two more are known and wait."""
        self.add(1)
        self.sequence()
        index = self.log.find(self.known[-1])
        assert index is not None
        self.add(2)
        return index

    def check(self) -> None:
        """Take up what is left, and see that all is there once and every checkpoint holds."""
        self.sequence()
        assert (self.log.waiting(), self.log.unsigned()) == (0, [])
        check_whole(self.log)
        entries = entries_of(self.log)
        found = [entry.id for entry in entries]
        assert [id_ for id_ in found if id_ in set(self.known)] == self.known
        erased = [entry.erasure.index for entry in entries if entry.erasure]
        assert len(set(erased)) == len(erased)
        with psycopg.connect(self.address) as connection:
            rows = connection.execute("SELECT index, body FROM record.content JOIN record.leaf USING (event)")
            contents = dict(rows.fetchall())
        with_content = {i for i, entry in enumerate(entries) if entry.commitment is not None}
        assert contents.keys() == with_content - set(erased)
        assert sum("by who dies" in body for body in contents.values()) % 3 == 0


def each_k(cluster: Cluster, tmp_path: Path) -> Iterator[tuple[int, Witnessed]]:
    """1, 2, 3 ... and a log; now and then a new one, so that no check grows long."""
    for first in range(1, MOST, 12):
        witnessed = Witnessed(cluster.new(), tmp_path / str(first))
        with witnessed.log:
            for k in range(first, first + 12):
                yield k, witnessed


@pytest.mark.parametrize("work", [append_and_sequence, erase_and_sequence])
def test_a_keeper_killed_before_or_after_any_statement(
    forks: Forks, newest: Cluster, tmp_path: Path, work: Work
) -> None:
    for k, witnessed in each_k(newest, tmp_path):
        index = witnessed.next_to_erase()
        done = outlived(forks, partial(doomed, work, witnessed.address, witnessed.home, index, k))
        witnessed.check()
        if done:
            break
    assert 30 < k < MOST


@pytest.mark.parametrize("work", [append_and_sequence, erase_and_sequence])
def test_a_connection_lost_before_or_after_any_statement(newest: Cluster, tmp_path: Path, work: Work) -> None:
    for k, witnessed in each_k(newest, tmp_path):
        erase = witnessed.next_to_erase()
        with connect(witnessed.address) as log:
            came = doom(log, k, lose)
            with suppress(Problems):
                work(log, witnessed.home, erase)
            done = not came()
            if not done:
                # who has not noticed does now; the same log goes on, over a new connection
                with suppress(Problems):
                    log.size()
                log.append(bodies(3, "by who dies"))
        witnessed.check()
        if done:
            break
    assert 30 < k < MOST


@pytest.fixture
def witnessed(newest: Cluster, tmp_path: Path) -> Iterator[Witnessed]:
    witnessed = Witnessed(newest.new(), tmp_path)
    with witnessed.log:
        yield witnessed


def both(log: PostgresLog, home: Path, erase: int) -> None:
    append_and_sequence(log, home, erase)
    erase_and_sequence(log, home, erase)


@pytest.mark.parametrize(("table", "verb", "when"), INSIDE)
def test_a_server_process_that_dies_inside_a_statement(
    witnessed: Witnessed, table: str, verb: str, when: str
) -> None:
    erase = witnessed.next_to_erase()
    witnessed.add(300)
    with psycopg.connect(witnessed.address, autocommit=True) as superuser:
        superuser.execute(
            "CREATE FUNCTION public.die() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(1); RETURN NULL; END $$"
        )
        superuser.execute(
            f"CREATE TRIGGER dies {when} {verb} ON record.{table} FOR EACH STATEMENT"
            " EXECUTE FUNCTION public.die()"
        )
        with connect(witnessed.address) as log, pytest.raises(Problems):
            both(log, witnessed.home, erase)
        superuser.execute(f"DROP TRIGGER dies ON record.{table}")
    witnessed.check()


def test_a_hand_over_killed_before_or_after_any_statement(
    forks: Forks, newest: Cluster, tmp_path: Path
) -> None:
    now = dt.datetime.now(dt.UTC)
    for k in range(1, MOST):
        home = tmp_path / str(k)
        home.mkdir()
        address, new = newest.new(), new_key(ORIGIN)
        write_key(home / "new.key", new)
        text = Handover(ORIGIN, LOG.public, new.public, now).text
        note = Note(text, (LOG.sign(text, now), new.sign(text, now)))
        done = outlived(forks, partial(hand_over, address, note.write(), k))
        with connect(address) as log:
            assert_once(log, note, home)
        if done:
            break
    assert 4 < k < MOST - 1


def assert_once(log: PostgresLog, note: Note, home: Path) -> None:
    with suppress(Problems):
        log.hand_over(note)
    assert log.waiting() == 1
    signer(home)
    step(log, Signer(home / "log.key", home / "new.key", now=lambda: dt.datetime.now(dt.UTC)), manifest)
    check_whole(log)
    assert [k.handed_over_at for k in log.own_keys()] == [-1, 0]
    assert entries_of(log)[0].handover == note.write()
