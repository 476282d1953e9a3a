"""Entries that wait for the tree, in a folder: one file for each append, whole or not there.

A file's name says when it was appended, what it is and how many entries it holds, so that the order in
which entries get into the tree is that of the names, and counting opens no file:

    <microseconds>.<tie>.<what>.<entries>.<id>     what: c content, h hand-over, e<index> erasure
    <microseconds>.<tie>.m.<entries>.<id>/         a large append: a folder of files,
        <part>.<entries>                           named at once and taken up file by file

Each file is the SHA-256 of the rest on a line, then for each entry its bytes, salt (base64) and content with
tabs between; a hand-over has no salt and no content. Canonical JSON has no raw tab and no raw newline.
"""

from __future__ import annotations

import base64
import datetime as dt
import os
import re
import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from returnhub.problems import Code, Where, refuse
from returnhub.record.entry import LONGEST_CONTENT, SALT, Content, Entry, Erasure, encode
from returnhub.record.files import create, held, sync_folder, write_all

MOST_IN_PART = 4_096
LARGEST_PART = 1 << 24
"""Entries and bytes of content in one file, so that taking up a large append needs little memory."""

HANDOVER = "h"

_NAME = re.compile(r"[0-9]{20}\.[0-9]{9}\.(c|h|m|e[0-9]+)\.([0-9]+)\.[0-9a-f-]{36}", re.ASCII)
_PART = re.compile(r"[0-9]{6}\.([0-9]+)", re.ASCII)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_MARK = re.compile(rb"([0-9]{20})\.([0-9]{9})")


