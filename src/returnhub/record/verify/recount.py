"""The one pass over a log: entries to leaves, leaves to tiles, tiles to roots, and what is met on the way."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from returnhub.record.verify.compare import parted
from returnhub.record.verify.contents import Contents
from returnhub.record.verify.copy import Copy
from returnhub.record.verify.entries import Bundle, read_bundle, split
from returnhub.record.verify.evidence import Anchor, Promise
from returnhub.record.verify.export import Export, Slice
from returnhub.record.verify.findings import By, Finding, Kind, Ledger, Thing, Why
from returnhub.record.verify.hashes import WIDTH, Frontier, leaf_hashes, rows
from returnhub.record.verify.ids import Ids
from returnhub.record.verify.times import Span, Times

_EVERY = 16
"""Bundles between two words of progress."""


@dataclass(slots=True)
class Outcome:
    """What the pass learnt. Roots are None where something is missing that they need.

    `parted`: the first entry that its level-0 tile contradicts. `narrow`: the entries under the first
    hash of a higher tile that the tiles below contradict. `own_fit`, `own_unfit`: sizes of the export's own
    checkpoints, the last that its tree has before the first that it has not. `roots`: by a kept checkpoint's
    size. `left_copy`: the first entry that is not the copy's. `by_leaf`, `by_id`: where promised entries
    stand, with their leaf.
    """

    reached: int = 0
    tiles_root: bytes | None = None
    entries_root: bytes | None = None
    parted: int | None = None
    narrow: tuple[int, int] | None = None
    own_fit: int = 0
    own_unfit: int | None = None
    roots: dict[int, bytes] = field(default_factory=dict[int, bytes])
    left_copy: int | None = None
    by_leaf: dict[bytes, int] = field(default_factory=dict[bytes, int])
    by_id: dict[str, tuple[int, bytes, bytes]] = field(default_factory=dict[str, tuple[int, bytes, bytes]])


class Recount:
    """Goes over an export of `size` entries once."""

    def __init__(
        self,
        export: Export,
        size: int,
        anchors: Sequence[Anchor],
        promises: Sequence[Promise],
        copy: Copy | None,
        ledger: Ledger,
    ) -> None:
        self._export, self._size, self._ledger = export, size, ledger
        self._sizes = sorted({a.checkpoint.size for a in anchors})
        self._leaves = {p.leaf for p in promises}
        self._ids = {p.id.encode() for p in promises}
        self._copy = copy.leaves() if copy else iter(())
        self._tree = Frontier()
        self._by_entries: Frontier | None = None
        self._above: list[list[bytes]] = []
        self._full: list[int] = []
        self.outcome = Outcome()

    def run(
        self,
        spans: Iterator[Span],
        times: Times,
        contents: Contents,
        ids: Ids,
        progress: Callable[[int, int], None] | None,
    ) -> Outcome:
        """Go over it all; findings go to the ledger."""
        span = next(spans, None)
        for place, data in self._export.slices(self._size):
            entries, whole = split(data or b"", place.width)
            if not whole:
                self._short(place, len(entries), data is None)
            hashes = leaf_hashes(entries)
            leaves = self._tile(place, hashes)
            if len(leaves) < place.width:
                break
            table = rows(leaves)
            bundle = read_bundle(entries)
            self._look(place, bundle, leaves)
            end = place.first + place.width
            while span is not None and span.start < end:
                times.check(bundle, place.first, span)
                if span.end > end:
                    break
                self._meet(span, self._tree.root(table, span.end - place.first) if span.checkpoint else b"")
                span = next(spans, None)
            self._anchors(place, table)
            contents.check(place, bundle)
            ids.add(bundle.ids)
            self._grow(place, leaves, table, hashes)
            self.outcome.reached = end
            if progress is not None and (place.number % _EVERY == 0 or end == self._size):
                progress(end, self._size)
        for _ in spans:
            pass
        self._finish()
        return self.outcome

    def _short(self, place: Slice, count: int, gone: bool) -> None:
        """The bundle is not whole: its file is gone, cut off, or longer than it may be."""
        self._ledger.add(
            Finding(
                Kind.MALFORMED if count == place.width else Kind.MISSING,
                Thing.ENTRY,
                By.ENTRIES,
                index=min(place.first + count, place.first + place.width - 1),
                span=(min(place.first + count, place.first + place.width - 1), place.first + place.width),
                why=None if gone else Why.LENGTH,
            )
        )

    def _tile(self, place: Slice, hashes: list[bytes]) -> list[bytes]:
        """The leaves of the tree here: by the tile, or by the entries where there is no such tile."""
        self._ledger.checked(By.ENTRIES, len(hashes))
        tile = self._export.tile(0, place.number, place.width)
        if not tile:
            self._wrong_tile(tile, place.first, place.first + place.width)
            return hashes
        self._ledger.checked(By.TILES)
        at = parted(tile, hashes)
        if at is not None and self.outcome.parted is None:
            self.outcome.parted = place.first + at
        if tile != hashes and self._by_entries is None:
            self._by_entries = self._tree.copy()
        return tile

    def _look(self, place: Slice, bundle: Bundle, leaves: list[bytes]) -> None:
        """What the entries are by themselves, and whether they are awaited."""
        self._ledger.checked(By.FORMAT, len(bundle.ids))
        for at in bundle.malformed:
            self._ledger.add(
                Finding(Kind.MALFORMED, Thing.ENTRY, By.FORMAT, index=place.first + at, why=Why.FORM)
            )
        for leaf in self._leaves.intersection(leaves):
            self.outcome.by_leaf.setdefault(leaf, place.first + leaves.index(leaf))
        for id_ in self._ids.intersection(bundle.ids):
            at = bundle.ids.index(id_)
            self.outcome.by_id.setdefault(id_.decode(), (place.first + at, leaves[at], bundle.times[at]))
        number, kept = next(self._copy, (0, list[bytes]()))
        at = parted(kept, leaves)
        if at is not None and self.outcome.left_copy is None:
            self.outcome.left_copy = number + at

    def _meet(self, span: Span, root: bytes) -> None:
        """A checkpoint of the export's own."""
        if span.checkpoint is None or self.outcome.own_unfit is not None:
            return
        self._ledger.checked(By.ROOT)
        if span.checkpoint.root == root:
            self.outcome.own_fit = span.end
        else:
            self.outcome.own_unfit = span.end

    def _anchors(self, place: Slice, table: list[list[bytes]]) -> None:
        """Roots at the sizes of kept checkpoints."""
        end = place.first + place.width
        for size in self._sizes[bisect_left(self._sizes, place.first + 1) :]:
            if size > end:
                break
            self.outcome.roots[size] = self._tree.root(table, size - place.first)

    def _grow(self, place: Slice, leaves: list[bytes], table: list[list[bytes]], hashes: list[bytes]) -> None:
        last = place.first + place.width == self._size
        if last:
            self.outcome.tiles_root = self._tree.root(table, place.width)
        if self._by_entries is not None and len(hashes) == place.width:
            other = rows(hashes)
            if last:
                self.outcome.entries_root = self._by_entries.root(other, place.width)
            elif place.width == WIDTH:
                self._by_entries.add(8, other[8][0])
        elif self._by_entries is not None:
            # entries that are gone have no root: a tree that begins anew here has none that fits
            self._by_entries = Frontier()
        if place.width == WIDTH:
            self._tree.add(8, table[8][0])
            self._push(1, table[8][0])

    def _push(self, level: int, root: bytes) -> None:
        """A whole tile's root goes into the tile above."""
        while len(self._above) < level:
            self._above.append([])
            self._full.append(0)
        pending = self._above[level - 1]
        pending.append(root)
        if len(pending) == WIDTH:
            self._compare(level, self._full[level - 1], pending)
            self._full[level - 1] += 1
            above = rows(pending)[8][0]
            pending.clear()
            self._push(level + 1, above)

    def _finish(self) -> None:
        if self.outcome.reached == self._size:
            for level, pending in enumerate(self._above, 1):
                if pending:
                    self._compare(level, self._full[level - 1], pending)

    def _compare(self, level: int, number: int, computed: list[bytes]) -> None:
        """A higher tile against the roots of the tiles below it."""
        span = WIDTH**level
        first = number * WIDTH * span
        tile = self._export.tile(level, number, len(computed))
        if not tile:
            self._wrong_tile(tile, first, first + len(computed) * span)
            return
        self._ledger.checked(By.TILES)
        at = parted(tile, computed)
        if at is not None:
            here = (first + at * span, first + (at + 1) * span)
            self._ledger.add(Finding(Kind.ALTERED, Thing.TILE, By.TILES, span=here))
            if (
                self.outcome.narrow is None
                or here[1] - here[0] < self.outcome.narrow[1] - self.outcome.narrow[0]
            ):
                self.outcome.narrow = here

    def _wrong_tile(self, tile: list[bytes] | None, first: int, end: int) -> None:
        kind, why = (Kind.MISSING, None) if tile is None else (Kind.MALFORMED, Why.LENGTH)
        self._ledger.add(Finding(kind, Thing.TILE, By.TILES, span=(first, end), why=why))
