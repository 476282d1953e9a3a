"""Run something in a process of its own that dies at a chosen step on the file system."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.record.forks import Forks, Tell

_STEPS = {
    "open",
    "fcntl.flock",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.truncate",
    "os.listdir",
    "os.scandir",
}


def die_at(forks: Forks, step: int, place: Path, act: Callable[[Tell], None]) -> tuple[bool, list[str]]:
    """Let a child act and kill it before step number `step` below `place`; if it died, and its lines.

    Steps are opens, renames, removals, new folders, truncations, listings, locks, syncs and writes; a
    write that is died at has written half.
    """
    code, lines = forks.run(partial(_count_to, step, str(place), act))
    assert code in (0, -signal.SIGKILL), lines
    return code != 0, lines


def _count_to(step: int, place: str, act: Callable[[Tell], None], tell: Tell) -> None:
    left = step
    real_write, real_fsync = os.write, os.fsync

    def is_last() -> bool:
        nonlocal left
        left -= 1
        return left == 0

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        near = event in {"os.truncate", "fcntl.flock"} or any(place in str(a) for a in arguments)
        if event in _STEPS and near and is_last():
            die()

    def write(file: int, data: bytes) -> int:
        if is_last():
            real_write(file, data[: len(data) // 2])
            die()
        return real_write(file, data)

    def fsync(file: int) -> None:
        if is_last():
            die()
        real_fsync(file)

    os.write, os.fsync = write, fsync
    sys.addaudithook(watch)
    act(tell)


def unsynced(forks: Forks, folder: Path, act: Callable[[Tell], None]) -> list[str]:
    """Let a child act on a log, and tell each name or file that was not on the disk in time.

    In time is: a file before it takes its name; everything before head, plan or checkpoint take theirs,
    before the plan goes, and before the child says that it has done something.
    """
    code, lines = forks.run(partial(_follow, folder, act))
    assert code == 0, lines
    return lines


def _follow(folder: Path, act: Callable[[Tell], None], tell: Tell) -> None:
    counting = {folder / "private" / "head", folder / "private" / "pass", folder / "checkpoint"}
    files: set[str] = set()
    names: set[str] = set()
    real_write = os.write

    def write(file: int, data: bytes) -> int:
        path = os.readlink(f"/proc/self/fd/{file}")
        if path.startswith(str(folder)):
            files.add(path)
        return real_write(file, data)

    def fsync(file: int) -> None:
        path = os.readlink(f"/proc/self/fd/{file}")
        files.discard(path)
        names.discard(path)

    def check(what: str) -> None:
        for path in sorted(files | names):
            tell(f"{what}: {path} is not on the disk")

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        path = Path(str(arguments[0])) if arguments else Path()
        if event == "os.rename":
            target = Path(str(arguments[1]))
            if folder in target.parents:
                if target in counting:
                    # its own part is synced under its first name
                    check(target.name)
                elif str(path) in files:
                    tell(f"{path} takes its name and is not on the disk")
                names.add(str(target.parent))
        elif event == "os.mkdir" and folder in path.parents and not path.exists():
            names.add(str(path.parent))
        elif event in {"os.remove", "os.rmdir"} and folder / "private" / "waiting" in path.parents:
            names.add(str(path.parent))
            names.discard(str(path))
        elif event == "os.remove" and path == folder / "private" / "pass":
            check("the end of the pass")

    os.write, os.fsync = write, fsync
    sys.addaudithook(watch)
    act(check)
    check("the end")
