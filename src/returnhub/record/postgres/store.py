"""A log in a PostgreSQL database: what `returnhub.record.log.Log` asks, each step one transaction there.

The database gives ids, times, salts and indexes, and hashes the tree itself, so that no client can
forge one; here entries and notes are read and written. Its clock is the log's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, LiteralString, Self
from uuid import UUID

import psycopg
from psycopg import Connection, IsolationLevel

from returnhub.problems import Code, refuse
from returnhub.record.accept import accepted, accepted_handover
from returnhub.record.checkpoint import parse_checkpoint
from returnhub.record.entry import Content, Entry, Erasure, Manifest, canonical, decode, encode, is_id, pack
from returnhub.record.keys import parse_vkey
from returnhub.record.log import LogKey
from returnhub.record.note import Note, parse_signature
from returnhub.record.postgres.faults import problems
from returnhub.record.postgres.guards import guards
from returnhub.record.tiles import ENTRIES, WIDTH, Tile

_NO_ID, _NO_TIME = str(UUID(int=0)), dt.datetime.min.replace(tzinfo=dt.UTC)
_MOST_AT_ONCE = 1_000_000
"""More than the folder's, as the entries never leave the server: what one pass left waiting would stand
behind a seal that is later than itself, and look backdated if a sequencer had been down for long."""
_LONGEST_STEP = "30s"
"""How long a sequencer may be silent inside a step before the server gives its turn to another."""
_PAGE = 1_000
"""Rows of a long list that are fetched in one go."""

_ENTRIES = "SELECT entry FROM record.leaf WHERE index >= %s AND index < %s ORDER BY index"
_CONTENTS = (
    "SELECT l.index, c.salt, c.body FROM record.leaf AS l JOIN record.content AS c USING (event)"
    " WHERE l.index >= %s AND l.index < %s ORDER BY l.index"
)
_LEAVES = (
    "SELECT count(*), string_agg(hash, ''::bytea ORDER BY index) FROM record.leaf"
    " WHERE index >= %s AND index < %s"
)
_NODES = (
    "SELECT count(*), string_agg(hash, ''::bytea ORDER BY index) FROM record.node"
    " WHERE level = %s AND index >= %s AND index < %s"
)
_SIGNED = (
    "SELECT c.text, ARRAY(SELECT s.line FROM record.signature AS s WHERE s.size = c.size ORDER BY s.number)"
    " FROM record.checkpoint AS c "
)
_CHECKPOINT = _SIGNED + "WHERE c.size = %s"
_LATEST = _SIGNED + "ORDER BY c.size DESC LIMIT 1"
_SIZES = "SELECT size FROM record.checkpoint WHERE size > %s ORDER BY size LIMIT %s"


def connect(address: str) -> PostgresLog:
    """The log in the database at an address, `postgresql://...`; close it, or use it in a `with`.

    Raises Problems: record.database with the server's reason, record.log_missing if there is no log.
    """
    return PostgresLog(address)


def append_in(connection: Connection, bodies: Sequence[bytes]) -> list[Entry]:
    """Put contents on record in the transaction that the connection is in: they stand when it commits.

    `bodies` are canonical, from `entry.read_content`. No receipt may be given before the commit. The role
    needs returnhub_app. Raises Problems (record.database); the caller's transaction is then void.
    """
    with problems():
        rows = connection.execute(
            "SELECT id, recorded_at, commitment FROM record.append(%s)", [[body.decode() for body in bodies]]
        )
        return [Entry(str(id_), _utc(at), commitment=bytes(raw)) for id_, at, raw in rows]


class PostgresLog:
    """A log in a database. For one thread; a connection that broke is made anew by the next call."""

    def __init__(self, address: str) -> None:
        """Connect; as `connect`."""
        self._address = address
        self._connection: Connection | None = None
        try:
            if self._value("SELECT to_regclass('record.log')") is None:
                raise refuse(Code.RECORD_LOG_MISSING, kind="database")
            self._origin: str = self._value("SELECT origin FROM record.log")
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """The log itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """End the connection. A call after this makes a new one."""
        if self._connection is not None:
            self._connection.close()

    @property
    def origin(self) -> str:
        """The log's name, which stands in each checkpoint."""
        return self._origin

    def guards(self) -> dict[str, bool]:
        """Which guards are on at this moment, for the manifest."""
        with self._asking() as connection:
            return guards(connection)

    def size(self) -> int:
        """Entries in the tree, sealed or signed alike."""
        return self._value("SELECT coalesce(max(index) + 1, 0) FROM record.leaf")

    def read(self, tile: Tile) -> bytes:
        """Bytes of a tile or bundle of entries at any width that it ever had. (record.tile_wrong)"""
        first = tile.index * WIDTH
        if tile.level == ENTRIES:
            rows = self._rows(_ENTRIES, first, first + tile.width)
            found, raw = len(rows), pack([entry for (entry,) in rows])
        elif tile.level == 0:
            ((found, raw),) = self._rows(_LEAVES, first, first + tile.width)
        else:
            ((found, raw),) = self._rows(_NODES, tile.level, first, first + tile.width)
        if found != tile.width:
            raise refuse(Code.RECORD_TILE_WRONG, kind="beyond", found=tile.path, size=self.size())
        return raw

    def content(self, index: int) -> Content | None:
        """Content of the entry at an index; None if it has none or it was erased. (record.entry_unknown)"""
        rows = self._rows(
            "SELECT c.salt, c.body FROM record.leaf AS l LEFT JOIN record.content AS c USING (event)"
            " WHERE l.index = %s",
            index,
        )
        if not rows:
            raise refuse(Code.RECORD_ENTRY_UNKNOWN, found=str(index), size=self.size())
        ((salt, body),) = rows
        return None if salt is None else Content(salt, body.encode())

    def contents(self, start: int, end: int) -> Iterator[tuple[int, Content]]:
        """Index and content of each entry from `start` to before `end` that has one, in order."""
        for first in range(start, end, WIDTH):
            # a tile's at a time: a content may be a mebibyte
            for index, salt, body in self._rows(_CONTENTS, first, min(end, first + WIDTH)):
                yield index, Content(salt, body.encode())

    def find(self, id_: str) -> int | None:
        """Index of the entry with that id; None if it waits. (record.entry_unknown)"""
        rows = (
            self._rows(
                "SELECT l.index FROM record.event AS e LEFT JOIN record.leaf AS l ON l.event = e.number"
                " WHERE e.id = %s::uuid",
                id_,
            )
            if is_id(id_)
            else []
        )
        if not rows:
            raise refuse(Code.RECORD_ENTRY_UNKNOWN, found=id_, size=self.size())
        return rows[0][0]

    def append(self, bodies: Sequence[bytes]) -> list[Entry]:
        """Put contents (canonical JSON, from `entry.read_content`) on record: all of them or none."""
        if not bodies:
            return []
        with self._asking() as connection, connection.transaction():
            return append_in(connection, bodies)

    def waiting(self) -> int:
        """Entries that wait for the tree."""
        return self._value("SELECT count(*) FROM record.waiting")

    def integrate(self, manifest: Manifest) -> int:
        """Take up what waits, at most a million entries, under a seal; how many, 0 if none wait."""
        parts = [canonical(dict(part)).decode() for part in (manifest.guards, manifest.rules)]
        with self._asking() as connection, connection.transaction():
            # a sequencer that hangs here holds up every other
            connection.execute(
                "SELECT set_config('idle_in_transaction_session_timeout', %s, true)", [_LONGEST_STEP]
            )
            row = connection.execute(
                "SELECT taken, seal FROM record.integrate(%s, %s, %s, %s, %s, %s)",
                [_MOST_AT_ONCE, *parts, manifest.software, manifest.source, manifest.store],
            ).fetchone()
            if row is None:
                return 0
            taken, seal = row
            # in another spelling than ours it would stand there for good
            decode(seal)
            return taken

    def unsigned(self) -> list[int]:
        """Sizes at which the tree is sealed and not signed, the smallest first."""
        return [size for (size,) in self._rows("SELECT size FROM record.unsigned ORDER BY size")]

    def keep(self, checkpoint: Note) -> None:
        """Store a signed checkpoint of this tree, or more signatures for one that is stored.

        Raises Problems (record.forked, record.checkpoint_wrong, record.signature_wrong, record.note_wrong).
        """
        note = accepted(self, checkpoint)
        lines = [signature.line for signature in note.signatures]
        self._rows("SELECT record.keep(%s, %s, %s)", parse_checkpoint(note.text).size, note.text, lines)

    def checkpoint(self, size: int | None = None) -> Note | None:
        """The signed checkpoint of that size, or the latest; None if there is none."""
        rows = self._rows(_LATEST) if size is None else self._rows(_CHECKPOINT, size)
        if not rows:
            return None
        ((text, lines),) = rows
        note = Note(text, ())
        for line in lines:
            # one by one: a key's newer signature takes the place of its older one
            note = note.add(parse_signature(line.removesuffix("\n")))
        return note

    def checkpoints(self) -> Iterator[int]:
        """Sizes of the signed checkpoints, the smallest first."""
        last = 0
        # page by page: a cursor left open would be a transaction left open
        while rows := self._rows(_SIZES, last, _PAGE):
            for (last,) in rows:
                yield last

    def own_keys(self) -> list[LogKey]:
        """The log's keys, the oldest first; a hand-over counts once it is in the tree."""
        rows = self._rows(
            "SELECT coalesce(l.index, -1), k.vkey FROM record.log_key AS k"
            " LEFT JOIN record.leaf AS l USING (event)"
            " WHERE k.event = 0 OR l.index IS NOT NULL ORDER BY k.event"
        )
        return [LogKey(index, parse_vkey(vkey)) for index, vkey in rows]

    def hand_over(self, handover: Note) -> Entry:
        """Append a hand-over of the log's key, signed by both keys. (record.handover_wrong)"""
        said = accepted_handover(self, handover)
        note = handover.write()
        ((id_, at),) = self._rows(
            "SELECT id, recorded_at FROM record.hand_over(%s, %s, %s)", note, said.old.vkey, said.new.vkey
        )
        return Entry(str(id_), _utc(at), handover=note)

    def erase(self, index: int, basis: str, body: bytes) -> Entry:
        """Erase the content of the entry at an index, and append the entry that says so, in one transaction.

        The server's files may hold the erased bytes until a vacuum and the next use of the page; its
        write-ahead log and backups as long as they are kept. Raises Problems: record.entry_unknown;
        record.erasure_refused if there is no content, or if it says why another was erased;
        record.entry_wrong if the basis is too long for an entry.
        """
        size = self.size()
        if not 0 <= index < size:
            raise refuse(Code.RECORD_ENTRY_UNKNOWN, found=str(index), size=size)
        encode(Entry(_NO_ID, _NO_TIME, bytes(32), erasure=Erasure(_NO_ID, index, basis)))
        ((id_, at, commitment, erased),) = self._rows(
            "SELECT id, recorded_at, commitment, erased FROM record.erase(%s, %s, %s)",
            index,
            basis,
            body.decode(),
        )
        return Entry(str(id_), _utc(at), commitment, erasure=Erasure(str(erased), index, basis))

    @contextmanager
    def _asking(self) -> Generator[Connection]:
        """The connection, made anew if it broke; what the server refuses becomes Problems."""
        with problems():
            if self._connection is None or self._connection.closed:
                self._connection = psycopg.connect(
                    self._address, autocommit=True, application_name="returnhub record"
                )
                # each statement is to see what the one who had the lock before has done
                self._connection.isolation_level = IsolationLevel.READ_COMMITTED
            yield self._connection

    def _rows(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        with self._asking() as connection, connection.cursor(binary=True) as cursor:
            return cursor.execute(query, values).fetchall()

    def _value(self, query: LiteralString) -> Any:
        ((value,),) = self._rows(query)
        return value


def _utc(at: dt.datetime) -> dt.datetime:
    return at.astimezone(dt.UTC)
