"""Somebody else's log, read from outside: a folder, or a web address that serves one as static files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from returnhub.problems import Code, Problems, Where, refuse
from returnhub.record.entry import LONGEST_ENTRY, unpack
from returnhub.record.grow import HASH
from returnhub.record.tiles import ENTRIES, WIDTH, Tile, tile_at
from returnhub.record.witness.web import fetch, is_address

WITHIN = 30.0
"""Seconds for one file of a log on the web."""

_LONGEST_BUNDLE = WIDTH * (LONGEST_ENTRY + 2)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a log's files are. Every method raises Problems (record.witness_refused, with a kind)."""

    name: str

    def read(self, path: str, most: int) -> bytes | None:
        """A file of at most `most` bytes; None if there is none."""
        if is_address(self.name):
            reply = fetch(f"{self.name.rstrip('/')}/{path}", most=most, within=WITHIN)
            if reply.status not in {200, 404, 410}:
                raise self.no("status", status=reply.status)
            return reply.body if reply.status == 200 else None
        file = Path(self.name) / path
        try:
            if not file.is_file():
                return None
            with file.open("rb") as source:
                raw = source.read(most + 1)
        except OSError as fault:
            raise self.no("unreadable", found=path, reason=fault.strerror or "") from None
        if len(raw) > most:
            raise self.no("long", found=path, most=most)
        return raw

    def tile(self, tile: Tile) -> bytes:
        """Bytes of a tile of hashes, cut from the full one if the partial one is gone, as C2SP allows."""
        return self._either(tile, HASH * WIDTH)[1][: HASH * tile.width]

    def entries(self, start: int, size: int) -> Iterator[tuple[int, bytes]]:
        """Index and bytes of each entry from `start` on, of a log of `size`; checked against no hash."""
        for number in range(start // WIDTH, -(-size // WIDTH)):
            tile = tile_at(ENTRIES, number, size)
            width, raw = self._either(tile, _LONGEST_BUNDLE)
            for offset, entry in enumerate(unpack(raw, width)[: tile.width]):
                if (index := number * WIDTH + offset) >= start:
                    yield index, entry

    def no(self, kind: str, **given: object) -> Problems:
        """Why nothing here is cosigned."""
        return refuse(Code.RECORD_WITNESS_REFUSED, Where(file=self.name), kind=kind, **given)

    def _either(self, tile: Tile, most: int) -> tuple[int, bytes]:
        for one in dict.fromkeys((tile, tile.full)):
            raw = self.read(one.path, most)
            if raw is not None:
                return one.width, raw
        raise self.no("lacks", found=tile.path)
