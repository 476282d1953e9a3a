"""Logs on disk for other programs to read, made of the record's own parts without a store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from returnhub.record.checkpoint import Checkpoint
from returnhub.record.entry import Content, Entry, encode, pack
from returnhub.record.grow import grow
from returnhub.record.keys import Algorithm, Key
from returnhub.record.note import Note
from returnhub.record.tiles import ENTRIES, WIDTH, Tile, tiles_of
from returnhub.record.tree import leaf_hash

START = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
ORIGIN = "returnhub.example/record"
LOG = Key(ORIGIN, Algorithm.NOTE, bytes(range(32)))
WITNESS = Key("witness.example/one", Algorithm.COSIGNATURE, bytes(range(1, 33)))
WITNESS_ML_DSA = Key("witness.example/two", Algorithm.COSIGNATURE_ML_DSA, bytes(range(2, 34)))


@dataclass(frozen=True)
class MadeLog:
    folder: Path
    entries: Sequence[bytes]
    keys: Sequence[Key]

    @property
    def vkeys(self) -> list[str]:
        return [key.public.vkey for key in self.keys]

    def read(self, tile: Tile) -> bytes:
        return (self.folder / tile.path).read_bytes()


def make_log(folder: Path, sizes: Sequence[int], keys: Sequence[Key] = (LOG,)) -> MadeLog:
    """A log that has a checkpoint at each of the sizes, signed by each of the keys."""
    log = MadeLog(folder, [made_entry(i) for i in range(sizes[-1])], keys)
    old = 0
    for size in sizes:
        root = write_tree(folder, log.entries, old, size)
        note = sign(Checkpoint(ORIGIN, size, root).text, keys).write()
        (folder / "checkpoints").mkdir(exist_ok=True)
        (folder / "checkpoints" / str(size)).write_text(note, "utf-8")
        (folder / "checkpoint").write_text(note, "utf-8")
        old = size
    return log


def write_tree(folder: Path, entries: Sequence[bytes], old: int, size: int) -> bytes:
    """Write the tiles and bundles by which a tree grows from `old` to `size` entries; its root."""
    leaves = [leaf_hash(entry) for entry in entries[old:size]]
    grown = grow(lambda tile: (folder / tile.path).read_bytes(), old, leaves)
    _write(folder, grown.tiles.items())
    bundles = (t for t in tiles_of(ENTRIES, size) if t.index >= old // WIDTH)
    _write(folder, ((t, pack(entries[t.index * WIDTH :][: t.width])) for t in bundles))
    return grown.root


def made_entry(number: int) -> bytes:
    at = START + dt.timedelta(seconds=number)
    content = Content(number.to_bytes(32, "big"), b"{}")
    return encode(Entry(str(UUID(int=number, version=4)), at, commitment=content.commitment))


def sign(text: str, keys: Iterable[Key]) -> Note:
    return Note(text, tuple(key.sign(text, START) for key in keys))


def _write(folder: Path, tiles: Iterable[tuple[Tile, bytes]]) -> None:
    for tile, raw in tiles:
        path = folder / tile.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
