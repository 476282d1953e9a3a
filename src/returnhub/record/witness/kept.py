"""A witness's copy of a log's hashes, so that a checker can name the first entry that was changed later.

kept/checkpoint        the checkpoint that the tiles hash to
kept/tile/<L>/<N>...   tiles of hashes (C2SP tlog-tiles); no entries
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from returnhub.problems import Code, Problems, Where, refuse
from returnhub.record.checkpoint import Checkpoint, parse_checkpoint
from returnhub.record.files import Batch, held, put
from returnhub.record.grow import HASH, ReadTile, grow, hashes_of, root_at, tile_bytes
from returnhub.record.note import Note, parse_note
from returnhub.record.tiles import WIDTH, Tile, count_at, levels_of, tile_at

_AT_ONCE = WIDTH * WIDTH
"""Hashes that are copied in one go, so that memory does not grow with the log."""


@dataclass(frozen=True, slots=True)
class KeptTiles:
    """The copy in a folder, which need not be there yet."""

    folder: Path

    @property
    def size(self) -> int:
        """Entries whose hashes are kept; 0 if there is no copy. Raises Problems (record.witness_wrong)."""
        file = self.folder / "checkpoint"
        return parse_checkpoint(stored_note(file).text).size if file.exists() else 0

    @contextmanager
    def held(self) -> Generator[None]:
        """Nobody else extends the copy meanwhile."""
        self.folder.mkdir(exist_ok=True)
        with held(self.folder / "lock", wait=None):
            yield

    def root(self, size: int) -> bytes:
        """Root of the first `size` entries, which must be kept."""
        return root_within(self.read, size, self.size)

    def extend(self, read: ReadTile, head: Checkpoint) -> bool:
        """Copy the hashes up to the checkpoint's size; True if they hash to its root.

        Until `seal` is called the copy is what it was: tiles beyond its size count for nothing.
        """
        at = self.size
        while at < head.size:
            end = min(head.size, (at // _AT_ONCE + 1) * _AT_ONCE)
            leaves: list[bytes] = []
            for number in range(at // WIDTH, -(-end // WIDTH)):
                leaves += hashes_of(tile_bytes(read, tile_at(0, number, head.size)))[: end - number * WIDTH]
            grown = grow(self.read, at, leaves[at % WIDTH :])
            with Batch(self.folder) as batch:
                for tile, raw in grown.tiles.items():
                    batch.put(self.folder / tile.path, raw)
                batch.land()
            at = end
        return root_at(self.read, at) == head.root

    def seal(self, note: Note) -> None:
        """From now on the copy reaches to this checkpoint."""
        old, new = self.size, parse_checkpoint(note.text).size
        if new < old:
            return
        put(self.folder, self.folder / "checkpoint", note.write().encode())
        for level in levels_of(old):
            if count_at(level, old) % WIDTH:
                edge = tile_at(level, count_at(level, old) // WIDTH, old)
                if tile_at(level, edge.index, new) != edge:
                    (self.folder / edge.path).unlink(missing_ok=True)

    def read(self, tile: Tile) -> bytes:
        """A tile as it was written. Raises Problems (record.witness_wrong)."""
        return stored(self.folder / tile.path)


def root_within(read: ReadTile, old: int, new: int) -> bytes:
    """Root of the first `old` entries, from the tiles that a log of `new` entries has now."""
    return root_at(lambda t: read(tile_at(t.level, t.index, new))[: HASH * t.width], old)


def stored(file: Path) -> bytes:
    """A file of a witness's own. Raises Problems (record.witness_wrong): then it cosigns nothing."""
    try:
        return file.read_bytes()
    except OSError:
        raise _damaged(file) from None


def stored_note(file: Path) -> Note:
    """A note of a witness's own. Raises Problems (record.witness_wrong)."""
    try:
        note = parse_note(stored(file))
        parse_checkpoint(note.text)
    except Problems:
        raise _damaged(file) from None
    return note


def _damaged(file: Path) -> Problems:
    return refuse(Code.RECORD_WITNESS_WRONG, Where(file=str(file)), kind="state")
