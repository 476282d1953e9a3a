"""What a store of a log offers. Two stores keep to it: a folder (`folder`) and PostgreSQL (`postgres`).

An entry is first *waiting* (appended, safe, promised by a receipt), then *in the tree* (`integrate` gave
it its index, for good, and sealed the tree), then *under a checkpoint* (the sealed tree was signed). Each
store takes these steps so that a death between any two of its statements leaves one of the three.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from returnhub.record.entry import Content, Entry, Manifest
from returnhub.record.keys import PublicKey
from returnhub.record.note import Note
from returnhub.record.tiles import Tile

LATEST = 10
"""Seconds within which an entry is to stand under a checkpoint."""


@dataclass(frozen=True, slots=True)
class LogKey:
    """A key of the log, and the index of the entry that handed the log over to it; -1 for the first key."""

    handed_over_at: int
    key: PublicKey


class Log(Protocol):
    """One log, as its keeper holds it. Every method raises Problems with codes `record.*`."""

    @property
    def origin(self) -> str:
        """The log's name, which stands in each checkpoint."""
        ...

    def size(self) -> int:
        """Entries in the tree, sealed or signed alike; those that wait are not counted."""
        ...

    def read(self, tile: Tile) -> bytes:
        """Bytes of a tile or bundle of entries at any width that it ever had. (record.tile_wrong)"""
        ...

    def content(self, index: int) -> Content | None:
        """Content of the entry at an index; None if it has none or it was erased."""
        ...

    def contents(self, start: int, end: int) -> Iterator[tuple[int, Content]]:
        """Index and content of each entry from `start` to before `end` that has one, in order."""
        ...

    def find(self, id_: str) -> int | None:
        """Index of the entry with that id; None if it waits. (record.entry_unknown)"""
        ...

    def append(self, bodies: Sequence[bytes]) -> list[Entry]:
        """Put contents (canonical JSON, from `entry.read_content`) on record: all of them or none.

        When this returns they survive a crash, and wait for the tree.
        """
        ...

    def waiting(self) -> int:
        """Entries that wait for the tree."""
        ...

    def integrate(self, manifest: Manifest) -> int:
        """Take up entries that wait, in a fixed order, and end them with a seal; how many.

        Not more at once than memory holds, whatever waits: call it again until it takes up none.

        Takes up each entry exactly once however often it is called, at once or after a death; 0, and no
        seal, if nothing waits.
        """
        ...

    def unsigned(self) -> list[int]:
        """Sizes at which the tree is sealed and not signed, the smallest first."""
        ...

    def keep(self, checkpoint: Note) -> None:
        """Store a signed checkpoint of this tree, or more signatures for one that is stored."""
        ...

    def checkpoint(self, size: int | None = None) -> Note | None:
        """The signed checkpoint of that size, or the latest; None if there is none."""
        ...

    def checkpoints(self) -> Iterator[int]:
        """Sizes of the signed checkpoints, the smallest first."""
        ...

    def own_keys(self) -> list[LogKey]:
        """The log's keys, the oldest first."""
        ...

    def hand_over(self, handover: Note) -> Entry:
        """Append a hand-over of the log's key, signed by both keys. (record.handover_wrong)"""
        ...

    def erase(self, index: int, basis: str, body: bytes) -> Entry:
        """Erase the content of the entry at an index, and append the entry that says so.

        `basis` is the legal basis, read by all; `body` is the erasure's own content (who asked, who
        approved, why). (record.erasure_refused, record.entry_unknown)
        """
        ...
