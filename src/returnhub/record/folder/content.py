"""Contents of a log in a folder: one file for 256 entries, a line for each, erased by leaving its line out.

An erased content is gone from the log's files when `erase` returns. What a file system may still hold is
out of a program's reach: blocks that are free but not yet written over (of the file before the erasure, of
the file in which the entry waited), its journal, snapshots, the spare cells of a solid-state disk. Who must
rule that out encrypts the disk, takes no snapshots, and keeps backups no longer than the erasure's deadline.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from returnhub.problems import Code, Problems, Where, refuse
from returnhub.record.entry import Content
from returnhub.record.files import Batch, copy, create, part_of, sync_folder, write_all
from returnhub.record.tiles import WIDTH, number_path

_BUFFER = 1 << 20

Lines = dict[int, tuple[int, int]]
"""Where in a file the line of an index begins and ends."""


class Contents:
    """The folder of contents."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root, self._folder = root, folder
        self._known: tuple[object, Lines] = (None, {})

    def read(self, index: int) -> Content | None:
        """The content of an entry; None if it has none. Raises Problems (record.log_wrong)."""
        try:
            file = os.open(self._path(index), os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        try:
            place = self._lines(file, index // WIDTH).get(index)
            if place is None:
                return None
            line = os.pread(file, place[1] - place[0], place[0])
        finally:
            os.close(file)
        try:
            _, salt, body = line.removesuffix(b"\n").split(b" ", 2)
            return Content(base64.b64decode(salt, validate=True), body)
        except ValueError:
            raise self._wrong(index) from None

    def cut(self, size: int) -> int:
        """Bytes of the file to which the next content of a tree of `size` entries is added."""
        path = self._path(size)
        return path.stat().st_size if size % WIDTH and path.exists() else 0

    @contextmanager
    def adding(self, size: int, cut: int) -> Generator[Adding]:
        """Add contents behind those of `size` entries, whose last file has `cut` bytes.

        What a pass that died added there is cut off first, so that adding again adds nothing twice.
        """
        adding = Adding(self._path, self._root, size // WIDTH, cut)
        try:
            yield adding
            adding.land()
        finally:
            adding.close()

    def erase(self, index: int) -> None:
        """Leave the line of an entry out of its file, if it is there; on the disk when this returns."""
        path = self._path(index)
        try:
            file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        try:
            place = self._lines(file, index // WIDTH).get(index)
            if place is None:
                return
            part = create(part_of(path), private=True)
            try:
                copy(file, part, 0, place[0])
                copy(file, part, place[1], os.fstat(file).st_size)
                os.fsync(part)
            finally:
                os.close(part)
        finally:
            os.close(file)
        part_of(path).replace(path)
        sync_folder(path.parent)

    def _path(self, index: int) -> Path:
        return self._folder / number_path(index // WIDTH)

    def _lines(self, file: int, bundle: int) -> Lines:
        """Where each line of an open file is; kept for the next look at the same file."""
        stat = os.fstat(file)
        version = (bundle, stat.st_ino, stat.st_size, stat.st_mtime_ns)
        known, lines = self._known
        if known != version:
            lines = {}
            start = 0
            with os.fdopen(os.dup(file), "rb") as whole:
                for line in whole:
                    end = start + len(line)
                    # a line without its end belongs to a pass that is not over
                    if line.endswith(b"\n"):
                        index = line[:20].partition(b" ")[0]
                        if not index.isdigit():
                            raise self._wrong(bundle * WIDTH)
                        lines[int(index)] = start, end
                    start = end
            self._known = version, lines
        return lines

    def _wrong(self, index: int) -> Problems:
        return refuse(Code.RECORD_LOG_WRONG, Where(file=str(self._path(index))), kind="content")


class Adding:
    """Contents on their way into the files, in the order of their index."""

    def __init__(self, path: Callable[[int], Path], root: Path, bundle: int, cut: int) -> None:
        self._path, self._batch = path, Batch(root)
        self._first, self._cut = bundle, cut
        self._bundle, self._file = -1, -1
        self._buffer: list[bytes] = []
        self._held = 0

    def add(self, index: int, salt: bytes, body: bytes) -> None:
        """Add a content; its salt comes in base64."""
        if index // WIDTH != self._bundle:
            self._end()
            self._begin(index)
        line = b"%d %b %b\n" % (index, salt, body)
        self._buffer.append(line)
        self._held += len(line)
        if self._held > _BUFFER:
            self._flush()

    def land(self) -> None:
        """Have every file on the disk."""
        self._end()
        self._batch.land()

    def close(self) -> None:
        """Let go of the file in hand."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _begin(self, index: int) -> None:
        path = self._path(index)
        self._batch.make(path.parent)
        self._bundle = index // WIDTH
        cut = self._cut if self._bundle == self._first else 0
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        if os.fstat(self._file).st_size < cut:
            raise refuse(Code.RECORD_LOG_WRONG, Where(file=str(path)), kind="content")
        os.ftruncate(self._file, cut)
        os.lseek(self._file, cut, os.SEEK_SET)

    def _flush(self) -> None:
        write_all(self._file, b"".join(self._buffer))
        self._buffer, self._held = [], 0

    def _end(self) -> None:
        if self._file >= 0:
            self._flush()
            os.fsync(self._file)
            self.close()
