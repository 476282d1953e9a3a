"""A keeper who rewrites the past, with the log's key, every file of the log, and all the time needed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from returnhub.record.checkpoint import Checkpoint
from returnhub.record.entry import Entry, decode, encode, pack, unpack
from returnhub.record.grow import grow
from returnhub.record.keys import Key
from returnhub.record.note import Note
from returnhub.record.tiles import ENTRIES, WIDTH, tile_at, tiles_of
from returnhub.record.tree import leaf_hash


def entries_of(log: Path, size: int) -> list[Entry]:
    """Every entry of a log."""
    return [
        decode(raw)
        for tile in tiles_of(ENTRIES, size)
        for raw in unpack((log / tile.path).read_bytes(), tile.width)
    ]


def rewritten(
    log: Path, size: int, target: Path, key: Key, change: Callable[[list[Entry]], Sequence[Entry]]
) -> Path:
    """A copy of the log with its entries changed, and everything that follows from them made again.

    Seals are put right, tiles rebuilt and every checkpoint signed anew, so that nothing inside the copy
    contradicts anything else. Contents stay where they were: public copies have none.
    """
    changed = _reseal(list(change(entries_of(log, size))))
    raws = [encode(entry) for entry in changed]
    shutil.copytree(log, target, ignore=shutil.ignore_patterns("private", "tile", "checkpoint*"))
    (target / "checkpoints").mkdir()
    leaves = [leaf_hash(raw) for raw in raws]
    for at, entry in enumerate(changed, start=1):
        if entry.seal is not None:
            root = grow(lambda tile: b"", 0, leaves[:at]).root
            text = Checkpoint(key.name, at, root).text
            note = Note(text, (key.sign(text, entry.recorded),)).write()
            (target / "checkpoints" / str(at)).write_text(note, "utf-8")
            (target / "checkpoint").write_text(note, "utf-8")
    files = grow(lambda tile: b"", 0, leaves).tiles
    for tile in tiles_of(ENTRIES, len(raws)):
        files[tile] = pack(raws[tile.index * WIDTH :][: tile.width])
    for tile, data in files.items():
        file = target / tile.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return target


def flip_in_bundle(log: Path, size: int, index: int) -> None:
    """Change one letter of an entry in its file, and nothing else: the clumsy way."""
    tile = tile_at(ENTRIES, index // WIDTH, size)
    file = log / tile.path
    raws = unpack(file.read_bytes(), tile.width)
    at = raws[index % WIDTH].index(b'"commitment":"') + 20
    raw = bytearray(raws[index % WIDTH])
    raw[at] = ord("A") if raw[at] != ord("A") else ord("B")
    raws[index % WIDTH] = bytes(raw)
    file.write_bytes(pack(raws))


def another(entry: Entry) -> Entry:
    """The entry with another content's commitment."""
    return dataclasses.replace(entry, commitment=bytes(32))


def recorded(entry: Entry, at: dt.datetime) -> Entry:
    """The entry with another time."""
    return dataclasses.replace(entry, recorded=at)


def _reseal(entries: list[Entry]) -> list[Entry]:
    previous = 0
    for at, entry in enumerate(entries):
        if entry.seal is not None:
            entries[at] = dataclasses.replace(
                entry, seal=dataclasses.replace(entry.seal, size=at + 1, previous=previous)
            )
            previous = at + 1
    return entries
