"""Logs in PostgreSQL for tests: a server for all tests of a worker, a fresh database for each."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from tests.postgres import NoServerError, programs, server
from tests.record.made_logs import LOG, ORIGIN
from tests.record.naive import naive_root

from returnhub.record.checkpoint import parse_checkpoint
from returnhub.record.entry import Entry, Manifest, decode, unpack
from returnhub.record.keys import write_key
from returnhub.record.log import Log
from returnhub.record.postgres.install import create
from returnhub.record.signer import Signer
from returnhub.record.tiles import ENTRIES, tiles_of
from returnhub.record.tree import leaf_hash

MANIFEST = Manifest("returnhub 0.1.0", "0" * 64, "postgresql", {}, {})
NEWEST, OLDEST = 18, 15


@dataclass
class Cluster:
    """A running server. Roles are shared by its databases, so tests that change roles make their own."""

    address: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @contextmanager
    def superuser(self, database: str = "postgres") -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.address, dbname=database, autocommit=True) as connection:
            yield connection

    def empty(self, template: str = "template0") -> str:
        """Address of a new database."""
        name = f"log{next(self._numbers)}"
        with self.superuser() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return psycopg.conninfo.make_conninfo(self.address, dbname=name)

    def new(self) -> str:
        """Address of a new database that holds a log without entries, whose key is made_logs.LOG."""
        return self.empty("with_log")

    def login(self, name: str, role: str) -> str:
        """A login role that is a member of another; its name."""
        with self.superuser() as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN IN ROLE {role}")
        return name


@contextmanager
def cluster(major: int | None = None) -> Iterator[Cluster]:
    """A server of a version, or of the first that is found; without its programs the test is skipped."""
    if not programs(major):
        pytest.skip(f"no programs of PostgreSQL {major or ''} on this machine")
    try:
        with server(major) as address:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("CREATE DATABASE with_log TEMPLATE template0")
            create(psycopg.conninfo.make_conninfo(address, dbname="with_log"), ORIGIN, LOG.public)
            yield Cluster(address)
    except NoServerError as fault:
        pytest.skip(str(fault))


def signer(home: Path) -> Signer:
    """Who signs with the log's key, and remembers what it signed in `home`."""
    if not (home / "log.key").exists():
        write_key(home / "log.key", LOG)
    return Signer(home / "log.key", now=lambda: dt.datetime.now(dt.UTC))


def manifest() -> Manifest:
    return MANIFEST


def bodies(count: int, what: str = "noted") -> list[bytes]:
    return [f'{{"case":{n},"what":"{what}"}}'.encode() for n in range(count)]


def entries_of(log: Log) -> list[Entry]:
    """Every entry in the tree."""
    return [decode(raw) for raw in raw_entries(log)]


def raw_entries(log: Log) -> list[bytes]:
    return [raw for t in tiles_of(ENTRIES, log.size()) for raw in unpack(log.read(t), t.width)]


def check_whole(log: Log) -> None:
    """Every checkpoint is of the tree of the entries before it, by the definition of that tree."""
    leaves = [leaf_hash(raw) for raw in raw_entries(log)]
    entries = entries_of(log)
    assert log.unsigned() == []
    assert len({entry.id for entry in entries}) == len(entries)
    previous = 0
    for size in log.checkpoints():
        note = log.checkpoint(size)
        assert note is not None
        head = parse_checkpoint(note.text)
        assert (head.origin, head.size, head.root) == (log.origin, size, naive_root(leaves[:size]))
        seal = entries[size - 1].seal
        assert seal is not None
        assert (seal.size, seal.previous) == (size, previous)
        previous = size
    assert previous == len(entries)
    assert sum(entry.seal is not None for entry in entries) == len(list(log.checkpoints()))
