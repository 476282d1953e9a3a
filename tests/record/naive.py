"""The tree as RFC 6962, section 2.1, defines it: by recursion over the whole list, to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from returnhub.record.grow import Growth, grow
from returnhub.record.tiles import Tile


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """Root over leaf hashes."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return sha256(b"\x01" + naive_root(leaves[:left]) + naive_root(leaves[left:])).digest()


def some_leaves(count: int) -> list[bytes]:
    """Leaf hashes of `count` entries that differ."""
    return [sha256(b"\x00" + str(i).encode()).digest() for i in range(count)]


class Tiles:
    """Tiles in memory, every width that ever was, as `read_tile` for the modules under test."""

    def __init__(self) -> None:
        self._widest: dict[tuple[int, int], bytes] = {}
        self.size = 0

    def __call__(self, tile: Tile) -> bytes:
        """Bytes of a tile; a narrower one is the beginning of a wider one."""
        return self._widest[tile.level, tile.index][: 32 * tile.width]

    def grow(self, leaves: Sequence[bytes]) -> Growth:
        """Append leaf hashes."""
        growth = grow(self, self.size, leaves)
        self._widest |= {(t.level, t.index): raw for t, raw in growth.tiles.items()}
        self.size = growth.size
        return growth
