"""Reads a log's files. Whatever a file holds, this hands back bytes of a bounded length, or None."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from returnhub.problems import Code, Where, refuse
from returnhub.record.verify.entries import LONGEST_ENTRY, split
from returnhub.record.verify.hashes import HASH, WIDTH, leaf_hashes
from returnhub.record.verify.notes import LONGEST_NOTE

LONGEST_LINE = (1 << 20) + 100
"""Bytes of a content file's line: an index, a salt and a content of at most a mebibyte."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A bundle's place: its number, its first entry, how many entries of the tree it covers."""

    number: int
    first: int
    width: int


class Export:
    """A log's folder, of which nothing is believed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def note(self, name: str) -> bytes | None:
        """A note: `checkpoint` or `checkpoints/<size>`."""
        return self._read(name, LONGEST_NOTE)

    def tile(self, level: int, number: int, width: int) -> list[bytes] | None:
        """A tile's hashes; none at all if its length is wrong, None if there is no such tile."""
        raw = self._widest(f"tile/{level}/{_numbered(number)}", width, WIDTH * HASH)
        if raw is None:
            return None
        if len(raw) % HASH or not width * HASH <= len(raw) <= WIDTH * HASH:
            return []
        return [raw[at : at + HASH] for at in range(0, width * HASH, HASH)]

    def bundle(self, place: Slice) -> bytes | None:
        """The bytes of a bundle of entries."""
        return self._widest(
            f"tile/entries/{_numbered(place.number)}", place.width, WIDTH * (LONGEST_ENTRY + 2)
        )

    def slices(self, size: int, start: int = 0) -> Iterator[tuple[Slice, bytes | None]]:
        """The bundles of a tree in order, from number `start`; a gap, where the tile is gone too, ends it.

        A size may be a lie of any length, so what is not there must not cost a step for each entry.
        """
        for number in range(start, -(-size // WIDTH)):
            place = Slice(number, number * WIDTH, min(WIDTH, size - number * WIDTH))
            data = self.bundle(place)
            if data is None and self.tile(0, number, place.width) is None:
                return
            yield place, data

    def leaves(self, size: int, start: int = 0) -> Iterator[tuple[int, list[bytes]]]:
        """Leaf hashes by the level-0 tiles, or by the entries where a tile is gone: first index, hashes."""
        for place, data in self.slices(size, start):
            hashes = self.tile(0, place.number, place.width)
            yield place.first, hashes or leaf_hashes(split(data or b"", place.width)[0])

    def entry_leaves(self, size: int, start: int = 0) -> Iterator[tuple[int, list[bytes]]]:
        """Leaf hashes by the entries alone."""
        for place, data in self.slices(size, start):
            yield place.first, leaf_hashes(split(data or b"", place.width)[0])

    def entry(self, index: int, size: int) -> bytes | None:
        """One entry's bytes."""
        for place, data in self.slices(size, index // WIDTH):
            entries, _ = split(data or b"", place.width)
            return entries[index - place.first] if index - place.first < len(entries) else None
        return None

    def has_contents(self) -> bool:
        """True if the keeper's contents are there too."""
        return (self.folder / "private" / "content").is_dir()

    def content_lines(self, number: int) -> Iterable[bytes]:
        """The lines of a bundle's contents; none if there is no file.

        Of a bounded length each, and one more than there may be: a file of any length costs no more.
        """
        file = self._open(f"private/content/{_numbered(number)}")
        if file is None:
            return ()
        return _lines(file)

    def checkpoint_names(self) -> Iterator[str]:
        """The names under `checkpoints/`, in no order."""
        try:
            with os.scandir(self.folder / "checkpoints") as found:
                for item in found:
                    yield item.name
        except OSError:
            return

    def _widest(self, path: str, width: int, limit: int) -> bytes | None:
        part = self._read(f"{path}.p/{width}", limit) if width < WIDTH else None
        return self._read(path, limit) if part is None else part

    def _read(self, path: str, limit: int) -> bytes | None:
        """At most one byte more than the limit, so that too long shows."""
        file = self._open(path)
        if file is None:
            return None
        with file:
            return file.read(limit + 1)

    def _open(self, path: str) -> BinaryIO | None:
        where = self.folder / path
        try:
            # a pipe or a device in the place of a file must not hold the check up
            file = os.open(where, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except PermissionError:
            raise refuse(Code.FILE_UNREADABLE, Where(file=str(where)), reason="permission denied") from None
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(os.fstat(file).st_mode):
            os.close(file)
            return None
        return os.fdopen(file, "rb")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    with file:
        for _ in range(WIDTH + 1):
            if not (line := file.readline(LONGEST_LINE)):
                return
            yield line


def _numbered(number: int) -> str:
    """A tile's number as the layout writes it: x001/x234/067."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    return "/".join(parts)
