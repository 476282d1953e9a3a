"""Draws the conclusions after the pass: what fits the root, the kept checkpoints, the copy, the promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from returnhub.record.verify.compare import Stream, what_happened
from returnhub.record.verify.copy import Copy, names
from returnhub.record.verify.entries import read_bundle, read_time, shift, split
from returnhub.record.verify.evidence import PROMISED, Anchor, Promise
from returnhub.record.verify.export import Export
from returnhub.record.verify.findings import By, CannotTell, Finding, Kind, Ledger, Thing, Untold
from returnhub.record.verify.ids import Ids
from returnhub.record.verify.notes import Checkpoint
from returnhub.record.verify.recount import Outcome

_MOST_REPEATED = 100


class Judge:
    """Adds to the ledger what an outcome means, and gathers what it cannot tell."""

    def __init__(self, export: Export, final: Checkpoint, outcome: Outcome, ledger: Ledger) -> None:
        self._export, self._size, self._root = export, final.size, final.root
        self._outcome, self._ledger = outcome, ledger
        self.untold: list[CannotTell] = []

    @property
    def _whole(self) -> bool:
        return self._outcome.reached == self._size

    def root(self) -> None:
        """The tree against the signed root, and entries against their tiles."""
        found = self._outcome
        if not self._whole:
            gap = (found.reached, self._size)
            self._ledger.add(Finding(Kind.MISSING, Thing.ENTRY, By.ENTRIES, index=found.reached, span=gap))
            self.untold.append(CannotTell(Untold.AFTER_GAP, gap))
            return
        self._ledger.checked(By.ROOT)
        if found.parted is not None and found.entries_root == self._root:
            end = found.parted + 1
            wrong = Finding(Kind.ALTERED, Thing.TILE, By.TILES, index=found.parted, span=(found.parted, end))
            self._ledger.add(wrong)
        elif found.parted is not None:
            self._name(By.ENTRIES, found.parted, self._by_tiles, self._by_entries)
        if self._root not in {found.tiles_root, found.entries_root}:
            first, end = found.own_fit, found.own_unfit or self._size
            if found.narrow is not None and max(first, found.narrow[0]) < min(end, found.narrow[1]):
                first, end = max(first, found.narrow[0]), min(end, found.narrow[1])
            self._ledger.add(Finding(Kind.CHANGED, Thing.ENTRY, By.ROOT, span=(first, end)))
        elif found.own_unfit is not None and found.tiles_root == self._root:
            self._ledger.add(
                Finding(Kind.FORKED, Thing.ENTRY, By.ROOT, span=(found.own_fit, found.own_unfit))
            )

    def copy(self, copy: Copy | None) -> None:
        """Against the checker's earlier copy: names the first entry that is not the copy's."""
        if copy is None:
            return
        size = copy.anchor.checkpoint.size
        self._ledger.checked(By.COPY, min(size, self._outcome.reached))
        index = self._outcome.left_copy
        if index is None and self._outcome.reached < size and self._whole:
            index = self._size
        if index is not None:
            self._name(By.COPY, index, copy.leaves, self._by_tiles, copy)

    def anchors(self, anchors: Sequence[Anchor]) -> None:
        """Against kept checkpoints: a tree that has not their root was changed, or cut."""
        roots = self._outcome.roots
        unfit = [a for a in anchors if roots.get(a.checkpoint.size, a.checkpoint.root) != a.checkpoint.root]
        fit = [a for a in anchors if roots.get(a.checkpoint.size) == a.checkpoint.root]
        beyond = [a for a in anchors if a.checkpoint.size > self._size]
        # one that does not fit may be a finding of its witnesses', and must not stand here as held
        self._ledger.checked(By.CHECKPOINTS, len(fit))
        self._ledger.checked(By.WITNESSES, sum(len(a.seen) for a in anchors))
        if unfit:
            first = min(unfit, key=lambda a: a.checkpoint.size)
            below = (a.checkpoint.size for a in fit if a.checkpoint.size < first.checkpoint.size)
            span = (max(below, default=0), first.checkpoint.size)
            self._ledger.add(_kept(Kind.FORKED, span, first, unfit))
        if beyond:
            largest = max(beyond, key=lambda a: a.checkpoint.size)
            span = (self._size, largest.checkpoint.size)
            self._ledger.add(_kept(Kind.ROLLED_BACK, span, largest, beyond))
        known = max((a.checkpoint.size for a in fit), default=0)
        if not anchors:
            self.untold.append(CannotTell(Untold.NO_CHECKPOINTS, (0, self._size)))
        else:
            # up to a checkpoint that does not fit, what changed is a finding
            told = max(known, min((a.checkpoint.size for a in unfit), default=0))
            if told < self._size:
                self.untold.append(CannotTell(Untold.AFTER_LAST_CHECKPOINT, (told, self._size)))

    def promises(
        self,
        promises: Sequence[Promise],
        due: Mapping[str, tuple[int, int]],
        sealed: dt.datetime | None,
        tolerance: dt.timedelta,
    ) -> None:
        """Against receipts and proofs: their entries are there, the same, and where they were."""
        for promise in promises:
            by = By.RECEIPTS if promise.index is None else By.PROOFS
            at = self._outcome.by_leaf.get(promise.leaf)
            if at is not None and promise.index in {None, at}:
                self._ledger.checked(by)
                continue
            other = self._outcome.by_id.get(promise.id)
            index, span, elsewhere = promise.index, due.get(promise.file), None
            if at is not None:
                kind, elsewhere = Kind.REORDERED, at
            elif other is not None:
                kind, index = Kind.ALTERED, other[0] if index is None else index
                elsewhere = other[0] if other[0] != index else None
            elif not self._whole:
                continue
            elif index is None and (
                sealed is None or sealed <= shift(shift(promise.recorded, PROMISED), tolerance)
            ):
                self.untold.append(CannotTell(Untold.RECEIPT_NOT_DUE, name=promise.file))
                continue
            else:
                kind = Kind.MISSING
            self._ledger.checked(by)
            self._ledger.add(
                Finding(
                    kind,
                    Thing.ENTRY,
                    by,
                    index=index,
                    span=span if index is None else None,
                    id=promise.id,
                    recorded=promise.recorded,
                    elsewhere=elsewhere,
                    file=promise.file,
                )
            )
        if not promises:
            self.untold.append(CannotTell(Untold.NO_RECEIPTS))

    def ids(self, ids: Ids) -> None:
        """Ids that stand in the log twice."""
        repeated = set(islice(ids.repeated(), _MOST_REPEATED))
        self._ledger.checked(By.IDS, ids.count)
        first: dict[bytes, int] = {}
        for index, id_, time in self._entries() if repeated else ():
            if id_ in repeated and first.setdefault(id_, index) != index:
                found = Finding(
                    Kind.REPEATED,
                    Thing.ENTRY,
                    By.IDS,
                    index=index,
                    id=id_.decode(),
                    recorded=read_time(time),
                    elsewhere=first[id_],
                )
                self._ledger.add(found)

    def quorum(
        self, cosigned: Sequence[str], quorum: int, largest: Mapping[int, int], *, asked: bool
    ) -> None:
        """Enough witnesses have cosigned the checkpoint; entries after the last that has enough are named."""
        if not asked:
            self.untold.append(CannotTell(Untold.NO_WITNESSES))
            return
        needed = max(quorum, 1)
        if len(cosigned) >= needed:
            return
        span = (largest.get(needed, 0), self._size)
        self.untold.append(CannotTell(Untold.AFTER_LAST_COSIGNATURE, span))
        if quorum:
            names_ = tuple(sorted(cosigned))
            unseen = Finding(Kind.UNWITNESSED, Thing.CHECKPOINT, By.WITNESSES, span=span, witnesses=names_)
            self._ledger.add(unseen)

    def unnamed(self, findings: Sequence[Finding]) -> Iterator[tuple[int, int]]:
        """Ranges in which something changed and no finding names the entry."""
        exact = [f.index for f in findings if f.index is not None and f.thing is Thing.ENTRY]
        for finding in findings:
            span = finding.span
            if finding.kind not in {Kind.CHANGED, Kind.FORKED} or span is None:
                continue
            if not any(span[0] <= index < span[1] for index in exact):
                yield span

    def _by_tiles(self, start: int) -> Iterator[tuple[int, list[bytes]]]:
        return self._export.leaves(self._size, start)

    def _by_entries(self, start: int) -> Iterator[tuple[int, list[bytes]]]:
        return self._export.entry_leaves(self._size, start)

    def _name(self, by: By, index: int, right: Stream, found: Stream, copy: Copy | None = None) -> None:
        """What became of the entry at the index where the streams part."""
        difference = what_happened(right, found, index)
        inserted = difference.kind is Kind.INSERTED
        id_, time = copy.names(index) if copy and not inserted else (b"", b"")
        if not id_ and difference.kind is not Kind.MISSING:
            id_, time = names(self._export.entry(index, self._size))
        self._ledger.add(
            Finding(
                difference.kind,
                Thing.ENTRY,
                by,
                index=index,
                id=id_.decode(),
                recorded=read_time(time) if time else None,
                elsewhere=difference.elsewhere,
                file=copy.anchor.file if copy else "",
            )
        )

    def _entries(self) -> Iterator[tuple[int, bytes, bytes]]:
        for place, data in self._export.slices(self._size):
            bundle = read_bundle(split(data or b"", place.width)[0])
            yield from zip(range(place.first, self._size), bundle.ids, bundle.times, strict=False)


def _kept(kind: Kind, span: tuple[int, int], shown_by: Anchor, all_: Sequence[Anchor]) -> Finding:
    """What a kept checkpoint shows; witnesses that cosigned any like it have caught it."""
    witnesses = tuple(sorted({name for anchor in all_ for name in anchor.seen}))
    return Finding(
        kind,
        Thing.ENTRY,
        By.WITNESSES if witnesses else By.CHECKPOINTS,
        index=span[0] if kind is Kind.ROLLED_BACK else None,
        span=span,
        file=shown_by.file,
        witnesses=witnesses,
    )
