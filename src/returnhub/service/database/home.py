"""The service's folder: where it is, that only its owner may enter it, and who holds it now."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from returnhub.problems import Code, Problems, Where, refuse

NAMED = "RETURNHUB_HOME"
LONGEST_SOCKET = 100
"""Bytes of a socket's path; the kernel's own limit is 107, PostgreSQL's name in it included."""

_LOCK = "returnhub.lock"
_SOCKET = ".s.PGSQL.5432"


def usual(environment: Mapping[str, str] = os.environ) -> Path:
    """RETURNHUB_HOME, or `returnhub` in the folder where the system keeps a user's data."""
    if environment.get(NAMED):
        return Path(environment[NAMED])
    data = environment.get("XDG_DATA_HOME", "")
    # the XDG rules: a relative path is to be passed over
    return (Path(data) if os.path.isabs(data) else Path.home() / ".local" / "share") / "returnhub"


@dataclass(slots=True)
class Claim:
    """A folder that this process holds: no other may until it is let go, or until the process is dead."""

    home: Path
    after_a_death: bool
    """Whether whoever held it before was killed: processes of theirs may still be on their way out."""
    _lock: int

    def tell(self, address: str) -> None:
        """Note where the service answers, for whoever finds the folder taken."""
        os.pwrite(self._lock, _note(address), 0)

    def release(self) -> None:
        """Let it go. A second time does nothing."""
        if self._lock >= 0:
            os.ftruncate(self._lock, 0)
            os.close(self._lock)
            self._lock = -1


def claim(home: Path) -> Claim:
    """Make the folder if need be, close it to others, and hold it.

    Raises Problems if it cannot be made or written, holds something else, or is held already.
    """
    home = Path(os.path.abspath(home))
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (home / _LOCK).exists() and any(home.iterdir()):
            raise refuse(Code.SERVICE_HOME_FOREIGN, Where(file=str(home)))
        lock = os.open(home / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as fault:
        raise unwritable(home, fault) from fault
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        before = os.pread(lock, 4096, 0)
        os.pwrite(lock, _note(""), 0)
        _close_to_others(home)
    except BlockingIOError:
        held = os.pread(lock, 4096, 0)
        os.close(lock)
        raise _taken(home, held) from None
    except OSError as fault:
        os.close(lock)
        raise unwritable(home, fault) from fault
    return Claim(home, bool(before.strip(b"\0 ")), lock)


def socket_folder(home: Path, owner: int) -> Path:
    """A folder for the server's socket that only we and `owner` may enter: in the service's own if it fits.

    A socket's path may only be short; a longer one gets a folder among the system's temporary ones, whose
    name follows from the home's, and which is refused if somebody else made it. Raises Problems.
    """
    inside = home / "socket"
    if len(os.fsencode(inside / _SOCKET)) < LONGEST_SOCKET:
        folder = inside
    else:
        name = "returnhub-" + hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
        folder = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / name
        if len(os.fsencode(folder / _SOCKET)) >= LONGEST_SOCKET:
            folder = Path("/tmp") / name
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), owner):
            raise refuse(Code.SERVICE_SOCKET_TAKEN, Where(file=str(folder)))
        folder.chmod(0o700)
    except FileExistsError:
        raise refuse(Code.SERVICE_SOCKET_TAKEN, Where(file=str(folder))) from None
    except OSError as fault:
        raise unwritable(folder, fault) from fault
    return folder


def unwritable(path: Path, fault: OSError) -> Problems:
    """A file or folder that cannot be written, in the system's own words."""
    return refuse(
        Code.FILE_UNWRITABLE, Where(file=str(path)), reason=(fault.strerror or "not possible").lower()
    )


def _close_to_others(home: Path) -> None:
    # passing through stays allowed: the server's user may need it where root could not use a namespace
    home.chmod(stat.S_IMODE(home.stat().st_mode) & 0o711)


def _note(address: str) -> bytes:
    # of one length, so that a shorter one leaves nothing of a longer one behind
    return json.dumps({"pid": os.getpid(), "address": address}).encode().ljust(512)


def _taken(home: Path, held: bytes) -> Problems:
    try:
        said = cast("dict[str, object]", json.loads(held.strip(b"\0 ") or b"{}"))
    except ValueError:
        said = {}
    address = said.get("address") or "an address that it has not told yet"
    return refuse(
        Code.SERVICE_RUNNING, Where(file=str(home)), process=said.get("pid", "unknown"), address=address
    )