@dataclass(frozen=True, slots=True)
class Draft:
    """What an entry is to say; its id and time come with its place among those that wait."""

    content: Content | None = None
    erasure: Erasure | None = None
    handover: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One file of entries that wait: its name below the folder, what it holds and how many."""

    name: str
    what: str
    count: int

    @property
    def recorded(self) -> dt.datetime:
        """When it was appended."""
        return _EPOCH + int(self.name[:20]) * _MICROSECOND

    @property
    def erases(self) -> int | None:
        """Index of the entry whose content this erases, if it is an erasure."""
        return int(self.what[1:]) if self.what.startswith("e") else None


@dataclass(frozen=True, slots=True)
class Line:
    """An entry that waits, its salt in base64 and its content; None, None for a hand-over."""

    entry: bytes
    salt: bytes | None
    body: bytes | None


def fresh(body: bytes) -> Content:
    """A content with a salt of its own. Raises Problems (record.content_wrong) if it is not canonical."""
    if len(body) > LONGEST_CONTENT:
        raise refuse(Code.RECORD_CONTENT_WRONG, kind="length", found=len(body), most=LONGEST_CONTENT)
    if b"\n" in body or b"\t" in body:
        raise refuse(Code.RECORD_CONTENT_WRONG, kind="value", reason="it is not canonical JSON")
    return Content(os.urandom(SALT), body)


class Door:
    """The one place where entries come in, held by one process at a time.

    Who holds it reads the clock, so the order of names is the order of times, and a seal that reads the
    clock here is later than every entry before it and no later than any after.
    """

    def __init__(self, folder: Path, lock: int, now: Callable[[], dt.datetime]) -> None:
        self._folder, self._lock, self._now = folder, lock, now

    def time(self) -> dt.datetime:
        """The time, from the clock; while a clock that was set back catches up, the last time given."""
        at = self._next()[0]
        # of all times given, the one of a seal has to outlast a power cut and a clock that it set back
        os.fsync(self._lock)
        return at

    def add(self, drafts: Sequence[Draft], what: str) -> list[Entry]:
        """Put entries among those that wait, all or none, on the disk when this returns."""
        recorded, mark = self._next()
        made = [
            Entry(
                id=str(uuid4()),
                recorded=recorded,
                commitment=None if draft.content is None else draft.content.commitment,
                handover=draft.handover,
                erasure=draft.erasure,
            )
            for draft in drafts
        ]
        parts = _cut(drafts)
        name = f"{mark}.{what if len(parts) == 1 else 'm'}.{len(made)}.{made[0].id}"
        temporary = self._folder / f".{name}"
        try:
            if len(parts) == 1:
                _write(temporary, made, drafts)
            else:
                temporary.mkdir(mode=0o700)
                for number, (start, end) in enumerate(parts):
                    file = temporary / f"{number:06d}.{end - start}"
                    _write(file, made[start:end], drafts[start:end])
                sync_folder(temporary)
            temporary.rename(self._folder / name)
        except BaseException:
            _remove(temporary)
            raise
        sync_folder(self._folder)
        return made

    def _next(self) -> tuple[dt.datetime, str]:
        """The time, and how names that begin with it go on so that they sort by when they were given."""
        at = (self._now() - _EPOCH) // _MICROSECOND
        tie = 0
        last = _MARK.fullmatch(os.pread(self._lock, 30, 0))
        if last is not None and at <= int(last[1]):
            at, tie = int(last[1]), int(last[2]) + 1
        mark = f"{at:020d}.{tie:09d}"
        os.pwrite(self._lock, mark.encode(), 0)
        return _EPOCH + at * _MICROSECOND, mark


class Waiting:
    """The folder of what waits."""

    def __init__(self, folder: Path, lock: Path, now: Callable[[], dt.datetime]) -> None:
        self._folder, self._lock, self._now = folder, lock, now

    @contextmanager
    def door(self) -> Generator[Door]:
        """Hold the door: for some milliseconds, so nobody is told that it is busy."""
        with held(self._lock, None) as lock:
            yield Door(self._folder, lock, self._now)

    def parts(self) -> Iterator[Part]:
        """Every file, in the order in which entries go into the tree."""
        for name in sorted(os.listdir(self._folder)):
            match = _NAME.fullmatch(name)
            if match is None:
                continue
            if match[1] != "m":
                yield Part(name, match[1], int(match[2]))
                continue
            try:
                inside = sorted(os.listdir(self._folder / name))
            except FileNotFoundError:
                continue
            for part in inside:
                if (found := _PART.fullmatch(part)) is not None:
                    yield Part(f"{name}/{part}", "c", int(found[1]))

    def clear(self) -> None:
        """Remove what an append left that died before its entries were on record."""
        if any(name.startswith(".") for name in os.listdir(self._folder)):
            with self.door():
                # nobody is appending now, so every temporary name is a dead one's
                for name in os.listdir(self._folder):
                    if name.startswith("."):
                        _remove(self._folder / name)

    def read(self, name: str) -> list[Line]:
        """The entries of a file. Raises Problems (record.log_wrong) if it is not as it was written."""
        path = self._folder / name
        raw = path.read_bytes()
        head, _, rest = raw.partition(b"\n")
        if head != sha256(rest).hexdigest().encode():
            raise refuse(Code.RECORD_LOG_WRONG, Where(file=str(path)), kind="waiting")
        lines: list[Line] = []
        for line in rest.split(b"\n")[:-1]:
            entry, *content = line.split(b"\t")
            lines.append(Line(entry, *(content or (None, None))))
        return lines

    def remove(self, names: Sequence[str]) -> None:
        """Remove files that were taken up; some may be gone already. Gone for good when this returns."""
        folders = {name.partition("/")[0] for name in names if "/" in name}
        for name in names:
            (self._folder / name).unlink(missing_ok=True)
        for folder in folders:
            path = self._folder / folder
            if path.is_dir():
                sync_folder(path)
                if not os.listdir(path):
                    path.rmdir()
        sync_folder(self._folder)


def _cut(drafts: Sequence[Draft]) -> list[tuple[int, int]]:
    """Where an append is cut into files."""
    parts: list[tuple[int, int]] = []
    start = size = 0
    for at, draft in enumerate(drafts):
        length = 0 if draft.content is None else len(draft.content.body)
        if at > start and (at - start == MOST_IN_PART or size + length > LARGEST_PART):
            parts.append((start, at))
            start, size = at, 0
        size += length
    parts.append((start, len(drafts)))
    return parts


def _write(path: Path, entries: Sequence[Entry], drafts: Sequence[Draft]) -> None:
    lines: list[bytes] = []
    for entry, draft in zip(entries, drafts, strict=True):
        lines.append(encode(entry))
        if draft.content is not None:
            lines += (b"\t", base64.b64encode(draft.content.salt), b"\t", draft.content.body)
        lines.append(b"\n")
    rest = b"".join(lines)
    file = create(path, private=True)
    try:
        write_all(file, sha256(rest).hexdigest().encode() + b"\n")
        write_all(file, rest)
        os.fsync(file)
    finally:
        os.close(file)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
