"""Logs in folders for tests: made, stepped, and recounted against the definition."""

from __future__ import annotations

import datetime as dt
import os
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from tests.record.made_logs import LOG, ORIGIN, START
from tests.record.naive import naive_root

from returnhub.problems import Code, Problems
from returnhub.record.checkpoint import Handover, parse_checkpoint
from returnhub.record.entry import Content, Entry, Manifest, unpack
from returnhub.record.entry import decode as decode_anew
from returnhub.record.folder import FolderLog
from returnhub.record.keys import Key, need, verified, write_key
from returnhub.record.note import Note
from returnhub.record.sequencer import step
from returnhub.record.signer import Signer
from returnhub.record.tiles import ENTRIES, levels_of, number_path, parse_path, tile_at, tiles_of
from returnhub.record.tree import leaf_hash

MANIFEST = Manifest("returnhub 0.1.0", "00" * 32, "folder", {"guard": True}, {"rules": "11" * 32})


NEXT = Key(ORIGIN, LOG.algorithm, bytes(range(3, 35)))

# a log is recounted after each of many deaths, and most of its entries are the same
decode = cache(decode_anew)


class Clock:
    """A clock that a test sets; it stands still in between."""

    def __init__(self, at: dt.datetime = START) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        return self.at

    def go(self, seconds: float) -> None:
        self.at += dt.timedelta(seconds=seconds)


@contextmanager
def without_fsync() -> Iterator[None]:
    """A killed process loses nothing that it wrote, so tests of kills need no disk: they'd wait for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@dataclass(frozen=True)
class Made:
    """A log, its clock, and its key in a file beside it."""

    folder: Path
    key: Path
    clock: Clock

    def open(self) -> FolderLog:
        return FolderLog.open(self.folder, self.clock)

    def step(self, *more_keys: Path) -> Note | None:
        return step(self.open(), Signer(self.key, *more_keys, now=self.clock), lambda: MANIFEST)


def make(place: Path, key: Key = LOG) -> Made:
    """A new log in a folder of its own below `place`."""
    place.mkdir(parents=True, exist_ok=True)
    made = Made(place / "log", place / "key", Clock())
    write_key(made.key, key)
    FolderLog.create(made.folder, ORIGIN, key.public, made.clock)
    return made


def body(number: int) -> bytes:
    """A content that no other has."""
    return b'{"case":"synthetic %d"}' % number


def bodies(start: int, end: int) -> list[bytes]:
    return [body(number) for number in range(start, end)]


def raw_entries(log: FolderLog) -> list[bytes]:
    """Every entry's bytes, in order."""
    found: list[bytes] = []
    for tile in tiles_of(ENTRIES, log.size()):
        found += unpack(log.read(tile), tile.width)
    return found


def entries(log: FolderLog) -> list[Entry]:
    return [decode(raw) for raw in raw_entries(log)]


def recount(log: FolderLog) -> list[Entry]:
    """Hold a log to the definition, file by file; its entries."""
    raw = raw_entries(log)
    read = [decode(one) for one in raw]
    leaves = [leaf_hash(one) for one in raw]
    check_entries(read)
    check_files(log, leaves, raw)
    for size in log.checkpoints():
        note = log.checkpoint(size)
        assert note is not None
        head = parse_checkpoint(note.text)
        assert (head.origin, head.size, head.root) == (ORIGIN, size, naive_root(leaves[:size]))
        need(verified(note, [k.key for k in log.own_keys() if k.handed_over_at < size]), note)
        assert read[size - 1].seal is not None
    seals = [at + 1 for at, entry in enumerate(read) if entry.seal is not None]
    assert seals == sorted({*log.checkpoints(), *log.unsigned()})
    check_contents(log, read)
    return read


def check_entries(read: Sequence[Entry]) -> None:
    """No entry twice, no time backwards, each seal after the one before."""
    assert len({entry.id for entry in read}) == len(read)
    times = [entry.recorded for entry in read]
    assert times == sorted(times)
    previous = 0
    for at, entry in enumerate(read):
        if entry.seal is not None:
            assert (entry.seal.size, entry.seal.previous) == (at + 1, previous)
            previous = at + 1
    assert previous == len(read)


def check_files(log: FolderLog, leaves: Sequence[bytes], raw: Sequence[bytes]) -> None:
    """Every file of the tree is what the entries make it, and none is missing."""
    size = log.size()
    there = {parse_path(str(p.relative_to(log.path))) for p in (log.path / "tile").rglob("*") if p.is_file()}
    for level in (ENTRIES, *levels_of(size)):
        assert {tile_at(level, tile.index, size) for tile in tiles_of(level, size)} <= there
    for tile in there:
        start = tile.index * 256
        data = (log.path / tile.path).read_bytes()
        if tile.level == ENTRIES:
            assert unpack(data, tile.width) == list(raw[start : start + tile.width])
        else:
            step_ = 256**tile.level
            parts = range(start, start + tile.width)
            assert data == b"".join(naive_root(leaves[n * step_ : (n + 1) * step_]) for n in parts)


def check_contents(log: FolderLog, read: Sequence[Entry]) -> None:
    """Every content that was not erased is there under its commitment, and nothing else is."""
    there: dict[int, bytes] = {}
    for file in sorted(p for p in (log.path / "private" / "content").rglob("*") if p.is_file()):
        for line in file.read_bytes().splitlines():
            index, salt, rest = line.split(b" ", 2)
            assert int(index) not in there
            there[int(index)] = Content(b64decode(salt), rest).commitment
            assert file == log.path / "private" / "content" / number_path(int(index) // 256)
    erased = {entry.erasure.index for entry in read if entry.erasure is not None}
    committed = {at: entry.commitment for at, entry in enumerate(read) if entry.commitment is not None}
    assert there == {at: commitment for at, commitment in committed.items() if at not in erased}


def files_with(folder: Path, needle: bytes) -> list[Path]:
    """Files that hold a byte string."""
    return [p for p in folder.rglob("*") if p.is_file() and needle in p.read_bytes()]


def handover(old: Key = LOG, new: Key = NEXT, origin: str = ORIGIN, signers: tuple[Key, ...] = ()) -> Note:
    text = Handover(origin, old.public, new.public, START).text
    return Note(text, tuple(key.sign(text, START) for key in signers or (old, new)))


def refused(act: object) -> tuple[Code, object]:
    """Code and kind of the one problem that a call raises."""
    assert callable(act)
    with pytest.raises(Problems) as found:
        act()
    (problem,) = found.value.items
    return problem.code, problem.given.get("kind")
