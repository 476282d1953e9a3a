"""Hashes of the Merkle tree of RFC 6962, section 2.1, and of RFC 9162: leaves apart from nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
"""Root of a tree without entries."""


def leaf_hash(entry: bytes) -> bytes:
    """32 bytes that stand for an entry in the tree."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """32 bytes that stand for two neighbouring subtrees; `left` and `right` are 32 bytes each."""
    return sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """Root over 1, 2, 4, 8 ... hashes of one height."""
    level = hashes
    while len(level) > 1:
        level = [sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level), 2)]
    return level[0]


class Frontier:
    """The right edge of a growing tree: enough to append to it and to know its root.

    Memory grows with the logarithm of the size: one hash for each bit that is set in it.
    """

    __slots__ = ("_edge", "size")

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._edge: list[bytes] = []
        self.extend(hashes)

    def append(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        self.append_subtree(0, leaf)

    def append_subtree(self, height: int, root: bytes) -> None:
        """Append a perfect subtree of `2 ** height` leaves; the size must be a multiple of that."""
        self.size += 1 << height
        filled = self.size >> height
        while filled & 1 == 0:
            root = node_hash(self._edge.pop(), root)
            filled >>= 1
        self._edge.append(root)

    def extend(self, hashes: Iterable[bytes]) -> None:
        """Append leaf hashes in order."""
        for leaf in hashes:
            self.append(leaf)

    def root(self) -> bytes:
        """Root at the present size."""
        if not self._edge:
            return EMPTY
        root = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            root = node_hash(left, root)
        return root
