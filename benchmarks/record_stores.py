"""The stores' part of the record's benchmark: a log on disk built and verified, and one in PostgreSQL.

Each figure of memory is the peak of a process of its own, at a tenth of the entries and at all of them:
what does not grow with entries is about the same twice.
"""

from __future__ import annotations

import datetime as dt
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from pymerkle import InmemoryTree, SqliteTree
from tests.postgres import server

from returnhub.record.entry import Manifest
from returnhub.record.folder import FolderLog
from returnhub.record.keys import new_key, write_key
from returnhub.record.postgres.install import install
from returnhub.record.postgres.store import PostgresLog
from returnhub.record.sequencer import step
from returnhub.record.signer import Signer
from returnhub.record.verify import Ask, verify

MOST_VERIFY_SECONDS = 10.0
FEWEST = 10_000
IN_A_COMMIT = 500
FULL_BUFFERS = 100_000
"""Entries from which on every buffer of a fixed size is full."""

MOST_GROWTH = 1.25
"""Times the memory that ten times the entries may take, for noise of the allocator."""

AT_ONCE = 1_000
TOP = Path(__file__).resolve().parents[1]


def main(home: Path, count: int) -> list[str]:
    fewer = max(count // 10, FULL_BUFFERS)
    small, large = run("build", home / "small", fewer), run("build", home / "large", count)
    checked_small, checked = run("check", home / "small", fewer), run("check", home / "large", count)
    peer = run("peer", home / "large", count)
    seconds, memory = "seconds", "megabytes"
    most = MOST_VERIFY_SECONDS * count / 1_000_000
    print(f"A log of {count:,} entries with their contents, in a folder")
    print(f"  put on record and signed       {count / large[seconds]:>12,.0f} a second")
    print(f"  verified, all of it            {checked[seconds]:>12.1f} s   (at most {most:.0f} s)")
    print(f"  pymerkle, its tree made again  {peer[seconds]:>12.1f} s")
    print(f"  ratio                          {checked[seconds] / peer[seconds]:>12.2f}")
    print(f"  megabytes for {fewer:,} entries, and for all")
    print(f"    put on record                {small[memory]:>12,.0f} {large[memory]:>8,.0f}")
    print(f"    verified                     {checked_small[memory]:>12,.0f} {checked[memory]:>8,.0f}")
    print(f"    pymerkle                     {'':>12} {peer[memory]:>8,.0f}")
    grown = max(large[memory] / small[memory], checked[memory] / checked_small[memory])
    missed = ["memory"] if grown > MOST_GROWTH else []
    if checked[seconds] > most:
        missed.append("verifying a log")
    return missed + postgres(home, count // 5)


def postgres(home: Path, count: int) -> list[str]:
    """Entries a second through PostgreSQL, all of it on the disk: appended by hundreds, then signed."""
    bodies = list(contents(count))
    key = new_key("benchmark.example")
    write_key(home / "pg.key", key)
    with server(durable=True) as conninfo, psycopg.connect(conninfo) as connection:
        install(connection, key.name, key.public)
        connection.commit()
        with PostgresLog(conninfo) as log:
            guards = log.guards()
            manifest = Manifest("benchmark", "0" * 64, "postgresql", guards, {})
            signer = Signer(home / "pg.key", now=now)
            start = time.perf_counter()
            for at in range(0, count, IN_A_COMMIT):
                log.append(bodies[at : at + IN_A_COMMIT])
            appended = time.perf_counter() - start
            step(log, signer, lambda: manifest)
            whole = time.perf_counter() - start
            lag = sealed_after(log, signer, manifest)
    peer = SqliteTree(str(home / "peer.db"), algorithm="sha256")
    start = time.perf_counter()
    peer.append_entries(bodies, chunksize=IN_A_COMMIT)
    theirs = time.perf_counter() - start
    print(f"{count:,} entries through PostgreSQL, {IN_A_COMMIT} in a commit, all of it on the disk")
    print(f"  appended                       {count / appended:>12,.0f} a second")
    print(f"  and in the tree and signed     {count / whole:>12,.0f} a second   (at least {FEWEST:,})")
    print(f"  pymerkle SqliteTree, the tree  {count / theirs:>12,.0f} a second")
    print(f"  ratio                          {theirs / whole:>12.2f}")
    print(f"  a commit under its checkpoint  {lag * 1000:>12,.0f} ms after it, once a pass begins")
    return [] if count / whole >= FEWEST else ["PostgreSQL"]


def sealed_after(log: PostgresLog, signer: Signer, manifest: Manifest) -> float:
    """Seconds from one commit to its signed checkpoint in a log that is full of others, median of ten."""

    def one() -> float:
        log.append(list(contents(1)))
        start = time.perf_counter()
        step(log, signer, lambda: manifest)
        return time.perf_counter() - start

    return statistics.median(one() for _ in range(10))


def run(what: str, home: Path, count: int) -> dict[str, float]:
    """Do one part in a process of its own; its seconds and its peak of memory."""
    line = [sys.executable, "-m", "benchmarks.record_stores", what, str(home), str(count)]
    done = subprocess.run(line, cwd=TOP, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def contents(count: int) -> Iterator[bytes]:
    """Contents of a usual length, canonical as they are."""
    for number in range(count):
        yield (
            b'{"case":"RH-%07d","event":"notice","happened":"2026-11-21T16:20:00Z","who":"officer 12"}'
            % number
        )


def build(home: Path, count: int) -> float:
    """Put entries on record a thousand at a time, each thousand under a checkpoint."""

    home.mkdir()
    key = new_key("benchmark.example")
    write_key(home / "log.key", key)
    (home / "vkey").write_text(key.public.vkey)
    manifest = Manifest("benchmark", "0" * 64, "folder", {}, {})
    log = FolderLog.create(home / "log", "benchmark.example", key.public, now)
    signer = Signer(home / "log.key", now=now)
    start = time.perf_counter()
    some: list[bytes] = []
    for body in contents(count):
        some.append(body)
        if len(some) == AT_ONCE:
            log.append(some)
            step(log, signer, lambda: manifest)
            some = []
    return time.perf_counter() - start


def check(home: Path, count: int) -> float:
    """Verify the whole log, contents included."""

    start = time.perf_counter()
    report = verify(Ask(home / "log", ((home / "vkey").read_text(),)))
    assert report.holds, report.findings
    assert report.size > count
    return time.perf_counter() - start


def peer(home: Path, count: int) -> float:
    """What the peer does to check as much: build its tree from the entries again and take the root."""

    bodies = list(contents(count))
    start = time.perf_counter()
    InmemoryTree.init_from_entries(bodies, algorithm="sha256").get_root()
    return time.perf_counter() - start


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def peak() -> float:
    """Megabytes, of this process alone."""
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0]) / 1024


PARTS: dict[str, Callable[[Path, int], float]] = {"build": build, "check": check, "peer": peer}

if __name__ == "__main__":
    seconds = PARTS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps({"seconds": seconds, "megabytes": peak()}))
