"""Runs ahead to the next seal, checks it and its checkpoint, and says which times its entries may bear."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from returnhub.record.verify.chain import Chain
from returnhub.record.verify.entries import Seal, read_special, read_time, shift, split, write_time
from returnhub.record.verify.evidence import PROMISED, Promise
from returnhub.record.verify.export import Export
from returnhub.record.verify.findings import By, Finding, GuardOff, Kind, Ledger, Thing, Why
from returnhub.record.verify.notes import (
    Checkpoint,
    Key,
    WrongFormError,
    WrongSignatureError,
    cosigners,
    read_checkpoint,
)
from returnhub.record.verify.times import NEVER_TOO_EARLY, NEVER_TOO_LATE, Clocks, Span, clock, later, sooner

_MOST_GUARDS = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A seal in the log."""

    index: int
    seal: Seal
    id: str
    recorded: dt.datetime

    @property
    def size(self) -> int:
        """The size of the tree that it ends."""
        return self.index + 1


class Seals:
    """The seals of an export, in order; what was seen of them so far.

    `due`: by a receipt's file, between which sizes its entry should stand. `quorum_at`: the largest
    size of a checkpoint with so many cosignatures. `checkpoints`: how many of them stand at a seal. `slow`:
    entries that witnesses saw long after their seal's time, from the last that they saw in time.
    """

    def __init__(
        self,
        export: Export,
        final: Checkpoint,
        chain: Chain,
        witnesses: Sequence[Key],
        clocks: Clocks,
        promises: Sequence[Promise],
        ledger: Ledger,
    ) -> None:
        self._export, self._final, self._chain = export, final, chain
        self._witnesses, self._clocks, self._ledger = witnesses, clocks, ledger
        receipts = (p for p in promises if p.index is None)
        self._waiting = deque(sorted(receipts, key=lambda p: p.recorded))
        self._guards: dict[str, GuardOff] = {}
        self.due: dict[str, tuple[int, int]] = {}
        self.quorum_at: dict[int, int] = {}
        self.checkpoints = 0
        self.slow: tuple[int, int] | None = None
        self._in_time = 0
        self.last: Found | None = None

    def guards_off(self) -> tuple[GuardOff, ...]:
        """Guards that were off under some checkpoint."""
        return tuple(self._guards.values())

    def spans(self) -> Iterator[Span]:
        """Every entry of the tree in one span, in order; none is looked at before its span is asked for."""
        start, low = 0, NEVER_TOO_EARLY
        for found in self._find():
            self._check(found, start)
            while self._waiting and self._waiting[0].recorded <= found.recorded:
                self.due[self._waiting.popleft().file] = (start, found.size)
            checkpoint, cosigned = self._checkpoint(found, start)
            high = self._clocks.high(found.recorded, {})
            if cosigned:
                high = sooner(high, self._clocks.high(clock(cosigned), cosigned))
            late = write_time(shift(found.recorded, -PROMISED))
            for span in self._clocks.cut(start, found.size, low, high):
                ends = checkpoint if span.end == found.size else None
                yield replace(span, late=late, sealed=found.recorded, checkpoint=ends)
            start, self.last = found.size, found
            low = later(low, self._clocks.low(found.recorded))
            self._witnessed(found, cosigned)
        if start < self._final.size:
            yield from self._clocks.cut(start, self._final.size, low, NEVER_TOO_LATE)

    def _find(self) -> Iterator[Found]:
        for place, data in self._export.slices(self._final.size):
            if data is None or b'"seal":{' not in data:
                continue
            for at, raw in enumerate(split(data, place.width)[0]):
                special = read_special(raw) if b'"seal":{' in raw else None
                seal = special[0].seal if special is not None else None
                if special is not None and seal is not None:
                    _, id_, time = special
                    yield Found(place.first + at, seal, id_.decode(), read_time(time))

    def _check(self, found: Found, previous: int) -> None:
        self._ledger.checked(By.SEALS)
        if found.seal.size != found.size:
            self._wrong(found, Kind.UNSEALED, Why.SIZE)
        if found.seal.previous != previous:
            self._wrong(found, Kind.UNSEALED, Why.PREVIOUS)
        for name in (name for name, on in found.seal.guards.items() if not on):
            before = self._guards.get(name)
            if before is not None:
                self._guards[name] = replace(before, checkpoints=before.checkpoints + 1, last=found.size)
            elif len(self._guards) < _MOST_GUARDS:
                self._guards[name] = GuardOff(name, 1, found.size, found.size)

    def _checkpoint(self, found: Found, previous: int) -> tuple[Checkpoint | None, Mapping[str, int]]:
        """The checkpoint that the seal ends, if it is signed; its cosignatures."""
        raw = self._export.note(f"checkpoints/{found.size}")
        if raw is None:
            self._wrong(found, Kind.UNSEALED, Why.NO_CHECKPOINT)
            return None, {}
        self.checkpoints += 1
        self._ledger.checked(By.SIGNATURES)
        try:
            checkpoint = read_checkpoint(raw)
        except WrongFormError:
            self._wrong(found, Kind.UNSIGNED, Why.FORM)
            return None, {}
        if (checkpoint.origin, checkpoint.size) != (self._final.origin, found.size):
            self._wrong(found, Kind.UNSIGNED, Why.FORM)
            return None, {}
        fault = self._chain.fault(checkpoint.note, previous, found.size) if self._chain.holds else None
        if fault:
            self._wrong(found, Kind.UNSIGNED, fault)
            return None, {}
        try:
            cosigned = cosigners(checkpoint, self._witnesses)
        except WrongSignatureError as wrong:
            self._wrong(found, Kind.UNSIGNED, Why.COSIGNATURE, wrong.key.name)
            return checkpoint, {}
        self._ledger.checked(By.WITNESSES, len(cosigned))
        for count in range(1, len(cosigned) + 1):
            self.quorum_at[count] = found.size
        return checkpoint, cosigned

    def _witnessed(self, found: Found, cosigned: Mapping[str, int]) -> None:
        prompt = self._clocks.prompt(found.size, found.recorded, cosigned)
        if prompt:
            self._in_time = found.size
        elif prompt is not None:
            self.slow = (self.slow[0] if self.slow else self._in_time, found.size)

    def _wrong(self, found: Found, kind: Kind, why: Why, witness: str = "") -> None:
        by = By.WITNESSES if witness else By.SIGNATURES if kind is Kind.UNSIGNED else By.SEALS
        thing = Thing.COSIGNATURE if witness else Thing.CHECKPOINT if kind is Kind.UNSIGNED else Thing.SEAL
        names = (witness,) if witness else ()
        self._ledger.add(
            Finding(
                kind,
                thing,
                by,
                index=found.index,
                id=found.id,
                recorded=found.recorded,
                witnesses=names,
                why=why,
            )
        )
