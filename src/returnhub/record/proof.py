"""Proofs of inclusion and consistency (RFC 9162, 2.1.3 and 2.1.4): made from tiles, checked from hashes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from returnhub.problems import Code, Problems, refuse
from returnhub.record.grow import ReadTile, hashes_of, tile_bytes
from returnhub.record.tiles import HEIGHT, WIDTH, tile_at
from returnhub.record.tree import EMPTY, Frontier, node_hash


def inclusion(read_tile: ReadTile, index: int, size: int) -> list[bytes]:
    """Hashes that lead from the entry at `index` to the root at `size`, from the leaf upwards.

    Raises Problems (record.proof_wrong) unless `0 <= index < size`.
    """
    if not 0 <= index < size:
        raise _wrong("beyond", index=index, size=size)
    return [_range_root(read_tile, start, end, size) for start, end in _siblings(index, 0, size)]


def consistency(read_tile: ReadTile, old: int, new: int) -> list[bytes]:
    """Hashes that show the tree of `new` entries to begin with that of `old`; none if `old` is 0 or `new`.

    Raises Problems (record.proof_wrong) unless `0 <= old <= new`.
    """
    if not 0 <= old <= new:
        raise _wrong("beyond", index=old, size=new)
    if old in (0, new):
        return []
    ranges = _parts(old, 0, new, whole=True)
    return [_range_root(read_tile, start, end, new) for start, end in ranges]


def check_inclusion(leaf: bytes, index: int, size: int, hashes: Sequence[bytes], root: bytes) -> None:
    """Raise Problems (record.proof_wrong) unless the hashes lead from the leaf hash to the root."""
    if not 0 <= index < size:
        raise _wrong("beyond", index=index, size=size)
    at, last, found, rest = index, size - 1, leaf, list(hashes)
    while last:
        if at & 1 or at == last:
            if not rest:
                raise _wrong("length")
            found = node_hash(rest.pop(0), found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            if not rest:
                raise _wrong("length")
            found = node_hash(found, rest.pop(0))
        at, last = at >> 1, last >> 1
    if rest:
        raise _wrong("length")
    if found != root:
        raise _wrong("root")


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, hashes: Sequence[bytes]) -> None:
    """Raise Problems (record.proof_wrong) unless the hashes show the new tree to begin with the old one."""
    if not 0 <= old <= new:
        raise _wrong("beyond", index=old, size=new)
    if old in (0, new):
        if hashes:
            raise _wrong("length")
        if old_root != (EMPTY if old == 0 else new_root):
            raise _wrong("root")
        return
    # an old tree that is a whole subtree of the new one is its own first hash
    rest = list(hashes) if old & (old - 1) else [old_root, *hashes]
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not rest:
        raise _wrong("length")
    found_old = found_new = rest.pop(0)
    while last:
        if not rest:
            raise _wrong("length")
        one = rest.pop(0)
        if at & 1 or at == last:
            found_old, found_new = node_hash(one, found_old), node_hash(one, found_new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found_new = node_hash(found_new, one)
        at, last = at >> 1, last >> 1
    if rest:
        raise _wrong("length")
    if (found_old, found_new) != (old_root, new_root):
        raise _wrong("root")


def _siblings(index: int, start: int, end: int) -> list[tuple[int, int]]:
    """PATH of RFC 6962, section 2.1.1, as ranges of entries."""
    if end - start == 1:
        return []
    middle = start + _left(end - start)
    if index < middle:
        return [*_siblings(index, start, middle), (middle, end)]
    return [*_siblings(index, middle, end), (start, middle)]


def _parts(old: int, start: int, end: int, *, whole: bool) -> list[tuple[int, int]]:
    """SUBPROOF of RFC 6962, section 2.1.2, as ranges of entries; `old` counts from `start`."""
    if old == end - start:
        return [] if whole else [(start, end)]
    left = _left(end - start)
    if old <= left:
        return [*_parts(old, start, start + left, whole=whole), (start + left, end)]
    return [*_parts(old - left, start + left, end, whole=False), (start, start + left)]


def _left(count: int) -> int:
    """Leaves of the left subtree: the largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def _range_root(read_tile: ReadTile, start: int, end: int, size: int) -> bytes:
    """Root of the subtree over entries `start` to `end`, both as RFC 6962 splits a tree of `size`."""
    frontier = Frontier()
    while start < end:
        height = (end - start).bit_length() - 1
        frontier.append_subtree(height, _perfect(read_tile, start, height, size))
        start += 1 << height
    return frontier.root()


def _perfect(read_tile: ReadTile, start: int, height: int, size: int) -> bytes:
    """Root of the `2 ** height` entries from `start` on, which is a multiple of that."""
    level = height // HEIGHT
    number = start >> (HEIGHT * level)
    tile = tile_at(level, number // WIDTH, size)
    return _rows(tile_bytes(read_tile, tile))[height % HEIGHT][number % WIDTH >> height % HEIGHT]


@lru_cache(maxsize=256)
def _rows(tile: bytes) -> list[list[bytes]]:
    """The levels of the tree inside a tile: its hashes, roots of every two, four, ... 128 of them.

    The tiles near the root stand in every proof, so they are hashed once; 8 MB at most are kept.
    """
    rows = [hashes_of(tile)]
    while len(rows) < HEIGHT:
        below = rows[-1]
        rows.append([node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])
    return rows


def _wrong(kind: str, index: int = 0, size: int = 0) -> Problems:
    return refuse(Code.RECORD_PROOF_WRONG, kind=kind, index=index, size=size)
