"""Growing a tree by some leaves: what is read is a function passed in, what is to be written is returned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from returnhub.problems import Code, refuse
from returnhub.record.tiles import WIDTH, Tile, count_at, tile_at
from returnhub.record.tree import EMPTY, Frontier, perfect_root

HASH = 32
"""Bytes of a hash."""

ReadTile = Callable[[Tile], bytes]
"""Gives the bytes of a tile of hashes, `32 * tile.width` of them."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A grown tree: its size, its root, and the tiles that are new or wider than before."""

    size: int
    root: bytes
    tiles: dict[Tile, bytes]


def tile_bytes(read_tile: ReadTile, tile: Tile) -> bytes:
    """Bytes of a tile of hashes. Raises Problems (record.tile_wrong) if they are too few or too many."""
    raw = read_tile(tile)
    if len(raw) != HASH * tile.width:
        expected = HASH * tile.width
        raise refuse(Code.RECORD_TILE_WRONG, kind="length", found=len(raw), expected=expected, tile=tile.path)
    return raw


def hashes_of(raw: bytes) -> list[bytes]:
    """The hashes in a tile's bytes."""
    return [raw[i : i + HASH] for i in range(0, len(raw), HASH)]


def root_at(read_tile: ReadTile, size: int) -> bytes:
    """Root of the tree at `size`, from its partial tiles: reads one tile of each level."""
    return _edge(read_tile, size).root() if size else EMPTY


def grow(read_tile: ReadTile, size: int, leaves: Sequence[bytes]) -> Growth:
    """Append leaf hashes to a tree of `size` entries.

    Reads the partial tiles at the right edge (at most one a level) and nothing else, so that the cost
    is that of the leaves. The same input gives the same tiles, so a grown tree may be written twice.
    """
    frontier = _edge(read_tile, size)
    tiles: dict[Tile, bytes] = {}
    level, fresh = 0, list(leaves)
    new = size + len(leaves)
    while fresh:
        start = count_at(level, size)
        first = start // WIDTH
        kept = hashes_of(tile_bytes(read_tile, tile_at(level, first, size))) if start % WIDTH else []
        every = kept + fresh
        above: list[bytes] = []
        for i in range(0, len(every), WIDTH):
            hashes = every[i : i + WIDTH]
            tiles[Tile(level, first + i // WIDTH, len(hashes))] = b"".join(hashes)
            if len(hashes) == WIDTH:
                above.append(perfect_root(hashes))
        level, fresh = level + 1, above
    _advance(frontier, tiles, size, new)
    return Growth(new, frontier.root(), tiles)


def _edge(read_tile: ReadTile, size: int) -> Frontier:
    """The right edge of a tree of `size` entries, from the highest level of tiles down."""
    frontier = Frontier()
    level = 0
    while count_at(level + 1, size):
        level += 1
    for lower in range(level, -1, -1):
        count = count_at(lower, size)
        if count % WIDTH:
            tile = tile_at(lower, count // WIDTH, size)
            for one in hashes_of(tile_bytes(read_tile, tile)):
                frontier.append_subtree(8 * lower, one)
    return frontier


def _advance(frontier: Frontier, tiles: dict[Tile, bytes], old: int, new: int) -> None:
    """Bring the edge from `old` to `new` by the largest subtrees that the new tiles name."""
    at = old
    while at < new:
        level = 0
        while at % WIDTH ** (level + 1) == 0 and at + WIDTH ** (level + 1) <= new:
            level += 1
        number = at >> (8 * level)
        tile = tile_at(level, number // WIDTH, new)
        offset = HASH * (number % WIDTH)
        frontier.append_subtree(8 * level, tiles[tile][offset : offset + HASH])
        at += WIDTH**level
