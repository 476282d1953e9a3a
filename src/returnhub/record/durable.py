"""Files that are whole and on the disk when a function returns, whatever dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


def write_whole(file: Path, data: str | bytes) -> None:
    """Put the data in the place of the file, at once: a reader finds the old file or the new one."""
    part = file.with_name(f".{file.name}.part")
    with part.open("wb") as out:
        out.write(data.encode() if isinstance(data, str) else data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    # the name too is on the disk only when its folder is
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def locked(lock: Path) -> Generator[None]:
    """One holder of the lock file at a time on this machine: threads and processes alike wait."""
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
