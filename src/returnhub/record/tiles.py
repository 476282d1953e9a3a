"""Tiles: where hashes and entries lie (C2SP tlog-tiles). Paths and arithmetic, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from returnhub.problems import Code, refuse

HEIGHT = 8
WIDTH = 1 << HEIGHT
"""Hashes in a full tile; entries in a full bundle."""

ENTRIES = -1
"""Level of the bundles of entries, which lie beside the tiles of level 0."""

_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII
)
_MOST = 1 << 63


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """One file of hashes (level 0 to 63) or of entries (level `ENTRIES`).

    `index` counts tiles of the level from 0; `width` is how many hashes or entries it holds, 1 to 256.
    """

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Path below the log, as in `tile/0/x001/234.p/17`."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{number_path(self.index)}{part}"

    @property
    def full(self) -> Tile:
        """The same tile once it is full."""
        return Tile(self.level, self.index)


def number_path(index: int) -> str:
    """A tile's number in groups of three digits, as in `x001/x234/067`; all but the last begin with x."""
    text = f"{index:03d}"
    text = text.zfill(-(-len(text) // 3) * 3)
    groups = [text[i : i + 3] for i in range(0, len(text), 3)]
    return "".join(f"x{g}/" for g in groups[:-1]) + groups[-1]


def parse_path(path: str) -> Tile:
    """The tile that a path names. Raises Problems (record.tile_wrong) for any other spelling of it."""
    match = _PATH.fullmatch(path) if len(path) < 100 else None
    if match is None:
        raise refuse(Code.RECORD_TILE_WRONG, kind="path", found=path[:100])
    level = ENTRIES if match[1] == "entries" else int(match[1])
    index = int(match[2].replace("x", "").replace("/", ""))
    tile = Tile(level, index, int(match[3]) if match[3] else WIDTH)
    # a number has one spelling, a level one of 0 to 63, and a partial tile is never full
    if level > 63 or index >= _MOST or (match[3] and tile.width >= WIDTH) or tile.path != path:
        raise refuse(Code.RECORD_TILE_WRONG, kind="path", found=path[:100])
    return tile


def count_at(level: int, size: int) -> int:
    """Hashes at a level of tiles (entries at level `ENTRIES`) in a tree of `size` entries."""
    return size >> (HEIGHT * max(level, 0))


def tile_at(level: int, index: int, size: int) -> Tile:
    """The tile at its width in a tree of `size` entries. Raises Problems (record.tile_wrong)."""
    width = min(WIDTH, count_at(level, size) - index * WIDTH)
    if width <= 0:
        raise refuse(Code.RECORD_TILE_WRONG, kind="beyond", found=Tile(level, index).path, size=size)
    return Tile(level, index, width)


def tiles_of(level: int, size: int) -> Iterator[Tile]:
    """Every tile of a level in a tree of `size` entries, from the first on."""
    for index in range(-(-count_at(level, size) // WIDTH)):
        yield tile_at(level, index, size)


def levels_of(size: int) -> range:
    """Levels of tiles of hashes that a tree of `size` entries has."""
    top = 0
    while count_at(top + 1, size):
        top += 1
    return range(top + 1 if size else 0)
