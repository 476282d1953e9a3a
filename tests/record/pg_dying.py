"""Processes that keep a log in PostgreSQL and die, or lose their connection, at a chosen statement."""

from __future__ import annotations

import os
import signal as signals
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from tests.record.forks import Forks, Tell
from tests.record.pg_logs import bodies, manifest, signer

from returnhub.record.entry import canonical
from returnhub.record.note import parse_note
from returnhub.record.postgres.store import PostgresLog, connect
from returnhub.record.sequencer import step

End = Callable[[psycopg.Connection], None]
Work = Callable[[PostgresLog, Path, int], None]


def die(connection: psycopg.Connection) -> None:
    """This process is gone, without a word to the server."""
    os.kill(os.getpid(), signals.SIGKILL)


def lose(connection: psycopg.Connection) -> None:
    """The server ends the connection, as when it restarts or the network breaks."""
    with psycopg.connect(connection.info.dsn, autocommit=True) as other:
        pid = [connection.info.backend_pid]
        other.execute("SELECT pg_terminate_backend(%s)", pid)
        while other.execute("SELECT FROM pg_stat_activity WHERE pid = %s", pid).fetchone() is not None:
            pass


def doom(log: PostgresLog, k: int, end: End) -> Callable[[], bool]:
    """Count the log's round trips, BEGIN and COMMIT too, before and after each; the k-th count is the end.

    Gives a function that says whether the end came.
    """
    connection = log._connection
    assert connection is not None
    wait, left = connection.wait, k

    def tick() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            end(connection)

    def counted(*arguments: Any, **named: Any) -> Any:
        tick()
        answer = wait(*arguments, **named)
        tick()
        return answer

    connection.wait = counted
    return lambda: left <= 0


def append_and_sequence(log: PostgresLog, home: Path, _: int) -> None:
    """Append three entries, and have them and what waited sequenced."""
    log.append(bodies(3, "by who dies"))
    step(log, signer(home), manifest)


def erase_and_sequence(log: PostgresLog, home: Path, index: int) -> None:
    """Erase a content, and have that and what waited sequenced."""
    log.erase(index, "law", canonical({"why": "asked"}))
    step(log, signer(home), manifest)


def doomed(work: Work, address: str, home: Path, index: int, k: int) -> None:
    """Do the work, and die at the k-th count."""
    with connect(address) as log:
        doom(log, k, die)
        work(log, home, index)


def hand_over(address: str, note: str, k: int) -> None:
    """Hand the log's key over."""
    with connect(address) as log:
        doom(log, k, die)
        log.hand_over(parse_note(note))


def outlived(forks: Forks, work: Callable[..., None]) -> bool:
    """Run the work in a child; True if it came to its end, False if it died as it was to."""
    code, lines = forks.run(partial(_quietly, work))
    assert code in (0, -signals.SIGKILL), lines
    return code == 0


def _quietly(work: Callable[[], None], _: Tell) -> None:
    work()
