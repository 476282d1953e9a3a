"""An earlier copy of the log that the checker kept: at least its checkpoint and its level-0 tiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from returnhub.problems import Code, Where, refuse
from returnhub.record.verify.entries import read_bundle
from returnhub.record.verify.evidence import Anchor, read_anchor
from returnhub.record.verify.export import Export
from returnhub.record.verify.hashes import WIDTH, Frontier, leaf_hashes, rows
from returnhub.record.verify.notes import Key


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy whose tiles lead to its checkpoint's root."""

    anchor: Anchor
    export: Export

    def leaves(self, start: int = 0) -> Iterator[tuple[int, list[bytes]]]:
        """Its leaf hashes: first index, hashes."""
        size = self.anchor.checkpoint.size
        for number in range(start, -(-size // WIDTH)):
            first = number * WIDTH
            hashes = self.export.tile(0, number, min(WIDTH, size - first))
            if not hashes:
                return
            yield first, hashes

    def names(self, index: int) -> tuple[bytes, bytes]:
        """An entry's id and time, if the copy has entries too; empty otherwise."""
        raw = self.export.entry(index, self.anchor.checkpoint.size)
        _, hashes = next(self.leaves(index // WIDTH), (0, list[bytes]()))
        if raw is None or leaf_hashes((raw,)) != hashes[index % WIDTH : index % WIDTH + 1]:
            return b"", b""
        return names(raw)


def open_copy(folder: Path, origin: str, witnesses: Sequence[Key]) -> Copy:
    """The copy at this folder. Raises Problems (record.log_missing, .log_wrong, .checkpoint_wrong)."""
    export = Export(folder)
    where = Where(file=str(folder))
    raw = export.note("checkpoint")
    if raw is None:
        raise refuse(Code.RECORD_LOG_MISSING, where)
    copy = Copy(read_anchor(raw, str(folder / "checkpoint"), origin, witnesses), export)
    frontier, reached, root = Frontier(), 0, b""
    for first, hashes in copy.leaves():
        reached = first + len(hashes)
        table = rows(hashes)
        if len(hashes) < WIDTH or reached == copy.anchor.checkpoint.size:
            root = frontier.root(table, len(hashes))
        else:
            frontier.add(8, table[8][0])
    if reached != copy.anchor.checkpoint.size or root != copy.anchor.checkpoint.root:
        raise refuse(
            Code.RECORD_LOG_WRONG, where, kind="copy", reason="its tiles do not lead to its own checkpoint"
        )
    return copy


def names(raw: bytes | None) -> tuple[bytes, bytes]:
    """The id and time of an entry; empty if there is none that can be read."""
    bundle = read_bundle(() if raw is None else (raw,))
    return (bundle.ids[0], bundle.times[0]) if bundle.ids else (b"", b"")
