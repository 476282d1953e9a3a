"""Logs that grow in memory, and fork at will: what a keeper of either kind sends to a witness."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from tests.record.made_logs import LOG, ORIGIN, START

from returnhub.record.checkpoint import Checkpoint
from returnhub.record.entry import pack
from returnhub.record.grow import grow
from returnhub.record.keys import Key
from returnhub.record.note import Note
from returnhub.record.proof import consistency
from returnhub.record.tiles import ENTRIES, WIDTH, Tile
from returnhub.record.tree import EMPTY, leaf_hash
from returnhub.record.witness.kept import root_within


def now() -> dt.datetime:
    return START


class GrownLog:
    """Entries 0, 1, 2 ...; from `forked_at` on other ones than in a log that does not fork there."""

    origin = ORIGIN

    def __init__(self, size: int, forked_at: int | None = None, keys: Sequence[Key] = (LOG,)) -> None:
        self.keys = keys
        self.forked_at = forked_at
        self.entries: list[bytes] = []
        self.tiles: dict[Tile, bytes] = {}
        self.notes: dict[int, Note] = {}
        self.grow(size)

    def grow(self, size: int) -> None:
        old = max(self.notes, default=0)
        self.entries += [self._entry(i, old) for i in range(old, size)]
        self.tiles |= grow(self.read, old, [leaf_hash(e) for e in self.entries[old:]]).tiles
        self.notes[size] = self.signed(size)

    def signed(self, size: int) -> Note:
        text = Checkpoint(ORIGIN, size, self.root(size)).text
        return Note(text, tuple(key.sign(text, START) for key in self.keys))

    def root(self, size: int) -> bytes:
        latest = max(self.notes, default=size)
        return root_within(self.read, size, max(latest, size)) if size else EMPTY

    def request(self, old: int, size: int) -> bytes:
        """What a keeper sends to a witness that has cosigned the tree of `old` entries."""
        hashes = [base64.b64encode(h).decode() for h in self._hashes(old, size)]
        return "\n".join((f"old {old}", *hashes, "", self.signed(size).write())).encode()

    def write(self, folder: Path) -> Path:
        """The log as static files, without entries."""
        for tile, raw in self.tiles.items():
            file = folder / tile.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(raw)
        (folder / "checkpoint").write_text(self.notes[max(self.notes)].write(), "utf-8")
        return folder

    # what a keeper's client reads of a store

    def size(self) -> int:
        return max(self.notes)

    def read(self, tile: Tile) -> bytes:
        if tile.level == ENTRIES:
            return pack(self.entries[tile.index * WIDTH :][: tile.width])
        return self.tiles[tile]

    def checkpoint(self, size: int | None = None) -> Note | None:
        return self.notes.get(max(self.notes) if size is None else size)

    def keep(self, checkpoint: Note) -> None:
        self.notes[int(checkpoint.text.split("\n")[1])] = checkpoint

    def _hashes(self, old: int, size: int) -> list[bytes]:
        part: dict[Tile, bytes] = {}
        part |= grow(part.__getitem__, 0, [leaf_hash(e) for e in self.entries[:size]]).tiles
        return consistency(part.__getitem__, old, size)

    def _entry(self, index: int, previous: int) -> bytes:
        """A seal, so that any size may have a checkpoint."""
        store = "other" if self.forked_at is not None and index >= self.forked_at else "folder"
        return (
            f'{{"id":"00000000-0000-4000-8000-{index:012d}","recorded":"2026-11-22T08:00:00.000000Z",'
            f'"seal":{{"guards":{{}},"previous":{previous},"rules":{{}},"size":{index + 1},'
            f'"software":"returnhub","source":"","store":"{store}"}},"v":1}}'
        ).encode()
