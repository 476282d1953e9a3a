"""Finds ids that stand in a log twice, in bounded memory: sorted runs on disk, read back part by part."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import BinaryIO

_RUN = 131_072
_ID = 36
_MOST_AT_ONCE = 1_000_000
_PARTS = [b"%02x" % part for part in range(256)]


class Ids:
    """Ids as they come, sorted into parts in a file: a part is all that begin with the same two digits."""

    def __init__(self, file: BinaryIO) -> None:
        self._waiting: list[bytes] = []
        self._file = file
        self._starts = array("Q")
        self.count = 0

    def add(self, ids: Sequence[bytes]) -> None:
        """Ids of a bundle; an empty one is none."""
        self._waiting += ids
        if len(self._waiting) >= _RUN:
            self._write()

    def repeated(self) -> Iterator[bytes]:
        """Ids that came more than once."""
        self._write()
        for part in range(256):
            spans = [(self._starts[run + part], self._starts[run + part + 1]) for run in self._runs()]
            total = sum(end - start for start, end in spans)
            rounds = 1 + total // (_ID * _MOST_AT_ONCE)
            for turn in range(rounds):
                yield from self._twice(spans, turn, rounds)

    def _runs(self) -> range:
        return range(0, len(self._starts), 257)

    def _twice(self, spans: list[tuple[int, int]], turn: int, rounds: int) -> Iterator[bytes]:
        seen: set[bytes] = set()
        for start, end in spans:
            self._file.seek(start)
            raw = self._file.read(end - start)
            ids = [raw[at : at + _ID] for at in range(0, len(raw), _ID)]
            ids = [id_ for id_ in ids if hash(id_) % rounds == turn] if rounds > 1 else ids
            fresh = set(ids)
            if len(fresh) < len(ids) or not fresh.isdisjoint(seen):
                yield from _again(ids, seen)
            seen |= fresh

    def _write(self) -> None:
        ids = sorted(id_ for id_ in self._waiting if id_)
        self._waiting.clear()
        self.count += len(ids)
        base = self._file.seek(0, 2)
        self._file.write(b"".join(ids))
        self._starts.extend(base + _ID * bisect_left(ids, part) for part in _PARTS)
        self._starts.append(base + _ID * len(ids))


def _again(ids: list[bytes], seen: set[bytes]) -> Iterator[bytes]:
    here: set[bytes] = set()
    for id_ in ids:
        if id_ in seen or id_ in here:
            yield id_
        here.add(id_)
