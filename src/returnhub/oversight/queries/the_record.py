"""Reads the record as anybody may: its size, checkpoints, tiles and proofs. No content is read here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections
from psycopg.conninfo import make_conninfo

from returnhub.record.checkpoint import parse_checkpoint
from returnhub.record.entry import Entry, decode
from returnhub.record.note import Note
from returnhub.record.postgres.store import PostgresLog, connect
from returnhub.record.prove import entry_at, prove
from returnhub.record.tiles import Tile


@dataclass(frozen=True, slots=True)
class Standing:
    """How the record stands: entries in the tree, and the latest checkpoint with what its seal says."""

    origin: str
    entries: int
    signed: int
    sealed: dt.datetime | None
    checkpoint: str
    signers: tuple[tuple[str, bool], ...]
    software: str
    source: str
    guards: int
    off: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryFound:
    """An entry by its id. `index` is None while it waits for the tree; `covered`: it stands under a
    checkpoint."""

    id: str
    index: int | None
    entry: Entry | None
    covered: bool


@contextmanager
def the_log() -> Iterator[PostgresLog]:
    """The record, asked over a connection of its own: it reads committed entries alone, whatever this
    request does."""
    own = connections["default"].settings_dict
    address = make_conninfo(
        dbname=own["NAME"],
        user=own["USER"],
        password=own["PASSWORD"],
        host=own["HOST"],
        port=own["PORT"] or None,
    )
    with connect(address) as log:
        yield log


def standing() -> Standing:
    """How the record stands now."""
    with the_log() as log:
        keys = [known.key for known in log.own_keys()]
        note = log.checkpoint()
        size = parse_checkpoint(note.text).size if note else 0
        last = decode(entry_at(log, size - 1)) if size else None
        seal = last.seal if last else None
        own = {(key.name, key.key_id) for key in keys}
        signed = note.signatures if note else ()
        return Standing(
            origin=log.origin,
            entries=log.size(),
            signed=size,
            sealed=last.recorded if last else None,
            checkpoint=note.write() if note else "",
            signers=tuple((f"{s.name}+{s.key_id.hex()}", (s.name, s.key_id) in own) for s in signed),
            software=seal.manifest.software if seal else "",
            source=seal.manifest.source if seal else "",
            guards=len(seal.manifest.guards) if seal else 0,
            off=tuple(sorted(g for g, on in seal.manifest.guards.items() if not on)) if seal else (),
            keys=tuple(key.vkey for key in keys),
        )


def checkpoint(size: int | None = None) -> Note | None:
    """The checkpoint of that size, or the latest."""
    with the_log() as log:
        return log.checkpoint(size)


def tile(wanted: Tile) -> bytes:
    """The bytes of a tile or bundle. Raises Problems (record.tile_wrong)."""
    with the_log() as log:
        return log.read(wanted)


def vkeys() -> list[str]:
    """The record's public keys, the oldest first."""
    with the_log() as log:
        return [known.key.vkey for known in log.own_keys()]


def find_entry(id_: str) -> EntryFound:
    """An entry by its id. Raises Problems (record.entry_unknown)."""
    with the_log() as log:
        index = log.find(id_)
        if index is None:
            return EntryFound(id_, None, None, False)
        note = log.checkpoint()
        covered = note is not None and index < parse_checkpoint(note.text).size
        return EntryFound(id_, index, decode(entry_at(log, index)), covered)


def proof_of(id_: str) -> str | None:
    """The proof file of an entry, without its content; None while it waits. Raises Problems
    (record.entry_unknown)."""
    with the_log() as log:
        index = log.find(id_)
        note = log.checkpoint()
        if index is None or note is None or index >= parse_checkpoint(note.text).size:
            return None
        return prove(log, index).write()
