"""Files of a log in a folder: each whole or not there, and on the disk before the step that counts on it.

What this asks of a file system: that a rename is whole, that fsync of a file and of a folder reach the
disk, and flock. Local ones on Linux and macOS give that; network ones often don't, so a log lies on none.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from returnhub.problems import Code, Where, refuse

PRIVATE = "private"
"""The folder of a log that is never published."""

_CHUNK = 1 << 20
_MOST_OPEN = 128


class Batch:
    """Files that are written together: all are on the disk, and under their names, when `land` returns.

    A reader finds each as it was or as it is to be. A death leaves some of them: whoever writes a batch
    must be able to write the same one again.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open: dict[Path, int] = {}
        self._folders: set[Path] = set()

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, *_: object) -> None:
        for path, file in self._open.items():
            os.close(file)
            with suppress(OSError):
                part_of(path).unlink()
        self._open.clear()

    def begin(self, path: Path) -> int:
        """An open file to write to until the next one is begun; it takes its name later."""
        if len(self._open) == _MOST_OPEN:
            self._land_files()
        self.make(path.parent)
        file = create(part_of(path), private=PRIVATE in path.relative_to(self._root).parts)
        self._open[path] = file
        return file

    def put(self, path: Path, data: bytes) -> None:
        """Write a file."""
        write_all(self.begin(path), data)

    def make(self, folder: Path) -> None:
        """Make a folder, and have the names in it and on the way to it on the disk at the end."""
        folder.mkdir(parents=True, exist_ok=True)
        while folder not in self._folders:
            self._folders.add(folder)
            if folder == self._root:
                break
            folder = folder.parent

    def land(self) -> None:
        """Bring all of it to the disk, and under its names."""
        self._land_files()
        for folder in sorted(self._folders, reverse=True):
            sync_folder(folder)

    def _land_files(self) -> None:
        # all are written before the first is synced: the disk then does much of the work once
        for file in self._open.values():
            os.fsync(file)
        for path, file in list(self._open.items()):
            part_of(path).replace(path)
            os.close(file)
            del self._open[path]


def part_of(path: Path) -> Path:
    """The temporary name of a file. One for each: only who holds the log's lock writes."""
    return path.with_name(f".{path.name}.part")


def put(root: Path, path: Path, data: bytes) -> None:
    """Put one file in its place, whole and on the disk."""
    with Batch(root) as batch:
        batch.put(path, data)
        batch.land()


def create(path: Path, *, private: bool) -> int:
    """An empty file to write to; nobody but its owner may read a private one."""
    mode = 0o600 if private else 0o644
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, mode)


def write_all(file: int, data: bytes) -> None:
    """Write every byte, in pieces, so that a large content is never in memory twice."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest[:_CHUNK]) :]


def copy(source: int, target: int, start: int, end: int) -> None:
    """Copy bytes `start` to `end` of a file behind what the other one holds."""
    while start < end:
        piece = os.pread(source, min(_CHUNK, end - start), start)
        if not piece:
            break
        write_all(target, piece)
        start += len(piece)


def sync_folder(folder: Path) -> None:
    """Have a folder's names on the disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def empty(folder: Path) -> None:
    """Remove a folder of files; it may be gone already, or in part."""
    with suppress(FileNotFoundError):
        for name in os.listdir(folder):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()


@contextmanager
def held(lock: Path, wait: float | None) -> Generator[int]:
    """Hold a lock file alone, threads and processes alike; its open file, which may hold a few bytes.

    Waits so many seconds, None for as long as it takes. A dead process holds nothing. Raises Problems
    (record.log_busy).
    """
    file = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if wait is None:
            fcntl.flock(file, fcntl.LOCK_EX)
        else:
            _take(file, lock, wait)
        try:
            yield file
        finally:
            # a process that was forked meanwhile holds a copy: closing ours alone would not let go
            fcntl.flock(file, fcntl.LOCK_UN)
    finally:
        os.close(file)


def read_file(path: str) -> bytes | None:
    """A whole file; None if there is none. Raises Problems (file.unreadable)."""
    try:
        # a text and no buffer: proofs read some dozens of small files within a millisecond
        with open(path, "rb", buffering=0) as file:
            return file.readall()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as fault:
        raise refuse(Code.FILE_UNREADABLE, Where(file=path), reason=reason_of(fault)) from None


@contextmanager
def writing(path: Path) -> Generator[None]:
    """Turn what the file system refuses into Problems (file.unwritable)."""
    try:
        yield
    except OSError as fault:
        raise refuse(Code.FILE_UNWRITABLE, _where(path, fault), reason=reason_of(fault)) from None


@contextmanager
def reading(path: Path) -> Generator[None]:
    """Turn what the file system refuses into Problems (file.unreadable)."""
    try:
        yield
    except OSError as fault:
        raise refuse(Code.FILE_UNREADABLE, _where(path, fault), reason=reason_of(fault)) from None


def reason_of(fault: OSError) -> str:
    """Why the file system refused, as it says."""
    return (fault.strerror or "").lower()


def _where(path: Path, fault: OSError) -> Where:
    return Where(file=str(fault.filename if isinstance(fault.filename, str) else path))


def _take(file: int, lock: Path, wait: float) -> None:
    end = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            if fault.errno not in {errno.EAGAIN, errno.EACCES}:
                raise
            if time.monotonic() >= end:
                raise refuse(Code.RECORD_LOG_BUSY, Where(file=str(lock.parent.parent))) from None
            time.sleep(0.01)
        else:
            return
