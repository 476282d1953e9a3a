"""The Merkle tree of RFC 6962, section 2.1, as a recount needs it: from leaf hashes in order to roots."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

WIDTH = 256
"""Hashes in a whole tile, entries in a whole bundle."""
HASH = 32
"""Bytes of a hash."""


def leaf_hashes(entries: Sequence[bytes]) -> list[bytes]:
    """What stands in a level-0 tile for these entries."""
    sha = sha256
    return [sha(b"\0" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\1" + left + right).digest()


def rows(hashes: list[bytes]) -> list[list[bytes]]:
    """Row r: the roots of all whole subtrees of 2**r of the hashes, from the left. Row 0 is the hashes."""
    sha, found = sha256, [hashes]
    while len(found[-1]) > 1:
        pair = iter(found[-1])
        found.append([sha(b"\1" + left + right).digest() for left, right in zip(pair, pair, strict=False)])
    return found


class Frontier:
    """The roots of the whole subtrees of a tree's first leaves: at most one for each bit of their number."""

    def __init__(self) -> None:
        self._peaks: list[tuple[int, bytes]] = []

    def copy(self) -> Frontier:
        """Another one that grows apart from here."""
        twin = Frontier()
        twin._peaks = list(self._peaks)
        return twin

    def add(self, height: int, root: bytes) -> None:
        """Append a whole subtree of 2**height leaves; there is none smaller yet."""
        while self._peaks and self._peaks[-1][0] == height:
            root = node_hash(self._peaks.pop()[1], root)
            height += 1
        self._peaks.append((height, root))

    def root(self, after: Sequence[Sequence[bytes]] = (), count: int = 0) -> bytes:
        """The root with `count` leaves more, whose `rows` are given."""
        bits = reversed(range(count.bit_length()))
        peaks = [root for _, root in self._peaks]
        peaks += [after[bit][(count >> bit) - 1] for bit in bits if count >> bit & 1]
        if not peaks:
            return sha256(b"").digest()
        root = peaks.pop()
        while peaks:
            root = node_hash(peaks.pop(), root)
        return root


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """True if the path leads from the leaf to the root (RFC 9162, section 2.1.3.2)."""
    if index >= size:
        return False
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root
