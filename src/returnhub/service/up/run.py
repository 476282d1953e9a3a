"""The whole of `returnhub up`: from an empty folder to an answering address, and back to nothing running."""

from __future__ import annotations

import errno
import http.client
import os
import socket
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from returnhub.problems import Code, refuse
from returnhub.service.database import Claim, Server, claim, start
from returnhub.service.up.asked import Asked, Stop, listening
from returnhub.service.up.keeper import Keeper
from returnhub.service.up.processes import HOST, Addresses, all_of_them

OLDEST = 150000
_UNFINISHED = "set-up-unfinished"
"""There from the first start until set-up has ended once: nobody has used the database before."""
Say = Callable[[str], None]
SetUp = Callable[[str, Path], Addresses]
"""Brings a database up to date: from the superuser's address and the folder to each login's address."""


def run(home: Path, port: int, set_up: SetUp, *, say: Say, ready: Say) -> bool:
    """Run the service until somebody asks it to stop; whether that was Ctrl-C.

    `say` hears of each step and each mishap, `ready` once of the address when it answers. Raises Problems.
    """
    with listening() as asked:
        with suppress(Stop):
            _run(home, port, set_up, asked, say, ready)
        say("Stopped. What was committed is kept.")
    return asked.signal is not None and asked.signal.name == "SIGINT"


def _run(home: Path, port: int, set_up: SetUp, asked: Asked, say: Say, ready: Say) -> None:
    with _database(home, say) as (held, server, setup_address):
        _port_is_free(port, patient=held.after_a_death)
        addresses = _set_up(set_up, setup_address, held.home, server, say)
        asked.patiently()
        keeper = Keeper(all_of_them(addresses, held.home, port), say)
        try:
            say("Starting the web, the jobs and the record's sequencer")
            keeper.start()
            answered = False
            while asked.signal is None:
                if server is not None and not server.alive():
                    say("The database ended; it is started again")
                    server.revive()
                keeper.look(hopeful=answered)
                if not answered and _answers(port):
                    answered = True
                    address = f"http://{HOST}:{port}"
                    held.tell(address)
                    ready(address)
                time.sleep(0.1)
            say("Stopping")
        finally:
            keeper.stop()


def _set_up(set_up: SetUp, address: str, home: Path, server: Server | None, say: Say) -> Addresses:
    """Set up, and say it in words if the server is gone or does not let us: anything else is our fault."""
    unfinished = home / _UNFINISHED
    try:
        if server is not None and unfinished.exists():
            server.start_over()
        say("Bringing the database up to date")
        addresses = set_up(address, home)
        unfinished.unlink(missing_ok=True)
        return addresses
    except (psycopg.errors.InsufficientPrivilege, psycopg.OperationalError) as fault:
        reason = _first_line(fault)
        if server is None:
            raise refuse(Code.SERVICE_DATABASE_UNREACHABLE, reason=reason) from fault
        raise server.failed(reason) from fault


@contextmanager
def _database(home: Path, say: Say) -> Generator[tuple[Claim, Server | None, str]]:
    """Our own server, or the one that DATABASE_URL names: then without a server of ours."""
    named = os.environ.get("DATABASE_URL")
    if not named:
        say("Starting the database")
        new = not (home / "postgres").exists()
        with start(home, say) as server:
            if new:
                (server.home / _UNFINISHED).touch()
            yield server.claim, server, server.setup_address
        return
    held = claim(home)
    try:
        try:
            with psycopg.connect(named, connect_timeout=10) as connection:
                version = connection.info.server_version
        except (psycopg.Error, UnicodeError) as fault:
            raise refuse(Code.SERVICE_DATABASE_UNREACHABLE, reason=_first_line(fault)) from None
        if version < OLDEST:
            raise refuse(
                Code.SERVICE_DATABASE_UNREACHABLE,
                reason=f"it is PostgreSQL {version // 10000}, and 15 or later is needed",
            )
        yield held, None, named
    finally:
        held.release()


def _first_line(fault: Exception) -> str:
    # later lines may quote a row
    return (str(fault).strip().splitlines() or ["no reason given"])[0]


def _port_is_free(port: int, *, patient: bool) -> None:
    """Refuse a port that somebody has: the web server shares its port, so it would not notice itself.

    After a kill the web of that run may still be ending; then it gets a moment.
    """
    until = time.monotonic() + (15 if patient else 0)
    while True:
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HOST, port))
            except OSError as fault:
                if fault.errno != errno.EADDRINUSE or time.monotonic() > until:
                    reason = (fault.strerror or "not possible").lower()
                    other = port + 1 if 1024 <= port < 65535 else 8000
                    raise refuse(Code.SERVICE_PORT_TAKEN, port=port, reason=reason, other=other) from fault
            else:
                return
        time.sleep(0.1)


def _answers(port: int) -> bool:
    """Whether the web gives any answer at all."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
