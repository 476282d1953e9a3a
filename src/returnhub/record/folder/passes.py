"""One pass over what waits in a folder: plan it, carry it out, clear away after it.

Each of the three may die at any step and be done again, so an entry gets into the tree exactly once:
the plan names the files that it takes up, they stay until the head counts their entries, and go after that.
"""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from returnhub.problems import Code, Where, refuse
from returnhub.record.checkpoint import parse_handover
from returnhub.record.entry import Entry, Manifest, Seal, decode, encode, pack, unpack
from returnhub.record.files import Batch, empty
from returnhub.record.folder.content import Contents
from returnhub.record.folder.head import Books, Head, Plan
from returnhub.record.folder.waiting import Part, Waiting
from returnhub.record.grow import ReadTile, grow
from returnhub.record.keys import PublicKey
from returnhub.record.log import LogKey
from returnhub.record.note import parse_note
from returnhub.record.tiles import ENTRIES, WIDTH, Tile, count_at, levels_of, tile_at
from returnhub.record.tree import leaf_hash

MOST_AT_ONCE = 16_384
"""Entries that a pass takes up, so that memory does not grow with what waits."""


class Pass:
    """The steps of a pass over one log. Whoever calls them holds the log's lock."""

    def __init__(
        self, root: Path, books: Books, waiting: Waiting, contents: Contents, read: ReadTile
    ) -> None:
        self._root, self._books, self._waiting, self._contents = root, books, waiting, contents
        self._read = read

    def plan(self, head: Head, manifest: Manifest) -> Plan | None:
        """Set down what the next pass takes up; None if nothing waits.

        The seal bears the clock's time. If more waits than one pass takes up, it bears the last entry's, so
        that times in the log never run backwards.
        """
        with self._waiting.door() as door:
            found = list(self._waiting.parts())
            at = door.time()
        taken: list[Part] = []
        count = 0
        for part in found:
            if count + part.count > MOST_AT_ONCE:
                at = taken[-1].recorded
                break
            taken.append(part)
            count += part.count
        if not taken:
            return None
        before, after = head.size, head.size + count + 1
        seal = Entry(id=str(uuid4()), recorded=at, seal=Seal(manifest, after, before))
        names = tuple(part.name for part in taken)
        plan = Plan(before, after, names, encode(seal), self._contents.cut(before))
        self._books.write_plan(plan)
        return plan

    def carry_out(self, head: Head, plan: Plan) -> None:
        """Write the tree that the plan makes, and then the head that counts it."""
        entries: list[bytes] = []
        keys = list(head.keys)
        with self._contents.adding(plan.before, plan.cut) as adding:
            for name in plan.parts:
                for line in self._waiting.read(name):
                    index = plan.before + len(entries)
                    if line.salt is None or line.body is None:
                        keys.append(LogKey(index, _handed_to(line.entry)))
                    else:
                        adding.add(index, line.salt, line.body)
                    entries.append(line.entry)
        entries.append(plan.seal)
        if plan.before + len(entries) != plan.after:
            raise refuse(Code.RECORD_LOG_WRONG, Where(file=str(self._root)), kind="pass")
        with Batch(self._root) as batch:
            grown = grow(self._read, plan.before, [leaf_hash(entry) for entry in entries])
            for tile, data in grown.tiles.items():
                batch.put(self._root / tile.path, data)
            for tile, data in self._bundles(plan, entries).items():
                batch.put(self._root / tile.path, data)
            if len(keys) > len(head.keys):
                batch.put(self._root / "keys", keys_file(keys))
            batch.land()
        unsigned = (*head.unsigned, plan.after)
        self._books.write_head(Head(head.origin, plan.after, unsigned, tuple(keys)))

    def clear(self, plan: Plan) -> None:
        """Remove what was taken up, and the narrow tiles of those that are full now; then the plan."""
        self._waiting.remove(plan.parts)
        remove_narrow(self._root, plan.before, plan.after)
        self._books.end_plan()

    def _bundles(self, plan: Plan, entries: list[bytes]) -> dict[Tile, bytes]:
        first = plan.before // WIDTH
        kept: list[bytes] = []
        if plan.before % WIDTH:
            tile = tile_at(ENTRIES, first, plan.before)
            kept = unpack(self._read(tile), tile.width)
        every = kept + entries
        parts = (every[at : at + WIDTH] for at in range(0, len(every), WIDTH))
        return {Tile(ENTRIES, first + n, len(part)): pack(part) for n, part in enumerate(parts)}


def remove_narrow(root: Path, before: int, after: int) -> None:
    """Remove the narrow tiles at the edge of a tree of `before` entries that are full at `after`."""
    for level in (ENTRIES, *levels_of(before)):
        count = count_at(level, before)
        tile = Tile(level, count // WIDTH)
        if count % WIDTH and count_at(level, after) >= (tile.index + 1) * WIDTH:
            empty(root / f"{tile.path}.p")


def keys_file(keys: list[LogKey]) -> bytes:
    """The file `keys`: a vkey a line, the oldest first."""
    return "".join(f"{k.key.vkey}\n" for k in keys).encode()


def _handed_to(entry: bytes) -> PublicKey:
    return parse_handover(parse_note(decode(entry).handover or "").text).new
