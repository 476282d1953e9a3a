"""A PostgreSQL server of the tests' own: Unix socket only, in a temporary folder, gone with the tests.

Programs are found and run as the service finds and runs its own; what a test does without is a password,
a log and what keeps data through a power cut.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from returnhub.problems import Problems
from returnhub.service.database.cluster import environment
from returnhub.service.database.programs import Programs, everywhere
from returnhub.service.database.ways import Way, choose

MEMORY = Path("/dev/shm")
ENOUGH = 4 * 2**30
"""Bytes free in memory from which on a server may be there; elsewhere deleting its files takes seconds."""


class NoServerError(Exception):
    """No server could be started; the message says what was tried."""


def programs(major: int | None = None) -> list[Programs]:
    """PostgreSQL's programs, in the order in which to try them; of one version if asked."""
    return [p for p in everywhere() if major in (None, p.major)]


@contextmanager
def server(major: int | None = None, *, durable: bool = False) -> Iterator[str]:
    """A running server's address for psycopg; stopped and removed afterwards. Raises NoServerError.

    `durable` keeps what is committed through a power cut, as a real server does: for benchmarks.
    """
    tried: list[str] = []
    for found in programs(major):
        # the path of a socket has to stay short, so not pytest's own folder
        home = Path(tempfile.mkdtemp(prefix="rh-pg-", dir=None if durable else in_memory()))
        process = None
        try:
            address = f"host={home} dbname=postgres user=postgres"
            try:
                process = _start(found, choose(found, home), home, durable=durable)
                _await(process, address, home)
            except (OSError, subprocess.SubprocessError, Problems) as fault:
                tried.append(f"{found.folder}: {str(fault)[:200]}")
                continue
            yield address
            return
        finally:
            if process is not None:
                process.send_signal(signal.SIGQUIT)
                process.wait(60)
            shutil.rmtree(home, ignore_errors=True)
    raise NoServerError("; ".join(tried) or "no PostgreSQL programs found")


def in_memory() -> Path | None:
    """A folder of the machine's memory, where there is one with room enough."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH else None


def _start(found: Programs, way: Way, home: Path, *, durable: bool) -> subprocess.Popen[bytes]:
    way.own(home)
    data = str(home / "data")
    made = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(
        way.line(found.path("initdb"), *made),
        stdout=subprocess.DEVNULL,
        timeout=60,
        check=True,
        env=environment(),
    )
    # Databases come and go by the hundred: to look after each in the background would be most of the work.
    idle = ("--autovacuum=off", "--max_wal_size=4GB", "--checkpoint_timeout=1h")
    fast = () if durable else ("--fsync=off", "--full_page_writes=off", "--synchronous_commit=off", *idle)
    socket = ("--listen_addresses=", f"--unix_socket_directories={home}")
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            way.line(
                found.path("postgres"), "-D", data, *socket, *fast, dies_with_parent=int(signal.SIGQUIT)
            ),
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=environment(),
        )


def _await(process: subprocess.Popen[bytes], address: str, home: Path) -> None:
    while True:
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None:
                raise subprocess.SubprocessError((home / "log").read_text()[-200:]) from None
        time.sleep(0.02)
