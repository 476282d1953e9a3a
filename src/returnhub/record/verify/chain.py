"""Which key signs for the log at which size; the checker's trust goes along hand-overs, both ways."""

from __future__ import annotations

import datetime as dt
import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from returnhub.record.verify.entries import Erasure, is_time, read_special, read_time, split
from returnhub.record.verify.export import Export
from returnhub.record.verify.findings import By, Finding, Kind, Ledger, Thing, Why
from returnhub.record.verify.notes import (
    ED25519,
    Key,
    Note,
    WrongFormError,
    WrongSignatureError,
    read_key,
    read_note,
    signers,
)

_MOST_HANDOVERS = 1_000


@dataclass(frozen=True, slots=True)
class Handover:
    """From the entry at `index` on, checkpoints are signed by `new`."""

    index: int
    old: Key
    new: Key
    recorded: dt.datetime


class Chain:
    """The log's keys in their order, and those that the checker trusts.

    A hand-over is signed by both its keys, so trust in one key of the chain is trust in all of it. A
    log that never handed over has one key: whichever the checker trusts that signed the `latest`
    checkpoint. `known` are the keys whose signature says something.
    """

    def __init__(self, trusted: Sequence[Key], handovers: Sequence[Handover], latest: Note) -> None:
        self.trusted = tuple(trusted)
        self.handovers = tuple(handovers)
        signed = (key for key in self.trusted if self.signed(latest, key))
        first = (handovers[0].old,) if handovers else (next(signed, self.trusted[0]),)
        self.keys = (*first, *(h.new for h in handovers))
        self.holds = any(key in self.trusted for key in self.keys)
        self.known = tuple(dict.fromkeys((*self.trusted, *self.keys))) if self.holds else self.trusted
        self._indices = [h.index for h in handovers]

    def in_force(self, size: int) -> Key:
        """The key that must sign a checkpoint of this size."""
        return self.keys[bisect_left(self._indices, size)]

    def both(self, previous: int, size: int) -> set[Key]:
        """Keys that must all sign this checkpoint: it is the first after hand-overs."""
        passed = self.handovers[bisect_left(self._indices, previous) : bisect_left(self._indices, size)]
        return {key for h in passed for key in (h.old, h.new)}

    def fault(self, note: Note, previous: int, size: int) -> Why | None:
        """Why a checkpoint's signatures do not do, or None."""
        try:
            signed = signers(note, self.known)
        except WrongSignatureError:
            return Why.NOTE
        if not signed:
            return Why.NO_KEY
        if self.in_force(size) not in signed:
            return Why.NOT_IN_FORCE
        return None if self.both(previous, size) <= signed else Why.NOT_BOTH_KEYS

    def signed(self, note: Note, key: Key) -> bool:
        """True if this key signed the note."""
        try:
            return bool(signers(note, (key,)))
        except WrongSignatureError:
            return False

    def retired(self, key: Key) -> dt.datetime | None:
        """When the key was handed over, or None."""
        return next((h.recorded for h in self.handovers if h.old == key), None)


class Erasures:
    """What was erased, by index. On disk, since nothing says how many there are."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("")
        self._table.execute("CREATE TABLE erased (at INTEGER PRIMARY KEY, id TEXT, by INTEGER)")
        self.count = 0

    def add(self, erasure: Erasure, by: int) -> bool:
        """The entry at index `by` names this one as erased; False if another did so before."""
        row = (erasure.index, erasure.id, by)
        added = self._table.execute("INSERT OR IGNORE INTO erased VALUES (?, ?, ?)", row).rowcount
        self.count += added
        return bool(added)

    def within(self, first: int, width: int) -> dict[int, tuple[str, int]]:
        """Index: the id that the erasure names, and the erasure's own index."""
        if not self.count:
            return {}
        rows = self._table.execute(
            "SELECT at, id, by FROM erased WHERE at BETWEEN ? AND ?", (first, first + width - 1)
        )
        return {at: (id_, by) for at, id_, by in rows}

    def close(self) -> None:
        """Give the disk back."""
        self._table.close()


def survey(export: Export, size: int, origin: str, ledger: Ledger) -> tuple[list[Handover], Erasures]:
    """The log's hand-overs and erasures, by a quick look at every bundle."""
    handovers: list[Handover] = []
    erasures = Erasures()
    for index, raw in _marked(export, size):
        special = read_special(raw)
        if special is None:
            continue
        held, id_, time = special
        if held.erasure:
            ledger.checked(By.ERASURES)
            if held.erasure.index >= index:
                ledger.add(_wrong(Thing.ERASURE, By.ERASURES, index, id_, time, Why.ORDER))
            elif not erasures.add(held.erasure, index):
                ledger.add(_wrong(Thing.ERASURE, By.ERASURES, index, id_, time, Why.AGAIN))
        if held.handover:
            ledger.checked(By.HANDOVERS)
            fault = _take(handovers, held.handover, origin, index, read_time(time))
            if fault:
                ledger.add(_wrong(Thing.HANDOVER, By.HANDOVERS, index, id_, time, fault))
    return handovers, erasures


def _marked(export: Export, size: int) -> Iterator[tuple[int, bytes]]:
    for place, data in export.slices(size):
        if data and (b'"handover":' in data or b'"erasure":' in data):
            for at, raw in enumerate(split(data, place.width)[0]):
                if b'"handover":' in raw or b'"erasure":' in raw:
                    yield place.first + at, raw


def _take(before: list[Handover], text: str, origin: str, index: int, recorded: dt.datetime) -> Why | None:
    """Follow a hand-over, or say why not."""
    try:
        note = read_note(text.encode())
        head, named, old, new, time, end = note.text.split("\n")
        keys = read_key(old.removeprefix("from ")), read_key(new.removeprefix("to "))
    except (WrongFormError, ValueError):
        return Why.FORM
    lines = f"returnhub/handover/v1\n{named}\nfrom {keys[0].vkey}\nto {keys[1].vkey}\n{time}\n"
    right_time = time.startswith("recorded ") and is_time(time.removeprefix("recorded "))
    if note.text != lines or head == named or end or not right_time:
        return Why.FORM
    if named != origin or any(key.name != origin or key.kind != ED25519 for key in keys):
        return Why.ORIGIN
    if before and before[-1].new != keys[0]:
        return Why.CHAIN
    if len(before) >= _MOST_HANDOVERS:
        return Why.TOO_MANY
    try:
        if signers(note, keys) != set(keys):
            return Why.NOT_BOTH_KEYS
    except WrongSignatureError:
        return Why.NOTE
    before.append(Handover(index, *keys, recorded))
    return None


def _wrong(thing: Thing, by: By, index: int, id_: bytes, time: bytes, why: Why) -> Finding:
    return Finding(Kind.MALFORMED, thing, by, index=index, id=id_.decode(), recorded=read_time(time), why=why)
