"""Making the data folder: once, whole or not at all, with a password that nobody chose."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from returnhub.problems import Code, Problems, Where, refuse
from returnhub.service.database.home import unwritable
from returnhub.service.database.programs import Programs, everywhere
from returnhub.service.database.ways import Way

SUPERUSER = "postgres"
_BUILTIN_LOCALES = 17
"""The first version that sorts text without the system's library, and so alike wherever the folder goes."""


def password(home: Path) -> str:
    """The superuser's password, from the file that only the folder's owner may read; made if there is none.

    Raises Problems if there is data already whose password is gone.
    """
    file = home / "superuser-password"
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        if (home / "postgres").exists():
            raise refuse(Code.SERVICE_PASSWORD_WRONG, Where(file=str(file)), kind="missing") from None
    except (OSError, UnicodeError) as fault:
        raise refuse(Code.FILE_UNREADABLE, Where(file=str(file)), reason=str(fault)) from fault
    made = secrets.token_urlsafe(32)
    new = home / "superuser-password.new"
    try:
        _write(new, made)
        # whole or not there: a kill in between must not leave an empty one
        new.replace(file)
    except OSError as fault:
        raise unwritable(file, fault) from fault
    return made


def data_folder(home: Path, programs: Programs, way: Way, secret: str) -> Path:
    """The server's data, made if there is none. Raises Problems, also for data of another major version."""
    data = home / "postgres"
    if not data.exists():
        _make(data, programs, way, secret)
    try:
        found = (data / "PG_VERSION").read_text(encoding="ascii").strip()
        way.own(data)
    except OSError as fault:
        raise unwritable(data, fault) from fault
    if found != str(programs.major):
        fitting = next((p for p in everywhere({}) if str(p.major) == found), None)
        raise refuse(
            Code.SERVICE_DATA_VERSION,
            Where(file=str(data)),
            found=found,
            programs=programs.major,
            folder=str(programs.folder),
            kind="fitting" if fitting else "",
            fitting=str(fitting.folder) if fitting else "",
        )
    return data


def _make(data: Path, programs: Programs, way: Way, secret: str) -> None:
    """Make it beside its place and move it there when it is whole: a kill in between leaves nothing half."""
    new, told = data.with_name("postgres.new"), data.with_name("postgres.told")
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        _write(told, secret)
        for path in (new, told):
            way.own(path)
        done = subprocess.run(
            way.line(
                programs.path("initdb"),
                *_arguments(new, told, programs.major),
                dies_with_parent=signal.SIGTERM,
            ),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
            env=environment(),
        )
        if done.returncode:
            log = data.with_name("initdb.log")
            log.write_text(done.stdout + done.stderr)
            raise failed(done.stdout + done.stderr, data, log)
        new.rename(data)
    except OSError as fault:
        raise unwritable(data, fault) from fault
    finally:
        told.unlink(missing_ok=True)
        shutil.rmtree(new, ignore_errors=True)


def environment() -> dict[str, str]:
    """What the server's programs get of ours: no PGDATA, PGPORT or anything else that would change them."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def failed(said: str, data: Path, log: Path) -> Problems:
    """What PostgreSQL said when it gave up: the first line that says why."""
    lines = [line for line in said.splitlines() if re.search("FATAL|PANIC|error:", line)]
    why = (lines or [line for line in said.splitlines() if line.strip()] or ["it said nothing"])[0]
    why = re.sub(r"^.*?(FATAL|PANIC|error):\s*", "", why)
    if re.search("No space left on device|Check free disk space", said):
        return refuse(Code.FILE_UNWRITABLE, Where(file=str(data)), reason="no space left on device")
    return refuse(Code.SERVICE_DATABASE_FAILED, Where(file=str(data)), reason=why, log=str(log))


def _arguments(data: Path, told: Path, major: int) -> list[str]:
    sorting = ["--locale-provider=builtin"] if major >= _BUILTIN_LOCALES else []
    return [
        f"--pgdata={data}",
        f"--username={SUPERUSER}",
        "--auth=scram-sha-256",
        f"--pwfile={told}",
        "--encoding=UTF8",
        *sorting,
        "--locale=C.UTF-8",
        "--lc-messages=C",
        "--data-checksums",
    ]


def _write(file: Path, text: str) -> None:
    """Write a file anew that only its owner may read, and have it on the disk before going on."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
