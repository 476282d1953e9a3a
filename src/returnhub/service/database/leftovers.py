"""What a killed server leaves behind: processes on their way out, and files that name numbers now others'."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from returnhub.problems import Code, Where, refuse


def clear(data: Path, socket: Path, *, patience: float = 30.0) -> None:
    """Make way for a new server on the same data: stop what still runs, take away files that bind nobody.

    Only for who holds the claim on the folder: any server on it is then one that outlived its supervisor.
    An old `postmaster.pid` is PostgreSQL's own to judge, but for one case: it refuses to start where another
    process of ours has by now got the number in it, so then the file goes. Raises Problems if a server stays.
    """
    until = time.monotonic() + patience
    asked = False
    while left := holders(data):
        first = _postmaster(data)
        if not asked and left.get(first):
            # fast: ends what is under way, writes what is committed
            os.kill(first, signal.SIGINT)
            asked = True
        if time.monotonic() > until:
            raise refuse(Code.SERVICE_DATABASE_BUSY, Where(file=str(data)), processes=sorted(left))
        time.sleep(0.02)
    if Path(f"/proc/{_postmaster(data)}").exists():
        (data / "postmaster.pid").unlink()
    for old in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (socket / old).unlink(missing_ok=True)


def holders(data: Path) -> dict[int, bool]:
    """Processes of a server on this data, and whether that is sure: each has it as its working folder.

    Where we may not see what another user's process has open, the number in `postmaster.pid` has to do.
    """
    found: dict[int, bool] = {}
    real, first = os.path.realpath(data), _postmaster(data)
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        pid = int(entry.name)
        try:
            # a shell that somebody opened in the folder is none of ours
            if (entry / "comm").read_text().strip() == "postgres" and os.readlink(entry / "cwd") == real:
                found[pid] = True
        except PermissionError:
            if pid == first:
                found[pid] = False
        except OSError:
            # gone meanwhile
            continue
    return found


def _postmaster(data: Path) -> int:
    try:
        return int((data / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return -1
